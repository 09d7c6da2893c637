#include "engine/runtime/compile.h"

#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <QTemporaryDir>

#include "engine/codegen/object_cache.h"
#include "engine/eager/interpreter.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/tensor/compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// relu and gelu around a product, over any number of rows.
constexpr const char* kModel = R"(whittle 1
graph @g {
symbol s0 in [1, 1000] hint 4
input %x : f32[s0,3]
input %w : f32[5,3]
%h = aten.linear.default(%x, %w) : f32[s0,5]
%r = aten.relu.default(%h) : f32[s0,5]
%e = aten.exp.default(%r) : f32[s0,5]
%y = aten.add.Tensor(%e, %h) : f32[s0,5]
return %y
}
)";

Tensor ramp(Sizes sizes) {
    Tensor out = Tensor::empty(DType::F32, std::move(sizes));
    float* to = out.mutableData<float>();
    for (Index i = 0; i < out.numel(); ++i) to[i] = static_cast<float>(i % 7) * 0.25f - 0.6f;
    return out;
}

Graph model() {
    auto graph = parseGraph(kModel, findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    return *std::move(graph);
}

std::vector<Datum> inputs(Index rows) { return {ramp({rows, 3}), ramp({5, 3})}; }

}  // namespace

class CompileTest : public QObject {
    Q_OBJECT
private slots:
    void one_compile_serves_all_sizes() {
        const Graph graph = model();
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        for (const Index rows : {4, 1, 300}) {
            const auto expected = interpret(graph, inputs(rows), {});
            VERIFY_OK(expected);
            const auto actual = (*compiled)->run(inputs(rows));
            VERIFY_OK(actual);
            const Comparison comparison = compareTensors(*asTensor(expected->outputs[0]), *asTensor((*actual)[0]), {1e-5, 1e-5});
            QVERIFY2(comparison.ok, comparison.reason.c_str());
        }
    }

    // A result stays what it is while somebody holds it, and its memory serves again when nobody does.
    void results_are_lent() {
        const auto graph = parseGraph("whittle 1\ngraph @g {\ninput %x : f32[300,3]\n%y = aten.exp.default(%x) : f32[300,3]\nreturn %y\n}\n", findSchema);
        VERIFY_OK(graph);
        const auto compiled = compile(*graph, {});
        VERIFY_OK(compiled);
        const auto first = (*compiled)->run(std::vector<Datum>{ramp({300, 3})});
        VERIFY_OK(first);
        const Tensor kept = *asTensor((*first)[0]);
        const std::vector<float> before(kept.data<float>(), kept.data<float>() + kept.numel());
        const std::byte* place = nullptr;
        for (int run = 0; run < 2; ++run) {
            const auto next = (*compiled)->run(std::vector<Datum>{Tensor::zeros(DType::F32, {300, 3})});
            VERIFY_OK(next);
            const std::byte* at = asTensor((*next)[0])->data<std::byte>();
            QVERIFY(at != kept.data<std::byte>());
            if (run == 1) QCOMPARE(at, place);
            place = at;
        }
        QVERIFY(std::equal(before.begin(), before.end(), kept.data<float>()));
    }

    void report_accounts_for_everything() {
        const auto compiled = compile(model(), {.keepArtefacts = true});
        VERIFY_OK(compiled);
        const CompileReport& report = (*compiled)->report();
        QVERIFY(report.eagerFallbacks.empty());
        QCOMPARE(report.kernels.size(), std::size_t(1));
        const KernelRecord& kernel = report.kernels[0];
        QCOMPARE(toQ(kernel.kind), QString("onednn"));
        QCOMPARE(kernel.nodes.size(), std::size_t(4));  // relu, exp and add are one kernel, called with each part of the product
        QVERIFY(kernel.loopIr.find("for i0") != std::string::npos);
        QVERIFY(!kernel.llvmIr.empty());
        QVERIFY(!kernel.assembly.empty());
        QVERIFY(toQ(kernel.object).startsWith("\177ELF"));
        QCOMPARE(toQ(kernel.code), QString("compiled"));
        QVERIFY(kernel.compileMs > 0);
        double phases = 0;
        for (const PhaseRecord& phase : report.phases) phases += phase.milliseconds;
        QVERIFY(phases > 0 && phases <= report.milliseconds);
        QVERIFY(!report.cpu.empty());
        QVERIFY(kernel.vector.width >= 4);
        QVERIFY(toQ(kernel.vector.text).startsWith("vector width "));
        for (const PassRecord& pass : report.passes) QVERIFY(pass.after != nullptr);
        QVERIFY(std::any_of(report.decisions.begin(), report.decisions.end(), [](const Decision& d) { return d.rule == "fuse-epilogue" && d.accepted; }));
    }

    // Own matrix kernels are code like that of loops: made along with it, found again, and told with the node that needs them.
    void library_code_is_code_too() {
        const auto graph = parseGraph("whittle 1\ngraph @g {\ninput %x : f64[6,5]\ninput %w : f64[5,7]\n%a = aten.mm.default(%x, %w) : f64[6,7]\n"
                                      "%v = aten.t.default(%w) : f64[7,5]\n%b = aten.mm.default(%a, %v) : f64[6,5]\nreturn %b\n}\n", findSchema);
        VERIFY_OK(graph);
        const QTemporaryDir scratch;
        std::vector<std::vector<Datum>> results;
        for (const char* want : {"compiled", "cache"}) {
            const auto compiled = compile(*graph, {.threads = 2, .cache = std::make_shared<ObjectCache>(scratch.path().toStdString() + "/objects")});
            VERIFY_OK(compiled);
            QStringList codes;
            for (const KernelRecord& record : (*compiled)->report().kernels)
                if (record.library) codes << toQ(record.code);
            if (codes.size() == 2 && codes[0].isEmpty()) QSKIP("this CPU has no own matrix kernels");
            QCOMPARE(codes, QStringList({want, "repeat"}));
            const auto outputs = (*compiled)->run(std::vector<Datum>{Tensor::full(DType::F64, {6, 5}, 0.5), Tensor::full(DType::F64, {5, 7}, 2.0)});
            VERIFY_OK(outputs);
            results.push_back(*outputs);
        }
        QVERIFY(compareTensors(*asTensor(results[0][0]), *asTensor(results[1][0]), {0, 0}).ok);
        QCOMPARE(asTensor(results[0][0])->flat(0), 5 * 0.5 * 2.0 * 7 * 2.0);
    }

    void fusion_can_be_off() {
        const auto compiled = compile(model(), {.fuse = false});
        VERIFY_OK(compiled);
        QCOMPARE((*compiled)->report().kernels.size(), std::size_t(4));
    }

    void passes_can_be_skipped_and_limited() {
        const auto skipped = compile(model(), {.skipPasses = {"decompose"}});
        VERIFY_OK(skipped);
        for (const PassRecord& pass : (*skipped)->report().passes) QCOMPARE(pass.skipped, pass.name == "decompose");
        const auto limited = compile(model(), {.passLimit = 1});
        VERIFY_OK(limited);
        QVERIFY(!(*limited)->report().passes[0].skipped);
        QVERIFY((*limited)->report().passes[1].skipped);
        QCOMPARE(describe(compile(model(), {.skipPasses = {"nonsense"}})).left(38), QString("argument: there is no pass 'nonsense';"));
    }

    void wrong_inputs_are_errors() {
        const auto compiled = compile(model(), {});
        VERIFY_OK(compiled);
        const std::vector<Datum> narrow{ramp({4, 2}), ramp({5, 3})};
        QVERIFY(describe((*compiled)->run(narrow)).startsWith("shape: "));
        QVERIFY(describe((*compiled)->run({})).startsWith("not_found: "));
    }

    // Loops and machine code know real numbers only; what leads in and out of complex ones stays outside too.
    void complex_numbers_run_on_the_reference_kernels() {
        const auto graph = parseGraph("whittle 1\ngraph @g {\ninput %x : f32[3,2]\n%e = aten.exp.default(%x) : f32[3,2]\n"
                                      "%z = aten.view_as_complex.default(%e) : c64[3]\n%y = aten.mul.Tensor(%z, %z) : c64[3]\n"
                                      "%r = aten.view_as_real.default(%y) : f32[3,2]\n%s = aten.neg.default(%r) : f32[3,2]\n"
                                      "return %y, %s\n}\n", findSchema);
        VERIFY_OK(graph);
        const auto compiled = compile(*graph, {});
        VERIFY_OK(compiled);
        const CompileReport& report = (*compiled)->report();
        QCOMPARE(int(report.eagerFallbacks.size()), 3);
        QVERIFY(std::any_of(report.decisions.begin(), report.decisions.end(),
                            [](const Decision& d) { return d.reason == "complex numbers run on the reference kernel"; }));
        const std::vector<Datum> inputs{ramp({3, 2})};
        const auto expected = interpret(*graph, inputs, {});
        VERIFY_OK(expected);
        const auto actual = (*compiled)->run(inputs);
        VERIFY_OK(actual);
        for (int i = 0; i < 2; ++i) {
            const Comparison comparison = compareTensors(*asTensor(expected->outputs[std::size_t(i)]), *asTensor((*actual)[std::size_t(i)]), {1e-5, 1e-5});
            QVERIFY2(comparison.ok, comparison.reason.c_str());
        }
        const auto wide = interpret(*graph, inputs, {.precision = Precision::Float64});
        VERIFY_OK(wide);
        QVERIFY(asTensor(wide->outputs[0])->dtype() == DType::C128);
    }

    void a_library_that_refuses_in_a_run_is_on_record() {
        const auto graph = parseGraph("whittle 1\ngraph @g {\nsymbol s0 in [0, 1000] hint 4\ninput %x : f32[s0,3]\ninput %w : f32[3,5]\n"
                                      "%h = aten.exp.default(%x) : f32[s0,3]\n%y = aten.mm.default(%h, %w) : f32[s0,5]\nreturn %y\n}\n", findSchema);
        VERIFY_OK(graph);
        const auto compiled = compile(*graph, {});
        VERIFY_OK(compiled);
        QVERIFY((*compiled)->report().eagerFallbacks.empty());
        RunProfile profile;
        VERIFY_OK((*compiled)->run(std::vector<Datum>{ramp({4, 3}), ramp({3, 5})}, {}, &profile));
        QVERIFY(profile.refusals.empty());
        const auto none = (*compiled)->run(std::vector<Datum>{ramp({0, 3}), ramp({3, 5})}, {}, &profile);
        VERIFY_OK(none);
        QCOMPARE(toQ(asTensor((*none)[0])->describe()), QString("f32[0,5]"));
        QCOMPARE(profile.refusals.size(), std::size_t(1));
        QCOMPARE(toQ(profile.refusals[0].node), toQ((*compiled)->report().kernels[profile.refusals[0].kernel].nodes.back()));
        QCOMPARE(toQ(profile.refusals[0].reason), QString("oneDNN does not multiply empty matrices"));
    }

    void cancels() {
        CancelSource source;
        source.cancel();
        QVERIFY(describe(compile(model(), {.cancel = source.token()})).startsWith("cancelled: "));
        const auto compiled = compile(model(), {});
        VERIFY_OK(compiled);
        QVERIFY(describe((*compiled)->run(inputs(4), source.token())).startsWith("cancelled: "));
    }

    void runs_on_several_threads_at_once() {
        const auto compiled = compile(model(), {});
        VERIFY_OK(compiled);
        const auto expected = (*compiled)->run(inputs(50));
        VERIFY_OK(expected);
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 20; ++i) {
                    const auto got = (*compiled)->run(inputs(50));
                    if (!got || !compareTensors(*asTensor((*expected)[0]), *asTensor((*got)[0]), {0, 0}).ok) ++wrong;
                }
            });
        for (std::thread& thread : threads) thread.join();
        QCOMPARE(wrong.load(), 0);
    }

    void injections_parse_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        QTest::newRow("one") << "gelu=crash" << "crash gelu=crash 1;";
        QTest::newRow("two") << "aten.gelu=hang,aten.add.Tensor=wrong_result" << "hang aten.gelu=hang 1;wrong_result aten.add.Tensor=wrong_result 1;";
        QTest::newRow("others of a kind, now and then") << "gelu=nan@0.3,relu=sigfpe" << "wrong_result gelu=nan@0.3 0.3;crash relu=sigfpe 1;";
        QTest::newRow("none") << "" << "";
        QTest::newRow("no kind") << "gelu" << "argument: 'gelu' is not of the form OP=KIND, for example gelu=wrong_result";
        QTest::newRow("unknown kind") << "gelu=explode"
                                      << "argument: 'explode' in 'gelu=explode' is no fault that can be injected; there are: "
                                         "compile_error, crash, abort, sigfpe, hang, out_of_memory, run_error, wrong_result, nan; @0.3 behind one lets it strike in 3 of 10 runs";
        for (const char* rate : {"0", "1.5", "", "x"})
            QTest::newRow(fmt::format("rate {}", rate).c_str()) << QString("gelu=nan@%1").arg(rate)
                                      << QString("argument: 'nan@%1' in 'gelu=nan@%1' is no fault that can be injected; there are: "
                                                 "compile_error, crash, abort, sigfpe, hang, out_of_memory, run_error, wrong_result, nan; @0.3 behind one lets it strike in 3 of 10 runs").arg(rate);
        QTest::newRow("a kind of failure that is no fault") << "gelu=import_error"
                                      << "argument: 'import_error' in 'gelu=import_error' is no fault that can be injected; there are: "
                                         "compile_error, crash, abort, sigfpe, hang, out_of_memory, run_error, wrong_result, nan; @0.3 behind one lets it strike in 3 of 10 runs";
    }
    void injections_parse() {
        QFETCH(QString, text);
        const auto parsed = parseInjections(text.toStdString());
        QString got = parsed ? QString() : describe(parsed);
        if (parsed)
            for (const Injection& one : *parsed) got += toQ(fmt::format("{} {} {};", failureKindName(one.kind), one.text(), one.rate));
        QTEST(got, "want");
    }

    void injected_compile_error() {
        for (const char* name : {"relu", "aten.relu", "aten.relu.default"}) {
            const auto compiled = compile(model(), {.inject = {{name, FailureKind::CompileError}}});
            QVERIFY(!compiled);
            QCOMPARE(toQ(compiled.error().describe()),
                     QString("compile: injected fault at aten.relu.default\n  while node 'r' (aten.relu.default)\n  while lower"));
        }
    }

    void injected_run_error() {
        const auto compiled = compile(model(), {.inject = {{"linear", FailureKind::RunError}}});
        VERIFY_OK(compiled);
        const auto ran = (*compiled)->run(inputs(4));
        QCOMPARE(describe(ran), QString("run: injected fault at aten.linear.default"));
        QVERIFY(ran.error().describe().find("node 'h'") != std::string::npos);
    }

    void injected_wrong_result() {
        const Graph graph = model();
        const auto compiled = compile(graph, {.inject = {{"exp", FailureKind::WrongResult}}});
        VERIFY_OK(compiled);
        const auto expected = interpret(graph, inputs(4), {});
        const auto actual = (*compiled)->run(inputs(4));
        VERIFY_OK(actual);
        QVERIFY(!compareTensors(*asTensor(expected->outputs[0]), *asTensor((*actual)[0]), {0.1, 0.1}).ok);
    }

    void injected_crash() {
        const auto compiled = compile(model(), {.inject = {{"relu", FailureKind::Crash}}});
        VERIFY_OK(compiled);
        const auto data = inputs(4);
        const pid_t child = fork();
        if (child == 0) {
            (void)(*compiled)->run(data);
            _exit(0);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        QCOMPARE(WTERMSIG(status), SIGSEGV);
    }

    void an_injection_that_matches_nothing_changes_nothing() {
        const auto compiled = compile(model(), {.inject = {{"softmax", FailureKind::Crash}}});
        VERIFY_OK(compiled);
        QCOMPARE((*compiled)->report().passes[0].rewrites.size(), std::size_t{0});
    }
};

WHITTLE_TEST(CompileTest)
#include "compile_test.moc"

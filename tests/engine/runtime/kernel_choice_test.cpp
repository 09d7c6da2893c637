// Who computes what: a forced choice runs, every candidate answers like the reference, and measurements decide where they are.
#include "engine/eager/interpreter.h"
#include "engine/formats/fill_missing.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/runtime/compile.h"
#include "engine/runtime/tuning.h"
#include "engine/runtime/tuning_store.h"
#include "engine/tensor/compare.h"
#include "tests/support/graph_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph filledGraph(const std::string& lines) {
    Graph graph = graphOf(lines);
    if (const auto filled = fillMissing(graph, 7); !filled) qFatal("%s", filled.error().describe().c_str());
    return graph;
}

constexpr const char* kProduct = "input %a : f32[33,70]\nparam %w : f32[70,50] = \"w\"\n%mm = aten.mm.default(%a, %w) : f32[33,50]\nreturn %mm";

CompileOptions forcing(const std::string& site, const std::string& candidate) {
    CompileOptions options;
    options.choices.forced = {{site, candidate}};
    return options;
}

const CandidateRecord* candidateOf(const ChoiceRecord& record, const std::string& name) {
    for (const CandidateRecord& one : record.candidates)
        if (one.name == name) return &one;
    return nullptr;
}

std::vector<std::uint8_t> bitsOf(const std::vector<Datum>& outputs) {
    std::vector<std::uint8_t> out;
    for (const Datum& datum : outputs) {
        const Tensor dense = asTensor(datum)->contiguous();
        const auto* from = reinterpret_cast<const std::uint8_t*>(dense.data<std::byte>());
        out.insert(out.end(), from, from + static_cast<std::size_t>(dense.numel()) * dtypeSize(dense.dtype()));
    }
    return out;
}

}  // namespace

class KernelChoiceTest : public QObject {
    Q_OBJECT
private slots:
    // Sizes that no tile divides.
    void every_candidate_answers_like_float64_data() {
        QTest::addColumn<QString>("lines");
        QTest::newRow("mm f32") << kProduct;
        for (const char* dtype : {"f32", "f16", "bf16", "f64"}) {
            QTest::newRow(fmt::format("linear {}", dtype).c_str())
                << toQ(fmt::format("input %a : {0}[3,19,40]\nparam %w : {0}[65,40] = \"w\"\nparam %b : {0}[65] = \"b\"\n%y = aten.linear.default(%a, %w, %b) : {0}[3,19,65]\n"
                                   "%z = aten.gelu.default(%y) : {0}[3,19,65]\nreturn %z", dtype));
            QTest::newRow(fmt::format("bmm {}", dtype).c_str())
                << toQ(fmt::format("input %a : {0}[3,17,20]\ninput %b : {0}[3,20,35]\n%y = aten.bmm.default(%a, %b) : {0}[3,17,35]\nreturn %y", dtype));
        }
        QTest::newRow("addmm") << "input %c : f32[9]\ninput %a : f32[6,30]\ninput %b : f32[30,9]\n%y = aten.addmm.default(%c, %a, %b) : f32[6,9]\nreturn %y";
        QTest::newRow("addmm scaled") << "input %c : f32[6,9]\ninput %a : f32[6,30]\ninput %b : f32[30,9]\n%y = aten.addmm.default(%c, %a, %b, alpha=2) : f32[6,9]\nreturn %y";
        QTest::newRow("baddbmm") << "input %c : f32[2,6,9]\ninput %a : f32[2,6,30]\ninput %b : f32[2,30,9]\n%y = aten.baddbmm.default(%c, %a, %b) : f32[2,6,9]\nreturn %y";
        QTest::newRow("convolution") << "input %a : f32[2,3,9,11]\nparam %w : f32[8,3,3,3] = \"w\"\n"
                                        "%y = aten.convolution.default(%a, %w, none, [1, 1], [1, 1], [1, 1], false, [0, 0], 1) : f32[2,8,9,11]\n"
                                        "%z = aten.relu.default(%y) : f32[2,8,9,11]\nreturn %z";
        QTest::newRow("attention") << "input %q : f32[2,3,40,16]\ninput %k : f32[2,3,50,16]\ninput %v : f32[2,3,50,24]\n"
                                      "%y = aten.scaled_dot_product_attention.default(%q, %k, %v) : f32[2,3,40,24]\nreturn %y";
    }
    void every_candidate_answers_like_float64() {
        QFETCH(QString, lines);
        const Graph graph = filledGraph(lines.toStdString());
        const auto exact = interpret(graph, {}, {.precision = Precision::Float64, .seed = 0, .generator = nullptr, .cancel = {}, .afterNode = {}, .capture = {}});
        VERIFY_OK(exact);
        const auto plain = compile(graph, {});
        VERIFY_OK(plain);
        QVERIFY(!(*plain)->report().choices.empty());
        const ChoiceRecord record = (*plain)->report().choices.front();
        QCOMPARE(toQ(record.candidates.back().name), QString("reference"));
        int ran = 0;
        for (const CandidateRecord& one : record.candidates) {
            const auto forced = compile(graph, forcing(record.site, one.name));
            if (!one.refusal.empty()) {
                QVERIFY2(!forced && forced.error().message.find(one.refusal) != std::string::npos, one.name.c_str());
                continue;
            }
            VERIFY_OK(forced);
            ++ran;
            const auto outputs = (*forced)->run({});
            VERIFY_OK(outputs);
            const Tensor &want = *asTensor(exact->outputs[0]), &have = *asTensor((*outputs)[0]);
            const Comparison compared = compareTensors(want, have, dtypeTolerance(have.dtype()));
            QVERIFY2(compared.ok, (one.name + ": " + compared.reason).c_str());
            QCOMPARE(bitsOf(*(*forced)->run({})), bitsOf(*outputs));
        }
        QVERIFY(ran >= 2);
    }

    void a_forced_choice_runs() {
        const Graph graph = filledGraph(kProduct);
        for (const auto& [candidate, kind] : {std::pair{"onednn", "onednn"}, {"gemm:6x16", "gemm"}, {"reference", "eager"}}) {
            const auto made = compile(graph, forcing("mm", candidate));
            VERIFY_OK(made);
            const CompileReport& report = (*made)->report();
            QCOMPARE(report.kernels.size(), std::size_t{1});
            QCOMPARE(toQ(report.kernels[0].kind), QString(kind));
            QCOMPARE(toQ(report.choices[0].by), QString("forced"));
            QVERIFY(candidateOf(report.choices[0], candidate)->chosen);
            QVERIFY(report.decisions.front().rule == "choose-kernel" && report.decisions.front().reason.starts_with("forced: "));
        }
        const auto tile = compile(graph, forcing("mm", "gemm:6x16"));
        QVERIFY((*tile)->report().kernels[0].implementation.starts_with("llvm-6x16"));
    }

    void parts_are_sites_of_their_own() {
        const Graph graph = filledGraph("input %a : f32[4,8]\nparam %w : f32[6,8] = \"w\"\n%linear = aten.linear.default(%a, %w) : f32[4,6]\nreturn %linear");
        const auto made = compile(graph, forcing("linear", "parts"));
        VERIFY_OK(made);
        const auto& choices = (*made)->report().choices;
        QCOMPARE(choices.size(), std::size_t{2});
        QCOMPARE(toQ(choices[0].site), QString("linear"));
        QVERIFY(candidateOf(choices[0], "parts")->chosen);
        QVERIFY(choices[1].op != "aten.linear.default");
    }

    void mistakes_are_told_data() {
        QTest::addColumn<QString>("site");
        QTest::addColumn<QString>("candidate");
        QTest::addColumn<QString>("says");
        QTest::newRow("site") << "nm" << "onednn" << "argument: there is no node 'nm' after the passes; near it: mm. There are: mm";
        QTest::newRow("candidate") << "mm" << "onedn" << "argument: 'mm' has no candidate 'onedn'; near it: onednn. There are: onednn, gemm:";
        QTest::newRow("no site") << "exp" << "onednn" << "argument: no library knows node 'exp'";
    }
    void mistakes_are_told() {
        QFETCH(QString, site);
        QFETCH(QString, candidate);
        QFETCH(QString, says);
        const Graph graph = filledGraph("input %a : f32[33,70]\nparam %w : f32[70,50] = \"w\"\n%mm = aten.mm.default(%a, %w) : f32[33,50]\n%exp = aten.exp.default(%mm) : f32[33,50]\nreturn %exp");
        const auto made = compile(graph, forcing(site.toStdString(), candidate.toStdString()));
        QVERIFY(!made);
        QVERIFY2(describe(made).startsWith(says), describe(made).toUtf8());
        CompileOptions lenient = forcing(site.toStdString(), candidate.toStdString());
        lenient.choices.mayLackSites = true;
        QCOMPARE(compile(graph, lenient).has_value(), site != "mm");
    }

    void what_cannot_run_says_why() {
        const Graph graph = filledGraph("input %a : f64[3,7]\ninput %b : f64[7,5]\n%mm = aten.mm.default(%a, %b) : f64[3,5]\nreturn %mm");
        const auto made = compile(graph, forcing("mm", "onednn"));
        QVERIFY(!made);
        QCOMPARE(made.error().code, Code::Unsupported);
        QCOMPARE(toQ(made.error().message), QString("'mm' cannot be computed by onednn: oneDNN has no kernels for f64"));
    }

    // The second compilation has no time to measure in, and needs none.
    void measurements_are_kept() {
        const Graph graph = filledGraph(kProduct);
        CompileOptions options;
        options.choices.store = std::make_shared<TuningStore>();
        options.choices.measure = true;
        QStringList told;
        options.choices.progress = [&](const TuneProgress& progress) { told << toQ(progress.site + " " + progress.candidate); };
        const auto first = compile(graph, options);
        VERIFY_OK(first);
        const ChoiceRecord& measured = (*first)->report().choices[0];
        QCOMPARE(toQ(measured.by), QString("measured"));
        QCOMPARE(told.first(), QString("mm onednn"));
        const CandidateRecord* best = nullptr;
        for (const CandidateRecord& one : measured.candidates) {
            QVERIFY2(!one.refusal.empty() || one.measuredMs, one.name.c_str());
            if (one.measuredMs && (!best || *one.measuredMs < *best->measuredMs)) best = &one;
        }
        QVERIFY(best && best->chosen);

        options.choices.measure = false;
        const auto second = compile(graph, options);
        const ChoiceRecord& stored = (*second)->report().choices[0];
        QCOMPARE(toQ(stored.by), QString("stored"));
        QVERIFY2(stored.reason.find("(stored, measured 20") != std::string::npos, stored.reason.c_str());
        QVERIFY(candidateOf(stored, best->name)->chosen);
        QCOMPARE(candidateOf(stored, best->name)->measuredMs, best->measuredMs);
        QCOMPARE(bitsOf(*(*first)->run({})), bitsOf(*(*second)->run({})));
    }

    // A measurement holds for a compilation that lays weights and results out as the measured one did, and fuses as it did.
    void measured_is_what_will_run_data() {
        QTest::addColumn<QStringList>("skip");
        QTest::addColumn<int>("limit");
        QTest::addColumn<bool>("fuse");
        QTest::addColumn<QString>("without");
        QTest::addColumn<bool>("holds");
        QTest::newRow("all alike") << QStringList() << -1 << true << "" << true;
        QTest::newRow("another pass skipped") << QStringList{"merge-equal"} << -1 << true << "" << true;
        QTest::newRow("weights as they lie") << QStringList{"prepack"} << -1 << true << "" << false;
        QTest::newRow("passes cut off before it") << QStringList() << 8 << true << "" << false;
        QTest::newRow("nothing fused") << QStringList() << -1 << false << "" << false;
        QTest::newRow("a library left out") << QStringList() << -1 << true << "gemm" << false;
    }
    void measured_is_what_will_run() {
        QFETCH(QStringList, skip);
        QFETCH(int, limit);
        QFETCH(bool, fuse);
        QFETCH(QString, without);
        QFETCH(bool, holds);
        const Graph graph = filledGraph(kProduct);
        CompileOptions options;
        options.choices.store = std::make_shared<TuningStore>();
        options.choices.measure = true;
        VERIFY_OK(compile(graph, options));
        options.choices.measure = false;
        for (const QString& one : skip) options.skipPasses.push_back(one.toStdString());
        options.passLimit = limit;
        options.fuse = fuse;
        if (!without.isEmpty()) options.choices.withoutLibraries.push_back(without.toStdString());
        const auto whole = compile(graph, options);
        VERIFY_OK(whole);
        QCOMPARE(toQ((*whole)->report().choices[0].by), QString(holds ? "stored" : "estimate"));

        const CompileOptions alone = candidateOptions(options, "onednn");
        QCOMPARE(alone.fuse, fuse);
        QCOMPARE(alone.choices.withoutLibraries, options.choices.withoutLibraries);
        options.isa = VectorIsa::Avx2;
        QCOMPARE(candidateOptions(options, "onednn").isa, VectorIsa::Avx2);
        const auto measured = compile(filledGraph("input %a : f32[33,70]\nparam %w : f32[70,50] = \"w\"\n%site = aten.mm.default(%a, %w) : f32[33,50]\nreturn %site"), alone);
        VERIFY_OK(measured);
        const auto packs = [](const CompileReport& report) {
            return !std::ranges::find(report.passes, "prepack", &PassRecord::name)->rewrites.empty();
        };
        QCOMPARE(packs((*measured)->report()), packs((*whole)->report()));
    }

    void a_site_is_measured_once() {
        const Graph graph = filledGraph("input %a : f32[16,16]\ninput %b : f32[16,16]\n%x = aten.mm.default(%a, %b) : f32[16,16]\n%y = aten.mm.default(%b, %a) : f32[16,16]\n"
                                    "return %x, %y");
        CompileOptions options;
        options.choices.measure = true;
        std::set<std::string> sites;
        options.choices.progress = [&](const TuneProgress& progress) { sites.insert(progress.site); };
        VERIFY_OK(compile(graph, options));
        QCOMPARE(sites.size(), std::size_t{1});
    }

    void time_that_ran_out_is_told() {
        CompileOptions options;
        options.choices.measure = true;
        options.choices.seconds = 0;
        const auto made = compile(filledGraph(kProduct), options);
        VERIFY_OK(made);
        QCOMPARE(toQ((*made)->report().choices[0].by), QString("estimate"));
        QCOMPARE((*made)->report().notes.size(), std::size_t{1});
    }

    void measuring_can_be_stopped() {
        CancelSource source;
        CompileOptions options;
        options.choices.measure = true;
        options.cancel = source.token();
        options.choices.progress = [&](const TuneProgress&) { source.cancel(); };
        const auto made = compile(filledGraph(kProduct), options);
        QVERIFY(!made);
        QCOMPARE(made.error().code, Code::Cancelled);
    }

    void symbolic_sizes_say_at_which_they_were_weighed() {
        auto graph = parseGraph("whittle 1\ngraph @g {\nsymbol s0 in [2, 64] hint 16\ninput %a : f32[s0,70]\ninput %b : f32[70,50]\n"
                                "%y = aten.mm.default(%a, %b) : f32[s0,50]\nreturn %y\n}\n", findSchema);
        VERIFY_OK(graph);
        const auto made = compile(*graph, {});
        VERIFY_OK(made);
        QVERIFY((*made)->report().choices[0].reason.ends_with("; at s0 = 16 (hint)"));
    }
};

WHITTLE_TEST(KernelChoiceTest)
#include "kernel_choice_test.moc"

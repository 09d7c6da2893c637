// What a worker tells of a compilation: the same account as in this process, and what is left of one that fails or dies.
#include "engine/runtime/worker.h"

#include "engine/formats/open.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/runtime/report_json.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph sample(const char* name) { return openGraph(std::string(WHITTLE_SOURCE_DIR) + "/samples/torch211/" + name)->graph; }

Result<Study> studied(Graph graph, const std::string& inject, int runs, std::vector<std::string>* passed = nullptr) {
    Worker worker(program(), {.time = std::chrono::milliseconds(60000)});
    WorkerJob job{.graph = std::move(graph), .compile = {}, .tolerance = {}, .measuredRuns = runs};
    if (!inject.empty()) job.compile.inject = *parseInjections(inject);
    return worker.study(job, {}, [&](const PassRecord& pass) {
        if (passed) passed->push_back(pass.name);
    });
}

}  // namespace

class StudyTest : public QObject {
    Q_OBJECT
private slots:
    // The worker's account is the one that compile() gives here, texts and graphs included.
    void tells_what_a_compilation_here_tells() {
        const Graph graph = sample("gpt_2l_core.pt2");
        CompileOptions options;
        options.keepArtefacts = true;
        const auto here = compile(graph, options);
        VERIFY_OK(here);
        std::vector<std::string> passed;
        const auto study = studied(graph, "", 3, &passed);
        VERIFY_OK(study);
        QVERIFY(!study->failure && !study->invalid);
        const auto timeless = [](CompileReport report) {
            report.milliseconds = 0;
            report.phases.clear();
            for (PassRecord& pass : report.passes) pass.milliseconds = 0;
            for (KernelRecord& kernel : report.kernels) kernel.compileMs = 0;
            return toQ(reportJson(report, KernelTexts::Keep).dump(1));
        };
        QCOMPARE(timeless(study->report), timeless((*here)->report()));
        QCOMPARE(passed.size(), allPasses().size());
        // Of the layouts on record the compiler knows nothing; who looks keeps them.
        const auto withoutStrides = [](Graph one) {
            mapTypes(one, [](const Type& type) -> Type {
                const TensorType* tensor = asTensorType(type);
                if (!tensor) return type;
                TensorType plain = *tensor;
                plain.strides.clear();
                return plain;
            });
            return toQ(printGraph(one, findSchema));
        };
        bool keepsStrides = false, keepsTraces = false;
        for (std::size_t i = 0; i < study->report.passes.size(); ++i) {
            const PassRecord &there = study->report.passes[i], &wanted = (*here)->report().passes[i];
            QVERIFY(there.after && wanted.after);
            QCOMPARE(withoutStrides(*there.after), withoutStrides(*wanted.after));
            for (const ValueId id : there.after->values())
                if (const TensorType* type = asTensorType(there.after->type(id))) keepsStrides = keepsStrides || !type->strides.empty();
            if (there.rewrites.empty()) continue;
            keepsTraces = keepsTraces || std::ranges::any_of(there.after->nodes(), [](const Node& node) { return !node.origin->stackTrace.empty(); });
        }
        QVERIFY(keepsStrides);
        QVERIFY(keepsTraces);
        QCOMPARE(study->profile.kernelMs.size(), study->report.kernels.size());
        QCOMPARE(study->profile.kernelWork.size(), study->report.kernels.size());
        QVERIFY(study->profile.milliseconds > 0);
        QCOMPARE(study->trace.kernels.size(), study->report.kernels.size());
        QVERIFY(study->trace.end > 0 && !study->trace.chunks.empty());
        QVERIFY(study->roof && study->roof->fmaF32 > 0 && study->roof->threads > 0 && !study->roof->isa.empty());
        for (const CacheRoof& cache : study->roof->caches) QVERIFY(cache.level > 0 && cache.bytes > 0 && cache.triad > 0);
        QVERIFY(std::ranges::any_of(study->report.kernels, [](const KernelRecord& kernel) { return !kernel.assembly.empty() && !kernel.llvmIr.empty() && !kernel.loopIr.empty(); }));
    }

    // What each line of the loops is for, and which line each instruction comes from, are told with the texts.
    void texts_tell_what_their_lines_are_for() {
        const auto study = studied(sample("gpt_2l_core.pt2"), "", 0);
        VERIFY_OK(study);
        int told = 0;
        for (const KernelRecord& kernel : study->report.kernels) {
            if (kernel.kind != "loops") continue;
            QCOMPARE(static_cast<std::ptrdiff_t>(kernel.loopNodes.size()), std::ranges::count(kernel.loopIr, '\n'));
            const std::size_t own = static_cast<std::size_t>(std::ranges::count_if(kernel.nodes, [&](const std::string& node) { return std::ranges::find(kernel.loopNodes, node) != kernel.loopNodes.end(); }));
            QVERIFY2(own > 0, kernel.name.c_str());
            told += own == kernel.nodes.size();
            if (!kernel.llvmIr.empty()) QVERIFY2(!kernel.lines.llvmIr.empty() && !kernel.lines.emittedIr.empty() && !kernel.lines.assembly.empty(), kernel.name.c_str());
        }
        QVERIFY(told > 0);
    }

    void runs_only_when_asked() {
        const auto study = studied(sample("gpt_2l_core.pt2"), "", 0);
        VERIFY_OK(study);
        QVERIFY(study->profile.kernelMs.empty() && study->trace.kernels.empty() && !study->roof);
        QVERIFY(!study->report.kernels.empty());
    }

    void what_fails_leaves_the_passes_before_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("phase");
        QTest::addColumn<bool>("isCompiled");
        QTest::newRow("compile error") << "compile_error" << "lower" << false;
        QTest::newRow("crash in a run") << "crash" << "run" << true;
        QTest::newRow("error in a run") << "run_error" << "run" << true;
    }
    void what_fails_leaves_the_passes_before() {
        QFETCH(QString, fault);
        QFETCH(QString, phase);
        QFETCH(bool, isCompiled);
        const auto study = studied(sample("gpt_2l_core.pt2"), "gelu=" + fault.toStdString(), 1);
        VERIFY_OK(study);
        QVERIFY(study->failure);
        QCOMPARE(toQ(study->failure->phase), phase);
        QVERIFY(!study->failure->node.empty());
        QVERIFY(!study->report.passes.empty() && study->report.passes.back().after);
        QCOMPARE(!study->report.kernels.empty(), isCompiled);
    }

    void texts_that_are_no_account_are_refused_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("not JSON") << "{";
        QTest::newRow("another object") << "{}";
        QTest::newRow("a list") << "[1, 2]";
        QTest::newRow("wrong type") << R"({"compile_ms": "soon"})";
    }
    void texts_that_are_no_account_are_refused() {
        QFETCH(QString, text);
        const auto json = nlohmann::ordered_json::parse(text.toStdString(), nullptr, false);
        QVERIFY(!parseReport(json));
        QVERIFY(!parseProfile(json));
        QVERIFY(!parseRoof(json));
        QVERIFY(!parsePass(json, nullptr));
        QCOMPARE(parseReport(json).error().code, Code::Format);
    }
};

WHITTLE_TEST(StudyTest)
#include "study_test.moc"

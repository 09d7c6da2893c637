#include "engine/loops/kernel_text.h"

#include "engine/formats/open.h"
#include "engine/ops/op_def.h"
#include "engine/passes/pipeline.h"
#include "engine/schedule/schedule.h"
#include "tests/opcases/op_judge.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// How many kernels came of the graph; the first that its own text does not give again is an error.
Result<int> everyKernelReadsBack(Graph graph) {
    for (const ValueId id : graph.values())  // strides on record are the producer's, as in compile()
        if (const TensorType* type = asTensorType(graph.type(id)); type && !type->strides.empty()) {
            TensorType plain = *type;
            plain.strides.clear();
            graph.setType(id, std::move(plain));
        }
    WHITTLE_TRY_VOID(runPasses(graph, {}, {}));
    int kernels = 0;
    for (const bool fuse : {true, false}) {
        WHITTLE_TRY(const Schedule schedule, makeSchedule(graph, {.fuse = fuse}));
        for (const Step& step : schedule.steps) {
            if (!step.kernel) continue;
            const std::string text = printKernel(*step.kernel);
            WHITTLE_TRY(const LoopKernel again, parseKernel(text).context("reading\n{}", text));
            if (printKernel(again) != text) return fail(Code::Internal, "printed\n{}and then\n{}", text, printKernel(again));
            if (kernelFingerprint(again) != kernelFingerprint(*step.kernel)) return fail(Code::Internal, "another fingerprint:\n{}", text);
            ++kernels;
        }
    }
    return kernels;
}

}  // namespace

// print(parse(print(k))) == print(k), for all kernels that there are.
class KernelTextTest : public QObject {
    Q_OBJECT
private slots:
    void graphs_data() {
        QTest::addColumn<QString>("file");
        for (const auto& folder : {golden(""), sample("")})
            for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
                if (const auto& path = entry.path(); (path.extension() == ".wtl" || path.extension() == ".pt2") && path.string().find("hostile") == std::string::npos)
                    QTest::newRow(path.string().c_str()) << toQ(path.string());
    }
    void graphs() {
        QFETCH(QString, file);
        const auto opened = openGraph(file.toStdString());
        if (!opened) return;  // what is refused on purpose
        const auto kernels = everyKernelReadsBack(opened->graph);
        // The text form's own example is no program, what eager refuses as it runs is refused here, and nobody knows others' operators.
        const bool isNoProgram = file.endsWith("text/example.wtl") || file.endsWith("minify_torch/linear_dtypes.wtl");
        if (!kernels) QVERIFY2(isNoProgram || kernels.error().code == Code::Unsupported, describe(kernels).toUtf8().constData());
        else m_kernels += *kernels;
    }
    void graphs_were_many() { QVERIFY2(m_kernels > 1000, qPrintable(QString::number(m_kernels))); }

    void operators_data() {
        QTest::addColumn<QString>("file");
        for (const auto& entry : std::filesystem::recursive_directory_iterator(golden("ops")))
            if (entry.path().filename() == "opcases.json") QTest::newRow(entry.path().string().c_str()) << toQ(entry.path().string());
    }
    void operators() {
        QFETCH(QString, file);
        const auto cases = readOpCases(file.toStdString());
        VERIFY_OK(cases);
        for (const OpCase& one : *cases) {
            if (!one.unreadable.empty() || one.fails) continue;
            const auto graph = oneNodeGraph(one);
            if (!graph) continue;  // judged elsewhere
            const auto kernels = everyKernelReadsBack(*graph);
            QVERIFY2(kernels, (one.id + ": " + describe(kernels).toStdString()).c_str());
            m_ofOperators += *kernels;
        }
    }
    void operators_were_many() { QVERIFY2(m_ofOperators > 2000, qPrintable(QString::number(m_ofOperators))); }

private:
    int m_kernels = 0, m_ofOperators = 0;
};

WHITTLE_TEST(KernelTextTest)
#include "kernel_text_test.moc"

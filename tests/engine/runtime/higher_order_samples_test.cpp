// Exported programs that run graphs: compiled, and back through text, FX text and a reproducer. Their cases are run by
// tests/app.
#include <QTemporaryDir>
#include <QThread>

#include "engine/base/files.h"
#include "engine/formats/export_py.h"
#include "engine/formats/open.h"
#include "engine/ir/structural_hash.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/runtime/compile.h"
#include "tests/support/graph_compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

const char* const kPrograms[] = {"torch211/cond_branch.pt2", "torch26/cond_branch.pt2",  "torch26/cond_branch.core.pt2",
                                 "torch26/cond_symbool.pt2", "torch26/while_loop.pt2",   "torch26/map_hop.pt2",
                                 "torch26/scan_hop.pt2",     "torch214/cond_branch.pt2", "torch214/cond_branch.core.pt2"};
const char* const kFlex = "torch26.flex_attention.readable.txt";

}  // namespace

class HigherOrderSamplesTest : public QObject {
    Q_OBJECT
private slots:
    // The node that runs graphs is an eager step, and the report says so.
    void compiled_runs_it_eagerly_data() {
        QTest::addColumn<QString>("file");
        for (const char* one : kPrograms) QTest::newRow(one) << one;
    }
    void compiled_runs_it_eagerly() {
        QFETCH(QString, file);
        const auto opened = openGraph(sample(file.toStdString()));
        VERIFY_OK(opened);
        const auto executable = compile(opened->graph, {});
        VERIFY_OK(executable);
        const std::vector<std::string>& eager = (*executable)->report().eagerFallbacks;
        int seen = 0;
        for (const Node& node : opened->graph.nodes())
            if (node.op.starts_with("higher_order.")) {
                ++seen;
                QVERIFY(std::ranges::find(eager, node.name) != eager.end());
            }
        QCOMPARE(seen, 1);
    }

    void an_endless_loop_can_be_stopped() {
        const auto graph = parseGraph(
            "whittle 1\ngraph @g {\n input %x : f32[2]\n %y = higher_order.while_loop(graph @c {\n input %a : f32[2]\n return true\n }, graph @b {\n"
            " input %a : f32[2]\n %n = aten.neg.default(%a) : f32[2]\n return %n\n }, [%x], []) : f32[2]\n return %y\n}\n", findSchema);
        VERIFY_OK(graph);
        const auto executable = compile(*graph, {});
        VERIFY_OK(executable);
        CancelSource source;
        Result<std::vector<Datum>> result = fail(Code::Internal, "did not end");
        const std::unique_ptr<QThread> run(QThread::create(
            [&] { result = (*executable)->run(std::vector<Datum>{Tensor::zeros(DType::F32, {2})}, source.token()); }));
        run->start();
        source.cancel();
        QVERIFY(run->wait());
        QCOMPARE(describe(result), QString("cancelled: stopped on request"));
    }

    void text_forms_come_back_data() {
        QTest::addColumn<QString>("file");
        for (const char* one : kPrograms) QTest::newRow(one) << one;
        QTest::newRow("flex_attention") << kFlex;
    }
    void text_forms_come_back() {
        QFETCH(QString, file);
        const auto opened = openGraph(file == kFlex ? golden("formats/fx/" + file.toStdString()) : sample(file.toStdString()));
        VERIFY_OK(opened);
        const Graph& graph = opened->graph;

        const std::string text = printGraph(graph, findSchema);
        const auto parsed = parseGraph(text, findSchema);
        VERIFY_OK(parsed);
        QCOMPARE(toQ(graphDifference(graph, *parsed)), QString());

        QTemporaryDir folder;
        const std::filesystem::path fx = folder.filePath("graph.py").toStdString();
        VERIFY_OK(writeFileAtomic(fx, printFx(graph)));
        const auto again = openGraph(fx);
        VERIFY_OK(again);
        QCOMPARE(toQ(printFx(again->graph)), toQ(printFx(graph)));
        if (file == kFlex) return;  // its constants are not in the file

        const std::filesystem::path script = folder.filePath("repro.py").toStdString();
        VERIFY_OK(writeRepro(graph, script));
        const auto repro = openGraph(script);
        VERIFY_OK(repro);
        QCOMPARE(toQ(structuralHash(repro->graph).hex()), toQ(structuralHash(graph).hex()));
    }
};

WHITTLE_TEST(HigherOrderSamplesTest)
#include "higher_order_samples_test.moc"

#include "minifier/edits/canonical_form.h"

#include "engine/eager/interpreter.h"
#include "engine/ir/structural_hash.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph parsed(const QString& lines) {
    auto graph = parseGraph("whittle 1\ngraph @g {\n" + lines.toStdString() + "}\n", findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    return *std::move(graph);
}

QString canonical(const Graph& graph) { return toQ(printGraph(withoutOrigins(canonicalForm(graph)), findSchema)); }

}  // namespace

class CanonicalFormTest : public QObject {
    Q_OBJECT
private slots:
    void same_text_data() {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::newRow("names and order") << " input %x : f32[2]\n input %y : f32[2]\n %a = aten.neg.default(%y) : f32[2]\n %b = aten.exp.default(%x) : f32[2]\n"
                                            " %c = aten.sub.Tensor(%b, %a) : f32[2]\n return %c\n"
                                         << " input %q : f32[2]\n input %p : f32[2]\n %exp_7 = aten.exp.default(%p) : f32[2]\n %n = aten.neg.default(%q) : f32[2]\n"
                                            " %out = aten.sub.Tensor(%exp_7, %n) : f32[2]\n return %out\n";
        QTest::newRow("origins") << " input %x : f32[2]\n %a = aten.neg.default(%x) : f32[2]\n return %a\n"
                                 << " meta torch_version = \"2.6\"\n input %x : f32[2]\n %a = aten.neg.default(%x) : f32[2]\n return %a\n";
        QTest::newRow("defaults") << " input %x : f32[2]\n %a = aten.add.Tensor(%x, %x, alpha=1) : f32[2]\n return %a\n"
                                  << " input %x : f32[2]\n %a = aten.add.Tensor(%x, %x) : f32[2]\n return %a\n";
        QTest::newRow("weights") << " param %w : f32[2] = \"net.w\"\n input %x : f32[2]\n %a = aten.sub.Tensor(%x, %w) : f32[2]\n return %a\n"
                                 << " input %x : f32[2]\n param %p_v : f32[2] = \"v\"\n %a = aten.sub.Tensor(%x, %p_v) : f32[2]\n return %a\n";
        QTest::newRow("inside") << " input %x : f32[2]\n input %p : bool[]\n %b = higher_order.cond(%p, graph @yes {\n input %q : f32[2]\n %n = aten.neg.default(%q) : f32[2]\n return %n\n }, graph @no {\n"
                                   " input %q : f32[2]\n return %q\n }, [%x]) : f32[2]\n return %b\n"
                                << " input %c : bool[]\n input %y : f32[2]\n %b = higher_order.cond(%c, graph @t {\n input %r : f32[2]\n %m = aten.neg.default(%r) : f32[2]\n return %m\n }, graph @f {\n"
                                   " input %s : f32[2]\n return %s\n }, [%y]) : f32[2]\n return %b\n";
        QTest::newRow("two symbols") << " symbol s0 in [2, 8]\n symbol s1 in [3, 9]\n input %x : f32[s1]\n input %y : f32[s0]\n %a = aten.neg.default(%x) : f32[s1]\n return %a, %y\n"
                                      << " symbol s0 in [2, 8]\n symbol s1 in [3, 9]\n input %y : f32[s0]\n input %x : f32[s1]\n %a = aten.neg.default(%x) : f32[s1]\n return %a, %y\n";
        QTest::newRow("symbols") << " symbol s9 in [2, 8]\n input %x : f32[s9]\n %a = aten.neg.default(%x) : f32[s9]\n return %a\n"
                                 << " symbol s0 in [2, 8]\n input %x : f32[s0]\n %a = aten.neg.default(%x) : f32[s0]\n return %a\n";
    }
    void same_text() {
        QFETCH(QString, one);
        QFETCH(QString, other);
        Graph first = parsed(one), second = parsed(other);
        auto origin = std::make_shared<Origin>();
        origin->file = "net.py";
        origin->line = 7;
        first.setOrigin(first.nodes()[0].id, origin);
        QCOMPARE(canonical(first), canonical(second));
        QCOMPARE(canonical(canonicalForm(first)), canonical(first));
        VERIFY_OK(checkGraph(canonicalForm(first)));
    }
    void what_differs_stays_different() {
        const QString chain = " input %x : f32[2]\n input %y : f32[2]\n %a = aten.sub.Tensor(%x, %y) : f32[2]\n %b = aten.mul.Tensor(%a, %1) : f32[2]\n return %b\n";
        QVERIFY(canonical(parsed(QString(chain).replace("%1", "%x"))) != canonical(parsed(QString(chain).replace("%1", "%y"))));
    }
    // The same graph still: its results, its writes.
    void means_the_same() {
        Graph graph = parsed(" input %late : f32[2]\n input %x : f32[2]\n %n = aten.neg.default(%x) : f32[2]\n %m = aten.exp.default(%late) : f32[2]\n"
                             " %s = aten.sub.Tensor(%m, %n) : f32[2]\n return %s, %n\n");
        graph.setInputData(graph.inputs()[0].value, Tensor::full(DType::F32, {2}, 2));
        graph.setInputData(graph.inputs()[1].value, Tensor::full(DType::F32, {2}, 5));
        graph.setInputKind(graph.inputs()[1].value, InputKind::Buffer, "mean");
        std::vector<GraphOutput> outputs(graph.outputs().begin(), graph.outputs().end());
        outputs[0].kind = OutputKind::InputMutation;
        outputs[0].target = "late";
        outputs[1].kind = OutputKind::BufferMutation;
        outputs[1].target = "mean";
        graph.setOutputs(outputs);
        const Graph now = canonicalForm(graph);
        QCOMPARE(toQ(now.outputs()[0].target), QString("x0"));
        QCOMPARE(toQ(now.outputs()[1].target), QString("b0"));
        QCOMPARE(toQ(now.inputs()[1].target), QString("b0"));
        const auto before = interpret(graph, {}, {}), after = interpret(now, {}, {});
        VERIFY_OK(before);
        VERIFY_OK(after);
        for (std::size_t i = 0; i < 2; ++i) QVERIFY(contentHash(*asTensor(before->outputs[i])) == contentHash(*asTensor(after->outputs[i])));
    }
    // What the window and the report find the original's nodes by.
    void nodes_keep_their_ids_and_origins() {
        Graph graph = parsed(" input %x : f32[2]\n %a = aten.neg.default(%x) : f32[2]\n %b = aten.exp.default(%x) : f32[2]\n %c = aten.sub.Tensor(%b, %a) : f32[2]\n return %c\n");
        const NodeId spent = graph.addNode({.name = "gone", .op = "aten.abs.default", .args = {{"self", graph.inputs()[0].value}}, .outputTypes = {graph.type(graph.inputs()[0].value)},
                                            .outputNames = {}, .origin = {}, .before = {}});
        graph.removeNodes(std::span(&spent, 1));
        auto origin = std::make_shared<Origin>();
        origin->file = "net.py";
        const NodeId sub = graph.nodes()[2].id;
        graph.setOrigin(sub, origin);
        const Graph form = canonicalForm(graph);
        QCOMPARE(toQ(form.nodes()[0].op), QString("aten.exp.default"));
        QCOMPARE(form.nodeIdBound(), graph.nodeIdBound());
        for (const Node& node : graph.nodes()) QCOMPARE(toQ(form.node(node.id).op), toQ(node.op));
        QCOMPARE(toQ(form.node(sub).origin->file), QString("net.py"));
        QVERIFY(withoutOrigins(form).node(sub).origin->file.empty());
        QVERIFY(structuralHash(form, HashData::Ignore) == structuralHash(canonicalForm(form), HashData::Ignore));
    }
    // Another order of draws would be other numbers.
    void draws_keep_their_order() {
        const Graph graph = parsed(" %u = aten.rand.default([3]) : f32[3]\n %n = aten.randn.default([3]) : f32[3]\n %s = aten.sub.Tensor(%n, %u) : f32[3]\n return %s\n");
        QCOMPARE(toQ(canonicalForm(graph).nodes()[0].op), QString("aten.rand.default"));
    }
};

WHITTLE_TEST(CanonicalFormTest)
#include "canonical_form_test.moc"

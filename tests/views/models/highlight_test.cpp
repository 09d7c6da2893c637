// Highlights as a controller keeps them: what is dimmed, what is said, what becomes of them when the graph changes.
#include "views/models/highlight.h"

#include "engine/ir/verify.h"
#include "tests/views/models/models_support.h"
#include "views/models/graph_controller.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Shown {
    JobRunner jobs;
    GraphController controller{jobs};

    void show(Graph graph) {
        controller.setGraph(snapshot(std::move(graph)));
        QTRY_COMPARE(controller.state(), GraphController::State::Ready);
    }
    QString bright() const {
        QStringList out;
        for (int item = 0; item < controller.scene()->itemCount(); ++item)
            if (!controller.isDimmed(item)) out << QString::number(item);
        return out.join(' ');
    }
};

}  // namespace

class HighlightTest : public QObject {
    Q_OBJECT
private slots:
    // x 0, relu 1 and gelu 2 in net.0, relu 3 and gelu 4 in net.1, add 5, output 6; groups net 7, net.0 8, net.1 9
    void dims_the_rest() {
        Shown shown;
        shown.show(blocksGraph());
        GraphController& controller = shown.controller;
        QSignalSpy changed(&controller, &GraphController::highlightChanged), dimmed(&controller, &GraphController::dimmingChanged);
        controller.highlight(Highlight::Kind::Producers);  // of nothing
        QVERIFY(!controller.highlighted());
        controller.select(2);
        controller.highlight(Highlight::Kind::Producers);
        QCOMPARE(shown.bright(), QString("0 1 2 7 8"));
        QCOMPARE(controller.highlighted()->text, QString("2 boxes feed gelu"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(dimmed.count(), 1);
        controller.highlight(Highlight::Kind::Users);
        QCOMPARE(shown.bright(), QString("2 3 4 5 6 7 8 9"));
        QCOMPARE(controller.highlighted()->text, QString("gelu feeds 4 boxes"));
        controller.select(9);
        QCOMPARE(shown.bright(), QString("2 3 4 5 6 7 8 9"));  // goes on until it is ended
        controller.highlight(Highlight::Kind::Users);
        QCOMPARE(controller.highlighted()->text, QString("net.1 feeds 2 boxes"));
        controller.clearHighlight();
        QVERIFY(!controller.highlighted());
        QCOMPARE(shown.bright(), QString("0 1 2 3 4 5 6 7 8 9"));
    }

    // A step more each time; of another selection it begins again.
    void what_is_near_grows_by_a_step() {
        Shown shown;
        shown.show(blocksGraph());
        GraphController& controller = shown.controller;
        controller.highlightNear();  // of nothing
        QVERIFY(!controller.highlighted());
        controller.select(4);
        controller.highlightNear();
        QCOMPARE(shown.bright(), QString("3 4 5 7 9"));
        QCOMPARE(controller.highlighted()->text, QString("2 boxes next to gelu_1"));
        controller.highlightNear();
        QCOMPARE(shown.bright(), QString("0 2 3 4 5 6 7 8 9"));  // x feeds add
        QCOMPARE(controller.highlighted()->text, QString("5 boxes at most 2 steps from gelu_1"));
        controller.highlightNear();
        QCOMPARE(controller.highlighted()->steps, 3);
        controller.select(1);
        controller.highlightNear();
        QCOMPARE(shown.bright(), QString("0 1 2 7 8"));
        controller.isolate();
        QTRY_VERIFY(controller.isIsolated() && controller.state() == GraphController::State::Ready);
        QCOMPARE(controller.scene()->graph().nodes().size(), std::size_t{2});
    }

    void what_is_pointed_at_are_nodes_of_the_whole() {
        Shown shown;
        shown.show(blocksGraph());
        GraphController& controller = shown.controller;
        const GraphRef whole = controller.scene()->graphRef();
        const auto names = [&] {
            QStringList out;
            for (const NodeId id : controller.pointedAt()) out << QString::fromStdString(whole->node(id).name);
            return out.join(' ');
        };
        QVERIFY(names().isEmpty());
        controller.select(4);
        QVERIFY(names().isEmpty());  // a node is what it needs, too: that is for others to say
        controller.select(9);
        QCOMPARE(names(), QString("relu_1 gelu_1"));
        controller.highlight(Highlight::Kind::Users);
        QCOMPARE(names(), QString("relu_1 gelu_1 add"));
        controller.isolate();
        QTRY_VERIFY(controller.isIsolated() && controller.state() == GraphController::State::Ready);
        QCOMPARE(names(), QString("relu_1 gelu_1 add"));
        QCOMPARE(controller.whole(), whole);
    }

    void ways_are_picked_by_the_next_selection() {
        Shown shown;
        shown.show(blocksGraph());
        GraphController& controller = shown.controller;
        controller.pickOtherEnd();
        QVERIFY(!controller.isPicking());  // from nothing
        controller.select(3);
        controller.pickOtherEnd();
        QVERIFY(controller.isPicking() && !controller.highlighted());
        controller.select(1);
        QVERIFY(!controller.isPicking());
        QCOMPARE(controller.highlighted()->text, QString("3 boxes on the ways between relu_1 and relu"));
        QCOMPARE(shown.bright(), QString("1 2 3 7 8 9"));
        controller.pickOtherEnd();
        controller.select(-1);  // chooses nothing
        QVERIFY(controller.isPicking());
        controller.clearHighlight();
        QVERIFY(!controller.isPicking());
    }

    void no_way_is_said_and_dims_nothing() {
        Graph graph;
        const ValueId x = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
        for (int i = 0; i < 2; ++i)
            graph.addOutput({.value = graph.node(graph.addNode({.op = "aten.relu.default", .args = {{"self", x}}, .outputTypes = {f32({4})}})).output()});
        Shown shown;
        shown.show(std::move(graph));
        shown.controller.highlightWays(1, 2);
        QCOMPARE(shown.controller.highlighted()->text, QString("No way leads from relu to relu_1, nor back"));
        QCOMPARE(shown.bright(), QString("0 1 2 3 4"));
    }

    void follows_versions_of_the_graph() {
        Shown shown;
        Graph graph = chainGraph(4);
        shown.show(graph);
        shown.controller.select(2);
        shown.controller.highlight(Highlight::Kind::Users);
        const NodeId last = graph.nodes()[3].id, second = graph.nodes()[1].id;
        graph.setOutputs({{.value = graph.node(graph.nodes()[2].id).output()}});
        graph.removeNodes(std::span(&last, 1));
        shown.show(graph);
        QCOMPARE(shown.controller.highlighted()->text, QString("relu_1 feeds 2 boxes"));
        QCOMPARE(shown.bright(), QString("2 3 4"));
        graph.replaceUses(graph.node(second).output(), graph.inputs().front().value);
        graph.removeNodes(std::span(&second, 1));
        shown.show(graph);
        QVERIFY(!shown.controller.highlighted());
        QCOMPARE(shown.bright(), QString("0 1 2 3"));
    }

    // What a reduction took away stays dimmed; a highlight is over it.
    void goes_over_what_is_kept() {
        Shown shown;
        Graph graph = chainGraph(3), kept = graph;
        shown.show(graph);
        const NodeId last = graph.nodes()[2].id;
        kept.setOutputs({{.value = kept.node(kept.nodes()[1].id).output()}});
        kept.removeNodes(std::span(&last, 1));
        shown.controller.setKept(snapshot(kept));
        QCOMPARE(shown.bright(), QString("0 1 2 4"));
        shown.controller.select(3);
        shown.controller.highlight(Highlight::Kind::Users);
        QCOMPARE(shown.bright(), QString("3 4"));
        shown.controller.clearHighlight();
        QCOMPARE(shown.bright(), QString("0 1 2 4"));
    }

    void a_part_is_shown_alone() {
        Shown shown;
        shown.show(smallGraph());
        GraphController& controller = shown.controller;
        const GraphRef whole = controller.scene()->graphRef();
        controller.isolate();  // nothing is highlighted
        QVERIFY(!controller.isIsolated());
        controller.highlightWays(2, 3);  // gelu and add
        controller.isolate();
        QTRY_VERIFY(controller.isIsolated() && controller.state() == GraphController::State::Ready);
        QStringList boxes;
        for (const SceneBox& box : controller.scene()->boxes()) boxes << box.title;
        QCOMPARE(boxes, QStringList({"x", "linear", "gelu", "add", "output 0"}));  // linear is an input now
        VERIFY_OK(verifyStructure(controller.scene()->graph()));
        QVERIFY(!controller.highlighted());
        controller.selectNode(whole->nodes()[1].id);  // nodes keep their ids
        QCOMPARE(controller.scene()->box(controller.selected()).title, QString("gelu"));
        QVERIFY(controller.widen());
        QTRY_COMPARE(controller.scene()->graphRef(), whole);
        QVERIFY(!controller.isIsolated());
        QCOMPARE(controller.scene()->box(controller.selected()).title, QString("gelu"));
        QVERIFY(!controller.widen());

        controller.highlight(Highlight::Kind::Producers);
        controller.isolate();
        QTRY_VERIFY(controller.isIsolated());
        shown.show(chainGraph(2));  // another graph
        QVERIFY(!controller.isIsolated());
    }
};

WHITTLE_TEST(HighlightTest)
#include "highlight_test.moc"

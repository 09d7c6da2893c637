// The scene and everything that reads one: search, table, properties.
#include "views/models/graph_scene.h"

#include <QAbstractItemModelTester>

#include "tests/views/models/models_support.h"
#include "views/models/graph_model.h"
#include "views/models/node_properties.h"
#include "views/models/search.h"

using namespace whittle;
using namespace whittle::test;

namespace {

SceneRef sceneOf(Graph graph) {
    auto scene = GraphScene::build(snapshot(std::move(graph)), FoldChoices(), {});
    return scene ? *scene : nullptr;
}

QStringList titles(const GraphScene& scene, std::span<const int> boxes) {
    QStringList out;
    for (const int box : boxes) out << scene.box(box).title;
    return out;
}

QString propertiesText(const std::vector<PropertySection>& sections) {
    QStringList lines;
    for (const PropertySection& section : sections) {
        lines << section.title + ":";
        for (const Property& row : section.rows)
            lines << QString("%1=%2%3").arg(row.name, row.value, row.box >= 0 ? QString(" ->%1").arg(row.box) : QString());
    }
    return lines.join('\n');
}

}  // namespace

class SceneTest : public QObject {
    Q_OBJECT
private slots:
    void shows_nodes_inputs_and_outputs_but_no_weights() {
        const SceneRef scene = sceneOf(smallGraph());
        QVERIFY(scene);
        QStringList all;
        for (const SceneBox& box : scene->boxes()) all << box.title;
        QCOMPARE(all, QStringList({"x", "linear", "gelu", "add", "mystery", "output 0"}));
        QCOMPARE(scene->box(1).weights, QString("weight f32[8,8]"));
        QCOMPARE(scene->box(1).source, QString("net.py:10"));
        QCOMPARE(scene->box(4).family, -1);  // an operator that nobody knows
        QCOMPARE(titles(*scene, scene->producers(3)), QStringList({"x", "gelu"}));
        QCOMPARE(titles(*scene, scene->users(1)), QStringList({"gelu", "mystery"}));
        const layout::Rect rect = scene->rect(2);
        QCOMPARE(scene->itemAt({rect.centreX(), rect.y + 1}), 2);
        QCOMPARE(scene->itemAt({rect.x - 2000, rect.y}), -1);
    }

    void modules_are_frames_and_folded_ones_cards() {
        const SceneRef scene = sceneOf(blocksGraph());
        QVERIFY(scene);
        QCOMPARE(scene->count(), 7);
        QStringList groups;
        for (int item = scene->count(); item < scene->itemCount(); ++item) groups << scene->box(item).name + ": " + scene->box(item).type;
        QCOMPARE(groups, QStringList({"net: 4 operators", "net.0: 2 operators", "net.1: 2 operators"}));
        const int net = 7, first = 8, second = 9;
        QVERIFY(scene->isOpen(net) && scene->isShown(1));
        QCOMPARE(scene->parentOf(1), first);
        QCOMPARE(scene->parentOf(first), net);
        QCOMPARE(scene->parentOf(5), -1);
        QCOMPARE(titles(*scene, scene->producers(second)), QStringList("gelu"));
        QCOMPARE(titles(*scene, scene->users(net)), QStringList("add"));
        const layout::Rect frame = scene->rect(first);
        QCOMPARE(scene->itemAt({frame.x + 8, frame.y + 8}), first);   // its title
        QCOMPARE(scene->itemAt({frame.x + 2, frame.bottom() - 2}), -1);  // and not what is between
        QCOMPARE(scene->itemAt({scene->rect(1).centreX(), scene->rect(1).y + 20}), 1);

        const auto folded = GraphScene::build(scene->content(), FoldChoices{{"net.0#0", false}}, {});
        VERIFY_OK(folded);
        QVERIFY(!(*folded)->isShown(1) && (*folded)->isShown(first) && !(*folded)->isOpen(first) && (*folded)->isOpen(second));
        QCOMPARE((*folded)->visibleItem(1), first);
        const layout::Rect card = (*folded)->rect(first);
        QCOMPARE((*folded)->itemAt({card.centreX(), card.y + card.height / 2}), first);
        QVERIFY(card.height < frame.height);
    }

    // What cannot be taken in at once is folded at first.
    void large_graphs_open_folded() {
        Graph graph;
        ValueId value = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
        for (int i = 0; i < 3000; ++i) {
            const NodeId id = graph.addNode({.op = "aten.relu.default", .args = {{"self", value}}, .outputTypes = {f32({4})},
                                             .origin = origin("layers." + std::to_string(i / 10), 1)});
            value = graph.node(id).output();
        }
        graph.addOutput({.value = value});
        const GraphRef shared = snapshot(std::move(graph));
        const auto shownOf = [](const GraphScene& of) {
            int shown = 0;
            for (int item = 0; item < of.itemCount(); ++item) shown += of.isShown(item) ? 1 : 0;
            return shown;
        };
        QCOMPARE(shownOf(**GraphScene::build(shared, FoldChoices(), {})), 4);  // input, output, "layers" and the card of its 300, which repeat
        const SceneRef scene = *GraphScene::build(shared, {{kRepeatsChoice, false}}, {});
        QCOMPARE(shownOf(*scene), 303);
        QVERIFY(scene->isOpen(scene->count()) && !scene->isOpen(scene->count() + 1));
    }

    void empty_graph_is_a_scene() {
        const SceneRef scene = sceneOf(Graph());
        QVERIFY(scene);
        QCOMPARE(scene->count(), 0);
    }

    void stops_on_request() {
        CancelSource source;
        source.cancel();
        QVERIFY(!GraphScene::build(snapshot(smallGraph()), FoldChoices(), source.token()));
    }

    void search_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QStringList>("want");
        QTest::newRow("nothing") << "" << QStringList();
        QTest::newRow("blank") << "  " << QStringList();
        QTest::newRow("operator") << "GELU" << QStringList{"gelu"};
        QTest::newRow("operator field") << "op:aten.l" << QStringList{"linear"};
        QTest::newRow("shape") << "shape:[2,8]" << QStringList{"x", "linear", "gelu", "add", "mystery", "output 0"};
        QTest::newRow("both words") << "f32 src:net.py:12" << QStringList{"add"};
        QTest::newRow("weight") << "[8,8]" << QStringList{"linear"};
        QTest::newRow("module") << "module:layers.0 gelu" << QStringList{"gelu"};
        QTest::newRow("no hit") << "conv" << QStringList();
        QTest::newRow("field without word") << "op:" << QStringList();
    }
    void search() {
        QFETCH(QString, query);
        const SceneRef scene = sceneOf(smallGraph());
        const QStringList got = titles(*scene, searchItems(*scene->content(), query).hits);
        QTEST(got, "want");
    }

    void table_is_a_good_model() {
        JobRunner jobs;
        GraphModel model(jobs);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setContent(sceneOf(smallGraph())->content());
        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(model.index(1, GraphModel::OperatorColumn).data().toString(), QString("aten.linear.default"));
        QCOMPARE(model.index(2, GraphModel::SourceColumn).data().toString(), QString("net.py:11"));
        QCOMPARE(model.index(3, GraphModel::NameColumn).data(GraphModel::BoxRole).toInt(), 3);
        QCOMPARE(model.headerData(GraphModel::TypeColumn, Qt::Horizontal, Qt::DisplayRole).toString(), QString("Type"));
        model.setContent(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void table_is_sorted_by_a_worker() {
        JobRunner jobs;
        GraphModel model(jobs);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const auto names = [&] {
            QStringList out;
            for (int row = 0; row < model.rowCount(); ++row) out << model.index(row, GraphModel::OperatorColumn).data().toString();
            return out.join(' ');
        };
        const QString inOrder = "input aten.linear.default aten.gelu.default aten.add.Tensor custom.mystery.default output";
        const QString sorted = "aten.add.Tensor aten.gelu.default aten.linear.default custom.mystery.default input output";
        model.setContent(sceneOf(smallGraph())->content());
        const QPersistentModelIndex gelu = model.index(2, GraphModel::NameColumn);
        model.sort(GraphModel::OperatorColumn);
        QCOMPARE(names(), inOrder);  // nobody waits
        QTRY_COMPARE(names(), sorted);
        QCOMPARE(gelu.row(), 1);
        QCOMPARE(model.rowOf(2), 1);
        QCOMPARE(model.index(1, 0).data(GraphModel::BoxRole).toInt(), 2);
        model.setContent(sceneOf(smallGraph())->content());  // stays sorted
        QTRY_COMPARE(names(), sorted);
        model.sort(GraphModel::OrderColumn, Qt::DescendingOrder);
        QTRY_COMPARE(model.rowOf(0), 5);
        model.sort(GraphModel::OrderColumn);
        QCOMPARE(names(), inOrder);
    }

    void properties_data() {
        QTest::addColumn<int>("box");
        QTest::addColumn<QString>("part");
        QTest::newRow("operator unknown") << 4 << "does not know this operator";
        QTest::newRow("list of tensors leads to producers") << 4 << "tensors[1]=linear  f32[2,8] ->1";
        QTest::newRow("plain argument") << 4 << "k=3";
        QTest::newRow("weight by its name") << 1 << "weight=fc.weight  f32[8,8]";
        QTest::newRow("origin") << 1 << "Module=layers.0.fc\nSource=net.py:10";
        QTest::newRow("users") << 1 << "Users:\ngelu=gelu ->2\nmystery=mystery ->4";
        QTest::newRow("input") << 0 << "Type=f32[2,8]\nData=no data";
        QTest::newRow("module") << 6 << "Module:\nPath=layers.0.fc\nHolds=4 operators\nFed by:\nx=f32[2,8] ->0\nRead by:\nmystery=f32[2,8] ->5\nOperators:\naten.add.Tensor=1";
        QTest::newRow("output") << 5 << "Value=mystery  f32[2,8] ->4";
        QTest::newRow("graph") << -1 << "Nodes=4\nInputs=1\nOutputs=1\nWeights=1  (256 bytes)";
        QTest::newRow("graph's file") << -1 << "torch_version=2.11\nNote=weights absent";
    }
    void properties() {
        QFETCH(int, box);
        QFETCH(QString, part);
        const QString text = propertiesText(describeBox(*sceneOf(smallGraph()), box, {"weights absent"}));
        QVERIFY2(text.contains(part), qPrintable(text));
    }

    // Graphs after passes hold the types of weights, not their data; where a size is open, nothing is said of bytes.
    void weights_weigh_what_their_types_say() {
        Graph graph;
        graph.name = "stage";
        const ValueId w = graph.addInput({.kind = InputKind::Parameter, .target = "w"}, "p_w", f32({16, 8}));
        graph.addOutput({.value = w});
        QVERIFY(propertiesText(describeBox(*sceneOf(graph), -1, {})).contains("Weights=1  (512 bytes)"));
        graph.addInput({.kind = InputKind::Buffer, .target = "b"}, "b_b", f32({SymInt::symbol("s0")}));
        const QString text = propertiesText(describeBox(*sceneOf(graph), -1, {}));
        QVERIFY2(text.contains("Weights=2\n") || text.endsWith("Weights=2"), qPrintable(text));
    }

    // A graph among the arguments is named with its size; one inside a list as well.
    void properties_of_graphs_inside() {
        const GraphRef inner = snapshot(chainGraph(3));
        Graph graph;
        graph.name = "outer";
        const ValueId x = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
        const NodeId node = graph.addNode({.op = "higher_order.cond",
                                           .args = {{"pred", true}, {"true_fn", Arg(inner)}, {"operands", Arg::List{Arg(x), Arg(inner)}}},
                                           .outputTypes = {f32({4})}});
        graph.addOutput({.value = graph.node(node).output()});
        const SceneRef scene = sceneOf(graph);
        QVERIFY(scene);
        const QString text = propertiesText(describeBox(*scene, scene->boxOf(graph.node(node).output()), {}));
        QVERIFY2(text.contains("true_fn=graph @graph (3 nodes)"), qPrintable(text));
        QVERIFY2(text.contains("operands[1]=graph @graph (3 nodes)"), qPrintable(text));
    }

    void properties_are_a_good_model() {
        NodePropertiesModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const SceneRef scene = sceneOf(smallGraph());
        for (int box = -1; box < scene->itemCount(); ++box) model.setSections(describeBox(*scene, box, {}));
        model.setSections({});
        QCOMPARE(model.rowCount(), 0);
    }
};

WHITTLE_TEST(SceneTest)
#include "scene_test.moc"

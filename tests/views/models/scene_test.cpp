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
    auto scene = GraphScene::build(snapshot(std::move(graph)), {});
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
        const layout::Rect rect = scene->drawing().boxes[2];
        QCOMPARE(scene->boxAt({rect.centreX(), rect.y + 1}), 2);
        QCOMPARE(scene->boxAt({rect.x - 2000, rect.y}), -1);
    }

    void empty_graph_is_a_scene() {
        const SceneRef scene = sceneOf(Graph());
        QVERIFY(scene);
        QCOMPARE(scene->count(), 0);
    }

    void stops_on_request() {
        CancelSource source;
        source.cancel();
        QVERIFY(!GraphScene::build(snapshot(smallGraph()), source.token()));
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
        const QStringList got = titles(*scene, searchBoxes(*scene, query));
        QTEST(got, "want");
    }

    void table_is_a_good_model() {
        GraphModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setScene(sceneOf(smallGraph()));
        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(model.index(1, GraphModel::OperatorColumn).data().toString(), QString("aten.linear.default"));
        QCOMPARE(model.index(2, GraphModel::SourceColumn).data().toString(), QString("net.py:11"));
        QCOMPARE(model.index(3, GraphModel::NameColumn).data(GraphModel::BoxRole).toInt(), 3);
        QCOMPARE(model.headerData(GraphModel::TypeColumn, Qt::Horizontal, Qt::DisplayRole).toString(), QString("Type"));
        model.setScene(nullptr);
        QCOMPARE(model.rowCount(), 0);
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
        for (int box = -1; box < scene->count(); ++box) model.setSections(describeBox(*scene, box, {}));
        model.setSections({});
        QCOMPARE(model.rowCount(), 0);
    }
};

WHITTLE_TEST(SceneTest)
#include "scene_test.moc"

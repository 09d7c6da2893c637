// Pictures of graphs: every box once, text escaped, large graphs folded without losing what is marked.
#include "engine/formats/print_svg.h"

#include <QXmlStreamReader>

#include "engine/formats/fold_nodes.h"
#include "engine/formats/open.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Seen {
    std::map<QString, int> boxes;  // by class
    int lines = 0;
    QStringList names;  // of boxes
    QString trouble;
};

Seen look(const std::string& svg) {
    Seen seen;
    QXmlStreamReader reader(QByteArray::fromStdString(svg));
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement) continue;
        const QString kind = reader.attributes().value("class").toString();
        if (reader.name() == QLatin1String("g")) ++seen.boxes[kind];
        if (reader.name() == QLatin1String("path")) ++seen.lines;
        if (kind == "name") seen.names << reader.readElementText();
    }
    if (reader.hasError()) seen.trouble = reader.errorString();
    return seen;
}

// A chain of `count` nodes, ten to a module "net.<i>".
Graph chain(int count) {
    Graph graph;
    const TensorType type{DType::F32, {2, 3}, {}, {}};
    ValueId last = graph.addInput({}, "x", type);
    for (int i = 0; i < count; ++i) {
        auto origin = std::make_shared<Origin>();
        origin->modulePath = fmt::format("net.{}", i / 10);
        last = graph.node(graph.addNode({.name = fmt::format("relu_{}", i), .op = "aten.relu.default", .args = {{"self", last}}, .outputTypes = {type},
                                         .outputNames = {}, .origin = origin, .before = {}})).output();
    }
    graph.addOutput({.value = last});
    return graph;
}

}  // namespace

class PrintSvgTest : public QObject {
    Q_OBJECT
private slots:
    void one_box_a_node() {
        const auto svg = printSvg(chain(3));
        VERIFY_OK(svg);
        const Seen seen = look(*svg);
        QCOMPARE(seen.trouble, QString());
        QCOMPARE(seen.boxes.at("node"), 3);
        QCOMPARE(seen.boxes.at("end"), 2);
        QCOMPARE(seen.lines, 4);
        QCOMPARE(seen.names, (QStringList{"x", "relu", "relu", "relu", "output"}));
        QVERIFY(svg->find("<style>") != std::string::npos);
        QVERIFY(printSvg(chain(3), {.style = SvgStyle::Page})->find("<style>") == std::string::npos);
    }

    void a_large_graph_is_folded_around_what_is_marked() {
        const Graph graph = chain(200);
        const auto svg = printSvg(graph, {.mostBoxes = 12, .marked = {graph.nodes()[73].id}});
        VERIFY_OK(svg);
        const Seen seen = look(*svg);
        QCOMPARE(seen.trouble, QString());
        QCOMPARE(seen.boxes.at("node marked"), 1);
        QVERIFY(seen.boxes.at("fold") >= 8);
        QVERIFY(seen.boxes.at("fold") + 3 <= 12);
        QVERIFY(!seen.boxes.contains("chip"));
        QCOMPARE(seen.names.count("relu"), 3);  // it and its neighbours
        QVERIFY2(seen.names.contains("net.0 – net.1"), qPrintable(seen.names.join(", ")));
    }

    // Every node in one run, in order, and no run across a marked node.
    void folding_loses_nothing_data() {
        QTest::addColumn<int>("most");
        QTest::addColumn<int>("marks");
        QTest::newRow("one box") << 1 << 0;
        QTest::newRow("few") << 7 << 1;
        QTest::newRow("some marked") << 20 << 5;
        QTest::newRow("more marked than boxes") << 10 << 40;
        QTest::newRow("no folding") << 0 << 3;
    }
    void folding_loses_nothing() {
        QFETCH(int, most);
        QFETCH(int, marks);
        const auto opened = openGraph(sample("torch211/gpt_2l.pt2"));
        VERIFY_OK(opened);
        const Graph& graph = opened->graph;
        std::vector<NodeId> marked;
        for (int i = 0; i < marks; ++i) marked.push_back(graph.nodes()[static_cast<std::size_t>(i) * 3].id);
        const std::vector<NodeRun> runs = foldNodes(graph, marked, static_cast<std::size_t>(most));
        if (most > 0) QVERIFY(runs.size() <= static_cast<std::size_t>(most));
        std::size_t at = 0;
        int single = 0;
        for (const NodeRun& run : runs) {
            for (const NodeId id : run.nodes) {
                QCOMPARE(id, graph.nodes()[at++].id);
                const std::string& module = graph.node(id).origin->modulePath;
                QVERIFY(run.module.empty() || module == run.module || module.starts_with(run.module + "."));
            }
            single += run.marked && run.nodes.size() == 1;
        }
        QCOMPARE(at, graph.nodes().size());
        if (2 * marks < most || most == 0) QCOMPARE(single, marks);
    }

    void samples_are_well_formed_data() {
        QTest::addColumn<QString>("file");
        for (const char* name : {"torch211/gpt_2l.pt2", "torch211/ddpm_unet_block.pt2", "torch26/cond_branch.pt2"}) QTest::newRow(name) << name;
    }
    void samples_are_well_formed() {
        QFETCH(QString, file);
        const auto opened = openGraph(sample(file.toStdString()));
        VERIFY_OK(opened);
        for (const std::size_t most : {std::size_t{0}, std::size_t{20}}) {
            const auto svg = printSvg(opened->graph, {.mostBoxes = most});
            VERIFY_OK(svg);
            QCOMPARE(look(*svg).trouble, QString());
            QCOMPARE(*printSvg(opened->graph, {.mostBoxes = most}), *svg);
        }
    }

    void names_are_text() {
        Graph graph;
        graph.name = "\"><script>alert(1)</script>";
        const TensorType type{DType::F32, {}, {}, {}};
        const ValueId x = graph.addInput({}, "</text><script>", type);
        auto origin = std::make_shared<Origin>();
        origin->modulePath = "a<b>&";
        graph.addNode({.name = "\x01<n>", .op = "aten.<script>.default", .args = {{"self", x}}, .outputTypes = {type}, .outputNames = {}, .origin = origin, .before = {}});
        const auto svg = printSvg(graph);
        VERIFY_OK(svg);
        QCOMPARE(look(*svg).trouble, QString());
        QVERIFY(svg->find("<script") == std::string::npos);
    }
};

WHITTLE_TEST(PrintSvgTest)
#include "print_svg_test.moc"

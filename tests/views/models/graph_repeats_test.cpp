// Runs of equal blocks as one card: which blocks are equal, what the card says and reads, and what stays as it was when it comes and goes.
#include "tests/views/models/repeats_support.h"

#include "views/models/box_kinds.h"
#include "views/models/graph_controller.h"
#include "views/models/item_key.h"
#include "views/models/item_text.h"
#include "views/models/node_properties.h"
#include "views/models/search.h"

using namespace whittle;
using namespace whittle::test;

namespace {

ContentRef contentOf(Graph graph, std::optional<bool> joins = true) { return *GraphContent::build(snapshot(std::move(graph)), {}, joins); }

std::vector<int> runsOf(const GraphContent& content) {
    std::vector<int> runs;
    for (int item = content.count(); item < content.itemCount(); ++item)
        if (content.items()[static_cast<std::size_t>(item)].blocks > 0) runs.push_back(item);
    return runs;
}

struct Loaded {
    JobRunner jobs;
    GraphController graph{jobs};
    explicit Loaded(Graph shown) {
        graph.setGraph(snapshot(std::move(shown)));
        settle();
    }
    void settle() { QTRY_VERIFY(graph.state() == GraphController::State::Ready && !graph.isBusy()); }
    void join(bool joins) {
        graph.setJoinsRepeats(joins);
        settle();
    }
    int item(const QString& name) {
        for (int item = 0; item < graph.scene()->itemCount(); ++item)
            if (graph.scene()->box(item).name == name) return item;
        return -1;
    }
    int run() { return runsOf(*graph.scene()->content()).at(0); }
    int cards() {
        int shown = 0;
        for (int item = 0; item < graph.scene()->itemCount(); ++item) shown += graph.scene()->isShown(item) && !graph.scene()->isOpen(item);
        return shown;
    }
};

}  // namespace

class GraphRepeatsTest : public QObject {
    Q_OBJECT
private slots:
    void blocks_are_equal_or_not_data() {
        using Change = std::function<void(int, BlockLook&)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<int>("blocks");
        QTest::newRow("all are") << Change([](int, BlockLook&) {}) << 6;
        QTest::newRow("an argument") << Change([](int block, BlockLook& look) { look.approximate = block < 2 ? "none" : "tanh"; }) << 4;
        QTest::newRow("a shape inside") << Change([](int block, BlockLook& look) { look.wide = block < 2 ? 1 : 8; }) << 4;
        QTest::newRow("the name of a weight") << Change([](int block, BlockLook& look) { look.weight = block < 2 ? "fc2.weight" : "fc.weight"; }) << 4;
        QTest::newRow("the type of the module") << Change([](int block, BlockLook& look) { look.moduleType = block < 2 ? "OldMlp" : "Mlp"; }) << 4;
        QTest::newRow("each is of its own kind") << Change([](int block, BlockLook& look) { look.approximate = std::to_string(block); }) << 0;
    }
    void blocks_are_equal_or_not() {
        QFETCH(std::function<void(int, BlockLook&)>, change);
        QFETCH(int, blocks);
        const ContentRef content = contentOf(repeatsGraph(6, change));
        QCOMPARE(content->hasRepeats(), blocks > 0);
        QCOMPARE(content->joinsRepeats(), blocks > 0);
        const std::vector<int> runs = runsOf(*content);
        QCOMPARE(runs.size(), std::size_t(blocks > 0));
        if (blocks > 0) QCOMPARE(content->items()[static_cast<std::size_t>(runs[0])].blocks, blocks);
    }

    void the_card_says_what_it_holds() {
        const ContentRef content = contentOf(repeatsGraph(12));
        const int run = runsOf(*content).at(0);
        const SceneBox& card = content->items()[static_cast<std::size_t>(run)];
        QCOMPARE(card.title, QString("layers.0 … layers.11  ×12"));
        QCOMPARE(card.name, QString("layers.0 … layers.11"));
        QCOMPARE(card.modulePath, QString("layers"));
        QCOMPARE(card.type, QString("4 operators each, 48 in all"));
        QCOMPARE(card.weights, QString("passes on f32[2,8]"));
        QCOMPARE(content->blocksOf(run).size(), std::size_t{12});
        QVERIFY(!content->openAtFirst()[static_cast<std::size_t>(run - content->count())]);
        QCOMPARE(content->items()[static_cast<std::size_t>(content->parentOf(run))].name, QString("layers"));
        // Of what comes in, the mask is one line though twelve read it.
        const SceneRef scene = *GraphScene::build(content, FoldChoices{{kRepeatsChoice, true}}, {});
        const layout::NestedDrawing& drawing = scene->drawing();
        QCOMPARE(std::ranges::count_if(drawing.lines, [&](const layout::Edge& line) { return line.to == run; }), 2);
        QCOMPARE(std::ranges::count_if(drawing.lines, [&](const layout::Edge& line) { return line.from == run; }), 1);
        for (int box = 0; box < scene->count(); ++box) QCOMPARE(scene->isShown(box), !content->isInside(box, run));
        QCOMPARE(itemText(*content, run).count(u'\n'), 47);
        QStringList rows;
        for (const PropertySection& section : describeBox(*scene, run, {}))
            for (const Property& row : section.rows) rows << row.name + u'=' + row.value;
        for (const char* row : {"How many=12", "First=layers.0", "Last=layers.11", "Hold=4 operators each, 48 in all", "To the next=f32[2,8]", "aten.add.Tensor=24", "mask=f32[2,8]"})
            QVERIFY2(rows.contains(row), qPrintable(rows.join(u'\n')));
    }

    // A node that reads a block in the middle hangs on the card; unfolded, on the block.
    void what_leaves_on_the_way_leaves_the_card() {
        Graph graph = repeatsGraph(5);
        const NodeId middle = graph.nodes()[1 + 2 * 4 + 3].id;  // of layers.2
        const NodeId probe = graph.addNode({.op = "aten.relu.default", .args = {{"self", graph.node(middle).output()}}, .outputTypes = {f32({2, 8})}});
        graph.addOutput({.value = graph.node(probe).output()});
        const ContentRef content = contentOf(std::move(graph));
        const int run = runsOf(*content).at(0), reader = content->boxOf(probe);
        const auto feeds = [&](const FoldChoices& folds) {
            const SceneRef scene = *GraphScene::build(content, folds, {});
            const layout::NestedDrawing& drawing = scene->drawing();
            std::vector<QString> from;
            for (std::size_t line = 0; line < drawing.lines.size(); ++line)
                if (drawing.source[line] == content->boxOf(middle) && !scene->isOpen(drawing.lines[line].from) && drawing.lines[line].from != reader) from.push_back(scene->box(drawing.lines[line].from).name);
            std::ranges::sort(from);
            from.erase(std::unique(from.begin(), from.end()), from.end());
            return from;
        };
        QCOMPARE(content->items()[static_cast<std::size_t>(run)].blocks, 5);
        QCOMPARE(feeds({{kRepeatsChoice, true}}), std::vector<QString>{"layers.0 … layers.4"});
        QCOMPARE(feeds({{kRepeatsChoice, true}, {content->foldKey(run), true}, {"layers.2#0", false}}), std::vector<QString>{"layers.2"});
    }

    void comes_and_goes() {
        Loaded app(repeatsGraph(12));
        QVERIFY(app.graph.hasRepeats());
        QVERIFY(!app.graph.joinsRepeats());  // all of it can be seen
        QCOMPARE(app.item("layers.0 … layers.11"), -1);
        const int apart = app.cards();
        app.graph.select(app.item("layers.5"));
        app.join(true);
        QVERIFY(app.graph.joinsRepeats());
        QCOMPARE(app.graph.selected(), app.run());  // which hides it
        QCOMPARE(app.cards(), apart - 12 * 4 + 1);
        app.graph.toggleFold();
        app.settle();
        QVERIFY(app.graph.scene()->isOpen(app.run()));
        QCOMPARE(app.cards(), apart);
        app.join(false);
        QCOMPARE(app.graph.scene()->box(app.graph.selected()).name, QString("layers.0"));
        QCOMPARE(app.cards(), apart);
        app.join(true);
        QVERIFY(!app.graph.scene()->isOpen(app.run()));  // a card again, though it was unfolded
        // What it hides is shown by selecting it.
        app.graph.selectNode(app.graph.scene()->box(app.graph.scene()->content()->lastBox(app.run())).node);
        app.settle();
        QVERIFY(app.graph.scene()->isOpen(app.run()));
        const FoldChoices folds = app.graph.folds();
        app.join(false);
        app.graph.setFolds(folds);
        app.settle();
        QVERIFY(app.graph.joinsRepeats() && app.graph.scene()->isOpen(app.run()));
        app.graph.forgetFolds();
        app.graph.setGraph(snapshot(repeatsGraph(3)));
        app.settle();
        QVERIFY(!app.graph.joinsRepeats());
    }

    void goes_along_with_other_versions() {
        Loaded app(repeatsGraph(12));
        app.join(true);
        app.graph.select(app.run());
        const QString key = itemKey(*app.graph.scene(), app.run());
        app.graph.setGraph(snapshot(repeatsGraph(9)));
        app.settle();
        QCOMPARE(app.graph.scene()->box(app.graph.selected()).title, QString("layers.0 … layers.8  ×9"));
        QCOMPARE(findItem(*app.graph.scene(), key), app.run());
        app.graph.setGraph(snapshot(repeatsGraph(2)));
        app.settle();
        QCOMPARE(app.graph.scene()->box(app.graph.selected()).name, QString("layers.0"));
        app.graph.setJoinsRepeats(true);  // there are none: nothing to choose
        QVERIFY(!app.graph.joinsRepeats());
    }

    void a_large_graph_opens_with_cards() {
        Loaded app(repeatsGraph(600));
        QVERIFY(app.graph.joinsRepeats());
        QVERIFY2(app.cards() < 10, qPrintable(QString::number(app.cards())));
        app.graph.setOpen(app.run(), true);
        app.settle();
        QCOMPARE(app.cards(), 600 + 5);  // the blocks are cards: all that they hold would be too much
        app.join(false);
        QCOMPARE(app.cards(), 600 + 5);
    }

    // On a worker, each time that a graph is arranged: 24,000 operators.
    void telling_what_is_equal_takes_little() {
        const GraphRef graph = snapshot(repeatsGraph(6000));
        double start = cpuMs();
        const ContentRef content = *GraphContent::build(graph, {});
        const double all = cpuMs() - start;
        start = cpuMs();
        QCOMPARE(boxKinds(*graph, content->boxes()).size(), content->boxes().size());
        const double kinds = cpuMs() - start;
        qInfo("%.0f ms in all, %.0f ms of them for the kinds of boxes", all, kinds);
#if defined(NDEBUG) && !defined(WHITTLE_SANITIZED)
        QVERIFY2(kinds < 400, qPrintable(QString::number(kinds)));
#endif
    }

    void a_search_finds_modules_in_the_card() {
        Loaded app(repeatsGraph(12));
        app.join(true);
        app.graph.setQuery("op:gelu");
        QCOMPARE(app.graph.hits().size(), std::size_t{12});
        QCOMPARE(app.graph.hitsIn(app.run()), 12);
        app.graph.setQuery("layers.3");
        const std::vector<int>& hits = app.graph.hits();
        QVERIFY(std::ranges::find(hits, app.item("layers.3")) != hits.end());
        QVERIFY(std::ranges::find(hits, app.run()) == hits.end());
        app.graph.nextHit();
        app.settle();
        QVERIFY(app.graph.scene()->isOpen(app.run()) && app.graph.scene()->isShown(app.graph.selected()));
    }

    void colours_tell_the_most_of_what_it_holds() {
        Loaded app(repeatsGraph(4));
        app.join(true);
        auto overlay = std::make_shared<NodeOverlay>();
        overlay->key = "test";
        overlay->values[app.graph.scene()->graph().node(app.graph.scene()->box(app.graph.scene()->content()->firstBox(app.run())).node).name] = 7;
        overlay->values[app.graph.scene()->graph().node(app.graph.scene()->box(app.graph.scene()->content()->lastBox(app.run())).node).name] = 9;
        app.graph.offerOverlay(overlay);
        app.graph.setColorBy("test");
        QVERIFY(app.graph.shades());
        QCOMPARE(app.graph.shades()->value(app.run()), 9.0);
        app.join(false);
        QCOMPARE(app.graph.shades()->value(app.item("layers")), 9.0);
    }
};

WHITTLE_TEST(GraphRepeatsTest)
#include "graph_repeats_test.moc"

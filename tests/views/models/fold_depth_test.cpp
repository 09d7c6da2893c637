// Folding by depth: what each depth shows, which one is shown, and steps from one to the next, also from folds of different depths.
#include "views/models/fold_depth.h"

#include "tests/views/models/models_support.h"
#include "views/models/graph_controller.h"

using namespace whittle;
using namespace whittle::test;

namespace {

ContentRef contentOf(Graph graph) {
    auto content = GraphContent::build(snapshot(std::move(graph)), {});
    return content ? *content : nullptr;
}

// One module a level, two operators in each; another module of one level beside them.
Graph deepGraph() {
    Graph graph;
    ValueId value = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
    for (const char* module : {"a", "a", "a.b", "a.b", "a.b.c", "a.b.c", "side", "side"}) {
        const NodeId id = graph.addNode({.op = "aten.relu.default", .args = {{"self", value}}, .outputTypes = {f32({4})}, .origin = origin(module, 1)});
        value = graph.node(id).output();
    }
    graph.addOutput({.value = value});
    return graph;
}

constexpr int kNone = -1;
int known(std::optional<int> depth) { return depth.value_or(kNone); }

struct Loaded {
    JobRunner jobs;
    GraphController graph{jobs};
    explicit Loaded(Graph shown) {
        graph.setGraph(snapshot(std::move(shown)));
        QTRY_COMPARE(graph.state(), GraphController::State::Ready);
    }
    int group(const QString& name) {
        for (int item = graph.scene()->count(); item < graph.scene()->itemCount(); ++item)
            if (graph.scene()->box(item).name == name) return item;
        return -1;
    }
    void settle() { QTRY_VERIFY(!graph.isBusy()); }
    int depth() { return known(openDepth(*graph.scene()->content(), graph.scene()->open())); }
    int cards() {
        int shown = 0;
        for (int item = 0; item < graph.scene()->itemCount(); ++item) shown += graph.scene()->isShown(item) && !graph.scene()->isOpen(item);
        return shown;
    }
};

}  // namespace

class FoldDepthTest : public QObject {
    Q_OBJECT
private slots:
    void each_depth_shows_what_it_says() {
        Loaded app(deepGraph());
        const std::vector<int> cards = cardsByDepth(*app.graph.scene()->content());
        QCOMPARE(cards, std::vector<int>({4, 7, 9, 10}));  // two of them the input and the output
        for (int depth = 3; depth >= 0; --depth) {
            app.graph.setDepth(depth);
            app.settle();
            QCOMPARE(app.depth(), depth);
            QCOMPARE(app.cards(), cards[static_cast<std::size_t>(depth)]);
        }
    }

    void a_graph_without_modules_has_one_depth() {
        const ContentRef content = contentOf(chainGraph(3));
        QCOMPARE(cardsByDepth(*content), std::vector<int>({5}));
        QCOMPARE(known(openDepth(*content, {})), 0);
        QCOMPARE(known(deeperThan(*content, {})), kNone);
        QCOMPARE(known(shallowerThan(*content, {})), kNone);
        Graph nothing;
        QCOMPARE(cardsByDepth(*contentOf(std::move(nothing))), std::vector<int>({0}));
    }

    void steps_go_from_the_outside_inwards() {
        Loaded app(deepGraph());
        app.graph.setDepth(0);
        app.settle();
        for (const int depth : {1, 2, 3, 3}) {
            app.graph.deeper();
            app.settle();
            QCOMPARE(app.depth(), depth);
        }
        for (const int depth : {2, 1, 0, 0}) {
            app.graph.shallower();
            app.settle();
            QCOMPARE(app.depth(), depth);
        }
    }

    // Before the first one is drawn.
    void steps_that_come_quickly_all_count() {
        Loaded app(deepGraph());
        app.graph.setDepth(0);
        app.graph.deeper();
        app.graph.deeper();
        app.settle();
        QCOMPARE(app.depth(), 2);
    }

    void folds_of_different_depths_are_no_depth() {
        Loaded app(deepGraph());
        app.graph.setDepth(3);
        app.graph.setOpen(app.group("side"), false);
        app.settle();
        QCOMPARE(app.depth(), kNone);
        app.graph.deeper();  // the outermost folded one is side
        app.settle();
        QCOMPARE(app.depth(), 1);
        app.graph.setDepth(3);
        app.graph.setOpen(app.group("side"), false);
        app.graph.shallower();
        app.settle();
        QCOMPARE(app.depth(), 2);
    }

    void what_is_hidden_has_no_say() {
        Loaded app(deepGraph());
        app.graph.setDepth(3);
        app.graph.setOpen(app.group("a"), false);
        app.graph.setOpen(app.group("side"), false);
        app.settle();
        QCOMPARE(app.depth(), 0);  // though a.b is unfolded in a
    }

    void modules_of_other_versions_keep_their_folds() {
        Loaded app(deepGraph());
        app.graph.setFolds({{"elsewhere#0", false}});
        app.graph.setDepth(1);
        QCOMPARE(app.graph.folds().at("elsewhere#0"), false);
        QCOMPARE(app.graph.folds().at("a.b#0"), false);
        app.settle();
        QCOMPARE(app.depth(), 1);
        QSignalSpy scenes(&app.graph, &GraphController::sceneChanged);
        app.graph.setDepth(1);  // it is so already
        QVERIFY(!app.graph.isBusy());
        QCOMPARE(scenes.size(), 0);
    }
};

WHITTLE_TEST(FoldDepthTest)
#include "fold_depth_test.moc"

// What feeds what through all others.
#include "views/models/paths.h"

#include "tests/views/models/models_support.h"

using namespace whittle;
using namespace whittle::test;

namespace {

ContentRef contentOf(Graph graph) {
    auto content = GraphContent::build(snapshot(std::move(graph)), {});
    return content ? *content : nullptr;
}

using Boxes = std::vector<int>;

}  // namespace

class PathsTest : public QObject {
    Q_OBJECT
private slots:
    // x 0 -> linear 1 -> gelu 2 -> add 3 (also x) -> mystery 4 (also linear) -> output 5
    void follows_every_edge() {
        const ContentRef content = contentOf(smallGraph());
        QCOMPARE(allProducers(*content, 2), Boxes({0, 1, 2}));
        QCOMPARE(allProducers(*content, 0), Boxes({0}));
        QCOMPARE(allUsers(*content, 2), Boxes({2, 3, 4, 5}));
        QCOMPARE(allUsers(*content, 0), Boxes({0, 1, 2, 3, 4, 5}));
        QCOMPARE(allUsers(*content, 5), Boxes({5}));
    }

    // x 0, relu 1 and gelu 2 in net.0, relu 3 and gelu 4 in net.1, add 5, output 6; groups net 7, net.0 8, net.1 9
    void a_module_stands_for_what_it_holds() {
        const ContentRef content = contentOf(blocksGraph());
        QCOMPARE(allProducers(*content, 9), Boxes({0, 1, 2, 3, 4}));
        QCOMPARE(allUsers(*content, 9), Boxes({3, 4, 5, 6}));
        QCOMPARE(boxesBetween(*content, 8, 9), Boxes({1, 2, 3, 4}));
        QCOMPARE(boxesBetween(*content, 7, 3), Boxes({1, 2, 3}));  // up to what it holds
    }

    void ways_between_two() {
        const ContentRef content = contentOf(smallGraph());
        QCOMPARE(boxesBetween(*content, 0, 3), Boxes({0, 1, 2, 3}));
        QCOMPARE(boxesBetween(*content, 3, 0), Boxes({0, 1, 2, 3}));  // whichever was chosen first
        QCOMPARE(boxesBetween(*content, 1, 2), Boxes({1, 2}));
        QCOMPARE(boxesBetween(*content, 2, 2), Boxes({2}));
        Graph graph;
        const ValueId x = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
        for (int i = 0; i < 2; ++i)
            graph.addOutput({.value = graph.node(graph.addNode({.op = "aten.relu.default", .args = {{"self", x}}, .outputTypes = {f32({4})}})).output()});
        QCOMPARE(boxesBetween(*contentOf(std::move(graph)), 1, 2), Boxes());  // side by side
    }

    void a_large_graph_is_followed_in_a_frame() {
        const ContentRef content = contentOf(modulesGraph(100'000));
        double best = 1e9;
        for (int round = 0; round < 3; ++round) {
            const double start = cpuMs();
            QCOMPARE(boxesBetween(*content, 0, content->count() - 1).size(), std::size_t(content->count()));
            best = std::min(best, cpuMs() - start);
        }
        qInfo("all ways through 100,000 boxes in %.1f ms", best);
#if defined(NDEBUG) && !defined(WHITTLE_SANITIZED)
        QVERIFY2(best < 16, qPrintable(QString::number(best)));
#endif
    }
};

WHITTLE_TEST(PathsTest)
#include "paths_test.moc"

// Drawings with groups: what every one keeps, whatever is folded, and the time it may take.
#include "engine/layout/nested.h"

#include <ctime>
#include <random>

#include "tests/support/test.h"
#include "engine/layout/path_groups.h"
#include "engine/layout/trial_graph.h"

using namespace whittle;
using namespace whittle::layout;
using namespace whittle::test;

namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

QStringList groupTexts(const TrialGraph& graph) {
    const PathGroups groups = groupByPath(graph.paths, graph.edges);
    QStringList out;
    for (std::size_t i = 0; i < groups.groups.size(); ++i) {
        QStringList boxes;
        for (std::size_t box = 0; box < groups.group.size(); ++box)
            if (groups.group[box] == static_cast<int>(i)) boxes << QString::number(box);
        out << QString("%1 in %2 (%3): %4").arg(QString::fromStdString(groups.groups[i].label)).arg(groups.groups[i].parent)
                   .arg(QString::fromStdString(groups.groups[i].path), boxes.join(' '));
    }
    return out;
}

TrialGraph randomPaths(int count, unsigned seed) {
    std::mt19937 random(seed);
    TrialGraph graph;
    for (int i = 0; i < count; ++i) {
        std::string path;
        for (unsigned depth = random() % 4; depth > 0; --depth) path += (path.empty() ? "" : ".") + std::string(1, static_cast<char>('a' + random() % 3));
        graph.paths.push_back(path);
        for (unsigned reads = i == 0 ? 0 : random() % 4; reads > 0; --reads)
            graph.edges.push_back({std::max(0, i - 1 - static_cast<int>(random() % 20)), i, static_cast<int>(random() % 2)});
    }
    return graph;
}

bool contains(const Rect& outer, const Rect& inner) {
    constexpr float kSlack = 0.05F;  // single precision at large coordinates
    return outer.x <= inner.x + kSlack && outer.y <= inner.y + kSlack && inner.right() <= outer.right() + kSlack && inner.bottom() <= outer.bottom() + kSlack;
}

bool overlap(const Rect& a, const Rect& b) {
    constexpr float kSlack = 0.05F;
    return a.x + kSlack < b.right() && b.x + kSlack < a.right() && a.y + kSlack < b.bottom() && b.y + kSlack < a.bottom();
}

double cpuMs() { return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// Whether the value of `edge` comes from its producer, or the card that hides it, to its reader piece by piece, each beginning where the last
// ended. A chip takes the place of a piece.
bool isConnected(const NestedLayout& nest, const NestedDrawing& drawing, const Edge& edge) {
    const auto visible = [&](int item) {
        while (!drawing.isShown(item)) item = nest.itemOf(nest.parentOf(item));
        return item;
    };
    const int from = visible(edge.from);
    const int to = visible(edge.to);
    if (from == to) return true;
    const auto chip = [&](int item) {
        return std::ranges::any_of(drawing.stubs, [&](const Stub& stub) {
            return stub.end == Stub::End::Reader && stub.box == item && std::ranges::find(stub.others, edge.from) != stub.others.end();
        });
    };
    // Backwards from the reader; of several ways into an item the one that leads to the producer.
    std::vector<std::pair<int, float>> front{{to, -1}};  // item, and where the piece after it began
    std::vector<bool> seen(drawing.lines.size(), false);
    while (!front.empty()) {
        const auto [item, x] = front.back();
        front.pop_back();
        if (item == from || chip(item)) return true;
        for (std::size_t line = 0; line < drawing.lines.size(); ++line) {
            if (seen[line] || drawing.lines[line].to != item || drawing.source[line] != edge.from) continue;
            const auto route = drawing.route(static_cast<int>(line));
            if (x >= 0 && std::abs(route.back().x - x) > 0.05F) continue;
            seen[line] = true;
            front.emplace_back(drawing.lines[line].from, route.front().x);
        }
    }
    return false;
}

}  // namespace

class NestedTest : public QObject {
    Q_OBJECT
private slots:
    void groups_paths_data() {
        QTest::addColumn<QStringList>("paths");
        QTest::addColumn<QList<QPoint>>("edges");
        QTest::addColumn<QStringList>("want");
        using Edges = QList<QPoint>;
        QTest::newRow("nothing") << QStringList() << Edges() << QStringList();
        QTest::newRow("no modules") << QStringList{"", ""} << Edges{{0, 1}} << QStringList();
        QTest::newRow("one alone needs no frame") << QStringList{"a", "b.c", ""} << Edges() << QStringList();
        QTest::newRow("two") << QStringList{"a", "a", "b"} << Edges{{0, 1}, {1, 2}} << QStringList{"a in -1 (a): 0 1"};
        QTest::newRow("chain of names is one") << QStringList{"m.0.x", "m.0.x", ""} << Edges() << QStringList{"m.0.x in -1 (m.0.x): 0 1"};
        QTest::newRow("inside") << QStringList{"a.b", "a.b", "a.c", "a"} << Edges()
                                << QStringList{"a in -1 (a): 2 3", "b in 0 (a.b): 0 1"};
        QTest::newRow("runs twice") << QStringList{"a", "a", "b", "b", "a", "a"} << Edges{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}}
                                    << QStringList{"a in -1 (a): 0 1", "b in -1 (b): 2 3", "a in -1 (a): 4 5"};
        QTest::newRow("apart in time only") << QStringList{"a", "a", "b", "b", "a"} << Edges{{0, 1}, {1, 2}, {2, 3}}
                                            << QStringList{"a in -1 (a): 0 1 4", "b in -1 (b): 2 3"};
        QTest::newRow("odd names") << QStringList{".a", ".a", "a.", "a..b"} << Edges() << QStringList{".a in -1 (.a): 0 1", "a in -1 (a): 2 3"};
    }
    void groups_paths() {
        QFETCH(QStringList, paths);
        QFETCH(QList<QPoint>, edges);
        TrialGraph graph;
        for (const QString& path : paths) graph.paths.push_back(path.toStdString());
        for (const QPoint& edge : edges) graph.edges.push_back({edge.x(), edge.y()});
        QTEST(groupTexts(graph), "want");
    }

    void keeps_its_properties_data() {
        QTest::addColumn<unsigned>("seed");
        QTest::addColumn<int>("blocks");
        QTest::newRow("transformer") << 0U << 4;
        QTest::newRow("many blocks") << 0U << 24;
        for (unsigned seed = 1; seed <= 20; ++seed) QTest::addRow("random %u", seed) << seed << 0;
    }
    void keeps_its_properties() {
        QFETCH(unsigned, seed);
        QFETCH(int, blocks);
        const TrialGraph graph = blocks > 0 ? trialTransformer(blocks) : randomPaths(30 + static_cast<int>(seed) * 8, seed);
        const Tree tree = trialTree(graph);
        const auto made = NestedLayout::make(tree);
        VERIFY_OK(made);
        NestedLayout& nest = **made;
        std::mt19937 random(seed);
        for (int round = 0; round < 5; ++round) {
            std::vector<bool> open(tree.groups.size());
            for (std::size_t i = 0; i < open.size(); ++i) open[i] = round == 0 || (round > 1 && random() % 3 > 0);
            const auto drawn = nest.draw(open);
            VERIFY_OK(drawn);
            const NestedDrawing& drawing = **drawn;
            const int boxes = static_cast<int>(tree.boxes.size());
            std::vector<int> shown;
            for (int item = 0; item < nest.itemCount(); ++item) {
                const int parent = nest.parentOf(item);
                const bool expected = parent < 0 || (drawing.isShown(nest.itemOf(parent)) && open[at(parent)]);
                QCOMPARE(drawing.isShown(item), expected);
                if (!expected) continue;
                shown.push_back(item);
                QVERIFY(contains(parent < 0 ? drawing.bounds : drawing.boxes[at(nest.itemOf(parent))], drawing.boxes[at(item)]));
                if (parent >= 0) QVERIFY(drawing.boxes[at(item)].y + 0.05F >= drawing.boxes[at(nest.itemOf(parent))].y + FrameSizes().title);
            }
            for (const int a : shown)
                for (const int b : shown)
                    if (a < b && nest.parentOf(a) == nest.parentOf(b)) QVERIFY(!overlap(drawing.boxes[at(a)], drawing.boxes[at(b)]));
            for (std::size_t line = 0; line < drawing.lines.size(); ++line) {
                const auto route = drawing.route(static_cast<int>(line));
                QVERIFY(route.size() >= 4 && route.size() % 2 == 0);
                const Edge& ends = drawing.lines[line];
                QVERIFY(drawing.isShown(ends.from) && drawing.isShown(ends.to));
                for (std::size_t p = 1; p < route.size(); ++p) QVERIFY(route[p - 1].y <= route[p].y);
                QCOMPARE(bool(drawing.arrows[line]),
                         nest.parentOf(ends.from) != ends.to && (ends.to < boxes || !open[at(ends.to - boxes)]));
            }
            for (const Edge& edge : tree.edges) QVERIFY(isConnected(nest, drawing, edge));
        }
    }

    // What was drawn before changes nothing.
    void is_deterministic() {
        const Tree tree = trialTree(trialTransformer(6));
        const auto first = NestedLayout::make(tree), second = NestedLayout::make(tree);
        VERIFY_OK(first);
        std::vector<bool> open(tree.groups.size(), true), some = open;
        some[2] = some[5] = false;
        VERIFY_OK((*second)->draw(some));
        const auto a = (*first)->draw(open), b = (*second)->draw(open);
        VERIFY_OK(a);
        for (std::size_t i = 0; i < (*a)->boxes.size(); ++i) {
            QCOMPARE((*a)->boxes[i].x, (*b)->boxes[i].x);
            QCOMPARE((*a)->boxes[i].y, (*b)->boxes[i].y);
        }
    }

    // Folding one block moves what is below it up, and nothing sideways.
    void folding_keeps_the_rest_in_place() {
        const Tree tree = trialTree(trialTransformer(8));
        const auto nest = NestedLayout::make(tree);
        VERIFY_OK(nest);
        std::vector<bool> open(tree.groups.size(), true), folded = open;
        int group = 0;
        while (tree.groups[at(group)].parent < 0) ++group;  // inside "layers": the first block
        folded[at(group)] = false;
        const auto before = (*nest)->draw(open), after = (*nest)->draw(folded);
        VERIFY_OK(before);
        VERIFY_OK(after);
        const int item = (*nest)->itemOf(group);
        const Rect was = (*before)->boxes[at(item)], is = (*after)->boxes[at(item)];
        QVERIFY(is.height < was.height);
        QCOMPARE(is.y, was.y);
        for (std::size_t i = 0; i < tree.boxes.size(); ++i) {
            const Rect& a = (*before)->boxes[i];
            if (!(*after)->isShown(static_cast<int>(i)) || a.y < was.bottom()) continue;
            QVERIFY(std::abs((*after)->boxes[i].y + was.height - is.height - a.y) < 1);
            QVERIFY(std::abs((*after)->boxes[i].x - a.x) < 1);
        }
    }

    void bad_input_is_an_error() {
        Tree tree{std::vector<Box>(2), {-1, 0}, {{-1, 10, 10}}, {{0, 1}}};
        Tree edge = tree, group = tree, parent = tree, deep = tree, box = tree;
        edge.edges[0].to = 2;
        QCOMPARE(describe(NestedLayout::make(edge)), QString("argument: layout: edge 0 joins boxes 0 and 2; there are 2"));
        group.group[0] = 1;
        QCOMPARE(describe(NestedLayout::make(group)), QString("argument: layout: box 0 stands in group 1; there are 1"));
        parent.groups[0].parent = 0;
        QCOMPARE(describe(NestedLayout::make(parent)),
                 QString("argument: layout: group 0 stands in group 0; a group comes after the one that it is in"));
        for (int i = 0; i < 1000; ++i) deep.groups.push_back({i, 10, 10});
        QCOMPARE(describe(NestedLayout::make(deep)), QString("argument: layout: group 1000 is inside more than 999 others"));
        box.boxes[0].width = -1;
        const auto nest = NestedLayout::make(box);
        VERIFY_OK(nest);
        QCOMPARE(describe((*nest)->draw({true})), QString("argument: layout: box 0 has size -1 x 0; sizes are finite and not negative"));
        QCOMPARE(describe((*nest)->draw({})), QString("argument: layout: told of 0 groups whether they are open; there are 1"));
    }

    void stops_on_request() {
        CancelSource source;
        source.cancel();
        const auto nest = NestedLayout::make(trialTree(trialTransformer(3)));
        VERIFY_OK(nest);
        QCOMPARE(describe((*nest)->draw(std::vector<bool>(trialTree(trialTransformer(3)).groups.size(), true), source.token())),
                 QString("cancelled: stopped on request"));
    }

    // The best of three in CPU time, because test machines are shared. A debug or sanitized build only has to end.
    void large_graphs_are_quick_data() {
        QTest::addColumn<int>("blocks");
        QTest::addColumn<double>("open");
        QTest::addColumn<double>("fold");
        QTest::newRow("20,000 boxes") << 910 << 100.0 << 16.0;
        QTest::newRow("100,000 boxes") << 4546 << 250.0 << 80.0;
    }
    void large_graphs_are_quick() {
        QFETCH(int, blocks);
        QFETCH(double, open);
        QFETCH(double, fold);
        const TrialGraph graph = trialTransformer(blocks);
        double bestGroups = 1e9, bestOpen = 1e9, bestFold = 1e9;
        for (int round = 0; round < 3; ++round) {
            double start = cpuMs();
            Tree tree = trialTree(graph);
            bestGroups = std::min(bestGroups, cpuMs() - start);
            std::vector<bool> all(tree.groups.size(), true);
            start = cpuMs();
            const auto nest = NestedLayout::make(std::move(tree));
            VERIFY_OK(nest);
            VERIFY_OK((*nest)->draw(all));
            bestOpen = std::min(bestOpen, cpuMs() - start);
            all[at(static_cast<int>(all.size()) / 2)] = false;
            start = cpuMs();
            VERIFY_OK((*nest)->draw(all));
            bestFold = std::min(bestFold, cpuMs() - start);
        }
        qInfo("%zu boxes: groups %.1f ms, all open %.1f ms, fold one %.1f ms", graph.paths.size(), bestGroups, bestOpen, bestFold);
#if defined(NDEBUG) && !defined(WHITTLE_SANITIZED)
        QVERIFY2(bestOpen < open, qPrintable(QString::number(bestOpen)));
        QVERIFY2(bestFold < fold, qPrintable(QString::number(bestFold)));
#endif
    }
};

WHITTLE_TEST(NestedTest)
#include "nested_test.moc"

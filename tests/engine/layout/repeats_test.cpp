// Runs of equal groups: what is joined, and above all what is not.
#include "engine/layout/repeats.h"

#include <ctime>

#include "tests/support/test.h"
#include "engine/layout/trial_graph.h"

using namespace whittle;
using namespace whittle::layout;
using namespace whittle::test;

namespace {

// Blocks of two boxes, "0" to "5", each of which reads the one before; `change` makes them differ.
struct Chain {
    std::vector<std::string> paths{""};  // an input
    std::vector<int> kinds{0};
    std::vector<Edge> edges;

    int add(std::string path, int kind, std::initializer_list<int> reads) {
        const int box = static_cast<int>(paths.size());
        int input = 0;
        for (const int from : reads) edges.push_back({from, box, 0, input++});
        paths.push_back(std::move(path));
        kinds.push_back(kind);
        return box;
    }
    // The two boxes of a block: what comes in is read by both.
    int block(const std::string& path, int from, int kind = 2) { return add(path, kind, {add(path, 1, {from}), from}); }
    int blocks(const std::string& before, int first, int last, int from) {
        for (int i = first; i <= last; ++i) from = block(before + std::to_string(i), from);
        return from;
    }
    PathGroups joined() const { return joinRepeats(groupByPath(paths, edges), paths, kinds, edges); }
};

QStringList runsOf(const PathGroups& groups) {
    QStringList out;
    for (std::size_t run = 0; run < groups.groups.size(); ++run) {
        if (groups.groups[run].blocks == 0) continue;
        QStringList blocks;
        for (const PathGroup& group : groups.groups)
            if (group.parent == static_cast<int>(run)) blocks << QString::fromStdString(group.path);
        out << QString("%1: %2").arg(groups.groups[run].blocks).arg(blocks.join(' '));
    }
    return out;
}

double cpuMs() { return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace

class RepeatsTest : public QObject {
    Q_OBJECT
private slots:
    void joins_data() {
        QTest::addColumn<Chain>("chain");
        QTest::addColumn<QStringList>("runs");
        const auto row = [](const char* name, const QStringList& runs, const std::function<void(Chain&)>& make) {
            Chain chain;
            make(chain);
            QTest::newRow(name) << chain << runs;
        };
        row("a chain", {"4: h.0 h.1 h.2 h.3"}, [](Chain& c) { c.blocks("h.", 0, 3, 0); });
        row("two are no run", {}, [](Chain& c) { c.blocks("h.", 0, 1, 0); });
        row("numbers of more digits", {"4: h.8 h.9 h.10 h.11"}, [](Chain& c) { c.blocks("h.", 8, 11, 0); });
        row("a number within the name", {"3: a1x a2x a3x"}, [](Chain& c) { c.block("a3x", c.block("a2x", c.block("a1x", 0))); });
        row("names that do not count up", {}, [](Chain& c) { c.block("c", c.block("b", c.block("a", 0))); });
        row("a number is left out", {}, [](Chain& c) { c.blocks("h.", 3, 4, c.blocks("h.", 0, 1, 0)); });
        row("one is of another kind", {"3: h.2 h.3 h.4"}, [](Chain& c) { c.blocks("h.", 2, 4, c.block("h.1", c.blocks("h.", 0, 0, 0), 7)); });
        row("one reads otherwise", {"3: h.1 h.2 h.3"}, [](Chain& c) {
            const int first = c.add("h.0", 1, {0});
            c.blocks("h.", 1, 3, c.add("h.0", 2, {first, first}));
        });
        row("side by side", {}, [](Chain& c) {
            for (const char* path : {"e.0", "e.1", "e.2", "e.3"}) c.block(path, 0);
        });
        row("what all read comes from outside", {"3: h.0 h.1 h.2"}, [](Chain& c) {
            const int mask = c.add("", 9, {0});
            int from = 0;
            for (const char* path : {"h.0", "h.1", "h.2"}) from = c.add(path, 2, {c.add(path, 1, {from}), mask});
        });
        // The first value goes on to all: to the second by the chain, to the others from further back.
        row("what all read comes from the first", {"3: h.1 h.2 h.3"}, [](Chain& c) {
            const int first = c.block("h.0", 0);
            int from = first;
            for (const char* path : {"h.1", "h.2", "h.3"}) from = c.add(path, 2, {c.add(path, 1, {from}), first});
        });
        row("other results are passed on", {"3: h.0 h.1 h.2"}, [](Chain& c) {
            int from = c.blocks("h.", 0, 2, 0);
            const int one = c.add("h.3", 1, {from - 1});  // the first box of h.2
            c.add("h.3", 2, {one, from - 1});
        });
        row("between is something of the model", {}, [](Chain& c) {
            int from = 0;
            for (const char* path : {"h.0", "h.1", "h.2", "h.3"}) from = c.add("", 5, {c.block(path, from)});
        });
        // From h.0 around h.1 to h.2: of a card of all three the line would come back to it.
        row("a way around comes back", {"3: h.1 h.2 h.3"}, [](Chain& c) {
            const auto block = [&](const char* path, int from, int mask) { return c.add(path, 2, {c.add(path, 1, {from}), mask}); };
            const int first = block("h.0", 0, 0), around = c.add("", 5, {first});
            block("h.3", block("h.2", block("h.1", first, 0), around), 0);
        });
        row("results leave on the way", {"3: h.0 h.1 h.2"}, [](Chain& c) {
            int from = 0;
            std::vector<int> all;
            for (const char* path : {"h.0", "h.1", "h.2"}) all.push_back(from = c.block(path, from));
            c.add("", 5, {all[0], all[1], all[2]});
        });
        row("of modules further in", {"3: h.0 h.1 h.2"}, [](Chain& c) {
            int from = 0;
            for (const std::string path : {"h.0", "h.1", "h.2"}) from = c.block(path + ".mlp", c.block(path + ".attn", from));
        });
        row("names further in differ", {}, [](Chain& c) {
            int from = 0;
            for (const std::string path : {"h.0", "h.1", "h.2"}) from = c.block(path + ".mlp" + path.back(), c.block(path + ".attn", from));
        });
        row("runs in runs", {"3: s.0 s.1 s.2", "3: s.0.b.0 s.0.b.1 s.0.b.2", "3: s.1.b.0 s.1.b.1 s.1.b.2", "3: s.2.b.0 s.2.b.1 s.2.b.2"}, [](Chain& c) {
            int from = 0;
            for (const std::string path : {"s.0", "s.1", "s.2"}) from = c.add(path, 3, {c.blocks(path + ".b.", 0, 2, from)});
        });
        row("two chains take turns", {"3: a0 a1 a2", "3: b0 b1 b2"}, [](Chain& c) {
            int a = 0, b = 0;
            for (const std::string number : {"0", "1", "2"}) {
                a = c.block("a" + number, a);
                b = c.block("b" + number, b);
            }
        });
        row("the same modules again", {"3: h.0 h.1 h.2", "3: h.0 h.1 h.2"}, [](Chain& c) { c.blocks("h.", 0, 2, c.block("mid", c.blocks("h.", 0, 2, 0))); });
    }
    void joins() {
        QFETCH(Chain, chain);
        const PathGroups groups = chain.joined();
        QTEST(runsOf(groups), "runs");
        // Every box stays in the group of its path; groups stand behind the one that they are in, and lines between them run in no circle.
        const PathGroups before = groupByPath(chain.paths, chain.edges);
        for (std::size_t box = 0; box < chain.paths.size(); ++box) {
            const int was = before.group[box], is = groups.group[box];
            QCOMPARE(was < 0, is < 0);
            if (is >= 0) QCOMPARE(groups.groups[static_cast<std::size_t>(is)].path, before.groups[static_cast<std::size_t>(was)].path);
        }
        for (std::size_t group = 0; group < groups.groups.size(); ++group) QVERIFY(groups.groups[group].parent < static_cast<int>(group));
    }

    void a_large_model_is_one_run() {
        const TrialGraph graph = trialTransformer(4500);  // 99,000 boxes
        std::vector<int> kinds;
        for (std::size_t box = 0; box < graph.paths.size(); ++box) kinds.push_back(box < 2 ? static_cast<int>(box) : 2 + static_cast<int>((box - 2) % 22));
        std::vector<Edge> edges = graph.edges;
        for (std::size_t i = 1; i < edges.size(); ++i) edges[i].input = edges[i].to == edges[i - 1].to ? edges[i - 1].input + 1 : 0;
        PathGroups groups = groupByPath(graph.paths, edges);
        const double start = cpuMs();
        groups = joinRepeats(std::move(groups), graph.paths, kinds, edges);
        const double took = cpuMs() - start;
        QCOMPARE(std::ranges::count_if(groups.groups, [](const PathGroup& group) { return group.blocks == 4500; }), 1);
        qInfo("%.1f ms", took);
#if defined(NDEBUG) && !defined(WHITTLE_SANITIZED)
        QVERIFY2(took < 500, qPrintable(QString::number(took)));
#endif
    }
};

WHITTLE_TEST(RepeatsTest)
#include "repeats_test.moc"

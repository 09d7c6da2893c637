// One graph against several: a cell for every node and graph, rows for what only others have, and the filter over them.
#include "engine/ir/diff_filter.h"

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "tests/support/random_graph.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph read(const std::string& lines) {
    const Result<Graph> graph = parseGraph("whittle 1\ngraph @g {\n" + lines + "\n}\n", findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    return *graph;
}

// a -> b -> c; B changes the argument of b, C puts n in, D puts the same n in and lacks c.
struct Four {
    Graph base = read("%a = f() : none\n%b = g(k=1) : none\n%c = h() : none");
    Graph other = read("%a = f() : none\n%b = g(k=2) : none\n%c = h() : none");
    Graph third = read("%a = f() : none\n%n = put(k=1) : none\n%b = g(k=1) : none\n%c = h() : none");
    Graph fourth = read("%a = f2() : none\n%n = put(k=3) : none\n%b = g(k=1) : none\n%o = alone() : none");
    std::vector<const Graph*> graphs{&base, &other, &third, &fourth};
    ManyDiff diff = *diffMany(base, std::span(graphs).subspan(1));
};

// "a = = ~": a letter for each graph: '=' as the base, '~' changed, '.' absent, '+' there while the base lacks it.
QString listed(const ManyDiff& diff, std::span<const Graph* const> graphs, const DiffFilter& filter = {}) {
    QStringList out;
    for (const ManyDiffRow& row : diff.rows) {
        if (!accepts(filter, row, graphs)) continue;
        QString marks = row.base.valid() ? "" : ".", name = row.base.valid() ? toQ(graphs[0]->node(row.base).name) : QString();
        for (std::size_t i = 0; i < row.others.size(); ++i) {
            const DiffCell& cell = row.others[i];
            marks += cell.isAbsent() ? '.' : cell.isChanged() ? '~' : row.base.valid() ? '=' : '+';
            if (name.isEmpty() && !cell.isAbsent()) name = toQ(graphs[i + 1]->node(cell.node).name);
        }
        out << name + marks;
    }
    return out.join(' ');
}

}  // namespace

class DiffManyTest : public QObject {
    Q_OBJECT
private slots:
    void every_node_in_every_graph() {
        const Four it;
        QCOMPARE(listed(it.diff, it.graphs), QString("a==~ n..+~ b~== o...+ c==."));
        QCOMPARE(it.diff.rows[1].others[2].what, std::string("argument k 1 -> 3"));
        QCOMPARE(it.diff.rows[0].others[2].aspects, unsigned{kDiffersInOperator});
        const ManyDiff::Other& last = it.diff.others[2];
        QCOMPARE((std::vector{last.same, last.changed, last.absent, last.added}), (std::vector<std::size_t>{1, 1, 1, 2}));
        QVERIFY(!last.isSame());
    }

    void filters_data() {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* filter, const char* want) { QTest::newRow(*filter ? filter : "none") << filter << want; };
        row("", "a==~ n..+~ b~== o...+ c==.");
        row("differs", "a==~ n..+~ b~== o...+ c==.");
        row("differs:B", "b~==");
        row("differs:C", "n..+~");
        row("same:D", "b~==");
        row("changed", "a==~ n..+~ b~==");
        row("changed:D what:operator", "a==~");
        row("what:arguments", "n..+~ b~==");
        row("absent", "n..+~ o...+ c==.");
        row("absent:d", "c==.");
        row("absent:A", "n..+~ o...+");
        row("only:D", "o...+");
        row("only:A", "");
        row("F2", "a==~");
        row("h differs", "c==.");
    }
    void filters() {
        QFETCH(QString, filter);
        const Four it;
        const Result<DiffFilter> parsed = parseDiffFilter(filter.toStdString(), 4);
        QVERIFY(parsed);
        QTEST(listed(it.diff, it.graphs, *parsed), "want");
    }

    void filters_that_are_none() {
        for (const auto& [text, want] : {std::pair("changed:E", "there are A to D"), {"only", "goes with a graph"}, {"what:name", "operator, arguments or type"}, {"same:", "names no graph"}}) {
            const Result<DiffFilter> parsed = parseDiffFilter(text, 4);
            QVERIFY2(!parsed && parsed.error().message.find(want) != std::string::npos, text);
        }
    }

    void is_what_two_graphs_say() {
        for (std::uint64_t seed = 0; seed < 30; ++seed) {
            const Graph base = randomGraph(seed), one = randomGraph(seed + 1), two = randomGraph(seed + 2);
            const std::vector<const Graph*> others{&one, &two, &base};
            const Result<ManyDiff> diff = diffMany(base, others);
            QVERIFY(diff);
            QVERIFY(diff->others[2].isSame());
            for (std::size_t i = 0; i < others.size(); ++i) {
                const GraphDiff pair = diffGraphs(base, *others[i]);
                QCOMPARE(diff->others[i].changed, pair.count(DiffKind::Changed));
                QCOMPARE(diff->others[i].added, pair.count(DiffKind::Added));
                std::vector<int> seen(others[i]->nodeIdBound(), 0);
                for (const ManyDiffRow& row : diff->rows)
                    if (!row.others[i].isAbsent()) ++seen[static_cast<std::size_t>(row.others[i].node.index())];
                for (const Node& node : others[i]->nodes()) QCOMPARE(seen[static_cast<std::size_t>(node.id.index())], 1);
            }
            std::vector<NodeId> order;
            for (const ManyDiffRow& row : diff->rows)
                if (row.base.valid()) order.push_back(row.base);
            QCOMPARE(order.size(), base.nodes().size());
            for (std::size_t i = 0; i < order.size(); ++i) QCOMPARE(order[i], base.nodes()[i].id);
        }
    }

    void can_be_stopped_and_has_a_limit() {
        const Four it;
        CancelSource stop;
        int last = -1;
        const auto progress = [&](int done, int of) {
            QVERIFY(done < of && done > last);
            last = done;
            if (done == 2) stop.cancel();
        };
        const Result<ManyDiff> stopped = diffMany(it.base, std::span(it.graphs).subspan(1), stop.token(), progress);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, Code::Cancelled);
        QCOMPARE(last, 2);
        const std::vector<const Graph*> many(kMostDiffGraphs, &it.base);
        QCOMPARE(diffMany(it.base, many).error().code, Code::Limit);
    }
};

WHITTLE_TEST(DiffManyTest)
#include "diff_many_test.moc"

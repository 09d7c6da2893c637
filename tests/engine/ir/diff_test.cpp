#include "engine/ir/diff.h"

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

// "=a ~b->c(why) +d -e", then what changed at the edges.
QString listed(const Graph& before, const Graph& after) {
    const GraphDiff diff = diffGraphs(before, after);
    QStringList out;
    for (const DiffRow& row : diff.rows) {
        const std::string was = row.before.valid() ? before.node(row.before).name : "";
        const std::string is = row.after.valid() ? after.node(row.after).name : "";
        switch (row.kind) {
            case DiffKind::Same: out << toQ("=" + (was == is ? was : was + ">" + is)); break;
            case DiffKind::Changed: out << toQ("~" + (was == is ? was : was + ">" + is) + "(" + row.what + ")"); break;
            case DiffKind::Added: out << toQ("+" + is); break;
            case DiffKind::Removed: out << toQ("-" + was); break;
        }
    }
    for (const ValueId id : diff.addedInputs) out << toQ("+input " + after.value(id).name);
    for (const ValueId id : diff.removedInputs) out << toQ("-input " + before.value(id).name);
    if (diff.outputsChanged) out << "outputs";
    return out.join(' ');
}

}  // namespace

class DiffTest : public QObject {
    Q_OBJECT
private slots:
    void rows_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const char* before, const char* after, const char* want) {
            QTest::newRow(name) << before << after << want;
        };
        const char* const kChain = "input %x : f32[2]\n%a = f(k=%x) : f32[2]\n%b = g(k=%a) : f32[2]\nreturn %b";
        row("equal", kChain, kChain, "=a =b");
        row("origins do not count", kChain,
            "input %x : f32[2]\n%a = f(k=%x) : f32[2] @ net.py:1\n%b = g(k=%a) : f32[2]\nreturn %b", "=a =b");
        row("bypassed", kChain, "input %x : f32[2]\n%b = g(k=%x) : f32[2]\nreturn %b", "-a ~b(argument k %a -> %x)");
        row("inserted", kChain,
            "input %x : f32[2]\n%a = f(k=%x) : f32[2]\n%n = h(k=%a) : f32[2]\n%b = g(k=%n) : f32[2]\nreturn %b",
            "=a +n ~b(argument k %a -> %n)");
        row("renamed pairs by operands", kChain, "input %x : f32[2]\n%p = f(k=%x) : f32[2]\n%q = g(k=%p) : f32[2]\nreturn %q",
            "=a>p =b>q");
        row("operator replaced", kChain, "input %x : f32[2]\n%a = f2(k=%x) : f32[2]\n%b = g(k=%a) : f32[2]\nreturn %b",
            "~a(operator f -> f2) =b");
        row("type changed", kChain, "input %x : f32[2]\n%a = f(k=%x) : f16[2]\n%b = g(k=%a) : f32[2]\nreturn %b",
            "~a(type f32[2] -> f16[2]) =b");
        row("arguments come and go", "%a = f(k=1, m=2) : none\nreturn %a", "%a = f(k=3, n=nan) : none\nreturn %a",
            "~a(argument k 1 -> 3; argument m 2 -> not given; argument n not given -> nan)");
        row("results", "%a, %b = f() : none, none\nreturn %a", "%a = f() : none\nreturn %a", "~a(2 results -> 1)");
        row("removed ones stay in place", "%a = f() : none\n%b = g() : none\n%c = h() : none\n%d = i() : none",
            "%a = f() : none\n%d = i() : none", "=a -b -c =d");
        row("removed at the end", "%a = f() : none\n%b = g() : none", "%a = f() : none", "=a -b");
        row("moved", "%a = f() : none\n%b = g() : none\nreturn %a, %b", "%b = g() : none\n%a = f() : none\nreturn %a, %b", "=b =a");
        row("inputs", "input %x : none\nreturn none", "input %y : none\nreturn none", "+input y -input x");
        row("outputs", "%a = f() : none\nreturn %a", "%a = f() : none\nreturn none", "=a outputs");
        row("an exporter that counts anew", "input %x : f32[2]\n%a = f(k=%x) : f32[2] @ in forward module m.0 type M\n%a_1 = f(k=%a) : f32[2] @ in forward module m.1 type M\nreturn %a_1",
            "input %x : f32[2]\n%a = f(k=%x) : f32[2] @ in forward module new type M\n%a_1 = f(k=%a) : f32[2] @ in forward module m.0 type M\n"
            "%a_2 = f(k=%a_1) : f32[2] @ in forward module m.1 type M\nreturn %a_2",
            "+a ~a>a_1(argument k %x -> %a) =a_1>a_2");
        row("only neighbours tell", "input %x : f32[2]\n%a = f(k=%x) : f32[2]\n%b = g(k=%a) : f32[2]\n%c = f(k=%b) : f32[2]\nreturn %c",
            "input %x : f32[2]\n%n = h(k=%x) : f32[2]\n%p = f(k=%n) : f32[2]\n%q = g(k=%p) : f32[2]\n%r = f(k=%q) : f32[2]\nreturn %r",
            "+n ~a>p(argument k %x -> %n) =b>q =c>r");
        row("repeated nodes pair in order", "%a = f() : none\n%b = f() : none", "%c = f() : none\n%d = f() : none\n%e = f() : none",
            "=a>c =b>d +e");
    }
    void rows() {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QTEST(listed(read(before.toStdString()), read(after.toStdString())), "want");
    }

    void every_node_has_one_row() {
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            const Graph a = randomGraph(seed), b = randomGraph(seed + 1);
            QVERIFY(diffGraphs(a, a).empty());
            const GraphDiff diff = diffGraphs(a, b);
            std::vector<int> before(a.nodeIdBound(), 0), after(b.nodeIdBound(), 0);
            for (const DiffRow& row : diff.rows) {
                if (row.before.valid()) ++before[static_cast<std::size_t>(row.before.index())];
                if (row.after.valid()) ++after[static_cast<std::size_t>(row.after.index())];
                QCOMPARE(row.what.empty(), row.kind != DiffKind::Changed);
                QCOMPARE(row.aspects == 0, row.kind != DiffKind::Changed);
            }
            QVERIFY(std::all_of(before.begin(), before.end(), [](int n) { return n == 1; }));
            QVERIFY(std::all_of(after.begin(), after.end(), [](int n) { return n == 1; }));
        }
    }
};

WHITTLE_TEST(DiffTest)
#include "diff_test.moc"

#include "engine/schedule/join_kernels.h"

#include "engine/schedule/kernel_cost.h"
#include "tests/support/graph_text.h"
#include "tests/support/schedule_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Over the inputs that all cases have.
Graph withInputs(const std::string& lines) { return graphOf("symbol s0 in [1, inf] hint 100\ninput %x : f32[s0,64]\ninput %y : f32[s0,64]\ninput %w : f32[64]\n" + lines); }

// What became of joining: "yes a b: reason".
QStringList joins(const Schedule& schedule) {
    QStringList out;
    for (const Decision& one : schedule.decisions) {
        if (one.rule != "fuse-outputs") continue;
        QStringList nodes;
        for (const std::string& name : one.nodes) nodes << toQ(name);
        out << QString("%1 %2: %3").arg(one.accepted ? "yes" : "no", nodes.join(" "), toQ(one.reason));
    }
    return out;
}

const char* const kDecomposedNorm =
    "%m = aten.mean.dim(%x, [1], true) : f32[s0,1]\n%d = aten.sub.Tensor(%x, %m) : f32[s0,64]\n%q = aten.mul.Tensor(%d, %d) : f32[s0,64]\n"
    "%v = aten.mean.dim(%q, [1], true) : f32[s0,1]\n%e = aten.add.Tensor(%v, 0.00001) : f32[s0,1]\n%r = aten.rsqrt.default(%e) : f32[s0,1]\n"
    "%n = aten.mul.Tensor(%d, %r) : f32[s0,64]\n%o = aten.mul.Tensor(%n, %w) : f32[s0,64]\n";

}  // namespace

class JoinKernelsTest : public QObject {
    Q_OBJECT
private slots:
    void groups_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("want");
        QTest::newRow("all results of a norm") << "%o, %m, %r = aten.native_layer_norm.default(%x, [64], %w, none, 0.00001) : f32[s0,64], f32[s0,1], f32[s0,1]\nreturn %o, %m, %r"
                                               << "loops(o: o m r)";
        QTest::newRow("a sum that is stored and normalised") << "%a = aten.add.Tensor(%x, %y) : f32[s0,64]\n%o, %m, %r = aten.native_layer_norm.default(%a, [64], %w, none, 0.00001) : f32[s0,64], f32[s0,1], f32[s0,1]\nreturn %a, %o"
                                                             << "loops(a o: a o)";
        QTest::newRow("a norm in pieces") << QString(kDecomposedNorm) + "return %o" << "loops(m d q v e r n o: o)";
        QTest::newRow("a norm in pieces, of which one is stored") << QString(kDecomposedNorm) + "return %o, %r" << "loops(m d q v e r n o: r o)";
        QTest::newRow("softmax in pieces") << "%m = aten.amax.default(%x, [1], true) : f32[s0,1]\n%d = aten.sub.Tensor(%x, %m) : f32[s0,64]\n%e = aten.exp.default(%d) : f32[s0,64]\n"
                                              "%s = aten.sum.dim_IntList(%e, [1], true) : f32[s0,1]\n%p = aten.div.Tensor(%e, %s) : f32[s0,64]\nreturn %p"
                                           << "loops(m d e s p: p)";
        QTest::newRow("rms norm after a residual") << "%a = aten.add.Tensor(%x, %y) : f32[s0,64]\n%q = aten.mul.Tensor(%a, %a) : f32[s0,64]\n%v = aten.mean.dim(%q, [1], true) : f32[s0,1]\n"
                                                      "%r = aten.rsqrt.default(%v) : f32[s0,1]\n%n = aten.mul.Tensor(%a, %r) : f32[s0,64]\n%o = aten.mul.Tensor(%n, %w) : f32[s0,64]\nreturn %a, %o"
                                                   << "loops(a q v r n o: a o)";
        QTest::newRow("softmax's gradient") << "%p = aten.mul.Tensor(%x, %y) : f32[s0,64]\n%s = aten.sum.dim_IntList(%p, [1], true) : f32[s0,1]\n%t = aten.mul.Tensor(%y, %s) : f32[s0,64]\n"
                                               "%g = aten.sub.Tensor(%p, %t) : f32[s0,64]\nreturn %g"
                                            << "loops(p s t g: g)";
        QTest::newRow("siblings") << "%a = aten.exp.default(%x) : f32[s0,64]\n%b = aten.neg.default(%x) : f32[s0,64]\nreturn %a, %b" << "loops(a b: a b)";
        QTest::newRow("sums of one row") << "%a = aten.sum.dim_IntList(%x, [1]) : f32[s0]\n%b = aten.amax.default(%x, [1]) : f32[s0]\nreturn %a, %b" << "loops(a b: a b)";
        QTest::newRow("strangers") << "%a = aten.exp.default(%x) : f32[s0,64]\n%b = aten.neg.default(%y) : f32[s0,64]\nreturn %a, %b" << "loops(a: a) loops(b: b)";
        QTest::newRow("another shape") << "%a = aten.exp.default(%x) : f32[s0,64]\n%b = aten.permute.default(%a, [1, 0]) : f32[64,s0]\n%c = aten.neg.default(%b) : f32[64,s0]\nreturn %a, %c" << "loops(a: a) loops(b c: c)";
        // %b waits for %t, which reads %a: nothing can be before and after the sort at once.
        QTest::newRow("not around another step") << "%a = aten.exp.default(%x) : f32[s0,64]\n%t, %i = aten.sort.default(%a) as t : f32[s0,64], i64[s0,64]\n%b = aten.add.Tensor(%a, %t) : f32[s0,64]\nreturn %a, %b"
                                                 << "loops(a: a) eager(t: t i) loops(b: b)";
        // %b takes %a along, whose reader %c waits for: then neither can wait for the other.
        QTest::newRow("nor around what reads a part of it") << "%a = aten.exp.default(%x) : f32[s0,64]\n%t, %i = aten.sort.default(%a) as t : f32[s0,64], i64[s0,64]\n%c = aten.add.Tensor(%t, %y) : f32[s0,64]\n%b = aten.mul.Tensor(%a, %y) : f32[s0,64]\nreturn %a, %b, %c"
                                                           << "loops(a b: a b) eager(t: t i) loops(c: c)";
        // The kernel runs where its last part did, and whoever reads the first waits.
        QTest::newRow("readers wait") << "%a = aten.exp.default(%x) : f32[s0,64]\n%t, %i = aten.sort.default(%a) as t : f32[s0,64], i64[s0,64]\n%b = aten.neg.default(%x) : f32[s0,64]\nreturn %a, %b, %t"
                                      << "loops(a b: a b) eager(t: t i)";
        QTest::newRow("random numbers keep their order") << "%a = aten.exp.default(%x) : f32[s0,64]\n%r = aten.rand_like.default(%a) : f32[s0,64]\n%q = aten.rand_like.default(%y) : f32[s0,64]\n%b = aten.mul.Tensor(%x, %q) : f32[s0,64]\nreturn %a, %b, %r"
                                                         << "loops(a: a) eager(r: r) eager(q: q) loops(b: b)";
        // It would be stored three times, by any threads.
        QTest::newRow("a result that lacks a dimension in the middle") << "input %b : f32[s0,3,64]\n%u = aten.unsqueeze.default(%x, 1) : f32[s0,1,64]\n%e = aten.exp.default(%u) : f32[s0,1,64]\n%o = aten.add.Tensor(%b, %e) : f32[s0,3,64]\nreturn %e, %o"
                                                                       << "loops(u e: e) loops(o: o)";
        QTest::newRow("a running sum goes alone") << "%a = aten.cumsum.default(%x, 1) : f32[s0,64]\n%b = aten.exp.default(%x) : f32[s0,64]\nreturn %a, %b" << "loops(a: a) loops(b: b)";
        QTest::newRow("long sums go in parts") << "input %z : f32[1000,1000]\n%a = aten.sum.default(%z) : f32[]\n%b = aten.amax.default(%z) : f32[]\nreturn %a, %b"
                                               << "loops(a: ) loops(a: a) loops(b: ) loops(b: b)";
    }
    void groups() {
        QFETCH(QString, lines);
        const Graph graph = withInputs(lines.toStdString());
        const auto schedule = makeSchedule(graph, {});
        VERIFY_OK(schedule);
        for (const Step& step : schedule->steps)
            if (step.kernel) VERIFY_OK(checkKernel(*step.kernel));
        QTEST(stepsText(graph, *schedule, StepResults::Shown), "want");
    }

    void decisions_say_how_much() {
        const auto of = [](const std::string& lines) {
            const auto schedule = makeSchedule(withInputs(lines), {});
            return schedule ? joins(*schedule) : QStringList(describe(schedule));
        };
        QCOMPARE(of("input %z : f32[1024,4096]\n%a = aten.exp.default(%z) : f32[1024,4096]\n%b = aten.neg.default(%z) : f32[1024,4096]\nreturn %a, %b"),
                 QStringList("yes a b: fused: saves reading 16.8 MB"));
        QCOMPARE(of("%a = aten.exp.default(%x) : f32[s0,64]\n%b = aten.add.Tensor(%a, %y) : f32[s0,64]\nreturn %a, %b"),
                 QStringList("yes a b: fused: saves reading 256*s0 bytes (25.6 kB as traced)"));
        // exp, three times for each element in place of once
        QCOMPARE(of("%a = aten.exp.default(%x) : f32[s0,64]\n%b = aten._softmax.default(%a, 1, false) : f32[s0,64]\nreturn %b"),
                 QStringList("no a b: not fused: would compute 1.5x as much to save 512*s0 bytes (51.2 kB as traced)"));
        std::string longChain = "%a0 = aten.exp.default(%x) : f32[s0,64]\n";
        for (int i = 1; i < 60; ++i) longChain += fmt::format("%a{} = aten.neg.default(%a{}) : f32[s0,64]\n", i, i - 1);
        QCOMPARE(of(longChain + "return %a59"), QStringList("no a11 a59: not fused: the kernel would hold 60 nodes (limit 48)"));
    }

    void a_value_that_many_read_tells_the_bytes() {
        const auto schedule = makeSchedule(withInputs("input %z : f32[1024,4096]\ninput %u : f32[1024,4096]\n%a = aten.add.Tensor(%z, %u) : f32[1024,4096]\n%b = aten.permute.default(%a, [1, 0]) : f32[4096,1024]\n"
                                                   "%c = aten.exp.default(%b) : f32[4096,1024]\n%d = aten.sum.dim_IntList(%a, [0]) : f32[4096]\nreturn %c, %d"), {});
        VERIFY_OK(schedule);
        QStringList reasons;
        for (const Decision& one : schedule->decisions) reasons << toQ(one.reason);
        QVERIFY2(reasons.contains("not fused: 2 kernels read it: each would read 33.6 MB instead of 16.8 MB"), qPrintable(reasons.join("\n")));
    }

    // Equal reductions of two results are computed once.
    void reductions_are_shared() {
        const auto schedule = makeSchedule(withInputs("%o, %m, %r = aten.native_layer_norm.default(%x, [64], %w, none, 0.00001) : f32[s0,64], f32[s0,1], f32[s0,1]\nreturn %o, %m, %r"), {});
        VERIFY_OK(schedule);
        const auto& exprs = schedule->steps[0].kernel->exprs.all();
        QCOMPARE(std::ranges::count_if(exprs, [](const LoopExpr& expr) { return expr.op == LoopOp::Reduce; }), std::ptrdiff_t(2));
    }

    void costs() {
        const Graph graph = withInputs("%o = aten._softmax.default(%x, 1, false) : f32[s0,64]\nreturn %o");
        const auto schedule = makeSchedule(graph, {});
        VERIFY_OK(schedule);
        const KernelCost cost = costOf(*schedule->steps[0].kernel, graph);
        QCOMPARE(toQ(cost.read.text()), QString("256*s0"));  // three passes over a row that the cache keeps
        QCOMPARE(toQ(cost.written.text()), QString("256*s0"));
        QVERIFY(cost.operations > 2 * 16 * 6400);  // exp twice an element
        const Graph wide = withInputs("input %z : f32[64,1000000]\n%o = aten._softmax.default(%z, 1, false) : f32[64,1000000]\nreturn %o");
        const auto passes = makeSchedule(wide, {});
        VERIFY_OK(passes);
        QCOMPARE(toQ(costOf(*passes->steps.back().kernel, wide).read.text()), QString("768000000"));  // rows that no cache keeps
    }
};

WHITTLE_TEST(JoinKernelsTest)
#include "join_kernels_test.moc"

#include "engine/schedule/schedule.h"

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "tests/support/graph_text.h"
#include "tests/support/schedule_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Over the inputs that all cases have.
Graph withInputs(const std::string& lines) { return graphOf("symbol s0 in [1, inf] hint 4\ninput %x : f32[s0,6]\ninput %w : f32[6]\n" + lines); }

}  // namespace

class ScheduleTest : public QObject {
    Q_OBJECT
private slots:
    void groups_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("want");
        QTest::newRow("a chain is one kernel") << "%a = aten.exp.default(%x) : f32[s0,6]\n%b = aten.add.Tensor(%a, %w) : f32[s0,6]\nreturn %b"
                                               << "loops(a b)";
        QTest::newRow("a result is in memory") << "%a = aten.exp.default(%x) : f32[s0,6]\n%b = aten.add.Tensor(%a, %w) : f32[s0,6]\nreturn %a, %b"
                                               << "loops(a) loops(b)";
        QTest::newRow("two readers in one kernel") << "%a = aten.exp.default(%x) : f32[s0,6]\n%b = aten.neg.default(%a) : f32[s0,6]\n%c = aten.mul.Tensor(%a, %b) : f32[s0,6]\nreturn %c"
                                                   << "loops(a b c)";
        QTest::newRow("two kernels read it") << "%a = aten.exp.default(%x) : f32[s0,6]\n%b = aten.neg.default(%a) : f32[s0,6]\n%c = aten.sum.default(%a) : f32[]\nreturn %b, %c"
                                             << "loops(a b) loops(c) loops(c)";
        QTest::newRow("a reduction takes its producer") << "%a = aten.exp.default(%x) : f32[s0,6]\n%b = aten.sum.dim_IntList(%a, [1]) : f32[s0]\nreturn %b"
                                                        << "loops(a b)";
        QTest::newRow("softmax would compute it three times") << "%a = aten.exp.default(%x) : f32[s0,6]\n%b = aten._softmax.default(%a, 1, false) : f32[s0,6]\nreturn %b"
                                                              << "loops(a) loops(b)";
        QTest::newRow("an epilogue of the same shape") << "%a = aten._softmax.default(%x, 1, false) : f32[s0,6]\n%b = aten.mul.Tensor(%a, %w) : f32[s0,6]\nreturn %b"
                                                       << "loops(a b)";
        QTest::newRow("a row's reduction and what reads it") << "%a = aten.sum.dim_IntList(%x, [1], true) : f32[s0,1]\n%b = aten.sub.Tensor(%x, %a) : f32[s0,6]\nreturn %b"
                                                                 << "loops(a b)";
        QTest::newRow("views cost nothing") << "%a = aten.permute.default(%x, [1, 0]) : f32[6,s0]\n%b = aten.unsqueeze.default(%a, 0) : f32[1,6,s0]\nreturn %b"
                                            << "view(a b)";
        QTest::newRow("views disappear into kernels") << "%a = aten.permute.default(%x, [1, 0]) : f32[6,s0]\n%b = aten.exp.default(%a) : f32[6,s0]\nreturn %b"
                                                      << "loops(a b)";
        QTest::newRow("a reshape across a transposition copies") << "%a = aten.permute.default(%x, [1, 0]) : f32[6,s0]\n%b = aten.reshape.default(%a, [-1]) : f32[6*s0]\nreturn %b"
                                                                 << "loops(a b)";
        QTest::newRow("rows by position are an epilogue's operand") << "input %i : i64[s0]\n%a = aten.embedding.default(%x, %i) : f32[s0,6]\n%b = aten.add.Tensor(%a, %w) : f32[s0,6]\nreturn %b"
                                                                    << "loops(a b)";
        QTest::newRow("positions are computed where they are read") << "input %i : i64[s0]\n%a = aten.add.Tensor(%i, 1) : i64[s0]\n%b = aten.index_select.default(%x, 0, %a) : f32[s0,6]\nreturn %b"
                                                                    << "loops(a b)";
        QTest::newRow("an element that nobody reads is checked too") << "input %i : i64[s0]\n%a = aten.embedding.default(%x, %i) : f32[s0,6]\n%b = aten.slice.Tensor(%a, 1, 0, 3) : f32[s0,3]\n%c = aten.exp.default(%b) : f32[s0,3]\nreturn %c"
                                                                     << "loops(a) loops(b c)";
        QTest::newRow("a running sum is computed in order") << "%a = aten.cumsum.default(%x, 0) : f32[s0,6]\n%b = aten.exp.default(%a) : f32[s0,6]\nreturn %b"
                                                            << "loops(a) loops(b)";
        QTest::newRow("writes come after what they write into") << "input %i : i64[2]\ninput %v : f32[2,6]\n%a = aten.exp.default(%x) : f32[s0,6]\n%b = aten.index_copy.default(%a, 0, %i, %v) : f32[s0,6]\nreturn %b"
                                                                << "loops(a b) loops(a b)";
        QTest::newRow("few results of many elements come in parts") << "input %y : f32[1000,1000]\n%a = aten.sum.default(%y) : f32[]\nreturn %a" << "loops(a) loops(a)";
        QTest::newRow("each of two passes comes in parts") << "input %y : f32[1000000]\n%a = aten.var.correction(%y) : f32[]\nreturn %a" << "loops(a) loops(a) loops(a)";
        QTest::newRow("many results are parts enough") << "input %y : f32[64,100000]\n%a = aten.sum.dim_IntList(%y, [1]) : f32[64]\nreturn %a" << "loops(a)";
        QTest::newRow("sizes are the host's") << "%n = aten.sym_size.int(%x, 0) : int(s0)\n%a = aten.arange.default(%n) : i64[s0]\nreturn %a"
                                              << "host(n) loops(a)";
        QTest::newRow("the rest is eager") << "%v, %i = aten.topk.default(%x, 2) as t : f32[s0,2], i64[s0,2]\nreturn %v"
                                           << "eager(t)";
        QTest::newRow("nobody reads it") << "%a = aten.exp.default(%x) : f32[s0,6]\nreturn %x" << "";
    }
    void groups() {
        QFETCH(QString, lines);
        const Graph graph = withInputs(lines.toStdString());
        const auto schedule = makeSchedule(graph, {});
        VERIFY_OK(schedule);
        QTEST(stepsText(graph, *schedule), "want");
        for (const Step& step : schedule->steps)
            if (step.kernel) VERIFY_OK(checkKernel(*step.kernel));
    }

    void tails_data() {
        QTest::addColumn<QString>("lines");  // after %h, the product
        QTest::addColumn<QString>("want");
        QTest::newRow("a chain") << "%a = aten.add.Tensor(%h, %b) : f32[s0,8]\n%c = aten.gelu.default(%a) : f32[s0,8]\nreturn %c" << "library(h a c)";
        QTest::newRow("a value read twice") << "%a = aten.sigmoid.default(%h) : f32[s0,8]\n%c = aten.mul.Tensor(%h, %a) : f32[s0,8]\nreturn %c" << "library(h a c)";
        QTest::newRow("two ways that do not meet") << "%a = aten.sigmoid.default(%h) : f32[s0,8]\n%c = aten.exp.default(%h) : f32[s0,8]\nreturn %a, %c" << "library(h) loops(a c)";
        QTest::newRow("the product is a result too") << "%a = aten.relu.default(%h) : f32[s0,8]\nreturn %h, %a" << "library(h) loops(a)";
        QTest::newRow("a result on the way ends it") << "%a = aten.relu.default(%h) : f32[s0,8]\n%c = aten.exp.default(%a) : f32[s0,8]\nreturn %a, %c" << "library(h a) loops(c)";
        QTest::newRow("up to a reduction") << "%a = aten.relu.default(%h) : f32[s0,8]\n%c = aten.exp.default(%a) : f32[s0,8]\n%d = aten.sum.dim_IntList(%c, [1]) : f32[s0]\nreturn %d"
                                           << "library(h a c) loops(d)";
        QTest::newRow("what is read outside is the root") << "%a = aten.relu.default(%h) : f32[s0,8]\n%c = aten.sum.dim_IntList(%a, [1], true) : f32[s0,1]\n%d = aten.sub.Tensor(%a, %c) : f32[s0,8]\nreturn %d"
                                                          << "library(h a) loops(c d)";
        QTest::newRow("a view of an operand") << "%a = aten.unsqueeze.default(%b, 0) : f32[1,8]\n%c = aten.add.Tensor(%h, %a) : f32[s0,8]\nreturn %c" << "library(h a c)";
        QTest::newRow("an operand of as many elements is computed along") << "%a = aten.exp.default(%r) : f32[s0,8]\n%c = aten.add.Tensor(%h, %a) : f32[s0,8]\nreturn %c" << "library(h a c)";
        QTest::newRow("a small one would be computed for every row, and comes later") << "%a = aten.exp.default(%b) : f32[8]\n%c = aten.add.Tensor(%h, %a) : f32[s0,8]\nreturn %c" << "library(h) loops(a) loops(c)";
        QTest::newRow("a reduction comes later") << "%a = aten.sum.dim_IntList(%r, [0]) : f32[8]\n%c = aten.add.Tensor(%h, %a) : f32[s0,8]\nreturn %c" << "library(h) loops(a) loops(c)";
        QTest::newRow("another order") << "%a = aten.permute.default(%h, [1, 0]) : f32[8,s0]\n%c = aten.relu.default(%a) : f32[8,s0]\nreturn %c" << "library(h) loops(a c)";
        QTest::newRow("fewer elements") << "%a = aten.slice.Tensor(%h, 1, 0, 4) : f32[s0,4]\n%c = aten.relu.default(%a) : f32[s0,4]\nreturn %c" << "library(h) loops(a c)";
        QTest::newRow("wider, for a reader that widens by itself") << "%a = aten.relu.default(%h) : f32[s0,8]\n%c = aten._to_copy.default(%a, dtype=f64) : f64[s0,8]\n%d = aten.sum.dim_IntList(%c, [1]) : f64[s0]\nreturn %d"
                                                                   << "library(h a) loops(c d)";
        QTest::newRow("two products") << "%a = aten.relu.default(%h) : f32[s0,8]\n%g = aten.mm.default(%a, %v) : f32[s0,8]\n%c = aten.add.Tensor(%g, %a) : f32[s0,8]\nreturn %c" << "library(h a) library(g c)";
    }
    void tails() {
        QFETCH(QString, lines);
        const Graph graph = withInputs("input %m : f32[6,8]\ninput %v : f32[8,8]\ninput %b : f32[8]\ninput %r : f32[s0,8]\n%h = aten.mm.default(%x, %m) : f32[s0,8]\n" + lines.toStdString());
        ScheduleOptions options;
        options.library = [](const Node& node) { return LibraryClaim{.accepted = node.op == "aten.mm.default", .rule = node.op == "aten.mm.default" ? "library-matmul" : "", .reason = {}}; };
        options.tail = [](const Node&) { return LibraryClaim{.accepted = true, .rule = "fuse-epilogue", .reason = {}}; };
        const auto schedule = makeSchedule(graph, options);
        VERIFY_OK(schedule);
        QTEST(stepsText(graph, *schedule), "want");
        for (const Step& step : schedule->steps) {
            if (step.kernel) VERIFY_OK(checkKernel(*step.kernel));
            if (step.kind == Step::Kind::Library && step.kernel) QCOMPARE(toQ(step.kernel->ranges[0].extent.text()), QString("p_rows"));
        }
        options.tail = [](const Node&) { return LibraryClaim{.accepted = false, .rule = "fuse-epilogue", .reason = "it stores by itself"}; };
        const auto apart = makeSchedule(graph, options);
        VERIFY_OK(apart);
        for (const Step& step : apart->steps) QVERIFY(step.kind != Step::Kind::Library || step.nodes.size() == 1);
    }

    void refusals_have_reasons() {
        const Graph graph = withInputs("%a = aten.exp.default(%x) : f32[s0,6]\n%b = aten.add.Tensor(%a, %w) : f32[s0,6]\nreturn %a, %b");
        const auto schedule = makeSchedule(graph, {});
        VERIFY_OK(schedule);
        QVERIFY(std::any_of(schedule->decisions.begin(), schedule->decisions.end(), [](const Decision& d) {
            return !d.accepted && d.reason == "not fused: it is a result of the graph";
        }));
    }

    // One loop over all elements when nothing stands in the way of it.
    void loops_merge() {
        const Graph graph = withInputs("%a = aten.exp.default(%x) : f32[s0,6]\nreturn %a");
        const auto schedule = makeSchedule(graph, {});
        VERIFY_OK(schedule);
        const LoopKernel& kernel = *schedule->steps[0].kernel;
        QCOMPARE(kernel.ranges.size(), std::size_t(1));
        QCOMPARE(toQ(kernel.ranges[0].extent.text()), QString("6*s0"));
    }

    // What is contiguous in the input runs inside, what is contiguous in the output in lanes.
    void a_transposition_walks_its_input_inside() {
        const Graph graph = withInputs("%a = aten.permute.default(%x, [1, 0]) : f32[6,s0]\n%b = aten.exp.default(%a) : f32[6,s0]\nreturn %b");
        const auto schedule = makeSchedule(graph, {});
        VERIFY_OK(schedule);
        const LoopKernel& few = *schedule->steps[0].kernel;  // 6 steps are less than a cache line
        QCOMPARE(toQ(few.ranges[0].name + few.ranges[1].name), QString("i0i1"));
        const auto wide = parseGraph("whittle 1\ngraph @g {\ninput %x : f32[100,60]\n%a = aten.permute.default(%x, [1, 0]) : f32[60,100]\n%b = aten.exp.default(%a) : f32[60,100]\nreturn %b\n}\n", findSchema);
        VERIFY_OK(wide);
        const auto turned = makeSchedule(*wide, {});
        VERIFY_OK(turned);
        const LoopKernel& kernel = *turned->steps[0].kernel;
        QCOMPARE(toQ(kernel.ranges[0].name + kernel.ranges[1].name), QString("i1i0"));
        QCOMPARE(kernel.parallel, 1);
    }

    void loops_of_a_reduction_merge() {
        const Graph graph = withInputs("input %y : f32[7,6]\n%a = aten.sum.default(%y) : f32[]\nreturn %a");
        const auto schedule = makeSchedule(graph, {});
        VERIFY_OK(schedule);
        int reductions = 0;
        for (const LoopExpr& expr : schedule->steps.back().kernel->exprs.all()) {
            if (expr.op != LoopOp::Reduce) continue;
            ++reductions;
            QCOMPARE(expr.ranges.size(), std::size_t(1));
            QCOMPARE(toQ(expr.ranges[0].extent.text()), QString("42"));
        }
        QCOMPARE(reductions, 1);
    }

    // The reduced dimension's loop runs inside, whatever its place in memory.
    void loops_go_around_reductions() {
        const Graph graph = withInputs("%a = aten._softmax.default(%x, 0, false) : f32[s0,6]\nreturn %a");
        const auto schedule = makeSchedule(graph, {});
        VERIFY_OK(schedule);
        const LoopKernel& kernel = *schedule->steps[0].kernel;
        QCOMPARE(toQ(kernel.ranges[0].name), QString("i1"));
        QCOMPARE(kernel.parallel, 1);
    }

    void symbols_do_not_capture_loop_variables() {
        auto graph = parseGraph("whittle 1\ngraph @g {\nsymbol i0 in [1, inf] hint 4\ninput %x : f32[i0,6]\n%a = aten.neg.default(%x) : f32[i0,6]\nreturn %a\n}\n", findSchema);
        VERIFY_OK(graph);
        const auto schedule = makeSchedule(*graph, {});
        VERIFY_OK(schedule);
        QCOMPARE(toQ(schedule->steps[0].kernel->ranges[0].extent.text()), QString("6*i0"));
        QVERIFY(schedule->steps[0].kernel->ranges[0].name.starts_with("i_"));
    }
};

WHITTLE_TEST(ScheduleTest)
#include "schedule_test.moc"

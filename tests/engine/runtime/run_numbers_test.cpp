// Numbers that only a run knows as arguments of operators: each run computes with its own, whoever computes; what cannot wait for a
// run says so.
#include "engine/eager/interpreter.h"
#include "engine/ops/check.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"
#include "tests/support/graph_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// With numbers below 0 among them.
Tensor input() { return ramp({4, 4}, -1.5); }

Graph withNumber(const std::string& lines) { return graphOf("input %x : f32[4,4]\ninput %k : float = 0.5\n" + lines + "\nreturn %y"); }

}  // namespace

class RunNumbersTest : public QObject {
    Q_OBJECT
private slots:
    void every_run_has_its_own_data() {
        QTest::addColumn<QString>("lines");  // from %x and %k to %y
        QTest::newRow("a loop") << "%y = aten.leaky_relu.default(%x, %k) : f32[4,4]";
        QTest::newRow("a loop with several") << "%y = aten.elu.default(%x, %k, 1, %k) : f32[4,4]";
        QTest::newRow("an operand") << "%y = aten.mul.Tensor(%x, %k) : f32[4,4]";
        QTest::newRow("a factor of an operand") << "%y = aten.add.Tensor(%x, %x, alpha=%k) : f32[4,4]";
        QTest::newRow("a number of a sum") << "%y = aten.rsub.Scalar(%x, 2, %k) : f32[4,4]";
        QTest::newRow("bounds") << "%y = aten.clamp.default(%x, none, %k) : f32[4,4]";
        QTest::newRow("a bound") << "%y = aten.hardtanh.default(%x, -1, %k) : f32[4,4]";
        QTest::newRow("an order") << "%y = aten.linalg_vector_norm.default(%x, %k) : f32[]";
        QTest::newRow("a power") << "%p = aten.abs.default(%x) : f32[4,4]\n%y = aten.pow.Tensor_Scalar(%p, %k) : f32[4,4]";
        QTest::newRow("a correction") << "%y = aten.var.correction(%x, none, correction=%k) : f32[]";
        QTest::newRow("eps of a norm") << "%y = aten.layer_norm.default(%x, [4], none, none, %k) : f32[4,4]";
        QTest::newRow("parts") << "%y = aten.pairwise_distance.default(%x, %x, 2.0, %k) : f32[4]";
        QTest::newRow("a loss") << "%n = aten.neg.default(%x) : f32[4,4]\n%y = aten.huber_loss.default(%x, %n, 1, %k) : f32[]";
        QTest::newRow("a margin") << "%y = aten.margin_ranking_loss.default(%x, %x, %x, %k) : f32[]";
        QTest::newRow("a product's factors") << "%y = aten.addmm.default(%x, %x, %x, beta=%k, alpha=%k) : f32[4,4]";
        QTest::newRow("in a library's stead") << "%h = aten.mm.default(%x, %x) : f32[4,4]\n%y = aten.add.Tensor(%h, %x, alpha=%k) : f32[4,4]";
        QTest::newRow("after a library") << "%h = aten.mm.default(%x, %x) : f32[4,4]\n%y = aten.mul.Tensor(%h, %k) : f32[4,4]";
        QTest::newRow("filled") << "%y = aten.full_like.default(%x, %k) : f32[4,4]";
        QTest::newRow("masked") << "%m = aten.gt.Scalar(%x, %k) : bool[4,4]\n%y = aten.masked_fill.Scalar(%x, %m, %k) : f32[4,4]";
        QTest::newRow("a quantile") << "%y = aten.quantile.scalar(%x, %k) : f32[]";
        QTest::newRow("attention's scale") << "%q = aten.view.default(%x, [1, 1, 4, 4]) : f32[1,1,4,4]\n"
                                              "%y = aten.scaled_dot_product_attention.default(%q, %q, %q, scale=%k) : f32[1,1,4,4]";
        QTest::newRow("attention that is written out") << "%q = aten.view.default(%x, [1, 4, 4]) : f32[1,4,4]\n%t = aten.transpose.int(%q, 1, 2) : f32[1,4,4]\n"
                                                          "%z = aten.zeros.default([1, 4, 4]) : f32[1,4,4]\n"
                                                          "%s = aten.baddbmm.default(%z, %q, %t, beta=0, alpha=%k) : f32[1,4,4]\n"
                                                          "%p = aten.softmax.int(%s, -1) : f32[1,4,4]\n%y = aten.bmm.default(%p, %q) : f32[1,4,4]";
        QTest::newRow("computed") << "%m = aten.mul.Tensor(%x, %k) : f32[4,4]\n%s = aten.sum.default(%m) : f32[]\n%n = aten.item.default(%s) : float\n%y = aten.leaky_relu.default(%x, %n) : f32[4,4]";
    }
    void every_run_has_its_own() {
        QFETCH(QString, lines);
        const Graph graph = withNumber(lines.toStdString());
        VERIFY_OK(checkGraph(graph));
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        std::vector<Tensor> before;
        for (const double number : {0.5, 0.75, 0.25}) {
            const std::vector<Datum> inputs = {input(), number};
            const auto expected = interpret(graph, inputs, {});
            VERIFY_OK(expected);
            const auto actual = (*compiled)->run(inputs);
            VERIFY_OK(actual);
            const Comparison comparison = compareTensors(*asTensor(expected->outputs[0]), *asTensor((*actual)[0]), {1e-5, 1e-5});
            QVERIFY2(comparison.ok, qPrintable(QString("%1: %2").arg(number).arg(comparison.reason.c_str())));
            // Else a number of another run would be as good.
            for (const Tensor& other : before) QVERIFY(!compareTensors(other, *asTensor(expected->outputs[0]), {1e-5, 1e-5}).ok);
            before.push_back(*asTensor(expected->outputs[0]));
        }
    }

    // What no type rule could look at is looked at when the number is there.
    void ranges_are_checked_in_the_run_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<double>("number");
        QTest::addColumn<QString>("says");
        QTest::newRow("dropout") << "%y = aten.dropout.default(%x, %k, false) : f32[4,4]" << 1.5 << "between 0 and 1, but got 1.5";
        QTest::newRow("celu") << "%y = aten.celu.default(%x, %k) : f32[4,4]" << 0.0 << "alpha cannot be 0";
        QTest::newRow("softshrink") << "%y = aten.softshrink.default(%x, %k) : f32[4,4]" << -1.0 << "found to be -1";
        QTest::newRow("quantile") << "%y = aten.quantile.scalar(%x, %k) : f32[]" << 2.0 << "but got 2";
        QTest::newRow("an assertion") << "aten._assert_scalar.default(%k, \"it must hold\")\n%y = aten.relu.default(%x) : f32[4,4]" << 0.0 << "it must hold";
    }
    void ranges_are_checked_in_the_run() {
        QFETCH(QString, lines);
        QFETCH(double, number);
        QFETCH(QString, says);
        const Graph graph = withNumber(lines.toStdString());
        VERIFY_OK(checkGraph(graph));
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        VERIFY_OK(interpret(graph, std::vector<Datum>{input(), 0.5}, {}));
        VERIFY_OK((*compiled)->run(std::vector<Datum>{input(), 0.5}));
        const std::vector<Datum> inputs = {input(), number};
        const auto eager = interpret(graph, inputs, {});
        QVERIFY(!eager);
        QVERIFY2(eager.error().message.contains(says.toStdString()), eager.error().message.c_str());
        const auto ran = (*compiled)->run(inputs);
        QVERIFY(!ran);
        QVERIFY2(ran.error().message.contains(says.toStdString()), ran.error().message.c_str());
    }

    void cannot_wait_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("says");
        QTest::newRow("factors") << "aten.upsample_nearest1d.vec(%v, none, [%k])" << "scale_factors[0] is a number that only a run knows";
        QTest::newRow("a range") << "aten.arange.start_step(0, 4, %k)" << "'step' is a float that is only known when the program runs";
        QTest::newRow("a tolerance") << "aten.isclose.default(%v, %v, %k, 0.1)" << "argument 'rtol' of aten.isclose.default is a number that only a run knows";
        QTest::newRow("a flag") << "aten.sum.dim_IntList(%v, [0], %b)" << "argument 'keepdim' of aten.sum.dim_IntList is a number that only a run knows";
    }
    void cannot_wait() {
        QFETCH(QString, line);
        QFETCH(QString, says);
        const Graph graph = graphOf("input %x : f32[4,4]\ninput %k : float\ninput %b : bool\n%v = aten.view.default(%x, [1, 4, 4]) : f32[1,4,4]\n%y = " + line.toStdString() + " : f32[1,4,4]\nreturn %y");
        const auto checked = checkGraph(graph);
        QVERIFY(!checked);
        QVERIFY2(checked.error().message.contains(says.toStdString()), checked.error().message.c_str());
    }
};

WHITTLE_TEST(RunNumbersTest)
#include "run_numbers_test.moc"

#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class MatmulTest : public QObject {
    Q_OBJECT
private slots:
    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.mm.default(f32[2,s0], f32[s0,3])", "f32[2,3]");
        row("aten.mm.default(bool[2,2], bool[2,2])", "type: mm.1: matrices of bool cannot be multiplied");
        row("aten.mm.default(f32[2,2], f64[2,2])",
            "type: mm.2: expected both operands to have one dtype, got f32[2,2] and f64[2,2]");
        row("aten.mm.default(f32[2], f32[2,2])", "shape: mm.3: argument 'self' is f32[2], rank 2 is needed");
        row("aten.mm.default(f32[2,3], f32[2,3])",
            "shape: mm.4: f32[2,3] and f32[2,3] cannot be multiplied: the inner sizes are 3 and 2");
        row("aten.tensordot.default(f32[2,s0], f32[s0,3], [1], [0])", "f32[2,3]");
        row("aten.tensordot.default(f32[2,3], f32[3], [0, 1], [0])", "argument: tensordot.3: both dimension lists should have same length, got 2 and 1");
        row("aten.tensordot.default(f32[1], f32[], [0], [0])", "shape: tensordot.4: Dimension specified as 0 but tensor other has no dimensions");
        row("aten.bmm.default(f32[s0,2,3], f32[s0,3,4])", "f32[s0,2,4]");
        row("aten.bmm.default(f32[2,2,3], f32[3,3,4])",
            "shape: bmm.5: f32[2,2,3] and f32[3,3,4] have different batch sizes");
        row("aten.addmm.default(f32[3], f32[2,4], f32[4,3])", "f32[2,3]");
        row("aten.addmm.default(f32[2], f32[2,4], f32[4,3])",
            "shape: addmm.6: f32[2] does not expand to the product f32[2,3]");
        row("aten.addmm.default(i64[3], i64[2,4], i64[4,3], alpha=0.5)", "i64[2,3]");  // truncated, as PyTorch does
        row("aten.addmm.default(f16[3], f32[2,4], f32[4,3])",
            "type: addmm.2: expected all operands to have one dtype, got f16[3] to add to f32[2,3]");
        row("aten.baddbmm.default(f32[3], f32[5,2,4], f32[5,4,3])", "f32[5,2,3]");
        row("aten.mv.default(f32[2,3], f32[3])", "f32[2]");
        row("aten.addmv.default(f32[1], f32[2,3], f32[3])", "f32[2]");
        row("aten.dot.default(f32[3], f32[3])", "f32[]");
        row("aten.outer.default(f32[2], i64[3])", "f32[2,3]");
        row("aten.linear.default(f32[s0,s1,4], f32[5,4], f32[5])", "f32[s0,s1,5]");
        row("aten.linear.default(f32[2,4], f32[4])", "f32[2]");
        row("aten.linear.default(f16[2,4], f32[5,4], f32[5])", "f32[2,5]");
        row("aten.linear.default(f16[2,4], f32[5,4], f16[5])", "f32[2,5]");
        row("aten.linear.default(f16[2,4], f32[5,4])", "f16[2,5]");
        row("aten.linear.default(f16[2,4], f32[5,4], i64[5])", "type: linear.2: expected all operands to have one dtype, got i64[5] to add to f16[2,5]");
        row("aten.linear.default(i64[2,4], f32[5,4])", "type: linear.2: expected both operands to have one dtype, got i64[2,4] and f32[5,4]");
        row("aten.linear.default(f32[], f32[4])",
            "shape: linear.3: input f32[] and weight f32[4]: rank 1 or more, and 1 or 2, are needed");
        row("aten.matmul.default(f32[2,1,3,4], f32[5,4,2])", "f32[2,5,3,2]");
        row("aten.matmul.default(f32[3], f32[3])", "f32[]");
        row("aten.matmul.default(f32[4], f32[s0,4,2])", "f32[s0,2]");
        row("aten.matmul.default(f32[], f32[3])",
            "shape: matmul.3: both operands need rank 1 or more, got f32[] and f32[3]");
        row("aten.matmul.default(f32[2,3,4], f32[3,4,2])",
            "shape: matmul.5: f32[2,3,4] and f32[3,4,2]: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    void values_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.mm.default(f32[2,2], f32[2,2])", "f32[2,2] 2 3 6 11");
        row("aten.mm.default(f32[2,0], f32[0,2])", "f32[2,2] 0 0 0 0");
        row("aten.mm.default(i8[1,2]{100,100}, i8[2,1]{2,2})", "i8[1,1] -112");
        row("aten.mm.default(f16[1,3], f16[3,1]{1,1,1})", "f16[1,1] 3");
        row("aten.addmm.default(f32[2]{nan,nan}, f32[2,2], f32[2,2], beta=0)", "f32[2,2] 2 3 6 11");
        row("aten.addmm.default(f32[2], f32[2,2], f32[2,2], beta=0.5, alpha=2)", "f32[2,2] 4 6.5 12 22.5");
        row("aten.addmm.default(i64[2], i64[2,2], i64[2,2], beta=3)", "i64[2,2] 2 6 6 14");
        row("aten.bmm.default(f32[2,1,2], f32[2,2,1])", "f32[2,1,1] 1 13");
        row("aten.baddbmm.default(f32[1]{1}, f32[2,1,2], f32[2,2,1])", "f32[2,1,1] 2 14");
        row("aten.mv.default(f32[2,2], f32[2])", "f32[2] 1 3");
        row("aten.addmv.default(f32[2], f32[2,2], f32[2])", "f32[2] 1 4");
        row("aten.dot.default(f32[3], f32[3])", "f32[] 5");
        row("aten.outer.default(f32[2], f32[2])", "f32[2,2] 0 0 0 1");
        row("aten.linear.default(f32[1,2,2], f32[1,2], f32[1]{1})", "f32[1,2,1] 2 4");
        row("aten.linear.default(f32[2,2], f32[2])", "f32[2] 1 3");
        row("aten.linear.default(f16[2,2], f32[2,2])", "type: linear.7: mat1 and mat2 must have the same dtype, but got f16 and f32");
        row("aten.matmul.default(f32[2], f32[2,2])", "f32[2] 2 3");
        row("aten.matmul.default(f32[2], f32[2,2,1])", "f32[2,1] 1 3");
        row("aten.matmul.default(f32[2,1,2], f32[2,1])", "f32[2,1,1] 1 3");
        row("aten.matmul.default(f32[2,1,1,2], f32[2,2,1])", "f32[2,2,1,1] 1 3 3 13");
    }
    void values() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }

    void decompositions_data() {
        QTest::addColumn<QString>("call");
        for (const char* call : {
                 "aten.linear.default(f32[2,2,3], f32[2,3], f32[2])",
                 "aten.linear.default(f32[2,3], f32[2,3])",
                 "aten.linear.default(f32[3], f32[2,3], f32[2])",
                 "aten.linear.default(f32[2,3], f32[3])",
                 "aten.matmul.default(f32[3], f32[3])",
                 "aten.matmul.default(f32[2,3], f32[3])",
                 "aten.matmul.default(f32[3], f32[3,2])",
                 "aten.matmul.default(f32[2,1,3,4], f32[5,4,2])",
                 "aten.matmul.default(f32[2,3,4], f32[4,2])",
                 "aten.matmul.default(f32[3,4], f32[2,4,2])",
                 "aten.mv.default(f32[2,3], f32[3])",
                 "aten.dot.default(f32[3], f32[3])",
                 "aten.outer.default(f32[2], f32[3])"})
            QTest::newRow(call) << call;
    }
    void decompositions() {
        QFETCH(QString, call);
        QCOMPARE(opDecomposed(call.toStdString()), opRun(call.toStdString()));
    }

    // 0.1 * 0.1 summed 20000 times: f32 alone would drift past the last digits shown.
    void long_sums_do_not_drift() {
        std::string row = "f32[1,20000]{", column = "f32[20000,1]{";
        for (int i = 0; i < 20000; ++i) row += "0.1,", column += "0.1,";
        QCOMPARE(opRun("aten.mm.default(" + row + "}, " + column + "})"), QString("f32[1,1] 200"));
    }
};

WHITTLE_TEST(MatmulTest)
#include "matmul_test.moc"

#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class PoolTest : public QObject {
    Q_OBJECT
private slots:
    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.max_pool2d.default(f32[s0,2,6,7], [3,2], [2,2], [1,1], [1,2], true)", "f32[s0,2,4,4]");
        row("aten.max_pool2d_with_indices.default(f32[1,1,4,4], [2,2])", "f32[1,1,2,2], i64[1,1,2,2]");
        row("aten.max_pool1d.default(f32[2,8], [2])", "f32[2,4]");
        row("aten.avg_pool2d.default(f32[1,2,5,5], [2,2], [2,2], [0,0], true)", "f32[1,2,3,3]");
        row("aten.avg_pool1d.default(f32[1,2,5], [2])", "f32[1,2,2]");
        row("aten.adaptive_avg_pool2d.default(f32[1,2,s0,s1], [1,1])", "f32[1,2,1,1]");
        row("aten._adaptive_avg_pool2d.default(f32[2,7,5], [3,2])", "f32[2,3,2]");
        row("aten.adaptive_avg_pool1d.default(f32[2,7], [3])", "f32[2,3]");
        row("aten.adaptive_max_pool2d.default(f32[1,2,7,5], [3,2])", "f32[1,2,3,2], i64[1,2,3,2]");
        row("aten.max_pool2d.default(f32[4,4], [2,2])",
            "shape: max_pool2d.1: expected an input of rank 3 or 4, got f32[4,4]");
        row("aten.max_pool2d.default(f32[1,4,4], [2,2,2])",
            "argument: max_pool2d.2: argument 'kernel_size' has 3 values for 2 dimensions");
        row("aten.max_pool2d.default(f32[1,4,4], [0,2])",
            "argument: max_pool2d.3: kernel 0, stride 0, dilation 1 must be positive, padding 0 not negative");
        row("aten.max_pool2d.default(f32[1,4,4], [2,2], [2,2], [2,2])",
            "argument: max_pool2d.4: padding should be at most half of the effective kernel size, got padding 2, kernel 2 and dilation 1");
        row("aten.max_pool2d.default(f32[1,4,4], [5,5])",
            "shape: max_pool2d.5: the kernel is larger than the padded input f32[1,4,4]");
        row("aten.avg_pool2d.default(i64[1,4,4], [2,2])", "i64[1,2,2]");
        row("aten.avg_pool2d.default(f32[1,4,4], [2,2], divisor_override=0)",
            "argument: avg_pool2d.7: divisor_override must not be 0");
        row("aten.adaptive_avg_pool2d.default(f32[1,0,4], [2,2])",
            "shape: adaptive_avg_pool2d.9: only the batch may be empty, got f32[1,0,4]");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    void values_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.max_pool2d_with_indices.default(f32[1,2,4], [2,2])", "f32[1,1,2] 5 7; i64[1,1,2] 5 7");
        row("aten.max_pool2d_with_indices.default(f32[1,2,2]{1,nan,3,1}, [2,2])", "f32[1,1,1] nan; i64[1,1,1] 1");
        row("aten.max_pool2d.default(f32[1,3,3], [2,2], [2,2], [1,1])", "f32[1,2,2] 0 2 6 8");
        row("aten.max_pool1d.default(f32[1,5], [2], [2], [0], [1], true)", "f32[1,3] 1 3 4");
        row("aten.avg_pool2d.default(f32[1,2,2], [2,2], [2,2], [1,1])", "f32[1,2,2] 0 0.25 0.5 0.75");
        row("aten.avg_pool2d.default(f32[1,2,2], [2,2], [2,2], [1,1], false, false)", "f32[1,2,2] 0 1 2 3");
        row("aten.avg_pool2d.default(f32[1,2,2], [2,2], divisor_override=3)", "f32[1,1,1] 2");
        row("aten.avg_pool1d.default(f32[1,5], [2], [2], [0], true)", "f32[1,3] 0.5 2.5 4");
        row("aten.adaptive_avg_pool2d.default(f32[1,2,2], [1,1])", "f32[1,1,1] 1.5");
        row("aten.adaptive_avg_pool1d.default(f32[1,5], [2])", "f32[1,2] 1 3");
        row("aten.adaptive_max_pool2d.default(f32[1,2,3], [1,2])", "f32[1,1,2] 4 5; i64[1,1,2] 4 5");
    }
    void values() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }

    void decompositions_data() {
        QTest::addColumn<QString>("call");
        for (const char* call : {
                 "aten.max_pool2d.default(f32[1,3,3], [2,2], [2,2], [1,1])",
                 "aten.adaptive_avg_pool2d.default(f32[1,4,4], [2,2])"})
            QTest::newRow(call) << call;
    }
    void decompositions() {
        QFETCH(QString, call);
        QCOMPARE(opDecomposed(call.toStdString()), opRun(call.toStdString()));
    }
};

WHITTLE_TEST(PoolTest)
#include "pool_test.moc"

#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class SoftmaxTest : public QObject {
    Q_OBJECT
private slots:
    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten._softmax.default(f16[s0,4], -1, false)", "f16[s0,4]");
        row("aten._softmax.default(f32[2], 0, true)",
            "argument: _softmax.1: half_to_float is a conversion that only GPU kernels do");
        row("aten._log_softmax.default(i64[2], 0, false)",
            "type: _log_softmax.2: the input is i64[2], a floating dtype is needed");
        row("aten.softmax.int(i64[2], 0, f32)", "f32[2]");
        row("aten.softmax.int(i64[2], 0)",
            "type: softmax.2: the result would be i64[2], a floating dtype is needed");
        row("aten.log_softmax.int(f32[2], 1)", "shape: dim 1 is outside rank 1: it must be from -1 to 0");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    void values_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten._softmax.default(f32[2,2]{0,0,-inf,0}, 1, false)", "f32[2,2] 0.5 0.5 0 1");
        row("aten._softmax.default(f32[1,2]{-inf,-inf}, 1, false)", "f32[1,2] nan nan");
        row("aten._softmax.default(f32[2,2]{1000,0,1000,0}, 0, false)", "f32[2,2] 0.5 0.5 0.5 0.5");
        row("aten._softmax.default(f32[0,3], 1, false)", "f32[0,3]");
        row("aten._softmax.default(f32[]{3}, 0, false)", "f32[] 1");
        row("aten._log_softmax.default(f16[2]{0,0}, 0, false)", "f16[2] -0.6934 -0.6934");
        row("aten.softmax.int(i64[2]{5,5}, 0, f32)", "f32[2] 0.5 0.5");
        row("aten.log_softmax.int(f32[1,1,3]{0,0,0}, 2)", "f32[1,1,3] -1.099 -1.099 -1.099");
    }
    void values() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }

    void decompositions_data() {
        QTest::addColumn<QString>("call");
        for (const char* call : {
                 "aten.softmax.int(f32[2,3], 1)",
                 "aten.log_softmax.int(f32[2,3], 0)"})
            QTest::newRow(call) << call;
    }
    void decompositions() {
        QFETCH(QString, call);
        QCOMPARE(opDecomposed(call.toStdString()), opRun(call.toStdString()));
    }
};

WHITTLE_TEST(SoftmaxTest)
#include "softmax_test.moc"

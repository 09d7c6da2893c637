#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class JoinTest : public QObject {
    Q_OBJECT
private slots:
    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.cat.default([f32[2,3], f32[2,s0]], 1)", "f32[2,s0 + 3]");
        row("aten.cat.default([f32[2,3], i64[2,1]], -1)", "f32[2,4]");
        row("aten.cat.default([f32[3], f32[0], f32[2]])", "f32[5]");
        row("aten.cat.default([f32[0], f32[2,3]])", "f32[2,3]");
        row("aten.cat.default([])", "argument: cat.1: the list of tensors is empty");
        row("aten.cat.default([f32[]])", "shape: cat.2: tensors of rank 0 cannot be joined; use stack");
        row("aten.cat.default([f32[2], f32[2,2]])", "shape: cat.3: input 1 is f32[2,2], the first is f32[2]");
        row("aten.cat.default([f32[2,3], f32[3,2]], 1)",
            "shape: cat.4: input 1 is f32[3,2], the first is f32[2,3]: sizes must match except in dim 1");
        row("aten.stack.default([f32[s0], f32[s0]], -1)", "f32[s0,2]");
        row("aten.stack.default([])", "argument: stack.1: the list of tensors is empty");
        row("aten.stack.default([f32[2], f32[3]])", "shape: stack.2: input 1 is f32[3], the first is f32[2]: sizes must match");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    void values_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.cat.default([f32[2,1], i64[2,2]], 1)", "f32[2,3] 0 0 1 1 2 3");
        row("aten.cat.default([f32[1,2], f32[1,2]])", "f32[2,2] 0 1 0 1");
        row("aten.stack.default([f32[2], f32[2]], -1)", "f32[2,2] 0 0 1 1");
    }
    void values() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }

    void stack_decomposes() {
        const char* call = "aten.stack.default([f32[2], f32[2]], -1)";
        QCOMPARE(opDecomposed(call), opRun(call));
    }
};

WHITTLE_TEST(JoinTest)
#include "join_test.moc"

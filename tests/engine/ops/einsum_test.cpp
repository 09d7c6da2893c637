#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class EinsumTest : public QObject {
    Q_OBJECT
private slots:
    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.einsum.default(\"bij,bjk->bik\", [f32[s0,3,4], f32[s0,4,2]])", "f32[s0,3,2]");
        row("aten.einsum.default(\"...ij,jk\", [f32[5,2,3], f32[3,4]])", "f32[5,2,4]");
        row("aten.einsum.default(\"ba\", [f32[2,3]])", "f32[3,2]");
        row("aten.einsum.default(\"i1->i\", [f32[2,3]])",
            "argument: einsum.1: unexpected '1' in the term 'i1'; only letters and '...' are allowed");
        row("aten.einsum.default(\"ij->i\", [f32[2]])",
            "shape: einsum.2: the term 'ij' does not fit a tensor of rank 1");
        row("aten.einsum.default(\"i,j->i\", [f32[2]])",
            "argument: einsum.3: the equation 'i,j->i' has more terms than the 1 tensors");
        row("aten.einsum.default(\"i,i->\", [f32[2], i64[2]])",
            "type: einsum.4: tensor 1 is i64[2], the first is f32[2]: one number dtype is needed");
        row("aten.einsum.default(\"i,i->\", [f32[2], f32[3]])",
            "shape: einsum.5: 'i' is 3 in tensor 1 and 2 before");
        row("aten.einsum.default(\"i->k\", [f32[2]])",
            "argument: einsum.6: the output letter 'k' of 'i->k' must occur in an input, and once in the output");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    void values_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.einsum.default(\"ij,jk->ik\", [f32[2,2], f32[2,2]])", "f32[2,2] 2 3 6 11");
        row("aten.einsum.default(\"ii->i\", [f32[2,2]])", "f32[2] 0 3");
        row("aten.einsum.default(\"ii\", [f32[2,2]])", "f32[] 3");
        row("aten.einsum.default(\"i,j,k->kji\", [f32[2], f32[1]{2}, f32[2]{1,3}])", "f32[2,1,2] 0 2 0 6");
        row("aten.einsum.default(\"...i->i...\", [f32[2,3]])", "f32[3,2] 0 3 1 4 2 5");
        row("aten.einsum.default(\"ij->\", [i64[2,3]])", "i64[] 15");
    }
    void values() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }

    void decompositions_data() {
        QTest::addColumn<QString>("call");
        for (const char* call : {
                 "aten.einsum.default(\"bij,bjk->bik\", [f32[2,3,4], f32[2,4,2]])",
                 "aten.einsum.default(\"bhld,bhsd->bhls\", [f32[2,2,3,4], f32[2,2,5,4]])",
                 "aten.einsum.default(\"ij,kj,i->ki\", [f32[2,3], f32[4,3], f32[2]])",
                 "aten.einsum.default(\"ijk->ki\", [f32[2,3,4]])",
                 "aten.einsum.default(\"i,j->ji\", [f32[2], f32[3]])",
                 "aten.einsum.default(\"te,ted->td\", [f32[3,2], f32[3,2,4]])"})
            QTest::newRow(call) << call;
    }
    void decompositions() {
        QFETCH(QString, call);
        QCOMPARE(opDecomposed(call.toStdString()), opRun(call.toStdString()));
    }

    void decomposition_refuses() {
        QCOMPARE(opDecomposed("aten.einsum.default(\"ii->i\", [f32[2,2]])"),
                 QString("unsupported: einsum.8: the letter 'i' occurs twice in the term 'ii'"));
        QCOMPARE(opDecomposed("aten.einsum.default(\"ij,ij->i\", [f32[2,1], f32[2,3]])"),
                 QString("unsupported: einsum.7: a letter has size 1 in one tensor and another size in the other"));
    }
};

WHITTLE_TEST(EinsumTest)
#include "einsum_test.moc"

#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class SlicingTest : public QObject {
    Q_OBJECT
private slots:
    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.select.int(f32[4,s0], 0, -1)", "f32[s0]");
        row("aten.select.int(f32[], 0, 0)", "shape: select.1: a tensor of rank 0 has no dimension to take parts of");
        row("aten.select.int(f32[4,6], 0, 4)", "shape: select.2: index 4 is outside dim 0 of f32[4,6]");
        row("aten.slice.Tensor(f32[24], 0, 3, 100, 4)", "f32[6]");
        row("aten.slice.Tensor(f32[24], 0, -5, -1)", "f32[4]");
        row("aten.slice.Tensor(f32[24], 0, 5, 2)", "f32[0]");
        row("aten.slice.Tensor(f32[4,6], 1, none, int64_max, 2)", "f32[4,3]");
        row("aten.slice.Tensor(f32[s0,6], 0, 0, int64_max)", "f32[s0,6]");
        row("aten.slice.Tensor(f32[1,64], 1, 0, sym(s0))", "f32[1,Min(64, s0)]");
        row("aten.slice.Tensor(f32[24], 0, 0, 5, -1)", "argument: slice.2: the step is -1, it must be positive");
        row("aten.narrow.default(f32[5], 0, 1, 3)", "f32[3]");
        row("aten.narrow.default(f32[5], 0, 6, 0)", "shape: narrow.2: start 6 is outside dim 0 of f32[5]");
        row("aten.narrow.default(f32[5], 0, -2, 3)", "shape: narrow.3: 3 elements from -2 do not fit into dim 0 of f32[5]");
        row("aten.split.Tensor(f32[24], 10)", "f32[10], f32[10], f32[4]");
        row("aten.split.Tensor(f32[24], 0)", "argument: split.2: parts of size 0 cannot cover a dimension of size 24");
        row("aten.split.Tensor(f32[s0], 2)",
            "unsupported: split.3: the dimension has the symbolic size s0, so the number of parts is not known");
        row("aten.split.Tensor(f32[4000000], 1)", "limit: split.4: 4000000 parts are more than the 1048576 allowed");
        row("aten.split_with_sizes.default(f32[24], [10,14])", "f32[10], f32[14]");
        row("aten.split_with_sizes.default(f32[24], [-1,25])", "argument: split_with_sizes.2: negative size in [-1,25]");
        row("aten.split_with_sizes.default(f32[24], [10,10])",
            "shape: split_with_sizes.3: sizes [10,10] sum to 20, dim 0 has size 24");
        row("aten.chunk.default(f32[7], 3)", "f32[3], f32[3], f32[1]");
        row("aten.chunk.default(f32[5], 4)", "f32[2], f32[2], f32[1]");
        row("aten.chunk.default(f32[2*s0], 2)", "f32[s0], f32[s0]");
        row("aten.chunk.default(f32[5], 0)", "argument: chunk.2: 0 chunks were asked for, at least 1 is needed");
        row("aten.unbind.int(f32[2,s0])", "f32[s0], f32[s0]");
        row("aten.unbind.int(f32[s0])",
            "unsupported: unbind.2: dim 0 has the symbolic size s0, so the number of outputs is not known");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    void values_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.select.int(f32[2,3], 1, -1)", "f32[2] 2 5");
        row("aten.slice.Tensor(f32[2,4], 1, 1, int64_max, 2)", "f32[2,2] 1 3 5 7");
        row("aten.narrow.default(f32[5], 0, -3, 2)", "f32[2] 2 3");
        row("aten.split.Tensor(f32[2,3], 2, 1)", "f32[2,2] 0 1 3 4; f32[2,1] 2 5");
        row("aten.chunk.default(i64[5], 2)", "i64[3] 0 1 2; i64[2] 3 4");
        row("aten.unbind.int(f32[2,2], 1)", "f32[2] 0 2; f32[2] 1 3");
    }
    void values() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }

    void decompositions_data() {
        QTest::addColumn<QString>("call");
        for (const char* call : {"aten.split.Tensor(f32[2,3], 2, 1)", "aten.chunk.default(i64[5], 2)", "aten.unbind.int(f32[2,2], 1)"})
            QTest::newRow(call) << call;
    }
    void decompositions() {
        QFETCH(QString, call);
        QCOMPARE(opDecomposed(call.toStdString()), opRun(call.toStdString()));
    }
};

WHITTLE_TEST(SlicingTest)
#include "slicing_test.moc"

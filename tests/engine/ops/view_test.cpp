#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class ViewTest : public QObject {
    Q_OBJECT
private slots:
    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.view.default(f32[24], [2,-1,4])", "f32[2,3,4]");
        row("aten.view.default(f32[s0,4], [-1])", "f32[4*s0]");
        row("aten.view.default(f32[4*s0], [-1,4])", "f32[s0,4]");
        row("aten.view.default(f32[s0,s1,8], [sym(s0),sym(s1),2,4])", "f32[s0,s1,2,4]");
        row("aten.view.default(f32[0,3], [-1,3])", "f32[0,3]");
        row("aten.view.default(f32[6], [-1,-1])", "shape: view.1: only one dimension can be -1, not two as in [-1,-1]");
        row("aten.view.default(f32[6], [-2,3])", "shape: view.2: [-2,3] holds the negative size -2");
        row("aten.view.default(f32[6], [4])", "shape: view.3: sizes [4] hold 4 elements, the input has 6");
        row("aten.view.default(f32[6], [4,-1])", "shape: view.3: sizes [4,-1] do not divide the input's 6 elements");
        row("aten.view.default(f32[0], [0,-1])", "shape: view.4: any size would fit for the -1 in [0,-1]");
        row("aten.reshape.default(f32[2,3], [3,2])", "f32[3,2]");
        row("aten._unsafe_view.default(f32[2,3], [6])", "f32[6]");
        row("aten.flatten.using_ints(f32[s0,3,4,5], 1)", "f32[s0,60]");
        row("aten.flatten.using_ints(f32[])", "f32[1]");
        row("aten.flatten.using_ints(f32[2,3], 1, 0)", "shape: flatten.1: start_dim 1 comes after end_dim 0");
        row("aten.unflatten.int(f32[2,6], 1, [3,-1])", "f32[2,3,2]");
        row("aten.unflatten.int(f32[], 0, [1])", "shape: unflatten.5: a tensor of rank 0 has no dim to unflatten");
        row("aten.unflatten.int(f32[1], 0, [])", "argument: unflatten.6: sizes must not be empty");
        row("aten.permute.default(f32[2,3,s0], [2,0,-2])", "f32[s0,2,3]");
        row("aten.permute.default(f32[2,3], [0])", "shape: permute.1: 1 dims for a tensor of rank 2");
        row("aten.transpose.int(f32[2,3,4], -1, 1)", "f32[2,4,3]");
        row("aten.transpose.int(f32[2,3], 0, 2)", "shape: dim 2 is outside rank 2: it must be from -2 to 1");
        row("aten.swapaxes.default(f32[2,3], 0, 1)", "f32[3,2]");
        row("aten.t.default(f32[2,3])", "f32[3,2]");
        row("aten.t.default(f32[5])", "f32[5]");
        row("aten.t.default(f32[1,2,3])", "shape: t.1: the input has rank 3, at most 2 is allowed");
        row("aten.numpy_T.default(f32[2,3,4])", "f32[4,3,2]");
        row("aten.mT.default(f32[2,3,4])", "f32[2,4,3]");
        row("aten.mT.default(f32[4])", "shape: mT.1: the input has rank 1, at least 2 is needed");
        row("aten.movedim.int(f32[2,3,4], 0, -1)", "f32[3,4,2]");
        row("aten.expand.default(f32[3,1], [2,-1,4])", "f32[2,3,4]");
        row("aten.expand.default(f32[1,s0], [sym(s1),-1])", "f32[s1,s0]");
        row("aten.expand.default(f32[2,3], [3])", "shape: expand.1: f32[2,3] has more dimensions than the wanted sizes [3]");
        row("aten.expand.default(f32[3], [-1,3])", "shape: expand.2: -1 is not allowed for the new dimension 0 of [-1,3]");
        row("aten.expand.default(f32[24], [3,23])",
            "shape: expand.3: size 24 of the input cannot become 23 at dim 1; [24] to [3,23]");
        row("aten.expand_as.default(f32[3], f32[2,3])", "f32[2,3]");
        row("aten.squeeze.default(f32[1,s0,1])", "f32[s0]");
        row("aten.squeeze.dim(f32[1,3], 1)", "f32[1,3]");
        row("aten.squeeze.dims(f32[1,24,1], [0,1])", "f32[24,1]");
        row("aten.unsqueeze.default(f32[24], -1)", "f32[24,1]");
        row("aten.as_strided.default(f32[24], [2,3], [1,4], 2)", "f32[2,3]");
        row("aten.as_strided.default(f32[24], [2,3], [1])", "shape: as_strided.1: 2 sizes but 1 strides");
        row("aten.as_strided.default(f32[24], [2], [-1])", "shape: as_strided.2: negative value in size [2] or stride [-1]");
        row("aten.diagonal.default(f32[4,6,s0], 1)", "f32[s0,4]");
        row("aten.diagonal.default(f32[4])", "shape: diagonal.1: the input has rank 1, at least 2 is needed");
        row("aten.diagonal.default(f32[4,4], 0, 1, -1)", "shape: diagonal.2: dim1 and dim2 are both 1");
        row("aten.unfold.default(f32[24], 0, 5, 3)", "f32[7,5]");
        row("aten.unfold.default(f32[4], 0, 5, 3)", "shape: unfold.1: a window of 5 does not fit into dim 0 of size 4");
        row("aten.unfold.default(f32[4], 0, 2, 0)", "argument: unfold.2: the step is 0, it must be positive");
        row("aten.alias.default(f16[2])", "f16[2]");
        row("aten.detach.default(f16[2])", "f16[2]");
        row("aten.lift_fresh_copy.default(i64[2])", "i64[2]");
        row("aten.contiguous.default(f16[2])", "f16[2]");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    void values_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.view.default(f32[4], [2,2])", "f32[2,2] 0 1 2 3");
        row("aten.permute.default(f32[2,3], [1,0])", "f32[3,2] 0 3 1 4 2 5");
        row("aten.expand.default(f32[2,1], [2,2,2])", "f32[2,2,2] 0 0 1 1 0 0 1 1");
        row("aten.movedim.int(f32[2,1,2], 0, -1)", "f32[1,2,2] 0 2 1 3");
        row("aten.diagonal.default(f32[3,3], -1)", "f32[2] 3 7");
        row("aten.diagonal.default(f32[2,2], 5)", "f32[0]");
        row("aten.unfold.default(f32[5], 0, 3, 2)", "f32[2,3] 0 1 2 2 3 4");
        row("aten.as_strided.default(f32[24], [2,3], [1,4], 2)", "f32[2,3] 2 6 10 3 7 11");
        row("aten.as_strided.default(f32[24], [2,30], [1,4])",
            "shape: as_strided.3: sizes [2,30], strides [1,4], offset 0 reach past a storage of 24 elements");
        row("aten.squeeze.dims(f32[1,2,1], [0,1])", "f32[2,1] 0 1");
        row("aten.unsqueeze.default(f32[2], 0)", "f32[1,2] 0 1");
    }
    void values() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }

    // Strides on record decide whether a view is legal; the kernel's own strides never do.
    void view_of_recorded_strides() {
        const TensorType recorded{DType::F32, {6, 4}, {1, 6}, {}};
        const Type type(recorded);
        const std::vector<NamedArg> args{{"self", ValueId(0)}, {"size", Arg::List{24}}};
        const auto types = inferTypes(*findOp("aten.view.default"), args, [&](ValueId) -> const Type& { return type; });
        QCOMPARE(describe(types), QString("shape: view.5: f32[6,4]{1,6} cannot be seen as [24] without a copy; use reshape"));
    }

    void decompositions_data() {
        QTest::addColumn<QString>("call");
        for (const char* call : {"aten.reshape.default(f32[2,3], [3,-1])", "aten.flatten.using_ints(f32[2,3,2], 1)",
                                 "aten.unflatten.int(f32[6,2], 0, [2,3])", "aten.transpose.int(f32[2,3], 0, 1)",
                                 "aten.t.default(f32[2,3])", "aten.numpy_T.default(f32[2,1,3])", "aten.mT.default(f32[2,3])",
                                 "aten.movedim.int(f32[2,1,3], 0, 2)", "aten.swapaxes.default(f32[2,3], 0, 1)",
                                 "aten.expand_as.default(f32[2], f32[3,2])"})
            QTest::newRow(call) << call;
    }
    void decompositions() {
        QFETCH(QString, call);
        QCOMPARE(opDecomposed(call.toStdString()), opRun(call.toStdString()));
    }
};

WHITTLE_TEST(ViewTest)
#include "view_test.moc"

#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class NormTest : public QObject {
    Q_OBJECT
private slots:
    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.native_layer_norm.default(f32[s0,3,4], [4], f32[4], f32[4], 1e-5)",
            "f32[s0,3,4], f32[s0,3,1], f32[s0,3,1]");
        row("aten.native_layer_norm.default(bf16[2,8], [8], f32[8], f32[8], 1e-5)",
            "bf16[2,8], f32[2,1], f32[2,1]");
        row("aten.layer_norm.default(i64[4], [4])",
            "type: layer_norm.1: the input is i64[4], a floating dtype is needed");
        row("aten.layer_norm.default(f32[2,4], [4], f32[3])",
            "shape: layer_norm.2: argument 'weight' is f32[3], sizes [4] are needed");
        row("aten.layer_norm.default(f32[2,4], [2])",
            "shape: layer_norm.3: normalized_shape [2] does not match the last dimensions of f32[2,4]");
        row("aten.rms_norm.default(f32[2,4], [4], f32[4])", "f32[2,4]");
        row("aten.group_norm.default(f32[s0,6,2], 3)", "f32[s0,6,2]");
        row("aten.group_norm.default(f32[6], 3)",
            "shape: group_norm.3: the input is f32[6], rank 2 or more is needed");
        row("aten.group_norm.default(f32[1,6,2], 4)",
            "shape: group_norm.4: 6 channels cannot be divided into 4 groups");
        row("aten.native_group_norm.default(f32[2,6,2,2], f32[6], f32[6], 2, 6, 4, 3, 1e-5)",
            "f32[2,6,2,2], f32[2,3], f32[2,3]");
        row("aten.native_group_norm.default(f32[2,6,2,2], none, none, 2, 6, 5, 3, 1e-5)",
            "shape: native_group_norm.5: N=2, C=6, HxW=5 do not describe f32[2,6,2,2]");
        row("aten.batch_norm.default(f32[s0,2,3], f32[2], f32[2], f32[2], f32[2], false, 0.1, 1e-5, false)",
            "f32[s0,2,3]");
        row("aten.batch_norm.default(f32[2], none, none, f32[2], f32[2], false, 0.1, 1e-5, false)",
            "shape: batch_norm.3: the input is f32[2], rank 2 or more is needed");
        row("aten.batch_norm.default(f32[2,2], none, none, none, none, false, 0.1, 1e-5, false)",
            "argument: batch_norm.4: inference needs running_mean and running_var");
        row("aten.batch_norm.default(f32[2,2], none, none, f32[2], f32[2], true, 0.1, 1e-5, false)",
            "unsupported: batch_norm.5: training mode writes its running statistics in place; use _native_batch_norm_legit_functional");
        row("aten.batch_norm.default(f32[s0,2], none, none, none, none, true, 0.1, 1e-5, false)", "f32[s0,2]");
        row("aten.instance_norm.default(f32[s0,2,3], f32[2], f32[2], none, none, true, 0.1, 1e-5, false)", "f32[s0,2,3]");
        row("aten.instance_norm.default(f32[2,2,3], none, none, f32[2], f32[2], true, 0.1, 1e-5, false)",
            "unsupported: instance_norm.5: training mode writes its running statistics in place; use _native_batch_norm_legit_functional");
        row("aten._fused_rms_norm.default(bf16[s0,4], [4], none, none)", "bf16[s0,4], f32[s0,1]");
        row("aten.native_layer_norm_backward.default(f32[s0,4], f32[s0,4], [4], f32[s0,1], f32[s0,1], f32[4], none, [true,true,true])",
            "f32[s0,4], f32[4], none");
        row("aten.native_layer_norm_backward.default(f32[2,4], f32[3,4], [4], f32[3,1], f32[3,1], none, none, [true,true,true])",
            "shape: native_layer_norm_backward.7: the gradient is f32[2,4], the input f32[3,4]; equal sizes are needed");
        row("aten.native_layer_norm_backward.default(f32[3,4], f32[3,4], [4], f32[3,1], f32[], none, none, [true,true,true])",
            "shape: native_layer_norm_backward.3: 'rstd' is f32[], 3 elements are needed");
        row("aten.native_group_norm_backward.default(f32[2,4,1], f32[2,4,1], f32[2], f32[2,2], none, 2, 4, 1, 2, [true,true,true])",
            "shape: native_group_norm_backward.3: 'mean' is f32[2], 4 elements are needed");
        row("aten.native_group_norm_backward.default(bf16[2,4,s0], bf16[2,4,s0], f32[2,2], f32[2,2], f32[4], 2, 4, sym(s0), 2, [false,true,true])",
            "none, f32[4], f32[4]");
        row("aten.native_group_norm_backward.default(f32[2,4,1], f32[2,4,1], f32[2,2], f32[2,2], none, 2, 4, 1, 3, [true,true,true])",
            "shape: native_group_norm_backward.4: 4 channels cannot be divided into 3 groups");
        row("aten.native_batch_norm_backward.default(f32[s0,2], f32[s0,2], f32[2], none, none, f32[2], f32[2], true, 1e-5, [true,false,true])",
            "f32[s0,2], none, f32[2]");
        row("aten.native_batch_norm_backward.default(f32[3,2], f32[3,2], none, none, none, none, none, true, 1e-5, [true,true,true])",
            "argument: native_batch_norm_backward.4: 'save_mean' is needed");
        row("aten.native_batch_norm_backward.default(f32[3,2], f32[3,2], none, f32[2], f32[2], none, none, false, 1e-5, [true,true])",
            "argument: native_batch_norm_backward.6: output_mask must be three bools");
        row("aten.native_batch_norm.default(f32[2,2], none, none, f32[2], f32[2], true, 0.1, 1e-5)",
            "unsupported: native_batch_norm.5: training mode writes its running statistics in place; use _native_batch_norm_legit_functional");
        row("aten._native_batch_norm_legit_no_training.default(f32[3,2], f32[2], f32[2], f32[2], f32[2], 0.1, 1e-5)",
            "f32[3,2], f32[0], f32[0]");
        row("aten._native_batch_norm_legit.no_stats(f32[3,2], f32[2], f32[2], true, 0.1, 1e-5)",
            "f32[3,2], f32[2], f32[2]");
        row("aten._native_batch_norm_legit_functional.default(f32[3,2], none, none, f32[2], f32[2], true, 0.1, 1e-5)",
            "f32[3,2], f32[2], f32[2], f32[2], f32[2]");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    void values_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.native_layer_norm.default(f32[1,2]{1,3}, [2], f32[2]{2,2}, f32[2]{1,1}, 0.0)",
            "f32[1,2] -1 3; f32[1,1] 2; f32[1,1] 1");
        row("aten.layer_norm.default(f32[2,2], [2,2], eps=0.25)", "f32[2,2] -1.225 -0.4082 0.4082 1.225");
        row("aten.rms_norm.default(f32[1,2]{3,4}, [2], f32[2]{1,2}, 0.0)", "f32[1,2] 0.8485 2.263");
        row("aten.native_group_norm.default(f32[1,2,2], f32[2]{1,2}, f32[2], 1, 2, 2, 2, 0.0)",
            "f32[1,2,2] -1 1 -1 3; f32[1,2] 0.5 2.5; f32[1,2] 2 2");
        row("aten.batch_norm.default(f32[1,2]{4,6}, f32[2]{1,2}, f32[2]{0,1}, f32[2]{2,4}, f32[2]{4,1}, false, 0.1, 0.0, false)",
            "f32[1,2] 1 5");
        row("aten._fused_rms_norm.default(f32[1,2]{3,4}, [2], f32[2]{1,2}, 0.0)", "f32[1,2] 0.8485 2.263; f32[1,1] 0.2828");
        row("aten.native_layer_norm_backward.default(f32[1,2]{1,0}, f32[1,2]{1,3}, [2], f32[1,1]{2}, f32[1,1]{1}, f32[2]{1,1}, none, [true,false,true])",
            "f32[1,2] 0 0; None; None");
        row("aten.native_batch_norm_backward.default(f32[2,1]{1,2}, f32[2,1]{1,3}, none, f32[1]{1}, f32[1]{4}, none, none, false, 0.0, [true,true,false])",
            "f32[2,1] 0.5 1; f32[1] 2; None");
        row("aten._native_batch_norm_legit_no_training.default(f32[1,2], none, none, f32[2], f32[2]{1,1}, 0.1, 0.0)",
            "f32[1,2] 0 0; f32[0]; f32[0]");
        row("aten._native_batch_norm_legit_functional.default(f32[2,1]{1,3}, none, none, f32[1]{0}, f32[1]{1}, true, 0.5, 0.0)",
            "f32[2,1] -1 1; f32[1] 2; f32[1] 1; f32[1] 1; f32[1] 1.5");
    }
    void values() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }

    void decompositions_data() {
        QTest::addColumn<QString>("call");
        for (const char* call : {
                 "aten.layer_norm.default(f32[2,4], [4], f32[4], f32[4])",
                 "aten.rms_norm.default(f32[2,4], [4], f32[4], 0.001)",
                 "aten.group_norm.default(f32[2,4,3], 2, f32[4], f32[4])",
                 "aten.batch_norm.default(f32[1,2,2], f32[2], f32[2], none, none, true, 0.1, 1e-5, false)",
                 "aten.batch_norm.default(f32[1,2,2], f32[2], f32[2], f32[2], f32[2]{1,2}, false, 0.1, 1e-5, false)"})
            QTest::newRow(call) << call;
    }
    void decompositions() {
        QFETCH(QString, call);
        QCOMPARE(opDecomposed(call.toStdString()), opRun(call.toStdString()));
    }
};

WHITTLE_TEST(NormTest)
#include "norm_test.moc"

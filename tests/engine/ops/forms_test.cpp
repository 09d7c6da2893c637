// Further forms of operators: what recorded cases cannot say, symbolic sizes and the numbered errors.
#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class FormsTest : public QObject {
    Q_OBJECT
private slots:
    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.broadcast_to.default(f32[s0,1], [2,sym(s0),3])", "f32[2,s0,3]");
        row("aten.ravel.default(f32[s0,3])", "f32[3*s0]");
        row("aten.swapdims.default(f32[s0,3,s1], 0, -1)", "f32[s1,3,s0]");
        row("aten.movedim.intlist(f32[s0,3,s1], [0,1], [2,0])", "f32[3,s1,s0]");
        row("aten.moveaxis.intlist(f32[2,3], [0], [0,1])", "argument: moveaxis.1: source has 1 dimensions, destination 2");
        row("aten.movedim.intlist(f32[2,3], [0,0], [0,1])", "argument: movedim.2: repeated dim in source or destination");
        row("aten.matrix_H.default(c64[s0,3])", "c64[3,s0]");
        row("aten.positive.default(bool[2])", "type: positive.1: The `+` operator, on a bool tensor is not supported.");
        row("aten.sum_to_size.default(f32[s0,3,4], [3,1])", "f32[3,1]");
        row("aten.sum_to_size.default(f32[s0,3], [2,3,1])", "shape: sum_to_size.1: size [2,3,1] is not expandable to size [s0,3]");
        row("aten.view.dtype(f32[s0,4], i16)", "i16[s0,8]");
        row("aten.view.dtype(i32[s0,4], i64)", "i64[s0,2]");
        row("aten.view.dtype(f32[], f16)", "shape: view.6: self.dim() cannot be 0 to view f32 as f16 (different element sizes)");
        row("aten.view.dtype(f32[2,3], f64)",
            "shape: view.8: self.size(-1) must be divisible by 2 to view f32 as f64 (different element sizes), but got 3");
        row("aten.tensor_split.tensor_indices_or_sections(f32[6], i64[])",
            "unsupported: tensor_split.6: how many parts i64[] makes is only known when the program runs");
        row("aten.tensor_split.tensor_indices_or_sections(f32[6], i32[2])",
            "type: tensor_split.4: expected tensor_indices_or_sections to have dtype of long, but got i32[2]");
        row("aten.select_backward.default(f32[3], [sym(s0),3], 0, 1)", "f32[s0,3]");
        row("aten.unfold_backward.default(f32[2,4,3], [6,4], 0, 3, 2)", "f32[6,4]");
        row("aten._prelu_kernel_backward.default(f32[s0,3], f32[s0,3], f32[3])", "f32[s0,3], f32[s0,3]");
        row("aten.hann_window.default(5)", "f32[5]");
        row("aten.hamming_window.periodic_alpha(1, true, 0.3, dtype=f64)", "f64[1]");
        row("aten.kaiser_window.beta(-1, true, 0.5)", "argument: kaiser_window.1: kaiser_window requires non-negative window_length, got window_length=-1");
        row("aten.blackman_window.default(4, dtype=i32)", "type: blackman_window.2: blackman_window expects floating point dtypes, got: i32");
        row("aten.gradient.scalarint(f32[s0,4], dim=1)", "f32[s0,4]");
        row("aten.gradient.tensorarray(f64[3,4], spacing=[f64[4]], dim=[1], edge_order=2)", "f64[3,4]");
        row("aten.gradient.array(u8[3], dim=[0])", "type: gradient.1: torch.gradient does not support uint8 input.");
        row("aten.gradient.array(f32[3], dim=[0], edge_order=3)", "argument: gradient.2: torch.gradient only supports edge_order=1 and edge_order=2.");
        row("aten.gradient.array(f32[2], dim=[0], edge_order=2)",
            "shape: gradient.4: torch.gradient expected each dimension size to be at least 3, got f32[2]");
        row("aten._safe_softmax.default(f32[s0,4], 1)", "f32[s0,4]");
        row("aten._unsafe_masked_index.default(f32[s0,4], bool[3], [i64[3], i64[3]], 0)", "f32[3]");
        row("aten._unsafe_masked_index.default(f32[0], bool[3], [i64[3]], 0)", "unsupported: _unsafe_masked_index.1: self has no elements");
        row("aten.fractional_max_pool2d.default(f32[s0,3,8,9], [2,2], [3,4], f32[s0,3,2])", "f32[s0,3,3,4], i64[s0,3,3,4]");
        row("aten.fractional_max_pool2d.default(f32[3,8], [2,2], [3,4], f32[1,3,2])",
            "shape: fractional_max_pool2d.2: expected a tensor of rank 3 or 4, got f32[3,8]");
        row("aten.fractional_max_pool2d.default(f32[1,3,4,4], [2,2], [4,3], f32[1,3,2])",
            "shape: fractional_max_pool2d.5: a window of 2 for 4 outputs is too large relative to the input f32[1,3,4,4]");
        row("aten.fractional_max_pool3d.default(f64[3,6,6,6], [2,2,2], [3,3,3], f32[1,3,3])",
            "type: fractional_max_pool3d.7: Expect _random_samples to have the same dtype as input, they are f32[1,3,3] and f64[3,6,6,6]");
        row("aten.multilabel_margin_loss.default(f32[s0,4], i64[s0,4], 0)", "f32[s0]");
        row("aten.multilabel_margin_loss_forward.default(f32[s0,4], i64[s0,4], 1)", "f32[], f32[s0,4]");
        row("aten.multilabel_margin_loss.default(f32[3,4], i32[3,4])", "type: multilabel_margin_loss.3: the target is i32[3,4], i64 is needed");
        row("aten.segment_reduce.default(f32[s0,4], \"sum\", lengths=i64[3])", "f32[3,4]");
        row("aten.segment_reduce.default(f32[5], \"mean\", offsets=i64[s0])", "f32[s0 - 1]");
        row("aten.segment_reduce.default(f32[5], \"median\", offsets=i64[3])", "argument: segment_reduce.1: unsupported reduction given! median");
        row("aten.segment_reduce.default(f32[5], \"max\")", "argument: segment_reduce.3: Either lengths or offsets must be defined.");
        row("aten.poisson.default(bf16[s0])", "bf16[s0]");
        row("aten.poisson.default(i64[2])", "type: poisson.1: the rates are i64[2], a floating dtype is needed");
        row("aten._batch_norm_with_update_functional.default(f32[s0,3,4], none, none, f32[3], f32[3], 0.1, 1e-5)",
            "f32[s0,3,4], f32[3], f32[3], u8[0], f32[3], f32[3]");
        row("aten._convolution.default(f32[s0,3,8,8], f32[4,3,3,3], none, [1,1], [1,1], [1,1], false, [0,0], 1, false, false, true, true)", "f32[s0,4,8,8]");
        row("aten._convolution_mode.default(f32[s0,3,8], f32[4,3,3], none, [1], \"same\", [1], 1)", "f32[s0,4,8]");
        row("aten._upsample_bilinear2d_aa.default(f32[s0,3,8,8], [4,5], false)", "f32[s0,3,4,5]");
        row("aten.geqrf.default(f32[s0,4,3])", "f32[s0,4,3], f32[s0,3]");
        row("aten.ormqr.default(f32[4,3], f32[3], f32[4,s0])", "f32[4,s0]");
        row("aten.orgqr.default(f32[3,4], f32[3])",
            "shape: orgqr.7: input.shape[-2] must be greater than or equal to input.shape[-1], it is f32[3,4]");
        row("aten.linalg_pinv.atol_rtol_tensor(f32[s0,4,3], atol=f32[s0])", "f32[s0,3,4]");
        row("aten.linalg_matrix_rank.tol_tensor(f64[s0,4,3], f64[])", "i64[s0]");
        row("aten.linalg_pinv.rcond_tensor(f32[2,2], c64[])", "type: linalg_pinv.4: rcond tensor of complex type is not supported.");
        row("aten.linalg_vander.default(i32[s0,3], N=4)", "i64[s0,3,4]");
        row("aten.vander.default(f32[s0], 3)", "f32[s0,3]");
        row("aten.vander.default(f32[2,2])", "shape: vander.1: x must be a one-dimensional tensor, it is f32[2,2]");
        row("aten.linalg_tensorinv.default(f32[2,3,6], 2)", "f32[6,2,3]");
        row("aten.linalg_tensorsolve.default(f32[2,3,6], f32[2,3])", "f32[6]");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    void refused_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.segment_reduce.default(f32[3]{1,2,3}, \"sum\", lengths=i64[2]{1,1})",
            "run: segment_reduce.10: Expected all rows of lengths along axis to sum to 3, one sums to 2");
        row("aten.segment_reduce.default(f32[3]{1,2,3}, \"sum\", lengths=i64[2]{4,-1})", "run: segment_reduce.9: a piece from 0 to 4 is outside a dimension of 3");
        row("aten.multilabel_margin_loss_forward.default(f32[2]{1,2}, i64[2]{2,0}, 1)", "run: multilabel_margin_loss_forward.6: class 2 of the target is outside -1 to 1");
        row("aten.index_select.default(f32[]{5}, 0, i64[2]{0,0})", "shape: index_select.3: of a scalar one element can be taken, not 2");
        row("aten.index_select.default(f32[]{5}, 0, i64[0])", "shape: index_select.3: of a scalar one element can be taken, not 0");
        row("aten.poisson.default(f32[1]{-1})", "run: poisson.2: invalid Poisson rate -1, expected rate to be non-negative");
        row("aten.randperm.default(300, dtype=u8)", "argument: randperm.4: the numbers below 300 do not all fit into u8");
        row("aten.uniform.default(f16[2], 0.0, 70000.0)", "argument: uniform.3: from 0 to 70000 is more than f16 holds");
        row("aten.normal.float_Tensor(0.0, f32[1]{-1})", "run: normal.4: a deviation is -1, it must be at least 0");
    }
    void refused() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()).section('\n', 0, 0), "want");
    }

    // The limits are those of the graph's dtype, not of the f64 that a float64 run computes in.
    void float64_keeps_the_limits_of_the_dtype_on_record_data() {
        QTest::addColumn<QString>("dtype");
        QTest::addColumn<double>("largest");
        QTest::newRow("f64") << "f64" << std::numeric_limits<double>::max();
        QTest::newRow("f32") << "f32" << double(std::numeric_limits<float>::max());
        QTest::newRow("f16") << "f16" << 65504.0;
        QTest::newRow("bf16") << "bf16" << 3.3895313892515355e38;
    }
    void float64_keeps_the_limits_of_the_dtype_on_record() {
        QFETCH(QString, dtype);
        QFETCH(double, largest);
        const std::string call = "aten.nan_to_num.default(" + dtype.toStdString() + "[3]{inf,-inf,nan})";
        for (const Precision precision : {Precision::AsGiven, Precision::Float64}) {
            const auto outputs = opOutputs(call, 0, precision);
            VERIFY_OK(outputs);
            const Tensor* out = asTensor(outputs->at(0));
            QCOMPARE(out->flat(0), largest);
            QCOMPARE(out->flat(1), -largest);
            QCOMPARE(out->flat(2), 0.0);
        }
    }
};

WHITTLE_TEST(FormsTest)
#include "forms_test.moc"

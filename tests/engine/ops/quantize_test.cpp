// quantized_decomposed's steps, with values that PyTorch 2.6 gave; fake_quantize is in the recorded cases.
#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class QuantizeTest : public QObject {
    Q_OBJECT
private slots:
    void values_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("quantized_decomposed.quantize_per_tensor.default(f32[5]{0.5,1.5,2.5,-0.5,300}, 0.3, 2, -128, 127, i8)", "i8[5] 4 7 10 0 127");
        row("quantized_decomposed.quantize_per_tensor.tensor(f32[5]{0.5,1.5,2.5,-0.5,300}, f32[]{0.3}, i64[]{2}, -128, 127, i8)", "i8[5] 4 7 10 0 127");
        row("quantized_decomposed.quantize_per_channel.default(f32[2,3]{0.5,1.5,2.5,-0.5,1e9,300}, f32[2]{0.5,2}, i64[2]{1,-1}, 0, 0, 255, u8)",
            "u8[2,3] 2 4 6 0 255 149");
        row("quantized_decomposed.dequantize_per_tensor.default(i8[3]{1,-5,127}, 0.3, 2, -128, 127, i8)", "f32[3] -0.3 -2.1 37.5");
        row("quantized_decomposed.dequantize_per_channel.default(u8[2,2]{1,2,3,4}, f32[2]{0.5,2}, i64[2]{1,2}, 1, 0, 255, u8)", "f32[2,2] 0 0 1 4");
        row("quantized_decomposed.dequantize_per_channel.default(u8[2,2]{1,2,3,4}, f32[2]{0.5,2}, none, 0, 0, 255, u8, out_dtype=f16)", "f16[2,2] 0.5 1 6 8");
    }
    void values() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }

    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("quantized_decomposed.quantize_per_tensor.default(bf16[s0], 0.3, 2, -128, 127, i8)", "i8[s0]");
        row("aten.fake_quantize_per_tensor_affine.default(f32[2], 0.3, 2, 5, 4)", "argument: fake_quantize_per_tensor_affine.1: quant_min is 5, above quant_max, 4");
        row("aten.fake_quantize_per_tensor_affine.default(f32[2], 0.3, 5, 0, 4)",
            "argument: fake_quantize_per_tensor_affine.4: `zero_point` must be between `quant_min` and `quant_max`, it is 5");
        row("quantized_decomposed.quantize_per_tensor.default(f32[2], 0.3, 2, -300, 4, i8)",
            "argument: quantize_per_tensor.5: quant_min -300 and quant_max 4 are outside i8, which holds -128 to 127");
        row("quantized_decomposed.quantize_per_channel.default(f32[2,3], f32[3], i64[2], 0, 0, 255, u8)",
            "shape: quantize_per_channel.2: 'scales' is f32[3], one element for each place along dimension 0 of f32[2,3] is needed");
        row("quantized_decomposed.quantize_per_tensor.default(f64[2], 0.3, 2, 0, 4, i8)", "type: quantize_per_tensor.3: the input is f64[2], f32, f16 or bf16 is needed");
        row("quantized_decomposed.quantize_per_tensor.default(f32[2], 0.3, 2, 0, 4, f32)", "type: quantize_per_tensor.4: quantised to f32; i8, u8, i16 or i32 is needed");
        row("quantized_decomposed.dequantize_per_tensor.default(u8[2], 0.3, 2, 0, 4, i8)", "type: dequantize_per_tensor.3: the input is u8[2], 'dtype' says i8");
        row("aten.fake_quantize_per_tensor_affine.default(i64[2], 0.3, 2, 0, 4)", "type: fake_quantize_per_tensor_affine.3: self is i64[2], a floating dtype is needed");
        row("aten.fake_quantize_per_tensor_affine_cachemask_backward.default(f32[2], f32[2])",
            "type: fake_quantize_per_tensor_affine_cachemask_backward.1: the mask is f32[2], bool is needed");
        row("aten._weight_norm_interface.default(bf16[s0,3], f32[s0,1])", "bf16[s0,3], f32[s0,1]");
        row("aten._weight_norm.default(i64[2,3], f32[2,1])", "type: _weight_norm.1: the weight is i64[2,3], a floating dtype is needed");
        row("aten._weight_norm.default(f32[2,3,4], f32[3], 1)", "argument: _weight_norm.2: dim must be the first or the last of f32[2,3,4], not 1");
        row("aten._weight_norm_interface_backward.default(f32[2], f32[2,3], f32[2], f32[2], 0)",
            "shape: _weight_norm_interface_backward.2: argument 'grad_w' is f32[2], sizes [2,3] are needed");
        row("aten._weight_norm.default(f32[2,3], f32[3])", "shape: _weight_norm.3: 'g' is f32[3], 2 elements are needed");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }
};

WHITTLE_TEST(QuantizeTest)
#include "quantize_test.moc"

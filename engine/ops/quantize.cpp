// Affine quantisation: fake_quantize (to the grid and back in one step) and quantized_decomposed's steps to integers
// and back, per tensor or per channel. Arithmetic in f32, as PyTorch does it; halves round to even.
#include <algorithm>
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/layout.h"
#include "engine/ops/op_builder.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

std::string_view inputName(const OpCall& call) { return call.schema().arg("self") ? "self" : "input"; }
// The scale's and zero point's names differ between the two families; per channel they are tensors with `axis`.
bool perChannel(const OpCall& call) { return call.schema().arg("axis") != nullptr; }
std::string_view scaleName(const OpCall& call) { return call.schema().arg("scale") ? "scale" : "scales"; }
std::string_view zeroName(const OpCall& call) { return call.schema().arg("zero_point") ? "zero_point" : "zero_points"; }

// --- types -----------------------------------------------------------------------------------------------

Result<void> checkParameters(const OpCall& call) {
    const std::string& op = call.schema().name;
    WHITTLE_TRY(const std::int64_t low, call.integer("quant_min"));
    WHITTLE_TRY(const std::int64_t high, call.integer("quant_max"));
    if (low > high && op.starts_with("fake")) return fail(Code::Argument, "{}.1: quant_min is {}, above quant_max, {}", op, low, high);
    const TensorType& input = call.type(inputName(call));
    if (!perChannel(call)) {
        for (const std::string_view name : {scaleName(call), zeroName(call)})
            if (const TensorType* type = call.optionalType(name); type && differ(type->numel(), 1))
                return fail(Code::Shape, "{}.2: '{}' is {}, one element is needed", op, name, type->text());
        return {};
    }
    WHITTLE_TRY(const int axis, call.dim("axis", input.rank()));
    for (const std::string_view name : {scaleName(call), zeroName(call)}) {
        const TensorType* type = call.optionalType(name);
        if (type && (type->rank() != 1 || input.rank() == 0 || differ(type->sizes[0], input.sizes[static_cast<std::size_t>(axis)])))
            return fail(Code::Shape, "{}.2: '{}' is {}, one element for each place along dimension {} of {} is needed", op, name, type->text(), axis, input.text());
    }
    return {};
}

// The integers of quantized_decomposed, and that they hold the range.
Result<void> checkGrid(const OpCall& call, DType dtype) {
    static constexpr DType kKnown[] = {DType::I8, DType::U8, DType::I16, DType::I32};
    const std::string& op = call.schema().name;
    if (std::ranges::find(kKnown, dtype) == std::end(kKnown))
        return fail(Code::Type, "{}.4: quantised to {}; i8, u8, i16 or i32 is needed", op, dtypeName(dtype));
    if (op.starts_with("dequantize_per_tensor")) return {};
    const int bits = 8 * static_cast<int>(dtypeSize(dtype));
    const std::int64_t least = dtype == DType::U8 ? 0 : -(std::int64_t{1} << (bits - 1)), most = least + (std::int64_t{1} << bits) - 1;
    WHITTLE_TRY(const std::int64_t low, call.integer("quant_min"));
    WHITTLE_TRY(const std::int64_t high, call.integer("quant_max"));
    if (low >= least && high <= most) return {};
    return fail(Code::Argument, "{}.5: quant_min {} and quant_max {} are outside {}, which holds {} to {}", op, low, high, dtypeName(dtype), least, most);
}

Result<void> refuseZero(const OpCall& call, double zero) {
    if (zero >= static_cast<double>(call.symInt("quant_min").constant().value_or(0)) && zero <= static_cast<double>(call.symInt("quant_max").constant().value_or(0))) return {};
    return fail(Code::Argument, "{}.4: `zero_point` must be between `quant_min` and `quant_max`, it is {}", call.schema().name, zero);
}

Result<Types> fakeType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkParameters(call));
    if (perChannel(call)) {
        const TensorType &scale = call.type("scale"), &zero = call.type("zero_point");
        if (scale.dtype != (call.precision() == Precision::Float64 ? DType::F64 : DType::F32))
            return fail(Code::Type, "{}.5: Scale must be Float, found {}", call.schema().name, scale.text());
        const bool floats = call.precision() == Precision::Float64 ? isFloating(zero.dtype) : zero.dtype == DType::F32 || zero.dtype == DType::F16;
        if (zero.dtype != DType::I32 && !floats)
            return fail(Code::Type, "{}.5: Zero-point must be Int32, Float or Half, found {}", call.schema().name, zero.text());
    } else if (!call.optionalType("zero_point")) {
        WHITTLE_TRY(const std::int64_t zero, call.integer("zero_point"));
        WHITTLE_TRY_VOID(refuseZero(call, static_cast<double>(zero)));
    }
    const TensorType& self = call.type("self");
    if (!isFloating(self.dtype)) return fail(Code::Type, "{}.3: self is {}, a floating dtype is needed", call.schema().name, self.text());
    return resized(self, self.sizes);
}

Result<Types> cachemaskType(const OpCall& call) {
    WHITTLE_TRY(Types out, fakeType(call));
    TensorType mask = std::get<TensorType>(out[0]);
    mask.dtype = DType::Bool;
    out.push_back(std::move(mask));
    return out;
}

Result<Types> quantizeType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkParameters(call));
    const TensorType& input = call.type("input");
    const DType dtype = *call.dtype("dtype");
    if (!isFloating(input.dtype) || (input.dtype == DType::F64 && call.precision() == Precision::AsGiven))
        return fail(Code::Type, "{}.3: the input is {}, f32, f16 or bf16 is needed", call.schema().name, input.text());
    WHITTLE_TRY_VOID(checkGrid(call, dtype));
    TensorType out = withSizes(input, input.sizes);
    out.dtype = dtype;
    return Types{out};
}

Result<Types> dequantizeType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkParameters(call));
    const TensorType& input = call.type("input");
    if (input.dtype != *call.dtype("dtype"))
        return fail(Code::Type, "{}.3: the input is {}, 'dtype' says {}", call.schema().name, input.text(), dtypeName(*call.dtype("dtype")));
    WHITTLE_TRY_VOID(checkGrid(call, input.dtype));
    TensorType out = withSizes(input, input.sizes);
    out.dtype = call.dtype("out_dtype").value_or(call.precision() == Precision::Float64 ? DType::F64 : DType::F32);
    return Types{out};
}

Result<Types> backwardType(const OpCall& call) {
    const TensorType &grad = call.type("grad"), &mask = call.type("mask");
    if (mask.dtype != DType::Bool) return fail(Code::Type, "{}.1: the mask is {}, bool is needed", call.schema().name, mask.text());
    if (differ(grad.numel(), mask.numel()))
        return fail(Code::Shape, "{}.2: `mask` and `dY` are not the same size: {} and {}", call.schema().name, mask.text(), grad.text());
    WHITTLE_TRY(SymSizes sizes, broadcastSizes(grad.sizes, mask.sizes));
    return resized(grad, std::move(sizes));
}

// --- kernels ---------------------------------------------------------------------------------------------

struct Grid {
    std::vector<float> scale;
    std::vector<double> zero;  // one each, or one for each channel
    Index channels = 1, inner = 0;
    double low = 0, high = 0;

    std::size_t channel(Index element) const { return channels == 1 ? 0 : static_cast<std::size_t>(element / inner % channels); }
};

Grid gridOf(const KernelCall& call, const Sizes& sizes) {
    Grid out{.low = static_cast<double>(call.size("quant_min")), .high = static_cast<double>(call.size("quant_max"))};
    const auto numbers = [&](std::string_view name, double missing) {
        std::vector<double> list;
        if (call.isNone(name)) return std::vector<double>(static_cast<std::size_t>(out.channels), missing);
        if (const Tensor* tensor = call.optionalTensor(name))
            for (Index i = 0; i < tensor->numel(); ++i) list.push_back(tensor->flat(i));
        else list.push_back(call.number(name));
        return list;
    };
    if (perChannel(call)) {
        const int axis = call.checkedDim("axis", static_cast<int>(sizes.size()));
        out.channels = sizes[static_cast<std::size_t>(axis)];
        out.inner = elementCount(std::span(sizes).subspan(static_cast<std::size_t>(axis) + 1));
    }
    for (const double s : numbers(scaleName(call), 1)) out.scale.push_back(static_cast<float>(s));
    out.zero = numbers(zeroName(call), 0);
    return out;
}

// To the nearest point of the grid; the mask says where that is inside the range. NaN and infinities go where the
// conversion to an integer takes them, the lower end.
Result<void> fakeReference(KernelCall& call) {
    const Tensor self = dense(call.tensor("self"), computeDType(call.outputType().dtype));
    const Grid grid = gridOf(call, self.sizes());
    if (perChannel(call) && call.type("zero_point").dtype == DType::I32)
        for (const double zero : grid.zero) WHITTLE_TRY_VOID(refuseZero(call, zero));
    Tensor out = Tensor::empty(DType::F64, self.sizes()), mask = Tensor::empty(DType::Bool, self.sizes());
    double* to = out.mutableData<double>();
    bool* inside = mask.mutableData<bool>();
    visitFloat(self.dtype(), [&](auto tag) {
        using C = decltype(tag);
        for (Index i = 0; i < self.numel(); ++i) {
            const std::size_t c = grid.channel(i);
            const C step = std::nearbyint(self.data<C>()[i] * static_cast<C>(1.0f / grid.scale[c]));  // a float's inverse always
            const auto point = static_cast<double>(convertTo<std::int64_t>(static_cast<C>(grid.zero[c]) + step));
            inside[i] = point >= grid.low && point <= grid.high;
            to[i] = (std::fmin(std::fmax(point, grid.low), grid.high) - grid.zero[c]) * static_cast<double>(grid.scale[c]);
        }
    });
    finish(call, 0, out);
    if (call.outputCount() == 2) call.setOutput(1, mask);
    return {};
}

// PyTorch clamps before it converts, so infinities go to the ends.
Result<void> quantizeReference(KernelCall& call) {
    const Tensor input = dense(call.tensor("input"), DType::F32);
    const Grid grid = gridOf(call, input.sizes());
    Tensor out = Tensor::empty(DType::F32, input.sizes());
    float* to = out.mutableData<float>();
    for (Index i = 0; i < input.numel(); ++i) {
        const std::size_t c = grid.channel(i);
        // A Python number is inverted in double, a tensor in f32.
        const float inverse = call.optionalTensor(scaleName(call)) ? 1.0f / grid.scale[c] : static_cast<float>(1.0 / call.number(scaleName(call)));
        const float step = std::nearbyint(input.data<float>()[i] * inverse) + static_cast<float>(grid.zero[c]);
        to[i] = step != step ? step : std::fmin(std::fmax(step, static_cast<float>(grid.low)), static_cast<float>(grid.high));
    }
    finish(call, 0, out);
    return {};
}

Result<void> dequantizeReference(KernelCall& call) {
    const Tensor input = dense(call.tensor("input"), DType::F32);
    const Grid grid = gridOf(call, input.sizes());
    Tensor out = Tensor::empty(DType::F32, input.sizes());
    float* to = out.mutableData<float>();
    for (Index i = 0; i < input.numel(); ++i) {
        const std::size_t c = grid.channel(i);
        to[i] = (input.data<float>()[i] - static_cast<float>(grid.zero[c])) * grid.scale[c];
    }
    finish(call, 0, out);
    return {};
}

Result<std::vector<ValueId>> backwardDecompose(const OpCall& call, OpBuilder& build) {
    return build.call("aten.mul.Tensor", {{"self", call.arg("grad")}, {"other", call.arg("mask")}});
}

constexpr auto quantized = laidOut<quantizeReference, likeFirst>;
constexpr auto dequantized = laidOut<dequantizeReference, likeFirst>;

#define WHITTLE_FAKE(op, parameters, text)                                                                               \
    {.name = "aten." op ".default", .schema = op "(Tensor self, " parameters ", int quant_min, int quant_max) -> Tensor", \
     .summary = text, .inferType = fakeType, .reference = laidOut<fakeReference, likeFirst>},                            \
    {.name = "aten." op "_cachemask.default",                                                                            \
     .schema = op "_cachemask(Tensor self, " parameters ", int quant_min, int quant_max) -> (Tensor output, Tensor mask)", \
     .summary = text " With the mask of what was in range.", .inferType = cachemaskType, .reference = laidOut<fakeReference, likeFirst>}, \
    {.name = "aten." op "_cachemask_backward.default", .schema = op "_cachemask_backward(Tensor grad, Tensor mask) -> Tensor", \
     .summary = "The gradient where the value was in range.", .inferType = backwardType, .decompose = backwardDecompose}
#define WHITTLE_STEP(name_, suffix, before, after, text, type, kernel)                                                      \
    {.name = "quantized_decomposed." name_, .schema = suffix "(Tensor input, " before ", int quant_min, int quant_max, ScalarType dtype" after ") -> Tensor", \
     .summary = text, .inferType = type, .reference = kernel}

constexpr OpDef kOps[] = {
    WHITTLE_FAKE("fake_quantize_per_tensor_affine", "float scale, int zero_point", "To the nearest point of a grid."),
    WHITTLE_FAKE("fake_quantize_per_channel_affine", "Tensor scale, Tensor zero_point, int axis", "To the nearest point of a grid of the channel."),
    {.name = "aten.fake_quantize_per_tensor_affine.tensor_qparams",
     .schema = "fake_quantize_per_tensor_affine.tensor_qparams(Tensor self, Tensor scale, Tensor zero_point, int quant_min, int quant_max) -> Tensor",
     .summary = "To the nearest point of a grid.", .inferType = fakeType, .reference = laidOut<fakeReference, likeFirst>},
    WHITTLE_STEP("quantize_per_tensor.default", "quantize_per_tensor", "float scale, int zero_point", "", "To integers: round(x / scale) + zero_point.", quantizeType, quantized),
    WHITTLE_STEP("quantize_per_tensor.tensor", "quantize_per_tensor.tensor", "Tensor scale, Tensor zero_point", "", "To integers: round(x / scale) + zero_point.", quantizeType, quantized),
    WHITTLE_STEP("quantize_per_channel.default", "quantize_per_channel", "Tensor scales, Tensor zero_points, int axis", "", "To integers, each channel by its own scale.", quantizeType, quantized),
    WHITTLE_STEP("dequantize_per_tensor.default", "dequantize_per_tensor", "float scale, int zero_point", ", *, ScalarType? out_dtype=None", "(x - zero_point) * scale.", dequantizeType, dequantized),
    WHITTLE_STEP("dequantize_per_tensor.tensor", "dequantize_per_tensor.tensor", "Tensor scale, Tensor zero_point", ", *, ScalarType? out_dtype=None", "(x - zero_point) * scale.", dequantizeType, dequantized),
    WHITTLE_STEP("dequantize_per_channel.default", "dequantize_per_channel", "Tensor scales, Tensor? zero_points, int axis", ", *, ScalarType? out_dtype=None", "(x - zero_point) * scale, each channel by its own.", dequantizeType, dequantized),
};

#undef WHITTLE_STEP
#undef WHITTLE_FAKE

}  // namespace

std::span<const OpDef> quantizeOps() { return kOps; }

}  // namespace whittle::ops

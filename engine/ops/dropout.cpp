// Dropout of every kind and rrelu: the input itself in evaluation; in training a draw for each element, or for
// each channel (feature_*), with PyTorch's own bits (random_draw.h) and its order of rounding.
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/layout.h"
#include "engine/ops/lower.h"
#include "engine/ops/promote.h"
#include "engine/ops/random_draw.h"

namespace whittle::ops {
namespace {

// --- types -----------------------------------------------------------------------------------------------

Types likeFirst(const OpCall& call) {
    const TensorType& first = call.type(0);
    return {TensorType{first.dtype, first.sizes, {}, first.device}};
}

Result<Types> dropoutType(const OpCall& call) {
    if (const auto p = call.knownNumber("p"); p && !(*p >= 0 && *p <= 1))
        return fail(Code::Argument, "{}.1: dropout probability has to be between 0 and 1, but got {}", call.schema().name, *p);
    return likeFirst(call);
}

// In training the mask is a tensor of the input's dtype, whose scale an integer cannot hold.
Result<Types> scaledDropoutType(const OpCall& call) {
    const auto p = call.knownNumber("p");
    const auto count = call.type(0).numel().constant();
    if (call.flag("train") && p && *p > 0 && *p < 1 && !isFloating(call.type(0).dtype) && !(count && *count == 0))
        return fail(Code::Type, "{}.3: the input is {}, a floating dtype is needed in training", call.schema().name, call.type(0).text());
    return dropoutType(call);
}

Result<Types> featureDropoutType(const OpCall& call) {
    if (call.type(0).rank() < 2)
        return fail(Code::Shape, "{}.2: the input is {}, rank 2 or more is needed for whole channels", call.schema().name, call.type(0).text());
    return scaledDropoutType(call);
}

// Evaluation asks nothing of p.
Result<Types> nativeDropoutType(const OpCall& call) {
    Types out = likeFirst(call);
    if (call.isNone("train") || call.flag("train")) {
        WHITTLE_TRY_VOID(dropoutType(call));
        if (!isFloating(call.type(0).dtype))
            return fail(Code::Type, "native_dropout.3: the input is {}, a floating dtype is needed in training", call.type(0).text());
    }
    TensorType mask = std::get<TensorType>(out[0]);
    mask.dtype = DType::Bool;
    out.push_back(std::move(mask));
    return out;
}

Result<Types> rreluType(const OpCall& call) {
    if (!isFloating(call.type(0).dtype))
        return fail(Code::Type, "{}.1: the input is {}, a floating dtype is needed", call.schema().name, call.type(0).text());
    const auto lower = call.knownNumber("lower"), upper = call.knownNumber("upper");
    if (lower && upper && !(*lower <= *upper)) return fail(Code::Argument, "{}.2: lower is {}, above upper, {}", call.schema().name, *lower, *upper);
    return likeFirst(call);
}

Result<Types> rreluWithNoiseType(const OpCall& call) {
    if (!isFloating(call.type(0).dtype) || call.flag("training")) WHITTLE_TRY_VOID(rreluType(call));
    Types out = likeFirst(call);
    const TensorType& noise = call.type("noise");
    out.push_back(TensorType{noise.dtype, noise.sizes, {}, noise.device});
    return out;
}

// --- dropout ---------------------------------------------------------------------------------------------

enum class Noise { Elements, Channels };
enum class Kept { Scaled, Alpha };

// 0 or 1 for each element, in f64 and broadcastable to the input.
Tensor drawNoise(KernelCall& call, const Tensor& input, Noise noise, double keep) {
    Sizes sizes = input.sizes(), strides;
    if (noise == Noise::Channels) {
        std::fill(sizes.begin() + 2, sizes.end(), 1);
        strides = contiguousStrides(sizes);
    } else {
        strides = likeStrides(call, input);
    }
    Generator& generator = call.generator();
    const Tensor flat = drawEach(DType::F64, elementCount(sizes), [&] { return generator.uniform() < keep ? 1.0 : 0.0; });
    return flat.asStrided(std::move(sizes), std::move(strides), 0);
}

// What a dropped and a kept element is multiplied by, and what is added to it; each rounded as PyTorch's steps do.
struct Effect {
    double scale[2], shift[2];
};

Effect effectOf(Kept kept, double p, DType dtype) {
    const auto rounded = [&](double x) { return Tensor::scalar(dtype, x).flat(0); };
    const auto single = [&](double x) { return computeDType(dtype) == DType::F64 ? x : static_cast<double>(static_cast<float>(x)); };
    if (kept == Kept::Scaled) return {{0, rounded(single(1 / single(1 - p)))}, {0, 0}};
    constexpr double kAlpha = 1.7580993408473766;  // -(selu's lower bound)
    const double a = 1 / std::sqrt((kAlpha * kAlpha * p + 1) * (1 - p));
    const double dropped = rounded(single(rounded(-single(kAlpha * a)) + single(kAlpha * a * p))), untouched = rounded(kAlpha * a * p);
    return {{0, rounded(a)}, {dropped, untouched}};
}

template <Noise noise, Kept kept>
Result<void> dropoutReference(KernelCall& call) {
    const Tensor& input = call.tensor("input");
    const double p = call.number("p");
    if (!call.flag("train") || p == 0 || input.numel() == 0) {
        call.setOutput(0, input);
        return {};
    }
    const DType dtype = call.outputType().dtype;
    // All dropped: a product with 0 and no draw, so NaN stays NaN.
    const Tensor mask = p == 1 ? Tensor::scalar(DType::F64, 0) : drawNoise(call, input, noise, 1 - p);
    const Effect effect = p == 1 ? Effect{} : effectOf(kept, p, dtype);
    visitCompute(dtype, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [&](C x, C keep) {
            const std::size_t i = keep != 0;
            const C product = static_cast<C>(x * static_cast<C>(effect.scale[i]));
            if constexpr (kept == Kept::Scaled) return product;
            else return static_cast<C>(static_cast<C>(Tensor::scalar(dtype, static_cast<double>(product)).flat(0)) + static_cast<C>(effect.shift[i]));
        }, operand(call, "input", dtype), mask.to(DTypeOf<C>::value));
    });
    return {};
}

Result<void> nativeDropoutReference(KernelCall& call) {
    const Tensor& input = call.tensor("input");
    const double keep = 1 - call.number("p");
    if (!call.isNone("train") && !call.flag("train")) {
        call.setOutput(0, input);
        call.setOutput(1, Tensor::full(DType::Bool, call.outputSizes(1), 1));
        return {};
    }
    const Tensor mask = drawNoise(call, input, Noise::Elements, keep);
    const DType dtype = call.outputType().dtype;
    visitCompute(dtype, [&](auto tag) {
        using C = decltype(tag);
        const C scale = static_cast<C>(keep == 0 ? 0 : 1 / keep);
        mapToOutput<C>(call, [=](C x, C kept) { return static_cast<C>(x * kept * scale); }, operand(call, "input", dtype), mask.to(DTypeOf<C>::value));
    });
    call.setOutput(1, mask.to(DType::Bool));
    return {};
}

Result<void> dropoutLower(const OpCall& call, LoopBuilder& loops) {
    const double p = call.number("p");  // also for an evaluation: a run that has its own looks whether it is a probability
    if (call.flag("train") && p != 0) loops.refuse("dropout of a training step is random");
    else loops.store(loops.at(call.arg("input"), loops.index()));
    return {};
}

Result<Types> nativeDropoutBackwardType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"grad_output", "mask"}));
    if (call.type("mask").dtype != DType::Bool)
        return fail(Code::Type, "native_dropout_backward.1: the mask is {}, it must be bool", call.type("mask").text());
    return both.as(both.dtype);
}

Result<void> nativeDropoutBackwardReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    visitCompute(dtype, [&](auto tag) {
        using C = decltype(tag);
        // (mask * scale) is a tensor of the gradient's dtype in PyTorch: rounded before the product.
        const C scale = static_cast<C>(Tensor::scalar(dtype, call.number("scale")).flat(0));
        mapToOutput<C>(call, [=](C g, C kept) { return static_cast<C>(g * (kept * scale)); }, operand(call, "grad_output", dtype),
                       operand(call, "mask", dtype));
    });
    return {};
}

// --- rrelu -----------------------------------------------------------------------------------------------

// Only elements up to 0 draw a slope; the others have the slope 1.
Result<void> rreluReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype, compute = computeDType(dtype);
    const double lower = call.number("lower"), upper = call.number("upper");
    const bool training = call.flag("training");
    const Tensor self = dense(call.tensor("self"), compute);
    Tensor out = Tensor::empty(compute, self.sizes()), noise = Tensor::empty(compute, self.sizes());
    visitFloat(compute, [&](auto tag) {
        using C = decltype(tag);
        const C *x = self.data<C>(), mean = static_cast<C>((lower + upper) / 2);
        const double low = static_cast<C>(lower), width = static_cast<double>(static_cast<C>(upper)) - low;
        C *y = out.mutableData<C>(), *slope = noise.mutableData<C>();
        for (Index i = 0; i < self.numel(); ++i) {
            if (x[i] > 0 || x[i] != x[i]) slope[i] = 1;
            else slope[i] = training ? static_cast<C>(call.generator().uniform() * width + low) : mean;
            y[i] = x[i] * slope[i];
        }
    });
    finish(call, 0, out);
    if (call.outputCount() == 2) call.setOutput(1, training ? noise.to(call.outputType(1).dtype) : call.tensor("noise"));
    return {};
}

#define WHITTLE_DROPOUT(op, text, type, noise, kept, lower_)                                                       \
    {.name = "aten." op ".default", .schema = op "(Tensor input, float p, bool train) -> Tensor", .summary = text, \
     .inferType = type, .reference = dropoutReference<noise, kept>, .lower = lower_, .random = true},              \
    {.name = "aten." op "_.default", .schema = op "_(Tensor(a!) self, float p, bool train) -> Tensor(a!)",         \
     .summary = "In place: " text, .functional = "aten." op ".default"}
#define WHITTLE_SLOPES "Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None"

constexpr OpDef kOps[] = {
    WHITTLE_DROPOUT("dropout", "The input itself; in training some elements 0, the others scaled to keep the mean.", scaledDropoutType, Noise::Elements, Kept::Scaled, dropoutLower),
    WHITTLE_DROPOUT("feature_dropout", "dropout of whole channels.", featureDropoutType, Noise::Channels, Kept::Scaled, dropoutLower),
    WHITTLE_DROPOUT("alpha_dropout", "dropout that keeps mean and deviation after selu.", scaledDropoutType, Noise::Elements, Kept::Alpha, dropoutLower),
    WHITTLE_DROPOUT("feature_alpha_dropout", "alpha_dropout of whole channels.", featureDropoutType, Noise::Channels, Kept::Alpha, dropoutLower),
    {.name = "aten.native_dropout.default", .schema = "native_dropout(Tensor input, float p, bool? train) -> (Tensor, Tensor)",
     .summary = "dropout, and the mask of the elements it kept.", .inferType = nativeDropoutType, .reference = laidOut<nativeDropoutReference, likeElements>, .random = true},
    {.name = "aten.native_dropout_backward.default", .schema = "native_dropout_backward(Tensor grad_output, Tensor mask, float scale) -> Tensor",
     .summary = "Gradient of dropout: grad * mask * scale.", .inferType = nativeDropoutBackwardType, .reference = nativeDropoutBackwardReference},
    {.name = "aten.rrelu.default", .schema = "rrelu(Tensor self, " WHITTLE_SLOPES ") -> Tensor",
     .summary = "x, below 0 times a slope: random in training, else the mean one.", .inferType = rreluType, .reference = rreluReference, .random = true},
    {.name = "aten.rrelu_.default", .schema = "rrelu_(Tensor(a!) self, " WHITTLE_SLOPES ") -> Tensor(a!)",
     .summary = "In place: aten.rrelu.default.", .functional = "aten.rrelu.default"},
    {.name = "aten.rrelu_with_noise.default", .schema = "rrelu_with_noise(Tensor self, Tensor(b!) noise, " WHITTLE_SLOPES ") -> Tensor",
     .summary = "rrelu that writes the slopes it took into noise.", .functional = "aten.rrelu_with_noise_functional.default"},
    {.name = "aten.rrelu_with_noise_functional.default",
     .schema = "rrelu_with_noise_functional(Tensor self, Tensor noise, " WHITTLE_SLOPES ") -> (Tensor, Tensor noise_out)",
     .summary = "rrelu, and the slopes it took.", .inferType = rreluWithNoiseType, .reference = rreluReference, .random = true},
};

#undef WHITTLE_SLOPES
#undef WHITTLE_DROPOUT

}  // namespace

std::span<const OpDef> dropoutOps() { return kOps; }

}  // namespace whittle::ops

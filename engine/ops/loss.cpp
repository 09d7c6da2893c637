// Losses of one element of input and target, then averaged, summed or left alone; and their gradients. One formula
// serves kernel and lowering (formula.h).
#include <algorithm>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/formula.h"
#include "engine/ops/layout.h"
#include "engine/ops/promote.h"
#include "engine/ops/reduction_mode.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

// --- formulas: (x, target, parameter) and (gradient, x, target, parameter) -----------------------------------

constexpr auto kSquared = [](auto x, auto t, double) { return (x - t) * (x - t); };
constexpr auto kSquaredGradient = [](auto g, auto x, auto t, double) { return constant(x, 2) * (x - t) * g; };

constexpr auto kSmooth = [](auto x, auto t, double beta) {
    const auto z = magnitude(x - t);
    if (beta == 0) return z;
    return pick(z < constant(z, beta), constant(z, 0.5) * z * z / constant(z, beta), z - constant(z, 0.5 * beta));
};
constexpr auto kSmoothGradient = [](auto g, auto x, auto t, double beta) {
    const auto d = x - t;
    return pick(d <= constant(d, -beta), -g, pick(d >= constant(d, beta), g, d * g / constant(d, beta)));
};

constexpr auto kHuber = [](auto x, auto t, double delta) {
    const auto z = magnitude(x - t);
    return pick(z <= constant(z, delta), constant(z, 0.5) * z * z, constant(z, delta) * (z - constant(z, 0.5 * delta)));
};
constexpr auto kHuberGradient = [](auto g, auto x, auto t, double delta) {
    const auto d = x - t;
    return pick(d < constant(d, -delta), constant(d, -delta) * g, pick(d > constant(d, delta), constant(d, delta) * g, d * g));
};

constexpr auto kSoftMargin = [](auto x, auto t, double) { return logarithm(constant(x, 1) + exponential(-x * t)); };
constexpr auto kSoftMarginGradient = [](auto g, auto x, auto t, double) {
    const auto z = exponential(-t * x);
    return -t * z / (z + constant(z, 1)) * g;
};

// Logarithms are cut off at -100, so that a certain wrong answer costs a finite amount.
constexpr auto kCrossEntropy = [](auto x, auto t, double) {
    return (t - constant(t, 1)) * atLeast(logarithm1p(-x), -100) - t * atLeast(logarithm(x), -100);
};
constexpr auto kCrossEntropyGradient = [](auto g, auto x, auto t, double) {
    return g * (x - t) / atLeast((constant(x, 1) - x) * x, 1e-12f);  // a float's, in double too
};

double parameterOf(const OpCall& call) {
    for (const char* name : {"beta", "delta"})
        if (call.schema().arg(name)) return call.number(name);
    return 0;
}

// --- types -----------------------------------------------------------------------------------------------

Result<Operands> lossOperands(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "target"}));
    if (!isFloating(both.dtype))
        return fail(Code::Type, "{}.2: the operands meet in {}, a floating dtype is needed", call.schema().name, dtypeName(both.dtype));
    for (const char* name : {"beta", "delta"})
        if (const auto given = call.schema().arg(name) ? call.knownNumber(name) : std::nullopt; given && !(*given > 0 || (*given == 0 && std::string_view(name) == "beta")))
            return fail(Code::Argument, "{}.3: '{}' is {}, too small", call.schema().name, name, *given);
    return both;
}

// PyTorch multiplies in place: the weight is broadcast to the losses, never they to it.
Result<void> checkWeight(const OpCall& call, const SymSizes& losses) {
    const TensorType* weight = call.schema().arg("weight") ? call.optionalType("weight") : nullptr;
    if (!weight) return {};
    const auto common = broadcastSizes(losses, weight->sizes);
    if (common && common->size() == losses.size() && std::ranges::equal(*common, losses, [](const SymInt& a, const SymInt& b) { return !differ(a, b); })) return {};
    return fail(Code::Shape, "{}.5: the weight {} does not fit into the loss's sizes {}", call.schema().name, weight->text(), sizesText(losses));
}

Result<Types> lossType(const OpCall& call) {
    WHITTLE_TRY(Operands both, lossOperands(call));
    WHITTLE_TRY_VOID(checkWeight(call, both.sizes));
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    if (mode != ReductionMode::None) both.sizes.clear();
    return both.as(both.dtype);
}

Result<Types> gradientType(const OpCall& call) {
    WHITTLE_TRY_VOID(lossOperands(call));
    WHITTLE_TRY_VOID(reductionMode(call));
    WHITTLE_TRY(const Operands all, promoteOperands(call, {"grad_output", "self", "target"}));
    WHITTLE_TRY_VOID(checkWeight(call, all.sizes));
    return all.as(all.dtype);
}

// --- kernels ---------------------------------------------------------------------------------------------

// The result of `map` over the operands, in the compute type of `dtype`.
template <class C, class F, class... In>
Tensor mapped(DType dtype, Sizes sizes, F map, const In&... in) {
    Tensor out = Tensor::empty(DTypeOf<C>::value, std::move(sizes));
    mapInto<C>(out, map, Elements<C>{in}...);
    return out.to(dtype).to(DTypeOf<C>::value);
}

Sizes constantSizes(const SymSizes& sizes) {
    Sizes out;
    for (const SymInt& size : sizes) out.push_back(size.constant().value_or(0));
    return out;
}

bool hasWeight(const OpCall& call) { return call.schema().arg("weight") && !call.isNone("weight"); }

template <auto formula>
Result<void> lossReference(KernelCall& call) {
    WHITTLE_TRY(const Operands both, lossOperands(call));
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    const double parameter = parameterOf(call);
    Result<void> done;
    visitFloat(both.dtype, [&](auto tag) {
        using C = decltype(tag);
        Tensor losses = mapped<C>(both.dtype, constantSizes(both.sizes), [=](C x, C t) { return static_cast<C>(formula(x, t, parameter)); },
                                  operand(call, "self", both.dtype), operand(call, "target", both.dtype));
        if (hasWeight(call))
            losses = mapped<C>(both.dtype, losses.sizes(), [](C a, C b) { return a * b; }, losses, operand(call, "weight", both.dtype));
        finish(call, 0, reduced(losses, mode));
    });
    return done;
}

template <auto formula>
Result<void> gradientReference(KernelCall& call) {
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    const DType dtype = call.outputType().dtype;
    const double parameter = parameterOf(call);
    const auto count = static_cast<double>(elementCount(call.outputSizes()));
    visitFloat(dtype, [&](auto tag) {
        using C = decltype(tag);
        const C share = static_cast<C>(mode == ReductionMode::Mean ? 1 / count : 1);
        Tensor out = Tensor::empty(DTypeOf<C>::value, call.outputSizes());
        mapInto<C>(out, [=](C g, C x, C t) { return static_cast<C>(formula(static_cast<C>(share * g), x, t, parameter)); },
                   Elements<C>{operand(call, "grad_output", dtype)}, Elements<C>{operand(call, "self", dtype)},
                   Elements<C>{operand(call, "target", dtype)});
        if (hasWeight(call)) out = mapped<C>(dtype, out.sizes(), [](C a, C b) { return a * b; }, out, operand(call, "weight", dtype));
        finish(call, 0, out);
    });
    return {};
}

// Probabilities outside of [0, 1] are an error of the program, which only its run can tell.
Result<void> crossEntropyReference(KernelCall& call) {
    const Tensor self = dense(call.tensor("self"), DType::F64);
    for (Index i = 0; i < self.numel(); ++i)
        if (!(self.data<double>()[i] >= 0 && self.data<double>()[i] <= 1))
            return fail(Code::Run, "binary_cross_entropy.4: an input is {}, inputs must be between 0 and 1", self.data<double>()[i]);
    return lossReference<kCrossEntropy>(call);
}

// --- lowerings -------------------------------------------------------------------------------------------

template <auto formula>
Result<void> lossLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const Operands both, lossOperands(call));
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    const DType compute = computeDType(both.dtype);
    const double parameter = parameterOf(call);
    if (mode == ReductionMode::None) {
        const Expr x = lowerOperand(call, loops, "self", both.dtype);
        loops.store(formula(x, lowerOperand(call, loops, "target", both.dtype), parameter));
        return {};
    }
    const SymSizes& sizes = call.type("self").sizes;
    if (sizes != call.type("target").sizes) {
        loops.refuse("the sum runs over operands that are broadcast");
        return {};
    }
    const auto element = [&](const SymSizes& r) {
        const auto at = [&](const char* name) { return loops.at(call.arg(name), r).to(both.dtype).to(compute); };
        const Expr x = at("self");
        return formula(x, at("target"), parameter).to(both.dtype).to(DType::F64);
    };
    const Expr sum = loops.reduce(Combiner::Sum, sizes, element);
    loops.store(mode == ReductionMode::Mean ? sum / loops.position(product(sizes)).to(DType::F64) : sum);
    return {};
}

template <auto formula>
Result<void> gradientLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    const DType dtype = loops.type().dtype, compute = computeDType(dtype);
    Expr g = lowerOperand(call, loops, "grad_output", dtype);
    if (mode == ReductionMode::Mean)
        g = (1.0 / loops.position(product(loops.type().sizes)).to(DType::F64)).to(compute) * g;
    const Expr x = lowerOperand(call, loops, "self", dtype);
    loops.store(formula(g, x, lowerOperand(call, loops, "target", dtype), parameterOf(call)));
    return {};
}

// `layout` is that of the gradient.
#define WHITTLE_LOSS(op, args, text, formula, layout)                                                               \
    {.name = "aten." op ".default", .schema = op "(Tensor self, Tensor target, int reduction=1" args ") -> Tensor", \
     .summary = text, .inferType = lossType, .reference = laidOut<lossReference<formula>, likeElements>, .lower = lossLower<formula>},     \
    {.name = "aten." op "_backward.default",                                                                        \
     .schema = op "_backward(Tensor grad_output, Tensor self, Tensor target, int reduction" args ") -> Tensor",     \
     .summary = "Gradient of " op ".", .inferType = gradientType, .reference = laidOut<gradientReference<formula##Gradient>, layout>, \
     .lower = gradientLower<formula##Gradient>}

constexpr OpDef kOps[] = {
    WHITTLE_LOSS("mse_loss", , "Squared difference.", kSquared, rowMajor),
    WHITTLE_LOSS("soft_margin_loss", , "log(1 + exp(-target * x)).", kSoftMargin, likeElements),
    {.name = "aten.smooth_l1_loss.default",
     .schema = "smooth_l1_loss(Tensor self, Tensor target, int reduction=1, float beta=1.) -> Tensor",
     .summary = "Squared difference over 2 beta below beta, absolute difference less beta / 2 above.", .inferType = lossType,
     .reference = laidOut<lossReference<kSmooth>, likeElements>, .lower = lossLower<kSmooth>},
    {.name = "aten.smooth_l1_loss_backward.default",
     .schema = "smooth_l1_loss_backward(Tensor grad_output, Tensor self, Tensor target, int reduction, float beta) -> Tensor",
     .summary = "Gradient of smooth_l1_loss.", .inferType = gradientType, .reference = laidOut<gradientReference<kSmoothGradient>, rowMajor>,
     .lower = gradientLower<kSmoothGradient>},
    {.name = "aten.huber_loss.default",
     .schema = "huber_loss(Tensor self, Tensor target, int reduction=1, float delta=1.) -> Tensor",
     .summary = "Half the squared difference below delta, linear above.", .inferType = lossType,
     .reference = laidOut<lossReference<kHuber>, likeElements>, .lower = lossLower<kHuber>},
    {.name = "aten.huber_loss_backward.default",
     .schema = "huber_loss_backward(Tensor grad_output, Tensor self, Tensor target, int reduction, float delta) -> Tensor",
     .summary = "Gradient of huber_loss.", .inferType = gradientType, .reference = laidOut<gradientReference<kHuberGradient>, rowMajor>,
     .lower = gradientLower<kHuberGradient>},
    {.name = "aten.binary_cross_entropy.default",
     .schema = "binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, int reduction=1) -> Tensor",
     .summary = "-t log x - (1 - t) log(1 - x).", .inferType = lossType, .reference = laidOut<crossEntropyReference, likeElements>},
    {.name = "aten.binary_cross_entropy_backward.default",
     .schema = "binary_cross_entropy_backward(Tensor grad_output, Tensor self, Tensor target, Tensor? weight=None, int reduction=1) -> Tensor",
     .summary = "Gradient of binary_cross_entropy.", .inferType = gradientType,
     .reference = laidOut<gradientReference<kCrossEntropyGradient>, likeElements>},
};

#undef WHITTLE_LOSS

}  // namespace

std::span<const OpDef> lossOps() { return kOps; }

}  // namespace whittle::ops

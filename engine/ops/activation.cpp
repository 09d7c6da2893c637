// Functions of one element with parameters: activations and clamps.
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/ops/all_ops.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/lower.h"
#include "engine/ops/promote.h"

namespace whittle::ops {
namespace {

Types likeFirst(const OpCall& call) {
    const TensorType& first = call.type(0);
    return {TensorType{first.dtype, first.sizes, {}, first.device}};
}

Result<Types> sameType(const OpCall& call) { return likeFirst(call); }

Result<Types> floatOnlyType(const OpCall& call) {
    if (!isFloating(call.type(0).dtype))
        return fail(Code::Type, "{}.1: needs a floating dtype, the input is {}; cast it first", call.schema().name,
                    call.type(0).text());
    return likeFirst(call);
}

Result<void> refuseGeluMode(const OpCall& call) {
    const std::string_view mode = call.text("approximate");
    if (mode == "none" || mode == "tanh") return {};
    return fail(Code::Argument, "{}.2: approximate must be 'none' or 'tanh', not '{}'", call.schema().name, mode);
}

Result<Types> geluType(const OpCall& call) {
    WHITTLE_TRY_VOID(refuseGeluMode(call));
    return floatOnlyType(call);
}

Result<Types> notBoolType(const OpCall& call) {
    if (call.type(0).dtype == DType::Bool)
        return fail(Code::Type, "{}.1: not defined for bool; cast the input first", call.schema().name);
    return likeFirst(call);
}

/// out = fn(x) for floating tensors, in the compute type.
template <class F>
Result<void> mapFloat(KernelCall& call, F fn) {
    visitFloat(call.outputType().dtype, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [&](C x) { return static_cast<C>(fn(x)); }, operand(call, "self", call.outputType().dtype));
    });
    return {};
}

template <class T>
T gelu(T x) { return x * T(0.5) * (T(1) + std::erf(x * T(1 / std::numbers::sqrt2))); }

constexpr double kGeluScale = 0.7978845608028654;  // sqrt(2/pi)
constexpr double kGeluCubic = 0.044715;

template <class T>
T geluTanh(T x) {
    const T inner = T(kGeluScale) * (x + T(kGeluCubic) * x * x * x);
    // What others are judged by keeps its digits where 1 + tanh cancels; f32 rounds as PyTorch does.
    if constexpr (std::is_same_v<T, double>) return x / (1 + std::exp(-2 * inner));
    return T(0.5) * x * (T(1) + std::tanh(inner));
}

Result<void> geluReference(KernelCall& call) {
    if (call.text("approximate") == "tanh") return mapFloat(call, [](auto x) { return geluTanh(x); });
    return mapFloat(call, [](auto x) { return gelu(x); });
}

Result<void> leakyReluReference(KernelCall& call) {
    return mapFloat(call, [slope = call.number("negative_slope")](auto x) {
        return x > 0 ? x : x * static_cast<decltype(x)>(slope);
    });
}

template <class T>
T elu(T x, double alpha, double scale, double inputScale) {
    return x < 0 ? std::expm1(x * T(inputScale)) * T(alpha) * T(scale) : x * T(scale);
}

constexpr double kSeluAlpha = 1.6732632423543772848, kSeluScale = 1.0507009873554804934;

Result<void> eluReference(KernelCall& call) {
    return mapFloat(call, [alpha = call.number("alpha"), scale = call.number("scale"),
                           in = call.number("input_scale")](auto x) { return elu(x, alpha, scale, in); });
}

Result<Types> celuType(const OpCall& call) {
    if (call.knownNumber("alpha") == 0) return fail(Code::Argument, "celu.2: alpha cannot be 0 for CELU");
    return floatOnlyType(call);
}

Result<void> celuReference(KernelCall& call) {
    return mapFloat(call, [alpha = call.number("alpha")](auto x) { return elu(x, alpha, 1, 1 / alpha); });
}

Result<void> seluReference(KernelCall& call) {
    return mapFloat(call, [](auto x) { return elu(x, kSeluAlpha, kSeluScale, 1); });
}

Result<void> softplusReference(KernelCall& call) {
    return mapFloat(call, [beta = call.number("beta"), threshold = call.number("threshold")](auto x) {
        using C = decltype(x);
        const C scaled = x * C(beta);
        return scaled > C(threshold) ? x : std::log1p(std::exp(scaled)) / C(beta);
    });
}

double largestOf(DType dtype) {
    return dtype == DType::F64   ? std::numeric_limits<double>::max()
           : dtype == DType::F32 ? std::numeric_limits<float>::max()
           : dtype == DType::F16 ? 65504.0
                                 : 3.3895313892515355e38;  // bf16
}

// Infinities become the largest number of the dtype on record: a float64 run must give what the graph's dtype has.
Result<void> nanToNumReference(KernelCall& call) {
    const DType dtype = call.recordedDType("self");
    if (!isFloating(dtype)) {
        call.setOutput(0, call.tensor("self"));
        return {};
    }
    const double largest = largestOf(dtype);
    const auto or_ = [&](const char* name, double fallback) { return call.isNone(name) ? fallback : call.number(name); };
    return mapFloat(call, [nan = or_("nan", 0), high = or_("posinf", largest), low = or_("neginf", -largest)](auto x) {
        using C = decltype(x);
        if (isNan(x)) return C(nan);
        return std::isinf(x) ? (x > 0 ? C(high) : C(low)) : x;
    });
}

Result<Types> clampType(const OpCall& call) {
    if (call.isNone("min") && call.isNone("max"))
        return fail(Code::Argument, "{}.2: At least one of 'min' or 'max' must not be None", call.schema().name);
    WHITTLE_TRY(const Operands all, promoteOperands(call, {"self", "min", "max"}));
    if (call.op().name.ends_with(".Tensor")) WHITTLE_TRY_VOID(refuseBool(call, all.dtype));
    return all.as(all.dtype);
}

Result<Types> clampMinType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "min"}));
    return both.as(both.dtype);
}

Result<Types> clampMaxType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "max"}));
    return both.as(both.dtype);
}

// NaN in the input or a bound stays; with crossed bounds the upper one wins.
template <class T>
T atLeast(T x, T low) { return isNan(x) || x > low ? x : low; }
template <class T>
T atMost(T x, T high) { return isNan(x) || x < high ? x : high; }

Result<void> bound(KernelCall& call, std::string_view low, std::string_view high) {
    const DType common = call.outputType().dtype;
    const Tensor self = operand(call, "self", common);
    visitCompute(common, [&](auto tag) {
        using C = decltype(tag);
        const auto min = [&] { return operand(call, low, common); };
        const auto max = [&] { return operand(call, high, common); };
        if (high.empty()) mapToOutput<C>(call, [](C x, C a) { return atLeast(x, a); }, self, min());
        else if (low.empty()) mapToOutput<C>(call, [](C x, C b) { return atMost(x, b); }, self, max());
        else mapToOutput<C>(call, [](C x, C a, C b) { return atMost(atLeast(x, a), b); }, self, min(), max());
    });
    return {};
}

Result<void> clampReference(KernelCall& call) {
    return bound(call, call.isNone("min") ? "" : "min", call.isNone("max") ? "" : "max");
}
Result<void> clampMinReference(KernelCall& call) { return bound(call, "min", ""); }
Result<void> clampMaxReference(KernelCall& call) { return bound(call, "", "max"); }
Result<Types> hardtanhType(const OpCall& call) {
    WHITTLE_TRY(Types out, notBoolType(call));
    if (call.type("self").dtype == DType::U8 && (call.knownNumber("min_val").value_or(0) < 0 || call.knownNumber("max_val").value_or(0) < 0))
        return fail(Code::Argument, "hardtanh.2: an unsigned dtype cannot have negative limits");
    return out;
}

Result<void> hardtanhReference(KernelCall& call) { return bound(call, "min_val", "max_val"); }

Result<void> thresholdReference(KernelCall& call) {
    const DType common = call.outputType().dtype;
    visitCompute(common, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [](C x, C limit, C value) { return x <= limit ? value : x; }, operand(call, "self", common),
                       operand(call, "threshold", common), operand(call, "value", common));
    });
    return {};
}

Result<Types> logSigmoidForwardType(const OpCall& call) {
    WHITTLE_TRY(Types out, floatOnlyType(call));
    out.push_back(out[0]);  // the buffer for the gradient: exp(-|x|)
    return out;
}

Result<void> logSigmoidForwardReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    const Tensor self = operand(call, "self", dtype);
    visitFloat(dtype, [&](auto tag) {
        using C = decltype(tag);
        Tensor buffer = Tensor::empty(DTypeOf<C>::value, call.outputSizes());
        mapInto<C>(buffer, [](C x) { return std::exp(-std::fabs(x)); }, Elements<C>{self});
        mapToOutput<C>(call, [](C x, C b) { return std::min(C{0}, x) - std::log1p(b); }, self, buffer);
        call.setOutput(1, buffer.to(dtype));
    });
    return {};
}

// --- lowerings: the same formulas over expressions ---

Result<void> geluLower(const OpCall& call, LoopBuilder& loops) {
    const Expr x = lowerOperand(call, loops, "self", loops.type().dtype);
    if (call.text("approximate") == "tanh") {
        // (1 + tanh u) / 2 as the sigmoid of 2u, which keeps its digits where it is small.
        const Expr inner = 2 * kGeluScale * (x + kGeluCubic * x * x * x);
        loops.store(x / (1.0 + unary(LoopOp::Exp, -inner)));
    } else {
        loops.store(x * 0.5 * (1.0 + unary(LoopOp::Erf, x * (1 / std::numbers::sqrt2))));
    }
    return {};
}

Result<void> leakyReluLower(const OpCall& call, LoopBuilder& loops) {
    const Expr x = lowerOperand(call, loops, "self", loops.type().dtype);
    loops.store(select(x > 0.0, x, x * call.number("negative_slope")));
    return {};
}

Expr eluExpr(Expr x, double alpha, double scale, double inputScale) {
    return select(x < 0.0, unary(LoopOp::Expm1, x * inputScale) * alpha * scale, x * scale);
}

Result<void> eluLower(const OpCall& call, LoopBuilder& loops) {
    loops.store(eluExpr(lowerOperand(call, loops, "self", loops.type().dtype), call.number("alpha"), call.number("scale"), call.number("input_scale")));
    return {};
}

Result<void> celuLower(const OpCall& call, LoopBuilder& loops) {
    const double alpha = call.number("alpha");
    loops.store(eluExpr(lowerOperand(call, loops, "self", loops.type().dtype), alpha, 1, 1 / alpha));
    return {};
}

Result<void> seluLower(const OpCall& call, LoopBuilder& loops) {
    loops.store(eluExpr(lowerOperand(call, loops, "self", loops.type().dtype), kSeluAlpha, kSeluScale, 1));
    return {};
}

Result<void> nanToNumLower(const OpCall& call, LoopBuilder& loops) {
    const Expr x = lowerOperand(call, loops, "self", loops.type().dtype);
    if (!isFloating(loops.type().dtype)) {
        loops.store(x);
        return {};
    }
    const double largest = largestOf(loops.type().dtype);
    const auto or_ = [&](const char* name, double fallback) { return call.isNone(name) ? fallback : call.number(name); };
    const Expr finite = select(x == INFINITY, x.like(or_("posinf", largest)), select(x == -INFINITY, x.like(or_("neginf", -largest)), x));
    loops.store(select(binary(LoopOp::Ne, x, x), x.like(or_("nan", 0)), finite));
    return {};
}

Result<void> softplusLower(const OpCall& call, LoopBuilder& loops) {
    const Expr x = lowerOperand(call, loops, "self", loops.type().dtype);
    const Expr scaled = x * call.number("beta");
    loops.store(select(scaled > call.number("threshold"), x,
                       unary(LoopOp::Log1p, unary(LoopOp::Exp, scaled)) / call.number("beta")));
    return {};
}

Result<void> boundLower(const OpCall& call, LoopBuilder& loops, std::string_view low, std::string_view high) {
    const DType common = loops.type().dtype;
    Expr x = lowerOperand(call, loops, "self", common);
    // NaN in x stays; a NaN bound wins because no comparison with it holds.
    const auto keep = [](Expr value, Expr inside, Expr limit) { return select((value != value) | inside, value, limit); };
    if (!low.empty()) {
        const Expr limit = lowerOperand(call, loops, low, common);
        x = keep(x, x > limit, limit);
    }
    if (!high.empty()) {
        const Expr limit = lowerOperand(call, loops, high, common);
        x = keep(x, x < limit, limit);
    }
    loops.store(x);
    return {};
}
Result<void> clampLower(const OpCall& call, LoopBuilder& loops) {
    return boundLower(call, loops, call.isNone("min") ? "" : "min", call.isNone("max") ? "" : "max");
}
Result<void> clampMinLower(const OpCall& call, LoopBuilder& loops) { return boundLower(call, loops, "min", ""); }
Result<void> clampMaxLower(const OpCall& call, LoopBuilder& loops) { return boundLower(call, loops, "", "max"); }
Result<void> hardtanhLower(const OpCall& call, LoopBuilder& loops) { return boundLower(call, loops, "min_val", "max_val"); }

// `args` is the schema after the first argument; in place the first argument is always `self`.
#define WHITTLE_ROW(op, overload, suffix, args, text, type, kernel, lower_)                                            \
    {.name = "aten." op "." overload, .schema = op suffix "(Tensor self" args ") -> Tensor", .summary = text,  \
     .inferType = type, .reference = kernel, .lower = lower_},                                                                  \
    {.name = "aten." op "_." overload, .schema = op "_" suffix "(Tensor(a!) self" args ") -> Tensor(a!)",      \
     .summary = "In place: " text, .functional = "aten." op "." overload}
#define WHITTLE_PAIR(op, args, text, type, kernel, lower_) WHITTLE_ROW(op, "default", "", args, text, type, kernel, lower_)

constexpr OpDef kOps[] = {
    WHITTLE_PAIR("gelu", ", *, str approximate=\"none\"", "Gaussian error linear unit, by erf or by tanh.", geluType, geluReference, geluLower),
    WHITTLE_PAIR("leaky_relu", ", Scalar negative_slope=0.01", "x, times a slope below 0.", floatOnlyType, leakyReluReference, leakyReluLower),
    WHITTLE_PAIR("elu", ", Scalar alpha=1, Scalar scale=1, Scalar input_scale=1", "x, exponential below 0.", floatOnlyType, eluReference, eluLower),
    WHITTLE_PAIR("celu", ", Scalar alpha=1.0", "x, exponential with a smooth slope below 0.", celuType, celuReference, celuLower),
    WHITTLE_PAIR("selu", "", "elu with the self-normalising constants.", floatOnlyType, seluReference, seluLower),
    WHITTLE_PAIR("hardtanh", ", Scalar min_val=-1, Scalar max_val=1", "x limited to [min_val, max_val].", hardtanhType, hardtanhReference, hardtanhLower),
    {.name = "aten.softplus.default", .schema = "softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor",
     .summary = "log(1 + exp(beta x)) / beta, x itself above the threshold.", .inferType = floatOnlyType, .reference = softplusReference, .lower = softplusLower},
    WHITTLE_PAIR("threshold", ", Scalar threshold, Scalar value", "value where x <= threshold.", notBoolType, thresholdReference, nullptr),
    WHITTLE_PAIR("nan_to_num", ", float? nan=None, float? posinf=None, float? neginf=None", "Numbers in place of NaN and infinities.", sameType, nanToNumReference, nanToNumLower),
    WHITTLE_PAIR("clamp", ", Scalar? min=None, Scalar? max=None", "x limited to [min, max].", clampType, clampReference, clampLower),
    WHITTLE_ROW("clamp", "Tensor", ".Tensor", ", Tensor? min=None, Tensor? max=None", "x limited to [min, max].", clampType, clampReference, clampLower),
    WHITTLE_PAIR("clamp_min", ", Scalar min", "x, at least min.", clampMinType, clampMinReference, clampMinLower),
    WHITTLE_ROW("clamp_min", "Tensor", ".Tensor", ", Tensor min", "x, at least min.", clampMinType, clampMinReference, clampMinLower),
    WHITTLE_PAIR("clamp_max", ", Scalar max", "x, at most max.", clampMaxType, clampMaxReference, clampMaxLower),
    WHITTLE_ROW("clamp_max", "Tensor", ".Tensor", ", Tensor max", "x, at most max.", clampMaxType, clampMaxReference, clampMaxLower),
    {.name = "aten.log_sigmoid_forward.default", .schema = "log_sigmoid_forward(Tensor self) -> (Tensor output, Tensor buffer)",
     .summary = "log(sigmoid(x)) and what its gradient needs.", .inferType = logSigmoidForwardType, .reference = laidOut<logSigmoidForwardReference, rowMajor>},
};

#undef WHITTLE_PAIR
#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> activationOps() { return kOps; }

}  // namespace whittle::ops

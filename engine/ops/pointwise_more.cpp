// The less common element-wise operators: integer pairs (gcd), parts of floats (frexp, nextafter), shrinking activations,
// glu; and operators that PyTorch has under two names. Proof: tests/golden/ops/elementwise_more.
#include <cmath>
#include <numbers>
#include <numeric>

#include "engine/ops/all_ops.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/lower.h"
#include "engine/ops/promote.h"
#include "engine/ops/steps.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

Types likeSelf(const OpCall& call, DType dtype) {
    const TensorType& self = call.type("self");
    return {TensorType{dtype, self.sizes, {}, self.device}};
}

Result<Types> floatType(const OpCall& call) { return likeSelf(call, floatOf(call.type("self").dtype, call.precision())); }

Result<Types> floatOnlyType(const OpCall& call) {
    if (!isFloating(call.type("self").dtype))
        return fail(Code::Type, "{}.1: needs a floating dtype, the input is {}; cast it first", call.schema().name, call.type("self").text());
    return likeSelf(call, call.type("self").dtype);
}

// --- pairs ---

Result<Types> integerPairType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    if (!isIntegral(both.dtype)) return fail(Code::Type, "{}.2: needs integers, the operands meet in {}", call.schema().name, dtypeName(both.dtype));
    return both.as(both.dtype);
}

Result<Types> floatPairType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    if (!isFloating(both.dtype)) return fail(Code::Type, "{}.2: needs a floating dtype; cast an operand first", call.schema().name);
    return both.as(both.dtype);
}

template <auto fn>
Result<void> pairReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    visitCompute(dtype, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [](C a, C b) { return static_cast<C>(fn(a, b)); }, operand(call, "self", dtype), operand(call, "other", dtype));
    });
    return {};
}

template <auto fn>
Result<void> floatPairReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    visitFloat(dtype, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [](C a, C b) { return static_cast<C>(fn(a, b)); }, operand(call, "self", dtype), operand(call, "other", dtype));
    });
    return {};
}

// Unsigned, so that the most negative number has a magnitude.
std::uint64_t magnitude(std::int64_t x) { return x < 0 ? 0 - static_cast<std::uint64_t>(x) : static_cast<std::uint64_t>(x); }
std::int64_t gcdOf(std::int64_t a, std::int64_t b) { return static_cast<std::int64_t>(std::gcd(magnitude(a), magnitude(b))); }
std::int64_t lcmOf(std::int64_t a, std::int64_t b) {
    const std::uint64_t divisor = std::gcd(magnitude(a), magnitude(b));
    return divisor == 0 ? 0 : static_cast<std::int64_t>(magnitude(wrapMul(static_cast<std::int64_t>(magnitude(a) / divisor), b)));
}

template <class T>
T logAddExp2(T a, T b) {
    if (std::isinf(a) && a == b) return a;
    const T top = isNan(a) || a > b ? a : b;
    return top + std::log1p(std::exp2(-std::fabs(a - b))) * static_cast<T>(std::numbers::log2e);
}

// The step from `a` towards `b` is one of the operands' dtype, not of the compute type: 16-bit floats step in their bits.
template <class T>
float narrowStep(float a, float b) {
    if (isNan(a) || isNan(b)) return a + b;
    if (a == b) return b;
    T out(a);
    if (a == 0) out.bits = static_cast<std::uint16_t>((std::signbit(b) ? 0x8000 : 0) | 1);
    else out.bits = static_cast<std::uint16_t>(out.bits + ((a < b) == (a > 0) ? 1 : -1));
    return static_cast<float>(out);
}

Result<void> nextafterReference(KernelCall& call) {
    switch (call.outputType().dtype) {
        case DType::F16: return floatPairReference<[](auto a, auto b) { return narrowStep<Half>(static_cast<float>(a), static_cast<float>(b)); }>(call);
        case DType::BF16: return floatPairReference<[](auto a, auto b) { return narrowStep<BFloat16>(static_cast<float>(a), static_cast<float>(b)); }>(call);
        default: return floatPairReference<[](auto a, auto b) { return std::nextafter(a, b); }>(call);
    }
}

Result<Types> heavisideType(const OpCall& call) {
    const TensorType &self = call.type("self"), &values = call.type("values");
    if (self.dtype != values.dtype)
        return fail(Code::Type, "heaviside.2: is not yet implemented for tensors with different dtypes, {} and {}", self.text(), values.text());
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "values"}));
    return both.as(both.dtype);
}

Result<void> heavisideReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    visitCompute(dtype, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [](C x, C v) { return x == 0 ? v : static_cast<C>(x > 0); }, operand(call, "self", dtype), operand(call, "values", dtype));
    });
    return {};
}

Result<Types> frexpType(const OpCall& call) {
    WHITTLE_TRY(Types out, floatOnlyType(call));
    out.push_back(likeSelf(call, DType::I32)[0]);
    return out;
}

Result<void> frexpReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    const Tensor self = operand(call, "self", dtype).contiguous();
    Tensor mantissa = Tensor::empty(self.dtype(), self.sizes());
    std::int32_t* exponents = call.output(1).mutableData<std::int32_t>();
    visitFloat(dtype, [&](auto tag) {
        using C = decltype(tag);
        C* to = mantissa.mutableData<C>();
        for (Index i = 0; i < self.numel(); ++i) {
            int exponent = 0;
            to[i] = std::frexp(self.data<C>()[i], &exponent);
            exponents[i] = std::isfinite(self.data<C>()[i]) ? exponent : 0;
        }
    });
    call.setOutput(0, mantissa.to(dtype));
    return {};
}

// self * 2^other, as PyTorch composes it.
Result<std::vector<ValueId>> ldexpDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    return steps.done(steps("aten.mul.Tensor", {steps.value("self"), steps("aten.pow.Scalar", {2.0, steps.value("other")})}));
}

// pow in float64, whatever the operands are.
Result<std::vector<ValueId>> floatPowerDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    const bool base = call.optionalType("self") != nullptr, exponent = call.optionalType("exponent") != nullptr;
    const Arg a = base ? Arg(steps.to(steps.value("self"), DType::F64)) : Arg(call.number("self"));
    const Arg b = exponent ? Arg(steps.to(steps.value("exponent"), DType::F64)) : Arg(call.number("exponent"));
    return steps.done(steps(!base ? "aten.pow.Scalar" : exponent ? "aten.pow.Tensor_Tensor" : "aten.pow.Tensor_Scalar", {a, b}));
}

// --- one operand ---

template <auto fn>
Result<void> floatReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    visitFloat(dtype, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [](C x) { return static_cast<C>(fn(x)); }, operand(call, "self", dtype));
    });
    return {};
}

/// fn(x, lambd), both in compute type.
template <auto fn>
Result<void> shrinkReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    visitFloat(dtype, [&](auto tag) {
        using C = decltype(tag);
        const C lambda = static_cast<C>(call.number("lambd"));
        mapToOutput<C>(call, [lambda](C x) { return fn(x, lambda); }, operand(call, "self", dtype));
    });
    return {};
}

template <class T>
T softshrink(T x, T lambda) {
    if (x > lambda) return x - lambda;
    if (x < -lambda) return x + lambda;
    return isNan(x) ? x : T{0};
}
template <class T>
T hardshrink(T x, T lambda) { return x >= -lambda && x <= lambda ? T{0} : x; }

Result<Types> softshrinkType(const OpCall& call) {
    if (const auto lambda = call.knownNumber("lambd"); lambda && *lambda < 0) return fail(Code::Argument, "softshrink.2: lambda must be greater or equal to 0, but found to be {}", *lambda);
    return floatOnlyType(call);
}

Result<void> softshrinkLower(const OpCall& call, LoopBuilder& loops) {
    const Expr x = lowerOperand(call, loops, "self", loops.type().dtype);
    const double l = call.number("lambd");
    loops.store(select(x > l, x - l, select(x < -l, x + l, select(x != x, x, x.like(0)))));
    return {};
}

Result<void> hardshrinkLower(const OpCall& call, LoopBuilder& loops) {
    const Expr x = lowerOperand(call, loops, "self", loops.type().dtype);
    const double l = call.number("lambd");
    loops.store(select((x >= -l) & (x <= l), x.like(0), x));
    return {};
}

// eps keeps the input away from 0 and 1.
Result<void> logitReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    const bool clamps = !call.isNone("eps");
    visitFloat(dtype, [&](auto tag) {
        using C = decltype(tag);
        const C low = clamps ? static_cast<C>(call.number("eps")) : C{0}, high = C{1} - low;
        mapToOutput<C>(call, [&](C x) {
            if (clamps) x = x < low ? low : x > high ? high : x;
            return std::log(x / (C{1} - x));
        }, operand(call, "self", dtype));
    });
    return {};
}

template <bool positive>
Result<std::vector<ValueId>> infDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    return steps.done(steps("aten.eq.Scalar", {steps.value("self"), positive ? INFINITY : -INFINITY}));
}

// a * sigmoid(b), the two halves of a dimension.
Result<std::vector<ValueId>> gluDecompose(const OpCall& call, OpBuilder& build) {
    const TensorType& self = call.type("self");
    if (self.rank() == 0) return fail(Code::Shape, "glu.1: does not support 0-dimensional tensors");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    if (const auto size = self.sizes[static_cast<std::size_t>(dim)].constant(); size && *size % 2 != 0)
        return fail(Code::Shape, "glu.2: Halving dimension must be even, but dimension {} is size {}", dim, *size);
    Steps steps(call, build);
    const auto half = steps.several("aten.chunk.default", {steps.value("self"), 2, dim}, 2);
    return steps.done(steps("aten.mul.Tensor", {half[0], steps("aten.sigmoid.default", {half[1]})}));
}

// A weight a channel; without channels one weight.
Result<std::vector<ValueId>> preluDecompose(const OpCall& call, OpBuilder& build) {
    const TensorType &self = call.type("self"), &weight = call.type("weight");
    if (!isFloating(self.dtype) || self.dtype != weight.dtype)
        return fail(Code::Type, "{}.2: Type promoting not supported: self is {}, the weight {}, one floating dtype is needed", call.schema().name, self.text(), weight.text());
    Steps steps(call, build);
    ValueId slope = steps.value("weight");
    if (call.schema().name == "prelu" && !isOne(weight.numel())) {
        if (self.rank() < 2 || weight.rank() != 1)
            return fail(Code::Shape, "prelu.1: weight {} does not give one value a channel of {}", weight.text(), self.text());
        SymSizes sizes(self.sizes.size(), 1);
        sizes[1] = weight.sizes[0];
        slope = steps.view(slope, sizes);
    } else if (call.schema().name == "prelu") {
        slope = steps.view(slope, {});
    }
    const ValueId x = steps.value("self");
    return steps.done(steps("aten.where.self", {steps("aten.gt.Scalar", {x, 0}), x, steps("aten.mul.Tensor", {slope, x})}));
}

Result<std::vector<ValueId>> iscloseDecompose(const OpCall& call, OpBuilder& build) {
    const TensorType &self = call.type("self"), &other = call.type("other");
    if (self.dtype != other.dtype) return fail(Code::Type, "isclose.1: {} did not match {}", self.text(), other.text());
    if (call.number("rtol") < 0 || call.number("atol") < 0) return fail(Code::Argument, "isclose.2: rtol and atol must not be negative");
    Steps steps(call, build);
    const ValueId a = steps.value("self"), b = steps.value("other");
    ValueId close = steps("aten.eq.Tensor", {a, b});
    if (call.flag("equal_nan") && isFloating(self.dtype))
        close = steps("aten.logical_or.default", {close, steps("aten.logical_and.default", {steps("aten.isnan.default", {a}), steps("aten.isnan.default", {b})})});
    if (call.number("rtol") == 0 && call.number("atol") == 0) return steps.done(close);
    const DType wide = isFloating(self.dtype) ? self.dtype : defaultFloat(call.precision());
    const ValueId x = steps.to(a, wide), y = steps.to(b, wide);
    const ValueId allowed = steps("aten.add.Scalar", {steps("aten.abs.default", {steps("aten.mul.Scalar", {y, call.number("rtol")})}), call.number("atol")});
    const ValueId apart = steps("aten.abs.default", {steps("aten.sub.Tensor", {x, y})});
    const ValueId near = steps("aten.logical_and.default", {steps("aten.isfinite.default", {apart}), steps("aten.le.Tensor", {apart, allowed})});
    return steps.done(steps("aten.logical_or.default", {close, near}));
}

// --- second names ---

#define WHITTLE_SECOND_NAMES(X) \
    X("multiply.Tensor", "Tensor self, Tensor other", "mul.Tensor") X("multiply.Scalar", "Tensor self, Scalar other", "mul.Scalar") \
    X("subtract.Tensor", "Tensor self, Tensor other, *, Scalar alpha=1", "sub.Tensor") X("subtract.Scalar", "Tensor self, Scalar other, Scalar alpha=1", "sub.Scalar") \
    X("divide.Tensor", "Tensor self, Tensor other", "div.Tensor") X("divide.Scalar", "Tensor self, Scalar other", "div.Scalar") \
    X("divide.Tensor_mode", "Tensor self, Tensor other, *, str? rounding_mode", "div.Tensor_mode") X("divide.Scalar_mode", "Tensor self, Scalar other, *, str? rounding_mode", "div.Scalar_mode") \
    X("true_divide.Tensor", "Tensor self, Tensor other", "div.Tensor") X("true_divide.Scalar", "Tensor self, Scalar other", "div.Scalar") \
    X("greater.Tensor", "Tensor self, Tensor other", "gt.Tensor") X("greater.Scalar", "Tensor self, Scalar other", "gt.Scalar") \
    X("greater_equal.Tensor", "Tensor self, Tensor other", "ge.Tensor") X("greater_equal.Scalar", "Tensor self, Scalar other", "ge.Scalar") \
    X("less.Tensor", "Tensor self, Tensor other", "lt.Tensor") X("less.Scalar", "Tensor self, Scalar other", "lt.Scalar") \
    X("less_equal.Tensor", "Tensor self, Tensor other", "le.Tensor") X("less_equal.Scalar", "Tensor self, Scalar other", "le.Scalar") \
    X("not_equal.Tensor", "Tensor self, Tensor other", "ne.Tensor") X("not_equal.Scalar", "Tensor self, Scalar other", "ne.Scalar") \
    X("clip.default", "Tensor self, Scalar? min=None, Scalar? max=None", "clamp.default") X("clip.Tensor", "Tensor self, Tensor? min=None, Tensor? max=None", "clamp.Tensor") \
    X("absolute.default", "Tensor self", "abs.default") X("negative.default", "Tensor self", "neg.default") X("fix.default", "Tensor self", "trunc.default") \
    X("arccos.default", "Tensor self", "acos.default") X("arcsin.default", "Tensor self", "asin.default") X("arctan.default", "Tensor self", "atan.default") \
    X("arccosh.default", "Tensor self", "acosh.default") X("arcsinh.default", "Tensor self", "asinh.default") X("arctanh.default", "Tensor self", "atanh.default") \
    X("arctan2.default", "Tensor self, Tensor other", "atan2.default") X("special_logit.default", "Tensor self, float? eps=None", "logit.default")

struct SecondName {
    std::string_view name, target;
};
#define WHITTLE_NAME(second, args, first) {"aten." second, "aten." first},
constexpr SecondName kSecondNames[] = {WHITTLE_SECOND_NAMES(WHITTLE_NAME)};
#undef WHITTLE_NAME

// Those of the second names that take a number for a tensor, as their first names do (PyTorch 2.6: the list in
// torch/csrc/utils/python_arg_parser.cpp).
constexpr bool takesNumbers(std::string_view second) {
    constexpr std::string_view kTake[] = {"multiply.Tensor", "subtract.Tensor", "divide.Tensor", "divide.Tensor_mode", "true_divide.Tensor"};
    return std::ranges::find(kTake, second) != std::end(kTake);
}

Result<std::vector<ValueId>> firstName(const OpCall& call, OpBuilder& build) {
    for (const SecondName& row : kSecondNames)
        if (row.name == call.op().name) return forwardTo(row.target, call, build);
    return fail(Code::Internal, "{} has no first name", call.op().name);
}

#define WHITTLE_ROW(name_, schema_, text, type, ...) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = __VA_ARGS__}
#define WHITTLE_MADE_OF(name_, schema_, text, fn) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = decomposedType, .decompose = fn}
#define WHITTLE_IN_PLACE(name_, schema_, target) \
    {.name = "aten." name_, .schema = schema_, .summary = "In place: " target ".", .functional = "aten." target}
#define WHITTLE_PAIR(op, text, type, ...) \
    WHITTLE_ROW(op ".default", op "(Tensor self, Tensor other) -> Tensor", text, type, __VA_ARGS__), \
    WHITTLE_IN_PLACE(op "_.default", op "_(Tensor(a!) self, Tensor other) -> Tensor(a!)", op ".default")
#define WHITTLE_SECOND(second, args, first) \
    {.name = "aten." second, .schema = second "(" args ") -> Tensor", .summary = "As " first ".", .inferType = decomposedType, .decompose = firstName, \
     .numbersAsTensors = takesNumbers(second)},

constexpr OpDef kOps[] = {
    WHITTLE_PAIR("gcd", "Greatest common divisor.", integerPairType, pairReference<[](auto a, auto b) { return gcdOf(static_cast<std::int64_t>(a), static_cast<std::int64_t>(b)); }>),
    WHITTLE_PAIR("lcm", "Least common multiple.", integerPairType, pairReference<[](auto a, auto b) { return lcmOf(static_cast<std::int64_t>(a), static_cast<std::int64_t>(b)); }>),
    WHITTLE_ROW("logaddexp2.default", "logaddexp2(Tensor self, Tensor other) -> Tensor", "log2(2^self + 2^other) without overflow.", floatPairType, floatPairReference<[](auto a, auto b) { return logAddExp2(a, b); }>),
    WHITTLE_PAIR("nextafter", "The next float from self towards other.", floatPairType, nextafterReference),
    WHITTLE_ROW("heaviside.default", "heaviside(Tensor self, Tensor values) -> Tensor", "0 below 0, 1 above, values at 0.", heavisideType, heavisideReference),
    WHITTLE_IN_PLACE("heaviside_.default", "heaviside_(Tensor(a!) self, Tensor values) -> Tensor(a!)", "heaviside.default"),
    WHITTLE_ROW("frexp.Tensor", "frexp.Tensor(Tensor self) -> (Tensor mantissa, Tensor exponent)", "Mantissa in [0.5, 1) and exponent of 2.", frexpType, frexpReference),
    WHITTLE_MADE_OF("ldexp.Tensor", "ldexp.Tensor(Tensor self, Tensor other) -> Tensor", "self * 2^other.", ldexpDecompose),
    WHITTLE_IN_PLACE("ldexp_.default", "ldexp_(Tensor(a!) self, Tensor other) -> Tensor(a!)", "ldexp.Tensor"),
    WHITTLE_MADE_OF("float_power.Tensor_Tensor", "float_power.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor", "self to the power of exponent, in float64.", floatPowerDecompose),
    WHITTLE_MADE_OF("float_power.Tensor_Scalar", "float_power.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor", "self to the power of exponent, in float64.", floatPowerDecompose),
    WHITTLE_MADE_OF("float_power.Scalar", "float_power.Scalar(Scalar self, Tensor exponent) -> Tensor", "self to the power of exponent, in float64.", floatPowerDecompose),
    {.name = "aten.softshrink.default", .schema = "softshrink(Tensor self, Scalar lambd=0.5) -> Tensor", .summary = "Towards 0 by lambd, and 0 within it.",
     .inferType = softshrinkType, .reference = shrinkReference<[](auto x, auto l) { return softshrink(x, l); }>, .lower = softshrinkLower},
    {.name = "aten.hardshrink.default", .schema = "hardshrink(Tensor self, Scalar lambd=0.5) -> Tensor", .summary = "0 within lambd of 0, else the element.",
     .inferType = floatOnlyType, .reference = shrinkReference<[](auto x, auto l) { return hardshrink(x, l); }>, .lower = hardshrinkLower},
    WHITTLE_ROW("logit.default", "logit(Tensor self, float? eps=None) -> Tensor", "log(x / (1 - x)), x first kept eps away from 0 and 1.", floatType, logitReference),
    WHITTLE_IN_PLACE("logit_.default", "logit_(Tensor(a!) self, float? eps=None) -> Tensor(a!)", "logit.default"),
    {.name = "aten.rad2deg.default", .schema = "rad2deg(Tensor self) -> Tensor", .summary = "Radians as degrees.", .inferType = floatType,
     .reference = floatReference<[](auto x) { return x * static_cast<decltype(x)>(180 / std::numbers::pi); }>, .lower = lowerUnary<[](Expr x) { return x * (180 / std::numbers::pi); }>},
    WHITTLE_IN_PLACE("rad2deg_.default", "rad2deg_(Tensor(a!) self) -> Tensor(a!)", "rad2deg.default"),
    {.name = "aten.deg2rad.default", .schema = "deg2rad(Tensor self) -> Tensor", .summary = "Degrees as radians.", .inferType = floatType,
     .reference = floatReference<[](auto x) { return x * static_cast<decltype(x)>(std::numbers::pi / 180); }>, .lower = lowerUnary<[](Expr x) { return x * (std::numbers::pi / 180); }>},
    WHITTLE_IN_PLACE("deg2rad_.default", "deg2rad_(Tensor(a!) self) -> Tensor(a!)", "deg2rad.default"),
    WHITTLE_MADE_OF("isposinf.default", "isposinf(Tensor self) -> Tensor", "Where the element is positive infinity.", infDecompose<true>),
    WHITTLE_MADE_OF("isneginf.default", "isneginf(Tensor self) -> Tensor", "Where the element is negative infinity.", infDecompose<false>),
    WHITTLE_MADE_OF("glu.default", "glu(Tensor self, int dim=-1) -> Tensor", "One half of a dimension times the sigmoid of the other.", gluDecompose),
    WHITTLE_MADE_OF("prelu.default", "prelu(Tensor self, Tensor weight) -> Tensor", "x above 0, else weight * x, with a weight a channel.", preluDecompose),
    WHITTLE_MADE_OF("_prelu_kernel.default", "_prelu_kernel(Tensor self, Tensor weight) -> Tensor", "x above 0, else weight * x.", preluDecompose),
    WHITTLE_MADE_OF("isclose.default", "isclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor", "Where |self - other| <= atol + rtol * |other|.", iscloseDecompose),
    WHITTLE_SECOND_NAMES(WHITTLE_SECOND)
    WHITTLE_IN_PLACE("atan2_.default", "atan2_(Tensor(a!) self, Tensor other) -> Tensor(a!)", "atan2.default"),
    WHITTLE_IN_PLACE("hypot_.default", "hypot_(Tensor(a!) self, Tensor other) -> Tensor(a!)", "hypot.default"),
    WHITTLE_IN_PLACE("lerp_.Scalar", "lerp_.Scalar(Tensor(a!) self, Tensor end, Scalar weight) -> Tensor(a!)", "lerp.Scalar"),
    WHITTLE_IN_PLACE("lerp_.Tensor", "lerp_.Tensor(Tensor(a!) self, Tensor end, Tensor weight) -> Tensor(a!)", "lerp.Tensor"),
    WHITTLE_IN_PLACE("addcmul_.default", "addcmul_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)", "addcmul.default"),
    WHITTLE_IN_PLACE("addcdiv_.default", "addcdiv_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)", "addcdiv.default"),
    WHITTLE_IN_PLACE("logical_not_.default", "logical_not_(Tensor(a!) self) -> Tensor(a!)", "logical_not.default"),
    WHITTLE_IN_PLACE("floor_divide_.Tensor", "floor_divide_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)", "floor_divide.default"),
    WHITTLE_IN_PLACE("floor_divide_.Scalar", "floor_divide_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)", "floor_divide.Scalar"),
};

#undef WHITTLE_SECOND
#undef WHITTLE_PAIR
#undef WHITTLE_IN_PLACE
#undef WHITTLE_MADE_OF
#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> pointwiseMoreOps() { return kOps; }

}  // namespace whittle::ops

// Functions of one element without parameters: exp, abs, isnan and their kind, one row each with its
// in-place form. Integers enter the float functions as the default float and stay integers in the others.
#include <cmath>
#include <numbers>

#include "engine/ops/all_ops.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/lower.h"
#include "engine/ops/promote.h"

namespace whittle::ops {
namespace {

Types likeSelf(const OpCall& call, DType dtype) {
    const TensorType& self = call.type(0);
    return {TensorType{dtype, self.sizes, {}, self.device}};
}

Result<Types> floatType(const OpCall& call) { return likeSelf(call, floatOf(call.type(0).dtype, call.precision())); }
Result<Types> sameType(const OpCall& call) { return likeSelf(call, call.type(0).dtype); }
Result<Types> testType(const OpCall& call) { return likeSelf(call, DType::Bool); }

// A power: bools count as the integer exponent does.
Result<Types> squareType(const OpCall& call) {
    const DType self = call.type(0).dtype;
    return likeSelf(call, self == DType::Bool ? DType::I64 : self);
}

Result<Types> notBoolType(const OpCall& call) {
    if (call.type(0).dtype == DType::Bool)
        return fail(Code::Type, "{}.1: not defined for bool; use logical_not, or cast first", call.schema().name);
    return sameType(call);
}

// The modulus of a complex number is real.
Result<Types> absType(const OpCall& call) {
    WHITTLE_TRY_VOID(notBoolType(call));
    return likeSelf(call, realOf(call.type(0).dtype));
}

Result<Types> floatOnlyType(const OpCall& call) {
    if (!isFloating(call.type(0).dtype))
        return fail(Code::Type, "{}.1: needs a floating dtype, the input is {}; cast it first", call.schema().name,
                    call.type(0).text());
    return sameType(call);
}

Result<Types> inexactType(const OpCall& call) { return isComplex(call.type(0).dtype) ? sameType(call) : floatOnlyType(call); }

Result<Types> bitsType(const OpCall& call) {
    if (isInexact(call.type(0).dtype))
        return fail(Code::Type, "{}.1: needs an integer or bool dtype, the input is {}", call.schema().name,
                    call.type(0).text());
    return sameType(call);
}

template <auto fn>
Result<void> floatKernel(KernelCall& call) {
    const DType common = call.outputType().dtype;
    visitFloat(common, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [](C x) { return static_cast<C>(fn(x)); }, operand(call, "self", common));
    });
    return {};
}

template <auto fn>
Result<void> sameKernel(KernelCall& call) {
    const DType common = call.outputType().dtype;
    visitCompute(common, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [](C x) { return static_cast<C>(fn(x)); }, operand(call, "self", common));
    });
    return {};
}

// Rounding does nothing to integers.
template <auto fn>
Result<void> roundKernel(KernelCall& call) {
    if (isFloating(call.outputType().dtype)) return floatKernel<fn>(call);
    call.setOutput(0, call.tensor("self"));
    return {};
}

template <auto fn>
Result<void> testKernel(KernelCall& call) {
    const DType dtype = call.tensor("self").dtype();
    const Tensor self = operand(call, "self", dtype);
    visitCompute(dtype, [&](auto tag) {
        using C = decltype(tag);
        testToOutput(call, fn, Elements<C>{self});
    });
    return {};
}

// out = fn(self), real or bool, of complex elements.
template <class Out, auto fn>
Result<void> complexTo(KernelCall& call) {
    const Tensor self = call.tensor("self").to(DType::C128);
    Tensor out = Tensor::empty(DTypeOf<Out>::value, call.outputSizes());
    mapInto<Out>(out, fn, Elements<Complex>{self});
    call.setOutput(0, inLayout(out.to(call.outputType().dtype), elementwiseStrides(call)));
    return {};
}

Result<void> bitwiseNotReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    const bool isBool = dtype == DType::Bool;
    mapToOutput<std::int64_t>(call, [&](std::int64_t x) { return isBool ? std::int64_t{x == 0} : ~x; },
                              operand(call, "self", dtype));
    return {};
}

Result<void> roundDecimalsReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    const auto decimals = static_cast<double>(call.size("decimals"));
    visitFloat(dtype, [&](auto tag) {
        using C = decltype(tag);
        // PyTorch divides for negative decimals rather than multiplying by a fraction that is not exact.
        const C scale = static_cast<C>(std::pow(10.0, std::fabs(decimals)));
        const bool shrink = decimals < 0;
        mapToOutput<C>(call, [=](C x) { return shrink ? std::nearbyint(x / scale) * scale : std::nearbyint(x * scale) / scale; },
                       operand(call, "self", dtype));
    });
    return {};
}

Result<void> bitwiseNotLower(const OpCall& call, LoopBuilder& loops) {
    loops.store(unary(LoopOp::Not, loops.load(call.arg("self"))));
    return {};
}

Result<void> roundDecimalsLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const std::int64_t decimals, call.integer("decimals"));
    const Expr x = lowerOperand(call, loops, "self", loops.type().dtype);
    const double scale = std::pow(10.0, std::fabs(static_cast<double>(decimals)));
    if (decimals < 0) loops.store(unary(LoopOp::Round, x / scale) * scale);
    else loops.store(unary(LoopOp::Round, x * scale) / scale);
    return {};
}

template <class C>
C sigmoid(C x) { return C{1} / (C{1} + std::exp(-x)); }

// PyTorch's vector code answers infinity for floats above 1e38; a graph is compared with PyTorch's answers.
template <class C>
C log1p(C x) { return std::is_same_v<C, float> && x > C(1e38) ? C(INFINITY) : std::log1p(x); }

// The small difference without its cancellation, part by part.
Complex expm1(Complex x) {
    const double half = std::sin(x.imag() / 2);
    return {std::expm1(x.real()) * std::cos(x.imag()) - 2 * half * half, std::exp(x.real()) * std::sin(x.imag())};
}

Complex log1p(Complex x) {
    const double a = x.real(), b = x.imag();
    // |1 + x|^2 - 1 = a (2 + a) + b^2 keeps the digits of a small x.
    const double size = std::fabs(a) < 0.5 && std::fabs(b) < 0.5 ? std::log1p(a * (2 + a) + b * b) / 2 : std::log(std::hypot(1 + a, b));
    return {size, std::atan2(b, 1 + a)};
}

// Inverse error function: the rational start of Giles (2010, single precision), then two Newton steps in
// double, which leave the error below 1e-15 away from the ends.
double erfinv(double y) {
    if (!(std::fabs(y) < 1)) return std::fabs(y) == 1 ? std::copysign(INFINITY, y) : NAN;
    double w = -std::log((1 - y) * (1 + y)), p = 0;
    const bool central = w < 5;
    w = central ? w - 2.5 : std::sqrt(w) - 3;
    constexpr double kCentral[] = {2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087,
                                   -0.00125372503, -0.00417768164, 0.246640727, 1.50140941};
    constexpr double kTail[] = {-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773,
                                -0.0076224613, 0.00943887047, 1.00167406, 2.83297682};
    for (const double c : central ? kCentral : kTail) p = p * w + c;
    double x = p * y;
    for (int i = 0; i < 2; ++i) {
        const double slope = 2 * std::numbers::inv_sqrtpi * std::exp(-x * x);
        if (slope == 0) break;
        // Near the ends erf(x) - y cancels; the complements keep their digits.
        x -= (y > 0.5 ? (1 - y) - std::erfc(x) : y < -0.5 ? std::erfc(-x) - (1 + y) : std::erf(x) - y) / slope;
    }
    return x;
}

// Propagates NaN like the comparisons of the kernel it mirrors.
constexpr auto relu6Expr = [](Expr x) { return select(x < 0.0, x.like(0), select(x > 6.0, x.like(6), x)); };

// PyTorch's float log1p overflows early; see log1p above.
constexpr auto log1pExpr = [](Expr x) {
    const Expr exact = unary(LoopOp::Log1p, x);
    return x.dtype() == DType::F32 ? select(x > 1e38, x.like(INFINITY), exact) : exact;
};

// Keeps the commas of a lambda together on the way through a macro.
#define WHITTLE_LOWER(...) __VA_ARGS__
// A row and the row of its in-place form.
#define WHITTLE_UNARY(op, text, type, lower_, ...)                                                               \
    {.name = "aten." op ".default", .schema = op "(Tensor self) -> Tensor", .summary = text,             \
     .inferType = type, .reference = __VA_ARGS__, .lower = lower_}
#define WHITTLE_UNARY_PAIR(op, text, type, lower_, ...)                                                          \
    WHITTLE_UNARY(op, text, type, WHITTLE_LOWER(lower_), __VA_ARGS__),                                                          \
    {.name = "aten." op "_.default", .schema = op "_(Tensor(a!) self) -> Tensor(a!)",                    \
     .summary = "In place: " text, .functional = "aten." op ".default"}

constexpr OpDef kOps[] = {
    WHITTLE_UNARY_PAIR("exp", "e to the power of each element.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Exp>), floatKernel<[](auto x) { return std::exp(x); }>, .complex = complexKernel<[](Complex x) { return std::exp(x); }>),
    WHITTLE_UNARY_PAIR("exp2", "2 to the power of each element.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Exp2>), floatKernel<[](auto x) { return std::exp2(x); }>, .complex = complexKernel<[](Complex x) { return std::exp(x * std::numbers::ln2); }>),
    WHITTLE_UNARY_PAIR("expm1", "exp(x) - 1, precise near 0.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Expm1>), floatKernel<[](auto x) { return std::expm1(x); }>, .complex = complexKernel<[](Complex x) { return expm1(x); }>),
    WHITTLE_UNARY_PAIR("log", "Natural logarithm.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Log>), floatKernel<[](auto x) { return std::log(x); }>, .complex = complexKernel<[](Complex x) { return std::log(x); }>),
    WHITTLE_UNARY_PAIR("log2", "Logarithm to base 2.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Log2>), floatKernel<[](auto x) { return std::log2(x); }>, .complex = complexKernel<[](Complex x) { return std::log(x) / std::numbers::ln2; }>),
    WHITTLE_UNARY_PAIR("log10", "Logarithm to base 10.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Log10>), floatKernel<[](auto x) { return std::log10(x); }>, .complex = complexKernel<[](Complex x) { return std::log(x) / std::numbers::ln10; }>),
    WHITTLE_UNARY_PAIR("log1p", "log(1 + x), precise near 0.", floatType, WHITTLE_LOWER(lowerUnary<log1pExpr>), floatKernel<[](auto x) { return log1p(x); }>, .complex = complexKernel<[](Complex x) { return log1p(x); }>),
    WHITTLE_UNARY_PAIR("sqrt", "Square root.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Sqrt>), floatKernel<[](auto x) { return std::sqrt(x); }>, .complex = complexKernel<[](Complex x) { return std::sqrt(x); }>),
    WHITTLE_UNARY_PAIR("rsqrt", "1 / sqrt(x).", floatType, WHITTLE_LOWER(lowerUnary<[](Expr x) { return 1.0 / unary(LoopOp::Sqrt, x); }>), floatKernel<[](auto x) { return decltype(x){1} / std::sqrt(x); }>, .complex = complexKernel<[](Complex x) { return divide(Complex(1), std::sqrt(x)); }>),
    WHITTLE_UNARY_PAIR("reciprocal", "1 / x.", floatType, WHITTLE_LOWER(lowerUnary<[](Expr x) { return 1.0 / x; }>), floatKernel<[](auto x) { return decltype(x){1} / x; }>, .complex = complexKernel<[](Complex x) { return divide(Complex(1), x); }>),
    WHITTLE_UNARY_PAIR("sin", "Sine.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Sin>), floatKernel<[](auto x) { return std::sin(x); }>, .complex = complexKernel<[](Complex x) { return std::sin(x); }>),
    WHITTLE_UNARY_PAIR("cos", "Cosine.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Cos>), floatKernel<[](auto x) { return std::cos(x); }>, .complex = complexKernel<[](Complex x) { return std::cos(x); }>),
    WHITTLE_UNARY_PAIR("tan", "Tangent.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Tan>), floatKernel<[](auto x) { return std::tan(x); }>, .complex = complexKernel<[](Complex x) { return std::tan(x); }>),
    WHITTLE_UNARY_PAIR("asin", "Inverse sine.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Asin>), floatKernel<[](auto x) { return std::asin(x); }>, .complex = complexKernel<[](Complex x) { return std::asin(x); }>),
    WHITTLE_UNARY_PAIR("acos", "Inverse cosine.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Acos>), floatKernel<[](auto x) { return std::acos(x); }>, .complex = complexKernel<[](Complex x) { return std::acos(x); }>),
    WHITTLE_UNARY_PAIR("atan", "Inverse tangent.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Atan>), floatKernel<[](auto x) { return std::atan(x); }>, .complex = complexKernel<[](Complex x) { return std::atan(x); }>),
    WHITTLE_UNARY_PAIR("sinh", "Hyperbolic sine.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Sinh>), floatKernel<[](auto x) { return std::sinh(x); }>, .complex = complexKernel<[](Complex x) { return std::sinh(x); }>),
    WHITTLE_UNARY_PAIR("cosh", "Hyperbolic cosine.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Cosh>), floatKernel<[](auto x) { return std::cosh(x); }>, .complex = complexKernel<[](Complex x) { return std::cosh(x); }>),
    WHITTLE_UNARY_PAIR("tanh", "Hyperbolic tangent.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Tanh>), floatKernel<[](auto x) { return std::tanh(x); }>, .complex = complexKernel<[](Complex x) { return std::tanh(x); }>),
    WHITTLE_UNARY_PAIR("asinh", "Inverse hyperbolic sine.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Asinh>), floatKernel<[](auto x) { return std::asinh(x); }>, .complex = complexKernel<[](Complex x) { return std::asinh(x); }>),
    WHITTLE_UNARY_PAIR("acosh", "Inverse hyperbolic cosine.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Acosh>), floatKernel<[](auto x) { return std::acosh(x); }>, .complex = complexKernel<[](Complex x) { return std::acosh(x); }>),
    WHITTLE_UNARY_PAIR("atanh", "Inverse hyperbolic tangent.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Atanh>), floatKernel<[](auto x) { return std::atanh(x); }>, .complex = complexKernel<[](Complex x) { return std::atanh(x); }>),
    WHITTLE_UNARY_PAIR("erf", "Error function.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Erf>), floatKernel<[](auto x) { return std::erf(x); }>),
    WHITTLE_UNARY_PAIR("erfc", "1 - erf(x).", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Erfc>), floatKernel<[](auto x) { return std::erfc(x); }>),
    WHITTLE_UNARY_PAIR("erfinv", "Inverse error function.", floatType, WHITTLE_LOWER(nullptr), floatKernel<[](auto x) { return erfinv(static_cast<double>(x)); }>),
    WHITTLE_UNARY_PAIR("lgamma", "Logarithm of the absolute gamma function.", floatType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Lgamma>), floatKernel<[](auto x) { return std::lgamma(x); }>),
    WHITTLE_UNARY_PAIR("sigmoid", "1 / (1 + exp(-x)).", floatType, WHITTLE_LOWER(lowerUnary<[](Expr x) { return 1.0 / (1.0 + unary(LoopOp::Exp, -x)); }>), floatKernel<[](auto x) { return sigmoid(x); }>, .complex = complexKernel<[](Complex x) { return divide(Complex(1), 1.0 + std::exp(-x)); }>),
    WHITTLE_UNARY_PAIR("silu", "x * sigmoid(x).", inexactType, WHITTLE_LOWER(lowerUnary<[](Expr x) { return x / (1.0 + unary(LoopOp::Exp, -x)); }>), floatKernel<[](auto x) { return x / (decltype(x){1} + std::exp(-x)); }>, .complex = complexKernel<[](Complex x) { return divide(x, 1.0 + std::exp(-x)); }>),
    WHITTLE_UNARY_PAIR("mish", "x * tanh(log(1 + exp(x))).", floatOnlyType, WHITTLE_LOWER(lowerUnary<[](Expr x) { return x * unary(LoopOp::Tanh, unary(LoopOp::Log1p, unary(LoopOp::Exp, x))); }>), floatKernel<[](auto x) { return x * std::tanh(std::log1p(std::exp(x))); }>),
    WHITTLE_UNARY_PAIR("hardsigmoid", "relu6(x + 3) / 6.", floatOnlyType, WHITTLE_LOWER(lowerUnary<[](Expr x) { return relu6Expr(x + 3.0) / 6.0; }>),
                       floatKernel<[](auto x) { using C = decltype(x); return std::min(std::max(x + C{3}, C{0}), C{6}) / C{6}; }>),
    WHITTLE_UNARY_PAIR("hardswish", "x * relu6(x + 3) / 6.", floatOnlyType, WHITTLE_LOWER(lowerUnary<[](Expr x) { return x * relu6Expr(x + 3.0) / 6.0; }>),
                       floatKernel<[](auto x) { using C = decltype(x); return x * std::min(std::max(x + C{3}, C{0}), C{6}) / C{6}; }>),
    WHITTLE_UNARY("log_sigmoid", "log(sigmoid(x)), without overflow.", floatOnlyType,
                  WHITTLE_LOWER(lowerUnary<[](Expr x) { return select(x < 0.0, x, x.like(0)) - unary(LoopOp::Log1p, unary(LoopOp::Exp, -unary(LoopOp::Abs, x))); }>),
                  (laidOut<floatKernel<[](auto x) { using C = decltype(x); return std::min(C{0}, x) - std::log1p(std::exp(-std::fabs(x))); }>, rowMajor>)),
    WHITTLE_UNARY_PAIR("relu", "max(x, 0); NaN and -0 stay.", notBoolType, WHITTLE_LOWER(lowerUnary<[](Expr x) { return select(x < 0.0, x.like(0), x); }>), sameKernel<[](auto x) { return x < 0 ? decltype(x){0} : x; }>),
    WHITTLE_UNARY_PAIR("relu6", "min(max(x, 0), 6); NaN stays.", notBoolType, WHITTLE_LOWER(lowerUnary<relu6Expr>),
                       sameKernel<[](auto x) { using C = decltype(x); return x < 0 ? C{0} : (x > 6) ? C{6} : x; }>),
    WHITTLE_UNARY_PAIR("abs", "Absolute value; the most negative integer stays.", absType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Abs>),
                       sameKernel<[](auto x) { return std::signbit(static_cast<double>(x)) ? wrapNeg(x) : x; }>, .complex = complexTo<double, [](Complex x) { return std::abs(x); }>),
    WHITTLE_UNARY_PAIR("neg", "-x.", notBoolType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Neg>), sameKernel<[](auto x) { return wrapNeg(x); }>, .complex = complexKernel<[](Complex x) { return -x; }>),
    WHITTLE_UNARY_PAIR("sign", "-1, 0 or 1; 0 for NaN.", sameType, WHITTLE_LOWER(lowerUnary<[](Expr x) { return (x > 0.0).to(x.dtype()) - (x < 0.0).to(x.dtype()); }>), sameKernel<[](auto x) { return (x > 0) - (x < 0); }>),
    WHITTLE_UNARY_PAIR("square", "x * x.", squareType, WHITTLE_LOWER(lowerUnary<[](Expr x) { return x * x; }>), sameKernel<[](auto x) { return wrapMul(x, x); }>, .complex = complexKernel<[](Complex x) { return wrapMul(x, x); }>),
    WHITTLE_UNARY_PAIR("floor", "Largest integer not above x.", notBoolType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Floor>), roundKernel<[](auto x) { return std::floor(x); }>),
    WHITTLE_UNARY_PAIR("ceil", "Smallest integer not below x.", notBoolType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Ceil>), roundKernel<[](auto x) { return std::ceil(x); }>),
    WHITTLE_UNARY_PAIR("trunc", "x without its fraction.", notBoolType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Trunc>), roundKernel<[](auto x) { return std::trunc(x); }>),
    WHITTLE_UNARY_PAIR("round", "Nearest integer, ties to even.", notBoolType, WHITTLE_LOWER(lowerUnaryOp<LoopOp::Round>), roundKernel<[](auto x) { return std::nearbyint(x); }>),
    WHITTLE_UNARY_PAIR("frac", "x - trunc(x).", floatOnlyType, WHITTLE_LOWER(lowerUnary<[](Expr x) { return x - unary(LoopOp::Trunc, x); }>), floatKernel<[](auto x) { return x - std::trunc(x); }>),
    {.name = "aten.round.decimals", .schema = "round.decimals(Tensor self, *, int decimals) -> Tensor",
     .summary = "Rounds to this many decimal places.", .inferType = floatOnlyType, .reference = roundDecimalsReference, .lower = roundDecimalsLower},
    WHITTLE_UNARY("isnan", "Where the element is NaN.", testType, WHITTLE_LOWER(lowerTest<[](Expr x) { return x != x; }>), testKernel<[](auto x) { return isNan(x); }>, .complex = complexTo<bool, [](Complex x) { return std::isnan(x.real()) || std::isnan(x.imag()); }>),
    WHITTLE_UNARY("isinf", "Where the element is an infinity.", testType, WHITTLE_LOWER(lowerTest<[](Expr x) { return isFloating(x.dtype()) ? unary(LoopOp::Abs, x) == INFINITY : x != x; }>), testKernel<[](auto x) { return std::isinf(static_cast<double>(x)); }>, .complex = complexTo<bool, [](Complex x) { return std::isinf(x.real()) || std::isinf(x.imag()); }>),
    WHITTLE_UNARY("isfinite", "Where the element is neither NaN nor an infinity.", testType, WHITTLE_LOWER(lowerTest<[](Expr x) { return isFloating(x.dtype()) ? unary(LoopOp::Abs, x) < INFINITY : x == x; }>), testKernel<[](auto x) { return std::isfinite(static_cast<double>(x)); }>, .complex = complexTo<bool, [](Complex x) { return std::isfinite(x.real()) && std::isfinite(x.imag()); }>),
    WHITTLE_UNARY("signbit", "Where the sign bit is set.", testType, WHITTLE_LOWER(nullptr), testKernel<[](auto x) { return std::signbit(static_cast<double>(x)); }>),
    WHITTLE_UNARY("logical_not", "Where the element is zero.", testType, WHITTLE_LOWER(lowerTest<[](Expr x) { return x == 0.0; }>), testKernel<[](auto x) { return x == 0; }>, .complex = complexTo<bool, [](Complex x) { return x == Complex{}; }>),
    WHITTLE_UNARY_PAIR("bitwise_not", "Inverts every bit; the opposite of a bool.", bitsType, WHITTLE_LOWER(bitwiseNotLower), bitwiseNotReference),
};

#undef WHITTLE_UNARY_PAIR
#undef WHITTLE_LOWER
#undef WHITTLE_UNARY

}  // namespace

std::span<const OpDef> pointwiseUnaryOps() { return kOps; }

}  // namespace whittle::ops

// Arithmetic of two operands, tensors or numbers: dtypes promote, sizes broadcast. Each operator is a row
// for every form PyTorch has of it (.Tensor, .Scalar, in place).
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/lower.h"
#include "engine/ops/promote.h"

namespace whittle::ops {
namespace {

Result<Types> arithmeticType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    return both.as(both.dtype);
}

// alpha scales the second operand: an integer result takes no fraction.
Result<Types> alphaType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    const Scalar::Category alpha = call.scalarCategory("alpha");
    if (!isInexact(both.dtype) && alpha == Scalar::Category::Float)
        return fail(Code::Type,
                    "{}.2: For integral input tensors, argument alpha must not be a floating point number.",
                    call.schema().name);
    if (both.dtype != DType::Bool && alpha == Scalar::Category::Bool)
        return fail(Code::Type, "{}.3: Boolean alpha only supported for Boolean results.", call.schema().name);
    return both.as(both.dtype);
}

Result<Types> subType(const OpCall& call) {
    WHITTLE_TRY(const Types out, alphaType(call));
    for (const char* name : {"self", "other"}) {
        const TensorType* type = call.optionalType(name);
        if (type ? type->dtype == DType::Bool : call.scalarCategory(name) == Scalar::Category::Bool)
            return fail(Code::Type,
                        "{}.4: Subtraction, the `-` operator, with a bool tensor is not supported. Use the `^` or "
                        "`logical_xor()` operator instead.",
                        call.schema().name);
    }
    return out;
}

Result<Types> divType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    return both.as(floatOf(both.dtype, call.precision()));
}

// Quotients rounded and rests: not for two bools.
Result<Types> divisionType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    WHITTLE_TRY_VOID(refuseBool(call, both.dtype));
    return both.as(both.dtype);
}

Result<Types> divModeType(const OpCall& call) {
    if (call.isNone("rounding_mode")) return divType(call);
    const std::string_view mode = call.text("rounding_mode");
    if (mode != "trunc" && mode != "floor")
        return fail(Code::Argument, "{}.2: rounding_mode must be None, 'trunc' or 'floor', not '{}'",
                    call.schema().name, mode);
    return divisionType(call);
}

Result<Types> floatOnlyPairType(const OpCall& call) {
    WHITTLE_TRY(const Types out, arithmeticType(call));
    if (!isFloating(std::get<TensorType>(out[0]).dtype))
        return fail(Code::Type, "{}.2: needs a floating dtype; cast an operand first", call.schema().name);
    return out;
}

Result<Types> powType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "exponent"}));
    // A bool to the power True is a copy; PyTorch has no other power of bools.
    if (call.schema().overload != "Tensor_Scalar") WHITTLE_TRY_VOID(refuseBool(call, both.dtype));
    if (!isInexact(both.dtype) && !call.optionalType("exponent") && call.knownNumber("exponent").value_or(0) < 0)
        return fail(Code::Argument, "{}.2: Integers to negative integer powers are not allowed.", call.schema().name);
    return both.as(both.dtype);
}

/// out = fn(a, b) in the compute type of the result.
template <class F>
void compute(KernelCall& call, std::string_view first, std::string_view second, F fn) {
    const DType common = call.outputType().dtype;
    visitCompute(common, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [&](C a, C b) { return static_cast<C>(fn(a, b)); },
                       operand(call, first, common, ZeroDim::Widen), operand(call, second, common, ZeroDim::Widen));
    });
}

template <auto fn>
Result<void> arithmetic(KernelCall& call) {
    compute(call, "self", "other", fn);
    return {};
}

template <auto fn>
Result<void> floatArithmetic(KernelCall& call) {
    const DType common = call.outputType().dtype;
    visitFloat(common, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [](C a, C b) { return static_cast<C>(fn(a, b)); },
                       operand(call, "self", common, ZeroDim::Widen), operand(call, "other", common, ZeroDim::Widen));
    });
    return {};
}

enum class Alpha { Add, Subtract, SubtractSelf };

template <Alpha form>
Result<void> alphaReference(KernelCall& call) {
    const DType common = call.outputType().dtype;
    const Tensor alpha = tensorOf(call.scalar("alpha"), computeDType(common));
    visitArithmetic(common, [&](auto tag) {
        using C = decltype(tag);
        const C scale = *alpha.data<C>();
        mapToOutput<C>(call,
                       [scale](C a, C b) {
                           if constexpr (form == Alpha::SubtractSelf) return wrapSub(b, wrapMul(scale, a));
                           else if constexpr (form == Alpha::Subtract) return wrapSub(a, wrapMul(scale, b));
                           else return wrapAdd(a, wrapMul(scale, b));
                       },
                       operand(call, "self", common, ZeroDim::Widen), operand(call, "other", common, ZeroDim::Widen));
    });
    if (form == Alpha::SubtractSelf && call.inputCount() == 2) {  // other - self, so `other` decides the layout first
        const Tensor* const swapped[] = {&call.input(1), &call.input(0)};
        layOut(call, 0, elementwiseStrides(swapped, call.outputSizes()));
    }
    return {};
}

template <Alpha form>
Result<void> alphaLower(const OpCall& call, LoopBuilder& loops) {
    const DType common = loops.type().dtype;
    const Expr a = lowerOperand(call, loops, "self", common, ZeroDim::Widen);
    const Expr b = lowerOperand(call, loops, "other", common, ZeroDim::Widen);
    const Expr scale = loops.load(call.arg("alpha"), computeDType(common));
    const bool isOne = call.knownNumber("alpha") == 1;
    const auto scaled = [&](Expr x) { return isOne ? x : scale * x; };
    if constexpr (form == Alpha::SubtractSelf) loops.store(b - scaled(a));
    else if constexpr (form == Alpha::Subtract) loops.store(a - scaled(b));
    else loops.store(a + scaled(b));
    return {};
}

// Division of integers stops the run at a zero divisor, before any element is computed.
template <class F, class G>
Result<void> divideWith(KernelCall& call, F integers, G floats) {
    const DType common = call.outputType().dtype;
    const Tensor a = operand(call, "self", common, ZeroDim::Widen), b = operand(call, "other", common, ZeroDim::Widen);
    if (isFloating(common)) {
        visitFloat(common, [&](auto tag) {
            using C = decltype(tag);
            mapToOutput<C>(call, [&](C x, C y) { return static_cast<C>(floats(x, y)); }, a, b);
        });
        return {};
    }
    bool zero = false;
    mapToOutput<std::int64_t>(call, [&](std::int64_t x, std::int64_t y) {
        zero |= y == 0;
        if (y == 0) return std::int64_t{0};
        return y == -1 ? integers(wrapNeg(x), std::int64_t{1}) : integers(x, y);  // INT64_MIN / -1 would trap
    }, a, b);
    if (zero) return fail(Code::Run, "{}: integer division by zero (ZeroDivisionError)", call.op().name);
    return {};
}

template <class T>
T floorDivide(T a, T b) {
    if constexpr (std::is_integral_v<T>) {
        const T quotient = a / b;
        return (a % b != 0 && (a < 0) != (b < 0)) ? quotient - 1 : quotient;
    } else {
        // Floor of the exact quotient: a - fmod(a, b) divides by b with at most one rounding.
        if (b == 0) return a / b;
        const T rest = std::fmod(a, b);
        T quotient = (a - rest) / b;
        if (rest != 0 && (b < 0) != (rest < 0)) quotient -= 1;
        if (quotient == 0) return std::copysign(T{0}, a / b);
        const T floored = std::floor(quotient);
        return quotient - floored > T(0.5) ? floored + 1 : floored;
    }
}

template <class T>
T remainderOf(T a, T b) {
    if constexpr (std::is_integral_v<T>) {
        const T rest = a % b;
        return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
    } else {
        const T rest = std::fmod(a, b);
        return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
    }
}

// Rounding a complex quotient means nothing.
Result<void> divModeComplex(KernelCall& call) {
    if (!call.isNone("rounding_mode"))
        return fail(Code::Type, "{}: rounding of complex quotients is not implemented, as in PyTorch", call.op().name);
    return complexPairKernel<[](Complex a, Complex b) { return divide(a, b); }>(call);
}

Result<void> divModeReference(KernelCall& call) {
    if (call.isNone("rounding_mode")) return floatArithmetic<[](auto a, auto b) { return a / b; }>(call);
    const auto floorFn = [](auto a, auto b) { return floorDivide(a, b); };
    if (call.text("rounding_mode") == "floor") return divideWith(call, floorFn, floorFn);
    return divideWith(call, [](auto a, auto b) { return a / b; }, [](auto a, auto b) { return std::trunc(a / b); });
}

Result<void> floorDivideReference(KernelCall& call) {
    const auto fn = [](auto a, auto b) { return floorDivide(a, b); };
    return divideWith(call, fn, fn);
}

Result<void> remainderReference(KernelCall& call) {
    // y == -1 reaches the integer function as remainder by 1, which is 0 as it is by -1.
    const auto fn = [](auto a, auto b) { return remainderOf(a, b); };
    return divideWith(call, fn, fn);
}

Result<void> fmodReference(KernelCall& call) {
    return divideWith(call, [](auto a, auto b) { return a % b; }, [](auto a, auto b) { return std::fmod(a, b); });
}

std::int64_t integerPower(std::int64_t base, std::int64_t exponent) {
    if (exponent < 0) return base == 1 ? 1 : base == -1 ? (exponent % 2 == 0 ? 1 : -1) : 0;
    std::int64_t out = 1;
    for (; exponent > 0; exponent >>= 1, base = wrapMul(base, base))
        if (exponent & 1) out = wrapMul(out, base);
    return out;
}

Result<void> powReference(KernelCall& call) {
    compute(call, "self", "exponent", [](auto a, auto b) {
        if constexpr (std::is_integral_v<decltype(a)>) return integerPower(a, b);
        else return std::pow(a, b);
    });
    return {};
}

// PyTorch's own answers for these exponents; exp(b log a) is undefined at a = 0.
Complex complexPower(Complex a, Complex b) {
    if (b == Complex(0)) return 1;
    if (b == Complex(1)) return a;
    if (b == Complex(2)) return wrapMul(a, a);
    if (b == Complex(3)) return wrapMul(wrapMul(a, a), a);
    if (b == Complex(0.5)) return std::sqrt(a);
    if (b == Complex(-0.5)) return divide(1, std::sqrt(a));
    if (b == Complex(-1)) return divide(1, a);
    if (b == Complex(-2)) return divide(1, wrapMul(a, a));
    return std::pow(a, b);
}

Result<void> powComplex(KernelCall& call) {
    const DType common = call.outputType().dtype;
    mapToOutput<Complex>(call, complexPower, operand(call, "self", common), operand(call, "exponent", common));
    return {};
}

// Integer powers are a loop of their own.
Result<void> powLower(const OpCall& call, LoopBuilder& loops) {
    if (refuseIntegers(loops, "powers of integers run on the reference kernel")) return {};
    const DType common = loops.type().dtype;
    const Expr a = lowerOperand(call, loops, "self", common, ZeroDim::Widen);
    loops.store(binary(LoopOp::Pow, a, lowerOperand(call, loops, "exponent", common, ZeroDim::Widen)));
    return {};
}

enum class Division { Truncated, Floored, FmodRest, RemainderRest };

// The kernels' integer division: a zero divisor ends the run, and a division by -1 negates, which wraps instead of trapping.
Expr divideIntegers(const OpCall& call, LoopBuilder& loops, Division division, Expr a, Expr b) {
    b = loops.check(b != 0.0, b, fmt::format("{}: integer division by zero (ZeroDivisionError)", call.op().name));
    const Expr byMinusOne = b == -1.0;
    a = select(byMinusOne, -a, a);
    b = select(byMinusOne, b.like(1), b);
    const Expr quotient = a / b, rest = a - quotient * b;
    const auto crosses = [&](Expr x) { return (rest != 0.0) & binary(LoopOp::Xor, x < 0.0, b < 0.0); };
    switch (division) {
        case Division::Truncated: return quotient;
        case Division::Floored: return select(crosses(a), quotient - 1.0, quotient);
        case Division::FmodRest: return rest;
        case Division::RemainderRest: break;
    }
    return select(crosses(rest), rest + b, rest);
}

// floorDivide and remainderOf, on expressions.
Expr divideFloats(Division division, Expr a, Expr b) {
    if (division == Division::Truncated) return unary(LoopOp::Trunc, a / b);
    const Expr rest = binary(LoopOp::Fmod, a, b);
    if (division == Division::FmodRest) return rest;
    const Expr crosses = (rest != 0.0) & binary(LoopOp::Xor, rest < 0.0, b < 0.0);
    if (division == Division::RemainderRest) return select(crosses, rest + b, rest);
    const Expr whole = (a - rest) / b, quotient = select(crosses, whole - 1.0, whole), floored = unary(LoopOp::Floor, quotient);
    const Expr rounded = select((quotient - floored) > 0.5, floored + 1.0, floored);
    return select(b == 0.0, a / b, select(quotient == 0.0, (a / b) * 0.0, rounded));  // a zero with the quotient's sign
}

Result<void> divideLower(const OpCall& call, LoopBuilder& loops, Division division) {
    const DType common = loops.type().dtype;
    const Expr a = lowerOperand(call, loops, "self", common, ZeroDim::Widen), b = lowerOperand(call, loops, "other", common, ZeroDim::Widen);
    loops.store(isFloating(common) ? divideFloats(division, a, b) : divideIntegers(call, loops, division, a, b));
    return {};
}

template <Division division>
Result<void> divisionLower(const OpCall& call, LoopBuilder& loops) { return divideLower(call, loops, division); }

Result<void> divModeLower(const OpCall& call, LoopBuilder& loops) {
    if (call.isNone("rounding_mode")) return lowerBinaryOp<LoopOp::Div>(call, loops);
    return divideLower(call, loops, call.text("rounding_mode") == "floor" ? Division::Floored : Division::Truncated);
}

template <class T>
T larger(T a, T b) { return isNan(a) || a > b ? a : b; }
template <class T>
T smaller(T a, T b) { return isNan(a) || a < b ? a : b; }

template <class T>
T logAddExp(T a, T b) {
    if (std::isinf(a) && a == b) return a;
    return larger(a, b) + std::log1p(std::exp(-std::fabs(a - b)));
}

constexpr auto logAddExpExpr = [](Expr a, Expr b) {
    const Expr sum = maximum(a, b) + unary(LoopOp::Log1p, unary(LoopOp::Exp, -unary(LoopOp::Abs, a - b)));
    return select((unary(LoopOp::Abs, a) == INFINITY) & (a == b), a, sum);
};

template <class T>
T xlogy(T a, T b) {
    if (isNan(b)) return b;
    return a == 0 ? T{0} : a * std::log(b);
}

// lerp and its kind: three operands of one dtype.
Result<Types> ternaryType(const OpCall& call, std::initializer_list<std::string_view> names) {
    WHITTLE_TRY(const Operands all, promoteOperands(call, names));
    return all.as(all.dtype);
}

Result<Types> lerpType(const OpCall& call) {
    const TensorType *self = call.optionalType("self"), *end = call.optionalType("end");
    if (self->dtype != end->dtype || !isFloating(self->dtype))
        return fail(Code::Type, "lerp.2: expected one floating dtype for self and end, got {} and {}", self->text(),
                    end->text());
    if (const TensorType* weight = call.optionalType("weight"); weight && weight->dtype != self->dtype)
        return fail(Code::Type, "lerp.3: expected {} for weight as for self, got {}", dtypeName(self->dtype), weight->text());
    return ternaryType(call, {"self", "end", "weight"});
}

Result<void> lerpReference(KernelCall& call) {
    const DType common = call.outputType().dtype;
    visitFloat(common, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call,
                       [](C a, C b, C w) {
                           // Two forms, each exact at its own end.
                           return std::fabs(w) < C(0.5) ? a + w * (b - a) : b - (b - a) * (C{1} - w);
                       },
                       operand(call, "self", common), operand(call, "end", common),
                       operand(call, "weight", common, ZeroDim::Widen));
    });
    return {};
}

Result<void> lerpLower(const OpCall& call, LoopBuilder& loops) {
    const DType common = loops.type().dtype;
    const Expr a = lowerOperand(call, loops, "self", common), b = lowerOperand(call, loops, "end", common), w = lowerOperand(call, loops, "weight", common, ZeroDim::Widen);
    loops.store(select(unary(LoopOp::Abs, w) < 0.5, a + w * (b - a), b - (b - a) * (1.0 - w)));
    return {};
}

Result<Types> addcType(const OpCall& call) {
    WHITTLE_TRY(Types out, ternaryType(call, {"self", "tensor1", "tensor2"}));
    WHITTLE_TRY_VOID(refuseBool(call, std::get<TensorType>(out[0]).dtype));
    return out;
}

Result<Types> addcdivType(const OpCall& call) {
    WHITTLE_TRY(const Operands factors, promoteOperands(call, {"tensor1", "tensor2"}));
    if (!isInexact(factors.dtype))
        return fail(Code::Type, "addcdiv.2: integer division with addcdiv is not supported; cast tensor1 or tensor2");
    return addcType(call);
}

Result<void> addcmulReference(KernelCall& call) {
    const DType common = call.outputType().dtype;
    const Tensor value = tensorOf(call.scalar("value"), computeDType(common));
    visitArithmetic(common, [&](auto tag) {
        using C = decltype(tag);
        const C scale = *value.data<C>();
        mapToOutput<C>(call, [scale](C a, C b, C c) { return wrapAdd(a, wrapMul(wrapMul(scale, b), c)); },
                       operand(call, "self", common), operand(call, "tensor1", common),
                       operand(call, "tensor2", common));
    });
    return {};
}

Result<void> addcdivReference(KernelCall& call) {
    const DType common = call.outputType().dtype;
    const Tensor value = tensorOf(call.scalar("value"), computeDType(common));
    visitFloat(common, [&](auto tag) {
        using C = decltype(tag);
        const C scale = *value.data<C>();
        mapToOutput<C>(call, [scale](C a, C b, C c) { return a + scale * b / c; }, operand(call, "self", common),
                       operand(call, "tensor1", common), operand(call, "tensor2", common));
    });
    return {};
}

Result<void> addcdivComplex(KernelCall& call) {
    const DType common = call.outputType().dtype;
    const double scale = call.number("value");
    mapToOutput<Complex>(call, [scale](Complex a, Complex b, Complex c) { return a + divide(scale * b, c); },
                         operand(call, "self", common), operand(call, "tensor1", common), operand(call, "tensor2", common));
    return {};
}

Result<void> addcmulLower(const OpCall& call, LoopBuilder& loops) {
    const DType common = loops.type().dtype;
    const Expr scale = loops.load(call.arg("value"), computeDType(common));
    const Expr product = scale * lowerOperand(call, loops, "tensor1", common) * lowerOperand(call, loops, "tensor2", common);
    loops.store(lowerOperand(call, loops, "self", common) + product);
    return {};
}

Result<void> addcdivLower(const OpCall& call, LoopBuilder& loops) {
    const DType common = loops.type().dtype;
    const Expr scale = loops.load(call.arg("value"), computeDType(common));
    const Expr quotient = scale * lowerOperand(call, loops, "tensor1", common) / lowerOperand(call, loops, "tensor2", common);
    loops.store(lowerOperand(call, loops, "self", common) + quotient);
    return {};
}

#define WHITTLE_IN_PLACE(op, overload, args)                                                        \
    {.name = "aten." op "_." overload, .schema = op "_." overload "(Tensor(a!) self" args ") -> Tensor(a!)", \
     .summary = "In place: " op "." overload ".", .functional = "aten." op "." overload, .numbersAsTensors = true}
// One form and its in-place twin; `args` is the schema after self.
#define WHITTLE_FORM(op, overload, args, text, type, lower_, ...)                                           \
    {.name = "aten." op "." overload, .schema = op "." overload "(Tensor self" args ") -> Tensor",  \
     .summary = text, .inferType = type, .reference = __VA_ARGS__, .lower = lower_,                 \
     .numbersAsTensors = true},                                                                     \
    WHITTLE_IN_PLACE(op, overload, args)
#define WHITTLE_FORMS(op, text, type, lower_, ...)                                                          \
    WHITTLE_FORM(op, "Tensor", ", Tensor other", text, type, lower_, __VA_ARGS__),                          \
    WHITTLE_FORM(op, "Scalar", ", Scalar other", text, type, lower_, __VA_ARGS__)
// Only a form with two tensors, no overload name, no in-place twin.
#define WHITTLE_PAIR(op, text, type, lower_, ...)                                                           \
    {.name = "aten." op ".default", .schema = op "(Tensor self, Tensor other) -> Tensor",           \
     .summary = text, .inferType = type, .reference = __VA_ARGS__, .lower = lower_}

constexpr OpDef kOps[] = {
    WHITTLE_FORM("add", "Tensor", ", Tensor other, *, Scalar alpha=1", "self + alpha * other.", alphaType, alphaLower<Alpha::Add>, alphaReference<Alpha::Add>, .complex = alphaReference<Alpha::Add>),
    WHITTLE_FORM("add", "Scalar", ", Scalar other, Scalar alpha=1", "self + alpha * other.", alphaType, alphaLower<Alpha::Add>, alphaReference<Alpha::Add>, .complex = alphaReference<Alpha::Add>),
    WHITTLE_FORM("sub", "Tensor", ", Tensor other, *, Scalar alpha=1", "self - alpha * other.", subType, alphaLower<Alpha::Subtract>, alphaReference<Alpha::Subtract>, .complex = alphaReference<Alpha::Subtract>),
    WHITTLE_FORM("sub", "Scalar", ", Scalar other, Scalar alpha=1", "self - alpha * other.", subType, alphaLower<Alpha::Subtract>, alphaReference<Alpha::Subtract>, .complex = alphaReference<Alpha::Subtract>),
    {.name = "aten.rsub.Tensor", .schema = "rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor",
     .summary = "other - alpha * self.", .inferType = subType, .reference = alphaReference<Alpha::SubtractSelf>, .complex = alphaReference<Alpha::SubtractSelf>,
     .lower = alphaLower<Alpha::SubtractSelf>, .numbersAsTensors = true},
    {.name = "aten.rsub.Scalar", .schema = "rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor",
     .summary = "other - alpha * self.", .inferType = subType, .reference = alphaReference<Alpha::SubtractSelf>, .complex = alphaReference<Alpha::SubtractSelf>, .lower = alphaLower<Alpha::SubtractSelf>},
    WHITTLE_FORMS("mul", "Product; `and` of bools.", arithmeticType, lowerBinaryOp<LoopOp::Mul>, arithmetic<[](auto a, auto b) { return wrapMul(a, b); }>, .complex = complexPairKernel<[](Complex a, Complex b) { return wrapMul(a, b); }>),
    WHITTLE_FORMS("div", "True quotient; integers give the default float.", divType, lowerBinaryOp<LoopOp::Div>, floatArithmetic<[](auto a, auto b) { return a / b; }>, .complex = complexPairKernel<[](Complex a, Complex b) { return divide(a, b); }>),
    WHITTLE_FORM("div", "Tensor_mode", ", Tensor other, *, str? rounding_mode", "Quotient, rounded down or toward zero.", divModeType, divModeLower, divModeReference, .complex = divModeComplex),
    WHITTLE_FORM("div", "Scalar_mode", ", Scalar other, *, str? rounding_mode", "Quotient, rounded down or toward zero.", divModeType, divModeLower, divModeReference, .complex = divModeComplex),
    {.name = "aten.floor_divide.default", .schema = "floor_divide(Tensor self, Tensor other) -> Tensor",
     .summary = "Quotient rounded down.", .inferType = divisionType, .reference = floorDivideReference, .lower = divisionLower<Division::Floored>, .numbersAsTensors = true},
    {.name = "aten.floor_divide.Scalar", .schema = "floor_divide.Scalar(Tensor self, Scalar other) -> Tensor",
     .summary = "Quotient rounded down.", .inferType = divisionType, .reference = floorDivideReference, .lower = divisionLower<Division::Floored>},
    WHITTLE_FORMS("remainder", "Rest of the division rounded down; has the divisor's sign.", divisionType, divisionLower<Division::RemainderRest>, remainderReference),
    {.name = "aten.remainder.Scalar_Tensor", .schema = "remainder.Scalar_Tensor(Scalar self, Tensor other) -> Tensor",
     .summary = "Rest of the division rounded down; has the divisor's sign.", .inferType = divisionType, .reference = remainderReference, .lower = divisionLower<Division::RemainderRest>},
    WHITTLE_FORMS("fmod", "Rest of the division rounded toward zero; has the dividend's sign.", divisionType, divisionLower<Division::FmodRest>, fmodReference),
    WHITTLE_FORM("pow", "Tensor_Tensor", ", Tensor exponent", "self to the power of exponent.", powType, powLower, powReference, .complex = powComplex),
    WHITTLE_FORM("pow", "Tensor_Scalar", ", Scalar exponent", "self to the power of exponent.", powType, powLower, powReference, .complex = powComplex),
    {.name = "aten.pow.Scalar", .schema = "pow.Scalar(Scalar self, Tensor exponent) -> Tensor",
     .summary = "self to the power of exponent.", .inferType = powType, .reference = laidOut<powReference, rowMajor>, .complex = laidOut<powComplex, rowMajor>, .lower = powLower},
    WHITTLE_PAIR("maximum", "The larger element; NaN wins.", arithmeticType, lowerBinaryOp<LoopOp::Maximum>, arithmetic<[](auto a, auto b) { return larger(a, b); }>),
    WHITTLE_PAIR("minimum", "The smaller element; NaN wins.", arithmeticType, lowerBinaryOp<LoopOp::Minimum>, arithmetic<[](auto a, auto b) { return smaller(a, b); }>),
    {.name = "aten.max.other", .schema = "max.other(Tensor self, Tensor other) -> Tensor", .summary = "As maximum.",
     .inferType = arithmeticType, .reference = arithmetic<[](auto a, auto b) { return larger(a, b); }>, .lower = lowerBinaryOp<LoopOp::Maximum>},
    {.name = "aten.min.other", .schema = "min.other(Tensor self, Tensor other) -> Tensor", .summary = "As minimum.",
     .inferType = arithmeticType, .reference = arithmetic<[](auto a, auto b) { return smaller(a, b); }>, .lower = lowerBinaryOp<LoopOp::Minimum>},
    WHITTLE_PAIR("fmax", "The larger element; a number beats NaN.", arithmeticType, lowerBinary<[](Expr a, Expr b) { return select(binary(LoopOp::Ne, b, b) | (a > b), a, b); }>, arithmetic<[](auto a, auto b) { return isNan(b) || (a > b) ? a : b; }>),
    WHITTLE_PAIR("fmin", "The smaller element; a number beats NaN.", arithmeticType, lowerBinary<[](Expr a, Expr b) { return select(binary(LoopOp::Ne, b, b) | (a < b), a, b); }>, arithmetic<[](auto a, auto b) { return isNan(b) || (a < b) ? a : b; }>),
    WHITTLE_PAIR("atan2", "Angle of the point (other, self).", divType, lowerBinaryOp<LoopOp::Atan2>, floatArithmetic<[](auto a, auto b) { return std::atan2(a, b); }>),
    WHITTLE_PAIR("hypot", "sqrt(self^2 + other^2) without overflow.", floatOnlyPairType, nullptr, floatArithmetic<[](auto a, auto b) { return std::hypot(a, b); }>),
    WHITTLE_PAIR("logaddexp", "log(exp(self) + exp(other)) without overflow.", floatOnlyPairType, lowerBinary<logAddExpExpr>, floatArithmetic<[](auto a, auto b) { return logAddExp(a, b); }>),
    WHITTLE_FORMS("copysign", "self with the sign of other.", divType, nullptr, floatArithmetic<[](auto a, auto b) { return std::copysign(a, b); }>),
    {.name = "aten.xlogy.Tensor", .schema = "xlogy.Tensor(Tensor self, Tensor other) -> Tensor",
     .summary = "self * log(other), 0 where self is 0.", .inferType = divType,
     .reference = floatArithmetic<[](auto a, auto b) { return xlogy(a, b); }>},
    {.name = "aten.lerp.Scalar", .schema = "lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor",
     .summary = "self + weight * (end - self).", .inferType = lerpType, .reference = lerpReference, .lower = lerpLower},
    {.name = "aten.lerp.Tensor", .schema = "lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor",
     .summary = "self + weight * (end - self).", .inferType = lerpType, .reference = lerpReference, .lower = lerpLower},
    {.name = "aten.addcmul.default", .schema = "addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor",
     .summary = "self + value * tensor1 * tensor2.", .inferType = addcType,
     .reference = addcmulReference, .complex = addcmulReference, .lower = addcmulLower},
    {.name = "aten.addcdiv.default", .schema = "addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor",
     .summary = "self + value * tensor1 / tensor2.", .inferType = addcdivType,
     .reference = addcdivReference, .complex = addcdivComplex, .lower = addcdivLower},
};

#undef WHITTLE_PAIR
#undef WHITTLE_FORMS
#undef WHITTLE_FORM
#undef WHITTLE_IN_PLACE

}  // namespace

std::span<const OpDef> pointwiseBinaryOps() { return kOps; }

}  // namespace whittle::ops

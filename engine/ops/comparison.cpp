// Operators whose result is a choice or bits: comparisons, logical and bitwise operators, where and
// masked_fill. Operands meet in their promoted dtype before they are compared, as in PyTorch.
#include <cmath>
#include <map>

#include "engine/ops/all_ops.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/lower.h"
#include "engine/ops/promote.h"

namespace whittle::ops {
namespace {

Result<Types> boolType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    return both.as(DType::Bool);
}

Result<Types> bitsType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    if (isInexact(both.dtype))
        return fail(Code::Type, "{}.2: needs integer or bool operands, they meet in {}", call.schema().name,
                    dtypeName(both.dtype));
    return both.as(both.dtype);
}

Result<Types> shiftType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    if (!isIntegral(both.dtype))
        return fail(Code::Type, "{}.2: needs integer operands, they meet in {}", call.schema().name,
                    dtypeName(both.dtype));
    return both.as(both.dtype);
}

template <auto fn>
Result<void> compare(KernelCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    const Tensor a = operand(call, "self", both.dtype), b = operand(call, "other", both.dtype);
    visitCompute(both.dtype, [&](auto tag) {
        using C = decltype(tag);
        testToOutput(call, fn, Elements<C>{a}, Elements<C>{b});
    });
    return {};
}

template <auto fn>
Result<void> compareComplex(KernelCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    const Tensor a = operand(call, "self", both.dtype), b = operand(call, "other", both.dtype);
    testToOutput(call, fn, Elements<Complex>{a}, Elements<Complex>{b});
    return {};
}

template <auto fn>
Result<void> bits(KernelCall& call) {
    const DType common = call.outputType().dtype;
    mapToOutput<std::int64_t>(call, fn, operand(call, "self", common), operand(call, "other", common));
    return {};
}

// A count outside the type's width gives what an endless row of shifts would.
template <bool left>
Result<void> shift(KernelCall& call) {
    const DType common = call.outputType().dtype;
    const auto width = static_cast<std::int64_t>(dtypeSize(common)) * 8;
    mapToOutput<std::int64_t>(call,
                              [width](std::int64_t x, std::int64_t count) -> std::int64_t {
                                  const bool outside = count < 0 || count >= width;
                                  if constexpr (left)
                                      return outside ? 0 : static_cast<std::int64_t>(static_cast<std::uint64_t>(x) << count);
                                  else
                                      return outside ? (x < 0 ? -1 : 0) : x >> count;
                              },
                              operand(call, "self", common), operand(call, "other", common));
    return {};
}

// In int64, which keeps the sign of every dtype; the machine's shifts know counts inside the width only.
template <bool left>
Result<void> shiftLower(const OpCall& call, LoopBuilder& loops) {
    const DType common = loops.type().dtype;
    const Expr x = lowerOperand(call, loops, "self", common), count = lowerOperand(call, loops, "other", common);
    const Expr outside = (count < 0.0) | (count >= static_cast<double>(dtypeSize(common) * 8));
    const Expr shifted = binary(left ? LoopOp::ShiftLeft : LoopOp::ShiftRight, x, select(outside, count.like(0), count));
    loops.store(select(outside, left ? x.like(0) : select(x < 0.0, x.like(-1), x.like(0)), shifted));
    return {};
}

Result<SymSizes> withMask(const OpCall& call, const SymSizes& sizes, std::string_view mask) {
    const TensorType& type = call.type(mask);
    if (type.dtype != DType::Bool && type.dtype != DType::U8)
        return fail(Code::Type, "{}.2: '{}' must be a bool tensor, it is {}", call.schema().name, mask, type.text());
    auto out = broadcastSizes(type.sizes, sizes);
    if (!out) return fail(Code::Shape, "{}.1: {}", call.schema().name, out.error().message);
    return out;
}

Result<Types> whereType(const OpCall& call) {
    WHITTLE_TRY(Operands both, promoteOperands(call, {"self", "other"}));
    WHITTLE_TRY(both.sizes, withMask(call, both.sizes, "condition"));
    both.device = call.type("condition").device;
    return both.as(both.dtype);
}

// Chooses; in the compute type, which holds every value of the dtype exactly.
void choose(KernelCall& call, std::string_view mask, const Tensor& yes, const Tensor& no) {
    const DType common = call.outputType().dtype;
    const Tensor condition = call.tensor(mask).to(DType::Bool);
    visitArithmetic(common, [&](auto tag) {
        using C = decltype(tag);
        Tensor out = Tensor::empty(DTypeOf<C>::value, call.outputSizes());
        mapInto<C>(out, [](bool c, C a, C b) { return c ? a : b; }, Elements<bool>{condition}, Elements<C>{yes},
                   Elements<C>{no});
        call.setOutput(0, out.to(common));
    });
}

Result<void> whereReference(KernelCall& call) {
    const DType common = call.outputType().dtype;
    choose(call, "condition", operand(call, "self", common), operand(call, "other", common));
    layOut(call, 0, elementwiseStrides(call));
    return {};
}

// Whether the number survives in the dtype: no overflow, though a negative one may wrap in an unsigned dtype.
bool fitsDType(const Scalar& value, DType dtype) {
    if (dtype == DType::Bool || !std::isfinite(value.real)) return true;
    static const std::map<DType, double> kLargest = {{DType::F16, 65504.0}, {DType::BF16, 3.3895313892515355e38}, {DType::F32, 3.4028234663852886e38},
                                                     {DType::U8, 255.0}, {DType::I8, 127.0}, {DType::I16, 32767.0}, {DType::I32, 2147483647.0}};
    const auto largest = kLargest.find(dtype);
    if (largest == kLargest.end()) return true;
    return value.real <= largest->second && value.real >= -largest->second - (isIntegral(dtype) && dtype != DType::U8 ? 1 : 0);
}

Result<Types> maskedFillType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (const TensorType& mask = call.type("mask"); mask.dtype != DType::Bool)
        return fail(Code::Type, "masked_fill.2: 'mask' must be a bool tensor, it is {}", mask.text());
    if (!call.optionalType("value") && call.knownNumber("value") && !fitsDType(call.scalar("value"), self.dtype))
        return fail(Code::Argument, "masked_fill.4: {} does not fit the dtype {}", call.number("value"), dtypeName(self.dtype));
    if (const TensorType* value = call.optionalType("value"); value && value->rank() != 0)
        return fail(Code::Shape, "masked_fill.3: value must be a tensor of rank 0, it is {}", value->text());
    WHITTLE_TRY(SymSizes sizes, withMask(call, self.sizes, "mask"));
    return Types{TensorType{self.dtype, std::move(sizes), {}, self.device}};
}

Result<void> maskedFillReference(KernelCall& call) {
    const DType common = call.outputType().dtype;
    choose(call, "mask", operand(call, "value", common), operand(call, "self", common));
    return {};
}

template <LoopOp op>
Result<void> logicalLower(const OpCall& call, LoopBuilder& loops) {
    return lowerCompare<[](Expr a, Expr b) { return binary(op, a != 0.0, b != 0.0); }>(call, loops);
}

Result<void> chooseLower(const OpCall& call, LoopBuilder& loops, std::string_view mask, std::string_view yes, std::string_view no) {
    const DType common = loops.type().dtype;
    const Expr condition = loops.load(call.arg(mask), DType::Bool);
    const Expr a = loops.load(call.arg(yes), common);
    loops.store(select(condition, a, loops.load(call.arg(no), common)));
    return {};
}
Result<void> whereLower(const OpCall& call, LoopBuilder& loops) { return chooseLower(call, loops, "condition", "self", "other"); }
Result<void> maskedFillLower(const OpCall& call, LoopBuilder& loops) { return chooseLower(call, loops, "mask", "value", "self"); }

#define WHITTLE_FORM(op, overload, other, text, type, lower_, ...)                                              \
    {.name = "aten." op "." overload, .schema = op "." overload "(Tensor self, " other " other) -> Tensor", \
     .summary = text, .inferType = type, .reference = __VA_ARGS__, .lower = lower_, .numbersAsTensors = true}, \
    {.name = "aten." op "_." overload,                                                                   \
     .schema = op "_." overload "(Tensor(a!) self, " other " other) -> Tensor(a!)",                      \
     .summary = "In place: " text, .functional = "aten." op "." overload, .numbersAsTensors = true}
#define WHITTLE_FORMS(op, text, type, lower_, ...)                              \
    WHITTLE_FORM(op, "Tensor", "Tensor", text, type, lower_, __VA_ARGS__),      \
    WHITTLE_FORM(op, "Scalar", "Scalar", text, type, lower_, __VA_ARGS__)
#define WHITTLE_LOGICAL(op, text, lower_, ...)                                                                   \
    {.name = "aten." op ".default", .schema = op "(Tensor self, Tensor other) -> Tensor", .summary = text, \
     .inferType = boolType, .reference = __VA_ARGS__, .lower = lower_},                                                   \
    {.name = "aten." op "_.default", .schema = op "_(Tensor(a!) self, Tensor other) -> Tensor(a!)",      \
     .summary = "In place: " text, .functional = "aten." op ".default"}

constexpr auto kAnd = [](auto a, auto b) { return a & b; };
constexpr auto kOr = [](auto a, auto b) { return a | b; };
constexpr auto kXor = [](auto a, auto b) { return a ^ b; };
constexpr auto kEqual = [](auto a, auto b) { return a == b; };
constexpr auto kDiffer = [](auto a, auto b) { return a != b; };
constexpr auto kBoth = [](auto a, auto b) { return a != decltype(a){} && b != decltype(b){}; };
constexpr auto kEither = [](auto a, auto b) { return a != decltype(a){} || b != decltype(b){}; };
constexpr auto kOne = [](auto a, auto b) { return (a != decltype(a){}) != (b != decltype(b){}); };
constexpr auto kLess = [](auto a, auto b) { return a < b; };
constexpr auto kGreater = [](auto a, auto b) { return a > b; };

constexpr OpDef kOps[] = {
    WHITTLE_FORMS("eq", "self == other.", boolType, lowerCompareOp<LoopOp::Eq>, compare<kEqual>, .complex = compareComplex<kEqual>),
    WHITTLE_FORMS("ne", "self != other; true where either is NaN.", boolType, lowerCompareOp<LoopOp::Ne>, compare<kDiffer>, .complex = compareComplex<kDiffer>),
    WHITTLE_FORMS("lt", "self < other.", boolType, lowerCompareOp<LoopOp::Lt>, compare<kLess>),
    WHITTLE_FORMS("le", "self <= other.", boolType, lowerCompareOp<LoopOp::Le>, compare<[](auto a, auto b) { return a <= b; }>),
    WHITTLE_FORMS("gt", "self > other.", boolType, lowerCompareOp<LoopOp::Gt>, compare<kGreater>),
    WHITTLE_FORMS("ge", "self >= other.", boolType, lowerCompareOp<LoopOp::Ge>, compare<[](auto a, auto b) { return a >= b; }>),
    WHITTLE_LOGICAL("logical_and", "Both are nonzero.", logicalLower<LoopOp::And>, compare<kBoth>, .complex = compareComplex<kBoth>),
    WHITTLE_LOGICAL("logical_or", "Either is nonzero.", logicalLower<LoopOp::Or>, compare<kEither>, .complex = compareComplex<kEither>),
    WHITTLE_LOGICAL("logical_xor", "Exactly one is nonzero.", logicalLower<LoopOp::Xor>, compare<kOne>, .complex = compareComplex<kOne>),
    WHITTLE_FORMS("bitwise_and", "Bits set in both.", bitsType, lowerBinaryOp<LoopOp::And>, bits<kAnd>),
    WHITTLE_FORMS("bitwise_or", "Bits set in either.", bitsType, lowerBinaryOp<LoopOp::Or>, bits<kOr>),
    WHITTLE_FORMS("bitwise_xor", "Bits set in exactly one.", bitsType, lowerBinaryOp<LoopOp::Xor>, bits<kXor>),
    WHITTLE_FORM("__and__", "Tensor", "Tensor", "Bits set in both.", bitsType, lowerBinaryOp<LoopOp::And>, bits<kAnd>),
    WHITTLE_FORM("__and__", "Scalar", "Scalar", "Bits set in both.", bitsType, lowerBinaryOp<LoopOp::And>, bits<kAnd>),
    WHITTLE_FORM("__or__", "Tensor", "Tensor", "Bits set in either.", bitsType, lowerBinaryOp<LoopOp::Or>, bits<kOr>),
    WHITTLE_FORM("__or__", "Scalar", "Scalar", "Bits set in either.", bitsType, lowerBinaryOp<LoopOp::Or>, bits<kOr>),
    WHITTLE_FORM("__xor__", "Tensor", "Tensor", "Bits set in exactly one.", bitsType, lowerBinaryOp<LoopOp::Xor>, bits<kXor>),
    WHITTLE_FORM("__xor__", "Scalar", "Scalar", "Bits set in exactly one.", bitsType, lowerBinaryOp<LoopOp::Xor>, bits<kXor>),
    WHITTLE_FORM("__lshift__", "Tensor", "Tensor", "self shifted left.", shiftType, shiftLower<true>, shift<true>),
    WHITTLE_FORM("__lshift__", "Scalar", "Scalar", "self shifted left.", shiftType, shiftLower<true>, shift<true>),
    WHITTLE_FORM("__rshift__", "Tensor", "Tensor", "self shifted right, keeping the sign.", shiftType, shiftLower<false>, shift<false>),
    WHITTLE_FORM("__rshift__", "Scalar", "Scalar", "self shifted right, keeping the sign.", shiftType, shiftLower<false>, shift<false>),
    WHITTLE_FORM("bitwise_left_shift", "Tensor", "Tensor", "self shifted left.", shiftType, shiftLower<true>, shift<true>),
    WHITTLE_FORM("bitwise_right_shift", "Tensor", "Tensor", "self shifted right, keeping the sign.", shiftType, shiftLower<false>, shift<false>),
    {.name = "aten.where.self", .schema = "where.self(Tensor condition, Tensor self, Tensor other) -> Tensor",
     .summary = "self where the condition holds, other elsewhere.", .inferType = whereType, .reference = whereReference, .complex = whereReference, .lower = whereLower},
    {.name = "aten.where.ScalarSelf", .schema = "where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor",
     .summary = "self where the condition holds, other elsewhere.", .inferType = whereType, .reference = whereReference, .complex = whereReference, .lower = whereLower},
    {.name = "aten.where.ScalarOther", .schema = "where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor",
     .summary = "self where the condition holds, other elsewhere.", .inferType = whereType, .reference = whereReference, .complex = whereReference, .lower = whereLower},
    {.name = "aten.where.Scalar", .schema = "where.Scalar(Tensor condition, Scalar self, Scalar other) -> Tensor",
     .summary = "self where the condition holds, other elsewhere.", .inferType = whereType, .reference = whereReference, .complex = whereReference, .lower = whereLower},
    {.name = "aten.masked_fill.Scalar", .schema = "masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor",
     .summary = "value where the mask holds, self elsewhere.", .inferType = maskedFillType, .reference = maskedFillReference, .complex = maskedFillReference, .lower = maskedFillLower},
    {.name = "aten.masked_fill.Tensor", .schema = "masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor",
     .summary = "value where the mask holds, self elsewhere.", .inferType = maskedFillType, .reference = maskedFillReference, .complex = maskedFillReference, .lower = maskedFillLower},
    {.name = "aten.masked_fill_.Scalar", .schema = "masked_fill_.Scalar(Tensor(a!) self, Tensor mask, Scalar value) -> Tensor(a!)",
     .summary = "In place: masked_fill.Scalar.", .functional = "aten.masked_fill.Scalar"},
    {.name = "aten.masked_fill_.Tensor", .schema = "masked_fill_.Tensor(Tensor(a!) self, Tensor mask, Tensor value) -> Tensor(a!)",
     .summary = "In place: masked_fill.Tensor.", .functional = "aten.masked_fill.Tensor"},
};

#undef WHITTLE_LOGICAL
#undef WHITTLE_FORMS
#undef WHITTLE_FORM

}  // namespace

std::span<const OpDef> comparisonOps() { return kOps; }

}  // namespace whittle::ops

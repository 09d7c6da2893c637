#include "engine/ops/promote.h"

#include <algorithm>

#include "engine/ir/size_decider.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

int category(DType dtype) { return isComplex(dtype) ? 3 : isFloating(dtype) ? 2 : isIntegral(dtype) ? 1 : 0; }

}  // namespace

DType promoteTypes(DType a, DType b) {
    if (a == b || b == DType::Bool) return a;
    if (a == DType::Bool) return b;
    if (isComplex(a) || isComplex(b)) return complexOf(a) == DType::C128 || complexOf(b) == DType::C128 ? DType::C128 : DType::C64;
    if (isFloating(a) != isFloating(b)) return isFloating(a) ? a : b;
    if (isFloating(a)) {
        if (a == DType::F64 || b == DType::F64) return DType::F64;
        return DType::F32;  // f32 with a 16-bit type, or f16 with bf16
    }
    if (a == DType::U8 || b == DType::U8) {
        const DType other = a == DType::U8 ? b : a;
        return other == DType::I8 ? DType::I16 : other;
    }
    return dtypeSize(a) > dtypeSize(b) ? a : b;
}

DType scalarDType(Scalar::Category category, Precision precision) {
    switch (category) {
        case Scalar::Category::Bool: return DType::Bool;
        case Scalar::Category::Int: return DType::I64;
        case Scalar::Category::Float: break;
    }
    return defaultFloat(precision);
}

void Promotion::join(std::optional<DType>& group, DType dtype) {
    group = group ? promoteTypes(*group, dtype) : dtype;
}

void Promotion::add(const TensorType& type) { join(type.rank() == 0 ? m_zeroDim : m_dimensioned, type.dtype); }

DType Promotion::result() const {
    std::optional<DType> out = m_dimensioned;
    for (const std::optional<DType>& lower : {m_zeroDim, m_number}) {
        if (!lower) continue;
        if (!out) out = lower;
        else if (category(*lower) > category(*out))
            // A complex number of lower priority keeps the precision of a floating dtype.
            out = isFloating(*out) ? complexOf(*out) : promoteTypes(*out, *lower);
    }
    return out.value_or(DType::F32);
}

Result<SymSizes> broadcastSizes(const SymSizes& a, const SymSizes& b) {
    const std::size_t rank = std::max(a.size(), b.size());
    SymSizes out(rank);
    for (std::size_t i = 0; i < rank; ++i) {
        const std::size_t skipA = rank - a.size(), skipB = rank - b.size();
        const SymInt& left = i < skipA ? b[i - skipB] : a[i - skipA];
        const SymInt& right = i < skipB ? a[i - skipA] : b[i - skipB];
        if (left == right) out[i] = left;
        else if (isOne(left)) out[i] = right;
        else if (isOne(right)) out[i] = left;
        else if (!decided(left, SymRelation::Eq, right).value_or(true))
            return fail(Code::Shape,
                        "The size of tensor a ({}) must match the size of tensor b ({}) at non-singleton dimension {}",
                        left.text(), right.text(), i);
        else out[i] = right.isConstant() ? right : left;
    }
    return out;
}

Result<void> refuseBool(const OpCall& call, DType dtype) {
    if (dtype != DType::Bool) return {};
    return fail(Code::Type, "{}: not defined for bool; cast an operand first", call.op().name);
}

Result<Operands> promoteOperands(const OpCall& call, std::initializer_list<std::string_view> names) {
    Operands out;
    Promotion promotion;
    bool first = true;
    for (const std::string_view name : names) {
        const TensorType* type = call.optionalType(name);
        if (!type) {
            if (!call.isNone(name)) promotion.add(scalarDType(call.scalarCategory(name), call.precision()));
            continue;
        }
        promotion.add(*type);
        if (first || (out.sizes.empty() && out.device.type == "cpu")) out.device = type->device;
        first = false;
        auto sizes = broadcastSizes(out.sizes, type->sizes);
        if (!sizes) return fail(Code::Shape, "{}.1: {}", call.schema().name, sizes.error().message);
        out.sizes = *std::move(sizes);
    }
    out.dtype = promotion.result();
    return out;
}

}  // namespace whittle::ops

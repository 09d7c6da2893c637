// PyTorch's rules for operands that differ: the dtype they meet in, the sizes they broadcast to.
// Every family that takes more than one tensor asks here, so the rules stand in one place.
#pragma once

#include <initializer_list>

#include "engine/ops/op_call.h"

namespace whittle::ops {

/// The dtype two tensors of one priority meet in: i8 and u8 give i16, f16 and bf16 give f32, any
/// floating dtype wins over any integer, complex over floating.
DType promoteTypes(DType a, DType b);

/// What a Python float becomes: PyTorch's default dtype f32, or f64 when everything is computed in f64.
inline DType defaultFloat(Precision precision) { return precision == Precision::Float64 ? DType::F64 : DType::F32; }
/// The dtype of `exp` and its kind: floating and complex dtypes stay, the others give the default float.
inline DType floatOf(DType dtype, Precision precision) { return isInexact(dtype) ? dtype : defaultFloat(precision); }
/// bool, int64 or the default float: the dtype of a Python number that stands alone.
DType scalarDType(Scalar::Category category, Precision precision);

/// Collects operands of three priorities: tensors with dimensions, 0-d tensors, Python numbers. A lower
/// priority changes the result only when its category (bool, integer, floating, complex) is higher.
class Promotion {
public:
    void add(const TensorType& type);
    void add(DType number) { join(m_number, number); }
    DType result() const;

private:
    static void join(std::optional<DType>& group, DType dtype);
    std::optional<DType> m_dimensioned, m_zeroDim, m_number;
};

/// Sizes after broadcasting. Two symbolic sizes that are not the same expression are taken to be equal where
/// nobody says otherwise (the run checks them): a constant other than 1 is then the answer, else the left one.
/// Errors: Shape with PyTorch's sentence about tensor a and tensor b.
Result<SymSizes> broadcastSizes(const SymSizes& a, const SymSizes& b);

/// For operators that PyTorch has no bool form of. Errors: Type.
Result<void> refuseBool(const OpCall& call, DType dtype);

/// What the named arguments have in common. Numbers promote, None is skipped.
struct Operands {
    DType dtype = DType::F32;
    SymSizes sizes;
    Device device;

    Types as(DType result) const { return {TensorType{result, sizes, {}, device}}; }
};
/// Errors: Shape "add.1: The size of tensor a (3) must match ...".
Result<Operands> promoteOperands(const OpCall& call, std::initializer_list<std::string_view> names);

}  // namespace whittle::ops

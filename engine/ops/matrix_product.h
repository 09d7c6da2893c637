// The one matrix product under matmul, einsum and attention.
#pragma once

#include "engine/tensor/tensor.h"

namespace whittle::ops {

/// [b,m,k] x [b,k,n] -> [b,m,n]; both row-major in one compute type (f32, f64, i64, c128). `b` may also be [1,k,n]
/// (one matrix for all). f32 sums blocks of 64 products in f32 and the blocks in f64, so the error does not
/// grow with k. Integers wrap.
Tensor matrixProduct(const Tensor& a, const Tensor& b);

}  // namespace whittle::ops

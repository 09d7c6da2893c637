// The families of operators; all_ops.cpp puts them into one table. One line a family.
#pragma once

#include "engine/ops/op_def.h"

namespace whittle::ops {

std::span<const OpDef> faultOps();      // whittle.fault: planted failures, inside the compiler only
std::span<const OpDef> symbolicOps();   // sym_size, _operator.*, torch.sym_*, assertions
std::span<const OpDef> viewOps();       // view, reshape, permute, expand, squeeze, as_strided, aliases
std::span<const OpDef> slicingOps();    // select, slice, split, chunk, unbind
std::span<const OpDef> joinOps();       // cat, stack
std::span<const OpDef> matmulOps();     // mm, bmm, addmm, linear, matmul, dot, outer
std::span<const OpDef> einsumOps();     // einsum
std::span<const OpDef> convOps();       // convolution, conv1d to conv3d, their transposes
std::span<const OpDef> poolOps();       // max, average and adaptive pooling
std::span<const OpDef> resampleOps();   // padding, upsampling, pixel_shuffle
std::span<const OpDef> attentionOps();  // scaled_dot_product_attention
std::span<const OpDef> normOps();       // layer, group, batch and RMS norm
std::span<const OpDef> softmaxOps();    // softmax, log_softmax

std::span<const OpDef> pointwiseUnaryOps();   // exp, abs, isnan: one element, no parameters
std::span<const OpDef> pointwiseBinaryOps();  // add, div, pow, maximum: two operands, promoted
std::span<const OpDef> activationOps();       // gelu, clamp, dropout: one element and parameters
std::span<const OpDef> comparisonOps();       // eq, logical_and, bitwise_or, where, masked_fill
std::span<const OpDef> factoryOps();          // arange, full, clone, casts, tril
std::span<const OpDef> reductionOps();        // sum, mean, any, amax, var
std::span<const OpDef> indexOps();            // embedding, gather, scatter, index, nonzero
std::span<const OpDef> sortOps();             // sort, topk, cumsum, searchsorted

}  // namespace whittle::ops

// Kernels that are matrix products with something around them, the product itself being exchangeable: the plain
// loop makes them the reference, a library makes them fast.
#pragma once

#include <functional>

#include "engine/ops/kernel_call.h"

namespace whittle::ops {

/// [b,m,k] x [b,k,n] -> [b,m,n], as matrixProduct(). Errors: Unsupported for what a library does not do.
using Product = std::function<Result<Tensor>(const Tensor& a, const Tensor& b)>;

Result<Tensor> plainProduct(const Tensor& a, const Tensor& b);

// Each sets its call's outputs, or nothing on an error, which is `product`'s or an argument's.
Result<void> addmmWith(KernelCall& call, const Product& product);
Result<void> addmvWith(KernelCall& call, const Product& product);
Result<void> baddbmmWith(KernelCall& call, const Product& product);
Result<void> attentionWith(KernelCall& call, const Product& product);  ///< also its flash form

/// Strides of a convolution's result as PyTorch lays it out: channels last when the input or the weight is.
Sizes convLayout(const KernelCall& call, const Sizes& sizes);

}  // namespace whittle::ops

// How PyTorch lays out a result in memory, given how the inputs lie. Kernels compute row-major and then bring the
// result into the layout that PyTorch would have allocated: `view`, `as_strided` and stride queries depend on it.
#pragma once

#include "engine/ops/kernel_call.h"

namespace whittle::ops {

/// Strides of a dense tensor whose dimensions lie in memory in the order NHWC (rank 4) or NDHWC (rank 5).
Sizes channelsLastStrides(std::span<const Index> sizes);
/// Whether the strides are those of a channels-last tensor: what PyTorch's suggest_memory_format asks.
bool looksChannelsLast(const Tensor& tensor);
/// Every element once, without gaps, in any order of the dimensions.
bool isDense(const Tensor& tensor);

/// No two elements lie at one place; gaps are allowed.
bool sharesNoPlace(const Tensor& tensor);

/// An element-wise result over broadcast inputs: dimensions ordered by the inputs' strides, the first input that tells
/// deciding; row-major where none does.
Sizes elementwiseStrides(std::span<const Tensor* const> inputs, const Sizes& sizes);
/// The same for every tensor argument of a call.
Sizes elementwiseStrides(const KernelCall& call);
/// memory_format=preserve_format: the tensor's own strides when dense, else its order of dimensions without gaps.
Sizes preservedStrides(const Tensor& tensor);
/// What a `memory_format` argument asks of a result shaped like `tensor`. The type rule has checked the rank.
Sizes formatStrides(const KernelCall& call, const Tensor& tensor);
/// Errors: Shape for channels_last on another rank than 4, and the like.
Result<void> checkMemoryFormat(const OpCall& call, int rank);

/// The same elements at these strides, under which no two share a place; itself when it lies so already.
Tensor inLayout(Tensor tensor, const Sizes& strides);
void layOut(KernelCall& call, int output, const Sizes& strides);

// Policies for `laidOut`: the strides of each tensor output of the same rank as the first tensor input.
Sizes likeElements(const KernelCall& call, const Sizes& sizes);       ///< elementwiseStrides
Sizes likeFirst(const KernelCall& call, const Sizes& sizes);          ///< preservedStrides of the first input
Sizes channelsLikeFirst(const KernelCall& call, const Sizes& sizes);  ///< channels last if the first input is
Sizes rowMajor(const KernelCall& call, const Sizes& sizes);           ///< undoes what an element-wise kernel keeps

/// A kernel followed by `policy` for every tensor output that has the rank of the first input.
template <auto reference, auto policy>
Result<void> laidOut(KernelCall& call) {
    if (Result<void> ran = reference(call); !ran) return ran;
    for (int i = 0; i < call.outputCount(); ++i)
        if (const Tensor* out = asTensor(call.given(i)); out && call.inputCount() > 0 && out->rank() == call.input(0).rank())
            layOut(call, i, policy(call, out->sizes()));
    return {};
}

}  // namespace whittle::ops

#include "engine/ops/layout.h"

#include <algorithm>
#include <numeric>

#include "engine/ops/elementwise.h"

namespace whittle::ops {
namespace {

std::size_t at(int axis) { return static_cast<std::size_t>(axis); }

/// Row-major strides when the dimensions lie in memory in this order, innermost first.
Sizes stridesInOrder(std::span<const Index> sizes, const std::vector<int>& order) {
    Sizes out(sizes.size());
    Index step = 1;
    for (const int axis : order) {
        out[at(axis)] = step;
        step *= std::max<Index>(sizes[at(axis)], 1);
    }
    return out;
}

/// Channels innermost, then the spatial dimensions from the last, then the batch.
std::vector<int> channelsLastOrder(int rank) {
    std::vector<int> out{1};
    for (int axis = rank - 1; axis > 1; --axis) out.push_back(axis);
    out.push_back(0);
    return out;
}

}  // namespace

Sizes channelsLastStrides(std::span<const Index> sizes) {
    return stridesInOrder(sizes, channelsLastOrder(static_cast<int>(sizes.size())));
}

bool looksChannelsLast(const Tensor& tensor) {
    const int rank = tensor.rank();
    if (rank != 4 && rank != 5) return false;
    Index least = 0;
    if (tensor.strides()[1] == 0) return false;
    for (const int axis : channelsLastOrder(rank)) {
        const Index size = tensor.dim(axis), stride = tensor.strides()[at(axis)];
        if (size == 0 || stride < least) return false;
        // [N,1,1,1] fits both orders; PyTorch takes it for row-major.
        if (axis == 0 && least == tensor.strides()[1]) return false;
        least = size > 1 ? stride * size : stride;
    }
    return true;
}

bool isDense(const Tensor& tensor) {
    std::vector<int> order;
    for (int axis = 0; axis < tensor.rank(); ++axis)
        if (tensor.dim(axis) != 1) order.push_back(axis);
    std::sort(order.begin(), order.end(), [&](int a, int b) { return tensor.strides()[at(a)] < tensor.strides()[at(b)]; });
    Index expected = 1;
    for (const int axis : order) {
        if (tensor.strides()[at(axis)] != expected) return false;
        expected *= tensor.dim(axis);
    }
    return true;
}

bool sharesNoPlace(const Tensor& tensor) {
    std::vector<int> order;
    for (int axis = 0; axis < tensor.rank(); ++axis)
        if (tensor.dim(axis) > 1) order.push_back(axis);
    std::sort(order.begin(), order.end(), [&](int a, int b) { return tensor.strides()[at(a)] < tensor.strides()[at(b)]; });
    Index reach = 0;
    for (const int axis : order) {
        if (tensor.strides()[at(axis)] <= reach) return false;
        reach += (tensor.dim(axis) - 1) * tensor.strides()[at(axis)];
    }
    return true;
}

// PyTorch's TensorIterator: an insertion sort of the dimensions, innermost first, in which a pair that no input orders
// stays as it is. Inputs of one shape that agree on dense strides keep them, which the sort would lose for sizes of 1.
Sizes elementwiseStrides(std::span<const Tensor* const> inputs, const Sizes& sizes) {
    const auto sameShape = [&](const Tensor* input) { return input->sizes() == sizes; };
    if (!inputs.empty() && std::all_of(inputs.begin(), inputs.end(), sameShape)) {
        const auto contiguous = [](const Tensor* input) { return input->isContiguous(); };
        if (std::all_of(inputs.begin(), inputs.end(), contiguous)) return contiguousStrides(sizes);
        const auto agrees = [&](const Tensor* input) { return input->strides() == inputs[0]->strides(); };
        if (isDense(*inputs[0]) && std::all_of(inputs.begin(), inputs.end(), agrees)) return inputs[0]->strides();
    }
    std::vector<Sizes> strides;
    for (const Tensor* input : inputs) {
        Sizes spread(sizes.size(), 0);
        const std::size_t skip = sizes.size() - input->sizes().size();
        for (std::size_t d = skip; d < sizes.size(); ++d)
            if (input->sizes()[d - skip] == sizes[d]) spread[d] = input->strides()[d - skip];
        strides.push_back(std::move(spread));
    }
    const auto comesAfter = [&](int inner, int outer) {
        for (const Sizes& one : strides) {
            const Index a = one[at(inner)], b = one[at(outer)];
            if (a == 0 || b == 0) continue;
            if (a != b) return a < b ? -1 : 1;
            if (sizes[at(inner)] > sizes[at(outer)]) return 1;
        }
        return 0;
    };
    std::vector<int> order(sizes.size());
    std::iota(order.rbegin(), order.rend(), 0);
    for (std::size_t i = 1; i < order.size(); ++i)
        for (std::size_t here = i, below = i; below-- > 0;) {
            const int compared = comesAfter(order[below], order[here]);
            if (compared < 0) break;
            if (compared == 0) continue;
            std::swap(order[below], order[here]);
            here = below;
        }
    return stridesInOrder(sizes, order);
}

Sizes elementwiseStrides(const KernelCall& call) {
    std::vector<const Tensor*> inputs;
    for (int i = 0; i < call.inputCount(); ++i) inputs.push_back(&call.input(i));
    return elementwiseStrides(inputs, call.outputSizes());
}

Sizes preservedStrides(const Tensor& tensor) {
    if (isDense(tensor)) return tensor.strides();
    const Tensor* const one = &tensor;
    return elementwiseStrides(std::span(&one, 1), tensor.sizes());
}

Sizes formatStrides(const KernelCall& call, const Tensor& tensor) {
    const auto* format = call.arg("memory_format").as<MemoryFormat>();
    if (!format || *format == MemoryFormat::Preserve) return preservedStrides(tensor);
    if (*format == MemoryFormat::Contiguous) return contiguousStrides(tensor.sizes());
    return channelsLastStrides(tensor.sizes());
}

Result<void> checkMemoryFormat(const OpCall& call, int rank) {
    const auto* format = call.arg("memory_format").as<MemoryFormat>();
    const auto wanted = [&](MemoryFormat which, int only) { return format && *format == which && rank != only; };
    if (wanted(MemoryFormat::ChannelsLast, 4) || wanted(MemoryFormat::ChannelsLast3d, 5))
        return fail(Code::Shape, "{}: a channels-last memory format needs rank {}, the tensor has rank {}", call.op().name,
                    *format == MemoryFormat::ChannelsLast ? 4 : 5, rank);
    return {};
}

Tensor inLayout(Tensor tensor, const Sizes& strides) {
    if (tensor.strides() == strides) return tensor;
    if (tensor.numel() < 2) return tensor.asStrided(tensor.sizes(), strides, tensor.offset());
    const std::size_t item = dtypeSize(tensor.dtype());
    Index last = 0;
    for (std::size_t d = 0; d < strides.size(); ++d) last += (tensor.sizes()[d] - 1) * strides[d];
    const auto storage = Storage::allocate(static_cast<std::size_t>(last + 1) * item);
    if (last + 1 > tensor.numel()) std::fill_n(storage->mutableData(), storage->bytes().size(), std::byte{0});
    const std::byte* from = tensor.data<std::byte>();
    forEachRow<2>(tensor.sizes(), {tensor.strides(), strides}, [&](const auto& start, const auto& step, Index count) {
        for (Index k = 0; k < count; ++k)
            std::copy_n(from + static_cast<std::size_t>(start[0] + k * step[0]) * item, item,
                        storage->mutableData() + static_cast<std::size_t>(start[1] + k * step[1]) * item);
    });
    auto out = Tensor::overStorage(storage, tensor.dtype(), tensor.sizes(), strides, 0);
    return out ? *std::move(out) : tensor;  // never: the storage was made to fit
}

void layOut(KernelCall& call, int output, const Sizes& strides) {
    call.setOutput(output, inLayout(std::get<Tensor>(call.given(output)), strides));
}

Sizes likeElements(const KernelCall& call, const Sizes&) { return elementwiseStrides(call); }

Sizes likeFirst(const KernelCall& call, const Sizes& sizes) {
    return call.input(0).sizes() == sizes ? preservedStrides(call.input(0)) : contiguousStrides(sizes);
}

Sizes rowMajor(const KernelCall&, const Sizes& sizes) { return contiguousStrides(sizes); }

Sizes channelsLikeFirst(const KernelCall& call, const Sizes& sizes) {
    return looksChannelsLast(call.input(0)) ? channelsLastStrides(sizes) : contiguousStrides(sizes);
}

}  // namespace whittle::ops

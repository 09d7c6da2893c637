#include "engine/ops/positions.h"

#include <algorithm>

#include "engine/tensor/convert.h"

namespace whittle::ops {

Tensor writableCopy(const Tensor& tensor) {
    Tensor out = Tensor::empty(tensor.dtype(), tensor.sizes());
    convertElements(tensor, out);
    return out;
}

Tensor laidOutAs(const Tensor& tensor, const Tensor& like) {
    std::vector<std::size_t> order;  // outermost in memory first
    for (std::size_t i = 0; i < like.sizes().size(); ++i) {
        if (like.strides()[i] == 0 && like.sizes()[i] > 1) return tensor;
        order.push_back(i);
    }
    // The position decides among equals, as in sort.cpp.
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(like.strides()[b], a) < std::pair(like.strides()[a], b);
    });
    Sizes strides(order.size());
    Index step = 1;
    for (std::size_t i = order.size(); i-- > 0;) {
        strides[order[i]] = step;
        step *= std::max<Index>(tensor.sizes()[order[i]], 1);
    }
    if (strides == tensor.strides()) return tensor;
    Tensor out = Tensor::empty(tensor.dtype(), tensor.sizes());
    visitDType(tensor.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        const T* from = tensor.data<T>();
        forEachPosition(tensor.sizes(), [&](const Sizes& p) { to[offsetOf(strides, p)] = from[offsetOf(tensor.strides(), p)]; });
    });
    return out.asStrided(tensor.sizes(), std::move(strides), 0);
}

Tensor keepChannelsLast(const Tensor& tensor, const Tensor& like) {
    if (like.rank() < 4 || like.isContiguous() || like.numel() == 0 || like.strides()[1] != 1) return tensor;
    Index step = like.dim(1);
    for (int d = like.rank() - 1; d >= 0; --d) {
        if (d == 1) continue;
        if (like.strides()[static_cast<std::size_t>(d)] != step) return tensor;
        step *= like.dim(d);
    }
    return laidOutAs(tensor, like);
}

Tensor spreadTo(const Tensor& tensor, const Sizes& sizes) {
    Tensor out = Tensor::empty(tensor.dtype(), sizes);
    visitDType(tensor.dtype(), [&](auto tag) {
        using T = decltype(tag);
        mapInto<T>(out, [](T x) { return x; }, Elements<T>{tensor});
    });
    return out;
}

Result<void> needIndex(const OpCall& call, std::string_view name) {
    const TensorType& type = call.type(name);
    if (type.dtype == DType::I64 || type.dtype == DType::I32) return {};
    return fail(Code::Type, "{}.1: '{}' must be int64 or int32, it is {}", call.schema().name, name, type.text());
}

Result<void> needLongIndex(const OpCall& call, std::string_view name) {
    if (call.type(name).dtype == DType::I64) return {};
    return fail(Code::Type, "{}.1: '{}' must be int64, it is {}", call.schema().name, name, call.type(name).text());
}

Tensor indexOf(const KernelCall& call, std::string_view name) {
    return call.tensor(name).to(DType::I64).contiguous();
}

Result<void> refuseOutside(const KernelCall& call, const Tensor& index, Index size, int dim) {
    const std::int64_t* data = index.data<std::int64_t>();
    for (Index i = 0; i < index.numel(); ++i)
        if (data[i] < 0 || data[i] >= size)
            return fail(Code::Run, "{}: index {} is out of bounds for dimension {} with size {}", call.op().name,
                        data[i], dim, size);
    return {};
}

}  // namespace whittle::ops

#include "engine/formats/recorded_layout.h"

#include <cstring>

#include "engine/ops/layout.h"

namespace whittle {
namespace {

bool sameBytes(const Tensor& a, const Tensor& b) {
    const Tensor x = a.contiguous(), y = b.contiguous();
    return std::memcmp(x.data<std::byte>(), y.data<std::byte>(), static_cast<std::size_t>(x.numel()) * dtypeSize(x.dtype())) == 0;
}

}  // namespace

Tensor inRecordedLayout(const Tensor& tensor, const TensorType& type) {
    if (type.strides.empty() || type.strides.size() != tensor.sizes().size()) return tensor;
    Sizes strides, narrowed = tensor.sizes(), steps;
    Index extent = 1;
    for (std::size_t i = 0; i < type.strides.size(); ++i) {
        const auto stride = type.strides[i].constant();
        if (!stride || *stride < 0) return tensor;
        strides.push_back(*stride);
        if (*stride == 0 && narrowed[i] > 1) narrowed[i] = 1;
        steps.push_back(narrowed[i] > 1 ? *stride : 1);
        Index reach = 0;
        if (narrowed[i] > 1 && (__builtin_mul_overflow(*stride, narrowed[i] - 1, &reach) || __builtin_add_overflow(extent, reach, &extent))) return tensor;
    }
    if (tensor.numel() == 0 || extent > 4 * std::max<Index>(tensor.numel(), 64)) return tensor;
    if (strides == tensor.strides()) return tensor;
    const Tensor once = tensor.asStrided(narrowed, tensor.strides(), tensor.offset());
    if (!ops::sharesNoPlace(once.asStrided(narrowed, steps, 0))) return tensor;
    const Tensor laidOut = ops::inLayout(once, steps);
    const Tensor out = laidOut.asStrided(tensor.sizes(), strides, laidOut.offset());
    return narrowed == tensor.sizes() || sameBytes(out, tensor) ? out : tensor;  // data that differs along stride 0 stays as it is
}

}  // namespace whittle

#include "minifier/edits/data_size.h"

#include <array>
#include <cmath>

#include "engine/formats/tensor_fill.h"

namespace whittle {
namespace {

constexpr std::array<std::int64_t, 9> kKinds{0, 1, 1, 2, 3, 3, 3, 4, 5};  // by Fill
static_assert(kKinds.size() == static_cast<std::size_t>(Fill::Opaque) + 1);

std::int64_t oddness(double value) {
    if (value == 0 && !std::signbit(value)) return 0;
    if (value == 1) return 1;
    return std::abs(value) <= 16 && value == std::trunc(value) ? 2 : 3;
}

}  // namespace

DataSize dataSize(const Tensor& tensor) {
    DataSize size;
    const Fill how = describeFill(tensor).how;
    size.kind = kKinds[static_cast<std::size_t>(how)];
    if (how != Fill::Listed && how != Fill::Opaque) return size;
    constexpr std::int64_t kOddest = 3;
    if (tensor.numel() > kMostElementsSeen || isComplex(tensor.dtype())) {
        size.odd = kOddest * tensor.numel();
        return size;
    }
    const Tensor doubles = tensor.contiguous().to(DType::F64);
    const double* data = doubles.data<double>();
    for (Index i = 0; i < doubles.numel(); ++i) size.odd += oddness(data[i]);
    return size;
}

}  // namespace whittle

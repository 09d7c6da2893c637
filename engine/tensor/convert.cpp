#include "engine/tensor/convert.h"

namespace whittle {
namespace {

template <class To, class From>
void copyRow(const From* from, Index step, Index count, To* to) {
    for (Index i = 0; i < count; ++i) to[i] = convertTo<To>(from[i * step]);
}

template <class To, class From>
void copyAll(const Tensor& from, To* to) {
    const Index total = from.numel();
    if (total == 0) return;
    const int rank = from.rank();
    const From* base = from.data<From>();
    if (rank == 0 || from.isContiguous()) return copyRow(base, Index{1}, total, to);
    const Index inner = from.dim(rank - 1);
    const Index step = from.strides().back();
    Sizes at(static_cast<std::size_t>(rank), 0);
    Index offset = 0;
    for (Index done = 0; done < total; done += inner) {
        copyRow(base + offset, step, inner, to + done);
        for (int axis = rank - 2; axis >= 0; --axis) {  // odometer over the outer dims
            const auto a = static_cast<std::size_t>(axis);
            offset += from.strides()[a];
            if (++at[a] < from.dim(axis)) break;
            offset -= at[a] * from.strides()[a];
            at[a] = 0;
        }
    }
}

}  // namespace

void convertElements(const Tensor& from, Tensor& to) {
    visitDType(to.dtype(), [&](auto toTag) {
        using To = decltype(toTag);
        To* out = to.mutableData<To>();
        visitDType(from.dtype(), [&](auto fromTag) { copyAll<To, decltype(fromTag)>(from, out); });
    });
}

}  // namespace whittle

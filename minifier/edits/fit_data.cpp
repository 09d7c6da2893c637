#include "minifier/edits/fit_data.h"

#include <algorithm>
#include <numeric>

namespace whittle {
namespace {

// Dimensions from the one with the largest steps to the one with the smallest.
std::vector<std::size_t> memoryOrder(const Tensor& tensor) {
    std::vector<std::size_t> order(tensor.sizes().size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (!tensor.isContiguous())
        std::ranges::stable_sort(order, std::greater(), [&](std::size_t dim) { return tensor.strides()[dim]; });
    return order;
}

}  // namespace

SymSizes denseStrides(const Tensor& like, const SymSizes& sizes) {
    const std::vector<std::size_t> order = memoryOrder(like);
    if (std::ranges::is_sorted(order)) return {};
    SymSizes strides(sizes.size());
    SymInt step = 1;
    for (std::size_t i = order.size(); i-- > 0;) {
        strides[order[i]] = step;
        step = step * sizes[order[i]];
    }
    return strides;
}

SymSizes recordedStrides(const Tensor& tensor, const SymSizes& sizes) {
    if (tensor.isContiguous()) return {};
    if (!std::ranges::all_of(sizes, &SymInt::isConstant)) return denseStrides(tensor, sizes);
    return SymSizes(tensor.strides().begin(), tensor.strides().end());
}

Result<Datum> fitted(const Datum& datum, const Type& type, const SymInt::Lookup& symbols, Keep keep) {
    if (const NumberType* number = asNumberType(type); number && number->kind == NumberType::Kind::Int) {
        WHITTLE_TRY(const std::int64_t value, number->expr.evaluate(symbols));
        return Datum(value);
    }
    const TensorType* wanted = asTensorType(type);
    const Tensor* tensor = asTensor(datum);
    if (!wanted || !tensor) return datum;
    if (wanted->rank() != tensor->rank())
        return fail(Code::Verify, "edit.30: the data is {}, which does not serve for {}", tensor->describe(), typeText(type));
    Sizes sizes;
    for (const SymInt& size : wanted->sizes) {
        WHITTLE_TRY(const std::int64_t value, size.evaluate(symbols));
        if (value > tensor->dim(static_cast<int>(sizes.size())))
            return fail(Code::Verify, "edit.30: the data is {}, which does not serve for {}", tensor->describe(), typeText(type));
        sizes.push_back(value);
    }
    if (sizes == tensor->sizes()) return Datum(tensor->to(wanted->dtype));
    const std::vector<std::size_t> order = memoryOrder(*tensor);
    Sizes movedSizes, movedStrides;
    Index offset = tensor->offset();
    for (const std::size_t dim : order) {
        if (keep == Keep::Last) offset += (tensor->sizes()[dim] - sizes[dim]) * tensor->strides()[dim];
        movedSizes.push_back(sizes[dim]);
        movedStrides.push_back(tensor->strides()[dim]);
    }
    const Tensor moved = tensor->asStrided(movedSizes, movedStrides, offset).contiguous().to(wanted->dtype);
    Sizes strides(sizes.size());
    for (std::size_t i = 0; i < order.size(); ++i) strides[order[i]] = moved.strides()[i];
    return Datum(moved.asStrided(sizes, strides, moved.offset()));
}

}  // namespace whittle

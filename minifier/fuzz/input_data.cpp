#include "minifier/fuzz/input_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "engine/tensor/convert.h"

namespace whittle {
namespace {

// Numbers at which functions turn, round or end. Each graph sees few of them: they spread.
constexpr double kOddFloats[] = {0.0, -0.0, 0.5, -0.5, 1.5, 2.5, 1.0, -1.0, 1e-3, -20.0, 88.5, 1e4, 1e-30, -65504.0, INFINITY, -INFINITY, NAN};
constexpr int kOddIntegers[] = {0, 1, -1, 2, 7, 127, -128, 100};

double element(Random& random, DType dtype, Filling::Kind kind, std::int64_t bound, bool odd) {
    using enum Filling::Kind;
    const double unit = random.real();
    switch (kind) {
        case Position: return static_cast<double>(bound > 0 ? static_cast<std::int64_t>(unit * static_cast<double>(bound)) : 0);
        case Positive: return 0.25 + unit * 3;
        case Unit: return unit;
        case Tame: return isFloating(dtype) ? unit * 2 - 1 : random.between(-2, 2);
        case NonZero: {
            const int magnitude = random.between(1, 6);
            return isFloating(dtype) ? (unit < 0.5 ? -1 : 1) * (0.5 + unit) : unit < 0.3 ? -magnitude : magnitude;
        }
        case Any: break;
    }
    if (dtype == DType::Bool) return unit < 0.5;
    if (isFloating(dtype)) {
        if (odd && random.chance(4)) return random.pick(kOddFloats);
        return unit * 6 - 3;
    }
    if (odd && random.chance(4)) return random.pick(kOddIntegers);
    return random.between(-5, 9);
}

}  // namespace

Tensor makeInputData(Random random, DType dtype, const Sizes& sizes, Filling::Kind kind, std::int64_t bound, InputLayout layout) {
    const std::size_t rank = sizes.size();
    if (rank == 0) layout = InputLayout::RowMajor;
    // The storage: sizes in memory order, wider where there are gaps, 1 where a dimension is expanded.
    std::vector<std::size_t> order(rank);
    std::iota(order.begin(), order.end(), std::size_t{0});
    Sizes stored = sizes, step(rank, 1);
    Index offset = 0;
    switch (layout) {
        case InputLayout::RowMajor: break;
        case InputLayout::Permuted:
            for (std::size_t i = rank; i > 1; --i) std::swap(order[i - 1], order[static_cast<std::size_t>(random.below(static_cast<int>(i)))]);
            break;
        case InputLayout::Gaps:
            for (std::size_t i = 0; i < rank; ++i) {
                step[i] = random.between(1, 2);
                stored[i] = sizes[i] * step[i] + 1;
            }
            offset = 1;
            break;
        case InputLayout::Expanded: stored[static_cast<std::size_t>(random.below(static_cast<int>(rank)))] = 1; break;
    }
    Sizes strides(rank, 0);
    Index next = 1;
    for (std::size_t i = rank; i-- > 0;) {
        const std::size_t axis = order[i];
        if (stored[axis] != 1 || sizes[axis] <= 1) strides[axis] = next * step[axis];
        next *= std::max<Index>(stored[axis], 1);
    }
    const Index count = std::max<Index>(next, 1) + offset;
    // Whether a tensor holds oddities at all is one decision: most graphs must get through with numbers.
    const bool odd = random.chance(30);
    Tensor storage = Tensor::empty(DType::F64, {count});
    double* to = storage.mutableData<double>();
    for (Index i = 0; i < count; ++i) to[i] = element(random, dtype, kind, bound, odd);
    return storage.to(dtype).asStrided(sizes, strides, offset);
}

}  // namespace whittle

#include "engine/tensor/compare.h"

#include <cmath>

#include <fmt/ranges.h>

namespace whittle {
namespace {

Sizes indexOf(Index position, const Sizes& sizes) {
    Sizes index(sizes.size());
    for (std::size_t i = sizes.size(); i-- > 0;) {
        index[i] = position % sizes[i];
        position /= sizes[i];
    }
    return index;
}

}  // namespace

Tolerance defaultTolerance(DType dtype) {
    switch (dtype) {
        case DType::F64: return {1e-7, 1e-7};
        case DType::F32: return {1.3e-6, 1e-5};
        case DType::F16: return {1e-3, 1e-5};
        case DType::BF16: return {1.6e-2, 1e-5};
        default: return {0, 0};
    }
}

Comparison compareTensors(const Tensor& expected, const Tensor& actual, Tolerance tolerance) {
    Comparison out;
    if (expected.sizes() != actual.sizes()) {
        out.ok = false;
        out.reason = fmt::format("expected {}, got {}", expected.describe(), actual.describe());
        return out;
    }
    if (!isFloating(expected.dtype())) tolerance = {0, 0};
    const Tensor want = expected.to(DType::F64).contiguous();
    const Tensor have = actual.to(DType::F64).contiguous();
    const double* a = want.data<double>();
    const double* b = have.data<double>();
    double sum = 0, worst = -1;
    Index worstAt = -1, finite = 0;
    for (Index i = 0, n = want.numel(); i < n; ++i) {
        if (std::isnan(a[i]) && std::isnan(b[i])) continue;
        if (a[i] == b[i]) {
            ++finite;
            continue;
        }
        const double distance = std::fabs(a[i] - b[i]);
        if (std::isfinite(distance)) {
            ++finite;
            sum += distance * distance;
            out.maxAbsError = std::max(out.maxAbsError, distance);
            if (a[i] != 0) out.maxRelError = std::max(out.maxRelError, distance / std::fabs(a[i]));
        }
        const double excess = std::isfinite(distance)
                                  ? distance - (tolerance.atol + tolerance.rtol * std::fabs(a[i]))
                                  : INFINITY;
        if (excess > 0) {
            ++out.mismatches;
            if (excess > worst) {
                worst = excess;
                worstAt = i;
            }
        }
    }
    if (finite > 0) out.rmse = std::sqrt(sum / static_cast<double>(finite));
    if (worstAt < 0) return out;
    out.ok = false;
    out.worst = indexOf(worstAt, expected.sizes());
    out.worstExpected = a[worstAt];
    out.worstActual = b[worstAt];
    out.reason = fmt::format("{} of {} elements differ, worst at [{}]: expected {:.6g}, got {:.6g}", out.mismatches,
                             want.numel(), fmt::join(out.worst, ","), out.worstExpected, out.worstActual);
    return out;
}

}  // namespace whittle

#include "engine/tensor/compare.h"

#include <algorithm>
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

// How far apart two elements are. Floats subtract in double; integers exactly, since 2^53 and
// 2^53 + 1 are one double.
double distance(double a, double b) { return std::fabs(a - b); }
double distance(std::int64_t a, std::int64_t b) {
    const auto high = static_cast<std::uint64_t>(a > b ? a : b);
    return static_cast<double>(high - static_cast<std::uint64_t>(a > b ? b : a));
}

using Complex = std::complex<double>;
double distance(Complex a, Complex b) { return std::abs(a - b); }

double sizeOf(double value) { return std::fabs(value); }
double sizeOf(std::int64_t value) { return std::fabs(static_cast<double>(value)); }
double sizeOf(Complex value) { return std::abs(value); }

double plain(double value) { return value; }
double plain(std::int64_t value) { return static_cast<double>(value); }
double plain(Complex value) { return std::abs(value); }

std::string shown(double value) { return fmt::format("{:.6g}", value); }
std::string shown(Complex value) { return fmt::format("{:.6g}{:+.6g}j", value.real(), value.imag()); }
std::string shown(std::int64_t value) { return std::to_string(value); }

bool bothNan(double a, double b) { return std::isnan(a) && std::isnan(b); }
bool bothNan(std::int64_t, std::int64_t) { return false; }
bool isNan(Complex x) { return std::isnan(x.real()) || std::isnan(x.imag()); }
bool bothNan(Complex a, Complex b) { return isNan(a) && isNan(b); }

// One pass over row-major elements of one type; fills everything but `reason`.
template <class T>
Comparison compareElements(const Tensor& expected, const Tensor& actual, Tolerance tolerance) {
    const Tensor want = expected.to(DTypeOf<T>::value).contiguous();
    const Tensor have = actual.to(DTypeOf<T>::value).contiguous();
    const T* a = want.template data<T>();
    const T* b = have.template data<T>();
    Comparison out;
    double sum = 0, worst = -1;
    Index worstAt = -1, finite = 0;
    for (Index i = 0, n = want.numel(); i < n; ++i) {
        if (bothNan(a[i], b[i])) continue;
        if (a[i] == b[i]) {
            ++finite;
            continue;
        }
        const double apart = distance(a[i], b[i]);
        const double size = sizeOf(a[i]);
        if (std::isfinite(apart)) {
            ++finite;
            sum += apart * apart;
            out.maxAbsError = std::max(out.maxAbsError, apart);
            if (size != 0) out.maxRelError = std::max(out.maxRelError, apart / size);
        }
        const double excess =
            std::isfinite(apart) ? apart - (tolerance.atol + tolerance.rtol * size) : INFINITY;
        if (!(excess <= 0)) {  // a tolerance that is no number forgives nothing
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
    out.worstExpected = plain(a[worstAt]);
    out.worstActual = plain(b[worstAt]);
    out.reason = fmt::format("{} of {} elements differ, worst at [{}]: expected {}, got {}", out.mismatches,
                             want.numel(), fmt::join(out.worst, ","), shown(a[worstAt]), shown(b[worstAt]));
    return out;
}

}  // namespace

Tolerance dtypeTolerance(DType dtype) {
    static constexpr struct {
        DType dtype;
        Tolerance tolerance;
    } kRows[] = {{DType::F64, {.rtol = 1e-7, .atol = 1e-7}},
                 {DType::F32, {.rtol = 1e-4, .atol = 1e-4}},
                 {DType::F16, {.rtol = 1e-2, .atol = 2e-3}},
                 {DType::BF16, {.rtol = 4e-2, .atol = 1e-2}}};
    const DType part = isComplex(dtype) ? realOf(dtype) : dtype;
    for (const auto& row : kRows)
        if (row.dtype == part) return row.tolerance;
    return {.rtol = 0, .atol = 0};
}

Tolerance scaledTo(Tolerance tolerance, const Tensor& expected) {
    if (!isInexact(expected.dtype())) return tolerance;
    const Tensor plain = (isComplex(expected.dtype()) ? expected.viewAsReal() : expected).to(DType::F64).contiguous();
    const double* data = plain.data<double>();
    double largest = 0;
    for (Index i = 0, n = plain.numel(); i < n; ++i)
        if (const double size = std::fabs(data[i]); std::isfinite(size)) largest = std::max(largest, size);
    if (largest > 0 && largest < 1) tolerance.atol *= largest;
    return tolerance;
}

Comparison compareTensors(const Tensor& expected, const Tensor& actual, Tolerance tolerance) {
    if (expected.sizes() != actual.sizes()) {
        Comparison out;
        out.ok = false;
        out.reason = fmt::format("expected {}, got {}", expected.describe(), actual.describe());
        return out;
    }
    if (isComplex(expected.dtype()) || isComplex(actual.dtype())) {
        const bool exact = !isInexact(expected.dtype());
        return compareElements<Complex>(expected, actual, exact ? Tolerance{0, 0} : tolerance);
    }
    if (isFloating(expected.dtype())) return compareElements<double>(expected, actual, tolerance);
    // A float may hold a fraction or a NaN, which a conversion to an integer would hide.
    return isFloating(actual.dtype()) ? compareElements<double>(expected, actual, {0, 0})
                                      : compareElements<std::int64_t>(expected, actual, {0, 0});
}

}  // namespace whittle

#include "engine/runtime/value_facts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace whittle {
namespace {

struct FloatForm {
    DType dtype;
    int digits;         // of the significand, the hidden one too
    int leastExponent;  // of normal numbers
};
constexpr FloatForm kForms[] = {{DType::F64, 53, -1022}, {DType::F32, 24, -126}, {DType::F16, 11, -14}, {DType::BF16, 8, -126}};

const FloatForm* formOf(DType dtype) {
    const auto found = std::ranges::find(kForms, realOf(dtype), &FloatForm::dtype);
    return found == std::end(kForms) ? nullptr : found;
}

Tensor inParts(const Tensor& tensor) { return isComplex(tensor.dtype()) ? tensor.contiguous().viewAsReal() : tensor; }

bool isWhole(DType dtype) { return isIntegral(dtype) || dtype == DType::Bool; }

double distance(double a, double b) { return std::fabs(a - b); }
double distance(std::int64_t a, std::int64_t b) {
    const auto low = static_cast<std::uint64_t>(std::min(a, b)), high = static_cast<std::uint64_t>(std::max(a, b));
    return static_cast<double>(high - low);
}

template <class T>
ErrorFacts errorsOf(const Tensor& expected, const Tensor& actual, DType dtype) {
    const Tensor wanted = inParts(expected).to(DTypeOf<T>::value).contiguous(), held = inParts(actual).to(DTypeOf<T>::value).contiguous();
    const T *a = wanted.template data<T>(), *b = held.template data<T>();
    ErrorFacts out;
    double squares = 0, furthest = -1;
    std::int64_t finite = 0;
    for (Index i = 0, n = wanted.numel(); i < n; ++i) {
        const auto x = static_cast<double>(a[i]), y = static_cast<double>(b[i]);
        if (a[i] == b[i] || (std::isnan(x) && std::isnan(y))) {
            finite += std::isfinite(x) ? 1 : 0;
            continue;
        }
        ++out.differing;
        const bool isKind = !std::isfinite(x) || !std::isfinite(y);
        const double apart = isKind ? INFINITY : distance(a[i], b[i]);
        if (apart > furthest) {
            furthest = apart;
            out.worst = i;
        }
        if (isKind) {
            ++out.kinds;
            continue;
        }
        ++finite;
        squares += apart * apart;
        out.maxAbs = std::max(out.maxAbs, apart);
        if (x != 0) out.maxRel = std::max(out.maxRel, apart / std::fabs(x));
        out.maxUlp = std::max(out.maxUlp, apart / unitInLastPlace(x, dtype));
        out.magnitudes.add(apart);
    }
    if (finite > 0) out.rmse = std::sqrt(squares / static_cast<double>(finite));
    return out;
}

}  // namespace

void Magnitudes::add(double size) {
    add(std::isinf(size) ? kMost : static_cast<int>(std::floor(std::log10(size))), 1);
}

void Magnitudes::add(int exponent, std::uint64_t count) {
    if (count == 0) return;
    exponent = std::clamp(exponent, kLeast, kMost);
    if (m_counts.empty()) m_first = exponent;
    if (exponent < m_first) m_counts.insert(m_counts.begin(), static_cast<std::size_t>(m_first - exponent), 0);
    m_first = std::min(m_first, exponent);
    const auto place = static_cast<std::size_t>(exponent - m_first);
    if (place >= m_counts.size()) m_counts.resize(place + 1);
    m_counts[place] += count;
}

std::uint64_t Magnitudes::at(int exponent) const {
    const int place = exponent - m_first;
    return place >= 0 && place < static_cast<int>(m_counts.size()) ? m_counts[static_cast<std::size_t>(place)] : 0;
}

std::uint64_t Magnitudes::total() const { return std::accumulate(m_counts.begin(), m_counts.end(), std::uint64_t{0}); }

std::uint64_t Magnitudes::highest() const { return m_counts.empty() ? 0 : std::ranges::max(m_counts); }

double unitInLastPlace(double value, DType dtype) {
    const FloatForm* form = formOf(dtype);
    if (!form) return 1;
    int exponent = 0;
    std::frexp(value, &exponent);  // of a significand from 0.5 to 1
    const int normal = value == 0 ? form->leastExponent : std::max(exponent - 1, form->leastExponent);
    return std::ldexp(1.0, normal - (form->digits - 1));
}

NumberFacts numberFacts(const Tensor& tensor) {
    const Tensor plain = inParts(tensor).to(DType::F64).contiguous();
    const double* data = plain.data<double>();
    const FloatForm* form = formOf(tensor.dtype());
    const double leastNormal = form ? std::ldexp(1.0, form->leastExponent) : 0;
    NumberFacts out{.count = plain.numel()};
    double squares = 0;  // of the distances from the mean so far
    std::int64_t finite = 0;
    for (Index i = 0; i < out.count; ++i) {
        const double x = data[i];
        if (std::isnan(x)) {
            ++out.nans;
            continue;
        }
        if (std::isinf(x)) {
            ++out.infinities;
            continue;
        }
        out.least = finite == 0 ? x : std::min(out.least, x);
        out.most = finite == 0 ? x : std::max(out.most, x);
        const double off = x - out.mean;
        out.mean += off / static_cast<double>(++finite);
        squares += off * (x - out.mean);
        if (x == 0) {
            ++out.zeros;
            continue;
        }
        if (std::fabs(x) < leastNormal) ++out.denormals;
        out.magnitudes.add(std::fabs(x));
    }
    if (finite > 0) out.deviation = std::sqrt(squares / static_cast<double>(finite));
    return out;
}

ErrorFacts errorFacts(const Tensor& expected, const Tensor& actual, DType dtype) {
    if (expected.sizes() != actual.sizes() || isComplex(expected.dtype()) != isComplex(actual.dtype())) return {.comparable = false};
    return isWhole(expected.dtype()) && isWhole(actual.dtype()) ? errorsOf<std::int64_t>(expected, actual, dtype) : errorsOf<double>(expected, actual, dtype);
}

}  // namespace whittle

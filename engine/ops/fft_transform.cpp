#include "engine/ops/fft_transform.h"

#include <cmath>
#include <numbers>

#include "engine/ops/elementwise.h"

namespace whittle::ops {
namespace {

// A butterfly of p costs p^2; from here on the convolution, some 6 transforms of twice the length, is cheaper.
constexpr Index kLargestPrime = 61;

/// exp(sign * 2 pi i * k / n), the angle reduced to the first octant, where sin and cos are exact to the last bit.
Complex rootOfUnity(Index k, Index n, double sign) {
    const Index eighth = k * 8 / n;
    const auto angle = [&](Index numerator) { return 2 * std::numbers::pi * static_cast<double>(numerator) / static_cast<double>(n * 8); };
    // k/n lies between eighth/8 and (eighth + 1)/8 of the circle; mirror it into the first eighth.
    const Index rest = k * 8 - eighth * n;
    const double along = angle(eighth % 2 == 0 ? rest : n - rest);
    double c = std::cos(along), s = std::sin(along);
    if (eighth % 4 == 1 || eighth % 4 == 2) std::swap(c, s);
    if (eighth >= 2 && eighth <= 5) c = -c;
    if (eighth >= 4) s = -s;
    return {c, sign * s};
}

std::vector<Index> primeFactors(Index n) {
    std::vector<Index> out;
    for (Index p = 2; p * p <= n; ++p)
        for (; n % p == 0; n /= p) out.push_back(p);
    if (n > 1) out.push_back(n);
    return out;
}

}  // namespace

// x_k -> w_k * sum_j (x_j w_j) conj(w_(k-j)) with w_k = exp(+-pi i k^2 / n): a convolution, done by transforms of
// a power of two.
struct FftLine::Bluestein {
    std::vector<Complex> chirp;     // w_k, k < n
    std::vector<Complex> spectrum;  // transform of conj(w), wrapped around
    std::vector<Complex> a, b;
    FftLine forward, backward;

    Bluestein(Index n, Index padded, double sign)
        : chirp(static_cast<std::size_t>(n)), spectrum(static_cast<std::size_t>(padded)), a(spectrum.size()), b(spectrum.size()),
          forward(padded, FftDirection::Forward), backward(padded, FftDirection::Backward) {
        std::vector<Complex> filter(spectrum.size());
        Index square = 0;  // k^2 modulo 2n, by differences: no overflow and an exact angle
        for (std::size_t k = 0; k < chirp.size(); ++k) {
            chirp[k] = rootOfUnity(square, 2 * n, sign);
            filter[k] = std::conj(chirp[k]);
            if (k > 0) filter[filter.size() - k] = filter[k];
            square = (square + 2 * static_cast<Index>(k) + 1) % (2 * n);
        }
        forward.run(filter.data(), 1, spectrum.data());
    }
};

FftLine::FftLine(Index length, FftDirection direction) : m_length(length), m_factors(primeFactors(length)) {
    const double sign = direction == FftDirection::Forward ? -1 : 1;
    if (!m_factors.empty() && m_factors.back() > kLargestPrime) {
        Index padded = 1;
        while (padded < 2 * length - 1) padded *= 2;
        m_bluestein = std::make_unique<Bluestein>(length, padded, sign);
        return;
    }
    m_work.resize(m_factors.empty() ? 1 : static_cast<std::size_t>(m_factors.back()));
    m_roots.reserve(static_cast<std::size_t>(length));
    for (Index k = 0; k < length; ++k) m_roots.push_back(rootOfUnity(k, length, sign));
}

FftLine::~FftLine() = default;

void FftLine::run(const Complex* in, Index step, Complex* out) {
    if (m_bluestein) return convolve(in, step, out);
    if (m_length == 1) out[0] = in[0];
    else if (m_length > 1) mixedRadix(in, step, out, m_length, 0);
}

// Decimation in time: p transforms of every p-th element, then butterflies that join them.
void FftLine::mixedRadix(const Complex* in, Index step, Complex* out, Index length, std::size_t level) {
    const Index p = m_factors[level], m = length / p, stride = m_length / length;
    for (Index q = 0; q < p; ++q) {
        if (m == 1) out[q] = in[q * step];
        else mixedRadix(in + q * step, step * p, out + q * m, m, level + 1);
    }
    const auto root = [&](Index k) { return m_roots[static_cast<std::size_t>(k)]; };
    for (Index u = 0; u < m; ++u) {
        if (p == 2) {
            const Complex even = out[u], odd = wrapMul(out[m + u], root(u * stride));
            out[u] = even + odd;
            out[m + u] = even - odd;
            continue;
        }
        for (Index q = 0; q < p; ++q) m_work[static_cast<std::size_t>(q)] = wrapMul(out[q * m + u], root(q * u * stride));
        for (Index q = 0; q < p; ++q) {
            Complex sum = m_work[0];
            Index at = 0;  // q * r * (n / p) modulo n
            for (Index r = 1; r < p; ++r) {
                at += q * (m_length / p);
                if (at >= m_length) at %= m_length;
                sum += wrapMul(m_work[static_cast<std::size_t>(r)], root(at));
            }
            out[q * m + u] = sum;
        }
    }
}

void FftLine::convolve(const Complex* in, Index step, Complex* out) {
    Bluestein& work = *m_bluestein;
    std::fill(work.a.begin(), work.a.end(), Complex{});
    for (Index k = 0; k < m_length; ++k) {
        const auto i = static_cast<std::size_t>(k);
        work.a[i] = wrapMul(in[k * step], work.chirp[i]);
    }
    work.forward.run(work.a.data(), 1, work.b.data());
    for (std::size_t i = 0; i < work.b.size(); ++i) work.b[i] = wrapMul(work.b[i], work.spectrum[i]);
    work.backward.run(work.b.data(), 1, work.a.data());
    const double scale = 1 / static_cast<double>(work.a.size());
    for (Index k = 0; k < m_length; ++k) {
        const auto i = static_cast<std::size_t>(k);
        out[k] = wrapMul(work.a[i], work.chirp[i]) * scale;
    }
}

}  // namespace whittle::ops

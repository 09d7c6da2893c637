// The discrete Fourier transform of one line of complex numbers, of any length, in double. Knows nothing of
// tensors, norms or real signals; fft.cpp does.
#pragma once

#include <complex>
#include <memory>
#include <vector>

#include "engine/tensor/tensor.h"

namespace whittle::ops {

enum class FftDirection { Forward, Backward };  ///< exp(-i ...) and exp(+i ...); neither scales

/// All that depends on length and direction alone: make one, run it on many lines. Cost of a run: O(n log n) for
/// every n. Mixed radix for lengths with small prime factors, Bluestein's convolution for the others.
class FftLine {
public:
    FftLine(Index length, FftDirection direction);
    ~FftLine();
    /// out[0..n) from in[0], in[step], ...; the two must not overlap. Not thread-safe: keeps work space.
    void run(const std::complex<double>* in, Index step, std::complex<double>* out);

private:
    struct Bluestein;
    void mixedRadix(const std::complex<double>* in, Index step, std::complex<double>* out, Index length, std::size_t level);
    void convolve(const std::complex<double>* in, Index step, std::complex<double>* out);

    Index m_length;
    std::vector<Index> m_factors;
    std::vector<std::complex<double>> m_roots;  // exp(+-2 pi i k / n)
    std::vector<std::complex<double>> m_work;   // one butterfly
    std::unique_ptr<Bluestein> m_bluestein;     // set when a prime factor is too large for butterflies
};

}  // namespace whittle::ops

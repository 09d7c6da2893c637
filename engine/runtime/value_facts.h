// What is to be known of the numbers in a tensor, and of how far two tensors are apart: what a comparison of runs says of every value. Pure functions;
// complex elements count as their two parts, as they do for the judge.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/tensor/tensor.h"

namespace whittle {

/// Numbers by their powers of ten; what is smaller than the first or larger than the last counts there. A comparison holds six of these a value, and most
/// numbers of a tensor are of a few sizes: only the span between the least and the most that occurred takes memory.
class Magnitudes {
public:
    static constexpr int kLeast = -20, kMost = 20;  ///< exponents of ten

    void add(double size);  ///< of numbers above 0
    void add(int exponent, std::uint64_t count);  ///< exponents beyond the ends count there
    std::uint64_t at(int exponent) const;
    std::uint64_t total() const;
    std::uint64_t highest() const;  ///< the largest count; 0 where there is nothing
    friend bool operator==(const Magnitudes&, const Magnitudes&) = default;

private:
    int m_first = 0;                      // exponent of the first count; 0 where there is none
    std::vector<std::uint64_t> m_counts;  // neither the first nor the last is 0
};

/// Least, most, mean and deviation are of the finite numbers; 0 where there are none.
struct NumberFacts {
    std::int64_t count = 0;
    std::int64_t nans = 0, infinities = 0, zeros = 0;
    std::int64_t denormals = 0;  ///< nearer to 0 than the least normal number of the dtype
    double least = 0, most = 0, mean = 0;
    double deviation = 0;        ///< standard deviation of all, not of a sample
    Magnitudes magnitudes;       ///< of the finite numbers that are not 0

    std::int64_t finite() const { return count - nans - infinities; }
    friend bool operator==(const NumberFacts&, const NumberFacts&) = default;
};

/// Errors are of elements that are finite in both. Where NaN or an infinity stands against something else there is no error that a number could tell.
struct ErrorFacts {
    bool comparable = true;         ///< of the same sizes; else the rest says nothing
    std::int64_t differing = 0;     ///< elements that are not the same; NaN is the same as NaN
    std::int64_t kinds = 0;         ///< of these, where one is NaN or infinite and the other is not the same
    double maxAbs = 0;
    double maxRel = 0;              ///< of the expected number, where that is not 0
    double maxUlp = 0;              ///< in units in the last place of the expected number, as unitInLastPlace() tells
    double rmse = 0;                ///< root of the mean square
    std::int64_t worst = -1;        ///< row-major position of the element furthest off, kinds before numbers; -1: none differs
    Magnitudes magnitudes;          ///< of the errors that are not 0
    friend bool operator==(const ErrorFacts&, const ErrorFacts&) = default;
};

/// The distance of neighbours of `dtype` at this number; of integers and bools 1, of a complex dtype its parts'. At 0 the least number above it.
double unitInLastPlace(double value, DType dtype);

NumberFacts numberFacts(const Tensor& tensor);

/// `dtype` is the one whose units count: what is expected may be in float64. Integers and bools are subtracted exactly.
ErrorFacts errorFacts(const Tensor& expected, const Tensor& actual, DType dtype);

}  // namespace whittle

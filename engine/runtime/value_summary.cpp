// What a list of compared values comes to.
#include <algorithm>
#include <cmath>

#include "engine/runtime/value_comparison.h"

namespace whittle {
namespace {

double shareOf(const ErrorFacts& errors, const NumberFacts& exact) {
    if (!errors.comparable || errors.kinds > 0) return INFINITY;
    const double size = std::max(std::fabs(exact.least), std::fabs(exact.most));
    return errors.maxAbs == 0 ? 0 : size > 0 ? errors.maxAbs / size : errors.maxAbs;
}

}  // namespace

double relativeError(const ComparedValue& value) { return shareOf(value.compiledToExact, value.exact); }
double eagerRelativeError(const ComparedValue& value) { return shareOf(value.eagerToExact, value.exact); }

ComparisonSummary summaryOf(std::span<const ComparedValue> values) {
    ComparisonSummary out;
    double largest = -1;
    for (int i = 0; i < static_cast<int>(values.size()); ++i) {
        const ComparedValue& value = values[static_cast<std::size_t>(i)];
        out.wrong += value.wrong ? 1 : 0;
        out.producers += value.isProducer() ? 1 : 0;
        out.asFused += value.tapped == TappedIn::AsFused ? 1 : 0;
        if (value.wrong && out.firstWrong < 0) out.firstWrong = i;
        if (value.startsNonFinite() && out.firstNonFinite < 0) out.firstNonFinite = i;
        if (const double error = relativeError(value); std::isfinite(error) && error > largest) {
            largest = error;
            out.largest = i;
        }
    }
    return out;
}

}  // namespace whittle

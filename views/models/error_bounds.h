// Bounds of the user's own for errors, in the place of the judge's rule: what they make of a comparison, by the facts that it has kept.
#pragma once

#include <map>
#include <vector>

#include <QString>

#include "engine/runtime/value_comparison.h"

namespace whittle {

struct ErrorBounds {
    std::map<DType, double> most;  ///< of relativeError(); a dtype that is not here is judged as the comparison judged it
    friend bool operator==(const ErrorBounds&, const ErrorBounds&) = default;
};

/// The values with other verdicts: of a dtype with a bound a value is wrong when its relativeError() is beyond it; where NaN or infinities stand otherwise than they
/// should, or sizes differ, the judge's verdict stays. What reads a wrong value is found anew. Any thread; 27,000 values take 20 ms.
std::vector<ComparedValue> judgedBy(const ErrorBounds& bounds, const Graph& graph, std::vector<ComparedValue> judged);

/// "f32 1e-05, f16 0.01"; empty without any.
QString boundsText(const ErrorBounds& bounds);

}  // namespace whittle

// Before any search: does the original fail, how, and how often? No search begins from a failure that does not repeat, and no
// single lucky run makes a failing graph "not fail".
#pragma once

#include "minifier/search/original_capture.h"
#include "minifier/search/trials.h"

namespace whittle {

struct Triage {
    MinifyResult::Status status = MinifyResult::Status::Minimal;  ///< Minimal: go on
    Failure failure;      ///< what candidates must do; the first that was seen while that is not settled
    std::string note;     ///< unless Minimal: what was seen
    Repeats repeats;      ///< of the original
    int passesNeeded = 1; ///< after how many runs without the failure a candidate counts as not failing
};

/// Runs the original twice, or `options.repeat` times if that is more. When the runs differ it goes on until the rate of the failure
/// is known. `seen` holds what is known at any moment, an error included. The capture begins with the first failure.
/// Errors: the oracle's, Io, Cancelled; Run when the original cannot be judged.
Result<void> checkOriginal(Trials& trials, const MinifyOptions& options, OriginalCapture& capture, Triage& seen);

}  // namespace whittle

// The suite `dispatch` of `whittle bench`: what a call of a compiled function costs before anything is computed.
#pragma once

#include <functional>
#include <optional>

#include "app/cli/command.h"

namespace whittle::bench {

struct DispatchCase {
    std::string name, summary;
    double wantedMicroseconds = 0;  ///< 0: nothing is promised
};
std::span<const DispatchCase> dispatchCases();

struct DispatchRow {
    DispatchCase what;
    double microseconds = 0;                   ///< of processor time, in the best round
    std::optional<double> peerMicroseconds;    ///< of PyTorch, where the case is one that it has
    bool meetsTarget() const { return what.wantedMicroseconds == 0 || microseconds < what.wantedMicroseconds; }
};

struct DispatchReport {
    std::string torch;  ///< version of the peer; empty: none
    std::vector<DispatchRow> rows;
    bool ok() const;
};

struct DispatchBenchOptions {
    std::string python;  ///< empty: no peer
    int rounds = 15;
    std::filesystem::path program, scratch;
};

/// Whittle and the peer take turns, round by round. Errors: Cancelled; what keeps the peer's Python from taking part.
Result<DispatchReport> benchDispatch(const DispatchBenchOptions& options, const std::function<void(const std::string&)>& says, const CancelToken& cancel);

cli::Json dispatchJson(const DispatchReport& report);
std::string dispatchText(const DispatchReport& report);

}  // namespace whittle::bench

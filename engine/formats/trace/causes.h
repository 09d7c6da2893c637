// What went wrong or was done again, each cause once: where tools list a thousand graph breaks, a user has three to mend.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/formats/trace/trace_log.h"

namespace whittle::trace {

enum class CauseKind { Error, GraphBreak, Restart, LimitHit, Recompile, ExportProblem };
std::string_view causeName(CauseKind kind);   ///< "error", "graph_break", ...
std::string_view causeTitle(CauseKind kind);  ///< "errors", "graph breaks", ...

struct CauseSite {
    std::uint32_t log = 0;      ///< which of the logs
    std::uint32_t compile = 0;  ///< index into its compiles
    RecordIndex record = 0;     ///< says it in full; 0 with a `hasRecord` of false
    bool hasRecord = false;
};

struct Cause {
    CauseKind kind = CauseKind::Error;
    std::string text;     ///< the same words for the same cause: numbers that differ from case to case are left out
    std::string example;  ///< as the first said it
    std::string place;    ///< "net.py:12", of the user's code; empty when not known
    std::vector<CauseSite> sites;  ///< in order of appearance
};

/// The most frequent first, within a kind; kinds in the order of the enum. Cost: linear in what is joined, no reads.
std::vector<Cause> causes(std::span<const LogContent* const> logs);

/// "tensor 'L['x']' size mismatch at index 0. expected 4, actual 6" without what differs from call to call, and without the entry.
std::string recompileCause(std::string_view reason);

}  // namespace whittle::trace

#include "minifier/search/sweep.h"

#include <algorithm>

namespace whittle {
namespace {

// Below this many proposals, trying them one by one costs less than looking for chunks first.
constexpr std::size_t kWorthChunking = 8;

// Lithium's schedule: chunks of half the proposals, a quarter, ... two; what was accepted is not tried
// again, what was refused is tried again only in smaller chunks.
Result<void> tryChunks(Trials& trials, const ReductionPass& pass) {
    std::vector<Edit> edits = pass.propose(trials.best());
    for (std::size_t size = edits.size() / 2; size >= 2; size /= 2) {
        if (edits.size() < kWorthChunking) return {};
        for (std::size_t begin = 0; begin < edits.size();) {
            const std::size_t end = std::min(begin + size, edits.size());
            WHITTLE_TRY(const bool accepted, trials.attempt(pass.name(), std::span(edits).subspan(begin, end - begin)));
            if (accepted)
                edits.erase(edits.begin() + static_cast<std::ptrdiff_t>(begin), edits.begin() + static_cast<std::ptrdiff_t>(end));
            else
                begin = end;
        }
    }
    return {};
}

// One edit at a time; after a success the search goes on at the same place in the new list.
Result<bool> trySingles(Trials& trials, const ReductionPass& pass) {
    bool any = false;
    std::vector<Edit> edits = pass.propose(trials.best());
    for (std::size_t i = 0; i < edits.size();) {
        WHITTLE_TRY(const bool accepted, trials.attempt(pass.name(), edits[i]));
        any = any || accepted;
        if (accepted)
            edits = pass.propose(trials.best());
        else
            ++i;
    }
    return any;
}

}  // namespace

Result<void> sweep(Trials& trials, NodeSearch nodes) {
    const auto passes = allEdits();
    if (nodes == NodeSearch::Open)
        for (const auto& pass : passes)
            if (pass->composable()) WHITTLE_TRY_VOID(tryChunks(trials, *pass));
    for (bool any = true; any;) {
        any = false;
        for (const auto& pass : passes) {
            WHITTLE_TRY(const bool helped, trySingles(trials, *pass));
            any = any || helped;
        }
    }
    return {};
}

}  // namespace whittle

// One graph, the base, held against several others node by node: in which of them each of its nodes is the same, changed or absent, and which nodes only
// others have. Several others are several comparisons with the base, and what they add is paired between them.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/cancel.h"
#include "engine/ir/diff.h"

namespace whittle {

/// Graphs are told by letters: 'A' is the base, 'B' the first of the others.
inline constexpr int kMostDiffGraphs = 26;
inline char diffLetter(int graph) { return static_cast<char>('A' + graph); }

/// A node in one of the others.
struct DiffCell {
    NodeId node;           ///< invalid: absent
    unsigned aspects = 0;  ///< DiffAspects; none: the same
    std::string what;      ///< as in DiffRow: against the base, or where that lacks the node against an earlier graph that has it

    bool isAbsent() const { return !node.valid(); }
    bool isChanged() const { return aspects != 0; }
};

struct ManyDiffRow {
    NodeId base;                   ///< invalid: only others have it
    std::vector<DiffCell> others;  ///< one for each

    bool has(int graph) const { return graph == 0 ? base.valid() : !others[static_cast<std::size_t>(graph - 1)].isAbsent(); }
    /// Changed, or in only one of the base and that graph. Of the base itself: never.
    bool differsIn(int graph) const { return graph > 0 && (has(graph) != base.valid() || others[static_cast<std::size_t>(graph - 1)].isChanged()); }
    bool differs() const;  ///< in any
};

struct ManyDiff {
    struct Other {
        std::size_t same = 0, changed = 0, absent = 0, added = 0;  ///< absent: of the base's nodes; added: that the base lacks
        std::vector<ValueId> addedInputs;    ///< ids of that graph
        std::vector<ValueId> removedInputs;  ///< ids of the base
        bool outputsChanged = false;

        bool isSame() const { return changed + absent + added == 0 && addedInputs.empty() && removedInputs.empty() && !outputsChanged; }
    };
    std::vector<ManyDiffRow> rows;  ///< in the order of the base; what it lacks stands where the first graph that has it has it
    std::vector<Other> others;
};

/// Cost: one diffGraphs for each other, and one for each two of them that both have nodes that the base lacks; `progress` is told how many of
/// those are done, of how many at most. Errors: Cancelled; Limit for more than kMostDiffGraphs graphs.
Result<ManyDiff> diffMany(const Graph& base, std::span<const Graph* const> others, const CancelToken& cancel = {}, const std::function<void(int done, int of)>& progress = nullptr);

}  // namespace whittle

// What changed between two graphs, aligned row by row: the before/after view of the pass stepper and
// of the minifier. It pairs what corresponds; it is no proof that paired nodes compute the same.
#pragma once

#include <string>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

enum class DiffKind { Same, Changed, Added, Removed };

/// One line of a side-by-side listing: the node before, the node after, or both.
struct DiffRow {
    DiffKind kind = DiffKind::Same;
    NodeId before;     ///< invalid when Added
    NodeId after;      ///< invalid when Removed
    std::string what;  ///< Changed: "type f32[4] -> f16[4]; argument dim 0 -> 1"; else empty
};

struct GraphDiff {
    std::vector<DiffRow> rows;         ///< in the order of `after`, removed nodes where they stood
    std::vector<ValueId> addedInputs;  ///< ids of the after graph
    std::vector<ValueId> removedInputs;  ///< ids of the before graph
    bool outputsChanged = false;       ///< other values, kinds or targets

    bool empty() const;
    std::size_t count(DiffKind kind) const;
};

/// Nodes pair up by name and operator first, then by operator and paired operands, then by name alone
/// (an operator that was replaced). Origins do not count as a change. Cost: linear in both graphs.
GraphDiff diffGraphs(const Graph& before, const Graph& after);

}  // namespace whittle

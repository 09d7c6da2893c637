// What changed between two graphs, aligned row by row: the before/after view of the pass stepper and
// of the minifier. It pairs what corresponds; it is no proof that paired nodes compute the same.
#pragma once

#include <string>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

enum class DiffKind { Same, Changed, Added, Removed };

/// What of a pair is not the same; several may be.
enum DiffAspect : unsigned { kDiffersInOperator = 1, kDiffersInArguments = 2, kDiffersInType = 4 };

/// One line of a side-by-side listing: the node before, the node after, or both.
struct DiffRow {
    DiffKind kind = DiffKind::Same;
    NodeId before;     ///< invalid when Added
    NodeId after;      ///< invalid when Removed
    std::string what;  ///< Changed: "type f32[4] -> f16[4]; argument dim 0 -> 1"; else empty
    unsigned aspects = 0;  ///< Changed: DiffAspects of `what`; else none
};

struct GraphDiff {
    std::vector<DiffRow> rows;         ///< in the order of `after`, removed nodes where they stood
    std::vector<ValueId> addedInputs;  ///< ids of the after graph
    std::vector<ValueId> removedInputs;  ///< ids of the before graph
    bool outputsChanged = false;       ///< other values, kinds or targets

    bool empty() const;
    std::size_t count(DiffKind kind) const;
};

/// Nodes pair up by what says most first: name, operator and module; where they came from (the node of the file, then the
/// place in its module, when both have as many there); operator and paired operands; a neighbourhood that is the only one of its
/// kind in both, the wider the better; name and operator; an operator that is the only one of its kind; and name alone. So a node that was put in does not pair all later
/// ones, which an exporter names anew, with their neighbours. Origins do not count as a change. Cost: linear in both graphs.
GraphDiff diffGraphs(const Graph& before, const Graph& after);

}  // namespace whittle

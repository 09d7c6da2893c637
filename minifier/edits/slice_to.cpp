#include "minifier/edits/slice_to.h"

#include <algorithm>

#include "minifier/edits/edit.h"

namespace whittle {

Result<Graph> sliceTo(const Graph& graph, std::string_view node) {
    const auto found = std::ranges::find(graph.nodes(), node, &Node::name);
    if (found == graph.nodes().end()) return fail(Code::NotFound, "the graph has no node '{}'", node);
    std::vector<ValueId> outputs = graph.outputValues();
    const bool isLast = graph.nodes().back().id == found->id && graph.outputs().size() == outputs.size() && std::ranges::equal(outputs, found->outputs);
    if (isLast) return graph;  // an edit that makes nothing smaller is refused
    return applyEdit(graph, CutAfter{found->id}, Capture::ofInputs(graph)).context("keeping what '{}' needs", node);
}

}  // namespace whittle

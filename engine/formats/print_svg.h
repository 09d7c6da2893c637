// The graph as a picture, for pages and reports: boxes in layers from top to bottom, as the window draws them.
#pragma once

#include "engine/ir/graph.h"

namespace whittle {

enum class SvgStyle {
    Own,   ///< the style sheet is inside: a file of its own
    Page,  ///< the page around it has svgStyle()
};

struct SvgOptions {
    std::size_t mostBoxes = 0;   ///< for nodes: further ones are folded (fold_nodes.h); 0: one box a node
    std::vector<NodeId> marked;  ///< drawn to be seen first; ids of other graphs are ignored
    SvgStyle style = SvgStyle::Own;
};

/// Deterministic; text of the graph is escaped. Errors: those of layout::draw (a bug).
Result<std::string> printSvg(const Graph& graph, const SvgOptions& options = {});

/// CSS for these pictures, light and dark by what the reader prefers.
std::string_view svgStyle();

}  // namespace whittle

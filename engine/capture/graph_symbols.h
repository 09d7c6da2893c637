// What the symbols of graphs inside arguments stand for. They are the file's, whose names a recording gives to other sizes: each is looked
// up in a value of the node's or before it, and put into the graph anew for every recording.
#pragma once

#include <unordered_map>

#include "engine/ir/affine_size.h"
#include "engine/ir/graph.h"

namespace whittle {

/// A symbol and where its value can be read: the size, or the number, that the file declares to be `size`.
struct SymbolSource {
    AffineSize size;
    ValueId of;
    std::optional<int> dim;  ///< none: of a number
};

/// By node: every symbol of its inner graphs that something outside of them tells. The node's own operands come first, and a size that is the symbol before
/// one that is worked out from it. Cost: linear.
std::unordered_map<NodeId, std::vector<SymbolSource>> innerSymbols(const Graph& graph);

/// Every symbol in the types of the graph and of the graphs in it; true: it is the size of a tensor somewhere.
std::map<std::string, bool> symbolsInside(const Graph& graph);

/// The graph with its symbols replaced; those for which `replace` answers nothing stay.
Graph withSymbols(const Graph& graph, const std::function<std::optional<SymInt>(std::string_view)>& replace);

}  // namespace whittle

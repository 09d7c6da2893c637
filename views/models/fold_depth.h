// Folding by how deep modules stand in one another: at depth 0 the outermost modules are cards, at the greatest every operator shows.
#pragma once

#include <optional>
#include <vector>

#include "views/models/graph_scene.h"

namespace whittle {

/// How many cards each depth shows, operators and folded modules, the outermost first; a graph without modules has one depth. Cost: linear.
std::vector<int> cardsByDepth(const GraphContent& content);

/// To which depth all modules are unfolded that can be seen; none: to different ones. `open`: by group. Cost: linear.
std::optional<int> openDepth(const GraphContent& content, const std::vector<bool>& open);

/// One deeper than where the outermost folded module stands, or one less deep than the innermost unfolded one. None: there is no such module.
std::optional<int> deeperThan(const GraphContent& content, const std::vector<bool>& open);
std::optional<int> shallowerThan(const GraphContent& content, const std::vector<bool>& open);

/// `folds` with what it takes to have all modules unfolded that stand in fewer than `depth`, and no other. `open`: what `folds` make of it. A choice that
/// changes nothing is not made: of tens of thousands most cost nothing then.
FoldChoices foldsToDepth(const GraphContent& content, FoldChoices folds, const std::vector<bool>& open, int depth);

}  // namespace whittle

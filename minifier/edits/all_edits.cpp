#include "minifier/edits/passes.h"

namespace whittle {

// What shortens a path without breaking it comes first: when the sweep begins, nodes that could simply be cut
// out are usually gone. Inputs cost least to keep, so they come after nodes; how large things are and what they hold comes last.
std::vector<std::unique_ptr<ReductionPass>> allEdits() {
    constexpr std::unique_ptr<ReductionPass> (*kPasses[])() = {
        bypassNodePass, inlineBranchPass, keepNodesPass, cutAfterPass, makeInputsPass, keepOutputsPass, dropInputsPass,
        mergeInputsPass, plainNodePass, shrinkSymbolsPass, simplifySymbolsPass, simplifySizesPass, resizeDimsPass, dropDimsPass, simplifyDTypesPass, plainLayoutPass,
        weightsToInputsPass, fillInputsPass, setElementsPass, setArgumentPass,
        keepPartPass,
    };
    std::vector<std::unique_ptr<ReductionPass>> passes;
    for (const auto make : kPasses) passes.push_back(make());
    return passes;
}

}  // namespace whittle

// The reduction passes, one a file; all_edits.cpp puts them into the order the search tries them.
#pragma once

#include "minifier/edits/edit.h"

namespace whittle {

std::unique_ptr<ReductionPass> keepNodesPass();    // keep_nodes.cpp
std::unique_ptr<ReductionPass> cutAfterPass();     // cut_after.cpp
std::unique_ptr<ReductionPass> makeInputsPass();   // make_inputs.cpp
std::unique_ptr<ReductionPass> bypassNodePass();   // bypass_node.cpp
std::unique_ptr<ReductionPass> keepOutputsPass();  // keep_outputs.cpp
std::unique_ptr<ReductionPass> dropInputsPass();   // drop_inputs.cpp
std::unique_ptr<ReductionPass> inlineBranchPass(); // inline_branch.cpp
std::unique_ptr<ReductionPass> keepPartPass();     // keep_part.cpp
std::unique_ptr<ReductionPass> simplifySizesPass();   // symbols.cpp
std::unique_ptr<ReductionPass> resizeDimsPass();   // resize_dims.cpp
std::unique_ptr<ReductionPass> shrinkSymbolsPass();   // symbols.cpp
std::unique_ptr<ReductionPass> simplifySymbolsPass(); // symbols.cpp
std::unique_ptr<ReductionPass> dropDimsPass();        // drop_dims.cpp
std::unique_ptr<ReductionPass> simplifyDTypesPass();  // change_dtype.cpp
std::unique_ptr<ReductionPass> plainLayoutPass();     // plain_layout.cpp
std::unique_ptr<ReductionPass> plainNodePass();       // plain_node.cpp
std::unique_ptr<ReductionPass> fillInputsPass();       // fill_inputs.cpp
std::unique_ptr<ReductionPass> weightsToInputsPass();  // weights_to_inputs.cpp
std::unique_ptr<ReductionPass> setElementsPass();      // set_elements.cpp
std::unique_ptr<ReductionPass> setArgumentPass();      // set_argument.cpp
std::unique_ptr<ReductionPass> mergeInputsPass();      // merge_inputs.cpp

}  // namespace whittle

// What each edit does to a graph, for applyEdit() alone: the graph is left as the edit says, unchecked and with what
// died by it still there. One function an edit; the larger ones have a file of their own, named as the edit's pass.
#pragma once

#include "minifier/edits/edit.h"

namespace whittle {

Result<void> apply(Graph& graph, const CutAfter& edit, const Capture& capture);
Result<void> apply(Graph& graph, const MakeInputs& edit, const Capture& capture);
Result<void> apply(Graph& graph, const KeepNodes& edit, const Capture& capture);
Result<void> apply(Graph& graph, const ReplaceUses& edit, const Capture& capture);
Result<void> apply(Graph& graph, const DropInputs& edit, const Capture& capture);
Result<void> apply(Graph& graph, const KeepOutputs& edit, const Capture& capture);
Result<void> apply(Graph& graph, const InlineBranch& edit, const Capture& capture);
Result<void> apply(Graph& graph, const ResizeDims& edit, const Capture& capture);
Result<void> apply(Graph& graph, const ResizeSymbol& edit, const Capture& capture);
Result<void> apply(Graph& graph, const FixSymbol& edit, const Capture& capture);
Result<void> apply(Graph& graph, const DropRange& edit, const Capture& capture);
Result<void> apply(Graph& graph, const ChangeDType& edit, const Capture& capture);
Result<void> apply(Graph& graph, const DropDims& edit, const Capture& capture);
Result<void> apply(Graph& graph, const ConvertOperand& edit, const Capture& capture);
Result<void> apply(Graph& graph, const FillResult& edit, const Capture& capture);
Result<void> apply(Graph& graph, const FillInputs& edit, const Capture& capture);
Result<void> apply(Graph& graph, const WeightsToInputs& edit, const Capture& capture);
Result<void> apply(Graph& graph, const SetElements& edit, const Capture& capture);
Result<void> apply(Graph& graph, const SetArgument& edit, const Capture& capture);
Result<void> apply(Graph& graph, const SimplifySize& edit, const Capture& capture);
Result<void> apply(Graph& graph, const KeepPart& edit, const Capture& capture);
Result<void> apply(Graph& graph, const PlainLayout& edit, const Capture& capture);

// What they share. Errors: Verify.
Result<void> requireNode(const Graph& graph, NodeId id);
Result<void> requireValue(const Graph& graph, ValueId id);
/// The type with `f` of each size, stride and known integer.
Type mapSizes(Type type, const std::function<SymInt(const SymInt&)>& f);
/// Whether the output writes back to the input.
bool receives(const Graph& graph, const GraphInput& input, const GraphOutput& output);
/// A User input in the place of `of`, a value of `before` that may be gone from `graph` already.
Result<ValueId> addCaptured(Graph& graph, const Graph& before, ValueId of, const Capture& capture);

}  // namespace whittle

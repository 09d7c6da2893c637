// The rules that need the operator table, on top of verifyStructure.
#pragma once

#include "engine/ops/op_call.h"

namespace whittle {

/// verifyStructure, then for each node: the operator exists, its arguments fit the schema, and the
/// recorded output types agree with the type rule (dtype, rank, sizes; two symbolic sizes agree when
/// equal or when the symbols' hints make them equal).
/// Errors: Unsupported names operator, node and source line; Verify names node and rule.
Result<void> checkGraph(const Graph& graph);

/// The same without verifyStructure, and leaving out nodes whose operator, or way to use it, is not supported: what is
/// loaded but not run. Errors: those of checkGraph but Unsupported.
Result<void> checkSupportedNodes(const Graph& graph);

/// "node 'cat_7' (aten.cat.default, net.py:17)", for error contexts.
std::string describeNode(const Node& node);

/// Infers every node's output types again in order, for example after an input changed its type.
Result<void> retypeGraph(Graph& graph);

}  // namespace whittle

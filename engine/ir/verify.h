// Structural rules every graph keeps: passes, edits and readers are checked against them. Rules that
// need the operator table (schemas, types) are in ops/check.h.
#pragma once

#include "engine/ir/graph.h"

namespace whittle {

/// Rules, each numbered in its message:
///   verify.1  every argument value is defined by an input or an earlier node
///   verify.2  every value has one producer, and that producer lists it
///   verify.3  names of nodes and of values are unique and not empty
///   verify.4  every output names a live value or a literal
///   verify.5  input data agrees with the input's dtype and rank, constant sizes with its sizes
///   verify.6  every symbol in a type is declared in `symbols`
///   verify.7  every node has an origin
///   verify.10 graphs stand inside arguments at most kMaxGraphDepth deep
///   verify.11 symbols are declared by the outermost graph alone
///   verify.12 inputs of a graph inside another are User inputs without data
///   verify.13 such a graph updates neither buffers nor inputs
/// The graphs among a node's arguments are held to all of them, with the node as context.
/// Errors: Verify, naming the node or value and the rule. Cost: one pass. Thread-safe.
Result<void> verifyStructure(const Graph& graph);

}  // namespace whittle

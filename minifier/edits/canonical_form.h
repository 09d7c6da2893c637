// One form for all graphs that are the same but for names, order and history: what two reductions that reach one graph on
// different ways write down, letter for letter.
#pragma once

#include "engine/ir/graph.h"

namespace whittle {

/// The same graph with nodes in the order in which the outputs ask for them and inputs in the order in which the nodes do, named
/// after their operators and x0, x1, ... (weights p0, b0, c0, ... by their kind, which is their target too), symbols s0, s1, ...
/// or u0, ..., arguments that equal their default left out, and without metadata. Nodes that draw random numbers or have an
/// effect pin the order of all. Inputs of graphs among arguments keep their order: operands go to them by position.
/// Nodes keep their ids and origins; values have new ids. Pure.
Graph canonicalForm(const Graph& graph);

/// Without origins, in the graphs among its arguments too: what is written down of a canonical form.
Graph withoutOrigins(Graph graph);

}  // namespace whittle

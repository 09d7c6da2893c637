// What a graph pass is: a named function that rewrites a graph and says how often. The pipeline times it,
// verifies the graph after it, can skip it, and keeps what it left.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/failure.h"
#include "engine/ir/graph.h"

namespace whittle {

/// A fault planted in our own compiler, for tests, the demo and the minifier's bench. Off unless asked for.
struct Injection {
    std::string op;  ///< "aten.gelu.default"; "aten.gelu" and "gelu" name every overload
    FailureKind kind = FailureKind::CompileError;
};
/// "OP=KIND[,OP=KIND]". Errors: Argument.
Result<std::vector<Injection>> parseInjections(std::string_view text);

/// "gelu", "aten.gelu" and "aten.gelu.default" all name aten.gelu.default.
bool namesOperator(std::string_view wanted, std::string_view op);

/// What passes may ask for, besides the graph.
struct PassContext {
    std::span<const Injection> inject;
    /// Whether a library computes this node as it is; such a node is not decomposed.
    std::function<bool(const Graph&, const Node&)> libraryTakes;
};

struct PassDef {
    std::string_view name;     ///< "remove-dead"
    std::string_view summary;  ///< one sentence
    /// Answers how many rewrites it made. A node it makes gets the (merged) origin of those it replaces.
    Result<int> (*run)(Graph& graph, const PassContext& context);
};

}  // namespace whittle

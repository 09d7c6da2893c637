// What a graph pass is: a named function that rewrites a graph and says what it rewrote. The pipeline times it,
// verifies the graph after it, can skip it, and keeps what it left.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/failure.h"
#include "engine/ir/graph.h"
#include "engine/passes/memory_layout.h"

namespace whittle {

/// A fault planted in our own compiler, for tests, the demo and the minifier's bench. Off unless asked for.
struct Injection {
    std::string op;  ///< "aten.gelu.default"; "aten.gelu" and "gelu" name every overload
    FailureKind kind = FailureKind::CompileError;
    std::string_view name = {};  ///< what it does, of faultWords(); empty: what is named as the kind is
    double rate = 1;             ///< how often it strikes
    std::string text() const;    ///< as parseInjections() reads it: "gelu=crash@0.3"
};
/// "OP=KIND[@RATE][,OP=KIND]". Errors: Argument.
Result<std::vector<Injection>> parseInjections(std::string_view text);

/// "gelu", "aten.gelu" and "aten.gelu.default" all name aten.gelu.default.
bool namesOperator(std::string_view wanted, std::string_view op);

/// What passes may ask for, besides the graph.
struct PassContext {
    std::span<const Injection> inject;
    /// Whether a library computes this node as it is; such a node is not decomposed.
    std::function<bool(const Graph&, const Node&)> libraryTakes;
    /// The same question about a node that a pass would like to make, and may remove again: leaves no trace in the account.
    std::function<bool(const Graph&, const Node&)> libraryWouldTake;
    /// What the library chosen for a node does about memory; nothing where none was chosen. Set when kernels are chosen.
    std::function<std::optional<KernelHabits>(const Node&)> habits;
    MemoryLayout* memory = nullptr;  ///< likewise: what passes about memory decide
};

/// A node by name, as it was when it was rewritten; `op` is empty for a weight that a pass computed.
struct RewrittenNode {
    std::string name, op;
    friend bool operator==(const RewrittenNode&, const RewrittenNode&) = default;
};

/// One application of a rule.
struct Rewrite {
    std::string rule;                    ///< "merge-equal"
    std::vector<RewrittenNode> before;   ///< what it looked at and replaced
    std::vector<RewrittenNode> after;    ///< what stands there now; may be what was there, changed
    std::string detail = {};             ///< what the nodes do not tell: "channels innermost"; may be empty
};
using Rewrites = std::vector<Rewrite>;

/// "linear_1 (aten.linear.default) -> t (aten.t.default), addmm (aten.addmm.default)"; "-> nothing" for what is gone. The detail behind a colon.
std::string rewriteText(const Rewrite& rewrite);
RewrittenNode rewritten(const Node& node);

/// Whether a pass changes the graph, or, when a kernel is chosen for every node, decides how things lie in memory (PassContext::memory).
enum class PassStage { Graph, Memory };

struct PassDef {
    std::string_view name;     ///< "remove-dead"
    std::string_view summary;  ///< one sentence
    /// Answers the rewrites it made, in order. A node it makes gets the (merged) origin of those it replaces.
    Result<Rewrites> (*run)(Graph& graph, const PassContext& context);
    PassStage stage = PassStage::Graph;
};

}  // namespace whittle

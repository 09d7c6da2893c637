// Puts a graph that a node may run in the node's place: a branch of a condition, the body of a wrapper, one step of a
// loop. It asks for no operator's name: what counts is that operands and results fit.
#include <algorithm>

#include "minifier/edits/passes.h"

namespace whittle {
namespace {

class InlineBranchPass final : public ReductionPass {
public:
    std::string_view name() const override { return "inline-branch"; }
    std::string_view summary() const override {
        return "Replaces a node that runs graphs by one of them: a condition by either branch.";
    }
    // The smaller graph first.
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        for (const Node& node : graph.nodes()) {
            std::vector<std::pair<std::int64_t, Edit>> fitting;
            for (const NamedArg& arg : node.args)
                if (const auto* inner = arg.value.as<GraphRef>(); inner && operandsOf(graph, node, **inner))
                    fitting.emplace_back(nodesIn(**inner), InlineBranch{node.id, arg.name});
            std::ranges::stable_sort(fitting, {}, &std::pair<std::int64_t, Edit>::first);
            for (auto& [size, edit] : fitting) edits.push_back(std::move(edit));
        }
        return edits;
    }
};

}  // namespace

std::unique_ptr<ReductionPass> inlineBranchPass() { return std::make_unique<InlineBranchPass>(); }

}  // namespace whittle

// Removes one node: what it made becomes an input, what only it read becomes an output. The search
// runs these in chunks, which is delta debugging over the nodes.
#include "minifier/edits/passes.h"

namespace whittle {
namespace {

class KeepNodesPass final : public ReductionPass {
public:
    std::string_view name() const override { return "remove-nodes"; }
    std::string_view summary() const override {
        return "Removes nodes; cut values become inputs holding the data of the original's run.";
    }
    // Last first: later nodes have fewer readers, so removing one adds fewer inputs.
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        if (graph.nodes().size() < 2) return edits;
        std::vector<NodeId> all;
        for (const Node& node : graph.nodes()) all.push_back(node.id);
        for (std::size_t i = all.size(); i-- > 0;) {
            KeepNodes edit{all};
            edit.nodes.erase(edit.nodes.begin() + static_cast<std::ptrdiff_t>(i));
            edits.push_back(std::move(edit));
        }
        return edits;
    }
};

}  // namespace

std::unique_ptr<ReductionPass> keepNodesPass() { return std::make_unique<KeepNodesPass>(); }

}  // namespace whittle

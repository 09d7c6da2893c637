// Replaces a node's result by one of its own inputs of the same type. That removes the node and,
// often, everything that only fed it: the most profitable edit on residual networks, and the one that
// shortens a chain without breaking the path of data through it.
#include <algorithm>

#include "minifier/edits/passes.h"

namespace whittle {
namespace {

class BypassNodePass final : public ReductionPass {
public:
    std::string_view name() const override { return "bypass-node"; }
    std::string_view summary() const override { return "Replaces a node by one of its inputs of the same type."; }
    // Last first, so that a run of edits can be applied as one: each still finds its target alive.
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        for (std::size_t i = graph.nodes().size(); i-- > 0;) {
            const Node& node = graph.nodes()[i];
            if (node.outputs.size() != 1) continue;
            std::vector<ValueId> seen;
            for (const ValueId input : node.inputs()) {
                if (!sameShape(graph.type(input), graph.type(node.output())) || std::ranges::count(seen, input)) continue;
                seen.push_back(input);
                edits.push_back(ReplaceUses{.of = node.output(), .with = input});
            }
        }
        return edits;
    }
};

}  // namespace

std::unique_ptr<ReductionPass> bypassNodePass() { return std::make_unique<BypassNodePass>(); }

}  // namespace whittle

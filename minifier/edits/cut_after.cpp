// Ends the graph after one node: a compiler that fails before it gets there does not need the rest.
#include "minifier/edits/passes.h"

namespace whittle {
namespace {

class CutAfterPass final : public ReductionPass {
public:
    std::string_view name() const override { return "cut-after"; }
    std::string_view summary() const override { return "Ends the graph after a node and drops what does not feed it."; }
    // Earliest first: the smallest graph that could do.
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        for (const Node& node : graph.nodes())
            if (!node.outputs.empty() && (graph.nodes().size() > 1 || graph.outputs().size() > node.outputs.size()))
                edits.push_back(CutAfter{node.id});
        return edits;
    }
    // After one cut the other nodes are gone or feed it.
    bool composable() const override { return false; }
};

}  // namespace

std::unique_ptr<ReductionPass> cutAfterPass() { return std::make_unique<CutAfterPass>(); }

}  // namespace whittle

// Drops inputs and weights that nobody reads. Other edits take along the inputs they orphan; these are
// the ones that the original had no use for.
#include "minifier/edits/passes.h"

namespace whittle {
namespace {

class DropInputsPass final : public ReductionPass {
public:
    std::string_view name() const override { return "drop-inputs"; }
    std::string_view summary() const override { return "Drops inputs and weights that no node reads."; }
    // All at once first; one by one when the failure needs some of them.
    std::vector<Edit> propose(const Graph& graph) const override {
        const UseMap uses(graph);
        DropInputs all;
        for (const GraphInput& input : graph.inputs())
            if (uses.unused(input.value)) all.inputs.push_back(input.value);
        std::vector<Edit> edits;
        if (all.inputs.size() > 1) edits.push_back(all);
        for (const ValueId id : all.inputs) edits.push_back(DropInputs{{id}});
        return edits;
    }
    // The first proposal is already all of them.
    bool composable() const override { return false; }
};

}  // namespace

std::unique_ptr<ReductionPass> dropInputsPass() { return std::make_unique<DropInputsPass>(); }

}  // namespace whittle

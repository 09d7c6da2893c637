// Drops outputs, and with them what only they needed.
#include "minifier/edits/passes.h"

namespace whittle {
namespace {

class KeepOutputsPass final : public ReductionPass {
public:
    std::string_view name() const override { return "drop-outputs"; }
    std::string_view summary() const override { return "Drops outputs and what only they needed."; }
    // The extremes first: one output alone; then all but one. The last result is the likeliest to matter.
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        const int count = static_cast<int>(graph.outputs().size());
        if (count < 2) return edits;
        for (int only = count; only-- > 0;) edits.push_back(KeepOutputs{{only}});
        for (int dropped = count; count > 2 && dropped-- > 0;) {
            KeepOutputs edit;
            for (int i = 0; i < count; ++i)
                if (i != dropped) edit.outputs.push_back(i);
            edits.push_back(std::move(edit));
        }
        return edits;
    }
    // Indices shift when an output goes.
    bool composable() const override { return false; }
};

}  // namespace

std::unique_ptr<ReductionPass> keepOutputsPass() { return std::make_unique<KeepOutputsPass>(); }

}  // namespace whittle

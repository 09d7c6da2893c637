// Makes plain inputs of weights: whoever gets the reproducer needs to know of one kind of input only.
#include "minifier/edits/apply.h"
#include "minifier/edits/passes.h"

namespace whittle {
namespace {

class WeightsToInputsPass final : public ReductionPass {
public:
    std::string_view name() const override { return "weights-to-inputs"; }
    std::string_view summary() const override { return "Makes plain inputs of parameters, buffers and constants."; }
    // All at once first.
    std::vector<Edit> propose(const Graph& graph) const override {
        WeightsToInputs all;
        for (const GraphInput& input : graph.inputs())
            if (input.kind != InputKind::User) all.weights.push_back(input.value);
        std::vector<Edit> edits;
        if (all.weights.size() > 1) edits.push_back(all);
        for (const ValueId id : all.weights) edits.push_back(WeightsToInputs{{id}});
        return edits;
    }
    bool composable() const override { return false; }
    bool refines() const override { return true; }
};

}  // namespace

Result<void> apply(Graph& graph, const WeightsToInputs& edit, const Capture&) {
    for (const ValueId id : edit.weights) {
        WHITTLE_TRY_VOID(requireValue(graph, id));
        const GraphInput* input = graph.inputOf(id);
        if (!input || input->kind == InputKind::User) return fail(Code::Verify, "edit.18: %{} is not a weight", graph.value(id).name);
        graph.setInputKind(id, InputKind::User, {});
    }
    return {};
}

std::unique_ptr<ReductionPass> weightsToInputsPass() { return std::make_unique<WeightsToInputsPass>(); }

}  // namespace whittle

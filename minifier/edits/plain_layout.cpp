// Inputs that lie row by row: nobody has to lay them out by strides before the failure shows. Where in a storage an input begins and what
// it shares one with is no part of a graph, so no candidate has it.
#include "minifier/edits/apply.h"
#include "minifier/edits/graph_size.h"
#include "minifier/edits/passes.h"

namespace whittle {
namespace {

class PlainLayoutPass final : public ReductionPass {
public:
    std::string_view name() const override { return "plain-layout"; }
    std::string_view summary() const override { return "Lays inputs out row by row, and drops what is on record of how results lay."; }
    // All at once, each input, then the record alone.
    std::vector<Edit> propose(const Graph& graph) const override {
        PlainLayout all, inputs, results;
        for (const ValueId id : graph.values())
            if (hasLayout(graph, id)) {
                all.values.push_back(id);
                (graph.value(id).producer.valid() ? results : inputs).values.push_back(id);
            }
        std::vector<Edit> edits;
        if (!all.values.empty()) edits.push_back(all);
        if (all.values.size() > 1)
            for (const ValueId id : inputs.values) edits.push_back(PlainLayout{{id}});
        if (!results.values.empty() && !inputs.values.empty()) edits.push_back(std::move(results));
        return edits;
    }
    bool composable() const override { return false; }
    bool refines() const override { return true; }
};

}  // namespace

Result<void> apply(Graph& graph, const PlainLayout& edit, const Capture&) {
    for (const ValueId id : edit.values) {
        WHITTLE_TRY_VOID(requireValue(graph, id));
        if (!hasLayout(graph, id)) return fail(Code::Verify, "edit.51: %{} lies row by row already", graph.value(id).name);
        if (const GraphInput* input = graph.inputOf(id))
            if (const Tensor* data = asTensor(input->data)) graph.setInputData(id, data->contiguous());
        if (const TensorType* type = asTensorType(graph.type(id))) {
            TensorType plain = *type;
            plain.strides.clear();
            graph.setType(id, std::move(plain));
        }
    }
    return {};
}

std::unique_ptr<ReductionPass> plainLayoutPass() { return std::make_unique<PlainLayoutPass>(); }

}  // namespace whittle

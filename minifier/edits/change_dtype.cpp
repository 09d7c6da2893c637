// Plainer element types: whatever holds fractions becomes f32, integers i64. All of a dtype first, arguments that
// name it included; then one input at a time.
#include <algorithm>

#include "minifier/edits/apply.h"
#include "minifier/edits/graph_size.h"
#include "minifier/edits/passes.h"
#include "minifier/edits/retyping.h"

namespace whittle {
namespace {

bool names(const Arg& arg, DType dtype) {
    if (const auto* one = arg.as<DType>()) return *one == dtype;
    const auto* list = arg.as<Arg::List>();
    return list && std::ranges::any_of(*list, [&](const Arg& item) { return names(item, dtype); });
}

void rename(Arg& arg, DType from, DType to) {
    if (auto* one = std::get_if<DType>(&arg.value); one && *one == from) *one = to;
    if (auto* list = std::get_if<Arg::List>(&arg.value))
        for (Arg& item : *list) rename(item, from, to);
}

bool isOf(const Graph& graph, const GraphInput& input, DType dtype) {
    const TensorType* type = asTensorType(graph.type(input.value));
    return type && type->dtype == dtype;
}

}  // namespace

Result<void> apply(Graph& graph, const ChangeDType& edit, const Capture&) {
    std::set<ValueId> changed;
    for (const ValueId id : edit.inputs) {
        WHITTLE_TRY_VOID(requireValue(graph, id));
        const GraphInput* input = graph.inputOf(id);
        if (!input || !isOf(graph, *input, edit.from))
            return fail(Code::Verify, "edit.41: %{} is no input of {}", graph.value(id).name, dtypeName(edit.from));
        TensorType type = *asTensorType(graph.type(id));
        type.dtype = edit.to;
        if (const Tensor* data = asTensor(input->data)) graph.setInputData(id, data->to(edit.to));
        graph.setType(id, std::move(type));
        changed.insert(id);
    }
    std::set<NodeId> edited;
    if (edit.arguments)
        for (const Node& node : graph.nodes())
            if (std::ranges::any_of(node.args, [&](const NamedArg& arg) { return names(arg.value, edit.from); })) edited.insert(node.id);
    for (const NodeId id : edited) {
        std::vector<NamedArg> args = graph.node(id).args;
        for (NamedArg& arg : args) rename(arg.value, edit.from, edit.to);
        graph.setArgs(id, std::move(args));
    }
    return retypeReaders(graph, std::move(changed), edited);
}

namespace {

class SimplifyDTypesPass final : public ReductionPass {
public:
    std::string_view name() const override { return "simplify-dtypes"; }
    std::string_view summary() const override { return "Makes f32 of other numbers with fractions and i64 of other integers."; }
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        for (int i = 0; i < kDTypeCount; ++i) {
            const auto from = static_cast<DType>(i);
            const std::optional<DType> to = plainer(from);
            if (!to) continue;
            ChangeDType all{.from = from, .to = *to, .inputs = {}, .arguments = false};
            for (const GraphInput& input : graph.inputs())
                if (isOf(graph, input, from)) all.inputs.push_back(input.value);
            for (const Node& node : graph.nodes())
                for (const NamedArg& arg : node.args) all.arguments = all.arguments || names(arg.value, from);
            const std::vector<ValueId> inputs = all.inputs;
            const bool both = all.arguments && !inputs.empty();
            if (all.arguments || !inputs.empty()) edits.push_back(std::move(all));
            if (both) edits.push_back(ChangeDType{from, *to, {}, true});
            if (both || inputs.size() > 1)
                for (const ValueId id : inputs) edits.push_back(ChangeDType{from, *to, {id}, false});
        }
        return edits;
    }
    // Which of them fit depends on the ones before.
    bool composable() const override { return false; }
    bool refines() const override { return true; }
};

}  // namespace

std::unique_ptr<ReductionPass> simplifyDTypesPass() { return std::make_unique<SimplifyDTypesPass>(); }

}  // namespace whittle

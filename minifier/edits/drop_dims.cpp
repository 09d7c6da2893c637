// Fewer dimensions: those of size 1 leave the inputs and the lists of sizes among arguments, and whatever is computed
// has the rank that its operator then gives it.
#include <algorithm>
#include <map>

#include "minifier/edits/apply.h"
#include "minifier/edits/dim_classes.h"
#include "minifier/edits/passes.h"
#include "minifier/edits/retyping.h"

namespace whittle {
namespace {

Tensor without(const Tensor& tensor, int dim) {
    Sizes sizes = tensor.sizes(), strides = tensor.strides();
    sizes.erase(sizes.begin() + dim);
    strides.erase(strides.begin() + dim);
    return tensor.asStrided(std::move(sizes), std::move(strides), tensor.offset());
}

bool isOne(const Graph& graph, const DimRef& one) {
    const TensorType* type = asTensorType(graph.type(one.value));
    return type && one.dim >= 0 && one.dim < type->rank() && type->sizes[static_cast<std::size_t>(one.dim)].is(1);
}

void dropFromInput(Graph& graph, const DimRef& one) {
    TensorType type = *asTensorType(graph.type(one.value));
    type.sizes.erase(type.sizes.begin() + one.dim);
    if (!type.strides.empty()) type.strides.erase(type.strides.begin() + one.dim);
    if (const Tensor* data = asTensor(graph.inputOf(one.value)->data)) graph.setInputData(one.value, without(*data, one.dim));
    graph.setType(one.value, std::move(type));
}

void dropFromList(Graph& graph, NodeId node, int argument, int item) {
    std::vector<NamedArg> args = graph.node(node).args;
    auto& list = std::get<Arg::List>(args[static_cast<std::size_t>(argument)].value.value);
    list.erase(list.begin() + item);
    graph.setArgs(node, std::move(args));
}

}  // namespace

Result<void> apply(Graph& graph, const DropDims& edit, const Capture&) {
    // The last dimension of a value first, so that the others keep their numbers.
    std::vector<DimRef> dims = edit.dims;
    std::ranges::sort(dims, std::greater(), &DimRef::dim);
    std::set<ValueId> changed;
    std::set<NodeId> edited;
    std::map<ValueId, int> lists;  // by result, from before anything changed
    for (const DimRef& one : dims) {
        WHITTLE_TRY_VOID(requireValue(graph, one.value));
        const NodeId producer = graph.value(one.value).producer;
        if (producer.valid()) lists.emplace(one.value, sizesArgument(graph, graph.node(producer)));
        if (!isOne(graph, one) || std::ranges::count(dims, one) > 1 || (producer.valid() && lists.at(one.value) < 0))
            return fail(Code::Verify, "edit.42: dim {} of %{} is not given, or not 1", one.dim, graph.value(one.value).name);
    }
    for (const DimRef& one : dims) {
        const NodeId producer = graph.value(one.value).producer;
        if (producer.valid()) {
            dropFromList(graph, producer, lists.at(one.value), one.dim);
            edited.insert(producer);
        } else {
            dropFromInput(graph, one);
            changed.insert(one.value);
        }
    }
    return retypeReaders(graph, std::move(changed), edited);
}

namespace {

class DropDimsPass final : public ReductionPass {
public:
    std::string_view name() const override { return "drop-dims"; }
    std::string_view summary() const override { return "Takes dimensions of size 1 from inputs and from lists of sizes."; }
    // All there are; those of inputs or of lists; then the first or the last one of the inputs of most dimensions; then all of one input.
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        const auto add = [&](DropDims edit) {
            if (!edit.dims.empty() && std::ranges::find(edits, Edit(edit)) == edits.end()) edits.push_back(std::move(edit));
        };
        std::vector<DropDims> each;
        DropDims all, listed, first, last;
        int most = 0;
        for (const GraphInput& input : graph.inputs()) {
            const TensorType* type = asTensorType(graph.type(input.value));
            if (!type) continue;
            DropDims own;
            for (int dim = 0; dim < type->rank(); ++dim)
                if (isOne(graph, {input.value, dim})) own.dims.push_back({input.value, dim});
            all.dims.insert(all.dims.end(), own.dims.begin(), own.dims.end());
            each.push_back(std::move(own));
            if (type->rank() > most) {
                most = type->rank();
                first.dims.clear();
                last.dims.clear();
            }
            if (type->rank() < most || most == 0) continue;
            if (isOne(graph, {input.value, 0})) first.dims.push_back({input.value, 0});
            if (isOne(graph, {input.value, most - 1})) last.dims.push_back({input.value, most - 1});
        }
        for (const Node& node : graph.nodes()) {
            if (sizesArgument(graph, node) < 0) continue;
            for (int dim = 0; dim < asTensorType(graph.type(node.output()))->rank(); ++dim)
                if (isOne(graph, {node.output(), dim})) listed.dims.push_back({node.output(), dim});
        }
        DropDims both = all;
        both.dims.insert(both.dims.end(), listed.dims.begin(), listed.dims.end());
        add(std::move(both));
        add(std::move(all));
        add(std::move(listed));
        add(std::move(first));
        add(std::move(last));
        for (DropDims& own : each) add(std::move(own));
        return edits;
    }
    // Dimensions are told by number, and these shift.
    bool composable() const override { return false; }
    bool refines() const override { return true; }
};

}  // namespace

std::unique_ptr<ReductionPass> dropDimsPass() { return std::make_unique<DropDimsPass>(); }

}  // namespace whittle

// A plainer operator in a node's place. Where a bypass finds no operand of the result's type, one that is reshaped,
// expanded or converted to it may do; where readers need any value at all, zeros or ones do. The node keeps its ids.
#include <algorithm>

#include "minifier/edits/apply.h"
#include "minifier/edits/passes.h"
#include "minifier/edits/plain_nodes.h"
#include "minifier/edits/retyping.h"

namespace whittle {
namespace {

std::optional<Arg::List> knownSizes(const TensorType& type) {
    Arg::List sizes;
    for (const SymInt& size : type.sizes) {
        const auto value = size.constant();
        if (!value) return std::nullopt;
        sizes.emplace_back(*value);
    }
    return sizes;
}

bool expandsTo(const TensorType& from, const TensorType& to) {
    if (from.rank() > to.rank()) return false;
    for (std::size_t i = 1; i <= from.sizes.size(); ++i) {
        const SymInt& size = from.sizes[from.sizes.size() - i];
        if (!size.is(1) && size != to.sizes[to.sizes.size() - i]) return false;
    }
    return true;
}

struct Replacement {
    std::string_view op;
    std::vector<NamedArg> args;
};

// How a value of one type becomes one of another by a single operator.
std::optional<Replacement> conversion(ValueId value, const TensorType& from, const TensorType& to) {
    if (from.sizes == to.sizes && from.dtype != to.dtype) return Replacement{"aten._to_copy.default", {{"self", value}, {"dtype", to.dtype}}};
    if (from.sizes == to.sizes || from.dtype != to.dtype) return std::nullopt;
    const auto sizes = knownSizes(to);
    if (!sizes) return std::nullopt;
    if (from.numel() == to.numel()) return Replacement{"aten.reshape.default", {{"self", value}, {"shape", *sizes}}};
    if (expandsTo(from, to)) return Replacement{"aten.expand.default", {{"self", value}, {"size", *sizes}}};
    return std::nullopt;
}

// The one tensor that a node makes, null when it is none or there are more.
const TensorType* onlyResult(const Graph& graph, const Node& node) {
    return node.outputs.size() == 1 ? asTensorType(graph.type(node.output())) : nullptr;
}

Result<void> replace(Graph& graph, NodeId id, Replacement by) {
    graph.setOp(id, std::string(by.op));
    graph.setArgs(id, std::move(by.args));
    return retypeReaders(graph, {}, {id});
}

}  // namespace

Result<void> apply(Graph& graph, const ConvertOperand& edit, const Capture&) {
    WHITTLE_TRY_VOID(requireNode(graph, edit.node));
    const Node& node = graph.node(edit.node);
    const std::vector<ValueId> inputs = node.inputs();
    if (std::ranges::find(inputs, edit.operand) == inputs.end())
        return fail(Code::Verify, "edit.43: node '{}' does not read value #{}", node.name, edit.operand.index());
    const TensorType* to = onlyResult(graph, node);
    const TensorType* from = asTensorType(graph.type(edit.operand));
    auto by = from && to ? conversion(edit.operand, *from, *to) : std::nullopt;
    if (!by)
        return fail(Code::Verify, "edit.44: no single operator makes the result of node '{}' of %{}", node.name, graph.value(edit.operand).name);
    return replace(graph, edit.node, *std::move(by));
}

Result<void> apply(Graph& graph, const FillResult& edit, const Capture&) {
    WHITTLE_TRY_VOID(requireNode(graph, edit.node));
    const Node& node = graph.node(edit.node);
    const TensorType* to = onlyResult(graph, node);
    const auto sizes = to ? knownSizes(*to) : std::nullopt;
    if (!sizes) return fail(Code::Verify, "edit.45: node '{}' does not make one tensor of known sizes", node.name);
    Replacement by{"aten.full.default", {{"size", *sizes}, {"fill_value", Arg(std::int64_t{edit.value})}, {"dtype", to->dtype}}};
    if (to->device != Device{}) by.args.push_back({"device", to->device});
    return replace(graph, edit.node, std::move(by));
}

namespace {

class PlainNodePass final : public ReductionPass {
public:
    std::string_view name() const override { return "plain-node"; }
    std::string_view summary() const override {
        return "Puts a constant, or an operand that is reshaped, expanded or converted, in a node's place.";
    }
    // Last first, as in a bypass. The only node of a graph is what is looked for.
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        const UseMap uses(graph);
        for (std::size_t i = graph.nodes().size(); graph.nodes().size() > 1 && i-- > 0;) {
            const Node& node = graph.nodes()[i];
            const TensorType* result = onlyResult(graph, node);
            const int plain = plainness(node);
            if (!result || plain == 0) continue;
            if (!uses.users(node.output()).empty() && knownSizes(*result))
                for (const int value : {0, 1}) edits.push_back(FillResult{node.id, value});
            std::set<ValueId> seen;
            for (const ValueId id : node.inputs())
                if (const TensorType* from = asTensorType(graph.type(id)); plain > 1 && from && seen.insert(id).second && conversion(id, *from, *result))
                    edits.push_back(ConvertOperand{node.id, id});
        }
        return edits;
    }
    // One node's proposals exclude each other.
    bool composable() const override { return false; }
    bool refines() const override { return true; }
};

}  // namespace

std::unique_ptr<ReductionPass> plainNodePass() { return std::make_unique<PlainNodePass>(); }

}  // namespace whittle

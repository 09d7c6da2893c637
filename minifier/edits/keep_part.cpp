// One operator of those that a composite one is made of, in its place: the part of a layer norm that fails. More than one part
// would be more operators than the one there is, so it is no smaller program.
#include <algorithm>

#include "engine/ops/op_builder.h"
#include "minifier/edits/apply.h"
#include "minifier/edits/passes.h"
#include "minifier/edits/plain_nodes.h"

namespace whittle {
namespace {

// What the values between the parts hold: the parts are run alone, on what the node read.
Result<Capture> withParts(const Graph& graph, const std::vector<NodeId>& parts, const Capture& capture) {
    Graph alone = graph;
    WHITTLE_TRY_VOID(apply(alone, KeepNodes{parts}, capture));
    const UseMap uses(alone);
    std::vector<ValueId> unread;
    for (const GraphInput& input : alone.inputs())
        if (uses.unused(input.value)) unread.push_back(input.value);
    alone.removeInputs(unread);
    WHITTLE_TRY(const Capture between, capture.recordParts(alone));
    std::vector<Datum> data(graph.valueIdBound());
    for (const Node& node : graph.nodes()) {
        const bool isPart = std::ranges::find(parts, node.id) != parts.end();
        for (const ValueId id : node.outputs)
            if (const Datum* held = isPart ? between.find(id) : capture.find(id)) data[static_cast<std::size_t>(id.index())] = *held;
    }
    return Capture::of(graph, std::move(data), {.by = {}, .endedBy = between.endedBy()});
}

}  // namespace

Result<void> apply(Graph& graph, const KeepPart& edit, const Capture& capture) {
    WHITTLE_TRY_VOID(requireNode(graph, edit.node));
    const Node node = graph.node(edit.node);
    if (!isComposite(node)) return fail(Code::Verify, "edit.46: node '{}' does not stand for several operators", node.name);
    std::vector<NodeId> keep, parts;
    for (const Node& other : graph.nodes())
        if (other.id != node.id) keep.push_back(other.id);
    const std::size_t first = graph.nodeIdBound();
    WHITTLE_TRY(const std::vector<ValueId> results, OpBuilder(graph, node.origin, node.id).decompose(*findOp(node.op), node.args));
    for (std::size_t i = 0; i < std::min(results.size(), node.outputs.size()); ++i) graph.replaceUses(node.outputs[i], results[i]);
    graph.removeNodes(std::span(&node.id, 1));
    for (const Node& made : graph.nodes())
        if (static_cast<std::size_t>(made.id.index()) >= first) parts.push_back(made.id);
    if (edit.part < 0 || static_cast<std::size_t>(edit.part) >= parts.size())
        return fail(Code::Verify, "edit.47: node '{}' is made of {} operators, there is no part {}", node.name, parts.size(), edit.part);
    keep.push_back(parts[static_cast<std::size_t>(edit.part)]);
    WHITTLE_TRY(const Capture all, withParts(graph, parts, capture));
    Result<void> kept = apply(graph, KeepNodes{std::move(keep)}, all);
    // On another day it may not run into a limit: nothing is known of the edit.
    if (!kept && all.endedBy() && all.endedBy()->code == Code::Limit)
        return fail(Code::Limit, "edit.52: what node '{}' is made of did not run to its end: {}", node.name, all.endedBy()->message);
    return kept;
}

namespace {

class KeepPartPass final : public ReductionPass {
public:
    std::string_view name() const override { return "keep-part"; }
    std::string_view summary() const override { return "Replaces an operator that others make up by one of those."; }
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        for (const Node& node : graph.nodes())
            if (isComposite(node))
                for (const int part : partsOf(graph, node)) edits.push_back(KeepPart{node.id, part});
        return edits;
    }
    // What a part reads must be known from the best graph's own run.
    bool composable() const override { return false; }
    bool refines() const override { return true; }

private:
    // But constants, and the operator itself.
    static std::vector<int> partsOf(const Graph& graph, const Node& node) {
        Graph alone;
        alone.symbols = graph.symbols;
        std::map<ValueId, ValueId> now;
        std::vector<NamedArg> args = node.args;
        for (NamedArg& arg : args)
            forEachValue(arg.value, [&](ValueId& id) {
                if (!now.contains(id)) now[id] = alone.addInput({}, graph.value(id).name, graph.type(id));
                id = now.at(id);
            });
        std::vector<int> parts;
        if (!OpBuilder(alone, node.origin).decompose(*findOp(node.op), args)) return parts;
        for (const Node& part : alone.nodes())
            if (plainness(part) > 0 && part.op != node.op) parts.push_back(alone.position(part.id));
        return parts;
    }
};

}  // namespace

std::unique_ptr<ReductionPass> keepPartPass() { return std::make_unique<KeepPartPass>(); }

}  // namespace whittle

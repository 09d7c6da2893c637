#include "engine/formats/export_scan.h"

#include <algorithm>

#include "engine/ops/op_call.h"

namespace whittle {
namespace {

constexpr const char* kScan = "higher_order.scan";

bool hasScan(const Graph& graph) {
    return std::ranges::any_of(graph.nodes(), [](const Node& node) {
        bool found = node.op == kScan;
        for (const NamedArg& arg : node.args) forEachGraph(arg.value, [&](const GraphRef& inner) { found = found || hasScan(*inner); });
        return found;
    });
}

Arg argOr(const Node& node, const char* name, Arg otherwise) {
    const Arg* found = node.arg(name);
    return found ? *found : std::move(otherwise);
}

class Rewriter {
public:
    Rewriter(const Graph& graph, ExportSchema schema) : m_graph(graph), m_schema(schema) {}

    Result<Graph> run() {
        std::vector<NodeId> nodes;
        for (const Node& node : m_graph.nodes()) nodes.push_back(node.id);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            WHITTLE_TRY_VOID(inside(nodes[i]));
            if (m_graph.node(nodes[i]).op != kScan) continue;
            if (m_schema == ExportSchema::V8_2) complete(nodes[i]);
            else WHITTLE_TRY_VOID(reduce(nodes[i], i + 1 < nodes.size() ? nodes[i + 1] : NodeId()));
        }
        return std::move(m_graph);
    }

private:
    Result<void> inside(NodeId id) {
        std::vector<NamedArg> args = m_graph.node(id).args;
        Result<void> done;
        bool changed = false;
        for (NamedArg& arg : args)
            forEachGraph(arg.value, [&](GraphRef& inner) {
                if (!done || !hasScan(*inner)) return;
                Result<Graph> graph = Rewriter(*inner, m_schema).run();
                if (graph) inner = std::make_shared<const Graph>(*std::move(graph));
                else done = std::unexpected(std::move(graph).error());
                changed = true;
            });
        if (done && changed) m_graph.setArgs(id, std::move(args));
        return done;
    }

    void complete(NodeId id) {
        const Node& node = m_graph.node(id);
        m_graph.setArgs(id, {{"combine_fn", *node.arg("combine_fn")},
                             {"init", *node.arg("init")},
                             {"xs", *node.arg("xs")},
                             {"dim", argOr(node, "dim", Arg(0))},
                             {"reverse", argOr(node, "reverse", Arg(false))},
                             {"additional_inputs", argOr(node, "additional_inputs", Arg(Arg::List()))}});
    }

    Result<void> reduce(NodeId id, NodeId next) {
        const Node node = m_graph.node(id);
        const Arg dim = argOr(node, "dim", Arg(0)), reverse = argOr(node, "reverse", Arg(false));
        const auto* axis = dim.as<std::int64_t>();
        const auto* backwards = reverse.as<bool>();
        if (!axis || !backwards) return fail(Code::Unsupported, "node '{}': dim or reverse of scan is not a constant", node.name);
        Arg xs = *node.arg("xs");
        Result<void> done;
        forEachValue(xs, [&](ValueId& x) {
            if (done && *axis != 0) done = axisFirst(x, *axis, node);
            if (done && *backwards) done = flipped(x, node, id);
        });
        WHITTLE_TRY_VOID(done);
        m_graph.setArgs(id, {{"combine_fn", *node.arg("combine_fn")},
                             {"init", *node.arg("init")},
                             {"xs", std::move(xs)},
                             {"additional_inputs", argOr(node, "additional_inputs", Arg(Arg::List()))}});
        if (!*backwards) return {};
        const Arg::List* init = node.arg("init")->as<Arg::List>();
        for (std::size_t i = init ? init->size() : 0; i < node.outputs.size(); ++i) {
            ValueId turned = node.outputs[i];
            WHITTLE_TRY_VOID(flipped(turned, node, next));
            m_graph.replaceUses(node.outputs[i], turned);
            const NodeId flip = m_graph.value(turned).producer;
            m_graph.setArgs(flip, {{"self", Arg(node.outputs[i])}, {"dims", Arg(Arg::List{Arg(0)})}});
        }
        return {};
    }

    Result<void> axisFirst(ValueId& x, std::int64_t axis, const Node& scan) {
        const TensorType* type = asTensorType(m_graph.type(x));
        const auto rank = static_cast<std::int64_t>(type ? type->sizes.size() : 0);
        if (axis < 0 || axis >= rank) return fail(Code::Shape, "node '{}': dim {} of scan is outside a tensor of rank {}", scan.name, axis, rank);
        Arg::List order{Arg(axis)};
        for (std::int64_t i = 0; i < rank; ++i)
            if (i != axis) order.emplace_back(i);
        return apply("aten.permute.default", {{"self", Arg(x)}, {"dims", std::move(order)}}, x, scan, scan.id);
    }
    Result<void> flipped(ValueId& x, const Node& scan, NodeId before) {
        return apply("aten.flip.default", {{"self", Arg(x)}, {"dims", Arg(Arg::List{Arg(0)})}}, x, scan, before);
    }

    Result<void> apply(const char* op, std::vector<NamedArg> args, ValueId& x, const Node& scan, NodeId before) {
        WHITTLE_TRY(Types types, inferTypes(*findOp(op), args, [&](ValueId id) -> const Type& { return m_graph.type(id); }));
        const NodeId made = m_graph.addNode({.name = {}, .op = op, .args = std::move(args), .outputTypes = std::move(types), .outputNames = {},
                                             .origin = scan.origin, .before = before});
        x = m_graph.node(made).output();
        return {};
    }

    Graph m_graph;
    ExportSchema m_schema;
};

}  // namespace

Result<std::optional<Graph>> withScansFor(const Graph& graph, ExportSchema schema) {
    if (!hasScan(graph)) return std::nullopt;
    WHITTLE_TRY(Graph rewritten, Rewriter(graph, schema).run());
    return std::optional(std::move(rewritten));
}

}  // namespace whittle

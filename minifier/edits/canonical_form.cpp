#include "minifier/edits/canonical_form.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "engine/ops/op_def.h"

namespace whittle {
namespace {

std::size_t at(NodeId id) { return static_cast<std::size_t>(id.index()); }

bool pinsOrder(const Node& node) {
    if (node.outputs.empty() || drawsRandom(node.op, node.args)) return true;
    bool inside = false;
    for (const NamedArg& arg : node.args)
        forEachGraph(arg.value, [&](const GraphRef& inner) { inside = inside || std::ranges::any_of(inner->nodes(), pinsOrder); });
    return inside;
}

// Nodes by depth first from the outputs: each after what it reads, in the order of its arguments.
std::vector<NodeId> canonicalOrder(const Graph& graph) {
    std::vector<NodeId> out;
    std::vector<bool> placed(graph.nodeIdBound(), false);
    const auto place = [&](NodeId root) {
        struct Step {
            NodeId node;
            std::vector<ValueId> reads;
            std::size_t done = 0;
        };
        std::vector<Step> path;
        const auto enter = [&](NodeId id) {
            if (id.valid() && !placed[at(id)]) path.push_back({id, graph.node(id).inputs()});
        };
        for (enter(root); !path.empty();) {
            Step& step = path.back();
            if (step.done < step.reads.size()) {
                enter(graph.value(step.reads[step.done++]).producer);
                continue;
            }
            if (!placed[at(step.node)]) out.push_back(step.node);
            placed[at(step.node)] = true;
            path.pop_back();
        }
    };
    if (std::ranges::none_of(graph.nodes(), pinsOrder))
        for (const ValueId id : graph.outputValues()) place(graph.value(id).producer);
    for (const Node& node : graph.nodes()) place(node.id);
    return out;
}

std::string_view prefixOf(InputKind kind) {
    switch (kind) {
        case InputKind::Parameter: return "p";
        case InputKind::Buffer: return "b";
        case InputKind::Constant: return "c";
        case InputKind::User: break;
    }
    return "x";
}

// Symbols aside, which belong to the outermost graph.
class Rebuild {
public:
    enum class Inputs { AsRead, AsTheyAre };

    Rebuild(const Graph& from, Inputs inputs) : m_from(from), m_order(canonicalOrder(from)), m_inputs(inputs) {}

    Graph run() {
        m_to.symbols = m_from.symbols;
        addInputs();
        addNodes();
        for (const NodeId id : m_order) setArgs(m_from.node(id));
        for (GraphOutput output : m_from.outputs()) {
            forEachValue(output.value, [&](ValueId& id) { id = m_now.at(id); });
            if (const auto target = m_targets.find({output.kind == OutputKind::InputMutation, output.target}); target != m_targets.end())
                output.target = target->second;
            m_to.addOutput(std::move(output));
        }
        return std::move(m_to);
    }

private:
    void addInputs() {
        if (m_inputs == Inputs::AsRead) {
            for (const NodeId id : m_order)
                for (const ValueId value : m_from.node(id).inputs()) addInput(value);
            for (const ValueId id : m_from.outputValues()) addInput(id);
        }
        for (const GraphInput& input : m_from.inputs()) addInput(input.value);
    }

    void addInput(ValueId id) {
        const GraphInput* old = m_from.inputOf(id);
        if (!old || m_now.contains(id)) return;
        const std::string_view prefix = prefixOf(old->kind);
        const std::string name = fmt::format("{}{}", prefix, m_inputCount[prefix]++);
        GraphInput input = *old;
        const bool weight = input.kind != InputKind::User;
        m_targets[{!weight, weight ? input.target : m_from.value(id).name}] = name;
        if (weight) input.target = name;
        m_now[id] = m_to.addInput(std::move(input), name, m_from.type(id));
    }

    // By the old ids, so that each node gets its own again, into the new order; ids that are no node's any more are used up.
    void addNodes() {
        std::vector<int> position(m_from.nodeIdBound(), -1);
        std::vector<std::string> names(m_from.nodeIdBound());
        std::map<std::string, int, std::less<>> count;
        std::set<std::string, std::less<>> taken;
        for (std::size_t i = 0; i < m_order.size(); ++i) {
            position[at(m_order[i])] = static_cast<int>(i);
            const std::string& op = m_from.node(m_order[i]).op;  // "aten.add.Tensor" -> "add"
            const std::size_t first = op.find('.'), second = op.find('.', first + 1);
            const std::string base = first == std::string::npos ? op : op.substr(first + 1, second - first - 1);
            std::string& name = names[at(m_order[i])];
            do {
                const int n = count[base]++;
                name = n == 0 ? base : fmt::format("{}_{}", base, n);
            } while (!taken.insert(name).second);
        }
        std::map<int, NodeId> placed;
        std::vector<NodeId> spent;
        for (std::size_t i = 0; i < position.size(); ++i) {
            if (position[i] < 0) {
                spent.push_back(m_to.addNode({.name = "~", .op = {}, .args = {}, .outputTypes = {}, .outputNames = {}, .origin = {}, .before = {}}));
                continue;
            }
            const Node& node = m_from.node(NodeId(static_cast<std::int32_t>(i)));
            const auto next = placed.upper_bound(position[i]);
            Graph::NodeSpec spec{.name = names[i], .op = node.op, .args = {}, .outputTypes = {}, .outputNames = {}, .origin = node.origin, .before = {}};
            if (next != placed.end()) spec.before = next->second;
            for (const ValueId id : node.outputs) spec.outputTypes.push_back(m_from.type(id));
            const NodeId made = m_to.addNode(std::move(spec));
            placed.emplace(position[i], made);
            const std::vector<ValueId>& outputs = m_to.node(made).outputs;
            for (std::size_t k = 0; k < outputs.size(); ++k) m_now[node.outputs[k]] = outputs[k];
        }
        m_to.removeNodes(spent);
    }

    void setArgs(const Node& node) {
        const Schema* schema = findSchema(node.op);
        std::vector<NamedArg> args;
        for (NamedArg arg : node.args) {
            const SchemaArg* row = schema ? schema->arg(arg.name) : nullptr;
            if (row && row->defaultValue && *row->defaultValue == arg.value) continue;
            forEachValue(arg.value, [&](ValueId& id) { id = m_now.at(id); });
            forEachGraph(arg.value, [&](GraphRef& inner) { inner = std::make_shared<const Graph>(Rebuild(*inner, Inputs::AsTheyAre).run()); });
            args.push_back(std::move(arg));
        }
        m_to.setArgs(node.id, std::move(args));
    }

    const Graph& m_from;
    Graph m_to;
    std::vector<NodeId> m_order;
    Inputs m_inputs;
    std::map<std::string_view, int> m_inputCount;
    std::map<ValueId, ValueId> m_now;
    std::map<std::pair<bool, std::string>, std::string> m_targets;  // of inputs or of weights
};

// In the order in which types mention them, "u" where that says that data decide, else "s".
void nameSymbols(Graph& graph) {
    std::map<std::string, std::string, std::less<>> names;
    std::map<char, int> count;
    const auto note = [&](const SymInt& size) {
        for (const std::string& symbol : size.symbols()) {
            if (names.contains(symbol)) continue;
            const bool byData = symbol.size() > 1 && symbol[0] == 'u' && std::isdigit(static_cast<unsigned char>(symbol[1]));
            const char kind = byData ? 'u' : 's';
            names[symbol] = fmt::format("{}{}", kind, count[kind]++);
        }
    };
    const auto visit = [&](const auto& f) {
        mapTypes(graph, [&](Type type) {
            if (auto* tensor = std::get_if<TensorType>(&type))
                for (SymSizes* sizes : {&tensor->sizes, &tensor->strides})
                    for (SymInt& size : *sizes) f(size);
            if (auto* number = std::get_if<NumberType>(&type)) f(number->expr);
            return type;
        });
    };
    visit(note);
    for (const auto& [symbol, info] : graph.symbols) note(SymInt::symbol(symbol));
    const auto renamed = [&](std::string_view symbol) -> std::optional<SymInt> { return SymInt::symbol(names.find(symbol)->second); };
    visit([&](SymInt& size) { size = size.substitute(renamed); });
    std::map<std::string, SymbolInfo> symbols;
    for (const auto& [symbol, info] : graph.symbols) symbols[names.at(symbol)] = info;
    graph.symbols = std::move(symbols);
}

}  // namespace

Graph canonicalForm(const Graph& graph) {
    Graph form = Rebuild(graph, Rebuild::Inputs::AsRead).run();
    nameSymbols(form);
    return form;
}

Graph withoutOrigins(Graph graph) {
    const auto none = std::make_shared<const Origin>();
    for (const Node& node : graph.nodes()) {  // which stay where they are while their members are set
        graph.setOrigin(node.id, none);
        std::vector<NamedArg> args = node.args;
        bool any = false;
        for (NamedArg& arg : args)
            forEachGraph(arg.value, [&](GraphRef& inner) {
                inner = std::make_shared<const Graph>(withoutOrigins(*inner));
                any = true;
            });
        if (any) graph.setArgs(node.id, std::move(args));
    }
    return graph;
}

}  // namespace whittle

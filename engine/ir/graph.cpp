#include "engine/ir/graph.h"

#include <algorithm>
#include <bit>
#include <unordered_set>

namespace whittle {
namespace {

// A removed value's id is never used again, its name may be: an input made from it keeps the name.
void forget(Value& value, std::unordered_map<std::string, int>& names) {
    names.erase(value.name);
    value.id = ValueId();
}

}  // namespace

std::string Origin::where() const {
    if (file.empty()) return {};
    const std::size_t slash = file.rfind('/');
    const std::string base = slash == std::string::npos ? file : file.substr(slash + 1);
    return line > 0 ? fmt::format("{}:{}", base, line) : base;
}

OriginRef mergeOrigins(std::span<const OriginRef> origins) {
    if (origins.empty()) return std::make_shared<const Origin>();
    Origin merged = *origins.front();
    merged.from.clear();
    for (const OriginRef& origin : origins) {
        if (origin->from.empty() && !origin->name.empty()) merged.from.push_back(origin->name);
        merged.from.insert(merged.from.end(), origin->from.begin(), origin->from.end());
    }
    std::sort(merged.from.begin(), merged.from.end());
    merged.from.erase(std::unique(merged.from.begin(), merged.from.end()), merged.from.end());
    return std::make_shared<const Origin>(std::move(merged));
}

bool operator==(const Arg& a, const Arg& b) {
    const GraphRef *x = a.as<GraphRef>(), *y = b.as<GraphRef>();
    if (x && y) return *x == *y || sameStructure(**x, **y);
    return a.value == b.value;
}

const Arg* Node::arg(std::string_view argName) const {
    for (const NamedArg& named : args)
        if (named.name == argName) return &named.value;
    return nullptr;
}

std::vector<ValueId> Node::inputs() const {
    std::vector<ValueId> out;
    for (const NamedArg& named : args) forEachValue(named.value, [&](ValueId read) { out.push_back(read); });
    return out;
}

bool Graph::contains(NodeId id) const { return id.valid() && at(id) < m_position.size() && m_position[at(id)] >= 0; }
bool Graph::contains(ValueId id) const { return id.valid() && at(id) < m_values.size() && m_values[at(id)].id == id; }

std::vector<ValueId> Graph::values() const {
    std::vector<ValueId> out;
    for (const GraphInput& input : m_inputs) out.push_back(input.value);
    for (const Node& node : m_nodes) out.insert(out.end(), node.outputs.begin(), node.outputs.end());
    return out;
}

std::optional<ValueId> Graph::findValue(std::string_view valueName) const {
    for (const Value& value : m_values)
        if (value.id.valid() && value.name == valueName) return value.id;
    return std::nullopt;
}

const GraphInput* Graph::inputOf(ValueId id) const {
    for (const GraphInput& input : m_inputs)
        if (input.value == id) return &input;
    return nullptr;
}

std::vector<ValueId> Graph::outputValues() const {
    std::vector<ValueId> out;
    for (const GraphOutput& output : m_outputs) forEachValue(output.value, [&](ValueId id) { out.push_back(id); });
    return out;
}

std::string Graph::uniqueName(std::unordered_map<std::string, int>& used, std::string wanted) {
    if (wanted.empty()) wanted = "v";
    const auto [entry, fresh] = used.try_emplace(wanted, 1);
    if (fresh) return wanted;
    for (;;) {
        std::string candidate = fmt::format("{}_{}", wanted, entry->second++);
        if (used.try_emplace(candidate, 1).second) return candidate;
    }
}

ValueId Graph::addInput(GraphInput input, std::string valueName, Type type) {
    const ValueId id(static_cast<std::int32_t>(m_values.size()));
    m_values.push_back({id, uniqueName(m_valueNames, std::move(valueName)), std::move(type), NodeId()});
    input.value = id;
    m_inputs.push_back(std::move(input));
    return id;
}

NodeId Graph::addNode(NodeSpec spec) {
    if (spec.name.empty()) {  // "aten.add.Tensor" -> "add"
        const std::size_t first = spec.op.find('.');
        const std::size_t second = spec.op.find('.', first + 1);
        spec.name = first == std::string::npos ? spec.op : spec.op.substr(first + 1, second - first - 1);
    }
    Node node;
    node.id = NodeId(static_cast<std::int32_t>(m_position.size()));
    node.name = uniqueName(m_nodeNames, std::move(spec.name));
    node.op = std::move(spec.op);
    node.args = std::move(spec.args);
    node.origin = spec.origin ? std::move(spec.origin) : std::make_shared<const Origin>();
    for (std::size_t i = 0; i < spec.outputTypes.size(); ++i) {
        const ValueId id(static_cast<std::int32_t>(m_values.size()));
        std::string wanted = i < spec.outputNames.size() ? spec.outputNames[i]
                             : spec.outputTypes.size() == 1 ? node.name
                                                            : fmt::format("{}_{}", node.name, i);
        m_values.push_back({id, uniqueName(m_valueNames, std::move(wanted)), std::move(spec.outputTypes[i]), node.id});
        node.outputs.push_back(id);
    }
    const NodeId id = node.id;
    if (spec.before.valid()) {
        const int index = m_position[at(spec.before)];
        m_position.push_back(index);
        m_nodes.insert(m_nodes.begin() + index, std::move(node));
        for (std::size_t i = static_cast<std::size_t>(index); i < m_nodes.size(); ++i) m_position[at(m_nodes[i].id)] = static_cast<int>(i);
    } else {
        m_position.push_back(static_cast<int>(m_nodes.size()));
        m_nodes.push_back(std::move(node));
    }
    return id;
}

void Graph::reindex() {
    std::fill(m_position.begin(), m_position.end(), -1);
    for (std::size_t i = 0; i < m_nodes.size(); ++i) m_position[at(m_nodes[i].id)] = static_cast<int>(i);
}

void Graph::setInputData(ValueId id, Datum data) {
    for (GraphInput& input : m_inputs)
        if (input.value == id) input.data = std::move(data);
}

void Graph::setInputKind(ValueId id, InputKind kind, std::string target, bool persistent) {
    for (GraphInput& input : m_inputs)
        if (input.value == id) {
            input.kind = kind;
            input.target = std::move(target);
            input.persistent = persistent;
        }
}

void Graph::renameValue(ValueId id, std::string valueName) {
    m_values[at(id)].name = uniqueName(m_valueNames, std::move(valueName));
}

void Graph::replaceUses(ValueId of, ValueId with) {
    const auto swap = [&](ValueId& id) {
        if (id == of) id = with;
    };
    for (Node& node : m_nodes)
        for (NamedArg& named : node.args) forEachValue(named.value, swap);
    for (GraphOutput& output : m_outputs) forEachValue(output.value, swap);
}

void Graph::removeNodes(std::span<const NodeId> ids) {
    std::vector<bool> gone(m_position.size(), false);
    for (const NodeId id : ids) {
        gone[at(id)] = true;
        m_nodeNames.erase(node(id).name);
        for (const ValueId output : node(id).outputs) forget(m_values[at(output)], m_valueNames);
    }
    std::erase_if(m_nodes, [&](const Node& node) { return gone[at(node.id)]; });
    reindex();
}

void Graph::removeInputs(std::span<const ValueId> ids) {
    for (const ValueId id : ids) forget(m_values[at(id)], m_valueNames);
    std::erase_if(m_inputs, [&](const GraphInput& input) { return !m_values[at(input.value)].id.valid(); });
}

ValueId Graph::makeInput(ValueId of, Datum data) {
    GraphInput captured;
    captured.data = std::move(data);
    const ValueId input = addInput(std::move(captured), value(of).name, type(of));
    replaceUses(of, input);
    return input;
}

namespace {

// Values of `a` under the names they have in `b`, as far as the comparison has come.
class Twins {
public:
    Twins(const Graph& a, const Graph& b) : m_a(a), m_b(b) {}

    bool run() {
        if (m_a.inputs().size() != m_b.inputs().size() || m_a.nodes().size() != m_b.nodes().size() ||
            m_a.outputs().size() != m_b.outputs().size())
            return false;
        for (std::size_t i = 0; i < m_a.inputs().size(); ++i)
            if (m_a.inputs()[i].kind != m_b.inputs()[i].kind || !pair(m_a.inputs()[i].value, m_b.inputs()[i].value)) return false;
        for (std::size_t i = 0; i < m_a.nodes().size(); ++i)
            if (!same(m_a.nodes()[i], m_b.nodes()[i])) return false;
        for (std::size_t i = 0; i < m_a.outputs().size(); ++i)
            if (m_a.outputs()[i].kind != m_b.outputs()[i].kind || !same(m_a.outputs()[i].value, m_b.outputs()[i].value)) return false;
        return true;
    }

private:
    bool pair(ValueId a, ValueId b) {
        m_twin[a] = b;
        return m_a.type(a) == m_b.type(b);
    }
    bool same(const Arg& a, const Arg& b) const {
        if (const auto* value = a.as<ValueId>()) {
            const auto found = m_twin.find(*value);
            return b.as<ValueId>() && found != m_twin.end() && found->second == *b.as<ValueId>();
        }
        if (const auto *x = a.as<double>(), *y = b.as<double>(); x && y)  // a NaN is the same as itself
            return std::bit_cast<std::uint64_t>(*x) == std::bit_cast<std::uint64_t>(*y);
        const auto *x = a.as<Arg::List>(), *y = b.as<Arg::List>();
        if (!x || !y) return a == b;
        return std::equal(x->begin(), x->end(), y->begin(), y->end(), [this](const Arg& p, const Arg& q) { return same(p, q); });
    }
    bool same(const Node& a, const Node& b) {
        if (a.op != b.op || a.args.size() != b.args.size() || a.outputs.size() != b.outputs.size()) return false;
        for (std::size_t i = 0; i < a.args.size(); ++i)
            if (a.args[i].name != b.args[i].name || !same(a.args[i].value, b.args[i].value)) return false;
        for (std::size_t i = 0; i < a.outputs.size(); ++i)
            if (!pair(a.outputs[i], b.outputs[i])) return false;
        return true;
    }

    const Graph& m_a;
    const Graph& m_b;
    std::unordered_map<ValueId, ValueId> m_twin;
};

}  // namespace

bool sameStructure(const Graph& a, const Graph& b) { return Twins(a, b).run(); }

void mapTypes(Graph& graph, const std::function<Type(const Type&)>& f) {
    for (const ValueId id : graph.values()) graph.setType(id, f(graph.type(id)));
    std::vector<NodeId> nodes;
    for (const Node& node : graph.nodes()) nodes.push_back(node.id);
    for (const NodeId id : nodes) {
        std::vector<NamedArg> args = graph.node(id).args;
        bool any = false;
        for (NamedArg& arg : args)
            forEachGraph(arg.value, [&](GraphRef& inner) {
                Graph mapped = *inner;
                mapTypes(mapped, f);
                inner = std::make_shared<const Graph>(std::move(mapped));
                any = true;
            });
        if (any) graph.setArgs(id, std::move(args));
    }
}

UseMap::UseMap(const Graph& graph) : m_users(graph.valueIdBound()), m_isOutput(graph.valueIdBound(), false) {
    for (const Node& node : graph.nodes())
        for (const ValueId id : node.inputs()) {
            auto& users = m_users[static_cast<std::size_t>(id.index())];
            if (users.empty() || users.back() != node.id) users.push_back(node.id);
        }
    for (const ValueId id : graph.outputValues()) m_isOutput[static_cast<std::size_t>(id.index())] = true;
}

}  // namespace whittle

#include "engine/schedule/tail.h"

#include <algorithm>
#include <set>

namespace whittle {
namespace {

constexpr std::size_t kMostNodes = 24;  // as in a kernel of loops, longer bodies are slow to compile

class Search {
public:
    Search(const Graph& graph, const UseMap& uses, const Node& library, const TailRules& rules)
        : m_graph(graph), m_uses(uses), m_source(library.output()), m_rules(rules), m_values{library.output()} {}

    std::vector<Tail> run() {
        std::vector<ValueId> open{m_source};  // read outside of the nodes so far
        while (m_nodes.size() < kMostNodes && std::ranges::none_of(open, [&](ValueId id) { return m_uses.isOutput(id); })) {
            const Node* next = firstUser(open);
            if (!next || !add(*next)) break;
            open = stillOpen();
            if (open.size() == 1 && open.front() == next->output() && isWorthIt(*next)) keep(*next);
        }
        std::ranges::reverse(m_tails);
        return std::move(m_tails);
    }

private:
    const TensorType* tensor(ValueId id) const { return asTensorType(m_graph.type(id)); }
    bool isMember(NodeId id) const { return m_nodes.contains(m_graph.position(id)); }

    // In execution order: all that it reads besides is then there, or never will be.
    const Node* firstUser(const std::vector<ValueId>& open) const {
        const Node* first = nullptr;
        for (const ValueId id : open)
            for (const NodeId user : m_uses.users(id))
                if (!isMember(user) && (!first || m_graph.position(user) < m_graph.position(first->id))) first = &m_graph.node(user);
        return first;
    }

    std::vector<ValueId> stillOpen() const {
        std::vector<ValueId> out;
        for (const ValueId id : m_values) {
            const auto outside = [&](NodeId user) { return !isMember(user); };
            if (m_uses.isOutput(id) || std::ranges::any_of(m_uses.users(id), outside)) out.push_back(id);
        }
        return out;
    }

    bool asMany(ValueId id) const { return tensor(id) && tensor(id)->numel() == tensor(m_source)->numel(); }

    bool add(const Node& node) {
        if (!m_rules.elementwise(node) || !asMany(node.output())) return false;
        std::set<int> nodes = m_nodes;
        std::set<ValueId> values = m_values;
        nodes.insert(m_graph.position(node.id));
        for (const ValueId input : node.inputs())
            if (!m_values.contains(input) && !addOperand(input, node, nodes, values)) return false;
        values.insert(node.output());
        m_nodes = std::move(nodes);
        m_values = std::move(values);
        return true;
    }

    // What a node reads besides: from memory, or computed along.
    bool addOperand(ValueId id, const Node& reader, std::set<int>& nodes, std::set<ValueId>& values) const {
        if (values.contains(id)) return true;
        const NodeId producer = m_graph.value(id).producer;
        if (!producer.valid()) return true;
        const Node& node = m_graph.node(producer);
        const bool ownedAlone = m_uses.users(id).size() == 1 && m_uses.users(id).front() == reader.id && !m_uses.isOutput(id);
        if (ownedAlone && m_rules.elementwise(node) && nodes.size() < kMostNodes && (m_rules.isView(id) || asMany(id))) {
            std::set<int> along = nodes;
            std::set<ValueId> computed = values;
            along.insert(m_graph.position(producer));
            computed.insert(id);
            if (std::ranges::all_of(node.inputs(), [&](ValueId input) { return addOperand(input, node, along, computed); })) {
                nodes = std::move(along);
                values = std::move(computed);
                return true;
            }
        }
        return m_rules.inMemoryBefore(node);
    }

    // A view alone is free where it is, and a result that takes more room than the library's own is better widened by who reads it.
    bool isWorthIt(const Node& last) const {
        const ValueId root = last.output();
        return !m_rules.isView(root) && (m_uses.isOutput(root) || dtypeSize(tensor(root)->dtype) <= dtypeSize(tensor(m_source)->dtype));
    }

    void keep(const Node& last) {
        Tail tail{.nodes = {}, .root = last.output(), .inlined = {}};
        for (const int position : m_nodes) tail.nodes.push_back(m_graph.nodes()[static_cast<std::size_t>(position)].id);
        for (const ValueId id : m_values)
            if (id != m_source && id != tail.root) tail.inlined.insert(id);
        m_tails.push_back(std::move(tail));
    }

    const Graph& m_graph;
    const UseMap& m_uses;
    ValueId m_source;
    const TailRules& m_rules;
    std::set<int> m_nodes;  // by position
    std::set<ValueId> m_values;
    std::vector<Tail> m_tails;
};

}  // namespace

std::vector<Tail> tailsOf(const Graph& graph, const UseMap& uses, const Node& library, const TailRules& rules) {
    return Search(graph, uses, library, rules).run();
}

}  // namespace whittle

#include "engine/ir/diff.h"

#include <algorithm>
#include <bit>
#include <unordered_map>

#include "engine/ir/text.h"

namespace whittle {
namespace {

class Aligner {
public:
    Aligner(const Graph& before, const Graph& after)
        : m_before(before),
          m_after(after),
          m_valueBefore(after.valueIdBound()),
          m_nodeBefore(after.nodeIdBound()),
          m_taken(before.nodeIdBound(), false) {}

    GraphDiff run() {
        pairInputs();
        pairNodes([](const Node& node) { return node.name + '\n' + node.op; });
        pairByOperands();
        pairNodes([](const Node& node) { return node.name; });
        listRows();
        const auto a = m_before.outputs(), b = m_after.outputs();
        m_diff.outputsChanged = !std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](const auto& x, const auto& y) {
            return x.kind == y.kind && x.target == y.target && sameArg(x.value, y.value);
        });
        return std::move(m_diff);
    }

private:
    static std::size_t at(ValueId id) { return static_cast<std::size_t>(id.index()); }
    static std::size_t at(NodeId id) { return static_cast<std::size_t>(id.index()); }

    void pairInputs() {
        std::unordered_map<std::string, ValueId> byName;
        for (const GraphInput& input : m_before.inputs()) byName[m_before.value(input.value).name] = input.value;
        for (const GraphInput& input : m_after.inputs()) {
            const auto found = byName.find(m_after.value(input.value).name);
            if (found == byName.end()) {
                m_diff.addedInputs.push_back(input.value);
                continue;
            }
            m_valueBefore[at(input.value)] = found->second;
            byName.erase(found);
        }
        for (const GraphInput& input : m_before.inputs())
            if (byName.contains(m_before.value(input.value).name)) m_diff.removedInputs.push_back(input.value);
    }

    void pair(const Node& before, const Node& after) {
        m_nodeBefore[at(after.id)] = before.id;
        m_taken[at(before.id)] = true;
        for (std::size_t i = 0; i < std::min(before.outputs.size(), after.outputs.size()); ++i)
            m_valueBefore[at(after.outputs[i])] = before.outputs[i];
    }

    // Pairs nodes that are still alone and whose keys are equal; names make keys unique.
    template <class Key>
    void pairNodes(Key key) {
        std::unordered_map<std::string, const Node*> byKey;
        for (const Node& node : m_before.nodes())
            if (!m_taken[at(node.id)]) byKey.emplace(key(node), &node);
        for (const Node& node : m_after.nodes()) {
            if (m_nodeBefore[at(node.id)].valid()) continue;
            const auto found = byKey.find(key(node));
            if (found != byKey.end()) pair(*found->second, node);
        }
    }

    // In execution order, so that operands are paired before their readers. Equal keys pair in order.
    void pairByOperands() {
        std::unordered_map<std::string, std::vector<const Node*>> byKey;
        const auto nodes = m_before.nodes();
        for (auto node = nodes.rbegin(); node != nodes.rend(); ++node)  // the back is the first in order
            if (!m_taken[at(node->id)]) byKey[operandKey(*node, [](ValueId id) { return id; })].push_back(&*node);
        for (const Node& node : m_after.nodes()) {
            if (m_nodeBefore[at(node.id)].valid()) continue;
            const auto found = byKey.find(operandKey(node, [&](ValueId id) { return m_valueBefore[at(id)]; }));
            if (found == byKey.end() || found->second.empty()) continue;
            pair(*found->second.back(), node);
            found->second.pop_back();
        }
    }
    template <class ToBefore>
    static std::string operandKey(const Node& node, ToBefore toBefore) {
        std::string key = fmt::format("{}/{}", node.op, node.outputs.size());
        for (const ValueId id : node.inputs()) key += fmt::format(" {}", toBefore(id).index());
        return key;
    }

    bool sameArg(const Arg& before, const Arg& after) const {
        if (before.value.index() != after.value.index()) return false;
        if (const auto* id = after.as<ValueId>()) return m_valueBefore[at(*id)] == *before.as<ValueId>();
        if (const auto* real = after.as<double>())
            return std::bit_cast<std::uint64_t>(*real) == std::bit_cast<std::uint64_t>(*before.as<double>());
        const auto* x = before.as<Arg::List>();
        if (!x) return before == after;
        const auto* y = after.as<Arg::List>();
        return std::equal(x->begin(), x->end(), y->begin(), y->end(),
                          [&](const Arg& p, const Arg& q) { return sameArg(p, q); });
    }

    // Why a pair is not the same, as one line; empty when it is.
    std::string changes(const Node& before, const Node& after) const {
        std::string out;
        const auto note = [&](std::string text) { out += (out.empty() ? "" : "; ") + std::move(text); };
        if (before.op != after.op) note(fmt::format("operator {} -> {}", before.op, after.op));
        const auto shown = [](const Graph& graph, const Arg* arg) {
            return arg ? printArg(graph, *arg) : std::string("not given");
        };
        for (const NamedArg& arg : before.args) {
            const Arg* now = after.arg(arg.name);
            if (const auto *was = arg.value.as<GraphRef>(), *is = now ? now->as<GraphRef>() : nullptr; was && is) {
                if (!(arg.value == *now)) note(fmt::format("graph {}: {}", arg.name, summary(**was, **is)));
            } else if (!now || !sameArg(arg.value, *now))
                note(fmt::format("argument {} {} -> {}", arg.name, shown(m_before, &arg.value), shown(m_after, now)));
        }
        for (const NamedArg& arg : after.args)
            if (!before.arg(arg.name)) note(fmt::format("argument {} not given -> {}", arg.name, shown(m_after, &arg.value)));
        if (before.outputs.size() != after.outputs.size())
            note(fmt::format("{} results -> {}", before.outputs.size(), after.outputs.size()));
        for (std::size_t i = 0; i < std::min(before.outputs.size(), after.outputs.size()); ++i) {
            const Type& was = m_before.type(before.outputs[i]);
            const Type& is = m_after.type(after.outputs[i]);
            if (was != is) note(fmt::format("type {} -> {}", typeText(was), typeText(is)));
        }
        return out;
    }

    static std::string summary(const Graph& before, const Graph& after) {
        const GraphDiff inner = Aligner(before, after).run();
        return fmt::format("of its nodes {} changed, {} removed, {} added{}", inner.count(DiffKind::Changed), inner.count(DiffKind::Removed),
                           inner.count(DiffKind::Added), inner.outputsChanged ? ", other outputs" : "");
    }

    void listRows() {
        std::size_t shown = 0;  // nodes of `before` up to here have their row, or wait for their pair's
        const auto removedUpTo = [&](std::size_t end) {
            for (; shown < end; ++shown)
                if (const NodeId id = m_before.nodes()[shown].id; !m_taken[at(id)])
                    m_diff.rows.push_back({DiffKind::Removed, id, {}, {}});
        };
        for (const Node& node : m_after.nodes()) {
            const NodeId before = m_nodeBefore[at(node.id)];
            if (!before.valid()) {
                m_diff.rows.push_back({DiffKind::Added, {}, node.id, {}});
                continue;
            }
            removedUpTo(static_cast<std::size_t>(m_before.position(before)));
            std::string what = changes(m_before.node(before), node);
            const DiffKind kind = what.empty() ? DiffKind::Same : DiffKind::Changed;
            m_diff.rows.push_back({kind, before, node.id, std::move(what)});
        }
        removedUpTo(m_before.nodes().size());
    }

    const Graph& m_before;
    const Graph& m_after;
    std::vector<ValueId> m_valueBefore;  // by after's value id
    std::vector<NodeId> m_nodeBefore;    // by after's node id
    std::vector<bool> m_taken;           // by before's node id
    GraphDiff m_diff;
};

}  // namespace

bool GraphDiff::empty() const {
    return count(DiffKind::Same) == rows.size() && addedInputs.empty() && removedInputs.empty() && !outputsChanged;
}

std::size_t GraphDiff::count(DiffKind kind) const {
    return static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [&](const DiffRow& row) { return row.kind == kind; }));
}

GraphDiff diffGraphs(const Graph& before, const Graph& after) { return Aligner(before, after).run(); }

}  // namespace whittle

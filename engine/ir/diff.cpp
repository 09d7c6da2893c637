#include "engine/ir/diff.h"

#include <algorithm>
#include <array>
#include <bit>
#include <unordered_map>

#include "engine/base/hash.h"
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
        const auto whole = [](const Node& node) { return node.name + '\n' + node.op; };
        pairNodes([&](const Node& node) { return whole(node) + '\n' + node.origin->modulePath; });
        // The file's name of it, which passes keep. Another file may have given it to something else, somewhere else.
        pairRuns([](const Node& node) { return node.origin->name.empty() ? std::string() : node.origin->name + '\n' + node.op + '\n' + node.origin->modulePath; });
        pairRuns([](const Node& node) { return node.origin->modulePath.empty() ? std::string() : node.origin->modulePath + '\n' + node.op; });
        for (const int radius : {3, 1}) {
            pairByOperands();  // what was paired since may be what others read
            pairByNeighbours(radius);
        }
        pairByOperands();
        pairNodes(whole);
        pairByNeighbours(0);
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

    // Nodes of one key pair in order where both graphs have as many of them: else it is not known which of them went. No key: "".
    template <class Key>
    void pairRuns(Key key) {
        struct Run {
            std::vector<const Node*> before, after;
        };
        std::unordered_map<std::string, Run> runs;
        const auto gather = [&](const Node& node, std::vector<const Node*> Run::*side) {
            if (std::string found = key(node); !found.empty()) (runs[std::move(found)].*side).push_back(&node);
        };
        for (const Node& node : m_before.nodes())
            if (!m_taken[at(node.id)]) gather(node, &Run::before);
        for (const Node& node : m_after.nodes())
            if (!m_nodeBefore[at(node.id)].valid()) gather(node, &Run::after);
        for (const auto& [key_, run] : runs)
            if (run.before.size() == run.after.size())
                for (std::size_t i = 0; i < run.before.size(); ++i) pair(*run.before[i], *run.after[i]);
    }

    // Weisfeiler and Leman: what a node is, refined by what its neighbours are; those that are paired already are known by their pair.
    void pairByNeighbours(int radius) {
        const std::vector<std::uint64_t> before = neighbourhoods(m_before, radius, [&](const Node& node) { return m_taken[at(node.id)] ? node.id : NodeId(); }, [](ValueId id) { return id; });
        const std::vector<std::uint64_t> after = neighbourhoods(m_after, radius, [&](const Node& node) { return m_nodeBefore[at(node.id)]; }, [&](ValueId id) { return m_valueBefore[at(id)]; });
        std::unordered_map<std::uint64_t, std::array<int, 2>> seen;  // how many have it
        for (const Node& node : m_before.nodes())
            if (!m_taken[at(node.id)]) ++seen[before[at(node.id)]][0];
        for (const Node& node : m_after.nodes())
            if (!m_nodeBefore[at(node.id)].valid()) ++seen[after[at(node.id)]][1];
        std::unordered_map<std::uint64_t, const Node*> only;
        for (const Node& node : m_before.nodes())
            if (!m_taken[at(node.id)] && seen[before[at(node.id)]] == std::array{1, 1}) only.emplace(before[at(node.id)], &node);
        for (const Node& node : m_after.nodes())
            if (!m_nodeBefore[at(node.id)].valid())
                if (const auto found = only.find(after[at(node.id)]); found != only.end()) pair(*found->second, node);
    }

    // By node id. `known`: the node of `before` that it is paired with; `input`: likewise of a graph's input.
    template <class Known, class Input>
    static std::vector<std::uint64_t> neighbourhoods(const Graph& graph, int radius, Known known, Input input) {
        std::vector<std::uint64_t> now(graph.nodeIdBound(), 0), next;
        for (const Node& node : graph.nodes()) {
            Hasher hash;
            if (const NodeId pair = known(node); pair.valid()) hash.add(std::uint64_t{1}).add(static_cast<std::uint64_t>(pair.index()));
            else {
                hash.add(node.op);
                for (const ValueId id : node.outputs) hash.add(typeText(graph.type(id)));
            }
            now[at(node.id)] = hash.finish().low;
        }
        const UseMap uses(graph);
        for (int round = 0; round < radius; ++round) {
            next = now;
            for (const Node& node : graph.nodes()) {
                if (known(node).valid()) continue;
                Hasher hash;
                hash.add(now[at(node.id)]);
                for (const ValueId id : node.inputs()) {
                    const NodeId producer = graph.value(id).producer;
                    hash.add(producer.valid() ? now[at(producer)] : static_cast<std::uint64_t>(input(id).index()));
                }
                std::uint64_t readers = 0;  // in no order
                for (const ValueId id : node.outputs)
                    for (const NodeId reader : uses.users(id)) readers += now[at(reader)];
                next[at(node.id)] = hash.add(readers).finish().low;
            }
            now.swap(next);
        }
        return now;
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

    // A row of a pair: what is not the same, as one line, or nothing.
    DiffRow rowOf(const Node& before, const Node& after) const {
        DiffRow out{DiffKind::Same, before.id, after.id, {}};
        const auto note = [&](DiffAspect aspect, std::string text) {
            out.what += (out.what.empty() ? "" : "; ") + std::move(text);
            out.aspects |= aspect;
            out.kind = DiffKind::Changed;
        };
        if (before.op != after.op) note(kDiffersInOperator, fmt::format("operator {} -> {}", before.op, after.op));
        const auto shown = [](const Graph& graph, const Arg* arg) {
            return arg ? printArg(graph, *arg) : std::string("not given");
        };
        for (const NamedArg& arg : before.args) {
            const Arg* now = after.arg(arg.name);
            if (const auto *was = arg.value.as<GraphRef>(), *is = now ? now->as<GraphRef>() : nullptr; was && is) {
                if (!(arg.value == *now)) note(kDiffersInArguments, fmt::format("graph {}: {}", arg.name, summary(**was, **is)));
            } else if (!now || !sameArg(arg.value, *now))
                note(kDiffersInArguments, fmt::format("argument {} {} -> {}", arg.name, shown(m_before, &arg.value), shown(m_after, now)));
        }
        for (const NamedArg& arg : after.args)
            if (!before.arg(arg.name)) note(kDiffersInArguments, fmt::format("argument {} not given -> {}", arg.name, shown(m_after, &arg.value)));
        if (before.outputs.size() != after.outputs.size())
            note(kDiffersInType, fmt::format("{} results -> {}", before.outputs.size(), after.outputs.size()));
        for (std::size_t i = 0; i < std::min(before.outputs.size(), after.outputs.size()); ++i) {
            const Type& was = m_before.type(before.outputs[i]);
            const Type& is = m_after.type(after.outputs[i]);
            if (was != is) note(kDiffersInType, fmt::format("type {} -> {}", typeText(was), typeText(is)));
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
            m_diff.rows.push_back(rowOf(m_before.node(before), node));
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

#include "views/models/box_kinds.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "engine/ir/structural_hash.h"
#include "engine/ir/text.h"

namespace whittle {
namespace {

constexpr std::size_t kComparedBytes = 4096;

// Of a weight's name as seen from the module that reads it: of "layers.3.fc.weight" in "layers.3.fc" it is "weight", in "layers.3.act" "../fc.weight".
std::string seenFrom(std::string_view module, std::string_view name) {
    std::size_t same = 0;  // letters of whole parts, with their dots
    for (;;) {
        const std::size_t own = std::min(module.find('.', same), module.size()), other = name.find('.', same);
        if (same >= module.size() || other == std::string_view::npos || module.substr(same, own - same) != name.substr(same, other - same)) break;
        same = other + 1;
    }
    std::string out;
    for (std::size_t at = same; at < module.size(); at = std::min(module.find('.', at), module.size() - 1) + 1) out += "../";
    return out += name.substr(same);
}

class KindText {
public:
    explicit KindText(const Graph& graph) : m_graph(graph), m_weights(graph.valueIdBound(), nullptr) {
        for (const GraphInput& input : graph.inputs())
            if (input.kind != InputKind::User) m_weights[static_cast<std::size_t>(input.value.index())] = &input;
    }

    const std::string& of(const Node& node) {
        m_text = node.op + '\n' + node.origin->moduleType;
        m_operands.clear();
        for (const NamedArg& named : node.args) {
            m_text += '\n' + named.name + '=';
            add(*node.origin, named.value);
        }
        for (const ValueId output : node.outputs) m_text += "\n: " + typeText(m_graph.type(output));
        return m_text;
    }

private:
    void add(const Origin& origin, const Arg& arg) {
        if (const ValueId* value = arg.as<ValueId>()) return add(origin, *value);
        if (const GraphRef* inside = arg.as<GraphRef>()) {
            m_text += structuralHash(**inside).hex();
        } else if (const Arg::List* list = arg.as<Arg::List>()) {
            m_text += '[';
            for (const Arg& item : *list) {
                add(origin, item);
                m_text += ',';
            }
            m_text += ']';
        } else {
            m_text += printArg(m_graph, arg);
        }
    }

    void add(const Origin& origin, ValueId value) {
        auto place = std::ranges::find(m_operands, value);
        m_text += '%' + std::to_string(place - m_operands.begin()) + ':' + typeText(m_graph.type(value));
        if (place == m_operands.end()) m_operands.push_back(value);
        if (const GraphInput* weight = m_weights[static_cast<std::size_t>(value.index())]) m_text += ' ' + nameOf(*weight, origin);
    }

    // What a model writes down as a number, exporters number through the whole graph.
    static std::string nameOf(const GraphInput& weight, const Origin& origin) {
        const Tensor* tensor = weight.kind == InputKind::Constant ? asTensor(weight.data) : nullptr;
        return tensor && tensor->byteSize() <= kComparedBytes ? contentHash(*tensor).hex() : seenFrom(origin.modulePath, weight.target);
    }

    const Graph& m_graph;
    std::vector<const GraphInput*> m_weights;  // by value
    std::vector<ValueId> m_operands;
    std::string m_text;
};

}  // namespace

std::vector<int> boxKinds(const Graph& graph, std::span<const SceneBox> boxes) {
    std::vector<int> kinds;
    kinds.reserve(boxes.size());
    std::unordered_map<std::string, int> known;
    KindText text(graph);
    int next = 0;
    for (const SceneBox& box : boxes) {
        if (box.kind != SceneBox::Kind::Node) {
            kinds.push_back(next++);
            continue;
        }
        const auto [place, isNew] = known.try_emplace(text.of(graph.node(box.node)), next);
        next += isNew;
        kinds.push_back(place->second);
    }
    return kinds;
}

}  // namespace whittle

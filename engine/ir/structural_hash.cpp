#include "engine/ir/structural_hash.h"

#include <algorithm>
#include <bit>

namespace whittle {
namespace {

// Numbers nodes, inputs and symbols in the order in which a walk from the outputs meets them. That
// order follows from the structure alone, and, unlike a plain Merkle hash, it tells a value read
// twice from two equal values: the compiler treats them differently, and random operators give
// different results.
class Canonical {
public:
    enum class Inputs { Read, All };  // of a graph among arguments all count: operands go to them by position

    Canonical(const Graph& graph, HashData data, Inputs inputs = Inputs::Read)
        : m_graph(graph), m_data(data), m_inputs(inputs), m_nodeNumber(graph.nodeIdBound(), kUnseen), m_live(graph.valueIdBound(), false) {}

    Hash128 run() {
        collectRoots();
        numberInputs();
        for (const GraphOutput& output : m_graph.outputs()) forEachValue(output.value, [&](ValueId id) { visit(id); });
        for (const NodeId root : m_effects) visit(root);
        m_hasher.add(std::uint64_t{m_effects.size()});
        for (const NodeId root : m_effects) m_hasher.add(std::uint64_t(number(root)));
        m_hasher.add(std::uint64_t{m_graph.outputs().size()});
        for (const GraphOutput& output : m_graph.outputs()) {
            m_hasher.add(static_cast<std::uint64_t>(output.kind));
            addArg(m_hasher, output.value);
            if (output.kind != OutputKind::User) addTarget(output.target);
        }
        for (const std::string& symbol : m_symbols) addSymbolInfo(symbol);
        return m_hasher.finish();
    }

private:
    static constexpr int kUnseen = -1;
    static std::size_t at(ValueId id) { return static_cast<std::size_t>(id.index()); }
    static std::size_t at(NodeId id) { return static_cast<std::size_t>(id.index()); }
    int& number(NodeId id) { return m_nodeNumber[at(id)]; }

    // A node without outputs is there for its effect (an assertion), so it is a root like an output.
    // Such nodes have no order of their own: a hash of what each one sees sorts them.
    void collectRoots() {
        std::vector<Hash128> merkle(m_graph.valueIdBound());
        std::vector<std::pair<Hash128, NodeId>> effects;
        const bool any = std::any_of(m_graph.nodes().begin(), m_graph.nodes().end(),
                                     [](const Node& node) { return node.outputs.empty(); });
        if (any) {
            std::uint64_t position = 0;
            for (const GraphInput& input : m_graph.inputs())
                merkle[at(input.value)] = Hasher().add(position++).finish();
            for (const Node& node : m_graph.nodes()) {
                Hasher hasher;
                hasher.add(node.op);
                for (const NamedArg& arg : node.args) {
                    hasher.add(arg.name);
                    addArg(hasher, arg.value, &merkle);
                }
                const Hash128 hash = hasher.finish();
                for (std::size_t i = 0; i < node.outputs.size(); ++i)
                    merkle[at(node.outputs[i])] = Hasher().add(hash).add(std::uint64_t{i}).finish();
                if (node.outputs.empty()) effects.emplace_back(hash, node.id);
            }
        }
        std::sort(effects.begin(), effects.end());
        for (const auto& effect : effects) m_effects.push_back(effect.second);
    }

    // An input counts when something live reads or updates it; its position among those is its identity.
    void numberInputs() {
        std::vector<NodeId> pending = m_effects;
        std::vector<bool> seen(m_graph.nodeIdBound(), false);
        const auto mark = [&](ValueId id) {
            m_live[at(id)] = true;
            if (const NodeId producer = m_graph.value(id).producer; producer.valid()) pending.push_back(producer);
        };
        for (const ValueId id : m_graph.outputValues()) mark(id);
        for (const GraphOutput& output : m_graph.outputs())
            if (const GraphInput* input = updated(output)) m_live[at(input->value)] = true;
        while (!pending.empty()) {
            const NodeId id = pending.back();
            pending.pop_back();
            if (seen[at(id)]) continue;
            seen[at(id)] = true;
            for (const NamedArg& arg : m_graph.node(id).args) forEachValue(arg.value, mark);
        }
        m_inputNumber.assign(m_graph.valueIdBound(), kUnseen);
        for (const GraphInput& input : m_graph.inputs()) {
            if (m_inputs == Inputs::Read && !m_live[at(input.value)]) continue;
            m_inputNumber[at(input.value)] = m_inputCount++;
            m_hasher.add(static_cast<std::uint64_t>(input.kind)).add(std::uint64_t{input.persistent});
            addType(m_graph.type(input.value));
            addDatum(input.data);
        }
    }

    const GraphInput* updated(const GraphOutput& output) const {
        if (output.kind == OutputKind::User) return nullptr;
        for (const GraphInput& input : m_graph.inputs())
            if (output.kind == OutputKind::BufferMutation ? input.target == output.target
                                                          : m_graph.value(input.value).name == output.target)
                return &input;
        return nullptr;
    }
    void addTarget(const std::string& target) {
        for (const GraphOutput& output : m_graph.outputs())
            if (output.target == target)
                if (const GraphInput* input = updated(output)) {
                    m_hasher.add(static_cast<std::uint64_t>(m_inputNumber[at(input->value)]));
                    return;
                }
        m_hasher.add(target);
    }

    void visit(ValueId id) {
        if (const NodeId producer = m_graph.value(id).producer; producer.valid()) visit(producer);
    }

    // Operands before their reader; a stack of our own, since graphs may be deeper than the machine's.
    void visit(NodeId root) {
        std::vector<std::pair<NodeId, bool>> stack{{root, false}};
        while (!stack.empty()) {
            const auto [id, operandsDone] = stack.back();
            stack.pop_back();
            if (number(id) != kUnseen) continue;
            const Node& node = m_graph.node(id);
            if (operandsDone) {
                addNode(node);
                continue;
            }
            stack.emplace_back(id, true);
            const std::vector<ValueId> inputs = node.inputs();
            for (auto input = inputs.rbegin(); input != inputs.rend(); ++input)
                if (const NodeId producer = m_graph.value(*input).producer; producer.valid() && number(producer) == kUnseen)
                    stack.emplace_back(producer, false);
        }
    }

    void addNode(const Node& node) {
        number(node.id) = m_nodeCount++;
        m_hasher.add(node.op).add(std::uint64_t{node.args.size()});
        for (const NamedArg& arg : node.args) {
            m_hasher.add(arg.name);
            addArg(m_hasher, arg.value);
        }
        m_hasher.add(std::uint64_t{node.outputs.size()});
        for (const ValueId id : node.outputs) addType(m_graph.type(id));
    }

    void addValue(Hasher& hasher, ValueId id, const std::vector<Hash128>* merkle) {
        if (merkle) {
            hasher.add((*merkle)[at(id)]);
            return;
        }
        const Value& value = m_graph.value(id);
        if (!value.producer.valid()) {
            hasher.add(std::uint64_t{0}).add(static_cast<std::uint64_t>(m_inputNumber[at(id)]));
            return;
        }
        const auto& outputs = m_graph.node(value.producer).outputs;
        const auto index = std::find(outputs.begin(), outputs.end(), id) - outputs.begin();
        hasher.add(std::uint64_t{1}).add(static_cast<std::uint64_t>(number(value.producer)));
        hasher.add(static_cast<std::uint64_t>(index));
    }

    void addArg(Hasher& hasher, const Arg& arg, const std::vector<Hash128>* merkle = nullptr) {
        hasher.add(std::uint64_t{arg.value.index()});
        struct Visitor {
            Canonical& self;
            Hasher& hasher;
            const std::vector<Hash128>* merkle;
            void operator()(std::monostate) const {}
            void operator()(ValueId id) const { self.addValue(hasher, id, merkle); }
            void operator()(bool value) const { hasher.add(std::uint64_t{value}); }
            void operator()(std::int64_t value) const { hasher.add(static_cast<std::uint64_t>(value)); }
            void operator()(double value) const { hasher.add(std::bit_cast<std::uint64_t>(value)); }
            void operator()(const std::string& value) const { hasher.add(std::string_view(value)); }
            void operator()(const Device& value) const { hasher.add(std::string_view(value.text())); }
            void operator()(const Arg::List& items) const {
                hasher.add(std::uint64_t{items.size()});
                for (const Arg& item : items) self.addArg(hasher, item, merkle);
            }
            void operator()(const GraphRef& inner) const { hasher.add(Canonical(*inner, self.m_data, Inputs::All).run()); }
            void operator()(DType value) const { hasher.add(static_cast<std::uint64_t>(value)); }
            void operator()(Layout value) const { hasher.add(static_cast<std::uint64_t>(value)); }
            void operator()(MemoryFormat value) const { hasher.add(static_cast<std::uint64_t>(value)); }
        };
        std::visit(Visitor{*this, hasher, merkle}, arg.value);
    }

    // A symbol's name is a name too: it becomes its number in order of appearance.
    void addExpression(const SymInt& expression) {
        if (const auto constant = expression.constant()) {
            m_hasher.add(std::uint64_t{0}).add(static_cast<std::uint64_t>(*constant));
            return;
        }
        m_hasher.add(std::uint64_t{1});
        expression.substitute([&](std::string_view symbol) { return std::optional(canonicalSymbol(symbol)); })
            .hash(m_hasher);
    }
    SymInt canonicalSymbol(std::string_view symbol) {
        const auto found = std::find(m_symbols.begin(), m_symbols.end(), symbol);
        const auto index = found - m_symbols.begin();
        if (found == m_symbols.end()) m_symbols.emplace_back(symbol);
        return SymInt::symbol(fmt::format("s{}", index));
    }
    void addSymbolInfo(const std::string& symbol) {
        const auto found = m_graph.symbols.find(symbol);
        const SymbolInfo info = found == m_graph.symbols.end() ? SymbolInfo{} : found->second;
        for (const auto& bound : {info.min, info.max, info.hint})
            m_hasher.add(std::uint64_t{bound.has_value()}).add(static_cast<std::uint64_t>(bound.value_or(0)));
    }

    void addType(const Type& type) {
        m_hasher.add(std::uint64_t{type.index()});
        if (const NumberType* number = asNumberType(type)) {
            m_hasher.add(static_cast<std::uint64_t>(number->kind));
            if (number->kind == NumberType::Kind::Int) addExpression(number->expr);
        }
        const TensorType* tensor = asTensorType(type);
        if (!tensor) return;
        m_hasher.add(static_cast<std::uint64_t>(tensor->dtype)).add(std::string_view(tensor->device.text()));
        for (const SymSizes* list : {&tensor->sizes, &tensor->strides}) {
            m_hasher.add(std::uint64_t{list->size()});
            for (const SymInt& size : *list) addExpression(size);
        }
    }

    void addDatum(const Datum& datum) {
        if (m_data == HashData::Ignore) return;
        m_hasher.add(std::uint64_t{datum.index()});
        if (const Tensor* tensor = asTensor(datum)) m_hasher.add(contentHash(*tensor));
        if (const auto* integer = std::get_if<std::int64_t>(&datum)) m_hasher.add(static_cast<std::uint64_t>(*integer));
        if (const auto* real = std::get_if<double>(&datum)) m_hasher.add(std::bit_cast<std::uint64_t>(*real));
        if (const auto* flag = std::get_if<bool>(&datum)) m_hasher.add(std::uint64_t{*flag});
    }

    const Graph& m_graph;
    const HashData m_data;
    const Inputs m_inputs;
    Hasher m_hasher;
    std::vector<int> m_nodeNumber;   // by node id
    std::vector<int> m_inputNumber;  // by value id
    std::vector<bool> m_live;        // by value id; inputs and what live nodes read
    std::vector<NodeId> m_effects;
    std::vector<std::string> m_symbols;  // canonical number -> name
    int m_nodeCount = 0;
    int m_inputCount = 0;
};

}  // namespace

Hash128 structuralHash(const Graph& graph, HashData data) { return Canonical(graph, data).run(); }

Hash128 contentHash(const Tensor& tensor) {
    Hasher hasher;
    hasher.add(static_cast<std::uint64_t>(tensor.dtype())).add(static_cast<std::uint64_t>(tensor.rank()));
    for (const Index size : tensor.sizes()) hasher.add(static_cast<std::uint64_t>(size));
    if (!tensor.defined()) return hasher.finish();
    const Tensor rows = tensor.contiguous();
    return hasher.bytes({rows.data<std::byte>(), rows.byteSize()}).finish();
}

}  // namespace whittle

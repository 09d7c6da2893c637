#include "minifier/edits/dim_classes.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "engine/ops/op_call.h"
#include "minifier/edits/apply.h"

namespace whittle {
namespace {

// What a size is multiplied by for a question: no size of a real graph becomes equal to another by it, and what must
// be divisible stays so.
constexpr std::int64_t kProbe = 101;
constexpr std::int64_t kLargestLiteral = std::int64_t{1} << 40;  // above it a number means "to the end"

std::size_t at(ValueId id) { return static_cast<std::size_t>(id.index()); }

std::int64_t numberOf(const SymInt& size) { return size.constant().value_or(-1); }

int slotCount(const Type& type) {
    if (const TensorType* tensor = asTensorType(type)) return tensor->rank();
    const NumberType* number = asNumberType(type);
    return number && number->kind == NumberType::Kind::Int ? 1 : 0;
}

std::int64_t sizeAt(const Type& type, int dim) {
    if (const TensorType* tensor = asTensorType(type)) return numberOf(tensor->sizes[static_cast<std::size_t>(dim)]);
    const NumberType* number = asNumberType(type);
    return number ? numberOf(number->expr) : -1;
}

void setSize(Type& type, int dim, std::int64_t size) {
    if (auto* tensor = std::get_if<TensorType>(&type)) {
        tensor->sizes[static_cast<std::size_t>(dim)] = size;
        tensor->strides.clear();
    }
    if (auto* number = std::get_if<NumberType>(&type)) number->expr = size;
}

bool divides(std::int64_t a, std::int64_t b) { return a % b == 0 || b % a == 0; }

}  // namespace

int sizesArgument(const Graph& graph, const Node& node) {
    const TensorType* result = node.outputs.size() == 1 ? asTensorType(graph.type(node.output())) : nullptr;
    for (std::size_t i = 0; result && i < node.args.size(); ++i) {
        const auto* list = node.args[i].value.as<Arg::List>();
        if (!list || list->size() != result->sizes.size() || list->empty()) continue;
        bool says = true;
        for (std::size_t k = 0; k < list->size(); ++k) {
            const auto* value = (*list)[k].as<std::int64_t>();
            const auto* id = (*list)[k].as<ValueId>();
            const NumberType* number = id ? asNumberType(graph.type(*id)) : nullptr;
            says = says && ((value && (*value == -1 || result->sizes[k].is(*value))) || (number && number->expr == result->sizes[k]));
        }
        if (says) return static_cast<int>(i);
    }
    return -1;
}

// What was learned about one node, in numbers of its own: operand dimensions, then literals, then results.
struct DimClasses::Relations {
    std::vector<std::pair<int, int>> equal;
    std::vector<std::pair<int, std::vector<int>>> multiples;
};

class DimClasses::NodeProbe {
public:
    NodeProbe(const Graph& graph, const Node& node) : m_graph(graph), m_node(node), m_op(findOp(node.op)) {
        for (const ValueId id : node.inputs()) {
            if (std::ranges::find(m_operands, id) != m_operands.end()) continue;
            m_operands.push_back(id);
            addDims(id);
        }
        m_literalBegin = static_cast<int>(m_local.size());
        for (std::size_t i = 0; i < node.args.size(); ++i) {
            addLiteral(node.args[i].value, i, -1);
            if (const auto* list = node.args[i].value.as<Arg::List>())
                for (std::size_t k = 0; k < list->size(); ++k) addLiteral((*list)[k], i, static_cast<int>(k));
        }
        m_resultBegin = static_cast<int>(m_local.size());
        for (const ValueId id : node.outputs) addDims(id);
    }

    struct Local {
        DimRef dim;  // invalid value: a literal
        Literal literal;
        std::int64_t size = -1;
    };
    const std::vector<Local>& locals() const { return m_local; }

    // Two nodes of one text get the same answers.
    std::string key() const {
        std::string text = m_node.op;
        for (const ValueId id : m_operands) text += typeText(m_graph.type(id)) + ";";
        const auto add = [&](const auto& self, const Arg& arg) -> void {
            text += static_cast<char>('a' + arg.value.index());
            if (const auto* id = arg.as<ValueId>()) text += std::to_string(std::ranges::find(m_operands, *id) - m_operands.begin());
            if (const auto* integer = arg.as<std::int64_t>()) text += std::to_string(*integer);
            if (const auto* flag = arg.as<bool>()) text += *flag ? '1' : '0';
            if (const auto* words = arg.as<std::string>()) text += *words + ";";
            if (arg.as<GraphRef>()) text += std::to_string(m_node.id.index());  // nothing else is like it
            if (const auto* dtype = arg.as<DType>()) text += std::to_string(static_cast<int>(*dtype));
            if (const auto* list = arg.as<Arg::List>())
                for (const Arg& item : *list) self(self, item);
        };
        for (const NamedArg& arg : m_node.args) {
            text += arg.name;
            add(add, arg.value);
        }
        return text;
    }

    Relations ask() {
        m_seen.assign(m_local.size(), false);
        if (!m_op) return {};
        if (!alignSizes()) {
            m_found = {};
            for (int i = 0; i < m_literalBegin; ++i)
                if (!m_seen[index(i)] && m_local[index(i)].size > 1) askDim(i);
            for (int i = m_literalBegin; i < m_resultBegin; ++i)
                if (!m_seen[index(i)]) follow({i});
        }
        return std::move(m_found);
    }

private:
    static std::size_t index(int i) { return static_cast<std::size_t>(i); }

    void addDims(ValueId id) {
        const Type& type = m_graph.type(id);
        for (int dim = 0; dim < slotCount(type); ++dim)
            m_local.push_back({.dim = {id, dim}, .literal = {}, .size = sizeAt(type, dim)});
    }
    void addLiteral(const Arg& arg, std::size_t position, int item) {
        const auto* value = arg.as<std::int64_t>();
        if (value && *value > 1 && *value < kLargestLiteral)
            m_local.push_back({.dim = {}, .literal = {m_node.id, position, item}, .size = *value});
    }

    // The results' types with these sizes multiplied, nothing when the rule refuses it.
    std::optional<Types> probe(const std::vector<int>& scaled) const {
        std::vector<std::pair<ValueId, Type>> changed;
        std::vector<NamedArg> args;
        for (const int i : scaled) {
            const Local& one = m_local[index(i)];
            if (one.dim.value.valid()) {
                auto found = std::ranges::find(changed, one.dim.value, &std::pair<ValueId, Type>::first);
                if (found == changed.end()) {
                    changed.emplace_back(one.dim.value, m_graph.type(one.dim.value));
                    found = changed.end() - 1;
                }
                setSize(found->second, one.dim.dim, one.size * kProbe);
                continue;
            }
            if (args.empty()) args = m_node.args;
            Arg& arg = args[one.literal.arg].value;
            (one.literal.item < 0 ? arg : std::get<Arg::List>(arg.value)[index(one.literal.item)]) = Arg(one.size * kProbe);
        }
        const auto types = [&](ValueId id) -> const Type& {
            const auto found = std::ranges::find(changed, id, &std::pair<ValueId, Type>::first);
            return found == changed.end() ? m_graph.type(id) : found->second;
        };
        Result<Types> inferred = inferTypes(*m_op, args.empty() ? std::span(m_node.args) : std::span(args), types);
        if (!inferred || inferred->size() != m_node.outputs.size()) return std::nullopt;
        for (std::size_t i = 0; i < inferred->size(); ++i)
            if ((*inferred)[i].index() != m_graph.type(m_node.outputs[i]).index() ||
                slotCount((*inferred)[i]) != slotCount(m_graph.type(m_node.outputs[i])))
                return std::nullopt;
        return *std::move(inferred);
    }

    // The result dimensions that were as large as `size` and change with it.
    std::vector<int> followers(const Types& inferred, std::int64_t size) const {
        std::vector<int> found;
        int local = m_resultBegin;
        for (const Type& type : inferred)
            for (int dim = 0; dim < slotCount(type); ++dim, ++local)
                if (m_local[index(local)].size == size && sizeAt(type, dim) == size * kProbe) found.push_back(local);
        return found;
    }

    // @return whether the rule takes the node with these multiplied; those of one size, and results like them, are equal.
    bool follow(const std::vector<int>& scaled) {
        const auto inferred = probe(scaled);
        if (!inferred) return false;
        const int least = *std::ranges::min_element(scaled, {}, [&](int i) { return m_local[index(i)].size; });
        for (const int i : scaled) {
            m_seen[index(i)] = true;
            if (i == least) continue;
            if (m_local[index(i)].size == m_local[index(least)].size)
                m_found.equal.emplace_back(least, i);
            else
                m_found.multiples.push_back({i, {least}});
        }
        for (const int i : scaled)
            for (const int result : followers(*inferred, m_local[index(i)].size)) m_found.equal.emplace_back(i, result);
        return true;
    }

    void askDim(int i) {
        const std::int64_t size = m_local[index(i)].size;
        const auto alone = probe({i});
        if (alone && !followers(*alone, size).empty()) {
            follow({i});
            return;
        }
        // A size that the result does not take over may be meant to change along with a number that says the same: the
        // end of a slice.
        if (alone) {
            for (int k = m_literalBegin; k < m_resultBegin; ++k)
                if (m_local[index(k)].size == size)
                    if (const auto both = probe({i, k}); both && !followers(*both, size).empty()) {
                        follow({i, k});
                        return;
                    }
            follow({i});
            return;
        }
        // Equal sizes; what it is a multiple of, or a part (groups); numbers that add up to it (parts to split into).
        if (askSet(i, [&](const Local& other) { return other.size == size; })) return;
        if (askSet(i, [&](const Local& other) { return other.size > 1 && divides(size, other.size); })) return;
        askSet(i, [](const Local& other) { return !other.dim.value.valid() && other.literal.item >= 0; });
    }

    // The fewest of those sizes that must change with dimension `i` for the rule to take it.
    template <class May>
    bool askSet(int i, May may) {
        std::vector<int> set{i}, others;
        for (int k = 0; k < m_resultBegin; ++k)
            if (k != i && may(m_local[index(k)])) others.push_back(k);
        if (others.empty()) return false;
        set.insert(set.end(), others.begin(), others.end());
        if (!probe(set)) {
            for (const int k : others)
                if (follow({i, k})) return true;
            return false;
        }
        for (std::size_t k = set.size(); k-- > 1;) {
            std::vector<int> without = set;
            without.erase(without.begin() + static_cast<std::ptrdiff_t>(k));
            if (probe(without)) set = std::move(without);
        }
        return follow(set);
    }

    // A node that is told its result's sizes and keeps the elements of its first operand regroups dimensions: those
    // of a group multiply to the same number on both sides. Which ones is told by position, not by any question.
    bool alignSizes() {
        if (m_node.outputs.size() != 1 || m_operands.empty()) return false;
        const TensorType* from = asTensorType(m_graph.type(m_operands.front()));
        const TensorType* to = asTensorType(m_graph.type(m_node.output()));
        if (!from || !to || from->numel() != to->numel()) return false;
        const int sizesArg = sizesArgument(m_graph, m_node);
        if (sizesArg < 0) return false;
        std::size_t a = 0, b = 0;
        while (a < from->sizes.size() || b < to->sizes.size()) {
            std::vector<int> left, right;
            SymInt products[2] = {1, 1};
            const auto take = [&](std::size_t& next, const SymSizes& sizes, int first, std::vector<int>& group, SymInt& product) {
                if (next == sizes.size()) return false;
                product = product * sizes[next];
                if (!sizes[next].is(1)) group.push_back(first + static_cast<int>(next));
                ++next;
                return true;
            };
            const auto takeLeft = [&] { return take(a, from->sizes, 0, left, products[0]); };
            const auto takeRight = [&] { return take(b, to->sizes, m_resultBegin, right, products[1]); };
            if (!takeLeft()) takeRight();
            while (products[0] != products[1]) {
                const auto x = products[0].constant(), y = products[1].constant();
                const bool leftIsBehind = x && (x == 1 || (y && *x < *y));
                if (!leftIsBehind && !y) return false;  // which side is behind is not known
                if (!(leftIsBehind ? takeLeft() : takeRight())) return false;
            }
            addGroup(left, right);
        }
        for (int k = m_literalBegin; k < m_resultBegin; ++k)
            if (const Literal& one = m_local[index(k)].literal; one.arg == index(sizesArg) && one.item >= 0)
                m_found.equal.emplace_back(k, m_resultBegin + one.item);
        return true;
    }

    void addGroup(std::vector<int> left, std::vector<int> right) {
        if (left.size() == 1 && right.size() == 1) {
            m_found.equal.emplace_back(left[0], right[0]);
        } else if (right.size() == 1) {
            m_found.multiples.push_back({right[0], std::move(left)});
        } else if (left.size() == 1) {
            m_found.multiples.push_back({left[0], std::move(right)});
        }
    }

    const Graph& m_graph;
    const Node& m_node;
    const OpDef* m_op;
    std::vector<ValueId> m_operands;
    std::vector<Local> m_local;
    int m_literalBegin = 0, m_resultBegin = 0;
    std::vector<bool> m_seen;
    Relations m_found;
};

DimClasses::DimClasses(const Graph& graph) : m_firstOf(graph.valueIdBound(), -1), m_slotsOf(graph.valueIdBound(), 0) {
    for (const ValueId id : graph.values()) addValue(graph, id);
    for (const GraphInput& input : graph.inputs()) m_inputSlots += m_slotsOf[at(input.value)];
    m_class.resize(m_slots.size());
    std::iota(m_class.begin(), m_class.end(), 0);
    std::unordered_map<std::string, Relations> known;
    for (const Node& node : graph.nodes()) {
        NodeProbe probe(graph, node);
        const auto [entry, fresh] = known.try_emplace(probe.key());
        if (fresh) entry->second = probe.ask();
        std::vector<Slot> slots;
        for (const NodeProbe::Local& local : probe.locals()) {
            if (local.dim.value.valid()) {
                slots.push_back(slotOf(local.dim));
                continue;
            }
            slots.push_back(count());
            m_literals.emplace_back(local.literal, count());
            m_class.push_back(count());
            m_slots.push_back({.dim = {}, .size = local.size});
        }
        for (const auto& [a, b] : entry->second.equal) join(slots[static_cast<std::size_t>(a)], slots[static_cast<std::size_t>(b)]);
        for (const auto& [whole, factors] : entry->second.multiples) {
            Multiple multiple{.whole = slots[static_cast<std::size_t>(whole)], .factors = {}};
            for (const int factor : factors) multiple.factors.push_back(slots[static_cast<std::size_t>(factor)]);
            m_multiples.push_back(std::move(multiple));
        }
    }
    joinFactors();
    // What is written back is as large as what it is written to.
    for (const GraphOutput& output : graph.outputs()) {
        const ValueId* value = output.value.as<ValueId>();
        for (const GraphInput& input : graph.inputs())
            if (value && receives(graph, input, output) && sameShape(graph.type(*value), graph.type(input.value)))
                for (int dim = 0; dim < m_slotsOf[at(*value)]; ++dim)
                    join(slotOf({*value, dim}), slotOf({input.value, dim}));
    }
    for (Slot slot = 0; slot < count(); ++slot) m_class[static_cast<std::size_t>(slot)] = find(slot);
}

// Dimensions that were merged and are split again into the same sizes are the same ones.
void DimClasses::joinFactors() {
    const auto sizes = [&](const Multiple& one) {
        std::vector<std::int64_t> list;
        for (const Slot factor : one.factors) list.push_back(size(factor));
        return list;
    };
    for (bool again = true; again;) {
        again = false;
        std::map<std::pair<Slot, std::vector<std::int64_t>>, const Multiple*> first;
        for (const Multiple& one : m_multiples) {
            const auto [entry, fresh] = first.try_emplace({find(one.whole), sizes(one)}, &one);
            for (std::size_t i = 0; !fresh && i < one.factors.size(); ++i) {
                const Slot a = entry->second->factors[i], b = one.factors[i];
                if (find(a) == find(b) || size(a) <= 1) continue;
                join(a, b);
                again = true;
            }
        }
    }
}

void DimClasses::addValue(const Graph& graph, ValueId id) {
    const Type& type = graph.type(id);
    m_firstOf[at(id)] = count();
    m_slotsOf[at(id)] = slotCount(type);
    for (int dim = 0; dim < slotCount(type); ++dim) m_slots.push_back({.dim = {id, dim}, .size = sizeAt(type, dim)});
}

DimClasses::Slot DimClasses::slotOf(const DimRef& dim) const {
    if (!dim.value.valid() || at(dim.value) >= m_slotsOf.size() || dim.dim < 0 || dim.dim >= m_slotsOf[at(dim.value)]) return -1;
    return m_firstOf[at(dim.value)] + dim.dim;
}

DimClasses::Slot DimClasses::find(Slot slot) {
    while (classOf(slot) != slot) slot = m_class[static_cast<std::size_t>(slot)] = classOf(classOf(slot));
    return slot;
}

// Sizes that differ cannot hang together; a rule that takes both learned nothing here. The earlier slot leads.
void DimClasses::join(Slot a, Slot b) {
    a = find(a);
    b = find(b);
    if (size(a) != size(b) || size(a) <= 1) return;
    m_class[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
}

std::vector<std::pair<DimRef, DimClasses::Slot>> DimClasses::leaders() const {
    std::vector<bool> chosen(m_slots.size(), false);
    for (Slot slot = 0; slot < m_inputSlots; ++slot) chosen[static_cast<std::size_t>(classOf(slot))] = true;
    for (const auto& [literal, slot] : m_literals) chosen[static_cast<std::size_t>(classOf(slot))] = true;
    for (const Multiple& one : m_multiples)
        for (const Slot factor : one.factors) chosen[static_cast<std::size_t>(classOf(factor))] = true;
    std::vector<std::pair<DimRef, Slot>> found;
    for (Slot slot = 0; slot < count(); ++slot)
        if (const One& one = m_slots[static_cast<std::size_t>(slot)];
            classOf(slot) == slot && chosen[static_cast<std::size_t>(slot)] && one.dim.value.valid() && one.size > 1)
            found.emplace_back(one.dim, slot);
    return found;
}

}  // namespace whittle

#include "minifier/edits/resizing.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "engine/ops/op_call.h"

namespace whittle {
namespace {

// A size may follow first one, then another of those it depends on; sizes that chase each other are given up.
constexpr int kMostChanges = 8;

// Up to here every size below is tried, above it fractions: 5 of 8 may matter, 3,001 of 4,096 hardly.
constexpr std::int64_t kTriedOneByOne = 64;

}  // namespace

std::vector<std::int64_t> sizesBelow(std::int64_t size, std::int64_t least) {
    std::vector<std::int64_t> sizes{least, least + 1, least + 2, size / 2, size - size / 4, size - size / 8};
    if (size <= kTriedOneByOne) sizes.push_back(size - 1);
    std::set<std::int64_t> seen;
    std::erase_if(sizes, [&](std::int64_t one) { return one < least || one >= size || !seen.insert(one).second; });
    return sizes;
}

Resizing::Resizing(const Graph& graph, const DimClasses& classes) : m_graph(graph), m_classes(classes) {
    for (std::size_t i = 0; i < classes.literals().size(); ++i) m_literalsOf[classes.literals()[i].first.node].push_back(i);
}

Result<void> Resizing::plan(std::span<const DimClasses::Slot> slots, std::int64_t size) {
    m_now.clear();
    for (DimClasses::Slot slot = 0; slot < m_classes.count(); ++slot) m_now.push_back(m_classes.size(slot));
    m_given.assign(m_now.size(), false);
    m_changes.assign(m_now.size(), 0);
    for (const DimClasses::Slot slot : slots) {
        now(slot) = size;
        m_given[static_cast<std::size_t>(m_classes.classOf(slot))] = true;
    }
    do {
        m_changed = false;
        WHITTLE_TRY_VOID(settleMultiples());
        // What does not fit may fit once what changed on the way there is known.
        if (Result<void> settled = settleTypes(); !settled && !m_changed) return settled;
    } while (m_changed);
    return {};
}

Result<void> Resizing::set(DimClasses::Slot slot, std::int64_t size) {
    if (size == now(slot)) return {};
    if (isGiven(slot)) return fail(Code::Verify, "edit.33: a size would have to be {} and {}", now(slot), size);
    if (++m_changes[static_cast<std::size_t>(m_classes.classOf(slot))] > kMostChanges)
        return fail(Code::Verify, "edit.31: the sizes that follow do not settle");
    now(slot) = size;
    m_changed = true;
    return {};
}

Result<void> Resizing::settleMultiples() {
    for (bool again = true; again;) {
        again = false;
        for (const DimClasses::Multiple& one : m_classes.multiples()) {
            std::int64_t above = m_classes.size(one.whole), below = 1;
            if (above < 0) continue;
            for (const DimClasses::Slot factor : one.factors) {
                if (m_classes.size(factor) <= 0) continue;
                above *= now(factor);
                below *= m_classes.size(factor);
                const std::int64_t common = std::gcd(above, below);
                above /= common;
                below /= common;
            }
            if (below != 1)
                return fail(Code::Verify, "edit.32: a size of {} has no such part any more", m_classes.size(one.whole));
            again = again || above != now(one.whole);
            WHITTLE_TRY_VOID(set(one.whole, above));
        }
    }
    return {};
}

const Type& Resizing::type(ValueId id) const {
    const auto found = m_types.find(id);
    return found == m_types.end() ? m_graph.type(id) : found->second;
}

// @return whether its type is another now.
bool Resizing::retypeInput(ValueId id) {
    Type type = m_graph.type(id);
    bool changed = false;
    const auto set = [&](SymInt& size, int dim) {
        const DimClasses::Slot slot = m_classes.slotOf({id, dim});
        if (!size.isConstant() || size.is(now(slot))) return;
        size = now(slot);
        changed = true;
    };
    if (auto* tensor = std::get_if<TensorType>(&type)) {
        for (int dim = 0; dim < tensor->rank(); ++dim) set(tensor->sizes[static_cast<std::size_t>(dim)], dim);
        const GraphInput* input = m_graph.inputOf(id);
        const Tensor* data = asTensor(input->data);
        if (changed) tensor->strides = data ? denseStrides(*data, tensor->sizes) : SymSizes{};
    }
    if (auto* number = std::get_if<NumberType>(&type); number && number->kind == NumberType::Kind::Int) set(number->expr, 0);
    if (changed) m_types.insert_or_assign(id, std::move(type));
    return changed;
}

const std::vector<NamedArg>& Resizing::argsOf(const Node& node) {
    if (const auto literals = m_literalsOf.find(node.id); literals != m_literalsOf.end())
        for (const std::size_t i : literals->second) {
            const auto& [literal, slot] = m_classes.literals()[i];
            if (now(slot) == m_classes.size(slot)) continue;
            Arg& arg = m_args.try_emplace(node.id, node.args).first->second[literal.arg].value;
            (literal.item < 0 ? arg : std::get<Arg::List>(arg.value)[static_cast<std::size_t>(literal.item)]) = Arg(now(slot));
        }
    const auto found = m_args.find(node.id);
    return found == m_args.end() ? node.args : found->second;
}

Result<void> Resizing::settleTypes() {
    m_types.clear();
    m_args.clear();
    for (const GraphInput& input : m_graph.inputs()) retypeInput(input.value);
    for (const Node& node : m_graph.nodes()) WHITTLE_TRY_VOID(settleNode(node));
    return {};
}

Result<void> Resizing::settleNode(const Node& node) {
    const std::vector<NamedArg>& args = argsOf(node);
    if (!m_args.contains(node.id) && std::ranges::none_of(node.inputs(), [&](ValueId id) { return m_types.contains(id); })) {
        // Nothing changes here, so the sizes of its results do not either.
        for (const ValueId id : node.outputs) WHITTLE_TRY_VOID(settleResult(id, m_graph.type(id)));
        return {};
    }
    const OpDef* op = findOp(node.op);
    if (!op) return fail(Code::Verify, "edit.34: nothing is known about the sizes of node '{}'", node.name);
    Result<Types> inferred = inferTypes(*op, args, [this](ValueId id) -> const Type& { return type(id); }).context("resizing node '{}'", node.name);
    WHITTLE_TRY(const Types results, std::move(inferred));
    if (results.size() != node.outputs.size())
        return fail(Code::Verify, "edit.35: node '{}' would have {} results", node.name, results.size());
    for (std::size_t i = 0; i < results.size(); ++i) WHITTLE_TRY_VOID(settleResult(node.outputs[i], results[i]));
    return {};
}

Result<void> Resizing::settleResult(ValueId id, const Type& inferred) {
    const Type& recorded = m_graph.type(id);
    const auto settle = [&](const SymInt& size, int dim) -> Result<void> {
        const DimClasses::Slot slot = m_classes.slotOf({id, dim});
        const auto value = size.constant();
        return value && m_classes.size(slot) >= 0 ? set(slot, *value) : Result<void>();
    };
    const TensorType* tensor = asTensorType(inferred);
    const TensorType* before = asTensorType(recorded);
    if (inferred.index() != recorded.index() || (tensor && tensor->rank() != before->rank()))
        return fail(Code::Verify, "edit.36: %{} would become {}", m_graph.value(id).name, typeText(inferred));
    if (tensor)
        for (int dim = 0; dim < tensor->rank(); ++dim) WHITTLE_TRY_VOID(settle(tensor->sizes[static_cast<std::size_t>(dim)], dim));
    const NumberType* number = asNumberType(inferred);
    if (number && number->kind == NumberType::Kind::Int) WHITTLE_TRY_VOID(settle(number->expr, 0));
    if (!sameShape(inferred, recorded) || (number && inferred != recorded)) m_types.insert_or_assign(id, inferred);
    return {};
}

Result<void> Resizing::commit(Graph& graph, Keep keep) const {
    const auto symbols = [values = Capture::ofInputs(graph)](std::string_view name) { return values.symbol(name); };
    for (const auto& [id, type] : m_types) graph.setType(id, type);
    for (const auto& [id, args] : m_args) graph.setArgs(id, args);
    for (const GraphInput& input : m_graph.inputs()) {
        if (!m_types.contains(input.value) || std::holds_alternative<std::monostate>(input.data)) continue;
        Result<Datum> data = fitted(input.data, graph.type(input.value), symbols, keep).context("resizing %{}", graph.value(input.value).name);
        WHITTLE_TRY(Datum fit, std::move(data));
        graph.setInputData(input.value, std::move(fit));
    }
    return {};
}

}  // namespace whittle

#include "minifier/fuzz/draft.h"

#include <algorithm>

#include "engine/ops/op_call.h"

namespace whittle {
namespace {

// Empty, one, odd, and on both sides of what a vector register or a block holds.
constexpr int kSmallSizes[] = {0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9};
constexpr int kLargeSizes[] = {15, 16, 17, 31, 32, 33, 64, 65, 100, 129};
constexpr DType kFloats[] = {DType::F32, DType::F32, DType::F32, DType::F64, DType::F16, DType::BF16};
constexpr DType kOthers[] = {DType::I64, DType::I64, DType::I32, DType::U8, DType::Bool, DType::I8, DType::I16};
constexpr InputLayout kLayouts[] = {InputLayout::RowMajor, InputLayout::RowMajor, InputLayout::RowMajor,
                                    InputLayout::Permuted, InputLayout::Gaps, InputLayout::Expanded};

// Elements of one tensor: enough for several blocks and threads, little enough for many graphs a second.
constexpr std::int64_t kMaxElements = 1 << 15;
constexpr int kBindings = 3;

std::optional<std::int64_t> evaluated(const SymInt& size, const Binding& binding) {
    const auto value = size.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
        const auto found = binding.find(std::string(name));
        return found == binding.end() ? std::nullopt : std::optional(found->second);
    });
    return value ? std::optional(*value) : std::nullopt;
}

std::optional<Type> concreteType(const Type& type, const Binding& binding) {
    if (const TensorType* tensor = asTensorType(type)) {
        TensorType out{tensor->dtype, {}, {}, tensor->device};
        for (const SymInt& size : tensor->sizes) {
            const auto value = evaluated(size, binding);
            if (!value) return std::nullopt;
            out.sizes.push_back(*value);
        }
        return out;
    }
    if (const NumberType* number = asNumberType(type); number && number->kind == NumberType::Kind::Int) {
        const auto value = evaluated(number->expr, binding);
        return value ? std::optional<Type>(NumberType{NumberType::Kind::Int, *value}) : std::nullopt;
    }
    return type;
}

// Whether a size that hangs on symbols is 1 in this run. torch.export takes every dynamic size for 2 at least, and makes one that is 1
// a constant: a graph for any size never broadcasts it, so a run where eager mode does is not that graph's.
bool becomesOne(const Type& type, const Binding& binding) {
    const TensorType* tensor = asTensorType(type);
    return tensor && std::ranges::any_of(tensor->sizes, [&](const SymInt& size) { return !size.isConstant() && evaluated(size, binding) == 1; });
}

}  // namespace

Draft::Draft(std::uint64_t seed, std::uint64_t number) : m_random(Random::forPart(seed, number)) {
    m_graph.name = fmt::format("fuzz_{}_{}", seed, number);
    Origin origin;
    origin.name = m_graph.name;
    m_origin = std::make_shared<const Origin>(std::move(origin));
    for (int i = m_random.between(2, 4); i > 0; --i)
        m_vocabulary.push_back(m_random.chance(15) ? m_random.pick(kLargeSizes) : m_random.pick(kSmallSizes));
    const int symbols = m_random.chance(35) ? m_random.between(1, 2) : 0;
    m_bindings.resize(symbols ? kBindings : 1);
    for (int i = 0; i < symbols; ++i) {
        const std::string name = fmt::format("s{}", i);
        m_vocabulary.insert(m_vocabulary.begin(), 2, SymInt::symbol(name));  // twice: a dynamic graph is dynamic
        for (Binding& binding : m_bindings) binding[name] = m_random.chance(15) ? m_random.pick(kLargeSizes) : m_random.between(2, 9);
        m_graph.symbols[name] = {.min = 2, .max = std::nullopt, .hint = m_bindings.front()[name]};
    }
    m_concrete.resize(m_bindings.size());
    // Few dtypes a graph, so that operands meet; often one.
    m_dtypes.push_back(m_random.pick(kFloats));
    if (m_random.chance(40)) m_dtypes.push_back(m_random.pick(kFloats));
    if (m_random.chance(50)) m_dtypes.push_back(m_random.pick(kOthers));
    if (m_random.chance(15)) m_dtypes.assign(1, m_random.pick(kOthers));
    for (int i = m_random.between(1, 3); i > 0; --i) addInput(dtype(), sizes(m_random.between(0, 4)));
}

SymInt Draft::size() { return m_random.pick(m_vocabulary); }

SymSizes Draft::sizes(int rank) {
    SymSizes out;
    for (int i = 0; i < rank; ++i) out.push_back(m_random.chance(15) ? SymInt(1) : size());
    return out;
}

DType Draft::dtype() { return m_random.pick(m_dtypes); }

DType Draft::floatDType() {
    const auto found = std::ranges::find_if(m_dtypes, isFloating);
    return found == m_dtypes.end() ? DType::F32 : *found;
}

ValueId Draft::addInput(DType dtype, SymSizes sizes, Filling filling) {
    std::optional<Type> type;
    for (;;) {  // shapes are drawn with one eye closed: too large ones lose their largest ends
        type = TensorType{dtype, sizes, {}, {}};
        if (sizes.empty() || fitsMemory(*type)) break;
        sizes.pop_back();
    }
    GraphInput input;
    const bool isStatic = std::ranges::all_of(sizes, [](const SymInt& size) { return size.isConstant(); });
    // Weights are the same in every run, and compilers do things to them ahead of time.
    if (isStatic && m_random.chance(filling.kind == Filling::Kind::Tame ? 60 : 15)) {
        input.kind = InputKind::Parameter;
        input.target = fmt::format("p{}", m_inputs.size());
    }
    const ValueId id = m_graph.addInput(std::move(input), fmt::format("in{}", m_inputs.size()), *type);
    m_inputs.push_back({id, std::move(filling), m_random.pick(kLayouts)});
    addTensor(id);
    return id;
}

void Draft::addTensor(ValueId id) {
    for (std::size_t i = 0; i < m_bindings.size(); ++i) {
        m_concrete[i].resize(m_graph.valueIdBound());
        m_concrete[i][static_cast<std::size_t>(id.index())] = *concreteType(m_graph.type(id), m_bindings[i]);
    }
    if (asTensorType(m_graph.type(id))) m_tensors.push_back(id);
}

std::optional<ValueId> Draft::pick(const std::function<bool(const TensorType&)>& fits) {
    std::vector<ValueId> found;
    for (const ValueId id : m_tensors)
        if (fits(type(id))) found.push_back(id);
    if (found.empty()) return std::nullopt;
    if (m_random.chance(60)) return found[found.size() - 1 - static_cast<std::size_t>(m_random.below(std::min<int>(3, static_cast<int>(found.size()))))];
    return m_random.pick(found);
}

ValueId Draft::pickOrAdd(DType dtype, const SymSizes& sizes, Filling filling) {
    if (filling.kind == Filling::Kind::Any && m_random.chance(70))
        if (const auto found = pick([&](const TensorType& t) { return t.dtype == dtype && t.sizes == sizes; })) return *found;
    return addInput(dtype, sizes, std::move(filling));
}

std::optional<Arg> Draft::number(const SymInt& size) {
    if (const auto constant = size.constant()) return Arg(*constant);
    if (const auto known = m_numbers.find(size.text()); known != m_numbers.end()) return Arg(known->second);
    for (const ValueId id : m_tensors)
        for (int axis = 0; axis < type(id).rank(); ++axis) {
            if (type(id).sizes[static_cast<std::size_t>(axis)] != size) continue;
            if (!add(*findOp("aten.sym_size.int"), {{"self", id}, {"dim", axis}})) return std::nullopt;
            const ValueId made = m_graph.nodes().back().output();
            m_numbers.emplace(size.text(), made);
            return Arg(made);
        }
    return std::nullopt;
}

bool Draft::fitsMemory(const Type& type) const {
    const TensorType* tensor = asTensorType(type);
    if (!tensor) return true;
    return std::ranges::all_of(m_bindings, [&](const Binding& binding) {
        std::int64_t count = 1;
        for (const SymInt& size : tensor->sizes) {
            const auto value = evaluated(size, binding);
            if (!value || *value < 0 || *value > kMaxElements) return false;
            count *= std::max<std::int64_t>(*value, 1);  // a size of 0 hides nothing: strides are as large
            if (count > kMaxElements) return false;
        }
        return true;
    });
}

Result<Types> Draft::concreteTypes(const OpDef& op, std::span<const NamedArg> args, std::size_t binding) const {
    return inferTypes(op, args, [&](ValueId id) -> const Type& { return m_concrete[binding][static_cast<std::size_t>(id.index())]; });
}

bool Draft::add(const OpDef& op, std::vector<NamedArg> args) {
    Result<Types> types = inferTypes(op, args, [&](ValueId id) -> const Type& { return m_graph.type(id); });
    if (!types) return false;
    // A gradient of which no part is asked for.
    if (std::ranges::none_of(*types, [](const Type& type) { return asTensorType(type) != nullptr; })) return false;
    for (std::size_t i = 0; i < m_bindings.size(); ++i) {
        const Result<Types> concrete = concreteTypes(op, args, i);
        if (!concrete || concrete->size() != types->size()) return false;
        for (std::size_t k = 0; k < types->size(); ++k) {
            // Sizes that only the data tells have symbols of their own, which no binding knows.
            const std::optional<Type> expected = concreteType((*types)[k], m_bindings[i]);
            if (!expected || !fitsMemory((*types)[k]) || becomesOne((*types)[k], m_bindings[i])) return false;
            if (const TensorType* tensor = asTensorType((*types)[k]); tensor && isComplex(tensor->dtype)) return false;
            if (asTensorType(*expected) && !sameShape(*expected, (*concrete)[k])) return false;
        }
    }
    const NodeId node = m_graph.addNode({.name = {}, .op = std::string(op.name), .args = std::move(args),
                                         .outputTypes = *std::move(types), .outputNames = {}, .origin = m_origin, .before = {}});
    const std::vector<ValueId> outputs = m_graph.node(node).outputs;
    for (const ValueId id : outputs) addTensor(id);
    return true;
}

void Draft::finish() {
    std::vector<NodeId> idle;  // sizes that were asked for by a draw that came to nothing
    const UseMap uses(m_graph);
    for (const Node& node : m_graph.nodes())
        if (std::ranges::all_of(node.outputs, [&](ValueId id) { return uses.unused(id) && !asTensorType(m_graph.type(id)); })) idle.push_back(node.id);
    m_graph.removeNodes(idle);
    std::vector<ValueId> unread;
    for (const ValueId id : m_tensors)
        if (m_graph.inputOf(id) && uses.unused(id)) unread.push_back(id);
    m_graph.removeInputs(unread);
    std::erase_if(m_inputs, [&](const DraftInput& input) { return !m_graph.contains(input.value); });
    for (const ValueId id : m_tensors) {
        if (!m_graph.contains(id) || m_graph.inputOf(id)) continue;
        if (uses.unused(id) || m_random.chance(10)) m_graph.addOutput({id, OutputKind::User, {}});
    }
    std::set<std::string> used;
    for (const GraphInput& input : m_graph.inputs())
        for (const SymInt& size : type(input.value).sizes) used.merge(size.symbols());
    std::erase_if(m_graph.symbols, [&](const auto& symbol) { return !used.contains(symbol.first); });
}

}  // namespace whittle

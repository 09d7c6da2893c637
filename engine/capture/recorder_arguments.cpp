// What a function looks at of its arguments: the guards that makes, which sizes become symbols, the inputs of the graph.
#include "engine/capture/recorder.h"

#include <algorithm>
#include <cmath>

namespace whittle {
namespace {

SymSizes constantSizes(const Sizes& sizes) { return SymSizes(sizes.begin(), sizes.end()); }

}  // namespace

const Cell& FunctionRecorder::resolve(const Variable& variable) {
    Cell& cell = *variable.cell();
    if (cell.as<LazyArgument>()) realize(cell);
    return cell;
}

void FunctionRecorder::guard(GuardKind kind, const Source& source, std::string text, decltype(Guard::want) want) {
    if (records()) m_out.guards.push_back({.kind = kind, .source = source, .text = std::move(text), .want = std::move(want), .cause = nullptr});
}

void FunctionRecorder::realize(Cell& cell) {
    const LazyArgument lazy = *cell.as<LazyArgument>();
    const Source& source = lazy.source;
    const CallValue& value = *lazy.value;
    if (m_segment.recording && !value.as<CallValue::List>() && !value.as<CallValue::Dict>()) {
        const auto known = m_segment.recording->arguments.find(source.text);
        if (known == m_segment.recording->arguments.end()) leave(Error{Code::Internal, fmt::format("{} was not looked at when the function was recorded", source.text), {}});
        cell.state = known->second;
        return;
    }
    if (value.as<std::monostate>() || value.as<bool>()) {
        guard(GuardKind::IdMatch, source, fmt::format("___check_obj_id({}, <obj_id>)", source.text), value);
        if (const bool* v = value.as<bool>()) cell.state = *v;
        else cell.state = std::monostate{};
    } else if (const auto* integer = value.as<std::int64_t>()) {
        realizeInteger(cell, source, *integer);
    } else if (const auto* real = value.as<double>()) {
        realizeFloat(cell, source, *real);
    } else if (const auto* text = value.as<std::string>()) {
        guard(GuardKind::EqualsMatch, source, fmt::format("{} == '{}'", source.text, *text), value);
        cell.state = *text;
    } else if (const auto* tensor = value.as<TensorRef>()) {
        realizeTensor(cell, source, *tensor);
    } else {
        return realizeContainer(cell, source, value);
    }
    if (records()) m_out.arguments.insert_or_assign(source.text, cell.state);
}

void FunctionRecorder::realizeContainer(Cell& cell, const Source& source, const CallValue& value) {
    const auto itemOf = [&](Source at, const CallValue& item) { return fresh({std::move(at), &item}); };
    if (const auto* list = value.as<CallValue::List>()) {
        guard(GuardKind::TypeMatch, source, fmt::format("___check_type_id({}, <type_id>)", source.text), value);
        guard(GuardKind::LengthCheck, source, fmt::format("len({}) == {}", source.text, list->size()), list->size());
        std::vector<Variable> items;
        for (std::size_t i = 0; i < list->size(); ++i) items.push_back(itemOf(source.item(i), (*list)[i]));
        cell.state = std::move(items);
        return;
    }
    const auto& dict = *value.as<CallValue::Dict>();
    guard(GuardKind::TypeMatch, source, fmt::format("___check_type_id({}, <type_id>)", source.text), value);
    guard(GuardKind::DictLength, source, fmt::format("len({}) == {}", source.text, dict.size()), dict.size());
    DictCell items;
    CallValue::List keys;
    for (const auto& [key, item] : dict) keys.emplace_back(key);
    guard(GuardKind::DictKeys, source, fmt::format("list({}.keys()) == {}", source.text, CallValue(keys).text()), CallValue(keys));
    for (const auto& [key, item] : dict) items.emplace_back(key, itemOf(source.key(key), item));
    cell.state = std::move(items);
}

void FunctionRecorder::realizeInteger(Cell& cell, const Source& source, std::int64_t value) {
    // PyTorch takes globals to be settings: each value is a graph of its own.
    const bool fixed = !records() || m_options.specializeInt || source.text.starts_with("G[");
    const bool learn = !fixed && m_options.dynamic == Dynamic::Automatic && m_options.automaticDynamic;
    const bool changed = learn && m_segment.history->addScalar(source.text, value).scalar.several();
    const CallValue* earlier = source.in(m_segment.earlier);
    const bool differs = earlier && earlier->as<std::int64_t>() && *earlier->as<std::int64_t>() != value;
    const bool symbolic = !fixed && (m_options.dynamic == Dynamic::Always || changed || differs);
    if (!symbolic) {
        guard(GuardKind::EqualsMatch, source, fmt::format("{} == {}", source.text, value), CallValue(value));
        cell.state = SymInt(value);
        return;
    }
    guard(GuardKind::TypeMatch, source, fmt::format("___check_type_id({}, <type_id>)", source.text), CallValue(value));
    const SymInt number = m_out.env.addInteger(value, source.text);
    m_out.sizes.push_back({.name = source.text, .source = source, .part = SizeSource::Part::Value});
    m_out.graph.addInput({}, m_inputs[static_cast<std::size_t>(source.root)].name, NumberType{NumberType::Kind::Int, number});
    m_out.inputs.push_back(source);
    cell.state = number;
}

void FunctionRecorder::realizeFloat(Cell& cell, const Source& source, double value) {
    const bool fixed = !records() || source.text.starts_with("G[");
    const bool learn = !fixed && m_options.dynamic == Dynamic::Automatic && m_options.automaticDynamic;
    const bool changed = learn && m_segment.history->addFloat(source.text, value).scalar.several();
    const bool typed = !fixed && (m_options.dynamic == Dynamic::Always || changed);
    if (typed) guard(GuardKind::TypeMatch, source, fmt::format("___check_type_id({}, <type_id>)", source.text), CallValue(value));
    if (typed && !std::isnan(value)) {
        guard(GuardKind::FloatIsNotNan, source, fmt::format("{0} == ___as_tensor({0}).item()", source.text), CallValue(value));
        m_out.env.addFloat(source.text);
        const ValueId id = m_out.graph.addInput({}, m_inputs[static_cast<std::size_t>(source.root)].name, NumberType{NumberType::Kind::Float, {}});
        m_out.inputs.push_back(source);
        cell.state = NumberCell{.id = id, .source = source};
        return;
    }
    if (std::isnan(value)) guard(GuardKind::FloatIsNan, source, fmt::format("__math_isnan({})", source.text), CallValue(value));
    else guard(GuardKind::EqualsMatch, source, fmt::format("{} == {}", source.text, CallValue(value).text()), CallValue(value));
    cell.state = value;
}

void FunctionRecorder::realizeTensor(Cell& cell, const Source& source, const TensorRef& tensor) {
    const auto same = std::ranges::find(m_tensors, tensor.get(), &Realized::tensor);
    if (same != m_tensors.end()) {
        guard(GuardKind::ObjectAliasing, source, fmt::format("{} is {}", same->source.text, source.text), std::vector{same->source});
        cell.state = same->cell->state;
        return;
    }
    Realized entry{.tensor = tensor.get(), .source = source, .cell = std::make_shared<Cell>(), .sizes = {}, .strides = {}};
    if (records()) {
        addSymbolicSizes(entry);
    } else {
        entry.sizes = constantSizes(tensor->sizes);
        entry.strides = constantSizes(tensor->strides);
    }
    const bool rowMajor = contiguousStrides(tensor->sizes) == tensor->strides;
    TensorType type{tensor->dtype, entry.sizes, rowMajor ? SymSizes{} : entry.strides, tensor->device};
    const ValueId id = m_out.graph.addInput({}, m_inputs[static_cast<std::size_t>(source.root)].name, type);
    m_out.inputs.push_back(source);
    DatumRef data = isEager() && tensor->data.defined() ? std::make_shared<const Datum>(tensor->data) : nullptr;
    if (data) m_data.emplace(id, data);
    entry.cell->state = TensorCell{id, std::move(type), std::move(data)};
    cell.state = entry.cell->state;
    m_tensors.push_back(std::move(entry));
}

// Which dimensions are symbols: what the user marked, what earlier calls had otherwise, or all. Follows PyTorch 2.6's
// _automatic_dynamic and ShapeEnv._compute_symbolic_stride.
void FunctionRecorder::addSymbolicSizes(Realized& entry) {
    const TensorArg& tensor = *entry.tensor;
    ShapeEnv& env = m_out.env;
    const auto rank = static_cast<int>(tensor.sizes.size());
    const bool automatic = m_options.dynamic != Dynamic::Never && m_options.automaticDynamic && !tensor.isParameter;
    const DynamicHistory::Input& seen = m_segment.history->addTensor(entry.source.text, tensor);
    const auto at = [](auto& list, int i) -> auto& { return list[static_cast<std::size_t>(i)]; };
    const CallValue* given = entry.source.in(m_segment.earlier);
    const TensorArg* earlier = given && given->tensor() && given->tensor()->sizes.size() == tensor.sizes.size() ? given->tensor() : nullptr;
    bool sizesAreStatic = true, sizesChanged = false;
    for (int i = 0; i < rank; ++i) {
        const DimMark mark = tensor.mark(i);
        const bool changed = (automatic && seen.sizes.several(i)) || (earlier && at(earlier->sizes, i) != at(tensor.sizes, i));
        sizesChanged |= changed;
        DimPolicy policy = DimPolicy::Static;
        if (mark.kind == DimMark::Kind::Unbacked) policy = DimPolicy::Unbacked;
        else if (mark.kind == DimMark::Kind::Dynamic || mark.kind == DimMark::Kind::MaybeDynamic) policy = DimPolicy::Dynamic;
        else if (changed && mark.kind != DimMark::Kind::Static) policy = DimPolicy::Dynamic;
        else if (m_options.dynamic == Dynamic::Always && !tensor.isParameter && mark.kind != DimMark::Kind::Static) policy = DimPolicy::Duck;
        sizesAreStatic &= policy == DimPolicy::Static;
        const SymRange range{std::max<std::int64_t>(2, mark.min.value_or(2)), mark.max};
        if ((mark.min || mark.max) && !SymRange{mark.min, mark.max}.holds(at(tensor.sizes, i)))
            leave(Error{Code::Argument, fmt::format("{} is {}, outside of the range that it was marked with, [{}, {}]", entry.source.size(i), at(tensor.sizes, i),
                                                     mark.min ? std::to_string(*mark.min) : "-inf", mark.max ? std::to_string(*mark.max) : "inf"), {}});
        entry.sizes.push_back(env.addSize(at(tensor.sizes, i), entry.source.size(i), policy, range, mark.kind == DimMark::Kind::Dynamic));
        m_out.sizes.push_back({.name = entry.source.size(i), .source = entry.source, .part = SizeSource::Part::Size, .dim = i});
    }
    // A stride that is a product of sizes is that product; any other follows the sizes, or is a symbol where only strides changed.
    std::vector<int> order(static_cast<std::size_t>(rank));
    for (int i = 0; i < rank; ++i) at(order, i) = i;
    std::ranges::stable_sort(order, {}, [&](int i) { return std::pair(at(tensor.strides, i), -i); });
    std::map<std::int64_t, SymInt> products;
    std::vector<int> following;
    entry.strides.resize(static_cast<std::size_t>(rank));
    for (const int i : order) {
        const std::int64_t stride = at(tensor.strides, i);
        const bool own = automatic && !sizesChanged && seen.strides.several(i);
        const auto product = products.find(stride);
        if (!own && product != products.end()) {
            at(entry.strides, i) = product->second;
            following.push_back(i);
        } else {
            const DimPolicy policy = own ? DimPolicy::Dynamic : sizesAreStatic ? DimPolicy::Static : DimPolicy::Duck;
            at(entry.strides, i) = env.addSize(stride, entry.source.stride(i), policy);
        }
        m_out.sizes.push_back({.name = entry.source.stride(i), .source = entry.source, .part = SizeSource::Part::Stride, .dim = i});
        if (const auto next = at(tensor.sizes, i) * stride; !products.contains(next)) products.emplace(next, at(entry.sizes, i) * at(entry.strides, i));
    }
    std::ranges::sort(following);
    for (const int i : following) env.addFollowing(at(entry.strides, i), entry.source.stride(i));
    // Kernels lay out results by whether the input is row-major, so that is part of what was recorded.
    SymInt expected(1);
    for (int i = rank - 1; i >= 0; --i) {
        const SymInt& size = at(entry.sizes, i);
        if (!env.hint(size) || size.is(1)) continue;
        if (!env.decide(SymCondition::of(at(entry.strides, i), SymRelation::Eq, expected))) break;
        expected = expected * size;
    }
}

void FunctionRecorder::addTensorGuards() {
    std::vector<Source> all;
    for (const Realized& entry : m_tensors) {
        const TensorArg& tensor = *entry.tensor;
        TensorMatch match{.isParameter = tensor.isParameter, .keys = DispatchKeys(tensor.device, m_state), .dtype = tensor.dtype,
                          .deviceIndex = tensor.device.index, .requiresGrad = tensor.requiresGrad, .sizes = {}, .strides = {}};
        for (const SymInt& size : entry.sizes) match.sizes.push_back(m_out.env.simplify(size).constant().value_or(TensorMatch::kAny));
        for (const SymInt& stride : entry.strides) match.strides.push_back(m_out.env.simplify(stride).constant().value_or(TensorMatch::kAny));
        guard(GuardKind::TensorMatch, entry.source, {}, std::move(match));
        if (tensor.isParameter) continue;  // never symbolic whatever is marked, and a module has each one once
        all.push_back(entry.source);
        std::vector<int> marked;
        for (std::size_t i = 0; i < tensor.marks.size(); ++i)
            if (tensor.marks[i].kind == DimMark::Kind::Dynamic) marked.push_back(static_cast<int>(i));
        const std::string& name = entry.source.text;
        guard(GuardKind::DynamicIndices, entry.source,
              marked.empty() ? fmt::format("hasattr({}, '_dynamo_dynamic_indices') == False", name)
                             : fmt::format("(({0}._dynamo_dynamic_indices.issubset({{{1}}})) if hasattr({0}, '_dynamo_dynamic_indices') else True)",
                                           name, fmt::join(marked, ", ")),
              marked);
    }
    if (all.size() < 2) return;
    // Checked with the last of them, in the order in which guards are.
    std::ranges::stable_sort(all, {}, [](const Source& source) { return std::tuple(source.text.starts_with("G["), source.text.size(), source.text); });
    std::vector<std::string_view> names;
    for (const Source& source : all) names.push_back(source.text);
    guard(GuardKind::NoTensorAliasing, all.back(), fmt::format("check_no_aliasing({})", fmt::join(names, ", ")), all);
}

}  // namespace whittle

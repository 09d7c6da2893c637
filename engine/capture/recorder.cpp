#include "engine/capture/recorder.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/eager/interpreter.h"
#include "engine/ops/index_layout.h"
#include "engine/ops/sizes.h"

namespace whittle {
namespace {

// As Python's repr: a float always looks like one.
std::string pythonText(double value) {
    std::string out = fmt::format("{}", value);
    if (std::isfinite(value) && out.find_first_of(".e") == std::string::npos) out += ".0";
    return out;
}

SymSizes constantSizes(const Sizes& sizes) { return SymSizes(sizes.begin(), sizes.end()); }

}  // namespace

Recorder::Recorder(NextSegment first, std::span<const RecorderInput> inputs, std::span<const CallValue> values, const GlobalState& state, RecordOptions options)
    : m_inputs(inputs), m_values(values), m_state(state), m_options(options) {
    begin(first);
}

Recorder::~Recorder() = default;

void Recorder::leave(Error error) { throw LeaveFunction{std::move(error)}; }

Variable Recorder::made(Cell cell) {
    cell.recorder = this;
    auto shared = std::make_shared<Cell>(std::move(cell));
    m_cells.push_back(shared);
    return Variable(std::move(shared));
}

Variable Recorder::fresh(LazyArgument argument) {
    Cell cell{argument};
    cell.argument = std::move(argument);
    return made(std::move(cell));
}

// --- arguments -------------------------------------------------------------------------------------------

const Cell& Recorder::resolve(const Variable& variable) {
    Cell& cell = *variable.cell();
    if (cell.as<LazyArgument>()) realize(cell);
    return cell;
}

void Recorder::guard(GuardKind kind, const Source& source, std::string text, decltype(Guard::want) want) {
    if (records()) m_out.guards.push_back({.kind = kind, .source = source, .text = std::move(text), .want = std::move(want), .cause = nullptr});
}

void Recorder::realize(Cell& cell) {
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

void Recorder::realizeContainer(Cell& cell, const Source& source, const CallValue& value) {
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
    guard(GuardKind::DictLength, source, fmt::format("len({}) == {}", source.text, dict.size()), dict.size());
    DictCell items;
    for (const auto& [key, item] : dict) items.emplace_back(key, itemOf(source.key(key), item));
    cell.state = std::move(items);
}

void Recorder::realizeInteger(Cell& cell, const Source& source, std::int64_t value) {
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

void Recorder::realizeFloat(Cell& cell, const Source& source, double value) {
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
        cell.state = NumberCell{id};
        return;
    }
    if (std::isnan(value)) guard(GuardKind::FloatIsNan, source, fmt::format("__math_isnan({})", source.text), CallValue(value));
    else guard(GuardKind::EqualsMatch, source, fmt::format("{} == {}", source.text, pythonText(value)), CallValue(value));
    cell.state = value;
}

void Recorder::realizeTensor(Cell& cell, const Source& source, const TensorRef& tensor) {
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
    if (isEager() && tensor->data.defined()) m_data.emplace(id, tensor->data);
    entry.cell->state = TensorCell{id, std::move(type)};
    cell.state = entry.cell->state;
    m_tensors.push_back(std::move(entry));
}

// Which dimensions are symbols: what the user marked, what earlier calls had otherwise, or all. Follows PyTorch 2.6's
// _automatic_dynamic and ShapeEnv._compute_symbolic_stride.
void Recorder::addSymbolicSizes(Realized& entry) {
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

void Recorder::addTensorGuards() {
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

// --- operations ------------------------------------------------------------------------------------------

const RecordedStep& Recorder::step(std::string_view op) {
    const std::vector<RecordedStep>& steps = m_segment.recording->steps;
    if (m_step == steps.size() || steps[m_step].op != op)
        leave(Error{Code::Run, fmt::format("the function does '{}' where it did '{}' when it was recorded: it must do the same for the same guards", op,
                                           m_step == steps.size() ? "nothing more" : steps[m_step].op), {}});
    return steps[m_step++];
}

std::int64_t Recorder::answered(const std::function<std::int64_t()>& decide) {
    if (m_segment.recording) return step({}).answer;
    const std::int64_t answer = decide();
    if (records()) m_out.steps.push_back({.op = {}, .outputs = {}, .answer = answer});
    return answer;
}

Variable Recorder::constant(GraphInput input, std::string name, TensorType type) {
    if (m_segment.recording) return made({step("constant").outputs.front()});
    const Datum data = input.data;
    const ValueId id = m_out.graph.addInput(std::move(input), std::move(name), type);
    m_out.inputs.push_back({.root = -1, .steps = {}, .text = {}});
    if (isEager() && asTensor(data)) m_data.emplace(id, data);
    const TensorCell cell{id, std::move(type)};
    if (records()) m_out.steps.push_back({.op = "constant", .outputs = {cell}});
    return made({cell});
}

Arg Recorder::argOf(const SymInt& size) {
    const SymInt simple = m_out.env.simplify(size);
    if (const auto number = simple.constant()) return Arg(*number);
    std::vector<ValueId> from;
    for (const GraphInput& input : m_out.graph.inputs()) {
        if (const TensorType* type = asTensorType(m_out.graph.type(input.value))) {
            TensorType now = *type;
            for (SymInt& have : now.sizes) have = m_out.env.simplify(have);
            m_out.graph.setType(input.value, std::move(now));
        }
        from.push_back(input.value);
    }
    for (const Node& node : m_out.graph.nodes()) from.insert(from.end(), node.outputs.begin(), node.outputs.end());
    OpBuilder build(m_out.graph, m_origin);
    auto arg = ops::sizeArg(build, simple, from);
    if (!arg) leave(std::move(arg).error());
    return *std::move(arg);
}

Arg Recorder::argOf(const Variable& variable) {
    if (!variable.cell()) return {};
    const Cell& cell = variable.cell()->recorder ? resolve(variable) : *variable.cell();
    struct Make {
        Recorder& recorder;
        Arg operator()(std::monostate) const { return {}; }
        Arg operator()(bool v) const { return Arg(v); }
        Arg operator()(const SymInt& v) const { return recorder.argOf(v); }
        Arg operator()(double v) const { return Arg(v); }
        Arg operator()(const std::string& v) const { return Arg(v); }
        Arg operator()(const SymCondition&) const { leave(Error{Code::Type, "a condition on sizes is no argument of an operator", {}}); }
        Arg operator()(const TensorCell& v) const { return Arg(v.id); }
        Arg operator()(const NumberCell& v) const { return Arg(v.id); }
        Arg operator()(const std::vector<Variable>& v) const {
            // The last one first: the order in which PyTorch's tracer looks at a list of tensors.
            for (auto item = v.rbegin(); item != v.rend(); ++item) {
                const auto* lazy = item->cell() ? item->cell()->as<LazyArgument>() : nullptr;
                if (lazy && lazy->value->tensor()) recorder.resolve(*item);
            }
            Arg::List items;
            for (const Variable& item : v) items.push_back(recorder.argOf(item));
            return Arg(std::move(items));
        }
        Arg operator()(const DictCell&) const { leave(Error{Code::Type, "a dict is no argument of an operator", {}}); }
        Arg operator()(const Arg& v) const { return v; }
        Arg operator()(const LazyArgument&) const { leave(Error{Code::Internal, "an argument was not looked at", {}}); }
    };
    return std::visit(Make{*this}, cell.state);
}

Variable Recorder::outputOf(ValueId id) {
    Type type = m_out.graph.type(id);
    if (auto* tensor = std::get_if<TensorType>(&type)) {
        for (SymInt& size : tensor->sizes) size = m_out.env.simplify(size);
        m_out.graph.setType(id, *tensor);
        return made({TensorCell{id, std::move(*tensor)}});
    }
    if (const auto* number = std::get_if<NumberType>(&type)) {
        if (number->kind == NumberType::Kind::Int && records()) return made({number->expr});
        return made({NumberCell{id, number->kind}});
    }
    return {};
}

// Type rules know that data decides a size, not which other sizes it equals: none. What one node gives stays equal.
void Recorder::nameWhatDataDecides(std::span<const ValueId> outputs) {
    const std::string unnamed = *ops::dataDependentSize().symbolName();
    std::optional<SymInt> fresh;
    for (const ValueId id : outputs) {
        Type type = m_out.graph.type(id);
        const auto rename = [&](SymInt& size, SymRange range) {
            if (!size.symbols().contains(unnamed)) return;
            if (!fresh) fresh = m_out.env.addUnbacked(range);
            size = size.substitute([&](std::string_view name) { return name == unnamed ? fresh : std::nullopt; });
        };
        if (auto* tensor = std::get_if<TensorType>(&type)) {
            for (SymInt& size : tensor->sizes) rename(size, kAnySize);
            for (SymInt& stride : tensor->strides) rename(stride, kAnySize);
        } else if (auto* number = std::get_if<NumberType>(&type)) {
            rename(number->expr, {});
        }
        if (fresh) m_out.graph.setType(id, std::move(type));
    }
}

Variable Recorder::call(std::string_view op, std::vector<NamedVariable> args, std::string name) {
    std::vector<NamedArg> given;
    const auto several = [](std::vector<Variable> list) { return list.size() == 1 ? std::move(list.front()) : Variable(std::move(list)); };
    if (m_segment.recording) {
        for (const NamedVariable& arg : args) lookAt(arg.value);
        std::vector<Variable> list;
        for (const auto& state : step(op).outputs) list.push_back(made({state}));
        return several(std::move(list));
    }
    for (const NamedVariable& arg : args) given.push_back({arg.name, argOf(arg.value)});
    m_out.env.setCause(m_origin, m_out.graph.nodes().size());
    Result<std::vector<ValueId>> outputs;
    {
        SizeDecisionScope scope(m_out.env);
        OpBuilder build(m_out.graph, m_origin);
        outputs = build.call(op, std::move(given), std::move(name));
    }
    leaveOnUndecided();
    if (!outputs) leave(std::move(outputs).error());
    if (records()) nameWhatDataDecides(*outputs);
    if (isEager()) run(m_out.graph.nodes().back());
    std::vector<Variable> list;
    RecordedStep done{.op = std::string(op), .outputs = {}};
    for (const ValueId id : *outputs) {
        list.push_back(outputOf(id));
        done.outputs.push_back(list.back().cell() ? list.back().cell()->state : decltype(Cell::state){});
    }
    if (records()) m_out.steps.push_back(std::move(done));
    return several(std::move(list));
}

// What recording looks at, replaying looks at too: later parts of the function find it in the same state.
void Recorder::lookAt(const Variable& variable) {
    if (!variable.cell() || !variable.cell()->recorder) return;
    if (const auto* list = resolve(variable).as<std::vector<Variable>>())
        for (const Variable& item : *list) lookAt(item);
}

void Recorder::run(const Node& node) {
    for (const ValueId id : node.inputs())
        if (!m_data.contains(id)) return;  // on device meta: only types
    KernelContext context;
    context.generator = &m_generator;
    const auto types = [&](ValueId id) -> const Type& { return m_out.graph.type(id); };
    auto results = runNode(node, types, [&](ValueId id) -> const Datum& { return m_data.at(id); }, context, m_kernels);
    if (!results) leave(std::move(results).error());
    for (std::size_t i = 0; i < results->size(); ++i) {
        m_out.graph.setType(node.outputs[i], typeOf((*results)[i]));  // sizes that depend on data are known now
        m_data.insert_or_assign(node.outputs[i], std::move((*results)[i]));
    }
}

void Recorder::breakGraph(std::string_view reason) {
    if (!isEager()) (void)breakWith(reason, {});
}

Variable Recorder::item(const Variable& tensor) {
    const Cell& cell = resolve(tensor);
    if (records() && m_options.captureScalarOutputs) return call("aten._local_scalar_dense.default", {{"self", tensor}});
    const auto number = [](const Tensor& held) -> CallValue {
        if (held.numel() != 1) leave(Error{Code::Shape, fmt::format("a tensor of {} elements has no single item", held.numel()), {}});
        if (held.dtype() == DType::Bool) return held.flatInt(0) != 0;
        if (isIntegral(held.dtype())) return held.flatInt(0);
        return held.flat(0);
    };
    if (!isEager())
        return breakWith("Tensor.item", [&] {
            const TensorArg* now = cell.argument ? cell.argument->value->tensor() : nullptr;
            if (!now || !now->data.defined()) leave(Error{Code::Unsupported, "a tensor on device meta has no item", {}});
            return number(now->data);
        });
    const auto data = m_data.find(cell.as<TensorCell>()->id);
    if (data == m_data.end()) leave(Error{Code::Unsupported, "a tensor on device meta has no item", {}});
    const CallValue value = number(*asTensor(data->second));
    if (const bool* flag = value.as<bool>()) return made({*flag});
    if (const auto* integer = value.as<std::int64_t>()) return made({SymInt(*integer)});
    return made({*value.as<double>()});
}

bool Recorder::truth(const Variable& variable) {
    const Cell& cell = resolve(variable);
    if (cell.as<TensorCell>()) return static_cast<bool>(item(variable));
    if (cell.as<NumberCell>()) leave(Error{Code::Unsupported, "a number of the graph cannot decide a branch; take item() of a tensor", {}});
    SymCondition condition;
    if (const auto* asked = cell.as<SymCondition>()) condition = *asked;
    else if (const auto* number = cell.as<SymInt>()) condition = SymCondition::of(*number, SymRelation::Ne, 0);
    // A size without a hint is known to nobody before the part that comes before has run.
    const bool unknown = !isEager() && !env().known(condition) && (!env().hint(condition.left) || !env().hint(condition.right));
    if (unknown && m_runner)
        return static_cast<bool>(breakWith(fmt::format("Could not guard on data-dependent expression {}", condition.text()), [&]() -> CallValue {
            const auto named = SymCondition{condition.relation, env().named(condition.left), env().named(condition.right)};
            const auto& sizes = m_segment.recording ? m_segment.recording->sizes : m_brokenSizes;
            const auto value = named.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
                const auto found = std::ranges::find(sizes, name, &SizeSource::name);
                return found == sizes.end() ? std::nullopt : found->in(m_values);
            });
            if (!value) leave(value.error());
            return *value;
        }));
    return answered([&] {
        m_out.env.setCause(m_origin);
        const bool answer = m_out.env.decide(condition);
        leaveOnUndecided();
        return answer ? 1 : 0;
    }) != 0;
}

void Recorder::leaveOnUndecided() {
    const auto& error = m_out.env.error();
    if (!error) return;
    if (!m_break) m_break = {error->message, m_origin};
    leave(*error);
}

std::int64_t Recorder::specialize(const Variable& number) {
    const SymInt size = *resolve(number).as<SymInt>();
    return answered([&] {
        m_out.env.setCause(m_origin);
        const std::int64_t value = m_out.env.specialize(size);
        leaveOnUndecided();
        return value;
    });
}

void Recorder::check(const Variable& condition, std::string_view message) {
    const auto* asked = condition.cell() ? resolve(condition).as<SymCondition>() : nullptr;
    if (asked && !(m_out.env.hint(asked->left) && m_out.env.hint(asked->right))) {
        m_out.env.setCause(m_origin);
        return m_out.env.assume(*asked);
    }
    if (!static_cast<bool>(condition)) leave(Error{Code::Run, fmt::format("{}", message), {}});
}

// --- results ---------------------------------------------------------------------------------------------

ResultTree Recorder::resultOf(const Variable& variable) {
    if (!variable.cell()) return {CallValue()};
    const Cell& cell = variable.cell()->recorder ? resolve(variable) : *variable.cell();
    const auto output = [&](ValueId id) {
        m_out.graph.addOutput({.value = id});
        return ResultTree{ResultTree::Output{m_out.graph.outputs().size() - 1}};
    };
    if (const auto* v = cell.as<bool>()) return {CallValue(*v)};
    if (const auto* v = cell.as<double>()) return {CallValue(*v)};
    if (const auto* v = cell.as<std::string>()) return {CallValue(*v)};
    if (cell.as<SymCondition>()) return {CallValue(truth(variable))};
    if (const auto* v = cell.as<TensorCell>()) return output(v->id);
    if (const auto* v = cell.as<NumberCell>()) return output(v->id);
    if (const auto* v = cell.as<SymInt>()) {
        const SymInt simple = m_out.env.simplify(*v);
        if (const auto number = simple.constant()) return {CallValue(*number)};
        if (m_out.env.hint(simple)) return {m_out.env.named(simple)};
        return output(*argOf(simple).as<ValueId>());
    }
    if (const auto* v = cell.as<std::vector<Variable>>()) {
        ResultTree::List items;
        for (const Variable& item : *v) items.push_back(resultOf(item));
        return {std::move(items)};
    }
    if (const auto* v = cell.as<DictCell>()) {
        ResultTree::Dict items;
        for (const auto& [key, item] : *v) items.emplace_back(key, resultOf(item));
        return {std::move(items)};
    }
    return {CallValue()};
}

std::vector<Variable> Recorder::arguments() {
    std::vector<Variable> out;
    for (std::size_t i = 0; i < m_values.size(); ++i)
        out.push_back(fresh({{.root = static_cast<int>(i), .steps = {}, .text = m_inputs[i].text}, &m_values[i]}));
    return out;
}

void Recorder::begin(NextSegment segment) {
    m_segment = segment;
    m_step = 0;
    m_out = {};
    m_tensors.clear();
    m_data.clear();
    const std::string device = m_state.defaultDevice ? fmt::format("device(type='{}')", m_state.defaultDevice->type) : "None";
    guard(GuardKind::DefaultDevice, {}, "utils_device.CURRENT_DEVICE == " + device, m_state);
    guard(GuardKind::GlobalState, {}, {}, m_state);
}

Result<Recording> Recorder::finished() {
    mapTypes(m_out.graph, [&](const Type& type) {
        Type out = type;
        if (auto* tensor = std::get_if<TensorType>(&out)) {
            for (SymInt& size : tensor->sizes) size = m_out.env.simplify(size);
            for (SymInt& stride : tensor->strides) stride = m_out.env.simplify(stride);
        } else if (auto* number = std::get_if<NumberType>(&out)) {
            number->expr = m_out.env.simplify(number->expr);
        }
        return out;
    });
    for (const SymbolRecord& symbol : m_out.env.symbols()) {
        if (symbol.name.starts_with("zf") || m_out.env.replacements().contains(symbol.name)) continue;
        const SymRange& range = m_out.env.ranges().find(symbol.name)->second;
        m_out.graph.symbols[symbol.name] = {.min = range.min, .max = range.max, .hint = symbol.hint};
    }
    addTensorGuards();
    WHITTLE_TRY(m_out.shapeGuards, m_out.env.guards());
    return std::move(m_out);
}

// --- graph breaks ----------------------------------------------------------------------------------------

// What this segment made and somebody still holds: the rest of the function may read it.
std::vector<std::shared_ptr<Cell>> Recorder::valuesToKeep() const {
    std::vector<std::shared_ptr<Cell>> out;
    for (const std::weak_ptr<Cell>& weak : m_cells) {
        auto cell = weak.lock();
        if (!cell || cell->argument) continue;
        const auto* size = cell->as<SymInt>();
        if (cell->as<TensorCell>() || cell->as<NumberCell>() || cell->as<SymCondition>() || (size && !size->isConstant())) out.push_back(std::move(cell));
    }
    return out;
}

Variable Recorder::breakWith(std::string_view reason, const std::function<CallValue()>& answer) {
    const GraphBreak here{std::string(reason), m_origin};
    if (!m_break) m_break = here;
    if (!m_runner) leave(Error{Code::Unsupported, fmt::format("graph break: {}", reason), {}});
    const auto kept = valuesToKeep();
    Result<std::vector<CallValue>> values;
    if (m_segment.recording) {
        values = m_runner->ranAgain();
    } else {
        ResultTree::List items;
        for (const auto& cell : kept) items.push_back(resultOf(Variable(cell)));
        m_out.result = {std::move(items)};
        m_out.graphBreak = here;
        m_brokenSizes = m_out.sizes;
        m_names.clear();
        for (const auto& cell : kept) m_names.push_back(nameOf(*cell, m_out.graph));
        const ShapeEnv before = m_out.env;
        auto recording = finished();
        m_out.env = before;  // what `answer` may still ask
        if (!recording) leave(std::move(recording).error());
        values = m_runner->ran(*std::move(recording));
    }
    if (!values) leave(std::move(values).error());
    if (m_segment.recording) {
        m_names.clear();
        for (const auto& cell : kept) m_names.push_back(nameOf(*cell, m_segment.recording->graph));
    }
    if (values->size() != kept.size())
        leave(Error{Code::Run, "the function holds other values at its graph break than when it was recorded: it must do the same for the same guards", {}});
    return moveOn(kept, *std::move(values), answer);
}

std::string Recorder::nameOf(const Cell& cell, const Graph& graph) {
    if (const auto* tensor = cell.as<TensorCell>()) return graph.value(tensor->id).name;
    if (const auto* number = cell.as<NumberCell>()) return graph.value(number->id).name;
    return "size";
}

// What is left of the arguments, and what was made, are the arguments of the rest.
Variable Recorder::moveOn(const std::vector<std::shared_ptr<Cell>>& kept, std::vector<CallValue> values, const std::function<CallValue()>& answer) {
    std::vector<std::shared_ptr<Cell>> cells;
    std::vector<RecorderInput> inputs;
    std::vector<CallValue> data;
    const auto add = [&](std::shared_ptr<Cell> cell, std::string text, std::string name, CallValue value) {
        cells.push_back(std::move(cell));
        inputs.push_back({std::move(text), std::move(name)});
        data.push_back(std::move(value));
    };
    for (const std::weak_ptr<Cell>& weak : m_cells)
        if (auto cell = weak.lock(); cell && cell->argument) {
            const LazyArgument& known = *cell->argument;
            add(cell, known.source.text, m_inputs[static_cast<std::size_t>(known.source.root)].name, *known.value);
        }
    std::map<std::string, int> taken;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const int again = taken[m_names[i]]++;
        const std::string name = again == 0 ? m_names[i] : fmt::format("{}_{}", m_names[i], again);
        add(kept[i], fmt::format("L['{}']", name), name, std::move(values[i]));
    }
    const auto point = [&] {
        for (std::size_t i = 0; i < cells.size(); ++i)
            cells[i]->argument = LazyArgument{{.root = static_cast<int>(i), .steps = {}, .text = inputs[i].text}, &data[i]};
    };
    point();
    Variable answered;
    if (answer) {
        auto cell = std::make_shared<Cell>();
        cell->recorder = this;
        add(cell, "L['answer']", "answer", answer());
        answered = Variable(std::move(cell));
        point();
    }
    for (const auto& cell : cells) cell->state = *cell->argument;
    m_cells.assign(cells.begin(), cells.end());
    m_ownInputs = std::move(inputs);
    m_ownValues = std::move(data);
    m_inputs = m_ownInputs;
    m_values = m_ownValues;
    const auto next = m_runner->next(m_inputs, m_values);
    if (!next) leave(next.error());
    begin(*next);
    if (m_segment.recording && !m_segment.recording->graphBreak) throw FunctionDone{};  // nothing is left for it to do
    return answered;
}

Result<FunctionEnd> Recorder::run(const CapturedFn& fn, SegmentRunner* runner) {
    m_runner = runner;
    try {
        const Variable result = fn(*this, arguments());
        FunctionEnd end{.how = m_segment.how, .recording = {}, .value = {}};
        if (isEager()) end.value = dataOf(result);
        if (!records()) return end;
        m_out.result = resultOf(result);
        WHITTLE_TRY(end.recording, finished());
        return end;
    } catch (const FunctionDone&) {
        return FunctionEnd{.how = m_segment.how, .recording = {}, .value = {}};
    } catch (LeaveFunction& left) {
        return std::unexpected(std::move(left.error));
    }
}

CallValue Recorder::dataOf(const Variable& variable) {
    if (!variable.cell()) return {};
    const Cell& cell = variable.cell()->recorder ? resolve(variable) : *variable.cell();
    if (const auto* v = cell.as<bool>()) return *v;
    if (const auto* v = cell.as<double>()) return *v;
    if (const auto* v = cell.as<std::string>()) return *v;
    if (const auto* v = cell.as<SymInt>()) return v->constantTerm();
    if (cell.as<SymCondition>()) return truth(variable);
    if (const auto* v = cell.as<TensorCell>()) {
        const auto data = m_data.find(v->id);
        if (data != m_data.end()) return *asTensor(data->second);
        Sizes sizes;
        for (const SymInt& size : v->type.sizes) sizes.push_back(size.constantTerm());
        return std::make_shared<const TensorArg>(metaTensorArg(v->type.dtype, std::move(sizes)));
    }
    if (const auto* v = cell.as<NumberCell>()) {
        const Datum& datum = m_data.at(v->id);
        if (const auto* number = std::get_if<std::int64_t>(&datum)) return *number;
        if (const auto* flag = std::get_if<bool>(&datum)) return *flag;
        return std::get<double>(datum);
    }
    if (const auto* v = cell.as<std::vector<Variable>>()) {
        CallValue::List items;
        for (const Variable& item : *v) items.push_back(dataOf(item));
        return items;
    }
    if (const auto* v = cell.as<DictCell>()) {
        CallValue::Dict items;
        for (const auto& [key, item] : *v) items.emplace_back(key, dataOf(item));
        return items;
    }
    return {};
}

}  // namespace whittle

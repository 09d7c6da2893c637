#include "engine/capture/recorder.h"

#include <algorithm>
#include <array>

#include "engine/eager/interpreter.h"
#include "engine/ops/index_layout.h"
#include "engine/ops/sizes.h"

namespace whittle {
namespace {

// What an operator takes as a plain number its rule and its code must know; one that gives numbers, or nothing, only needs it as it runs.
bool needsNumbers(const Schema& schema) {
    return std::ranges::any_of(schema.returns, [](const SchemaReturn& one) { return one.kind == ArgKind::Tensor || one.kind == ArgKind::Any; });
}

}  // namespace

FunctionRecorder::FunctionRecorder(NextSegment first, std::span<const RecorderInput> inputs, std::span<const CallValue> values, const GlobalState& state, RecordOptions options)
    : m_inputs(inputs), m_values(values), m_state(state), m_options(options) {
    begin(first);
}

FunctionRecorder::~FunctionRecorder() = default;

void FunctionRecorder::leave(Error error) { throw LeaveFunction{std::move(error)}; }

Variable FunctionRecorder::made(Cell cell) {
    cell.recorder = this;
    auto shared = std::make_shared<Cell>(std::move(cell));
    m_cells.push_back(shared);
    return Variable(std::move(shared));
}

Variable FunctionRecorder::fresh(LazyArgument argument) {
    Cell cell{argument};
    cell.argument = std::move(argument);
    return made(std::move(cell));
}

std::vector<Variable> FunctionRecorder::arguments() {
    std::vector<Variable> out;
    for (std::size_t i = 0; i < m_values.size(); ++i)
        out.push_back(fresh({{.root = static_cast<int>(i), .steps = {}, .text = m_inputs[i].text}, &m_values[i]}));
    return out;
}

void FunctionRecorder::begin(NextSegment segment) {
    m_segment = segment;
    m_step = 0;
    m_out = {};
    m_tensors.clear();
    m_data.clear();
    const std::string device = m_state.defaultDevice ? fmt::format("device(type='{}')", m_state.defaultDevice->type) : "None";
    guard(GuardKind::DefaultDevice, {}, "utils_device.CURRENT_DEVICE == " + device, m_state);
    guard(GuardKind::GlobalState, {}, {}, m_state);
}

Result<Recording> FunctionRecorder::finished() {
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

Result<FunctionEnd> FunctionRecorder::run(const CapturedFn& fn, SegmentRunner* runner) {
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
    } catch (const std::exception& thrown) {
        return fail(Code::Run, "the function threw: {}", thrown.what());
    }
}

// --- operations ------------------------------------------------------------------------------------------

const RecordedStep& FunctionRecorder::step(std::string_view op) {
    const std::vector<RecordedStep>& steps = m_segment.recording->steps;
    if (m_step == steps.size() || steps[m_step].op != op)
        leave(Error{Code::Run, fmt::format("the function does '{}' where it did '{}' when it was recorded: it must do the same for the same guards", op,
                                           m_step == steps.size() ? "nothing more" : steps[m_step].op), {}});
    return steps[m_step++];
}

std::int64_t FunctionRecorder::answered(const std::function<std::int64_t()>& decide) {
    if (m_segment.recording) return step({}).answer;
    const std::int64_t answer = decide();
    if (records()) m_out.steps.push_back({.op = {}, .outputs = {}, .answer = answer});
    return answer;
}

Variable FunctionRecorder::constant(GraphInput input, std::string name, TensorType type) {
    if (m_segment.recording) return made({step("constant").outputs.front()});
    const Datum data = input.data;
    const ValueId id = m_out.graph.addInput(std::move(input), std::move(name), type);
    m_out.inputs.push_back({.root = -1, .steps = {}, .text = {}});
    TensorCell cell{id, std::move(type)};
    if (isEager() && asTensor(data)) m_data.emplace(id, cell.data = std::make_shared<const Datum>(data));
    if (records()) m_out.steps.push_back({.op = "constant", .outputs = {cell}});
    return made({cell});
}

Arg FunctionRecorder::argOf(const SymInt& size) {
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

Arg FunctionRecorder::argOf(const Variable& variable) {
    if (!variable.cell()) return {};
    const Cell& cell = variable.cell()->recorder ? resolve(variable) : *variable.cell();
    struct Make {
        FunctionRecorder& recorder;
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
        Arg operator()(const GraphCell& v) const { return recorder.argOf(v); }
        Arg operator()(const Arg& v) const { return v; }
        Arg operator()(const LazyArgument&) const { leave(Error{Code::Internal, "an argument was not looked at", {}}); }
    };
    return std::visit(Make{*this}, cell.state);
}

Variable FunctionRecorder::outputOf(ValueId id, DatumRef data) {
    Type type = m_out.graph.type(id);
    if (auto* tensor = std::get_if<TensorType>(&type)) {
        for (SymInt& size : tensor->sizes) size = m_out.env.simplify(size);
        m_out.graph.setType(id, *tensor);
        return made({TensorCell{id, std::move(*tensor), std::move(data)}});
    }
    if (const auto* number = std::get_if<NumberType>(&type)) {
        if (number->kind == NumberType::Kind::Int && records()) return made({number->expr});
        return made({NumberCell{.id = id, .kind = number->kind, .data = std::move(data)}});
    }
    return {};
}

// Type rules know that data decides a size, not which other sizes it equals: none. What one node gives stays equal.
void FunctionRecorder::nameWhatDataDecides(std::span<const ValueId> outputs) {
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

Variable FunctionRecorder::call(std::string_view op, std::vector<NamedVariable> args, std::string name) {
    std::vector<NamedArg> given;
    const auto several = [](std::vector<Variable> list) { return list.size() == 1 ? std::move(list.front()) : Variable(std::move(list)); };
    if (m_segment.recording) {
        for (const NamedVariable& arg : args) lookAt(arg.value);
        if (m_step == m_segment.recording->steps.size() && m_segment.recording->graphBreak) {  // it ended with this operator
            (void)breakWith(m_segment.recording->graphBreak->reason, {});
            return call(op, std::move(args), std::move(name));
        }
        std::vector<Variable> list;
        for (const auto& state : step(op).outputs) list.push_back(made({state}));
        return several(std::move(list));
    }
    const Schema* schema = findSchema(op);
    for (NamedVariable& arg : args) {
        const SchemaArg* wanted = schema ? schema->arg(arg.name) : nullptr;
        if (records() && wanted && needsNumbers(*schema) && wanted->kind != ArgKind::Tensor && wanted->kind != ArgKind::Any && arg.value.cell() && arg.value.cell()->recorder && resolve(arg.value).as<NumberCell>())
            arg.value = numberOf(arg.value);
        given.push_back({arg.name, argOf(arg.value)});
    }
    m_out.env.setCause(m_origin, m_out.graph.nodes().size(), m_given);
    const auto apply = [&](std::vector<NamedArg> to) {
        std::optional<SizeDecisionScope> scope;  // an eager run knows all sizes that anybody does
        if (records()) scope.emplace(m_out.env);
        OpBuilder build(m_out.graph, m_origin);
        return build.call(op, std::move(to), name);
    };
    Result<std::vector<ValueId>> outputs = apply(given);
    if (const auto undecided = m_out.env.error(); undecided && records() && m_runner && !m_out.graph.nodes().empty()) {
        // What data decides is known once the part before has run; without a part before, it never will be.
        if (outputs) m_out.graph.removeNodes(std::array{m_out.graph.nodes().back().id});
        if (!m_out.graph.nodes().empty()) {
            m_out.env.forgetError();
            (void)breakWith(undecided->message, {});
            return call(op, std::move(args), std::move(name));
        }
    }
    leaveOnUndecided();
    if (records() && (!outputs || !holdsByItself(m_out.graph.nodes().back())) && fixIntegers(args, given)) {
        if (outputs) m_out.graph.removeNodes(std::array{m_out.graph.nodes().back().id});
        outputs = apply(std::move(given));
        leaveOnUndecided();
    }
    if (!outputs) leave(std::move(outputs).error());
    if (records()) nameWhatDataDecides(*outputs);
    std::vector<DatumRef> results = isEager() ? run(m_out.graph.nodes().back()) : std::vector<DatumRef>(outputs->size());
    std::vector<Variable> list;
    RecordedStep done{.op = std::string(op), .outputs = {}};
    for (std::size_t i = 0; i < results.size(); ++i) {
        list.push_back(outputOf((*outputs)[i], std::move(results[i])));
        done.outputs.push_back(list.back().cell() ? list.back().cell()->state : decltype(Cell::state){});
    }
    if (records()) {
        m_out.steps.push_back(std::move(done));
        guardAssertion();
    }
    return several(std::move(list));
}

// Whether the types recorded for a node are also those that its rule gives where nobody decides: what everyone after us asks.
bool FunctionRecorder::holdsByItself(const Node& node) const {
    const auto types = inferTypes(*findOp(node.op), node.args, [&](ValueId id) -> const Type& { return m_out.graph.type(id); });
    if (!types) return false;
    for (std::size_t i = 0; i < types->size(); ++i) {
        const TensorType *plain = asTensorType((*types)[i]), *decided = asTensorType(m_out.graph.type(node.outputs[i]));
        if (!plain || !decided) continue;
        if (plain->rank() != decided->rank()) return false;
        for (std::size_t d = 0; d < plain->sizes.size(); ++d) {
            const auto a = m_out.env.hint(plain->sizes[d]), b = m_out.env.hint(decided->sizes[d]);
            if (a && b && *a != *b) return false;
        }
    }
    return true;
}

// Integers that are symbols become numbers, and guards: an operator needs to know them. Answers whether there were any.
bool FunctionRecorder::fixIntegers(const std::vector<NamedVariable>& args, std::vector<NamedArg>& given) {
    bool any = false;
    const std::function<void(const Variable&, Arg&)> fix = [&](const Variable& variable, Arg& arg) {
        if (!variable.cell()) return;
        if (const auto* size = variable.cell()->as<SymInt>(); size && !m_out.env.simplify(*size).isConstant()) {
            arg = Arg(m_out.env.specialize(*size));
            any = true;
        }
        auto* items = std::get_if<Arg::List>(&arg.value);
        if (const auto* list = variable.cell()->as<std::vector<Variable>>(); list && items)
            for (std::size_t i = 0; i < list->size(); ++i) fix((*list)[i], (*items)[i]);
    };
    for (std::size_t i = 0; i < args.size(); ++i) fix(args[i].value, given[i].value);
    return any;
}

DatumRef FunctionRecorder::dataAt(ValueId id) const {
    const auto known = m_data.find(id);
    return known == m_data.end() ? nullptr : known->second.lock();
}

std::vector<DatumRef> FunctionRecorder::run(const Node& node) {
    std::vector<DatumRef> out(node.outputs.size());
    std::unordered_map<ValueId, DatumRef> inputs;
    for (const ValueId id : node.inputs())
        if (!(inputs[id] = dataAt(id))) return out;  // on device meta: only types
    KernelContext context;
    context.generator = m_generator;
    const auto types = [&](ValueId id) -> const Type& { return m_out.graph.type(id); };
    auto results = runNode(node, types, [&](ValueId id) -> const Datum& { return *inputs.at(id); }, context, m_kernels);
    if (!results) leave(std::move(results).error());
    for (std::size_t i = 0; i < results->size(); ++i) {
        m_out.graph.setType(node.outputs[i], typeOf((*results)[i]));  // sizes that depend on data are known now
        out[i] = std::make_shared<const Datum>(std::move((*results)[i]));
        m_data.insert_or_assign(node.outputs[i], out[i]);
    }
    return out;
}

}  // namespace whittle

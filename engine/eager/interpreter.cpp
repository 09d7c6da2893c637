#include "engine/eager/interpreter.h"

#include <chrono>
#include <limits>
#include <map>
#include <unordered_map>

#include <fmt/ranges.h>
#include <unistd.h>

#include "engine/ir/affine_size.h"
#include "engine/ir/sym_range.h"
#include "engine/ops/check.h"
#include "engine/ops/kernel_call.h"
#include "engine/ops/layout.h"
#include "engine/ops/op_builder.h"
#include "engine/ops/unknown_op.h"

namespace whittle {
namespace {

std::size_t at(ValueId id) { return static_cast<std::size_t>(id.index()); }

// --- inputs ----------------------------------------------------------------------------------------------

// One size of one input: where a symbol occurs.
struct Place {
    std::string text;  // "input 'x' dim 1"
    SymInt expected;
    std::int64_t actual;
};

Result<void> checkKind(const Value& value, const Datum& datum) {
    const Type held = typeOf(datum);
    const TensorType *wanted = asTensorType(value.type), *tensor = asTensorType(held);
    if (wanted ? tensor == nullptr : value.type.index() != held.index())
        return fail(Code::Type, "expected input '{}' to be {}, got {}", value.name, typeText(value.type), describe(datum));
    if (const NumberType *a = asNumberType(value.type), *b = asNumberType(held); a && a->kind != b->kind)
        return fail(Code::Type, "expected input '{}' to be {}, got {}", value.name, typeText(value.type), describe(datum));
    if (!wanted) return {};
    if (wanted->dtype != tensor->dtype)
        return fail(Code::Shape, "expected input '{}' to have dtype {}, got {}", value.name, dtypeName(wanted->dtype),
                    dtypeName(tensor->dtype));
    if (wanted->rank() != tensor->rank())
        return fail(Code::Shape, "expected input '{}' to have rank {} ({}), got {}", value.name, wanted->rank(), wanted->text(),
                    describe(datum));
    return {};
}

std::vector<Place> placesOf(const Value& value, const Datum& datum) {
    std::vector<Place> out;
    if (const TensorType* type = asTensorType(value.type)) {
        const Sizes& sizes = asTensor(datum)->sizes();
        for (std::size_t i = 0; i < sizes.size(); ++i)
            out.push_back({fmt::format("input '{}' dim {}", value.name, i), type->sizes[i], sizes[i]});
    } else if (const NumberType* number = asNumberType(value.type); number && number->kind == NumberType::Kind::Int) {
        out.push_back({fmt::format("input '{}'", value.name), number->expr, std::get<std::int64_t>(datum)});
    }
    return out;
}

struct Binding {
    std::int64_t value;
    std::string where;
};
using Bindings = std::map<std::string, Binding>;

// A symbol alone binds at its first place; every later place must agree.
Result<void> bindPlain(Bindings& bound, const Place& place, const std::string& symbol) {
    const auto [entry, fresh] = bound.try_emplace(symbol, Binding{place.actual, place.text});
    if (fresh || entry->second.value == place.actual) return {};
    return fail(Code::Shape, "expected {} to be {} = {} as {} is, got {}", place.text, symbol, entry->second.value,
                entry->second.where, place.actual);
}

// factor * symbol + rest == actual, for the one symbol of `expected` that has no value yet.
Result<void> solveLinear(Bindings& bound, const Place& place) {
    const auto known = [&](std::string_view name) -> std::optional<SymInt> {
        const auto found = bound.find(std::string(name));
        return found == bound.end() ? std::nullopt : std::optional<SymInt>(found->second.value);
    };
    const SymInt expr = place.expected.substitute(known);
    const auto affine = affineSize(expr);
    if (!affine) return {};  // nothing to solve, not yet, or not linear
    const auto value = affine->symbolWhere(place.actual);
    if (!value)
        return fail(Code::Shape, "expected {} = {} to be of the form {}, where {} is an integer", place.text, place.actual,
                    place.expected.text(), affine->symbol);
    bound.emplace(affine->symbol, Binding{*value, place.text});
    return {};
}

Result<void> checkPlace(const Bindings& bound, const Place& place) {
    const auto expected = place.expected.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
        const auto found = bound.find(std::string(name));
        return found == bound.end() ? std::nullopt : std::optional(found->second.value);
    });
    if (!expected)  // a symbol that no input determines
        return fail(Code::Shape, "{} should be {}, but {}", place.text, place.expected.text(), expected.error().message);
    if (*expected == place.actual) return {};
    if (place.expected.isConstant()) return fail(Code::Shape, "expected {} to be {}, got {}", place.text, *expected, place.actual);
    return fail(Code::Shape, "expected {} to be {} = {}, got {}", place.text, place.expected.text(), *expected, place.actual);
}

Result<void> checkRange(const Graph& graph, const std::string& symbol, const Binding& binding) {
    const auto found = graph.symbols.find(symbol);
    if (found == graph.symbols.end()) return {};
    const SymRange range = acceptedRange(found->second);
    if (range.holds(binding.value)) return {};
    if (range.min && binding.value < *range.min)
        return fail(Code::Shape, "expected {} ({}) to be >= {}, got {}", binding.where, symbol, *range.min, binding.value);
    return fail(Code::Shape, "expected {} ({}) to be <= {}, got {}", binding.where, symbol, *range.max, binding.value);
}

// --- one node --------------------------------------------------------------------------------------------

// An output that cannot fit into the machine is an error, not the end of the process.
Result<void> checkMemory(const Types& types) {
    static const std::int64_t kMachine = sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
    for (const Type& type : types) {
        const TensorType* tensor = asTensorType(type);
        if (!tensor) continue;
        auto bytes = static_cast<std::int64_t>(dtypeSize(tensor->dtype));
        bool over = false, empty = false;
        for (const SymInt& size : tensor->sizes) {
            const std::int64_t count = size.constant().value_or(0);
            if (count < 0) return fail(Code::Shape, "the output would be {}: a size is negative", tensor->text());
            empty |= count == 0;
            over |= count > 0 && __builtin_mul_overflow(bytes, count, &bytes);
        }
        if (!empty && (over || bytes > kMachine))
            return fail(Code::Limit, "the output {} needs more memory than this machine has", tensor->text());
    }
    return {};
}

Result<InterpretResult> runDecomposed(const OpDef& op, const Node& node, const OpCall::TypeLookup& types,
                                      const std::function<const Datum&(ValueId)>& data, const KernelContext& context,
                                      KernelProvider* kernels = nullptr) {
    const Precision precision = context.precision;
    Graph graph;
    std::unordered_map<ValueId, ValueId> inside;
    std::vector<NamedArg> args = node.args;
    std::vector<Datum> inputs;
    for (NamedArg& arg : args) {
        arg.value = withNumbers(arg.value, data);
        forEachValue(arg.value, [&](ValueId& id) {
            const auto [entry, fresh] = inside.try_emplace(id);
            if (fresh) {
                entry->second = graph.addInput({}, "in", types(id));
                inputs.push_back(data(id));
            }
            id = entry->second;
        });
    }
    OpBuilder build(graph, node.origin, NodeId(), precision);
    WHITTLE_TRY(const std::vector<ValueId> outputs, build.decompose(op, args));
    for (const ValueId output : outputs) graph.addOutput({.value = output});
    InterpretOptions options;
    options.precision = precision;
    options.generator = context.generator;
    options.cancel = context.cancel;
    options.kernels = kernels;
    return interpret(graph, inputs, options);
}

// What the parts of a node were computed by, as one entry.
NodeKernel summary(const std::string& node, std::span<const NodeKernel> parts) {
    NodeKernel out{node, {}, {}};
    const auto join = [](std::string& list, const std::string& one) {
        if (!one.empty() && list.find(one) == std::string::npos) list += (list.empty() ? "" : ", ") + one;
    };
    for (const NodeKernel& part : parts) {
        join(out.implementation, part.implementation);
        join(out.refusal, part.refusal);
    }
    return out;
}

struct Provided {
    std::optional<std::vector<Datum>> outputs;  // nothing: the reference kernel's turn
    NodeKernel kernel;
};

Result<Provided> throughParts(KernelProvider& kernels, const OpDef& op, const Node& node, const OpCall::TypeLookup& types,
                              const std::function<const Datum&(ValueId)>& data, const KernelContext& context) {
    Result<InterpretResult> parts = runDecomposed(op, node, types, data, context, &kernels);
    // Some calls have no parts (an einsum that traces a diagonal); the reference kernel does them whole.
    if (!parts && parts.error().code == Code::Unsupported && op.reference) return Provided{{}, {node.name, {}, std::move(parts).error().message}};
    if (!parts) return std::unexpected(std::move(parts).error());
    return Provided{std::move(parts->outputs), summary(node.name, parts->kernels)};
}

// A node that `kernels` knows, or one without a kernel whose parts it may know.
Result<Provided> provide(KernelProvider& kernels, const Node& node, const OpCall::TypeLookup& types,
                         const std::function<const Datum&(ValueId)>& data, const KernelContext& context) {
    const OpDef* op = findOp(node.op);
    if (!op) return Provided{};
    if (!kernels.knows(node.op)) return op->reference || !op->decompose ? Provided{} : throughParts(kernels, *op, node, types, data, context);
    WHITTLE_TRY(KernelCall call, KernelCall::prepare(*op, node.args, types, data, context));
    WHITTLE_TRY_VOID(checkMemory(call.outputTypes()));
    WHITTLE_TRY(KernelUse use, kernels.run(call));
    if (use.by == KernelUse::By::Library) return Provided{call.takeOutputs(), {node.name, std::move(use.implementation), {}}};
    if (use.by == KernelUse::By::Reference || !op->decompose) return Provided{{}, {node.name, {}, std::move(use.refusal)}};
    WHITTLE_TRY(Provided whole, throughParts(kernels, *op, node, types, data, context));
    if (use.layout && whole.outputs)
        for (Datum& datum : *whole.outputs)
            if (const Tensor* tensor = asTensor(datum)) datum = ops::inLayout(*tensor, use.layout(call, tensor->sizes()));
    return whole;
}

Datum widened(Datum datum, Precision precision) {
    const Tensor* tensor = asTensor(datum);
    // With its strides, as PyTorch widens: some kernels look at them.
    if (precision == Precision::Float64 && tensor) return ops::inLayout(tensor->to(wideDType(tensor->dtype())), ops::preservedStrides(*tensor));
    return datum;
}

// Kernels have layouts of their own; strides on record would only mislead the type rules.
Type rowMajorTypeOf(const Datum& datum) {
    Type type = typeOf(datum);
    if (auto* tensor = std::get_if<TensorType>(&type)) tensor->strides.clear();
    return type;
}

// --- a whole graph ---------------------------------------------------------------------------------------

// Position of each value's last reader; outputs and captured values are never freed.
std::vector<int> lastUses(const Graph& graph, std::span<const ValueId> kept) {
    constexpr int kForever = std::numeric_limits<int>::max();
    std::vector<int> last(graph.valueIdBound(), -1);
    for (std::size_t i = 0; i < graph.nodes().size(); ++i) {
        const Node& node = graph.nodes()[i];
        for (const ValueId id : node.outputs) last[at(id)] = static_cast<int>(i);
        for (const ValueId id : node.inputs()) last[at(id)] = static_cast<int>(i);
    }
    for (const ValueId id : graph.outputValues()) last[at(id)] = kForever;
    for (const ValueId id : kept) last[at(id)] = kForever;
    return last;
}

class Run {
public:
    Run(const Graph& graph, const InterpretOptions& options)
        : m_options(options), m_own(options.seed), m_context(options.precision), m_data(graph.valueIdBound()), m_types(graph.valueIdBound()),
          m_lastUse(lastUses(graph, options.capture)) {
        m_context.generator = options.generator ? options.generator : &m_own;
        m_context.cancel = options.cancel;
        m_context.recorded = [&graph](ValueId id) -> const Type& { return graph.type(id); };
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    void set(ValueId id, Datum datum) {
        m_types[at(id)] = rowMajorTypeOf(datum);
        m_data[at(id)] = std::move(datum);
    }

    Datum get(ValueId id) const { return widened(m_data[at(id)], m_options.precision); }

    Result<void> step(const Node& node, int position) {
        const auto start = std::chrono::steady_clock::now();
        const std::vector<ValueId> inputs = node.inputs();
        for (const ValueId id : inputs) set(id, get(id));  // weights are widened here, so only those in use take memory twice
        Result<std::vector<Datum>> ran = compute(node);
        if (!ran) return std::unexpected(std::move(ran).error());
        if (m_options.afterNode) {
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
            m_options.afterNode(node, *ran, took.count());
        }
        for (std::size_t i = 0; i < ran->size(); ++i) set(node.outputs[i], std::move((*ran)[i]));
        for (const ValueId id : inputs) release(id, position);
        for (const ValueId id : node.outputs) release(id, position);
        return {};
    }

    std::vector<NodeKernel> takeKernels() { return std::move(m_kernels); }

private:
    Result<std::vector<Datum>> compute(const Node& node) {
        const auto types = [this](ValueId id) -> const Type& { return m_types[at(id)]; };
        const auto data = [this](ValueId id) -> const Datum& { return m_data[at(id)]; };
        if (m_options.kernels && m_options.precision == Precision::AsGiven) {
            WHITTLE_TRY(Provided provided, provide(*m_options.kernels, node, types, data, m_context).context("running {}", describeNode(node)));
            const NodeKernel& kernel = provided.kernel;
            if (!kernel.implementation.empty() || !kernel.refusal.empty()) m_kernels.push_back(std::move(provided.kernel));
            if (provided.outputs) return *std::move(provided.outputs);
        }
        return runNode(node, types, data, m_context, m_options.kernels);
    }

    void release(ValueId id, int position) {
        if (m_lastUse[at(id)] <= position) m_data[at(id)] = std::monostate{};
    }

    const InterpretOptions& m_options;
    Generator m_own;
    KernelContext m_context;
    std::vector<Datum> m_data;
    std::vector<Type> m_types;
    std::vector<int> m_lastUse;
    std::vector<NodeKernel> m_kernels;
};

Result<Datum> outputDatum(const Run& run, const Arg& value, std::size_t index) {
    if (const auto* id = value.as<ValueId>()) return run.get(*id);
    if (const auto* number = value.as<std::int64_t>()) return Datum(*number);
    if (const auto* number = value.as<double>()) return Datum(*number);
    if (const auto* flag = value.as<bool>()) return Datum(*flag);
    if (value.isNone()) return Datum();
    return fail(Code::Unsupported, "output {} is neither a tensor, a number nor None", index);
}

Result<void> runNodes(const Graph& graph, Run& run, const CancelToken& cancel) {
    for (std::size_t i = 0; i < graph.nodes().size(); ++i) {
        WHITTLE_TRY_VOID(cancel.check());
        WHITTLE_TRY_VOID(run.step(graph.nodes()[i], static_cast<int>(i)));
    }
    return {};
}

Result<std::vector<Datum>> outputsOf(const Graph& graph, const Run& run) {
    std::vector<Datum> out;
    for (std::size_t i = 0; i < graph.outputs().size(); ++i) {
        WHITTLE_TRY(Datum datum, outputDatum(run, graph.outputs()[i].value, i));
        out.push_back(std::move(datum));
    }
    return out;
}

// A graph among a node's arguments. Its inputs fit: the operator's type rule has compared operands and inputs.
// A graph without nodes is polled for too, or a loop around it could not be stopped.
Result<std::vector<Datum>> runInner(const Graph& graph, std::vector<Datum> inputs, const InterpretOptions& options) {
    WHITTLE_TRY_VOID(options.cancel.check());
    if (inputs.size() != graph.inputs().size())
        return fail(Code::Argument, "the graph takes {} inputs, {} were given", graph.inputs().size(), inputs.size());
    Run run(graph, options);
    for (std::size_t i = 0; i < inputs.size(); ++i) run.set(graph.inputs()[i].value, std::move(inputs[i]));
    WHITTLE_TRY_VOID(runNodes(graph, run, options.cancel));
    return outputsOf(graph, run);
}

}  // namespace

Result<std::vector<Datum>> gatherInputs(const Graph& graph, std::span<const Datum> userInputs) {
    std::vector<std::string> wanted;
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::User) wanted.push_back(graph.value(input.value).name);
    if (!userInputs.empty() && userInputs.size() != wanted.size())
        return fail(Code::Argument, "the graph takes {} inputs ({}), {} were given", wanted.size(), fmt::join(wanted, ", "),
                    userInputs.size());
    std::vector<Datum> out;
    std::size_t next = 0;
    for (const GraphInput& input : graph.inputs()) {
        const Value& value = graph.value(input.value);
        const bool isUser = input.kind == InputKind::User;
        const Datum& datum = isUser && !userInputs.empty() ? userInputs[next++] : input.data;
        if (std::holds_alternative<std::monostate>(datum) && !std::holds_alternative<std::monostate>(value.type)) {
            if (isUser) return fail(Code::NotFound, "input '{}' ({}) has no data", value.name, typeText(value.type));
            return fail(Code::NotFound, "weight '{}' ({}) has no data: the file came without it", input.target, typeText(value.type));
        }
        out.push_back(datum);
    }
    return out;
}

Result<std::map<std::string, std::int64_t>> bindSymbols(const Graph& graph, std::span<const Datum> inputs) {
    if (inputs.size() != graph.inputs().size())
        return fail(Code::Argument, "the graph has {} inputs and weights, data for {} was given", graph.inputs().size(), inputs.size());
    std::vector<Place> places;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const Value& value = graph.value(graph.inputs()[i].value);
        WHITTLE_TRY_VOID(checkKind(value, inputs[i]));
        for (Place& place : placesOf(value, inputs[i])) places.push_back(std::move(place));
    }
    Bindings bound;
    for (const Place& place : places)
        if (const auto symbol = place.expected.symbolName()) WHITTLE_TRY_VOID(bindPlain(bound, place, *symbol));
    // One unknown can hide behind another: as many passes as there are symbols settle all that can be.
    for (std::size_t pass = 0; pass < graph.symbols.size(); ++pass) {
        const std::size_t before = bound.size();
        for (const Place& place : places)
            if (!place.expected.isConstant()) WHITTLE_TRY_VOID(solveLinear(bound, place));
        if (bound.size() == before) break;
    }
    for (const Place& place : places) WHITTLE_TRY_VOID(checkPlace(bound, place));
    std::map<std::string, std::int64_t> out;
    for (const auto& [symbol, binding] : bound) {
        WHITTLE_TRY_VOID(checkRange(graph, symbol, binding));
        out.emplace(symbol, binding.value);
    }
    return out;
}

Result<std::vector<Datum>> runNode(const Node& node, const OpCall::TypeLookup& types,
                                   const std::function<const Datum&(ValueId)>& data, const KernelContext& context,
                                   KernelProvider* kernels) {
    const auto run = [&]() -> Result<std::vector<Datum>> {
        const OpDef* op = findOp(node.op);
        if (!op) return unknownOp(node.op);
        if (!op->reference && op->decompose) {
            WHITTLE_TRY(InterpretResult parts, runDecomposed(*op, node, types, data, context));
            return std::move(parts.outputs);
        }
        if (!op->reference) return fail(Code::Unsupported, "operator {} has no kernel", node.op);
        InterpretOptions inner;
        inner.precision = context.precision;
        inner.generator = context.generator;
        inner.cancel = context.cancel;
        inner.kernels = kernels;
        const auto runner = [&inner](const Graph& graph, std::vector<Datum> inputs) { return runInner(graph, std::move(inputs), inner); };
        WHITTLE_TRY(KernelCall call, KernelCall::prepare(*op, node.args, types, data, context, runner));
        WHITTLE_TRY_VOID(checkMemory(call.outputTypes()));
        WHITTLE_TRY_VOID(call.run());
        return call.takeOutputs();
    };
    Result<std::vector<Datum>> outputs = run();
    if (outputs && outputs->size() != node.outputs.size())
        outputs = fail(Code::Run, "the operator gave {} outputs, the graph expects {}", outputs->size(), node.outputs.size());
    return std::move(outputs).context("running {}", describeNode(node));
}

namespace {

Result<InterpretResult> interpretAll(const Graph& graph, std::span<const Datum> userInputs, const InterpretOptions& options) {
    for (const ValueId id : options.capture)
        if (!graph.contains(id)) return fail(Code::Argument, "cannot capture a value that is not in the graph");
    WHITTLE_TRY(std::vector<Datum> inputs, gatherInputs(graph, userInputs));
    WHITTLE_TRY_VOID(bindSymbols(graph, inputs));
    Run run(graph, options);
    for (std::size_t i = 0; i < inputs.size(); ++i) run.set(graph.inputs()[i].value, std::move(inputs[i]));
    WHITTLE_TRY_VOID(runNodes(graph, run, options.cancel));
    InterpretResult out;
    WHITTLE_TRY(out.outputs, outputsOf(graph, run));
    for (const ValueId id : options.capture) out.captured.emplace_back(id, run.get(id));
    out.kernels = run.takeKernels();
    return out;
}

}  // namespace

Result<InterpretResult> interpret(const Graph& graph, std::span<const Datum> userInputs, const InterpretOptions& options) {
    try {
        return interpretAll(graph, userInputs, options);
    } catch (const std::bad_alloc&) {
        return fail(Code::Limit, "running {} needs more memory than there is", graph.name);
    }
}

}  // namespace whittle

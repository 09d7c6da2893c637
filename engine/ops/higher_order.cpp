// Operators that run graphs: branches, loops, maps and scans, and wrappers that only change a mode. PyTorch gives
// them no schema; the argument names are those of its Python functions. Their kernels run the graphs through
// KernelCall::run, so precision, memory limits and cancellation hold inside as outside. Proof:
// tests/engine/ops/higher_order_test.cpp.
#include <cstring>

#include "engine/ops/all_ops.h"
#include "engine/ops/kernel_call.h"
#include "engine/ops/subgraph.h"

namespace whittle::ops {
namespace {

bool holds(const Datum& datum) {
    if (const Tensor* tensor = asTensor(datum)) return tensor->flat(0) != 0;
    if (const auto* flag = std::get_if<bool>(&datum)) return *flag;
    if (const auto* integer = std::get_if<std::int64_t>(&datum)) return *integer != 0;
    if (const auto* real = std::get_if<double>(&datum)) return *real != 0;
    return false;
}

std::vector<Datum> dataOf(const KernelCall& call, std::string_view list) {
    std::vector<Datum> out;
    for (const Arg& item : call.list(list)) out.push_back(call.datum(item));
    return out;
}

void append(std::vector<Datum>& to, std::span<const Datum> more) { to.insert(to.end(), more.begin(), more.end()); }

Types joined(Types a, const Types& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

// --- cond --------------------------------------------------------------------------------------------------

Result<Types> condType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkCondition(call, call.typeOf(call.arg("pred")), "'pred'"));
    const Types operands = typesOf(call, "operands");
    WHITTLE_TRY(const Types yes, graphResults(call, call.graph("true_fn"), operands));
    WHITTLE_TRY(const Types no, graphResults(call, call.graph("false_fn"), operands));
    return merged(call, yes, no, "the results of the two branches");
}

Result<void> condReference(KernelCall& call) {
    const bool taken = holds(call.datum(call.arg("pred")));
    WHITTLE_TRY(std::vector<Datum> results, call.run(call.graph(taken ? "true_fn" : "false_fn"), dataOf(call, "operands")));
    for (std::size_t i = 0; i < results.size(); ++i) call.setOutput(static_cast<int>(i), std::move(results[i]));
    return {};
}

// --- while_loop --------------------------------------------------------------------------------------------

Result<Types> whileType(const OpCall& call) {
    const Types carried = typesOf(call, "carried_inputs");
    const Types operands = joined(carried, typesOf(call, "additional_inputs"));
    WHITTLE_TRY(const Types condition, graphResults(call, call.graph("cond_fn"), operands));
    if (condition.size() != 1)
        return fail(Code::Type, "while_loop.4: the condition's graph '{}' gives {} results, one is needed", call.graph("cond_fn").name,
                    condition.size());
    WHITTLE_TRY_VOID(checkCondition(call, condition[0], "the condition's result"));
    WHITTLE_TRY(const Types next, graphResults(call, call.graph("body_fn"), operands));
    if (!call.text("mutated_arg_indices").empty())
        return fail(Code::Unsupported, "while_loop.5: the body writes to its inputs {} in place, which is not supported",
                    call.text("mutated_arg_indices"));
    return merged(call, carried, next, "the loop's carried values before and after a step");
}

Result<void> whileReference(KernelCall& call) {
    std::vector<Datum> state = dataOf(call, "carried_inputs");
    const std::vector<Datum> additional = dataOf(call, "additional_inputs");
    for (;;) {
        append(state, additional);
        WHITTLE_TRY(const std::vector<Datum> condition, call.run(call.graph("cond_fn"), state));
        if (!holds(condition[0])) break;
        WHITTLE_TRY(state, call.run(call.graph("body_fn"), std::move(state)));
    }
    for (int i = 0; i < call.outputCount(); ++i) call.setOutput(i, std::move(state[static_cast<std::size_t>(i)]));
    return {};
}

// --- map_impl and scan -------------------------------------------------------------------------------------

// What a step sees of the tensors it walks along, and how many steps there are.
struct Slices {
    Types types;
    SymInt steps;
};

Result<Slices> slicesOf(const OpCall& call, std::string_view list, int axis) {
    Slices out;
    for (const Type& type : typesOf(call, list)) {
        const TensorType* tensor = asTensorType(type);
        if (!tensor || axis < 0 || axis >= tensor->rank())
            return fail(Code::Shape, "{}.4: element {} of '{}' is {}, a tensor with dim {} is needed", call.schema().name,
                        out.types.size(), list, typeText(type), axis);
        TensorType slice = *tensor;
        slice.strides.clear();
        const SymInt size = slice.sizes[static_cast<std::size_t>(axis)];
        slice.sizes.erase(slice.sizes.begin() + axis);
        if (out.types.empty()) out.steps = size;
        else if (size.isConstant() && out.steps.isConstant() && size != out.steps)
            return fail(Code::Shape, "{}.5: element {} of '{}' has {} slices, the first has {}", call.schema().name, out.types.size(),
                        list, size.text(), out.steps.text());
        out.types.push_back(std::move(slice));
    }
    if (out.types.empty()) return fail(Code::Argument, "{}.4: '{}' is empty, so nothing tells the number of steps", call.schema().name, list);
    return out;
}

Result<Types> stackedTypes(const OpCall& call, std::span<const Type> results, const SymInt& steps) {
    Types out;
    for (const Type& type : results) {
        const TensorType* tensor = asTensorType(type);
        if (!tensor) return fail(Code::Type, "{}.6: a step's result is {}, only tensors can be stacked", call.schema().name, typeText(type));
        TensorType whole = *tensor;
        whole.sizes.insert(whole.sizes.begin(), steps);
        out.push_back(std::move(whole));
    }
    return out;
}

Datum slice(const Datum& datum, int axis, Index at) {
    const Tensor& whole = std::get<Tensor>(datum);
    Sizes sizes = whole.sizes(), strides = whole.strides();
    const Index offset = whole.offset() + at * strides[static_cast<std::size_t>(axis)];
    sizes.erase(sizes.begin() + axis);
    strides.erase(strides.begin() + axis);
    return whole.asStrided(std::move(sizes), std::move(strides), offset);
}

// Collects one result of every step; the first says how large the whole is.
class Stack {
public:
    Stack(const KernelCall& call, int output, Index steps) : m_call(call), m_output(output), m_steps(steps) {}

    Result<void> put(Index at, const Datum& result) {
        const Tensor part = std::get<Tensor>(result).contiguous();
        if (!m_whole.defined()) {
            Sizes sizes = part.sizes();
            sizes.insert(sizes.begin(), m_steps);
            m_whole = Tensor::empty(part.dtype(), std::move(sizes));
            m_part = part.sizes();
        }
        if (part.sizes() != m_part)
            return fail(Code::Shape, "{}.7: result {} is {} in step {}, another step gave other sizes", m_call.schema().name, m_output,
                        part.describe(), at);
        if (part.byteSize() > 0)
            std::memcpy(m_whole.mutableData<std::byte>() + static_cast<std::size_t>(at) * part.byteSize(), part.data<std::byte>(),
                        part.byteSize());
        return {};
    }
    // Without a step, the type rule's sizes are all there is.
    Tensor take() {
        if (m_whole.defined()) return std::move(m_whole);
        return Tensor::empty(m_call.outputType(m_output).dtype, m_call.outputSizes(m_output));
    }

private:
    const KernelCall& m_call;
    int m_output;
    Index m_steps;
    Sizes m_part;
    Tensor m_whole;
};

Result<Types> mapType(const OpCall& call) {
    WHITTLE_TRY(const Slices slices, slicesOf(call, "xs", 0));
    WHITTLE_TRY(const Types results, graphResults(call, call.graph("f"), joined(slices.types, typesOf(call, "pos_args"))));
    return stackedTypes(call, results, slices.steps);
}

Result<void> mapReference(KernelCall& call) {
    const std::vector<Datum> xs = dataOf(call, "xs"), rest = dataOf(call, "pos_args");
    const Index steps = std::get<Tensor>(xs[0]).dim(0);
    std::vector<Stack> stacks;
    for (int i = 0; i < call.outputCount(); ++i) stacks.emplace_back(call, i, steps);
    for (Index at = 0; at < steps; ++at) {
        std::vector<Datum> inputs;
        for (const Datum& x : xs) inputs.push_back(slice(x, 0, at));
        append(inputs, rest);
        WHITTLE_TRY(const std::vector<Datum> results, call.run(call.graph("f"), std::move(inputs)));
        for (std::size_t i = 0; i < stacks.size(); ++i) WHITTLE_TRY_VOID(stacks[i].put(at, results[i]));
    }
    for (std::size_t i = 0; i < stacks.size(); ++i) call.setOutput(static_cast<int>(i), stacks[i].take());
    return {};
}

Result<Types> scanType(const OpCall& call) {
    const Types init = typesOf(call, "init");
    WHITTLE_TRY(const std::int64_t axis, call.integer("dim"));
    WHITTLE_TRY(const Slices slices, slicesOf(call, "xs", static_cast<int>(axis)));
    const Types operands = joined(joined(init, slices.types), typesOf(call, "additional_inputs"));
    WHITTLE_TRY(const Types results, graphResults(call, call.graph("combine_fn"), operands));
    if (results.size() < init.size())
        return fail(Code::Type, "scan.3: the graph '{}' gives {} results, the {} carried values come first among them",
                    call.graph("combine_fn").name, results.size(), init.size());
    const auto split = results.begin() + static_cast<std::ptrdiff_t>(init.size());
    WHITTLE_TRY(const Types carried, merged(call, init, Types(results.begin(), split), "the carried values before and after a step"));
    WHITTLE_TRY(const Types stacked, stackedTypes(call, std::span(split, results.end()), slices.steps));
    return joined(carried, stacked);
}

Result<void> scanReference(KernelCall& call) {
    std::vector<Datum> state = dataOf(call, "init");
    const std::size_t carried = state.size();
    const std::vector<Datum> xs = dataOf(call, "xs"), rest = dataOf(call, "additional_inputs");
    const int axis = static_cast<int>(call.size("dim"));
    const Index steps = std::get<Tensor>(xs[0]).dim(axis);
    std::vector<Stack> stacks;
    for (int i = static_cast<int>(carried); i < call.outputCount(); ++i) stacks.emplace_back(call, i, steps);
    for (Index step = 0; step < steps; ++step) {
        const Index at = call.flag("reverse") ? steps - 1 - step : step;
        for (const Datum& x : xs) state.push_back(slice(x, axis, at));
        append(state, rest);
        WHITTLE_TRY(state, call.run(call.graph("combine_fn"), std::move(state)));
        for (std::size_t i = 0; i < stacks.size(); ++i) WHITTLE_TRY_VOID(stacks[i].put(at, state[carried + i]));
        state.resize(carried);
    }
    for (std::size_t i = 0; i < carried; ++i) call.setOutput(static_cast<int>(i), std::move(state[i]));
    for (std::size_t i = 0; i < stacks.size(); ++i) call.setOutput(static_cast<int>(carried + i), stacks[i].take());
    return {};
}

// --- wrappers ----------------------------------------------------------------------------------------------

Result<Types> wrapType(const OpCall& call) { return graphResults(call, call.graph("wrapped_func"), typesOf(call, "args")); }

Result<void> wrapReference(KernelCall& call) {
    WHITTLE_TRY(std::vector<Datum> results, call.run(call.graph("wrapped_func"), dataOf(call, "args")));
    for (std::size_t i = 0; i < results.size(); ++i) call.setOutput(static_cast<int>(i), std::move(results[i]));
    return {};
}

// With autocast on, operators inside choose dtypes by PyTorch's lists; running them as written would be another program.
Result<Types> autocastType(const OpCall& call) {
    if (call.flag("enabled"))
        return fail(Code::Unsupported, "wrap_with_autocast.3: autocast is switched on for the graph '{}', and its casts are not modelled; "
                    "export the model with the casts written out", call.graph("wrapped_func").name);
    return wrapType(call);
}

constexpr OpDef kOps[] = {
    {.name = "higher_order.cond", .schema = "cond(Any pred, Graph true_fn, Graph false_fn, Any() operands) -> Any[]",
     .summary = "Runs one of two graphs on the operands.", .inferType = condType, .reference = condReference},
    {.name = "higher_order.while_loop",
     .schema = "while_loop(Function cond_fn, Graph body_fn, Any() carried_inputs, Any() additional_inputs, str mutated_arg_indices='') -> Any[]",
     .summary = "Runs a graph on its own results while another one gives true.", .inferType = whileType, .reference = whileReference},
    {.name = "higher_order.map_impl", .schema = "map_impl(Graph f, Any() xs, Any() pos_args) -> Any[]",
     .summary = "Runs a graph on every slice along dim 0 and stacks the results.", .inferType = mapType, .reference = mapReference},
    {.name = "higher_order.scan",
     .schema = "scan(Graph combine_fn, Any[] init, Any[] xs, int dim=0, bool reverse=False, Any[] additional_inputs=[]) -> Any[]",
     .summary = "Carries values along the slices of tensors; gives the last ones and what every step put out.",
     .inferType = scanType, .reference = scanReference},
    {.name = "higher_order.wrap_with_set_grad_enabled",
     .schema = "wrap_with_set_grad_enabled(bool enable_grad, Graph wrapped_func, Any[] *args) -> Any[]",
     .summary = "Runs a graph with gradients on or off, which makes no difference to its results.", .inferType = wrapType,
     .reference = wrapReference},
    {.name = "higher_order.wrap_with_autocast",
     .schema = "wrap_with_autocast(str device_type, ScalarType? dtype, bool enabled, bool? cache_enabled, Graph wrapped_func, Any[] *args) -> Any[]",
     .summary = "Runs a graph with autocast switched off.", .inferType = autocastType, .reference = wrapReference},
};

}  // namespace

std::span<const OpDef> higherOrderOps() { return kOps; }

}  // namespace whittle::ops

#include "tests/opcases/op_judge.h"

#include <algorithm>

#include "engine/eager/interpreter.h"
#include "engine/ops/layout.h"
#include "engine/runtime/compile.h"
#include "engine/schedule/schedule.h"

namespace whittle::test {
namespace {

const OpDef& opThatRuns(const OpCase& one) {
    const OpDef* op = findOp(one.op);
    return op->functional.empty() ? *op : *findOp(op->functional);
}

// The graph's rule wants whole types; an operator's own outputs may hold sizes that only the data tells.
void declareSymbols(Graph& graph, const Types& types) {
    for (const Type& type : types)
        if (const TensorType* tensor = asTensorType(type)) {
            for (const SymInt& size : tensor->sizes)
                for (const std::string& symbol : size.symbols()) graph.symbols[symbol];
        } else if (const NumberType* number = asNumberType(type)) {
            for (const std::string& symbol : number->expr.symbols()) graph.symbols[symbol];
        }
}

// What a tracer does: the graph says in which layout its outputs were seen, and the compiler keeps to it.
void recordStrides(Graph& graph, std::span<const Datum> outputs) {
    const std::vector<ValueId> ids = graph.outputValues();
    for (std::size_t i = 0; i < ids.size() && i < outputs.size(); ++i) {
        const TensorType* type = asTensorType(graph.type(ids[i]));
        const Tensor* tensor = asTensor(outputs[i]);
        if (!type || !tensor) continue;
        TensorType seen = *type;
        seen.strides.assign(tensor->strides().begin(), tensor->strides().end());
        graph.setType(ids[i], std::move(seen));
    }
}

Result<std::vector<Datum>> run(const OpCase& one, OpMode mode) {
    WHITTLE_TRY(Graph graph, oneNodeGraph(one));
    if (mode == OpMode::Compiled) {
        if (const auto eager = interpret(graph, {}, {})) recordStrides(graph, eager->outputs);
        WHITTLE_TRY(const auto executable, compile(graph, {}));
        return executable->run({});
    }
    InterpretOptions options;
    options.precision = mode == OpMode::Reference ? Precision::Float64 : Precision::AsGiven;
    WHITTLE_TRY(InterpretResult result, interpret(graph, {}, options));
    return std::move(result.outputs);
}

bool agrees(const Error& ours, std::string_view theirs) {
    switch (ours.code) {
        case Code::Type:
        case Code::Shape:
        case Code::Argument:
        case Code::Limit:
        case Code::Run: return true;
        case Code::Unsupported: return theirs.starts_with("NotImplementedError") || theirs.find("not implemented") != theirs.npos;
        default: return false;
    }
}

// Numbers are recorded as tensors of rank 0.
Tensor asRecorded(const Datum& datum) {
    if (const Tensor* tensor = asTensor(datum)) return *tensor;
    if (const auto* number = std::get_if<std::int64_t>(&datum)) return Tensor::of(std::span(number, 1), {});
    if (const auto* number = std::get_if<double>(&datum)) return Tensor::scalar(DType::F64, *number);
    if (const auto* flag = std::get_if<bool>(&datum)) return Tensor::scalar(DType::Bool, *flag);
    return {};
}

// A dimension of size 1 (or an empty tensor) is never stepped through.
bool sameStrides(const Tensor& actual, const Sizes& expected) {
    if (actual.numel() == 0) return true;
    for (std::size_t d = 0; d < expected.size(); ++d)
        if (actual.sizes()[d] > 1 && actual.strides()[d] != expected[d]) return false;
    return true;
}

// Where PyTorch rounds sums on the way, a result that does not is further from it than the tolerance: it is right when
// no element, nor all of them together, is further from float64 than PyTorch's.
bool asNearToFloat64(const Tensor& float64, const Tensor& pytorch, const Tensor& actual) {
    if (!isFloating(pytorch.dtype())) return false;
    const Comparison theirs = compareTensors(float64, pytorch, {.rtol = 0, .atol = 0});
    const Comparison ours = compareTensors(float64, actual, {.rtol = 0, .atol = theirs.maxAbsError});
    return ours.ok && ours.rmse <= theirs.rmse;
}

std::string difference(std::size_t i, const Tensor& actual, const OpCase& one, OpMode mode) {
    const RecordedOutput& recorded = one.outputs[i];
    const Tensor& expected = recorded.tensor;
    if (actual.describe() != expected.describe()) return fmt::format("is {}, PyTorch gives {}", actual.describe(), expected.describe());
    const Comparison comparison = compareTensors(expected, actual, one.tolerance);
    if (!comparison.ok && (one.outputs64.empty() || !asNearToFloat64(one.outputs64[i], expected, actual))) return comparison.reason;
    // A compiled graph need not give views whose elements share a place.
    const bool overlaps = !ops::sharesNoPlace(expected.asStrided(expected.sizes(), recorded.strides, 0));
    if (!(mode == OpMode::Compiled && overlaps) && !sameStrides(actual, recorded.strides))
        return fmt::format("has strides [{}], PyTorch's are [{}]", fmt::join(actual.strides(), ","), fmt::join(recorded.strides, ","));
    return {};
}

// In float64 the dtype is wider than the recorded one, and rounding is all that may differ.
std::string difference64(std::size_t i, const Tensor& actual, const OpCase& one) {
    const Tensor& expected = one.outputs64.empty() ? one.outputs[i].tensor : one.outputs64[i];
    if (isFloating(actual.dtype()) != isFloating(expected.dtype()))
        return fmt::format("is {}, PyTorch gives {}", actual.describe(), expected.describe());
    const Comparison comparison = compareTensors(expected, actual, one.tolerance);
    return comparison.ok ? std::string() : comparison.reason;
}

}  // namespace

std::optional<OpMode> parseOpMode(std::string_view name) {
    if (name == "eager") return OpMode::Eager;
    if (name == "compiled") return OpMode::Compiled;
    if (name == "reference") return OpMode::Reference;
    return std::nullopt;
}

Result<Graph> oneNodeGraph(const OpCase& one) {
    const OpDef& op = opThatRuns(one);
    Graph graph;
    for (std::size_t i = 0; i < one.tensors.size(); ++i)
        graph.addInput({.data = one.tensors[i]}, fmt::format("x{}", i), typeOf(one.tensors[i]));
    WHITTLE_TRY(Types types, inferTypes(op, one.args, [&](ValueId id) -> const Type& { return graph.type(id); }));
    declareSymbols(graph, types);
    const NodeId node = graph.addNode({.op = std::string(op.name), .args = one.args, .outputTypes = std::move(types)});
    for (const ValueId id : graph.node(node).outputs) graph.addOutput({.value = id});
    return graph;
}

bool hasLowering(const OpCase& one) { return one.unreadable.empty() && opThatRuns(one).lower != nullptr; }

bool runsOnLoops(const OpCase& one) {
    const Result<Graph> graph = oneNodeGraph(one);
    if (!graph) return false;
    const Result<Schedule> schedule = makeSchedule(*graph, {});
    return schedule && std::none_of(schedule->steps.begin(), schedule->steps.end(), [](const Step& step) { return step.kind == Step::Kind::Eager; });
}

std::string judge(const OpCase& one, OpMode mode) {
    if (!one.unreadable.empty()) return one.unreadable;
    const auto got = run(one, mode);
    // What the dtypes on record cannot do, float64 may: then either answer is right.
    const bool as64 = mode == OpMode::Reference && !one.outputs64.empty();
    if (one.fails && !(got && as64)) {
        if (got) return "PyTorch refuses this: " + one.error;
        return agrees(got.error(), one.error) ? std::string() : "refused for another reason: " + got.error().describe();
    }
    if (!got) return got.error().describe();
    const std::size_t wanted = as64 ? one.outputs64.size() : one.outputs.size();
    if (got->size() != wanted) return fmt::format("{} outputs, PyTorch gives {}", got->size(), wanted);
    for (std::size_t i = 0; i < got->size(); ++i) {
        const Tensor actual = asRecorded((*got)[i]);
        if (!actual.defined()) return fmt::format("output {} is {}", i, describe((*got)[i]));
        const std::string wrong = mode == OpMode::Reference ? difference64(i, actual, one) : difference(i, actual, one, mode);
        if (!wrong.empty()) return fmt::format("output {} {}", i, wrong);
    }
    return {};
}

}  // namespace whittle::test

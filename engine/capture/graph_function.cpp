#include "engine/capture/graph_function.h"

#include <set>

#include "engine/capture/graph_symbols.h"
#include "engine/ops/check.h"

namespace whittle {
namespace {

using Known = std::unordered_map<ValueId, Variable>;

Variable variableOf(const Arg& arg, const Known& known, std::span<const SymbolSource> symbols) {
    if (const auto* id = arg.as<ValueId>()) return known.at(*id);
    if (const auto* list = arg.as<Arg::List>()) {
        std::vector<Variable> items;
        for (const Arg& item : *list) items.push_back(variableOf(item, known, symbols));
        return Variable(std::move(items));
    }
    if (const auto* graph = arg.as<GraphRef>()) {
        GraphCell cell{*graph, {}};
        for (const SymbolSource& symbol : symbols) cell.sizes.push_back({symbol.size, known.at(symbol.of), symbol.dim});
        return Variable::graph(std::move(cell));
    }
    return Variable::literal(arg);
}

// What the file declares of numbers that only a run knows: PyTorch's tracer asked, and put assertions into the program.
void assumeDeclared(FunctionRecorder& recorder, const Graph& graph, const Node& node, const Known& known, const std::set<std::string>& ofInputs) {
    if (recorder.isEager()) return;
    for (const ValueId id : node.outputs) {
        const NumberType* number = asNumberType(graph.type(id));
        const auto name = number && number->kind == NumberType::Kind::Int ? number->expr.symbolName() : std::nullopt;
        const auto info = name && !ofInputs.contains(*name) ? graph.symbols.find(*name) : graph.symbols.end();
        if (info == graph.symbols.end()) continue;
        // A least size of 1 or 2 is the tracer's way to say that it is none of 0 and 1.
        if (const auto min = info->second.min) recorder.assume(known.at(id) >= (*min > 0 && *min <= 2 ? 0 : *min), "a number is smaller than the file declares");
        if (info->second.max) recorder.assume(known.at(id) <= *info->second.max, "a number is larger than the file declares");
    }
}

std::set<std::string> symbolsOfInputs(const Graph& graph) {
    std::set<std::string> out;
    for (const GraphInput& input : graph.inputs())
        if (const TensorType* type = asTensorType(graph.type(input.value))) {
            for (const SymInt& size : type->sizes) out.merge(size.symbols());
        } else if (const NumberType* number = asNumberType(graph.type(input.value))) {
            out.merge(number->expr.symbols());
        }
    return out;
}

using InnerSymbols = std::unordered_map<NodeId, std::vector<SymbolSource>>;

std::span<const SymbolSource> symbolsOf(const InnerSymbols& all, NodeId node) {
    const auto found = all.find(node);
    return found == all.end() ? std::span<const SymbolSource>() : found->second;
}

void runNode(FunctionRecorder& recorder, const Node& node, Known& known, std::span<const SymbolSource> symbols) {
    std::vector<NamedVariable> args;
    for (const NamedArg& arg : node.args) args.push_back({arg.name, variableOf(arg.value, known, symbols)});
    recorder.at(node.origin, node.id);
    try {
        const Variable result = recorder.call(node.op, std::move(args), node.name);
        if (node.outputs.size() == 1) known.insert_or_assign(node.outputs.front(), result);
        else
            for (std::size_t i = 0; i < node.outputs.size(); ++i) known.insert_or_assign(node.outputs[i], result[i]);
    } catch (LeaveFunction& left) {
        left.error.context.push_back(fmt::format("recording {}", describeNode(node)));
        throw;
    }
}

// By node: what nothing after it reads. What is let go is freed by an eager run, and not kept for what follows a graph break.
std::vector<std::vector<ValueId>> lastReads(const Graph& graph, const InnerSymbols& inner) {
    std::set<ValueId> read;
    for (const GraphOutput& output : graph.outputs()) forEachValue(output.value, [&](ValueId id) { read.insert(id); });
    std::vector<std::vector<ValueId>> out(graph.nodes().size());
    for (std::size_t i = out.size(); i-- > 0;) {
        const Node& node = graph.nodes()[i];
        std::vector<ValueId> named = node.inputs();
        named.insert(named.end(), node.outputs.begin(), node.outputs.end());
        for (const SymbolSource& symbol : symbolsOf(inner, node.id)) named.push_back(symbol.of);
        for (const ValueId id : named)
            if (read.insert(id).second) out[i].push_back(id);
    }
    return out;
}

}  // namespace

std::vector<std::string> parametersOf(const Graph& graph) {
    std::vector<std::string> out;
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::User) out.push_back(graph.value(input.value).name);
    return out;
}

CapturedFn functionOf(std::shared_ptr<const Graph> graph, CancelToken cancel) {
    std::set<std::string> ofInputs = symbolsOfInputs(*graph);
    InnerSymbols inner = innerSymbols(*graph);
    std::vector<std::vector<ValueId>> last = lastReads(*graph, inner);
    return [graph = std::move(graph), ofInputs = std::move(ofInputs), inner = std::move(inner), last = std::move(last), cancel = std::move(cancel)](FunctionRecorder& recorder, std::span<const Variable> arguments) {
        Known known;
        std::size_t next = 0;
        for (const GraphInput& input : graph->inputs()) {
            const Value& value = graph->value(input.value);
            if (input.kind == InputKind::User) known.insert_or_assign(input.value, arguments[next++]);
            else if (const TensorType* type = asTensorType(value.type)) known.insert_or_assign(input.value, recorder.constant(input, value.name, *type));
            else FunctionRecorder::leave(Error{Code::Unsupported, fmt::format("the weight '{}' is no tensor", value.name), {}});
        }
        for (std::size_t i = 0; i < last.size(); ++i) {
            if (auto wanted = cancel.check(); !wanted) FunctionRecorder::leave(std::move(wanted).error());
            const Node& node = graph->nodes()[i];
            runNode(recorder, node, known, symbolsOf(inner, node.id));
            assumeDeclared(recorder, *graph, node, known, ofInputs);
            for (const ValueId id : last[i]) known.erase(id);
        }
        std::vector<Variable> results;
        for (const GraphOutput& output : graph->outputs()) results.push_back(variableOf(output.value, known, {}));
        return Variable(std::move(results));
    };
}

}  // namespace whittle

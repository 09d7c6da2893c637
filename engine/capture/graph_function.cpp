#include "engine/capture/graph_function.h"

#include "engine/ops/check.h"

namespace whittle {
namespace {

using Known = std::unordered_map<ValueId, Variable>;

Variable variableOf(const Arg& arg, const Known& known) {
    if (const auto* id = arg.as<ValueId>()) return known.at(*id);
    if (const auto* list = arg.as<Arg::List>()) {
        std::vector<Variable> items;
        for (const Arg& item : *list) items.push_back(variableOf(item, known));
        return Variable(std::move(items));
    }
    return Variable::literal(arg);
}

void runNode(Recorder& recorder, const Node& node, Known& known) {
    std::vector<NamedVariable> args;
    for (const NamedArg& arg : node.args) args.push_back({arg.name, variableOf(arg.value, known)});
    recorder.at(node.origin);
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

}  // namespace

std::vector<std::string> parametersOf(const Graph& graph) {
    std::vector<std::string> out;
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::User) out.push_back(graph.value(input.value).name);
    return out;
}

CapturedFn functionOf(std::shared_ptr<const Graph> graph) {
    return [graph = std::move(graph)](Recorder& recorder, std::span<const Variable> arguments) {
        Known known;
        std::size_t next = 0;
        for (const GraphInput& input : graph->inputs()) {
            const Value& value = graph->value(input.value);
            if (input.kind == InputKind::User) known.insert_or_assign(input.value, arguments[next++]);
            else if (const TensorType* type = asTensorType(value.type)) known.insert_or_assign(input.value, recorder.constant(input, value.name, *type));
            else Recorder::leave(Error{Code::Unsupported, fmt::format("the weight '{}' is no tensor", value.name), {}});
        }
        for (const Node& node : graph->nodes()) runNode(recorder, node, known);
        std::vector<Variable> results;
        for (const GraphOutput& output : graph->outputs()) results.push_back(variableOf(output.value, known));
        return Variable(std::move(results));
    };
}

}  // namespace whittle

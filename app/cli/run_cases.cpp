#include "app/cli/run_cases.h"

#include "engine/eager/interpreter.h"
#include "engine/formats/open.h"
#include "engine/formats/safetensors.h"

namespace whittle::cli {
namespace {

std::map<std::string, Tensor> buffersOf(const Graph& graph) {
    std::map<std::string, Tensor> out;
    for (const GraphInput& input : graph.inputs())
        if (const Tensor* tensor = asTensor(input.data); tensor && input.kind == InputKind::Buffer) out.emplace(input.target, *tensor);
    return out;
}

}  // namespace

Result<int> takeState(Graph& graph, const std::string& path) {
    std::map<std::string, Tensor> state;
    if (path.ends_with(".safetensors")) {
        WHITTLE_TRY(state, readSafetensors(path));
    } else {
        WHITTLE_TRY(const OpenedGraph other, openGraph(path, {.model = {}, .fillMissing = false, .seed = 0}));
        state = buffersOf(other.graph);
    }
    std::vector<std::pair<ValueId, Tensor>> taken;
    for (const GraphInput& input : graph.inputs()) {
        const auto found = input.kind == InputKind::Buffer ? state.find(input.target) : state.end();
        if (found == state.end()) continue;
        if (!sameShape(graph.type(input.value), typeOf(Datum(found->second))))
            return fail(Code::Shape, "the buffer '{}' is {} there, the program declares {}", input.target, found->second.describe(),
                        typeText(graph.type(input.value)));
        taken.emplace_back(input.value, found->second);
    }
    if (taken.empty()) return fail(Code::NotFound, "it holds none of the program's buffers");
    for (auto& [id, tensor] : taken) graph.setInputData(id, std::move(tensor));
    return static_cast<int>(taken.size());
}

bool carryState(Graph& graph, std::span<const Datum> outputs) {
    std::map<std::string, ValueId> buffers;
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::Buffer) buffers.emplace(input.target, input.value);
    bool any = false;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const GraphOutput& output = graph.outputs()[i];
        const auto buffer = output.kind == OutputKind::BufferMutation ? buffers.find(output.target) : buffers.end();
        const Tensor* tensor = asTensor(outputs[i]);
        if (buffer == buffers.end() || !tensor) continue;
        const TensorType* type = asTensorType(graph.type(buffer->second));
        graph.setInputData(buffer->second, type ? tensor->to(type->dtype) : *tensor);  // the float64 mode gives f64
        any = true;
    }
    return any;
}

bool savedAfter(const Graph& graph, const CaseTensors& last) {
    bool any = false;
    for (const auto& [name, tensor] : buffersOf(graph)) {
        const auto recorded = last.find("mut." + name);
        if (recorded == last.end()) continue;
        if (!compareTensors(recorded->second, tensor, {.rtol = 0, .atol = 0}).ok) return false;
        any = true;
    }
    return any;
}

Result<void> expectOwnBuffers(const Graph& graph, std::span<const Datum> inputs, CaseTensors& expected) {
    InterpretOptions options;
    options.precision = Precision::Float64;
    WHITTLE_TRY(const InterpretResult result, interpret(graph, inputs, options));
    for (std::size_t i = 0; i < result.outputs.size(); ++i) {
        const GraphOutput& output = graph.outputs()[i];
        const auto recorded = output.kind == OutputKind::BufferMutation ? expected.find("mut." + output.target) : expected.end();
        if (const Tensor* tensor = asTensor(result.outputs[i]); tensor && recorded != expected.end())
            recorded->second = tensor->to(recorded->second.dtype());
    }
    return {};
}

}  // namespace whittle::cli

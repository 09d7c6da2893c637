#include "app/cli/run_cases.h"

#include <algorithm>
#include <charconv>

#include "engine/eager/interpreter.h"
#include "engine/formats/open.h"
#include "engine/formats/safetensors.h"

namespace whittle::cli {
namespace {

// A 0-d tensor stands for a number when the graph wants one.
Result<Datum> numberFrom(const Tensor& tensor, NumberType::Kind kind, const std::string& key) {
    if (tensor.numel() != 1)
        return fail(Code::Shape, "'{}' is {}, but the graph wants one number there", key, tensor.describe());
    if (kind == NumberType::Kind::Float) return Datum(tensor.flat(0));
    if (kind == NumberType::Kind::Bool) return Datum(tensor.flat(0) != 0);
    return Datum(tensor.flatInt(0));
}

// Keys "in.0", "in.2", ... by number.
std::map<std::int64_t, std::string> inputKeys(const CaseTensors& tensors) {
    constexpr std::string_view kPrefix = "in.";
    std::map<std::int64_t, std::string> out;
    for (const auto& [key, tensor] : tensors) {
        std::int64_t number = 0;
        const char *first = key.data() + kPrefix.size(), *last = key.data() + key.size();
        if (key.starts_with(kPrefix) && std::from_chars(first, last, number).ptr == last) out.emplace(number, key);
    }
    return out;
}

std::map<std::string, Tensor> buffersOf(const Graph& graph) {
    std::map<std::string, Tensor> out;
    for (const GraphInput& input : graph.inputs())
        if (const Tensor* tensor = asTensor(input.data); tensor && input.kind == InputKind::Buffer) out.emplace(input.target, *tensor);
    return out;
}

}  // namespace

Result<CaseTensors> readCase(const std::string& path, const std::string& model) {
    WHITTLE_TRY(CaseTensors tensors, readSafetensors(path).context("reading {}", path));
    if (model.empty()) return tensors;
    const std::string prefix = model + ".";
    CaseTensors out;
    for (auto& [key, tensor] : tensors) {
        const bool own = key.starts_with(prefix);
        if (own || !out.contains(key)) out.insert_or_assign(own ? key.substr(prefix.size()) : key, std::move(tensor));
    }
    return out;
}

Result<std::vector<Datum>> caseInputs(const Graph& graph, const CaseTensors& tensors, const std::string& path, MayLackInputs lack) {
    std::vector<const GraphInput*> wanted;
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::User) wanted.push_back(&input);
    const std::map<std::int64_t, std::string> keys = inputKeys(tensors);
    if (keys.empty() && (lack == MayLackInputs::Yes || wanted.empty())) return std::vector<Datum>();
    if (keys.size() < wanted.size())
        return fail(Code::NotFound, "{} has {} of the graph's {} inputs: no tensor for input '{}'", path, keys.size(), wanted.size(),
                    graph.value(wanted[keys.size()]->value).name);
    if (keys.size() > wanted.size())
        return fail(Code::Argument, "{} holds '{}', but the graph has only {} inputs", path, keys.rbegin()->second, wanted.size());
    std::vector<Datum> inputs;
    for (const auto& [number, key] : keys) {
        const Type& type = graph.type(wanted[inputs.size()]->value);
        const Tensor& tensor = tensors.at(key);
        if (const NumberType* numberType = asNumberType(type)) {
            WHITTLE_TRY(Datum value, numberFrom(tensor, numberType->kind, key));
            inputs.push_back(std::move(value));
        } else {
            inputs.emplace_back(tensor);
        }
    }
    return inputs;
}

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

#include "engine/formats/wtl.h"

#include "engine/base/files.h"
#include "engine/base/torn_writes.h"
#include "engine/formats/recorded_layout.h"
#include "engine/formats/safetensors.h"
#include "engine/ir/text.h"
#include "engine/ir/verify.h"
#include "engine/ops/op_def.h"

namespace whittle {
namespace {

std::filesystem::path tensorsBeside(std::filesystem::path path) { return path += ".safetensors"; }

Result<void> attach(Graph& graph, std::map<std::string, Tensor> tensors) {
    for (const GraphInput& input : graph.inputs()) {
        const auto found = tensors.find(graph.value(input.value).name);
        if (found == tensors.end()) continue;
        const TensorType* type = asTensorType(graph.type(input.value));
        graph.setInputData(input.value, type ? inRecordedLayout(found->second, *type) : std::move(found->second));
        tensors.erase(found);
    }
    if (tensors.empty()) return {};
    return fail(Code::Format, "tensor '{}' belongs to no input of graph @{}", tensors.begin()->first, graph.name);
}

}  // namespace

// Tensors first: a reader that finds the new text finds its tensors too.
Result<void> writeWtl(const Graph& graph, const std::filesystem::path& path, WtlWrite how) {
    const auto write = [how](const std::filesystem::path& file, std::string_view bytes) {
        return how == WtlWrite::Synced ? writeFileAtomic(file, bytes) : writeFileWhole(file, std::span(&bytes, 1));
    };
    NamedTensors tensors;
    for (const GraphInput& input : graph.inputs())
        if (const Tensor* tensor = asTensor(input.data); tensor && tensor->defined())
            tensors.emplace_back(graph.value(input.value).name, *tensor);
    if (!tensors.empty())
        WHITTLE_TRY_VOID(write(tensorsBeside(path), safetensorsBytes(tensors)).context("writing the tensors of {}", path.string()));
    WHITTLE_TRY_VOID(write(path, printGraph(graph, findSchema)));
    std::error_code gone;  // tensors of an older graph would otherwise be read with this one
    if (tensors.empty()) std::filesystem::remove(tensorsBeside(path), gone);
    if (gone) return fail(Code::Io, "cannot remove {}: {}", tensorsBeside(path).string(), gone.message());
    return {};
}

Result<Graph> readWtl(const std::filesystem::path& path) {
    WHITTLE_TRY(const std::string text, readFile(path, kMaxTextBytes));
    WHITTLE_TRY(Graph graph, parseGraph(text, findSchema));
    const std::filesystem::path beside = tensorsBeside(path);
    std::error_code ignored;
    if (std::filesystem::exists(beside, ignored)) {
        WHITTLE_TRY(auto tensors, readSafetensors(beside));
        WHITTLE_TRY_VOID(attach(graph, std::move(tensors)).context("reading {}", beside.string()));
    }
    WHITTLE_TRY_VOID(verifyStructure(graph));
    return graph;
}

}  // namespace whittle

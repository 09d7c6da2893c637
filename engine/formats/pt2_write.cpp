#include "engine/formats/pt2_write.h"

#include <algorithm>
#include <map>

#include "engine/base/files.h"
#include "engine/formats/export_meta.h"
#include "engine/formats/export_write.h"
#include "engine/formats/zip_write.h"

namespace whittle {
namespace {

struct Weight {
    std::string name;
    Tensor tensor;
    bool parameter = false;
};

Result<std::vector<Weight>> weightsOf(const Graph& graph, bool state) {
    std::vector<Weight> out;
    for (const GraphInput& input : graph.inputs()) {
        if (input.kind == InputKind::User || inStateDict(input) != state) continue;
        const Tensor* tensor = asTensor(input.data);
        if (!tensor)
            return fail(Code::NotFound, "the weight '{}' has no data; open the graph with a seed that fills it", input.target);
        if (std::any_of(out.begin(), out.end(), [&](const Weight& w) { return w.name == input.target; })) continue;
        out.push_back({input.target, *tensor, input.kind == InputKind::Parameter});
    }
    return out;
}

TorchValue stateDict(const std::vector<Weight>& weights) {
    TorchValue out{.kind = TorchValue::Kind::Dict};
    for (const Weight& weight : weights) {
        out.keys.push_back(weight.name);
        out.children.push_back({.kind = weight.parameter ? TorchValue::Kind::Parameter : TorchValue::Kind::Tensor, .tensor = weight.tensor});
    }
    return out;
}

void addExtraFiles(const Graph& graph, const std::string& folder, ZipWriter& zip) {
    for (const auto& [key, text] : graph.metadata)
        if (key.starts_with(kExtraFile)) zip.add(folder + key.substr(kExtraFile.size()), text);
}

Result<ByteRope> layoutA(const Graph& graph, const ProgramCall& call) {
    WHITTLE_TRY(std::string json, printExport(graph, call, ExportSchema::V8_2));
    WHITTLE_TRY(const std::vector<Weight> state, weightsOf(graph, true));
    WHITTLE_TRY(const std::vector<Weight> constants, weightsOf(graph, false));
    const TorchValue example = exampleCall(graph, call);
    ZipWriter zip;
    zip.add("serialized_exported_program.json", std::move(json));
    zip.add("serialized_state_dict.pt", torchFileBytes(stateDict(state)));
    zip.add("serialized_constants.pt", torchFileBytes(stateDict(constants)));
    const bool has = example.kind != TorchValue::Kind::None;
    zip.add("serialized_example_inputs.pt", has ? torchFileBytes(example) : ByteRope());  // empty: no example
    zip.add("version", std::string("8.2"));
    addExtraFiles(graph, "extra_files/", zip);
    return std::move(zip).finish();
}

/// Raw storages and the JSON that says which tensor lies where, for weights and constants alike.
std::string addPayload(const std::vector<Weight>& weights, const std::string& folder, std::string_view record, ZipWriter& zip) {
    std::map<std::pair<const Storage*, DType>, std::string> paths;
    JsonWriter json(JsonWriter::NonFinite::Quoted);
    const auto numbers = [&](const Sizes& values) {
        json.array([&] { for (const Index v : values) json.object([&] { json.key("as_int").integer(v); }); });
    };
    json.object([&] {
        json.key("config").object([&] {
            for (const Weight& weight : weights) {
                const Tensor& tensor = weight.tensor;
                const auto [path, fresh] = paths.try_emplace({tensor.storage().get(), tensor.dtype()}, fmt::format("{}_{}", record, paths.size()));
                if (fresh) zip.add(folder + path->second, storageBytes(tensor));
                json.key(weight.name).object([&] {
                    json.key("path_name").text(path->second);
                    json.key("is_param").boolean(weight.parameter);
                    json.key("use_pickle").boolean(false);
                    json.key("tensor_meta").object([&] {
                        json.key("dtype").integer(exportNumber(tensor.dtype()));
                        json.key("sizes"), numbers(tensor.sizes());
                        json.key("requires_grad").boolean(weight.parameter && isFloating(tensor.dtype()));
                        json.key("device").object([&] {
                            json.key("type").text("cpu");
                            json.key("index").null();
                        });
                        json.key("strides"), numbers(tensor.strides());
                        json.key("storage_offset").object([&] { json.key("as_int").integer(tensor.offset()); });
                        json.key("layout").integer(exportNumber(Layout::Strided));
                    });
                });
            }
        });
    });
    return json.take();
}

Result<ByteRope> layoutB(const Graph& graph, const ProgramCall& call, const std::string& root) {
    constexpr std::string_view kModel = "model";
    WHITTLE_TRY(std::string json, printExport(graph, call, ExportSchema::V8_20));
    WHITTLE_TRY(const std::vector<Weight> state, weightsOf(graph, true));
    WHITTLE_TRY(const std::vector<Weight> constants, weightsOf(graph, false));
    ZipWriter zip;
    const std::string weights = root + "/data/weights/", tensors = root + "/data/constants/";
    std::string config = addPayload(state, weights, "weight", zip);
    zip.add(fmt::format("{}{}_weights_config.json", weights, kModel), std::move(config));
    config = addPayload(constants, tensors, "tensor", zip);
    zip.add(fmt::format("{}{}_constants_config.json", tensors, kModel), std::move(config));
    zip.add(fmt::format("{}/models/{}.json", root, kModel), std::move(json));
    zip.add(fmt::format("{}/data/sample_inputs/{}.pt", root, kModel), torchFileBytes(exampleCall(graph, call)));
    addExtraFiles(graph, root + "/extra/", zip);
    zip.add(root + "/archive_format", std::string("pt2"));
    zip.add(root + "/archive_version", std::string("0"));
    zip.add(root + "/byteorder", std::string("little"));
    zip.add(root + "/.data/version", std::string("6\n"));
    return std::move(zip).finish();
}

}  // namespace

Result<ByteRope> pt2Bytes(const Graph& graph, Pt2Layout layout, const std::string& root) {
    const ProgramCall call = programCall(graph);
    return layout == Pt2Layout::A ? layoutA(graph, call) : layoutB(graph, call, root);
}

Result<void> writePt2(const Graph& graph, const std::filesystem::path& path, Pt2Layout layout) {
    std::string root = path.stem().string();
    if (root.empty() || root == "." || root == "..") root = "archive";
    std::replace(root.begin(), root.end(), '\\', '_');
    WHITTLE_TRY(const ByteRope bytes, pt2Bytes(graph, layout, root));
    return writeFileAtomic(path, bytes.parts());
}

}  // namespace whittle

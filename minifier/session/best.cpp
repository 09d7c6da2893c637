#include "minifier/session/best.h"

#include <cerrno>
#include <fstream>

#include "engine/formats/safetensors.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"

namespace whittle {
namespace {

// Whole or not at all for whoever kills this process. Not forced to the disk, as the journal is not: on a busy one that takes longer
// than many a candidate, and there is a best graph for each that was accepted.
Result<void> writeWhole(const std::filesystem::path& path, std::string_view bytes) {
    const std::filesystem::path part = path.string() + ".part";
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    std::error_code trouble;
    if (!file) trouble.assign(errno, std::generic_category());
    else std::filesystem::rename(part, path, trouble);
    if (!trouble) return {};
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    return fail(Code::Io, "cannot write {}: {}", path.string(), trouble.message());
}

Result<void> removeAllBut(const std::filesystem::path& folder, std::string_view kept) {
    std::error_code trouble;
    std::vector<std::filesystem::path> gone;
    for (std::filesystem::directory_iterator file(folder, trouble), end; !trouble && file != end; file.increment(trouble)) {
        const std::string name = file->path().filename().string();
        if (name.starts_with("best-") && (kept.empty() || !name.starts_with(kept))) gone.push_back(file->path());
    }
    for (const std::filesystem::path& file : gone)
        if (!trouble) std::filesystem::remove(file, trouble);
    if (trouble) return fail(Code::Io, "cannot clear earlier graphs out of {}: {}", folder.string(), trouble.message());
    return {};
}

}  // namespace

Result<void> saveBestGraph(const std::filesystem::path& folder, int number, const Graph& graph) {
    const std::string name = fmt::format("best-{}.wtl", number);
    NamedTensors tensors;
    for (const GraphInput& input : graph.inputs())
        if (const Tensor* tensor = asTensor(input.data); tensor && tensor->defined()) tensors.emplace_back(graph.value(input.value).name, *tensor);
    const std::filesystem::path beside = folder / (name + ".safetensors");
    std::error_code trouble;
    if (!tensors.empty()) WHITTLE_TRY_VOID(writeWhole(beside, safetensorsBytes(tensors)));
    else std::filesystem::remove(beside, trouble);  // of an earlier process that came here another way
    if (trouble) return fail(Code::Io, "cannot remove {}: {}", beside.string(), trouble.message());
    WHITTLE_TRY_VOID(writeWhole(folder / name, printGraph(graph, findSchema)));
    return removeAllBut(folder, name);
}

Result<void> removeBestGraphs(const std::filesystem::path& folder) { return removeAllBut(folder, {}); }

}  // namespace whittle

#include "minifier/session/best.h"

#include "engine/formats/wtl.h"

namespace whittle {
namespace {

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
    // Not forced to the disk, as the journal is not: on a busy one that takes longer than many a candidate, and there is a best graph for
    // each that was accepted.
    WHITTLE_TRY_VOID(writeWtl(graph, folder / name, WtlWrite::Whole));
    return removeAllBut(folder, name);
}

Result<void> removeBestGraphs(const std::filesystem::path& folder) { return removeAllBut(folder, {}); }

}  // namespace whittle

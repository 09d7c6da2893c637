#include "minifier/oracle/engine_settings.h"

#include <algorithm>
#include <set>

#include "engine/base/system_facts.h"
#include "engine/codegen/object_cache.h"
#include "engine/kernels/kernel_list.h"
#include "engine/runtime/parallel_run.h"
#include "engine/runtime/tuning_store.h"

namespace whittle {
namespace {

using Settings = std::vector<EngineSetting>;

void add(Settings& out, std::string plain, std::string now, std::function<void(WorkerJob&)> set) {
    out.push_back({.plainer = {{std::move(plain), std::move(set)}}, .now = std::move(now)});
}

void addThreads(Settings& out) {
    if (const int threads = kernelThreads(); threads > 1) add(out, "1 thread", fmt::format("{} threads", threads), [](WorkerJob& job) { job.threads = 1; });
}

// By name, since that is how a bug report tells them; a CPU without AVX2 has nothing less.
void addInstructions(Settings& out, const CompileOptions& options) {
    const std::string has = cpuExtensions();
    const bool isWide = options.isa == VectorIsa::Host && has.find("AVX-512") != has.npos;
    if (options.isa == VectorIsa::Baseline || has.find("AVX2") == has.npos) return;
    const auto level = [](VectorIsa isa) { return [isa](WorkerJob& job) { job.compile.isa = isa; }; };
    EngineSetting setting{.plainer = {{"baseline code", level(VectorIsa::Baseline)}}, .now = isWide ? "AVX-512 code" : "AVX2 code"};
    if (isWide) setting.plainer.push_back({"AVX2 code", level(VectorIsa::Avx2)});
    out.push_back(std::move(setting));
}

void addLibraries(Settings& out, const CompileOptions& options) {
    std::set<std::string, std::less<>> names;
    for (const KernelCandidate& kernel : kernelCandidates()) names.emplace(kernel.library);
    for (const std::string& name : options.choices.withoutLibraries) names.erase(name);
    for (const std::string& name : names)
        add(out, fmt::format("no {} kernels", name), fmt::format("{} kernels", name), [name](WorkerJob& job) { job.compile.choices.withoutLibraries.push_back(name); });
}

bool holdsAnything(const std::filesystem::path& folder) {
    std::error_code trouble;
    return std::filesystem::directory_iterator(folder, trouble) != std::filesystem::directory_iterator();
}

void addOptions(Settings& out, const CompileOptions& options) {
    for (const ForcedChoice& forced : options.choices.forced) {
        const std::string words = fmt::format("--choose {}={}", forced.site, forced.candidate);
        add(out, "no " + words, words, [site = forced.site](WorkerJob& job) { std::erase_if(job.compile.choices.forced, [&](const ForcedChoice& one) { return one.site == site; }); });
    }
    const auto& store = options.choices.store;
    if (options.choices.measure || (store && holdsAnything(store->folder())))
        add(out, "no measured choices", "measured choices", [](WorkerJob& job) {
            job.compile.choices.store = nullptr;
            job.compile.choices.measure = false;
        });
    if (options.cache) add(out, "no object cache", "the object cache", [](WorkerJob& job) { job.compile.cache = nullptr; });
    for (const std::string& node : options.apart)
        add(out, fmt::format("{} fused", node), "--keep-apart " + node, [node](WorkerJob& job) { std::erase(job.compile.apart, node); });
    for (const std::string& pass : options.skipPasses)
        add(out, "pass " + pass, "--skip-pass " + pass, [pass](WorkerJob& job) { std::erase(job.compile.skipPasses, pass); });
    if (options.passLimit >= 0) add(out, "all passes", fmt::format("--pass-limit {}", options.passLimit), [](WorkerJob& job) { job.compile.passLimit = -1; });
}

}  // namespace

CompilerSetting EngineSetting::words() const {
    CompilerSetting out;
    for (const Value& value : plainer) out.push_back(value.words);
    out.push_back(now);
    return out;
}

std::vector<EngineSetting> engineSettings(const CompileOptions& options) {
    Settings out;
    addThreads(out);
    addInstructions(out, options);
    addLibraries(out, options);
    addOptions(out, options);
    return out;
}

}  // namespace whittle

#include "app/choices/compiler_choice.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "engine/codegen/code_makers.h"
#include "engine/kernels/kernel_list.h"
#include "engine/passes/inject_fault.h"

namespace whittle {
namespace {

// What the environment says of the caches, asked in the same way for each of them.
std::optional<std::filesystem::path> placeOf(std::optional<std::filesystem::path> (*folder)(const char*, const char*, const char*),
                                             const std::string& cache) {
    return cache.empty() ? folder(std::getenv("WHITTLE_CACHE_DIR"), std::getenv("XDG_CACHE_HOME"), std::getenv("HOME"))
                         : folder(cache.c_str(), nullptr, nullptr);
}

}  // namespace

std::shared_ptr<TuningStore> openTuningStore(const KernelChoiceOptions& kernels, const std::string& cache) {
    if (kernels.noStore) return nullptr;
    const auto folder = kernels.store.empty() ? placeOf(tuningStoreFolder, cache) : std::optional<std::filesystem::path>(kernels.store);
    return folder ? std::make_shared<TuningStore>(std::filesystem::absolute(*folder)) : nullptr;
}

Result<ChoiceOptions> choiceOptions(const KernelChoiceOptions& kernels, const std::string& cache) {
    ChoiceOptions out;
    for (const std::string& text : kernels.forced) {
        const std::size_t equals = text.rfind('=');
        if (equals == text.npos || equals == 0 || equals + 1 == text.size()) return fail(Code::Argument, "--choose '{}' is not SITE=CANDIDATE", text);
        ForcedChoice forced{.site = text.substr(0, equals), .candidate = text.substr(equals + 1)};
        if (std::ranges::find(out.forced, forced.site, &ForcedChoice::site) != out.forced.end()) return fail(Code::Argument, "--choose names '{}' twice", forced.site);
        out.forced.push_back(std::move(forced));
    }
    out.measure = kernels.autotune;
    out.seconds = kernels.seconds;
    out.store = openTuningStore(kernels, cache);
    return out;
}

std::shared_ptr<ObjectCache> openCache(const CompilerChoice& choice) {
    if (choice.noCache) return nullptr;
    const auto folder = choice.cache.empty() ? placeOf(objectCacheFolder, {}) : std::optional<std::filesystem::path>(choice.cache);
    return folder ? std::make_shared<ObjectCache>(std::filesystem::absolute(*folder)) : nullptr;
}

std::shared_ptr<AnswerStore> openAnswers(const CompilerChoice& choice) {
    const auto folder = placeOf(answerStoreFolder, choice.cache);
    return folder ? std::make_shared<AnswerStore>(std::filesystem::absolute(*folder)) : nullptr;
}

namespace {

Result<void> checkLibrary(const std::string& name) {
    std::set<std::string_view> libraries;
    for (const KernelCandidate& one : kernelCandidates()) libraries.insert(one.library);
    if (libraries.contains(name)) return {};
    return fail(Code::Argument, "there is no library '{}' to leave out. There are: {}", name, fmt::join(libraries, ", "));
}

}  // namespace

Result<CompileOptions> compileOptions(const CompilerChoice& choice, std::shared_ptr<ObjectCache> cache, CancelToken cancel) {
    CompileOptions out;
    const auto isa = std::ranges::find(kIsaNames, choice.isa);
    if (isa == std::end(kIsaNames)) return fail(Code::Argument, "'{}' is none of {}", choice.isa, fmt::join(kIsaNames, ", "));
    out.isa = static_cast<VectorIsa>(isa - std::begin(kIsaNames));
    for (const std::string& library : choice.withoutLibraries) WHITTLE_TRY_VOID(checkLibrary(library).context("reading --without-library"));
    out.apart = choice.apart;
    out.skipPasses = choice.skipPasses;
    out.passLimit = choice.passLimit;
    out.keepArtefacts = choice.debugInfo;
    out.cache = std::move(cache);
    out.makers = std::make_shared<CodeMakers>();
    out.cancel = std::move(cancel);
    WHITTLE_TRY(out.choices, choiceOptions(choice.kernels, choice.cache));
    out.choices.withoutLibraries = choice.withoutLibraries;
    return out;
}

std::vector<std::string> idleInjections(const Graph& graph, std::span<const Injection> injections) {
    std::vector<std::string> notes;
    for (const Injection& injection : injections) {
        const auto isNamed = [&](const Node& node) { return namesOperator(injection.op, node.op); };
        if (std::ranges::none_of(graph.nodes(), isNamed))
            notes.push_back(fmt::format("no fault planted: the graph has no operator '{}' (in-place operators are imported as functional ones)",
                                        injection.op));
        else if (std::ranges::none_of(graph.nodes(), [&](const Node& node) { return isNamed(node) && canStrike(injection, graph, node); }))
            notes.push_back(fmt::format("no fault planted: nothing that '{}' answers here can show {}", injection.op, injection.text()));
    }
    return notes;
}

}  // namespace whittle

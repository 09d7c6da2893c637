#include "app/cli/compiler_options.h"

#include <algorithm>
#include <cstdlib>

namespace whittle::cli {

void addCompilerOptions(CLI::App& command, CompilerChoice& choice) {
    command.add_option("--skip-pass", choice.skipPasses, "a compiler pass to leave out; may be given again")
        ->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_option("--pass-limit", choice.passLimit, "run only the first N compiler passes")->check(between(0, 1e6));
    CLI::Option* none = command.add_flag("--no-cache", choice.noCache, "compile every kernel, and keep none for the next time");
    command.add_option("--cache", choice.cache, "folder of machine code from earlier compilations; without it $WHITTLE_CACHE_DIR (empty: none), "
                                                "else whittle/objects in $XDG_CACHE_HOME or ~/.cache")
        ->excludes(none);
    command.add_flag("--debug-info", choice.debugInfo, "lines of the loop IR (.loops of compile --dump) in the kernels, and GDB is told of them");
}

void addKernelOptions(CLI::App& command, KernelChoiceOptions& kernels, Tuning tuning) {
    if (tuning == Tuning::Offered) {
        command.add_flag("--autotune", kernels.autotune, "measure the kernels that can compute each product, convolution and attention, and take the quickest; "
                                                         "what was measured before is not measured again");
        command.add_option("--autotune-seconds", kernels.seconds, "for all measurements; what comes later is estimated")->check(between(0, 86400))->capture_default_str();
    }
    command.add_option("--choose", kernels.forced, "SITE=CANDIDATE: let this kernel compute a node; both as `whittle compile` names them; may be given again")
        ->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    CLI::Option* none = command.add_flag("--no-tuning-store", kernels.noStore, "neither use what --autotune measured before nor keep anything");
    command.add_option("--tuning-store", kernels.store, "folder of measurements; without it beside the cache of machine code, whittle/tuning in $XDG_CACHE_HOME or ~/.cache")
        ->excludes(none);
}

std::shared_ptr<TuningStore> openTuningStore(const KernelChoiceOptions& kernels, const std::string& cache) {
    if (kernels.noStore) return nullptr;
    const auto folder = !kernels.store.empty() ? std::optional<std::filesystem::path>(kernels.store)
                        : !cache.empty()       ? tuningStoreFolder(cache.c_str(), nullptr, nullptr)
                                               : tuningStoreFolder(std::getenv("WHITTLE_CACHE_DIR"), std::getenv("XDG_CACHE_HOME"), std::getenv("HOME"));
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
    const auto folder = choice.cache.empty() ? objectCacheFolder(std::getenv("WHITTLE_CACHE_DIR"), std::getenv("XDG_CACHE_HOME"), std::getenv("HOME"))
                                             : std::optional<std::filesystem::path>(choice.cache);
    return folder ? std::make_shared<ObjectCache>(std::filesystem::absolute(*folder)) : nullptr;
}

Result<CompileOptions> compileOptions(const CompilerChoice& choice, std::shared_ptr<ObjectCache> cache) {
    CompileOptions out;
    out.skipPasses = choice.skipPasses;
    out.passLimit = choice.passLimit;
    out.keepArtefacts = choice.debugInfo;
    out.cache = std::move(cache);
    out.cancel = interruptToken();
    WHITTLE_TRY(out.choices, choiceOptions(choice.kernels, choice.cache));
    return out;
}

}  // namespace whittle::cli

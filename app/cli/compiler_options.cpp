#include "app/cli/compiler_options.h"

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

std::shared_ptr<ObjectCache> openCache(const CompilerChoice& choice) {
    if (choice.noCache) return nullptr;
    const auto folder = choice.cache.empty() ? objectCacheFolder(std::getenv("WHITTLE_CACHE_DIR"), std::getenv("XDG_CACHE_HOME"), std::getenv("HOME"))
                                             : std::optional<std::filesystem::path>(choice.cache);
    return folder ? std::make_shared<ObjectCache>(std::filesystem::absolute(*folder)) : nullptr;
}

CompileOptions compileOptions(const CompilerChoice& choice, std::shared_ptr<ObjectCache> cache) {
    CompileOptions out;
    out.skipPasses = choice.skipPasses;
    out.passLimit = choice.passLimit;
    out.keepArtefacts = choice.debugInfo;
    out.cache = std::move(cache);
    out.cancel = interruptToken();
    return out;
}

}  // namespace whittle::cli

// The options that `compile`, `run` and `minify` hand to the compiler.
#pragma once

#include "app/cli/command.h"
#include "engine/codegen/object_cache.h"
#include "engine/runtime/compile.h"

namespace whittle::cli {

struct CompilerChoice {
    std::vector<std::string> skipPasses;
    int passLimit = -1;
    std::string cache;  ///< folder; empty: as the environment says
    bool noCache = false;
    bool debugInfo = false;
};

/// --skip-pass, --pass-limit, --cache, --no-cache, --debug-info.
void addCompilerOptions(CLI::App& command, CompilerChoice& choice);

/// Null where there is to be none. Without an option the environment tells: WHITTLE_CACHE_DIR, XDG_CACHE_HOME, HOME.
std::shared_ptr<ObjectCache> openCache(const CompilerChoice& choice);

CompileOptions compileOptions(const CompilerChoice& choice, std::shared_ptr<ObjectCache> cache);

}  // namespace whittle::cli

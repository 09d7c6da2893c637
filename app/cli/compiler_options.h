// The options that `compile`, `run`, `minify` and `bench` hand to the compiler.
#pragma once

#include "app/cli/command.h"
#include "engine/codegen/object_cache.h"
#include "engine/runtime/compile.h"
#include "engine/runtime/tuning_store.h"

namespace whittle::cli {

/// Which kernels compute what libraries know.
struct KernelChoiceOptions {
    std::vector<std::string> forced;  ///< "SITE=CANDIDATE"
    bool autotune = false;
    double seconds = 30;
    std::string store;  ///< folder; empty: beside the object cache
    bool noStore = false;
};

struct CompilerChoice {
    std::vector<std::string> skipPasses;
    int passLimit = -1;
    std::string cache;  ///< folder; empty: as the environment says
    bool noCache = false;
    bool debugInfo = false;
    KernelChoiceOptions kernels;
};

/// Whether the command measures kernels itself, or only reads what others measured.
enum class Tuning { Offered, ReadOnly };
/// --choose, --tuning-store, --no-tuning-store; where offered --autotune and --autotune-seconds.
void addKernelOptions(CLI::App& command, KernelChoiceOptions& kernels, Tuning tuning);
/// Null where there is to be none. `cache`: of --cache; without options the environment tells, as for the object cache.
std::shared_ptr<TuningStore> openTuningStore(const KernelChoiceOptions& kernels, const std::string& cache);
/// Errors: Argument for what is no SITE=CANDIDATE, or a site named twice.
Result<ChoiceOptions> choiceOptions(const KernelChoiceOptions& kernels, const std::string& cache);

/// --skip-pass, --pass-limit, --cache, --no-cache, --debug-info.
void addCompilerOptions(CLI::App& command, CompilerChoice& choice);

/// Null where there is to be none. Without an option the environment tells: WHITTLE_CACHE_DIR, XDG_CACHE_HOME, HOME.
std::shared_ptr<ObjectCache> openCache(const CompilerChoice& choice);

/// Errors: as choiceOptions.
Result<CompileOptions> compileOptions(const CompilerChoice& choice, std::shared_ptr<ObjectCache> cache);

}  // namespace whittle::cli

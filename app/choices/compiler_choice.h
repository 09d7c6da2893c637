// What the user chose of our compiler, as data, and what becomes of it: shared by the command and the window.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/codegen/object_cache.h"
#include "engine/passes/pass.h"
#include "engine/runtime/compile.h"
#include "engine/runtime/tuning_store.h"
#include "minifier/session/answer_store.h"

namespace whittle {

/// Which kernels compute what libraries know.
struct KernelChoiceOptions {
    std::vector<std::string> forced;  ///< "SITE=CANDIDATE"
    bool autotune = false;
    double seconds = 30;
    std::string store;  ///< folder; empty: beside the object cache
    bool noStore = false;
};

/// By VectorIsa.
inline constexpr std::string_view kIsaNames[] = {"baseline", "avx2", "host"};

struct CompilerChoice {
    std::vector<std::string> skipPasses;
    int passLimit = -1;
    std::vector<std::string> apart;             ///< nodes that are fused with no other
    std::vector<std::string> withoutLibraries;  ///< by name
    std::string isa = "host";                   ///< one of kIsaNames
    std::string cache;  ///< folder; empty: as the environment says
    bool noCache = false;
    bool debugInfo = false;
    KernelChoiceOptions kernels;
};

/// The options that were not left as they are, as words of a command line: "--skip-pass fold --isa avx2". Where caches are and what is kept for a debugger
/// changes no result, and is none of them.
std::string compilerWords(const CompilerChoice& choice);
std::vector<std::string_view> compilerOptions();  ///< the names of all that there are
bool isCompilerOption(std::string_view option);
bool isCompilerFlag(std::string_view option);  ///< one that no value follows
/// Adds what one option says; the value of a flag is not looked at. Errors: Argument.
Result<void> setCompilerOption(CompilerChoice& choice, std::string_view option, const std::string& value);
/// compilerWords() the other way round. Errors: Argument, with the option.
Result<CompilerChoice> readCompilerWords(std::string_view words);
/// What is wrong with it before anything is compiled. Errors: Argument, with the option.
Result<void> checkCompiler(const CompilerChoice& choice);
/// As one word of a shell, quoted where it must be.
std::string shellWord(std::string_view text);

/// Null where there is to be none. `cache`: of --cache; without options the environment tells, as for the object cache.
std::shared_ptr<TuningStore> openTuningStore(const KernelChoiceOptions& kernels, const std::string& cache);
/// Errors: Argument for what is no SITE=CANDIDATE, or a site named twice.
Result<ChoiceOptions> choiceOptions(const KernelChoiceOptions& kernels, const std::string& cache);

/// Null where there is to be none. Without an option the environment tells: WHITTLE_CACHE_DIR, XDG_CACHE_HOME, HOME.
std::shared_ptr<ObjectCache> openCache(const CompilerChoice& choice);
/// The answers of earlier reductions, beside the machine code of earlier compilations; likewise.
std::shared_ptr<AnswerStore> openAnswers(const CompilerChoice& choice);

/// Errors: as choiceOptions; Argument for a library or instructions that there are not.
Result<CompileOptions> compileOptions(const CompilerChoice& choice, std::shared_ptr<ObjectCache> cache, CancelToken cancel);

/// A note for every planted fault that no node of the graph answers to: otherwise a misspelled operator passes as health.
std::vector<std::string> idleInjections(const Graph& graph, std::span<const Injection> injections);

}  // namespace whittle

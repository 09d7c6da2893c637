// The options that `compile`, `run`, `minify` and `bench` hand to the compiler.
#pragma once

#include "app/choices/compiler_choice.h"
#include "app/cli/command.h"

namespace whittle::cli {

using whittle::choiceOptions;
using whittle::CompilerChoice;
using whittle::KernelChoiceOptions;
using whittle::openTuningStore;

/// Whether the command measures kernels itself, or only reads what others measured.
enum class Tuning { Offered, ReadOnly };
/// --choose, --tuning-store, --no-tuning-store; where offered --autotune and --autotune-seconds.
void addKernelOptions(CLI::App& command, KernelChoiceOptions& kernels, Tuning tuning);

/// --skip-pass, --pass-limit, --cache, --no-cache, --debug-info.
void addCompilerOptions(CLI::App& command, CompilerChoice& choice);

/// Interrupted by Ctrl-C. Errors: as choiceOptions.
Result<CompileOptions> compileOptions(const CompilerChoice& choice, std::shared_ptr<ObjectCache> cache);

}  // namespace whittle::cli

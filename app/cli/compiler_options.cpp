#include "app/cli/compiler_options.h"

namespace whittle::cli {

void addCompilerOptions(CLI::App& command, CompilerChoice& choice) {
    command.add_option("--skip-pass", choice.skipPasses, "a compiler pass to leave out; may be given again")
        ->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_option("--pass-limit", choice.passLimit, "run only the first N compiler passes")->check(between(0, 1e6));
    command.add_option("--keep-apart", choice.apart, "a node that shares a kernel with no other; may be given again")
        ->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_option("--without-library", choice.withoutLibraries, "a library of kernels to do without, as `whittle compile` names it; may be given again")
        ->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_option("--isa", choice.isa, "the widest instructions of code that is generated; libraries have their own")
        ->check(CLI::IsMember(std::vector<std::string>(std::begin(kIsaNames), std::end(kIsaNames))))->capture_default_str();
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

Result<CompileOptions> compileOptions(const CompilerChoice& choice, std::shared_ptr<ObjectCache> cache) {
    return whittle::compileOptions(choice, std::move(cache), interruptToken());
}

}  // namespace whittle::cli

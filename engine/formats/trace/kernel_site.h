// One place where PyTorch's autotuner had a choice, and what it chose: from a trace, from the text that it prints, from a debug
// folder. Traces before 2.9 do not tell.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace whittle::trace {

struct KernelChoice {
    std::string name;                     ///< "mm", "triton_mm_12", "cpp_packed_gemm_0"
    std::string description;              ///< "ACC_TYPE='tl.float32', BLOCK_M=64, ..."
    std::optional<double> milliseconds;   ///< nothing for one that failed
    std::string error;                    ///< why it failed, where the text says so

    std::string_view family() const;      ///< "extern", "triton", "cutlass", "ck", "cpp"
};

struct KernelSite {
    std::string op;                       ///< "mm", "addmm"
    std::string shapes, strides, dtypes;  ///< as printed, "256x1024, 256x512"
    std::vector<KernelChoice> choices;    ///< fastest first; of a trace only the best ones
    std::int64_t choiceCount = 0;         ///< all that there were
    std::optional<double> benchmarkSeconds, precompileSeconds;
    std::string origin;                   ///< "trace", "printed", "autotune cache", "debug folder"
    std::uint64_t line = 0;               ///< of a printed text

    const KernelChoice* winner() const;   ///< null when all failed
    /// How much slower than the winner the next one is: 0.25 is a quarter. Nothing when only one worked.
    std::optional<double> margin() const;
};

/// The tables that PyTorch prints with max_autotune, in a text with anything between them. Errors of choices that it
/// reports on the way are put to the next table's choices that have no time.
std::vector<KernelSite> readAutotuneText(std::string_view text);

/// The JSON file of PyTorch's autotune cache. Empty when the text is something else.
std::vector<KernelSite> readAutotuneCache(std::string_view text);

/// `autotuning_result_json_list.txt` of a debug folder, one object a line. Empty when the text is something else.
std::vector<KernelSite> readAutotuneResults(std::string_view text);

/// The arguments of a trace's "<op>_template_autotuning" event.
std::optional<KernelSite> readAutotuneEvent(std::string_view eventName, std::string_view arguments);

/// Which kernels a generated program calls, in its order: "extern_kernels.mm", "cpp_fused_relu_0", "triton_tem_fused_addmm_0".
std::vector<std::string> kernelsCalled(std::string_view code);

}  // namespace whittle::trace

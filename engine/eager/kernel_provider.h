// Faster kernels for the interpreter from a layer above it: asked before the reference kernel, and every answer
// goes on record, so that nobody has to guess who computed a node.
#pragma once

#include <string>
#include <string_view>

#include "engine/ops/kernel_call.h"

namespace whittle {

/// What a provider did with a call.
struct KernelUse {
    enum class By {
        Library,    ///< the outputs are set
        Parts,      ///< nothing yet: the operator's decomposition has parts that a library computes
        Reference,  ///< nothing: refused
    };
    By by = By::Reference;
    std::string implementation;  ///< Library: "onednn brgemm:avx512_core"
    std::string refusal;         ///< Reference: the library's reason
    /// Parts: strides of the result, which the last part may have laid out otherwise than the whole would.
    Sizes (*layout)(const KernelCall& call, const Sizes& sizes) = nullptr;
};

class KernelProvider {
public:
    virtual ~KernelProvider() = default;
    /// Whether to ask at all. Cost: a few comparisons.
    virtual bool knows(std::string_view op) const = 0;
    /// Errors: Run and Limit, when a library that took the call failed at it. Thread-safe.
    virtual Result<KernelUse> run(KernelCall& call) = 0;
};

/// A node that a provider knows: by whom it was computed, or why by the reference kernel.
struct NodeKernel {
    std::string node;
    std::string implementation;  ///< empty: the reference kernel
    std::string refusal;         ///< may stand beside an implementation when only some parts were refused
};

}  // namespace whittle

// Ready-made kernels: which operators a library computes, in which order candidates are asked, and why one
// refuses. The compiler knows libraries only through this table.
#pragma once

#include <memory>

#include "engine/ops/kernel_call.h"

namespace whittle {

/// What library kernels keep between calls (made primitives). One an executable. Thread-safe.
class KernelSession {
public:
    KernelSession();
    ~KernelSession();
    KernelSession(const KernelSession&) = delete;
    KernelSession& operator=(const KernelSession&) = delete;

    struct State;
    State& state() { return *m_state; }

private:
    std::unique_ptr<State> m_state;
};

struct KernelCandidate {
    std::string_view op;       ///< "aten.mm.default"
    std::string_view library;  ///< "onednn", for reports
    std::string_view rule;     ///< "library-matmul", for decisions
    /// Whether it can compute this call, all that is known being types: answers the implementation's name, as
    /// exact as the sizes allow. Errors: Unsupported with the reason.
    Result<std::string> (*claim)(const OpCall& call, KernelSession& session);
    /// Sets the outputs of a call that was claimed. Errors: Run; Unsupported when only the sizes told.
    Result<void> (*run)(KernelCall& call, KernelSession& session);
};

/// The table, in the order candidates are asked.
std::span<const KernelCandidate> kernelCandidates();

struct KernelChoice {
    const KernelCandidate* candidate = nullptr;  ///< null: none takes it
    std::string rule;                            ///< of the last one asked; empty when no row has the operator
    std::string implementation;
    std::string reason;                          ///< why the last one asked refused
};
/// The first candidate that takes the node. Errors: the node does not fit its operator's schema.
Result<KernelChoice> chooseKernel(const Graph& graph, const Node& node, KernelSession& session);

}  // namespace whittle

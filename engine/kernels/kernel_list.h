// Ready-made kernels: which operators a library computes, in which order candidates are asked, and why one
// refuses. The compiler knows libraries only through this table.
#pragma once

#include <memory>

#include "engine/base/machine.h"
#include "engine/codegen/cpu_jit.h"
#include "engine/kernels/epilogue.h"
#include "engine/loops/index.h"
#include "engine/ops/kernel_call.h"

namespace whittle {

/// What library kernels keep between calls (made primitives, machine code, packed weights). One an executable. Thread-safe.
class KernelSession {
public:
    /// `jit` makes the code that kernels need and nobody made before; null for one of its own over `cache`, when it comes to that.
    /// `mostPackedBytes` bounds the weights that it keeps in the order of their kernels.
    explicit KernelSession(std::shared_ptr<CpuJit> jit = nullptr, std::shared_ptr<ObjectCache> cache = nullptr,
                           std::size_t mostPackedBytes = static_cast<std::size_t>(machineMemory() / 8));
    ~KernelSession();
    KernelSession(const KernelSession&) = delete;
    KernelSession& operator=(const KernelSession&) = delete;

    /// Code that the claims made so far need, so that it can be made along with other code. What is not is made by the first run.
    struct Wanted {
        std::string implementation;  ///< ends a part of the `implementation` of every kernel that needs it; parts are joined by '+'
        CodeRequest request;
        std::string loopIr;          ///< what it was made of; empty for a micro-kernel
        VectorFacts vector;          ///< likewise
    };
    std::vector<Wanted> wanted() const;
    void takeCode(std::span<const NativeFunction> code);  ///< in the order of wanted(), all of it

    /// What whoever runs kernels should know: "3 weights (1.2 GB) are brought into the order of their kernels in every run ...".
    std::vector<std::string> notes() const;

    /// The session for calls that a library with several ways shall compute in the one named ("8x48"); itself for no name, where the
    /// library takes its first. What it wants is among wanted().
    KernelSession& variant(std::string_view name);
    /// For claims only: nothing that it wants is made.
    KernelSession& probe();

    struct State;
    State& state() { return *m_state; }

private:
    KernelSession(const State& parent, std::string variant);

    std::unique_ptr<State> m_state;
};

/// What the kernel does to each element of its result before storing it, in this order.
using Epilogue = std::span<const PostOp>;

struct KernelCandidate {
    std::string_view op;       ///< "aten.mm.default"
    std::string_view library;  ///< "onednn", "gemm", for reports
    std::string_view rule;     ///< "library-matmul", for decisions
    MemoryOrder order;         ///< of its results where ResultLayout::Fastest is asked for
    /// Whether it can compute this call, all that is known being types: answers the implementation's name, as
    /// exact as the sizes allow. Errors: Unsupported with the reason.
    Result<std::string> (*claim)(const OpCall& call, KernelSession& session, Epilogue epilogue);
    /// Sets the outputs of a call that was claimed, in the memory that takeResult (result_place.h) gives. Errors: Run; Unsupported when only
    /// the sizes told.
    Result<void> (*run)(KernelCall& call, KernelSession& session, Epilogue epilogue);
    /// The ways that it has of computing a call it claims, the best first; null: one without a name.
    std::vector<std::string> (*variants)(const OpCall& call, KernelSession& session) = nullptr;
    /// The argument that it brings into an order of its own, and keeps so where that is a weight; empty: none. Null: it never does.
    std::string_view (*packs)(const OpCall& call) = nullptr;

    /// `claim`, refused too where it asked for a number that only a run knows.
    Result<std::string> claimKnown(const OpCall& call, KernelSession& session, Epilogue epilogue) const;
};

/// The table, in the order candidates are asked.
std::span<const KernelCandidate> kernelCandidates();

/// A candidate that takes a node.
struct KernelChoice {
    const KernelCandidate* candidate = nullptr;
    std::string implementation;
    std::string variant;  ///< see KernelSession::variant
};
/// Whether `choice` of the node can go on with the pointwise nodes `after`, each reading the one before and what is of its
/// sizes: answers what it will do. Errors: Unsupported with the reason.
Result<std::vector<PostOp>> claimEpilogue(const Graph& graph, const Node& node, const KernelChoice& choice,
                                          std::span<const NodeId> after, KernelSession& session);

/// Whether it calls a compiled kernel with each part of its result. Errors: Unsupported with the reason.
Result<void> claimTail(const Graph& graph, const Node& node, const KernelChoice& choice, KernelSession& session);

}  // namespace whittle

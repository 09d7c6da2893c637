// Every way to compute a node that libraries know, and which is taken: by an estimate, unless somebody measured or asks for one.
#pragma once

#include "engine/kernels/cost_model.h"
#include "engine/kernels/kernel_list.h"

namespace whittle {

struct SiteCandidate {
    enum class Way {
        Library,    ///< `kernel`, in `variant`
        Loops,      ///< the operator's lowering
        Parts,      ///< the operators that it consists of, which are sites of their own
        Reference,  ///< the reference kernel
    };
    Way way = Way::Reference;
    std::string name;            ///< "onednn", "gemm:14x32", "loops", "parts", "reference"; stable, once in a list
    std::string implementation;  ///< as exact as the sizes allow: "brgemm:avx512_core"
    std::string refusal;         ///< why it cannot run; empty: it can
    const KernelCandidate* kernel = nullptr;
    std::string variant;
    std::size_t followers = 0;   ///< of Site::after, those that it does on the way
    std::optional<Cost> estimate;
    std::optional<double> measuredMs;

    bool possible() const { return refusal.empty(); }
};

/// Whether libraries know the operator.
bool isSite(const Node& node);

/// Of a node for which isSite; at least the reference kernel. `graph` and `node` are those the site was cut out of; `threads`: that kernels
/// run on. Errors: the node does not fit its operator's schema.
Result<std::vector<SiteCandidate>> siteCandidates(const Graph& graph, const Node& node, const Site& site, KernelSession& session, int threads);

/// The one with the least measured time; where none was measured, the first whose estimate is within kEstimateTrust of the least (the
/// first that can run, where nothing is known of the work). Index into `candidates`; nothing when none can run.
std::optional<std::size_t> bestCandidate(std::span<const SiteCandidate> candidates);

/// "onednn brgemm:avx512_core: estimated 10.4 ms; gemm:14x32 11.3 ms", the chosen one first, then the nearest others.
std::string whyChosen(std::span<const SiteCandidate> candidates, std::size_t chosen);

/// What whoever runs the library needs. `candidate` is one of Way::Library.
KernelChoice asKernelChoice(const SiteCandidate& candidate);

}  // namespace whittle

#include "engine/kernels/kernel_list.h"

#include "engine/kernels/onednn/convolution.h"
#include "engine/kernels/onednn/matmul.h"
#include "engine/kernels/session_state.h"

namespace whittle {
namespace {

constexpr KernelCandidate kCandidates[] = {
    {"aten.mm.default", "onednn", "library-matmul", dnn::claimMatmul, dnn::runMatmul},
    {"aten.bmm.default", "onednn", "library-matmul", dnn::claimMatmul, dnn::runMatmul},
    {"aten.matmul.default", "onednn", "library-matmul", dnn::claimBatched, dnn::runMatmul},
    {"aten.linear.default", "onednn", "library-matmul", dnn::claimLinear, dnn::runLinear},
    {"aten.addmm.default", "onednn", "library-matmul", dnn::claimAddmm, dnn::runAddmm},
    {"aten.convolution.default", "onednn", "library-convolution", dnn::claimConvolution, dnn::runConvolution},
};

}  // namespace

KernelSession::KernelSession() : m_state(std::make_unique<State>()) {}
KernelSession::~KernelSession() = default;

std::span<const KernelCandidate> kernelCandidates() { return kCandidates; }

Result<KernelChoice> chooseKernel(const Graph& graph, const Node& node, KernelSession& session) {
    KernelChoice choice;
    for (const KernelCandidate& candidate : kCandidates) {
        if (candidate.op != node.op) continue;
        const OpDef* op = findOp(node.op);
        if (!op) break;
        WHITTLE_TRY(const OpCall call, OpCall::bind(*op, node.args, [&](ValueId id) -> const Type& { return graph.type(id); }));
        choice.rule = candidate.rule;
        Result<std::string> claim = candidate.claim(call, session);
        if (claim) {
            choice.candidate = &candidate;
            choice.implementation = *std::move(claim);
            return choice;
        }
        if (claim.error().code != Code::Unsupported) return std::unexpected(std::move(claim).error());
        choice.reason = claim.error().message;
    }
    return choice;
}

}  // namespace whittle

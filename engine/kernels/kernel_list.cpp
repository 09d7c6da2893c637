#include "engine/kernels/kernel_list.h"

#include <algorithm>

#include "engine/kernels/attention/attention.h"
#include "engine/kernels/gemm/candidates.h"
#include "engine/kernels/onednn/convolution.h"
#include "engine/kernels/onednn/matmul.h"
#include "engine/kernels/session_state.h"

namespace whittle {
namespace {

std::string_view weight(const OpCall&) { return "weight"; }

constexpr KernelCandidate kCandidates[] = {
    {"aten.mm.default", "onednn", "library-matmul", MemoryOrder::RowMajor, dnn::claimMatmul, dnn::runMatmul, nullptr, dnn::packedFactor},
    {"aten.bmm.default", "onednn", "library-matmul", MemoryOrder::RowMajor, dnn::claimMatmul, dnn::runMatmul, nullptr, dnn::packedFactor},
    {"aten.matmul.default", "onednn", "library-matmul", MemoryOrder::RowMajor, dnn::claimBatched, dnn::runMatmul, nullptr, dnn::packedFactor},
    {"aten.linear.default", "onednn", "library-matmul", MemoryOrder::RowMajor, dnn::claimLinear, dnn::runLinear, nullptr, dnn::packedFactor},
    {"aten.addmm.default", "onednn", "library-matmul", MemoryOrder::RowMajor, dnn::claimAddmm, dnn::runAddmm, nullptr, dnn::packedFactor},
    {"aten.convolution.default", "onednn", "library-convolution", MemoryOrder::ChannelsLast, dnn::claimConvolution, dnn::runConvolution, nullptr, weight},
    // What oneDNN refuses: f16 without AVX512-FP16, f64, factors, a matrix to add.
    {"aten.mm.default", "gemm", "library-matmul", MemoryOrder::RowMajor, gemm::claimProduct, gemm::runProduct, gemm::productTiles, gemm::packedFactor},
    {"aten.bmm.default", "gemm", "library-matmul", MemoryOrder::RowMajor, gemm::claimProduct, gemm::runProduct, gemm::productTiles, gemm::packedFactor},
    {"aten.matmul.default", "gemm", "library-matmul", MemoryOrder::RowMajor, gemm::claimBatched, gemm::runProduct, gemm::productTiles, gemm::packedFactor},
    {"aten.linear.default", "gemm", "library-matmul", MemoryOrder::RowMajor, gemm::claimLinear, gemm::runLinear, gemm::productTiles, gemm::packedFactor},
    {"aten.addmm.default", "gemm", "library-matmul", MemoryOrder::RowMajor, gemm::claimProduct, gemm::runAdded, gemm::productTiles, gemm::packedFactor},
    {"aten.baddbmm.default", "gemm", "library-matmul", MemoryOrder::RowMajor, gemm::claimProduct, gemm::runAdded, gemm::productTiles, gemm::packedFactor},
    {"aten.convolution.default", "gemm", "library-convolution", MemoryOrder::ChannelsLast, gemm::claimConvolution, gemm::runConvolution, gemm::productTiles, weight},
    {"aten.scaled_dot_product_attention.default", "attention", "library-attention", MemoryOrder::RowMajor, attention::claimAttention, attention::runAttention, gemm::rowTiles},
    {"aten._scaled_dot_product_flash_attention_for_cpu.default", "attention", "library-attention", MemoryOrder::RowMajor, attention::claimAttention, attention::runAttention, gemm::rowTiles},
    {"higher_order.flex_attention", "attention", "library-attention", MemoryOrder::RowMajor, attention::claimFlex, attention::runFlex},
};

}  // namespace

KernelSession::KernelSession(std::shared_ptr<CpuJit> jit, std::shared_ptr<ObjectCache> cache, std::size_t mostPackedBytes)
    : m_state(std::make_unique<State>(std::move(jit), std::move(cache), std::make_shared<std::mutex>(), std::make_shared<PackedWeights>(mostPackedBytes), std::string())) {}
KernelSession::KernelSession(const State& parent, std::string variant)
    : m_state(std::make_unique<State>(parent.jit, parent.cache, parent.codeMutex, parent.weights, std::move(variant))) {}
KernelSession::~KernelSession() = default;

std::vector<KernelSession::Wanted> KernelSession::wanted() const {
    const std::lock_guard lock(m_state->mutex);
    std::vector<Wanted> out;
    for (gemm::WantedCode& one : m_state->gemm.wanted()) out.push_back({std::move(one.tile), std::move(one.request), {}, {}});
    for (attention::ScoreSession::Wanted& one : m_state->scores.wanted()) out.push_back({std::move(one.name), std::move(one.request), std::move(one.loopIr), std::move(one.vector)});
    for (const auto& [name, variant] : m_state->variants)
        for (Wanted& one : variant->wanted()) out.push_back(std::move(one));
    return out;
}

void KernelSession::takeCode(std::span<const NativeFunction> code) {
    const std::lock_guard lock(m_state->mutex);
    const auto take = [&](auto& from) {
        const std::size_t count = std::min(from.wanted().size(), code.size());
        from.takeCode(code.first(count));
        code = code.subspan(count);
    };
    take(m_state->gemm);
    take(m_state->scores);
    for (const auto& [name, variant] : m_state->variants) take(*variant);
}

std::vector<std::string> KernelSession::notes() const {
    const PackedWeights::Refused refused = m_state->weights->refused();
    if (refused.count == 0) return {};
    return {fmt::format("{} weight{} ({:.1f} MB) {} brought into the order of the kernels in every run: there is no room to keep more", refused.count,
                        refused.count == 1 ? "" : "s", static_cast<double>(refused.bytes) / 1e6, refused.count == 1 ? "is" : "are")};
}

KernelSession& KernelSession::variant(std::string_view name) {
    if (name.empty()) return *this;
    const std::lock_guard lock(m_state->mutex);
    std::unique_ptr<KernelSession>& session = m_state->variants[std::string(name)];
    if (!session) session.reset(new KernelSession(*m_state, std::string(name)));
    return *session;
}

KernelSession& KernelSession::probe() {
    const std::lock_guard lock(m_state->mutex);
    if (!m_state->probe) m_state->probe.reset(new KernelSession(*m_state, {}));
    return *m_state->probe;
}

std::span<const KernelCandidate> kernelCandidates() { return kCandidates; }

Result<std::string> KernelCandidate::claimKnown(const OpCall& call, KernelSession& session, Epilogue epilogue) const {
    Result<std::string> claimed = claim(call, session, epilogue);
    WHITTLE_TRY_VOID(call.needKnown());
    return claimed;
}

Result<void> claimTail(const Graph& graph, const Node& node, const KernelChoice& choice, KernelSession& session) {
    const PostOp compiled{.kind = PostOp::Kind::Compiled};
    WHITTLE_TRY(const OpCall call, OpCall::bind(*findOp(node.op), node.args, [&](ValueId id) -> const Type& { return graph.type(id); }));
    WHITTLE_TRY([[maybe_unused]] const std::string name, choice.candidate->claimKnown(call, session, {&compiled, 1}));
    return {};
}

Result<std::vector<PostOp>> claimEpilogue(const Graph& graph, const Node& node, const KernelChoice& choice,
                                          std::span<const NodeId> after, KernelSession& session) {
    std::vector<PostOp> out;
    ValueId through = node.output();
    for (const NodeId id : after) {
        const Node& next = graph.node(id);
        const auto op = postOpOf(next, through);
        if (!op) return fail(Code::Unsupported, "{} is none of the operators that a library goes on with", next.op);
        out.push_back(*op);
        through = next.output();
    }
    WHITTLE_TRY(const OpCall call, OpCall::bind(*findOp(node.op), node.args, [&](ValueId id) -> const Type& { return graph.type(id); }));
    WHITTLE_TRY(const std::string name, choice.candidate->claimKnown(call, session, out));
    // Reference code is what a library has for the combinations that nobody made fast.
    if (name.starts_with("ref")) return fail(Code::Unsupported, "{} does it in its reference code only", choice.candidate->library);
    return out;
}

}  // namespace whittle

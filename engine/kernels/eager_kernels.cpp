#include "engine/kernels/eager_kernels.h"

#include <algorithm>

#include "engine/kernels/onednn/matmul.h"
#include "engine/ops/layout.h"
#include "engine/ops/product_kernels.h"

namespace whittle {
namespace {

// Products with something around them, computed in f32 whatever the dtype and rounded once, as the reference does.
struct AroundProduct {
    std::string_view op;
    Result<void> (*run)(KernelCall& call, const ops::Product& product);
};
constexpr AroundProduct kAroundProduct[] = {
    // All but addmv only where our own kernels refuse, as on a CPU without AVX2.
    {"aten.addmm.default", ops::addmmWith},
    {"aten.addmv.default", ops::addmvWith},
    {"aten.baddbmm.default", ops::baddbmmWith},
    {"aten.scaled_dot_product_attention.default", ops::attentionWith},
    {"aten._scaled_dot_product_flash_attention_for_cpu.default", ops::attentionWith},
};

// Operators whose decomposition is one of the above or of kernelCandidates(), and views.
struct ThroughParts {
    std::string_view op;
    Sizes (*layout)(const KernelCall& call, const Sizes& sizes);  // the reference kernel's
};
constexpr ThroughParts kThroughParts[] = {
    {"aten.conv1d.default", ops::convLayout},           {"aten.conv2d.default", ops::convLayout},
    {"aten.conv3d.default", ops::convLayout},           {"aten.conv1d.padding", ops::convLayout},
    {"aten.conv2d.padding", ops::convLayout},           {"aten.conv3d.padding", ops::convLayout},
    {"aten.conv_transpose1d.default", ops::convLayout}, {"aten.conv_transpose2d.input", ops::convLayout},
    {"aten.conv_transpose3d.input", ops::convLayout},   {"aten.matmul.default", ops::rowMajor},
    {"aten.einsum.default", ops::rowMajor},             {"aten.mv.default", ops::rowMajor},
    {"aten.dot.default", ops::rowMajor},
};

}  // namespace

bool EagerKernels::knows(std::string_view op) const {
    return std::ranges::find(kernelCandidates(), op, &KernelCandidate::op) != kernelCandidates().end() ||
           std::ranges::find(kAroundProduct, op, &AroundProduct::op) != std::end(kAroundProduct) ||
           std::ranges::find(kThroughParts, op, &ThroughParts::op) != std::end(kThroughParts);
}

Result<KernelUse> EagerKernels::run(KernelCall& call) {
    const std::string_view op = call.op().name;
    KernelUse use;
    // Unsupported is a refusal, anything else the run's error.
    const auto tried = [&](Result<std::string> claim, std::string_view library, auto&& compute) -> Result<bool> {
        Result<void> ran = claim ? compute() : Result<void>(std::unexpected(claim.error()));
        if (ran) {
            use = {KernelUse::By::Library, fmt::format("{} {}", library, *claim), {}};
            return true;
        }
        if (ran.error().code != Code::Unsupported) return std::unexpected(std::move(ran).error());
        use.refusal += (use.refusal.empty() ? "" : "; ") + std::move(ran).error().message;
        return false;
    };
    for (const KernelCandidate& candidate : kernelCandidates()) {
        if (candidate.op != op) continue;
        WHITTLE_TRY(const bool done, tried(candidate.claim(call, m_session, {}), candidate.library, [&] { return candidate.run(call, m_session, {}); }));
        if (done) return use;
    }
    const auto product = [this](const Tensor& a, const Tensor& b) { return dnn::product(a, b, m_session); };
    for (const AroundProduct& row : kAroundProduct) {
        if (row.op != op) continue;
        WHITTLE_TRY(const bool done, tried(dnn::claimProduct(m_session), "onednn", [&] { return row.run(call, product); }));
        if (done) return use;
    }
    if (const auto* row = std::ranges::find(kThroughParts, op, &ThroughParts::op); row != std::end(kThroughParts)) {
        use.by = KernelUse::By::Parts;
        use.layout = row->layout;
    }
    return use;
}

}  // namespace whittle

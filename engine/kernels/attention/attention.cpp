#include "engine/kernels/attention/attention.h"

#include <cmath>

#include "engine/kernels/attention/tiles.h"
#include "engine/kernels/result_place.h"
#include "engine/kernels/session_state.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/layout.h"

namespace whittle::attention {

Result<std::string> claimAttention(const OpCall& call, KernelSession& session, Epilogue epilogue) {
    const DType dtype = call.type("query").dtype;
    if (!epilogue.empty()) return fail(Code::Unsupported, "tiled attention stores its result as it is");
    if (call.number("dropout_p") != 0) return fail(Code::Unsupported, "tiled attention does not drop out, dropout_p is {}", call.number("dropout_p"));
    if (dtype != DType::F32 && dtype != DType::BF16 && dtype != DType::F16) return fail(Code::Unsupported, "tiled attention has none for {}", dtypeName(dtype));
    WHITTLE_TRY(const std::string tile, claimTile(dtype, session.state().gemm));
    return "tiled:" + tile;
}

Result<void> runAttention(KernelCall& call, KernelSession& session, Epilogue) {
    const Tensor &query = call.tensor("query"), &key = call.tensor("key"), &value = call.tensor("value");
    if (query.numel() == 0 || key.numel() == 0 || value.numel() == 0) return fail(Code::Unsupported, "tiled attention needs queries, keys and values");
    Problem p{.dtype = query.dtype(), .rows = query.dim(query.rank() - 2), .keys = key.dim(key.rank() - 2), .size = query.sizes().back(), .valueSize = value.sizes().back()};
    const Sizes sizes = call.outputSizes();
    const Sizes batch(sizes.begin(), sizes.end() - 2);
    const bool grouped = call.schema().arg("enable_gqa") && call.flag("enable_gqa");
    const Index group = grouped ? query.dim(query.rank() - 3) / key.dim(key.rank() - 3) : 1;
    p.query = spread(query, batch, 1);
    p.key = spread(key, batch, group);
    p.value = spread(value, batch, group);
    p.causal = call.flag("is_causal");
    p.scale = static_cast<float>(call.isNone("scale") ? 1 / std::sqrt(static_cast<double>(p.size)) : call.number("scale"));
    if (const Tensor* mask = call.optionalTensor("attn_mask")) {
        Sizes scores = batch;
        scores.insert(scores.end(), {p.rows, p.keys});
        p.mask = gemm::matrices(mask->asStrided(scores, ops::broadcastStrides(*mask, scores), mask->offset()));
        p.maskDType = mask->dtype();
    }
    gemm::Session& own = session.state().gemm;
    WHITTLE_TRY(const gemm::Tile tile, tileFor(p.dtype, p.size, own));

    Tensor out = takeResult(call), logsumexp;
    out.mutableData<std::byte>();  // ours alone: the views below write to it
    if (call.layout() == ResultLayout::AsPyTorch && query.rank() == call.outputType().rank()) out = out.asStrided(sizes, ops::likeFirst(call, sizes), 0);
    p.out = gemm::matrices(out);
    if (call.outputCount() == 2) {
        const Sizes rows = call.outputSizes(1);
        logsumexp = takeResult(call, 1).asStrided(rows, {rows[1] * rows[2], 1, rows[1]}, 0);  // PyTorch keeps the heads innermost
        Sizes one = rows, strides = logsumexp.strides();
        one.push_back(1);
        strides.push_back(1);
        p.logsumexp = gemm::matrices(logsumexp.asStrided(one, strides, 0));
    }
    WHITTLE_TRY_VOID(attend(p, *tile.kernel, own));
    call.setOutput(0, std::move(out));
    if (call.outputCount() == 2) call.setOutput(1, std::move(logsumexp));
    return {};
}

}  // namespace whittle::attention

// flex_attention on the tiles of attention.cpp, its graphs as machine code.
#include <algorithm>
#include <numbers>

#include "engine/kernels/attention/attention.h"
#include "engine/kernels/attention/tiles.h"
#include "engine/kernels/result_place.h"
#include "engine/kernels/session_state.h"

namespace whittle::attention {

Result<std::string> claimFlex(const OpCall& call, KernelSession& session, Epilogue epilogue) {
    const DType dtype = call.type("query").dtype;
    if (!epilogue.empty()) return fail(Code::Unsupported, "tiled attention stores its result as it is");
    if (dtype != DType::F32 && dtype != DType::BF16 && dtype != DType::F16) return fail(Code::Unsupported, "tiled attention has none for {}", dtypeName(dtype));
    WHITTLE_TRY(const std::string tile, claimTile(dtype, session.state().gemm));
    WHITTLE_TRY(const std::string scores, session.state().scores.claim(call));
    return fmt::format("tiled:{}+{}", tile, scores);
}

Result<void> runFlex(KernelCall& call, KernelSession& session, Epilogue) {
    const Tensor &query = call.tensor("query"), &key = call.tensor("key"), &value = call.tensor("value");
    if (query.numel() == 0 || key.numel() == 0 || value.numel() == 0) return fail(Code::Unsupported, "tiled attention needs queries, keys and values");
    Problem p{.dtype = query.dtype(), .rows = query.dim(2), .keys = key.dim(2), .size = query.dim(3), .valueSize = value.dim(3)};
    const Sizes batch{query.dim(0), query.dim(1)};
    const Index group = query.dim(1) / key.dim(1);
    p.query = spread(query, batch, 1);
    p.key = spread(key, batch, group);
    p.value = spread(value, batch, group);
    p.logUnit = std::numbers::ln2;  // its logarithms are to base 2
    gemm::Session& own = session.state().gemm;
    WHITTLE_TRY(const gemm::Tile tile, tileFor(p.dtype, p.size, own));
    WHITTLE_TRY(std::shared_ptr<const ScoreCode> code, session.state().scores.code(call));
    WHITTLE_TRY(const BoundScores scores, BoundScores::bind(std::move(code), call));
    WHITTLE_TRY(const VisibleKeys visible, VisibleKeys::find(scores, batch[0], batch[1], p.rows, p.keys, threadsFor(p)));
    p.graphs = GraphScores{&scores, &visible, batch[1]};

    std::vector<Tensor> outputs;
    for (int i = 0; i < call.outputCount(); ++i) {
        const Sizes sizes = call.outputSizes(i);
        outputs.push_back(takeResult(call, i));
        outputs.back().mutableData<std::byte>();  // ours alone: the matrices below are written to
        Sizes rows = sizes;
        if (i > 0) rows.push_back(1);
        (i == 0 ? p.out : i == 1 ? p.logsumexp : p.largest) = gemm::matrices(outputs.back().viewAs(rows));
    }
    WHITTLE_TRY_VOID(attend(p, *tile.kernel, own));
    for (std::size_t i = 0; i < outputs.size(); ++i) call.setOutput(static_cast<int>(i), std::move(outputs[i]));
    return {};
}

}  // namespace whittle::attention

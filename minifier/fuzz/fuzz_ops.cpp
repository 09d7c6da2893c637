#include "minifier/fuzz/fuzz_ops.h"

#include <algorithm>

#include "engine/passes/pass.h"

namespace whittle {
namespace {

constexpr std::string_view kCallsKernel = "runs the same reference kernel in both modes, and its arguments must fit each other";
constexpr std::string_view kContent = "its elements are whatever was in memory";
constexpr std::string_view kAnswersNumber = "answers with a number, of which a graph makes nothing";
constexpr std::string_view kNanSign = "tells the sign of a NaN, which nothing settles";

constexpr Undrawn kUndrawn[] = {
    {"complex", "complex numbers are never compiled"},
    {"control", "runs graphs: another generator's work"},
    {"embedding_bag", kCallsKernel},
    {"fault", "exists inside the compiler only"},
    {"fft", "complex numbers are never compiled"},
    {"grid", kCallsKernel},
    {"linalg", kCallsKernel},
    {"positional", "most results have sizes that only the data tells"},
    {"quantize", kCallsKernel},
    {"recurrent", "parameter lists that fit each other; decomposed into what is drawn"},
    {"symbolic", "numbers, not tensors; sizes are asked for where arguments need them"},
    {"aten.empty", kContent},
    {"aten.empty_like", kContent},
    {"aten.empty_permuted", kContent},
    {"aten.empty_strided", kContent},
    {"aten.new_empty", kContent},
    {"aten.resize", kContent},
    {"aten.as_strided", "reads memory by strides, which the compiler lays out as it likes"},
    {"aten.as_strided_scatter", "reads memory by strides, which the compiler lays out as it likes"},
    {"aten._reshape_alias", "reads memory by strides, which the compiler lays out as it likes"},
    {"aten.masked_select", "its size is known from the data only"},
    {"aten.nonzero", "its size is known from the data only"},
    {"aten._ctc_loss", kCallsKernel},
    {"aten._ctc_loss_backward", kCallsKernel},
    {"aten.ctc_loss", kCallsKernel},
    {"aten.allclose", kAnswersNumber},
    {"aten.equal", kAnswersNumber},
    {"aten.is_same_size", kAnswersNumber},
    {"aten._scaled_dot_product_flash_attention_for_cpu_backward", kCallsKernel},
    {"aten.fractional_max_pool2d", kCallsKernel},
    {"aten.fractional_max_pool2d_backward", kCallsKernel},
    {"aten.fractional_max_pool3d", kCallsKernel},
    {"aten.fractional_max_pool3d_backward", kCallsKernel},
    {"higher_order.flex_attention", "runs graphs: another generator's work"},
    {"aten.histc", "counts by bounds that the data gives"},
    {"aten.adaptive_max_pool2d_backward", kCallsKernel},
    {"aten.adaptive_max_pool3d_backward", kCallsKernel},
    {"aten.max_pool2d_with_indices_backward", kCallsKernel},
    {"aten.max_pool3d_with_indices_backward", kCallsKernel},
    {"aten.max_unpool2d", kCallsKernel},
    {"aten.max_unpool3d", kCallsKernel},
    {"aten.put", kCallsKernel},
    {"aten.searchsorted", kCallsKernel},
    {"aten.signbit", kNanSign},
    {"aten.copysign", kNanSign},
};

// In PyTorch's own order of importance to us: loops first, then what becomes loops, then what stands beside them.
int weightOf(const OpDef& op) { return op.lower ? 8 : op.decompose ? 4 : 2; }

const Undrawn* undrawn(const OpDef& op) {
    const auto row = std::ranges::find_if(kUndrawn, [&](const Undrawn& one) { return one.what == opFamily(op.name) || namesOperator(one.what, op.name); });
    return row == std::end(kUndrawn) ? nullptr : &*row;
}

std::vector<DrawnOp> makeTable() {
    std::vector<DrawnOp> out;
    for (const OpDef* op : allOps())
        if (op->functional.empty() && !op->random && !undrawn(*op) && !findSchema(op->name)->returns.empty()) out.push_back({op, weightOf(*op)});
    return out;
}

}  // namespace

std::span<const Undrawn> undrawnOps() { return kUndrawn; }

std::span<const DrawnOp> drawnOps() {
    static const std::vector<DrawnOp> kTable = makeTable();
    return kTable;
}

Result<std::vector<DrawnOp>> drawnOps(std::span<const std::string> names) {
    if (names.empty()) return std::vector<DrawnOp>(drawnOps().begin(), drawnOps().end());
    std::vector<DrawnOp> out;
    for (const std::string& name : names) {
        const std::size_t before = out.size();
        for (const DrawnOp& one : drawnOps())
            if (namesOperator(name, one.op->name)) out.push_back(one);
        if (out.size() > before) continue;
        const auto op = std::ranges::find_if(allOps(), [&](const OpDef* one) { return namesOperator(name, one->name); });
        const Undrawn* row = op == allOps().end() ? nullptr : undrawn(**op);
        if (op == allOps().end()) return fail(Code::Argument, "there is no operator '{}'", name);
        return fail(Code::Argument, "{} is not drawn: {}", name, row ? row->reason : "it is random, in place or without a result");
    }
    return out;
}

}  // namespace whittle

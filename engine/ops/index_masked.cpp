// Reads and sums by indices that may point anywhere where a mask says that the element does not count: what is left of
// padding and resizing after PyTorch's decompositions.
#include "engine/ops/all_ops.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

using Values = Result<std::vector<ValueId>>;

// Indices pulled into the range that indexing takes.
Arg clampedIndices(Steps& steps, const OpCall& call) {
    const SymSizes sizes = call.type("self").sizes;
    Arg::List out;
    for (const Arg& index : call.list("indices")) {
        const std::size_t dim = out.size();
        if (!index.as<ValueId>() || dim >= sizes.size()) {
            out.push_back(index);
            continue;
        }
        const Arg low = steps.size(sizes[dim]);
        const bool known = low.as<std::int64_t>() != nullptr;
        const Arg least = known ? Arg(-*low.as<std::int64_t>()) : Arg(steps("_operator.mul", {low, -1}));
        const Arg most = known ? Arg(*low.as<std::int64_t>() - 1) : Arg(steps("_operator.sub", {low, 1}));
        out.push_back(steps("aten.clamp.default", {index, least, most}));
    }
    return Arg(std::move(out));
}

bool isEmpty(const OpCall& call) { return call.type("self").numel().is(0); }

Values maskedIndex(const OpCall& call, OpBuilder& build) {
    if (isEmpty(call)) return fail(Code::Unsupported, "_unsafe_masked_index.1: self has no elements");
    Steps steps(call, build);
    const ValueId taken = steps("aten._unsafe_index.Tensor", {call.arg("self"), clampedIndices(steps, call)});
    const ValueId hidden = steps("aten.logical_not.default", {call.arg("mask")});
    return steps.done(steps("aten.masked_fill.Scalar", {taken, hidden, call.arg("fill")}));
}

Values maskedIndexPut(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    if (isEmpty(call)) return steps.done(steps("aten.clone.default", {call.arg("self")}));
    const ValueId hidden = steps("aten.logical_not.default", {call.arg("mask")});
    const ValueId shown = steps("aten.masked_fill.Scalar", {call.arg("values"), hidden, 0});
    return steps.done(steps("aten._unsafe_index_put.default", {call.arg("self"), clampedIndices(steps, call), shown, true}));
}

constexpr OpDef kOps[] = {
    {.name = "aten._unsafe_masked_index.default", .schema = "_unsafe_masked_index(Tensor self, Tensor mask, Tensor?[] indices, Scalar fill) -> Tensor",
     .summary = "Elements by indices, and a number where the mask is False.", .inferType = decomposedType, .decompose = maskedIndex},
    {.name = "aten._unsafe_masked_index_put_accumulate.default",
     .schema = "_unsafe_masked_index_put_accumulate(Tensor self, Tensor mask, Tensor?[] indices, Tensor values) -> Tensor",
     .summary = "Adds values at indices where the mask is True.", .inferType = decomposedType, .decompose = maskedIndexPut},
};

}  // namespace

std::span<const OpDef> maskedIndexOps() { return kOps; }

}  // namespace whittle::ops

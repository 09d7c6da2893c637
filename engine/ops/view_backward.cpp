// The gradients of views: what a view left out is zero. Proof: tests/golden/ops/gradient.
#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

using Values = Result<std::vector<ValueId>>;

template <class F>
Values intoZeros(const OpCall& call, OpBuilder& build, F scatter) {
    Steps steps(call, build);
    const ValueId zeros = steps("aten.new_zeros.default", {call.arg(call.schema().args[0].name), call.arg("input_sizes")});
    return steps.done(scatter(steps, zeros));
}

Values selectBackward(const OpCall& call, OpBuilder& build) {
    return intoZeros(call, build, [&](Steps& steps, ValueId zeros) {
        return steps("aten.select_scatter.default", {zeros, call.arg("grad_output"), call.arg("dim"), call.arg("index")});
    });
}

Values sliceBackward(const OpCall& call, OpBuilder& build) {
    return intoZeros(call, build, [&](Steps& steps, ValueId zeros) {
        return steps("aten.slice_scatter.default", {zeros, call.arg("grad_output"), call.arg("dim"), call.arg("start"), call.arg("end"), call.arg("step")});
    });
}

Values diagonalBackward(const OpCall& call, OpBuilder& build) {
    return intoZeros(call, build, [&](Steps& steps, ValueId zeros) {
        return steps("aten.diagonal_scatter.default", {zeros, call.arg("grad_output"), call.arg("offset"), call.arg("dim1"), call.arg("dim2")});
    });
}

// Elements of overlapping windows meet: each is added to the place it was taken from.
Values unfoldBackward(const OpCall& call, OpBuilder& build) {
    const SymSizes sizes = call.symInts("input_sizes");
    WHITTLE_TRY(const int dim, call.dim("dim", static_cast<int>(sizes.size())));
    const TensorType& grad = call.type("grad_in");
    Steps steps(call, build);
    if (sizes.empty()) return steps.done(steps("aten.squeeze.dim", {steps.value("grad_in"), 0}));
    const auto axis = static_cast<std::size_t>(dim);
    if (grad.sizes.size() != sizes.size() + 1)
        return fail(Code::Shape, "unfold_backward.1: the gradient is {}, rank {} is needed", grad.text(), sizes.size() + 1);
    const ValueId places = steps("aten.arange.default", {steps.size(sizes[axis])});
    const ValueId windows = steps("aten.unfold.default", {places, 0, call.arg("size"), call.arg("step")});
    const ValueId index = steps("aten.flatten.using_ints", {windows});
    const ValueId moved = steps("aten.movedim.int", {steps.value("grad_in"), -1, dim + 1});
    const ValueId parts = steps("aten.flatten.using_ints", {moved, dim, dim + 1});
    const ValueId zeros = steps("aten.new_zeros.default", {steps.value("grad_in"), call.arg("input_sizes")});
    return steps.done(steps("aten.index_add.default", {zeros, dim, index, parts}));
}

// The gradient of x * weight below 0: what reaches x, and what reaches the weight of each element.
Values preluBackward(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    const ValueId grad = steps.value("grad_output"), self = steps.value("self"), weight = steps.value("weight");
    const ValueId positive = steps("aten.gt.Scalar", {self, 0});
    const ValueId below = steps("aten.mul.Tensor", {weight, grad}), slope = steps("aten.mul.Tensor", {self, grad});
    const ValueId zero = steps("aten.zeros_like.default", {slope});
    return steps.done({steps("aten.where.self", {positive, grad, below}), steps("aten.where.self", {positive, zero, slope})});
}

Result<Types> logitBackwardType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"grad_output", "self"}));
    if (!isFloating(both.dtype))
        return fail(Code::Type, "logit_backward.1: the operands meet in {}, a floating dtype is needed", dtypeName(both.dtype));
    return both.as(both.dtype);
}

// d/dx log(x / (1 - x)); nothing outside [eps, 1 - eps], NaN outside [0, 1] without an eps.
Result<void> logitBackwardReference(KernelCall& call) {
    const double eps = call.isNone("eps") ? -1 : call.number("eps");
    const DType dtype = call.outputType().dtype;
    visitCompute(dtype, [&](auto tag) {
        using C = decltype(tag);
        const C low = static_cast<C>(eps), high = C(1) - low;
        mapToOutput<C>(call, [=](C g, C x) {
            if (eps < 0) return x < 0 || x > 1 ? static_cast<C>(NAN) : static_cast<C>(g / (x * (C(1) - x)));
            return x < low || x > high ? C(0) : static_cast<C>(g / (x * (C(1) - x)));
        }, operand(call, "grad_output", dtype), operand(call, "self", dtype));
    });
    return {};
}

#define WHITTLE_ROW(op, args, text, recipe) \
    {.name = "aten." op ".default", .schema = op "(" args ") -> Tensor", .summary = text, .inferType = decomposedType, .decompose = recipe}

constexpr OpDef kOps[] = {
    WHITTLE_ROW("select_backward", "Tensor grad_output, SymInt[] input_sizes, int dim, SymInt index", "Gradient of select.", selectBackward),
    WHITTLE_ROW("slice_backward", "Tensor grad_output, SymInt[] input_sizes, int dim, SymInt start, SymInt end, SymInt step", "Gradient of slice.", sliceBackward),
    WHITTLE_ROW("diagonal_backward", "Tensor grad_output, SymInt[] input_sizes, int offset, int dim1, int dim2", "Gradient of diagonal.", diagonalBackward),
    WHITTLE_ROW("unfold_backward", "Tensor grad_in, SymInt[] input_sizes, int dim, int size, int step", "Gradient of unfold.", unfoldBackward),
    {.name = "aten._prelu_kernel_backward.default", .schema = "_prelu_kernel_backward(Tensor grad_output, Tensor self, Tensor weight) -> (Tensor, Tensor)",
     .summary = "Gradients of _prelu_kernel.", .inferType = decomposedType, .decompose = preluBackward},
    {.name = "aten.logit_backward.default", .schema = "logit_backward(Tensor grad_output, Tensor self, float? eps=None) -> Tensor",
     .summary = "Gradient of logit.", .inferType = logitBackwardType, .reference = logitBackwardReference},
};

#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> viewBackwardOps() { return kOps; }

}  // namespace whittle::ops

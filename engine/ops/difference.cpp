// Differences of neighbours and integrals by the trapezoidal rule, as PyTorch composes them.
// Proof: tests/golden/ops/indexing.
#include "engine/ops/all_ops.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

ValueId withoutLast(Steps& steps, ValueId x, int dim) { return steps("aten.slice.Tensor", {x, dim, 0, -1}); }
ValueId withoutFirst(Steps& steps, ValueId x, int dim) { return steps("aten.slice.Tensor", {x, dim, 1}); }

Result<std::vector<ValueId>> diffDecompose(const OpCall& call, OpBuilder& build) {
    const TensorType& self = call.type("self");
    if (self.rank() == 0) return fail(Code::Shape, "diff.1: expects input to be at least one-dimensional");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    WHITTLE_TRY(const std::int64_t order, call.integer("n"));
    if (order < 0 || order > (1 << 16)) return fail(Code::Argument, "diff.2: order must be non-negative and small but got {}", order);
    const bool isBool = self.dtype == DType::Bool;
    Steps steps(call, build);
    ValueId x = steps.value("self");
    Arg::List parts;
    for (const char* name : {"prepend", "self", "append"})
        if (!call.isNone(name)) parts.push_back(call.arg(name));
    if (parts.size() > 1) x = steps("aten.cat.default", {Arg(std::move(parts)), dim});
    if (order == 0) return steps.done(steps("aten.alias.default", {x}));
    const std::string_view minus = isBool ? "aten.logical_xor.default" : "aten.sub.Tensor";
    for (std::int64_t i = 0; i < order && steps.ok(); ++i)
        x = steps(minus, {withoutFirst(steps, x, dim), withoutLast(steps, x, dim)});
    return steps.done(x);
}

Result<int> integralDim(const OpCall& call) {
    const TensorType& y = call.type("y");
    if (y.rank() == 0) return fail(Code::Shape, "{}.1: y must have a dimension", call.schema().name);
    return call.dim("dim", y.rank());
}

// y[1:] + y[:-1]
ValueId neighbours(Steps& steps, int dim) {
    const ValueId y = steps.value("y");
    return steps("aten.add.Tensor", {withoutLast(steps, y, dim), withoutFirst(steps, y, dim)});
}

// The distances between points; a line of points lies along `dim`.
Result<ValueId> distances(const OpCall& call, Steps& steps, int dim) {
    const TensorType &y = call.type("y"), &x = call.type("x");
    if (x.rank() == 0) return fail(Code::Shape, "{}.2: x must have a dimension", call.schema().name);
    ValueId points = steps.value("x");
    if (x.rank() == 1) {
        if (differ(x.sizes[0], y.sizes[static_cast<std::size_t>(dim)]))
            return fail(Code::Shape, "{}.3: There must be one `x` value for each sample point, got {} for dim {} of {}", call.schema().name,
                        x.text(), dim, y.text());
        SymSizes sizes(y.sizes.size(), 1);
        sizes[static_cast<std::size_t>(dim)] = x.sizes[0];
        points = steps.view(points, sizes);
    } else {
        while (steps.ok() && steps.rank(points) < y.rank()) points = steps("aten.unsqueeze.default", {points, 0});
    }
    return steps("aten.sub.Tensor", {withoutFirst(steps, points, dim), withoutLast(steps, points, dim)});
}

Result<std::vector<ValueId>> trapezoidX(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const int dim, integralDim(call));
    Steps steps(call, build);
    WHITTLE_TRY(const ValueId dx, distances(call, steps, dim));
    const ValueId areas = steps("aten.mul.Tensor", {neighbours(steps, dim), dx});
    return steps.done(steps("aten.div.Tensor", {steps("aten.sum.dim_IntList", {areas, Arg(Arg::List{dim})}), 2.0}));
}

// (sum(y) - (first + last) / 2) * dx
Result<std::vector<ValueId>> trapezoidDx(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const int dim, integralDim(call));
    Steps steps(call, build);
    const ValueId y = steps.value("y"), sum = steps("aten.sum.dim_IntList", {y, Arg(Arg::List{dim})});
    if (call.type("y").sizes[static_cast<std::size_t>(dim)].is(0)) return steps.done(sum);
    const ValueId ends = steps("aten.add.Tensor", {steps("aten.select.int", {y, dim, 0}), steps("aten.select.int", {y, dim, -1})});
    const ValueId inner = steps("aten.sub.Tensor", {sum, steps("aten.mul.Tensor", {ends, 0.5})});
    return steps.done(steps("aten.mul.Tensor", {inner, call.arg("dx")}));
}

Result<std::vector<ValueId>> cumulativeX(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const int dim, integralDim(call));
    Steps steps(call, build);
    WHITTLE_TRY(const ValueId dx, distances(call, steps, dim));
    const ValueId areas = steps("aten.mul.Tensor", {neighbours(steps, dim), dx});
    return steps.done(steps("aten.div.Tensor", {steps("aten.cumsum.default", {areas, dim}), 2.0}));
}

Result<std::vector<ValueId>> cumulativeDx(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const int dim, integralDim(call));
    Steps steps(call, build);
    const ValueId sums = steps("aten.mul.Tensor", {neighbours(steps, dim), call.number("dx") / 2.0});
    return steps.done(steps("aten.cumsum.default", {sums, dim}));
}

#define WHITTLE_MADE_OF(name_, schema_, text, fn) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = decomposedType, .decompose = fn}

constexpr OpDef kOps[] = {
    WHITTLE_MADE_OF("diff.default", "diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor", "Differences of neighbours, n times over.", diffDecompose),
    WHITTLE_MADE_OF("trapezoid.x", "trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor", "Integral by the trapezoidal rule at points x.", trapezoidX),
    WHITTLE_MADE_OF("trapezoid.dx", "trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor", "Integral by the trapezoidal rule at even distances.", trapezoidDx),
    WHITTLE_MADE_OF("trapz.x", "trapz.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor", "As trapezoid.", trapezoidX),
    WHITTLE_MADE_OF("trapz.dx", "trapz.dx(Tensor y, *, float dx=1., int dim=-1) -> Tensor", "As trapezoid.", trapezoidDx),
    WHITTLE_MADE_OF("cumulative_trapezoid.x", "cumulative_trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor", "Running integral by the trapezoidal rule at points x.", cumulativeX),
    WHITTLE_MADE_OF("cumulative_trapezoid.dx", "cumulative_trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor", "Running integral by the trapezoidal rule at even distances.", cumulativeDx),
};

#undef WHITTLE_MADE_OF

}  // namespace

std::span<const OpDef> differenceOps() { return kOps; }

}  // namespace whittle::ops

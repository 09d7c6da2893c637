// Products that PyTorch composes of matrix products and sums: tensordot, inner, addr, bilinear, cross.
// Proof: tests/golden/ops/product.
#include <algorithm>

#include "engine/ops/all_ops.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

std::size_t at(int axis) { return static_cast<std::size_t>(axis); }

/// Sums over pairs of dimensions: both sides become matrices.
Result<ValueId> contract(const OpCall& call, Steps& steps, const std::vector<int>& dimsA, const std::vector<int>& dimsB) {
    const ValueId a = steps.value("self"), b = steps.value("other");
    const TensorType x = steps.type(a), y = steps.type(b);
    if (x.dtype != y.dtype) return fail(Code::Type, "{}.1: both inputs should have same dtype, got {} and {}", call.schema().name, x.text(), y.text());
    SymInt inner(1);
    for (std::size_t i = 0; i < dimsA.size(); ++i) {
        const SymInt &p = x.sizes[at(dimsA[i])], &q = y.sizes[at(dimsB[i])];
        if (differ(p, q)) return fail(Code::Shape, "{}.2: contracted dimensions need to match, but {} has size {} and {} has size {}", call.schema().name, dimsA[i], p.text(), dimsB[i], q.text());
        inner = inner * p;
    }
    const auto free = [](const TensorType& type, const std::vector<int>& dims) {
        std::vector<int> out;
        for (int d = 0; d < type.rank(); ++d)
            if (std::find(dims.begin(), dims.end(), d) == dims.end()) out.push_back(d);
        return out;
    };
    const std::vector<int> freeA = free(x, dimsA), freeB = free(y, dimsB);
    SymSizes sizes;
    SymInt rows(1), columns(1);
    for (const int d : freeA) {
        sizes.push_back(x.sizes[at(d)]);
        rows = rows * x.sizes[at(d)];
    }
    for (const int d : freeB) {
        sizes.push_back(y.sizes[at(d)]);
        columns = columns * y.sizes[at(d)];
    }
    Arg::List orderA(freeA.begin(), freeA.end()), orderB(dimsB.begin(), dimsB.end());
    orderA.insert(orderA.end(), dimsA.begin(), dimsA.end());
    orderB.insert(orderB.end(), freeB.begin(), freeB.end());
    const ValueId left = steps.view(steps("aten.permute.default", {a, Arg(std::move(orderA))}), {rows, inner});
    const ValueId right = steps.view(steps("aten.permute.default", {b, Arg(std::move(orderB))}), {inner, columns});
    return steps.view(steps("aten.mm.default", {left, right}), sizes);
}

Result<std::vector<ValueId>> tensordotDecompose(const OpCall& call, OpBuilder& build) {
    const auto listed = [&](std::string_view name, const TensorType& type) -> Result<std::vector<int>> {
        if (call.symInts(name).empty()) return std::vector<int>{};
        return call.dims(name, type.rank());
    };
    WHITTLE_TRY(const std::vector<int> a, listed("dims_self", call.type("self")));
    WHITTLE_TRY(const std::vector<int> b, listed("dims_other", call.type("other")));
    if (a.size() != b.size()) return fail(Code::Argument, "tensordot.3: both dimension lists should have same length, got {} and {}", a.size(), b.size());
    for (const char* name : {"self", "other"})
        if (!a.empty() && call.type(name).rank() == 0) return fail(Code::Shape, "tensordot.4: Dimension specified as 0 but tensor {} has no dimensions", name);
    Steps steps(call, build);
    WHITTLE_TRY(const ValueId out, contract(call, steps, a, b));
    return steps.done(out);
}

Result<std::vector<ValueId>> innerDecompose(const OpCall& call, OpBuilder& build) {
    const int a = call.type("self").rank(), b = call.type("other").rank();
    Steps steps(call, build);
    if (a == 0 || b == 0) return steps.done(steps("aten.mul.Tensor", {steps.value("self"), steps.value("other")}));
    WHITTLE_TRY(const ValueId out, contract(call, steps, {a - 1}, {b - 1}));
    return steps.done(out);
}

// beta * self + alpha * product; a beta of 0 leaves self out, NaN and all.
ValueId addScaled(const OpCall& call, Steps& steps, ValueId product) {
    const auto scaled = [&](ValueId x, std::string_view by) {
        return call.number(by) == 1 ? x : steps("aten.mul.Scalar", {x, call.arg(by)});
    };
    product = scaled(product, "alpha");
    if (call.number("beta") == 0) {
        const ValueId spread = steps("aten.expand.default", {product, steps.sizes(steps.type(product).sizes)});
        return steps.to(spread, call.type("self").dtype);
    }
    return steps("aten.add.Tensor", {scaled(steps.value("self"), "beta"), product});
}

Result<std::vector<ValueId>> addbmmDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    const ValueId each = steps("aten.bmm.default", {steps.value("batch1"), steps.value("batch2")});
    const ValueId sum = steps("aten.sum.dim_IntList", {each, Arg(Arg::List{0})});
    return steps.done(addScaled(call, steps, sum));
}

Result<std::vector<ValueId>> addrDecompose(const OpCall& call, OpBuilder& build) {
    if (call.type("vec1").rank() != 1 || call.type("vec2").rank() != 1)
        return fail(Code::Shape, "addr.1: Expected 1-D arguments vec1 and vec2, but got {} and {}", call.type("vec1").text(), call.type("vec2").text());
    Steps steps(call, build);
    return steps.done(addScaled(call, steps, steps("aten.outer.default", {steps.value("vec1"), steps.value("vec2")})));
}

Result<std::vector<ValueId>> gerDecompose(const OpCall& call, OpBuilder& build) { return forwardTo("aten.outer.default", call, build); }

// x1 weight[o] x2 for every o, over all leading dimensions.
Result<std::vector<ValueId>> bilinearDecompose(const OpCall& call, OpBuilder& build) {
    const TensorType &a = call.type("input1"), &b = call.type("input2"), &w = call.type("weight");
    if (w.rank() != 3 || a.rank() != b.rank() || a.rank() < 1 || differ(a.sizes.back(), w.sizes[1]) || differ(b.sizes.back(), w.sizes[2]))
        return fail(Code::Shape, "bilinear.1: inputs {} and {} do not fit the weight {}", a.text(), b.text(), w.text());
    const SymInt rows = product(std::span(a.sizes).first(a.sizes.size() - 1));
    SymSizes sizes(a.sizes.begin(), a.sizes.end() - 1);
    sizes.push_back(w.sizes[0]);
    const SymInt outputs = w.sizes[0], left = w.sizes[1], right = w.sizes[2];
    const bool biased = !call.isNone("bias");
    Steps steps(call, build);
    const ValueId x = steps.view(steps.value("input1"), {rows, left}), y = steps.view(steps.value("input2"), {rows, right});
    const ValueId flat = steps.view(steps("aten.permute.default", {steps.value("weight"), Arg(Arg::List{1, 0, 2})}), {left, outputs * right});
    const ValueId half = steps.view(steps("aten.mm.default", {x, flat}), {rows, outputs, right});
    const ValueId each = steps("aten.mul.Tensor", {half, steps("aten.unsqueeze.default", {y, 1})});
    ValueId out = steps.view(steps("aten.sum.dim_IntList", {each, Arg(Arg::List{-1})}), sizes);
    if (biased) out = steps("aten.add.Tensor", {out, steps.value("bias")});
    return steps.done(out);
}

// PyTorch multiplies i1 with i2, then that with i3, and sums in the product that the third operand allows: as a product of
// matrices, which wants one dtype and knows no bool. The dimension it unrolls is summed apart.
Result<void> trilinearDTypes(const OpCall& call) {
    WHITTLE_TRY(const std::vector<std::int64_t> summed, call.integers("sumdim"));
    WHITTLE_TRY(const std::vector<std::int64_t> expanded, call.integers("expand3"));
    WHITTLE_TRY(const std::int64_t unrolled, call.integer("unroll_dim"));
    const DType first = call.type("i1").dtype, second = call.type("i2").dtype, third = call.type("i3").dtype;
    for (const std::int64_t dim : summed) {
        if (dim == unrolled) continue;
        const bool early = std::ranges::find(expanded, dim) != expanded.end();
        const DType a = early ? first : promoteTypes(first, second), b = early ? second : third;
        if (a != b || a == DType::Bool)
            return fail(Code::Type, "_trilinear.1: products of {} and {} are not summed; one dtype other than bool is needed", dtypeName(a), dtypeName(b));
    }
    return {};
}

Result<std::vector<ValueId>> trilinearDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY_VOID(trilinearDTypes(call));
    Steps steps(call, build);
    ValueId out;
    for (const auto& [name, expand] : {std::pair{"i1", "expand1"}, std::pair{"i2", "expand2"}, std::pair{"i3", "expand3"}}) {
        WHITTLE_TRY(std::vector<std::int64_t> dims, call.integers(expand));
        std::sort(dims.begin(), dims.end());
        ValueId x = steps.value(name);
        for (const std::int64_t dim : dims) x = steps("aten.unsqueeze.default", {x, dim});
        out = out.valid() ? steps("aten.mul.Tensor", {out, x}) : x;
    }
    if (call.symInts("sumdim").empty()) return steps.done(out);
    return steps.done(steps("aten.sum.dim_IntList", {out, call.arg("sumdim")}));
}

#define WHITTLE_MADE_OF(op, args, text, fn) \
    {.name = "aten." op ".default", .schema = op "(" args ") -> Tensor", .summary = text, .inferType = decomposedType, .decompose = fn}
#define WHITTLE_IN_PLACE(op, args) \
    {.name = "aten." op "_.default", .schema = op "_(Tensor(a!) self, " args ") -> Tensor(a!)", .summary = "In place: " op ".", .functional = "aten." op ".default"}

constexpr OpDef kOps[] = {
    WHITTLE_MADE_OF("tensordot", "Tensor self, Tensor other, int[] dims_self, int[] dims_other", "Sums of products over pairs of dimensions.", tensordotDecompose),
    WHITTLE_MADE_OF("inner", "Tensor self, Tensor other", "Sums of products over the last dimensions.", innerDecompose),
    WHITTLE_MADE_OF("addbmm", "Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1", "beta * self + alpha * the sum of the batch's products.", addbmmDecompose),
    WHITTLE_IN_PLACE("addbmm", "Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1"),
    WHITTLE_MADE_OF("addr", "Tensor self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1", "beta * self + alpha * outer(vec1, vec2).", addrDecompose),
    WHITTLE_IN_PLACE("addr", "Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1"),
    WHITTLE_IN_PLACE("addmm", "Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1"),
    WHITTLE_IN_PLACE("baddbmm", "Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1"),
    WHITTLE_IN_PLACE("addmv", "Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1"),
    WHITTLE_MADE_OF("ger", "Tensor self, Tensor vec2", "As outer.", gerDecompose),
    WHITTLE_MADE_OF("bilinear", "Tensor input1, Tensor input2, Tensor weight, Tensor? bias=None", "input1 * weight[o] * input2 + bias for every output.", bilinearDecompose),
    WHITTLE_MADE_OF("_trilinear", "Tensor i1, Tensor i2, Tensor i3, int[] expand1, int[] expand2, int[] expand3, int[] sumdim, int unroll_dim=1", "The product of three tensors, summed over dimensions.", trilinearDecompose),
};

#undef WHITTLE_IN_PLACE
#undef WHITTLE_MADE_OF

}  // namespace

std::span<const OpDef> productOps() { return kOps; }

}  // namespace whittle::ops

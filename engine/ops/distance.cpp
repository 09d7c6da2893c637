// Distances and norms: between all rows (cdist), pairs of rows, whole tensors; and whether two tensors are the same.
// Proof: tests/golden/ops/distance.
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/promote.h"
#include "engine/ops/positions.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

// --- between all rows ---

/// The p-norm of the difference of two rows.
template <class T>
double rowDistance(const T* a, const T* b, Index count, double p) {
    double out = 0;
    for (Index i = 0; i < count; ++i) {
        const double gap = std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
        if (std::isinf(p)) out = isNan(out) || out > gap ? out : gap;
        else if (p == 0) out += gap != 0;
        else out += p == 2 ? gap * gap : p == 1 ? gap : std::pow(gap, p);
    }
    if (p == 0 || p == 1 || std::isinf(p)) return out;
    return p == 2 ? std::sqrt(out) : std::pow(out, 1 / p);
}

double orderOf(const OpCall& call) { return call.schema().arg("p") ? call.number("p") : 2; }

Result<Types> cdistType(const OpCall& call) {
    const TensorType &a = call.type("x1"), &b = call.type("x2");
    const std::string_view op = call.schema().name;
    if (a.rank() < 2 || b.rank() < 2 || differ(a.sizes.back(), b.sizes.back()))
        return fail(Code::Shape, "{}.1: X1 and X2 must have at least two dimensions and the same number of columns. X1: {} X2: {}", op, a.text(), b.text());
    if (!isFloating(a.dtype) || !isFloating(b.dtype)) return fail(Code::Type, "{}.2: only supports floating-point dtypes, got {} and {}", op, a.text(), b.text());
    if (const auto p = call.schema().arg("p") ? call.knownNumber("p") : 2; p && !(*p >= 0)) return fail(Code::Argument, "{}.3: only supports non-negative p values, got {}", op, *p);
    WHITTLE_TRY(SymSizes sizes, broadcastSizes(SymSizes(a.sizes.begin(), a.sizes.end() - 2), SymSizes(b.sizes.begin(), b.sizes.end() - 2)));
    sizes.push_back(a.sizes[a.sizes.size() - 2]);
    sizes.push_back(b.sizes[b.sizes.size() - 2]);
    return Types{TensorType{promoteTypes(a.dtype, b.dtype), std::move(sizes), {}, a.device}};
}

Result<void> cdistReference(KernelCall& call) {
    const DType compute = computeDType(call.outputType().dtype);
    Sizes batch = call.outputSizes();
    const Index rows = batch[batch.size() - 2], columns = batch.back();
    batch.resize(batch.size() - 2);
    const auto spread = [&](std::string_view name) {
        const Tensor x = call.tensor(name).to(compute);
        Sizes sizes = batch;
        sizes.insert(sizes.end(), x.sizes().end() - 2, x.sizes().end());
        return spreadTo(x, sizes);
    };
    const Tensor a = spread("x1"), b = spread("x2");
    const Index width = a.sizes().back();
    Tensor out = Tensor::empty(compute, call.outputSizes());
    visitFloat(compute, [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index n = 0; n < elementCount(batch); ++n)
            for (Index i = 0; i < rows; ++i)
                for (Index j = 0; j < columns; ++j)
                    *to++ = static_cast<T>(rowDistance(a.data<T>() + (n * rows + i) * width, b.data<T>() + (n * columns + j) * width, width, orderOf(call)));
    });
    finish(call, 0, out);
    return {};
}

Result<Types> pdistType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (self.rank() != 2 || !isFloating(self.dtype)) return fail(Code::Shape, "{}.1: only supports 2D floating tensors, got {}", call.schema().name, self.text());
    if (!(call.knownNumber("p").value_or(0) >= 0)) return fail(Code::Argument, "{}.2: only supports non-negative p values", call.schema().name);
    const SymInt n = self.sizes[0];
    return resized(self, {floorDiv(n * (n - 1), 2)});
}

Result<void> pdistReference(KernelCall& call) {
    const Tensor self = dense(call.tensor("self"), computeDType(call.outputType().dtype));
    const Index rows = self.dim(0), width = self.dim(1);
    Tensor out = Tensor::empty(self.dtype(), call.outputSizes());
    visitFloat(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index i = 0; i < rows; ++i)
            for (Index j = i + 1; j < rows; ++j)
                *to++ = static_cast<T>(rowDistance(self.data<T>() + i * width, self.data<T>() + j * width, width, call.number("p")));
    });
    finish(call, 0, out);
    return {};
}

// --- as PyTorch composes them ---

ValueId vectorNorm(Steps& steps, ValueId x, const Arg& order, Arg dim = {}, bool keepdim = false) {
    return steps("aten.linalg_vector_norm.default", {x, order, std::move(dim), keepdim});
}

Result<std::vector<ValueId>> distDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    return steps.done(vectorNorm(steps, steps("aten.sub.Tensor", {steps.value("self"), steps.value("other")}), call.arg("p")));
}

Result<std::vector<ValueId>> pairwiseDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    const ValueId gap = steps("aten.sub.Tensor", {steps.value("x1"), steps.value("x2")});
    const ValueId moved = steps("aten.add.Scalar", {gap, call.arg("eps")});
    return steps.done(vectorNorm(steps, moved, call.arg("p"), Arg(Arg::List{-1}), call.flag("keepdim")));
}

Result<std::vector<ValueId>> cosineDecompose(const OpCall& call, OpBuilder& build) {
    const DType common = promoteTypes(call.type("x1").dtype, call.type("x2").dtype);
    if (!isFloating(common)) return fail(Code::Type, "cosine_similarity.1: expected common dtype to be floating point, yet common dtype is {}", dtypeName(common));
    WHITTLE_TRY(const SymSizes sizes, broadcastSizes(call.type("x1").sizes, call.type("x2").sizes));
    WHITTLE_TRY(const int dim, call.dim("dim", static_cast<int>(sizes.size())));
    Steps steps(call, build);
    const Arg wide = steps.sizes(sizes);
    const auto unit = [&](const char* name) {
        const ValueId x = steps("aten.expand.default", {steps.to(steps.value(name), common), wide});
        const ValueId length = steps("aten.clamp_min.default", {vectorNorm(steps, x, 2, Arg(Arg::List{dim}), true), call.arg("eps")});
        return steps("aten.div.Tensor", {x, length});
    };
    const ValueId a = unit("x1"), b = unit("x2");
    return steps.done(steps("aten.sum.dim_IntList", {steps("aten.mul.Tensor", {a, b}), Arg(Arg::List{dim})}));
}

// The older spelling of linalg_vector_norm; no p means 2.
Result<std::vector<ValueId>> normDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    const bool dims = call.schema().arg("dim") != nullptr, typed = call.schema().arg("dtype") != nullptr;
    std::vector<NamedArg> named;
    if (typed) named.push_back({"dtype", call.arg("dtype")});
    const Arg given = dims ? call.arg("dim") : Arg();
    const bool all = !dims || (given.as<Arg::List>() && given.as<Arg::List>()->empty());
    const Arg order = call.isNone("p") ? Arg(2) : call.arg("p");
    return steps.done(steps("aten.linalg_vector_norm.default", {steps.value("self"), order, all ? Arg() : given, dims && call.flag("keepdim")}, std::move(named)));
}

// Slices whose norm is above the bound are scaled down to it.
Result<std::vector<ValueId>> renormDecompose(const OpCall& call, OpBuilder& build) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    if (self.rank() < 2 || call.number("p") <= 0 || call.number("maxnorm") < 0)
        return fail(Code::Argument, "renorm.1: input {} needs at least 2 dimensions, p {} must be positive and maxnorm {} not negative", self.text(), call.number("p"), call.number("maxnorm"));
    Arg::List others;
    for (int d = 0; d < self.rank(); ++d)
        if (d != dim) others.push_back(d);
    const double bound = call.number("maxnorm");
    Steps steps(call, build);
    const ValueId x = steps.value("self"), norm = vectorNorm(steps, x, call.arg("p"), Arg(std::move(others)), true);
    const ValueId scale = steps("aten.mul.Scalar", {steps("aten.reciprocal.default", {steps("aten.add.Scalar", {norm, 1e-7})}), bound});
    const ValueId factor = steps("aten.where.ScalarOther", {steps("aten.gt.Scalar", {norm, bound}), scale, 1.0});
    return steps.done(steps("aten.mul.Tensor", {x, steps.to(factor, steps.type(x).dtype)}));
}

// --- the same? ---

Result<Types> boolNumber(const OpCall&) { return Types{NumberType{NumberType::Kind::Bool, {}}}; }

Result<void> equalReference(KernelCall& call) {
    const Tensor &a = call.tensor("self"), &b = call.tensor("other");
    if (a.dtype() != b.dtype())
        return fail(Code::Type, "equal.1: Expected all tensors to have one dtype, got {} and {}", a.describe(), b.describe());
    bool same = a.sizes() == b.sizes();
    visitDType(a.dtype(), [&](auto tag) {
        using T = decltype(tag);
        const Tensor x = a.contiguous(), y = b.contiguous();
        for (Index i = 0; same && i < x.numel(); ++i) same = convertTo<double>(x.data<T>()[i]) == convertTo<double>(y.data<T>()[i]) && x.flatInt(i) == y.flatInt(i);
    });
    call.setOutput(0, Datum(same));
    return {};
}

Result<void> sameSizeReference(KernelCall& call) {
    call.setOutput(0, Datum(call.tensor("self").sizes() == call.tensor("other").sizes()));
    return {};
}

Result<std::vector<ValueId>> allcloseDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    const ValueId close = steps("aten.isclose.default", {steps.value("self"), steps.value("other"), call.arg("rtol"), call.arg("atol"), call.arg("equal_nan")});
    return steps.done(steps("aten.is_nonzero.default", {steps("aten.all.default", {close})}));
}

#define WHITTLE_ROW(op, args, text, type, kernel) \
    {.name = "aten." op ".default", .schema = op "(" args ") -> Tensor", .summary = text, .inferType = type, .reference = kernel}
#define WHITTLE_MADE_OF(name_, schema_, text, fn) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = decomposedType, .decompose = fn}

constexpr OpDef kOps[] = {
    WHITTLE_ROW("cdist", "Tensor x1, Tensor x2, float p=2., int? compute_mode=None", "The p-norm distance of every row of one to every row of the other.", cdistType, cdistReference),
    WHITTLE_ROW("_cdist_forward", "Tensor x1, Tensor x2, float p, int? compute_mode", "The p-norm distance of every row of one to every row of the other.", cdistType, cdistReference),
    WHITTLE_ROW("_euclidean_dist", "Tensor x1, Tensor x2", "The distance of every row of one to every row of the other.", cdistType, cdistReference),
    WHITTLE_ROW("pdist", "Tensor self, float p=2.", "The p-norm distance of every pair of rows.", pdistType, pdistReference),
    WHITTLE_ROW("_pdist_forward", "Tensor self, float p=2.", "The p-norm distance of every pair of rows.", pdistType, pdistReference),
    WHITTLE_MADE_OF("dist.default", "dist(Tensor self, Tensor other, Scalar p=2) -> Tensor", "The p-norm of the difference.", distDecompose),
    WHITTLE_MADE_OF("pairwise_distance.default", "pairwise_distance(Tensor x1, Tensor x2, float p=2., float eps=1e-06, bool keepdim=False) -> Tensor", "The p-norm distance of each pair of rows, eps added.", pairwiseDecompose),
    WHITTLE_MADE_OF("cosine_similarity.default", "cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor", "The cosine of the angle between vectors along a dimension.", cosineDecompose),
    WHITTLE_MADE_OF("norm.Scalar", "norm.Scalar(Tensor self, Scalar p=2) -> Tensor", "The p-norm of all elements.", normDecompose),
    WHITTLE_MADE_OF("norm.ScalarOpt_dim", "norm.ScalarOpt_dim(Tensor self, Scalar? p, int[1] dim, bool keepdim=False) -> Tensor", "The p-norm over dimensions.", normDecompose),
    WHITTLE_MADE_OF("norm.ScalarOpt_dim_dtype", "norm.ScalarOpt_dim_dtype(Tensor self, Scalar? p, int[1] dim, bool keepdim, *, ScalarType dtype) -> Tensor", "The p-norm over dimensions, in a dtype.", normDecompose),
    WHITTLE_MADE_OF("norm.ScalarOpt_dtype", "norm.ScalarOpt_dtype(Tensor self, Scalar? p, *, ScalarType dtype) -> Tensor", "The p-norm of all elements, in a dtype.", normDecompose),
    WHITTLE_MADE_OF("renorm.default", "renorm(Tensor self, Scalar p, int dim, Scalar maxnorm) -> Tensor", "Slices scaled down to a norm of at most maxnorm.", renormDecompose),
    {.name = "aten.equal.default", .schema = "equal(Tensor self, Tensor other) -> bool", .summary = "Whether sizes and all elements are the same.", .inferType = boolNumber, .reference = equalReference},
    {.name = "aten.is_same_size.default", .schema = "is_same_size(Tensor self, Tensor other) -> bool", .summary = "Whether the sizes are the same.", .inferType = boolNumber, .reference = sameSizeReference},
    WHITTLE_MADE_OF("allclose.default", "allclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> bool", "Whether all elements are close.", allcloseDecompose),
};

#undef WHITTLE_MADE_OF
#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> distanceOps() { return kOps; }

}  // namespace whittle::ops

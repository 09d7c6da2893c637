// Linear algebra that PyTorch composes: pseudo-inverses and ranks with tolerances that are tensors, Vandermonde matrices,
// tensors seen as matrices. Proof: tests/golden/ops/linalg.
#include <limits>

#include "engine/ops/all_ops.h"
#include "engine/ops/linalg.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

using Values = Result<std::vector<ValueId>>;

// --- tolerances ---

std::string_view operandName(const OpCall& call) { return call.schema().args[0].name; }
bool hermitian(const OpCall& call) { return call.flag("hermitian"); }

Result<void> checkTolerances(const OpCall& call) {
    WHITTLE_TRY_VOID(hermitian(call) ? needSquare(call, operandName(call)) : needMatrix(call, operandName(call)));
    for (const char* name : {"atol", "rtol", "rcond", "tol"})
        if (call.schema().arg(name) && call.optionalType(name) && isComplex(call.type(name).dtype))
            return fail(Code::Type, "{}.4: {} tensor of complex type is not supported.", call.schema().name, name);
    return {};
}

// Values above max(atol, rtol * the largest), in f64 whatever the matrix is; a missing rtol is the dtype's own unless
// there is an atol above 0.
ValueId aboveTolerance(Steps& steps, const OpCall& call, ValueId magnitudes, ValueId largest) {
    const auto number = [&](double value) { return steps("aten.full.default", {Arg::List{}, value}, {{"dtype", DType::F64}}); };
    const auto given = [&](const char* name) { return call.schema().arg(name) ? steps.value(name) : ValueId(); };
    ValueId atol = given("atol"), rtol = given("rtol");
    if (call.schema().arg("rcond")) rtol = given("rcond");
    if (call.schema().arg("tol")) atol = given("tol"), rtol = number(0);
    if (!rtol.valid()) {
        const TensorType& self = call.type(operandName(call));
        const bool single = self.dtype == DType::F32 || self.dtype == DType::C64;
        const auto rows = self.sizes[self.sizes.size() - 2].constant(), columns = self.sizes.back().constant();
        if (!rows || !columns) {
            steps.stop({Code::Unsupported, fmt::format("{}.5: the default of rtol needs known sizes, not {}", call.schema().name, self.text()), {}});
            return {};
        }
        const double epsilon = single ? std::numeric_limits<float>::epsilon() : std::numeric_limits<double>::epsilon();
        rtol = number(epsilon * static_cast<double>(std::max(*rows, *columns)));
        if (atol.valid()) rtol = steps("aten.where.self", {steps("aten.gt.Scalar", {atol, 0}), number(0), rtol});
    }
    if (!atol.valid()) atol = number(0);
    const auto column = [&](ValueId x) { return steps("aten.unsqueeze.default", {x, -1}); };
    const ValueId relative = steps("aten.mul.Tensor", {column(rtol), largest});
    return steps("aten.gt.Tensor", {magnitudes, steps("aten.maximum.default", {column(atol), relative})});
}

Values pinv(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY_VOID(checkTolerances(call));
    const TensorType& self = call.type(operandName(call));
    Steps steps(call, build);
    if (self.numel().is(0)) {
        SymSizes sizes = withMatrix(leading(self), self.sizes.back(), self.sizes[self.sizes.size() - 2]);
        return steps.done(steps("aten.new_zeros.default", {call.arg(operandName(call)), steps.sizes(sizes)}));
    }
    ValueId left, right, values, magnitudes, largest;
    if (hermitian(call)) {
        const auto found = steps.several("aten.linalg_eigh.default", {call.arg(operandName(call))}, 2);
        values = found[0];
        left = right = found[1];
        magnitudes = steps("aten.abs.default", {values});
        largest = steps("aten.amax.default", {magnitudes, Arg::List{-1}, true});
    } else {
        const auto found = steps.several("aten.linalg_svd.default", {call.arg(operandName(call)), false}, 3);
        values = magnitudes = found[1];
        left = steps("aten.adjoint.default", {found[2]});
        right = found[0];
        largest = steps("aten.narrow.default", {values, -1, 0, 1});
    }
    const ValueId kept = aboveTolerance(steps, call, magnitudes, largest);
    const ValueId zero = steps("aten.full.default", {Arg::List{}, 0}, {{"dtype", steps.type(values).dtype}});
    const ValueId inverse = steps.to(steps("aten.where.self", {kept, steps("aten.reciprocal.default", {values}), zero}), self.dtype);
    const ValueId scaled = steps("aten.mul.Tensor", {left, steps("aten.unsqueeze.default", {inverse, -2})});
    return steps.done(steps("aten.matmul.default", {scaled, steps("aten.adjoint.default", {right})}));
}

Values matrixRank(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY_VOID(checkTolerances(call));
    const TensorType& self = call.type(operandName(call));
    Steps steps(call, build);
    if (self.numel().is(0)) return steps.done(steps("aten.new_zeros.default", {call.arg(operandName(call)), steps.sizes(leading(self))}, {{"dtype", DType::I64}}));
    const ValueId values = hermitian(call) ? steps("aten.abs.default", {steps("aten.linalg_eigvalsh.default", {call.arg(operandName(call))})})
                                           : steps("aten.linalg_svdvals.default", {call.arg(operandName(call))});
    const ValueId largest = steps("aten.amax.default", {values, Arg::List{-1}, true});
    return steps.done(steps("aten.sum.dim_IntList", {aboveTolerance(steps, call, values, largest), Arg::List{-1}}));
}

// --- Vandermonde matrices ---

ValueId ones(Steps& steps, ValueId like, const SymSizes& sizes) {
    return steps("aten.new_ones.default", {like, steps.sizes(sizes)});
}

// Each element's powers 0, 1, ... in a line of its own.
ValueId powers(Steps& steps, ValueId x, const SymInt& count) {
    SymSizes sizes = steps.type(x).sizes;
    sizes.push_back(count - 1);
    const ValueId spread = steps("aten.expand.default", {steps("aten.unsqueeze.default", {x, -1}), steps.sizes(sizes)});
    const ValueId rest = steps("aten.cumprod.default", {spread, -1});
    sizes.back() = 1;
    return steps("aten.cat.default", {Arg::List{ones(steps, rest, sizes), rest}, -1});
}

Values linalgVander(const OpCall& call, OpBuilder& build) {
    const TensorType& x = call.type("x");
    if (x.dtype == DType::Bool || x.dtype == DType::F16 || x.dtype == DType::BF16)
        return fail(Code::Type, "linalg_vander.1: linalg.vander supports floating point, complex, and integer tensors, but got {}", x.text());
    Steps steps(call, build);
    const ValueId line = x.rank() == 0 ? steps("aten.unsqueeze.default", {call.arg("x"), -1}) : steps.value("x");
    const SymInt count = call.isNone("N") ? steps.type(line).sizes.back() : call.symInt("N");
    if (const auto known = count.constant(); known && *known <= 1) return fail(Code::Argument, "linalg_vander.2: N must be greater than 1.");
    return steps.done(powers(steps, line, count));
}

Values vander(const OpCall& call, OpBuilder& build) {
    const TensorType& x = call.type("x");
    if (x.rank() != 1) return fail(Code::Shape, "vander.1: x must be a one-dimensional tensor, it is {}", x.text());
    const SymInt count = call.isNone("N") ? x.sizes[0] : call.symInt("N");
    const auto known = count.constant();
    if (known && *known < 0) return fail(Code::Argument, "vander.2: N must be non-negative.");
    Steps steps(call, build);
    const DType dtype = isInexact(x.dtype) ? x.dtype : DType::I64;
    const ValueId wide = steps.to(steps.value("x"), dtype);
    ValueId out;
    if (known && *known < 2) out = ones(steps, wide, {x.sizes[0], count});
    else out = powers(steps, wide, count);
    return steps.done(call.flag("increasing") ? out : steps("aten.flip.default", {out, Arg::List{1}}));
}

// --- norms ---

// Of one dimension, or none, a vector's; of two the matrix's.
Values frobenius(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const std::vector<std::int64_t> dims, call.integers("dim"));
    if (dims.size() > 2) return fail(Code::Argument, "frobenius_norm.1: Expected at most 2 dimensions, but got {} dimensions instead.", dims.size());
    Steps steps(call, build);
    return steps.done(steps("aten.linalg_vector_norm.default", {call.arg("self"), 2, call.arg("dim"), call.arg("keepdim")}));
}

Values nuclear(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY_VOID(needLinalgDType(call, "self"));
    Steps steps(call, build);
    const Arg dims = call.schema().arg("dim") ? call.arg("dim") : Arg(Arg::List{-2, -1});
    return steps.done(steps("aten.linalg_matrix_norm.str_ord", {call.arg("self"), "nuc", dims, call.arg("keepdim")}));
}

// --- tensors as matrices ---

Values tensorInverse(const OpCall& call, OpBuilder& build) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY_VOID(needLinalgDType(call, "self"));
    WHITTLE_TRY(const std::int64_t split, call.integer("ind"));
    if (split <= 0 || split > self.rank()) return fail(Code::Argument, "linalg_tensorinv.4: Expected a strictly positive integer for 'ind', at most {}, not {}", self.rank(), split);
    const auto sizes = std::span(self.sizes);
    const SymInt rows = product(sizes.first(static_cast<std::size_t>(split))), columns = product(sizes.subspan(static_cast<std::size_t>(split)));
    if (differ(rows, columns))
        return fail(Code::Shape, "linalg_tensorinv.5: Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), but got {} != {}",
                    columns.text(), rows.text());
    Steps steps(call, build);
    const ValueId inverse = steps("aten.linalg_inv.default", {steps.view(steps.value("self"), {rows, columns})});
    SymSizes shape(self.sizes.begin() + split, self.sizes.end());
    shape.insert(shape.end(), self.sizes.begin(), self.sizes.begin() + split);
    return steps.done(steps("aten.reshape.default", {inverse, steps.sizes(shape)}));
}

Values tensorSolve(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY_VOID(needLinalgDType(call, "self"));
    const TensorType &self = call.type("self"), &other = call.type("other");
    Steps steps(call, build);
    ValueId a = steps.value("self");
    if (!call.isNone("dims")) {
        WHITTLE_TRY(const std::vector<std::int64_t> dims, call.integers("dims"));
        Arg::List to;
        for (std::size_t i = 0; i < dims.size(); ++i) to.push_back(self.rank() - static_cast<std::int64_t>(dims.size() - i));
        a = steps("aten.movedim.intlist", {a, call.arg("dims"), Arg(std::move(to))});
    }
    const SymSizes sizes = steps.type(a).sizes;
    const SymSizes shape(sizes.begin() + std::min<std::ptrdiff_t>(other.rank(), static_cast<std::ptrdiff_t>(sizes.size())), sizes.end());
    const SymInt unknowns = product(shape), equations = product(other.sizes);
    if (differ(unknowns, equations))
        return fail(Code::Shape, "linalg_tensorsolve.4: Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == prod(self.shape[:other.ndim]), but got {} != {}",
                    unknowns.text(), equations.text());
    const ValueId matrix = steps("aten.reshape.default", {a, steps.sizes(SymSizes{unknowns, equations})});
    const ValueId right = steps("aten.flatten.using_ints", {call.arg("other")});
    return steps.done(steps("aten.reshape.default", {steps("aten.linalg_solve.default", {matrix, right}), steps.sizes(shape)}));
}

#define WHITTLE_ROW(name_, schema_, text, recipe) \
    {.name = "aten." name_, .schema = schema_ " -> Tensor", .summary = text, .inferType = decomposedType, .decompose = recipe}

constexpr OpDef kOps[] = {
    WHITTLE_ROW("linalg_pinv.atol_rtol_tensor", "linalg_pinv.atol_rtol_tensor(Tensor self, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False)", "The pseudo-inverse, with tolerances of its own for each matrix.", pinv),
    WHITTLE_ROW("linalg_pinv.rcond_tensor", "linalg_pinv.rcond_tensor(Tensor self, Tensor rcond, bool hermitian=False)", "The pseudo-inverse, with a tolerance of its own for each matrix.", pinv),
    WHITTLE_ROW("linalg_matrix_rank.atol_rtol_tensor", "linalg_matrix_rank.atol_rtol_tensor(Tensor input, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False)", "How many singular values are above tolerances of their own for each matrix.", matrixRank),
    WHITTLE_ROW("linalg_matrix_rank.tol_tensor", "linalg_matrix_rank.tol_tensor(Tensor input, Tensor tol, bool hermitian=False)", "How many singular values are above a tolerance of its own for each matrix.", matrixRank),
    WHITTLE_ROW("linalg_vander.default", "linalg_vander(Tensor x, *, SymInt? N=None)", "Powers 0, 1, ... of each element.", linalgVander),
    WHITTLE_ROW("vander.default", "vander(Tensor x, int? N=None, bool increasing=False)", "Powers of each element, the highest first.", vander),
    WHITTLE_ROW("frobenius_norm.dim", "frobenius_norm.dim(Tensor self, int[1] dim, bool keepdim=False)", "The root of the sum of squares.", frobenius),
    WHITTLE_ROW("nuclear_norm.default", "nuclear_norm(Tensor self, bool keepdim=False)", "The sum of singular values.", nuclear),
    WHITTLE_ROW("nuclear_norm.dim", "nuclear_norm.dim(Tensor self, int[2] dim, bool keepdim=False)", "The sum of singular values of the matrices of two dimensions.", nuclear),
    WHITTLE_ROW("linalg_tensorinv.default", "linalg_tensorinv(Tensor self, int ind=2)", "The inverse of a tensor seen as a matrix of its first dimensions by the others.", tensorInverse),
    WHITTLE_ROW("linalg_tensorsolve.default", "linalg_tensorsolve(Tensor self, Tensor other, int[]? dims=None)", "What a tensor seen as a matrix makes `other` of.", tensorSolve),
};

#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> linalgFormsOps() { return kOps; }

}  // namespace whittle::ops

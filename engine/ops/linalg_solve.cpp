// Linear equations, inverses and determinants as operators, over the factorisations of linalg.h. Proof:
// tests/golden/ops/linalg.
#include <cmath>
#include <limits>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/linalg.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

using lapack::Int;
using lapack::Operation;
using lapack::Triangle;
using lapack::Vectors;

TensorType shaped(const TensorType& from, DType dtype, SymSizes sizes) { return {dtype, std::move(sizes), {}, from.device}; }
std::string_view input(const OpCall& call) { return call.schema().args[0].name; }
const SymInt& rows(const TensorType& type) { return type.sizes[type.sizes.size() - 2]; }
const SymInt& columns(const TensorType& type) { return type.sizes.back(); }
bool flagOr(const OpCall& call, std::string_view name, bool otherwise) { return call.schema().arg(name) ? call.flag(name) : otherwise; }

Tensor asColumn(const Tensor& x) {
    Sizes sizes = x.sizes(), strides = x.strides();
    sizes.push_back(1);
    strides.push_back(1);
    return x.asStrided(std::move(sizes), std::move(strides), x.offset());
}

Sizes joinedBatch(const Tensor& a, const Tensor& b) {
    Sizes out = batchOf(a), other = batchOf(b);
    if (out.size() < other.size()) std::swap(out, other);
    for (std::size_t i = 0; i < other.size(); ++i) {
        Index& size = out[out.size() - other.size() + i];
        if (size == 1) size = other[i];
    }
    return out;
}

Tensor expandedPivots(const Tensor& pivots, Sizes batch) {
    batch.push_back(pivots.dim(pivots.rank() - 1));
    return pivots.asStrided(batch, broadcastStrides(pivots, batch), pivots.offset());
}

// --- A X = B ---

/// Whether B is a vector, or a batch of them, rather than a matrix.
bool isVectorRhs(const TensorType& a, const TensorType& b) {
    if (b.rank() == 1) return true;
    if (a.rank() - 1 != b.rank()) return false;
    for (int i = 0; i < b.rank(); ++i)
        if (differ(a.sizes[static_cast<std::size_t>(i)], b.sizes[static_cast<std::size_t>(i)])) return false;
    return true;
}

Result<void> sameDTypes(const OpCall& call, std::string_view a, std::string_view b) {
    const DType left = call.type(a).dtype, right = call.type(b).dtype;
    if (left == right) return {};
    return fail(Code::Type, "{}.4: Expected {} and {} to have the same dtype, but found {} of type {} and {} of type {} instead",
                call.schema().name, a, b, a, dtypeInfo(left).torchName, b, dtypeInfo(right).torchName);
}

/// The sizes of X for A X = B, or X A = B; B may lack batch dimensions that A has and the other way round.
Result<SymSizes> solutionSizes(const OpCall& call, const TensorType& a, const TensorType& b, bool left) {
    const SymInt& inner = left ? rows(b) : columns(b);
    if (differ(rows(a), inner))
        return fail(Code::Shape, "{}.5: Incompatible shapes of A and B for the equation {} ({}x{} and {}x{})", call.schema().name,
                    left ? "AX = B" : "XA = B", rows(a).text(), columns(a).text(), rows(b).text(), columns(b).text());
    auto batch = broadcastSizes(leading(a), leading(b));
    if (!batch) return fail(Code::Shape, "{}.6: {}", call.schema().name, batch.error().message);
    return withMatrix(*std::move(batch), rows(b), columns(b));
}

Result<SymSizes> solveSizes(const OpCall& call) {
    WHITTLE_TRY_VOID(needSquare(call, "A"));
    WHITTLE_TRY_VOID(sameDTypes(call, "A", "B"));
    const TensorType &a = call.type("A"), &b = call.type("B");
    if (b.rank() == 0) return fail(Code::Shape, "{}.7: B must have at least one dimension", call.schema().name);
    if (!isVectorRhs(a, b)) return solutionSizes(call, a, b, call.flag("left"));
    if (!call.flag("left"))
        return fail(Code::Shape, "{}.8: Vector broadcasting of the left hand side is not supported for left=False", call.schema().name);
    TensorType column = b;
    column.sizes.push_back(1);
    WHITTLE_TRY(SymSizes sizes, solutionSizes(call, a, column, true));
    sizes.pop_back();
    return sizes;
}

Result<Types> solveType(const OpCall& call) {
    WHITTLE_TRY(SymSizes sizes, solveSizes(call));
    return Types{shaped(call.type("B"), call.type("B").dtype, std::move(sizes))};
}
Result<Types> solveExType(const OpCall& call) {
    WHITTLE_TRY(Types out, solveType(call));
    const TensorType& a = call.type("A");
    if (call.schema().returns.size() == 4) {
        out.push_back(shaped(a, a.dtype, a.sizes));
        out.push_back(shaped(a, DType::I32, leading(a, 1)));
    }
    out.push_back(shaped(a, DType::I32, leading(a)));
    return out;
}

Tensor solvedWith(const Lu& lu, bool ofTranspose, const Tensor& b, bool left) {
    const Sizes batch = joinedBatch(lu.factors, b);
    const Tensor factors = expandedTo(lu.factors, batch), pivots = expandedPivots(lu.pivots, batch), rhs = expandedTo(b, batch);
    const Operation op = ofTranspose == left ? Operation::Transpose : Operation::None;
    return left ? luSolved(factors, pivots, rhs, op) : transposed(luSolved(factors, pivots, transposed(rhs), op));
}

Result<void> solveReference(KernelCall& call) {
    const Tensor &a = call.tensor("A"), &b = call.tensor("B");
    const bool vector = isVectorRhs(call.type("A"), call.type("B"));
    const Lu lu = luAsPyTorch(a);
    if (flagOr(call, "check_errors", call.outputCount() == 1)) WHITTLE_TRY_VOID(refuseFailed("torch.linalg.solve", lu.info));
    const Tensor x = solvedWith(lu, factorsTranspose(a), vector ? asColumn(b) : b, call.flag("left"));
    const Tensor answer = vector ? x.contiguous().viewAs(call.outputSizes()) : x;
    call.setOutput(0, vector && answer.rank() > 1 ? columnMajor(answer) : answer);
    if (call.outputCount() == 4) {
        call.setOutput(1, lu.factors);
        call.setOutput(2, lu.pivots);
    }
    if (call.outputCount() > 1) call.setOutput(call.outputCount() - 1, lu.info);
    return {};
}

// --- inverses ---

Result<Types> inverseType(const OpCall& call) {
    WHITTLE_TRY_VOID(needSquare(call, input(call)));
    const TensorType& a = call.type(0);
    Types out = resized(a, a.sizes);
    if (call.schema().returns.size() == 2) out.push_back(shaped(a, DType::I32, leading(a)));
    return out;
}

Result<void> inverseReference(KernelCall& call) {
    const Tensor& a = call.input(0);
    const Lu lu = luAsPyTorch(a);
    if (flagOr(call, "check_errors", call.outputCount() == 1)) WHITTLE_TRY_VOID(refuseFailed("linalg_inv", lu.info));
    call.setOutput(0, solvedWith(lu, factorsTranspose(a), identity(a.dtype(), batchOf(a), rowsOf(a)), true));
    if (call.outputCount() == 2) call.setOutput(1, lu.info);
    return {};
}

// --- determinants ---

/// Product and logarithm of the diagonal of U, with the sign of the permutation.
struct Determinant {
    Tensor value, sign, logAbs;
};
Determinant determinantOf(const Lu& lu, DType dtype) {
    const Index n = rowsOf(lu.factors);
    const Tensor u = lu.factors.to(DType::C128).contiguous();
    const Sizes batch = batchOf(lu.factors);
    Tensor value = Tensor::empty(DType::C128, batch), sign = Tensor::empty(DType::C128, batch), logAbs = Tensor::empty(DType::F64, batch);
    auto *product = value.mutableData<Complex>(), *phase = sign.mutableData<Complex>();
    auto* logs = logAbs.mutableData<double>();
    for (Index b = 0; b < value.numel(); ++b) {
        Complex all = 1, unit = 1;
        double sum = 0;
        for (Index i = 0; i < n; ++i) {
            const Complex x = u.data<Complex>()[b * n * n + i * (n + 1)];
            const double turn = lu.pivots.data<Int>()[b * n + i] == i + 1 ? 1 : -1;
            all = wrapMul(all, x * turn);
            unit = wrapMul(unit, (x == Complex{} ? x : x / std::abs(x)) * turn);
            sum += std::log(std::abs(x));
        }
        product[b] = all;
        phase[b] = unit;
        logs[b] = sum;
    }
    return {value.to(dtype), sign.to(dtype), logAbs.to(realOf(dtype))};
}

// The outputs that every form has, then LU and pivots for the primitives that answer them.
Result<Types> determinantType(const OpCall& call) {
    WHITTLE_TRY_VOID(needSquare(call, input(call)));
    const TensorType& a = call.type(0);
    const std::size_t count = call.schema().returns.size();
    Types out{shaped(a, a.dtype, leading(a))};
    if (count == 2 || count == 4) out.push_back(shaped(a, realOf(a.dtype), leading(a)));
    if (count > 2) {
        out.push_back(shaped(a, a.dtype, a.sizes));
        out.push_back(shaped(a, DType::I32, leading(a, 1)));
    }
    return out;
}

void setFactors(KernelCall& call, const Lu& lu) {
    call.setOutput(call.outputCount() - 2, lu.factors);
    call.setOutput(call.outputCount() - 1, lu.pivots);
}

Result<void> detReference(KernelCall& call) {
    const Lu lu = luAsPyTorch(call.input(0));
    call.setOutput(0, determinantOf(lu, call.input(0).dtype()).value);
    if (call.outputCount() == 3) setFactors(call, lu);
    return {};
}

Result<void> slogdetReference(KernelCall& call) {
    const Lu lu = luAsPyTorch(call.input(0));
    const Determinant found = determinantOf(lu, call.input(0).dtype());
    call.setOutput(0, found.sign);
    call.setOutput(1, found.logAbs);
    if (call.outputCount() == 4) setFactors(call, lu);
    return {};
}

Result<void> logdetReference(KernelCall& call) {
    const DType dtype = call.input(0).dtype();
    const Determinant found = determinantOf(luAsPyTorch(call.input(0)), dtype);
    const Tensor sign = found.sign.to(DType::C128), logAbs = found.logAbs.to(DType::F64);
    Tensor out = Tensor::empty(DType::C128, call.outputSizes());
    mapInto<Complex>(out, [&](Complex s, double size) {
        if (isComplex(dtype)) return std::log(s) + size;
        return Complex(s.real() < 0 ? NAN : size);
    }, Elements<Complex>{sign}, Elements<double>{logAbs});
    call.setOutput(0, out.to(dtype));
    return {};
}

// --- from factors: LU, Cholesky, triangles ---

struct RhsNames {
    std::string_view b, a;
};

Result<Types> factoredType(const OpCall& call, RhsNames names, bool left) {
    WHITTLE_TRY_VOID(needSquare(call, names.a));
    WHITTLE_TRY_VOID(needMatrix(call, names.b));
    WHITTLE_TRY_VOID(sameDTypes(call, names.a, names.b));
    WHITTLE_TRY(SymSizes sizes, solutionSizes(call, call.type(names.a), call.type(names.b), left));
    return Types{shaped(call.type(names.b), call.type(names.b).dtype, std::move(sizes))};
}

RhsNames luNames(const OpCall& call) { return call.schema().arg("LU") ? RhsNames{"B", "LU"} : RhsNames{"self", "LU_data"}; }
std::string_view pivotName(const OpCall& call) { return call.schema().arg("pivots") ? "pivots" : "LU_pivots"; }

Result<Types> luSolveType(const OpCall& call) {
    if (call.type(pivotName(call)).dtype != DType::I32)
        return fail(Code::Type, "{}.9: pivots should be a Tensor of scalar type torch.int32", call.schema().name);
    return factoredType(call, luNames(call), flagOr(call, "left", true));
}

Result<void> luSolveReference(KernelCall& call) {
    const RhsNames names = luNames(call);
    const bool left = flagOr(call, "left", true), adjoint = flagOr(call, "adjoint", false);
    const Tensor &lu = call.tensor(names.a), &pivots = call.tensor(pivotName(call)), &b = call.tensor(names.b);
    for (Index i = 0; i < pivots.numel(); ++i)
        if (pivots.flatInt(i) < 1 || pivots.flatInt(i) > rowsOf(lu))
            return fail(Code::Run, "{}: pivots given to lu_solve must all be between 1 and {}", call.op().name, rowsOf(lu));
    const Sizes batch = joinedBatch(lu, b);
    const Tensor factors = expandedTo(lu, batch), order = expandedPivots(pivots, batch), rhs = expandedTo(b, batch);
    // X A = B is A^H X^H = B^H.
    const Operation op = adjoint == left ? Operation::Adjoint : Operation::None;
    call.setOutput(0, left ? luSolved(factors, order, rhs, op) : adjointOf(luSolved(factors, order, adjointOf(rhs), op)));
    return {};
}

Tensor choleskySolved(const Tensor& factor, const Tensor& b, bool upper) {
    const Sizes batch = joinedBatch(factor, b);
    const Index n = rowsOf(factor), width = columnsOf(b);
    const Tensor a = columnsFirst(expandedTo(factor, batch));
    Tensor out = columnsFirst(expandedTo(b, batch));
    visitLinalg(b.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* x = out.mutableData<T>();
        for (Index i = 0; i < elementCount(batch); ++i)
            lapack::choleskySolve(upper ? Triangle::Upper : Triangle::Lower, static_cast<Int>(n), static_cast<Int>(width),
                                  a.data<T>() + i * n * n, x + i * n * width);
    });
    return transposed(out);
}

Result<Types> choleskySolveType(const OpCall& call) { return factoredType(call, {"self", "input2"}, true); }
Result<void> choleskySolveReference(KernelCall& call) {
    call.setOutput(0, choleskySolved(call.tensor("input2"), call.tensor("self"), call.flag("upper")));
    return {};
}
Result<void> choleskyInverseReference(KernelCall& call) {
    const Tensor& factor = call.tensor("self");
    call.setOutput(0, choleskySolved(factor, identity(factor.dtype(), batchOf(factor), rowsOf(factor)), call.flag("upper")));
    return {};
}

Result<Types> solveTriangularType(const OpCall& call) { return factoredType(call, {"B", "self"}, call.flag("left")); }

Result<void> solveTriangularReference(KernelCall& call) {
    const Sizes batch = joinedBatch(call.tensor("self"), call.tensor("B"));
    const Tensor a = expandedTo(call.tensor("self"), batch), b = expandedTo(call.tensor("B"), batch);
    const bool upper = call.flag("upper"), unit = call.flag("unitriangular");
    call.setOutput(0, call.flag("left") ? columnMajor(triangularSolved(a, b, {upper, unit}))
                                        : transposed(triangularSolved(transposed(a), transposed(b), {!upper, unit})));
    return {};
}

Result<Types> triangularSolveType(const OpCall& call) {
    WHITTLE_TRY(Types out, factoredType(call, {"self", "A"}, true));
    const TensorType& a = call.type("A");
    const SymSizes batch = leading(*asTensorType(out[0]));
    out.push_back(shaped(a, a.dtype, withMatrix(batch, rows(a), columns(a))));
    return out;
}

Result<void> triangularSolveReference(KernelCall& call) {
    const Sizes batch = joinedBatch(call.tensor("A"), call.tensor("self"));
    const Tensor a = expandedTo(call.tensor("A"), batch), b = expandedTo(call.tensor("self"), batch);
    const bool transpose = call.flag("transpose"), upper = call.flag("upper") != transpose;
    call.setOutput(0, columnMajor(triangularSolved(transpose ? transposed(a) : a, b, {upper, call.flag("unitriangular")})));
    call.setOutput(1, columnMajor(a));
    return {};
}

// --- ranks and pseudo-inverses ---

double epsilonOf(DType dtype) {
    return realOf(dtype) == DType::F32 ? double{std::numeric_limits<float>::epsilon()} : std::numeric_limits<double>::epsilon();
}

/// Singular values at most this large count as zero.
double cutoff(const KernelCall& call, const Tensor& a, double largest) {
    const Schema& schema = call.schema();
    if (schema.arg("rcond")) return call.number("rcond") * largest;
    if (schema.arg("tol")) return call.number("tol");
    const double absolute = call.isNone("atol") ? 0 : call.number("atol");
    const double relative = !call.isNone("rtol") ? call.number("rtol")
                            : absolute > 0       ? 0
                                                 : epsilonOf(a.dtype()) * static_cast<double>(std::max(rowsOf(a), columnsOf(a)));
    return std::max(absolute, relative * largest);
}

Result<void> squareIfHermitian(const OpCall& call) {
    return flagOr(call, "hermitian", false) ? needSquare(call, input(call)) : needMatrix(call, input(call));
}

Result<Types> pinvType(const OpCall& call) {
    WHITTLE_TRY_VOID(squareIfHermitian(call));
    const TensorType& a = call.type(0);
    return resized(a, withMatrix(leading(a), columns(a), rows(a)));
}

/// The columns of every matrix divided by their value, or set to zero where it is cut off.
void divideColumns(const KernelCall& call, const Tensor& a, Tensor& matrices, const Tensor& values) {
    const Index n = rowsOf(matrices), k = columnsOf(matrices);
    const Tensor wide = values.to(DType::F64).contiguous();
    visitLinalg(matrices.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = matrices.mutableData<T>();
        for (std::size_t b = 0; b < matrixCount(a); ++b) {
            const double* s = wide.data<double>() + static_cast<Index>(b) * k;
            double largest = 0;
            for (Index j = 0; j < k; ++j) largest = std::max(largest, std::fabs(s[j]));
            const double least = cutoff(call, a, largest);
            for (Index i = 0; i < n * k; ++i, ++to) {
                const double value = s[i % k];
                *to = std::fabs(value) > least ? *to / static_cast<lapack::Real<T>>(value) : T{};
            }
        }
    });
}

Result<void> pinvReference(KernelCall& call) {
    const Tensor& a = call.input(0);
    if (a.numel() == 0) {
        call.setOutput(0, Tensor::zeros(a.dtype(), call.outputSizes()));
        return {};
    }
    const bool hermitian = flagOr(call, "hermitian", false);
    Tensor left, right, values;
    if (hermitian) {
        WHITTLE_TRY(const Eigen found, eighOf("linalg_eigh", a, Triangle::Lower, Vectors::Full));
        left = found.vectors.contiguous();
        right = adjointOf(found.vectors);
        values = found.values;
    } else {
        WHITTLE_TRY(const Svd found, svdOf("linalg_svd", a, Vectors::Reduced));
        left = adjointOf(found.vh).contiguous();
        right = adjointOf(found.u);
        values = found.s;
    }
    divideColumns(call, a, left, values);
    call.setOutput(0, product(left, right));
    return {};
}

Result<Types> rankType(const OpCall& call) {
    WHITTLE_TRY_VOID(squareIfHermitian(call));
    const TensorType& a = call.type(0);
    return Types{shaped(a, DType::I64, leading(a))};
}

Result<void> rankReference(KernelCall& call) {
    const Tensor& a = call.input(0);
    Tensor out = Tensor::zeros(DType::I64, batchOf(a));
    if (a.numel() > 0) {
        Tensor values;
        if (flagOr(call, "hermitian", false)) {
            WHITTLE_TRY(const Eigen found, eighOf("linalg_eigh", a, Triangle::Lower, Vectors::None));
            values = found.values;
        } else {
            WHITTLE_TRY(const Svd found, svdOf("linalg_svd", a, Vectors::None));
            values = found.s;
        }
        const Index k = values.dim(values.rank() - 1);
        auto* to = out.mutableData<std::int64_t>();
        for (Index b = 0; b < out.numel(); ++b) {
            double largest = 0;
            for (Index j = 0; j < k; ++j) largest = std::max(largest, std::fabs(values.flat(b * k + j)));
            const double least = cutoff(call, a, largest);
            for (Index j = 0; j < k; ++j) to[b] += std::fabs(values.flat(b * k + j)) > least;
        }
    }
    call.setOutput(0, std::move(out));
    return {};
}

// --- least squares ---

bool isVectorTarget(const TensorType& a, const TensorType& b) { return a.rank() - 1 == b.rank() && isVectorRhs(a, b); }

Result<Types> lstsqType(const OpCall& call) {
    WHITTLE_TRY_VOID(needMatrix(call, "self"));
    WHITTLE_TRY_VOID(sameDTypes(call, "self", "b"));
    const TensorType &a = call.type("self"), &b = call.type("b");
    if (!call.isNone("driver") && call.text("driver") != "gelsy")
        return fail(Code::Unsupported, "linalg_lstsq.7: only the driver gelsy, the default, is supported");
    const bool vector = isVectorTarget(a, b);
    if (!vector && a.rank() != b.rank())
        return fail(Code::Shape, "linalg_lstsq.8: input.dim() must be greater or equal to other.dim() and (input.dim() - other.dim()) <= 1");
    if (differ(rows(a), vector ? b.sizes.back() : rows(b)))
        return fail(Code::Shape, "linalg_lstsq.9: input.size(-2) should match other.size({})", vector ? -1 : -2);
    TensorType target = b;
    if (vector) target.sizes.push_back(1);
    auto batch = broadcastSizes(leading(a), leading(target));
    if (!batch) return fail(Code::Shape, "linalg_lstsq.6: {}", batch.error().message);
    SymSizes solution = *batch;
    solution.push_back(columns(a));
    if (!vector) solution.push_back(columns(b));
    return Types{shaped(a, a.dtype, solution), shaped(a, realOf(a.dtype), {0}), shaped(a, DType::I64, leading(a)),
                 shaped(a, realOf(a.dtype), {0})};
}

Result<void> lstsqReference(KernelCall& call) {
    const Tensor& given = call.tensor("self");
    const bool vector = isVectorTarget(call.type("self"), call.type("b"));
    const Tensor target = vector ? asColumn(call.tensor("b")) : call.tensor("b");
    const Sizes batch = joinedBatch(given, target);
    const Index m = rowsOf(given), n = columnsOf(given), width = columnsOf(target), count = elementCount(batch), height = std::max(m, n);
    const double rcond = call.isNone("rcond") ? epsilonOf(given.dtype()) * static_cast<double>(height) : call.number("rcond");
    Tensor a = columnsFirst(expandedTo(given, batch));
    const Tensor b = columnsFirst(expandedTo(target, batch));
    Sizes sizes = batch;
    sizes.insert(sizes.end(), {width, height});  // the solution is the first n rows of what the library writes
    Tensor out = Tensor::zeros(given.dtype(), sizes), ranks = Tensor::zeros(DType::I64, batch);
    visitLinalg(given.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T *matrix = a.mutableData<T>(), *to = out.mutableData<T>();
        auto* rank = ranks.mutableData<std::int64_t>();
        std::vector<T> work(static_cast<std::size_t>(height * width));
        for (Index i = 0; i < count && m > 0 && n > 0; ++i) {
            for (Index j = 0; j < width; ++j) std::copy_n(b.data<T>() + (i * width + j) * m, m, work.begin() + j * height);
            Int found = 0;
            lapack::leastSquares(static_cast<Int>(m), static_cast<Int>(n), static_cast<Int>(width), matrix + i * m * n, work.data(),
                                 static_cast<lapack::Real<T>>(rcond), &found);
            for (Index j = 0; j < width; ++j) std::copy_n(work.begin() + j * height, n, to + (i * width + j) * height);
            rank[i] = found;
        }
    });
    Sizes solution = batch;
    solution.insert(solution.end(), {n, width});
    const Tensor x = transposed(out).asStrided(solution, transposed(out).strides(), 0);
    call.setOutput(0, vector ? x.contiguous().viewAs(call.outputSizes(0)) : x);
    call.setOutput(2, ranks.numel() == elementCount(call.outputSizes(2)) ? ranks.viewAs(call.outputSizes(2)) : ranks);
    for (const int i : {1, 3}) call.setOutput(i, Tensor::zeros(call.outputType(i).dtype, {0}));
    return {};
}

#define WHITTLE_ROW(op, overload, schema_, text, type, kernel) \
    {.name = "aten." op "." overload, .schema = schema_, .summary = text, .inferType = type, .reference = kernel, .complex = kernel}
#define WHITTLE_PLAIN(op, schema_, text, type, kernel) WHITTLE_ROW(op, "default", op schema_, text, type, kernel)

constexpr OpDef kOps[] = {
    WHITTLE_PLAIN("_linalg_solve_ex", "(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> (Tensor result, Tensor LU, Tensor pivots, Tensor info)", "X of A X = B, the factors of A, and the first zero pivot.", solveExType, solveReference),
    WHITTLE_PLAIN("linalg_solve_ex", "(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> (Tensor result, Tensor info)", "X of A X = B, and the first zero pivot.", solveExType, solveReference),
    WHITTLE_PLAIN("linalg_solve", "(Tensor A, Tensor B, *, bool left=True) -> Tensor", "X of A X = B, or of X A = B.", solveType, solveReference),
    WHITTLE_PLAIN("linalg_inv_ex", "(Tensor A, *, bool check_errors=False) -> (Tensor inverse, Tensor info)", "The inverse, and the first zero pivot.", inverseType, inverseReference),
    WHITTLE_PLAIN("linalg_inv", "(Tensor A) -> Tensor", "The inverse.", inverseType, inverseReference),
    WHITTLE_PLAIN("inverse", "(Tensor self) -> Tensor", "The inverse.", inverseType, inverseReference),
    WHITTLE_PLAIN("_linalg_det", "(Tensor A) -> (Tensor result, Tensor LU, Tensor pivots)", "The determinant, and the factors it came from.", determinantType, detReference),
    WHITTLE_PLAIN("linalg_det", "(Tensor A) -> Tensor", "The determinant.", determinantType, detReference),
    WHITTLE_PLAIN("det", "(Tensor self) -> Tensor", "The determinant.", determinantType, detReference),
    WHITTLE_PLAIN("_linalg_slogdet", "(Tensor A) -> (Tensor sign, Tensor logabsdet, Tensor LU, Tensor pivots)", "Sign and logarithm of the determinant, and the factors.", determinantType, slogdetReference),
    WHITTLE_PLAIN("linalg_slogdet", "(Tensor A) -> (Tensor sign, Tensor logabsdet)", "Sign of the determinant, and logarithm of its absolute value.", determinantType, slogdetReference),
    WHITTLE_PLAIN("slogdet", "(Tensor self) -> (Tensor sign, Tensor logabsdet)", "Sign of the determinant, and logarithm of its absolute value.", determinantType, slogdetReference),
    WHITTLE_PLAIN("logdet", "(Tensor self) -> Tensor", "Logarithm of the determinant; NaN of a negative one.", determinantType, logdetReference),
    WHITTLE_PLAIN("linalg_lu_solve", "(Tensor LU, Tensor pivots, Tensor B, *, bool left=True, bool adjoint=False) -> Tensor", "X of A X = B from the factors of A.", luSolveType, luSolveReference),
    WHITTLE_PLAIN("lu_solve", "(Tensor self, Tensor LU_data, Tensor LU_pivots) -> Tensor", "X of A X = self from the factors of A.", luSolveType, luSolveReference),
    WHITTLE_PLAIN("cholesky_solve", "(Tensor self, Tensor input2, bool upper=False) -> Tensor", "X of A X = self from the Cholesky factor of A.", choleskySolveType, choleskySolveReference),
    WHITTLE_PLAIN("cholesky_inverse", "(Tensor self, bool upper=False) -> Tensor", "The inverse of A from its Cholesky factor.", inverseType, choleskyInverseReference),
    WHITTLE_PLAIN("linalg_solve_triangular", "(Tensor self, Tensor B, *, bool upper, bool left=True, bool unitriangular=False) -> Tensor", "X of A X = B, or of X A = B, for a triangular A.", solveTriangularType, solveTriangularReference),
    WHITTLE_PLAIN("triangular_solve", "(Tensor self, Tensor A, bool upper=True, bool transpose=False, bool unitriangular=False) -> (Tensor solution, Tensor cloned_coefficient)", "X of A X = self for a triangular A, and A.", triangularSolveType, triangularSolveReference),
    WHITTLE_PLAIN("linalg_pinv", "(Tensor self, float rcond, bool hermitian=False) -> Tensor", "The pseudo-inverse.", pinvType, pinvReference),
    WHITTLE_ROW("linalg_pinv", "atol_rtol_float", "linalg_pinv.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor", "The pseudo-inverse.", pinvType, pinvReference),
    WHITTLE_PLAIN("pinverse", "(Tensor self, float rcond=1e-15) -> Tensor", "The pseudo-inverse.", pinvType, pinvReference),
    WHITTLE_PLAIN("linalg_matrix_rank", "(Tensor self, float tol, bool hermitian=False) -> Tensor", "How many singular values are above tol.", rankType, rankReference),
    WHITTLE_ROW("linalg_matrix_rank", "atol_rtol_float", "linalg_matrix_rank.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor", "How many singular values are not next to zero.", rankType, rankReference),
    WHITTLE_PLAIN("linalg_lstsq", "(Tensor self, Tensor b, float? rcond=None, *, str? driver=None) -> (Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)", "The least-squares solution of smallest norm.", lstsqType, lstsqReference),
};

#undef WHITTLE_PLAIN
#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> linalgSolveOps() { return kOps; }

}  // namespace whittle::ops

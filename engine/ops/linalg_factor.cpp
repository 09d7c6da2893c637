// Factorisations as operators: Cholesky, QR, LU, eigenvalues and singular values. The mathematics is LAPACK's
// (linalg.h); here stand PyTorch's arguments, shapes and errors. Proof: tests/golden/ops/linalg.
#include "engine/ops/all_ops.h"
#include "engine/ops/linalg.h"
#include "engine/ops/sizes.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

using lapack::Int;
using lapack::Triangle;
using lapack::Vectors;

std::string_view input(const OpCall& call) { return call.schema().args[0].name; }
const Tensor& matrix(const KernelCall& call) { return call.input(0); }
TensorType shaped(const TensorType& from, DType dtype, SymSizes sizes) { return {dtype, std::move(sizes), {}, from.device}; }
const SymInt& rows(const TensorType& type) { return type.sizes[type.sizes.size() - 2]; }
const SymInt& columns(const TensorType& type) { return type.sizes.back(); }
SymSizes withLast(SymSizes batch, SymInt size) {
    batch.push_back(std::move(size));
    return batch;
}

/// `x` with everything above (or below) the diagonal set to zero.
enum class Part { Lower, Upper, UnitLower };
Tensor triangleOf(const Tensor& x, Part part) {
    Tensor out = Tensor::empty(x.dtype(), x.sizes());
    convertElements(x, out);
    const Index m = rowsOf(x), n = columnsOf(x);
    visitLinalg(x.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index i = 0; i < out.numel(); ++i) {
            const Index row = i / n % m, column = i % n;
            if (part == Part::Upper ? column < row : column > row) to[i] = T{};
            if (part == Part::UnitLower && column == row) to[i] = T{1};
        }
    });
    return out;
}

/// The same, column-major as the library writes it.
Tensor columnTriangleOf(const Tensor& x, Part part) {
    return transposed(triangleOf(transposed(x), part == Part::Upper ? Part::Lower : Part::Upper));
}

/// The first `count` columns, or rows, of every matrix: a view.
Tensor firstColumns(const Tensor& x, Index count) {
    Sizes sizes = x.sizes();
    sizes.back() = count;
    return x.asStrided(std::move(sizes), x.strides(), x.offset());
}
Tensor firstRows(const Tensor& x, Index count) { return transposed(firstColumns(transposed(x), count)); }

// --- Cholesky ---

Result<Types> choleskyType(const OpCall& call) {
    WHITTLE_TRY_VOID(needSquare(call, input(call)));
    const TensorType& a = call.type(0);
    return resized(a, a.sizes);
}

Result<Types> choleskyExType(const OpCall& call) {
    WHITTLE_TRY(Types out, choleskyType(call));
    out.push_back(shaped(call.type(0), DType::I32, leading(call.type(0))));
    return out;
}

struct Factor {
    Tensor factor, info;
};
Factor choleskyOf(const Tensor& a, bool upper) {
    const Index n = rowsOf(a);
    Tensor work = columnsFirst(a), info = Tensor::zeros(DType::I32, batchOf(a));
    visitLinalg(a.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* data = work.mutableData<T>();
        Int* status = info.mutableData<Int>();
        for (std::size_t i = 0; i < matrixCount(a); ++i)
            status[i] = lapack::choleskyFactor(upper ? Triangle::Upper : Triangle::Lower, static_cast<Int>(n), data + static_cast<Index>(i) * n * n);
    });
    return {columnTriangleOf(transposed(work), upper ? Part::Upper : Part::Lower), info};
}

Result<void> choleskyReference(KernelCall& call) {
    const Factor out = choleskyOf(matrix(call), call.flag("upper"));
    const bool ex = call.outputCount() == 2;
    if (!ex || call.flag("check_errors")) WHITTLE_TRY_VOID(refuseFailed("linalg_cholesky", out.info));
    call.setOutput(0, out.factor);
    if (ex) call.setOutput(1, out.info);
    return {};
}

// --- QR ---

enum class QrMode { Reduced, Complete, R };

Result<QrMode> qrModeOf(const OpCall& call) {
    if (call.schema().arg("some")) return call.flag("some") ? QrMode::Reduced : QrMode::Complete;
    const std::string_view mode = call.text("mode");
    if (mode == "reduced") return QrMode::Reduced;
    if (mode == "complete") return QrMode::Complete;
    if (mode == "r") return QrMode::R;
    return fail(Code::Argument, "linalg.qr.4: received unrecognized mode '{}' but expected one of 'reduced' (default), 'r', or 'complete'", mode);
}

Result<Types> qrType(const OpCall& call) {
    WHITTLE_TRY_VOID(needMatrix(call, input(call)));
    WHITTLE_TRY(const QrMode mode, qrModeOf(call));
    const TensorType& a = call.type(0);
    const SymInt inner = mode == QrMode::Complete ? rows(a) : smaller(rows(a), columns(a));
    return Types{shaped(a, a.dtype, mode == QrMode::R ? SymSizes{0} : withMatrix(leading(a), rows(a), inner)),
                 shaped(a, a.dtype, withMatrix(leading(a), inner, columns(a)))};
}

Result<void> qrReference(KernelCall& call) {
    WHITTLE_TRY(const QrMode mode, qrModeOf(call));
    const Tensor& a = matrix(call);
    const Index m = rowsOf(a), n = columnsOf(a), k = std::min(m, n), wide = mode == QrMode::Complete ? m : k;
    Tensor factored = columnsFirst(a);
    Sizes sizes = batchOf(a);
    sizes.push_back(wide);
    sizes.push_back(m);
    Tensor q = Tensor::zeros(a.dtype(), sizes);  // column-major
    visitLinalg(a.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T *data = factored.mutableData<T>(), *to = q.mutableData<T>();
        std::vector<T> tau(static_cast<std::size_t>(std::max<Index>(k, 1)));
        for (std::size_t i = 0; i < matrixCount(a); ++i, data += m * n, to += m * wide) {
            lapack::qrFactor(static_cast<Int>(m), static_cast<Int>(n), data, tau.data());
            std::copy_n(data, m * std::min(n, wide), to);
            lapack::qrForm(static_cast<Int>(m), static_cast<Int>(wide), static_cast<Int>(k), to, tau.data());
        }
    });
    call.setOutput(0, mode == QrMode::R ? Tensor::zeros(a.dtype(), {0}) : transposed(q));
    call.setOutput(1, columnTriangleOf(firstRows(transposed(factored), wide), Part::Upper));
    return {};
}

// --- LU ---

SymSizes pivotSizes(const TensorType& a) { return withLast(leading(a), smaller(rows(a), columns(a))); }

Result<void> needPivots(const OpCall& call) {
    if (!call.schema().arg("pivot") || call.flag("pivot")) return {};
    return fail(Code::Unsupported, "{}.4: LU without pivoting is not implemented on the CPU", call.schema().name);
}

Result<Types> luFactorType(const OpCall& call) {
    WHITTLE_TRY_VOID(needMatrix(call, "A"));
    WHITTLE_TRY_VOID(needPivots(call));
    const TensorType& a = call.type("A");
    return Types{shaped(a, a.dtype, a.sizes), shaped(a, DType::I32, pivotSizes(a))};
}
Result<Types> luFactorExType(const OpCall& call) {
    WHITTLE_TRY(Types out, luFactorType(call));
    out.push_back(shaped(call.type("A"), DType::I32, leading(call.type("A"))));
    return out;
}

Result<void> luFactorReference(KernelCall& call) {
    const Lu lu = luOf(call.tensor("A"));
    const bool ex = call.outputCount() == 3;
    if (!ex || call.flag("check_errors")) WHITTLE_TRY_VOID(refuseFailed("torch.linalg.lu_factor", lu.info));
    call.setOutput(0, lu.factors);
    call.setOutput(1, lu.pivots);
    if (ex) call.setOutput(2, lu.info);
    return {};
}

// P, L and U of an m by n matrix.
Types partsType(const TensorType& a) {
    const SymInt k = smaller(rows(a), columns(a));
    return {shaped(a, a.dtype, withMatrix(leading(a), rows(a), rows(a))), shaped(a, a.dtype, withMatrix(leading(a), rows(a), k)),
            shaped(a, a.dtype, withMatrix(leading(a), k, columns(a)))};
}

void setParts(KernelCall& call, const Tensor& factors, const Tensor& pivots) {
    const Index m = rowsOf(factors), n = columnsOf(factors), k = std::min(m, n);
    call.setOutput(0, permutationOf(pivots, m, factors.dtype()));
    call.setOutput(1, triangleOf(firstColumns(factors, k), Part::UnitLower));
    call.setOutput(2, triangleOf(firstRows(factors, k), Part::Upper));
}

Result<Types> luType(const OpCall& call) {
    WHITTLE_TRY_VOID(needMatrix(call, "A"));
    WHITTLE_TRY_VOID(needPivots(call));
    return partsType(call.type("A"));
}
Result<void> luReference(KernelCall& call) {
    const Lu lu = luOf(call.tensor("A"));
    setParts(call, lu.factors, lu.pivots);
    return {};
}

Result<Types> luUnpackType(const OpCall& call) {
    WHITTLE_TRY_VOID(needMatrix(call, "LU_data"));
    if (call.type("LU_pivots").dtype != DType::I32)
        return fail(Code::Type, "lu_unpack.4: torch.lu_unpack: LU_pivots is expected to be a contiguous tensor of torch.int32 dtype");
    const TensorType &data = call.type("LU_data"), &pivots = call.type("LU_pivots");
    const SymSizes want = pivotSizes(data);
    bool fits = pivots.sizes.size() == want.size();
    for (std::size_t i = 0; fits && i < want.size(); ++i) fits = !differ(pivots.sizes[i], want[i]);
    if (!fits) return fail(Code::Shape, "lu_unpack.5: LU_pivots is {}, sizes {} are needed for {}", pivots.text(), sizesText(want), data.text());
    Types out = partsType(data);
    for (std::size_t i = 0; i < out.size(); ++i)
        if (!call.flag(i == 0 ? "unpack_pivots" : "unpack_data")) std::get<TensorType>(out[i]).sizes = {SymInt(0)};
    return out;
}
Result<void> luUnpackReference(KernelCall& call) {
    setParts(call, call.tensor("LU_data"), call.tensor("LU_pivots"));
    for (int i = 0; i < 3; ++i)  // what is not asked for has no elements
        if (!call.flag(i == 0 ? "unpack_pivots" : "unpack_data")) call.setOutput(i, Tensor::empty(call.outputType(i).dtype, {0}));
    return {};
}

// --- eigenvalues ---

Result<Triangle> triangleNamed(const OpCall& call) {
    const std::string_view name = call.text("UPLO");
    if (name == "L" || name == "l") return Triangle::Lower;
    if (name == "U" || name == "u") return Triangle::Upper;
    return fail(Code::Argument, "linalg.eigh.4: Expected UPLO argument to be 'L' or 'U', but got {}", name);
}

bool withVectors(const OpCall& call) { return call.schema().arg("compute_v") ? call.flag("compute_v") : call.schema().returns.size() == 2; }

Result<Types> eighType(const OpCall& call) {
    WHITTLE_TRY_VOID(needSquare(call, input(call)));
    WHITTLE_TRY_VOID(triangleNamed(call));
    const TensorType& a = call.type(0);
    Types out{shaped(a, realOf(a.dtype), leading(a, 1))};
    if (call.schema().returns.size() == 2) out.push_back(shaped(a, a.dtype, withVectors(call) ? a.sizes : SymSizes{0}));
    return out;
}

Result<void> eighReference(KernelCall& call) {
    WHITTLE_TRY(const Triangle triangle, triangleNamed(call));
    const bool vectors = withVectors(call);
    WHITTLE_TRY(const Eigen found, eighOf("linalg_eigh", matrix(call), triangle, vectors ? Vectors::Full : Vectors::None));
    call.setOutput(0, found.values);
    if (call.outputCount() == 2) call.setOutput(1, vectors ? found.vectors : Tensor::zeros(found.vectors.dtype(), {0}));
    return {};
}

Result<Types> eigType(const OpCall& call) {
    WHITTLE_TRY_VOID(needSquare(call, input(call)));
    const TensorType& a = call.type(0);
    Types out{shaped(a, complexOf(a.dtype), leading(a, 1))};
    if (call.schema().returns.size() == 2) out.push_back(shaped(a, complexOf(a.dtype), a.sizes));
    return out;
}

Result<void> eigReference(KernelCall& call) {
    const bool vectors = call.outputCount() == 2;
    WHITTLE_TRY(const Eigen found, eigOf("linalg_eig", matrix(call), vectors ? Vectors::Full : Vectors::None));
    call.setOutput(0, found.values);
    if (vectors) call.setOutput(1, found.vectors);
    return {};
}

// --- singular values ---

struct SvdWant {
    Vectors vectors = Vectors::Reduced;
    bool adjointV = false;  // torch.svd answers V, the others V^H
};

SvdWant svdWant(const OpCall& call) {
    const Schema& schema = call.schema();
    if (schema.arg("some")) {  // without vectors torch.svd still answers full ones, of zeros
        if (!call.flag("compute_uv")) return {Vectors::None, true};
        return {call.flag("some") ? Vectors::Reduced : Vectors::Full, true};
    }
    if (schema.returns.size() == 1 || (schema.arg("compute_uv") && !call.flag("compute_uv"))) return {Vectors::None, false};
    return {call.flag("full_matrices") ? Vectors::Full : Vectors::Reduced, false};
}

Result<Types> svdType(const OpCall& call) {
    WHITTLE_TRY_VOID(needMatrix(call, input(call)));
    if (call.schema().arg("driver") && !call.isNone("driver"))
        return fail(Code::Argument, "linalg.svd.4: keyword argument `driver=` is only supported on CUDA inputs with cuSOLVER backend.");
    const TensorType& a = call.type(0);
    const SymInt k = smaller(rows(a), columns(a));
    const TensorType values = shaped(a, realOf(a.dtype), withLast(leading(a), k));
    if (call.schema().returns.size() == 1) return Types{values};
    const SvdWant want = svdWant(call);
    if (want.vectors == Vectors::None && !want.adjointV) return Types{shaped(a, a.dtype, {0}), values, shaped(a, a.dtype, {0})};
    const bool full = want.vectors != Vectors::Reduced;
    const SymInt left = full ? rows(a) : k, right = full ? columns(a) : k;
    const SymSizes v = want.adjointV ? withMatrix(leading(a), columns(a), right) : withMatrix(leading(a), right, columns(a));
    return Types{shaped(a, a.dtype, withMatrix(leading(a), rows(a), left)), values, shaped(a, a.dtype, v)};
}

Result<void> svdReference(KernelCall& call) {
    const SvdWant want = svdWant(call);
    WHITTLE_TRY(const Svd svd, svdOf("linalg_svd", matrix(call), want.vectors));
    if (call.outputCount() == 1) {
        call.setOutput(0, svd.s);
        return {};
    }
    call.setOutput(1, svd.s);
    if (want.vectors == Vectors::None) {
        for (const int i : {0, 2}) {
            Tensor zeros = Tensor::zeros(matrix(call).dtype(), call.outputSizes(i));
            call.setOutput(i, want.adjointV && i == 2 ? columnMajor(zeros) : zeros);
        }
        return {};
    }
    call.setOutput(0, svd.u);
    call.setOutput(2, want.adjointV ? adjointOf(svd.vh) : svd.vh);
    return {};
}

#define WHITTLE_ROW(op, schema_, text, type, kernel) \
    {.name = "aten." op ".default", .schema = op schema_, .summary = text, .inferType = type, .reference = kernel, .complex = kernel}

constexpr OpDef kOps[] = {
    WHITTLE_ROW("linalg_cholesky_ex", "(Tensor self, *, bool upper=False, bool check_errors=False) -> (Tensor L, Tensor info)", "The Cholesky factor, and where the matrix stops being positive-definite.", choleskyExType, choleskyReference),
    WHITTLE_ROW("linalg_cholesky", "(Tensor self, *, bool upper=False) -> Tensor", "The Cholesky factor of a positive-definite matrix.", choleskyType, choleskyReference),
    WHITTLE_ROW("cholesky", "(Tensor self, bool upper=False) -> Tensor", "The Cholesky factor of a positive-definite matrix.", choleskyType, choleskyReference),
    WHITTLE_ROW("linalg_qr", "(Tensor A, str mode='reduced') -> (Tensor Q, Tensor R)", "An orthonormal and an upper triangular factor.", qrType, qrReference),
    WHITTLE_ROW("qr", "(Tensor self, bool some=True) -> (Tensor Q, Tensor R)", "An orthonormal and an upper triangular factor.", qrType, qrReference),
    WHITTLE_ROW("linalg_lu_factor_ex", "(Tensor A, *, bool pivot=True, bool check_errors=False) -> (Tensor LU, Tensor pivots, Tensor info)", "L and U in one matrix, the pivots, and the first zero pivot.", luFactorExType, luFactorReference),
    WHITTLE_ROW("linalg_lu_factor", "(Tensor A, *, bool pivot=True) -> (Tensor LU, Tensor pivots)", "L and U in one matrix, and the pivots.", luFactorType, luFactorReference),
    WHITTLE_ROW("linalg_lu", "(Tensor A, *, bool pivot=True) -> (Tensor P, Tensor L, Tensor U)", "A = P L U.", luType, luReference),
    WHITTLE_ROW("lu_unpack", "(Tensor LU_data, Tensor LU_pivots, bool unpack_data=True, bool unpack_pivots=True) -> (Tensor P, Tensor L, Tensor U)", "P, L and U from the factors in one matrix.", luUnpackType, luUnpackReference),
    WHITTLE_ROW("_linalg_eigh", "(Tensor A, str UPLO=\"L\", bool compute_v=True) -> (Tensor eigenvalues, Tensor eigenvectors)", "Eigenvalues, ascending, and eigenvectors of a Hermitian matrix.", eighType, eighReference),
    WHITTLE_ROW("linalg_eigh", "(Tensor self, str UPLO=\"L\") -> (Tensor eigenvalues, Tensor eigenvectors)", "Eigenvalues, ascending, and eigenvectors of a Hermitian matrix.", eighType, eighReference),
    WHITTLE_ROW("linalg_eigvalsh", "(Tensor self, str UPLO=\"L\") -> Tensor", "Eigenvalues of a Hermitian matrix, ascending.", eighType, eighReference),
    WHITTLE_ROW("linalg_eig", "(Tensor self) -> (Tensor eigenvalues, Tensor eigenvectors)", "Complex eigenvalues and eigenvectors of any square matrix.", eigType, eigReference),
    WHITTLE_ROW("linalg_eigvals", "(Tensor self) -> Tensor", "Complex eigenvalues of any square matrix.", eigType, eigReference),
    WHITTLE_ROW("_linalg_eigvals", "(Tensor self) -> Tensor", "Complex eigenvalues of any square matrix.", eigType, eigReference),
    WHITTLE_ROW("_linalg_svd", "(Tensor A, bool full_matrices=False, bool compute_uv=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)", "Singular values, descending, and vectors.", svdType, svdReference),
    WHITTLE_ROW("linalg_svd", "(Tensor A, bool full_matrices=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)", "Singular values, descending, and vectors.", svdType, svdReference),
    WHITTLE_ROW("linalg_svdvals", "(Tensor A, *, str? driver=None) -> Tensor", "Singular values, descending.", svdType, svdReference),
    WHITTLE_ROW("svd", "(Tensor self, bool some=True, bool compute_uv=True) -> (Tensor U, Tensor S, Tensor V)", "Singular values, descending, and vectors, the right ones not conjugated.", svdType, svdReference),
};

#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> linalgFactorOps() { return kOps; }

}  // namespace whittle::ops

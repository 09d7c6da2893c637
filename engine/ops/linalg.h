// Linear algebra on batches of matrices, below the operators: factorisations of tensors [..., m, n] through
// LAPACK in the tensor's own dtype (f32, f64, c64, c128), so that signs and pivots are those that PyTorch gets.
// Results are views of column-major storage, as PyTorch's are.
#pragma once

#include "engine/ops/kernel_call.h"
#include "engine/ops/lapack/lapack.h"

namespace whittle::ops {

// --- type rules ---

/// Errors: Type in PyTorch's words when the argument is not f32, f64 or complex.
Result<void> needLinalgDType(const OpCall& call, std::string_view name);
/// The same, and at least two dimensions. Errors: Type, Shape.
Result<void> needMatrix(const OpCall& call, std::string_view name);
/// The same, and square. Errors: Type, Shape.
Result<void> needSquare(const OpCall& call, std::string_view name);
/// Sizes without the last `dropped` dimensions.
SymSizes leading(const TensorType& type, std::size_t dropped = 2);
SymSizes withMatrix(SymSizes batch, const SymInt& rows, const SymInt& columns);
SymInt smaller(const SymInt& a, const SymInt& b);

// --- tensors ---

std::size_t matrixCount(const Tensor& x);  ///< product of all sizes but the last two
Sizes batchOf(const Tensor& x, std::size_t dropped = 2);
Index rowsOf(const Tensor& x);
Index columnsOf(const Tensor& x);
/// A view with the last two dimensions swapped.
Tensor transposed(const Tensor& x);
/// conj(x) transposed; for real tensors a view.
Tensor adjointOf(const Tensor& x);
/// A private copy of x^T, row-major: to LAPACK the matrices themselves, column by column.
Tensor columnsFirst(const Tensor& x);
/// The same elements laid out column by column.
Tensor columnMajor(const Tensor& x);
/// A view with batch dimensions expanded to `batch`.
Tensor expandedTo(const Tensor& x, const Sizes& batch);
/// a @ b, batch dimensions broadcast, in the dtype of `a`, summed wide.
Tensor product(const Tensor& a, const Tensor& b);
Tensor identity(DType dtype, Sizes batch, Index n);

/// Calls f(T{}) with float, double or their complex types.
template <class F>
decltype(auto) visitLinalg(DType dtype, F&& f) {
    switch (dtype) {
        case DType::F32: return f(float{});
        case DType::C64: return f(std::complex<float>{});
        case DType::C128: return f(std::complex<double>{});
        default: return f(double{});
    }
}

// --- factorisations; info is i32, one a matrix ---

struct Lu {
    Tensor factors;  ///< L below the diagonal, U on and above it
    Tensor pivots;   ///< i32, from 1
    Tensor info;     ///< the first zero pivot, from 1
};
Lu luOf(const Tensor& a);
/// op(A)^-1 b from L, U and pivots; batches already equal.
Tensor luSolved(const Tensor& factors, const Tensor& pivots, const Tensor& b, lapack::Operation op);
/// As PyTorch does it: of a row-major real matrix the factors of its transpose.
Lu luAsPyTorch(const Tensor& a);
bool factorsTranspose(const Tensor& a);
/// The matrix that the pivots permute rows by: P with A = P L U.
Tensor permutationOf(const Tensor& pivots, Index rows, DType dtype);

/// b = A^-1 b for a triangular A; batches already equal. Divides by what stands on the diagonal, zero too.
struct TriangularForm {
    bool upper = false;
    bool unit = false;
};
Tensor triangularSolved(const Tensor& a, const Tensor& b, TriangularForm form);

struct Svd {
    Tensor u, s, vh;
};
/// Errors: Run when an element is not finite, or without convergence.
Result<Svd> svdOf(std::string_view op, const Tensor& a, lapack::Vectors vectors);

struct Eigen {
    Tensor values, vectors;
};
Result<Eigen> eighOf(std::string_view op, const Tensor& a, lapack::Triangle triangle, lapack::Vectors vectors);
Result<Eigen> eigOf(std::string_view op, const Tensor& a, lapack::Vectors vectors);

/// "linalg.inv" of "linalg_inv": how PyTorch's messages name an operator.
std::string spoken(std::string_view op);

/// `info`: LAPACK's number for each matrix, 0 where it succeeded. Errors: Run in PyTorch's words, "linalg.inv: (Batch element 1): ...",
/// for the first failed matrix.
Result<void> refuseFailed(std::string_view op, const Tensor& info);

}  // namespace whittle::ops

// LAPACK as C++ functions over its four element types: float, double and their complex numbers. Matrices are
// column-major and dense, with their number of rows as leading dimension; work space is asked for and freed
// inside. The only folder that knows LAPACK's names. Every function answers LAPACK's `info`: 0, or the number of
// the pivot, minor or eigenvalue at which it failed.
#pragma once

#include <complex>
#include <cstdint>
#include <vector>

namespace whittle::lapack {

using Int = int;  // the 32-bit interface, which Debian's liblapack has

template <class T>
struct RealOf {
    using Type = T;
};
template <class T>
struct RealOf<std::complex<T>> {
    using Type = T;
};
template <class T>
using Real = typename RealOf<T>::Type;

enum class Triangle : char { Upper = 'U', Lower = 'L' };
enum class Operation : char { None = 'N', Transpose = 'T', Adjoint = 'C' };
enum class Vectors : char { None = 'N', Reduced = 'S', Full = 'A' };

/// a[m,n] = P L U in place; pivots are row numbers from 1.
template <class T>
Int luFactor(Int m, Int n, T* a, Int* pivots);
/// b[n,columns] = op(A)^-1 b from luFactor's result.
template <class T>
Int luSolve(Operation op, Int n, Int columns, const T* lu, const Int* pivots, T* b);
/// The factor in `triangle` of a; the other triangle stays as it was.
template <class T>
Int choleskyFactor(Triangle triangle, Int n, T* a);
/// b = A^-1 b from the factor.
template <class T>
Int choleskySolve(Triangle triangle, Int n, Int columns, const T* factor, T* b);
/// a[m,n]: R above the diagonal, Householder vectors below it; tau has min(m,n) elements.
template <class T>
Int qrFactor(Int m, Int n, T* a, T* tau);
/// q[m,columns], which holds `count` Householder vectors, becomes the orthonormal matrix they stand for.
template <class T>
Int qrForm(Int m, Int columns, Int count, T* q, const T* tau);
/// Eigenvalues of a Hermitian matrix, ascending; its eigenvectors in a when asked for.
template <class T>
Int hermitianEigen(Vectors vectors, Triangle triangle, Int n, T* a, Real<T>* values);
/// a[m,n] = u s vh, singular values descending; a is destroyed.
template <class T>
Int singularValues(Vectors vectors, Int m, Int n, T* a, Real<T>* s, T* u, T* vh);
/// Eigenvalues and, when asked for, right eigenvectors of norm 1; a is destroyed.
template <class T>
Int eigen(Vectors vectors, Int n, T* a, std::complex<Real<T>>* values, std::complex<Real<T>>* right);
/// The minimum-norm least-squares solution of a[m,n] x = b[max(m,n),columns], in b; `rank` counts what `rcond` keeps.
template <class T>
Int leastSquares(Int m, Int n, Int columns, T* a, T* b, Real<T> rcond, Int* rank);

}  // namespace whittle::lapack

#include "engine/ops/lapack/lapack.h"

#include <algorithm>

#include "engine/ops/lapack/fortran.h"

namespace whittle::lapack {
namespace {

template <class T>
inline constexpr bool kComplex = !std::is_same_v<T, Real<T>>;

/// One overload a type for each routine, so that the functions below are written once.
template <class T>
struct Routines;
#define WHITTLE_ROUTINES(p, T, form, eigen_)                     \
    template <>                                                  \
    struct Routines<T> {                                         \
        static constexpr auto getrf = p##getrf_;                 \
        static constexpr auto getrs = p##getrs_;                 \
        static constexpr auto potrf = p##potrf_;                 \
        static constexpr auto potrs = p##potrs_;                 \
        static constexpr auto geqrf = p##geqrf_;                 \
        static constexpr auto formQ = p##form;                   \
        static constexpr auto eigh = p##eigen_;                  \
        static constexpr auto gesdd = p##gesdd_;                 \
        static constexpr auto geev = p##geev_;                   \
        static constexpr auto gelsy = p##gelsy_;                 \
    };
WHITTLE_ROUTINES(s, float, orgqr_, syevd_)
WHITTLE_ROUTINES(d, double, orgqr_, syevd_)
WHITTLE_ROUTINES(c, std::complex<float>, ungqr_, heevd_)
WHITTLE_ROUTINES(z, std::complex<double>, ungqr_, heevd_)
#undef WHITTLE_ROUTINES

Int leading(Int rows) { return std::max(rows, 1); }  // LAPACK refuses 0, also for empty matrices

/// Calls once with length -1, which answers the wanted length, and once with that much work space.
template <class T, class Call>
void withWork(Call&& call) {
    T wanted{};
    call(&wanted, -1);
    const Int length = std::max<Int>(1, static_cast<Int>(std::real(wanted)));
    std::vector<T> work(static_cast<std::size_t>(length));
    call(work.data(), length);
}

}  // namespace

template <class T>
Int luFactor(Int m, Int n, T* a, Int* pivots) {
    Int info = 0;
    const Int lda = leading(m);
    Routines<T>::getrf(&m, &n, a, &lda, pivots, &info);
    return info;
}

template <class T>
Int luSolve(Operation op, Int n, Int columns, const T* lu, const Int* pivots, T* b) {
    Int info = 0;
    const Int ld = leading(n);
    const char name = static_cast<char>(op);
    Routines<T>::getrs(&name, &n, &columns, lu, &ld, pivots, b, &ld, &info, 1);
    return info;
}

template <class T>
Int choleskyFactor(Triangle triangle, Int n, T* a) {
    Int info = 0;
    const Int lda = leading(n);
    const char name = static_cast<char>(triangle);
    Routines<T>::potrf(&name, &n, a, &lda, &info, 1);
    return info;
}

template <class T>
Int choleskySolve(Triangle triangle, Int n, Int columns, const T* factor, T* b) {
    Int info = 0;
    const Int ld = leading(n);
    const char name = static_cast<char>(triangle);
    Routines<T>::potrs(&name, &n, &columns, factor, &ld, b, &ld, &info, 1);
    return info;
}

template <class T>
Int qrFactor(Int m, Int n, T* a, T* tau) {
    Int info = 0;
    const Int lda = leading(m);
    withWork<T>([&](T* work, Int length) { Routines<T>::geqrf(&m, &n, a, &lda, tau, work, &length, &info); });
    return info;
}

template <class T>
Int qrForm(Int m, Int columns, Int count, T* q, const T* tau) {
    Int info = 0;
    const Int lda = leading(m);
    withWork<T>([&](T* work, Int length) { Routines<T>::formQ(&m, &columns, &count, q, &lda, tau, work, &length, &info); });
    return info;
}

template <class T>
Int hermitianEigen(Vectors vectors, Triangle triangle, Int n, T* a, Real<T>* values) {
    Int info = 0;
    const Int lda = leading(n);
    const char job = vectors == Vectors::None ? 'N' : 'V', name = static_cast<char>(triangle);
    // Three work spaces: the first call answers the lengths of all.
    T firstWork{};
    Real<T> firstReal{};
    Int firstInt = 0;
    const Int ask = -1;
    if constexpr (kComplex<T>) {
        Routines<T>::eigh(&job, &name, &n, a, &lda, values, &firstWork, &ask, &firstReal, &ask, &firstInt, &ask, &info, 1, 1);
        const Int lwork = std::max<Int>(1, static_cast<Int>(firstWork.real())), lreal = std::max<Int>(1, static_cast<Int>(firstReal));
        const Int lint = std::max(1, firstInt);
        std::vector<T> work(static_cast<std::size_t>(lwork));
        std::vector<Real<T>> real(static_cast<std::size_t>(lreal));
        std::vector<Int> ints(static_cast<std::size_t>(lint));
        Routines<T>::eigh(&job, &name, &n, a, &lda, values, work.data(), &lwork, real.data(), &lreal, ints.data(), &lint, &info, 1, 1);
    } else {
        Routines<T>::eigh(&job, &name, &n, a, &lda, values, &firstWork, &ask, &firstInt, &ask, &info, 1, 1);
        const Int lwork = std::max<Int>(1, static_cast<Int>(firstWork)), lint = std::max(1, firstInt);
        std::vector<T> work(static_cast<std::size_t>(lwork));
        std::vector<Int> ints(static_cast<std::size_t>(lint));
        Routines<T>::eigh(&job, &name, &n, a, &lda, values, work.data(), &lwork, ints.data(), &lint, &info, 1, 1);
    }
    return info;
}

template <class T>
Int singularValues(Vectors vectors, Int m, Int n, T* a, Real<T>* s, T* u, T* vh) {
    Int info = 0;
    const Int small = std::min(m, n), large = std::max(m, n);
    const Int lda = leading(m), ldvh = leading(vectors == Vectors::Full ? n : small);
    const char job = static_cast<char>(vectors);
    std::vector<Int> ints(8 * static_cast<std::size_t>(std::max(1, small)));
    withWork<T>([&](T* work, Int length) {
        if constexpr (kComplex<T>) {
            const auto k = static_cast<std::size_t>(small), most = static_cast<std::size_t>(large);
            std::vector<Real<T>> real(std::max<std::size_t>(1, std::max(5 * k * k + 7 * k, 2 * most * k + 2 * k * k + k)));
            Routines<T>::gesdd(&job, &m, &n, a, &lda, s, u, &lda, vh, &ldvh, work, &length, real.data(), ints.data(), &info, 1);
        } else {
            Routines<T>::gesdd(&job, &m, &n, a, &lda, s, u, &lda, vh, &ldvh, work, &length, ints.data(), &info, 1);
        }
    });
    return info;
}

template <class T>
Int eigen(Vectors vectors, Int n, T* a, std::complex<Real<T>>* values, std::complex<Real<T>>* right) {
    Int info = 0;
    const Int ld = leading(n), one = 1;
    const bool wanted = vectors != Vectors::None;
    const char none = 'N', job = wanted ? 'V' : 'N';
    const auto count = static_cast<std::size_t>(n);
    T unused{};
    if constexpr (kComplex<T>) {
        std::vector<Real<T>> real(std::max<std::size_t>(1, 2 * count));
        withWork<T>([&](T* work, Int length) {
            Routines<T>::geev(&none, &job, &n, a, &ld, values, &unused, &one, wanted ? right : &unused, &ld, work, &length, real.data(), &info, 1, 1);
        });
    } else {
        std::vector<T> re(count), im(count), packed(wanted ? count * count : 1);
        withWork<T>([&](T* work, Int length) {
            Routines<T>::geev(&none, &job, &n, a, &ld, re.data(), im.data(), &unused, &one, packed.data(), &ld, work, &length, &info, 1, 1);
        });
        for (std::size_t i = 0; i < count; ++i) values[i] = {re[i], im[i]};
        // A conjugate pair of eigenvectors comes as two columns: real and imaginary part of the first.
        for (std::size_t j = 0; wanted && j < count; ++j) {
            const bool pair = im[j] != 0 && j + 1 < count;
            for (std::size_t i = 0; i < count; ++i) {
                const T x = packed[j * count + i], y = pair ? packed[(j + 1) * count + i] : T{0};
                right[j * count + i] = {x, y};
                if (pair) right[(j + 1) * count + i] = {x, -y};
            }
            j += pair;
        }
    }
    return info;
}

template <class T>
Int leastSquares(Int m, Int n, Int columns, T* a, T* b, Real<T> rcond, Int* rank) {
    Int info = 0;
    const Int lda = leading(m), ldb = leading(std::max(m, n));
    std::vector<Int> order(static_cast<std::size_t>(std::max(n, 1)), 0);
    withWork<T>([&](T* work, Int length) {
        if constexpr (kComplex<T>) {
            std::vector<Real<T>> real(2 * static_cast<std::size_t>(std::max(n, 1)));
            Routines<T>::gelsy(&m, &n, &columns, a, &lda, b, &ldb, order.data(), &rcond, rank, work, &length, real.data(), &info);
        } else {
            Routines<T>::gelsy(&m, &n, &columns, a, &lda, b, &ldb, order.data(), &rcond, rank, work, &length, &info);
        }
    });
    return info;
}

#define WHITTLE_INSTANTIATE(p, T, R)                                                \
    template Int luFactor(Int, Int, T*, Int*);                                      \
    template Int luSolve(Operation, Int, Int, const T*, const Int*, T*);            \
    template Int choleskyFactor(Triangle, Int, T*);                                 \
    template Int choleskySolve(Triangle, Int, Int, const T*, T*);                   \
    template Int qrFactor(Int, Int, T*, T*);                                        \
    template Int qrForm(Int, Int, Int, T*, const T*);                               \
    template Int hermitianEigen(Vectors, Triangle, Int, T*, R*);                    \
    template Int singularValues(Vectors, Int, Int, T*, R*, T*, T*);                 \
    template Int eigen(Vectors, Int, T*, std::complex<R>*, std::complex<R>*);       \
    template Int leastSquares(Int, Int, Int, T*, T*, R, Int*);
WHITTLE_LAPACK_TYPES(WHITTLE_INSTANTIATE)

}  // namespace whittle::lapack

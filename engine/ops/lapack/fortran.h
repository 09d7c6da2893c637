// The Fortran routines behind lapack.cpp, declared here because Debian's liblapack-dev has no C header. Every
// argument is a pointer; the length of each character argument follows at the end, as gfortran passes it.
#pragma once

#include <complex>
#include <cstddef>

// The same routine under its four names. `R` is the element type's real type.
#define WHITTLE_LAPACK_TYPES(DECLARE)                    \
    DECLARE(s, float, float)                             \
    DECLARE(d, double, double)                           \
    DECLARE(c, std::complex<float>, float)               \
    DECLARE(z, std::complex<double>, double)

#define WHITTLE_LAPACK_COMMON(p, T, R)                                                                              \
    void p##getrf_(const int* m, const int* n, T* a, const int* lda, int* pivots, int* info);                       \
    void p##getrs_(const char* op, const int* n, const int* columns, const T* a, const int* lda, const int* pivots, \
                   T* b, const int* ldb, int* info, std::size_t);                                                   \
    void p##potrf_(const char* triangle, const int* n, T* a, const int* lda, int* info, std::size_t);               \
    void p##potrs_(const char* triangle, const int* n, const int* columns, const T* a, const int* lda, T* b,        \
                   const int* ldb, int* info, std::size_t);                                                         \
    void p##geqrf_(const int* m, const int* n, T* a, const int* lda, T* tau, T* work, const int* lwork, int* info);
#define WHITTLE_LAPACK_REAL(p, T)                                                                                   \
    void p##orgqr_(const int* m, const int* n, const int* k, T* a, const int* lda, const T* tau, T* work,           \
                   const int* lwork, int* info);                                                                    \
    void p##syevd_(const char* job, const char* triangle, const int* n, T* a, const int* lda, T* w, T* work,        \
                   const int* lwork, int* iwork, const int* liwork, int* info, std::size_t, std::size_t);           \
    void p##gesdd_(const char* job, const int* m, const int* n, T* a, const int* lda, T* s, T* u, const int* ldu,   \
                   T* vt, const int* ldvt, T* work, const int* lwork, int* iwork, int* info, std::size_t);          \
    void p##geev_(const char* left, const char* right, const int* n, T* a, const int* lda, T* wr, T* wi, T* vl,     \
                  const int* ldvl, T* vr, const int* ldvr, T* work, const int* lwork, int* info, std::size_t, std::size_t); \
    void p##gelsy_(const int* m, const int* n, const int* columns, T* a, const int* lda, T* b, const int* ldb,      \
                   int* jpvt, const T* rcond, int* rank, T* work, const int* lwork, int* info);
#define WHITTLE_LAPACK_COMPLEX(p, T, R)                                                                             \
    void p##ungqr_(const int* m, const int* n, const int* k, T* a, const int* lda, const T* tau, T* work,           \
                   const int* lwork, int* info);                                                                    \
    void p##heevd_(const char* job, const char* triangle, const int* n, T* a, const int* lda, R* w, T* work,        \
                   const int* lwork, R* rwork, const int* lrwork, int* iwork, const int* liwork, int* info,         \
                   std::size_t, std::size_t);                                                                       \
    void p##gesdd_(const char* job, const int* m, const int* n, T* a, const int* lda, R* s, T* u, const int* ldu,   \
                   T* vt, const int* ldvt, T* work, const int* lwork, R* rwork, int* iwork, int* info, std::size_t); \
    void p##geev_(const char* left, const char* right, const int* n, T* a, const int* lda, T* w, T* vl,             \
                  const int* ldvl, T* vr, const int* ldvr, T* work, const int* lwork, R* rwork, int* info,          \
                  std::size_t, std::size_t);                                                                        \
    void p##gelsy_(const int* m, const int* n, const int* columns, T* a, const int* lda, T* b, const int* ldb,      \
                   int* jpvt, const R* rcond, int* rank, T* work, const int* lwork, R* rwork, int* info);

extern "C" {
WHITTLE_LAPACK_TYPES(WHITTLE_LAPACK_COMMON)
WHITTLE_LAPACK_REAL(s, float)
WHITTLE_LAPACK_REAL(d, double)
WHITTLE_LAPACK_COMPLEX(c, std::complex<float>, float)
WHITTLE_LAPACK_COMPLEX(z, std::complex<double>, double)
}

#undef WHITTLE_LAPACK_COMPLEX
#undef WHITTLE_LAPACK_REAL
#undef WHITTLE_LAPACK_COMMON

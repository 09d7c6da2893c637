#include "engine/ops/linalg.h"

#include <cmath>

#include "engine/ops/compute.h"
#include "engine/ops/matrix_product.h"
#include "engine/ops/sizes.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

using lapack::Int;
using lapack::Real;

Int toInt(Index value) { return static_cast<Int>(value); }  // a matrix of 2^31 rows does not fit into memory

Tensor zeroInfo(const Tensor& a) { return Tensor::zeros(DType::I32, batchOf(a)); }

Result<void> refuseInfinite(std::string_view op, const Tensor& a) {
    const Tensor parts = isComplex(a.dtype()) ? a.viewAsReal() : a;
    const Tensor wide = dense(parts, DType::F64);
    const double* data = wide.data<double>();
    if (std::all_of(data, data + wide.numel(), [](double x) { return std::isfinite(x); })) return {};
    return fail(Code::Run, "{}: The algorithm failed to converge because the input matrix contained non-finite values.", spoken(op));
}

}  // namespace

std::string spoken(std::string_view op) {
    if (!op.starts_with("linalg_")) return std::string(op);
    return "linalg." + std::string(op.substr(7));
}

// --- type rules ---

Result<void> needLinalgDType(const OpCall& call, std::string_view name) {
    const TensorType& type = call.type(name);
    const std::string op = spoken(call.schema().name);
    if (type.dtype == DType::F16 || type.dtype == DType::BF16)
        return fail(Code::Type, "{}.1: Low precision dtypes not supported. Got {}", op, dtypeInfo(type.dtype).torchName);
    if (!isInexact(type.dtype))
        return fail(Code::Type, "{}.1: Expected a floating point or complex tensor as input. Got {}", op, dtypeInfo(type.dtype).torchName);
    return {};
}

Result<void> needMatrix(const OpCall& call, std::string_view name) {
    WHITTLE_TRY_VOID(needLinalgDType(call, name));
    if (call.type(name).rank() >= 2) return {};
    return fail(Code::Shape, "{}.2: The input tensor {} must have at least 2 dimensions, it is {}", spoken(call.schema().name), name,
                call.type(name).text());
}

Result<void> needSquare(const OpCall& call, std::string_view name) {
    WHITTLE_TRY_VOID(needMatrix(call, name));
    const SymSizes& sizes = call.type(name).sizes;
    const SymInt &rows = sizes[sizes.size() - 2], &columns = sizes.back();
    if (!differ(rows, columns)) return {};
    return fail(Code::Shape, "{}.3: {} must be batches of square matrices, but they are {} by {} matrices", spoken(call.schema().name),
                name, rows.text(), columns.text());
}

SymSizes leading(const TensorType& type, std::size_t dropped) { return {type.sizes.begin(), type.sizes.end() - static_cast<std::ptrdiff_t>(dropped)}; }

SymSizes withMatrix(SymSizes batch, const SymInt& rows, const SymInt& columns) {
    batch.push_back(rows);
    batch.push_back(columns);
    return batch;
}

SymInt smaller(const SymInt& a, const SymInt& b) { return min(a, b); }

// --- tensors ---

Index rowsOf(const Tensor& x) { return x.dim(x.rank() - 2); }
Index columnsOf(const Tensor& x) { return x.dim(x.rank() - 1); }
Sizes batchOf(const Tensor& x, std::size_t dropped) { return {x.sizes().begin(), x.sizes().end() - static_cast<std::ptrdiff_t>(dropped)}; }
std::size_t matrixCount(const Tensor& x) { return static_cast<std::size_t>(elementCount(batchOf(x))); }

Tensor transposed(const Tensor& x) {
    Sizes sizes = x.sizes(), strides = x.strides();
    std::swap(sizes[sizes.size() - 1], sizes[sizes.size() - 2]);
    std::swap(strides[strides.size() - 1], strides[strides.size() - 2]);
    return x.asStrided(std::move(sizes), std::move(strides), x.offset());
}

Tensor adjointOf(const Tensor& x) {
    const Tensor swapped = transposed(x);
    if (!isComplex(x.dtype())) return swapped;
    Tensor out = Tensor::empty(x.dtype(), swapped.sizes());
    visitLinalg(x.dtype(), [&](auto tag) {
        using T = decltype(tag);
        if constexpr (kIsComplex<T>) mapInto<T>(out, [](T value) { return std::conj(value); }, Elements<T>{swapped});
    });
    return out;
}

Tensor columnsFirst(const Tensor& x) {
    const Tensor swapped = transposed(x);
    Tensor out = Tensor::empty(x.dtype(), swapped.sizes());
    convertElements(swapped, out);
    return out;
}

Tensor columnMajor(const Tensor& x) { return transposed(columnsFirst(x)); }

Tensor expandedTo(const Tensor& x, const Sizes& batch) {
    Sizes sizes = batch;
    sizes.insert(sizes.end(), x.sizes().end() - 2, x.sizes().end());
    return x.asStrided(sizes, broadcastStrides(x, sizes), x.offset());
}

Tensor product(const Tensor& a, const Tensor& b) {
    const DType compute = computeDType(a.dtype());
    Sizes batch = batchOf(a), other = batchOf(b);
    if (batch.size() < other.size()) std::swap(batch, other);
    for (std::size_t i = 0; i < other.size(); ++i) {
        Index& size = batch[batch.size() - other.size() + i];
        if (size == 1) size = other[i];
    }
    const auto folded = [&](const Tensor& x) {
        return dense(expandedTo(x, batch), compute).viewAs({elementCount(batch), rowsOf(x), columnsOf(x)});
    };
    Sizes sizes = batch;
    sizes.push_back(rowsOf(a));
    sizes.push_back(columnsOf(b));
    return matrixProduct(folded(a), folded(b)).viewAs(std::move(sizes)).to(a.dtype());
}

Tensor identity(DType dtype, Sizes batch, Index n) {
    const Index count = elementCount(batch);
    batch.push_back(n);
    batch.push_back(n);
    Tensor out = Tensor::zeros(dtype, std::move(batch));
    visitDType(dtype, [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index b = 0; b < count; ++b)
            for (Index i = 0; i < n; ++i) to[b * n * n + i * (n + 1)] = convertTo<T>(1.0f);
    });
    return out;
}

// --- LU ---

Lu luOf(const Tensor& a) {
    const Index m = rowsOf(a), n = columnsOf(a), k = std::min(m, n);
    Tensor factors = columnsFirst(a), info = zeroInfo(a);
    Sizes sizes = batchOf(a);
    sizes.push_back(k);
    Tensor pivots = Tensor::zeros(DType::I32, sizes);
    visitLinalg(a.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* data = factors.mutableData<T>();
        Int *pivot = pivots.mutableData<Int>(), *status = info.mutableData<Int>();
        for (std::size_t i = 0; i < matrixCount(a); ++i, data += m * n, pivot += k)
            status[i] = lapack::luFactor(toInt(m), toInt(n), data, pivot);
    });
    return {transposed(factors), pivots, info};
}

bool factorsTranspose(const Tensor& a) { return a.isContiguous() && !isComplex(a.dtype()); }
Lu luAsPyTorch(const Tensor& a) { return luOf(factorsTranspose(a) ? transposed(a) : a); }

Tensor luSolved(const Tensor& factors, const Tensor& pivots, const Tensor& b, lapack::Operation op) {
    const Index n = rowsOf(factors), columns = columnsOf(b);
    const Tensor lu = columnsFirst(factors), order = pivots.to(DType::I32).contiguous();
    Tensor out = columnsFirst(b);
    visitLinalg(b.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* data = out.mutableData<T>();
        for (std::size_t i = 0; i < matrixCount(b); ++i) {
            const auto at = static_cast<Index>(i);
            lapack::luSolve(op, toInt(n), toInt(columns), lu.data<T>() + at * n * n, order.data<Int>() + at * n, data + at * n * columns);
        }
    });
    return transposed(out);
}

Tensor permutationOf(const Tensor& pivots, Index rows, DType dtype) {
    const Tensor order = pivots.to(DType::I64).contiguous();
    Sizes batch = batchOf(pivots, 1);
    const Index count = elementCount(batch), k = pivots.dim(pivots.rank() - 1);
    Sizes sizes = batch;
    sizes.push_back(rows);
    sizes.push_back(rows);
    Tensor out = Tensor::zeros(dtype, sizes);
    visitDType(dtype, [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index b = 0; b < count; ++b, to += rows * rows) {
            std::vector<Index> from(static_cast<std::size_t>(rows));
            for (std::size_t i = 0; i < from.size(); ++i) from[i] = static_cast<Index>(i);
            for (Index i = 0; i < k; ++i) {
                const Index other = order.data<std::int64_t>()[b * k + i] - 1;
                if (other >= 0 && other < rows) std::swap(from[static_cast<std::size_t>(i)], from[static_cast<std::size_t>(other)]);
            }
            for (Index i = 0; i < rows; ++i) to[from[static_cast<std::size_t>(i)] * rows + i] = convertTo<T>(1.0f);
        }
    });
    return out;
}

// --- triangles ---

Tensor triangularSolved(const Tensor& a, const Tensor& b, TriangularForm form) {
    const Index n = rowsOf(a), columns = columnsOf(b);
    const DType compute = isComplex(b.dtype()) ? DType::C128 : DType::F64;
    const Tensor matrices = dense(a, compute);
    Tensor out = Tensor::empty(compute, b.sizes());
    convertElements(b, out);
    const auto solve = [&](auto tag) {
        using T = decltype(tag);
        for (std::size_t i = 0; i < matrixCount(b); ++i) {
            const T* m = matrices.data<T>() + static_cast<Index>(i) * n * n;
            T* x = out.mutableData<T>() + static_cast<Index>(i) * n * columns;
            for (Index step = 0; step < n; ++step) {
                const Index row = form.upper ? n - 1 - step : step;
                for (Index j = 0; j < columns; ++j) {
                    T sum = x[row * columns + j];
                    for (Index k = form.upper ? row + 1 : 0; k < (form.upper ? n : row); ++k) sum -= wrapMul(m[row * n + k], x[k * columns + j]);
                    if constexpr (kIsComplex<T>) x[row * columns + j] = form.unit ? sum : divide(sum, m[row * n + row]);
                    else x[row * columns + j] = form.unit ? sum : sum / m[row * n + row];
                }
            }
        }
    };
    if (compute == DType::C128) solve(Complex{});
    else solve(double{});
    return out.to(b.dtype());
}

// --- singular values and eigenvalues ---

Result<Svd> svdOf(std::string_view op, const Tensor& a, lapack::Vectors vectors) {
    WHITTLE_TRY_VOID(refuseInfinite(op, a));
    const Index m = rowsOf(a), n = columnsOf(a), k = std::min(m, n);
    const bool full = vectors == lapack::Vectors::Full, none = vectors == lapack::Vectors::None;
    const auto shaped = [&](DType dtype, std::initializer_list<Index> last) {
        Sizes sizes = batchOf(a);
        sizes.insert(sizes.end(), last);
        return Tensor::zeros(dtype, sizes);
    };
    const Index uColumns = full ? m : k, vRows = full ? n : k;
    Tensor work = columnsFirst(a), info = zeroInfo(a), s = shaped(realOf(a.dtype()), {k});
    // Column-major, so with the sizes of the transposed; a matrix without elements has the identity for vectors.
    Tensor u = none ? shaped(a.dtype(), {0, 0}) : shaped(a.dtype(), {uColumns, m}), vh = none ? u : shaped(a.dtype(), {n, vRows});
    if (k == 0 && full) {
        u = identity(a.dtype(), batchOf(a), m);
        vh = identity(a.dtype(), batchOf(a), n);
    } else if (k > 0) {
        visitLinalg(a.dtype(), [&](auto tag) {
            using T = decltype(tag);
            T *data = work.mutableData<T>(), *left = u.mutableData<T>(), *right = vh.mutableData<T>();
            auto* values = s.mutableData<Real<T>>();
            Int* status = info.mutableData<Int>();
            for (std::size_t i = 0; i < matrixCount(a); ++i) {
                const auto at = static_cast<Index>(i);
                status[i] = lapack::singularValues(vectors, toInt(m), toInt(n), data + at * m * n, values + at * k,
                                                   none ? left : left + at * m * uColumns, none ? right : right + at * vRows * n);
            }
        });
    }
    WHITTLE_TRY_VOID(refuseFailed(op, info));
    if (none) return Svd{Tensor(), s, Tensor()};
    return Svd{transposed(u), s, transposed(vh)};
}

namespace {

Tensor valuesLike(const Tensor& a, DType dtype) { return Tensor::zeros(dtype, batchOf(a, 1)); }

}  // namespace

Result<Eigen> eighOf(std::string_view op, const Tensor& a, lapack::Triangle triangle, lapack::Vectors vectors) {
    WHITTLE_TRY_VOID(refuseInfinite(op, a));
    const Index n = rowsOf(a);
    Tensor work = columnsFirst(a), info = zeroInfo(a), values = valuesLike(a, realOf(a.dtype()));
    if (n > 0)
        visitLinalg(a.dtype(), [&](auto tag) {
            using T = decltype(tag);
            T* data = work.mutableData<T>();
            auto* to = values.mutableData<Real<T>>();
            Int* status = info.mutableData<Int>();
            for (std::size_t i = 0; i < matrixCount(a); ++i)
                status[i] = lapack::hermitianEigen(vectors, triangle, toInt(n), data + static_cast<Index>(i) * n * n, to + static_cast<Index>(i) * n);
        });
    WHITTLE_TRY_VOID(refuseFailed(op, info));
    return Eigen{values, transposed(work)};
}

Result<Eigen> eigOf(std::string_view op, const Tensor& a, lapack::Vectors vectors) {
    WHITTLE_TRY_VOID(refuseInfinite(op, a));
    const Index n = rowsOf(a);
    const DType dtype = complexOf(a.dtype());
    const bool wanted = vectors != lapack::Vectors::None;
    Tensor work = columnsFirst(a), info = zeroInfo(a), values = valuesLike(a, dtype);
    Tensor right = Tensor::zeros(dtype, a.sizes());
    if (n > 0)
        visitLinalg(a.dtype(), [&](auto tag) {
            using T = decltype(tag);
            T* data = work.mutableData<T>();
            auto *to = values.mutableData<std::complex<Real<T>>>(), *v = right.mutableData<std::complex<Real<T>>>();
            Int* status = info.mutableData<Int>();
            for (std::size_t i = 0; i < matrixCount(a); ++i) {
                const auto at = static_cast<Index>(i);
                status[i] = lapack::eigen(vectors, toInt(n), data + at * n * n, to + at * n, v + at * n * n);
            }
        });
    WHITTLE_TRY_VOID(refuseFailed(op, info));
    return Eigen{values, wanted ? transposed(right) : Tensor()};
}

}  // namespace whittle::ops

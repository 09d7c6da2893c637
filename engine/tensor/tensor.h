// Dense tensors as values: a dtype, sizes, strides and an offset over a storage that copies share.
// Reading through a copy or a view costs nothing; the first write through a shared storage makes a
// private copy, so no write is ever seen through another Tensor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/tensor/dtype.h"

namespace whittle {

using Index = std::int64_t;
using Sizes = std::vector<Index>;

/// Bytes, 64-aligned when we allocate them, or borrowed from an owner such as a mapped file.
class Storage {
public:
    static std::shared_ptr<Storage> allocate(std::size_t bytes);
    /// Read-only bytes that `owner` keeps alive.
    static std::shared_ptr<Storage> borrow(std::span<const std::byte> bytes, std::shared_ptr<const void> owner);
    ~Storage();
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;

    std::span<const std::byte> bytes() const { return {m_data, m_size}; }
    bool writable() const { return m_owner == nullptr; }
    std::byte* mutableData() { return m_data; }  ///< only when writable()

private:
    Storage(std::byte* data, std::size_t size, std::shared_ptr<const void> owner)
        : m_data(data), m_size(size), m_owner(std::move(owner)) {}
    std::byte* m_data;
    std::size_t m_size;
    std::shared_ptr<const void> m_owner;
};

Sizes contiguousStrides(std::span<const Index> sizes);  ///< row-major, in elements
Index elementCount(std::span<const Index> sizes);       ///< product; 1 for rank 0

/// Not thread-safe for writes; any number of threads may read copies of one tensor.
class Tensor {
public:
    Tensor() = default;  ///< undefined: no storage, `defined()` is false

    static Tensor empty(DType dtype, Sizes sizes);  ///< row-major, content unspecified
    static Tensor zeros(DType dtype, Sizes sizes);
    static Tensor full(DType dtype, Sizes sizes, double value);
    static Tensor scalar(DType dtype, double value) { return full(dtype, {}, value); }
    /// A rank-1 tensor (or `sizes`) with these elements.
    template <class T>
    static Tensor of(std::span<const T> elements, Sizes sizes);

    /// Over existing storage. Errors: Shape when an element would lie outside it (checked with
    /// overflow detection) or ranks differ; strides and offset in elements, none negative.
    static Result<Tensor> overStorage(std::shared_ptr<Storage> storage, DType dtype, Sizes sizes, Sizes strides,
                                      Index offset);

    bool defined() const { return m_storage != nullptr; }
    DType dtype() const { return m_dtype; }
    int rank() const { return static_cast<int>(m_sizes.size()); }
    const Sizes& sizes() const { return m_sizes; }
    const Sizes& strides() const { return m_strides; }
    Index dim(int axis) const { return m_sizes[static_cast<std::size_t>(axis)]; }
    Index offset() const { return m_offset; }
    Index numel() const { return elementCount(m_sizes); }
    std::size_t byteSize() const { return static_cast<std::size_t>(numel()) * dtypeSize(m_dtype); }
    bool isContiguous() const;
    const std::shared_ptr<Storage>& storage() const { return m_storage; }

    /// First element; elements lie at `strides()`. T must be the C++ type of dtype() (or std::byte).
    template <class T>
    const T* data() const {
        return reinterpret_cast<const T*>(m_storage->bytes().data() +
                                          static_cast<std::size_t>(m_offset) * dtypeSize(m_dtype));
    }
    /// The same for writing. When the storage is shared or borrowed the tensor first moves to a
    /// private contiguous copy, so read strides() after this call.
    template <class T>
    T* mutableData() {
        makeUnique();
        return reinterpret_cast<T*>(m_storage->mutableData() + static_cast<std::size_t>(m_offset) * dtypeSize(m_dtype));
    }

    Tensor contiguous() const;       ///< of its elements when already row-major, else a copy; strides are those of its sizes, of a size 1 too
    Tensor to(DType dtype) const;    ///< PyTorch's conversion: truncation toward zero, nonzero is true; itself if equal
    /// A view with other sizes, strides and offset (elements, absolute) of the same storage.
    /// Unchecked: for callers that computed them from this tensor's own.
    Tensor asStrided(Sizes sizes, Sizes strides, Index offset) const;
    /// A view over row-major order. Only for contiguous tensors of as many elements.
    Tensor viewAs(Sizes sizes) const;
    /// A view of complex elements as pairs of real ones along a new last dimension of size 2.
    Tensor viewAsReal() const;
    /// The reverse: the last dimension is a pair that lies together, everything else at even steps; f32 or f64.
    Tensor viewAsComplex() const;

    /// Element at a multi-index or at a row-major position, widened; of a complex element the real part. For
    /// tests, printing and scalars.
    double at(std::span<const Index> index) const;
    double flat(Index position) const;
    std::int64_t flatInt(Index position) const;  ///< exact for all integer dtypes
    std::complex<double> flatComplex(Index position) const;

    std::string describe() const;  ///< "f32[2,3]"

private:
    void makeUnique();
    Index elementOffset(Index position) const;

    DType m_dtype = DType::F32;
    Sizes m_sizes;
    Sizes m_strides;
    Index m_offset = 0;
    std::shared_ptr<Storage> m_storage;
};

template <class T>
Tensor Tensor::of(std::span<const T> elements, Sizes sizes) {
    Tensor out = empty(DTypeOf<std::remove_const_t<T>>::value, std::move(sizes));
    std::copy(elements.begin(), elements.end(), out.mutableData<std::remove_const_t<T>>());
    return out;
}

}  // namespace whittle

#include "engine/tensor/tensor.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>

#include <sys/mman.h>

#include <fmt/ranges.h>

#include "engine/tensor/convert.h"

namespace whittle {

std::shared_ptr<Storage> Storage::allocate(std::size_t bytes) {
    constexpr std::size_t kLine = 64;                           // a cache line and a zmm register
    constexpr std::size_t kHuge = std::size_t{2} << 20;         // a huge page: filling fresh small ones costs six times as much
    constexpr std::size_t kLarge = 4 * kHuge;                   // where rounding up to huge pages does not matter
    constexpr std::size_t kMost = std::size_t{1} << 62;
    // Memory that is not there is the one exception inside the engine: it ends in openGraph, interpret or the
    // worker, which turn it into an Error or a Failure.
    if (bytes > kMost) throw std::bad_alloc();
    const std::size_t align = bytes >= kLarge ? kHuge : kLine, size = (bytes + align) / align * align;
    auto* data = static_cast<std::byte*>(std::aligned_alloc(align, size));
    if (!data) throw std::bad_alloc();
    if (bytes >= kLarge) ::madvise(data, size, MADV_HUGEPAGE);  // a system without them says no, and all is as before
    return std::shared_ptr<Storage>(new Storage(data, bytes, nullptr));
}

std::shared_ptr<Storage> Storage::borrow(std::span<const std::byte> bytes, std::shared_ptr<const void> owner) {
    return std::shared_ptr<Storage>(
        new Storage(const_cast<std::byte*>(bytes.data()), bytes.size(), std::move(owner)));
}

Storage::~Storage() {
    if (!m_owner && m_owner.use_count() == 0) std::free(m_data);  // a part (storage_part.h) has an owner that it may write to
}

// The sizes may come from a file and not be checked yet: what does not fit is the largest number, which no storage reaches.
Sizes contiguousStrides(std::span<const Index> sizes) {
    Sizes strides(sizes.size());
    Index step = 1;
    for (std::size_t i = sizes.size(); i-- > 0;) {
        strides[i] = step;
        if (__builtin_mul_overflow(step, std::max<Index>(sizes[i], 1), &step)) step = std::numeric_limits<Index>::max();
    }
    return strides;
}

Index elementCount(std::span<const Index> sizes) {
    Index count = 1;
    bool over = false;
    for (const Index size : sizes) {
        if (size == 0) return 0;
        over |= __builtin_mul_overflow(count, size, &count);
    }
    return over ? std::numeric_limits<Index>::max() : count;
}

Tensor Tensor::empty(DType dtype, Sizes sizes) {
    Tensor out;
    out.m_dtype = dtype;
    out.m_strides = contiguousStrides(sizes);
    out.m_sizes = std::move(sizes);
    out.m_storage = Storage::allocate(out.byteSize());
    return out;
}

Tensor Tensor::zeros(DType dtype, Sizes sizes) {
    Tensor out = empty(dtype, std::move(sizes));
    std::memset(out.m_storage->mutableData(), 0, out.byteSize());
    return out;
}

Tensor Tensor::full(DType dtype, Sizes sizes, double value) {
    Tensor out = empty(dtype, std::move(sizes));
    visitDType(dtype, [&](auto tag) {
        using T = decltype(tag);
        std::fill_n(out.mutableData<T>(), out.numel(), convertTo<T>(value));
    });
    return out;
}

Result<Tensor> Tensor::overStorage(std::shared_ptr<Storage> storage, DType dtype, Sizes sizes, Sizes strides,
                                   Index offset) {
    if (sizes.size() != strides.size())
        return fail(Code::Shape, "{} sizes but {} strides", sizes.size(), strides.size());
    if (offset < 0) return fail(Code::Shape, "negative storage offset {}", offset);
    const auto capacity = static_cast<Index>(storage->bytes().size() / dtypeSize(dtype));
    Index last = offset;
    Index count = 1;
    bool isEmpty = false;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (sizes[i] < 0 || strides[i] < 0)
            return fail(Code::Shape, "negative size or stride in sizes [{}], strides [{}]", fmt::join(sizes, ","),
                        fmt::join(strides, ","));
        isEmpty |= sizes[i] == 0;
        Index reach = 0;
        if (sizes[i] > 0 && (__builtin_mul_overflow(sizes[i] - 1, strides[i], &reach) ||
                             __builtin_add_overflow(last, reach, &last)))
            return fail(Code::Shape, "sizes [{}] with strides [{}] overflow", fmt::join(sizes, ","),
                        fmt::join(strides, ","));
        if (sizes[i] > 0 && __builtin_mul_overflow(count, sizes[i], &count))
            return fail(Code::Shape, "sizes [{}] overflow", fmt::join(sizes, ","));
    }
    if (isEmpty ? offset > capacity : last >= capacity)
        return fail(Code::Shape, "sizes [{}], strides [{}], offset {} reach past a storage of {} elements",
                    fmt::join(sizes, ","), fmt::join(strides, ","), offset, capacity);
    Tensor out;
    out.m_dtype = dtype;
    out.m_sizes = std::move(sizes);
    out.m_strides = std::move(strides);
    out.m_offset = offset;
    out.m_storage = std::move(storage);
    return out;
}

bool Tensor::isContiguous() const {
    if (std::find(m_sizes.begin(), m_sizes.end(), 0) != m_sizes.end()) return true;
    Index step = 1;
    for (std::size_t i = m_sizes.size(); i-- > 0;) {
        if (m_sizes[i] != 1 && m_strides[i] != step) return false;
        step *= m_sizes[i];
    }
    return true;
}

Tensor Tensor::asStrided(Sizes sizes, Sizes strides, Index offset) const {
    Tensor out = *this;
    out.m_sizes = std::move(sizes);
    out.m_strides = std::move(strides);
    out.m_offset = offset;
    return out;
}

Tensor Tensor::viewAs(Sizes sizes) const {
    Sizes strides = contiguousStrides(sizes);
    return asStrided(std::move(sizes), std::move(strides), m_offset);
}

Tensor Tensor::viewAsReal() const {
    Tensor out = *this;
    out.m_dtype = realOf(m_dtype);
    for (Index& stride : out.m_strides) stride *= 2;
    out.m_sizes.push_back(2);
    out.m_strides.push_back(1);
    out.m_offset *= 2;
    return out;
}

Tensor Tensor::viewAsComplex() const {
    Tensor out = *this;
    out.m_dtype = complexOf(m_dtype);
    out.m_sizes.pop_back();
    out.m_strides.pop_back();
    for (Index& stride : out.m_strides) stride /= 2;
    out.m_offset /= 2;
    return out;
}

Tensor Tensor::contiguous() const {
    Tensor out = isContiguous() ? *this : empty(m_dtype, m_sizes);
    if (isContiguous()) out.m_strides = contiguousStrides(m_sizes);
    else convertElements(*this, out);
    return out;
}

Tensor Tensor::to(DType dtype) const {
    if (dtype == m_dtype) return *this;
    Tensor out = empty(dtype, m_sizes);
    convertElements(*this, out);
    return out;
}

void Tensor::makeUnique() {
    if (m_storage.use_count() == 1 && m_storage->writable()) return;
    Tensor copy = empty(m_dtype, m_sizes);
    convertElements(*this, copy);
    *this = std::move(copy);
}

Index Tensor::elementOffset(Index position) const {
    Index at = 0;
    for (std::size_t i = m_sizes.size(); i-- > 0;) {
        at += position % m_sizes[i] * m_strides[i];
        position /= m_sizes[i];
    }
    return at;
}

double Tensor::at(std::span<const Index> index) const {
    Index offset = 0;
    for (std::size_t i = 0; i < index.size(); ++i) offset += index[i] * m_strides[i];
    return visitDType(m_dtype, [&](auto tag) { return convertTo<double>(data<decltype(tag)>()[offset]); });
}

double Tensor::flat(Index position) const {
    const Index offset = elementOffset(position);
    return visitDType(m_dtype, [&](auto tag) { return convertTo<double>(data<decltype(tag)>()[offset]); });
}

std::int64_t Tensor::flatInt(Index position) const {
    const Index offset = elementOffset(position);
    return visitDType(m_dtype, [&](auto tag) { return convertTo<std::int64_t>(data<decltype(tag)>()[offset]); });
}

std::complex<double> Tensor::flatComplex(Index position) const {
    const Index offset = elementOffset(position);
    return visitDType(m_dtype, [&](auto tag) { return convertTo<std::complex<double>>(data<decltype(tag)>()[offset]); });
}

std::string Tensor::describe() const {
    if (!defined()) return "undefined";
    return fmt::format("{}[{}]", dtypeName(m_dtype), fmt::join(m_sizes, ","));
}

}  // namespace whittle

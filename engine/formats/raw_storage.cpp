#include "engine/formats/raw_storage.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace whittle {

static_assert(std::endian::native == std::endian::little, "files are mapped as they are: little-endian hosts only");

std::shared_ptr<Storage> storageOver(std::span<const std::byte> bytes, const std::shared_ptr<const void>& owner,
                                     DType dtype, ByteOrder order) {
    const std::size_t size = dtypeSize(realOf(dtype));  // complex numbers swap and align part by part
    const bool swap = order == ByteOrder::Big && size > 1;
    const bool aligned = reinterpret_cast<std::uintptr_t>(bytes.data()) % size == 0;
    const auto isBool = [](std::byte b) { return b <= std::byte{1}; };
    const bool clean = dtype != DType::Bool || std::all_of(bytes.begin(), bytes.end(), isBool);
    if (owner && aligned && clean && !swap) return Storage::borrow(bytes, owner);

    std::shared_ptr<Storage> copy = Storage::allocate(bytes.size());
    std::byte* out = copy->mutableData();
    if (!bytes.empty()) std::memcpy(out, bytes.data(), bytes.size());
    if (swap)
        for (std::size_t i = 0; i + size <= bytes.size(); i += size) std::reverse(out + i, out + i + size);
    if (!clean)
        for (std::size_t i = 0; i < bytes.size(); ++i) out[i] = out[i] == std::byte{0} ? std::byte{0} : std::byte{1};
    return copy;
}

}  // namespace whittle

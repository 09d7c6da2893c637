#include "engine/tensor/storage_part.h"

namespace whittle {

// An owner without an address: kept alive like any other, while Storage::writable() asks for the address.
std::shared_ptr<Storage> storagePart(std::span<std::byte> bytes, std::shared_ptr<const void> owner) {
    return Storage::borrow(bytes, std::shared_ptr<const void>(std::move(owner), nullptr));
}

}  // namespace whittle

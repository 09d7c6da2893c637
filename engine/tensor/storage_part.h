// A tensor's memory inside a larger block that somebody else lays out, such as an executable's arena.
#pragma once

#include "engine/tensor/tensor.h"

namespace whittle {

/// These bytes, to be read and written as long as `owner` lives, which the part keeps alive. Whoever laid the block out sees to it that
/// nobody else uses the bytes meanwhile. Aligned as they are.
std::shared_ptr<Storage> storagePart(std::span<std::byte> bytes, std::shared_ptr<const void> owner);

}  // namespace whittle

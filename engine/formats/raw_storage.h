// Raw element bytes of a file as a Storage that kernels may read: mapped when they can be used as they
// are, copied when they are misaligned, in the other byte order, or bools that are neither 0 nor 1.
#pragma once

#include "engine/tensor/tensor.h"

namespace whittle {

enum class ByteOrder { Little, Big };

/// `owner` keeps `bytes` alive; without one they are copied. Cost: one pass for bool and for a copy, else none.
std::shared_ptr<Storage> storageOver(std::span<const std::byte> bytes, const std::shared_ptr<const void>& owner,
                                     DType dtype, ByteOrder order = ByteOrder::Little);

}  // namespace whittle

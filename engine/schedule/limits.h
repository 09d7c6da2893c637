// Bounds that every kind of fusion keeps.
#pragma once

#include <cstddef>

namespace whittle {

inline constexpr std::size_t kMaxMembers = 48;  // nodes a kernel: register allocation of larger bodies dominates compile time

}  // namespace whittle

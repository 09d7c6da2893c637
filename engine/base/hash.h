// A 128-bit content hash for caches and journals. Not cryptographic: keys come from our own graphs,
// and 128 well-mixed bits make an accidental collision less likely than a memory error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace whittle {

struct Hash128 {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    friend auto operator<=>(const Hash128&, const Hash128&) = default;
    std::string hex() const;  ///< 32 lower-case digits
};

/// Feeds values in order; the same sequence gives the same hash on every machine.
class Hasher {
public:
    Hasher& add(std::uint64_t word);
    Hasher& add(std::string_view text);  ///< length-prefixed, so "ab","c" differs from "a","bc"
    Hasher& bytes(std::span<const std::byte> data);
    Hasher& add(const Hash128& hash) { return add(hash.high).add(hash.low); }
    Hash128 finish() const;

private:
    std::uint64_t m_a = 0x9e3779b97f4a7c15ull;
    std::uint64_t m_b = 0xc2b2ae3d27d4eb4full;
    std::uint64_t m_count = 0;
};

}  // namespace whittle

template <>
struct std::hash<whittle::Hash128> {
    std::size_t operator()(const whittle::Hash128& h) const noexcept { return static_cast<std::size_t>(h.low); }
};

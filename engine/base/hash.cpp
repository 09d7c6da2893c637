#include "engine/base/hash.h"

#include <cstring>

#include <fmt/format.h>

namespace whittle {
namespace {

// Folds a 64x64 -> 128 bit product: the mixing step of wyhash and its relatives.
std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace

std::string Hash128::hex() const { return fmt::format("{:016x}{:016x}", high, low); }

Hasher& Hasher::add(std::uint64_t word) {
    ++m_count;
    m_a = mix(m_a ^ word, 0xa0761d6478bd642full) + m_count;
    m_b = mix(m_b + word, 0xe7037ed1a0b428dbull) ^ (m_a >> 32 | m_a << 32);
    return *this;
}

Hasher& Hasher::add(std::string_view text) { return bytes(std::as_bytes(std::span(text))); }

Hasher& Hasher::bytes(std::span<const std::byte> data) {
    add(std::uint64_t{data.size()});
    while (!data.empty()) {
        std::uint64_t word = 0;
        const std::size_t n = data.size() < sizeof word ? data.size() : sizeof word;
        std::memcpy(&word, data.data(), n);
        add(word);
        data = data.subspan(n);
    }
    return *this;
}

Hash128 Hasher::finish() const {
    return {mix(m_a ^ m_count, 0x8ebc6af09c88c6e3ull), mix(m_b ^ m_a, 0x589965cc75374cc3ull)};
}

}  // namespace whittle

// MD5 as RFC 1321 defines it: traces of PyTorch carry the digest of each payload. It tells damage, nothing else; never for security.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace whittle {

/// Takes text in pieces, so that a payload need not be in memory as one.
class Md5 {
public:
    void add(std::string_view text);
    std::string hex();  ///< 32 lower-case digits; nothing may be added after

private:
    void block(const unsigned char* bytes);

    std::array<std::uint32_t, 4> m_state{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    std::array<unsigned char, 64> m_rest{};
    std::uint64_t m_size = 0;
};

}  // namespace whittle

#include "engine/base/md5.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace whittle {
namespace {

constexpr int kShifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

// The integer part of 2^32 |sin(i + 1)|, as the RFC defines its table.
const std::array<std::uint32_t, 64>& sines() {
    static const std::array<std::uint32_t, 64> table = [] {
        std::array<std::uint32_t, 64> out;
        for (int i = 0; i < 64; ++i) out[i] = static_cast<std::uint32_t>(std::floor(std::abs(std::sin(i + 1.0)) * 4294967296.0));
        return out;
    }();
    return table;
}

std::uint32_t word(const unsigned char* bytes) {
    return bytes[0] | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16 | std::uint32_t{bytes[3]} << 24;
}

}  // namespace

void Md5::block(const unsigned char* bytes) {
    const std::array<std::uint32_t, 64>& sine = sines();
    std::uint32_t words[16];
    for (int i = 0; i < 16; ++i) words[i] = word(bytes + 4 * i);
    auto [a, b, c, d] = m_state;
    const auto turn = [&](std::uint32_t mixed, int round, int i, int from) {
        const std::uint32_t sum = a + mixed + sine[i] + words[from];
        a = d;
        d = c;
        c = b;
        b += std::rotl(sum, kShifts[round][i % 4]);
    };
    for (int i = 0; i < 16; ++i) turn((b & c) | (~b & d), 0, i, i);
    for (int i = 16; i < 32; ++i) turn((d & b) | (~d & c), 1, i, (5 * i + 1) % 16);
    for (int i = 32; i < 48; ++i) turn(b ^ c ^ d, 2, i, (3 * i + 5) % 16);
    for (int i = 48; i < 64; ++i) turn(c ^ (b | ~d), 3, i, (7 * i) % 16);
    m_state[0] += a;
    m_state[1] += b;
    m_state[2] += c;
    m_state[3] += d;
}

void Md5::add(std::string_view text) {
    std::size_t held = m_size % 64;
    m_size += text.size();
    while (!text.empty()) {
        if (held == 0 && text.size() >= 64) {
            block(reinterpret_cast<const unsigned char*>(text.data()));
            text.remove_prefix(64);
            continue;
        }
        const std::size_t part = std::min(text.size(), 64 - held);
        std::memcpy(m_rest.data() + held, text.data(), part);
        text.remove_prefix(part);
        held += part;
        if (held == 64) {
            block(m_rest.data());
            held = 0;
        }
    }
}

std::string Md5::hex() {
    const std::uint64_t bits = m_size * 8;
    static constexpr char kPadding[64] = {'\x80'};
    const std::size_t held = m_size % 64;
    add(std::string_view(kPadding, (held < 56 ? 56 : 120) - held));
    char length[8];
    for (int i = 0; i < 8; ++i) length[i] = static_cast<char>(bits >> (8 * i));
    add(std::string_view(length, 8));
    std::string out;
    for (const std::uint32_t part : m_state)
        for (int i = 0; i < 4; ++i) {
            const unsigned byte = part >> (8 * i) & 0xff;
            out += "0123456789abcdef"[byte >> 4];
            out += "0123456789abcdef"[byte & 15];
        }
    return out;
}

}  // namespace whittle

#include "engine/codegen/tile_unit.h"

#include <array>
#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace whittle {

#if defined(__x86_64__)

namespace {

constexpr int kRequestPermission = 0x1023;  // ARCH_REQ_XCOMP_PERM
constexpr int kTileData = 18;               // XFEATURE_XTILEDATA

struct alignas(64) TileShapes {
    std::uint8_t palette = 1, startRow = 0;
    std::array<std::uint8_t, 14> reserved{};
    std::array<std::uint16_t, 16> bytesInRow{};  // eight tiles; the rest is reserved
    std::array<std::uint8_t, 16> rows{};
};
static_assert(sizeof(TileShapes) == 64);

constexpr TileShapes shapes() {
    TileShapes out;
    for (std::size_t tile = 0; tile < 8; ++tile) {
        out.bytesInRow[tile] = 64;
        out.rows[tile] = 16;
    }
    return out;
}
constexpr TileShapes kShapes = shapes();

// Functions of their own: a constructor cannot be compiled for another CPU than the rest.
__attribute__((target("amx-tile"))) void shapeTiles() { _tile_loadconfig(&kShapes); }
__attribute__((target("amx-tile"))) void releaseTiles() { _tile_release(); }

}  // namespace

bool tilesAllowed() {
    static const bool allowed = ::syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
    return allowed;
}

TileUnit::TileUnit() { shapeTiles(); }
TileUnit::~TileUnit() { releaseTiles(); }

#else

bool tilesAllowed() { return false; }
TileUnit::TileUnit() = default;
TileUnit::~TileUnit() = default;

#endif

}  // namespace whittle

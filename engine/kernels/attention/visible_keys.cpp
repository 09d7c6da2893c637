#include "engine/kernels/attention/visible_keys.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>

#include <omp.h>

#include "engine/kernels/attention/tiles.h"
#include "engine/kernels/run_trace.h"

namespace whittle::attention {
namespace {

constexpr Index kStrip = 8 * kCell;  // keys that mask_mod is asked about at a time

static_assert(kQueries <= 8 * kGroup);

// Joins `rows` rows of flags, kStrip apart, into what holds for any and for all of them, by key.
template <class Keys>
void joinRows(const std::uint8_t* flags, Index rows, Keys keys, std::uint8_t* any, std::uint8_t* all) {
    for (Index r = 0; r < rows; ++r)
        for (Index k = 0; k < keys; ++k) {
            any[k] |= flags[r * kStrip + k];
            all[k] &= flags[r * kStrip + k];
        }
}

VisibleKeys::Cell cellOf(const std::uint8_t* flags, Index rows, Index keys) {
    VisibleKeys::Cell out;
    const auto words = [](const std::uint8_t (&bytes)[kCell]) { return std::bit_cast<std::array<std::uint64_t, kCell / 8>>(bytes); };
    std::uint8_t all[kCell];
    std::memset(all, 1, sizeof all);
    for (Index r = 0; r < rows; r += kGroup) {
        std::uint8_t any[kCell] = {};
        const Index count = std::min(kGroup, rows - r);
        if (keys == kCell) joinRows(flags + r * kStrip, count, std::integral_constant<Index, kCell>(), any, all);
        else joinRows(flags + r * kStrip, count, keys, any, all);
        if (std::ranges::any_of(words(any), [](std::uint64_t word) { return word != 0; })) out.groups = static_cast<std::uint8_t>(out.groups | 1 << (r / kGroup));
    }
    out.all = std::ranges::all_of(words(all), [](std::uint64_t word) { return word == 0x0101010101010101; });
    return out;
}

}  // namespace

Result<VisibleKeys> VisibleKeys::find(const BoundScores& scores, Index batches, Index heads, Index rows, Index keys, int threads) {
    VisibleKeys out;
    out.m_byBatch = scores.loops().maskByBatch;
    out.m_byHead = scores.loops().maskByHead;
    out.m_heads = heads;
    out.m_tiles = (rows + kQueries - 1) / kQueries;
    out.m_perTile = (keys + kCell - 1) / kCell;
    const Index perBatch = out.m_byHead ? heads : 1, planes = (out.m_byBatch ? batches : 1) * perBatch;
    out.m_cells.resize(static_cast<std::size_t>(planes * out.m_tiles * out.m_perTile));
    std::atomic<bool> refused = false;
    SpanRecorder* const spans = ThreadSpan::wanted();
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (threads > 1)
    for (Index task = 0; task < planes * out.m_tiles; ++task) {
        const ThreadSpan span(spans, omp_get_thread_num());
        alignas(64) std::uint8_t flags[kQueries * kStrip];
        const Index plane = task / out.m_tiles, row = task % out.m_tiles * kQueries;
        TilePlace place{plane / perBatch, plane % perBatch, row, 0, std::min(kQueries, rows - row), 0, kStrip};
        for (place.key = 0; place.key < keys && !refused; place.key += kStrip) {
            place.keys = std::min(kStrip, keys - place.key);
            Cell* cells = out.m_cells.data() + task * out.m_perTile + place.key / kCell;
            if (const auto all = scores.loops().bounds.over(place)) {
                const auto groups = static_cast<std::uint8_t>(*all ? (1 << ((place.rows + kGroup - 1) / kGroup)) - 1 : 0);
                std::fill_n(cells, (place.keys + kCell - 1) / kCell, Cell{groups, *all});
                continue;
            }
            if (!scores.run(TileKernel::Visible, place, nullptr, flags)) refused = true;
            for (Index k = 0; k < place.keys; k += kCell)
                cells[k / kCell] = cellOf(flags + k, place.rows, std::min(kCell, place.keys - k));
        }
    }
    if (refused) return fail(Code::Unsupported, "mask_mod reads a position that is not there, which the reference kernel names");
    return out;
}

}  // namespace whittle::attention

// Which keys the queries of a tile see, found by asking mask_mod before anything else is computed: what nobody sees is skipped, and
// where all is seen the mask is left out. It is asked about whole strips first (MaskBounds), then about every element.
#pragma once

#include "engine/kernels/attention/score_code.h"

namespace whittle::attention {

inline constexpr Index kCell = 32;   ///< keys a cell
inline constexpr Index kGroup = 12;  ///< queries a group, of which a cell says whether one of them sees a key

/// Cells of a tile of queries each. The index tensors of a block mask say the same of a mask that they were made from; they are not
/// asked, so that any numbers in them, as a minimised program has, mean what they mean to PyTorch's eager form: nothing.
class VisibleKeys {
public:
    struct Cell {
        std::uint8_t groups = 0;  ///< a bit each
        bool all = false;         ///< every query sees every key

        bool none() const { return groups == 0; }
        bool seenBy(Index row) const { return (groups >> (row / kGroup) & 1) != 0; }  ///< by the group of the tile's row
    };

    /// Errors: Unsupported when mask_mod meets a position that it must not read.
    static Result<VisibleKeys> find(const BoundScores& scores, Index batches, Index heads, Index rows, Index keys, int threads);

    Cell at(Index batch, Index head, Index tile, Index cell) const { return m_cells[static_cast<std::size_t>((plane(batch, head) * m_tiles + tile) * m_perTile + cell)]; }
    Index cells() const { return m_perTile; }

private:
    Index plane(Index batch, Index head) const { return (m_byBatch ? batch : 0) * (m_byHead ? m_heads : 1) + (m_byHead ? head : 0); }

    bool m_byBatch = false, m_byHead = false;
    Index m_heads = 1, m_tiles = 0, m_perTile = 0;
    std::vector<Cell> m_cells;
};

}  // namespace whittle::attention

// Which loops of a kernel run in vector lanes, and why not the others. Pure analysis of the loop IR: the emitter
// follows it, reports show it.
#pragma once

#include <map>
#include <set>

#include "engine/codegen/kept_row.h"
#include "engine/loops/kernel.h"

namespace whittle {

/// The vector unit that code is made for.
struct VectorTarget {
    std::string isa;              ///< "avx512", "avx2", "sse2", "neon"
    int lanes = 4;                ///< f32 lanes of a register
    bool masks = false;           ///< masked instructions cost what plain ones do
    std::int64_t cacheBytes = 0;  ///< last-level cache; 0: unknown
};

/// Blocks of a wide sum that are added up in f32: the rounding of so few stays below the last place of their sum, mostly.
inline constexpr int kSumRun = 16;

struct VectorPlan {
    /// The loop that runs in blocks of `lanes`, with one masked block at its end: the one whose neighbours lie next to
    /// each other in every output. Empty: none.
    std::string variable;
    int position = -1;   ///< in LoopKernel::ranges
    int lanes = 1;
    bool whole = false;  ///< the extent is a multiple of the lanes: there is no partial block
    /// One body for full and partial blocks, always masked: a long one would take twice as long to compile.
    bool oneBody = false;
    std::string reason;  ///< why no loop does
    /// Reductions that run in lanes over their own innermost variable: each lane adds up its share, the lanes are
    /// joined by halves. The number depends on the kernel only, so a sum has the same bits on every machine that
    /// fuses alike and with any number of threads.
    struct Reduction {
        int lanes = 1;
        bool oneBody = false;
    };
    std::unordered_map<ExprId, Reduction> reductions;
    /// A loop inside that of the lanes goes in tiles of so many of its steps. These loads and stores (indices in LoopKernel::stores)
    /// lie along it in memory rather than along the lanes, and are transposed on the way.
    struct Tile {
        int steps = 1;
        bool masks = false;  ///< VectorTarget::masks
        /// Steps of which loads in `rowLoads` are copied, row after row, before they are transposed: more than those of a tile.
        int run = 0;
        std::vector<ExprId> loads = {};
        std::vector<ExprId> rowLoads = {};  ///< of `loads`, those whose rows begin inside cache lines
        std::vector<std::size_t> stores = {};
        std::vector<ExprId> directLoads = {};  ///< those that lie along the lanes and move with the loop
        std::vector<std::size_t> directStores = {};
    };
    std::map<std::string, Tile> tiles;  ///< by variable: the kernel's innermost loop, or that of a reduction
    /// By variable of a loop that does not run in lanes: loads that it takes to another page with every step, which the CPU does not foresee.
    std::map<std::string, std::vector<ExprId>> farLoads;
    /// By variable of a loop that finds what it needs of memory in `keptLanes`: those loads, which it asks for as the next block of lanes will
    /// read them, while there is something else to do.
    std::map<std::string, std::vector<ExprId>> nextLoads;
    /// The innermost loop is cut into panels of so many steps; all blocks go through one panel before the next, which walks fewer pages
    /// at a time. 0: it is not.
    int panel = 0;
    /// By variable that runs in lanes: names of positions that differ from lane to lane (LaneBlock::loose).
    std::map<std::string, std::set<std::string>> loose;
    std::optional<KeptRow> kept;
    KeptLanes keptLanes;
    std::set<ExprId> unneeded;  ///< what would be computed again, and what only that needs
    bool nonTemporal = false;  ///< the output goes past the cache, which it would flush
    std::vector<std::string> costs;  ///< what is slower than a vector instruction: "2 gathers", "lgamma by libm"

    /// How many steps [begin, end) may cover: the parallel loops, with blocks in place of the variable's elements.
    SymInt steps;
};

/// Whether lanes so far apart are loaded as whole vectors and shuffled.
constexpr bool isShuffled(std::int64_t stride) { return stride == -1 || (stride >= 2 && stride <= 4); }

/// Placement is placeExprs(kernel).
VectorPlan planVectors(const LoopKernel& kernel, const Placement& placement, const VectorTarget& target);

/// "vector width 16 x 2 over i0, non-temporal stores, 1 gather"; "scalar: the loop over neighbouring elements has 3 steps".
std::string describe(const VectorPlan& plan, const LoopKernel& kernel, const VectorTarget& target);
/// Lanes of a register that the kernel uses, 1 for scalar code.
int widthOf(const VectorPlan& plan, const VectorTarget& target);

}  // namespace whittle

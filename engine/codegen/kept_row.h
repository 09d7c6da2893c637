// What a loop over a row computes for every element of it, and a later loop over the row needs again: the exponentials of a
// softmax. They are kept, instead of being computed twice: where the result goes, or, of a row in each lane, in the frame.
#pragma once

#include <functional>
#include <optional>

#include "engine/loops/kernel.h"

namespace whittle {

/// Elements of the longest row that is kept: input and output stay in the second-level cache.
inline constexpr std::int64_t kLongestRow = 32768;

struct KeptRow {
    ExprId reduce;        ///< that stores `element` as it goes
    ExprId element;       ///< in its body
    ExprId again;         ///< the same in the innermost loop, which loads it
    LoopStore into;       ///< where the reduction stores: the kernel's store, which overwrites it, in the reduction's variable
};

/// Nothing where no expression is worth it, or the row would leave the cache in between.
std::optional<KeptRow> keptRow(const LoopKernel& kernel, const Placement& placement);

/// Rows of a block of lanes, one lane each, in a dense room of the kernel's frame. Besides what is costly to compute it holds what is costly to
/// read again: elements that lie so far from step to step that the cache has few places for them.
struct KeptLanes {
    /// An expression that is the kept one in a later loop, and that loop.
    struct Use {
        ExprId expr;
        std::string variable;
    };
    struct Element {
        ExprId reduce;          ///< that stores `expr` as it goes
        ExprId expr;            ///< in its body
        std::string variable;   ///< of its loop
        std::vector<Use> again;
        std::size_t room = 0;
    };
    struct Room {
        DType dtype = DType::F32;
        std::int64_t steps = 0;
    };
    std::vector<Element> elements;
    std::vector<Room> rooms;    ///< shared by elements that are needed one after the other
    std::int64_t bytes = 0;     ///< of all rooms
};

struct LanesOfRows {
    int lanes = 1;
    std::function<bool(ExprId id)> perLane;                               ///< whether it differs from lane to lane; of a reduction, whether each has a row of its own
    std::function<bool(ExprId load, const LoopVar& along)> isFar;         ///< whether a loop takes a load that far
};
/// Nothing is kept where the rooms would not stay in the second-level cache.
KeptLanes keptLanes(const LoopKernel& kernel, const Placement& placement, const LanesOfRows& rows);

}  // namespace whittle

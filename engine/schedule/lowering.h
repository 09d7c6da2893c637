// From graph nodes to loop kernels: runs operators' lowerings, with the producers that the scheduler chose
// to inline run in place of loads.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "engine/ir/graph.h"
#include "engine/loops/builder.h"
#include "engine/loops/kernel.h"
#include "engine/loops/primitive.h"

namespace whittle {

/// How one output of one node looks as loops, alone: what fusion decides by.
struct LoweringFacts {
    bool reduces = false;                         ///< has a reduction
    bool scans = false;                           ///< has a running value
    bool writes = false;                          ///< scatters into what it computes first: lowerWrites
    bool checks = false;                          ///< may end the run: every element has to be computed
    int cost = 0;                                 ///< loopOpInfo weights of one element
    std::unordered_map<ValueId, int> reads;       ///< different elements of each input one element needs
    std::unordered_set<ValueId> elsewhere;        ///< inputs that it reads at another index than its own, or not always
    /// Set when an element is exactly one element of one input: the input and its index, over i0, i1, ...
    std::optional<std::pair<ValueId, SymSizes>> view;
};

/// `ranges`: symbolRanges(graph). Errors: Unsupported with the lowering's reason for refusing; anything else is a bug in the lowering.
Result<LoweringFacts> lowerAlone(const Graph& graph, const Node& node, int output, const SymRanges& ranges);

/// Names for loop variables that no symbol of the graph has: "i0", "r0".
struct LoopNames {
    std::string map = "i";
    std::string reduction = "r";
    std::string indirect = "g";
    std::string part = "p";
};
LoopNames loopNames(const Graph& graph);

/// The parameters of a kernel that lowerTail made: where the part lies in the result, its sizes, and how far its rows are apart.
struct PartNames {
    std::string row, column, rows, columns, step;
};
PartNames partNames(const Graph& graph);

/// One loop variable a dimension (0 for dimensions of size 1), with its range.
SymSizes mapIndex(const TensorType& type, const LoopNames& names, IndexRanges& ranges);

/// Whether a tensor of these sizes has one element for each of `whole`, or one for many: dimensions of size 1 in place of whole
/// ones, or none in place of the last ones.
bool fitsInto(const SymSizes& sizes, const SymSizes& whole);

/// What the kernel is to hold.
struct KernelPlan {
    ValueId root;
    std::unordered_set<ValueId> inlined;                  ///< what it reads, directly or not, and computes in place; the root too where it is read
    std::vector<ValueId> also;                            ///< of those, what it stores too; each fitsInto the root's sizes
    std::function<MemoryOrder(ValueId)> order;            ///< of values in memory; empty: all row-major
    std::string name;
    const SymRanges* ranges = nullptr;                    ///< symbolRanges(graph) of one who has them; null: they are looked for
};

struct LoweredKernel {
    LoopKernel kernel;
    std::vector<SchedulePrimitive> schedule;  ///< what was done to its loops
};

/// The kernel that computes `root`, and `also`; of one that writes, what it writes into. Errors: as lowerAlone.
Result<LoweredKernel> lowerKernel(const Graph& graph, KernelPlan plan);
/// The second kernel of a root that writes. Whatever may go to one place is written in order, by one thread.
Result<LoweredKernel> lowerWrites(const Graph& graph, KernelPlan plan);

/// A kernel around a graph that is written for one element, as the graphs of flex_attention are: it runs at every point of a tile.
struct PointPlan {
    std::string name;
    ValueId root;                ///< of rank 0
    std::vector<LoopVar> ranges; ///< outermost first, the first in parallel; names and extents are no symbols of the graph
    SymSizes sizes;              ///< of the buffers that hold an element a point
    SymInt offset;               ///< of the point in them
    ValueId element;             ///< the input that is read from such a buffer; invalid: none
    std::unordered_map<ValueId, SymInt> positions;  ///< inputs that are numbers known at the point
};
/// Its other inputs are dense tensors in memory. Errors: as lowerAlone.
Result<LoopKernel> lowerPoints(const Graph& graph, const PointPlan& plan);

/// The kernel that computes a part of `root` from the same part of `source`, a library's result seen as rows of its innermost
/// dimension: what the library calls with every part it has finished. The part of `source` lies in memory of its own, row by row
/// (the buffer of that value); `root` has as many elements in the same order, and is stored in the order of `source`. Steps of the kernel are rows
/// of the part. Errors: Unsupported where that order is not kept, or more than elements of their own are needed.
Result<LoopKernel> lowerTail(const Graph& graph, KernelPlan plan, ValueId source);

}  // namespace whittle

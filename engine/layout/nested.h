// Drawings of graphs whose boxes stand in groups inside groups (modules, kernels). An open group is a frame around its own
// drawing, a folded one a card. A line that crosses frames is one piece a level: each frame has a port for every value that
// enters or leaves, and the pieces meet there.
#pragma once

#include "engine/layout/layout.h"

namespace whittle::layout {

struct Group {
    int parent = -1;  ///< an earlier group; -1: none
    float width = 0;  ///< of the card, and at least of the frame
    float height = 0;
};

/// Boxes stand in execution order, as for draw(); nothing is pinned.
struct Tree {
    std::vector<Box> boxes;
    std::vector<int> group;  ///< by box: the innermost one, -1: none
    std::vector<Group> groups;
    std::vector<Edge> edges;
};

/// Where lines pass the upper or lower side, the gap that they need there is room enough.
struct FrameSizes {
    float title = 26;    ///< above what a frame holds
    float padding = 16;  ///< beside and below
};

/// Items are the tree's boxes and, counted on behind them, its groups. Of items that are not shown the rectangles and ranks
/// say nothing. `Drawing::stubs` name items at their own end; at the other end, producers are boxes, and readers the items that
/// stand beside the producer in one group, or the boxes outside of that group.
struct NestedDrawing : Drawing {
    std::vector<bool> shown;   ///< by item: not inside a folded group
    std::vector<Edge> lines;   ///< between items of one group, or between a group and what it holds; route(i) is line i's. `output` is the value's
    std::vector<int> source;   ///< by line: the box whose value it carries
    std::vector<bool> arrows;  ///< by line: it ends at what reads the value, not at a frame

    bool isShown(int item) const { return shown[static_cast<std::size_t>(item)]; }
};

/// Everything about a tree that does not depend on what is open, and the drawings of groups so far: blocks that look alike are
/// laid out once, and what was open before is there when it is opened again.
class NestedLayout {
public:
    /// Errors: Argument for an edge to a box or a group that is not there, a group that stands before its parent, and more than
    /// 1,000 groups in one another. Cost: edges times depth.
    static Result<std::shared_ptr<NestedLayout>> make(Tree tree, const Options& options = {}, const FrameSizes& sizes = {});

    /// `open` by group. Deterministic: what was drawn before changes nothing but the time. Errors: Cancelled. Cost: about linear in what
    /// is shown, for groups that are not known yet that of draw(). Thread-safe.
    Result<std::shared_ptr<const NestedDrawing>> draw(const std::vector<bool>& open, const CancelToken& cancel = {});

    int itemCount() const { return static_cast<int>(m_tree.boxes.size() + m_tree.groups.size()); }
    int itemOf(int group) const { return static_cast<int>(m_tree.boxes.size()) + group; }
    int parentOf(int item) const;  ///< a group; -1: none
    const std::vector<int>& itemsOf(int group) const { return m_levels[static_cast<std::size_t>(group + 1)].items; }  ///< -1: the outermost

private:
    // A value inside one group: from an item or the upper border to an item or the lower border.
    struct Net {
        int value = 0;
        int from = kBorder;
        int to = kBorder;
        auto operator<=>(const Net&) const = default;
    };
    static constexpr int kBorder = -1;
    struct Level {
        std::vector<int> items;  // in an order in which lines go down
        std::vector<int> enters;  // values, ascending; so are those that leave
        std::vector<int> leaves;
        std::vector<Net> nets;
    };
    struct Value {
        int box = 0;
        int output = 0;
        auto operator<=>(const Value&) const = default;
    };
    using DrawingRef = std::shared_ptr<const Drawing>;
    class Writer;
    class Memo;

    NestedLayout();
    void collectNets(const std::vector<int>& depth);
    void orderItems(Level& level);
    float roomAbove(const Level& level) const { return level.enters.empty() ? m_sizes.title : 0; }
    float roomBelow(const Level& level) const { return level.leaves.empty() ? m_sizes.padding : 0; }
    Input inputOf(const Level& level, const std::vector<bool>& open, const std::vector<DrawingRef>& drawn) const;
    Result<DrawingRef> drawLevel(const Input& input, const CancelToken& cancel);
    Level& level(int group) { return m_levels[static_cast<std::size_t>(group + 1)]; }
    const Level& level(int group) const { return m_levels[static_cast<std::size_t>(group + 1)]; }

    Tree m_tree;
    Options m_options;
    FrameSizes m_sizes;
    std::vector<Value> m_values;
    std::vector<std::vector<int>> m_readers;  // by value: boxes, ascending
    std::vector<Level> m_levels;    // by group, the outermost first
    std::vector<int> m_firstBox;    // by item
    std::vector<int> m_place;       // by item: in its level
    std::shared_ptr<Memo> m_memo;
};

}  // namespace whittle::layout

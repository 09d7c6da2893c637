// What there is to show of a graph, whatever is folded: boxes with their texts, who feeds whom, and the modules that boxes stand in.
// Immutable and without pixels, so that it is made on a worker and read by every view of the graph. Weights are not
// boxes: they stand on the card of the node that reads them.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include "engine/ir/graph.h"
#include "engine/layout/nested.h"
#include "views/models/search_index.h"

namespace whittle {

struct SceneBox {
    enum class Kind { Node, Input, Output, Group };
    Kind kind = Kind::Node;
    NodeId node;          ///< Node
    ValueId value;        ///< Input; Output when it returns a value
    QString title;        ///< "linear", the name of an input, "layers.0"
    QString name;         ///< node or value name; the whole path of a group
    QString op;           ///< "aten.linear.default", "input", "output", "module"
    QString type;         ///< "f32[2,128]"; of several results the first and how many more; of a group how many operators it holds
    QString weights;      ///< "weight f32[64,64] · bias f32[64]", may be empty; of a run what each block gives to the next
    QString modulePath;
    QString source;       ///< "net.py:17"
    int family = -1;      ///< index into families(); -1 for all but nodes, and for unknown operators
    int blocks = 0;       ///< of a group that stands for a run of equal modules (layout/repeats.h): how many; 0: it is none
};

class GraphContent {
    Q_DECLARE_TR_FUNCTIONS(whittle::GraphContent)
public:
    /// `joinsRepeats`: whether runs of equal modules are groups; else as the graph's size says. Errors: Cancelled. Cost: about linear.
    static Result<std::shared_ptr<const GraphContent>> build(GraphRef graph, const CancelToken& cancel, std::optional<bool> joinsRepeats = std::nullopt);

    const GraphRef& graph() const { return m_graph; }
    /// Inputs, nodes and outputs in execution order. Behind them, as items, come the groups.
    std::span<const SceneBox> boxes() const { return std::span(m_items).first(static_cast<std::size_t>(m_count)); }
    std::span<const SceneBox> items() const { return m_items; }
    int count() const { return m_count; }
    int itemCount() const { return static_cast<int>(m_items.size()); }
    int groupCount() const { return itemCount() - m_count; }
    const QStringList& families() const { return m_families; }  ///< of operators present, sorted

    bool hasRepeats() const { return m_hasRepeats; }          ///< there are runs of equal modules, be they groups or not
    bool joinsRepeats() const { return m_joinsRepeats; }      ///< they are groups
    bool joinsAtFirst() const { return m_count > kShownAtFirst; }  ///< when nobody said otherwise: where a graph is too large to open unfolded
    std::vector<int> blocksOf(int run) const;  ///< the modules of a run, each of which feeds the next
    QString passedOn(int run) const;  ///< types of what each gives to the next: "f32[2,128]"

    int parentOf(int item) const { return m_parents[static_cast<std::size_t>(item)]; }  ///< a group's item, -1: none
    bool isInside(int item, int group) const;  ///< at any depth; an item is inside itself
    /// Boxes, by execution order; of a group those outside.
    std::span<const int> producers(int item) const { return m_producers[static_cast<std::size_t>(item)]; }
    std::span<const int> users(int item) const { return m_users[static_cast<std::size_t>(item)]; }
    /// Box and output; of a group from outside. Sorted.
    struct Source {
        int box = 0;
        int output = 0;
        auto operator<=>(const Source&) const = default;
    };
    std::span<const Source> reads(int item) const { return m_reads[static_cast<std::size_t>(item)]; }
    /// Of one result of a box: "f32[2,64]".
    QString resultType(Source source) const;
    int firstBox(int item) const { return m_ends[static_cast<std::size_t>(item)].first; }  ///< itself, of a group the first one inside
    int lastBox(int item) const { return m_ends[static_cast<std::size_t>(item)].second; }
    /// What a group is called in FoldChoices: its path, and which time it runs.
    const QString& foldKey(int group) const { return m_foldKeys[static_cast<std::size_t>(group - m_count)]; }
    static bool isRunKey(const QString& foldKey);  ///< of a run of equal modules
    int boxOf(NodeId node) const;   ///< -1 when the graph has no such node
    int boxOf(ValueId value) const; ///< of the input or the producing node; -1 for a weight

    const SearchIndex& search() const { return *m_search; }
    /// Which groups, counted from the first, are open when nobody said otherwise: all down to a depth that can be taken in.
    const std::vector<bool>& openAtFirst() const { return m_openAtFirst; }
    /// Thread-safe, but no const: it keeps what it has drawn.
    layout::NestedLayout& layout() const { return *m_layout; }

private:
    static constexpr int kShownAtFirst = 2000;

    GraphContent() = default;
    void addBoxes();
    std::vector<layout::Edge> collectEdges();
    void addGroups(std::span<const layout::Edge> edges, std::optional<bool> joinsRepeats);
    void nameRun(int run);
    void linkItems(std::span<const layout::Edge> edges);
    Result<void> makeLayout(std::vector<layout::Edge> edges);
    void chooseOpen();

    GraphRef m_graph;
    std::vector<SceneBox> m_items;
    int m_count = 0;
    bool m_hasRepeats = false;
    bool m_joinsRepeats = false;
    std::vector<int> m_outputs;  // by box: ports
    std::vector<int> m_parents;  // by item
    QStringList m_families;
    std::vector<std::vector<int>> m_producers, m_users;  // by item
    std::vector<std::vector<Source>> m_reads;            // by item
    std::vector<std::pair<int, int>> m_ends;             // by item
    std::vector<QString> m_foldKeys;                     // by group
    std::vector<int> m_boxOfNode;   // by node id
    std::vector<int> m_boxOfValue;  // by value id
    std::vector<int> m_portOfValue;
    std::vector<bool> m_openAtFirst;
    std::shared_ptr<layout::NestedLayout> m_layout;
    std::shared_ptr<const SearchIndex> m_search;
};

using ContentRef = std::shared_ptr<const GraphContent>;

}  // namespace whittle

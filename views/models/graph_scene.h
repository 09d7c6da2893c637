// A graph ready to be shown: boxes with their texts, their places, and who feeds whom. Immutable and
// without pixels, so that it is made on a worker and read by every view of the graph. Weights are not
// boxes: they stand on the card of the node that reads them.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <QString>
#include <QStringList>

#include "engine/ir/graph.h"
#include "engine/layout/grid_index.h"

namespace whittle {

struct SceneBox {
    enum class Kind { Node, Input, Output };
    Kind kind = Kind::Node;
    NodeId node;          ///< Node
    ValueId value;        ///< Input; Output when it returns a value
    QString title;        ///< "linear", or the name of an input
    QString name;         ///< node or value name
    QString op;           ///< "aten.linear.default", "input", "output"
    QString type;         ///< "f32[2,128]"; of several results the first and how many more
    QString weights;      ///< "weight f32[64,64] · bias f32[64]", may be empty
    QString modulePath;
    QString source;       ///< "net.py:17"
    int family = -1;      ///< index into families(); -1 for inputs, outputs and unknown operators
};

class GraphScene {
public:
    /// Errors: Cancelled, and those of layout::draw (a bug). Cost: about linear.
    static Result<std::shared_ptr<const GraphScene>> build(GraphRef graph, const CancelToken& cancel);

    const Graph& graph() const { return *m_graph; }
    const GraphRef& graphRef() const { return m_graph; }
    std::span<const SceneBox> boxes() const { return m_boxes; }
    const SceneBox& box(int index) const { return m_boxes[static_cast<std::size_t>(index)]; }
    int count() const { return static_cast<int>(m_boxes.size()); }
    const layout::Drawing& drawing() const { return *m_drawing; }
    std::span<const layout::Edge> edges() const { return m_edges; }
    const QStringList& families() const { return m_families; }  ///< of operators present, sorted

    std::span<const int> producers(int box) const { return m_producers[static_cast<std::size_t>(box)]; }
    std::span<const int> users(int box) const { return m_users[static_cast<std::size_t>(box)]; }
    int boxOf(NodeId node) const;   ///< -1 when the graph has no such node
    int boxOf(ValueId value) const; ///< of the input or the producing node; -1 for a weight

    /// Boxes, stubs and edges that may show inside `area`.
    std::vector<int> boxesIn(const layout::Rect& area) const { return m_boxIndex.query(area); }
    std::vector<int> stubsIn(const layout::Rect& area) const { return m_stubIndex.query(area); }
    std::vector<int> edgesIn(const layout::Rect& area) const { return m_edgeIndex.query(area); }
    int boxAt(layout::Point point) const;   ///< -1: none
    int stubAt(layout::Point point) const;  ///< -1: none

    /// What a stub says: "→ 19 users", "mask".
    QString stubText(const layout::Stub& stub) const;

private:
    GraphScene() = default;
    void addBoxes();
    void addEdges();
    layout::Input layoutInput() const;
    void buildIndexes();

    GraphRef m_graph;
    std::vector<SceneBox> m_boxes;
    std::vector<layout::Edge> m_edges;
    std::vector<int> m_outputs;  // by box: ports
    std::shared_ptr<const layout::Drawing> m_drawing;
    QStringList m_families;
    std::vector<std::vector<int>> m_producers, m_users;
    std::vector<int> m_boxOfNode;   // by node id
    std::vector<int> m_boxOfValue;  // by value id
    std::vector<int> m_portOfValue;
    layout::GridIndex m_boxIndex, m_stubIndex, m_edgeIndex;
};

using SceneRef = std::shared_ptr<const GraphScene>;

}  // namespace whittle

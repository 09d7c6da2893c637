// A graph with some of its groups folded, ready to be shown: where every item is, and what lies near a point. Immutable, made on a worker.
#pragma once

#include <map>
#include <optional>

#include "engine/layout/grid_index.h"
#include "views/models/graph_content.h"

namespace whittle {

/// Groups that the user opened or folded, by GraphContent::foldKey: what was said of one holds in other versions of the graph too.
/// And under kRepeatsChoice, which no group is called, whether runs of equal modules are groups, at first folded ones.
using FoldChoices = std::map<QString, bool>;
inline const QString kRepeatsChoice = QStringLiteral("repeats");

/// By group: what was chosen, or else is so at first.
std::vector<bool> openGroups(const GraphContent& content, const FoldChoices& choices);

/// Whether runs of equal modules are to be groups: what was chosen, or else is so at first. None: nobody chose.
std::optional<bool> repeatsChoice(const FoldChoices& choices);
bool joinsRepeats(const GraphContent& content, const FoldChoices& choices);

class GraphScene;
using SceneRef = std::shared_ptr<const GraphScene>;

class GraphScene {
    Q_DECLARE_TR_FUNCTIONS(whittle::GraphScene)
public:
    /// Errors: Cancelled, and those of layout::NestedLayout (a bug). Cost: about linear.
    static Result<SceneRef> build(GraphRef graph, const FoldChoices& choices, const CancelToken& cancel);
    /// The same graph, folded otherwise; all of it is made anew where runs of equal modules become groups or are no longer. Cost: linear in what is shown.
    static Result<SceneRef> build(ContentRef content, const FoldChoices& choices, const CancelToken& cancel);

    const ContentRef& content() const { return m_content; }
    const Graph& graph() const { return *m_content->graph(); }
    const GraphRef& graphRef() const { return m_content->graph(); }
    std::span<const SceneBox> boxes() const { return m_content->boxes(); }
    const SceneBox& box(int item) const { return m_content->items()[static_cast<std::size_t>(item)]; }
    int count() const { return m_content->count(); }  ///< boxes; groups are items behind them
    int itemCount() const { return m_content->itemCount(); }
    const QStringList& families() const { return m_content->families(); }
    std::span<const int> producers(int item) const { return m_content->producers(item); }
    std::span<const int> users(int item) const { return m_content->users(item); }
    int parentOf(int item) const { return m_content->parentOf(item); }
    int boxOf(NodeId node) const { return m_content->boxOf(node); }
    int boxOf(ValueId value) const { return m_content->boxOf(value); }

    bool isGroup(int item) const { return item >= count(); }
    bool isOpen(int item) const { return isGroup(item) && m_open[static_cast<std::size_t>(item - count())]; }  ///< of groups alone
    const std::vector<bool>& open() const { return m_open; }  ///< by group
    bool isShown(int item) const { return m_drawing->isShown(item); }
    int sameItem(const GraphScene& before, int item) const;  ///< of another version of the graph, or of the same with other groups; -1: it is not here. Of a run that is no group: its first module
    int visibleItem(int item) const;  ///< the item, or the folded group that hides it

    const layout::NestedDrawing& drawing() const { return *m_drawing; }
    const layout::Rect& rect(int item) const { return m_drawing->boxes[static_cast<std::size_t>(item)]; }  ///< of one that is shown

    /// Items, stubs and lines that may show inside `area`, ascending: of groups those around come first.
    std::vector<int> itemsIn(const layout::Rect& area) const { return m_itemIndex.query(area); }
    std::vector<int> stubsIn(const layout::Rect& area) const { return m_stubIndex.query(area); }
    std::vector<int> linesIn(const layout::Rect& area) const { return m_lineIndex.query(area); }
    std::size_t lineCrossings(const layout::Rect& area) const { return m_lineIndex.crossings(area); }  ///< how much of lines lies there, in cells
    int itemAt(layout::Point point) const;  ///< a box, a folded group, or the title of an open one; -1: none
    int stubAt(layout::Point point) const;  ///< -1: none
    int lineAt(layout::Point point, float reach) const;  ///< the nearest within `reach`; -1: none

    /// What a line carries, wherever the line begins.
    GraphContent::Source sourceOf(int line) const { return {m_drawing->source[static_cast<std::size_t>(line)], m_drawing->lines[static_cast<std::size_t>(line)].output}; }

    /// What a stub says: "→ 19 users", "mask".
    QString stubText(const layout::Stub& stub) const;

    static constexpr float kFrameTitle = layout::FrameSizes().title;

private:
    GraphScene() = default;
    void buildIndexes();

    ContentRef m_content;
    std::vector<bool> m_open;  // by group
    std::shared_ptr<const layout::NestedDrawing> m_drawing;
    layout::GridIndex m_itemIndex, m_stubIndex, m_lineIndex;
};

}  // namespace whittle

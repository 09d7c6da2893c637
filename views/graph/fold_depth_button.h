// Says to which depth the modules of a graph are unfolded, and chooses another: a digit in its menu does.
#pragma once

#include <QToolButton>

#include "views/models/graph_controller.h"

class QMenu;

namespace whittle {

class FoldDepthButton : public QToolButton {
    Q_OBJECT
public:
    explicit FoldDepthButton(GraphController& graph, QWidget* parent = nullptr);

    void openMenu();
    QMenu& depthMenu() { return *m_menu; }
    /// While something else stands in the place of the graph.
    void setCovered(bool covered);

signals:
    void left();  ///< a depth was chosen: the canvas takes the keyboard back

private:
    void fill();
    void follow();

    GraphController& m_graph;
    QMenu* m_menu;
    ContentRef m_content;  // that m_cards are of
    std::vector<int> m_cards;  // by depth
    bool m_covered = false;
};

}  // namespace whittle

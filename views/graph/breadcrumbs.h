// Where the selection stands: the modules around it, each a way there.
#pragma once

#include <QWidget>

#include "views/models/graph_controller.h"

class QHBoxLayout;

namespace whittle {

/// Hides itself for a graph without modules. As wide as it is let: of a long way the middle is a menu.
class Breadcrumbs : public QWidget {
    Q_OBJECT
public:
    explicit Breadcrumbs(GraphController& graph, QWidget* parent = nullptr);
    /// While something else stands in the place of the graph.
    void setCovered(bool covered);

signals:
    void followed();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void follow();
    void rebuild();
    std::size_t stepsThatFit() const;  // of those behind the graph, counted from the innermost; one at least
    int widthOf(int item) const;
    void addStep(int item);
    void addMenu(std::span<const int> items);
    QString nameOf(int item) const;

    GraphController& m_graph;
    QHBoxLayout* m_row;
    ContentRef m_content;
    std::vector<int> m_path;  // items from the outermost, -1 for the graph
    std::vector<int> m_widths;  // of their steps
    std::size_t m_shown = 0;
    bool m_covered = false;
};

}  // namespace whittle

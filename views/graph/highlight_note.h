// The row above a canvas that says what is highlighted or shown alone, or what to do to choose a way, and ends it.
#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "views/models/graph_controller.h"

namespace whittle {

/// Hides itself while there is nothing to say.
class HighlightNote : public QWidget {
    Q_OBJECT
public:
    explicit HighlightNote(GraphController& graph, QWidget* parent = nullptr);
    /// While something else stands in the place of the graph.
    void setCovered(bool covered);

signals:
    void left();  ///< it was ended here: the canvas takes the keyboard back

private:
    void follow();

    GraphController& m_graph;
    QLabel* m_text;
    QToolButton* m_only;
    QToolButton* m_end;
    bool m_covered = false;
};

}  // namespace whittle

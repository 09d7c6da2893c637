// Where the selection stands: the modules around it, each a way there.
#pragma once

#include <QWidget>

#include "views/models/graph_controller.h"

class QHBoxLayout;

namespace whittle {

/// Hides itself for a graph without modules.
class Breadcrumbs : public QWidget {
    Q_OBJECT
public:
    explicit Breadcrumbs(GraphController& graph, QWidget* parent = nullptr);

private:
    void rebuild();

    GraphController& m_graph;
    QHBoxLayout* m_row;
};

}  // namespace whittle

// The boxes of a graph as a table, in step with its selection.
#pragma once

#include <QTableView>

#include "views/models/graph_controller.h"
#include "views/models/graph_model.h"

namespace whittle {

class NodeList : public QTableView {
    Q_OBJECT
public:
    explicit NodeList(GraphController& graph, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void follow(int box);

    GraphController& m_graph;
    GraphModel m_model;
};

}  // namespace whittle

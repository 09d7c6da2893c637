// Everything known about the selected box, or about the graph. Rows with an arrow lead to other boxes.
#pragma once

#include <QLabel>
#include <QStringList>
#include <QTreeView>
#include <QWidget>

#include "views/models/graph_controller.h"
#include "views/models/node_properties.h"

namespace whittle {

class InspectorView : public QWidget {
    Q_OBJECT
public:
    explicit InspectorView(GraphController& graph, QWidget* parent = nullptr);
    void setNotes(const QStringList& notes);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void follow(const QModelIndex& index);
    void copyCurrent();

    GraphController& m_graph;
    ContentRef m_shown;
    NodePropertiesModel m_model;
    QStringList m_notes;
    QLabel* m_title;
    QLabel* m_subtitle;
    QTreeView* m_tree;
};

}  // namespace whittle

#include "views/graph/node_list.h"

#include <QHeaderView>
#include <QPainter>

#include "views/row_list.h"

namespace whittle {
namespace {

constexpr int kWidths[GraphModel::ColumnCount] = {40, 118, 150, 140, 150, 100};

}  // namespace

NodeList::NodeList(GraphController& graph, QWidget* parent) : QTableView(parent), m_graph(graph), m_model(graph.jobs()) {
    setModel(&m_model);
    makeRowList(*this, tr("Nodes"));
    setSortingEnabled(true);
    horizontalHeader()->setStretchLastSection(true);
    for (int column = 0; column < GraphModel::ColumnCount; ++column) setColumnWidth(column, kWidths[column]);
    sortByColumn(GraphModel::OrderColumn, Qt::AscendingOrder);

    connect(&graph, &GraphController::sceneChanged, this, [this] {
        if (const ContentRef content = m_graph.scene() ? m_graph.scene()->content() : nullptr; content != m_model.content()) {
            m_model.setContent(content);
            viewport()->update();
            follow(m_graph.selected());
        }
    });
    connect(&graph, &GraphController::selectionChanged, this, &NodeList::follow);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (current.isValid()) m_graph.select(current.data(GraphModel::BoxRole).toInt());
    });
}

// An empty table says why.
void NodeList::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    if (m_model.rowCount() > 0) return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap,
                     m_graph.scene() ? tr("This graph has no nodes.") : tr("Open a graph (Ctrl+O) to list its nodes here."));
}

void NodeList::follow(int box) {
    if (box < 0 || (m_graph.scene() && m_graph.scene()->isGroup(box))) {  // groups are no rows
        clearSelection();
        return setCurrentIndex({});
    }
    const QModelIndex index = m_model.index(m_model.rowOf(box), GraphModel::NameColumn);
    if (index.row() == currentIndex().row() && selectionModel()->hasSelection()) return;
    setCurrentIndex(index);
    scrollTo(index);
}

}  // namespace whittle

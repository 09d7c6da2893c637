#include "views/graph/node_list.h"

#include <QHeaderView>

namespace whittle {
namespace {

constexpr int kWidths[GraphModel::ColumnCount] = {40, 118, 150, 140, 150, 100};

}  // namespace

NodeList::NodeList(GraphController& graph, QWidget* parent) : QTableView(parent), m_graph(graph) {
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(GraphModel::SortRole);
    setModel(&m_sorted);
    setAccessibleName(tr("Nodes"));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setSortingEnabled(true);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setFrameShape(NoFrame);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 7);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (int column = 0; column < GraphModel::ColumnCount; ++column) setColumnWidth(column, kWidths[column]);
    sortByColumn(GraphModel::OrderColumn, Qt::AscendingOrder);

    connect(&graph, &GraphController::sceneChanged, this, [this] {
        if (const ContentRef content = m_graph.scene() ? m_graph.scene()->content() : nullptr; content != m_model.content()) {
            m_model.setContent(content);
            follow(m_graph.selected());
        }
    });
    connect(&graph, &GraphController::selectionChanged, this, &NodeList::follow);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (current.isValid()) m_graph.select(current.data(GraphModel::BoxRole).toInt());
    });
}

void NodeList::follow(int box) {
    if (box < 0 || (m_graph.scene() && m_graph.scene()->isGroup(box))) {  // groups are no rows
        clearSelection();
        return setCurrentIndex({});
    }
    const QModelIndex index = m_sorted.mapFromSource(m_model.index(box, GraphModel::NameColumn));
    if (index.row() == currentIndex().row() && selectionModel()->hasSelection()) return;
    setCurrentIndex(index);
    scrollTo(index);
}

}  // namespace whittle

#include "views/row_list.h"

#include <QHeaderView>

namespace whittle {
namespace {

constexpr int kRoom = 7;  // of a row above and below its text, in pixels

}  // namespace

void makeRowList(QTableView& table, const QString& name) {
    table.setAccessibleName(name);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setAlternatingRowColors(true);
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setTabKeyNavigation(false);
    table.setFrameShape(QFrame::NoFrame);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.verticalHeader()->hide();
    table.verticalHeader()->setDefaultSectionSize(table.fontMetrics().height() + kRoom);
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

QPoint menuPlace(QTableView& table, const QPoint& asked) {
    if (table.viewport()->rect().contains(asked) || !table.currentIndex().isValid()) return asked;
    table.scrollTo(table.currentIndex());
    return table.visualRect(table.currentIndex()).center();
}

}  // namespace whittle

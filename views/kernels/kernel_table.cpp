#include "views/kernels/kernel_table.h"

#include <QHeaderView>

#include "views/row_list.h"
#include "views/share_bar.h"

namespace whittle {
namespace {

constexpr int kWidths[KernelsModel::ColumnCount] = {52, 170, 170, 76, 72, 72, 76, 64, 72, 64, 180, 130};

}  // namespace

KernelTable::KernelTable(KernelsController& kernels, QWidget* parent) : QTableView(parent), m_kernels(kernels), m_model(kernels.jobs()) {
    setModel(&m_model);
    setItemDelegate(new ShareBar(KernelsModel::ShareRole, this));
    makeRowList(*this, tr("Kernels"));
    setSortingEnabled(true);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 9);  // bars stand under the shares
    horizontalHeader()->setDefaultAlignment(Qt::AlignCenter);
    horizontalHeader()->setStretchLastSection(true);
    for (int column = 0; column < KernelsModel::ColumnCount; ++column) setColumnWidth(column, kWidths[column]);
    sortByColumn(KernelsModel::TimeColumn, Qt::DescendingOrder);

    connect(&kernels, &KernelsController::contentChanged, this, [this] {
        const QSignalBlocker quiet(selectionModel());  // a model that begins anew has no current row: that is no choice of the user
        m_model.setContent(m_kernels.content());
    });
    connect(&kernels, &KernelsController::selectionChanged, this, &KernelTable::follow);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (current.isValid()) m_kernels.select(current.data(KernelsModel::KernelRole).toInt());
    });
    connect(&m_model, &QAbstractItemModel::layoutChanged, this, [this] { scrollTo(currentIndex()); });  // sorted, it is elsewhere
    m_model.setContent(kernels.content());
    follow(kernels.selected());
}

void KernelTable::follow(int kernel) {
    if (kernel < 0) {
        clearSelection();
        return setCurrentIndex({});
    }
    const QModelIndex index = m_model.index(m_model.rowOf(kernel), KernelsModel::NameColumn);
    if (index.row() == currentIndex().row() && selectionModel()->hasSelection()) return;
    setCurrentIndex(index);
    scrollTo(index);
}

}  // namespace whittle

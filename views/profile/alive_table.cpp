#include "views/profile/alive_table.h"

#include <QHeaderView>
#include <QVBoxLayout>

#include "views/models/format.h"
#include "views/row_list.h"
#include "views/share_bar.h"

namespace whittle {
namespace {

constexpr int kWidths[AliveModel::ColumnCount] = {140, 84, 122, 120, 110, 110};
constexpr int kRoom = 9;  // of a row: bars stand under the sizes

}  // namespace

AliveTable::AliveTable(ProfileController& profile, QWidget* parent) : QWidget(parent), m_profile(profile), m_title(new QLabel), m_table(new QTableView) {
    m_table->setModel(&m_model);
    makeRowList(*m_table, tr("Tensors in memory at the cursor"));
    m_table->setItemDelegateForColumn(AliveModel::BytesColumn, new ShareBar(AliveModel::ShareRole, this));
    m_table->setSortingEnabled(true);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kRoom);
    m_table->horizontalHeader()->setStretchLastSection(true);
    for (int column = 0; column < AliveModel::ColumnCount; ++column) m_table->setColumnWidth(column, kWidths[column]);
    m_table->sortByColumn(AliveModel::BytesColumn, Qt::DescendingOrder);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setAccessibleName(tr("Memory at the cursor"));
    m_title->setContentsMargins(6, 3, 6, 3);
    m_title->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_table, 1);
    connect(&profile, &ProfileController::contentChanged, this, &AliveTable::follow);
    connect(&profile, &ProfileController::cursorChanged, this, &AliveTable::follow);
    connect(m_table, &QTableView::clicked, this, &AliveTable::goTo);
    connect(m_table, &QTableView::activated, this, &AliveTable::goTo);
    follow();
}

void AliveTable::follow() {
    const int kernel = m_profile.cursorKernel();
    m_model.show(kernel < 0 ? nullptr : m_profile.content(), kernel);
    m_title->setText(kernel < 0 ? tr("Put the cursor into the timeline to see what is in memory there.")
                                : tr("In memory during %1: %2").arg(m_profile.content()->kernels().row(kernel).name, formatBytes(m_model.bytes())));
}

void AliveTable::goTo(const QModelIndex& index) {
    if (const HeldValue* value = m_model.value(index)) m_profile.showValue(*value);
}

}  // namespace whittle

#include "views/recompiles/cache_page.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "views/models/text.h"
#include "views/row_list.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kWidths[CacheEntriesModel::ColumnCount] = {52, 110, 46, 84, 92, 84, 84, 56, 70, 74, 160};

// What is of no use any more, and what is not made yet, is grey; its word says so too.
class LifeDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const bool isLive = static_cast<ReportedEntry::Life>(index.data(CacheEntriesModel::LifeRole).toInt()) == ReportedEntry::Life::Live;
        if (!isLive || !index.data(CacheEntriesModel::ThereRole).toBool())
            option->palette.setColor(QPalette::Text, canvasColors(option->palette).mutedText);
    }
};

}  // namespace

CachePage::CachePage(StanceDetails& details, QWidget* parent) : QWidget(parent), m_details(details), m_table(new QTableView), m_text(new QLabel), m_bar(new QProgressBar) {
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new LifeDelegate(m_table));
    makeRowList(*m_table, tr("Entries of the cache, in lookup order"));
    for (int column = 0; column < CacheEntriesModel::ColumnCount; ++column) m_table->setColumnWidth(column, kWidths[column]);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(120, 8);
    m_bar->setAccessibleName(tr("Entries against the recompile limit"));
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setAccessibleName(tr("Distance to the limit"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->addWidget(m_bar, 0, Qt::AlignVCenter);
    row->addWidget(m_text, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_table, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (current.isValid()) m_details.setEntry(m_model.entry(current.row()).id);
    });
    connect(m_table, &QTableView::activated, this, &CachePage::guardsWanted);
    connect(&details, &StanceDetails::cellChanged, this, &CachePage::showRun);
    connect(&details, &StanceDetails::entryChanged, this, &CachePage::follow);
    showRun();
}

void CachePage::showRun() {
    const ReportedRun* const run = m_details.run();
    {
        const QSignalBlocker quiet(m_table->selectionModel());
        m_model.setRun(m_details.controller().report(), run, m_details.reportedCall());
    }
    const int used = m_model.used(), limit = m_model.limit();
    m_bar->setRange(0, std::max(limit, 1));
    m_bar->setValue(std::min(used, limit));
    if (!run) m_text->setText(tr("Choose a cell of the matrix to see the cache of its stance."));
    else if (run->died) m_text->setText(toQString(*run->died));
    else if (!run->ended) m_text->setText(tr("The entries come when all calls of %1 are made.").arg(m_details.stance()));
    else if (run->entries.empty()) m_text->setText(tr("Nothing was compiled under %1.").arg(m_details.stance()));
    else if (used >= limit) m_text->setText(tr("%1 of %2 entries: the limit is reached, and what fits none of them runs eagerly.").arg(used).arg(limit));
    else m_text->setText(tr("%1 of %2 entries, %n to the limit; the one asked first is above", nullptr, limit - used).arg(used).arg(limit));
    if (m_model.rowCount() > 0 && m_details.call()) m_text->setText(tr("After call %1: %2").arg(m_details.reportedCall()).arg(m_text->text()));
    follow();
}

void CachePage::follow() {
    const int row = m_details.entryId() ? m_model.rowOf(*m_details.entryId()) : -1;
    const QSignalBlocker quiet(m_table->selectionModel());
    if (row >= 0) m_table->setCurrentIndex(m_model.index(row, 0));
    else m_table->setCurrentIndex({});
    m_table->viewport()->update();
}

}  // namespace whittle

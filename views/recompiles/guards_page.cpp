#include "views/recompiles/guards_page.h"

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "views/models/format.h"
#include "views/models/stance_matrix_model.h"
#include "views/models/text.h"
#include "views/share_bar.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kWidths[GuardTreeModel::ColumnCount] = {290, 120, 60, 58, 50, 200};

constexpr int kRowRoom = 7;  // bars stand under the shares

class GuardDelegate final : public ShareBar {
public:
    using ShareBar::ShareBar;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override { return ShareBar::sizeHint(option, index) + QSize(0, kRowRoom); }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        ShareBar::initStyleOption(option, index);
        const bool isMarked = index.column() == GuardTreeModel::GuardColumn || index.column() == GuardTreeModel::FailuresColumn;
        if (isMarked && index.data(GuardTreeModel::FailedRole).toBool()) option->palette.setColor(QPalette::Text, canvasColors(option->palette).error);
    }
};

}  // namespace

GuardsPage::GuardsPage(StanceDetails& details, QWidget* parent) : QWidget(parent), m_details(details), m_entries(new QComboBox), m_search(new QLineEdit), m_text(new QLabel), m_tree(new QTreeView) {
    m_entries->setAccessibleName(tr("Entry"));
    m_entries->view()->setAccessibleName(tr("Entries"));
    m_entries->setToolTip(tr("The entry whose guards are shown"));
    m_entries->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_search->setPlaceholderText(tr("Search guards, sources and lines"));
    m_search->setAccessibleName(tr("Search of the guards"));
    m_search->setClearButtonEnabled(true);
    m_text->setAccessibleName(tr("What the guards cost"));
    m_tree->setModel(&m_model);
    m_tree->setAccessibleName(tr("Guards of the entry, in the order of the checks"));
    m_tree->setItemDelegate(new GuardDelegate(GuardTreeModel::ShareRole, m_tree));
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setTabKeyNavigation(false);
    m_tree->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    for (int column = 0; column < GuardTreeModel::ColumnCount; ++column) m_tree->setColumnWidth(column, kWidths[column]);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->addWidget(m_entries);
    row->addWidget(m_search, 1);
    row->addWidget(m_text);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_tree, 1);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model.setSearch(text);
        m_tree->expandAll();
        m_text->setText(text.trimmed().isEmpty() ? QString() : tr("%1 of %n guards", nullptr, m_model.checks()).arg(m_model.shown()));
        if (text.trimmed().isEmpty()) showEntry();
    });
    connect(m_entries, &QComboBox::activated, this, [this](int index) {
        if (const ReportedRun* run = m_details.run(); run && index >= 0 && index < static_cast<int>(run->entries.size())) m_details.setEntry(run->entries[static_cast<std::size_t>(index)].id);
    });
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex& index) {
        const ReportedGuard& guard = m_model.entry()->guards[static_cast<std::size_t>(index.data(GuardTreeModel::GuardRole).toInt())];
        if (!guard.node.empty() || !guard.line.empty()) emit nodeWanted(toQString(guard.node), toQString(guard.line));
    });
    connect(&details, &StanceDetails::entryChanged, this, &GuardsPage::showEntry);
    showEntry();
}

void GuardsPage::showEntry() {
    const ReportedRun* const run = m_details.run();
    const ReportedEntry* const entry = m_details.entry();
    {
        const QSignalBlocker quiet(m_entries);
        m_entries->clear();
        if (run)
            for (const ReportedEntry& one : run->entries) {
                m_entries->addItem(tr("Entry %1").arg(idText(one.id)));
                if (&one == entry) m_entries->setCurrentIndex(m_entries->count() - 1);
            }
        if (!entry) m_entries->setCurrentIndex(-1);
    }
    m_entries->setEnabled(m_entries->count() > 0);
    m_model.setEntry(m_details.controller().report(), entry);
    m_tree->expandAll();
    if (!m_search->text().trimmed().isEmpty()) m_text->setText(tr("%1 of %n guards", nullptr, m_model.checks()).arg(m_model.shown()));
    else if (entry) m_text->setText(tr("%n guards, %1 in all", nullptr, m_model.checks()).arg(formatDuration(m_model.nanoseconds() * 1e-6)));
    else if (run && run->died) m_text->setText(toQString(*run->died));
    else m_text->setText(run && !run->ended ? tr("Guards come at the end of the stance.") : tr("No entry is chosen."));
}

void GuardsPage::showGuard(int guard) {
    if (!m_model.indexOf(guard).isValid()) m_search->clear();
    const QModelIndex index = m_model.indexOf(guard);
    if (!index.isValid()) return;
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
    m_tree->setFocus();
}

}  // namespace whittle

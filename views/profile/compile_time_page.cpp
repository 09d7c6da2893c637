#include "views/profile/compile_time_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "views/models/format.h"
#include "views/row_list.h"
#include "views/share_bar.h"

namespace whittle {
namespace {

constexpr int kWidths[CompileTimeModel::ColumnCount] = {220, 90, 110, 90, 400};
constexpr int kRoom = 9;  // of a row: bars stand under the shares

}  // namespace

CompileTimePage::CompileTimePage(ProfileController& profile, QWidget* parent)
    : QWidget(parent), m_profile(profile), m_title(new QLabel), m_open(new QPushButton(tr("Show what the pass &rewrote"))), m_table(new QTableView) {
    m_table->setModel(&m_model);
    makeRowList(*m_table, tr("Compile time by phase and pass"));
    m_table->setItemDelegateForColumn(CompileTimeModel::ShareColumn, new ShareBar(CompileTimeModel::ShareRole, this));
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kRoom);
    m_table->horizontalHeader()->setStretchLastSection(true);
    for (int column = 0; column < CompileTimeModel::ColumnCount; ++column) m_table->setColumnWidth(column, kWidths[column]);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setAccessibleName(tr("Time of the compilation"));
    m_open->setEnabled(false);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(6, 3, 6, 3);
    row->addWidget(m_title, 1);
    row->addWidget(m_open);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_table, 1);
    connect(&profile, &ProfileController::contentChanged, this, &CompileTimePage::follow);
    connect(m_table, &QTableView::activated, this, &CompileTimePage::openPass);
    connect(m_open, &QPushButton::clicked, this, [this] { openPass(m_table->currentIndex()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { m_open->setEnabled(!current.data(CompileTimeModel::PassRole).toString().isEmpty()); });
    follow();
}

void CompileTimePage::follow() {
    const ProfileContentRef& content = m_profile.content();
    const auto report = content ? std::shared_ptr<const CompileReport>(content, &content->kernels().study().report) : nullptr;
    m_model.setReport(report);
    m_open->setEnabled(false);
    m_title->setText(report ? tr("Compiled in %1 with %n passes", nullptr, static_cast<int>(report->passes.size())).arg(formatMilliseconds(report->milliseconds)) : QString());
}

void CompileTimePage::openPass(const QModelIndex& index) {
    if (const QString pass = index.data(CompileTimeModel::PassRole).toString(); !pass.isEmpty()) emit passWanted(pass);
}

}  // namespace whittle

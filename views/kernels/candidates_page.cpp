#include "views/kernels/candidates_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "views/icons.h"

namespace whittle {
namespace {

constexpr int kWidths[ChoicesModel::ColumnCount] = {330, 180, 90, 90, 140, 300};
constexpr int kOpened = 40;  // choices, all of whose candidates can be taken in

// What was chosen is bold; rows are as high as those of the tables.
class ChosenDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override { return {QStyledItemDelegate::sizeHint(option, index).width(), option.fontMetrics.height() + 7}; }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.data(ChoicesModel::ChosenRole).toBool()) option->font.setWeight(QFont::DemiBold);
    }
};

}  // namespace

CandidatesPage::CandidatesPage(KernelsController& kernels, QWidget* parent)
    : QWidget(parent), m_kernels(kernels), m_tree(new QTreeView), m_empty(new QLabel), m_forced(new QLabel), m_force(new QPushButton(icon(Icon::Start), tr("&Force this candidate"))),
      m_takeBack(new QPushButton(tr("Take &back"))), m_measure(new QPushButton(tr("&Measure candidates"))) {
    m_tree->setModel(&m_model);
    m_tree->setItemDelegate(new ChosenDelegate(m_tree));
    m_tree->setAccessibleName(tr("Choices and their candidates"));
    m_tree->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tree->setAlternatingRowColors(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->header()->setSortIndicator(-1, Qt::AscendingOrder);  // as the compiler has them, until a column is chosen, and again after the third click
    m_tree->header()->setSortIndicatorClearable(true);
    m_tree->setSortingEnabled(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    for (int column = 0; column < ChoicesModel::ColumnCount; ++column) m_tree->setColumnWidth(column, kWidths[column]);
    m_force->setToolTip(tr("Compiles and measures again with this candidate (Enter)"));
    m_takeBack->setToolTip(tr("Leaves the choice to the compiler again"));
    m_measure->setToolTip(tr("Compiles again and runs every candidate that was not measured before; takes seconds"));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setMargin(24);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setText(tr("No node of this graph is known to a library, so there was nothing to choose."));
    m_forced->setForegroundRole(QPalette::PlaceholderText);
    m_forced->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 6);
    for (QPushButton* button : {m_force, m_takeBack, m_measure}) row->addWidget(button);
    row->addSpacing(8);
    row->addWidget(m_forced, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tree, 1);
    column->addWidget(m_empty, 1);
    column->addLayout(row);
    connect(m_force, &QPushButton::clicked, this, &CandidatesPage::force);
    connect(m_takeBack, &QPushButton::clicked, this, &CandidatesPage::takeBack);
    connect(m_measure, &QPushButton::clicked, &kernels, &KernelsController::measureCandidates);
    connect(m_tree, &QTreeView::activated, this, &CandidatesPage::force);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& now) {
        updateButtons();
        if (!now.isValid()) return;
        m_site = now.data(ChoicesModel::SiteRole).toString();
        if (const int kernel = now.data(ChoicesModel::KernelRole).toInt(); kernel >= 0) m_kernels.select(kernel);
    });
    connect(&kernels, &KernelsController::contentChanged, this, &CandidatesPage::showContent);
    connect(&kernels.study(), &StudyController::stateChanged, this, &CandidatesPage::updateButtons);
    // A kernel that is selected elsewhere leads to its choice, unless a candidate of it is looked at.
    connect(&kernels, &KernelsController::selectionChanged, this, [this](int kernel) {
        for (int choice = 0; kernel >= 0 && choice < m_model.rowCount(); ++choice) {
            const QModelIndex index = m_model.index(choice, ChoicesModel::NameColumn);
            if (index.data(ChoicesModel::KernelRole).toInt() != kernel || index.data(ChoicesModel::SiteRole) == current().data(ChoicesModel::SiteRole)) continue;
            return m_tree->setCurrentIndex(index);
        }
    });
    showContent();
}

QModelIndex CandidatesPage::current() const { return m_tree->currentIndex(); }

void CandidatesPage::showContent() {
    const QString site = m_site;
    {
        const QSignalBlocker quiet(m_tree->selectionModel());
        m_model.setContent(m_kernels.content(), m_kernels.before());
    }
    const int choices = m_model.rowCount();
    m_tree->setVisible(choices > 0);
    m_empty->setVisible(choices == 0);
    if (choices <= kOpened) m_tree->expandAll();
    if (const QModelIndex found = m_model.choiceOf(site); found.isValid()) {
        const QSignalBlocker quiet(m_tree->selectionModel());
        m_tree->expand(found);
        m_tree->setCurrentIndex(found);
        m_tree->scrollTo(found);
    }
    updateButtons();
}

void CandidatesPage::updateButtons() {
    const bool mayStart = m_kernels.study().canStart() && m_kernels.content();
    const QString site = current().data(ChoicesModel::SiteRole).toString();
    const auto& forced = m_kernels.study().settings().forced;
    m_force->setEnabled(mayStart && current().data(ChoicesModel::MayForceRole).toBool());
    m_takeBack->setEnabled(mayStart && forced.contains(site));
    m_measure->setEnabled(mayStart && m_model.rowCount() > 0);
    QStringList texts;
    for (const auto& [where, who] : forced) texts << tr("%1 by %2").arg(where, who);
    m_forced->setText(texts.isEmpty() ? QString() : tr("Forced: %1").arg(texts.join(QStringLiteral(", "))));
    m_forced->setToolTip(m_forced->text());
}

void CandidatesPage::force() {
    const QModelIndex now = current();
    if (!m_force->isEnabled() || !now.data(ChoicesModel::MayForceRole).toBool()) return;
    m_kernels.study().force(now.data(ChoicesModel::SiteRole).toString(), now.data(ChoicesModel::CandidateRole).toString());
}

void CandidatesPage::takeBack() { m_kernels.study().force(current().data(ChoicesModel::SiteRole).toString(), {}); }

}  // namespace whittle

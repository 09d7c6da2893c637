#include "views/recompiles/advice_page.h"

#include <QApplication>
#include <QClipboard>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/row_list.h"

namespace whittle {
namespace {

constexpr int kCodeLines = 5;

}  // namespace

AdvicePage::AdvicePage(StanceController& controller, QWidget* parent)
    : QWidget(parent), m_controller(controller), m_model(controller), m_table(new QTableView), m_code(new QPlainTextEdit), m_empty(new QLabel), m_below(new QWidget), m_apply(new QPushButton(tr("&Apply and run"))),
      m_copy(new QPushButton(icon(Icon::Copy), tr("&Copy code"))) {
    m_table->setModel(&m_model);
    makeRowList(*m_table, tr("What would save compiles"));
    m_table->horizontalHeader()->setSectionResizeMode(AdviceModel::TextColumn, QHeaderView::Stretch);
    for (const int column : {AdviceModel::BeforeColumn, AdviceModel::AfterColumn, AdviceModel::SavedColumn, AdviceModel::CallsColumn}) m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_code->setReadOnly(true);
    m_code->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_code->setAccessibleName(tr("Code that does it"));
    m_code->setTabChangesFocus(true);
    m_code->setMaximumHeight(m_code->fontMetrics().lineSpacing() * kCodeLines + 12);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setMargin(24);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_apply->setToolTip(tr("Changes the calls or the options so, and runs them again; Edit, Undo takes it back"));
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {m_apply, m_copy}) buttons->addWidget(button);
    buttons->addStretch(1);
    auto* below = new QVBoxLayout(m_below);
    below->setContentsMargins(8, 4, 8, 6);
    below->addWidget(m_code);
    below->addLayout(buttons);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_below);
    column->addWidget(m_empty, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AdvicePage::showState);
    connect(m_table, &QTableView::activated, m_apply, &QPushButton::click);
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] {
        if (m_model.rowCount() > 0) m_table->selectRow(0);
        showState();
    });
    connect(&controller, &StanceController::stateChanged, this, &AdvicePage::showState);
    connect(m_apply, &QPushButton::clicked, this, [this] { m_controller.apply(current()); });
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_code->toPlainText()); });
    showState();
}

int AdvicePage::current() const { return m_table->currentIndex().isValid() ? m_table->currentIndex().row() : -1; }

void AdvicePage::showState() {
    using State = StanceController::State;
    const bool has = m_model.rowCount() > 0;
    m_table->setVisible(has);
    m_below->setVisible(has);
    m_empty->setVisible(!has);
    m_code->setPlainText(m_model.code(current()));
    m_apply->setEnabled(m_controller.canApply(current()));
    m_copy->setEnabled(current() >= 0);
    switch (m_controller.state()) {
        case State::Running: m_empty->setText(tr("What would save compiles is replayed when all calls are made.")); break;
        case State::Done: m_empty->setText(tr("Nothing that was tried saves a compile: the sequence compiles once, or what changes cannot be dynamic.")); break;
        default: m_empty->setText(tr("Run the calls to see what would save compiles.")); break;
    }
}

}  // namespace whittle

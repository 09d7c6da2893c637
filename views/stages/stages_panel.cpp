#include "views/stages/stages_panel.h"

#include <QAbstractItemView>
#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>

#include "views/file_drop.h"
#include "views/icons.h"
#include "views/row_list.h"
#include "views/scrolled.h"

namespace whittle {
namespace {

constexpr int kNarrowest = 230;  // two graphs side by side would take all the room

// The first entries of the box of bases; behind them come the stages.
enum Base { Nothing, Previous, FirstStage };
enum Page { EmptyPage, RewritesPage, ComparedPage };

QTableView* makeTable(QAbstractItemModel& model, const QString& name) {
    auto* table = new QTableView;
    table->setModel(&model);
    makeRowList(*table, name);
    return table;
}

QToolButton* makeButton(Icon glyph, const QString& name) {
    auto* button = new QToolButton;
    button->setIcon(icon(glyph));
    button->setAutoRaise(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

}  // namespace

StagesPanel::StagesPanel(StageController& stages, GraphComparison& comparison, StudyController& study, OtherFiles& files, QWidget* parent)
    : QWidget(parent), m_stages(stages), m_comparison(comparison), m_study(study), m_files(files), m_stagesModel(stages), m_rewritesModel(stages),
      m_list(makeTable(m_stagesModel, tr("Stages"))), m_rewrites(makeTable(m_rewritesModel, tr("Rewrites of the pass"))) {
    m_list->horizontalHeader()->setSectionResizeMode(StagesModel::NameColumn, QHeaderView::Stretch);
    for (const int column : {StagesModel::NodesColumn, StagesModel::RewritesColumn, StagesModel::TimeColumn})
        m_list->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_rewrites->horizontalHeader()->setStretchLastSection(true);
    setMinimumWidth(kNarrowest);
    auto* split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->addWidget(m_list);
    split->addWidget(makeDetails());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_trouble = new QLabel;
    m_trouble->setMargin(8);
    m_trouble->setWordWrap(true);
    m_trouble->setTextFormat(Qt::PlainText);
    m_trouble->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_trouble->setAccessibleName(tr("Which files could not be read"));
    m_trouble->hide();
    column->addWidget(makeTools());
    column->addWidget(m_trouble);
    column->addWidget(split, 1);

    connect(&stages, &StageController::stagesChanged, this, &StagesPanel::showStages);
    connect(&stages, &StageController::currentChanged, this, &StagesPanel::showCurrent);
    connect(&comparison, &GraphComparison::changed, this, &StagesPanel::showCurrent);
    connect(&study, &StudyController::stateChanged, this, &StagesPanel::showState);
    connect(&comparison, &GraphComparison::progressChanged, this, &StagesPanel::showCurrent);
    takeDroppedFiles(*this, [this](const QStringList& paths) { emit filesDropped(paths); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (current.isValid()) m_stages.setCurrent(current.row());
    });
    // What is selected, not what is current: a table that gets the focus makes its first row the current one.
    connect(m_rewrites->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this](const QItemSelection& selected) {
        m_stages.setRewrite(selected.isEmpty() ? -1 : selected.indexes().first().row());
    });
    auto* remove = new QAction(tr("&Remove the file from the list"), m_list);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    connect(remove, &QAction::triggered, this, &StagesPanel::removeCurrentFile);
    m_list->addAction(remove);
    showStages();
    showState();
}

QWidget* StagesPanel::makeTools() {
    auto* tools = new QWidget;
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(8, 4, 8, 4);
    m_previous = makeButton(Icon::Previous, tr("To the stage before"));
    m_next = makeButton(Icon::Next, tr("To the next stage"));
    m_base = new QComboBox;
    m_base->setAccessibleName(tr("Compare with"));
    m_base->view()->setAccessibleName(tr("Stages to compare with"));
    m_base->setToolTip(tr("What the stage of the list is held against, and those that are checked there: it stands to the left, with what was removed, added and changed marked in both"));
    m_base->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_file = makeButton(Icon::Open, tr("Compare with other files…"));
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_base, 1);
    row->addWidget(m_file);
    connect(m_previous, &QToolButton::clicked, &m_stages, [this] { m_stages.step(-1); });
    connect(m_next, &QToolButton::clicked, &m_stages, [this] { m_stages.step(1); });
    connect(m_file, &QToolButton::clicked, this, &StagesPanel::filesWanted);
    connect(m_base, &QComboBox::activated, this, [this](int index) {
        if (index == Previous) m_stages.comparePrevious();
        else m_stages.setBase(index - FirstStage);
    });
    return tools;
}

QWidget* StagesPanel::makeDetails() {
    auto* details = new QWidget;
    m_summary = new QLabel;
    m_summary->setMargin(8);
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_summary->setAccessibleName(tr("What the stage brought"));
    m_state = new QLabel;
    m_state->setMargin(8);
    m_state->setWordWrap(true);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_state->setAccessibleName(tr("What there is to know of the compilation"));
    m_compile = new QPushButton(tr("Compile and measure"));
    auto* empty = new QWidget;
    auto* emptyColumn = new QVBoxLayout(empty);
    emptyColumn->setContentsMargins(0, 0, 8, 8);
    emptyColumn->addWidget(m_state);
    emptyColumn->addWidget(m_compile, 0, Qt::AlignHCenter);
    emptyColumn->addStretch(1);
    m_details = new QStackedWidget;
    m_compared = new QLabel;
    m_compared->setMargin(8);
    m_compared->setWordWrap(true);
    m_compared->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_compared->setTextFormat(Qt::PlainText);
    m_compared->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_compared->setAccessibleName(tr("What differs in each graph"));
    for (QWidget* page : std::initializer_list<QWidget*>{empty, m_rewrites, scrolled(m_compared)}) m_details->addWidget(page);  // as Page
    auto* column = new QVBoxLayout(details);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_summary);
    column->addWidget(m_details, 1);
    connect(m_compile, &QPushButton::clicked, this, &StagesPanel::compileWanted);
    return details;
}

void StagesPanel::showStages() {
    showBases();
    showCurrent();
    showTrouble();
}

void StagesPanel::showBases() {
    const QSignalBlocker quiet(m_base);
    m_base->clear();
    m_base->addItem(tr("Compare with nothing"));
    m_base->addItem(tr("Compare with the stage before"));
    for (int stage = 0; stage < static_cast<int>(m_stages.stages().size()); ++stage) m_base->addItem(tr("Compare with: %1").arg(m_stages.title(stage)));
}

void StagesPanel::showCurrent() {
    const int current = m_stages.current();
    if (current >= 0 && m_list->currentIndex().row() != current) {
        const QSignalBlocker quiet(m_list->selectionModel());
        m_list->setCurrentIndex(m_stagesModel.index(current, 0));
        m_list->viewport()->update();
    }
    m_base->setCurrentIndex(m_stages.comparesPrevious() ? Previous : m_stages.base() < 0 ? Nothing : FirstStage + m_stages.base());
    m_previous->setEnabled(current > 0);
    m_next->setEnabled(current + 1 < static_cast<int>(m_stages.stages().size()));
    const Stage* const stage = m_stages.currentStage();
    if (m_stages.isComparing()) {
        m_summary->clear();
        m_compared->setText(m_comparison.summary());
        m_details->setCurrentIndex(ComparedPage);
    } else if (stage && stage->pass) {
        const int count = static_cast<int>(stage->rewrites().size());
        m_summary->setText(count ? tr("%n rewrites by %1", nullptr, count).arg(stage->name) : tr("%1 changed nothing").arg(stage->name));
        m_details->setCurrentIndex(RewritesPage);
    } else {
        m_summary->clear();
        m_details->setCurrentIndex(EmptyPage);
    }
    m_summary->setVisible(!m_summary->text().isEmpty());
}

// All of them: one that cannot be read hides no other.
void StagesPanel::showTrouble() {
    QStringList errors;
    for (const Stage& stage : m_stages.stages())
        if (!stage.error.isEmpty()) errors << stage.error;
    m_trouble->setVisible(!errors.isEmpty());
    m_trouble->setText(errors.join(QStringLiteral("\n\n")));
}

void StagesPanel::removeCurrentFile() {
    const int row = m_list->currentIndex().row();
    if (row < 0 || row >= static_cast<int>(m_stages.stages().size())) return;
    if (const Stage& stage = m_stages.stages()[static_cast<std::size_t>(row)]; stage.kind == Stage::Kind::File) m_files.remove(QString(stage.name));
}

void StagesPanel::showState() {
    using State = StudyController::State;
    const State state = m_study.state();
    QString text = m_study.statusText();
    if (state == State::Ready) text = tr("Compile the graph to see what each pass makes of it, and which nodes become one kernel.");
    if (state == State::Failed) text += QStringLiteral("\n\n") + m_study.errorText();
    m_state->setText(text);
    m_compile->setVisible(state == State::Ready || state == State::Failed);
}

}  // namespace whittle

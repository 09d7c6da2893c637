#include "views/dims/dims_view.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QSplitter>
#include <QVBoxLayout>

#include "views/dims/said_delegate.h"
#include "views/icons.h"
#include "views/models/text.h"
#include "views/row_list.h"
#include "views/theme.h"
#include "views/warning_mark.h"

namespace whittle {
namespace {

constexpr int kWidths[DimsModel::ColumnCount] = {74, 36, 62, 116, 82, 62, 70, 60};
constexpr int kReasonWidths[DimReasonsModel::ColumnCount] = {62, 176, 74, 118, 92, 60};
constexpr int kNameWidths[DimNamesModel::ColumnCount] = {84, 64, 64, 70, 100};

struct Hint {
    const char* text;
    const char* said;
    DimSpec::Kind kind;
};
constexpr Hint kHints[] = {{QT_TRANSLATE_NOOP("whittle::DimsView", "&Infer it (Dim.AUTO)"), "Dim.AUTO", DimSpec::Kind::Auto},
                           {QT_TRANSLATE_NOOP("whittle::DimsView", "Infer it, but &not one size (Dim.DYNAMIC)"), "Dim.DYNAMIC", DimSpec::Kind::Dynamic},
                           {QT_TRANSLATE_NOOP("whittle::DimsView", "The &example's size (Dim.STATIC)"), "Dim.STATIC", DimSpec::Kind::Static}};

QLabel* makeWords(const QString& name) {
    auto* label = new QLabel;
    label->setAccessibleName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

// In the place of rows, while there are none.
QStackedWidget* orWords(QTableView& table, QLabel& words) {
    words.setContentsMargins(10, 8, 10, 8);
    words.setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* pages = new QStackedWidget;
    pages->addWidget(&words);
    pages->addWidget(&table);
    const auto show = [pages, &table] { pages->setCurrentIndex(table.model()->rowCount() > 0 ? 1 : 0); };
    QObject::connect(table.model(), &QAbstractItemModel::modelReset, pages, show);
    show();
    return pages;
}

void setWidths(QTableView& table, std::span<const int> widths) {
    for (int column = 0; column < static_cast<int>(widths.size()); ++column) table.setColumnWidth(column, widths[static_cast<std::size_t>(column)]);
    table.horizontalHeader()->setStretchLastSection(true);
}

}  // namespace

DimsView::DimsView(DimsController& dims, GraphController& graph, QWidget* parent)
    : QWidget(parent), m_dims(dims), m_graph(graph), m_model(dims), m_namesModel(dims), m_pages(new QStackedWidget), m_message(new DimsMessage(dims)) {
    m_pages->addWidget(m_message);
    m_pages->addWidget(makeContent());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    connect(m_message, &DimsMessage::inferWanted, this, &DimsView::inferWanted);
    connect(&dims, &DimsController::stateChanged, this, &DimsView::showState);
    connect(&dims, &DimsController::inputsChanged, this, [this] {
        if (m_model.rowCount() > 0) m_table->setCurrentIndex(m_model.index(0, DimsModel::SaidColumn));
    });
    connect(&m_namesModel, &DimNamesModel::refused, this, [this](const QString& why) { note(why, true); });
    showState();
}

QWidget* DimsView::makeHeader() {
    m_mark = new WarningMark(16);
    m_status = makeWords(tr("What was inferred"));
    m_sayMenu = new QMenu(this);
    connect(m_sayMenu, &QMenu::aboutToShow, this, &DimsView::fillSayMenu);
    m_ofAll = new QMenu(tr("Of &all sizes"), m_sayMenu);
    for (const Hint& hint : kHints) m_ofAll->addAction(tr(hint.text), this, [this, kind = hint.kind] { m_dims.sayOfAll(kind); });
    m_say = new QToolButton;
    m_say->setText(tr("&Say"));
    m_say->setToolTip(tr("Say something of the selected size, or of all"));
    m_say->setAccessibleName(tr("Say something of the sizes"));
    m_say->setPopupMode(QToolButton::InstantPopup);
    m_say->setMenu(m_sayMenu);
    m_command = new QPushButton(icon(Icon::Copy), tr("Co&mmand"));
    m_command->setToolTip(tr("Copy the command line that says the same"));
    m_infer = new QPushButton(icon(Icon::Start), tr("Infer a&gain"));
    m_infer->setToolTip(tr("Record the program again (F8)"));
    m_stop = new QPushButton(icon(Icon::Stop), tr("S&top"));
    connect(m_command, &QPushButton::clicked, this, &DimsView::commandWanted);
    connect(m_infer, &QPushButton::clicked, this, &DimsView::inferWanted);
    connect(m_stop, &QPushButton::clicked, &m_dims, &DimsController::stop);
    auto* header = new QWidget;
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(8, 4, 6, 4);
    row->addWidget(m_mark);
    row->addWidget(m_status, 1);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_say, m_command, m_infer, m_stop}) row->addWidget(widget);
    return header;
}

QWidget* DimsView::makeTable() {
    m_table = new QTableView;
    m_table->setModel(&m_model);
    makeRowList(*m_table, tr("Sizes of the inputs"));
    m_table->setEditTriggers(QAbstractItemView::EditKeyPressed);  // Enter and double clicks, in whatever column, by editSaid()
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    setWidths(*m_table, kWidths);
    auto* said = new SaidDelegate(m_dims, m_table);
    m_table->setItemDelegateForColumn(DimsModel::SaidColumn, said);
    connect(said, &SaidDelegate::problemChanged, this, [this](const QString& why) { note(why.isEmpty() ? refutedOf(m_table->currentIndex().row()) : why, true); });
    connect(m_table, &QTableView::activated, this, &DimsView::editSaid);
    connect(m_table, &QTableView::customContextMenuRequested, this, [this](const QPoint& at) {
        fillSayMenu();
        auto* menu = new QMenu(m_table);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions(m_sayMenu->actions());
        if (!m_table->actions().isEmpty()) menu->addSeparator();
        menu->addActions(m_table->actions());
        menu->popup(m_table->viewport()->mapToGlobal(menuPlace(*m_table, at)));
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DimsView::showWhy);
    m_note = makeWords(tr("What there is to know"));
    m_note->setContentsMargins(8, 2, 8, 4);
    m_note->hide();
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_note);
    return page;
}

QTableView* DimsView::makeReasons(DimReasonsModel& model, const QString& name) {
    auto* table = new QTableView;
    table->setModel(&model);
    makeRowList(*table, name);
    setWidths(*table, kReasonWidths);
    table->setToolTip(tr("Enter shows the node in the graph"));
    connect(table, &QTableView::activated, this, [this, &model](const QModelIndex& index) { follow(model.reason(index.row())); });
    return table;
}

QWidget* DimsView::makeConflicts() {
    m_conflictsTable = makeReasons(m_conflicts, tr("What the program refutes, and why"));
    m_fixes = makeWords(tr("Suggested fixes"));
    m_fixes->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_apply = new QPushButton(tr("&Apply"));
    m_apply->setToolTip(tr("Say what the program accepts instead"));
    m_copyFixes = new QPushButton(icon(Icon::Copy), tr("Copy &fixes"));
    connect(m_apply, &QPushButton::clicked, &m_dims, &DimsController::applyFixes);
    connect(m_copyFixes, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_dims.fixesCode()); });
    m_words = makeWords(tr("What the program refutes"));
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_words->setContentsMargins(10, 8, 10, 6);
    m_words->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    column->addWidget(m_words);
    column->addWidget(m_conflictsTable, 1);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(10, 4, 6, 4);
    row->addWidget(m_fixes, 1);
    row->addWidget(m_apply, 0, Qt::AlignTop);
    row->addWidget(m_copyFixes, 0, Qt::AlignTop);
    column->addLayout(row);
    column->addStretch(0);
    return page;
}

QWidget* DimsView::makeContent() {
    m_whyTable = makeReasons(m_why, tr("What forced it"));
    m_conditionsTable = makeReasons(m_conditions, tr("Conditions that calls have to meet"));
    m_namesTable = new QTableView;
    m_namesTable->setModel(&m_namesModel);
    makeRowList(*m_namesTable, tr("Names"));
    m_namesTable->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked | QAbstractItemView::AnyKeyPressed);
    setWidths(*m_namesTable, kNameWidths);
    m_spec = new SpecPage(m_dims);
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Why, conditions, conflicts, names and specification"));
    m_whyWords = makeWords(tr("Why it is so"));
    m_conditionsWords = makeWords(tr("Conditions"));
    QLabel* noNames = makeWords(tr("Names"));
    noNames->setText(tr("No size has a name. Type one where you say something of a size: b, or Dim('b', min=2, max=64), or 2*b + 1."));
    m_tabs->addTab(orWords(*m_whyTable, *m_whyWords), tr("Why"));
    m_tabs->addTab(orWords(*m_conditionsTable, *m_conditionsWords), tr("Conditions"));
    m_tabs->addTab(makeConflicts(), tr("Conflicts"));
    m_tabs->addTab(orWords(*m_namesTable, *noNames), tr("Names"));
    m_tabs->addTab(m_spec, tr("Specification"));
    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(makeTable());
    split->addWidget(m_tabs);
    split->setSizes({620, 560});
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addWidget(split, 1);
    return content;
}

void DimsView::fillSayMenu() {
    m_sayMenu->clear();
    const int row = m_table->currentIndex().row();
    if (row >= 0 && m_dims.saidOf(row)) {
        for (const Hint& hint : kHints) m_sayMenu->addAction(tr(hint.text), this, [this, said = QLatin1String(hint.said)] { say(said); });
        for (int name = 0; name < m_namesModel.rowCount(); ++name) {
            const QString text = m_namesModel.index(name, DimNamesModel::NameColumn).data().toString();
            m_sayMenu->addAction(tr("As %1").arg(text), this, [this, text] { say(text); });
        }
        m_sayMenu->addAction(tr("&Type it…"), this, &DimsView::editSaid);
        m_sayMenu->addSeparator();
    }
    m_sayMenu->addMenu(m_ofAll);
}

void DimsView::say(const QString& text) {
    const QModelIndex said = m_table->currentIndex().siblingAtColumn(DimsModel::SaidColumn);
    const bool isTaken = m_model.setData(said, text, Qt::EditRole);
    note(isTaken ? QString() : m_dims.problemOf(said.row(), text), true);
}

void DimsView::editSaid() {
    const QModelIndex said = m_table->currentIndex().siblingAtColumn(DimsModel::SaidColumn);
    if (!said.isValid() || !(m_model.flags(said) & Qt::ItemIsEditable)) return;
    m_table->setCurrentIndex(said);
    m_table->edit(said);
}

void DimsView::showState() {
    using State = DimsController::State;
    const State state = m_dims.state();
    m_pages->setCurrentIndex(m_dims.inputs().empty() && !(state == State::Done) ? 0 : 1);
    const bool isFailed = state == State::Failed;
    m_mark->setVisible(isFailed || (state == State::Done && m_dims.isRefuted()));
    QString status = isFailed ? tr("Not inferred: %1").arg(m_dims.errorText()) : m_dims.statusText();
    if (!isFailed && !m_dims.exampleText().isEmpty()) status += u' ' + tr("(recorded with %1)").arg(m_dims.exampleText());
    m_status->setText(status);
    m_status->setToolTip(tr("Sizes that stand in the file as numbers were fixed when it was traced: nodes that have them specialise here too."));
    m_stop->setVisible(state == State::Running);
    m_infer->setVisible(m_dims.canStart());
    if (state == State::Running) return;  // what is there stays until the next answer is
    m_conditions.setRows(m_dims.inference() ? conditionsOf(*m_dims.inference()) : std::vector<DimReason>());
    m_conditionsWords->setText(m_dims.inference() ? tr("Calls whose sizes are in their ranges have to meet nothing else.") : tr("Nothing inferred yet."));
    m_tabs->setTabText(ConditionsTab, m_conditions.rowCount() > 0 ? tr("Conditions (%1)").arg(m_conditions.rowCount()) : tr("Conditions"));
    m_tabs->setTabText(NamesTab, m_namesModel.rowCount() > 0 ? tr("Names (%1)").arg(m_namesModel.rowCount()) : tr("Names"));
    showConflicts();
    showWhy();
}

// What was refuted just now is what one wants to look at; once it is mended, why.
void DimsView::showConflicts() {
    const bool isRefuted = m_dims.isRefuted();
    m_conflicts.setRows(isRefuted ? conflictsOf(*m_dims.inference()) : std::vector<DimReason>());
    m_tabs->setTabText(ConflictsTab, isRefuted ? tr("Conflicts (%1)").arg(m_dims.inference()->conflicts.size()) : tr("Conflicts"));
    const QString fixes = m_dims.fixesCode();
    m_words->setText(isRefuted ? m_dims.conflictsText() : m_dims.inference() ? tr("The program refutes nothing of what you said.") : tr("Nothing inferred yet."));
    m_fixes->setText(fixes);
    m_copyFixes->setVisible(!fixes.isEmpty());
    for (QWidget* widget : std::initializer_list<QWidget*>{m_conflictsTable, m_fixes, m_apply}) widget->setVisible(isRefuted);
    if (isRefuted && !m_wasRefuted) {
        m_tabs->setCurrentIndex(ConflictsTab);
        const auto isRefutedIn = [this](int row) { return row >= 0 && !m_dims.conflictsOf(row).empty(); };
        for (int row = 0; row < m_model.rowCount() && !isRefutedIn(m_table->currentIndex().row()); ++row)
            if (isRefutedIn(row)) m_table->setCurrentIndex(m_model.index(row, DimsModel::SaidColumn));
    }
    if (!isRefuted && m_wasRefuted && m_tabs->currentIndex() == ConflictsTab) m_tabs->setCurrentIndex(WhyTab);
    m_wasRefuted = isRefuted;
}

void DimsView::showWhy() {
    const int row = m_table->currentIndex().row();
    const DimConclusion* dim = row < 0 ? nullptr : m_dims.conclusionOf(row);
    m_why.setRows(dim ? causesOf(*dim) : std::vector<DimReason>());
    const QString place = dim ? tr("Why %1, %2").arg(m_dims.nameOf(row)).arg(*m_dims.places()[static_cast<std::size_t>(row)].dim) : tr("Why");
    m_tabs->setTabText(WhyTab, place);
    m_whyWords->setText(row < 0 ? tr("Select a size to see what forced it.") : m_dims.whyText(row));
    note(refutedOf(row), true);
}

QString DimsView::refutedOf(int row) const { return m_model.index(row, DimsModel::SaidColumn).data(DimsModel::RefutedRole).toString(); }

void DimsView::follow(const DimReason& reason) {
    const SceneRef& scene = m_graph.scene();
    if (!reason.given.valid()) return note(reason.noNode, false);
    if (!scene || !m_dims.graph()) return note(tr("No graph is shown"), false);
    const NodeId node = shownNode(scene->graph(), *m_dims.graph(), reason.given);
    if (!node.valid()) return note(tr("The graph that is shown has no node %1: go to the stage as it was opened.").arg(reason.node), false);
    note({}, false);
    m_graph.selectNode(node);
}

void DimsView::note(const QString& text, bool isProblem) {
    QPalette colors = palette();
    if (isProblem) colors.setColor(QPalette::WindowText, canvasColors(colors).error);
    m_note->setPalette(colors);
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
}

}  // namespace whittle

#include "views/stages/comparison_panel.h"

#include <utility>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScopedValueRollback>
#include <QVBoxLayout>

#include "views/file_drop.h"
#include "views/icons.h"
#include "views/models/format.h"
#include "views/row_list.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kOrderWidth = 56, kNodeWidth = 150, kOperatorWidth = 190, kGraphWidth = 170;
constexpr int kMostOffered = 5;  // other graphs with patterns of their own in the menu; of more the words are typed

struct Pattern {
    const char* text;
    const char* filter;
};
constexpr Pattern kPatterns[] = {{QT_TRANSLATE_NOOP("whittle::ComparisonPanel", "Differs in &any"), "differs"},
                                 {QT_TRANSLATE_NOOP("whittle::ComparisonPanel", "&Changed in any"), "changed"},
                                 {QT_TRANSLATE_NOOP("whittle::ComparisonPanel", "Changed in its &type"), "what:type"},
                                 {QT_TRANSLATE_NOOP("whittle::ComparisonPanel", "Changed in its &operator"), "what:operator"},
                                 {QT_TRANSLATE_NOOP("whittle::ComparisonPanel", "Changed in its ar&guments"), "what:arguments"},
                                 {QT_TRANSLATE_NOOP("whittle::ComparisonPanel", "A&bsent in any"), "absent"},
                                 {QT_TRANSLATE_NOOP("whittle::ComparisonPanel", "&Same in all"), "same"},
                                 {QT_TRANSLATE_NOOP("whittle::ComparisonPanel", "&Every node"), ""}};

QToolButton* makeButton(Icon glyph, const QString& name) {
    auto* button = new QToolButton;
    button->setIcon(icon(glyph));
    button->setAutoRaise(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

}  // namespace

ComparisonPanel::ComparisonPanel(GraphComparison& comparison, QWidget* parent)
    : QWidget(parent), m_comparison(comparison), m_model(comparison), m_pages(new QStackedWidget), m_table(new QTableView) {
    m_table->setModel(&m_model);
    makeRowList(*m_table, tr("Nodes in every graph"));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(ComparisonModel::OrderColumn, Qt::AscendingOrder);
    m_table->horizontalHeader()->setStretchLastSection(true);
    auto* full = new QWidget;
    auto* rows = new QVBoxLayout(full);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(makeStrip());
    rows->addWidget(m_table, 1);
    m_pages->addWidget(makeMessage());
    m_pages->addWidget(full);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    takeDroppedFiles(*this, [this](const QStringList& paths) { emit filesDropped(paths); });

    for (const auto changed : {&GraphComparison::changed, &GraphComparison::progressChanged}) connect(&comparison, changed, this, &ComparisonPanel::showState);
    connect(&comparison, &GraphComparison::besideChanged, this, &ComparisonPanel::showState);
    connect(&comparison, &GraphComparison::rowChanged, this, &ComparisonPanel::followSelection);
    connect(&m_model, &ComparisonModel::filterChanged, this, &ComparisonPanel::showCount);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &ComparisonPanel::setColumns);
    connect(&m_model, &QAbstractItemModel::layoutChanged, this, &ComparisonPanel::followSelection);
    // What is selected, not what is current: a table that gets the focus makes its first row the current one.
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this](const QItemSelection& selected) {
        if (!m_isFollowing && !selected.isEmpty()) m_comparison.show(selected.indexes().first().data(ComparisonModel::RowRole).toInt());
    });
    // A cell of another graph brings that one beside.
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (const int other = m_model.otherOfColumn(index.column()); other >= 0) m_comparison.showBeside(other);
    });
    m_filter->setText(QStringLiteral("differs"));
    showState();
}

QWidget* ComparisonPanel::makeStrip() {
    m_filter = new QLineEdit;
    m_filter->addAction(icon(Icon::Search), QLineEdit::LeadingPosition);
    m_filter->setPlaceholderText(tr("differs, changed:B, only:C, what:type, names and operators"));
    m_filter->setAccessibleName(tr("Which nodes are listed"));
    m_filter->setToolTip(tr("All words have to hold: differs, same, changed, absent, each also of one graph as in changed:B; only:C; what:operator, what:type, what:arguments; parts of names and operators"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    connect(m_filter, &QLineEdit::textChanged, &m_model, &ComparisonModel::setFilter);
    m_menu = new QMenu(this);
    m_patterns = new QToolButton;
    m_patterns->setText(tr("Pa&tterns"));
    m_patterns->setToolTip(tr("Patterns of differences to list"));
    m_patterns->setAccessibleName(tr("Patterns of differences"));
    m_patterns->setPopupMode(QToolButton::InstantPopup);
    m_patterns->setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &ComparisonPanel::fillPatterns);
    m_previous = makeButton(Icon::Previous, tr("The graph before beside"));
    m_next = makeButton(Icon::Next, tr("The next graph beside"));
    const auto turn = [this](int by) {
        const int count = static_cast<int>(m_comparison.graphs().size()) - 1;
        if (count > 0) m_comparison.showBeside((m_comparison.beside() + by + count) % count);
    };
    connect(m_previous, &QToolButton::clicked, this, [turn] { turn(-1); });
    connect(m_next, &QToolButton::clicked, this, [turn] { turn(1); });
    m_count = new QLabel;
    m_count->setTextFormat(Qt::PlainText);
    m_count->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_count->setAccessibleName(tr("How many nodes are listed"));
    m_count->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_files = new QPushButton(icon(Icon::Add), tr("Compare with &files…"));
    connect(m_files, &QPushButton::clicked, this, &ComparisonPanel::filesWanted);
    auto* strip = new QWidget;
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(8, 4, 6, 4);
    row->addWidget(m_filter, 3);
    row->addWidget(m_patterns);
    row->addWidget(m_count, 2);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_previous, m_next, m_files}) row->addWidget(widget);
    return strip;
}

QWidget* ComparisonPanel::makeMessage() {
    m_message = new QLabel;
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_message->setAccessibleName(tr("What there is to know of the comparison"));
    m_act = new QPushButton;
    connect(m_act, &QPushButton::clicked, this, [this] {
        if (m_comparison.isBusy()) m_comparison.stop();
        else if (m_comparison.graphs().empty()) emit filesWanted();
        else m_comparison.again();
    });
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(24, 12, 24, 12);
    column->addStretch(1);
    column->addWidget(m_message);
    column->addWidget(m_act, 0, Qt::AlignHCenter);
    column->addStretch(1);
    return page;
}

void ComparisonPanel::showState() {
    const bool isEmpty = m_comparison.graphs().empty(), isThere = m_comparison.difference() != nullptr;
    m_pages->setCurrentIndex(isThere ? 1 : 0);
    m_message->setText(isEmpty ? tr("Hold the graph against others: check stages in the list of stages, or take files. Files can be dropped here.") : m_comparison.summary());
    m_act->setText(m_comparison.isBusy() ? tr("S&top") : isEmpty ? tr("Compare with &files…") : tr("Compare a&gain"));
    const bool isMany = m_comparison.graphs().size() > 2;
    m_previous->setEnabled(isMany);
    m_next->setEnabled(isMany);
    showCount();
}

void ComparisonPanel::showCount() {
    const bool isWrong = !m_model.mistake().isEmpty();
    QString text = isWrong ? m_model.mistake() : tr("%1 of %2").arg(formatCount(m_model.rowCount()), formatNodes(m_model.allRows()));
    if (const auto& graphs = m_comparison.graphs(); !isWrong && graphs.size() > 1)
        text += tr(" · beside: %1  %2").arg(QLatin1Char(diffLetter(m_comparison.beside() + 1))).arg(graphs[static_cast<std::size_t>(m_comparison.beside() + 1)].title);
    m_count->setText(text);
    m_count->setToolTip(text);
    QPalette look = palette();
    if (isWrong) look.setColor(QPalette::WindowText, canvasColors(palette()).error);
    m_count->setPalette(look);
}

// Of as many graphs as before, columns stay as wide as somebody made them.
void ComparisonPanel::setColumns() {
    if (std::exchange(m_columns, m_model.columnCount()) == m_model.columnCount()) return followSelection();
    m_table->setColumnWidth(ComparisonModel::OrderColumn, kOrderWidth);
    m_table->setColumnWidth(ComparisonModel::NodeColumn, kNodeWidth);
    m_table->setColumnWidth(ComparisonModel::OperatorColumn, kOperatorWidth);
    for (int column = ComparisonModel::FirstGraphColumn; column + 1 < m_model.columnCount(); ++column) m_table->setColumnWidth(column, kGraphWidth);
    followSelection();
}

void ComparisonPanel::fillPatterns() {
    m_menu->clear();
    const auto add = [this](QMenu& menu, const QString& text, const QString& filter) { menu.addAction(text, m_filter, [this, filter] { m_filter->setText(filter); }); };
    for (const Pattern& pattern : kPatterns) add(*m_menu, tr(pattern.text), QLatin1String(pattern.filter));
    m_menu->addSeparator();
    const auto& graphs = m_comparison.graphs();
    for (int graph = 0; graph < static_cast<int>(graphs.size()) && graph <= kMostOffered; ++graph) {
        const QString letter(QLatin1Char(diffLetter(graph)));
        auto* of = m_menu->addMenu(QStringLiteral("&%1  %2").arg(letter, QString(graphs[static_cast<std::size_t>(graph)].title).replace(u'&', QLatin1String("&&"))));
        add(*of, tr("&Only there"), QStringLiteral("only:") + letter);
        add(*of, tr("A&bsent there"), QStringLiteral("absent:") + letter);
        if (graph == 0) continue;
        add(*of, tr("&Differs there"), QStringLiteral("differs:") + letter);
        add(*of, tr("&Changed there"), QStringLiteral("changed:") + letter);
        add(*of, tr("&Same there"), QStringLiteral("same:") + letter);
    }
}

void ComparisonPanel::followSelection() {
    const int row = m_model.rowOfDifference(m_comparison.row());
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    if (row < 0 ? selected.isEmpty() : !selected.isEmpty() && selected.first().row() == row) return;
    const QScopedValueRollback following(m_isFollowing, true);
    if (row < 0) return m_table->clearSelection();
    m_table->selectRow(row);
    m_table->scrollTo(m_model.index(row, ComparisonModel::NodeColumn));
}

// From the field to the rows, as in all lists that are searched.
bool ComparisonPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_filter || event->type() != QEvent::KeyPress) return false;
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Down && key != Qt::Key_Return && key != Qt::Key_Enter) return false;
    m_table->setFocus();
    if (m_table->selectionModel()->selectedRows().isEmpty() && m_model.rowCount() > 0) m_table->selectRow(0);
    return true;
}

}  // namespace whittle

#include "views/numerics/numerics_view.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/kernels/study_message.h"
#include "views/models/text.h"
#include "views/numerics/bounds_editor.h"
#include "views/row_list.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kTableHeight = 130;  // at least: some rows beside the selected one
constexpr int kWidths[NumericsModel::ColumnCount] = {44, 110, 92, 72, 72, 72, 72, 84, 50, 44, 72, 72, 72, 140, 110, 78, 120, 120, 100};
const QString kNodeLink = QStringLiteral("node:");

// What is wrong stands in the colour of errors; the verdict beside it says so in words.
class VerdictDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const bool isVerdict = index.column() == NumericsModel::VerdictColumn || index.column() == NumericsModel::ErrorColumn;
        if (isVerdict && index.data(NumericsModel::WrongRole).toBool()) option->palette.setColor(QPalette::Text, canvasColors(option->palette).error);
    }
};

// Of values that a session told nothing was kept: to look at one runs the graph again, which a selection in the table asks for, and one in the graph does not.
bool isTold(const NumericsController& numerics) { return numerics.run() && numerics.run()->restored.isValid(); }

}  // namespace

NumericsView::NumericsView(NumericsController& numerics, GraphController& graph, JobRunner& jobs, QWidget* parent)
    : QWidget(parent), m_numerics(numerics), m_graph(graph), m_model(numerics), m_fetch(numerics, jobs) {
    m_plot = new ErrorPlot(numerics, m_model);
    m_viewer = new TensorViewer(numerics, m_fetch);
    auto* left = new QSplitter(Qt::Vertical);
    left->setChildrenCollapsible(false);
    left->addWidget(m_plot);
    left->addWidget(makeTable());
    left->setSizes({150, 200});
    auto* content = new QSplitter(Qt::Horizontal);
    content->setChildrenCollapsible(false);
    content->addWidget(left);
    content->addWidget(m_viewer);
    content->setSizes({620, 460});
    m_stack = new QStackedWidget;
    m_stack->addWidget(makeEmpty());
    m_stack->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 0);
    layout->setSpacing(4);
    layout->addWidget(makeHeader());
    layout->addWidget(m_stack, 1);

    connect(&numerics, &NumericsController::stateChanged, this, &NumericsView::refresh);
    connect(&numerics, &NumericsController::baselineChanged, this, &NumericsView::refresh);
    connect(&numerics, &NumericsController::verdictsChanged, this, &NumericsView::refresh);
    connect(&numerics, &NumericsController::valuesChanged, this, [this] { selectValue(-1); });
    connect(m_plot, &ErrorPlot::valueWanted, this, &NumericsView::selectValue);
    connect(&graph, &GraphController::selectionChanged, this, &NumericsView::followGraph);
    refresh();
}

QWidget* NumericsView::makeHeader() {
    m_finding = new QLabel;
    m_finding->setTextFormat(Qt::RichText);
    m_finding->setWordWrap(true);
    m_finding->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_finding->setAccessibleName(tr("What was found"));
    m_compare = new QPushButton(icon(Icon::Start), tr("Compare"));
    m_compare->setToolTip(tr("Run the graph compiled, eagerly and in float64 and compare every value (F6)"));
    m_stop = new QPushButton(icon(Icon::Stop), tr("Stop"));
    m_baseline = new QPushButton;
    m_minify = new QPushButton(tr("Minify this"));
    connect(m_finding, &QLabel::linkActivated, this, &NumericsView::openLink);
    connect(m_compare, &QPushButton::clicked, this, &NumericsView::compareWanted);
    connect(m_stop, &QPushButton::clicked, &m_numerics, &NumericsController::stop);
    connect(m_baseline, &QPushButton::clicked, this, [this] {
        if (m_numerics.baseline()) m_numerics.dropBaseline();
        else m_numerics.keepBaseline();
    });
    connect(m_minify, &QPushButton::clicked, this, [this] { emit minifyWanted(nodeToMinify()); });
    auto* header = new QWidget;
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(2, 0, 0, 0);
    layout->addWidget(m_finding, 1);
    for (QPushButton* button : {m_minify, m_baseline, m_compare, m_stop}) layout->addWidget(button, 0, Qt::AlignTop);
    return header;
}

QWidget* NumericsView::makeEmpty() {
    m_emptyText = new QLabel;
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyText->setWordWrap(true);
    m_emptyCompare = new QPushButton(icon(Icon::Start), tr("Compare (F6)"));
    connect(m_emptyCompare, &QPushButton::clicked, this, &NumericsView::compareWanted);
    auto* empty = new QWidget;
    auto* layout = new QVBoxLayout(empty);
    layout->addStretch();
    layout->addWidget(m_emptyText);
    layout->addWidget(m_emptyCompare, 0, Qt::AlignHCenter);
    layout->addStretch();
    return empty;
}

QWidget* NumericsView::makeTable() {
    m_filter = new QLineEdit;
    m_filter->setPlaceholderText(tr("Filter by name, operator, module, source or kernel"));
    m_filter->setAccessibleName(tr("Filter of the values"));
    m_filter->setClearButtonEnabled(true);
    m_onlyBad = new QCheckBox(tr("Only bad"));
    m_onlyBad->setToolTip(tr("Only values that are wrong, or where NaN or infinity begins"));
    m_table = new QTableView;
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new VerdictDelegate(m_table));
    makeRowList(*m_table, tr("Compared values"));
    m_table->setMinimumHeight(kTableHeight);
    m_table->setSortingEnabled(true);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignCenter);
    for (int column = 0; column < NumericsModel::ColumnCount; ++column) m_table->setColumnWidth(column, kWidths[column]);
    m_table->sortByColumn(NumericsModel::OrderColumn, Qt::AscendingOrder);
    connect(m_filter, &QLineEdit::textChanged, &m_model, &NumericsModel::setText);
    connect(m_onlyBad, &QCheckBox::toggled, &m_model, &NumericsModel::setOnlyBad);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (current.isValid()) selectValue(current.data(NumericsModel::ValueRole).toInt());
    });
    // A filter takes the selection with it; where the value is still there it is selected again.
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] {
        if (const int row = m_current < 0 ? -1 : m_model.rowOf(m_current); row >= 0) m_table->setCurrentIndex(m_model.index(row, NumericsModel::NameColumn));
    });
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_onlyBad);
    m_bounds = new QPushButton(tr("Tolerances…"));
    m_bounds->setToolTip(tr("From which error on a value is called wrong, for each dtype"));
    connect(m_bounds, &QPushButton::clicked, this, [this] {
        auto* editor = new BoundsEditor(m_numerics, this);
        editor->setAttribute(Qt::WA_DeleteOnClose);
        editor->show();
    });
    bar->addWidget(m_bounds);
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    return page;
}

void NumericsView::refresh() {
    using State = NumericsController::State;
    const State state = m_numerics.state();
    const bool isRunning = state == State::Running;
    const auto failure = m_numerics.run() ? m_numerics.run()->comparison.failure : std::nullopt;
    const bool hasValues = !m_numerics.values().empty() || state == State::Done;
    const QString hint = failure ? whatToTry(failure->kind) : QString();
    m_stack->setCurrentIndex(hasValues && !(failure && m_numerics.values().empty()) ? 1 : 0);
    m_finding->setText(hint.isEmpty() ? m_numerics.findingText() : m_numerics.findingText() + u' ' + hint.toHtmlEscaped());
    m_finding->setVisible(hasValues);
    switch (state) {
        case State::NoGraph: m_emptyText->setText(tr("Open a graph to compare its values.")); break;
        case State::Ready:
            m_emptyText->setText(tr("Nothing compared yet. A comparison runs the graph compiled, eagerly and in float64, in a process of its own, and finds the first value that goes wrong."));
            break;
        case State::Running: m_emptyText->setText(m_numerics.statusText()); break;
        case State::Failed: m_emptyText->setText(tr("The graph could not be compared: %1").arg(m_numerics.errorText())); break;
        case State::Done: m_emptyText->setText(tr("No value could be compared before the compiled run failed. “Minify this” makes the smallest graph that fails in the same way.")); break;
    }
    m_emptyCompare->setVisible(m_numerics.canStart() && !hasValues);
    m_compare->setVisible(hasValues && !isRunning);
    m_stop->setVisible(isRunning);
    m_baseline->setText(m_numerics.baseline() ? tr("Forget baseline") : tr("Keep as baseline"));
    m_baseline->setToolTip(m_numerics.baseline() ? tr("The baseline ran %1").arg(m_numerics.baselineText()) : tr("Show this run beside those that follow, with other settings"));
    m_baseline->setVisible(hasValues);
    m_baseline->setEnabled(m_numerics.baseline() || (m_numerics.run() && !m_numerics.run()->comparison.failure));
    m_minify->setVisible(hasValues);
    showMinify();
    m_table->setColumnHidden(NumericsModel::BaselineColumn, !m_numerics.baseline());
    // Who chose a value while it ran waits for its tensors.
    if (state == State::Done && m_current >= 0 && m_fetch.value() != m_current && !isTold(m_numerics)) m_fetch.show(m_current);
    // What was found is what one wants to look at first.
    if (state == State::Done && m_current < 0 && m_numerics.run() && !isTold(m_numerics)) {
        const ComparisonSummary& summary = m_numerics.run()->summary;
        selectValue(summary.firstWrong >= 0 ? summary.firstWrong : summary.firstNonFinite >= 0 ? summary.firstNonFinite : summary.largest);
    }
}

// Of a run that failed, a value that came out right is nothing to reduce.
bool NumericsView::minifiesFailure() const {
    const NumericsRunRef& run = m_numerics.run();
    return run && run->comparison.failure && (m_current < 0 || !m_numerics.values()[static_cast<std::size_t>(m_current)].wrong);
}

QString NumericsView::nodeToMinify() const {
    if (minifiesFailure()) return m_numerics.failedNode();
    return m_current < 0 ? QString() : toQString(m_numerics.values()[static_cast<std::size_t>(m_current)].node);
}

void NumericsView::showMinify() {
    const bool isFailure = minifiesFailure();
    m_minify->setEnabled(isFailure || (m_numerics.run() && m_current >= 0));
    m_minify->setToolTip(!isFailure                            ? tr("Reduce what the selected value needs, as long as it stays wrong")
                         : m_numerics.failedNode().isEmpty() ? tr("Reduce the graph, as long as it fails in the same way")
                                                               : tr("Reduce what %1 needs, as long as it fails in the same way").arg(m_numerics.failedNode()));
}

void NumericsView::selectValue(int value) {
    if (value >= static_cast<int>(m_numerics.values().size())) value = -1;
    if (value == m_current) return;
    m_current = value;
    m_plot->setCurrent(value);
    showMinify();
    m_fetch.show(m_numerics.run() ? value : -1);
    if (value < 0) return;
    if (const int row = m_model.rowOf(value); row >= 0 && (!m_table->currentIndex().isValid() || m_table->currentIndex().row() != row)) {
        const QModelIndex index = m_model.index(row, NumericsModel::NameColumn);
        m_table->setCurrentIndex(index);
        m_table->scrollTo(index);
    }
    const Node* node = m_numerics.nodeOf(m_numerics.values()[static_cast<std::size_t>(value)]);
    if (!node || m_isFollowing || !m_graph.scene() || m_graph.scene()->graphRef() != m_numerics.graph()) return;
    m_isFollowing = true;
    m_graph.selectNode(node->id);
    m_isFollowing = false;
}

int NumericsView::valueOf(const QString& node) const {
    const auto& values = m_numerics.values();
    const auto found = std::ranges::find(values, node.toStdString(), &ComparedValue::node);
    return found == values.end() ? -1 : static_cast<int>(found - values.begin());
}

void NumericsView::followGraph() {
    if (m_isFollowing || !m_graph.scene() || m_graph.selected() < 0 || m_graph.scene()->isGroup(m_graph.selected())) return;
    const int value = valueOf(m_graph.scene()->box(m_graph.selected()).name);
    if (value < 0 || (m_current >= 0 && m_numerics.values()[static_cast<std::size_t>(m_current)].node == m_numerics.values()[static_cast<std::size_t>(value)].node)) return;
    m_isFollowing = true;
    selectValue(value);
    m_isFollowing = false;
    if (isTold(m_numerics)) m_fetch.show(-1);
}

void NumericsView::openLink(const QString& link) {
    if (!link.startsWith(kNodeLink)) return;
    const QString node = link.mid(kNodeLink.size());
    if (const int value = valueOf(node); value >= 0) return selectValue(value);
    // A run that failed before has no values of it; the node is there, in this stage or none.
    if (!m_graph.scene()) return;
    const auto& nodes = m_graph.scene()->graph().nodes();
    const auto found = std::ranges::find(nodes, node.toStdString(), &Node::name);
    if (found != nodes.end()) m_graph.selectNode(found->id);
}

}  // namespace whittle

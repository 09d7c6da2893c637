#include "views/kernels/kernels_panel.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/models/format.h"
#include "views/models/text.h"
#include "views/warning_mark.h"

namespace whittle {
namespace {

constexpr int kMostNotes = 2;

}  // namespace

KernelsPanel::KernelsPanel(KernelsController& kernels, GraphController& graph, QWidget* parent)
    : QWidget(parent), m_kernels(kernels), m_graph(graph), m_pages(new QStackedWidget), m_tabs(new QTabWidget), m_message(new StudyMessage(kernels.study(), StudyPurpose::Kernels)), m_table(new KernelTable(kernels)),
      m_roofline(new RooflinePlot(kernels)), m_candidates(new CandidatesPage(kernels)), m_code(new KernelCodePage(kernels)) {
    auto* first = new QSplitter(Qt::Horizontal);
    first->setChildrenCollapsible(false);
    first->addWidget(m_table);
    first->addWidget(m_roofline);
    first->setSizes({900, 460});
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Kernels, candidates and code"));
    m_tabs->addTab(first, tr("Kernels"));
    m_tabs->addTab(m_candidates, tr("Candidates"));
    m_tabs->addTab(m_code, tr("Code"));
    m_tabs->setCornerWidget(makeStrip());
    m_pages->addWidget(m_message);
    m_pages->addWidget(m_tabs);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_notes = new QLabel;
    m_notes->setAccessibleName(tr("What to know of this compilation"));
    m_notes->setTextFormat(Qt::PlainText);
    m_notes->setWordWrap(true);
    m_notes->setContentsMargins(8, 4, 8, 4);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    column->addWidget(m_notes);
    column->addWidget(m_pages, 1);
    connect(m_message, &StudyMessage::compileWanted, this, &KernelsPanel::compileWanted);
    connect(m_stop, &QToolButton::clicked, &kernels.study(), &StudyController::stop);
    connect(m_compile, &QToolButton::clicked, this, &KernelsPanel::compileWanted);
    connect(&kernels.study(), &StudyController::stateChanged, this, &KernelsPanel::showState);
    connect(&kernels.study(), &StudyController::passed, this, &KernelsPanel::showState);
    connect(&kernels, &KernelsController::contentChanged, this, &KernelsPanel::showState);
    connect(&kernels, &KernelsController::nodeChanged, this, &KernelsPanel::leadGraph);
    connect(&graph, &GraphController::selectionChanged, this, &KernelsPanel::followGraph);
    connect(m_table, &QTableView::activated, this, [this] { showTab(CodeTab); });
    showState();
}

// One line beside the tabs, so that what was measured before stays in sight while the next study runs.
QWidget* KernelsPanel::makeStrip() {
    auto* strip = new QWidget;
    m_mark = new WarningMark(16);
    m_status = new QLabel;
    m_status->setAccessibleName(tr("Compilation"));
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_status->setAccessibleName(tr("Compiling"));
    m_bar = new QProgressBar;
    m_bar->setRange(0, 0);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(110, 8);
    m_bar->setAccessibleName(tr("Compiling"));
    const auto button = [](Icon mark, const QString& tip) {
        auto* made = new QToolButton;
        made->setIcon(icon(mark));
        made->setAutoRaise(true);
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        return made;
    };
    m_stop = button(Icon::Stop, tr("Stop compiling"));
    m_compile = button(Icon::Start, tr("Compile and measure again (F5)"));
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(8, 0, 6, 0);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_mark, m_status, m_bar, m_stop, m_compile}) row->addWidget(widget);
    return strip;
}

// All of them in the tooltip; the first ones where they are seen.
void KernelsPanel::showNotes() {
    const QStringList notes = m_kernels.study().notes();
    QStringList shown = notes.mid(0, kMostNotes);
    if (notes.size() > kMostNotes) shown << tr("and %n more", nullptr, static_cast<int>(notes.size()) - kMostNotes);
    m_notes->setText(shown.join(u'\n'));
    m_notes->setToolTip(notes.join(u'\n'));
    m_notes->setVisible(!notes.isEmpty());
}

void KernelsPanel::showState() {
    showNotes();
    m_message->setTrouble(m_kernels.errorText());
    using State = StudyController::State;
    StudyController& study = m_kernels.study();
    const KernelContentRef& content = m_kernels.content();
    const bool isRunning = study.state() == State::Running;
    const bool hasFailed = study.state() == State::Failed || (study.study() && study.study()->failure);
    m_pages->setCurrentWidget(content && content->count() > 0 && study.state() != State::Failed ? static_cast<QWidget*>(m_tabs) : m_message);
    QString status = study.statusText();
    if (study.state() == State::Ready && content) status = tr("Stopped; these are the results of before");
    const QString hint = hasFailed && study.study() && study.study()->failure ? whatToTry(*study.study()->failure, study.graph()) : QString();
    const QString whole = hint.isEmpty() ? status : status + u'\n' + hint;
    m_mark->setVisible(hasFailed && !isRunning);
    m_status->setText(m_status->fontMetrics().elidedText(status, Qt::ElideRight, 560));
    m_status->setToolTip(whole);
    m_bar->setVisible(isRunning);
    m_stop->setVisible(isRunning);
    m_compile->setVisible(study.canStart());
    const qsizetype choices = content ? static_cast<qsizetype>(content->study().report.choices.size()) : 0;
    m_tabs->setTabText(KernelsTab, content ? tr("Kernels (%1)").arg(formatCount(content->count())) : tr("Kernels"));
    m_tabs->setTabText(CandidatesTab, choices > 0 ? tr("Candidates (%1)").arg(formatCount(choices)) : tr("Candidates"));
}

// The canvas may show the graph after some pass: nodes are found by name then.
void KernelsPanel::followGraph(int item) {
    // A node of a later stage comes of one whose name is another node there: who follows does not lead, nor the other way.
    if (m_isLinking) return;
    const QScopedValueRollback linking(m_isLinking, true);
    const SceneRef& scene = m_graph.scene();
    if (!scene || item < 0 || scene->isGroup(item) || scene->box(item).kind != SceneBox::Kind::Node) return m_kernels.selectNode({});
    if (scene->graphRef() == m_kernels.study().graph()) return m_kernels.selectNode(scene->box(item).node);
    if (!m_kernels.content()) return m_kernels.selectNode({});
    const std::vector<NodeId> opened = m_kernels.content()->opened(scene->box(item).name.toStdString());
    m_kernels.selectNode(opened.empty() ? NodeId() : opened.front());
}

void KernelsPanel::leadGraph() {
    const SceneRef& scene = m_graph.scene();
    const NodeId node = m_kernels.node();
    if (m_isLinking || !scene || !node.valid()) return;
    const QScopedValueRollback linking(m_isLinking, true);
    if (scene->graphRef() == m_kernels.study().graph()) return m_graph.selectNode(node);
    const std::string& name = m_kernels.study().graph()->node(node).name;
    const auto found = std::ranges::find(scene->graph().nodes(), name, &Node::name);
    if (found != scene->graph().nodes().end()) m_graph.selectNode(found->id);
}

}  // namespace whittle

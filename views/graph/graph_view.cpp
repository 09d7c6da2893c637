#include "views/graph/graph_view.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "views/graph/graph_export.h"
#include "views/models/text.h"
#include "views/scrolled.h"

namespace whittle {
namespace {

constexpr int kWidestSearch = 520;
constexpr int kNarrow = 720;

const QString kExport = QStringLiteral("export ");

}  // namespace

GraphView::GraphView(GraphController& graph, QWidget* parent)
    : QWidget(parent), m_graph(graph), m_header(new QWidget(this)), m_title(new QLabel), m_details(new QLabel),
      m_foldDepth(new FoldDepthButton(graph)), m_colorBy(new ColorBy(graph)), m_search(new SearchBar(graph)), m_crumbs(new Breadcrumbs(graph)), m_stack(new QStackedWidget), m_canvas(new GraphCanvas(graph)),
      m_map(new OverviewMap(graph, *m_canvas)), m_key(new ColorKey(graph)), m_note(new HighlightNote(graph)), m_failure(new QLabel),
      m_mistake(new QLabel(this)) {
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_title->setTextFormat(Qt::PlainText);
    m_details->setForegroundRole(QPalette::PlaceholderText);
    m_details->setTextFormat(Qt::PlainText);
    m_details->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto* header = new QHBoxLayout(m_header);
    header->setContentsMargins(12, 5, 8, 5);
    header->setSpacing(10);
    header->addWidget(m_title);
    header->addWidget(m_details, 1);
    header->addWidget(m_colorBy);
    m_search->setMaximumWidth(kWidestSearch);
    header->addWidget(m_search, 4);

    m_failure->setWordWrap(true);
    m_failure->setMargin(24);
    m_failure->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_failure->setAccessibleName(tr("Why the graph is not shown"));
    m_stack->addWidget(m_canvas);
    m_stack->addWidget(m_failure);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    auto* modules = new QHBoxLayout;
    modules->setContentsMargins(0, 0, 8, 0);
    modules->addWidget(m_crumbs, 1);
    modules->addWidget(m_foldDepth);
    column->addLayout(modules);
    column->addWidget(m_note);
    column->addWidget(m_stack, 1);
    column->addWidget(m_key);
    m_mistake->setTextFormat(Qt::PlainText);
    m_mistake->setWordWrap(true);
    m_mistake->setMargin(6);
    m_mistake->setAutoFillBackground(true);
    m_mistake->setFrameShape(QFrame::Box);
    m_mistake->setForegroundRole(QPalette::BrightText);
    m_mistake->setBackgroundRole(QPalette::Base);
    m_mistake->hide();
    connect(&graph, &GraphController::searchChanged, this, &GraphView::showMistake);
    connect(&graph, &GraphController::stateChanged, this, &GraphView::showState);
    connect(m_crumbs, &Breadcrumbs::followed, m_canvas, [this] { m_canvas->setFocus(); });
    connect(m_foldDepth, &FoldDepthButton::left, m_canvas, [this] { m_canvas->setFocus(); });
    connect(m_colorBy, &ColorBy::left, m_canvas, [this] { m_canvas->setFocus(); });
    connect(m_note, &HighlightNote::left, m_canvas, [this] { m_canvas->setFocus(); });
    connect(m_search, &SearchBar::left, m_canvas, [this] { m_canvas->setFocus(); });
    setFocusProxy(m_canvas);
}

void GraphView::setTitle(const QString& title, const QString& details) {
    m_title->setText(title);
    m_details->setText(details);
    m_details->setToolTip(details);
    m_canvas->setAccessibleName(title.isEmpty() ? tr("Graph") : tr("Graph %1").arg(title));
}

void GraphView::addPanel(QWidget* panel) { m_stack->addWidget(scrolled(panel)); }

void GraphView::showPanel(QWidget* panel) {
    QWidget* shown = m_canvas;
    for (int i = 0; panel && i < m_stack->count(); ++i)
        if (m_stack->widget(i)->isAncestorOf(panel)) shown = m_stack->widget(i);
    m_stack->setCurrentWidget(shown);
    m_header->setVisible(!panel);
    showMistake();
    m_crumbs->setCovered(panel != nullptr);
    m_foldDepth->setCovered(panel != nullptr);
    m_key->setCovered(panel != nullptr);
    m_note->setCovered(panel != nullptr);
}

void GraphView::exportTo(const QString& path) {
    if (!m_graph.scene()) return;
    // Two writers of one file would end in any order.
    if (m_exporting.contains(path)) return void(emit exportFailed(path, tr("It is being written already.")));
    m_exporting.insert(path);
    m_graph.jobs().submit(
        this, kExport + path, [graph = snapshotOf(m_graph), palette = palette(), path](const CancelToken& cancel) { return exportGraph(graph, palette, path, cancel); },
        [this, path](Result<void> written) {
            m_exporting.remove(path);
            if (written) emit exported(path);
            else emit exportFailed(path, errorText(written.error()));
        });
}

void GraphView::describeExports(TaskList& tasks) {
    tasks.describe(this, kExport, [this](const QString& tag) {
        return TaskNews{.text = tr("Writing %1").arg(tag.mid(kExport.size())), .stop = [this, tag] { m_graph.jobs().askToStop(this, tag); }};
    });
}

// What is wrong with the query, where the eye is while it is typed.
void GraphView::showMistake() {
    const QString& mistake = m_graph.queryMistake();
    m_mistake->setText(mistake);
    m_mistake->setVisible(!mistake.isEmpty() && m_header->isVisibleTo(this));
    if (mistake.isEmpty()) return;
    const int width = std::min(std::max(m_search->width(), 260), this->width() - 16);
    m_mistake->resize(width, m_mistake->heightForWidth(width));
    const QPoint under = m_search->mapTo(this, QPoint(0, m_search->height() + 2));
    m_mistake->move(std::max(8, std::min(under.x(), this->width() - width - 8)), under.y());
    m_mistake->raise();
}

void GraphView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_colorBy->setShort(width() < kNarrow);
    showMistake();
}

void GraphView::showState() {
    if (m_graph.state() != GraphController::State::Failed) {
        if (m_stack->currentWidget() == m_failure) m_stack->setCurrentWidget(m_canvas);
        return;
    }
    m_failure->setText(tr("The graph could not be arranged.\n\n%1").arg(m_graph.errorText()));
    m_stack->setCurrentWidget(m_failure);
}

}  // namespace whittle

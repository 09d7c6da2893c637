#include "views/graph/highlight_note.h"

#include <QAccessible>
#include <QHBoxLayout>

#include "views/icons.h"

namespace whittle {

HighlightNote::HighlightNote(GraphController& graph, QWidget* parent) : QWidget(parent), m_graph(graph), m_text(new QLabel), m_only(new QToolButton), m_end(new QToolButton) {
    m_text->setTextFormat(Qt::PlainText);
    m_text->setAccessibleName(tr("What is highlighted"));
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_end->setIcon(icon(Icon::Close));
    m_end->setAutoRaise(true);
    m_end->setAccessibleName(tr("Show everything again"));
    m_end->setToolTip(tr("Show everything again (Escape)"));
    m_only->setText(tr("Show only these"));
    m_only->setAutoRaise(true);
    m_only->setToolTip(tr("As a graph of their own (Ctrl+Shift+O)"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 2, 8, 2);
    row->addWidget(m_text, 1);
    row->addWidget(m_only);
    row->addWidget(m_end);
    connect(m_end, &QToolButton::clicked, this, [this] {
        m_graph.widen();
        emit left();
    });
    connect(m_only, &QToolButton::clicked, this, [this] {
        m_graph.isolate();
        emit left();
    });
    connect(&graph, &GraphController::sceneChanged, this, &HighlightNote::follow);
    connect(&graph, &GraphController::highlightChanged, this, &HighlightNote::follow);
    hide();
}

void HighlightNote::setCovered(bool covered) {
    m_covered = covered;
    follow();
}

void HighlightNote::follow() {
    const auto& highlight = m_graph.highlighted();
    if (m_graph.isPicking()) m_text->setText(tr("Select the other end of the ways; Escape stops"));
    else if (highlight) m_text->setText(tr("%1; Escape clears").arg(highlight->text));
    else if (m_graph.isIsolated() && m_graph.scene()) m_text->setText(tr("%Ln boxes shown alone; Escape shows the whole graph", nullptr, m_graph.scene()->count()));
    m_only->setVisible(!m_graph.isPicking() && highlight && !highlight->boxes.empty());
    setVisible(!m_covered && (m_graph.isPicking() || highlight || m_graph.isIsolated()));
    setAccessibleName(m_text->text());
    QAccessibleEvent changed(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&changed);
}

}  // namespace whittle

#include "views/graph/highlight_note.h"

#include <QAccessible>
#include <QHBoxLayout>

#include "views/icons.h"

namespace whittle {

HighlightNote::HighlightNote(GraphController& graph, QWidget* parent) : QWidget(parent), m_graph(graph), m_text(new QLabel), m_end(new QToolButton) {
    m_text->setTextFormat(Qt::PlainText);
    m_text->setAccessibleName(tr("What is highlighted"));
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_end->setIcon(icon(Icon::Close));
    m_end->setAutoRaise(true);
    m_end->setAccessibleName(tr("Clear highlight"));
    m_end->setToolTip(tr("Clear highlight (Escape)"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 2, 8, 2);
    row->addWidget(m_text, 1);
    row->addWidget(m_end);
    connect(m_end, &QToolButton::clicked, this, [this] {
        m_graph.clearHighlight();
        emit left();
    });
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
    setVisible(!m_covered && (m_graph.isPicking() || highlight));
    setAccessibleName(m_text->text());
    QAccessibleEvent changed(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&changed);
}

}  // namespace whittle

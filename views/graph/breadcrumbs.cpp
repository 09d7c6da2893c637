#include "views/graph/breadcrumbs.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace whittle {

Breadcrumbs::Breadcrumbs(GraphController& graph, QWidget* parent) : QWidget(parent), m_graph(graph), m_row(new QHBoxLayout(this)) {
    setAccessibleName(tr("Modules around the selection"));
    m_row->setContentsMargins(8, 0, 8, 3);
    m_row->setSpacing(0);
    connect(&graph, &GraphController::sceneChanged, this, &Breadcrumbs::rebuild);
    connect(&graph, &GraphController::selectionChanged, this, &Breadcrumbs::rebuild);
    hide();
}

void Breadcrumbs::rebuild() {
    while (QLayoutItem* item = m_row->takeAt(0)) {
        if (item->widget()) item->widget()->deleteLater();  // perhaps the one that was clicked
        delete item;
    }
    setVisible(m_graph.hasGroups());
    if (!m_graph.hasGroups()) return;
    const GraphScene& scene = *m_graph.scene();
    std::vector<int> path;
    for (int item = m_graph.selected(); item >= 0; item = scene.parentOf(item)) path.insert(path.begin(), item);
    path.insert(path.begin(), -1);
    for (const int item : path) {
        if (item >= 0) {
            auto* arrow = new QLabel(QStringLiteral("›"));
            arrow->setForegroundRole(QPalette::PlaceholderText);
            m_row->addWidget(arrow);
        }
        auto* step = new QToolButton;
        step->setAutoRaise(true);
        step->setText(item < 0 ? tr("Graph") : scene.box(item).title);
        step->setAccessibleName(item < 0 ? tr("Select nothing") : tr("Select %1").arg(scene.box(item).name));
        QFont font = step->font();
        font.setWeight(item == m_graph.selected() ? QFont::DemiBold : QFont::Normal);
        step->setFont(font);
        connect(step, &QToolButton::clicked, this, [this, item] { m_graph.select(item); });
        m_row->addWidget(step);
    }
    m_row->addStretch(1);
}

}  // namespace whittle

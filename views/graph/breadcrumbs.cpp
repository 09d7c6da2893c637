#include "views/graph/breadcrumbs.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace whittle {
namespace {

constexpr std::size_t kStepsShown = 4;  // behind the graph; those before are the menu
constexpr int kLetters = 28;

QString shortened(QString text) {
    if (text.size() > kLetters) text = text.left(kLetters - 1) + QStringLiteral("…");
    return text.replace(u'&', QStringLiteral("&&"));
}

}  // namespace

Breadcrumbs::Breadcrumbs(GraphController& graph, QWidget* parent) : QWidget(parent), m_graph(graph), m_row(new QHBoxLayout(this)) {
    setAccessibleName(tr("Modules around the selection"));
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_row->setContentsMargins(8, 0, 8, 3);
    m_row->setSpacing(0);
    connect(&graph, &GraphController::sceneChanged, this, &Breadcrumbs::follow);
    connect(&graph, &GraphController::selectionChanged, this, &Breadcrumbs::follow);
    hide();
}

void Breadcrumbs::setCovered(bool covered) {
    m_covered = covered;
    follow();
}

QString Breadcrumbs::nameOf(int item) const { return item < 0 ? tr("Graph") : m_graph.scene()->box(item).title; }

void Breadcrumbs::follow() {
    setVisible(m_graph.hasGroups() && !m_covered);
    const ContentRef content = m_graph.scene() ? m_graph.scene()->content() : nullptr;
    std::vector<int> path{-1};
    for (int item = content ? m_graph.selected() : -1; item >= 0; item = content->parentOf(item)) path.insert(path.begin() + 1, item);
    if (content == m_content && path == m_path) return;
    m_content = content;
    m_path = std::move(path);
    rebuild();
}

void Breadcrumbs::rebuild() {
    while (QLayoutItem* item = m_row->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();  // perhaps the one that was clicked
        }
        delete item;
    }
    if (!m_graph.hasGroups()) return;
    addStep(m_path.front());
    std::span<const int> rest = std::span(m_path).subspan(1);
    if (rest.size() > kStepsShown) {
        addMenu(rest.first(rest.size() - kStepsShown));
        rest = rest.last(kStepsShown);
    }
    for (const int item : rest) addStep(item);
    m_row->addStretch(1);
}

void Breadcrumbs::addStep(int item) {
    if (item >= 0) {
        auto* arrow = new QLabel(QStringLiteral("›"));
        arrow->setForegroundRole(QPalette::PlaceholderText);
        m_row->addWidget(arrow);
    }
    auto* step = new QToolButton;
    step->setAutoRaise(true);
    step->setText(shortened(nameOf(item)));
    step->setAccessibleName(item < 0 ? tr("Select nothing") : tr("Select %1").arg(m_graph.scene()->box(item).name));
    QFont font = step->font();
    font.setWeight(item == m_graph.selected() ? QFont::DemiBold : QFont::Normal);
    step->setFont(font);
    connect(step, &QToolButton::clicked, this, [this, item] {
        m_graph.select(item);
        emit followed();
    });
    m_row->addWidget(step);
}

void Breadcrumbs::addMenu(std::span<const int> items) {
    auto* step = new QToolButton;
    step->setAutoRaise(true);
    step->setText(QStringLiteral("› …"));
    step->setAccessibleName(tr("Modules further out"));
    step->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(step);
    for (const int item : items)
        menu->addAction(shortened(nameOf(item)), this, [this, item] {
            m_graph.select(item);
            emit followed();
        });
    step->setMenu(menu);
    m_row->addWidget(step);
}

}  // namespace whittle

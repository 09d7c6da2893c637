#include "views/graph/breadcrumbs.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QStyle>
#include <QToolButton>

namespace whittle {
namespace {

constexpr int kLetters = 28;
const QString kArrow = QStringLiteral("›");
const QString kMenu = QStringLiteral("› …");

QString shortened(QString text) {
    if (text.size() > kLetters) text = text.left(kLetters - 1) + QStringLiteral("…");
    return text.replace(u'&', QStringLiteral("&&"));
}

// A step as it is shown: measured before there is one.
void dress(QToolButton& step, const QString& text, bool isSelected) {
    step.setAutoRaise(true);
    step.setText(text);
    QFont font = step.font();
    font.setWeight(isSelected ? QFont::DemiBold : QFont::Normal);
    step.setFont(font);
}

// The mark of a menu stands at its right; Qt leaves no room for it.
int menuWidth(const QToolButton& step) { return step.sizeHint().width() + 2 * step.style()->pixelMetric(QStyle::PM_MenuButtonIndicator); }

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
    m_widths.clear();
    for (const int item : m_path) m_widths.push_back(widthOf(item));
    rebuild();
}

void Breadcrumbs::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (stepsThatFit() != m_shown) rebuild();
}

int Breadcrumbs::widthOf(int item) const {
    QToolButton step;
    dress(step, shortened(nameOf(item)), item == m_graph.selected());
    return step.sizeHint().width() + (item < 0 ? 0 : fontMetrics().horizontalAdvance(kArrow) + 2);
}

std::size_t Breadcrumbs::stepsThatFit() const {
    if (m_widths.size() < 2) return 0;
    QToolButton menu;
    dress(menu, kMenu, false);
    const QMargins margins = m_row->contentsMargins();
    int room = width() - margins.left() - margins.right() - m_widths.front();
    const std::size_t all = m_widths.size() - 1;
    std::size_t shown = 0;
    for (; shown < all; ++shown) {
        room -= m_widths[all - shown];
        if (shown > 0 && room < (shown + 1 < all ? menuWidth(menu) : 0)) break;
    }
    return shown;
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
    m_shown = stepsThatFit();
    if (rest.size() > m_shown) {
        addMenu(rest.first(rest.size() - m_shown));
        rest = rest.last(m_shown);
    }
    for (const int item : rest) addStep(item);
    m_row->addStretch(1);
}

void Breadcrumbs::addStep(int item) {
    if (item >= 0) {
        auto* arrow = new QLabel(kArrow);
        arrow->setForegroundRole(QPalette::PlaceholderText);
        m_row->addWidget(arrow);
    }
    auto* step = new QToolButton;
    dress(*step, shortened(nameOf(item)), item == m_graph.selected());
    step->setAccessibleName(item < 0 ? tr("Select nothing") : tr("Select %1").arg(m_graph.scene()->box(item).name));
    connect(step, &QToolButton::clicked, this, [this, item] {
        m_graph.select(item);
        emit followed();
    });
    m_row->addWidget(step);
}

void Breadcrumbs::addMenu(std::span<const int> items) {
    auto* step = new QToolButton;
    dress(*step, kMenu, false);
    step->setAccessibleName(tr("Modules further out"));
    step->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(step);
    for (const int item : items)
        menu->addAction(shortened(nameOf(item)), this, [this, item] {
            m_graph.select(item);
            emit followed();
        });
    step->setMenu(menu);
    step->setMinimumWidth(menuWidth(*step));
    m_row->addWidget(step);
}

}  // namespace whittle

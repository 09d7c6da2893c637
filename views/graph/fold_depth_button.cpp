#include "views/graph/fold_depth_button.h"

#include <QMenu>

#include "views/models/fold_depth.h"
#include "views/models/format.h"

namespace whittle {
namespace {

constexpr int kDigits = 10;

}  // namespace

FoldDepthButton::FoldDepthButton(GraphController& graph, QWidget* parent) : QToolButton(parent), m_graph(graph), m_menu(new QMenu(this)) {
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QToolButton::clicked, this, &FoldDepthButton::openMenu);  // a menu of the button itself would wait for the choice
    setAccessibleName(tr("Depth to which modules are unfolded"));
    m_menu->setAccessibleName(tr("Depth to which modules are unfolded"));
    connect(&graph, &GraphController::sceneChanged, this, &FoldDepthButton::follow);
    follow();
}

void FoldDepthButton::openMenu() {
    if (!isVisible()) return;
    fill();
    m_menu->popup(mapToGlobal(rect().bottomLeft()));
}

void FoldDepthButton::setCovered(bool covered) {
    m_covered = covered;
    follow();
}

void FoldDepthButton::fill() {
    m_menu->clear();
    const std::optional<int> shown = openDepth(*m_content, m_graph.scene()->open());
    const auto deepest = static_cast<int>(m_cards.size()) - 1;
    for (int depth = 0; depth <= deepest; ++depth) {
        QString text = depth < kDigits ? QStringLiteral("&%1").arg(depth) : QString::number(depth);
        if (depth == 0) text = tr("%1  All folded").arg(text);
        if (depth == deepest) text = tr("%1  All unfolded").arg(text);
        QAction* action = m_menu->addAction(QStringLiteral("%1\t%2").arg(text, tr("%Ln cards", nullptr, m_cards[static_cast<std::size_t>(depth)])), this, [this, depth] {
            m_graph.setDepth(depth);
            emit left();
        });
        action->setCheckable(true);
        action->setChecked(depth == shown);
        if (depth == shown) m_menu->setActiveAction(action);
    }
}

void FoldDepthButton::follow() {
    setVisible(m_graph.hasGroups() && !m_covered);
    if (!m_graph.hasGroups()) return m_content.reset();
    if (m_content != m_graph.scene()->content()) {
        m_content = m_graph.scene()->content();
        m_cards = cardsByDepth(*m_content);
    }
    const std::optional<int> depth = openDepth(*m_content, m_graph.scene()->open());
    const QString where = depth ? tr("%1 of %2").arg(*depth).arg(m_cards.size() - 1) : tr("mixed");
    setText(tr("Depth: %1 ▾").arg(where));
    setAccessibleName(tr("Depth to which modules are unfolded: %1").arg(where));
    setToolTip(tr("How deep modules are unfolded: %1 (Ctrl+L, then a digit; Ctrl+Shift+PgDown and PgUp for one level)").arg(where));
}

}  // namespace whittle

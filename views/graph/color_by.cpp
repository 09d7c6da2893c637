#include "views/graph/color_by.h"

#include <algorithm>

#include <QMenu>

#include "views/models/node_overlays.h"

namespace whittle {

ColorBy::ColorBy(GraphController& graph, QWidget* parent) : QToolButton(parent), m_graph(graph), m_menu(new QMenu(this)) {
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QToolButton::clicked, this, &ColorBy::openMenu);  // a menu of the button itself would wait for the choice
    m_menu->setAccessibleName(tr("Colour by"));
    connect(m_menu, &QMenu::aboutToShow, this, &ColorBy::fill);
    connect(&graph, &GraphController::overlayChanged, this, &ColorBy::follow);
    follow();
}

// One that was set without an offer is among them while it is shown.
QList<ColorBy::Choice> ColorBy::choices() const {
    QList<Choice> all{{QString(), tr("Operator family")}};
    for (const GraphOverlay& row : graphOverlays()) all << Choice{QString::fromLatin1(row.key), graphOverlayTitle(row)};
    std::vector<OverlayRef> others = m_graph.offeredOverlays();
    if (m_graph.overlay()) others.push_back(m_graph.overlay());
    for (const OverlayRef& overlay : others) {
        const auto same = std::ranges::find_if(all, [&](const Choice& choice) { return choice.key == overlay->key; });
        if (same != all.end()) same->title = overlay->title;
        else all << Choice{overlay->key, overlay->title};
    }
    return all;
}

void ColorBy::openMenu() { m_menu->popup(mapToGlobal(rect().bottomLeft())); }

void ColorBy::setShort(bool isShort) {
    if (isShort == m_short) return;
    m_short = isShort;
    follow();
}

void ColorBy::fill() {
    m_menu->clear();
    const QString shown = m_graph.overlay() ? m_graph.overlay()->key : QString();
    for (const Choice& choice : choices()) {
        QAction* action = m_menu->addAction(QString(choice.title).replace(u'&', QStringLiteral("&&")), this, [this, key = choice.key] {
            if (!m_graph.overlay() || m_graph.overlay()->key != key) m_graph.setColorBy(key);
            emit left();
        });
        action->setCheckable(true);
        action->setChecked(choice.key == shown);
        if (choice.key == shown) m_menu->setActiveAction(action);
    }
}

void ColorBy::follow() {
    const QString title = m_graph.overlay() ? m_graph.overlay()->title : tr("Operator family");
    setText(m_short ? tr("Colour ▾") : tr("Colour: %1 ▾").arg(title));
    setAccessibleName(tr("Colour by: %1").arg(title));
    setToolTip(tr("What the boxes are coloured by (Ctrl+B): %1").arg(title));
}

}  // namespace whittle

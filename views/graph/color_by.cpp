#include "views/graph/color_by.h"

#include <algorithm>

#include <QActionGroup>
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
    addRampChoices();
}

// Of classes and families there is nothing to choose, so these are off then and not gone: who looks for them finds them.
void ColorBy::addRampChoices() {
    const OverlayShades* shades = m_graph.shades();
    const bool isRamp = shades && shades->isRamp();
    const RampLook now = m_graph.rampLook();
    const auto section = [this](const QString& title) {
        m_menu->addSeparator();
        m_menu->addAction(title)->setEnabled(false);
        auto* group = new QActionGroup(m_menu->actions().last());
        return group;
    };
    const auto add = [&](QActionGroup& group, const QString& text, RampLook look, bool isNow) {
        QAction* action = m_menu->addAction(text, this, [this, look] {
            m_graph.setRampLook(look);
            emit left();
        });
        action->setCheckable(true);
        action->setEnabled(isRamp);
        action->setChecked(isNow);
        group.addAction(action);
    };
    QActionGroup* scales = section(tr("Scale of numbers"));
    using Scale = RampLook::Scale;
    for (const auto& [scale, text] : {std::pair(Scale::AsMeasured, tr("As it suits them")), std::pair(Scale::Linear, tr("Linear")), std::pair(Scale::Logarithmic, tr("Logarithmic"))})
        add(*scales, text, {scale, now.clipPercent}, now.scale == scale);
    QActionGroup* clips = section(tr("Ends of the scale"));
    for (const int percent : {0, 1, 5})
        add(*clips, percent == 0 ? tr("Least and most") : tr("Without the extreme %1 % at each end").arg(percent), {now.scale, percent}, now.clipPercent == percent);
}

void ColorBy::follow() {
    const QString title = m_graph.overlay() ? m_graph.overlay()->title : tr("Operator family");
    setText(m_short ? tr("Colour ▾") : tr("Colour: %1 ▾").arg(title));
    setAccessibleName(tr("Colour by: %1").arg(title));
    setToolTip(tr("What the boxes are coloured by (Ctrl+B): %1").arg(title));
}

}  // namespace whittle

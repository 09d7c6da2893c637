#include "views/graph/canvas.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include "views/graph/canvas_accessible.h"
#include "views/graph/scene_painter.h"
#include "views/models/item_text.h"
#include "views/models/node_properties.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr double kMostZoom = 4;
constexpr double kReadableZoom = 0.6;   // the first picture is never smaller
constexpr double kMargin = 36;          // pixels around a fitted graph
constexpr double kPanKey = 60;
constexpr double kHoveredLineZoom = 0.25;
constexpr double kLineReach = 5;  // pixels
constexpr double kReach = 12;     // pixels and scene units that a mark, a badge or an arrow may stand out
constexpr std::size_t kMenuEntries = 30;

layout::Point toLayoutPoint(QPointF point) { return {static_cast<float>(point.x()), static_cast<float>(point.y())}; }

QString tipText(const GraphController& graph, int index) {
    const GraphScene& scene = *graph.scene();
    const SceneBox& box = scene.box(index);
    const bool isGroup = box.kind == SceneBox::Kind::Group;
    QStringList lines;
    lines << QStringLiteral("<b>%1</b>").arg((isGroup ? box.name : box.op).toHtmlEscaped());
    for (const QString& line : isGroup ? QStringList{box.type, box.weights, box.blocks > 0 ? repeatsText() : QString()} : QStringList{box.name, box.type, box.weights, box.modulePath, box.source})
        if (!line.isEmpty()) lines << line.toHtmlEscaped();
    if (graph.shades() && graph.shades()->shade(index) != OverlayShades::kMissing)
        lines << GraphCanvas::tr("%1: %2").arg(graph.shades()->overlay().title, graph.shades()->text(index)).toHtmlEscaped();
    if (isGroup) lines << (scene.isOpen(index) ? GraphCanvas::tr("Double-click to fold") : GraphCanvas::tr("Double-click to unfold"));
    return lines.join(QStringLiteral("<br>"));
}

// From the box that a value comes from, whichever piece of its line this is, to what reads it here: a box, or what lies in or around a module.
QString lineTipText(const GraphScene& scene, int line) {
    const layout::Edge& ends = scene.drawing().lines[static_cast<std::size_t>(line)];
    const auto name = [&](int item) { return (scene.box(item).kind == SceneBox::Kind::Output ? scene.box(item).title : scene.box(item).name).toHtmlEscaped(); };
    return QStringLiteral("<b>%1 → %2</b><br>%3").arg(name(scene.sourceOf(line).box), name(ends.to), scene.content()->resultType(scene.sourceOf(line)).toHtmlEscaped());
}

}  // namespace

GraphCanvas::GraphCanvas(GraphController& graph, QWidget* parent) : QAbstractScrollArea(parent), m_graph(graph) {
    installCanvasAccessible();  // before anything is told of this widget: what it is found as then stays
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    setMinimumSize(160, 120);
    setAccessibleName(tr("Graph"));
    connect(&graph, &GraphController::sceneChanged, this, &GraphCanvas::onScene);
    connect(&graph, &GraphController::selectionChanged, this, &GraphCanvas::onSelection);
    const auto repaint = [this] { viewport()->update(); };
    connect(&graph, &GraphController::searchChanged, this, repaint);
    connect(&graph, &GraphController::dimmingChanged, this, repaint);
    connect(&graph, &GraphController::flagsChanged, this, repaint);
    connect(&graph, &GraphController::flagsChanged, this, &GraphCanvas::describe);
    connect(&graph, &GraphController::overlayChanged, this, repaint);
    connect(&graph, &GraphController::overlayChanged, this, &GraphCanvas::describe);
}

QPointF GraphCanvas::toScene(QPointF viewPoint) const {
    return m_centre + (viewPoint - QRectF(viewport()->rect()).center()) / m_zoom;
}

QPointF GraphCanvas::toView(QPointF scenePoint) const {
    return QRectF(viewport()->rect()).center() + (scenePoint - m_centre) * m_zoom;
}

QRectF GraphCanvas::visibleScene() const {
    return {toScene(QPointF(0, 0)), toScene(QPointF(viewport()->width(), viewport()->height()))};
}

void GraphCanvas::setView(double zoom, QPointF centre) {
    m_zoom = std::clamp(zoom, 1e-4, kMostZoom);
    if (m_graph.scene()) {  // some of the graph always stays in sight
        const QRectF bounds = toQRectF(m_graph.scene()->drawing().bounds);
        centre.setX(std::clamp(centre.x(), bounds.left(), bounds.right()));
        centre.setY(std::clamp(centre.y(), bounds.top(), bounds.bottom()));
    }
    m_centre = centre;
    viewport()->update();
    emit viewChanged();
}

void GraphCanvas::zoomAt(QPointF viewPoint, double factor) {
    m_moved = true;
    const QPointF fixed = toScene(viewPoint);
    const double zoom = std::clamp(m_zoom * factor, 1e-4, kMostZoom);
    setView(zoom, fixed - (viewPoint - QRectF(viewport()->rect()).center()) / zoom);
}

void GraphCanvas::pan(QPointF pixels) {
    m_moved = true;
    setView(m_zoom, m_centre + pixels / m_zoom);
}

void GraphCanvas::centreOn(QPointF scenePoint) {
    m_moved = true;
    setView(m_zoom, scenePoint);
}

void GraphCanvas::showPlace(double zoom, QPointF centre) {
    m_moved = true;
    setView(zoom, centre);
}

void GraphCanvas::fit() {
    if (!m_graph.scene()) return;
    m_moved = false;
    const QRectF bounds = toQRectF(m_graph.scene()->drawing().bounds);
    const double wide = (viewport()->width() - 2 * kMargin) / std::max(1.0, bounds.width());
    const double high = (viewport()->height() - 2 * kMargin) / std::max(1.0, bounds.height());
    setView(std::min({wide, high, 1.25}), bounds.center());
}

void GraphCanvas::restView() {
    if (!m_graph.scene()) return;
    fit();
    if (m_zoom >= kReadableZoom) return;
    const QRectF bounds = toQRectF(m_graph.scene()->drawing().bounds);
    const double wide = (viewport()->width() - 2 * kMargin) / std::max(1.0, bounds.width());
    const double zoom = std::clamp(wide, kReadableZoom, 1.0);
    const double halfWidth = viewport()->width() / 2.0 / zoom, halfHeight = viewport()->height() / 2.0 / zoom;
    // From the top; sideways the middle, which is where the spine of a narrow graph is.
    const double x = bounds.width() > 2 * halfWidth ? toQRectF(m_graph.scene()->rect(m_graph.scene()->visibleItem(0))).center().x()
                                                    : bounds.center().x();
    setView(zoom, {x, bounds.top() + std::min(halfHeight - kMargin / zoom, bounds.height() / 2)});
}

void GraphCanvas::ensureVisible(int item) {
    if (!m_graph.scene() || item < 0) return;
    // A frame may be larger than the view: its title, and what there is room for.
    const auto rectAt = [&](double zoom) {
        const QRectF rect = toQRectF(m_graph.scene()->rect(m_graph.scene()->visibleItem(item)));
        return m_graph.scene()->isOpen(item) ? QRectF(rect.topLeft(), rect.size().boundedTo(QSizeF(viewport()->size()) * 0.8 / zoom)) : rect;
    };
    const double margin = 24 / m_zoom;
    const QRectF wanted = rectAt(m_zoom).adjusted(-margin, -margin, margin, margin), seen = visibleScene();
    if (seen.contains(wanted)) return;
    // Far away, or too small to read: in the middle. Near by: only as far as needed, so the eye can follow.
    m_moved = true;
    const double zoom = std::max(m_zoom, kReadableZoom);
    if (m_zoom < kReadableZoom || !seen.intersects(wanted)) return setView(zoom, rectAt(zoom).center());
    QPointF centre = m_centre;
    if (wanted.left() < seen.left()) centre.rx() -= seen.left() - wanted.left();
    if (wanted.right() > seen.right()) centre.rx() += wanted.right() - seen.right();
    if (wanted.top() < seen.top()) centre.ry() -= seen.top() - wanted.top();
    if (wanted.bottom() > seen.bottom()) centre.ry() += wanted.bottom() - seen.bottom();
    setView(m_zoom, centre);
}

void GraphCanvas::onScene() {
    m_hovered = m_hoveredLine = -1;
    const QPointF place = keptPlace();
    const bool isFolded = m_shown && m_graph.scene() && m_shown->graphRef() == m_graph.scene()->graphRef();
    m_shown = m_graph.scene();
    if ((m_moved || isFolded) && m_graph.scene()) {
        m_moved = true;
        setView(m_zoom, place);
    } else {
        restView();
    }
    viewport()->update();
    describe();
}

// The middle of the view, so that what was folded or unfolded, as far as it is in sight, or else what is in the middle, stays where it is.
QPointF GraphCanvas::keptPlace() const {
    const SceneRef& scene = m_graph.scene();
    if (!m_shown || !scene || m_shown->graphRef() != scene->graphRef()) return m_centre;
    int item = m_graph.lastFolded();
    const QRectF seen = visibleScene();
    if (item < 0 || !m_shown->isShown(item) || !seen.intersects(toQRectF(m_shown->rect(item)))) {
        double least = std::numeric_limits<double>::infinity();
        item = -1;
        for (const int other : m_shown->itemsIn({static_cast<float>(seen.x()), static_cast<float>(seen.y()), static_cast<float>(seen.width()), static_cast<float>(seen.height())})) {
            if (m_shown->isOpen(other)) continue;
            const double distance = QLineF(toQRectF(m_shown->rect(other)).center(), m_centre).length();
            if (distance >= least) continue;
            least = distance;
            item = other;
        }
    }
    const int now = item < 0 || m_shown->content() == scene->content() ? item : scene->sameItem(*m_shown, item);
    if (now < 0) return m_centre;
    // A frame and its card are of different widths: their upper sides' middles are what the lines from above lead to.
    const QRectF was = toQRectF(m_shown->rect(item)), is = toQRectF(scene->rect(scene->visibleItem(now)));
    const double margin = 24 / m_zoom;
    const QPointF kept(std::clamp(was.center().x(), seen.left(), seen.right()), std::max(was.top(), seen.top() + margin));
    return m_centre + QPointF(is.center().x(), is.top()) - kept;
}

void GraphCanvas::onSelection(int item) {
    if (!m_selecting) ensureVisible(item);
    viewport()->update();
    describe();
}

QRect GraphCanvas::viewRect(int item) const {
    const QRectF place = toQRectF(m_graph.scene()->rect(item));
    return QRectF(toView(place.topLeft()), place.size() * m_zoom).toAlignedRect();
}

QString GraphCanvas::describedItem(int item) const {
    const GraphScene& scene = *m_graph.scene();
    const SceneBox& selected = scene.box(item);
    QString links = tr("fed by %1, read by %2").arg(scene.producers(item).size()).arg(scene.users(item).size());
    if (const OverlayShades* shades = m_graph.shades(); shades && shades->shade(item) != OverlayShades::kMissing)
        links += tr("; %1: %2").arg(shades->overlay().title, shades->text(item));
    if (const auto flag = m_graph.flags().find(item); flag != m_graph.flags().end()) links += tr("; bookmark %1").arg(flag->second);
    if (selected.blocks > 0)
        return tr("%n equal blocks, %1, %2, %3, %4; %5", nullptr, selected.blocks).arg(selected.name, scene.isOpen(item) ? tr("unfolded") : tr("folded"), selected.type, selected.weights, links);
    if (scene.isGroup(item)) return tr("module %1, %2, %3; %4").arg(selected.name, scene.isOpen(item) ? tr("unfolded") : tr("folded"), selected.type, links);
    return tr("%1 %2, %3. %4 of %5; %6").arg(selected.title, selected.name, selected.type).arg(item + 1).arg(scene.count()).arg(links);
}

// For a screen reader: the selection, or what there is.
void GraphCanvas::describe() {
    if (!m_graph.scene()) return setAccessibleDescription({});
    const int item = m_graph.selected();
    if (item < 0) return setAccessibleDescription(tr("%n boxes", nullptr, m_graph.scene()->count()));
    setAccessibleDescription(describedItem(item));
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    if (!QAccessible::isActive() || !hasFocus()) return;
    QAccessibleInterface* canvas = QAccessible::queryAccessibleInterface(this);
    QAccessibleInterface* box = canvas ? canvas->focusChild() : nullptr;
    if (!box) return;
    QAccessibleEvent focused(box, QAccessible::Focus);
    QAccessible::updateAccessibility(&focused);
}

int GraphCanvas::itemAt(QPointF viewPoint) const {
    return m_graph.scene() ? m_graph.scene()->itemAt(toLayoutPoint(toScene(viewPoint))) : -1;
}

int GraphCanvas::stubAt(QPointF viewPoint) const {
    return m_graph.scene() ? m_graph.scene()->stubAt(toLayoutPoint(toScene(viewPoint))) : -1;
}

// Where boxes and stubs are not, and lines can be told apart.
int GraphCanvas::lineAt(QPointF viewPoint) const {
    if (!m_graph.scene() || m_zoom < kHoveredLineZoom || stubAt(viewPoint) >= 0 || itemAt(viewPoint) >= 0) return -1;
    return m_graph.scene()->lineAt(toLayoutPoint(toScene(viewPoint)), static_cast<float>(kLineReach / m_zoom));
}

void GraphCanvas::hover(QPointF viewPoint) {
    const int box = itemAt(viewPoint), line = lineAt(viewPoint);
    viewport()->setCursor(stubAt(viewPoint) >= 0 || box >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (box == m_hovered && line == m_hoveredLine) return;
    m_hovered = box;
    m_hoveredLine = line;
    viewport()->update();
}

// One other end: go there. Several: ask which.
void GraphCanvas::followStub(int index, QPoint globalPosition) {
    const layout::Stub& stub = m_graph.scene()->drawing().stubs[static_cast<std::size_t>(index)];
    if (stub.others.size() == 1) return m_graph.select(stub.others.front());
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (std::size_t i = 0; i < std::min(stub.others.size(), kMenuEntries); ++i) {
        const int other = stub.others[i];
        const SceneBox& box = m_graph.scene()->box(other);
        menu->addAction(QStringLiteral("%1   %2").arg(box.name.isEmpty() ? box.title : box.name, box.type), this,
                        [this, other] { m_graph.select(other); });
    }
    if (stub.others.size() > kMenuEntries)
        menu->addAction(tr("and %n more, see the inspector", nullptr, static_cast<int>(stub.others.size() - kMenuEntries)), this,
                        [this, box = stub.box] { m_graph.select(box); });
    menu->popup(globalPosition);
}

bool GraphCanvas::showTip(const QPoint& viewPoint, const QPoint& globalPoint) {
    if (const int stub = stubAt(viewPoint); stub >= 0) {
        QStringList names;
        for (const int other : m_graph.scene()->drawing().stubs[static_cast<std::size_t>(stub)].others) {
            if (names.size() == 12) {
                names << QStringLiteral("…");
                break;
            }
            const SceneBox& box = m_graph.scene()->box(other);
            names << (box.name.isEmpty() ? box.title : box.name);
        }
        QToolTip::showText(globalPoint, tr("Drawn elsewhere; click to go to: %1").arg(names.join(QStringLiteral(", "))), viewport());
        return true;
    }
    const int box = itemAt(viewPoint);
    if (box >= 0)
        QToolTip::showText(globalPoint, tipText(m_graph, box), viewport());
    else if (const int line = lineAt(viewPoint); line >= 0)
        QToolTip::showText(globalPoint, lineTipText(*m_graph.scene(), line), viewport());
    else
        QToolTip::hideText();
    return true;
}

bool GraphCanvas::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        return showTip(help->pos(), help->globalPos());
    }
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomAt(gesture->position(), 1 + gesture->value());
            return true;
        }
    }
    if (event->type() == QEvent::Leave && (m_hovered >= 0 || m_hoveredLine >= 0)) {
        m_hovered = m_hoveredLine = -1;
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void GraphCanvas::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), canvasColors(palette()).canvas);
    if (!m_graph.scene()) return;
    painter.translate(QRectF(viewport()->rect()).center());
    painter.scale(m_zoom, m_zoom);
    painter.translate(-m_centre);
    // The map over a corner asks for what lies under it once more: that is no reason to paint all again. Marks reach out of their boxes.
    const double reach = kReach + kReach / m_zoom;
    const QRectF dirty = QRectF(toScene(event->rect().topLeft()), toScene(event->rect().bottomRight() + QPoint(1, 1))).adjusted(-reach, -reach, reach, reach);
    paintScene(painter, m_graph, palette(),
               {.zoom = m_zoom, .visible = visibleScene(), .dirty = dirty, .hovered = m_hovered, .hoveredLine = m_hoveredLine, .focused = hasFocus()});
}

void GraphCanvas::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    if (!m_moved) restView();
    emit viewChanged();
}

void GraphCanvas::mousePressEvent(QMouseEvent* event) {
    m_pressed = m_last = event->position();
    m_dragging = false;
    m_isClick = true;
}

void GraphCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & (Qt::LeftButton | Qt::MiddleButton))) return hover(event->position());
    if (!m_dragging && (event->position() - m_pressed).manhattanLength() < QApplication::startDragDistance()) return;
    m_dragging = true;
    viewport()->setCursor(Qt::ClosedHandCursor);
    pan(m_last - event->position());
    m_last = event->position();
}

void GraphCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_dragging && m_isClick && event->button() == Qt::LeftButton && m_graph.scene()) {
        if (const int stub = stubAt(event->position()); stub >= 0) {
            followStub(stub, event->globalPosition().toPoint());
        } else {
            m_selecting = true;
            const int item = itemAt(event->position());
            if ((event->modifiers() & Qt::ShiftModifier) && m_graph.selected() >= 0 && item >= 0) m_graph.highlightWays(m_graph.selected(), item);
            else m_graph.select(item);
            m_selecting = false;
        }
    }
    m_isClick = false;
    m_dragging = false;
    hover(event->position());
}

void GraphCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    m_pressed = m_last = event->position();
    m_isClick = false;  // by its release something else may be under the pointer
    const int item = itemAt(event->position());
    if (item < 0) return fit();
    if (m_graph.scene()->isGroup(item)) return m_graph.setOpen(item, !m_graph.scene()->isOpen(item));
    m_moved = true;
    setView(std::max(m_zoom, 1.0), toQRectF(m_graph.scene()->rect(item)).center());
}

void GraphCanvas::wheelEvent(QWheelEvent* event) {
    if (event->modifiers() & Qt::ControlModifier) {
        zoomAt(event->position(), std::pow(kStep, event->angleDelta().y() / 120.0));
    } else {
        QPointF delta = event->pixelDelta().isNull() ? QPointF(event->angleDelta()) / 2 : QPointF(event->pixelDelta());
        if (event->modifiers() & Qt::ShiftModifier) delta = {delta.x() + delta.y(), 0};
        pan(-delta);
    }
    event->accept();
}

void GraphCanvas::copyText() {
    if (m_graph.selected() >= 0) QApplication::clipboard()->setText(itemText(*m_graph.scene()->content(), m_graph.selected()));
}

void GraphCanvas::copyMarkdown() {
    if (m_graph.selected() >= 0) QApplication::clipboard()->setText(itemMarkdown(*m_graph.scene()->content(), m_graph.selected(), m_graph.shades()));
}

void GraphCanvas::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copyText();
    using Step = GraphController::Step;
    struct Key {
        int key;
        Step step;
        QPointF pan;
    };
    static const Key kArrows[] = {
        {Qt::Key_Up, Step::Producer, {0, -kPanKey}},
        {Qt::Key_Down, Step::User, {0, kPanKey}},
        {Qt::Key_Left, Step::Left, {-kPanKey, 0}},
        {Qt::Key_Right, Step::Right, {kPanKey, 0}},
        {Qt::Key_Home, Step::First, {}},
        {Qt::Key_End, Step::Last, {}},
    };
    for (const Key& row : kArrows) {
        if (event->key() != row.key) continue;
        if ((event->modifiers() & Qt::ShiftModifier) && !row.pan.isNull()) return pan(row.pan);
        return m_graph.step(row.step);
    }
    const double page = viewport()->height() * 0.85;
    switch (event->key()) {
        case Qt::Key_PageUp: return pan({0, -page});
        case Qt::Key_PageDown: return pan({0, page});
        case Qt::Key_Plus:
        case Qt::Key_Equal: return zoomIn();
        case Qt::Key_Minus: return zoomOut();
        case Qt::Key_0: return resetZoom();
        case Qt::Key_F: return fit();
        case Qt::Key_Escape:
            if (!m_graph.widen()) m_graph.select(-1);
            return;
        case Qt::Key_Space: return m_graph.toggleFold();
        case Qt::Key_Backspace:
            if (m_graph.selected() >= 0 && m_graph.scene()->parentOf(m_graph.selected()) >= 0) m_graph.select(m_graph.scene()->parentOf(m_graph.selected()));
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_graph.scene() && m_graph.scene()->isGroup(m_graph.selected())) return m_graph.enter();
            return ensureVisible(m_graph.selected());
        default: QAbstractScrollArea::keyPressEvent(event);
    }
}

void GraphCanvas::contextMenuEvent(QContextMenuEvent* event) {
    if (event->reason() == QContextMenuEvent::Mouse) m_graph.select(itemAt(event->pos()));
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_graph.selected() >= 0) {
        const SceneBox& box = m_graph.scene()->box(m_graph.selected());
        const auto copy = [menu](const QString& label, const QString& text) {
            if (!text.isEmpty()) menu->addAction(label, menu, [text] { QApplication::clipboard()->setText(text); });
        };
        menu->addAction(tr("&Copy as text"), this, &GraphCanvas::copyText);
        menu->addAction(tr("Copy as &Markdown"), this, &GraphCanvas::copyMarkdown);
        copy(tr("Copy &name"), box.name);
        copy(tr("Copy &operator"), box.op);
        copy(tr("Copy &type"), box.type);
        copy(tr("Copy &source line"), box.source);
        menu->addSeparator();
    }
    if (const int item = m_graph.selected(); item >= 0 && m_graph.scene()->isGroup(item))
        menu->addAction(m_graph.scene()->isOpen(item) ? tr("F&old") : tr("&Unfold"), &m_graph, &GraphController::toggleFold);
    if (m_graph.selected() >= 0) {
        menu->addAction(tr("Highlight what f&eeds it"), this, [this] { m_graph.highlight(Highlight::Kind::Producers); });
        menu->addAction(tr("Highlight what it fee&ds"), this, [this] { m_graph.highlight(Highlight::Kind::Users); });
        menu->addAction(tr("Highlight what is n&ear it, a step more each time"), &m_graph, &GraphController::highlightNear);
        menu->addAction(tr("&Ways to…"), &m_graph, &GraphController::pickOtherEnd);
        menu->addSeparator();
    }
    emit menuWanted(*menu);
    menu->addAction(tr("&Fit"), this, &GraphCanvas::fit);
    menu->addAction(tr("Zoom &in"), this, &GraphCanvas::zoomIn);
    menu->addAction(tr("Zoom &out"), this, &GraphCanvas::zoomOut);
    menu->popup(event->globalPos());
}

void GraphCanvas::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void GraphCanvas::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

}  // namespace whittle

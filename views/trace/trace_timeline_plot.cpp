#include "views/trace/trace_timeline_plot.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "views/models/format.h"
#include "views/models/span_runs.h"
#include "views/models/text.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kRuler = 22, kLane = 20, kGap = 2, kMargin = 8, kLabels = 120, kBetweenLogs = 10;
constexpr double kNear = 3;         // pixels around the pointer that count as on a span
constexpr double kLabelPixels = 30; // a span narrower than that has no name in it
constexpr double kStep = 1.6, kPan = 0.15;
constexpr int kTickPixels = 110;

QColor inkOn(const QColor& fill) { return fill.lightnessF() > 0.55 ? QColor(0x12, 0x14, 0x18) : QColor(Qt::white); }

}  // namespace

TraceTimelinePlot::TraceTimelinePlot(TraceController& trace, QWidget* parent) : QWidget(parent), m_trace(trace) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Timeline of the compiles"));
    connect(&trace, &TraceController::contentChanged, this, [this] {
        updateGeometry();
        describe();
        update();
    });
    connect(&trace, &TraceController::windowChanged, this, qOverload<>(&QWidget::update));
    connect(&trace, &TraceController::spanChanged, this, [this] {
        describe();
        update();
    });
    describe();
}

const TraceTimeline* TraceTimelinePlot::timeline() const { return m_trace.content() ? m_trace.content()->timeline().get() : nullptr; }

void TraceTimelinePlot::describe() {
    const TraceTimeline* shown = timeline();
    setAccessibleDescription(!shown || shown->spans.empty() ? tr("The logs have no times.") : m_trace.span() >= 0 ? spanText(m_trace.span()) : tr("%n spans", nullptr, static_cast<int>(shown->spans.size())));
}

QRectF TraceTimelinePlot::area() const { return {double(kLabels), double(kRuler), std::max(10.0, width() - kLabels - double(kMargin)), std::max(10.0, height() - double(kRuler))}; }
double TraceTimelinePlot::xOf(double at) const { return area().left() + (at - m_trace.window().begin()) / m_trace.window().size() * area().width(); }
double TraceTimelinePlot::atX(double x) const { return m_trace.window().begin() + (x - area().left()) / area().width() * m_trace.window().size(); }

int TraceTimelinePlot::wantedHeight() const {
    const TraceTimeline* shown = timeline();
    return shown && !shown->lanes.empty() ? static_cast<int>(laneRect(static_cast<int>(shown->lanes.size()) - 1).bottom()) + kMargin : kRuler + kLane;
}

QRectF TraceTimelinePlot::laneRect(int lane) const {
    const int log = timeline()->lanes[static_cast<std::size_t>(lane)].log;
    return {double(kLabels), double(kRuler + lane * (kLane + kGap) + log * kBetweenLogs), area().width(), double(kLane)};
}

std::pair<int, int> TraceTimelinePlot::placeOf(int span) const {
    const TraceTimeline& shown = *timeline();
    for (std::size_t lane = 0; lane < shown.lanes.size(); ++lane) {
        const std::vector<LaneSpan>& spans = shown.lanes[lane].spans;
        const auto found = std::ranges::lower_bound(spans, span, {}, &LaneSpan::kernel);  // as they were added
        if (found != spans.end() && found->kernel == span) return {static_cast<int>(lane), static_cast<int>(found - spans.begin())};
    }
    return {-1, -1};
}

QRectF TraceTimelinePlot::rectOf(int span) const {
    const auto [lane, place] = placeOf(span);
    if (lane < 0) return {};
    const LaneSpan& shown = timeline()->lanes[static_cast<std::size_t>(lane)].spans[static_cast<std::size_t>(place)];
    const QRectF row = laneRect(lane);
    return QRectF(QPointF(xOf(shown.begin), row.top()), QPointF(std::max(xOf(shown.end), xOf(shown.begin) + 1), row.bottom())) & row;
}

QString TraceTimelinePlot::spanText(int span) const {
    const TraceTimeline& shown = *timeline();
    const TraceSpan& one = shown.spans[static_cast<std::size_t>(span)];
    QStringList parts{shown.names[one.name]};
    if (const QString compile = m_trace.content()->name({.log = one.log, .compile = one.compile}); compile != QLatin1String("-")) parts << compile;
    if (m_trace.content()->logs().size() > 1) parts << m_trace.content()->logs()[static_cast<std::size_t>(one.log)].label;
    parts << formatDuration(one.duration * 1e-3) << tr("from %1").arg(formatDuration(one.start * 1e-3));
    if (one.isOpen) parts << tr("the log ends before it does");
    return parts.join(QStringLiteral(" · "));
}

int TraceTimelinePlot::hitAt(QPointF at) const {
    const TraceTimeline* shown = timeline();
    for (int lane = 0; shown && lane < static_cast<int>(shown->lanes.size()); ++lane) {
        if (!laneRect(lane).contains(at)) continue;
        const std::vector<LaneSpan>& spans = shown->lanes[static_cast<std::size_t>(lane)].spans;
        const int place = spanAt(spans, atX(at.x()), kNear / area().width() * m_trace.window().size());
        return place < 0 ? -1 : spans[static_cast<std::size_t>(place)].kernel;
    }
    return -1;
}

void TraceTimelinePlot::zoom(double factor) {
    TimeWindow window = m_trace.window();
    double fixed = (window.begin() + window.end()) / 2;
    if (const TraceTimeline* shown = timeline(); shown && m_trace.span() >= 0) {
        const TraceSpan& span = shown->spans[static_cast<std::size_t>(m_trace.span())];
        const double middle = (span.start + span.duration / 2) / shown->microseconds;
        if (middle >= window.begin() && middle <= window.end()) fixed = middle;
    }
    window.zoom(factor, fixed);
    m_trace.setWindow(window);
}

void TraceTimelinePlot::showAll() {
    TimeWindow window = m_trace.window();
    window.set(0, 1);
    m_trace.setWindow(window);
}

// Sideways in the row; up and down to the span that lies around or within.
void TraceTimelinePlot::step(int sideways, int down) {
    const TraceTimeline* shown = timeline();
    if (!shown || shown->spans.empty()) return;
    if (m_trace.span() < 0) return m_trace.selectSpan(shown->lanes.front().spans.front().kernel);
    auto [lane, place] = placeOf(m_trace.span());
    if (down == 0) {
        const std::vector<LaneSpan>& spans = shown->lanes[static_cast<std::size_t>(lane)].spans;
        return m_trace.selectSpan(spans[static_cast<std::size_t>(std::clamp(place + sideways, 0, static_cast<int>(spans.size()) - 1))].kernel);
    }
    const LaneSpan now = shown->lanes[static_cast<std::size_t>(lane)].spans[static_cast<std::size_t>(place)];
    for (lane += down; lane >= 0 && lane < static_cast<int>(shown->lanes.size()); lane += down) {
        const std::vector<LaneSpan>& spans = shown->lanes[static_cast<std::size_t>(lane)].spans;
        if (spans.empty()) continue;
        const int near = spanAt(spans, (now.begin + now.end) / 2, 1);
        return m_trace.selectSpan(spans[static_cast<std::size_t>(std::max(near, 0))].kernel);
    }
}

void TraceTimelinePlot::keyPressEvent(QKeyEvent* event) {
    TimeWindow window = m_trace.window();
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right: {
            const int way = event->key() == Qt::Key_Left ? -1 : 1;
            if (!(event->modifiers() & Qt::ShiftModifier)) return step(way, 0);
            window.pan(way * kPan * window.size());
            return m_trace.setWindow(window);
        }
        case Qt::Key_Up: return step(0, -1);
        case Qt::Key_Down: return step(0, 1);
        case Qt::Key_Plus:
        case Qt::Key_Equal: return zoom(kStep);
        case Qt::Key_Minus: return zoom(1 / kStep);
        case Qt::Key_0: return showAll();
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_trace.span() < 0) break;
            return emit activated({.log = timeline()->spans[static_cast<std::size_t>(m_trace.span())].log, .compile = timeline()->spans[static_cast<std::size_t>(m_trace.span())].compile});
        default: break;
    }
    QWidget::keyPressEvent(event);
}

void TraceTimelinePlot::wheelEvent(QWheelEvent* event) {
    TimeWindow window = m_trace.window();
    const QPoint turned = event->angleDelta();
    if (event->modifiers() & Qt::ShiftModifier || std::abs(turned.x()) > std::abs(turned.y())) window.pan(-(turned.x() ? turned.x() : turned.y()) / 120.0 * kPan * window.size());
    else window.zoom(std::pow(kStep, turned.y() / 120.0), std::clamp(atX(event->position().x()), 0.0, 1.0));
    m_trace.setWindow(window);
    event->accept();
}

void TraceTimelinePlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_pressed = event->position();
    m_pressedBegin = m_trace.window().begin();
    m_isDragging = false;
}

void TraceTimelinePlot::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton)) return setCursor(hitAt(event->position()) < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    const double moved = event->position().x() - m_pressed.x();
    m_isDragging = m_isDragging || std::abs(moved) >= QApplication::startDragDistance();
    if (!m_isDragging) return;
    TimeWindow window = m_trace.window();
    window.pan(m_pressedBegin - moved / area().width() * window.size() - window.begin());
    m_trace.setWindow(window);
}

void TraceTimelinePlot::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && !m_isDragging) m_trace.selectSpan(hitAt(event->position()));
}

void TraceTimelinePlot::mouseDoubleClickEvent(QMouseEvent* event) {
    const int span = hitAt(event->position());
    if (event->button() != Qt::LeftButton || span < 0) return;
    m_trace.selectSpan(span);
    const TraceSpan& shown = timeline()->spans[static_cast<std::size_t>(span)];
    emit activated({.log = shown.log, .compile = shown.compile});
}

bool TraceTimelinePlot::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int span = hitAt(help->pos());
        span < 0 ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), spanText(span), this);
        return true;
    }
    return QWidget::event(event);
}

void TraceTimelinePlot::paintGrid(QPainter& painter) const {
    const CanvasColors& colors = canvasColors(palette());
    const QRectF in = area();
    const double whole = timeline()->microseconds * 1e-3;
    const std::vector<double> ticks = roundTicks(m_trace.window().begin() * whole, m_trace.window().end() * whole, std::max(1, static_cast<int>(in.width()) / kTickPixels));
    const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : whole * m_trace.window().size();
    for (const double tick : ticks) {
        const double x = std::round(xOf(tick / whole)) + 0.5;
        painter.setPen(QPen(colors.gridLine, 1));
        painter.drawLine(QPointF(x, in.top() - 4), QPointF(x, in.bottom()));
        painter.setPen(colors.mutedText);
        const QString text = formatTick(tick, step);
        const double wide = QFontMetrics(painter.font()).horizontalAdvance(text);
        painter.drawText(QRectF(std::clamp(x - wide / 2, in.left(), std::max(in.left(), in.right() - wide)), 0, wide + 1, kRuler - 4), Qt::AlignCenter, text);
    }
}

void TraceTimelinePlot::paintLane(QPainter& painter, int lane) const {
    const CanvasColors& colors = canvasColors(palette());
    const TraceTimeline& shown = *timeline();
    const TraceLane& of = shown.lanes[static_cast<std::size_t>(lane)];
    const QRectF row = laneRect(lane);
    const QFontMetrics metrics(painter.font());
    if (of.depth == 0) {
        painter.setPen(colors.mutedText);
        const QString label = m_trace.content()->logs()[static_cast<std::size_t>(of.log)].label;
        painter.drawText(QRectF(kMargin, row.top(), row.left() - 2 * kMargin, row.height()), Qt::AlignRight | Qt::AlignVCenter, metrics.elidedText(label, Qt::ElideMiddle, kLabels - 2 * kMargin));
    }
    painter.save();
    painter.setClipRect(row);
    painter.fillRect(row, colors.canvas);
    QRectF outline;
    for (const SpanRun& run : spanRuns(of.spans, m_trace.window(), row.width())) {
        const double left = std::max(row.left() + run.left, row.left() - 1), right = std::min(row.left() + run.right, row.right() + 1);
        QRectF box(left, row.top(), std::max(right - left, 1.0), row.height());
        if (box.width() > 3) box.adjust(0, 0, -1, 0);  // neighbours of one colour are told apart
        const QString& name = shown.names[shown.spans[static_cast<std::size_t>(run.kernel)].name];
        const QColor fill = familyColor(name, palette());
        painter.fillRect(box, run.isTold ? QBrush(fill) : QBrush(fill, Qt::BDiagPattern));
        if (run.kernel == m_trace.span()) outline = box;
        if (box.width() < kLabelPixels) continue;
        painter.setPen(run.isTold ? inkOn(fill) : colors.text);
        painter.drawText(box.adjusted(4, 0, -3, 0), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(name, Qt::ElideRight, static_cast<int>(box.width()) - 7));
    }
    if (!outline.isNull()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colors.text, 2));
        painter.drawRect(outline.width() < 3 ? QRectF(outline.left() - 1, outline.top() + 1, 3, outline.height() - 2) : outline.adjusted(1, 1, -1, -1));
    }
    painter.restore();
}

void TraceTimelinePlot::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    painter.setFont(small);
    if (const TraceTimeline* shown = timeline(); shown && !shown->spans.empty()) {
        paintGrid(painter);
        for (int lane = 0; lane < static_cast<int>(shown->lanes.size()); ++lane)
            if (laneRect(lane).intersects(event->rect())) paintLane(painter, lane);
    }
    if (!hasFocus()) return;
    painter.setPen(QPen(canvasColors(palette()).selection, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

}  // namespace whittle

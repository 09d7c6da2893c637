#include "views/profile/time_plot.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include "views/models/format.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr double kZoomStep = 1.25;
constexpr double kPanPart = 0.1;    // of what is in sight
constexpr double kNotch = 120;      // of a wheel
constexpr int kTickPixels = 110;

}  // namespace

TimePlot::TimePlot(ProfileController& profile, QWidget* parent) : QWidget(parent), m_profile(profile) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    for (const auto signal : {&ProfileController::contentChanged, &ProfileController::windowChanged, &ProfileController::cursorChanged}) connect(&profile, signal, this, qOverload<>(&QWidget::update));
    connect(&profile.kernels(), &KernelsController::selectionChanged, this, qOverload<>(&QWidget::update));
}

QFont TimePlot::smallFont() const {
    QFont out = font();
    out.setPixelSize(11);
    return out;
}

// The same in all plots, so that times stand one below the other.
int TimePlot::gutter() const {
    const QFontMetrics metrics(smallFont());
    return std::max(metrics.horizontalAdvance(tr("Thread %1").arg(formatCount(88))), metrics.horizontalAdvance(formatBytes(1023u << 20))) + 2 * kMargin;
}

QRectF TimePlot::area() const { return {double(gutter()), double(kRuler), std::max(1.0, double(width() - gutter() - kMargin)), std::max(1.0, double(height() - kRuler))}; }

double TimePlot::xOf(double at) const {
    const QRectF in = area();
    return in.left() + in.width() * (at - m_profile.window().begin()) / m_profile.window().size();
}

double TimePlot::atX(double x) const {
    const QRectF in = area();
    return m_profile.window().begin() + (x - in.left()) / in.width() * m_profile.window().size();
}

bool TimePlot::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto& help = *static_cast<QHelpEvent*>(event);
    const QString tip = m_profile.isRecorded() ? tipAt(help.pos()) : QString();
    if (tip.isEmpty()) QToolTip::hideText();
    else QToolTip::showText(help.globalPos(), tip, this);
    return true;
}

// Up and down zooms around the pointer, as in every viewer of traces; sideways, or with Shift, moves.
void TimePlot::wheelEvent(QWheelEvent* event) {
    const QPoint delta = event->angleDelta();
    event->accept();
    const bool isPan = event->modifiers().testFlag(Qt::ShiftModifier) || std::abs(delta.x()) > std::abs(delta.y());
    if (isPan) return m_profile.pan(-m_profile.window().size() * kPanPart * (delta.x() != 0 ? delta.x() : delta.y()) / kNotch);
    m_profile.zoom(std::pow(kZoomStep, delta.y() / kNotch), std::clamp(atX(event->position().x()), 0.0, 1.0));
}

void TimePlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_isPressed = true;
    m_isPanning = false;
    m_pressed = event->position();
    m_pressedBegin = m_profile.window().begin();
}

void TimePlot::mouseMoveEvent(QMouseEvent* event) {
    if (!m_isPressed) return hovered(event->position());
    const double moved = event->position().x() - m_pressed.x();
    if (!m_isPanning && std::abs(moved) < QApplication::startDragDistance()) return;
    if (!m_isPanning) setCursor(Qt::ClosedHandCursor);
    m_isPanning = true;
    const double begin = m_pressedBegin - moved / area().width() * m_profile.window().size();
    m_profile.pan(begin - m_profile.window().begin());
}

void TimePlot::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_isPressed) return;
    m_isPressed = false;
    unsetCursor();
    if (!m_isPanning && m_profile.isRecorded()) clicked(event->position());
    m_isPanning = false;
}

void TimePlot::leaveEvent(QEvent*) { left(); }

void TimePlot::keyPressEvent(QKeyEvent* event) {
    if (!m_profile.isRecorded()) return QWidget::keyPressEvent(event);
    const TimeWindow& window = m_profile.window();
    const double cursor = m_profile.cursor();
    const double fixed = cursor >= window.begin() && cursor <= window.end() ? cursor : (window.begin() + window.end()) / 2;
    const bool isPan = event->modifiers().testFlag(Qt::ShiftModifier);
    if (event->matches(QKeySequence::Copy)) return QApplication::clipboard()->setText(m_profile.kernelText(m_profile.cursorKernel()));
    switch (event->key()) {
        case Qt::Key_Left: return isPan ? m_profile.pan(-window.size() * kPanPart) : m_profile.step(-1);
        case Qt::Key_Right: return isPan ? m_profile.pan(window.size() * kPanPart) : m_profile.step(1);
        case Qt::Key_Plus:
        case Qt::Key_Equal: return m_profile.zoom(kZoomStep, fixed);
        case Qt::Key_Minus: return m_profile.zoom(1 / kZoomStep, fixed);
        case Qt::Key_0: return m_profile.setWindow(0, 1);
        case Qt::Key_Home: return m_profile.selectKernel(0);
        case Qt::Key_End: return m_profile.selectKernel(m_profile.content()->kernels().count() - 1);
        default: QWidget::keyPressEvent(event);
    }
}

void TimePlot::paintGrid(QPainter& painter, bool withTimes) const {
    const CanvasColors& colors = canvasColors(palette());
    const QRectF in = area();
    const double whole = m_profile.content()->milliseconds();
    const std::vector<double> ticks = roundTicks(m_profile.window().begin() * whole, m_profile.window().end() * whole, std::max(1, static_cast<int>(in.width()) / kTickPixels));
    const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : whole * m_profile.window().size();
    for (const double tick : ticks) {
        const double x = std::round(xOf(tick / whole)) + 0.5;
        painter.setPen(QPen(colors.gridLine, 1));
        painter.drawLine(QPointF(x, in.top() - (withTimes ? 4 : 0)), QPointF(x, in.bottom()));
        if (!withTimes) continue;
        painter.setPen(colors.mutedText);
        const QString text = formatTick(tick, step);
        const double wide = QFontMetrics(painter.font()).horizontalAdvance(text);
        painter.drawText(QRectF(std::clamp(x - wide / 2, in.left(), std::max(in.left(), in.right() - wide)), 0, wide + 1, kRuler - 4), Qt::AlignCenter, text);
    }
}

void TimePlot::paintCursor(QPainter& painter) const {
    const QRectF in = area();
    const double x = std::round(xOf(m_profile.cursor())) + 0.5;
    if (m_profile.cursor() < 0 || x < in.left() || x > in.right() + 1) return;
    painter.setPen(QPen(canvasColors(palette()).selection, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, in.top() - 4), QPointF(x, height()));
}

void TimePlot::paintFocus(QPainter& painter) const {
    if (!hasFocus()) return;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(canvasColors(palette()).selection, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

}  // namespace whittle

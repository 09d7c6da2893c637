#include "views/kernels/roofline_plot.h"

#include <algorithm>
#include <cmath>
#include <ranges>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include "views/models/format.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kFontPixels = 11;
constexpr double kLeast = 4, kMost = 13;  // radius of a mark
constexpr std::size_t kSmooth = 1500;     // marks with smooth edges: more would take longer than a frame

// 0.001, 0.01, ..., 1, 10: every power by its own digits, however small.
QString powerText(int power) { return QLocale().toString(std::pow(10.0, power), 'f', std::max(0, -power)); }

}  // namespace

RooflinePlot::RooflinePlot(KernelsController& kernels, QWidget* parent) : QWidget(parent), m_kernels(kernels) {
    setAccessibleName(tr("Roofline: operations a second over operations a byte"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&kernels, &KernelsController::contentChanged, this, [this] {
        m_roofline = m_kernels.content() ? makeRoofline(*m_kernels.content()) : Roofline();
        m_hovered = -1;
        describe();
        update();
    });
    connect(&kernels, &KernelsController::selectionChanged, this, [this] {
        describe();
        update();
    });
    if (kernels.content()) m_roofline = makeRoofline(*kernels.content());
    describe();
}

void RooflinePlot::describe() {
    const int kernel = m_kernels.selected();
    const QString all = tr("Kernels: %1").arg(formatCount(static_cast<qint64>(m_roofline.points.size())));
    setAccessibleDescription(m_roofline.points.empty() ? tr("Nothing was measured") : kernel < 0 ? all : tr("%1; selected: %2").arg(all, pointText(m_kernels.content()->row(kernel))));
}

QRectF RooflinePlot::area() const {
    const int left = QFontMetrics(font()).horizontalAdvance(QStringLiteral("10,000")) + 10;
    return {static_cast<double>(left), 24, static_cast<double>(width() - left - 24), static_cast<double>(height() - 24 - 36)};
}

QPointF RooflinePlot::map(double intensity, double gflopPerS) const {
    const QRectF in = area();
    return {in.left() + in.width() * (std::log10(intensity) - m_roofline.left) / (m_roofline.right - m_roofline.left),
            in.bottom() - in.height() * (std::log10(gflopPerS) - m_roofline.bottom) / (m_roofline.top - m_roofline.bottom)};
}

// Areas are as times are, so that two short kernels look like one of twice the time.
double RooflinePlot::radius(const RooflinePoint& point) const { return kLeast + (kMost - kLeast) * std::sqrt(point.size); }

QPointF RooflinePlot::placeOf(int kernel) const {
    const auto found = std::ranges::find(m_roofline.points, kernel, &RooflinePoint::kernel);
    return found == m_roofline.points.end() ? QPointF() : map(found->intensity, found->gflopPerS);
}

int RooflinePlot::pointAt(QPointF at) const {
    int best = -1;
    for (std::size_t i = 0; i < m_roofline.points.size(); ++i) {
        const RooflinePoint& point = m_roofline.points[i];
        const QPointF off = map(point.intensity, point.gflopPerS) - at;
        if (std::hypot(off.x(), off.y()) > radius(point) + 2) continue;
        if (best < 0 || point.size < m_roofline.points[static_cast<std::size_t>(best)].size) best = static_cast<int>(i);
    }
    return best;
}

bool RooflinePlot::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto& help = *static_cast<QHelpEvent*>(event);
    const int point = pointAt(help.pos());
    if (point < 0) QToolTip::hideText();
    else QToolTip::showText(help.globalPos(), pointText(m_kernels.content()->row(m_roofline.points[static_cast<std::size_t>(point)].kernel)), this);
    return true;
}

void RooflinePlot::mouseMoveEvent(QMouseEvent* event) {
    const int point = pointAt(event->position());
    const int hovered = point < 0 ? -1 : m_roofline.points[static_cast<std::size_t>(point)].kernel;
    if (hovered == m_hovered) return;
    m_hovered = hovered;
    setCursor(hovered < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
}

void RooflinePlot::leaveEvent(QEvent*) {
    m_hovered = -1;
    update();
}

void RooflinePlot::mousePressEvent(QMouseEvent* event) {
    const int point = pointAt(event->position());
    if (event->button() == Qt::LeftButton && point >= 0) m_kernels.select(m_roofline.points[static_cast<std::size_t>(point)].kernel);
}

// Left and right go from mark to mark by intensity.
void RooflinePlot::keyPressEvent(QKeyEvent* event) {
    const auto& points = m_roofline.points;
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    const bool isEnd = event->key() == Qt::Key_Home || event->key() == Qt::Key_End;
    if (points.empty() || (step == 0 && !isEnd)) return QWidget::keyPressEvent(event);
    const auto now = std::ranges::find(points, m_kernels.selected(), &RooflinePoint::kernel);
    const int last = static_cast<int>(points.size()) - 1;
    int next = isEnd ? (event->key() == Qt::Key_Home ? 0 : last) : now == points.end() ? 0 : static_cast<int>(now - points.begin()) + step;
    m_kernels.select(points[static_cast<std::size_t>(std::clamp(next, 0, last))].kernel);
}

void RooflinePlot::paintAxes(QPainter& painter) const {
    const CanvasColors& colors = canvasColors(palette());
    const QRectF in = area();
    for (int power = m_roofline.left; power <= m_roofline.right; ++power) {
        const double x = map(std::pow(10.0, power), 1).x();
        painter.setPen(colors.gridLine);
        painter.drawLine(QPointF(x, in.top()), QPointF(x, in.bottom()));
        painter.setPen(colors.mutedText);
        painter.drawText(QRectF(x - 40, in.bottom() + 3, 80, 15), Qt::AlignCenter, powerText(power));
    }
    for (int power = m_roofline.bottom; power <= m_roofline.top; ++power) {
        const double y = map(1, std::pow(10.0, power)).y();
        painter.setPen(colors.gridLine);
        painter.drawLine(QPointF(in.left(), y), QPointF(in.right(), y));
        painter.setPen(colors.mutedText);
        painter.drawText(QRectF(0, y - 8, in.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter, powerText(power));
    }
    painter.drawText(QRectF(6, 2, width() - 12, 18), Qt::AlignLeft | Qt::AlignVCenter, tr("GFLOP/s"));
    painter.drawText(QRectF(in.left(), in.bottom() + 17, in.width(), 16), Qt::AlignRight | Qt::AlignVCenter, tr("FLOP a byte"));
    if (m_roofline.uncounted > 0)
        painter.drawText(QRectF(in.left(), in.bottom() + 17, in.width(), 16), Qt::AlignLeft | Qt::AlignVCenter, tr("Kernels without counted operations: %1").arg(formatCount(m_roofline.uncounted)));
}

// Slopes end where they meet the highest ceiling; each is named where it comes into the picture.
void RooflinePlot::paintRoof(QPainter& painter) const {
    const CanvasColors& colors = canvasColors(palette());
    const QRectF in = area();
    painter.setClipRect(in.adjusted(-1, -1, 1, 1));
    double highest = 0, steepest = 0;
    for (const RoofLine& line : m_roofline.ceilings) highest = std::max(highest, line.gflopPerS);
    for (const RoofLine& line : m_roofline.slopes) steepest = std::max(steepest, line.gbPerS);
    const QFontMetrics metrics(painter.font());
    double named = HUGE_VAL;  // how high the last name stands: of slopes close by, the upper ones go without
    for (const RoofLine& line : std::views::reverse(m_roofline.slopes)) {
        const bool isMemory = &line == &m_roofline.slopes.back();
        const double from = std::pow(10.0, m_roofline.left), to = highest > 0 ? highest / line.gbPerS : std::pow(10.0, m_roofline.right);
        const QPointF start = map(from, from * line.gbPerS), end = map(to, to * line.gbPerS);
        painter.setPen(QPen(colors.line, isMemory ? 2 : 1, isMemory ? Qt::SolidLine : Qt::DashLine));
        painter.drawLine(start, end);
        const double level = map(1, line.gbPerS).y();
        if (named - level < metrics.height()) continue;
        named = level;
        painter.save();
        painter.setPen(colors.mutedText);
        const double bottom = std::pow(10.0, m_roofline.bottom) * 1.3 / line.gbPerS;  // where it leaves the picture
        const QPointF at = bottom > from ? map(bottom, bottom * line.gbPerS) : map(from * 1.15, from * 1.15 * line.gbPerS);
        painter.translate(at);
        painter.rotate(-std::atan2(start.y() - end.y(), end.x() - start.x()) * 180 / M_PI);
        painter.drawText(QPointF(4, -4), tr("%1, %2 GB/s").arg(line.name, formatRate(line.gbPerS)));
        painter.restore();
    }
    for (const RoofLine& line : m_roofline.ceilings) {
        const double from = steepest > 0 ? line.gflopPerS / steepest : std::pow(10.0, m_roofline.left);
        const QPointF start = map(from, line.gflopPerS);
        painter.setPen(QPen(colors.line, 2));
        painter.drawLine(start, QPointF(in.right(), start.y()));
        painter.setPen(colors.mutedText);
        const QString text = tr("%1, %2 GFLOP/s").arg(line.name, formatRate(line.gflopPerS));
        painter.drawText(QPointF(in.right() - metrics.horizontalAdvance(text) - 4, start.y() - 4), text);
    }
    painter.setClipping(false);
}

// Loops are circles, kernels of libraries squares, all others diamonds: told apart without colours too.
void RooflinePlot::paintPoint(QPainter& painter, const RooflinePoint& point) const {
    const CanvasColors& colors = canvasColors(palette());
    const KernelRow& row = m_kernels.content()->row(point.kernel);
    const QPointF at = map(point.intensity, point.gflopPerS);
    const double size = radius(point);
    QColor fill = row.isLibrary ? colors.user : row.isLoops ? colors.plotLine : colors.mutedText;
    painter.setPen(QPen(fill, 1.5));
    fill.setAlpha(point.kernel == m_hovered ? 190 : 110);
    painter.setBrush(fill);
    if (row.isLibrary) painter.drawRect(QRectF(at.x() - size * 0.9, at.y() - size * 0.9, size * 1.8, size * 1.8));
    else if (row.isLoops) painter.drawEllipse(at, size, size);
    else painter.drawPolygon(QPolygonF{{at.x(), at.y() - size}, {at.x() + size, at.y()}, {at.x(), at.y() + size}, {at.x() - size, at.y()}});
    if (point.kernel != m_kernels.selected()) return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colors.selection, 2));
    painter.drawEllipse(at, size + 4, size + 4);
    painter.setPen(colors.text);
    const QFontMetrics metrics(painter.font());
    const double width = metrics.horizontalAdvance(row.name);
    const QRectF in = area();
    const QRectF label(std::clamp(at.x() - width / 2, in.left(), std::max(in.left(), in.right() - width)), at.y() - size - 8 - metrics.height() < in.top() ? at.y() + size + 6 : at.y() - size - 6 - metrics.height(), width, metrics.height());
    QColor behind = palette().color(QPalette::Base);
    behind.setAlpha(210);
    painter.fillRect(label.adjusted(-3, 0, 3, 0), behind);
    painter.drawText(label, Qt::AlignCenter, row.name);
}

void RooflinePlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const CanvasColors& colors = canvasColors(palette());
    QFont small = font();
    small.setPixelSize(kFontPixels);
    painter.setFont(small);
    if (hasFocus()) {
        painter.setPen(QPen(colors.selection, 1));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (m_roofline.points.empty()) {
        painter.setPen(colors.mutedText);
        return painter.drawText(rect().adjusted(20, 20, -20, -20), Qt::AlignCenter | Qt::TextWordWrap, tr("The roofline shows kernels whose time was measured and whose operations are counted. There are none."));
    }
    paintAxes(painter);
    paintRoof(painter);
    painter.setRenderHint(QPainter::Antialiasing, m_roofline.points.size() <= kSmooth);
    // Short kernels over long ones, the selected one over all.
    std::vector<const RooflinePoint*> order;
    for (const RooflinePoint& point : m_roofline.points) order.push_back(&point);
    std::ranges::stable_sort(order, [&](const RooflinePoint* a, const RooflinePoint* b) {
        const bool aLast = a->kernel == m_kernels.selected(), bLast = b->kernel == m_kernels.selected();
        return aLast != bLast ? bLast : a->size > b->size;
    });
    for (const RooflinePoint* point : order) paintPoint(painter, *point);
}

}  // namespace whittle

#include "views/kernels/roofline_picture.h"

#include <algorithm>
#include <cmath>
#include <ranges>

#include <QFontMetrics>
#include <QLocale>
#include <QPainter>

#include "views/kernels/roofline_plot.h"
#include "views/models/format.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr double kLeast = 4, kMost = 13;   // radius of a mark
constexpr int kSolid = 190, kClear = 110;  // of 255: how much of what lies below a mark is hidden

// 0.001, 0.01, ..., 1, 10: every power by its own digits, however small.
QString powerText(int power) { return QLocale().toString(std::pow(10.0, power), 'f', std::max(0, -power)); }

}  // namespace

QRectF RooflinePicture::area() const {
    const int left = QFontMetrics(font).horizontalAdvance(QStringLiteral("10,000")) + 10;
    return {static_cast<double>(left), 24, static_cast<double>(size.width() - left - 24), static_cast<double>(size.height() - 24 - 36)};
}

QPointF RooflinePicture::map(double intensity, double gflopPerS) const {
    const QRectF in = area();
    return {in.left() + in.width() * (std::log10(intensity) - roofline.left) / (roofline.right - roofline.left),
            in.bottom() - in.height() * (std::log10(gflopPerS) - roofline.bottom) / (roofline.top - roofline.bottom)};
}

// Areas are as times are, so that two short kernels look like one of twice the time.
double RooflinePicture::radius(const RooflinePoint& point) const { return kLeast + (kMost - kLeast) * std::sqrt(point.size); }

void RooflinePicture::paintAxes(QPainter& painter) const {
    const CanvasColors& colors = canvasColors(palette);
    const QRectF in = area();
    for (int power = roofline.left; power <= roofline.right; ++power) {
        const double x = map(std::pow(10.0, power), 1).x();
        painter.setPen(colors.gridLine);
        painter.drawLine(QPointF(x, in.top()), QPointF(x, in.bottom()));
        painter.setPen(colors.mutedText);
        painter.drawText(QRectF(x - 40, in.bottom() + 3, 80, 15), Qt::AlignCenter, powerText(power));
    }
    for (int power = roofline.bottom; power <= roofline.top; ++power) {
        const double y = map(1, std::pow(10.0, power)).y();
        painter.setPen(colors.gridLine);
        painter.drawLine(QPointF(in.left(), y), QPointF(in.right(), y));
        painter.setPen(colors.mutedText);
        painter.drawText(QRectF(0, y - 8, in.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter, powerText(power));
    }
    painter.drawText(QRectF(6, 2, size.width() - 12, 18), Qt::AlignLeft | Qt::AlignVCenter, RooflinePlot::tr("GFLOP/s"));
    painter.drawText(QRectF(in.left(), in.bottom() + 17, in.width(), 16), Qt::AlignRight | Qt::AlignVCenter, RooflinePlot::tr("FLOP a byte"));
    if (roofline.uncounted > 0)
        painter.drawText(QRectF(in.left(), in.bottom() + 17, in.width(), 16), Qt::AlignLeft | Qt::AlignVCenter, RooflinePlot::tr("Kernels without counted operations: %1").arg(formatCount(roofline.uncounted)));
}

// Slopes end where they meet the highest ceiling; each is named where it comes into the picture.
void RooflinePicture::paintRoof(QPainter& painter) const {
    const CanvasColors& colors = canvasColors(palette);
    const QRectF in = area();
    painter.setClipRect(in.adjusted(-1, -1, 1, 1));
    double highest = 0, steepest = 0;
    for (const RoofLine& line : roofline.ceilings) highest = std::max(highest, line.gflopPerS);
    for (const RoofLine& line : roofline.slopes) steepest = std::max(steepest, line.gbPerS);
    const QFontMetrics metrics(painter.font());
    double named = HUGE_VAL;  // how high the last name stands: of slopes close by, the upper ones go without
    for (const RoofLine& line : std::views::reverse(roofline.slopes)) {
        const bool isMemory = &line == &roofline.slopes.back();
        // Not below the picture, nor above: pictures in files do not clip.
        const double from = std::max(std::pow(10.0, roofline.left), std::pow(10.0, roofline.bottom) / line.gbPerS);
        const double to = std::min(highest > 0 ? highest / line.gbPerS : std::pow(10.0, roofline.right), std::pow(10.0, roofline.top) / line.gbPerS);
        const QPointF start = map(from, from * line.gbPerS), end = map(to, to * line.gbPerS);
        painter.setPen(QPen(colors.line, isMemory ? 2 : 1, isMemory ? Qt::SolidLine : Qt::DashLine));
        painter.drawLine(start, end);
        const double level = map(1, line.gbPerS).y();
        if (named - level < metrics.height()) continue;
        named = level;
        painter.save();
        painter.setPen(colors.mutedText);
        const double bottom = std::pow(10.0, roofline.bottom) * 1.3 / line.gbPerS;  // where it leaves the picture
        const QPointF at = bottom > from ? map(bottom, bottom * line.gbPerS) : map(from * 1.15, from * 1.15 * line.gbPerS);
        painter.translate(at);
        painter.rotate(-std::atan2(start.y() - end.y(), end.x() - start.x()) * 180 / M_PI);
        painter.drawText(QPointF(4, -4), RooflinePlot::tr("%1, %2 GB/s").arg(line.name, formatRate(line.gbPerS)));
        painter.restore();
    }
    for (const RoofLine& line : roofline.ceilings) {
        const double from = steepest > 0 ? line.gflopPerS / steepest : std::pow(10.0, roofline.left);
        const QPointF start = map(from, line.gflopPerS);
        painter.setPen(QPen(colors.line, 2));
        painter.drawLine(start, QPointF(in.right(), start.y()));
        painter.setPen(colors.mutedText);
        const QString text = RooflinePlot::tr("%1, %2 GFLOP/s").arg(line.name, formatRate(line.gflopPerS));
        painter.drawText(QPointF(in.right() - metrics.horizontalAdvance(text) - 4, start.y() - 4), text);
    }
    painter.setClipping(false);
}

// Loops are circles, kernels of libraries squares, all others diamonds: told apart without colours too.
void RooflinePicture::paintMark(QPainter& painter, const RooflinePoint& point, bool isPointedAt) const {
    const CanvasColors& colors = canvasColors(palette);
    const KernelRow& row = content->row(point.kernel);
    const QPointF at = map(point.intensity, point.gflopPerS);
    const double r = radius(point);
    QColor fill = row.isLibrary ? colors.user : row.isLoops ? colors.plotLine : colors.mutedText;
    painter.setPen(QPen(fill, 1.5));
    fill.setAlpha(isPointedAt ? kSolid : kClear);
    painter.setBrush(fill);
    if (row.isLibrary) painter.drawRect(QRectF(at.x() - r * 0.9, at.y() - r * 0.9, r * 1.8, r * 1.8));
    else if (row.isLoops) painter.drawEllipse(at, r, r);
    else painter.drawPolygon(QPolygonF{{at.x(), at.y() - r}, {at.x() + r, at.y()}, {at.x(), at.y() + r}, {at.x() - r, at.y()}});
}

void RooflinePicture::paintSelection(QPainter& painter, const RooflinePoint& point) const {
    const CanvasColors& colors = canvasColors(palette);
    const QPointF at = map(point.intensity, point.gflopPerS);
    const double r = radius(point);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colors.selection, 2));
    painter.drawEllipse(at, r + 4, r + 4);
    painter.setPen(colors.text);
    const QString& name = content->row(point.kernel).name;
    const QFontMetrics metrics(painter.font());
    const double wide = metrics.horizontalAdvance(name);
    const QRectF in = area();
    const QRectF label(std::clamp(at.x() - wide / 2, in.left(), std::max(in.left(), in.right() - wide)), at.y() - r - 8 - metrics.height() < in.top() ? at.y() + r + 6 : at.y() - r - 6 - metrics.height(), wide, metrics.height());
    QColor behind = palette.color(QPalette::Base);
    behind.setAlpha(210);
    painter.fillRect(label.adjusted(-3, 0, 3, 0), behind);
    painter.drawText(label, Qt::AlignCenter, name);
}

// Short kernels over long ones.
void RooflinePicture::paint(QPainter& painter, const CancelToken& cancel) const {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font);
    paintAxes(painter);
    paintRoof(painter);
    std::vector<const RooflinePoint*> order;
    for (const RooflinePoint& point : roofline.points) order.push_back(&point);
    std::ranges::stable_sort(order, std::greater(), [](const RooflinePoint* point) { return point->size; });
    for (const RooflinePoint* point : order) {
        if (cancel.cancelled()) return;
        paintMark(painter, *point, false);
    }
}

}  // namespace whittle

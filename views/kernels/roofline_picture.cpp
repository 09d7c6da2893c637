#include "views/kernels/roofline_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>
#include <span>

#include <QFontMetrics>
#include <QLocale>
#include <QPainter>

#include "views/kernels/roofline_plot.h"
#include "views/models/format.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr double kLeast = 4, kMost = 13;   // radius of a mark
constexpr int kGap = 14;                    // between texts on one line
constexpr double kAboveLine = 4;            // of a name
constexpr int kPlaces = 16;                 // along a slope, where its name may begin
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
    const QFontMetrics metrics(painter.font());
    const QString unit = RooflinePlot::tr("FLOP a byte");
    const QRectF below(in.left(), in.bottom() + 17, in.width(), 16);
    painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, unit);
    if (roofline.uncounted > 0) {
        const QString uncounted = RooflinePlot::tr("Kernels without counted operations: %1").arg(formatCount(roofline.uncounted));
        const int room = static_cast<int>(below.width()) - metrics.horizontalAdvance(unit) - kGap;
        painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(uncounted, Qt::ElideMiddle, room));
    }
}

// Slopes end where they meet the highest ceiling. Neither below the picture nor above: pictures in files do not clip.
QLineF RooflinePicture::lineOf(const RoofLine& slope) const {
    double highest = 0;
    for (const RoofLine& line : roofline.ceilings) highest = std::max(highest, line.gflopPerS);
    const double from = std::max(std::pow(10.0, roofline.left), std::pow(10.0, roofline.bottom) / slope.gbPerS);
    const double to = std::min(highest > 0 ? highest / slope.gbPerS : std::pow(10.0, roofline.right), std::pow(10.0, roofline.top) / slope.gbPerS);
    return {map(from, from * slope.gbPerS), map(to, to * slope.gbPerS)};
}

std::vector<RoofName> RooflinePicture::names() const {
    const QFontMetrics metrics(font);
    const QRectF in = area();
    std::vector<RoofName> out;
    // The first of its places where it stands whole.
    const auto place = [&](const QString& text, double degrees, std::span<const QPointF> places) {
        const QRectF box(-2, -metrics.ascent(), metrics.horizontalAdvance(text) + 4, metrics.height());
        for (const QPointF& at : places) {
            const QPolygonF outline = QTransform::fromTranslate(at.x(), at.y()).rotate(degrees).map(QPolygonF(box));
            if (!in.contains(outline.boundingRect())) continue;
            if (std::ranges::any_of(out, [&](const RoofName& other) { return other.outline.intersects(outline); })) continue;
            return out.push_back({text, at, degrees, outline});
        }
    };
    const auto nameSlope = [&](const RoofLine& slope) {
        const QLineF line = lineOf(slope);
        const QPointF above = QPointF(line.dy(), -line.dx()) / std::max(1.0, line.length()) * kAboveLine;
        std::vector<QPointF> places;
        for (int step = 0; step < kPlaces; ++step) places.push_back(line.pointAt(static_cast<double>(step) / kPlaces) + above);
        place(RooflinePlot::tr("%1, %2 GB/s").arg(slope.name, formatRate(slope.gbPerS)), -line.angle(), places);
    };
    if (!roofline.slopes.empty()) nameSlope(roofline.slopes.back());
    for (const RoofLine& ceiling : roofline.ceilings) {
        const QString text = RooflinePlot::tr("%1, %2 GFLOP/s").arg(ceiling.name, formatRate(ceiling.gflopPerS));
        const double wide = metrics.horizontalAdvance(text);
        std::vector<QPointF> places;  // from the right end on, above and below: ceilings may lie close to one another
        for (double x = in.right() - wide - 4; x > in.left(); x -= wide + 8)
            for (const double down : {-(kAboveLine + metrics.descent() - 2), kAboveLine + metrics.ascent() - 2}) places.emplace_back(x, map(1, ceiling.gflopPerS).y() + down);
        place(text, 0, places);
    }
    for (const RoofLine& slope : std::views::reverse(roofline.slopes))
        if (&slope != &roofline.slopes.back()) nameSlope(slope);
    return out;
}

void RooflinePicture::paintRoof(QPainter& painter) const {
    const CanvasColors& colors = canvasColors(palette);
    const QRectF in = area();
    painter.setClipRect(in.adjusted(-1, -1, 1, 1));
    double steepest = 0;
    for (const RoofLine& line : roofline.slopes) steepest = std::max(steepest, line.gbPerS);
    for (const RoofLine& line : roofline.slopes) {
        const bool isMemory = &line == &roofline.slopes.back();
        painter.setPen(QPen(colors.line, isMemory ? 2 : 1, isMemory ? Qt::SolidLine : Qt::DashLine));
        painter.drawLine(lineOf(line));
    }
    for (const RoofLine& line : roofline.ceilings) {
        const QPointF start = map(steepest > 0 ? line.gflopPerS / steepest : std::pow(10.0, roofline.left), line.gflopPerS);
        painter.setPen(QPen(colors.line, 2));
        painter.drawLine(start, QPointF(in.right(), start.y()));
    }
    painter.setClipping(false);
    painter.setPen(colors.mutedText);
    for (const RoofName& name : names()) {
        painter.save();
        painter.translate(name.at);
        painter.rotate(name.degrees);
        painter.drawText(QPointF(0, 0), name.text);
        painter.restore();
    }
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
    const double left = std::clamp(at.x() - wide / 2, in.left(), std::max(in.left(), in.right() - wide));
    const QRectF above(left, at.y() - r - 6 - metrics.height(), wide, metrics.height()), below(left, at.y() + r + 6, wide, metrics.height());
    // Not over the name of a line, where it can be helped.
    const std::vector<RoofName> taken = names();
    const auto isFree = [&](const QRectF& place) {
        return place.top() >= in.top() + 2 && place.bottom() <= in.bottom() && std::ranges::none_of(taken, [&](const RoofName& each) { return each.outline.intersects(QPolygonF(place)); });
    };
    const QRectF label = isFree(above) || (above.top() >= in.top() + 2 && !isFree(below)) ? above : below;
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

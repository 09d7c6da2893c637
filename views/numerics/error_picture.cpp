#include "views/numerics/error_picture.h"

#include <algorithm>
#include <cmath>

#include <QFontMetrics>
#include <QPainter>

#include "views/numerics/error_plot.h"
#include "views/theme.h"

namespace whittle {
namespace {

// Powers of ten. What is smaller, 0 too, lies on the lower edge; NaN and infinities on the upper one.
constexpr double kLeast = -17, kMost = 3;
constexpr int kStep = 5;
constexpr int kSmooth = 200;  // points of a curve with smooth edges: more, which go up and down, would take as long as a frame
constexpr int kTop = 22, kBottom = 20, kRight = 12;

}  // namespace

ErrorPicture::ErrorPicture(const QFont& textFont, QSize whole) : size(whole), font(textFont), left(QFontMetrics(textFont).horizontalAdvance(QStringLiteral("1e-15")) + 12) {}

QRectF ErrorPicture::area() const { return {left, double(kTop), size.width() - left - kRight, double(size.height() - kTop - kBottom)}; }

double ErrorPicture::yOf(double error) const {
    const QRectF inside = area();
    const double power = error > 0 ? std::isfinite(error) ? std::clamp(std::log10(error), kLeast, kMost) : kMost : kLeast;
    return inside.bottom() - inside.height() * (power - kLeast) / (kMost - kLeast);
}

double ErrorPicture::xOf(int value) const {
    const QRectF inside = area();
    const int count = static_cast<int>(values.size());
    return inside.left() + inside.width() * (count > 1 ? static_cast<double>(value) / (count - 1) : 0.5);
}

int ErrorPicture::valueAt(double x) const {
    const QRectF inside = area();
    const int count = static_cast<int>(values.size());
    if (count == 0) return -1;
    return std::clamp(static_cast<int>(std::lround((x - inside.left()) / std::max(inside.width(), 1.0) * (count - 1))), 0, count - 1);
}

void ErrorPicture::paintScale(QPainter& painter) const {
    const CanvasColors& colors = canvasColors(palette);
    const QRectF inside = area();
    for (int power = static_cast<int>(kLeast) + 2; power <= kMost; power += kStep) {
        const double y = yOf(std::pow(10, power));
        painter.setPen(QPen(colors.gridLine, 1));
        painter.drawLine(QPointF(inside.left(), y), QPointF(inside.right(), y));
        painter.setPen(colors.mutedText);
        painter.drawText(QRectF(0, y - 8, inside.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter, power == 0 ? QStringLiteral("1") : QStringLiteral("1e%1").arg(power));
    }
    painter.setPen(colors.line);
    painter.drawLine(inside.bottomLeft(), inside.bottomRight());
}

// One point a column of pixels: of the values there the largest. Of tens of thousands of values only these are taken the logarithm of.
void ErrorPicture::paintCurve(QPainter& painter, const ErrorOf& errorOf, const QPen& pen, bool isFilled) const {
    const QRectF inside = area();
    const double first = xOf(0), step = (xOf(static_cast<int>(values.size()) - 1) - first) / std::max(1.0, static_cast<double>(values.size()) - 1);
    QPolygonF line;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double error = errorOf(values[i]);
        if (error < 0) continue;  // not known
        const double x = std::round(first + step * static_cast<double>(i));
        if (!line.isEmpty() && line.last().x() == x) line.last().setY(std::fmax(line.last().y(), error));
        else line << QPointF(x, error);
    }
    for (QPointF& point : line) point.setY(yOf(point.y()));
    if (line.isEmpty()) return;
    const bool isDense = line.size() > kSmooth;
    painter.setRenderHint(QPainter::Antialiasing, !isDense);
    if (isFilled && line.size() > 1) {
        QPolygonF fill = line;
        fill << QPointF(line.last().x(), inside.bottom()) << QPointF(line.first().x(), inside.bottom());
        painter.setPen(Qt::NoPen);
        painter.setBrush(canvasColors(palette).plotFill);
        painter.drawPolygon(fill);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(isDense ? QPen(pen.color(), 1, pen.style()) : pen);
    if (line.size() == 1) painter.drawEllipse(line.first(), 2, 2);
    else painter.drawPolyline(line);
    painter.setRenderHint(QPainter::Antialiasing);
}

void ErrorPicture::paintMark(QPainter& painter, int value, const QColor& color, const QString& text, int line) const {
    if (value < 0) return;
    const QRectF inside = area();
    const double x = xOf(value);
    painter.setPen(QPen(color, 1.5, Qt::DashLine));
    painter.drawLine(QPointF(x, inside.top()), QPointF(x, inside.bottom()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF{QPointF(x - 5, inside.bottom() + 8), QPointF(x + 5, inside.bottom() + 8), QPointF(x, inside.bottom())});
    const double wide = painter.fontMetrics().horizontalAdvance(text);
    const bool isLeft = x + 6 + wide > inside.right();
    painter.setPen(color);
    painter.drawText(QRectF(isLeft ? x - 6 - wide : x + 6, inside.top() + 14 * line, wide + 2, 14), Qt::AlignLeft | Qt::AlignVCenter, text);
}

void ErrorPicture::paint(QPainter& painter) const {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font);
    const CanvasColors& colors = canvasColors(palette);
    const QRectF inside = area();
    if (inside.width() < 60 || inside.height() < 30) return;
    paintScale(painter);
    // The key stands above, each word in the line's own colour.
    struct Entry {
        QString text;
        QPen pen;
    };
    QList<Entry> key{{ErrorPlot::tr("compiled"), QPen(colors.plotLine, 1.6)}, {ErrorPlot::tr("eager"), QPen(colors.mutedText, 1, Qt::DotLine)}};
    if (baselineOf) key << Entry{ErrorPlot::tr("baseline"), QPen(colors.user, 1.4, Qt::DashLine)};
    double x = inside.left();
    for (const Entry& entry : key) {
        painter.setPen(entry.pen);
        painter.drawLine(QPointF(x, 11), QPointF(x + 18, 11));
        painter.setPen(colors.mutedText);
        const double wide = painter.fontMetrics().horizontalAdvance(entry.text) + 2;
        painter.drawText(QRectF(x + 23, 2, wide, 18), Qt::AlignLeft | Qt::AlignVCenter, entry.text);
        x += 23 + wide + 14;
    }
    const QString title = ErrorPlot::tr("error against float64, in execution order");
    if (const double wide = painter.fontMetrics().horizontalAdvance(title); inside.right() - wide > x)
        painter.drawText(QRectF(inside.right() - wide - 2, 2, wide + 2, 18), Qt::AlignRight | Qt::AlignVCenter, title);
    if (values.empty()) return;
    paintCurve(painter, eagerRelativeError, key[1].pen, false);
    if (baselineOf)
        paintCurve(painter, [&](const ComparedValue& value) { const ComparedValue* before = baselineOf(value); return before ? relativeError(*before) : -1; }, key[2].pen, false);
    paintCurve(painter, relativeError, key[0].pen, true);
    if (summary) {
        paintMark(painter, summary->firstWrong, colors.error, ErrorPlot::tr("first wrong"), 0);
        if (summary->firstNonFinite >= 0)
            paintMark(painter, summary->firstNonFinite, colors.producer, values[static_cast<std::size_t>(summary->firstNonFinite)].compiled.nans > 0 ? ErrorPlot::tr("first NaN") : ErrorPlot::tr("first infinity"), 1);
    }
}

}  // namespace whittle

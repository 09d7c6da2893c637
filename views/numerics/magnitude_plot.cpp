#include "views/numerics/magnitude_plot.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "views/models/format.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kLabels = 6;  // at most, under the bars
constexpr double kLeft = 10, kRight = 10;

}  // namespace

MagnitudePlot::MagnitudePlot(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Sizes of numbers and errors"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void MagnitudePlot::setValue(const ComparedValue* value) {
    m_value = value ? std::optional(*value) : std::nullopt;
    setAccessibleDescription(value ? tr("%n elements differ from float64", nullptr, static_cast<int>(std::min<std::int64_t>(value->compiledToExact.differing, INT_MAX))) : tr("No value is selected"));
    update();
}

std::pair<int, int> MagnitudePlot::span() const {
    int first = 0, last = 0;
    for (int exponent = Magnitudes::kLeast; exponent <= Magnitudes::kMost; ++exponent)
        for (const Magnitudes* one : {&m_value->compiled.magnitudes, &m_value->eager.magnitudes, &m_value->compiledToExact.magnitudes, &m_value->eagerToExact.magnitudes})
            if (one->at(exponent) > 0) {
                first = std::min(first, exponent);
                last = std::max(last, exponent);
            }
    return {first, last};
}

void MagnitudePlot::paintHalf(QPainter& painter, const QRectF& area, const QString& title, const Magnitudes& compiled, const Magnitudes& eager) const {
    const CanvasColors& colors = canvasColors(palette());
    painter.setPen(colors.mutedText);
    painter.drawText(QRectF(area.left(), area.top(), area.width(), 16), Qt::AlignLeft | Qt::AlignVCenter, title);
    const QRectF bars = area.adjusted(0, 18, 0, -16);
    painter.setPen(colors.line);
    painter.drawLine(bars.bottomLeft(), bars.bottomRight());
    const auto [first, last] = span();
    const double step = bars.width() / (last - first + 1);
    // Square roots: a few large ones among thousands of small ones are what one looks for.
    const double highest = std::sqrt(static_cast<double>(std::max({compiled.highest(), eager.highest(), std::uint64_t{1}})));
    const auto height = [&](std::uint64_t count) { return bars.height() * std::sqrt(static_cast<double>(count)) / highest; };
    for (int exponent = first; exponent <= last; ++exponent) {
        const double x = bars.left() + step * (exponent - first);
        const double tall = height(compiled.at(exponent)), other = height(eager.at(exponent));
        painter.fillRect(QRectF(x + step * 0.12, bars.bottom() - tall, step * 0.5, tall), colors.plotLine);
        if (other > 0) {
            painter.setPen(QPen(colors.mutedText, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(QRectF(x + step * 0.3, bars.bottom() - other, step * 0.5, other));
        }
    }
    painter.setPen(colors.mutedText);
    const int every = std::max(1, (last - first + kLabels) / kLabels);
    for (int exponent = first; exponent <= last; exponent += every)
        painter.drawText(QRectF(bars.left() + step * (exponent - first) - 30 + step / 2, bars.bottom() + 2, 60, 14), Qt::AlignCenter, QStringLiteral("1e%1").arg(exponent));
}

void MagnitudePlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QFont small = font();
    small.setPixelSize(11);
    painter.setFont(small);
    const QRectF area = QRectF(rect()).adjusted(kLeft, 4, -kRight, -4);
    if (!m_value) {
        painter.setPen(canvasColors(palette()).mutedText);
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, tr("Select a value to see how large its numbers and errors are."));
        return;
    }
    const double half = area.height() / 2;
    paintHalf(painter, {area.left(), area.top(), area.width(), half}, tr("numbers: compiled (filled), eager (outline)"), m_value->compiled.magnitudes, m_value->eager.magnitudes);
    const bool isExact = m_value->compiledToExact.magnitudes.total() + m_value->eagerToExact.magnitudes.total() == 0;
    paintHalf(painter, {area.left(), area.top() + half, area.width(), half}, isExact ? tr("errors against float64: none") : tr("errors against float64"),
              m_value->compiledToExact.magnitudes, m_value->eagerToExact.magnitudes);
}

bool MagnitudePlot::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || !m_value) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto [first, last] = span();
    const double step = (width() - kLeft - kRight) / (last - first + 1);
    const int exponent = std::clamp(first + static_cast<int>((help->pos().x() - kLeft) / step), first, last);
    const bool isNumbers = help->pos().y() < height() / 2;
    const Magnitudes &compiled = isNumbers ? m_value->compiled.magnitudes : m_value->compiledToExact.magnitudes, &eager = isNumbers ? m_value->eager.magnitudes : m_value->eagerToExact.magnitudes;
    QToolTip::showText(help->globalPos(),
                       tr("from 1e%1 to 1e%2: compiled %3, eager %4").arg(exponent).arg(exponent + 1).arg(formatCount(static_cast<qint64>(compiled.at(exponent))), formatCount(static_cast<qint64>(eager.at(exponent)))), this);
    return true;
}

}  // namespace whittle

#include "views/minify/curve_plot.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "views/models/format.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kTicks = 4;

// 1, 2 or 5 times a power of ten: at most kTicks steps up to `most`.
int niceStep(int most) {
    const double rough = std::max(1.0, static_cast<double>(most) / kTicks);
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= rough) return static_cast<int>(factor * power);
    return static_cast<int>(10 * power);
}

}  // namespace

CurvePlot::CurvePlot(MinifyController& minify, QWidget* parent) : QWidget(parent), m_minify(minify) {
    setAccessibleName(tr("Operators left over candidates tried"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&minify, &MinifyController::progressChanged, this, [this] {
        const auto& curve = m_minify.curve();
        setAccessibleDescription(curve.empty() ? tr("No candidate yet")
                                               : tr("%1 after %Ln candidates", nullptr, curve.back().candidates).arg(tr("%Ln operators", nullptr, curve.back().nodes)));
        update();
    });
    connect(&minify, &MinifyController::stateChanged, this, [this] { update(); });
}

void CurvePlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const CanvasColors& colors = canvasColors(palette());
    const std::vector<CurvePoint>& curve = m_minify.curve();
    QFont small = font();
    small.setPixelSize(11);
    painter.setFont(small);
    const QFontMetrics metrics(small);

    int mostNodes = 1, mostCandidates = 1;
    for (const CurvePoint& point : curve) {
        mostNodes = std::max(mostNodes, point.nodes);
        mostCandidates = std::max(mostCandidates, point.candidates);
    }
    const int left = metrics.horizontalAdvance(formatCount(mostNodes)) + 14;
    const QRectF area(left, 22, width() - left - 14, height() - 22 - 22);
    if (area.width() < 40 || area.height() < 30) return;
    const auto x = [&](int candidates) { return area.left() + area.width() * candidates / mostCandidates; };
    const auto y = [&](int nodes) { return area.bottom() - area.height() * nodes / mostNodes; };

    painter.setPen(colors.mutedText);
    painter.drawText(QRectF(6, 0, width() - 12, 18), Qt::AlignLeft | Qt::AlignVCenter, tr("Operators left"));
    painter.drawText(QRectF(6, 0, width() - 20, 18), Qt::AlignRight | Qt::AlignVCenter, tr("over candidates tried"));
    if (curve.size() < 2) {
        painter.setPen(colors.gridLine);
        painter.drawLine(area.bottomLeft(), area.bottomRight());
        painter.setPen(colors.mutedText);
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap,
                         m_minify.isRunning() ? tr("Waiting for the first candidate…")
                         : m_minify.result() ? tr("No candidate was tried.")
                                             : tr("The curve appears when a reduction runs."));
        return;
    }
    const int step = niceStep(mostNodes);
    for (int nodes = 0; nodes <= mostNodes; nodes += step) {
        painter.setPen(QPen(colors.gridLine, 1));
        painter.drawLine(QPointF(area.left(), y(nodes)), QPointF(area.right(), y(nodes)));
        painter.setPen(colors.mutedText);
        painter.drawText(QRectF(0, y(nodes) - 8, left - 8, 16), Qt::AlignRight | Qt::AlignVCenter, formatCount(nodes));
    }
    const int across = niceStep(mostCandidates);
    for (int candidates = 0; candidates <= mostCandidates; candidates += across)
        painter.drawText(QRectF(x(candidates) - 40, area.bottom() + 4, 80, 16), Qt::AlignCenter, formatCount(candidates));

    QPolygonF line;  // a step: the size holds until a candidate brings it down
    line << QPointF(x(curve.front().candidates), y(curve.front().nodes));
    for (std::size_t i = 1; i < curve.size(); ++i) {
        line << QPointF(x(curve[i].candidates), y(curve[i - 1].nodes));
        line << QPointF(x(curve[i].candidates), y(curve[i].nodes));
    }
    QPolygonF fill = line;
    fill << QPointF(line.last().x(), area.bottom()) << QPointF(line.first().x(), area.bottom());
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.plotFill);
    painter.drawPolygon(fill);
    painter.setPen(QPen(colors.plotLine, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    painter.setBrush(colors.plotLine);
    painter.drawEllipse(line.last(), 3, 3);
    if (m_minify.state() != MinifyController::State::Paused) return;
    painter.setPen(colors.mutedText);
    painter.drawText(area, Qt::AlignRight | Qt::AlignTop, tr("Paused"));
}

}  // namespace whittle

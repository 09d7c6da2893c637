#include "views/numerics/heat_map.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "views/models/format.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kMargin = 8, kScale = 22;  // the scale stands below
constexpr double kLargestCell = 48;
constexpr double kHandle = 6;  // half as wide as a handle of the scale

struct Stop {
    double at;
    int red, green, blue;
};
// Both have one order of lightness that colour-blind people see as others do.
constexpr std::array<Stop, 5> kSequential{{{0, 18, 22, 60}, {0.25, 42, 72, 140}, {0.5, 38, 128, 142}, {0.75, 122, 190, 92}, {1, 250, 230, 90}}};
constexpr std::array<Stop, 5> kDiverging{{{0, 20, 70, 160}, {0.25, 110, 160, 220}, {0.5, 225, 225, 225}, {0.75, 235, 160, 90}, {1, 165, 70, 0}}};

bool isDifference(ShownRun run) { return run > ShownRun::Float64; }

}  // namespace

QRgb HeatMap::colorAt(double place, bool difference) {
    const auto& stops = difference ? kDiverging : kSequential;
    const double at = std::clamp(place, 0.0, 1.0);
    std::size_t i = 1;
    while (i + 1 < stops.size() && stops[i].at < at) ++i;
    const Stop &from = stops[i - 1], &to = stops[i];
    const double share = (at - from.at) / (to.at - from.at);
    const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a + share * (b - a))); };
    return qRgb(mix(from.red, to.red), mix(from.green, to.green), mix(from.blue, to.blue));
}

HeatMap::HeatMap(TensorSlice& slice, QWidget* parent) : QWidget(parent), m_slice(slice) {
    setAccessibleName(tr("Heat map of the slice"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&slice, &TensorSlice::sliceChanged, this, [this] {
        m_cell = {-1, -1};
        m_isStale = true;
        if (isVisible()) redraw();
    });
    redraw();
}

void HeatMap::setRange(double least, double most) {
    m_isGiven = least < most;
    if (m_isGiven) {
        m_least = least;
        m_most = most;
    }
    redraw();
}

void HeatMap::showEvent(QShowEvent* event) {
    if (m_isStale) redraw();
    QWidget::showEvent(event);
}

void HeatMap::redraw() {
    m_isStale = false;
    const int rows = m_slice.rowCount(), columns = m_slice.columnCount();
    const int down = std::max(1, (rows + TensorSlice::kSampled - 1) / TensorSlice::kSampled), across = std::max(1, (columns + TensorSlice::kSampled - 1) / TensorSlice::kSampled);
    const bool difference = isDifference(m_slice.shownRun());
    if (!m_isGiven) {
        std::tie(m_least, m_most) = m_slice.range();
        if (difference) {  // 0 is the middle
            m_most = std::max(std::fabs(m_least), std::fabs(m_most));
            m_least = -m_most;
        }
    }
    if (m_dragged < 0) {  // else what is dragged would move under the pointer
        m_ends = m_slice.range();
        if (difference) {
            m_ends.second = std::max(std::fabs(m_ends.first), std::fabs(m_ends.second));
            m_ends.first = -m_ends.second;
        }
        m_ends = {std::min(m_ends.first, m_least), std::max(m_ends.second, m_most)};
    }
    m_image = QImage((columns + across - 1) / across, (rows + down - 1) / down, QImage::Format_RGB32);
    const QRgb bad = canvasColors(palette()).error.rgb();
    for (int y = 0; y < m_image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(m_image.scanLine(y));
        for (int x = 0; x < m_image.width(); ++x) {
            const double number = m_slice.number(y * down, x * across, m_slice.shownRun());
            const double place = m_most > m_least ? (number - m_least) / (m_most - m_least) : 0.5;
            line[x] = std::isfinite(number) ? colorAt(place, difference) : bad;
        }
    }
    setAccessibleDescription(rows == 0 || columns == 0 ? tr("Nothing to show") : tr("from %1 to %2").arg(formatNumber(m_least), formatNumber(m_most)));
    update();
}

QRectF HeatMap::target() const {
    const QRectF room = QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kMargin - kScale);
    if (m_image.isNull()) return room;
    // Cells are square unless that leaves none to see: a row of thousands is stretched.
    const double cell = std::min({room.width() / m_image.width(), room.height() / m_image.height(), kLargestCell});
    QSizeF size(cell * m_image.width(), cell * m_image.height());
    if (size.height() < std::min(24.0, room.height())) size.setHeight(std::min(24.0, room.height()));
    if (size.width() < std::min(24.0, room.width())) size.setWidth(std::min(24.0, room.width()));
    return {room.left() + (room.width() - size.width()) / 2, room.top() + (room.height() - size.height()) / 2, size.width(), size.height()};
}

void HeatMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const CanvasColors& colors = canvasColors(palette());
    QFont small = font();
    small.setPixelSize(11);
    painter.setFont(small);
    if (m_image.isNull()) {
        painter.setPen(colors.mutedText);
        painter.drawText(rect(), Qt::AlignCenter, tr("Nothing to show"));
        return;
    }
    const QRectF area = target();
    painter.drawImage(area, m_image);
    painter.setPen(QPen(colors.cardBorder, 1));
    painter.drawRect(area);
    const int rows = m_slice.rowCount(), columns = m_slice.columnCount();
    if (m_cell.x() >= 0) {
        const double wide = area.width() / columns, tall = area.height() / rows;
        const QRectF cell(area.left() + m_cell.x() * wide, area.top() + m_cell.y() * tall, wide, tall);
        painter.setPen(QPen(Qt::white, 3));
        painter.drawRect(cell);
        painter.setPen(QPen(Qt::black, 1));
        painter.drawRect(cell);
    }
    const QRectF bar = scale();
    const double least = handleX(m_least), most = handleX(m_most);
    QLinearGradient gradient(QPointF(least, 0), QPointF(std::max(most, least + 1), 0));
    for (int i = 0; i <= 8; ++i) gradient.setColorAt(i / 8.0, QColor(colorAt(i / 8.0, isDifference(m_slice.shownRun()))));
    painter.fillRect(bar, gradient);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const double x : {least, most}) {
        painter.setPen(QPen(colors.text, 1));
        painter.setBrush(colors.card);
        painter.drawPolygon(QPolygonF{{x, bar.top() + 2}, {x + kHandle, bar.bottom() + kHandle}, {x - kHandle, bar.bottom() + kHandle}});
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(colors.mutedText);
    painter.drawText(QRectF(kMargin, bar.top() - 4, 62, 18), Qt::AlignRight | Qt::AlignVCenter, formatNumber(m_least));
    painter.drawText(QRectF(bar.right() + 10, bar.top() - 4, 62, 18), Qt::AlignLeft | Qt::AlignVCenter, formatNumber(m_most));
    if (rows > TensorSlice::kSampled || columns > TensorSlice::kSampled)
        painter.drawText(QRectF(kMargin, 0, width() - 2 * kMargin, kMargin + 8), Qt::AlignRight | Qt::AlignTop, tr("one element of each %1 × %2 is shown").arg((rows + TensorSlice::kSampled - 1) / TensorSlice::kSampled).arg((columns + TensorSlice::kSampled - 1) / TensorSlice::kSampled));
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 3, 3);
    }
}

QPoint HeatMap::cellAt(QPointF where) const {
    const QRectF area = target();
    if (m_image.isNull() || !area.contains(where)) return {-1, -1};
    const int rows = m_slice.rowCount(), columns = m_slice.columnCount();
    return {std::clamp(static_cast<int>((where.x() - area.left()) / area.width() * columns), 0, columns - 1),
            std::clamp(static_cast<int>((where.y() - area.top()) / area.height() * rows), 0, rows - 1)};
}

void HeatMap::setCell(QPoint cell) {
    if (cell == m_cell) return;
    m_cell = cell;
    if (cell.x() >= 0) {
        setAccessibleDescription(m_slice.tipText(cell.y(), cell.x()));
        emit cellChanged(cell.y(), cell.x());
    }
    update();
}

QRectF HeatMap::scale() const { return {kMargin + 76.0, static_cast<double>(height() - kScale), width() - 2 * kMargin - 152.0, 10}; }

double HeatMap::handleX(double number) const {
    const QRectF bar = scale();
    const double range = m_ends.second - m_ends.first;
    return bar.left() + bar.width() * (range > 0 ? std::clamp((number - m_ends.first) / range, 0.0, 1.0) : 0.5);
}

// Of two over each other the one on whose side the pointer is.
int HeatMap::handleAt(QPointF where) const {
    const QRectF bar = scale();
    if (m_image.isNull() || m_ends.first >= m_ends.second || where.y() < bar.top() - 2) return -1;
    const double toLeast = std::fabs(where.x() - handleX(m_least)), toMost = std::fabs(where.x() - handleX(m_most));
    if (std::min(toLeast, toMost) > kHandle + 3) return -1;
    return toLeast == toMost ? where.x() > bar.center().x() ? 0 : 1 : toLeast < toMost ? 0 : 1;
}

// The other one is a limit: colours go from less to more.
void HeatMap::drag(double x) {
    const QRectF bar = scale();
    const double step = (m_ends.second - m_ends.first) / bar.width();
    const double at = m_ends.first + std::clamp(x - bar.left(), 0.0, bar.width()) * step;
    const double least = m_dragged == 0 ? std::min(at, m_most - step) : m_least, most = m_dragged == 1 ? std::max(at, m_least + step) : m_most;
    setRange(least, most);
    emit rangeDragged(least, most);
}

void HeatMap::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) m_dragged = handleAt(event->position());
    if (m_dragged < 0) setCell(cellAt(event->position()));
}

void HeatMap::mouseReleaseEvent(QMouseEvent*) { m_dragged = -1; }

void HeatMap::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragged >= 0) return drag(event->position().x());
    setCursor(handleAt(event->position()) >= 0 ? Qt::SizeHorCursor : Qt::ArrowCursor);
    setCell(cellAt(event->position()));
}

void HeatMap::keyPressEvent(QKeyEvent* event) {
    const int rows = m_slice.rowCount(), columns = m_slice.columnCount();
    QPoint step;
    switch (event->key()) {
        case Qt::Key_Left: step = {-1, 0}; break;
        case Qt::Key_Right: step = {1, 0}; break;
        case Qt::Key_Up: step = {0, -1}; break;
        case Qt::Key_Down: step = {0, 1}; break;
        default: return QWidget::keyPressEvent(event);
    }
    if (rows == 0 || columns == 0) return;
    const QPoint next = m_cell.x() < 0 ? QPoint(0, 0) : m_cell + step;
    setCell({std::clamp(next.x(), 0, columns - 1), std::clamp(next.y(), 0, rows - 1)});
}

bool HeatMap::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const QPoint cell = cellAt(help->pos()); cell.x() >= 0) QToolTip::showText(help->globalPos(), m_slice.tipText(cell.y(), cell.x()), this);
    else QToolTip::hideText();
    return true;
}

void HeatMap::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) redraw();
    QWidget::changeEvent(event);
}

}  // namespace whittle

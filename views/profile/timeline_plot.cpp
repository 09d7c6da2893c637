#include "views/profile/timeline_plot.h"

#include <algorithm>

#include <QMouseEvent>
#include <QPainter>

#include "views/models/format.h"
#include "views/models/span_runs.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kKernelLane = 26, kThreadLane = 18, kGap = 3;
constexpr int kKey = 18;            // height of the key of colours
constexpr double kNear = 3;         // pixels around the pointer that count as on a span
constexpr double kLabelPixels = 26; // a span narrower than that has no name in it
constexpr double kRoomAround = 4;   // a kernel that is zoomed to fills this part of the width: 1 / kRoomAround

QColor inkOn(const QColor& fill) { return fill.lightnessF() > 0.55 ? QColor(0x12, 0x14, 0x18) : QColor(Qt::white); }

}  // namespace

TimelinePlot::TimelinePlot(ProfileController& profile, QWidget* parent) : TimePlot(profile, parent) {
    setAccessibleName(tr("Timeline of the run: kernels and threads"));
    connect(&profile, &ProfileController::contentChanged, this, [this] {
        m_hovered = -1;
        updateGeometry();
        describe();
    });
    connect(&profile, &ProfileController::cursorChanged, this, &TimelinePlot::describe);
    describe();
}

void TimelinePlot::describe() {
    const QString kernel = m_profile.kernelText(m_profile.cursorKernel());
    setAccessibleDescription(!m_profile.isRecorded() ? tr("Nothing was recorded") : kernel.isEmpty() ? tr("Kernels: %1").arg(formatCount(m_profile.content()->kernels().count())) : kernel);
}

int TimelinePlot::laneCount() const { return m_profile.isRecorded() ? static_cast<int>(m_profile.content()->lanes().size()) : 0; }
int TimelinePlot::wantedHeight() const { return kRuler + kKernelLane + kGap + std::max(1, laneCount() - 1) * (kThreadLane + kGap) + kKey + kGap; }

QRectF TimelinePlot::laneRect(int lane) const {
    const QRectF in = area();
    const double top = lane == 0 ? in.top() : in.top() + kKernelLane + kGap + (lane - 1) * (kThreadLane + kGap);
    return {in.left(), top, in.width(), double(lane == 0 ? kKernelLane : kThreadLane)};
}

QRectF TimelinePlot::rectOf(int kernel) const {
    if (!m_profile.isRecorded()) return {};
    const LaneSpan& span = m_profile.content()->spanOf(kernel);
    const QRectF row = laneRect(0);
    return QRectF(QPointF(xOf(span.begin), row.top()), QPointF(xOf(span.end), row.bottom())) & row;
}

TimelinePlot::Hit TimelinePlot::hitAt(QPointF at) const {
    for (int lane = 0; lane < laneCount(); ++lane) {
        if (!laneRect(lane).contains(at)) continue;
        const double near = kNear / area().width() * m_profile.window().size();
        return {lane, spanAt(m_profile.content()->lanes()[static_cast<std::size_t>(lane)].spans, atX(at.x()), near)};
    }
    return {};
}

QString TimelinePlot::spanText(const Hit& hit) const {
    const Lane& lane = m_profile.content()->lanes()[static_cast<std::size_t>(hit.lane)];
    const LaneSpan& span = lane.spans[static_cast<std::size_t>(hit.span)];
    QStringList lines{m_profile.kernelText(span.kernel)};
    const double whole = m_profile.content()->milliseconds();
    if (lane.thread >= 0) lines << tr("Thread %1: %2 of work, from %3").arg(formatCount(lane.thread), formatDuration((span.end - span.begin) * whole), formatDuration(span.begin * whole));
    else lines << tr("From %1 to %2").arg(formatDuration(span.begin * whole), formatDuration(span.end * whole));
    if (!span.isTold) lines << tr("The library does not tell what its threads do: this is how long it took.");
    const KernelRow& row = m_profile.content()->kernels().row(span.kernel);
    if (!row.nodeNames.isEmpty()) lines << row.nodeNames.join(QStringLiteral(", "));
    return lines.join(u'\n');
}

QString TimelinePlot::tipAt(QPointF at) const {
    const Hit hit = hitAt(at);
    return hit.span < 0 ? QString() : spanText(hit);
}

void TimelinePlot::clicked(QPointF at) {
    const Hit hit = hitAt(at);
    // Where no span is, the point in time is meant.
    const double time = std::clamp(atX(at.x()), 0.0, 1.0);
    if (hit.span < 0) return m_profile.setCursor(time);
    const LaneSpan& span = m_profile.content()->lanes()[static_cast<std::size_t>(hit.lane)].spans[static_cast<std::size_t>(hit.span)];
    m_profile.setCursor(std::clamp(time, span.begin, span.end));
    m_profile.kernels().select(span.kernel);
}

// To the kernel, with what is around it.
void TimelinePlot::mouseDoubleClickEvent(QMouseEvent* event) {
    const Hit hit = m_profile.isRecorded() ? hitAt(event->position()) : Hit{};
    if (event->button() != Qt::LeftButton || hit.span < 0) return;
    const LaneSpan& span = m_profile.content()->lanes()[static_cast<std::size_t>(hit.lane)].spans[static_cast<std::size_t>(hit.span)];
    const double room = (span.end - span.begin) * (kRoomAround - 1) / 2;
    m_profile.setWindow(span.begin - room, span.end + room);
}

void TimelinePlot::hovered(QPointF at) {
    const Hit hit = m_profile.isRecorded() ? hitAt(at) : Hit{};
    const int kernel = hit.span < 0 ? -1 : m_profile.content()->lanes()[static_cast<std::size_t>(hit.lane)].spans[static_cast<std::size_t>(hit.span)].kernel;
    if (kernel == m_hovered) return;
    m_hovered = kernel;
    setCursor(kernel < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
}

void TimelinePlot::left() {
    if (m_hovered < 0) return;
    m_hovered = -1;
    update();
}

void TimelinePlot::paintLane(QPainter& painter, int lane) const {
    const CanvasColors& colors = canvasColors(palette());
    const ProfileContent& content = *m_profile.content();
    const QRectF row = laneRect(lane);
    const Lane& shown = content.lanes()[static_cast<std::size_t>(lane)];
    painter.setPen(colors.mutedText);
    painter.drawText(QRectF(kMargin, row.top(), row.left() - 2 * kMargin, row.height()), Qt::AlignRight | Qt::AlignVCenter, lane == 0 ? tr("Kernels") : tr("Thread %1").arg(formatCount(shown.thread)));
    painter.save();
    painter.setClipRect(row);
    painter.fillRect(row, colors.canvas);
    const int selected = m_profile.kernels().selected();
    const QFontMetrics metrics(painter.font());
    std::vector<QRectF> outlines;
    for (const SpanRun& run : spanRuns(shown.spans, m_profile.window(), row.width())) {
        const double left = std::max(row.left() + run.left, row.left() - 1), right = std::min(row.left() + run.right, row.right() + 1);
        QRectF box(left, row.top(), std::max(right - left, 1.0), row.height());
        if (box.width() > 3) box.adjust(0, 0, -1, 0);  // neighbours of one colour are told apart
        QColor fill = familyColor(content.family(run.kernel), palette());
        if (run.kernel == m_hovered && run.count == 1) fill = isDark(palette()) ? fill.lighter(118) : fill.darker(112);
        if (run.isTold) painter.fillRect(box, fill);
        else {
            painter.fillRect(box, QBrush(fill, Qt::BDiagPattern));
            painter.setPen(fill);
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
        }
        if (run.kernel == selected && run.count == 1) outlines.push_back(box);
        if (lane != 0 || box.width() < kLabelPixels) continue;
        painter.setPen(inkOn(fill));
        painter.drawText(box.adjusted(4, 0, -3, 0), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(content.kernels().row(run.kernel).name, Qt::ElideRight, static_cast<int>(box.width()) - 7));
    }
    // Of the selected kernel, over its neighbours, however small it is.
    for (const QRectF& box : outlines) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colors.text, 2));
        painter.drawRect(box.width() < 3 ? QRectF(box.left() - 1, box.top() + 1, 3, box.height() - 2) : box.adjusted(1, 1, -1, -1));
    }
    painter.restore();
}

// The families that took the most time, as far as there is room.
void TimelinePlot::paintKey(QPainter& painter) const {
    const QFontMetrics metrics(painter.font());
    const QRectF last = laneRect(laneCount() - 1);
    double x = last.left();
    const double middle = last.bottom() + kGap + kKey / 2.0;
    for (const auto& [time, family] : m_profile.content()->familyShares()) {
        const QString text = tr("%1 %2").arg(family.isEmpty() ? tr("others") : family, formatPercent(time));
        const double wide = metrics.horizontalAdvance(text);
        if (x + 16 + wide > last.right()) return;
        painter.fillRect(QRectF(x, middle - 5, 10, 10), familyColor(family, palette()));
        painter.setPen(canvasColors(palette()).mutedText);
        painter.drawText(QRectF(x + 15, middle - 8, wide + 1, 16), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += 15 + wide + 16;
    }
}

void TimelinePlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.setFont(smallFont());
    if (m_profile.isRecorded()) {
        paintGrid(painter, true);
        for (int lane = 0; lane < laneCount(); ++lane) paintLane(painter, lane);
        paintKey(painter);
        paintCursor(painter);
    }
    paintFocus(painter);
}

}  // namespace whittle

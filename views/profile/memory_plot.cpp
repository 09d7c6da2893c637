#include "views/profile/memory_plot.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QPainter>

#include "views/models/alive_model.h"
#include "views/models/format.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kTicks = 3;
constexpr double kUnit = 1024;  // a kibibyte in bytes, a mebibyte in kibibytes, ...
constexpr double kHead = 1.12;  // room over the highest point, for its name

QColor kindColor(std::size_t kind, const CanvasColors& colors) {
    const std::array<QColor, kMemoryKinds> all{colors.line, colors.producer, colors.plotLine, colors.user};
    return all[kind];
}

}  // namespace

MemoryPlot::MemoryPlot(ProfileController& profile, QWidget* parent) : TimePlot(profile, parent) {
    setAccessibleName(tr("Memory over the time of the run"));
    connect(&profile, &ProfileController::contentChanged, this, &MemoryPlot::describe);
    connect(&profile, &ProfileController::cursorChanged, this, &MemoryPlot::describe);
    describe();
}

void MemoryPlot::describe() {
    const int kernel = m_profile.cursorKernel();
    if (kernel < 0) return setAccessibleDescription(tr("Nothing was recorded"));
    const MemoryTimeline& memory = m_profile.content()->memory();
    setAccessibleDescription(tr("%1 in %2; at most %3, in %4")
                                 .arg(formatBytes(sumOf(memory.during[static_cast<std::size_t>(kernel)])), m_profile.content()->kernels().row(kernel).name, formatBytes(memory.peak),
                                      m_profile.content()->kernels().row(memory.peakKernel).name));
}

void MemoryPlot::setShowsGiven(bool shows) {
    m_showsGiven = shows;
    update();
}

bool MemoryPlot::isShown(std::size_t kind) const { return m_showsGiven || (kind != static_cast<std::size_t>(MemoryKind::Weight) && kind != static_cast<std::size_t>(MemoryKind::Input)); }

std::size_t MemoryPlot::shownSum(const MemoryByKind& bytes) const {
    std::size_t out = 0;
    for (std::size_t kind = 0; kind < kMemoryKinds; ++kind)
        if (isShown(kind)) out += bytes[kind];
    return out;
}

QRectF MemoryPlot::plotArea() const { return area().adjusted(0, 4, 0, -6); }

// What is there from each x on. Of kernels in one pixel the one that needs the most.
std::vector<MemoryPlot::Step> MemoryPlot::steps() const {
    const ProfileContent& content = *m_profile.content();
    const std::vector<LaneSpan>& spans = content.lanes().front().spans;
    std::vector<Step> out;
    auto first = std::ranges::lower_bound(spans, m_profile.window().begin(), {}, &LaneSpan::end);
    if (first != spans.begin()) --first;
    for (auto span = first; span != spans.end() && span->begin <= m_profile.window().end(); ++span) {
        const MemoryByKind& bytes = content.memory().during[static_cast<std::size_t>(span->kernel)];
        const double x = xOf(span->begin);
        if (out.empty() || std::floor(out.back().x) != std::floor(x)) out.push_back({x, bytes});
        else if (shownSum(bytes) > shownSum(out.back().bytes)) out.back().bytes = bytes;
    }
    return out;
}

QString MemoryPlot::tipAt(QPointF at) const {
    const int kernel = m_profile.content()->kernelAt(std::clamp(atX(at.x()), 0.0, 1.0));
    if (kernel < 0) return {};
    const MemoryByKind& bytes = m_profile.content()->memory().during[static_cast<std::size_t>(kernel)];
    QStringList lines{tr("%1 in %2").arg(formatBytes(sumOf(bytes)), m_profile.content()->kernels().row(kernel).name)};
    for (std::size_t kind = 0; kind < kMemoryKinds; ++kind) lines << tr("%1: %2").arg(memoryKindText(static_cast<MemoryKind>(kind)), formatBytes(bytes[kind]));
    return lines.join(u'\n');
}

void MemoryPlot::clicked(QPointF at) { m_profile.setCursor(std::clamp(atX(at.x()), 0.0, 1.0)); }

void MemoryPlot::paintKey(QPainter& painter) const {
    const CanvasColors& colors = canvasColors(palette());
    const QFontMetrics metrics(painter.font());
    double x = area().left();
    for (std::size_t kind = 0; kind < kMemoryKinds; ++kind) {
        if (!isShown(kind)) continue;
        const QString text = memoryKindText(static_cast<MemoryKind>(kind));
        const double wide = metrics.horizontalAdvance(text);
        painter.fillRect(QRectF(x, kRuler / 2.0 - 5, 10, 10), kindColor(kind, colors));
        painter.setPen(colors.mutedText);
        painter.drawText(QRectF(x + 15, 0, wide + 1, kRuler), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += 15 + wide + 16;
    }
}

void MemoryPlot::paintPeak(QPainter& painter, double most) const {
    const CanvasColors& colors = canvasColors(palette());
    const MemoryTimeline& memory = m_profile.content()->memory();
    const QRectF in = plotArea();
    const LaneSpan& span = m_profile.content()->spanOf(memory.peakKernel);
    const double x = xOf((span.begin + span.end) / 2), y = in.bottom() - in.height() * static_cast<double>(shownSum(memory.during[static_cast<std::size_t>(memory.peakKernel)])) / most;
    if (x < in.left() || x > in.right()) return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.text);
    painter.drawPolygon(QPolygonF{{x - 5, y - 8}, {x + 5, y - 8}, {x, y - 1}});
    const QString text = tr("Peak %1").arg(formatBytes(memory.peak));
    const double wide = QFontMetrics(painter.font()).horizontalAdvance(text);
    const double left = x + 10 + wide > in.right() ? x - 10 - wide : x + 10;
    painter.setPen(colors.text);
    painter.drawText(QRectF(left, y - 15, wide + 1, 14), Qt::AlignLeft | Qt::AlignVCenter, text);
}

void MemoryPlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.setFont(smallFont());
    if (!m_profile.isRecorded() || m_profile.content()->memory().peakKernel < 0) return paintFocus(painter);
    const CanvasColors& colors = canvasColors(palette());
    const QRectF in = plotArea();
    std::size_t highest = 1;
    for (const MemoryByKind& bytes : m_profile.content()->memory().during) highest = std::max(highest, shownSum(bytes));
    const double most = static_cast<double>(highest) * kHead;
    paintGrid(painter, false);
    double unit = 1;
    while (unit * kUnit <= static_cast<double>(highest)) unit *= kUnit;
    for (const double tick : roundTicks(0, static_cast<double>(highest) * kHead / unit, kTicks)) {
        const double y = std::round(in.bottom() - in.height() * tick * unit / most) + 0.5;
        painter.setPen(QPen(colors.gridLine, 1));
        painter.drawLine(QPointF(in.left(), y), QPointF(in.right(), y));
        painter.setPen(colors.mutedText);
        painter.drawText(QRectF(0, y - 8, in.left() - kMargin, 16), Qt::AlignRight | Qt::AlignVCenter, formatBytes(static_cast<quint64>(tick * unit)));
    }
    painter.save();
    painter.setClipRect(in.adjusted(0, -2, 1, 1));
    painter.setRenderHint(QPainter::Antialiasing, false);
    const std::vector<Step> shown = steps();
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const double left = std::max(shown[i].x, in.left()), right = i + 1 < shown.size() ? shown[i + 1].x : std::min(xOf(1), in.right() + 1);
        double bottom = in.bottom();
        for (std::size_t kind = 0; kind < kMemoryKinds; ++kind) {
            if (!isShown(kind) || shown[i].bytes[kind] == 0) continue;
            const double height = in.height() * static_cast<double>(shown[i].bytes[kind]) / most;
            QColor fill = kindColor(kind, colors);
            fill.setAlphaF(0.62f);
            painter.fillRect(QRectF(QPointF(left, bottom - height), QPointF(right, bottom)), fill);
            painter.fillRect(QRectF(left, bottom - height, right - left, 1), kindColor(kind, colors));
            bottom -= height;
        }
    }
    painter.restore();
    painter.setRenderHint(QPainter::Antialiasing);
    paintPeak(painter, most);
    paintKey(painter);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintCursor(painter);
    paintFocus(painter);
}

}  // namespace whittle

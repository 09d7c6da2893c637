#include "minifier/session/curve_svg.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/formats/markup.h"
#include "minifier/session/report_numbers.h"

namespace whittle {
namespace {

constexpr double kWidth = 520, kHeight = 250;
constexpr double kLeft = 58, kRight = 14, kTop = 30, kBottom = 40;
constexpr double kFarApart = 20;  // times: from there on small values are lost on a linear axis

// 1, 2 or 5 times a power of ten, so that at most `most` steps reach `end`.
double stepOf(double end, double most) {
    const double least = end / most, power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double times : {1.0, 2.0, 5.0})
        if (times * power >= least * (1 - 1e-9)) return times * power;
    return 10 * power;
}

class Axes {
public:
    explicit Axes(const StepPlot& plot) {
        m_right = std::max(plot.end, plot.points.back().x);
        if (m_right <= 0) m_right = 1;
        m_step = std::max(stepOf(m_right, 6), plot.whole ? 1.0 : 0.0);
        double most = 1, least = std::numeric_limits<double>::max();
        for (const StepPoint& point : plot.points) {
            most = std::max(most, point.y);
            least = std::min(least, std::max(point.y, 1.0));
        }
        m_log = most / least >= kFarApart;
        if (m_log) {
            m_low = std::floor(std::log10(least));
            m_high = std::log10(most);
            m_high += (m_high - m_low) * 0.04;
        } else {
            m_high = most * 1.05;
        }
    }

    double x(double value) const { return kLeft + value / m_right * (kWidth - kLeft - kRight); }
    double y(double value) const {
        const double at = m_log ? std::log10(std::max(value, 1.0)) : value;
        return kHeight - kBottom - (at - m_low) / (m_high - m_low) * (kHeight - kTop - kBottom);
    }

    std::string grid() const {
        std::string out;
        for (const double value : yTicks())
            out += fmt::format("<path class=\"grid\" d=\"M{:.1f} {:.1f}H{:.1f}\"/><text class=\"tick left\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", kLeft, y(value),
                               kWidth - kRight, kLeft - 8, y(value) + 4, shortCount(value));
        for (int i = 0; i * m_step <= m_right * (1 + 1e-9); ++i)
            out += fmt::format("<path class=\"axis\" d=\"M{0:.1f} {1:.1f}v4\"/><text class=\"tick\" x=\"{0:.1f}\" y=\"{2:.1f}\">{3:g}</text>\n", x(i * m_step), kHeight - kBottom,
                               kHeight - kBottom + 17, i * m_step);
        return out + fmt::format("<path class=\"axis\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>\n", kLeft, kHeight - kBottom, kWidth - kRight);
    }

private:
    std::vector<double> yTicks() const {
        std::vector<double> ticks;
        if (m_log) {
            const int every = std::max(1, static_cast<int>((m_high - m_low) / 4));
            for (int power = static_cast<int>(m_low); power <= m_high; power += every) ticks.push_back(std::pow(10.0, power));
        } else {
            const double step = std::max(1.0, stepOf(m_high, 5));
            for (int i = 0; i * step <= m_high; ++i) ticks.push_back(i * step);
        }
        return ticks;
    }

    bool m_log = false;
    double m_right = 1, m_step = 1, m_low = 0, m_high = 1;
};

}  // namespace

std::string stepPlotSvg(const StepPlot& plot) {
    if (plot.points.empty()) return {};
    const Axes axes(plot);
    const StepPoint& first = plot.points.front();
    std::string steps = fmt::format("M{:.1f} {:.1f}", axes.x(first.x), axes.y(first.y)), dots;
    for (const StepPoint& point : plot.points) {
        if (&point != &first) steps += fmt::format("H{:.1f}V{:.1f}", axes.x(point.x), axes.y(point.y));
        dots += fmt::format("<circle class=\"dot\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\"><title>{}</title></circle>\n", axes.x(point.x), axes.y(point.y), escapeMarkup(point.tip));
    }
    steps += fmt::format("H{:.1f}", axes.x(std::max(plot.end, plot.points.back().x)));
    const double base = kHeight - kBottom;
    std::string out = fmt::format("<svg class=\"plot\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"{} over {}\">\n", kWidth, kHeight, escapeMarkup(plot.title),
                                  escapeMarkup(plot.across));
    out += fmt::format("<text class=\"title\" x=\"{:.0f}\" y=\"16\">{}</text>\n", kLeft, escapeMarkup(plot.title));
    out += axes.grid();
    out += fmt::format("<path class=\"area\" d=\"{}V{:.1f}H{:.1f}Z\"/>\n<path class=\"steps\" d=\"{}\"/>\n{}", steps, base, axes.x(first.x), steps, dots);
    out += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n</svg>\n", (kLeft + kWidth - kRight) / 2, kHeight - 5, escapeMarkup(plot.across));
    return out;
}

std::string_view plotStyle() {
    return R"css(
.plot { width: 100%; height: auto; display: block; }
.plot text { font-size: 12px; fill: var(--muted); text-anchor: middle; font-variant-numeric: tabular-nums; }
.plot .title { font-size: 13px; font-weight: 600; fill: var(--ink); text-anchor: start; }
.plot .tick.left { text-anchor: end; }
.plot .grid { stroke: var(--rule); fill: none; }
.plot .axis { stroke: var(--muted); fill: none; }
.plot .area { fill: var(--accent); opacity: 0.12; }
.plot .steps { stroke: var(--accent); stroke-width: 2; fill: none; stroke-linejoin: round; }
.plot .dot { fill: var(--accent); stroke: var(--panel); stroke-width: 1.5; }
)css";
}

}  // namespace whittle

#include "views/models/overlay_shades.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <QCoreApplication>

namespace whittle {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct ScaleName {
    const char* name;
    RampLook::Scale scale;
};
constexpr ScaleName kScales[] = {{"measured", RampLook::Scale::AsMeasured}, {"linear", RampLook::Scale::Linear}, {"logarithmic", RampLook::Scale::Logarithmic}};

std::optional<double> lookUp(const NodeOverlay& overlay, const std::string& name) {
    const auto found = overlay.values.find(name);
    return found == overlay.values.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

QString rampScaleName(RampLook::Scale scale) {
    for (const ScaleName& row : kScales)
        if (row.scale == scale) return QLatin1String(row.name);
    return {};
}

std::optional<RampLook::Scale> parseRampScale(const QString& name) {
    for (const ScaleName& row : kScales)
        if (name == QLatin1String(row.name)) return row.scale;
    return std::nullopt;
}

OverlayShades::OverlayShades(const GraphContent& content, OverlayRef overlay, RampLook look)
    : m_overlay(std::move(overlay)), m_look(look), m_values(static_cast<std::size_t>(content.itemCount()), kNaN),
      m_shades(static_cast<std::size_t>(content.itemCount()), kMissing), m_boxesOf(static_cast<std::size_t>(m_overlay->classes.size())) {
    readBoxes(content);
    if (isRamp()) {
        if (m_look.clipPercent > 0) cutEnds();
        fillGroupsByMost(content);
    }
    else fillGroupsByCommonest(content);
}

void OverlayShades::readBoxes(const GraphContent& content) {
    const Graph& graph = *content.graph();
    const bool ramp = isRamp(), logarithmic = isLogarithmic();
    for (int item = 0; item < content.count(); ++item) {
        const SceneBox& box = content.items()[static_cast<std::size_t>(item)];
        if (box.kind == SceneBox::Kind::Output) continue;
        const std::string& name = box.kind == SceneBox::Kind::Node ? graph.node(box.node).name : graph.value(box.value).name;
        const std::optional<double> value = lookUp(*m_overlay, name);
        if (!value) {
            m_hasMissing = m_hasMissing || box.kind == SceneBox::Kind::Node;
            continue;
        }
        if (std::isfinite(*value) && !ramp && (*value < 0 || *value >= static_cast<double>(m_boxesOf.size()))) continue;  // no such class
        m_values[static_cast<std::size_t>(item)] = *value;
        int& shade = m_shades[static_cast<std::size_t>(item)];
        if (!std::isfinite(*value)) {
            shade = kBad;
            m_bad.push_back(item);
        } else if (!ramp) {
            shade = static_cast<int>(*value);
            ++m_boxesOf[static_cast<std::size_t>(shade)];
        } else {
            shade = 0;  // until the ends are known
            if (logarithmic && *value <= 0) continue;
            const bool first = !hasRange();
            m_least = first ? *value : std::min(m_least, *value);
            m_most = first ? *value : std::max(m_most, *value);
        }
    }
}

bool OverlayShades::isLogarithmic() const {
    return m_look.scale == RampLook::Scale::AsMeasured ? m_overlay->scale == NodeOverlay::Scale::Logarithmic : m_look.scale == RampLook::Scale::Logarithmic;
}

// Of the numbers that have a place on the ramp. Groups are not counted: they would say again what their boxes say.
void OverlayShades::cutEnds() {
    std::vector<double> numbers;
    for (std::size_t item = 0; item < m_values.size(); ++item)
        if (m_shades[item] >= 0 && (!isLogarithmic() || m_values[item] > 0)) numbers.push_back(m_values[item]);
    if (numbers.empty()) return;
    const auto at = [&](double part) {
        const auto place = numbers.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(numbers.size() - 1) + 0.5);
        std::ranges::nth_element(numbers, place);
        return *place;
    };
    const double part = m_look.clipPercent / 100.0, least = at(part), most = at(1 - part);
    m_isCutBelow = m_least < least;
    m_isCutAbove = m_most > most;
    m_least = least;
    m_most = most;
}

int OverlayShades::stepOf(double value) const {
    const bool logarithmic = isLogarithmic();
    if (logarithmic && value <= 0) return 0;
    const auto at = [&](double number) { return logarithmic ? std::log(number) : number; };
    const double range = at(m_most) - at(m_least);
    const double part = range > 0 ? (at(value) - at(m_least)) / range : value < m_least ? 0 : 1;
    return static_cast<int>(std::clamp(part * kSteps, 0.0, kSteps - 1.0));
}

void OverlayShades::fillGroupsByMost(const GraphContent& content) {
    // Groups come after the boxes, and after those around them: from the end, what an item holds is known before it.
    for (int item = content.itemCount() - 1; item >= content.count(); --item) m_values[static_cast<std::size_t>(item)] = kNaN;
    const auto raise = [&](int item) {
        const int parent = content.parentOf(item);
        const int shade = m_shades[static_cast<std::size_t>(item)];
        if (parent < 0 || shade == kMissing) return;
        int& above = m_shades[static_cast<std::size_t>(parent)];
        double& most = m_values[static_cast<std::size_t>(parent)];
        const double value = m_values[static_cast<std::size_t>(item)];
        if (above == kBad) return;
        if (shade == kBad || above == kMissing || value > most) most = value;
        above = shade == kBad ? kBad : 0;
    };
    for (int box = 0; box < content.count(); ++box) raise(box);
    for (int group = content.itemCount() - 1; group >= content.count(); --group) raise(group);
    for (std::size_t item = 0; item < m_shades.size(); ++item)
        if (m_shades[item] >= 0) m_shades[item] = stepOf(m_values[item]);
}

void OverlayShades::fillGroupsByCommonest(const GraphContent& content) {
    using Count = std::pair<int, int>;  // a class and its boxes
    std::vector<std::vector<Count>> held(static_cast<std::size_t>(content.groupCount()));
    const auto heldBy = [&](int group) -> std::vector<Count>& { return held[static_cast<std::size_t>(group - content.count())]; };
    for (int box = 0; box < content.count(); ++box)
        if (const int group = content.parentOf(box), shade = m_shades[static_cast<std::size_t>(box)]; group >= 0 && shade != kMissing)
            heldBy(group).emplace_back(shade, 1);
    for (int group = content.itemCount() - 1; group >= content.count(); --group) {
        std::vector<Count>& counts = heldBy(group);
        if (counts.empty()) continue;
        std::sort(counts.begin(), counts.end());
        std::size_t kept = 0;
        for (std::size_t i = 1; i < counts.size(); ++i) {
            if (counts[i].first == counts[kept].first) counts[kept].second += counts[i].second;
            else counts[++kept] = counts[i];
        }
        counts.resize(kept + 1);
        // What is bad sorts first and goes before; of equals the class that is told first.
        const auto commonest = std::max_element(counts.begin(), counts.end(), [](const Count& a, const Count& b) { return a.second < b.second; });
        const int shade = counts.front().first == kBad ? kBad : commonest->first;
        m_shades[static_cast<std::size_t>(group)] = shade;
        m_values[static_cast<std::size_t>(group)] = shade == kBad ? kNaN : shade;
        if (const int parent = content.parentOf(group); parent >= 0) heldBy(parent).insert(heldBy(parent).end(), counts.begin(), counts.end());
        counts = {};
    }
}

double OverlayShades::valueAt(double part) const {
    if (isLogarithmic()) return m_least * std::pow(m_most / m_least, part);
    return m_least + (m_most - m_least) * part;
}

QString OverlayShades::text(int item) const {
    const int shade = m_shades[static_cast<std::size_t>(item)];
    const double value = m_values[static_cast<std::size_t>(item)];
    if (shade == kMissing) return {};
    if (std::isnan(value)) return QCoreApplication::translate("OverlayShades", "NaN");
    if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    if (!isRamp()) return m_overlay->classes[shade];
    return m_overlay->text ? m_overlay->text(value) : QString::number(value, 'g', 3);
}

}  // namespace whittle

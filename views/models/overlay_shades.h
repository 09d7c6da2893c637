// An overlay laid over one graph: what each item, groups included, shows of it. No colours: those are the painter's.
#pragma once

#include <optional>
#include <vector>

#include "views/models/graph_content.h"
#include "views/models/node_overlay.h"

namespace whittle {

/// How numbers become colours of the ramp.
struct RampLook {
    enum class Scale { AsMeasured, Linear, Logarithmic };  ///< AsMeasured: as whoever made the overlay has it
    Scale scale = Scale::AsMeasured;
    /// Of the boxes, so many percent at each end have the colour of that end: a few extremes leave the others their differences. Below 50.
    int clipPercent = 0;
    friend bool operator==(const RampLook&, const RampLook&) = default;
};
/// "measured", "linear", "logarithmic": sessions.
QString rampScaleName(RampLook::Scale scale);
std::optional<RampLook::Scale> parseRampScale(const QString& name);

class OverlayShades {
public:
    static constexpr int kSteps = 96;  ///< of the ramp
    static constexpr int kMissing = -1;
    static constexpr int kBad = -2;

    /// Inputs are looked up by the names of their values. A group shows the most of what it holds; what is bad goes before, and of
    /// classes it shows the commonest. Cost: one lookup a box, and what groups hold times their depth.
    OverlayShades(const GraphContent& content, OverlayRef overlay, RampLook look = {});

    const NodeOverlay& overlay() const { return *m_overlay; }
    const OverlayRef& ref() const { return m_overlay; }
    bool isRamp() const { return isRamp(*m_overlay); }
    static bool isRamp(const NodeOverlay& overlay) { return overlay.scale == NodeOverlay::Scale::Linear || overlay.scale == NodeOverlay::Scale::Logarithmic; }

    /// A step of the ramp from 0 to kSteps - 1, or a class; kBad, kMissing.
    int shade(int item) const { return m_shades[static_cast<std::size_t>(item)]; }
    double value(int item) const { return m_values[static_cast<std::size_t>(item)]; }  ///< NaN when it is missing
    /// "12.3 µs", "f16", "NaN"; empty when it is missing.
    QString text(int item) const;

    bool isLogarithmic() const;
    /// There are numbers beyond that end of the ramp, which have its colour.
    bool isCutBelow() const { return m_isCutBelow; }
    bool isCutAbove() const { return m_isCutAbove; }
    /// The number at a part, 0 to 1, of the ramp.
    double valueAt(double part) const;
    bool hasRange() const { return m_least <= m_most; }  ///< there is a number that is not bad
    bool hasBad() const { return !m_bad.empty(); }
    const std::vector<int>& bad() const { return m_bad; }  ///< boxes, ascending
    bool hasMissing() const { return m_hasMissing; }  ///< of a node
    int boxesOf(int classIndex) const { return m_boxesOf[static_cast<std::size_t>(classIndex)]; }

private:
    void readBoxes(const GraphContent& content);
    void fillGroupsByMost(const GraphContent& content);
    void fillGroupsByCommonest(const GraphContent& content);
    void cutEnds();
    int stepOf(double value) const;

    OverlayRef m_overlay;
    RampLook m_look;
    std::vector<double> m_values;  // by item
    std::vector<int> m_shades;     // by item
    std::vector<int> m_boxesOf;    // by class
    double m_least = 1, m_most = 0;
    bool m_isCutBelow = false, m_isCutAbove = false;
    std::vector<int> m_bad;
    bool m_hasMissing = false;
};

}  // namespace whittle

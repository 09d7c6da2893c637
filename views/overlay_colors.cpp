#include "views/overlay_colors.h"

#include <algorithm>
#include <array>

#include "views/theme.h"

namespace whittle {
namespace {

// Lightness goes one way, also as colour-blind people see it; the least is the one that stands out least.
constexpr std::array<QRgb, 9> kRampLight{0xfff0dc3c, 0xffaddc30, 0xff5ec962, 0xff28ae80, 0xff21918c, 0xff2c728e, 0xff3b528b, 0xff472d7b, 0xff440154};
constexpr std::array<QRgb, 9> kRampDark{0xff553b93, 0xff4b559e, 0xff3a6ea5, 0xff2c879b, 0xff21a08c, 0xff3ab878, 0xff6ecd5a, 0xffb4de3c, 0xfffde725};

struct Tone {
    QRgb light;
    QRgb dark;
};
// Eight that colour-blind people can tell apart (Okabe and Ito), then the same again with lines on them.
constexpr std::array<Tone, 8> kClasses{{{0xff0072b2, 0xff4c9be8}, {0xffe69f00, 0xfff0b030}, {0xff009e73, 0xff2fc59a}, {0xffcc79a7, 0xffe9acd0},
                                        {0xff56b4e9, 0xff97d6fa}, {0xffc24e00, 0xffff7f3f}, {0xffe8dc3c, 0xfff0e442}, {0xff4b2e83, 0xff7a5fd0}}};
constexpr std::array<Qt::BrushStyle, 4> kPatterns{Qt::SolidPattern, Qt::BDiagPattern, Qt::FDiagPattern, Qt::DiagCrossPattern};

struct Difference {
    Tone tone;
    Qt::BrushStyle pattern;
    const char* mark;
};
constexpr std::array<Difference, 5> kDifferences{{{{0xffc24e00, 0xffff7f3f}, Qt::BDiagPattern, "−"},
                                                  {{0xff0072b2, 0xff4c9be8}, Qt::SolidPattern, "+"},
                                                  {{0xffe6b800, 0xfff0d040}, Qt::Dense6Pattern, "≠"},
                                                  {{0xffe8a37c, 0xffb8653a}, Qt::FDiagPattern, "∓"},
                                                  {{0xfff3e2a0, 0xff94822e}, Qt::Dense7Pattern, "≈"}}};
constexpr Tone kBad{0xffd0006f, 0xffff5c9d};
constexpr Tone kMissing{0xffccd1d8, 0xff454b55};

QColor toneOf(const Tone& tone, const QPalette& palette) { return QColor::fromRgba(isDark(palette) ? tone.dark : tone.light); }

// Names stand on the fills: in high contrast these keep away from the middle, where neither black nor white can be read well. The lightness of a ramp still goes one way.
constexpr double kTextContrast = 7;
ShadeColor clearShade(QColor fill, const QPalette& palette) {
    if (!isHighContrast(palette)) return plainShade(fill);
    const bool inkIsBlack = contrast(fill, Qt::black) >= contrast(fill, Qt::white);
    const QColor ink = inkIsBlack ? Qt::black : Qt::white;
    return {withContrast(fill, ink, kTextContrast), Qt::SolidPattern, ink};
}

// As the eye weighs them.
double lightness(const QColor& color) { return 0.299 * color.redF() + 0.587 * color.greenF() + 0.114 * color.blueF(); }

}  // namespace

ShadeColor plainShade(const QColor& fill) { return {fill, Qt::SolidPattern, lightness(fill) > 0.52 ? QColor(0x14161a) : QColor(Qt::white)}; }

QColor rampColor(double part, const QPalette& palette) {
    const auto& ramp = isDark(palette) ? kRampDark : kRampLight;
    const double place = std::clamp(part, 0.0, 1.0) * static_cast<double>(ramp.size() - 1);
    const std::size_t first = std::min(static_cast<std::size_t>(place), ramp.size() - 2);
    const double rest = place - static_cast<double>(first);
    const auto mix = [&](int (*channel)(QRgb)) { return static_cast<int>(channel(ramp[first]) * (1 - rest) + channel(ramp[first + 1]) * rest + 0.5); };
    return QColor(mix(qRed), mix(qGreen), mix(qBlue));
}

ShadeColor shadeColor(NodeOverlay::Scale scale, int shade, const QPalette& palette) {
    if (shade == OverlayShades::kMissing) return clearShade(toneOf(kMissing, palette), palette);
    const auto patterned = [&](const Tone& tone, Qt::BrushStyle pattern) {
        ShadeColor color = clearShade(toneOf(tone, palette), palette);
        color.pattern = pattern;
        return color;
    };
    if (shade == OverlayShades::kBad) return patterned(kBad, Qt::DiagCrossPattern);
    const auto index = static_cast<std::size_t>(shade);
    switch (scale) {
        case NodeOverlay::Scale::Linear:
        case NodeOverlay::Scale::Logarithmic: return clearShade(rampColor((shade + 0.5) / OverlayShades::kSteps, palette), palette);
        case NodeOverlay::Scale::Classes: return patterned(kClasses[index % kClasses.size()], kPatterns[index / kClasses.size() % kPatterns.size()]);
        case NodeOverlay::Scale::Difference: return patterned(kDifferences[index % kDifferences.size()].tone, kDifferences[index % kDifferences.size()].pattern);
    }
    return {};
}

QString shadeMark(NodeOverlay::Scale scale, int shade) {
    if (scale != NodeOverlay::Scale::Difference || shade < 0) return {};
    return QString::fromUtf8(kDifferences[static_cast<std::size_t>(shade) % kDifferences.size()].mark);
}

}  // namespace whittle

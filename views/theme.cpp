#include "views/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>

#include "views/contrast_style.h"

namespace whittle {
namespace {

struct Name {
    const char* name;
    ThemeChoice choice;
};
constexpr std::array<Name, 5> kNames{{
    {"system", ThemeChoice::System},
    {"light", ThemeChoice::Light},
    {"dark", ThemeChoice::Dark},
    {"contrast-light", ThemeChoice::ContrastLight},
    {"contrast-dark", ThemeChoice::ContrastDark},
}};

// The four looks, as columns of the tables below.
enum Look { kLightLook, kDarkLook, kContrastLightLook, kContrastDarkLook, kLooks };

struct PaletteRow {
    QPalette::ColorRole role;
    QRgb colors[kLooks];
};
constexpr PaletteRow kPalette[] = {
    {QPalette::Window, {0xfff3f4f6, 0xff22252b, 0xffffffff, 0xff000000}},
    {QPalette::WindowText, {0xff1d2129, 0xffe4e7ec, 0xff000000, 0xffffffff}},
    {QPalette::Base, {0xffffffff, 0xff1a1d22, 0xffffffff, 0xff000000}},
    {QPalette::AlternateBase, {0xfff6f7f9, 0xff20232a, 0xfff0f0f0, 0xff141414}},
    {QPalette::Text, {0xff1d2129, 0xffe4e7ec, 0xff000000, 0xffffffff}},
    {QPalette::Button, {0xffeceef1, 0xff2e323a, 0xffffffff, 0xff000000}},
    {QPalette::ButtonText, {0xff1d2129, 0xffe4e7ec, 0xff000000, 0xffffffff}},
    {QPalette::BrightText, {0xffb3261e, 0xffff8a80, 0xff8c0000, 0xffffa0a0}},
    {QPalette::Highlight, {0xff2563c9, 0xff3a75ce, 0xff003a8c, 0xffffe100}},
    {QPalette::HighlightedText, {0xffffffff, 0xffffffff, 0xffffffff, 0xff000000}},
    {QPalette::Link, {0xff1f5fc4, 0xff7fb2ff, 0xff003a8c, 0xff8fc7ff}},
    {QPalette::LinkVisited, {0xff6b4fbb, 0xffb9a3ff, 0xff4b1f86, 0xffd9c4ff}},
    {QPalette::ToolTipBase, {0xffffffff, 0xff2e323a, 0xffffffff, 0xff000000}},
    {QPalette::ToolTipText, {0xff1d2129, 0xffe4e7ec, 0xff000000, 0xffffffff}},
    {QPalette::PlaceholderText, {0xff666c78, 0xff949ba8, 0xff404040, 0xffc8c8c8}},
    {QPalette::Light, {0xffffffff, 0xff3a3f48, 0xffffffff, 0xff5a5a5a}},
    {QPalette::Midlight, {0xfff0f1f4, 0xff33373f, 0xffe0e0e0, 0xff404040}},
    {QPalette::Mid, {0xffc3c8d0, 0xff14161a, 0xff707070, 0xffa0a0a0}},
    {QPalette::Dark, {0xffa4abb6, 0xff101215, 0xff404040, 0xffc8c8c8}},
    {QPalette::Shadow, {0xff7a818c, 0xff000000, 0xff000000, 0xffffffff}},
};
constexpr PaletteRow kDisabled[] = {
    {QPalette::WindowText, {0xff868c96, 0xff767d89, 0xff595959, 0xffa8a8a8}},
    {QPalette::Text, {0xff868c96, 0xff767d89, 0xff595959, 0xffa8a8a8}},
    {QPalette::ButtonText, {0xff868c96, 0xff767d89, 0xff595959, 0xffa8a8a8}},
    {QPalette::Highlight, {0xffc3c8d0, 0xff3a3f48, 0xff707070, 0xff8c8c8c}},
};

QPalette makePalette(Look look) {
    QPalette palette;
    for (const PaletteRow& row : kPalette) palette.setColor(row.role, QColor::fromRgba(row.colors[look]));
    for (const PaletteRow& row : kDisabled) palette.setColor(QPalette::Disabled, row.role, QColor::fromRgba(row.colors[look]));
    return palette;
}

Look lookOf(const QPalette& palette) {
    const bool dark = isDark(palette);
    if (isHighContrast(palette)) return dark ? kContrastDarkLook : kContrastLightLook;
    return dark ? kDarkLook : kLightLook;
}

const CanvasColors kLight{
    .canvas = "#fafbfc", .card = "#ffffff", .cardBorder = "#8a929d", .text = "#1d2129", .mutedText = "#5a626e",
    .line = "#88919d", .frame = "#0c1f3a68", .inputFill = "#e8eef7", .inputBorder = "#7c91b1", .selection = "#1f5fc4", .producer = "#8a4fbf",
    .user = "#b8570b", .hit = "#ffe9a8", .hitBorder = "#b98900", .stub = "#eef0f3", .plotLine = "#1f5fc4", .plotFill = "#331f5fc4",
    .gridLine = "#e3e6ea", .error = "#b3261e", .success = "#1d7a46"};
const CanvasColors kDark{
    .canvas = "#16181c", .card = "#272b32", .cardBorder = "#6f7782", .text = "#e8eaee", .mutedText = "#a5adb9",
    .line = "#6c7582", .frame = "#0cb9cdf0", .inputFill = "#26344a", .inputBorder = "#5a7bab", .selection = "#6ea8ff", .producer = "#c79bf2",
    .user = "#f0a35e", .hit = "#4e3d00", .hitBorder = "#e6b422", .stub = "#2b2f37", .plotLine = "#6ea8ff", .plotFill = "#336ea8ff",
    .gridLine = "#2f333b", .error = "#ff8a80", .success = "#6fcf97"};
const CanvasColors kContrastLight{
    .canvas = "#ffffff", .card = "#ffffff", .cardBorder = "#000000", .text = "#000000", .mutedText = "#303030",
    .line = "#404040", .frame = "#14000000", .inputFill = "#e4ecfa", .inputBorder = "#003a8c", .selection = "#003a8c", .producer = "#5b1f94",
    .user = "#7a3300", .hit = "#ffe680", .hitBorder = "#6b4e00", .stub = "#ececec", .plotLine = "#003a8c", .plotFill = "#40003a8c",
    .gridLine = "#b0b0b0", .error = "#8c0000", .success = "#004d20"};
const CanvasColors kContrastDark{
    .canvas = "#000000", .card = "#000000", .cardBorder = "#ffffff", .text = "#ffffff", .mutedText = "#d8d8d8",
    .line = "#c0c0c0", .frame = "#22ffffff", .inputFill = "#0c1f3d", .inputBorder = "#8fc7ff", .selection = "#ffe100", .producer = "#e0b8ff",
    .user = "#ffb870", .hit = "#4d3b00", .hitBorder = "#ffd54a", .stub = "#1c1c1c", .plotLine = "#8fc7ff", .plotFill = "#508fc7ff",
    .gridLine = "#505050", .error = "#ffa0a0", .success = "#80f0a8"};
const CanvasColors* const kCanvas[kLooks] = {&kLight, &kDark, &kContrastLight, &kContrastDark};

constexpr double kFamilyContrast = 8.2;  // boxes are filled with them, and their names are in nearly black or in white
// A palette of ours in high contrast is black on white or white on black, and no other one is.
constexpr double kMostContrast = 20.9;

double channel(double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); }
double luminance(const QColor& color) { return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF()); }

struct FamilyColor {
    const char* family;
    QRgb light;
    QRgb dark;
};
// Any two are at least 12 apart (CIE 1976), also as the colour-blind see them, and 3 to 1 from the card they lie on. A new one: look for a place that is free,
// tests/views/gui/colors_test.cpp tells of a pair that is too near.
constexpr FamilyColor kFamilies[] = {
    {"matmul", 0xff176eb3, 0xff4395f6}, {"conv", 0xff0e655d, 0xff288475}, {"attention", 0xff7c3d94, 0xff975eac},
    {"norm", 0xff996900, 0xffe9b53e}, {"softmax", 0xffbf803b, 0xffb89053}, {"pointwise", 0xff4fa961, 0xff8dcc79},
    {"reduction", 0xff97224a, 0xffee8da1}, {"view", 0xff6d7782, 0xffb3bfc9}, {"index", 0xffe27b1f, 0xffb25f20},
    {"pool", 0xff10819c, 0xff72dafb}, {"factory", 0xff877457, 0xffd3c3a2}, {"random", 0xffc672ba, 0xffdf90d2},
    {"sort", 0xff576dd8, 0xff8485d3}, {"symbolic", 0xff9097a2, 0xff7b889f}, {"activation", 0xff375b00, 0xffb5d66a},
    {"comparison", 0xff385c77, 0xffcce4f2}, {"slicing", 0xff854735, 0xffc58f78}, {"join", 0xff86753c, 0xffefe1a1},
    {"einsum", 0xff364baf, 0xff96a8ff}, {"resample", 0xff44a685, 0xff96efce},
};
// Nobody tells more colours than these apart, so rarer families share the one of what they are most like; their names stand in the key.
struct SharedColor {
    const char* family;
    const char* with;
};
constexpr SharedColor kShared[] = {
    {"fault", "symbolic"},      {"control", "symbolic"},    {"loss", "reduction"},   {"prims", "view"},           {"rearrange", "slicing"},       {"stacking", "join"},
    {"difference", "reduction"}, {"positional", "pointwise"}, {"recurrent", "matmul"}, {"product", "matmul"},       {"distance", "reduction"},      {"statistics", "norm"},
    {"special", "activation"},  {"elementwise_more", "pointwise"}, {"padding", "resample"}, {"upsample", "resample"}, {"unfold", "conv"},          {"grid", "resample"},
    {"embedding_bag", "index"}, {"gradient", "reduction"},  {"complex", "pointwise"}, {"fft", "einsum"},          {"linalg", "matmul"},           {"quantize", "comparison"},
};

}  // namespace

ThemeChoice parseTheme(const QString& name) {
    for (const Name& row : kNames)
        if (name == QLatin1String(row.name)) return row.choice;
    return ThemeChoice::System;
}

QString themeName(ThemeChoice choice) {
    for (const Name& row : kNames)
        if (row.choice == choice) return QLatin1String(row.name);
    return {};
}

QPalette themePalette(ThemeChoice choice) {
    switch (choice) {
        case ThemeChoice::System: break;
        case ThemeChoice::Light: return makePalette(kLightLook);
        case ThemeChoice::Dark: return makePalette(kDarkLook);
        case ThemeChoice::ContrastLight: return makePalette(kContrastLightLook);
        case ThemeChoice::ContrastDark: return makePalette(kContrastDarkLook);
    }
    return makePalette(isDark(QGuiApplication::palette()) ? kDarkLook : kLightLook);
}

void applyTheme(ThemeChoice choice) {
    // Fusion alone takes every colour from the palette, so all themes look the same on every desktop.
    const bool wantsContrast = choice == ThemeChoice::ContrastLight || choice == ThemeChoice::ContrastDark;
    const bool hasContrast = qobject_cast<ContrastStyle*>(QApplication::style());
    if (wantsContrast && !hasContrast) QApplication::setStyle(new ContrastStyle);
    else if (!wantsContrast && (hasContrast || QApplication::style()->name() != QLatin1String("fusion"))) QApplication::setStyle(QStyleFactory::create("Fusion"));
    if (choice == ThemeChoice::System) QApplication::setPalette(QPalette());  // back to the desktop's, whose lightness decides
    QApplication::setPalette(themePalette(choice));
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

bool isHighContrast(const QPalette& palette) { return contrast(palette.color(QPalette::Active, QPalette::Window), palette.color(QPalette::Active, QPalette::WindowText)) > kMostContrast; }

double contrast(const QColor& a, const QColor& b) {
    const auto [least, most] = std::minmax({luminance(a), luminance(b)});
    return (most + 0.05) / (least + 0.05);
}

QColor withContrast(const QColor& color, const QColor& background, double least) {
    const QColor end = luminance(background) > 0.18 ? Qt::black : Qt::white;  // which of both is further off
    QColor out = color;
    constexpr int kSteps = 32;
    for (int step = 1; contrast(out, background) < least && step <= kSteps; ++step) {
        const double part = static_cast<double>(step) / kSteps;
        const auto mixed = [&](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * part)); };
        out = QColor(mixed(color.red(), end.red()), mixed(color.green(), end.green()), mixed(color.blue(), end.blue()), color.alpha());
    }
    return out;
}

const CanvasColors& canvasColors(const QPalette& palette) { return *kCanvas[lookOf(palette)]; }

namespace {

QColor plainFamilyColor(const QString& family, bool dark) {
    if (family.isEmpty()) return dark ? QColor(0x6c7582) : QColor(0x98a1ad);
    for (const FamilyColor& row : kFamilies)
        if (family == QLatin1String(row.family)) return QColor::fromRgba(dark ? row.dark : row.light);
    const auto shared = std::ranges::find_if(kShared, [&](const SharedColor& row) { return family == QLatin1String(row.family); });
    return plainFamilyColor(shared == std::end(kShared) ? QString() : QString::fromLatin1(shared->with), dark);
}

}  // namespace

QColor familyColor(const QString& family, const QPalette& palette) {
    const QColor color = plainFamilyColor(family, isDark(palette));
    return isHighContrast(palette) ? withContrast(color, canvasColors(palette).card, kFamilyContrast) : color;
}

}  // namespace whittle

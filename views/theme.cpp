#include "views/theme.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>

#include <array>

namespace whittle {
namespace {

struct Name {
    const char* name;
    ThemeChoice choice;
};
constexpr std::array<Name, 3> kNames{{
    {"system", ThemeChoice::System},
    {"light", ThemeChoice::Light},
    {"dark", ThemeChoice::Dark},
}};

struct PaletteRow {
    QPalette::ColorRole role;
    QRgb light;
    QRgb dark;
};
constexpr PaletteRow kPalette[] = {
    {QPalette::Window, 0xfff3f4f6, 0xff22252b},      {QPalette::WindowText, 0xff1d2129, 0xffe4e7ec},
    {QPalette::Base, 0xffffffff, 0xff1a1d22},        {QPalette::AlternateBase, 0xfff6f7f9, 0xff20232a},
    {QPalette::Text, 0xff1d2129, 0xffe4e7ec},        {QPalette::Button, 0xffeceef1, 0xff2e323a},
    {QPalette::ButtonText, 0xff1d2129, 0xffe4e7ec},  {QPalette::BrightText, 0xffb3261e, 0xffff8a80},
    {QPalette::Highlight, 0xff2563c9, 0xff3f7fe0},   {QPalette::HighlightedText, 0xffffffff, 0xffffffff},
    {QPalette::Link, 0xff1f5fc4, 0xff7fb2ff},        {QPalette::LinkVisited, 0xff6b4fbb, 0xffb9a3ff},
    {QPalette::ToolTipBase, 0xffffffff, 0xff2e323a}, {QPalette::ToolTipText, 0xff1d2129, 0xffe4e7ec},
    {QPalette::PlaceholderText, 0xff6d7480, 0xff949ba8},
    {QPalette::Light, 0xffffffff, 0xff3a3f48},       {QPalette::Midlight, 0xfff0f1f4, 0xff33373f},
    {QPalette::Mid, 0xffc3c8d0, 0xff14161a},         {QPalette::Dark, 0xffa4abb6, 0xff101215},
    {QPalette::Shadow, 0xff7a818c, 0xff000000},
};
constexpr PaletteRow kDisabled[] = {
    {QPalette::WindowText, 0xff8b919b, 0xff767d89},
    {QPalette::Text, 0xff8b919b, 0xff767d89},
    {QPalette::ButtonText, 0xff8b919b, 0xff767d89},
    {QPalette::Highlight, 0xffc3c8d0, 0xff3a3f48},
};

QPalette makePalette(bool dark) {
    QPalette palette;
    for (const PaletteRow& row : kPalette) palette.setColor(row.role, QColor::fromRgba(dark ? row.dark : row.light));
    for (const PaletteRow& row : kDisabled)
        palette.setColor(QPalette::Disabled, row.role, QColor::fromRgba(dark ? row.dark : row.light));
    return palette;
}

const CanvasColors kLight{
    .canvas = "#fafbfc", .card = "#ffffff", .cardBorder = "#b9c0ca", .text = "#1d2129", .mutedText = "#5a626e",
    .line = "#98a1ad", .frame = "#0c1f3a68", .inputFill = "#e8eef7", .inputBorder = "#8aa2c4", .selection = "#1f5fc4", .producer = "#8a4fbf",
    .user = "#b8570b", .hit = "#ffe9a8", .hitBorder = "#b98900", .stub = "#eef0f3", .plotLine = "#1f5fc4", .plotFill = "#331f5fc4",
    .gridLine = "#e3e6ea", .error = "#b3261e", .success = "#1d7a46"};
const CanvasColors kDark{
    .canvas = "#16181c", .card = "#272b32", .cardBorder = "#4a515c", .text = "#e8eaee", .mutedText = "#a5adb9",
    .line = "#6c7582", .frame = "#0cb9cdf0", .inputFill = "#26344a", .inputBorder = "#5a7bab", .selection = "#6ea8ff", .producer = "#c79bf2",
    .user = "#f0a35e", .hit = "#574400", .hitBorder = "#e6b422", .stub = "#2b2f37", .plotLine = "#6ea8ff", .plotFill = "#336ea8ff",
    .gridLine = "#2f333b", .error = "#ff8a80", .success = "#6fcf97"};

struct FamilyColor {
    const char* family;
    QRgb light;
    QRgb dark;
};
constexpr FamilyColor kFamilies[] = {
    {"matmul", 0xff1f6fb2, 0xff63a9e6},    {"conv", 0xff0b7a75, 0xff3fbdb6},      {"attention", 0xff7a3e9d, 0xffc08ae0},
    {"norm", 0xff9a6a00, 0xffe0b040},      {"softmax", 0xffad6f2d, 0xffe6b57c},   {"pointwise", 0xff3f8f3f, 0xff86cc7c},
    {"reduction", 0xffb8405e, 0xfff08aa0}, {"view", 0xff7b8794, 0xffa3adb9},      {"index", 0xffc2570c, 0xfff59a57},
    {"pool", 0xff2f8fa8, 0xff6fcbe3},      {"factory", 0xff8c7a5b, 0xffc9b691},   {"random", 0xff97488b, 0xffdf95d4},
    {"sort", 0xff5b5fc7, 0xffa3a6ff},      {"symbolic", 0xff9097a1, 0xff8b93a0},  {"activation", 0xff6b8e23, 0xffb5d66b},
    {"comparison", 0xff5c7f9c, 0xff9cc0dd}, {"slicing", 0xff9c5b46, 0xffd9a08c},  {"join", 0xff86753a, 0xffcbbd7c},
    {"einsum", 0xff3c50b5, 0xff93a5ff},    {"resample", 0xff2c8f6f, 0xff72d3b2},
};
// For a family added since: a colour of its own, the same in every run.
constexpr QRgb kSpare[][2] = {{0xff4f6d7a, 0xff9dbccb}, {0xff8a5a44, 0xffd3a48d}, {0xff5c7a29, 0xffb2d278},
                              {0xff6a4c93, 0xffb79be0}, {0xff1b6f8a, 0xff74c4dd}};

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

QPalette themePalette(ThemeChoice choice) { return makePalette(choice == ThemeChoice::System ? isDark(QGuiApplication::palette()) : choice == ThemeChoice::Dark); }

void applyTheme(ThemeChoice choice) {
    // Fusion alone takes every colour from the palette, so both themes look the same on every desktop.
    if (QApplication::style()->name() != QLatin1String("fusion")) QApplication::setStyle(QStyleFactory::create("Fusion"));
    if (choice != ThemeChoice::System) return QApplication::setPalette(themePalette(choice));
    QApplication::setPalette(QPalette());  // back to the desktop's, whose lightness decides
    QApplication::setPalette(makePalette(isDark(QApplication::palette())));
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

const CanvasColors& canvasColors(const QPalette& palette) { return isDark(palette) ? kDark : kLight; }

QColor familyColor(const QString& family, const QPalette& palette) {
    const bool dark = isDark(palette);
    if (family.isEmpty()) return dark ? QColor(0x6c7582) : QColor(0x98a1ad);
    for (const FamilyColor& row : kFamilies)
        if (family == QLatin1String(row.family)) return QColor::fromRgba(dark ? row.dark : row.light);
    uint sum = 0;
    for (const QChar letter : family) sum = sum * 31 + letter.unicode();
    return QColor::fromRgba(kSpare[sum % std::size(kSpare)][dark ? 1 : 0]);
}

}  // namespace whittle

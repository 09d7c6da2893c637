#include "views/kernels/code_colors.h"

#include "views/theme.h"

namespace whittle {
namespace {

struct StyleColor {
    QRgb light, dark;
};
// By CodeStyle; each has a contrast of 4.5 or more to the background, in high contrast 7.
constexpr StyleColor kColors[] = {
    {0xff1f4fa8, 0xff8ab8ff},  // Keyword
    {0xff0b6e6a, 0xff5fcfc6},  // TypeName
    {0xff1d2129, 0xffe4e7ec},  // Name: as plain text
    {0xff9a4a00, 0xfff0a35e},  // Number
    {0xff7a3e9d, 0xffd0a5ec},  // String
    {0xff68707c, 0xff8f98a6},  // Comment
    {0xff8a3324, 0xffffa494},  // Label
};

}  // namespace

QColor codeColor(CodeStyle style, const QPalette& palette) {
    const StyleColor& color = kColors[static_cast<std::size_t>(style)];
    const QColor plain = QColor::fromRgb(isDark(palette) ? color.dark : color.light);
    return isHighContrast(palette) ? withContrast(plain, palette.color(QPalette::Base), 7) : plain;
}

}  // namespace whittle

// Light and dark, both also in high contrast: the palette of the widgets and the colours of what we paint ourselves. A painted view
// asks for the colours of its own palette, so it follows a live switch by repainting.
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

namespace whittle {

enum class ThemeChoice { System, Light, Dark, ContrastLight, ContrastDark };

/// "system", "light", "dark", "contrast-light", "contrast-dark": settings and the command line; System for anything else.
ThemeChoice parseTheme(const QString& name);
QString themeName(ThemeChoice choice);

/// Of System as light or dark as the application's is now.
QPalette themePalette(ThemeChoice choice);
/// Gives the whole application a palette; System takes back the desktop's own.
void applyTheme(ThemeChoice choice);

bool isDark(const QPalette& palette);
bool isHighContrast(const QPalette& palette);

/// As WCAG 2 has it, 1 to 21; at least 7 for text and 3 for lines that mean something in the themes of high contrast.
double contrast(const QColor& a, const QColor& b);
/// The colour, or the nearest lighter or darker one of its hue that has this contrast to the background.
QColor withContrast(const QColor& color, const QColor& background, double least);

struct CanvasColors {
    QColor canvas, card, cardBorder, text, mutedText, line;
    QColor frame;  ///< over what is around it, so that frames in frames grow darker (in the dark: lighter)
    QColor inputFill, inputBorder;  ///< also of outputs
    QColor selection, producer, user, hit, hitBorder, stub;
    QColor plotLine, plotFill, gridLine;
    QColor error, success;
};
const CanvasColors& canvasColors(const QPalette& palette);

/// One colour a family of operators, told apart also by colour-blind people (in the themes of high contrast by the name in the key: there lightness is spent on
/// contrast); an unknown or empty name is grey.
QColor familyColor(const QString& family, const QPalette& palette);

}  // namespace whittle

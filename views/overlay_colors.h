// The colours of overlays, for light and dark: a ramp, classes, differences, and what is bad or not known. None says by hue alone what
// it says: the ramp and the classes differ in lightness, and what is bad or differs has a pattern.
#pragma once

#include <QBrush>
#include <QColor>
#include <QPainter>
#include <QPalette>

#include "views/models/overlay_shades.h"

namespace whittle {

struct ShadeColor {
    QColor fill;
    Qt::BrushStyle pattern = Qt::SolidPattern;  ///< of lines over the fill, in `ink`; Solid: none
    QColor ink;                                 ///< can be read on the fill

    /// Fills what `draw` draws with the painter's brush.
    template <class Draw>
    void paint(QPainter& painter, Draw&& draw) const {
        painter.setBrush(fill);
        draw();
        if (pattern == Qt::SolidPattern) return;
        painter.setBrush(QBrush(ink, pattern));
        draw();
    }
};

ShadeColor plainShade(const QColor& fill);
/// Of OverlayShades::shade().
ShadeColor shadeColor(NodeOverlay::Scale scale, int shade, const QPalette& palette);
/// From 0, the least, which is nearest to the canvas, to 1.
QColor rampColor(double part, const QPalette& palette);
/// "+", "−", "≠", "∓" or "≈" of a difference; else empty.
QString shadeMark(NodeOverlay::Scale scale, int shade);

}  // namespace whittle

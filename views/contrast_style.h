// Fusion with borders that can be seen on black and on white: it derives its own from the window's colour, a shade darker, which is black again.
#pragma once

#include <QProxyStyle>

namespace whittle {

class ContrastStyle : public QProxyStyle {
    Q_OBJECT
public:
    ContrastStyle() : QProxyStyle(QStringLiteral("Fusion")) {}
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const override;
};

}  // namespace whittle

// What the themes draw widgets by. In high contrast it is Fusion with borders that can be seen on black and on white: it derives its own from the window's colour, a shade darker, which is black again.
#pragma once

#include <QProxyStyle>

namespace whittle {

/// Fusion, whose choices end in dots where they are wider than their box.
class PlainStyle : public QProxyStyle {
    Q_OBJECT
public:
    PlainStyle() : QProxyStyle(QStringLiteral("Fusion")) {}
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
};

class ContrastStyle : public PlainStyle {
    Q_OBJECT
public:
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const override;
};

}  // namespace whittle

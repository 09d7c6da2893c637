#include "views/contrast_style.h"

#include <algorithm>

#include <QPainter>
#include <QStyleOption>

namespace whittle {
namespace {

constexpr QStyle::PrimitiveElement kFramed[] = {QStyle::PE_PanelButtonCommand, QStyle::PE_PanelLineEdit, QStyle::PE_Frame, QStyle::PE_FrameGroupBox, QStyle::PE_FrameTabWidget, QStyle::PE_FrameMenu,
                                                QStyle::PE_IndicatorCheckBox, QStyle::PE_PanelTipLabel};
constexpr QStyle::ControlElement kFramedControls[] = {QStyle::CE_TabBarTabShape, QStyle::CE_ProgressBarGroove, QStyle::CE_HeaderSection, QStyle::CE_Splitter};
constexpr QStyle::ComplexControl kFramedComplex[] = {QStyle::CC_ComboBox, QStyle::CC_SpinBox, QStyle::CC_Slider};

// Those that are off have a thinner voice; what has the focus has a line twice as wide.
void frame(const QStyleOption& option, QPainter& painter) {
    const bool isOn = option.state & QStyle::State_Enabled, hasFocus = isOn && option.state & QStyle::State_HasFocus;
    const int width = hasFocus ? 2 : 1;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(option.palette.color(isOn ? QPalette::Active : QPalette::Disabled, hasFocus ? QPalette::Highlight : QPalette::WindowText), width, isOn ? Qt::SolidLine : Qt::DotLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(option.rect.adjusted(width / 2, width / 2, -1 - (width - 1) / 2, -1 - (width - 1) / 2));
    painter.restore();
}

}  // namespace

void ContrastStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (std::ranges::find(kFramed, element) != std::end(kFramed)) frame(*option, *painter);
    // A tool button has a border of its own only while something is with it.
    else if (element == PE_PanelButtonTool && option->state & (State_Sunken | State_On | State_MouseOver | State_HasFocus)) frame(*option, *painter);
}

void ContrastStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    QProxyStyle::drawControl(element, option, painter, widget);
    if (std::ranges::find(kFramedControls, element) != std::end(kFramedControls)) frame(*option, *painter);
}

void ContrastStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (std::ranges::find(kFramedComplex, control) != std::end(kFramedComplex)) frame(*option, *painter);
}

}  // namespace whittle

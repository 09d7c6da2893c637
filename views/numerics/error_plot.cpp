#include "views/numerics/error_plot.h"

#include <algorithm>

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "views/models/format.h"
#include "views/models/text.h"
#include "views/theme.h"

namespace whittle {
namespace {

QFont smallFont(const QWidget& widget) {
    QFont out = widget.font();
    out.setPixelSize(11);
    return out;
}

}  // namespace

ErrorPlot::ErrorPlot(NumericsController& numerics, NumericsModel& model, QWidget* parent) : QWidget(parent), m_numerics(numerics), m_model(model) {
    setAccessibleName(tr("Error along the graph"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    for (const auto signal : {&NumericsController::valuesChanged, &NumericsController::stateChanged, &NumericsController::verdictsChanged, &NumericsController::baselineChanged})
        connect(&numerics, signal, this, [this] {
            if (m_current >= static_cast<int>(m_numerics.values().size())) m_current = -1;
            tell();
            update();
        });
    tell();
}

void ErrorPlot::setCurrent(int value) {
    if (value == m_current) return;
    m_current = value;
    tell();
    update();
}

ErrorPicture ErrorPlot::picture() const {
    const NumericsRunRef& run = m_numerics.run();
    ErrorPicture out(smallFont(*this), size());
    out.values = m_numerics.values();
    out.summary = run ? &run->summary : nullptr;
    out.palette = palette();
    if (m_numerics.baseline()) out.baselineOf = [this](const ComparedValue& value) { return m_model.baselineOf(value); };
    return out;
}

double ErrorPlot::xOf(int value) const { return picture().xOf(value); }

void ErrorPlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ErrorPicture shown = picture();
    shown.paint(painter);
    const CanvasColors& colors = canvasColors(palette());
    const QRectF inside = shown.area();
    if (m_current >= 0 && m_current < static_cast<int>(shown.values.size())) {
        const double at = shown.xOf(m_current);
        painter.setPen(QPen(colors.selection, 1));
        painter.drawLine(QPointF(at, inside.top()), QPointF(at, inside.bottom()));
        painter.setBrush(colors.selection);
        painter.drawEllipse(QPointF(at, shown.yOf(relativeError(shown.values[static_cast<std::size_t>(m_current)]))), 3.5, 3.5);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 3, 3);
    }
}

void ErrorPlot::mousePressEvent(QMouseEvent* event) {
    if (const int value = picture().valueAt(event->position().x()); event->button() == Qt::LeftButton && value >= 0) emit valueWanted(value);
}

void ErrorPlot::mouseMoveEvent(QMouseEvent* event) {
    if (const int value = picture().valueAt(event->position().x()); (event->buttons() & Qt::LeftButton) && value >= 0 && value != m_current) emit valueWanted(value);
}

void ErrorPlot::keyPressEvent(QKeyEvent* event) {
    const int last = static_cast<int>(m_numerics.values().size()) - 1;
    if (last < 0) return QWidget::keyPressEvent(event);
    const int page = std::max(1, last / 20);
    const auto go = [&](int value) { emit valueWanted(std::clamp(value, 0, last)); };
    switch (event->key()) {
        case Qt::Key_Left: return go(m_current - 1);
        case Qt::Key_Right: return go(m_current + 1);
        case Qt::Key_PageUp: return go(m_current - page);
        case Qt::Key_PageDown: return go(m_current + page);
        case Qt::Key_Home: return go(0);
        case Qt::Key_End: return go(last);
        default: return QWidget::keyPressEvent(event);
    }
}

QString ErrorPlot::describe(int value) const {
    const ComparedValue& one = m_numerics.values()[static_cast<std::size_t>(value)];
    return tr("%1: error %2, eager %3").arg(toQString(one.name), formatNumber(relativeError(one)), formatNumber(eagerRelativeError(one)));
}

bool ErrorPlot::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const int value = picture().valueAt(help->pos().x()); value >= 0) QToolTip::showText(help->globalPos(), describe(value), this);
        return true;
    }
    return QWidget::event(event);
}

void ErrorPlot::tell() {
    setAccessibleDescription(m_current >= 0 && m_current < static_cast<int>(m_numerics.values().size()) ? describe(m_current) : m_numerics.statusText());
}

}  // namespace whittle

#include "views/kernels/roofline_plot.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include "views/models/format.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kFontPixels = 11;

}  // namespace

RooflinePlot::RooflinePlot(KernelsController& kernels, QWidget* parent) : QWidget(parent), m_kernels(kernels), m_picture(kernels.jobs()) {
    setAccessibleName(tr("Roofline: operations a second over operations a byte"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&kernels, &KernelsController::contentChanged, this, [this] { show(m_kernels.content()); });
    connect(&kernels, &KernelsController::selectionChanged, this, [this] {
        describe();
        update();
    });
    connect(&m_picture, &WorkerPicture::painted, this, qOverload<>(&QWidget::update));
    show(kernels.content());
}

void RooflinePlot::show(KernelContentRef content) {
    m_look.roofline = content ? makeRoofline(*content) : Roofline();
    m_look.content = std::move(content);
    m_hovered = -1;
    describe();
    redraw();
}

void RooflinePlot::describe() {
    const int kernel = m_kernels.selected();
    const QString all = tr("Kernels: %1").arg(formatCount(static_cast<qint64>(m_look.roofline.points.size())));
    setAccessibleDescription(m_look.roofline.points.empty() ? tr("Nothing was measured") : kernel < 0 ? all : tr("%1; selected: %2").arg(all, pointText(m_kernels.content()->row(kernel))));
}

QPointF RooflinePlot::placeOf(int kernel) const {
    const RooflinePoint* point = pointOf(kernel);
    return point ? m_look.map(point->intensity, point->gflopPerS) : QPointF();
}

const RooflinePoint* RooflinePlot::pointOf(int kernel) const {
    const auto found = std::ranges::find(m_look.roofline.points, kernel, &RooflinePoint::kernel);
    return found == m_look.roofline.points.end() ? nullptr : &*found;
}

int RooflinePlot::pointAt(QPointF at) const {
    int best = -1;
    for (std::size_t i = 0; i < m_look.roofline.points.size(); ++i) {
        const RooflinePoint& point = m_look.roofline.points[i];
        const QPointF off = m_look.map(point.intensity, point.gflopPerS) - at;
        if (std::hypot(off.x(), off.y()) > m_look.radius(point) + 2) continue;
        if (best < 0 || point.size < m_look.roofline.points[static_cast<std::size_t>(best)].size) best = static_cast<int>(i);
    }
    return best;
}

bool RooflinePlot::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto& help = *static_cast<QHelpEvent*>(event);
    const int point = pointAt(help.pos());
    if (point < 0) QToolTip::hideText();
    else QToolTip::showText(help.globalPos(), pointText(m_kernels.content()->row(m_look.roofline.points[static_cast<std::size_t>(point)].kernel)), this);
    return true;
}

void RooflinePlot::mouseMoveEvent(QMouseEvent* event) {
    const int point = pointAt(event->position());
    const int hovered = point < 0 ? -1 : m_look.roofline.points[static_cast<std::size_t>(point)].kernel;
    if (hovered == m_hovered) return;
    m_hovered = hovered;
    setCursor(hovered < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
}

void RooflinePlot::leaveEvent(QEvent*) {
    m_hovered = -1;
    update();
}

void RooflinePlot::mousePressEvent(QMouseEvent* event) {
    const int point = pointAt(event->position());
    if (event->button() == Qt::LeftButton && point >= 0) m_kernels.select(m_look.roofline.points[static_cast<std::size_t>(point)].kernel);
}

// Left and right go from mark to mark by intensity.
void RooflinePlot::keyPressEvent(QKeyEvent* event) {
    const auto& points = m_look.roofline.points;
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    const bool isEnd = event->key() == Qt::Key_Home || event->key() == Qt::Key_End;
    if (points.empty() || (step == 0 && !isEnd)) return QWidget::keyPressEvent(event);
    const auto now = std::ranges::find(points, m_kernels.selected(), &RooflinePoint::kernel);
    const int last = static_cast<int>(points.size()) - 1;
    int next = isEnd ? (event->key() == Qt::Key_Home ? 0 : last) : now == points.end() ? 0 : static_cast<int>(now - points.begin()) + step;
    m_kernels.select(points[static_cast<std::size_t>(std::clamp(next, 0, last))].kernel);
}

void RooflinePlot::resizeEvent(QResizeEvent*) { redraw(); }

void RooflinePlot::changeEvent(QEvent* event) {
    const QEvent::Type type = event->type();
    if (type == QEvent::PaletteChange || type == QEvent::FontChange || type == QEvent::LanguageChange) redraw();
    QWidget::changeEvent(event);
}

// All marks in a picture that a worker paints: there may be ten thousand. What is pointed at lies on top.
void RooflinePlot::redraw() {
    m_look.size = size();
    m_look.font = font();
    m_look.font.setPixelSize(kFontPixels);
    m_look.palette = palette();
    if (m_look.roofline.points.empty()) m_picture.clear();
    else m_picture.paint(size(), devicePixelRatioF(), [look = m_look](QPainter& painter, const CancelToken& cancel) { look.paint(painter, cancel); });
    update();
}

void RooflinePlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const CanvasColors& colors = canvasColors(palette());
    painter.setFont(m_look.font);
    if (hasFocus()) {
        painter.setPen(QPen(colors.selection, 1));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (m_look.roofline.points.empty()) {
        painter.setPen(colors.mutedText);
        return painter.drawText(rect().adjusted(20, 20, -20, -20), Qt::AlignCenter | Qt::TextWordWrap, tr("The roofline shows kernels whose time was measured and whose operations are counted. There are none."));
    }
    if (!m_picture.pixmap().isNull()) painter.drawPixmap(rect(), m_picture.pixmap());
    if (const RooflinePoint* hovered = pointOf(m_hovered)) m_look.paintMark(painter, *hovered, true);
    if (const RooflinePoint* selected = pointOf(m_kernels.selected())) {
        m_look.paintMark(painter, *selected, selected->kernel == m_hovered);
        m_look.paintSelection(painter, *selected);
    }
}

}  // namespace whittle

#include "views/graph/overlays.h"

#include <algorithm>

#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

#include "views/graph/scene_painter.h"
#include "views/models/format.h"
#include "views/models/family_words.h"
#include "views/overlay_colors.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kEdge = 12;  // from the corner of the canvas
constexpr QSizeF kMapMost(150, 240);
constexpr int kMapPadding = 5;
constexpr double kBoxesOnly = 0.4;  // however small the graph, no text in the map
constexpr std::size_t kMostMarks = 2000;
constexpr int kKeyMargin = 12;
constexpr int kKeyRow = 17;
constexpr int kKeyGap = 14;     // between entries
constexpr int kSwatch = 15;     // a patch of colour, and the room beside it
constexpr int kRampWidth = 150;

void paintPanel(QPainter& painter, const QWidget& widget) {
    const CanvasColors& colors = canvasColors(widget.palette());
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = colors.card;
    fill.setAlphaF(0.94F);
    painter.setPen(QPen(colors.cardBorder, 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

}  // namespace

OverviewMap::OverviewMap(GraphController& graph, GraphCanvas& canvas)
    : QWidget(canvas.viewport()), m_graph(graph), m_canvas(canvas), m_picture(graph.jobs()) {
    setAccessibleName(tr("Overview map"));
    setToolTip(tr("The whole graph; click or drag to go there"));
    setCursor(Qt::PointingHandCursor);
    canvas.viewport()->installEventFilter(this);
    connect(&graph, &GraphController::sceneChanged, this, &OverviewMap::redraw);
    connect(&graph, &GraphController::dimmingChanged, this, &OverviewMap::redraw);
    connect(&graph, &GraphController::overlayChanged, this, &OverviewMap::redraw);
    connect(&graph, &GraphController::searchChanged, this, qOverload<>(&QWidget::update));
    connect(&graph, &GraphController::selectionChanged, this, qOverload<>(&QWidget::update));
    connect(&canvas, &GraphCanvas::viewChanged, this, &OverviewMap::follow);
    connect(&m_picture, &WorkerPicture::painted, this, &OverviewMap::follow);
    hide();
}

void OverviewMap::redraw() {
    if (!m_graph.scene() || m_graph.scene()->count() == 0) {
        m_picture.clear();
        return hide();
    }
    const QRectF bounds = toQRectF(m_graph.scene()->drawing().bounds);
    m_scale = std::min(kMapMost.width() / bounds.width(), kMapMost.height() / bounds.height());
    const QSize size(std::max(14, static_cast<int>(bounds.width() * m_scale)), std::max(14, static_cast<int>(bounds.height() * m_scale)));
    resize(size + QSize(2 * kMapPadding, 2 * kMapPadding));
    ShownGraph shown = snapshotOf(m_graph);
    shown.dimmed = m_graph.dimmedRef();
    m_picture.paint(size, devicePixelRatioF(), [shown, size, bounds, scale = m_scale, palette = palette()](QPainter& painter, const CancelToken&) {
        painter.translate((size.width() - bounds.width() * scale) / 2, 0);
        painter.scale(scale, scale);
        // Boxes only: lines would fill the little map with grey. Marks change often and are drawn on top.
        paintScene(painter, shown, palette, {.zoom = std::min(scale, kBoxesOnly), .visible = bounds, .lines = false});
    });
    follow();
}

void OverviewMap::follow() {
    if (!m_graph.scene() || m_picture.pixmap().isNull()) return hide();
    move(m_canvas.viewport()->width() - width() - kEdge, m_canvas.viewport()->height() - height() - kEdge);
    const bool room = m_canvas.viewport()->width() > 2 * width() + 120 && m_canvas.viewport()->height() > height() + 40;
    setVisible(room && !m_canvas.visibleScene().contains(toQRectF(m_graph.scene()->drawing().bounds)));
    update();
}

void OverviewMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintPanel(painter, *this);
    const QPoint origin(kMapPadding, kMapPadding);
    painter.drawPixmap(rect().adjusted(kMapPadding, kMapPadding, -kMapPadding, -kMapPadding), m_picture.pixmap());
    const double drawn = m_graph.scene() ? static_cast<double>(m_graph.scene()->drawing().bounds.width) * m_scale : 0;
    painter.translate(origin.x() + (width() - 2 * kMapPadding - drawn) / 2, origin.y());
    paintMarks(painter);
    const QRectF seen = m_canvas.visibleScene();
    QRectF frame(seen.topLeft() * m_scale, seen.size() * m_scale);
    frame = frame.intersected(QRectF(rect().adjusted(2, 2, -2, -2)).translated(-painter.transform().dx(), -painter.transform().dy()));
    const CanvasColors& colors = canvasColors(palette());
    QColor fill = colors.selection;
    fill.setAlphaF(0.14F);
    painter.setPen(QPen(colors.selection, 1.2));
    painter.setBrush(fill);
    painter.drawRect(frame);
}

void OverviewMap::paintMarks(QPainter& painter) const {
    if (!m_graph.scene()) return;
    const CanvasColors& colors = canvasColors(palette());
    const auto mark = [&](int box, const QColor& color) {
        const QRectF rect = toQRectF(m_graph.scene()->rect(m_graph.scene()->visibleItem(box)));
        const QPointF middle = rect.center() * m_scale;
        const QSizeF size(std::max(4.0, rect.width() * m_scale), std::max(2.5, rect.height() * m_scale));
        const QRectF place(middle - QPointF(size.width(), size.height()) / 2, size);
        if (m_graph.scene()->isOpen(box)) {
            painter.setPen(QPen(color, 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(place);
        } else {
            painter.fillRect(place, color);
        }
    };
    if (m_graph.hits().size() <= kMostMarks)
        for (const int hit : m_graph.hits()) mark(hit, colors.hitBorder);
    if (const OverlayShades* shades = m_graph.shades(); shades && shades->bad().size() <= kMostMarks)  // however small they are
        for (const int box : shades->bad()) mark(box, shadeColor(shades->overlay().scale, OverlayShades::kBad, palette()).fill);
    if (m_graph.selected() >= 0) mark(m_graph.selected(), colors.selection);
}

void OverviewMap::mousePressEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton) || !m_graph.scene()) return;
    const double drawn = static_cast<double>(m_graph.scene()->drawing().bounds.width) * m_scale;
    const QPointF origin(kMapPadding + (width() - 2 * kMapPadding - drawn) / 2, kMapPadding);
    m_canvas.centreOn((event->position() - origin) / m_scale);
}

void OverviewMap::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) redraw();
    QWidget::changeEvent(event);
}

bool OverviewMap::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) follow();
    return QWidget::eventFilter(watched, event);
}

ColorKey::ColorKey(GraphController& graph, QWidget* parent) : QWidget(parent), m_graph(graph) {
    setAccessibleName(tr("Colour key"));
    QFont small = font();
    small.setPixelSize(11);
    setFont(small);
    connect(&graph, &GraphController::sceneChanged, this, &ColorKey::rebuild);
    connect(&graph, &GraphController::overlayChanged, this, &ColorKey::rebuild);
    hide();
}

void ColorKey::setWanted(bool wanted) {
    m_wanted = wanted;
    rebuild();
}

void ColorKey::setCovered(bool covered) {
    m_covered = covered;
    rebuild();
}

void ColorKey::rebuild() {
    m_entries.clear();
    if (m_graph.shades()) addShades(*m_graph.shades());
    else if (m_graph.scene()) addFamilies();
    QStringList words;
    for (const Entry& entry : m_entries) words << (entry.look == Look::Ramp ? tr("%1 to %2").arg(entry.label, entry.most) : entry.label);
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    setVisible(m_wanted && !m_covered && !m_entries.empty());
    settle();
}

void ColorKey::addFamilies() {
    for (const QString& family : m_graph.scene()->families()) m_entries.push_back({.look = Look::Family, .label = familyTitle(family), .family = family});
    for (const SceneBox& box : m_graph.scene()->boxes())
        if (box.kind == SceneBox::Kind::Node && box.family < 0) return m_entries.push_back({.look = Look::Family, .label = tr("not known to Whittle")});
}

void ColorKey::addShades(const OverlayShades& shades) {
    const NodeOverlay& overlay = shades.overlay();
    m_entries.push_back({.look = Look::Title, .label = overlay.title});
    if (shades.isRamp() && shades.hasRange()) {
        const auto textAt = [&](double part) { return overlay.text ? overlay.text(shades.valueAt(part)) : QString::number(shades.valueAt(part), 'g', 3); };
        m_entries.push_back({.look = Look::Ramp, .label = (shades.isCutBelow() ? QStringLiteral("≤ ") : QString()) + textAt(0), .most = (shades.isCutAbove() ? QStringLiteral("≥ ") : QString()) + textAt(1)});
        if (shades.isLogarithmic()) m_entries.push_back({.look = Look::Title, .label = tr("logarithmic")});
        QStringList tips;
        if (shades.isLogarithmic()) tips << tr("Logarithmic; %1 has the colour in the middle").arg(textAt(0.5));
        if (shades.isCutBelow() || shades.isCutAbove()) tips << tr("The extreme %1 % of the boxes at each end have the colour of that end").arg(m_graph.rampLook().clipPercent);
        setToolTip(tips.join(u'\n'));
    } else {
        setToolTip({});
    }
    for (int i = 0; !shades.isRamp() && i < overlay.classes.size(); ++i)
        if (const int boxes = shades.boxesOf(i); boxes > 0) {
            const QString counted = overlay.scale == NodeOverlay::Scale::Difference ? tr("%1 (%2)").arg(overlay.classes[i], formatCount(boxes)) : overlay.classes[i];
            m_entries.push_back({.look = Look::Shade, .label = counted, .shade = i});
        }
    if (shades.hasBad()) m_entries.push_back({.look = Look::Shade, .label = tr("NaN or infinite"), .shade = OverlayShades::kBad});
    if (shades.hasMissing())
        m_entries.push_back({.look = Look::Shade, .label = overlay.scale == NodeOverlay::Scale::Difference ? tr("the same") : tr("not known"), .shade = OverlayShades::kMissing});
}

int ColorKey::widthOf(const Entry& entry) const {
    const QFontMetrics metrics(font());
    const int text = metrics.horizontalAdvance(entry.label);
    switch (entry.look) {
        case Look::Title: return text;
        case Look::Ramp: return text + 6 + kRampWidth + 6 + metrics.horizontalAdvance(entry.most);
        case Look::Family:
        case Look::Shade: break;
    }
    return kSwatch + text;
}

void ColorKey::settle() {
    int x = kKeyMargin, y = 4;
    for (Entry& entry : m_entries) {
        const int entryWidth = widthOf(entry);
        if (x > kKeyMargin && x + entryWidth > width() - kKeyMargin) {
            x = kKeyMargin;
            y += kKeyRow;
        }
        entry.rect = {x, y, entryWidth, kKeyRow};
        x += entryWidth + kKeyGap;
    }
    setFixedHeight(y + kKeyRow + 4);
    update();
}

void ColorKey::resizeEvent(QResizeEvent*) {
    if (m_graph.scene()) settle();
}

void ColorKey::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const CanvasColors& colors = canvasColors(palette());
    // From right to left the whole key is mirrored, each name stays with its patch.
    const auto seen = [&](const QRect& place) { return QStyle::visualRect(layoutDirection(), rect(), place); };
    const auto write = [&](const Entry& entry, int left) {
        painter.setPen(entry.look == Look::Title ? colors.text : colors.mutedText);
        painter.drawText(seen(entry.rect.adjusted(left, 0, kKeyGap, 0)), static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter), entry.label);
    };
    for (const Entry& entry : m_entries) {
        if (entry.look == Look::Title) {
            write(entry, 0);
            continue;
        }
        if (entry.look == Look::Ramp) {
            paintRamp(painter, entry);
            continue;
        }
        const bool isFamily = entry.look == Look::Family;
        const auto scale = isFamily ? NodeOverlay::Scale::Classes : m_graph.shades()->overlay().scale;
        const ShadeColor color = isFamily ? plainShade(familyColor(entry.family, palette())) : shadeColor(scale, entry.shade, palette());
        const QRectF swatch = seen({entry.rect.left(), entry.rect.top() + 3, 11, 11});
        painter.setPen(Qt::NoPen);
        color.paint(painter, [&] { painter.drawRoundedRect(swatch, 2, 2); });
        if (const QString mark = isFamily ? QString() : shadeMark(scale, entry.shade); !mark.isEmpty()) {
            painter.setPen(color.ink);
            painter.drawText(swatch, Qt::AlignCenter, mark);
        }
        write(entry, kSwatch);
    }
}

void ColorKey::paintRamp(QPainter& painter, const Entry& entry) const {
    painter.setPen(canvasColors(palette()).mutedText);
    painter.drawText(entry.rect, Qt::AlignVCenter | Qt::AlignLeft, entry.label);
    painter.drawText(entry.rect, Qt::AlignVCenter | Qt::AlignRight, entry.most);
    const int left = entry.rect.left() + QFontMetrics(font()).horizontalAdvance(entry.label) + 6;
    for (int x = 0; x < kRampWidth; ++x)
        painter.fillRect(left + x, entry.rect.top() + 3, 1, 11, rampColor(static_cast<double>(x) / (kRampWidth - 1), palette()));
}

}  // namespace whittle

#include "views/graph/scene_painter.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include <QPainterPath>

#include "views/overlay_colors.h"
#include "views/theme.h"

namespace whittle {
namespace {

// Below these zooms text is unreadable, and then lines are denser than pixels.
constexpr double kCardZoom = 0.5;
constexpr double kLineZoom = 0.04;
constexpr double kFlatZoom = 0.15;
constexpr double kRadius = 6;
constexpr double kDimmed = 0.28;
constexpr qsizetype kStrokedMarks = 500;
constexpr int kTintedFrames = 7;  // in one another; with more, text would lose its contrast
constexpr std::size_t kMostCrossings = 2500;  // of lines and cells; with more in sight lines are thin and straight: strokes that cross take their square of time
constexpr double kStripe = 5;
constexpr double kOverlayStripe = 8;
constexpr double kBadgeHeight = 15;
constexpr double kFlagWidth = 16;
constexpr std::size_t kMostTypes = 60;  // of what flows, at once
constexpr double kNamedFrame = 90;  // pixels: a smaller frame has no room for its name

QPointF toPoint(const layout::Point& point) { return {static_cast<double>(point.x), static_cast<double>(point.y)}; }

layout::Rect toRect(const QRectF& rect) {
    return {static_cast<float>(rect.x()), static_cast<float>(rect.y()), static_cast<float>(rect.width()),
            static_cast<float>(rect.height())};
}

// The left side of a rounded rectangle, as wide as the stripe or, where its corners are rounder, as they are.
QPainterPath stripeOf(const QRectF& rect, double radius, double width) {
    const double reach = std::min(width, radius);
    // Where a circle of the corner is cut by the stripe's right side.
    const double down = radius - std::sqrt(radius * radius - (radius - reach) * (radius - reach));
    const double angle = std::acos((radius - reach) / radius) * 180 / std::numbers::pi;
    const QSizeF corner(2 * radius, 2 * radius);
    QPainterPath path(QPointF(rect.left() + reach, rect.top() + down));
    path.arcTo(QRectF(rect.topLeft(), corner), 180 - angle, angle);
    path.arcTo(QRectF(QPointF(rect.left(), rect.bottom() - corner.height()), corner), 180, angle);
    path.lineTo(rect.left() + width, rect.bottom() - down);
    path.lineTo(rect.left() + width, rect.top() + down);
    path.closeSubpath();
    return path;
}

// Vertical pieces joined by curves that leave and arrive vertically.
QPainterPath curve(std::span<const layout::Point> route) {
    QPainterPath path(toPoint(route[0]));
    path.lineTo(toPoint(route[1]));
    for (std::size_t i = 2; i + 1 < route.size(); i += 2) {
        const QPointF from = toPoint(route[i - 1]), to = toPoint(route[i]);
        const double middle = (from.y() + to.y()) / 2;
        if (from.x() == to.x())
            path.lineTo(to);
        else
            path.cubicTo({from.x(), middle}, {to.x(), middle}, to);
        path.lineTo(toPoint(route[i + 1]));
    }
    return path;
}

class ScenePainter {
public:
    ScenePainter(QPainter& painter, const ShownGraph& graph, const QPalette& palette, const SceneLook& look)
        : m_painter(painter), m_scene(*graph.scene), m_shades(graph.shades.get()), m_dimmed(graph.dimmed.get()), m_marks(graph.marks), m_palette(palette), m_colors(canvasColors(palette)), m_look(look),
          m_selected(m_marks ? m_marks->selected() : -1),
          m_titleFont(QGuiApplication::font()), m_lineFont(QGuiApplication::font()) {
        m_titleFont.setPixelSize(12);
        m_titleFont.setWeight(QFont::DemiBold);
        m_lineFont.setPixelSize(11);
        collectFills();
    }

    void paint() {
        const bool cards = m_look.zoom >= kCardZoom;
        m_painter.setRenderHint(QPainter::Antialiasing, m_look.zoom >= kFlatZoom);
        const layout::Rect area = toRect(m_look.dirty.isNull() ? m_look.visible : m_look.dirty);
        std::vector<int> frames, boxes;
        for (const int item : m_scene.itemsIn(area)) (m_scene.isOpen(item) ? frames : boxes).push_back(item);
        for (const int frame : frames) paintFrame(frame);
        if (m_look.lines && m_look.zoom >= kLineZoom) paintLines(area, cards);
        if (!cards) {
            paintFlat(boxes);
            // They tell where one is, so they keep their size.
            for (const int frame : frames)
                if (const QRectF rect = boxRect(frame); m_look.lines && std::min(rect.width(), rect.height()) * m_look.zoom >= kNamedFrame) paintFrameTitle(frame, 1 / m_look.zoom);
            return;
        }
        for (const int frame : frames) paintFrameTitle(frame, 1);
        for (const int box : boxes) paintCard(box);
        if (m_marks) paintLineTypes(toRect(m_look.visible));  // where a text stands depends on all that is in sight
        for (const int stub : m_scene.stubsIn(area)) paintStub(m_scene.drawing().stubs[static_cast<std::size_t>(stub)]);
    }

private:
    bool isHit(int item) const { return m_marks && m_marks->hitsIn(item) > 0; }
    bool isDimmed(int box) const { return m_dimmed && (*m_dimmed)[static_cast<std::size_t>(box)]; }

    // Few colours for many boxes: a box has the number of one, and boxes of one colour are painted together.
    static constexpr std::size_t kGroupFill = 0, kInputFill = 1, kFirstFill = 2;  // of families, unknown at first; or of shades, from kBad on
    void collectFills() {
        m_fills = {plainShade(m_colors.mutedText), plainShade(m_colors.inputBorder)};
        if (const OverlayShades* shades = m_shades) {
            const int end = shades->isRamp() ? OverlayShades::kSteps : static_cast<int>(shades->overlay().classes.size());
            for (int shade = OverlayShades::kBad; shade < end; ++shade) m_fills.push_back(shadeColor(shades->overlay().scale, shade, m_palette));
            return;
        }
        m_fills.push_back(plainShade(familyColor({}, m_palette)));
        for (const QString& family : m_scene.families()) m_fills.push_back(plainShade(familyColor(family, m_palette)));
    }
    std::size_t fillOf(int item) const {
        const SceneBox& box = m_scene.box(item);
        if (const OverlayShades* shades = m_shades) {
            const int shade = shades->shade(item);
            return shade == OverlayShades::kMissing && !isCard(box) ? kInputFill : kFirstFill + static_cast<std::size_t>(shade - OverlayShades::kBad);
        }
        if (box.kind == SceneBox::Kind::Group) return kGroupFill;
        return box.kind == SceneBox::Kind::Node ? kFirstFill + static_cast<std::size_t>(box.family + 1) : kInputFill;
    }

    void paintLines(const layout::Rect& area, bool curves) {
        QPainterPath plain, faint, producers, users;
        const layout::NestedDrawing& drawing = m_scene.drawing();
        const bool isDense = m_scene.lineCrossings(toRect(m_look.visible)) > kMostCrossings;
        curves = curves && !isDense;
        for (const int index : m_scene.linesIn(area)) {
            const std::span<const layout::Point> route = drawing.route(index);
            QPainterPath& path = leadsTo(index, m_selected)                     ? producers
                                 : comesFrom(index, m_selected)                 ? users
                                 : isFaint(index)                               ? faint
                                                                                : plain;
            if (curves) {
                path.addPath(curve(route));
                if (drawing.arrows[static_cast<std::size_t>(index)]) addArrow(path, toPoint(route.back()), route.back().y >= route.front().y);
            } else {
                path.moveTo(toPoint(route.front()));
                for (std::size_t i = 1; i < route.size(); ++i) path.lineTo(toPoint(route[i]));
            }
        }
        QColor faintLine = m_colors.line;
        faintLine.setAlphaF(static_cast<float>(kDimmed));
        m_painter.setRenderHint(QPainter::Antialiasing, m_look.zoom >= kFlatZoom && !isDense);
        strokeLines(faint, faintLine, 1);
        strokeLines(plain, m_colors.line, isDense ? 1 : 1.2);
        strokeLines(producers, m_colors.producer, isDense ? 1 : 2.2);
        strokeLines(users, m_colors.user, isDense ? 1 : 2.2);
        m_painter.setRenderHint(QPainter::Antialiasing, m_look.zoom >= kFlatZoom);
        if (m_look.hoveredLine >= 0) strokeLines(curve(drawing.route(m_look.hoveredLine)), m_colors.text, 2.2);
    }

    bool isFaint(int line) const {
        const layout::Edge& ends = m_scene.drawing().lines[static_cast<std::size_t>(line)];
        return isDimmed(ends.from) || isDimmed(ends.to) || isDimmed(m_scene.drawing().source[static_cast<std::size_t>(line)]);
    }

    // A line of several pieces is marked from end to end: all that carry a value the item reads, on their way to it.
    bool leadsTo(int line, int item) const {
        if (item < 0) return false;
        const layout::Edge& ends = m_scene.drawing().lines[static_cast<std::size_t>(line)];
        const auto reads = m_scene.content()->reads(item);
        if (!std::binary_search(reads.begin(), reads.end(), m_scene.sourceOf(line))) return false;
        if (ends.from == item) return false;  // goes on inside
        const bool leaves = m_scene.parentOf(ends.from) == ends.to;
        return m_scene.content()->isInside(item, ends.to) != leaves;
    }
    bool comesFrom(int line, int item) const {
        if (item < 0) return false;
        const int from = m_scene.drawing().lines[static_cast<std::size_t>(line)].from;
        return m_scene.content()->isInside(m_scene.sourceOf(line).box, item) && (from == item || !m_scene.content()->isInside(from, item));
    }

    // What flows in the lines of the box that is selected or under the pointer: once a value, where its line begins, or where it ends if the
    // beginning is out of sight.
    void paintLineTypes(const layout::Rect& area) {
        std::set<GraphContent::Source> said;
        for (const int line : m_scene.linesIn(area)) {
            const bool selected = leadsTo(line, m_selected) || comesFrom(line, m_selected);
            if (!selected && line != m_look.hoveredLine && !leadsTo(line, m_look.hovered) && !comesFrom(line, m_look.hovered)) continue;
            const std::span<const layout::Point> route = m_scene.drawing().route(line);
            const QPointF begin = toPoint(route.front()), end = toPoint(route.back());
            const bool fromBegin = m_look.visible.contains(begin);
            if (!fromBegin && !m_look.visible.contains(end)) continue;
            if (said.size() == kMostTypes || !said.insert(m_scene.sourceOf(line)).second) continue;
            const QString text = m_scene.content()->resultType(m_scene.sourceOf(line));
            const double width = QFontMetricsF(m_lineFont).horizontalAdvance(text) + 8;
            const QPointF at = fromBegin ? begin + QPointF(4, 3) : end + QPointF(4, -19);
            const QRectF label(at, QSizeF(width, 15));
            m_painter.setPen(Qt::NoPen);
            m_painter.setBrush(m_colors.canvas);
            m_painter.drawRoundedRect(label, 4, 4);
            paintText(label, static_cast<int>(Qt::AlignCenter), text, m_lineFont, m_colors.text);
        }
    }

    static void addArrow(QPainterPath& path, const QPointF& tip, bool down) {
        const double back = down ? -5 : 5;
        path.moveTo(tip + QPointF(-3.5, back));
        path.lineTo(tip);
        path.lineTo(tip + QPointF(3.5, back));
    }

    void strokeLines(const QPainterPath& path, const QColor& color, double width) {
        QPen pen(color, width);
        pen.setCosmetic(m_look.zoom < 1 || width <= 1);  // thin lines must not vanish; above, they grow with the cards
        m_painter.strokePath(path, pen);
    }

    // Many small boxes: one call a colour instead of one a box.
    void paintFlat(const std::vector<int>& boxes) {
        std::vector<QList<QRectF>> rects(2 * m_fills.size());  // those that are dimmed at first
        for (const int index : boxes) rects[fillOf(index) + (isDimmed(index) ? 0 : m_fills.size())].append(boxRect(index));
        m_painter.setPen(Qt::NoPen);
        for (std::size_t i = 0; i < rects.size(); ++i) {
            if (rects[i].isEmpty()) continue;
            m_painter.setOpacity(i < m_fills.size() ? kDimmed : 1);
            m_fills[i % m_fills.size()].paint(m_painter, [&] { m_painter.drawRects(rects[i]); });
        }
        m_painter.setOpacity(1);
        QList<QRectF> hits;
        for (const int index : boxes)
            if (isHit(index)) hits.append(marked(index));
        paintMarks(hits, m_colors.hitBorder);
        for (const int index : boxes)
            if (index == m_selected || index == m_look.hovered) paintMarks({marked(index)}, index == m_selected ? m_colors.selection : m_colors.text);
    }

    QRectF marked(int index) const {
        const double grow = 2 / m_look.zoom;
        return boxRect(index).adjusted(-grow, -grow, grow, grow);
    }

    // Thousands of strokes take too long; where boxes are that small, a mark is as good as its border.
    void paintMarks(const QList<QRectF>& rects, const QColor& color) {
        if (rects.size() > kStrokedMarks) {
            m_painter.setPen(Qt::NoPen);
            m_painter.setBrush(color);
        } else {
            QPen pen(color, 2.5);
            pen.setCosmetic(true);
            m_painter.setPen(pen);
            m_painter.setBrush(Qt::NoBrush);
        }
        m_painter.drawRects(rects);
    }

    QRectF boxRect(int index) const { return toQRectF(m_scene.rect(index)); }

    void paintFrame(int item) {
        int depth = 0;
        for (int group = m_scene.parentOf(item); group >= 0; group = m_scene.parentOf(group)) ++depth;
        m_painter.setOpacity(isDimmed(item) ? kDimmed : 1);
        m_painter.setPen(frameBorder(item));
        m_painter.setBrush(depth < kTintedFrames ? QBrush(m_colors.frame) : QBrush(Qt::NoBrush));
        if (m_look.zoom >= kFlatZoom) m_painter.drawRoundedRect(boxRect(item), kRadius, kRadius);
        else m_painter.drawRect(boxRect(item));
        m_painter.setOpacity(1);
    }

    QPen frameBorder(int item) const {
        QColor faint = m_colors.cardBorder;
        faint.setAlphaF(0.7F);
        QPen pen = item == m_selected || item == m_look.hovered ? borderOf(item) : m_marks && m_marks->isHit(item) ? QPen(m_colors.hitBorder, 2) : QPen(faint, 1);
        pen.setCosmetic(m_look.zoom < 1);
        return pen;
    }

    // Lines pass through the title's strip, so the text has a ground of its own.
    void paintFrameTitle(int item, double scale) {
        const QRectF rect = boxRect(item);
        const QString& title = m_scene.box(item).title;
        m_painter.save();
        m_painter.translate(rect.topLeft());
        m_painter.scale(scale, scale);
        m_painter.setOpacity(isDimmed(item) ? kDimmed : 1);
        const QRectF line(8, 4, std::min(rect.width() / scale - 16, QFontMetricsF(m_titleFont).horizontalAdvance(title) + 28), 18);
        QColor ground = m_colors.canvas;
        ground.setAlphaF(0.82F);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(isHit(item) ? m_colors.hit : ground);
        m_painter.drawRoundedRect(line, 4, 4);
        paintText(line.adjusted(4, 0, -4, 0), static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter), QStringLiteral("▾ ") + title, m_titleFont,
                  item == m_selected ? m_colors.selection : m_colors.mutedText);
        paintFlag(item, QPointF(6, -kBadgeHeight / 2 - 1));
        m_painter.restore();
    }

    QPen borderOf(int index) const {
        if (index == m_selected) return QPen(m_colors.selection, m_look.focused ? 2.6 : 2);
        if (isHit(index)) return QPen(m_colors.hitBorder, 1.6);
        if (m_selected >= 0) {
            if (holdsOneOf(index, m_scene.producers(m_selected))) return QPen(m_colors.producer, 1.8);
            if (holdsOneOf(index, m_scene.users(m_selected))) return QPen(m_colors.user, 1.8);
        }
        if (index == m_look.hovered) return QPen(m_colors.mutedText, 1.4);
        return QPen(isCard(m_scene.box(index)) ? m_colors.cardBorder : m_colors.inputBorder, 1);
    }

    static bool isCard(const SceneBox& box) { return box.kind == SceneBox::Kind::Node || box.kind == SceneBox::Kind::Group; }
    bool holdsOneOf(int item, std::span<const int> boxes) const {
        return std::ranges::any_of(boxes, [&](int box) { return m_scene.content()->isInside(box, item); });
    }

    void paintCard(int index) {
        const SceneBox& box = m_scene.box(index);
        const QRectF rect = boxRect(index);
        const bool node = isCard(box);
        const double radius = node ? kRadius : rect.height() / 2;
        m_painter.setOpacity(isDimmed(index) ? kDimmed : 1);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(isHit(index) ? m_colors.hit : node ? m_colors.card : m_colors.inputFill);
        m_painter.drawRoundedRect(rect, radius, radius);
        if (box.kind == SceneBox::Kind::Group) paintPile(rect, box.blocks > 0 ? 4 : 2);
        const bool hasShade = m_shades && m_shades->shade(index) != OverlayShades::kMissing;
        if (box.kind == SceneBox::Kind::Node || (m_shades && (node || hasShade))) {  // the stripe follows the rounded corners
            const QPainterPath stripe = stripeOf(rect, radius, m_shades ? kOverlayStripe : kStripe);
            m_fills[fillOf(index)].paint(m_painter, [&] { m_painter.drawPath(stripe); });
        }
        m_painter.setPen(borderOf(index));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRoundedRect(rect, radius, radius);
        paintTexts(box, rect, node);
        if (hasShade) paintBadge(index, rect);
        paintFlag(index, QPointF(rect.left() + 6, rect.top() - kBadgeHeight / 2 - 1));
        m_painter.setOpacity(1);
    }

    // A bookmark: text and ground change places, so it stands out of all colours.
    void paintFlag(int item, QPointF at) {
        if (!m_marks) return;
        const auto flag = m_marks->flags().find(item);
        if (flag == m_marks->flags().end()) return;
        const QRectF rect(at, QSizeF(kFlagWidth, kBadgeHeight));
        m_painter.setPen(QPen(m_colors.canvas, 1));
        m_painter.setBrush(m_colors.text);
        m_painter.drawRoundedRect(rect, 3, 3);
        paintText(rect, static_cast<int>(Qt::AlignCenter), flag->second, m_lineFont, m_colors.canvas);
    }

    // What the overlay says of the box, in words: over its upper border, where no line arrives.
    void paintBadge(int index, const QRectF& rect) {
        const OverlayShades& shades = *m_shades;
        const QString mark = shadeMark(shades.overlay().scale, shades.shade(index));
        const QString text = mark.isEmpty() ? shades.text(index) : QStringLiteral("%1 %2").arg(mark, shades.text(index));
        const double width = std::min(QFontMetricsF(m_lineFont).horizontalAdvance(text) + 10, rect.width() - 10);
        const QRectF badge(rect.right() - width - 5, rect.top() - kBadgeHeight / 2 - 1, width, kBadgeHeight);
        const ShadeColor& color = m_fills[fillOf(index)];
        m_painter.setPen(QPen(m_colors.canvas, 1));
        m_painter.setBrush(color.fill);
        m_painter.drawRoundedRect(badge, kBadgeHeight / 2, kBadgeHeight / 2);
        paintText(badge.adjusted(5, 0, -5, 0), static_cast<int>(Qt::AlignCenter), text, m_lineFont, color.ink);
    }

    // A folded group looks like several cards on one another, one that stands for many modules like more of them.
    void paintPile(const QRectF& rect, int cards) {
        m_painter.setPen(QPen(m_colors.cardBorder, 1));
        for (int card = 1; card <= cards; ++card) {
            const double depth = 3.0 * card;
            m_painter.drawLine(QPointF(rect.left() + kRadius + depth, rect.bottom() + depth - 0.5), QPointF(rect.right() - kRadius - depth, rect.bottom() + depth - 0.5));
        }
        m_painter.setPen(Qt::NoPen);
        QColor ground = m_colors.mutedText;
        ground.setAlphaF(0.10F);
        m_painter.setBrush(ground);
        m_painter.drawRoundedRect(rect, kRadius, kRadius);
    }

    void paintTexts(const SceneBox& box, const QRectF& rect, bool node) {
        const double left = node ? 13 : 10;
        QRectF line(rect.left() + left, rect.top() + 7, rect.width() - left - 9, 16);
        const auto align = static_cast<int>(node ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignCenter);
        if (box.type.isEmpty()) line.moveTop(rect.center().y() - 8);
        paintText(line, align, box.kind == SceneBox::Kind::Group ? QStringLiteral("▸ ") + box.title : box.title, m_titleFont, m_colors.text,
                  box.blocks > 0 ? Qt::ElideMiddle : Qt::ElideRight);  // how many there are stands last
        line.translate(0, 17);
        if (!box.type.isEmpty()) paintText(line, align, box.type, m_lineFont, m_colors.mutedText);
        line.translate(0, 15);
        if (!box.weights.isEmpty()) paintText(line, align, box.weights, m_lineFont, m_colors.mutedText);
    }

    void paintText(const QRectF& rect, int align, const QString& text, const QFont& font, const QColor& color, Qt::TextElideMode elide = Qt::ElideRight) {
        m_painter.setFont(font);
        m_painter.setPen(color);
        m_painter.drawText(rect, align | Qt::TextSingleLine,
                           QFontMetricsF(font).elidedText(text, elide, rect.width()));
    }

    void paintStub(const layout::Stub& stub) {
        const QRectF rect = toQRectF(stub.rect);
        const bool touched = stub.box == m_selected ||
                             std::find(stub.others.begin(), stub.others.end(), m_selected) != stub.others.end();
        const bool reader = stub.end == layout::Stub::End::Reader;
        const QColor accent = stub.box == m_selected ? (reader ? m_colors.producer : m_colors.user)
                                                     : (reader ? m_colors.user : m_colors.producer);
        m_painter.setOpacity(isDimmed(stub.box) ? kDimmed : 1);
        m_painter.setPen(QPen(m_selected >= 0 && touched ? accent : m_colors.cardBorder, 1, Qt::DashLine));
        m_painter.setBrush(m_colors.stub);
        m_painter.drawRoundedRect(rect, 4, 4);
        const QString text = m_scene.stubText(stub);
        paintText(rect.adjusted(6, 0, -6, 0), static_cast<int>(reader ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter),
                  reader ? text + QStringLiteral(" ▸") : QStringLiteral("▸ ") + text, m_lineFont, m_colors.mutedText);
        m_painter.setOpacity(1);
    }

    QPainter& m_painter;
    const GraphScene& m_scene;
    const OverlayShades* m_shades;
    const std::vector<bool>* m_dimmed;
    const GraphController* m_marks;
    const QPalette& m_palette;
    const CanvasColors& m_colors;
    const SceneLook& m_look;
    int m_selected;
    QFont m_titleFont, m_lineFont;
    std::vector<ShadeColor> m_fills;
};

}  // namespace

void paintScene(QPainter& painter, const ShownGraph& graph, const QPalette& palette, const SceneLook& look) {
    if (!graph.scene) return;
    painter.save();
    ScenePainter(painter, graph, palette, look).paint();
    painter.restore();
}

void paintScene(QPainter& painter, const GraphController& graph, const QPalette& palette, const SceneLook& look) {
    paintScene(painter, ShownGraph{graph.scene(), graph.shadesRef(), graph.dimmedRef(), &graph}, palette, look);
}

}  // namespace whittle

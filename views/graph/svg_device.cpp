#include "views/graph/svg_device.h"

#include <cmath>
#include <limits>
#include <map>

#include <QFont>
#include <QPaintEngine>
#include <QPainterPath>
#include <QPen>

namespace whittle {
namespace {

constexpr int kDotsPerInch = 96;

// Hundredths of a unit are finer than any screen.
QByteArray number(double value) {
    QByteArray text = QByteArray::number(std::round(value * 100) / 100, 'f', 2);
    while (text.endsWith('0')) text.chop(1);
    if (text.endsWith('.')) text.chop(1);
    return text == "-0" ? QByteArray("0") : text;
}

// XML has no way to write control characters, not even escaped, and names come from files.
QString ofXml(QString text) {
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isPair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (isPair) ++i;
        else if (c.isSurrogate() || c.unicode() >= 0xFFFE || (c.unicode() < 0x20 && c != u'\t' && c != u'\n' && c != u'\r')) text[i] = QChar::ReplacementCharacter;
    }
    return text;
}

QByteArray attribute(const char* name, const QByteArray& value) { return QByteArray(" ") + name + "=\"" + value + '"'; }

// Of a colour in two attributes, for not every reader knows colours with an alpha.
QByteArray colored(const char* what, const QColor& color) {
    QByteArray text = attribute(what, color.name().toLatin1());
    if (color.alpha() < 255) text += attribute((QByteArray(what) + "-opacity").constData(), number(color.alphaF()));
    return text;
}

QByteArray pathData(const QPainterPath& path) {
    QByteArray data;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        switch (element.type) {
            case QPainterPath::MoveToElement: data += 'M'; break;
            case QPainterPath::LineToElement: data += 'L'; break;
            case QPainterPath::CurveToElement: data += 'C'; break;
            case QPainterPath::CurveToDataElement: data += ' '; break;
        }
        data += number(element.x) + ' ' + number(element.y);
    }
    return data;
}

const char* hatch(Qt::BrushStyle style) {
    switch (style) {
        case Qt::BDiagPattern: return "M-1 1L1 -1M0 6L6 0M5 7L7 5";
        case Qt::FDiagPattern: return "M-1 5L1 7M0 0L6 6M5 -1L7 1";
        case Qt::DiagCrossPattern: return "M0 0L6 6M0 6L6 0";
        case Qt::Dense6Pattern: return "M1 1h1M4 4h1";
        default: return nullptr;
    }
}

}  // namespace

class SvgDevice::Engine : public QPaintEngine {
public:
    explicit Engine(QByteArray ids)
        : QPaintEngine(PaintEngineFeatures(PrimitiveTransform | PatternTransform | PixmapTransform | AlphaBlend | Antialiasing | PainterPaths | BrushStroke | ConstantOpacity | PatternBrush)), m_ids(std::move(ids)) {}

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    Type type() const override { return User; }

    void updateState(const QPaintEngineState& now) override {
        const DirtyFlags changed = now.state();
        if (changed & DirtyPen) m_pen = now.pen();
        if (changed & DirtyBrush) m_brush = now.brush();
        if (changed & DirtyTransform) m_transform = now.transform();
        if (changed & DirtyOpacity) m_opacity = now.opacity();
    }

    void drawPath(const QPainterPath& path) override { add("path", attribute("d", pathData(path)), true); }
    void drawRects(const QRectF* rects, int count) override {
        for (const QRectF* rect = rects; rect != rects + count; ++rect)
            add("rect", attribute("x", number(rect->x())) + attribute("y", number(rect->y())) + attribute("width", number(rect->width())) + attribute("height", number(rect->height())), true);
    }
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override {
        QByteArray data;
        for (int i = 0; i < count; ++i) data += (i ? " " : "") + number(points[i].x()) + ',' + number(points[i].y());
        add(mode == PolylineMode ? "polyline" : "polygon", attribute("points", data), mode != PolylineMode);
    }
    void drawTextItem(const QPointF& at, const QTextItem& item) override {
        const QFont font = item.font();
        QByteArray element = "<text" + attribute("x", number(at.x())) + attribute("y", number(at.y())) + attribute("font-size", number(font.pixelSize())) +
                             colored("fill", m_pen.color()) + placed();
        if (font.weight() >= QFont::DemiBold) element += attribute("font-weight", "600");
        // Fonts of other machines are wider or narrower; a text keeps the width that it has a place for.
        element += attribute("textLength", number(item.width())) + attribute("lengthAdjust", "spacingAndGlyphs");
        m_body += element + '>' + ofXml(item.text()).toHtmlEscaped().toUtf8() + "</text>\n";
    }
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}

    QByteArray svg(const QRectF& area) const {
        const QByteArray size = number(area.width()) + ' ' + number(area.height());
        return "<svg xmlns=\"http://www.w3.org/2000/svg\"" + attribute("width", number(area.width())) + attribute("height", number(area.height())) +
               attribute("viewBox", number(area.x()) + ' ' + number(area.y()) + ' ' + size) + attribute("font-family", "sans-serif") + ">\n" + m_definitions + m_body + "</svg>\n";
    }

private:
    void add(const char* element, const QByteArray& shape, bool fills) {
        m_body += QByteArray("<") + element + shape + (fills ? filled() : attribute("fill", "none")) + stroked() + placed() + "/>\n";
    }

    QByteArray filled() {
        if (m_brush.style() == Qt::NoBrush) return attribute("fill", "none");
        if (const char* lines = hatch(m_brush.style())) {
            const auto key = std::make_pair(static_cast<int>(m_brush.style()), m_brush.color().rgba());
            const auto [known, isNew] = m_hatches.try_emplace(key, static_cast<int>(m_hatches.size()));
            const QByteArray id = m_ids + QByteArray::number(known->second);
            if (isNew)
                m_definitions += "<pattern" + attribute("id", id) + " width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><path" + attribute("d", lines) +
                                 colored("stroke", m_brush.color()) + "/></pattern>\n";
            return attribute("fill", "url(#" + id + ')');
        }
        return colored("fill", m_brush.color());
    }

    QByteArray stroked() const {
        if (m_pen.style() == Qt::NoPen) return {};
        QByteArray text = colored("stroke", m_pen.color());
        if (const double width = m_pen.widthF() > 0 ? m_pen.widthF() : 1; width != 1) text += attribute("stroke-width", number(width));
        const double dash = m_pen.style() == Qt::DashLine ? 4 : m_pen.style() == Qt::DotLine ? 1 : 0;  // in widths of the line, as Qt has them
        if (dash > 0) text += attribute("stroke-dasharray", number(dash * m_pen.widthF()) + ' ' + number(2 * m_pen.widthF()));
        if (m_pen.isCosmetic()) text += attribute("vector-effect", "non-scaling-stroke");
        return text;
    }

    QByteArray placed() const {
        QByteArray text;
        if (m_opacity < 1) text += attribute("opacity", number(m_opacity));
        const QTransform& t = m_transform;
        if (t.type() == QTransform::TxTranslate) text += attribute("transform", "translate(" + number(t.dx()) + ' ' + number(t.dy()) + ')');
        else if (t.type() > QTransform::TxTranslate)
            text += attribute("transform", "matrix(" + QByteArray::number(t.m11()) + ' ' + QByteArray::number(t.m12()) + ' ' + QByteArray::number(t.m21()) + ' ' +
                                               QByteArray::number(t.m22()) + ' ' + number(t.dx()) + ' ' + number(t.dy()) + ')');
        return text;
    }

    QByteArray m_ids;
    QPen m_pen;
    QBrush m_brush;
    QTransform m_transform;
    double m_opacity = 1;
    std::map<std::pair<int, QRgb>, int> m_hatches;
    QByteArray m_definitions, m_body;
};

SvgDevice::SvgDevice(const QRectF& area, const QByteArray& ids) : m_area(area), m_engine(std::make_unique<Engine>(ids)) {}
SvgDevice::~SvgDevice() = default;

QPaintEngine* SvgDevice::paintEngine() const { return m_engine.get(); }
QByteArray SvgDevice::svg() const { return m_engine->svg(m_area); }

int SvgDevice::metric(PaintDeviceMetric metric) const {
    switch (metric) {
        case PdmWidth: return static_cast<int>(m_area.width());
        case PdmHeight: return static_cast<int>(m_area.height());
        case PdmWidthMM: return static_cast<int>(m_area.width() * 25.4 / kDotsPerInch);
        case PdmHeightMM: return static_cast<int>(m_area.height() * 25.4 / kDotsPerInch);
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY: return kDotsPerInch;
        case PdmNumColors: return std::numeric_limits<int>::max();
        case PdmDepth: return 32;
        case PdmDevicePixelRatio: return 1;
        case PdmDevicePixelRatioScaled: return static_cast<int>(devicePixelRatioFScale());
    }
    return 0;
}

}  // namespace whittle

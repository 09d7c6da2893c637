#include "views/graph/graph_export.h"

#include <algorithm>
#include <array>

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>

#include "engine/base/files.h"
#include "engine/formats/export_py.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "views/graph/svg_device.h"
#include "views/models/text.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr double kMargin = 36;         // scene units around the graph
constexpr double kPointsPerUnit = 0.75;  // a page as large as the picture on a screen
constexpr double kLongestPage = 14400;   // points: what readers of PDF show

QRectF areaOf(const ShownGraph& graph) { return toQRectF(graph.scene->drawing().bounds).adjusted(-kMargin, -kMargin, kMargin, kMargin); }

void paintAll(QPainter& painter, const ShownGraph& graph, const QPalette& palette, double zoom) {
    const QRectF area = areaOf(graph);
    painter.setPen(Qt::NoPen);
    painter.setBrush(canvasColors(palette).canvas);
    painter.drawRect(area);
    paintScene(painter, graph, palette, {.zoom = zoom, .visible = area});
}

Result<std::string> png(const ShownGraph& graph, const QPalette& palette) {
    const QImage image = paintedImage(graph, palette);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (image.isNull() || !buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG")) return fail(Code::Limit, "there is no memory for a picture of this size");
    return bytes.toStdString();
}

Result<std::string> pdf(const ShownGraph& graph, const QPalette& palette) {
    const QRectF area = areaOf(graph);
    const double scale = std::min(kPointsPerUnit, kLongestPage / std::max(area.width(), area.height()));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(72);  // a unit of the device is a point
    writer.setPageMargins(QMarginsF());
    writer.setPageSize(QPageSize(area.size() * scale, QPageSize::Point, QString(), QPageSize::ExactMatch));
    writer.setTitle(toQString(graph.scene->graph().name));
    writer.setCreator(QCoreApplication::applicationName());
    QPainter painter;
    if (!painter.begin(&writer)) return fail(Code::Internal, "the page could not be begun");
    painter.scale(scale, scale);
    painter.translate(-area.topLeft());
    paintAll(painter, graph, palette, 1);
    painter.end();
    return bytes.toStdString();
}

Result<std::string> svg(const ShownGraph& graph, const QPalette& palette) { return graphSvg(graph, palette).toStdString(); }

Result<std::string> dot(const ShownGraph& graph, const QPalette&) { return printDot(graph.scene->graph()); }
Result<std::string> text(const ShownGraph& graph, const QPalette&) { return printGraph(graph.scene->graph(), findSchema); }

constexpr std::array<ExportFormat, 5> kFormats{{
    {"png", QT_TRANSLATE_NOOP("ExportFormat", "PNG picture"), png},
    {"svg", QT_TRANSLATE_NOOP("ExportFormat", "SVG picture"), svg},
    {"pdf", QT_TRANSLATE_NOOP("ExportFormat", "PDF document"), pdf},
    {"dot", QT_TRANSLATE_NOOP("ExportFormat", "All nodes for graphviz"), dot},
    {"txt", QT_TRANSLATE_NOOP("ExportFormat", "All nodes as text"), text},
}};

}  // namespace

std::span<const ExportFormat> exportFormats() { return kFormats; }
QString exportTitle(const ExportFormat& format) { return QCoreApplication::translate("ExportFormat", format.title); }

Result<void> exportGraph(const ShownGraph& graph, const QPalette& palette, const QString& path, const CancelToken& cancel) {
    const QString suffix = QFileInfo(path).suffix();
    const auto format = std::ranges::find_if(kFormats, [&](const ExportFormat& each) { return suffix.compare(QLatin1String(each.suffix), Qt::CaseInsensitive) == 0; });
    if (format == kFormats.end()) {
        QStringList known;
        for (const ExportFormat& each : kFormats) known << u'.' + QLatin1String(each.suffix);
        return fail(Code::Argument, "a graph is not written as '{}'; the name ends in one of {}", QFileInfo(path).fileName().toStdString(), known.join(QStringLiteral(", ")).toStdString());
    }
    WHITTLE_TRY_VOID(cancel.check());
    WHITTLE_TRY(const std::string content, format->write(graph, palette));
    WHITTLE_TRY_VOID(cancel.check());
    return writeFileAtomic(toPath(path), content);
}

QByteArray graphSvg(const ShownGraph& graph, const QPalette& palette, const QByteArray& ids) {
    SvgDevice device(areaOf(graph), ids);
    QPainter painter(&device);
    paintAll(painter, graph, palette, 1);
    painter.end();
    return device.svg();
}

QImage paintedImage(const ShownGraph& graph, const QPalette& palette, int longestSide) {
    const QRectF area = areaOf(graph);
    const double scale = std::min(2.0, longestSide / std::max(area.width(), area.height()));
    QImage image(std::max(1, static_cast<int>(area.width() * scale)), std::max(1, static_cast<int>(area.height() * scale)), QImage::Format_RGB32);
    if (image.isNull()) return image;
    QPainter painter(&image);
    painter.scale(scale, scale);
    painter.translate(-area.topLeft());
    paintAll(painter, graph, palette, scale);
    return image;
}

}  // namespace whittle

// A graph as a file for people: as it is shown, folds and colours included, as a picture; or all of it, as text for other programs. The suffix of
// the file says which.
#pragma once

#include <span>

#include <QPalette>

#include "views/graph/scene_painter.h"

namespace whittle {

struct ExportFormat {
    const char* suffix;  ///< without the point
    const char* title;   ///< untranslated
    Result<std::string> (*write)(const ShownGraph& graph, const QPalette& palette);  ///< the content of the file; any thread
};
std::span<const ExportFormat> exportFormats();
QString exportTitle(const ExportFormat& format);  ///< "PNG picture"

/// Complete or not there at all. Any thread; 20,000 boxes take a second. Errors: Argument for a suffix that stands for nothing; Limit for a
/// graph without boxes; Io; Cancelled, and nothing is written then.
Result<void> exportGraph(const ShownGraph& graph, const QPalette& palette, const QString& path, const CancelToken& cancel = {});

/// SVG, UTF-8. Any thread. `ids` as SvgDevice has them.
QByteArray graphSvg(const ShownGraph& graph, const QPalette& palette, const QByteArray& ids = "hatch");

/// PNG, at most `longestSide` pixels.
QImage paintedImage(const ShownGraph& graph, const QPalette& palette, int longestSide = 8192);

}  // namespace whittle

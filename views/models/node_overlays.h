// The overlays that a graph tells by itself: nothing has to run for them.
#pragma once

#include <optional>
#include <span>

#include "engine/ir/graph.h"
#include "views/models/node_overlay.h"

namespace whittle {

struct GraphOverlay {
    const char* key;
    const char* title;  ///< untranslated
    OverlayRef (*make)(const GraphOverlay& row, const Graph& graph);  ///< cost: linear; any thread
};
/// In the order of the menu.
std::span<const GraphOverlay> graphOverlays();
const GraphOverlay* findGraphOverlay(const QString& key);  ///< null: there is none
QString graphOverlayTitle(const GraphOverlay& row);

/// Bytes of a value, symbols taken as they were while tracing; nothing when that is not known.
std::optional<double> bytesOf(const Graph& graph, ValueId value);

}  // namespace whittle

// Draws a scene: the one routine behind the canvas, the overview map and the exported picture. Three
// levels of detail, chosen by zoom: cards with text and curves; plain boxes and straight lines; boxes.
#pragma once

#include <QPainter>

#include "views/models/graph_controller.h"

namespace whittle {

struct SceneLook {
    double zoom = 1;      ///< device-independent pixels a scene unit
    QRectF visible;       ///< scene rectangle that is in sight
    QRectF dirty = {};    ///< of it, what must be painted; null: all
    int hovered = -1;
    int hoveredLine = -1;
    bool focused = false;
    bool lines = true;
};

/// What is painted. Without `marks` it is a snapshot, which any thread can paint.
struct ShownGraph {
    SceneRef scene;
    std::shared_ptr<const OverlayShades> shades;      ///< null: families
    std::shared_ptr<const std::vector<bool>> dimmed;  ///< by item; null: none is
    const GraphController* marks = nullptr;           ///< selection, hits, what flows; null: none
};
/// As a controller shows it, without its marks; a picture that is kept has nothing dimmed either.
inline ShownGraph snapshotOf(const GraphController& graph) { return {.scene = graph.scene(), .shades = graph.shadesRef(), .dimmed = {}}; }

/// `painter` maps scene units to the device. Cost: what is visible.
void paintScene(QPainter& painter, const ShownGraph& graph, const QPalette& palette, const SceneLook& look);
void paintScene(QPainter& painter, const GraphController& graph, const QPalette& palette, const SceneLook& look);

inline QRectF toQRectF(const layout::Rect& rect) {
    return {static_cast<double>(rect.x), static_cast<double>(rect.y), static_cast<double>(rect.width),
            static_cast<double>(rect.height)};
}

}  // namespace whittle

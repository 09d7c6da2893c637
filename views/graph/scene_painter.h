// Draws a scene: the one routine behind the canvas, the overview map and the exported picture. Three
// levels of detail, chosen by zoom: cards with text and curves; plain boxes and straight lines; boxes.
#pragma once

#include <QPainter>

#include "views/models/graph_controller.h"

namespace whittle {

struct SceneLook {
    double zoom = 1;      ///< device-independent pixels a scene unit
    QRectF visible;       ///< scene rectangle that must be painted
    int hovered = -1;
    int hoveredLine = -1;
    bool focused = false;
    bool marks = true;    ///< selection, hits, what flows
    bool dimming = true;
    bool lines = true;
};

/// What is painted. Without `marks` it is a snapshot, which any thread can paint.
struct ShownGraph {
    SceneRef scene;
    std::shared_ptr<const OverlayShades> shades;  ///< null: families
    const GraphController* marks = nullptr;       ///< selection, hits, dimming; null: none
};
/// As a controller shows it, without its marks.
inline ShownGraph snapshotOf(const GraphController& graph) { return {graph.scene(), graph.shadesRef(), nullptr}; }

/// `painter` maps scene units to the device. Cost: what is visible.
void paintScene(QPainter& painter, const ShownGraph& graph, const QPalette& palette, const SceneLook& look);
void paintScene(QPainter& painter, const GraphController& graph, const QPalette& palette, const SceneLook& look);

inline QRectF toQRectF(const layout::Rect& rect) {
    return {static_cast<double>(rect.x), static_cast<double>(rect.y), static_cast<double>(rect.width),
            static_cast<double>(rect.height)};
}

}  // namespace whittle

// How far off each node is, as colours of the graph.
#pragma once

#include <span>

#include "engine/runtime/value_comparison.h"
#include "views/models/node_overlay.h"

namespace whittle {

/// Of each node the largest relativeError() of its values; NaN where NaN or infinities stand where float64 has none. Null without values.
OverlayRef errorOverlay(std::span<const ComparedValue> values);

}  // namespace whittle

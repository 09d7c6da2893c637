// A box or a module in words, to be pasted into a message or a report.
#pragma once

#include "views/models/graph_content.h"
#include "views/models/overlay_shades.h"

namespace whittle {

/// "%gelu = aten.gelu.default(%linear) : f32[2,8]  @ net.py:11 in layers.0"; of a module one line an operator.
QString itemText(const GraphContent& content, int item);
/// The same for pages that read Markdown, with what the overlay says when there is one.
QString itemMarkdown(const GraphContent& content, int item, const OverlayShades* shades);

}  // namespace whittle

// Colours for the graph out of a study: how long the kernel takes that computes a node, and which one it is.
#pragma once

#include <vector>

#include "views/models/kernel_content.h"
#include "views/models/node_overlay.h"

namespace whittle {

/// A kernel's whole time at each of its nodes, as they were opened and as passes left them. Null where nothing was measured.
OverlayRef kernelTimeOverlay(const KernelContent& content);
/// Which kernel: the classes are those with the longest times, or the first where nothing was measured, and behind them "others".
OverlayRef kernelOverlay(const KernelContent& content);
std::vector<OverlayRef> kernelOverlays(const KernelContent& content);  ///< those that there are

}  // namespace whittle

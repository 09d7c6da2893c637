// Where the nodes of FX text come from: the comments above them.
#pragma once

#include <optional>
#include <string_view>

#include "engine/ir/graph.h"

namespace whittle::fx {

/// "File: /net.py:17 in forward, code: y = x + 1", cut after 2000 bytes, or nothing.
std::optional<Origin> parseOrigin(std::string_view comment);

}  // namespace whittle::fx

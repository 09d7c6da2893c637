// The command that infers sizes as the window does.
#pragma once

#include "engine/capture/dim_spec.h"
#include "views/models/graph_source.h"

namespace whittle {

QString dimsCommand(const GraphSource& source, const ShapeSpec& spec);

}  // namespace whittle

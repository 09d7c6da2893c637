// How the window compares values: in a worker, with our compiler set as the minify form sets it.
#pragma once

#include "views/models/graph_source.h"
#include "views/models/numerics_controller.h"

namespace whittle {

/// `programFolder` holds the whittle command, which the worker runs.
NumericsService numericsWork(const QString& programFolder);

/// The command that does the same; empty while the settings are none that it would take.
QString numericsCommand(const GraphSource& source, const NumericsSettings& settings);

}  // namespace whittle

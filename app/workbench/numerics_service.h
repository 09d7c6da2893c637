// How the window compares values: in a worker, with our compiler set as the minify form sets it.
#pragma once

#include "views/models/numerics_controller.h"

namespace whittle {

/// `programFolder` holds the whittle command, which the worker runs.
NumericsService numericsWork(const QString& programFolder);

}  // namespace whittle

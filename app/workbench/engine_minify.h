// How the window reduces a graph: with our own engine in a worker process as the oracle.
#pragma once

#include "views/models/minify_controller.h"

namespace whittle {

/// `programFolder` holds the whittle command, which the workers run.
MinifyWork engineMinify(const QString& programFolder);

}  // namespace whittle

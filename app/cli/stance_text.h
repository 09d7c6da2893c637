// What `whittle stance` prints for people.
#pragma once

#include "engine/dispatch/stance_report.h"

namespace whittle::cli {

/// As much as was told.
void printStances(const StanceReport& report);

}  // namespace whittle::cli

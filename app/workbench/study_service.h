// How the window compiles and measures: in a worker, as the engine oracle does with its candidates.
#pragma once

#include "views/models/study_controller.h"

namespace whittle {

/// `programFolder` holds the whittle command, which the worker runs.
StudyWork studyWork(const QString& programFolder);

}  // namespace whittle

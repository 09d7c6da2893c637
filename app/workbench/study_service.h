// How the window compiles and measures: in a worker, as the engine oracle does with its candidates.
#pragma once

#include "views/models/graph_source.h"
#include "views/models/study_controller.h"

namespace whittle {

/// `programFolder` holds the whittle command, which the worker runs.
StudyWork studyWork(const QString& programFolder);

/// The command that does the same; empty while the settings are none that it would take.
QString studyCommand(const GraphSource& source, const StudySettings& settings);

}  // namespace whittle

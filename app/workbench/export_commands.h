// What the window wrote, as command lines that write the same; empty where the command has nothing that does.
#pragma once

#include "views/models/graph_source.h"
#include "views/models/study_controller.h"

namespace whittle {

/// Of the graph as it was opened. The command draws all of it, whatever was folded.
QString graphExportCommand(const QString& path, const GraphSource& source);
QString timelineCommand(const QString& path, const GraphSource& source, const StudySettings& settings);

}  // namespace whittle

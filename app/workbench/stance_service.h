// How the window replays calls under stances: in a process of its own, the command's.
#pragma once

#include "views/models/stance_controller.h"

namespace whittle {

/// `programFolder` holds the whittle command.
StanceService stanceService(const QString& programFolder);

/// The command that does the same.
QString stanceCommand(const StanceRequest& request);

}  // namespace whittle

// The window's own part of what Help, Copy diagnostics takes: versions, how the program was built, the screen, settings that change what it does.
#pragma once

#include "views/models/diagnostics.h"

namespace whittle {

class MainWindow;

DiagnosticFacts windowFacts(MainWindow& window);
/// "What: command" of the last rows of the log.
QStringList lastDone(MainWindow& window);

}  // namespace whittle

// Writes a picture of the window once everything asked for is done: how the pictures of the README and
// the docs are made from the running program.
#pragma once

#include "app/workbench/main_window.h"

namespace whittle {

/// Ends the application: status 0 when written, 1 when not, or when what was asked for failed, which stderr says.
void takeScreenshot(MainWindow& window, const QString& file);

}  // namespace whittle

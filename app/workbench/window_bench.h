// `whittle-workbench --bench`: how quick the window is, measured on itself with a real graph, each figure beside what it may be.
#pragma once

#include <QString>

#include "app/workbench/main_window.h"
#include "app/workbench/timed_application.h"

namespace whittle {

/// Opens `file` in the window, pans, zooms, folds, searches and colours, and prints a line for each on standard output. Answers the exit status: 0 when
/// all figures are within their bounds, 1 when one is not, 2 when the file could not be opened. Opening is timed on the wall, all else in processor time.
int benchWindow(MainWindow& window, TimedApplication& application, const QString& file);

}  // namespace whittle

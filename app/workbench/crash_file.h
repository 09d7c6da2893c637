// What the window leaves when a signal ends it: the signal, where its thread was, and what was done last, in a file that stays on this machine. The next window
// offers it (views/models/crash_report.h reads it).
#pragma once

#include <filesystem>
#include <string_view>

namespace whittle {

/// From here on a deadly signal leaves "crash-PID.txt" in the folder, and then ends the process as it would have. Under a sanitizer nothing changes: that tells more.
void leaveCrashFiles(const std::filesystem::path& folder, std::string_view about);
/// One of the last things that were done, for that file; a few of them are kept, as much of each as there is room for. Of the thread of the window.
void nowDone(std::string_view what);

}  // namespace whittle

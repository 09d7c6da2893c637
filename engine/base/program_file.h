// The file that a process was started from. Where another one has taken its place since (a new build), the system says of it "whittle (deleted)".
#pragma once

#include <filesystem>

namespace whittle {

/// Where it is, or was when it was started. `process`: its entry in /proc. Empty where the system does not tell.
std::filesystem::path programFile(const std::filesystem::path& process = "/proc/self");

}  // namespace whittle

// Which build of LLVM this process runs. A version is not enough: distributions patch one without renaming it.
#pragma once

#include <string>

namespace whittle {

/// The build id of the shared object (or program) that holds `inside`, in hexadecimal; where it has none, its path, size and time.
std::string buildOf(const void* inside);

}  // namespace whittle

// Where a compiled run first goes wrong. Every value is kept and held against eager's and float64's; where keeping all of them makes the
// fault go away (no kernel computes what it hands out where it is read), only what kernels hand out anyway is.
#pragma once

#include "engine/runtime/worker.h"

namespace whittle {

/// In this process. Memory: all values of the compiled run, and those of eager that differ. Nothing when no value is wrong. Errors: those of
/// compile() and interpret().
Result<std::optional<WrongSite>> whereWrong(const WorkerJob& job);

}  // namespace whittle

// Judges cases in a child process, so that one that crashes is a failure like any other and the rest still runs.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "engine/base/result.h"

namespace whittle::test {

/// Calls `verdict(i)` for 0 <= i < count in a child and `report(i, text)` here for each, in order. Where the child
/// dies the text says by which signal, and another child goes on after it. Errors: Io when no child can be started.
Result<void> judgeIsolated(std::size_t count, const std::function<std::string(std::size_t)>& verdict,
                           const std::function<void(std::size_t, const std::string&)>& report);

}  // namespace whittle::test

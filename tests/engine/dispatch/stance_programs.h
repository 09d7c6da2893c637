// The programs of the recorded stance scenarios, as C++ functions: each does what the Python source of its scenario does.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "engine/dispatch/compiled_function.h"

namespace whittle::test {

/// A scenario's function, and the Python statements it runs between calls as what they change here.
struct StanceProgram {
    FunctionSpec spec;
    std::map<std::string, std::function<void()>> statements;
};

/// Nothing for a scenario that has no counterpart here.
std::optional<StanceProgram> stanceProgram(const std::string& id);

}  // namespace whittle::test

// How long a part of a compilation took.
#pragma once

#include <string>

namespace whittle {

/// "check", "start" (of LLVM), "passes", "choose", "lower", "codegen"; a pass of its own as "pass:NAME".
struct PhaseRecord {
    std::string name;
    double milliseconds = 0;
};

}  // namespace whittle

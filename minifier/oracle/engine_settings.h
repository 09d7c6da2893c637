// What our compiler was told and what it has, as settings that can be plainer: the search asks which of them a failure takes.
#pragma once

#include <functional>

#include "engine/runtime/worker.h"
#include "minifier/oracle/oracle.h"

namespace whittle {

struct EngineSetting {
    struct Value {
        std::string words;  ///< "1 thread"
        std::function<void(WorkerJob&)> set;
    };
    std::vector<Value> plainer;  ///< the plainest first
    std::string now;             ///< what it is, in words
    CompilerSetting words() const;
};

/// Of a job with these options on this machine: threads, instructions, libraries, then what the options say.
std::vector<EngineSetting> engineSettings(const CompileOptions& options);

}  // namespace whittle

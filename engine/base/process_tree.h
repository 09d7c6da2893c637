// Who descends from whom, as /proc has it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace whittle {

struct ProcessSeen {
    pid_t pid = 0;
    pid_t parent = 0;
    std::uint64_t residentBytes = 0;
    bool ended = false;  ///< a zombie: nothing of it runs
};

/// Children of `root`, theirs, and so on; `root` itself is none. A snapshot: what forks meanwhile may be missing.
/// Cost: one small file for every process of the machine.
std::vector<ProcessSeen> descendantsOf(pid_t root);

/// Processes, ours left out, that were started with this word ("NAME=value") in their environment.
std::vector<pid_t> processesWith(std::string_view environmentWord);

}  // namespace whittle

// What this machine can do at best: multiply-adds and memory traffic, by micro-kernels of our own.
#pragma once

#include "app/cli/bench/work.h"

namespace whittle::bench {

/// Runs for about a second on `threads` threads and takes the best of several tries, since other work on the machine
/// only makes a try slower. Uses the widest instructions that both the compiler and the CPU know.
Limits measureLimits(int threads);

}  // namespace whittle::bench

// One loop kernel over its steps, on as many threads as pay, in portions after which it can be stopped.
#pragma once

#include "engine/base/cancel.h"
#include "engine/codegen/cpu_jit.h"

namespace whittle {

struct KernelRun {
    KernelFn code = nullptr;
    void* const* buffers = nullptr;
    const std::int64_t* symbols = nullptr;
    std::int64_t steps = 0;
    std::int64_t elements = 0;  ///< of all buffers, or what takes as long: decides how many threads pay
    std::int64_t portion = 0;   ///< steps between two looks at the token
};

struct KernelEnd {
    KernelStop stop;         ///< the first in the order of the steps, whichever thread met one first
    bool cancelled = false;
};

/// Results have the same bits on any number of threads and for any portion. Allocates nothing.
KernelEnd runKernel(const KernelRun& run, const CancelToken& cancel);

/// How many threads kernels of this process run on, at most.
int kernelThreads();
/// From here on, of kernels that this thread starts; 0: as many as at the start.
void setKernelThreads(int threads);

}  // namespace whittle

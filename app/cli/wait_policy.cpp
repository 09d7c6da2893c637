#include "app/cli/wait_policy.h"

#include <cstdlib>

#include <unistd.h>

namespace whittle::cli {

void waitPassively(char** argv) {
    constexpr const char* kVariable = "OMP_WAIT_POLICY";
    if (std::getenv(kVariable) || ::setenv(kVariable, "passive", 0) != 0) return;
    ::execv("/proc/self/exe", argv);
}

}  // namespace whittle::cli

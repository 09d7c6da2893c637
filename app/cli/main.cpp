// The `whittle` command: parses the command line and calls one file a subcommand.
#include <cstdio>

#include "engine/base/version.h"

int main() {
    std::printf("whittle %s\n", whittle::kVersion);
    return 0;
}

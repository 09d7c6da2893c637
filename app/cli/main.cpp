// The `whittle` command: parses the command line and calls one file a subcommand.
#include <cstdio>
#include <cstring>

#include "engine/base/process.h"
#include "engine/base/version.h"
#include "engine/runtime/worker.h"

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "worker") == 0) return whittle::serveWorker(whittle::kChildChannel);
    std::printf("whittle %s\n", whittle::kVersion);
    return 0;
}

// The text form of graphs: what parses prints, and parses again.
#include <cstddef>
#include <cstdint>

#include <cstdlib>

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace whittle;
    const auto graph = parseGraph({reinterpret_cast<const char*>(data), size}, findSchema);
    if (!graph) return 0;
    if (!parseGraph(printGraph(*graph, findSchema), findSchema)) std::abort();
    return 0;
}

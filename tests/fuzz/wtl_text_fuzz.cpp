// The text form of graphs: what parses prints, and parses again to what prints the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace whittle;
    const auto graph = parseGraph({reinterpret_cast<const char*>(data), size}, findSchema);
    if (!graph) return 0;
    const std::string printed = printGraph(*graph, findSchema);
    const auto again = parseGraph(printed, findSchema);
    if (!again || printGraph(*again, findSchema) != printed) std::abort();
    return 0;
}

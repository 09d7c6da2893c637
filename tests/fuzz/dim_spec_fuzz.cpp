// What is said of sizes, in Python or JSON: what is read is written as code that reads back to the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "engine/capture/dim_spec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace whittle;
    (void)parseDimSpec({reinterpret_cast<const char*>(data), size});
    const auto spec = parseShapeSpec({reinterpret_cast<const char*>(data), size});
    if (!spec) return 0;
    const auto again = parseShapeSpec(shapeSpecCode(*spec));
    if (!again || !(*again == *spec)) std::abort();
    return 0;
}

// The JSON of an exported program, without weights.
#include <cstddef>
#include <cstdint>

#include "engine/formats/export_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace whittle;
    (void)importExport({reinterpret_cast<const char*>(data), size}, "fuzz", {});
    return 0;
}

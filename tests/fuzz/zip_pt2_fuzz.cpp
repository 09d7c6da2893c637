// Whole archives: the directory, every entry, and the program inside.
#include <cstddef>
#include <cstdint>

#include "engine/formats/pt2.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace whittle;
    const auto bytes = std::as_bytes(std::span(data, size));
    const auto owner = std::make_shared<int>(0);  // the bytes outlive the call
    auto zip = ZipArchive::open(bytes, owner);
    if (!zip) return 0;
    for (const ZipArchive::Entry& entry : zip->entries()) (void)zip->read(entry.name);
    (void)importPt2(*zip, "", "fuzz");
    return 0;
}

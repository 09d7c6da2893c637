// safetensors files, mapped and copied.
#include <cstddef>
#include <cstdint>

#include "engine/formats/safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace whittle;
    const auto bytes = std::as_bytes(std::span(data, size));
    (void)parseSafetensors(bytes, std::make_shared<int>(0));
    (void)parseSafetensors(bytes, nullptr);
    return 0;
}

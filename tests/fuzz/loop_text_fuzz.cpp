// The text form of loop kernels: what parses prints, and parses again to what prints the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "engine/loops/kernel_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace whittle;
    const auto kernel = parseKernel({reinterpret_cast<const char*>(data), size});
    if (!kernel) return 0;
    const std::string printed = printKernel(*kernel);
    const auto again = parseKernel(printed);
    if (!again || printKernel(*again) != printed || kernelFingerprint(*again) != kernelFingerprint(*kernel)) std::abort();
    return 0;
}

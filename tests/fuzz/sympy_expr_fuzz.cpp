// Sizes in SymPy notation and in ours.
#include <cstddef>
#include <cstdint>

#include "engine/formats/sympy_expr.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace whittle;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto expr = parseSympy(text)) (void)expr->text();
    if (const auto expr = parseSymInt(text)) (void)expr->text();
    return 0;
}

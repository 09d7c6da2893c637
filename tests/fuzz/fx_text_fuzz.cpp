// FX text and reproducer scripts: the lexer, the parser, load_args and the import. Files that a script names are not
// there: the fuzzer's folder is empty, so only what stands in the text is read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "engine/formats/fx_text.h"
#include "engine/ir/verify.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace whittle;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    // Filling would make a storage of any size up to the machine's memory out of one number.
    const auto opened = openPython(text, "/nonexistent/fuzz.py", {.fillMissing = false});
    if (opened && !verifyStructure(opened->graph)) std::abort();
    return 0;
}

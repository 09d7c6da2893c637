// Which line of a kernel's listing each line of its texts comes from.
#pragma once

#include <vector>

namespace whittle {

/// By line of the text, from 0, a line of the listing, from 1; 0: of none, as are all behind the last. Empty unless kept with lines.
struct CodeLines {
    std::vector<int> emittedIr, llvmIr, assembly;
    friend bool operator==(const CodeLines&, const CodeLines&) = default;
};

}  // namespace whittle

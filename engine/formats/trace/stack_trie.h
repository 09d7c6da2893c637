// All stacks of a log in one tree: who led to which compile.
#pragma once

#include "engine/formats/trace/trace_log.h"

namespace whittle::trace {

struct StackNode {
    StackFrame frame;
    int parent = -1;
    std::vector<int> children;
    std::vector<std::uint32_t> compiles;  ///< indexes into LogContent::compiles, of those whose stack ends here
};

/// [0] is the root, which has no frame. Children are in the order of their first compile. Compiles without a stack are at the root.
struct StackTrie {
    std::vector<StackNode> nodes{1};
};

StackTrie stackTrie(const LogContent& content);

}  // namespace whittle::trace

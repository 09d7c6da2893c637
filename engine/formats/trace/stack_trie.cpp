#include "engine/formats/trace/stack_trie.h"

#include <map>

namespace whittle::trace {

StackTrie stackTrie(const LogContent& content) {
    StackTrie out;
    std::map<std::tuple<int, std::string_view, int, std::string_view>, int> known;  // of the frames in `content`, which outlives it
    for (std::uint32_t i = 1; i < content.compiles.size(); ++i) {
        int at = 0;
        for (const StackFrame& frame : content.compiles[i].stack) {
            const auto [place, isNew] = known.try_emplace({at, frame.file, frame.line, frame.function}, static_cast<int>(out.nodes.size()));
            if (isNew) {
                out.nodes[static_cast<std::size_t>(at)].children.push_back(place->second);
                out.nodes.push_back({.frame = frame, .parent = at});
            }
            at = place->second;
        }
        out.nodes[static_cast<std::size_t>(at)].compiles.push_back(i);
    }
    return out;
}

}  // namespace whittle::trace

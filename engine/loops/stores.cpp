#include "engine/loops/stores.h"

#include <algorithm>

namespace whittle {
namespace {

std::size_t levelOf(const SymInt& offset, const LoopKernel& kernel) {
    const auto names = offset.symbols();
    if (!kernel.exprs.indirects(offset).empty()) return kernel.ranges.size();
    for (std::size_t level = kernel.ranges.size(); level > 0; --level)
        if (names.contains(kernel.ranges[level - 1].name)) return level;
    return 0;
}

}  // namespace

std::vector<std::size_t> storeLevels(const LoopKernel& kernel, const Placement& placement) {
    std::vector<std::size_t> out(kernel.stores.size(), kernel.ranges.size());
    if (kernel.stores.size() < 2) return out;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const LoopStore& store = kernel.stores[i];
        if (kernel.buffers[static_cast<std::size_t>(store.buffer)].role == LoopBuffer::Role::Update) continue;
        std::size_t level = levelOf(store.offset, kernel);
        for (std::size_t at = level + 1; at < placement.levels.size(); ++at)
            if (std::ranges::find(placement.levels[at], store.value) != placement.levels[at].end()) level = at;
        out[i] = level;
    }
    return out;
}

}  // namespace whittle

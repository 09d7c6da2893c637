#include "views/models/fold_depth.h"

#include <algorithm>
#include <limits>

namespace whittle {
namespace {

// By item: how many modules stand around it.
std::vector<int> depthsOf(const GraphContent& content) {
    std::vector<int> depths(static_cast<std::size_t>(content.itemCount()));
    const auto find = [&](int item) {
        const int parent = content.parentOf(item);
        depths[static_cast<std::size_t>(item)] = parent < 0 ? 0 : depths[static_cast<std::size_t>(parent)] + 1;
    };
    for (int group = content.count(); group < content.itemCount(); ++group) find(group);  // groups come after those around them
    for (int box = 0; box < content.count(); ++box) find(box);
    return depths;
}

struct Seen {
    int open = 0;  // depth below the innermost unfolded module that can be seen
    int folded = std::numeric_limits<int>::max();  // of the outermost folded one
};

Seen look(const GraphContent& content, const std::vector<bool>& open) {
    const std::vector<int> depths = depthsOf(content);
    std::vector<bool> seen(open.size());
    Seen out;
    for (int group = content.count(); group < content.itemCount(); ++group) {
        const auto at = static_cast<std::size_t>(group - content.count());
        const int parent = content.parentOf(group), depth = depths[static_cast<std::size_t>(group)];
        const auto around = static_cast<std::size_t>(parent - content.count());
        seen[at] = parent < 0 || (seen[around] && open[around]);
        if (!seen[at]) continue;
        if (open[at]) out.open = std::max(out.open, depth + 1);
        else out.folded = std::min(out.folded, depth);
    }
    return out;
}

}  // namespace

std::vector<int> cardsByDepth(const GraphContent& content) {
    const std::vector<int> depths = depthsOf(content);
    std::vector<int> cards(static_cast<std::size_t>(depths.empty() ? 0 : std::ranges::max(depths)) + 1), modules(cards.size());
    for (int item = 0; item < content.itemCount(); ++item) ++(item < content.count() ? cards : modules)[static_cast<std::size_t>(depths[static_cast<std::size_t>(item)])];
    for (std::size_t depth = 1; depth < cards.size(); ++depth) cards[depth] += cards[depth - 1];
    for (std::size_t depth = 0; depth < cards.size(); ++depth) cards[depth] += modules[depth];
    return cards;
}

std::optional<int> openDepth(const GraphContent& content, const std::vector<bool>& open) {
    const Seen seen = look(content, open);
    return seen.folded < seen.open ? std::nullopt : std::optional(seen.open);
}

std::optional<int> deeperThan(const GraphContent& content, const std::vector<bool>& open) {
    const Seen seen = look(content, open);
    return seen.folded == std::numeric_limits<int>::max() ? std::nullopt : std::optional(seen.folded + 1);
}

std::optional<int> shallowerThan(const GraphContent& content, const std::vector<bool>& open) {
    const Seen seen = look(content, open);
    return seen.open == 0 ? std::nullopt : std::optional(seen.open - 1);
}

FoldChoices foldsToDepth(const GraphContent& content, FoldChoices folds, const std::vector<bool>& open, int depth) {
    const std::vector<int> depths = depthsOf(content);
    for (int group = content.count(); group < content.itemCount(); ++group)
        if (const bool wanted = depths[static_cast<std::size_t>(group)] < depth; open[static_cast<std::size_t>(group - content.count())] != wanted) folds[content.foldKey(group)] = wanted;
    return folds;
}

}  // namespace whittle

#include "views/models/paths.h"

#include <algorithm>
#include <iterator>

namespace whittle {
namespace {

using Next = std::span<const int> (GraphContent::*)(int item) const;

std::vector<int> boxesOf(const GraphContent& content, int item) {
    std::vector<int> boxes;
    for (int box = content.firstBox(item); box <= content.lastBox(item); ++box)
        if (content.isInside(box, item)) boxes.push_back(box);
    return boxes;
}

std::vector<int> reach(const GraphContent& content, int item, Next next) {
    std::vector<int> found = boxesOf(content, item);
    std::vector<bool> seen(static_cast<std::size_t>(content.count()), false);
    for (const int box : found) seen[static_cast<std::size_t>(box)] = true;
    for (std::size_t i = 0; i < found.size(); ++i)
        for (const int box : (content.*next)(found[i])) {
            if (seen[static_cast<std::size_t>(box)]) continue;
            seen[static_cast<std::size_t>(box)] = true;
            found.push_back(box);
        }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<int> waysDown(const GraphContent& content, int from, int to) {
    std::vector<int> both;
    std::ranges::set_intersection(allUsers(content, from), allProducers(content, to), std::back_inserter(both));
    return both;
}

}  // namespace

std::vector<int> allProducers(const GraphContent& content, int item) { return reach(content, item, &GraphContent::producers); }
std::vector<int> allUsers(const GraphContent& content, int item) { return reach(content, item, &GraphContent::users); }

std::vector<int> boxesNear(const GraphContent& content, int item, int steps) {
    std::vector<int> found = boxesOf(content, item);
    std::vector<bool> seen(static_cast<std::size_t>(content.count()), false);
    for (const int box : found) seen[static_cast<std::size_t>(box)] = true;
    for (std::size_t from = 0; steps > 0 && from < found.size(); --steps)
        for (const std::size_t end = found.size(); from < end; ++from)
            for (const Next next : {Next(&GraphContent::producers), Next(&GraphContent::users)})
                for (const int box : (content.*next)(found[from])) {
                    if (seen[static_cast<std::size_t>(box)]) continue;
                    seen[static_cast<std::size_t>(box)] = true;
                    found.push_back(box);
                }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<int> boxesBetween(const GraphContent& content, int from, int to) {
    std::vector<int> boxes = waysDown(content, from, to);
    return boxes.empty() ? waysDown(content, to, from) : boxes;
}

}  // namespace whittle

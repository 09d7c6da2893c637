#include <algorithm>
#include <limits>

#include "engine/layout/layers.h"

namespace whittle::layout {
namespace {

struct Ends {
    std::size_t upper;
    std::size_t lower;
};

Ends endsOf(const Edge& edge) {
    const auto [low, high] = std::minmax(edge.from, edge.to);
    return {static_cast<std::size_t>(low), static_cast<std::size_t>(high)};
}

std::vector<std::vector<int>> readersOf(const Input& input) {
    std::vector<std::vector<int>> readers(input.boxes.size());
    for (const Edge& edge : input.edges)
        if (edge.from != edge.to) readers[endsOf(edge).upper].push_back(static_cast<int>(endsOf(edge).lower));
    for (std::vector<int>& list : readers) {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
    }
    return readers;
}

// Boxes that only hang from sources no one else reads: the whole chain may slide down at no cost.
std::vector<bool> slidingBoxes(const std::vector<std::vector<int>>& readers) {
    std::vector<bool> slides(readers.size(), true);
    for (std::size_t box = 0; box < readers.size(); ++box)
        if (!slides[box] || readers[box].size() != 1)
            for (const int reader : readers[box]) slides[static_cast<std::size_t>(reader)] = false;
    return slides;
}

void pinToBottom(const Input& input, Plan& plan) {
    int lowest = -1;
    for (std::size_t box = 0; box < input.boxes.size(); ++box)
        if (input.boxes[box].pin != Box::Pin::Bottom) lowest = std::max(lowest, plan.rank[box]);
    for (std::size_t box = 0; box < input.boxes.size(); ++box)
        if (input.boxes[box].pin == Box::Pin::Bottom) plan.rank[box] = lowest + 1;
}

void chooseStubs(const Input& input, const Options& options, Plan& plan) {
    std::vector<std::size_t> order(input.edges.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto key = [&](std::size_t i) {
        const Edge& edge = input.edges[i];
        return std::tuple(edge.from, edge.output, edge.to);
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });

    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        const Edge& first = input.edges[order[begin]];
        while (end < order.size() && input.edges[order[end]].from == first.from &&
               input.edges[order[end]].output == first.output)
            ++end;
        const bool hub = static_cast<int>(end - begin) > options.hubUsers;
        bool drewOne = false;
        for (std::size_t i = begin; i < end; ++i) {
            const Edge& edge = input.edges[order[i]];
            Plan::Style& style = plan.style[order[i]];
            const Ends ends = endsOf(edge);
            if (edge.from == edge.to)
                style = Plan::Style::None;
            else if (plan.rank[ends.lower] - plan.rank[ends.upper] > options.farSpan || (hub && drewOne))
                style = Plan::Style::Stub;
            else
                style = edge.from < edge.to ? Plan::Style::Line : Plan::Style::BackLine;
            drewOne = drewOne || style == Plan::Style::Line;
        }
    }
}

}  // namespace

Plan assignRanks(const Input& input, const Options& options) {
    const std::vector<std::vector<int>> readers = readersOf(input);
    // With places on the upper border, the first rank is theirs.
    const bool hasTop = std::ranges::any_of(input.boxes, [](const Box& box) { return box.pin == Box::Pin::Top; });
    Plan plan{std::vector<int>(input.boxes.size(), hasTop ? 1 : 0),
              std::vector<Plan::Style>(input.edges.size(), Plan::Style::Line)};
    for (std::size_t box = 0; box < readers.size(); ++box)
        if (input.boxes[box].pin == Box::Pin::Top) plan.rank[box] = 0;
    for (std::size_t box = 0; box < readers.size(); ++box)
        for (const int reader : readers[box]) {
            int& rank = plan.rank[static_cast<std::size_t>(reader)];
            rank = std::max(rank, plan.rank[box] + 1);
        }

    const std::vector<bool> slides = slidingBoxes(readers);
    for (std::size_t box = readers.size(); box-- > 0;) {
        if (!slides[box] || readers[box].empty() || input.boxes[box].pin == Box::Pin::Top) continue;
        int lowest = std::numeric_limits<int>::max();
        for (const int reader : readers[box]) lowest = std::min(lowest, plan.rank[static_cast<std::size_t>(reader)]);
        plan.rank[box] = lowest - 1;
    }
    pinToBottom(input, plan);
    chooseStubs(input, options, plan);
    return plan;
}

}  // namespace whittle::layout

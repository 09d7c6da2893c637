#include "minifier/search/pass_order.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace whittle {
namespace {

// An operator is worth more than an input, and that more than any halving of the data: the order of GraphSize.
constexpr double kNode = 16, kEnd = 4, kHalving = 1;

double gain(const GraphSize& before, const GraphSize& after) {
    const double halvings = std::log2(static_cast<double>(before.elements + 1)) - std::log2(static_cast<double>(after.elements + 1));
    return kNode * static_cast<double>(before.nodes - after.nodes) + kEnd * static_cast<double>(before.ends - after.ends) + kHalving * std::max(0.0, halvings);
}

}  // namespace

void PassOrder::learn(std::size_t pass, int asked, const GraphSize& before, const GraphSize& after) {
    m_worth[pass].asked += asked;
    if (after < before) m_worth[pass].gained += std::max(gain(before, after), kHalving);
}

std::vector<std::size_t> PassOrder::next() const {
    std::vector<std::size_t> order(m_worth.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t pass) {
        const Worth& worth = m_worth[pass];
        constexpr double kUnknown = 1e-3;  // better than what is known to have gained nothing
        return worth.asked == 0 ? kUnknown : worth.gained / worth.asked;
    });
    return order;
}

}  // namespace whittle

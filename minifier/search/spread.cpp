#include "minifier/search/spread.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace whittle {

// Before anything is known two are twice as likely as three, three as four, and so on: most bugs take few.
Spread Spread::several() {
    Spread spread;
    double odds = 1;
    spread.m_odds[1] = 0;
    for (std::size_t n = 2; n <= kMost; ++n) spread.m_odds[n] = odds /= 2;
    spread.normalise();
    return spread;
}

// That the last of n stands there is as likely as n * at^(n - 1); n - 1 are left.
void Spread::takeOne(double at) {
    double power = 1;
    for (std::size_t n = 1; n <= kMost; ++n, power *= at) m_odds[n - 1] = m_odds[n] * static_cast<double>(n) * power;
    m_odds[kMost] = 0;
}

void Spread::normalise() {
    m_odds[0] = 0;  // asked about before, or not to be asked about
    const double sum = std::accumulate(m_odds.begin(), m_odds.end(), 0.0);
    if (!(sum > 0)) {
        *this = Spread();
        return;
    }
    for (double& odds : m_odds) odds /= sum;
}

void Spread::found(double at) {
    takeOne(at);
    normalise();
}

double Spread::below(double part) const {
    double sum = 0;
    for (std::size_t n = kMost; n > 0; --n) sum = (sum + m_odds[n]) * part;
    return sum;
}

std::size_t Spread::middle(std::size_t low, std::size_t high, std::size_t size) const {
    if (m_odds[1] == 1) return low + (high - low) / 2;  // exactly, whatever a division rounds
    const auto at = [&](std::size_t k) { return below(static_cast<double>(k) / static_cast<double>(size)); };
    const double half = (at(low) + at(high)) / 2;
    std::size_t from = low, to = high;
    while (to - from > 1) {
        const std::size_t k = from + (to - from) / 2;
        (at(k) < half ? from : to) = k;
    }
    return std::clamp(half - at(from) <= at(to) - half ? from : to, low + 1, high - 1);
}

}  // namespace whittle

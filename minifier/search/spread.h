// How many culprits a stretch of nodes may still hold, from where those found so far stood, and so where the last of them is likely to be:
// of many that lie anywhere the last is near the end. The first is the last on the way back. A bisection that splits the odds and not the nodes asks less.
#pragma once

#include <array>
#include <cstddef>

namespace whittle {

class Spread {
public:
    /// One, anywhere.
    Spread() { m_odds[1] = 1; }
    /// Two or more, each anywhere.
    static Spread several();

    /// Where to ask in (low, high] of `size` nodes: as likely as not the last one stands above. `high` - `low` is more than 1.
    std::size_t middle(std::size_t low, std::size_t high, std::size_t size) const;
    /// The last one stood there, as a part of the stretch; what is before it is the stretch from now on.
    void found(double at);

private:
    static constexpr std::size_t kMost = 12;
    void takeOne(double at);
    void normalise();
    double below(double part) const;
    std::array<double, kMost + 1> m_odds{};  // by number of culprits
};

}  // namespace whittle

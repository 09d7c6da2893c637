// In what order a sweep goes through the passes: what has been paying off comes first. What a pass is worth is what its accepted
// edits took away an oracle run; passes that were not asked about yet keep their place in the table, before those that gained nothing.
#pragma once

#include <vector>

#include "minifier/edits/graph_size.h"

namespace whittle {

class PassOrder {
public:
    explicit PassOrder(std::size_t passes) : m_worth(passes) {}

    /// Pass `pass` took `asked` oracle runs to bring the graph from one size to the other.
    void learn(std::size_t pass, int asked, const GraphSize& before, const GraphSize& after);
    /// Indices into the table of passes.
    std::vector<std::size_t> next() const;

private:
    struct Worth {
        int asked = 0;
        double gained = 0;
    };
    std::vector<Worth> m_worth;
};

}  // namespace whittle

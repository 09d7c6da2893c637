// What is still to come of a reduction, for whoever waits: how many candidates, from what the search says it is about to ask, and how long they
// take, from what the answers so far took. An estimate and called one: nobody knows how many operators a failure takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace whittle {

struct Remaining {
    int candidates = 0;
    double seconds = 0;
};

/// "about 40 candidates, 2 min left": rounded to what is known of it.
std::string remainingText(const Remaining& remaining);

/// Of an answer's time a part hangs on the number of operators: seconds = a + b * operators, least squares over what came, where what is old counts less.
class CostModel {
public:
    void learn(double operators, double seconds);
    bool knows() const { return m_weight > 0; }
    double seconds(double operators) const;

private:
    double m_weight = 0, m_x = 0, m_y = 0, m_xx = 0, m_xy = 0;  // sums
};

class Estimate {
public:
    /// The strategy thinks that it will ask about so many more.
    void expect(double candidates);
    /// Or that it will go through so many proposals, most of which come to nothing new.
    void expectProposals(double proposals);
    /// A proposal came to nothing new: an answer that is known, or no smaller graph.
    void skipped();
    /// A candidate of so many operators was asked about; wall time since the last one.
    void answered(std::int64_t operators, double seconds);
    /// Nothing before the first few answers. `operators`: of the best graph, which no candidate exceeds.
    std::optional<Remaining> remaining(std::int64_t operators) const;

private:
    double m_candidates = 0, m_proposals = 0;  // expected; one of them is 0
    double m_asked = 0, m_proposed = 0;        // while proposals are gone through
    int m_answers = 0;
    CostModel m_cost;
};

}  // namespace whittle

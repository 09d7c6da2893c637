// What a search did, as the report shows it: how the graph became smaller, and what each pass was worth. A
// resumed job replays the journal of its earlier processes, so it covers all of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

struct HistoryPoint {
    int candidate = 0;   ///< number of the candidate that was accepted, from 1; 0 for the original
    double seconds = 0;  ///< since the job began, all processes together
    std::int64_t nodes = 0;
    std::int64_t inputs = 0;
    std::int64_t outputs = 0;
    std::int64_t elements = 0;  ///< of all input data
    std::string pass;
    std::string edit;  ///< in words
};

struct PassWorth {
    std::string pass;
    int tried = 0;     ///< candidates whose answer was not known yet
    int known = 0;     ///< candidates that the cache answered
    int accepted = 0;
    std::int64_t nodesRemoved = 0;
    std::int64_t inputsRemoved = 0;
    std::int64_t elementsRemoved = 0;
    double milliseconds = 0;  ///< in the oracle
    friend bool operator==(const PassWorth&, const PassWorth&) = default;
};

/// One candidate with its answer.
struct TriedCandidate {
    std::string_view pass;
    std::string_view edit;
    int candidate = 0;        ///< how many had been asked about by then, this one included
    double seconds = 0;
    double milliseconds = 0;  ///< in the oracle
    bool known = false;       ///< the cache answered
};

class History {
public:
    void begin(const Graph& original);
    void rejected(const TriedCandidate& tried) { pass(tried); }
    void acceptedAsNoSmaller(const TriedCandidate& tried) { ++pass(tried).accepted; }
    void accepted(const TriedCandidate& tried, const Graph& best);
    void accepted(const TriedCandidate& tried, HistoryPoint left);  ///< `left`: how large it is, no more

    /// Begins with the original; one more for every smaller graph.
    const std::vector<HistoryPoint>& curve() const { return m_curve; }
    const std::vector<PassWorth>& passes() const { return m_passes; }  ///< in the order in which they were first tried

private:
    PassWorth& pass(const TriedCandidate& tried);
    std::vector<HistoryPoint> m_curve;
    std::vector<PassWorth> m_passes;
};

}  // namespace whittle

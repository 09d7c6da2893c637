// Times of several contestants that take turns, so that whatever else the machine does hits all alike.
#pragma once

#include <optional>

#include "app/cli/bench/contestant.h"
#include "engine/base/median.h"

namespace whittle::bench {

/// One that is timed: what is asked of whom, and what came of it.
struct Lane {
    std::string name;              ///< "whittle", "eager", "inductor"
    Contestant* contestant = nullptr;
    Json question;                 ///< {"do": "run"}, to which the number of calls is added
    int calls = 1;                 ///< a round; chosen by the first one
    std::vector<double> ms;        ///< every timed call
    std::vector<double> roundMs;   ///< the median of each round
    std::optional<Error> error;    ///< it ended so and takes no more turns
    Json last;                     ///< its last answer

    double medianMs() const { return median(ms); }
    double leastMs() const { return ms.empty() ? 0 : *std::min_element(ms.begin(), ms.end()); }
};

struct RoundsWanted {
    int rounds = 15;
    double seconds = 10;     ///< stop when so long is used up, but not before three rounds
};

/// Rounds of all lanes in turn. In a round a lane makes one call that is not timed and as many timed ones as fit
/// into about 40 ms. Only a Cancelled or a failure of the first lane is an error; others are noted in their lane.
Result<void> measureInTurns(std::vector<Lane>& lanes, const RoundsWanted& wanted, const CancelToken& cancel);

/// How many times as long `other` takes as `own`: the median over rounds of their ratios. 0 when either has no times.
double pairedRatio(const Lane& own, const Lane& other);

}  // namespace whittle::bench

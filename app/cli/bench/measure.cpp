#include "app/cli/bench/measure.h"

#include <algorithm>
#include <cmath>

namespace whittle::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{600};
constexpr double kRoundMs = 40;
constexpr int kMostCalls = 2000;
constexpr int kLeastRounds = 3;

Result<std::vector<double>> turn(Lane& lane, const CancelToken& cancel) {
    Json question = lane.question;
    question["calls"] = lane.calls;
    WHITTLE_TRY(lane.last, lane.contestant->ask(question, kPatience, cancel));
    return lane.last.value("ms", std::vector<double>());
}

}  // namespace

Result<void> measureInTurns(std::vector<Lane>& lanes, const RoundsWanted& wanted, const CancelToken& cancel) {
    const auto start = Clock::now();
    const auto usedUp = [&] { return std::chrono::duration<double>(Clock::now() - start).count() >= wanted.seconds; };
    // Round 0 only tells how many calls fit.
    for (int round = 0; round <= wanted.rounds && (round <= kLeastRounds || !usedUp()); ++round)
        for (Lane& lane : lanes) {
            if (lane.error) continue;
            const Result<std::vector<double>> ms = turn(lane, cancel);
            if (!ms && (ms.error().code == Code::Cancelled || &lane == &lanes.front())) return std::unexpected(ms.error());
            if (!ms) {
                lane.error = ms.error();
            } else if (round == 0) {
                lane.calls = static_cast<int>(std::clamp(kRoundMs / std::max(median(*ms), 1e-3), 1.0, double{kMostCalls}));
            } else {
                lane.ms.insert(lane.ms.end(), ms->begin(), ms->end());
                lane.roundMs.push_back(median(*ms));
            }
        }
    return {};
}

double pairedRatio(const Lane& own, const Lane& other) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < std::min(own.roundMs.size(), other.roundMs.size()); ++i)
        if (own.roundMs[i] > 0) ratios.push_back(other.roundMs[i] / own.roundMs[i]);
    return median(std::move(ratios));
}

}  // namespace whittle::bench

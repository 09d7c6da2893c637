#include "minifier/search/estimate.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace whittle {
namespace {

constexpr double kForget = 0.9;    // a weight for each answer that came since
constexpr int kFirstAnswers = 3;
constexpr double kUsuallyNew = 8;  // proposals for each that is new, until some were seen
constexpr double kMostCandidates = 100'000, kMostSeconds = 30 * 24 * 3600.0;  // beyond these "many" says as much

// To one digit, and a half where that is the first: 17 -> 15, 83 -> 80, 140 -> 150.
int rounded(double number) {
    if (number < 10) return static_cast<int>(std::lround(number));
    const double digit = std::pow(10, std::floor(std::log10(number)));
    const double step = number < 3 * digit ? digit / 2 : digit;
    return static_cast<int>(std::lround(std::round(number / step) * step));
}

std::string timeText(double seconds) {
    constexpr double kMinute = 60, kHour = 3600, kDay = 86400;
    if (seconds < 10) return "a few seconds";
    if (seconds < 0.9 * kMinute) return fmt::format("{} s", rounded(seconds));
    if (seconds < 0.9 * kHour) return fmt::format("{} min", std::max(1, rounded(seconds / kMinute)));
    if (seconds < 2 * kDay) return fmt::format("{} h", std::max(1, rounded(seconds / kHour)));
    return fmt::format("{} days", rounded(seconds / kDay));
}

}  // namespace

std::string remainingText(const Remaining& remaining) {
    const int candidates = std::max(1, rounded(remaining.candidates));
    return fmt::format("about {} candidate{}, {} left", candidates, candidates == 1 ? "" : "s", timeText(remaining.seconds));
}

void CostModel::learn(double operators, double seconds) {
    for (double* sum : {&m_weight, &m_x, &m_y, &m_xx, &m_xy}) *sum *= kForget;
    m_weight += 1;
    m_x += operators;
    m_y += seconds;
    m_xx += operators * operators;
    m_xy += operators * seconds;
}

double CostModel::seconds(double operators) const {
    if (m_weight <= 0) return 0;
    const double meanX = m_x / m_weight, meanY = m_y / m_weight;
    const double spread = m_xx / m_weight - meanX * meanX, together = m_xy / m_weight - meanX * meanY;
    // No graph takes less time for having more operators, and none less than no time: where that is what was seen, the mean has to do.
    const double slope = spread > 1e-9 * (1 + meanX * meanX) ? std::clamp(together / spread, 0.0, meanX > 0 ? meanY / meanX : 0.0) : 0;
    return std::max(0.0, meanY + slope * (operators - meanX));
}

void Estimate::expect(double candidates) {
    m_candidates = candidates;
    m_proposals = m_asked = m_proposed = 0;
}

void Estimate::expectProposals(double proposals) {
    if (m_proposals <= 0) m_asked = m_proposed = 0;  // of bisections, nearly all were new
    m_candidates = 0;
    m_proposals = proposals;
}

void Estimate::skipped() { m_proposed = kForget * m_proposed + 1, m_asked *= kForget; }

void Estimate::answered(std::int64_t operators, double seconds) {
    m_proposed = kForget * m_proposed + 1;
    m_asked = kForget * m_asked + 1;
    ++m_answers;
    m_cost.learn(static_cast<double>(operators), std::max(0.0, seconds));
}

std::optional<Remaining> Estimate::remaining(std::int64_t operators) const {
    if (m_answers < kFirstAnswers || m_candidates + m_proposals <= 0) return std::nullopt;
    // As many of the proposals will be new as were of late.
    const double share = (m_asked + 1) / (m_proposed + kUsuallyNew);
    const double candidates = std::clamp(std::ceil(m_candidates + m_proposals * share), 1.0, kMostCandidates);
    return Remaining{.candidates = static_cast<int>(candidates),
                     .seconds = std::min(kMostSeconds, candidates * m_cost.seconds(static_cast<double>(operators)))};
}

}  // namespace whittle

#include "minifier/session/other_failures.h"

#include <algorithm>

#include <fmt/format.h>

#include "minifier/session/result_files.h"

namespace whittle {
namespace {

// A command oracle's failures may each say something else.
constexpr std::size_t kMostOthers = 100;

}  // namespace

Result<void> OtherFailures::add(const Failure& failure, const std::function<Result<void>(const std::filesystem::path& example)>& keep) {
    const auto met = std::ranges::find_if(m_all, [&](const OtherFailure& other) { return other.failure.kind == failure.kind && other.failure.signature == failure.signature; });
    if (met == m_all.end() && m_all.size() >= kMostOthers) {
        ++m_beyond;
        return {};
    }
    if (met != m_all.end()) {
        ++met->count;
    } else {
        const std::filesystem::path example = std::filesystem::path(kOtherFolder) / fmt::format("{}-{}.wtl", m_all.size() + 1, failureKindName(failure.kind));
        if (keep) WHITTLE_TRY_VOID(keep(example));
        m_all.push_back({.failure = failure, .count = 1, .example = example});
    }
    m_list.reset();
    return {};
}

std::shared_ptr<const std::vector<OtherFailure>> OtherFailures::list() {
    if (!m_list) m_list = std::make_shared<const std::vector<OtherFailure>>(m_all);
    return m_list;
}

}  // namespace whittle

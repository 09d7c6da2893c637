#include "minifier/search/job_clock.h"

#include <algorithm>
#include <utility>

namespace whittle {
namespace {

constexpr std::chrono::milliseconds kPoll{50};
constexpr int kEndsEvery = 4;  // polls: it looks at a disk

}  // namespace

JobClock::JobClock(std::chrono::milliseconds budget, CancelToken cancel, Ends ends)
    : m_budget(budget), m_asked(std::move(cancel)), m_ends(std::move(ends)), m_token(m_source.token()), m_thread([this] { watch(); }) {}

JobClock::~JobClock() {
    {
        const std::lock_guard lock(m_mutex);
        m_isGone = true;
    }
    m_goes.notify_all();
    m_thread.join();
}

// Looks all the time: only who looks can tell a stop of the process from time that it took.
void JobClock::watch() {
    std::unique_lock lock(m_mutex);
    for (int poll = 1;; ++poll) {
        if (m_isGone) return;
        if (m_ends && poll % kEndsEvery == 0 && !m_token.cancelled()) {
            lock.unlock();
            std::string why = m_ends();
            lock.lock();
            if (!why.empty() && !m_asked.cancelled()) {
                m_why = std::move(why);
                m_source.cancel();
            }
        }
        const AwakeClock::Duration now = spent();
        const bool isSpent = m_budget.count() > 0 && now >= m_budget;
        if (!m_token.cancelled() && (m_asked.cancelled() || isSpent)) {
            if (!m_asked.cancelled()) m_why = fmt::format("the budget of {} s is spent", std::chrono::duration<double>(m_budget).count());
            m_source.cancel();
        }
        const bool nears = m_budget.count() > 0 && !isSpent && !m_isHeld;
        m_goes.wait_for(lock, nears ? std::min<AwakeClock::Duration>(kPoll, m_budget - now) : kPoll);
    }
}

AwakeClock::Duration JobClock::spent() const {
    const AwakeClock::Duration now = m_clock.now(), since = now - std::exchange(m_seen, now);
    if (!m_isHeld) m_spent += since;
    return m_spent;
}

double JobClock::seconds() const {
    const std::lock_guard lock(m_mutex);
    return std::chrono::duration<double>(spent()).count();
}

Result<void> JobClock::check() const {
    WHITTLE_TRY_VOID(m_asked.check());
    return m_token.check();
}

void JobClock::hold() {
    const std::lock_guard lock(m_mutex);
    (void)spent();
    m_isHeld = true;
}

void JobClock::go() {
    const std::lock_guard lock(m_mutex);
    (void)spent();
    m_isHeld = false;
}

std::string JobClock::why(const Error& stopped) const {
    const std::lock_guard lock(m_mutex);
    return m_why.empty() ? stopped.message : m_why;
}

}  // namespace whittle

// The time of a job, and its end: it stands still while the job is paused and while the process is stopped as a whole. When the budget is spent, or
// somebody else is to go on, it stops what runs, a candidate that may take minutes included.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "engine/base/awake_clock.h"
#include "engine/base/cancel.h"

namespace whittle {

/// Thread-safe.
class JobClock {
public:
    /// Why the job is to end, empty while it is not; asked several times a second on a thread of its own, until it says something.
    using Ends = std::function<std::string()>;

    /// From now on; a budget of 0: there is none.
    JobClock(std::chrono::milliseconds budget, CancelToken cancel, Ends ends = {});
    ~JobClock();
    JobClock(const JobClock&) = delete;
    JobClock& operator=(const JobClock&) = delete;

    double seconds() const;  ///< that the job has taken
    void hold();             ///< the job is paused, until go()
    void go();
    /// Cancelled when the budget is spent, when `ends` says so, and when `cancel` is.
    const CancelToken& token() const { return m_token; }
    /// Likewise as an error, and at once.
    Result<void> check() const;
    /// What to say of `stopped`, an error of Code::Cancelled: where it was not `cancel`, what it was.
    std::string why(const Error& stopped) const;

private:
    void watch();
    AwakeClock::Duration spent() const;  // under the lock

    std::chrono::milliseconds m_budget;
    CancelToken m_asked;
    Ends m_ends;
    CancelSource m_source;
    CancelToken m_token;
    mutable std::mutex m_mutex;
    std::condition_variable m_goes;
    bool m_isGone = false;
    mutable AwakeClock m_clock;
    mutable AwakeClock::Duration m_seen{}, m_spent{};
    bool m_isHeld = false;
    std::string m_why;  // empty: `cancel`
    std::thread m_thread;
};

/// What `ask` answers, with no more milliseconds than the job has taken for it: an oracle's own watch goes on while the process is stopped.
template <class Ask>
auto withoutStops(const JobClock& clock, Ask&& ask) {
    const double begun = clock.seconds();
    auto verdict = ask();
    if (verdict) verdict->milliseconds = std::min(verdict->milliseconds, 1000 * (clock.seconds() - begun));
    return verdict;
}

/// The job is paused while it lives.
class Held {
public:
    explicit Held(JobClock& clock) : m_clock(clock) { clock.hold(); }
    ~Held() { m_clock.go(); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

private:
    JobClock& m_clock;
};

}  // namespace whittle

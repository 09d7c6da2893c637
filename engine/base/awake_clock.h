// Time for limits: it stands still while this process does. A stop (Ctrl+Z, a debugger, a machine that is paused) passes without anybody looking,
// and what was late only for that would be called a hang.
#pragma once

#include <chrono>

namespace whittle {

/// Not thread-safe. Whoever waits by it looks every few hundred milliseconds; a gap of more than kLongestGap between two looks was a stop.
class AwakeClock {
public:
    using Duration = std::chrono::steady_clock::duration;
    static constexpr std::chrono::milliseconds kLongestGap{1000};  ///< a look may be late on a busy machine
    static constexpr std::chrono::milliseconds kUsualGap{50};

    /// Since it was made.
    Duration now() {
        const auto seen = std::chrono::steady_clock::now();
        const Duration gap = seen - m_seen;
        m_awake += gap > kLongestGap ? kUsualGap : gap;
        m_seen = seen;
        return m_awake;
    }

private:
    std::chrono::steady_clock::time_point m_seen = std::chrono::steady_clock::now();
    Duration m_awake{};
};

}  // namespace whittle

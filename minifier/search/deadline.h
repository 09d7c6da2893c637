// The end of a job's time: it stops what runs, a candidate that may take minutes included.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "engine/base/cancel.h"

namespace whittle {

class Deadline {
public:
    /// From now on; 0: there is none.
    Deadline(std::chrono::milliseconds budget, CancelToken cancel);
    ~Deadline();
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    /// Cancelled when the time is over, and when `cancel` is.
    const CancelToken& token() const { return m_token; }
    /// What to say of `stopped`, an error of Code::Cancelled: that the time was over where it was that.
    std::string why(const Error& stopped) const;

private:
    void watch(CancelToken cancel);

    std::chrono::milliseconds m_budget;
    std::chrono::steady_clock::time_point m_end;
    CancelSource m_source;
    CancelToken m_token;
    std::mutex m_mutex;
    std::condition_variable m_goes;
    bool m_isGone = false;
    std::atomic<bool> m_isOver = false;
    std::thread m_thread;
};

}  // namespace whittle

// How a reduction is steered from another thread: stopped for good, or paused for a while.
#pragma once

#include <atomic>
#include <memory>

#include "engine/base/cancel.h"

namespace whittle {

/// Cheap to copy, thread-safe. A default token is never paused.
class PauseToken {
public:
    bool paused() const { return m_flag && m_flag->load(std::memory_order_relaxed); }

private:
    friend class PauseSource;
    std::shared_ptr<const std::atomic<bool>> m_flag;
};

class PauseSource {
public:
    PauseSource() : m_flag(std::make_shared<std::atomic<bool>>(false)) {}
    void set(bool paused) { m_flag->store(paused, std::memory_order_relaxed); }
    PauseToken token() const {
        PauseToken token;
        token.m_flag = m_flag;
        return token;
    }

private:
    std::shared_ptr<std::atomic<bool>> m_flag;
};

/// What can only be stopped is steered by a CancelToken alone.
struct Steering : CancelToken {
    Steering() = default;
    Steering(CancelToken cancel, PauseToken pauseToken = {}) : CancelToken(std::move(cancel)), pause(std::move(pauseToken)) {}
    PauseToken pause;
};

}  // namespace whittle

// Cooperative cancellation: the one who asks holds a CancelSource, long work polls its CancelToken.
#pragma once

#include <atomic>
#include <memory>

#include "engine/base/result.h"

namespace whittle {

/// Cheap to copy, thread-safe. A default token is never cancelled.
class CancelToken {
public:
    CancelToken() = default;
    bool cancelled() const { return m_flag && m_flag->load(std::memory_order_relaxed); }
    /// Cancelled as an error, for `WHITTLE_TRY_VOID(cancel.check())`.
    Result<void> check() const {
        if (cancelled()) return fail(Code::Cancelled, "stopped on request");
        return {};
    }

private:
    friend class CancelSource;
    std::shared_ptr<const std::atomic<bool>> m_flag;
};

class CancelSource {
public:
    CancelSource() : m_flag(std::make_shared<std::atomic<bool>>(false)) {}
    void cancel() { m_flag->store(true, std::memory_order_relaxed); }
    CancelToken token() const {
        CancelToken token;
        token.m_flag = m_flag;
        return token;
    }

private:
    std::shared_ptr<std::atomic<bool>> m_flag;
};

}  // namespace whittle

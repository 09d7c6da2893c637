#include "minifier/search/deadline.h"

#include <algorithm>

namespace whittle {
namespace {

constexpr std::chrono::milliseconds kCancelPoll{50};

}  // namespace

Deadline::Deadline(std::chrono::milliseconds budget, CancelToken cancel)
    : m_budget(budget), m_end(std::chrono::steady_clock::now() + budget), m_token(budget.count() > 0 ? m_source.token() : cancel) {
    if (budget.count() > 0) m_thread = std::thread([this, cancel = std::move(cancel)] { watch(cancel); });
}

Deadline::~Deadline() {
    {
        const std::lock_guard lock(m_mutex);
        m_isGone = true;
    }
    m_goes.notify_all();
    if (m_thread.joinable()) m_thread.join();
}

void Deadline::watch(CancelToken cancel) {
    std::unique_lock lock(m_mutex);
    for (;;) {
        const auto now = std::chrono::steady_clock::now();
        if (m_isGone) return;
        if (cancel.cancelled() || now >= m_end) {
            m_isOver = !cancel.cancelled();
            m_source.cancel();
            return;
        }
        m_goes.wait_until(lock, std::min(now + kCancelPoll, m_end));
    }
}

std::string Deadline::why(const Error& stopped) const {
    return m_isOver ? fmt::format("the budget of {} s is spent", std::chrono::duration<double>(m_budget).count()) : stopped.message;
}

}  // namespace whittle

#include "app/workbench/when_idle.h"

namespace whittle {
namespace {

constexpr int kPollMs = 40;
constexpr int kQuietLooks = 4;  // layouts and queued repaints settle in between

}  // namespace

WhenIdle::WhenIdle(std::function<bool()> isQuiet, double seconds, std::function<void(bool quiet)> done, QObject* parent)
    : QObject(parent), m_isQuiet(std::move(isQuiet)), m_seconds(seconds), m_done(std::move(done)) {
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &WhenIdle::look);
    m_clock.start();
    m_poll.start();
}

void WhenIdle::look() {
    m_quietLooks = m_isQuiet() ? m_quietLooks + 1 : 0;
    const bool isLate = m_seconds >= 0 && static_cast<double>(m_clock.elapsed()) > m_seconds * 1000;
    if (m_quietLooks < kQuietLooks && !isLate) return;
    m_poll.stop();
    deleteLater();
    m_done(m_quietLooks >= kQuietLooks);
}

}  // namespace whittle

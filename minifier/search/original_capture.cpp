#include "minifier/search/original_capture.h"

namespace whittle {
namespace {

constexpr std::chrono::milliseconds kCancelPoll{50};

}  // namespace

void OriginalCapture::begin() {
    if (m_running.valid() || !m_recorder.isInOtherProcess()) return;
    m_running = std::async(std::launch::async, [this] { return m_recorder.record(m_original, m_stop.token()); });
}

Result<Capture> OriginalCapture::take() {
    if (!m_running.valid()) return m_recorder.record(m_original, m_cancel);
    while (m_running.wait_for(kCancelPoll) != std::future_status::ready)
        if (m_cancel.cancelled()) m_stop.cancel();
    return m_running.get();
}

}  // namespace whittle

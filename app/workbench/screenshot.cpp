#include "app/workbench/screenshot.h"

#include <cstdio>

#include <QApplication>
#include <QPixmap>

namespace whittle {
namespace {

constexpr int kPollMs = 40;
constexpr int kQuietLooks = 4;  // layouts and queued repaints settle in between

}  // namespace

Screenshot::Screenshot(MainWindow& window, const WorkbenchOptions& options) : m_window(window), m_options(options) {
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &Screenshot::look);
    m_poll.start();
}

void Screenshot::look() {
    if (!m_window.isIdle()) {
        m_quietLooks = 0;
        return;
    }
    if (++m_quietLooks < kQuietLooks) return;
    m_poll.stop();
    const bool written = m_window.grab().save(m_options.screenshot, "PNG");
    if (!written) std::fprintf(stderr, "whittle-workbench: %s could not be written\n", qPrintable(m_options.screenshot));
    QApplication::exit(written ? 0 : 1);
}

}  // namespace whittle

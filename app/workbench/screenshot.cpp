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
    // The picture shows what went wrong, the status tells whoever asked for it.
    const QString failure = whatFailed();
    if (!failure.isEmpty()) std::fprintf(stderr, "whittle-workbench: %s\n", qPrintable(failure));
    const bool written = m_window.grab().save(m_options.screenshot, "PNG");
    if (!written) std::fprintf(stderr, "whittle-workbench: %s could not be written\n", qPrintable(m_options.screenshot));
    QApplication::exit(written && failure.isEmpty() ? 0 : 1);
}

// Of what was asked for. A failure that a study or a comparison found in the graph is what they are for.
QString Screenshot::whatFailed() const {
    if (m_window.document().state() == Document::State::Failed) return tr("%1 could not be opened: %2").arg(m_window.document().requestedPath(), m_window.document().errorText());
    if (m_window.graph().state() == GraphController::State::Failed) return tr("the graph could not be arranged: %1").arg(m_window.graph().errorText());
    if (m_window.study().state() == StudyController::State::Failed) return tr("the graph could not be compiled: %1").arg(m_window.study().errorText());
    if (m_window.numerics().state() == NumericsController::State::Failed) return tr("the values could not be compared: %1").arg(m_window.numerics().errorText());
    if (m_window.stances().state() == StanceController::State::Failed) return tr("the calls could not be run: %1").arg(m_window.stances().errorText());
    if (m_window.dims().state() == DimsController::State::Failed) return tr("the sizes could not be inferred: %1").arg(m_window.dims().errorText());
    return {};
}

}  // namespace whittle

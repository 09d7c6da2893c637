#include "app/workbench/timed_application.h"

#include <ctime>

#include <QMetaEnum>
#include <QScopedValueRollback>

namespace whittle {
namespace {

double clockMilliseconds(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace

double threadMilliseconds() { return clockMilliseconds(CLOCK_THREAD_CPUTIME_ID); }
double processMilliseconds() { return clockMilliseconds(CLOCK_PROCESS_CPUTIME_ID); }

bool TimedApplication::notify(QObject* receiver, QEvent* event) {
    if (m_depth > 0) return QApplication::notify(receiver, event);
    const QScopedValueRollback depth(m_depth, m_depth + 1);
    const QEvent::Type type = event->type();
    const char* const receiverClass = receiver->metaObject()->className();
    const double start = threadMilliseconds();
    const bool handled = QApplication::notify(receiver, event);
    const double took = threadMilliseconds() - start;
    if (took > m_longest.milliseconds) {
        const char* name = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
        m_longest = {took, QStringLiteral("%1 in %2").arg(QLatin1String(name ? name : "event"), QLatin1String(receiverClass))};
    }
    return handled;
}

}  // namespace whittle

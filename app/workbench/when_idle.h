// Waits without keeping anything waiting: looks again and again until all is quiet for a moment, and then says so once.
#pragma once

#include <functional>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace whittle {

class WhenIdle : public QObject {
    Q_OBJECT
public:
    static constexpr double kForever = -1;

    /// `isQuiet` is asked every 40 ms; `done` is told whether it was, or the seconds have passed. Deletes itself then; goes with `parent` else.
    WhenIdle(std::function<bool()> isQuiet, double seconds, std::function<void(bool quiet)> done, QObject* parent);

private:
    void look();

    std::function<bool()> m_isQuiet;
    double m_seconds;
    std::function<void(bool)> m_done;
    QTimer m_poll;
    QElapsedTimer m_clock;
    int m_quietLooks = 0;
};

}  // namespace whittle

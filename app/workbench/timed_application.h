// The application, which can tell how long the longest of its event handlers took: what a person feels as a window that hangs.
#pragma once

#include <QApplication>

namespace whittle {

class TimedApplication : public QApplication {
    Q_OBJECT
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override;

    struct Longest {
        double milliseconds = 0;  ///< of processor time of this thread: on a busy machine, time on the wall says little
        QString what;             ///< "MetaCall in Document"
    };
    const Longest& longest() const { return m_longest; }
    void forgetLongest() { m_longest = {}; }

private:
    int m_depth = 0;  // a handler that runs a loop of its own handles others
    Longest m_longest;
};

/// Processor time of the calling thread, in milliseconds.
double threadMilliseconds();
/// Of all threads of the process.
double processMilliseconds();

}  // namespace whittle

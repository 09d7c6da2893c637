// Writes a picture of the window once everything asked for is done: how the pictures of the README and
// the docs are made from the running program.
#pragma once

#include <QTimer>

#include "app/workbench/main_window.h"
#include "app/workbench/options.h"

namespace whittle {

class Screenshot : public QObject {
    Q_OBJECT
public:
    /// Ends the application: status 0 when written, 1 when not, or when what was asked for failed, which stderr says.
    Screenshot(MainWindow& window, const WorkbenchOptions& options);

private:
    void look();
    QString whatFailed() const;  // empty: nothing

    MainWindow& m_window;
    const WorkbenchOptions& m_options;
    QTimer m_poll;
    int m_quietLooks = 0;
};

}  // namespace whittle

// Makes a report without anybody at the window: opens, compiles and compares one after the other, as asked, so that nothing disturbs what is measured; then writes and ends.
#pragma once

#include <functional>

#include <QTimer>

#include "app/workbench/main_window.h"
#include "app/workbench/options.h"

namespace whittle {

/// The command that makes such a report again.
QString reportCommand(const QString& report, const GraphSource& source, const StudyController& study, const NumericsController& numerics);

class ReportRun : public QObject {
    Q_OBJECT
public:
    /// Ends the application: 0 when the report is written; 1 when it is, and tells of a failure or of wrong values; 2 when there is none.
    ReportRun(MainWindow& window, const WorkbenchOptions& options);

private:
    void look();
    void end(int status, const QString& complaint);

    MainWindow& m_window;
    QString m_path;
    QTimer m_poll;
    std::vector<std::function<void()>> m_steps;  // the next one last
    int m_quietLooks = 0;
};

}  // namespace whittle

// Tells that an earlier window ended by a signal, and offers what it left: to read, to copy, to forget. Nothing of it leaves this machine by itself.
#pragma once

#include "app/workbench/notice_bar.h"
#include "views/models/crash_report.h"
#include "views/models/job_runner.h"

namespace whittle {

class CrashOffers : public QObject {
    Q_OBJECT
public:
    /// Looks into the folder on a worker; an empty one is none. All outlive this.
    CrashOffers(JobRunner& jobs, NoticeBar& notice, const QString& folder, QWidget* window);

private:
    void offer(const QList<CrashReport>& reports);
    void show(const QList<CrashReport>& reports);
    static void copy(const QList<CrashReport>& reports);
    static void forget(const QList<CrashReport>& reports);

    NoticeBar& m_notice;
    QWidget* m_window;
};

}  // namespace whittle

// Writes what is open as one page of HTML. What it needs of models is read in slices, the rest is taken as it lies; a worker paints and writes.
#pragma once

#include <QObject>

#include "views/models/action_log.h"
#include "views/models/document.h"
#include "views/models/kernels_controller.h"
#include "views/models/table_reader.h"
#include "views/report/report_input.h"

namespace whittle {

class ReportMaker : public QObject {
    Q_OBJECT
public:
    /// All that a report speaks of; outlives this.
    struct Sources {
        const Document& document;
        StudyController& study;
        KernelsController& kernels;
        NumericsController& numerics;
        MinifyController& minify;
        const ActionLog& log;
    };
    ReportMaker(JobRunner& jobs, Sources sources, QObject* parent = nullptr);

    /// What is open now, with the graphs as they are shown. Complete or not there at all. One at a time: while isBusy() it is refused.
    void write(const QString& path, std::vector<ReportInput::Shown> graphs, const QString& notes);
    bool isBusy() const { return m_busy; }

signals:
    void written(const QString& path);
    void failed(const QString& path, const QString& error);

private:
    struct Reading;
    void readNext();
    void finish();

    JobRunner& m_jobs;
    Sources m_sources;
    bool m_busy = false;
    std::shared_ptr<Reading> m_reading;
};

}  // namespace whittle

// The profile on show: the recorded run of the last study, the part of its time that is looked at, and the point at which memory is told. The kernel at that
// point is the selected one of the KernelsController, so that the timeline, the kernels and the graph follow each other.
#pragma once

#include <QObject>

#include "views/models/kernels_controller.h"
#include "views/models/profile_content.h"
#include "views/models/time_window.h"

namespace whittle {

class ProfileController : public QObject {
    Q_OBJECT
public:
    enum Tab { RunTab, CompileTab, TabCount };

    ProfileController(JobRunner& jobs, KernelsController& kernels, QObject* parent = nullptr);

    KernelsController& kernels() { return m_kernels; }
    StudyController& study() { return m_kernels.study(); }
    /// Of the kernels' content; null while it is on its way, and without one.
    const ProfileContentRef& content() const { return m_content; }
    bool isRecorded() const { return m_content && m_content->isRecorded(); }
    bool isWorking() const { return m_isBuilding || m_isExporting; }
    const QString& errorText() const { return m_error; }  ///< why there is no content of kernels that are there; empty else

    const TimeWindow& window() const { return m_window; }
    void setWindow(double begin, double end);  ///< fractions of the run
    void zoom(double factor, double fixed);
    void pan(double by);

    double cursor() const { return m_cursor; }      ///< a fraction of the run; below 0: there is none
    int cursorKernel() const;                       ///< that runs there; -1: none
    /// Selects the kernel that runs there.
    void setCursor(double at);
    /// The next (1) or previous (-1) kernel.
    void step(int direction);
    void selectKernel(int kernel);                  ///< the cursor goes to its beginning, and it comes in sight

    /// Selects the node that makes it, in the graph too; the cursor stays, and what is alive there.
    void showValue(const HeldValue& value);

    Tab tab() const { return m_tab; }
    void setTab(Tab tab);

    /// "k3_add · 12.3 µs · 4.1 % of the run · 2 threads · loops · llvm"
    QString kernelText(int kernel) const;
    /// The kernels of the run with their times, memory at its peak, compile time: lines of words and numbers.
    QString text() const;
    /// Writes the run for trace viewers, on a worker.
    void exportTo(const QString& path);

signals:
    void contentChanged();
    void windowChanged();
    void cursorChanged();
    void tabChanged();
    void inputWanted(const QString& name);  ///< an input or weight of the graph, which no node makes
    void exported(const QString& path);
    void exportFailed(const QString& path, const QString& error);

private:
    void onKernels();
    void onSelected(int kernel);
    void take(const TimeWindow& window);

    JobRunner& m_jobs;
    KernelsController& m_kernels;
    ProfileContentRef m_content;
    QString m_error;
    TimeWindow m_window;
    double m_cursor = -1;
    Tab m_tab = RunTab;
    bool m_isBuilding = false, m_isExporting = false;
    bool m_holdsCursor = false;  // whatever is selected
};

}  // namespace whittle

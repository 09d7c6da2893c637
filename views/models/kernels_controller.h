// The kernels on show: what the last study found, which kernel is selected, its texts. Follows the StudyController; makes what is heavy on a worker.
#pragma once

#include <QObject>

#include "views/models/kernel_code.h"
#include "views/models/node_overlay.h"
#include "views/models/study_controller.h"

namespace whittle {

class KernelsController : public QObject {
    Q_OBJECT
public:
    KernelsController(JobRunner& jobs, StudyController& study, QObject* parent = nullptr);

    StudyController& study() { return m_study; }
    /// Of the last study that ended, while another one runs too; null before one, and after another graph was opened.
    const KernelContentRef& content() const { return m_content; }
    const KernelContentRef& before() const { return m_before; }  ///< of the study before, of the same graph; null: none
    JobRunner& jobs() { return m_jobs; }  ///< for what is worked out of the content
    const std::vector<OverlayRef>& overlays() const { return m_overlays; }  ///< colours for the graph, of content(): see kernelOverlays()
    const QString& errorText() const { return m_error; }  ///< why there is no content() of a study that has ended; empty else
    bool isWorking() const { return m_preparing || m_reading; }

    int selected() const { return m_selected; }  ///< index into CompileReport::kernels, -1: none
    void select(int kernel);
    /// The kernel that computes the node is selected; where none does, nothing changes.
    void selectNode(NodeId node);
    NodeId node() const { return m_node; }           ///< of the opened graph, what was selected there or by a line; invalid: none
    const KernelCodeRef& code() const { return m_code; }  ///< of the selected kernel; null while it is on its way, and without one

    /// What the user may ask of the choices: see StudyController. The others stay.
    void measureCandidates();

signals:
    void contentChanged();
    void selectionChanged(int kernel);
    void nodeChanged();
    void codeChanged();

private:
    void onStudy();
    void show(KernelContentRef content, std::vector<OverlayRef> overlays);
    void makeCode();

    JobRunner& m_jobs;
    StudyController& m_study;
    GraphRef m_graph;
    std::shared_ptr<const Study> m_shown;  // that content() is of, or will be
    KernelContentRef m_content, m_before;
    std::vector<OverlayRef> m_overlays;
    QString m_error;
    KernelCodeRef m_code;
    int m_selected = -1;
    NodeId m_node;
    bool m_preparing = false, m_reading = false;  // content() and code() are on their way
};

}  // namespace whittle

// The profile of a run: the timeline by kernel and thread, memory below it on the same axis with the tensors at the cursor, and the time that compiling took.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>

#include "views/kernels/study_message.h"
#include "views/models/graph_controller.h"
#include "views/profile/alive_table.h"
#include "views/profile/compile_time_page.h"
#include "views/profile/memory_plot.h"
#include "views/profile/timeline_plot.h"

namespace whittle {

class ProfilePanel : public QWidget {
    Q_OBJECT
public:
    /// `graph` shows the graph that is compiled, or a later version of it.
    ProfilePanel(ProfileController& profile, GraphController& graph, QWidget* parent = nullptr);

    TimelinePlot& timeline() { return *m_timeline; }
    MemoryPlot& memory() { return *m_memory; }
    AliveTable& alive() { return *m_alive; }
    CompileTimePage& compileTime() { return *m_compileTime; }
    StudyMessage& message() { return *m_message; }
    bool showsMessage() const { return m_pages->currentWidget() == m_message; }
    QString info() const { return m_info->text(); }
    void copy() const;  ///< ProfileController::text()

signals:
    void compileWanted();
    void exportWanted();
    void passWanted(const QString& pass);

private:
    QWidget* makeRunPage();
    QWidget* makeTools();
    void showState();
    void showInfo();
    void goToInput(const QString& name);

    ProfileController& m_profile;
    GraphController& m_graph;
    QStackedWidget *m_pages, *m_runPages;
    QTabWidget* m_tabs;
    StudyMessage *m_message, *m_runMessage;
    TimelinePlot* m_timeline;
    MemoryPlot* m_memory;
    AliveTable* m_alive;
    CompileTimePage* m_compileTime;
    QLabel *m_info, *m_note, *m_status;
    QProgressBar* m_bar;
    QToolButton *m_zoomIn, *m_zoomOut, *m_whole, *m_given, *m_copy, *m_export, *m_stop, *m_compile;
};

}  // namespace whittle

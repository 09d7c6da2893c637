// The kernels of the compiled graph: a table and the roofline, who might have computed what, and the code. Selecting goes both ways between here and the graph.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>

#include "views/kernels/candidates_page.h"
#include "views/kernels/code_page.h"
#include "views/kernels/kernel_table.h"
#include "views/kernels/roofline_plot.h"
#include "views/kernels/study_message.h"
#include "views/models/graph_controller.h"
#include "views/models/kernels_controller.h"

namespace whittle {

class KernelsPanel : public QWidget {
    Q_OBJECT
public:
    enum Tab { KernelsTab, CandidatesTab, CodeTab };

    /// `graph` shows the graph that is compiled, or a later version of it.
    KernelsPanel(KernelsController& kernels, GraphController& graph, QWidget* parent = nullptr);

    void showTab(Tab tab) { m_tabs->setCurrentIndex(tab); }
    KernelTable& table() { return *m_table; }
    RooflinePlot& roofline() { return *m_roofline; }
    CandidatesPage& candidates() { return *m_candidates; }
    KernelCodePage& code() { return *m_code; }
    StudyMessage& message() { return *m_message; }
    bool isBusy() const { return m_table->isSorting() || m_roofline->isPainting(); }  ///< with what a worker sorts or paints
    bool showsMessage() const { return m_pages->currentWidget() == m_message; }

signals:
    void compileWanted();

private:
    QWidget* makeStrip();
    void showState();
    void showNotes();
    void followGraph(int item);
    void leadGraph();

    KernelsController& m_kernels;
    GraphController& m_graph;
    QStackedWidget* m_pages;
    QTabWidget* m_tabs;
    StudyMessage* m_message;
    KernelTable* m_table;
    RooflinePlot* m_roofline;
    CandidatesPage* m_candidates;
    KernelCodePage* m_code;
    QLabel *m_mark, *m_status, *m_notes;
    QProgressBar* m_bar;
    QToolButton *m_stop, *m_compile;
    bool m_isLinking = false;  // what is selected here and in the graph
};

}  // namespace whittle

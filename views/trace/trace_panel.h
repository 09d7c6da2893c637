// A trace of PyTorch: its compiles by who called them, one of them in full, and what concerns all: causes, time, ranks, kernel choices.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>

#include "views/trace/trace_list.h"
#include "views/trace/trace_message.h"
#include "views/trace/trace_text_pane.h"
#include "views/trace/trace_timeline_plot.h"

namespace whittle {

class TracePanel : public QWidget {
    Q_OBJECT
public:
    TracePanel(TraceController& trace, JobRunner& jobs, QWidget* parent = nullptr);

    TraceList& stacks() { return *m_stacks; }
    TraceList& list(TraceController::Tab tab);  ///< of the timeline: what took the time
    TraceList& list(TraceController::Detail detail) { return *m_details[detail]; }
    TraceTextPane& text() { return *m_text; }
    TraceTimelinePlot& timeline() { return *m_timeline; }
    TraceMessage& message() { return *m_message; }
    QToolButton& followButton() { return *m_follow; }
    bool showsMessage() const { return m_pages->currentWidget()->isAncestorOf(m_message); }
    QString notes() const { return m_notesRow->isVisibleTo(this) ? m_notes->text() : QString(); }
    QString title() const { return m_title->text(); }
    bool isBusy() const;  ///< with what is searched on a worker

signals:
    void openWanted();
    void folderWanted();
    void exportWanted();
    void compareWanted(const TraceTarget& target);  ///< a graph, with the one that is open

private:
    QWidget* makeCompilesPage();
    QWidget* makeTimelinePage();
    QWidget* makeStrip();
    void showState();
    void showContent();
    void showCompile();
    void showTabs();
    void showNotes();
    void showProgress();
    void showSpan();
    void follow(const TraceTarget& target);  ///< to a compile, and the text if it names one
    void activate(const TraceTarget& target);

    TraceController& m_trace;
    QStackedWidget* m_pages;
    TraceMessage* m_message;
    QTabWidget *m_tabs, *m_detailTabs;
    TraceList *m_stacks, *m_causes, *m_ranks, *m_choices, *m_times;
    TraceList* m_details[TraceController::DetailCount] = {};
    TraceTextPane* m_text;
    TraceTimelinePlot* m_timeline;
    QWidget* m_notesRow;
    QLabel *m_summary, *m_notes, *m_title, *m_state, *m_span;
    QStackedWidget* m_timelinePages;
    QProgressBar* m_bar;
    QToolButton *m_follow, *m_stop, *m_export, *m_open;
};

}  // namespace whittle

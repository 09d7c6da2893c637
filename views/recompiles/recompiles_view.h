// The Recompiles view: calls and stances as a matrix that is edited and run, beside what happened in a cell, the cache, its guards, advice, and calls to try.
#pragma once

#include <QCheckBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>

#include "views/models/graph_controller.h"
#include "views/models/stance_details.h"
#include "views/models/stance_probe.h"
#include "views/recompiles/advice_page.h"
#include "views/recompiles/cache_page.h"
#include "views/recompiles/guards_page.h"
#include "views/recompiles/matrix_table.h"
#include "views/recompiles/story_browser.h"
#include "views/recompiles/try_page.h"

namespace whittle {

class RecompilesView : public QWidget {
    Q_OBJECT
public:
    enum Tab { StoryTab, CacheTab, GuardsTab, AdviceTab, TryTab };

    RecompilesView(StanceController& stances, StanceDetails& details, StanceProbe& probe, GraphController& graph, QWidget* parent = nullptr);

    MatrixTable& matrix() { return *m_matrix; }
    QTabWidget& tabs() { return *m_tabs; }
    StoryBrowser& story() { return *m_story; }
    CachePage& cache() { return *m_cache; }
    GuardsPage& guards() { return *m_guards; }
    AdvicePage& advice() { return *m_advice; }
    TryPage& tryPage() { return *m_try; }
    QString message() const { return m_message->isVisibleTo(this) ? m_message->text() : QString(); }
    /// Asks for a file; the window stays usable behind the dialog.
    void chooseCalls();
    void chooseCallsFile();  ///< to save them in

signals:
    void runWanted();
    void graphWanted();  ///< the user wants to open one
    void compareWanted(const QString& before, GraphRef beforeGraph, const QString& after, GraphRef afterGraph);

private:
    QWidget* makeHeader();
    QWidget* makeEmpty();
    QWidget* makeCalls();
    QWidget* makeCommand();
    void showState();
    void showStory();
    void openLink(const QString& link);
    void goTo(const QString& node, const QString& line);

    StanceController& m_stances;
    StanceDetails& m_details;
    StanceProbe& m_probe;
    GraphController& m_graph;
    QStackedWidget* m_pages;
    MatrixTable* m_matrix;
    QTabWidget* m_tabs;
    StoryBrowser* m_story;
    CachePage* m_cache;
    GuardsPage* m_guards;
    AdvicePage* m_advice;
    TryPage* m_try;
    QPushButton *m_run = nullptr, *m_stop = nullptr, *m_emptyAdd = nullptr, *m_emptyOpen = nullptr, *m_emptyGraph = nullptr;
    QCheckBox* m_live = nullptr;
    QProgressBar* m_bar = nullptr;
    QLabel *m_status = nullptr, *m_message = nullptr, *m_emptyText = nullptr, *m_command = nullptr;
    QToolButton *m_copyCommand = nullptr, *m_remove = nullptr, *m_duplicate = nullptr, *m_up = nullptr, *m_down = nullptr, *m_save = nullptr, *m_copyMessage = nullptr;
    QString m_refusal;  // of a file, until something else is done
};

}  // namespace whittle

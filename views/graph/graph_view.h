// A graph with its title, search field and overlays; while there is no graph, the panel that says why.
#pragma once

#include <QLabel>
#include <QSet>
#include <QStackedWidget>
#include <QWidget>

#include "views/graph/breadcrumbs.h"
#include "views/graph/canvas.h"
#include "views/graph/color_by.h"
#include "views/graph/fold_depth_button.h"
#include "views/graph/highlight_note.h"
#include "views/graph/overlays.h"
#include "views/graph/search_bar.h"
#include "views/models/task_list.h"

namespace whittle {

class GraphView : public QWidget {
    Q_OBJECT
public:
    explicit GraphView(GraphController& graph, QWidget* parent = nullptr);

    GraphCanvas& canvas() { return *m_canvas; }
    SearchBar& search() { return *m_search; }
    ColorBy& colorBy() { return *m_colorBy; }
    FoldDepthButton& foldDepth() { return *m_foldDepth; }
    void setTitle(const QString& title, const QString& details);
    /// What is shown, written by a worker in the form that the suffix says.
    void exportTo(const QString& path);
    /// So that those that are written are listed, and can be stopped.
    void describeExports(TaskList& tasks);
    bool isBusy() const { return !m_exporting.isEmpty() || m_map->isPainting(); }  ///< with what a worker paints
    void setColorKeyShown(bool shown) { m_key->setWanted(shown); }
    /// Adds a panel that `showPanel` can put in the place of the canvas.
    void addPanel(QWidget* panel);
    void showPanel(QWidget* panel);  ///< null: the canvas

signals:
    void exported(const QString& path);
    void exportFailed(const QString& path, const QString& error);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showState();
    void showMistake();

    GraphController& m_graph;
    QSet<QString> m_exporting;  // paths
    QWidget* m_header;
    QLabel* m_title;
    QLabel* m_details;
    FoldDepthButton* m_foldDepth;
    ColorBy* m_colorBy;
    SearchBar* m_search;
    Breadcrumbs* m_crumbs;
    QStackedWidget* m_stack;
    GraphCanvas* m_canvas;
    OverviewMap* m_map;
    ColorKey* m_key;
    HighlightNote* m_note;
    QLabel* m_failure;
    QLabel* m_mistake;  // under the search box, over the canvas
};

}  // namespace whittle

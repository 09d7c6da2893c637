// Where the user goes in the open graph: back, forward, and to bookmarks.
#include "app/workbench/main_window.h"

#include "views/models/item_key.h"

namespace whittle {

// The same place as before is no new visit.
void MainWindow::goTo(const QString& place) {
    if (!m_graph.scene() || place.isEmpty()) return;
    const int item = findItem(*m_graph.scene(), place);
    if (item >= 0) m_graph.select(item);
    m_before->canvas().setFocus();
}

void MainWindow::goBack() { goTo(m_places.back()); }
void MainWindow::goForward() { goTo(m_places.forward()); }

void MainWindow::toggleBookmark() {
    GraphController& graph = activeGraph();
    const QString key = graph.scene() ? itemKey(*graph.scene(), graph.selected()) : QString(), name = bookmarkName(key);
    if (key.isEmpty()) return statusBar()->showMessage(tr("Select a node or a module to bookmark it."), kMessageMs);
    if (const int known = m_bookmarks.rowOf(key); known >= 0) {
        m_bookmarks.remove(known);
        return statusBar()->showMessage(tr("The bookmark of %1 is removed.").arg(name), kMessageMs);
    }
    const int row = m_bookmarks.add(key);
    if (row < 0) return statusBar()->showMessage(tr("There are %n bookmarks, which is the most that can be kept.", nullptr, m_bookmarks.rowCount()), kMessageMs);
    m_bookmarksView->showRow(row);
    statusBar()->showMessage(row < Bookmarks::kWithKeys ? tr("%1 is bookmarked: Alt+%2 goes there.").arg(name).arg(row + 1) : tr("%1 is bookmarked.").arg(name), kMessageMs);
}

void MainWindow::goToBookmark(int row) {
    if (row >= m_bookmarks.rowCount()) return statusBar()->showMessage(tr("There is no bookmark %1.").arg(row + 1), kMessageMs);
    GraphView& view = activeView();
    GraphController& graph = activeGraph();
    const QString key = m_bookmarks.all()[row].key;
    const int item = graph.scene() ? findItem(*graph.scene(), key) : -1;
    if (item < 0) return statusBar()->showMessage(tr("%1 is not in this version of the graph.").arg(bookmarkName(key)), kMessageMs);
    m_bookmarksView->showRow(row);
    graph.select(item);
    view.canvas().ensureVisible(item);
    view.canvas().setFocus();
}

}  // namespace whittle

// The bookmarks of a graph as a list: gone to, renamed, put into another order by mouse or keys, removed.
#pragma once

#include <QLabel>
#include <QTableView>
#include <QToolButton>
#include <QWidget>

#include "views/models/bookmarks.h"

namespace whittle {

class BookmarksView : public QWidget {
    Q_OBJECT
public:
    explicit BookmarksView(Bookmarks& bookmarks, QWidget* parent = nullptr);
    QTableView& list() { return *m_list; }
    void showRow(int row);

signals:
    void addWanted();
    void goWanted(int row);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QToolButton* addButton(const QString& text, const QString& tip, void (BookmarksView::*act)());
    void showState();
    void rename();
    void remove();
    void moveUp() { move(-1); }
    void moveDown() { move(1); }
    void move(int by);

    Bookmarks& m_bookmarks;
    QTableView* m_list;
    QLabel* m_empty;
    QToolButton* m_add;
    QToolButton* m_rename;
    QToolButton* m_remove;
    QToolButton* m_up;
    QToolButton* m_down;
};

}  // namespace whittle

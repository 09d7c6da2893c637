// What is going on, as a list with a button to stop each; opens over the end of the status line.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QTableView>

#include "views/models/task_list.h"

namespace whittle {

class TaskPopup : public QFrame {
    Q_OBJECT
public:
    explicit TaskPopup(TaskList& tasks, QWidget* parent = nullptr);
    /// Its lower right corner is there.
    void openAt(const QPoint& globalCorner);
    QTableView& list() { return *m_list; }

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void addButtons(int first, int last);
    void follow();

    TaskList& m_tasks;
    QTableView* m_list;
    QLabel* m_empty;
};

}  // namespace whittle

// The log of what was done: for copying command lines and for keeping them as a script.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QWidget>

#include "views/models/action_log.h"

namespace whittle {

class LogView : public QWidget {
    Q_OBJECT
public:
    explicit LogView(ActionLog& log, QWidget* parent = nullptr);
    QTableView& table() { return *m_table; }

    void copy();  ///< the commands of the selected rows, of all when none is
    void exportScript();

private:
    void showState();

    ActionLog& m_log;
    QTableView* m_table;
    QLabel* m_empty;
    QLabel* m_said;
    QPushButton *m_copy, *m_export, *m_clear;
};

}  // namespace whittle

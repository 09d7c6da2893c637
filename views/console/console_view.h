// The console: requests that a program could send, typed, with their answers; and those that would do what was done by hand.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStringListModel>
#include <QTableView>

#include "views/models/console_model.h"
#include "views/models/line_history.h"

class QCompleter;

namespace whittle {

class ConsoleView : public QWidget {
    Q_OBJECT
public:
    explicit ConsoleView(ConsoleModel& console, QWidget* parent = nullptr);

    QLineEdit& line() { return *m_line; }
    QTableView& table() { return *m_table; }
    QPlainTextEdit& answer() { return *m_answer; }
    QLabel& hint() { return *m_hint; }

    void send();
    void copy();  ///< all requests that did something, as JSON-RPC

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void showState();
    void showAnswer();
    void showHint();
    void complete(const QString& method);
    void exportScript();

    ConsoleModel& m_console;
    LineHistory m_history;
    QTableView* m_table;
    QPlainTextEdit* m_answer;
    QLabel *m_empty, *m_hint, *m_said;
    QLineEdit* m_line;
    QStringListModel m_names;
    QCompleter* m_completer;
    QWidget* m_split;
    QPushButton *m_send, *m_copy, *m_export, *m_clear;
};

}  // namespace whittle

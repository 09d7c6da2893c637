// The line below everything: what is open, and what runs, with how far it is and a way to stop it.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QStatusBar>
#include <QToolButton>

namespace whittle {

class StatusLine : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusLine(QWidget* parent = nullptr);

    void setFacts(const QStringList& facts);  ///< about what is open
    struct Busy {
        QString text;  ///< empty: nothing runs
        int done = 0, of = 0;  ///< of 0: nobody knows how far it is
        bool canStop = false;
    };
    void setBusy(const Busy& busy);
    void setTaskCount(int count);
    QToolButton& tasksButton() { return *m_tasks; }

signals:
    void stopWanted();

private:
    QLabel* m_facts;
    QLabel* m_text;
    QProgressBar* m_bar;
    QToolButton* m_stop;
    QToolButton* m_tasks;
    int m_count = -1;
};

}  // namespace whittle

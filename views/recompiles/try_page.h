// A call that is typed in and held against every entry: all guards that fail, not only the first.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTableView>

#include "views/models/stance_probe.h"
#include "views/recompiles/story_browser.h"

namespace whittle {

class TryPage : public QWidget {
    Q_OBJECT
public:
    explicit TryPage(StanceProbe& probe, QWidget* parent = nullptr);
    QTableView& call() { return *m_call; }
    QPushButton& tryButton() { return *m_try; }
    StoryBrowser& answer() { return *m_answer; }

signals:
    void selectedWanted();  ///< the call that is selected in the matrix, to begin with

private:
    void showState();

    StanceProbe& m_probe;
    QTableView* m_call;
    QPushButton *m_try, *m_stop, *m_take;
    QLabel* m_said;
    StoryBrowser* m_answer;
};

}  // namespace whittle

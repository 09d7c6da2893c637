// What a reduction brings: the graph as text, what each pass was worth, the reproducer, and the other failures met on the way.
#pragma once

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>

#include "views/models/other_failures_model.h"
#include "views/models/pass_worth_model.h"

namespace whittle {

class MinifyResultTabs : public QTabWidget {
    Q_OBJECT
public:
    explicit MinifyResultTabs(MinifyController& minify, QWidget* parent = nullptr);

signals:
    void graphWanted(const QString& path);  ///< to be opened in the window

private:
    QWidget* makePasses();
    QWidget* makeReproducer();
    QWidget* makeOthers();
    void showGraph();
    void showPasses();
    void showOthers();
    void showResult();
    void openExample();

    MinifyController& m_minify;
    PassWorthModel m_passWorth;
    OtherFailuresModel m_otherFailures;
    QPlainTextEdit* m_text;
    QLabel* m_noPasses;
    QTableView* m_passes;
    QLabel* m_summary;
    QLabel* m_lines;
    QLabel* m_folder;
    QPushButton* m_report;
    QPushButton* m_show;
    QPushButton* m_issue;
    QPushButton* m_path;
    QLabel* m_noOthers;
    QTableView* m_others;
    QPushButton* m_open;
};

}  // namespace whittle

// What a reduction brought: the graph as text, the reproducer, and the other failures met on the way.
#pragma once

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>

#include "views/models/minify_controller.h"

namespace whittle {

class MinifyResultTabs : public QTabWidget {
    Q_OBJECT
public:
    explicit MinifyResultTabs(MinifyController& minify, QWidget* parent = nullptr);

signals:
    void graphWanted(const QString& path);  ///< to be opened in the window

private:
    QWidget* makeReproducer();
    QWidget* makeOthers();
    void showGraph();
    void showResult();
    void openExample();

    MinifyController& m_minify;
    QPlainTextEdit* m_text;
    QLabel* m_summary;
    QLabel* m_lines;
    QLabel* m_folder;
    QPushButton* m_report;
    QPushButton* m_show;
    QPushButton* m_issue;
    QPushButton* m_path;
    QLabel* m_noOthers;
    QTableWidget* m_others;
    QPushButton* m_open;
};

}  // namespace whittle

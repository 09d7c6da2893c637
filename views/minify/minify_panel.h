// The reduction: what to do it with, how it goes, what it brought. The graphs before and after stand in
// the main area; here are options, curve, counters, the reduced graph as text and where the reproducer is.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QTimer>
#include <QWidget>

#include "views/models/minify_controller.h"

namespace whittle {

class MinifyPanel : public QWidget {
    Q_OBJECT
public:
    explicit MinifyPanel(MinifyController& minify, QWidget* parent = nullptr);

    MinifySettings settings() const;
    void setSettings(const MinifySettings& settings);
    void start() { m_minify.start(settings()); }
    int currentTab() const { return m_tabs->currentIndex(); }

private:
    QWidget* makeOptions();
    QWidget* makeProgress();
    QWidget* makeResults();
    QLabel* addCounter(QLayout& row, const QString& title);
    void chooseFolder();
    void showState();
    void showProgress();
    void showResult();

    MinifyController& m_minify;
    QLineEdit* m_folder;
    QLineEdit* m_inject;
    QComboBox* m_match;
    QCheckBox* m_resume;
    QPushButton* m_start;
    QPushButton* m_stop;
    QList<QWidget*> m_options;  // locked while one runs
    QLabel* m_status;
    QLabel* m_nodes;
    QLabel* m_candidates;
    QLabel* m_hits;
    QLabel* m_elapsed;
    QTabWidget* m_tabs;
    QPlainTextEdit* m_text;
    QTableWidget* m_others;
    QLabel* m_folderText;
    QLabel* m_summary;
    QPushButton* m_copy;
    QPushButton* m_show;
    QTimer m_clock;
};

}  // namespace whittle

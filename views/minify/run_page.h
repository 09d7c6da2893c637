// A reduction while it goes and when it has ended: state, counters, curve, and what it brought.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QWidget>

#include "views/minify/result_tabs.h"

namespace whittle {

class MinifyRunPage : public QWidget {
    Q_OBJECT
public:
    explicit MinifyRunPage(MinifyController& minify, QWidget* parent = nullptr);

    MinifyResultTabs& tabs() { return *m_tabs; }

signals:
    void settingsWanted();
    void resumeWanted();

private:
    struct Counter;
    static const Counter kCounters[];
    QWidget* makeProgress();
    void showState();
    void showProgress();

    MinifyController& m_minify;
    QLabel* m_status;
    QPushButton* m_pause;
    QPushButton* m_takeOver;
    QPushButton* m_stop;
    QPushButton* m_resume;
    QPushButton* m_copy;
    QPushButton* m_settings;
    QList<QLabel*> m_counters;  // as kCounters
    MinifyResultTabs* m_tabs;
    QTimer m_clock;
};

}  // namespace whittle

// What became of every node in every graph that is compared: a table that is filtered, and the way to more graphs. What is selected here is selected in the
// graphs, and the other way.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include "views/models/comparison_model.h"

namespace whittle {

class ComparisonPanel : public QWidget {
    Q_OBJECT
public:
    explicit ComparisonPanel(GraphComparison& comparison, QWidget* parent = nullptr);

    QTableView& table() { return *m_table; }
    ComparisonModel& model() { return m_model; }
    QLineEdit& filter() { return *m_filter; }
    QToolButton& patterns() { return *m_patterns; }
    QPushButton& filesButton() { return *m_files; }
    const QLabel& message() const { return *m_message; }
    const QLabel& count() const { return *m_count; }
    bool isBusy() const { return m_model.isBusy(); }

signals:
    void filesWanted();                             ///< the user wants to choose files to compare with
    void filesDropped(const QStringList& paths);

private:
    QWidget* makeStrip();
    QWidget* makeMessage();
    void showState();
    void showCount();
    void setColumns();
    void fillPatterns();
    void followSelection();
    bool eventFilter(QObject* watched, QEvent* event) override;

    GraphComparison& m_comparison;
    ComparisonModel m_model;
    QStackedWidget* m_pages;
    QTableView* m_table;
    QLineEdit* m_filter;
    QToolButton *m_patterns, *m_previous, *m_next;
    QMenu* m_menu;
    QLabel *m_count, *m_message;
    QPushButton *m_files, *m_act;
    int m_columns = 0;
    bool m_isFollowing = false;
};

}  // namespace whittle

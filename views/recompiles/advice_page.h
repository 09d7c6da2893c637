// What would have saved compiles: each with its code, and a button that does it to the calls or the options.
#pragma once

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>

#include "views/models/advice_model.h"

namespace whittle {

class AdvicePage : public QWidget {
    Q_OBJECT
public:
    explicit AdvicePage(StanceController& controller, QWidget* parent = nullptr);
    AdviceModel& model() { return m_model; }
    QTableView& table() { return *m_table; }
    QPushButton& applyButton() { return *m_apply; }

private:
    void showState();
    int current() const;

    StanceController& m_controller;
    AdviceModel m_model;
    QTableView* m_table;
    QPlainTextEdit* m_code;
    QLabel* m_empty;
    QWidget* m_below;
    QPushButton *m_apply, *m_copy;
};

}  // namespace whittle

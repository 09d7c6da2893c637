// The options of a replay in one row: which stances, what sizes become, who compiles, and limits.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QSpinBox>

#include "views/models/stance_controller.h"

namespace whittle {

class StanceOptionsBar : public QWidget {
    Q_OBJECT
public:
    explicit StanceOptionsBar(StanceController& controller, QWidget* parent = nullptr);

    QPushButton& stances() { return *m_stances; }
    QComboBox& dynamic() { return *m_dynamic; }
    QComboBox& backend() { return *m_backend; }

private:
    void change(const std::function<void(StanceSettings&)>& edit);
    void showSettings();

    StanceController& m_controller;
    QPushButton* m_stances;
    QComboBox *m_dynamic, *m_backend;
    QSpinBox *m_warm, *m_limit;
    QCheckBox* m_skip;
    QList<QAction*> m_choices;
};

}  // namespace whittle

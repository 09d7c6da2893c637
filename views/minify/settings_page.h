// What the next reduction is to be done with: three groups side by side, or below each other where it is narrow.
#pragma once

#include <QBoxLayout>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStackedWidget>
#include <QToolButton>

#include "views/minify/setting_field.h"
#include "views/models/minify_controller.h"

namespace whittle {

class MinifySettingsPage : public QScrollArea {
    Q_OBJECT
public:
    MinifySettingsPage(MinifyForm& form, MinifyController& minify, QWidget* parent = nullptr);

signals:
    void startWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QFormLayout* addGroup(const QString& title);
    void makeOracle();
    void makeFailures();
    void makeJob();
    void makePreview();
    void change(const std::function<void(MinifySettings&)>& edit);
    void readForm();
    void showOracle();
    void showChecked();
    void showState();
    void showCommand();
    void chooseFolder();

    MinifyForm& m_form;
    MinifyController& m_minify;
    QBoxLayout* m_groups;
    FieldBox* m_oracle;
    QComboBox* m_oracleBox;
    QFormLayout* m_oracleForm;
    QList<QWidget*> m_oracleFields;  // of the chosen oracle
    QString m_shownOracle;
    FieldBox* m_signature;
    QComboBox* m_signatureBox;
    QLineEdit* m_pattern;
    QSpinBox* m_repeat;
    QSpinBox* m_jobs;
    QDoubleSpinBox* m_budget;
    QSpinBox* m_candidates;
    FieldBox* m_folder;
    QLineEdit* m_folderLine;
    QPushButton* m_fresh;
    QPushButton* m_start;
    QLabel* m_status;
    QWidget* m_preview;
    QLineEdit* m_command;
    QToolButton* m_copyCommand;
};

}  // namespace whittle

// One field of a form with room below it for what is wrong with what stands in it.
#pragma once

#include <QLabel>
#include <QWidget>

#include "views/models/minify_form.h"

namespace whittle {

class FieldBox : public QWidget {
    Q_OBJECT
public:
    /// `beside`: a button that belongs to the editor, or null. `name`: for those who cannot see the label.
    FieldBox(QWidget* editor, const QString& name, QWidget* beside = nullptr, QWidget* parent = nullptr);

    QWidget* editor() const { return m_editor; }
    void setProblem(const QString& text);
    QString problem() const { return m_problem->text(); }
    /// Not wrong, but good to know.
    void setHint(const QString& text);
    QString hint() const { return m_hint->text(); }

private:
    QWidget* m_editor;
    QLabel* m_problem;
    QLabel* m_hint;
};

/// A field for a setting of an oracle: it shows and changes what the form holds.
FieldBox* makeSettingField(MinifyForm& form, const OracleInfo& oracle, const SettingInfo& setting);

}  // namespace whittle

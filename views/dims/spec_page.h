// The whole specification as text: as Python's dynamic_shapes or JSON, to copy, and to be replaced by one that is typed or pasted.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

#include "views/models/dims_controller.h"

namespace whittle {

class SpecPage : public QWidget {
    Q_OBJECT
public:
    explicit SpecPage(DimsController& dims, QWidget* parent = nullptr);
    QPlainTextEdit& text() { return *m_text; }

private:
    void refresh();
    void show();
    void take();
    QString written() const;

    DimsController& m_dims;
    QComboBox* m_form;
    QPlainTextEdit* m_text;
    QLabel* m_problem;
    QPushButton *m_take, *m_revert, *m_copy;
};

}  // namespace whittle

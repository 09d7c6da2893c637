// What stands in the place of the sizes while there are none: what to do, that it is at work, or why it failed and what to try.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QWidget>

#include "views/models/dims_controller.h"

namespace whittle {

class DimsMessage : public QWidget {
    Q_OBJECT
public:
    explicit DimsMessage(DimsController& dims, QWidget* parent = nullptr);
    QString text() const { return m_text->text(); }

signals:
    void inferWanted();

private:
    void showState();

    DimsController& m_dims;
    QLabel *m_mark, *m_title, *m_text;
    QProgressBar* m_bar;
    QPushButton *m_infer, *m_stop, *m_forget, *m_copy;
};

}  // namespace whittle

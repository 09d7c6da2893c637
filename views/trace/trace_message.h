// What stands in the place of a trace while there is none: how to get one, how far it is read, and why it could not be.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QWidget>

#include "views/models/trace_controller.h"

namespace whittle {

class TraceMessage : public QWidget {
    Q_OBJECT
public:
    explicit TraceMessage(TraceController& trace, QWidget* parent = nullptr);
    QString text() const { return m_title->text() + u'\n' + m_text->text(); }

signals:
    void openWanted();
    void folderWanted();

private:
    void showState();
    void showProgress();

    TraceController& m_trace;
    QLabel *m_mark, *m_title, *m_text;
    QProgressBar* m_bar;
    QPushButton *m_open, *m_folder, *m_stop, *m_back, *m_copy;
};

}  // namespace whittle

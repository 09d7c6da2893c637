// One text of a trace, to be read, searched and copied; what is a graph opens as one.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QToolButton>
#include <QWidget>

#include "views/kernels/code_view.h"
#include "views/models/trace_controller.h"

namespace whittle {

class TraceTextPane : public QWidget {
    Q_OBJECT
public:
    explicit TraceTextPane(TraceController& trace, QWidget* parent = nullptr);
    CodeView& view() { return *m_view; }
    QLineEdit& searchField() { return *m_search; }
    QToolButton& openButton() { return *m_open; }
    QToolButton& compareButton() { return *m_compare; }
    QString message() const { return m_pages->currentWidget() == m_message ? m_message->text() : QString(); }

signals:
    void compareWanted(const TraceTarget& target);

private:
    void showText();
    void find(CodeView::Direction direction);

    TraceController& m_trace;
    QLabel *m_name, *m_message, *m_found;
    QStackedWidget* m_pages;
    CodeView* m_view;
    QLineEdit* m_search;
    QToolButton *m_open, *m_compare, *m_copy;
};

}  // namespace whittle

// The texts of the selected kernel, two beside each other: what is pointed at or picked in one shows in the other, and in the graph.
#pragma once

#include <QStackedWidget>

#include "views/kernels/code_pane.h"
#include "views/models/kernels_controller.h"

namespace whittle {

class KernelCodePage : public QStackedWidget {
    Q_OBJECT
public:
    explicit KernelCodePage(KernelsController& kernels, QWidget* parent = nullptr);
    CodePane& left() { return *m_left; }
    CodePane& right() { return *m_right; }
    QString whereText() const { return m_where->text(); }

private:
    QWidget* makeTexts();
    void showCode();
    void showUnit(int unit);
    void pick(const CodePane& pane, int line);
    void hover(const CodePane& pane, int line);
    void followNode();
    void mark(const LineLinks::Focus& focus);
    void scrollOthers(const CodePane* but);
    const CodeUnit* unit() const;
    void tell(const LineLinks::Focus& focus);

    KernelsController& m_kernels;
    KernelCodeRef m_code;  // panes show parts of it
    LineLinks::Focus m_picked;
    QLabel* m_message;
    QLabel* m_name;
    QComboBox* m_units;
    QLabel* m_where;
    CodePane *m_left, *m_right;
};

}  // namespace whittle

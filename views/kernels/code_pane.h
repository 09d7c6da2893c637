// One text of a kernel, picked from those there are, with a way to search in it.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QWidget>

#include "views/kernels/code_view.h"
#include "views/models/kernel_code.h"

namespace whittle {

class CodePane : public QWidget {
    Q_OBJECT
public:
    /// `name`: for who cannot see it; `wanted`: which text to begin with, where there is one.
    CodePane(const QString& name, CodePage::Kind wanted, QWidget* parent = nullptr);

    /// Shows the text of the kind that was shown before, else the next that there is. `unit` must outlive the next call; null: nothing.
    void setUnit(const CodeUnit* unit);
    int page() const { return m_page; }  ///< of CodeUnit::pages, which is the number of its text in CodeUnit::links too; -1: none
    CodeView& view() { return *m_view; }
    QComboBox& kinds() { return *m_kinds; }
    QLineEdit& searchField() { return *m_search; }

signals:
    void pageChanged();
    void lineHovered(int line);
    void linePicked(int line);

private:
    void showPage(int page);
    void find(CodeView::Direction direction);

    const CodeUnit* m_unit = nullptr;
    CodePage::Kind m_wanted;
    int m_page = -1;
    QComboBox* m_kinds;
    QLabel* m_note;
    CodeView* m_view;
    QLineEdit* m_search;
    QLabel* m_found;
};

}  // namespace whittle

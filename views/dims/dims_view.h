// The sizes of the open graph's inputs: a table of what is said of each and what the program makes of it; beside it why, which conditions calls have to meet, what
// is refuted and how to mend it, the names, and the whole specification. Decides nothing.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

#include "views/dims/dims_message.h"
#include "views/dims/spec_page.h"
#include "views/models/dim_names_model.h"
#include "views/models/dim_reasons_model.h"
#include "views/models/dims_model.h"
#include "views/models/graph_controller.h"

class QMenu;

namespace whittle {

class DimsView : public QWidget {
    Q_OBJECT
public:
    enum Tab { WhyTab, ConditionsTab, ConflictsTab, NamesTab, SpecTab };

    DimsView(DimsController& dims, GraphController& graph, QWidget* parent = nullptr);

    QTableView& table() { return *m_table; }
    QTabWidget& tabs() { return *m_tabs; }
    QTableView& reasons(Tab tab) { return tab == WhyTab ? *m_whyTable : tab == ConditionsTab ? *m_conditionsTable : *m_conflictsTable; }
    QTableView& names() { return *m_namesTable; }
    DimsMessage& message() { return *m_message; }
    SpecPage& spec() { return *m_spec; }
    QString noteText() const { return m_note->text(); }  ///< what is wrong with what is typed, or where a reason leads

signals:
    void inferWanted();
    void commandWanted();  ///< to the clipboard

private:
    QWidget* makeHeader();
    QWidget* makeContent();
    QWidget* makeTable();
    QWidget* makeConflicts();
    QTableView* makeReasons(DimReasonsModel& model, const QString& name);
    void fillSayMenu();
    void say(const QString& text);
    void editSaid();
    void showState();
    void showConflicts();
    void showWhy();
    void follow(const DimReason& reason);
    QString refutedOf(int row) const;  ///< why what is said there is not so; empty: nothing is against it, or no such row
    void note(const QString& text, bool isProblem);

    DimsController& m_dims;
    GraphController& m_graph;
    DimsModel m_model;
    DimNamesModel m_namesModel;
    DimReasonsModel m_why, m_conditions, m_conflicts;
    QStackedWidget* m_pages = nullptr;
    DimsMessage* m_message = nullptr;
    QTabWidget* m_tabs = nullptr;
    QLabel *m_mark = nullptr, *m_status = nullptr, *m_note = nullptr, *m_words = nullptr, *m_fixes = nullptr, *m_whyWords = nullptr, *m_conditionsWords = nullptr;
    QPushButton *m_infer = nullptr, *m_stop = nullptr, *m_command = nullptr, *m_apply = nullptr, *m_copyFixes = nullptr;
    QToolButton* m_say = nullptr;
    QMenu *m_sayMenu = nullptr, *m_ofAll = nullptr;
    QTableView *m_table = nullptr, *m_whyTable = nullptr, *m_conditionsTable = nullptr, *m_conflictsTable = nullptr, *m_namesTable = nullptr;
    SpecPage* m_spec = nullptr;
    bool m_wasRefuted = false;
};

}  // namespace whittle

// The stages of the open graph: which one the centre shows, which one stands beside it, and the rewrites or differences between them.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include "views/models/document.h"
#include "views/models/graph_comparison.h"
#include "views/models/stages_model.h"

namespace whittle {

class StagesPanel : public QWidget {
    Q_OBJECT
public:
    StagesPanel(StageController& stages, GraphComparison& comparison, StudyController& study, Document& other, QWidget* parent = nullptr);

    QTableView& list() { return *m_list; }
    QTableView& rewrites() { return *m_rewrites; }
    QTableView& differences() { return *m_differences; }
    QComboBox& base() { return *m_base; }
    QPushButton& compileButton() { return *m_compile; }

signals:
    void compileWanted();
    void fileWanted();  ///< the user wants another file beside

private:
    QWidget* makeTools();
    QWidget* makeDetails();
    void showStages();
    void showCurrent();
    void showBases();
    void showState();
    void showOther();

    StageController& m_stages;
    GraphComparison& m_comparison;
    StudyController& m_study;
    Document& m_other;
    StagesModel m_stagesModel;
    RewritesModel m_rewritesModel;
    DifferenceModel m_differenceModel;
    QTableView* m_list;
    QTableView* m_rewrites;
    QTableView* m_differences;
    QStackedWidget* m_details;
    QLabel* m_summary;
    QLabel* m_trouble;
    QLabel* m_state;
    QComboBox* m_base;
    QPushButton* m_compile;
    QToolButton* m_previous;
    QToolButton* m_next;
    QToolButton* m_file;
};

}  // namespace whittle

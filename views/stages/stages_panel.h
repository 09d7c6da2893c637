// The stages of the open graph: which one the centre shows, which ones it is held against, and the rewrites of the pass.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include "views/models/graph_comparison.h"
#include "views/models/other_files.h"
#include "views/models/stages_model.h"

namespace whittle {

class StagesPanel : public QWidget {
    Q_OBJECT
public:
    StagesPanel(StageController& stages, GraphComparison& comparison, StudyController& study, OtherFiles& files, QWidget* parent = nullptr);

    QTableView& list() { return *m_list; }
    QTableView& rewrites() { return *m_rewrites; }
    QComboBox& base() { return *m_base; }
    QPushButton& compileButton() { return *m_compile; }

signals:
    void compileWanted();
    void filesWanted();  ///< the user wants to choose other files to compare with
    void filesDropped(const QStringList& paths);

private:
    QWidget* makeTools();
    QWidget* makeDetails();
    void showStages();
    void showCurrent();
    void showBases();
    void showState();
    void showTrouble();
    void removeCurrentFile();

    StageController& m_stages;
    GraphComparison& m_comparison;
    StudyController& m_study;
    OtherFiles& m_files;
    StagesModel m_stagesModel;
    RewritesModel m_rewritesModel;
    QTableView* m_list;
    QTableView* m_rewrites;
    QStackedWidget* m_details;
    QLabel* m_summary;
    QLabel* m_trouble;
    QLabel* m_state;
    QComboBox* m_base;
    QPushButton* m_compile;
    QToolButton* m_previous;
    QToolButton* m_next;
    QToolButton* m_file;
    QLabel* m_compared;
};

}  // namespace whittle

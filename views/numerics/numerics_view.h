// The numerics view: what was found in words, every value in a table, the error along the graph, and the tensors of the value that is selected. Decides nothing.
#pragma once

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

#include "views/models/graph_controller.h"
#include "views/models/numerics_model.h"
#include "views/numerics/error_plot.h"
#include "views/numerics/tensor_viewer.h"

namespace whittle {

class NumericsView : public QWidget {
    Q_OBJECT
public:
    NumericsView(NumericsController& numerics, GraphController& graph, JobRunner& jobs, QWidget* parent = nullptr);

    NumericsModel& model() { return m_model; }
    QTableView& table() { return *m_table; }
    ErrorPlot& plot() { return *m_plot; }
    TensorViewer& viewer() { return *m_viewer; }
    TensorFetch& fetch() { return m_fetch; }
    int current() const { return m_current; }  ///< index into the controller's values; -1: none
    void selectValue(int value);

signals:
    void compareWanted();
    void minifyWanted(const QString& node);  ///< empty: the whole graph

private:
    QWidget* makeHeader();
    QWidget* makeEmpty();
    QWidget* makeTable();
    void refresh();
    void showMinify();
    bool minifiesFailure() const;
    QString nodeToMinify() const;
    void followGraph();
    void openLink(const QString& link);
    int valueOf(const QString& node) const;

    NumericsController& m_numerics;
    GraphController& m_graph;
    NumericsModel m_model;
    TensorFetch m_fetch;
    int m_current = -1;
    bool m_isFollowing = false;
    QLabel* m_finding = nullptr;
    QPushButton* m_compare = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_baseline = nullptr;
    QPushButton* m_minify = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_emptyText = nullptr;
    QPushButton* m_emptyCompare = nullptr;
    QLineEdit* m_filter = nullptr;
    QPushButton* m_bounds = nullptr;
    QCheckBox* m_onlyBad = nullptr;
    QTableView* m_table = nullptr;
    ErrorPlot* m_plot = nullptr;
    TensorViewer* m_viewer = nullptr;
};

}  // namespace whittle

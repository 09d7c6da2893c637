// One value's tensors: a slice of them as a table or a heat map, and what is known of their numbers.
#pragma once

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>

#include "views/models/tensor_slice.h"
#include "views/numerics/heat_map.h"
#include "views/numerics/magnitude_plot.h"

namespace whittle {

class TensorViewer : public QWidget {
    Q_OBJECT
public:
    TensorViewer(NumericsController& numerics, TensorFetch& fetch, QWidget* parent = nullptr);
    TensorSlice& slice() { return m_slice; }
    HeatMap& heatMap() { return *m_heatMap; }
    QTabWidget& tabs() { return *m_tabs; }

private:
    QWidget* makeBar();
    QWidget* makeTable();
    QWidget* makeHeatMap();
    QWidget* makeStatistics();
    void refresh();
    void fillAxes();
    void fillPositions();
    void fillStatistics();
    void setRange();
    void copy();
    void goToWorst();

    NumericsController& m_numerics;
    TensorFetch& m_fetch;
    TensorSlice m_slice;
    QLabel* m_title = nullptr;
    QComboBox* m_run = nullptr;
    QComboBox* m_rows = nullptr;
    QComboBox* m_columns = nullptr;
    QWidget* m_positions = nullptr;
    QPushButton* m_worst = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_again = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_message = nullptr;
    QTabWidget* m_tabs = nullptr;
    QTableView* m_table = nullptr;
    HeatMap* m_heatMap = nullptr;
    QLineEdit* m_least = nullptr;
    QLineEdit* m_most = nullptr;
    QLabel* m_cell = nullptr;
    QLabel* m_statistics = nullptr;
    MagnitudePlot* m_magnitudes = nullptr;
};

}  // namespace whittle

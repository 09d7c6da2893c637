// The matrix: calls are edited in it by mouse and keys, and a cell is chosen to see what happened there.
#pragma once

#include <QTableView>

#include "views/models/stance_details.h"
#include "views/models/stance_matrix_model.h"

namespace whittle {

class MatrixTable : public QTableView {
    Q_OBJECT
public:
    MatrixTable(StanceController& controller, StanceDetails& details, QWidget* parent = nullptr);

    StanceMatrixModel& matrix() { return m_model; }
    /// On the call of the current cell; a new one is selected, ready to be edited.
    void addCall();
    void duplicateCall();
    void removeCall();
    void moveCall(int by);
    void copyCalls() const;
    void paste();
    int currentCall() const;  ///< row of the call, -1: none

signals:
    void currentCallChanged();

private:
    void showMenu(const QPoint& asked);
    void addKeys();
    void fitColumns();
    void onCurrent(const QModelIndex& current);
    void follow();
    void onReset();
    void addMarks(QMenu& menu, const QModelIndex& index);

    StanceController& m_controller;
    StanceDetails& m_details;
    StanceMatrixModel m_model;
    bool m_isFollowing = false;
    int m_keptCall = 0, m_keptColumn = 0;  // over a reset of the model: the argument that was current
};

}  // namespace whittle

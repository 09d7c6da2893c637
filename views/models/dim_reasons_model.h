// Conditions on sizes with who asked for them: the causes of one conclusion, the conditions that each call has to meet, or what refutes a statement.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "views/models/dims_controller.h"

namespace whittle {

struct DimReason {
    QString what;       ///< what it is the reason of: "size", "least size", the name that is refuted
    QString condition;  ///< "ids.shape[1] <= 64"
    QString node, op;   ///< of the program; empty: none asked
    QString where;      ///< "net.py:11", empty when unknown
    QString code;       ///< the user's line
    NodeId given;       ///< of the opened graph; invalid: none
    QString noNode;     ///< why there is none, in a sentence
};

std::vector<DimReason> causesOf(const DimConclusion& dim);
std::vector<DimReason> conditionsOf(const DimInference& inference);
/// Of all conflicts; what each is about stands at its first one.
std::vector<DimReason> conflictsOf(const DimInference& inference);

class DimReasonsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { WhatColumn, ConditionColumn, NodeColumn, OperatorColumn, WhereColumn, CodeColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<DimReason> rows);
    const DimReason& reason(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<DimReason> m_rows;
};

}  // namespace whittle

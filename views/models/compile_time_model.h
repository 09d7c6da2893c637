// Where the time of a compilation went: its phases in order, and below the passes each of them.
#pragma once

#include <memory>

#include <QAbstractTableModel>

#include "engine/runtime/compile.h"

namespace whittle {

class CompileTimeModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { PartColumn, TimeColumn, ShareColumn, RewritesColumn, WhatColumn, ColumnCount };
    enum Role {
        ShareRole = Qt::UserRole,  ///< 0 to 1, in ShareColumn: of the whole
        PassRole,                  ///< name of the pass that the row is of; empty for a phase
    };

    using QAbstractTableModel::QAbstractTableModel;
    /// Null: nothing.
    void setReport(std::shared_ptr<const CompileReport> report);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString name;
        double milliseconds = 0;
        const PassRecord* pass = nullptr;  // of m_report
    };
    std::shared_ptr<const CompileReport> m_report;
    std::vector<Row> m_rows;
    double m_whole = 0;
};

}  // namespace whittle

// The kernels of a compiled graph as a table: one row each, in the order in which they run.
#pragma once

#include <QAbstractTableModel>

#include "views/models/kernel_content.h"

namespace whittle {

class KernelsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { OrderColumn, NameColumn, WhatColumn, TimeColumn, ShareColumn, RoofColumn, BytesColumn, BandwidthColumn, FlopsColumn, IntensityColumn, NodesColumn, SourcesColumn, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole,  ///< numbers as numbers; those that nobody knows are below all others
        KernelRole,               ///< index into CompileReport::kernels
        ShareRole,                ///< 0 to 1, of the columns that are a part of something; else nothing
    };

    using QAbstractTableModel::QAbstractTableModel;
    void setContent(KernelContentRef content);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    KernelContentRef m_content;
};

}  // namespace whittle

// The kernels of a compiled graph as a table: one row each, in the order in which they run or sorted by a column. Numbers that nobody knows are below all others.
#pragma once

#include "views/models/kernel_content.h"
#include "views/models/sorted_model.h"

namespace whittle {

class KernelsModel : public SortedModel {
    Q_OBJECT
public:
    enum Column { OrderColumn, NameColumn, WhatColumn, TimeColumn, ShareColumn, RoofColumn, BytesColumn, BandwidthColumn, FlopsColumn, IntensityColumn, NodesColumn, SourcesColumn, ColumnCount };
    enum Role {
        KernelRole = Qt::UserRole,  ///< index into CompileReport::kernels
        ShareRole,                  ///< 0 to 1, of the columns that are a part of something; else nothing
    };

    using SortedModel::SortedModel;
    void setContent(KernelContentRef content);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Sorter sorterOf(int column, Qt::SortOrder direction) const override;

    KernelContentRef m_content;
};

}  // namespace whittle

// The stages as a table, and the rewrites of the one that is looked at.
#pragma once

#include <QAbstractTableModel>

#include "views/models/stages.h"

namespace whittle {

class StagesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, NodesColumn, RewritesColumn, TimeColumn, ColumnCount };
    enum Role { ChangesNothingRole = Qt::UserRole };

    explicit StagesModel(StageController& stages, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// A stage is checked to keep it in the comparison; the base cannot be.
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

private:
    StageController& m_stages;
    int m_rows = 0;
};

class RewritesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { RuleColumn, BeforeColumn, AfterColumn, DetailColumn, ColumnCount };

    explicit RewritesModel(StageController& stages, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    StageController& m_stages;
    Stage m_stage;  // of the rows on show
};

}  // namespace whittle

// What would have saved compiles, each replayed: what to do, and what it brought.
#pragma once

#include <QAbstractTableModel>

#include "views/models/stance_controller.h"

namespace whittle {

class AdviceModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { TextColumn, BeforeColumn, AfterColumn, SavedColumn, CallsColumn, ColumnCount };

    explicit AdviceModel(StanceController& controller, QObject* parent = nullptr);

    QString code(int row) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    StanceReportRef m_report;
};

}  // namespace whittle

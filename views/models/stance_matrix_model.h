// Calls down, stances across: the arguments of each call, to be edited in place, beside what happened to it under each stance; below stand the totals. Cells fill
// while a replay goes on; those of calls that have changed since are stale.
#pragma once

#include <QAbstractTableModel>

#include "views/models/stance_controller.h"

namespace whittle {

class StanceMatrixModel : public QAbstractTableModel {
    Q_OBJECT
public:
    /// OutcomeRole: a CallOutcome as an int, invalid where nothing is known. StanceRole: by name. TotalRole: whether the row is one of the totals.
    enum Role { OutcomeRole = Qt::UserRole + 8, StaleRole, StanceRole, TotalRole };

    explicit StanceMatrixModel(StanceController& controller, QObject* parent = nullptr);

    int callCount() const { return m_controller.calls().rowCount(); }
    int parameterCount() const { return m_controller.calls().columnCount(); }
    const QStringList& stances() const { return m_stances; }
    bool isStance(int column) const { return column >= parameterCount(); }
    /// Of the report, what the column's stance told; null before it began.
    const ReportedRun* run(int column) const;
    /// What is known of a cell; null: nothing.
    const ReportedCall* call(const QModelIndex& index) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : parameterCount() + static_cast<int>(m_stances.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void followCalls();
    void onInput();
    QVariant cell(const QModelIndex& index, int role) const;
    QVariant total(const QModelIndex& index, int role) const;

    StanceController& m_controller;
    QStringList m_stances;  // of the columns
};

/// "recompiled"
QString outcomeText(CallOutcome outcome);
/// "0/2"
QString idText(const CompileId& id);
/// How the process ended, where it made the call of that number no more or died in it; empty: it did not, or the call was made.
QString deathIn(const ReportedRun* run, int call);
/// What a stance does where no entry fits.
QString stanceTip(const QString& stance);

}  // namespace whittle

// The entries of a stance's cache in the order in which a lookup asks them: how often each was used, and whether it still can be.
#pragma once

#include <QAbstractTableModel>

#include "views/models/stance_controller.h"

namespace whittle {

class CacheEntriesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { EntryColumn, LifeColumn, HitsColumn, MadeByColumn, ReplacedColumn, RecordColumn, CompileColumn, GuardsColumn, SymbolsColumn, BackendColumn, PartColumn, ColumnCount };
    enum Role { LifeRole = Qt::UserRole, ThereRole };  ///< a ReportedEntry::Life as an int; whether the entry was made by then

    explicit CacheEntriesModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    /// Of a run of the report, which it keeps; null: no rows. As it was after that call, entries of later ones last; of a call that the run does not have, as it was at the end.
    void setRun(StanceReportRef report, const ReportedRun* run, int call = -1);
    const ReportedEntry& entry(int row) const { return m_run->entries[m_rows[static_cast<std::size_t>(row)]]; }
    bool isThere(int row) const { return row < m_there; }  ///< it was made by then
    int rowOf(const CompileId& id) const;  ///< -1: none
    /// Entries of the function itself at that time, against its limit: those of what follows a graph break have limits of their own.
    int used() const;
    int limit() const { return m_run ? m_run->recompileLimit : 0; }

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() || !m_run ? 0 : static_cast<int>(m_rows.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    StanceReportRef m_report;
    const ReportedRun* m_run = nullptr;  // inside m_report
    std::vector<std::size_t> m_rows;     // into the run's entries
    int m_there = 0;                     // so many rows were made by then
};

}  // namespace whittle

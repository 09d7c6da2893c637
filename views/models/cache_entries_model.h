// The entries of a stance's cache in the order in which a lookup asks them: how often each was used, and whether it still can be.
#pragma once

#include <QAbstractTableModel>

#include "views/models/stance_controller.h"

namespace whittle {

class CacheEntriesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { EntryColumn, LifeColumn, HitsColumn, MadeByColumn, ReplacedColumn, RecordColumn, CompileColumn, GuardsColumn, SymbolsColumn, BackendColumn, PartColumn, ColumnCount };
    enum Role { LifeRole = Qt::UserRole };  ///< a ReportedEntry::Life as an int

    explicit CacheEntriesModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    /// Of a run of the report, which it keeps; null: no rows.
    void setRun(StanceReportRef report, const ReportedRun* run);
    const ReportedEntry& entry(int row) const { return m_run->entries[static_cast<std::size_t>(row)]; }
    int rowOf(const CompileId& id) const;  ///< -1: none
    /// Entries of the function itself, against its limit: those of what follows a graph break have limits of their own.
    int used() const;
    int limit() const { return m_run ? m_run->recompileLimit : 0; }

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() || !m_run ? 0 : static_cast<int>(m_run->entries.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    StanceReportRef m_report;
    const ReportedRun* m_run = nullptr;  // inside m_report
};

}  // namespace whittle

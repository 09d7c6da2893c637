// The guards of an entry as a tree: values with their parts and checks, in the order of the checks, what each costs, and how often it failed. A search leaves what
// has the text, with what it is inside of.
#pragma once

#include <vector>

#include <QAbstractItemModel>

#include "views/models/stance_controller.h"

namespace whittle {

class GuardTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { GuardColumn, KindColumn, CostColumn, ShareColumn, FailuresColumn, LineColumn, ColumnCount };
    /// GuardRole: index in the entry's guards. ShareRole: 0 to 1, of the whole cost. FailedRole: whether it or a check inside ever failed.
    enum Role { GuardRole = Qt::UserRole, ShareRole, FailedRole };

    explicit GuardTreeModel(QObject* parent = nullptr) : QAbstractItemModel(parent) {}

    /// An entry of the report, which it keeps; null: no rows. What is known already stays as it is, with its rows.
    void setEntry(StanceReportRef report, const ReportedEntry* entry);
    const ReportedEntry* entry() const { return m_entry; }
    void setSearch(const QString& text);
    QModelIndex indexOf(int guard) const;  ///< invalid where the search hides it
    int shown() const;                     ///< checks that the search leaves
    int checks() const { return m_checks; }
    double nanoseconds() const { return m_nanoseconds; }  ///< of all checks

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const ReportedGuard& guard(int index) const { return m_entry->guards[static_cast<std::size_t>(index)]; }
    const std::vector<int>& childrenOf(const QModelIndex& parent) const;
    void arrange();

    StanceReportRef m_report;
    const ReportedEntry* m_entry = nullptr;  // inside m_report
    std::vector<std::vector<int>> m_children;  // by guard, and at the end those of the process itself; only what the search leaves
    std::vector<int> m_rows;                   // among its siblings, -1: hidden
    std::vector<bool> m_failed;
    QString m_search;
    double m_nanoseconds = 0;
    int m_checks = 0;
};

}  // namespace whittle

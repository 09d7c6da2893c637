// A listing of a trace for item views. What is searched for in it is found on a worker: a log may have a hundred thousand guards.
#pragma once

#include <QAbstractItemModel>

#include "views/models/job_runner.h"
#include "views/models/trace_table.h"

namespace whittle {

class TraceTableModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Role {
        TargetRole = Qt::UserRole,  ///< a TraceTarget
        ToneRole,                   ///< a TraceTone, as int
        MarkRole,                   ///< whether the tone's mark stands in this cell
    };

    explicit TraceTableModel(JobRunner& jobs, QObject* parent = nullptr) : QAbstractItemModel(parent), m_jobs(jobs) {}

    /// Null: nothing. With a filter it is shown once that was applied.
    void setTable(TraceTableRef table);
    const TraceTableRef& table() const { return m_all; }
    void setFilter(const QString& words);
    const QString& filter() const { return m_filter; }
    const TraceTableRef& shown() const { return m_shown; }
    bool isFiltering() const { return m_isFiltering; }

    QModelIndex indexOf(int row, int column = 0) const;  ///< of shown(); invalid for -1
    static int rowOf(const QModelIndex& index) { return index.isValid() ? static_cast<int>(index.internalId()) : -1; }

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void aboutToShow();
    void shownChanged();

private:
    void apply();
    void show(TraceTableRef table);

    JobRunner& m_jobs;
    TraceTableRef m_all, m_shown;
    QString m_filter;
    bool m_isFiltering = false;
};

}  // namespace whittle

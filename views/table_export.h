// What every list of rows of a window can do: all its rows, as they stand, to the clipboard or to a file. Given once for all of them, so that a new list has
// it without a line of its own.
#pragma once

#include <QAbstractItemView>
#include <QPointer>

#include "views/models/job_runner.h"
#include "views/models/table_data.h"

namespace whittle {

class TableExport : public QObject {
    Q_OBJECT
public:
    /// Offers it in the menu of every table and tree of `window` that has a name for screen readers. `jobs` outlives this.
    TableExport(JobRunner& jobs, QWidget& window);

    /// The one with the focus, or that had it last and is in sight; null: none.
    QAbstractItemView* current() const;
    /// Null view: says that there is none.
    void copy(QAbstractItemView* view, const TableFormat& format);
    void chooseFile(QAbstractItemView* view);  ///< for exportTo()
    void exportTo(QAbstractItemView& view, const QString& path);
    bool isBusy() const { return m_working > 0; }

signals:
    void said(const QString& text);  ///< what was copied, or why nothing was
    void exported(const QString& path, QAbstractItemView* view);  ///< null: it has gone meanwhile
    void exportFailed(const QString& path, const QString& error);

private:
    void offer(QAbstractItemView& view);
    bool hasRows(const QAbstractItemView* view);
    void read(QAbstractItemView& view, std::function<void(Result<TableRef>)> done);

    JobRunner& m_jobs;
    QWidget& m_window;
    QPointer<QAbstractItemView> m_last;
    int m_working = 0;
};

}  // namespace whittle

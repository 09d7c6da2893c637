// Everything long that is going on, with how far it is, since when, and what is left of it. Which jobs there are a JobRunner says; what they
// are called, how far they are and how they are stopped their owners say.
#pragma once

#include <functional>

#include <QAbstractTableModel>
#include <QTimer>

#include "views/models/job_runner.h"

namespace whittle {

/// What the owner of a job says of it now.
struct TaskNews {
    QString text;                   ///< "Minifying: 12 nodes left"
    int done = 0, of = 0;           ///< of 0: nobody knows how far it is
    bool isSteady = false;          ///< `done` grows with time, so what is left can be estimated from it
    double secondsLeft = -1;        ///< where the owner has an estimate of its own
    std::function<void()> stop;     ///< null: it ends by itself
};

class TaskList : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Task, Progress, Elapsed, Left, Stop, ColumnCount };  ///< Stop: empty, for a button
    static constexpr int ShareRole = Qt::UserRole + 1;  ///< 0 to 1, or nothing
    static constexpr double kLongSeconds = 0.3;         ///< what takes less is no task
    static constexpr int kTickMs = 500;

    explicit TaskList(JobRunner& jobs, QObject* parent = nullptr);

    /// `news` is asked for jobs of this owner whose tags begin so, with the tag. Both must live as long as this.
    void describe(const QObject* owner, const QString& tag, std::function<TaskNews(const QString& tag)> news);
    /// Looks once more; else every half second while any job runs, and when one ends.
    void refresh();
    bool canStop(int row) const;
    void stop(int row);

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Source {
        const QObject* owner;
        QString tag;
        std::function<TaskNews(const QString& tag)> news;
    };
    struct Row {
        QObject* owner = nullptr;
        QString tag;
        TaskNews news = {};
        double seconds = 0;
        bool isStopping = false;
        int firstDone = -1;  // where an estimate begins: work before it told nothing of how far it was
        double firstSeconds = 0;
    };
    TaskNews newsOf(const Row& row) const;
    QString progressText(const Row& row) const;
    static double secondsLeft(const Row& row);

    JobRunner& m_jobs;
    std::vector<Source> m_sources;
    std::vector<Row> m_rows;  // as they began
    QTimer m_timer;
};

}  // namespace whittle

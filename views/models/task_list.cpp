#include "views/models/task_list.h"

#include <algorithm>

#include "views/models/format.h"

namespace whittle {
namespace {

constexpr double kLeastShare = 0.05;   // of the work, before something is said of the rest
constexpr double kLeastSeconds = 1;    // likewise

// What jobs are that nobody describes.
constexpr std::pair<const char*, const char*> kWords[] = {
    {"advice", QT_TRANSLATE_NOOP("whittle::TaskList", "Applying advice")},
    {"autosave", QT_TRANSLATE_NOOP("whittle::TaskList", "Keeping the session for the case of a crash")},
    {"arrange", QT_TRANSLATE_NOOP("whittle::TaskList", "Arranging a graph")},
    {"calls file", QT_TRANSLATE_NOOP("whittle::TaskList", "Reading or writing calls")},
    {"check", QT_TRANSLATE_NOOP("whittle::TaskList", "Checking the settings of the reduction")},
    {"code", QT_TRANSLATE_NOOP("whittle::TaskList", "Preparing the code of a kernel")},
    {"compare", QT_TRANSLATE_NOOP("whittle::TaskList", "Comparing two graphs")},
    {"copy", QT_TRANSLATE_NOOP("whittle::TaskList", "Copying a table")},
    {"describe", QT_TRANSLATE_NOOP("whittle::TaskList", "Preparing what is known of a compile")},
    {"diagnostics", QT_TRANSLATE_NOOP("whittle::TaskList", "Collecting diagnostics")},
    {"entries", QT_TRANSLATE_NOOP("whittle::TaskList", "Comparing entries of a cache")},
    {"export", QT_TRANSLATE_NOOP("whittle::TaskList", "Writing a file")},
    {"filter", QT_TRANSLATE_NOOP("whittle::TaskList", "Filtering a table")},
    {"graph", QT_TRANSLATE_NOOP("whittle::TaskList", "Reading a graph of the trace")},
    {"hash", QT_TRANSLATE_NOOP("whittle::TaskList", "Reading the file once more, to know it again")},
    {"infer", QT_TRANSLATE_NOOP("whittle::TaskList", "Finding out which sizes may vary")},
    {"isolate", QT_TRANSLATE_NOOP("whittle::TaskList", "Cutting a part out of the graph")},
    {"judge", QT_TRANSLATE_NOOP("whittle::TaskList", "Judging the values again")},
    {"kernels", QT_TRANSLATE_NOOP("whittle::TaskList", "Preparing the list of kernels")},
    {"look", QT_TRANSLATE_NOOP("whittle::TaskList", "Looking for what was left behind")},
    {"more", QT_TRANSLATE_NOOP("whittle::TaskList", "Reading what was added to the trace")},
    {"open", QT_TRANSLATE_NOOP("whittle::TaskList", "Opening a file")},
    {"overlay", QT_TRANSLATE_NOOP("whittle::TaskList", "Working out colours")},
    {"paint", QT_TRANSLATE_NOOP("whittle::TaskList", "Drawing a picture")},
    {"profile", QT_TRANSLATE_NOOP("whittle::TaskList", "Preparing the profile")},
    {"read", QT_TRANSLATE_NOOP("whittle::TaskList", "Reading a file")},
    {"save", QT_TRANSLATE_NOOP("whittle::TaskList", "Saving the session")},
    {"slice", QT_TRANSLATE_NOOP("whittle::TaskList", "Cutting out what a node needs")},
    {"sort", QT_TRANSLATE_NOOP("whittle::TaskList", "Sorting")},
    {"stances", QT_TRANSLATE_NOOP("whittle::TaskList", "Running calls under stances")},
    {"suggest", QT_TRANSLATE_NOOP("whittle::TaskList", "Looking for a folder")},
    {"text", QT_TRANSLATE_NOOP("whittle::TaskList", "Reading a text of the trace")},
    {"try", QT_TRANSLATE_NOOP("whittle::TaskList", "Trying a call")},
    {"write", QT_TRANSLATE_NOOP("whittle::TaskList", "Writing a report")},
};

constexpr const char* kTitles[TaskList::ColumnCount] = {QT_TRANSLATE_NOOP("whittle::TaskList", "Task"), QT_TRANSLATE_NOOP("whittle::TaskList", "Progress"),
                                                        QT_TRANSLATE_NOOP("whittle::TaskList", "Time"), QT_TRANSLATE_NOOP("whittle::TaskList", "Left"), nullptr};

}  // namespace

TaskList::TaskList(JobRunner& jobs, QObject* parent) : QAbstractTableModel(parent), m_jobs(jobs) {
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, &TaskList::refresh);
    connect(&jobs, &JobRunner::submitted, this, [this] {
        if (!m_timer.isActive()) m_timer.start();
    });
    connect(&jobs, &JobRunner::ended, this, [this] {
        if (!m_rows.empty()) refresh();
    });
}

void TaskList::describe(const QObject* owner, const QString& tag, std::function<TaskNews(const QString& tag)> news) { m_sources.push_back({owner, tag, std::move(news)}); }

TaskNews TaskList::newsOf(const Row& row) const {
    for (const Source& source : m_sources)
        if (source.owner == row.owner && row.tag.startsWith(source.tag)) return source.news(row.tag);
    // Behind its name a tag may say what of several this is.
    const auto known = std::ranges::find_if(kWords, [&](const auto& each) { return row.tag == QLatin1String(each.first) || row.tag.startsWith(QString::fromLatin1(each.first) + u' '); });
    return {.text = known == std::end(kWords) ? tr("At work: %1").arg(row.tag) : tr(known->second)};
}

void TaskList::refresh() {
    const std::vector<JobRunner::Running> running = m_jobs.running();
    if (running.empty()) m_timer.stop();
    const auto isSame = [](const Row& row, const JobRunner::Running& job) { return row.owner == job.owner && row.tag == job.tag && job.seconds >= row.seconds; };
    for (int at = rowCount() - 1; at >= 0; --at) {
        const auto job = std::ranges::find_if(running, [&](const auto& each) { return isSame(m_rows[static_cast<std::size_t>(at)], each); });
        if (job != running.end()) continue;
        beginRemoveRows({}, at, at);
        m_rows.erase(m_rows.begin() + at);
        endRemoveRows();
    }
    std::vector<const JobRunner::Running*> jobs;
    for (const JobRunner::Running& job : running)
        if (job.seconds >= kLongSeconds) jobs.push_back(&job);
    std::ranges::sort(jobs, std::greater(), [](const JobRunner::Running* job) { return job->seconds; });
    for (const JobRunner::Running* job : jobs) {
        auto row = std::ranges::find_if(m_rows, [&](const Row& each) { return isSame(each, *job); });
        if (row == m_rows.end()) {
            beginInsertRows({}, rowCount(), rowCount());
            m_rows.push_back({.owner = job->owner, .tag = job->tag});
            row = m_rows.end() - 1;
            endInsertRows();
        }
        row->seconds = job->seconds;
        row->isStopping = job->isStopping;
        row->news = newsOf(*row);
        if (row->news.of > 0 && row->news.done > 0 && row->firstDone < 0) {
            row->firstDone = row->news.done;
            row->firstSeconds = row->seconds;
        }
    }
    if (!m_rows.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

bool TaskList::canStop(int row) const { return row >= 0 && row < rowCount() && m_rows[static_cast<std::size_t>(row)].news.stop && !m_rows[static_cast<std::size_t>(row)].isStopping; }

void TaskList::stop(int row) {
    if (!canStop(row)) return;
    const std::function<void()> stop = m_rows[static_cast<std::size_t>(row)].news.stop;  // its row may go meanwhile
    stop();
    refresh();
}

// Negative: nobody can tell.
double TaskList::secondsLeft(const Row& row) {
    if (row.news.secondsLeft >= 0) return row.news.secondsLeft;
    if (!row.news.isSteady || row.firstDone < 0) return -1;
    const double done = row.news.done - row.firstDone, seconds = row.seconds - row.firstSeconds;
    if (done < kLeastShare * row.news.of || seconds < kLeastSeconds) return -1;
    return seconds / done * (row.news.of - row.news.done);
}

QString TaskList::progressText(const Row& row) const {
    if (row.isStopping) return tr("stopping");
    return row.news.of > 0 ? formatPercent(static_cast<double>(row.news.done) / row.news.of) : QString();
}

QVariant TaskList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == ShareRole) return index.column() == Progress && row.news.of > 0 ? QVariant(static_cast<double>(row.news.done) / row.news.of) : QVariant();
    if (role == Qt::ToolTipRole && index.column() == Left) return tr("An estimate from what was done so far; empty where nobody can tell");
    if (role == Qt::ToolTipRole) return row.news.text;
    if (role == Qt::TextAlignmentRole && index.column() != Task) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case Task: return row.news.text;
        case Progress: return progressText(row);
        case Elapsed: return formatElapsed(row.seconds);
        case Left: return secondsLeft(row) < 0 || row.isStopping ? QString() : tr("about %1").arg(formatElapsed(secondsLeft(row)));
    }
    return {};
}

QVariant TaskList::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount) return {};
    return kTitles[section] ? tr(kTitles[section]) : QString();
}

}  // namespace whittle

// The opened file: read on a worker, with its error kept for the canvas to show in place.
#pragma once

#include <functional>

#include <QObject>
#include <QStringList>

#include "engine/formats/open.h"
#include "views/models/job_runner.h"

namespace whittle {

class Document : public QObject {
    Q_OBJECT
public:
    enum class State { Empty, Opening, Open, Failed };
    Q_ENUM(State)
    using Opener = std::function<Result<OpenedGraph>(const std::filesystem::path&)>;

    /// `opener` runs on a worker.
    Document(JobRunner& jobs, Opener opener, QObject* parent = nullptr);

    /// A newer call replaces an older one that still reads.
    void open(const QString& path);
    /// Stops reading; what was open before stays.
    void cancel();
    /// Forgets all: nothing is open then, and nothing being read.
    void close();
    /// Leaves the error and goes back to what was open before, if anything.
    void dismissError();

    const Opener& opener() const { return m_opener; }
    State state() const { return m_state; }
    const GraphRef& graph() const { return m_graph; }  ///< null until a file was opened
    const QString& path() const { return m_path; }     ///< of graph()
    QString title() const;                             ///< file name of graph()
    const QString& format() const { return m_format; }
    const QStringList& notes() const { return m_notes; }
    const QString& requestedPath() const { return m_requested; }  ///< the file being opened, or that failed
    const QString& errorText() const { return m_error; }

signals:
    void stateChanged();
    void opened(const QString& path);

private:
    void show(Result<OpenedGraph> result);
    void setState(State state);

    JobRunner& m_jobs;
    Opener m_opener;
    State m_state = State::Empty;
    GraphRef m_graph;
    QString m_path, m_format, m_requested, m_error;
    QStringList m_notes;
};

}  // namespace whittle

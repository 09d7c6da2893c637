// The opened file: read on a worker, with its error kept for the canvas to show in place.
#pragma once

#include <functional>
#include <type_traits>
#include <utility>

#include <QObject>
#include <QStringList>

#include "views/models/graph_source.h"
#include "views/models/job_runner.h"

namespace whittle {

/// Reads a file as it was asked for. What knows of no options reads each as it comes.
class GraphOpener {
public:
    GraphOpener() = default;
    template <class Open>
    GraphOpener(Open open) {
        if constexpr (std::is_invocable_v<const Open&, const std::filesystem::path&, const OpenOptions&>) m_open = std::move(open);
        else m_open = [open = std::move(open)](const std::filesystem::path& file, const OpenOptions&) { return open(file); };
    }
    Result<OpenedGraph> operator()(const std::filesystem::path& file, const OpenOptions& options) const { return m_open(file, options); }

private:
    std::function<Result<OpenedGraph>(const std::filesystem::path&, const OpenOptions&)> m_open;
};

class Document : public QObject {
    Q_OBJECT
public:
    enum class State { Empty, Opening, Open, Failed };
    Q_ENUM(State)
    using Opener = GraphOpener;

    /// `opener` runs on a worker.
    Document(JobRunner& jobs, Opener opener, QObject* parent = nullptr);

    /// A newer call replaces an older one that still reads.
    void open(const GraphSource& source);
    void open(const QString& path) { open(GraphSource{.file = path}); }
    /// Stops reading; what was open before stays.
    void cancel();
    /// Forgets all: nothing is open then, and nothing being read.
    void close();
    /// Leaves the error and goes back to what was open before, if anything.
    void dismissError();

    const Opener& opener() const { return m_opener; }
    State state() const { return m_state; }
    const GraphRef& graph() const { return m_graph; }  ///< null until a file was opened
    const GraphSource& source() const { return m_source; }  ///< of graph()
    const QString& path() const { return m_source.file; }
    QString title() const;                             ///< file name of graph()
    const QString& format() const { return m_format; }
    const QStringList& notes() const { return m_notes; }
    const QString& requestedPath() const { return m_requested.file; }  ///< the file being opened, or that failed
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
    GraphSource m_source, m_requested;
    QString m_format, m_error;
    QStringList m_notes;
};

}  // namespace whittle

// What runs found, in the session of a window: taken when a run has ended, shown again when its graph is open.
#pragma once

#include <set>

#include <QObject>
#include <QStringList>

#include "views/models/numerics_controller.h"
#include "views/models/session_result.h"
#include "views/models/stance_controller.h"
#include "views/models/study_controller.h"

namespace whittle {

class WindowResults : public QObject {
    Q_OBJECT
public:
    struct Sources {
        JobRunner& jobs;
        StudyController& study;
        NumericsController& numerics;
        StanceController& stances;
        std::function<void(const std::function<void()>& show)> present;  ///< calls it
    };
    explicit WindowResults(const Sources& sources, QObject* parent = nullptr);

    /// What there is now, and what of a session still waits, as it was read.
    SessionResults all() const;
    /// Of a session: they wait for its graph.
    void wait(const SessionResults& results);
    void forgetWaiting();
    /// This graph is open, and nothing was found of it yet: what waits is read, and shown where it is of this graph.
    void show(const GraphRef& graph);
    bool isBusy() const { return !m_reading.empty(); }
    bool isWaiting() const { return !m_waiting.empty(); }
    /// What all() could not keep, in words; for when all of it was written.
    QString leftOutText() const;

signals:
    void changed();                     ///< all()
    void shown();                       ///< nothing waits any more
    void refused(const QString& text);  ///< what of it is not shown, and why

private:
    /// Runs on a worker; what comes back shows it here.
    using Reader = std::function<Result<std::function<void()>>(const PackedResult& result, const GraphRef& graph, const CancelToken& cancel)>;
    struct Kind {
        QString name;   ///< in the file
        QString title;  ///< at the beginning of a sentence
        std::function<std::shared_ptr<const void>()> current;   ///< the same pointer as long as it is the same result; null: there is none
        std::function<std::vector<ResultTeller>()> tellers;     ///< of current()
        std::function<Reader()> reader;
    };
    struct Kept {
        std::shared_ptr<const void> of;
        SessionResultRef result;
    };
    struct Answer {
        std::function<void()> show;
        QString trouble;
    };
    Kind studyKind();
    Kind numericsKind();
    Kind baselineKind();
    Kind stanceKind();
    void note(const Kind& kind);
    void read(const Kind& kind, const SessionResultRef& result);
    void take(const Kind& kind, const SessionResultRef& result, const Answer& answer);
    static Answer answerOf(const QString& title, const Reader& read, const PackedResult& result, const GraphRef& graph, const QString& mark, const CancelToken& cancel);
    void drop(const QString& name);

    Sources m_sources;
    std::vector<Kind> m_kinds;
    std::map<QString, Kept> m_kept;
    SessionResults m_waiting;
    std::set<QString> m_reading;  // of these, on a worker
    SessionResultRef m_showing;   // what the next news of a run is
    QStringList m_troubles;
    GraphRef m_graph;
    std::function<QString()> m_mark;  // of the graph
};

}  // namespace whittle

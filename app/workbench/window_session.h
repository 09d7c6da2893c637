// The session of a window: what each of its parts keeps, and how a session that is opened becomes the window again.
#pragma once

#include <optional>

#include <QPointF>

#include "views/models/minify_settings.h"
#include "views/models/session.h"

namespace whittle {

class MainWindow;

class WindowSession : public QObject {
    Q_OBJECT
public:
    /// `layoutVersion`: of the docks' state.
    WindowSession(MainWindow& window, JobRunner& jobs, const QString& stateFolder, int layoutVersion);

    Session& session() { return m_session; }
    bool isBusy() const { return m_session.isBusy() || m_isHashing; }
    void save();  ///< asks where when it has no file yet
    void saveAs();
    /// A graph was opened and nothing of it is shown yet; then, what was to be selected and set besides.
    void beforeGraph(const QString& path);
    void afterGraph(const QString& path);

private:
    struct Place {  ///< waits for its graph
        std::map<QString, bool> folds;
        QString selected, query;
        double zoom = 0;  ///< 0: as it comes
        QPointF centre;
    };
    void addParts(int layoutVersion);
    SessionPart documentPart();
    SessionPart graphPart();
    SessionPart windowPart(int layoutVersion);
    SessionPart minifyPart();
    SessionPart notesPart();
    void openGraphFile(const QString& path, const QString& folder);
    void locate(const QString& missing);
    void showPlace();
    void hashFile(const QString& path);
    void watch();

    MainWindow& m_window;
    JobRunner& m_jobs;
    Session m_session;
    bool m_isHashing = false;
    QString m_hash;        // of the open graph's file; empty until a worker has found it
    QString m_wantedHash;  // that the session was made with
    QString m_awaited;     // the session's graph, until it is open
    std::optional<Place> m_place;
    std::optional<MinifySettings> m_settings;
};

}  // namespace whittle

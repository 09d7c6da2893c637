// The session of a window: what each of its parts keeps, and how a session that is opened becomes the window again.
#pragma once

#include <optional>

#include <QPointF>

#include "views/models/bookmarks.h"
#include "engine/capture/dim_spec.h"
#include "views/models/minify_settings.h"
#include "app/workbench/window_results.h"
#include "views/models/session.h"
#include "views/models/stages.h"
#include "views/models/stance_controller.h"

namespace whittle {

class MainWindow;

class WindowSession : public QObject {
    Q_OBJECT
public:
    /// `layoutVersion`: of the docks' state.
    WindowSession(MainWindow& window, JobRunner& jobs, const QString& stateFolder, int layoutVersion);

    Session& session() { return m_session; }
    bool isBusy() const { return m_session.isBusy() || m_isHashing || m_results.isBusy(); }
    void save();  ///< asks where when it has no file yet
    void saveAs();
    /// A graph was opened and the window still shows the one before: when it is another than the session's, that is saved and left.
    void leaveGraph(const QString& path);
    /// Nothing of it is shown yet; then, what was to be selected and set besides.
    void beforeGraph();
    void afterGraph();

private:
    struct Place {  ///< waits for its graph
        std::map<QString, bool> folds;
        QString selected, query;
        double zoom = 0;  ///< 0: as it comes
        QPointF centre;
        QStringList isolated;  ///< shown alone; empty: all is shown
        QString highlight, from, to;  ///< its kind, and the items that it is of
    };
    struct Sight {  ///< of the profile: what of the run; waits for its graph too
        int tab = 0;
        double begin = 0, end = 1;
    };
    struct TracePlace {  ///< waits for its trace
        QString path, log, compile, filter;
    };
    struct Calls {  ///< of the Recompiles view; wait for their graph as well
        std::string calls;
        StanceSettings settings;
        bool isLive = false;
    };
    struct Compared {  ///< what was held against what; waits for its graph as well
        StageChoice choice;
        QStringList files;
        QString filter;
    };
    void addParts(int layoutVersion);
    SessionPart documentPart();
    SessionPart graphPart();
    SessionPart windowPart(int layoutVersion);
    SessionPart minifyPart();
    SessionPart notesPart();
    SessionPart profilePart();
    SessionPart tracePart();
    SessionPart stancePart();
    SessionPart bookmarksPart();
    SessionPart dimsPart();
    SessionPart comparisonPart();
    SessionPart numericsPart();
    void openGraphFile(const QString& path, const QString& folder);
    void openWanted(const QString& path, const QString& folder);
    void locate(const QString& missing);
    void showPlace();
    void showHighlight(const Place& place);
    void tellTroubles();
    void showSight();
    void showTrace(const QString& path);
    void showCalls();
    void showCompared();
    void showBookmarks();
    void applySaid();
    Place shownPlace();
    void applySettings();
    void hashFile(const QString& path);
    void watch();

    MainWindow& m_window;
    JobRunner& m_jobs;
    Session m_session;
    WindowResults m_results;
    QString m_fileTrouble, m_resultTrouble;  // of the session that was opened last
    bool m_isHashing = false;
    QString m_file;        // of the open graph
    GraphSource m_source;  // likewise, and how it was read
    QString m_hash;        // of that file; empty until a worker has found it
    QString m_wantedFile;  // that the session names, until it is open; what waits for it is saved as it was read
    GraphSource m_wantedSource;  // how it is to be read
    QString m_wantedHash;  // that the session was made with
    QString m_awaited;     // where the session's graph was found, until it is open
    std::optional<Place> m_place;
    std::optional<QList<Bookmark>> m_bookmarks;  // waits for its graph too
    std::optional<MinifySettings> m_settings;
    std::optional<Sight> m_sight;
    std::optional<TracePlace> m_tracePlace;
    std::optional<Calls> m_calls;
    std::optional<Compared> m_compared;
    std::optional<ShapeSpec> m_said;
};

}  // namespace whittle

// Undo for what the user set up: folds, what is shown alone, colours, the stage, bookmarks, saved searches, settings of the reduction, tolerances, forced candidates, calls under
// stances, what is said of sizes, forgotten files, keys. Watches the models, so that no view has to know of it.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include <QElapsedTimer>
#include <QKeySequence>
#include <QUndoStack>

#include "views/models/bookmarks.h"
#include "views/models/dims_controller.h"
#include "views/models/graph_controller.h"
#include "views/models/minify_form.h"
#include "views/models/numerics_controller.h"
#include "views/models/recent_files.h"
#include "views/models/saved_searches.h"
#include "views/models/stages.h"
#include "views/models/stance_controller.h"

namespace whittle {

class Actions;

class UserUndo : public QObject {
    Q_OBJECT
public:
    struct Sources {
        GraphController& graph;
        GraphController& reduced;  ///< coloured alike
        Bookmarks& bookmarks;
        MinifyForm& form;
        DimsController& dims;
        RecentFiles& recent;
        StanceController& stances;
        SavedSearches& searches;
        NumericsController& numerics;
        StudyController& study;
        StageController& stages;
        Actions& actions;
    };
    explicit UserUndo(const Sources& sources, QObject* parent = nullptr);

    QUndoStack& stack() { return m_stack; }
    /// Another file was opened: what was done before was done to something else.
    void begin();
    /// What changes meanwhile nobody did: a session is shown.
    void quietly(const std::function<void()>& act);
    /// Likewise of a part that will be shown alone, when it is there.
    void expectIsolated(const QStringList& keys) { m_isolated.last = keys; }

private:
    struct Look {
        QString colorBy;
        RampLook ramp;
        friend bool operator==(const Look&, const Look&) = default;
    };
    using Forced = std::map<QString, QString>;
    using Keys = std::map<QString, QKeySequence>;
    template <class T>
    struct Watched {
        T last;
        std::function<T()> get;
        std::function<void(const T&)> set;
    };
    template <class T>
    class Change;
    /// `words`: what changed from watched.last to now. Changes of one `detail` that follow each other quickly are one; empty: never.
    template <class T>
    void note(Watched<T>& watched, const std::function<QString()>& words, const QString& detail);

    void noteFolds(const SceneRef& scene);
    template <class Act>
    void forAll(const Act& act) {
        const auto all = [&](auto&... watched) { (act(watched), ...); };
        all(m_folds, m_bookmarks, m_settings, m_said, m_recent, m_stances, m_searches, m_look, m_isolated, m_bounds, m_forced, m_stages, m_keys);
    }

    QUndoStack m_stack;
    std::weak_ptr<const GraphContent> m_content;  // that m_open is of; it may be gone, and who lets go of it last has to be a worker
    std::vector<bool> m_open;                     // by group, as shown last
    bool m_isUndoing = false;
    Watched<FoldChoices> m_folds;
    Watched<QList<Bookmark>> m_bookmarks;
    Watched<MinifySettings> m_settings;
    Watched<ShapeSpec> m_said;
    Watched<QList<GraphSource>> m_recent;
    Watched<StanceInput> m_stances;
    Watched<QList<SavedSearch>> m_searches;
    Watched<Look> m_look;
    Watched<QStringList> m_isolated;
    Watched<ErrorBounds> m_bounds;
    Watched<Forced> m_forced;
    Watched<StageChoice> m_stages;
    Watched<Keys> m_keys;
};

}  // namespace whittle

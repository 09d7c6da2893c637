// Undo for what the user set up: folds, bookmarks, settings of the reduction, calls under stances, what is said of sizes, forgotten files. Watches the models, so that no view has to know of it.
#pragma once

#include <functional>

#include <QElapsedTimer>
#include <QUndoStack>

#include "views/models/bookmarks.h"
#include "views/models/dims_controller.h"
#include "views/models/graph_controller.h"
#include "views/models/minify_form.h"
#include "views/models/recent_files.h"
#include "views/models/stance_controller.h"

namespace whittle {

class UserUndo : public QObject {
    Q_OBJECT
public:
    UserUndo(GraphController& graph, Bookmarks& bookmarks, MinifyForm& form, DimsController& dims, RecentFiles& recent, StanceController& stances, QObject* parent = nullptr);

    QUndoStack& stack() { return m_stack; }
    /// Another file was opened: what was done before was done to something else.
    void begin();

private:
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
};

}  // namespace whittle

// Undo for what the user set up: folds, settings of the reduction, calls under stances, forgotten files. Watches the models, so that no view has to know of it.
#pragma once

#include <functional>

#include <QElapsedTimer>
#include <QUndoStack>

#include "views/models/graph_controller.h"
#include "views/models/minify_form.h"
#include "views/models/recent_files.h"
#include "views/models/stance_controller.h"

namespace whittle {

class UserUndo : public QObject {
    Q_OBJECT
public:
    UserUndo(GraphController& graph, MinifyForm& form, RecentFiles& recent, StanceController& stances, QObject* parent = nullptr);

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
    template <class T>
    void note(Watched<T>& watched, const QString& text, const QString& detail);

    QUndoStack m_stack;
    bool m_isUndoing = false;
    Watched<FoldChoices> m_folds;
    Watched<MinifySettings> m_settings;
    Watched<QStringList> m_recent;
    Watched<StanceInput> m_stances;
};

}  // namespace whittle

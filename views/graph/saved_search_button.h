// Beside the search field: keeps searches under names, takes them up again and removes them; and offers the earlier ones, also by the
// Down key in the field.
#pragma once

#include <QToolButton>

#include "views/models/graph_controller.h"
#include "views/models/saved_searches.h"

class QCompleter;
class QLineEdit;
class QMenu;
class QStringListModel;

namespace whittle {

class SavedSearchButton : public QToolButton {
    Q_OBJECT
public:
    /// `field`: where searches of `graph` are typed.
    SavedSearchButton(SavedSearches& searches, GraphController& graph, QLineEdit& field, QWidget* parent = nullptr);

    void openMenu();
    QMenu& searchMenu() { return *m_menu; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void take(const QString& query);
    void askName();
    void offerEarlier();
    void noteUse();

    SavedSearches& m_searches;
    GraphController& m_graph;
    QLineEdit& m_field;
    QMenu* m_menu;
    QStringListModel* m_earlier;
    QCompleter* m_completer;
};

}  // namespace whittle

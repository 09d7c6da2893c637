// Everything that can be done by a menu, a button of the toolbar, a key or the command palette: one table
// (action_table.cpp), from which all of them are made. A new action is a new row there.
#pragma once

#include <functional>
#include <map>
#include <span>

#include <QAction>
#include <QKeySequence>
#include <QMenu>
#include <QSettings>
#include <QToolBar>

#include "views/icons.h"

class QActionGroup;
class QMenuBar;

namespace whittle {

class MainWindow;

struct ActionRow {
    enum Flag : unsigned {
        NeedsGraph = 1,      ///< is off while no graph is open
        OnToolbar = 2,
        NamedOnToolbar = 4,  ///< there by the name of its menu, beside its icon
        Checkable = 8,
        OneOf = 16,          ///< one of its menu is checked
        NewSection = 32,     ///< a line above it
    };
    const char* id;    ///< "view.fit": stands in the menu "view". Settings keep keys by it
    const char* text;  ///< in the context "Actions"; null: the docks' toggles stand here
    const char* keys = "";  ///< at first, as QKeySequence::PortableText
    unsigned flags = 0;
    Icon icon = Icon::Count;
    std::function<void(MainWindow&)> act = nullptr;  ///< null: a menu, for rows whose ids begin with its own
};
std::span<const ActionRow> actionRows();

class Actions : public QObject {
    Q_OBJECT
public:
    /// Changed keys are read from `settings`, which must outlive this.
    Actions(MainWindow& window, QSettings& settings);

    /// Makes menus and buttons. `docks`: toggles, by name, for the row without a text.
    void build(QMenuBar& menus, QToolBar& toolbar, const QList<std::pair<QString, QAction*>>& docks);

    const QList<QAction*>& all() const { return m_all; }  ///< as in the menus; each one's objectName() is its id
    QAction* action(const QString& id) const { return m_byId.value(id); }  ///< null when there is none
    QMenu* menu(const QString& id) const { return m_menus.value(id); }     ///< likewise
    void setHasGraph(bool has);

    /// "View › Theme": where the action is found, for lists of all.
    QString place(const QAction& action) const;
    /// Without the ampersand that marks a letter.
    static QString plainText(const QAction& action);

    QKeySequence standardKeys(const QString& id) const { return m_standard.value(id); }
    /// Kept in the settings, unless they are the standard ones. Empty: none.
    void setKeys(const QString& id, const QKeySequence& keys);

signals:
    void done(const QString& id);  ///< by menu, button, key or palette
    void keysChanged();

private:
    void add(QMenu& menu, const QString& id, QAction* action, const QKeySequence& standard);
    void show(QAction& action, const QKeySequence& keys);

    MainWindow& m_window;
    QSettings& m_settings;
    QList<QAction*> m_all;
    QList<QAction*> m_needGraph;
    QHash<QString, QAction*> m_byId;
    QHash<QString, QMenu*> m_menus;
    QHash<QString, QActionGroup*> m_groups;
    QHash<QString, QKeySequence> m_standard;
};

}  // namespace whittle

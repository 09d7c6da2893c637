#include "app/workbench/actions.h"

#include <QActionGroup>
#include <QMenuBar>
#include <QToolButton>

#include "app/workbench/main_window.h"

namespace whittle {
namespace {

const QString kKeysGroup = QStringLiteral("shortcuts/");

QString words(const char* text) { return QCoreApplication::translate("Actions", text); }

QString menuOf(const QString& id) { return id.left(id.lastIndexOf(u'.')); }

}  // namespace

Actions::Actions(MainWindow& window, QSettings& settings) : QObject(&window), m_window(window), m_settings(settings) {}

void Actions::build(QMenuBar& menus, QToolBar& toolbar, const QList<std::pair<QString, QAction*>>& docks) {
    QString toolbarMenu;
    for (const ActionRow& row : actionRows()) {
        const QString id = QLatin1String(row.id);
        QMenu* parent = m_menus.value(menuOf(id));
        if (parent && row.flags & ActionRow::NewSection) parent->addSeparator();
        if (!row.text) {
            int number = 1;
            for (const auto& [name, toggle] : docks) {  // there are keys for nine
                add(*parent, id + u'.' + name, toggle, number < 10 ? QKeySequence(QStringLiteral("Ctrl+%1").arg(number)) : QKeySequence());
                ++number;
            }
            continue;
        }
        if (!row.act) {
            m_menus.insert(id, id.contains(u'.') ? parent->addMenu(words(row.text)) : menus.addMenu(words(row.text)));
            continue;
        }
        auto* action = new QAction(words(row.text), this);
        if (row.icon != Icon::Count) action->setIcon(icon(row.icon));
        action->setCheckable(row.flags & (ActionRow::Checkable | ActionRow::OneOf));
        if (row.flags & ActionRow::OneOf) {
            QActionGroup*& group = m_groups[menuOf(id)];
            if (!group) group = new QActionGroup(this);
            group->addAction(action);
        }
        if (row.flags & ActionRow::NeedsGraph) m_needGraph << action;
        connect(action, &QAction::triggered, this, [this, act = row.act] { act(m_window); });
        add(*parent, id, action, QKeySequence::fromString(QLatin1String(row.keys), QKeySequence::PortableText));
        if (!(row.flags & (ActionRow::OnToolbar | ActionRow::NamedOnToolbar))) continue;
        if (!toolbarMenu.isEmpty() && toolbarMenu != menuOf(id)) toolbar.addSeparator();
        toolbarMenu = menuOf(id);
        if (row.flags & ActionRow::NamedOnToolbar) action->setIconText(parent->title().remove(u'&'));
        toolbar.addAction(action);
        auto* button = static_cast<QToolButton*>(toolbar.widgetForAction(action));
        button->setAccessibleName(plainText(*action));
        if (row.flags & ActionRow::NamedOnToolbar) button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
}

void Actions::add(QMenu& menu, const QString& id, QAction* action, const QKeySequence& standard) {
    action->setObjectName(id);
    menu.addAction(action);
    m_all << action;
    m_byId.insert(id, action);
    m_standard.insert(id, standard);
    const QVariant kept = m_settings.value(kKeysGroup + id);
    show(*action, kept.isValid() ? QKeySequence::fromString(kept.toString(), QKeySequence::PortableText) : standard);
    connect(action, &QAction::triggered, this, [this, id] { emit done(id); });
}

void Actions::show(QAction& action, const QKeySequence& keys) {
    action.setShortcut(keys);
    const QString text = plainText(action);
    action.setToolTip(keys.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, keys.toString(QKeySequence::NativeText)));
}

void Actions::setKeys(const QString& id, const QKeySequence& keys) {
    QAction* action = m_byId.value(id);
    if (!action || action->shortcut() == keys) return;
    if (keys == standardKeys(id)) m_settings.remove(kKeysGroup + id);
    else m_settings.setValue(kKeysGroup + id, keys.toString(QKeySequence::PortableText));
    show(*action, keys);
    emit keysChanged();
}

void Actions::setHasGraph(bool has) {
    for (QAction* action : std::as_const(m_needGraph)) action->setEnabled(has);
}

QString Actions::place(const QAction& action) const {
    QStringList titles;
    for (QString id = action.objectName(); id.contains(u'.');) {
        id = menuOf(id);
        if (const QMenu* menu = m_menus.value(id)) titles.prepend(menu->title().remove(u'&'));
    }
    return titles.join(QStringLiteral(" › "));
}

QString Actions::plainText(const QAction& action) { return action.text().remove(u'&'); }

}  // namespace whittle

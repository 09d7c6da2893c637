// The table of actions: what menus, toolbar and keys are made of it, and that every row does something.
#include "tests/views/gui/window_support.h"

#include <QDockWidget>
#include <QMenuBar>
#include <QTranslator>
#include <QToolBar>
#include <QToolButton>

#include "app/workbench/docks.h"
#include "app/workbench/minify_service.h"
#include "app/workbench/translations.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Opened : OpenedWindow {
    Opened() { renew(); }
    void renew() {
        show({.opener = [](const std::filesystem::path&) -> Result<OpenedGraph> { return OpenedGraph{smallGraph(), "pt2", {}}; }, .minify = minifyService({}), .samples = {}});
    }
    Actions& actions() { return window->actions(); }
    QAction* action(const char* id) { return actions().action(id); }
};

}  // namespace

class ActionsTest : public QObject {
    Q_OBJECT
private slots:
    void every_row_is_in_a_menu_and_named_once() {
        Opened app;
        QStringList wrong;
        QSet<QString> ids;
        for (const ActionRow& row : actionRows()) {
            if (ids.contains(row.id)) wrong << QString("%1 is there twice").arg(row.id);
            ids.insert(row.id);
            if (!row.text) continue;
            if (!row.act && !app.actions().menu(row.id)) wrong << QString("%1 is no menu").arg(row.id);
            if (row.act && !app.action(row.id)) wrong << QString("%1 is no action").arg(row.id);
            if (row.act && app.actions().place(*app.action(row.id)).isEmpty()) wrong << QString("%1 is in no menu").arg(row.id);
            if (row.act && *row.keys && app.actions().standardKeys(row.id).isEmpty()) wrong << QString("%1 has no keys '%2'").arg(row.id, row.keys);
        }
        QCOMPARE(wrong.join('\n'), QString());
        QCOMPARE(app.actions().place(*app.action("view.theme.dark")), QString("View › Theme"));
    }

    void no_key_does_two_things() {
        Opened app;
        QMap<QString, QStringList> users;
        for (const QAction* action : app.actions().all())
            if (!action->shortcut().isEmpty()) users[action->shortcut().toString()] << action->objectName();
        QStringList twice;
        for (auto use = users.cbegin(); use != users.cend(); ++use)
            if (use.value().size() > 1) twice << use.key() + ": " + use.value().join(' ');
        QCOMPARE(twice.join('\n'), QString());
        QVERIFY(users.size() > 20);
    }

    void no_letter_is_marked_twice_in_a_menu_data() {
        QTest::addColumn<QString>("language");
        for (const QString& language : languages()) QTest::newRow(qPrintable(language)) << language;
    }
    void no_letter_is_marked_twice_in_a_menu() {
        QFETCH(QString, language);
        const QLocale before;
        installLanguage(*qApp, language);
        const auto back = qScopeGuard([&] {
            for (QTranslator* translator : qApp->findChildren<QTranslator*>()) delete translator;
            QLocale::setDefault(before);
        });
        Opened app;
        if (language == "de") QCOMPARE(app.action("file.quit")->text(), QString("&Beenden"));
        if (language == "zh_CN") QCOMPARE(app.action("file.quit")->text(), QString("退出(&Q)"));
        QStringList twice;
        const auto walk = [&](const QString& title, const QList<QAction*>& entries) {
            QSet<QChar> marks;
            for (const QAction* entry : entries) {
                const qsizetype at = entry->text().indexOf('&');
                if (at < 0) continue;
                const QChar mark = entry->text()[at + 1].toLower();
                if (marks.contains(mark)) twice << title + ": " + entry->text();
                marks.insert(mark);
            }
        };
        walk("menus", app.window->menuBar()->actions());
        for (const QMenu* menu : app.window->findChildren<QMenu*>()) walk(menu->title(), menu->actions());
        QCOMPARE(twice.join('\n'), QString());
    }

    void docks_have_toggles_with_keys() {
        Opened app;
        int number = 1;
        for (const QString& name : dockNames()) {
            const QAction* toggle = app.actions().action("view.dock." + name);
            QVERIFY2(toggle, qPrintable(name));
            if (number < 10) QCOMPARE(toggle->shortcut(), QKeySequence(QString("Ctrl+%1").arg(number)));
            ++number;
        }
        const bool shown = app.window->dock("nodes")->isVisible();
        app.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(app.window.get()));
        QTest::keyClick(app.window.get(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(app.window->dock("nodes")->isVisible(), !shown);
    }

    void a_tenth_dock_has_no_key() {
        Opened app;
        QMenuBar menus;
        QToolBar toolbar;
        QList<std::pair<QString, QAction*>> docks;
        for (int i = 1; i <= 11; ++i) docks.append({QString::number(i), new QAction(QString("Dock %1").arg(i), &menus)});
        Actions actions(*app.window, app.settings);
        actions.build(menus, toolbar, docks);
        QCOMPARE(actions.action("view.dock.9")->shortcut(), QKeySequence("Ctrl+9"));
        for (const char* more : {"view.dock.10", "view.dock.11"}) QCOMPARE(actions.action(more)->shortcut(), QKeySequence());
    }

    void what_needs_a_graph_waits_for_one() {
        Opened app;
        QVERIFY(app.action("file.open")->isEnabled());
        QVERIFY(!app.action("view.fit")->isEnabled());
        app.open("small.pt2");
        QVERIFY(app.action("view.fit")->isEnabled());
    }

    void keys_can_be_changed_and_are_kept() {
        Opened app;
        app.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(app.window.get()));
        QSignalSpy changed(&app.actions(), &Actions::keysChanged);
        QSignalSpy done(&app.actions(), &Actions::done);
        app.actions().setKeys("view.color-key", QKeySequence("Ctrl+Alt+Y"));
        app.actions().setKeys("help.shortcuts", QKeySequence());
        QCOMPARE(changed.size(), 2);
        QVERIFY(app.action("view.color-key")->toolTip().contains("Ctrl+Alt+Y"));
        QTest::keyClick(app.window.get(), Qt::Key_Y, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(done.size(), 1);
        QCOMPARE(done[0][0].toString(), QString("view.color-key"));
        app.renew();
        QCOMPARE(app.action("view.color-key")->shortcut(), QKeySequence("Ctrl+Alt+Y"));
        QCOMPARE(app.action("help.shortcuts")->shortcut(), QKeySequence());
        app.actions().setKeys("view.color-key", app.actions().standardKeys("view.color-key"));
        app.actions().setKeys("help.shortcuts", app.actions().standardKeys("help.shortcuts"));
        QVERIFY(app.settings.allKeys().filter("shortcuts/").isEmpty());  // standard keys may change with the program
    }

    void the_toolbar_names_its_buttons() {
        Opened app;
        int buttons = 0;
        for (const QToolBar* bar : app.window->findChildren<QToolBar*>())
            for (const QToolButton* button : bar->findChildren<QToolButton*>()) {
                QVERIFY(!button->accessibleName().isEmpty());
                buttons += button->defaultAction() != nullptr;
            }
        int wanted = 0;
        for (const ActionRow& row : actionRows()) wanted += (row.flags & (ActionRow::OnToolbar | ActionRow::NamedOnToolbar)) != 0;
        QCOMPARE(buttons, wanted);
    }
};

WHITTLE_TEST(ActionsTest)
#include "actions_test.moc"

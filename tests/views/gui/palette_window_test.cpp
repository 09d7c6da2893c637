// The command palette and the editor of keys, by keys alone.
#include "tests/views/gui/window_support.h"

#include <QDialogButtonBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QTableView>

#include "app/workbench/minify_service.h"
#include "app/workbench/shortcuts_dialog.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Opened : OpenedWindow {
    Opened() {
        show({[](const std::filesystem::path& path) -> Result<OpenedGraph> {
                  return OpenedGraph{path.filename() == "blocks.pt2" ? blocksGraph() : smallGraph(), "pt2", {}};
              },
              minifyService({}), {}});
        window->activateWindow();
    }
    CommandPalette& palette() { return window->commandPalette(); }
    void call(Qt::Key key = Qt::Key_K) {
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTest::keyClick(window.get(), key, Qt::ControlModifier);
        QVERIFY(palette().isVisible());
        QCOMPARE(QApplication::focusWidget(), &palette().field());
    }
    void type(const QString& text) { QTest::keyClicks(&palette().field(), text); }
    void press(Qt::Key key) { QTest::keyClick(&palette().field(), key); }
    QString first() { return palette().list().model()->index(0, 0).data().toString(); }
};

QPushButton* button(QWidget& root, const QString& text) {
    for (QPushButton* each : root.findChildren<QPushButton*>())
        if (QString(each->text()).remove('&') == text) return each;
    return nullptr;
}

}  // namespace

class PaletteWindowTest : public QObject {
    Q_OBJECT
private slots:
    void a_command_is_typed_and_done() {
        Opened app;
        app.open("small.pt2");
        app.canvas().setFocus();
        app.call();
        app.type("dark");
        QCOMPARE(app.first(), QString("Dark"));
        QVERIFY(app.palette().field().accessibleDescription().startsWith("Dark"));
        app.press(Qt::Key_Return);
        QVERIFY(!app.palette().isVisible());
        QCOMPARE(QApplication::focusWidget(), &app.canvas());
        QVERIFY(app.window->actions().action("view.theme.dark")->isChecked());
        app.call();
        QCOMPARE(app.first(), QString("Dark"));  // what was done last
        app.press(Qt::Key_Escape);
        app.window->setTheme(ThemeChoice::Light);
    }

    void arrows_move_and_escape_leaves() {
        Opened app;
        app.open("small.pt2");
        app.canvas().setFocus();
        app.call();
        QListView& list = app.palette().list();
        const int rows = list.model()->rowCount();
        QVERIFY(rows > 20);
        app.press(Qt::Key_Down);
        QCOMPARE(list.currentIndex().row(), 1);
        app.press(Qt::Key_Up);
        app.press(Qt::Key_Up);  // around the top
        QCOMPARE(list.currentIndex().row(), rows - 1);
        app.press(Qt::Key_PageDown);
        QCOMPARE(list.currentIndex().row(), rows - 1);
        app.press(Qt::Key_PageUp);
        QCOMPARE(list.currentIndex().row(), rows - 13);
        app.press(Qt::Key_Escape);
        QVERIFY(!app.palette().isVisible());
        QCOMPARE(QApplication::focusWidget(), &app.canvas());
        QCOMPARE(app.selected(), QString());
    }

    void a_node_is_gone_to() {
        Opened app;
        app.open("blocks.pt2");
        app.call(Qt::Key_G);
        QCOMPARE(app.palette().field().text(), QString("@"));
        app.type("gelu");
        app.press(Qt::Key_Return);
        QTRY_COMPARE(app.selected(), QString("gelu"));
        QCOMPARE(QApplication::focusWidget(), &app.canvas());
    }

    void what_cannot_be_done_is_not_offered() {
        Opened app;
        app.call();
        app.type("zoom");
        QCOMPARE(app.palette().list().model()->rowCount(), 0);
        app.press(Qt::Key_Return);  // nothing to take
        QVERIFY(app.palette().isVisible());
        app.press(Qt::Key_Escape);
        app.open("small.pt2");
        app.call();
        app.type("zoom");
        QVERIFY(app.palette().list().model()->rowCount() >= 2);
        app.press(Qt::Key_Escape);
    }

    void a_dock_is_shown_and_gets_the_focus() {
        Opened app;
        app.open("small.pt2");
        app.window->dock("nodes")->hide();
        app.call();
        app.type("nodes");
        QCOMPARE(app.first(), QString("Nodes"));
        app.press(Qt::Key_Return);
        QVERIFY(app.window->dock("nodes")->isVisible());
        QVERIFY(app.window->dock("nodes")->isAncestorOf(QApplication::focusWidget()));
    }

    void a_recent_file_opens() {
        Opened app;
        app.open("small.pt2");
        app.open("blocks.pt2");
        app.call();
        app.type("small.pt2");
        app.press(Qt::Key_Return);
        QTRY_COMPARE(app.window->document().path(), QString("/tmp/small.pt2"));
        QTRY_VERIFY(app.window->isIdle());
    }

    void a_click_elsewhere_closes_it() {
        Opened app;
        app.open("small.pt2");
        app.call();
        app.canvas().setFocus(Qt::MouseFocusReason);
        QVERIFY(!app.palette().isVisible());
    }

    void every_widget_has_a_name_while_it_is_open() {
        Opened app;
        app.call();
        QCOMPARE(unnamedFocusable(*app.window).join('\n'), QString());
    }

    void keys_are_changed_by_pressing_them() {
        Opened app;
        ShortcutsDialog dialog(app.window->actions());
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QCOMPARE(unnamedFocusable(dialog).join('\n'), QString());
        auto* search = dialog.findChild<QLineEdit*>();
        auto* table = dialog.findChild<QTableView*>();
        auto* recorder = dialog.findChild<KeyRecorder*>();
        const auto choose = [&](const QString& text) {
            search->clear();
            QTest::keyClicks(search, text);
            table->setCurrentIndex(table->model()->index(0, 0));
            QTest::mouseClick(button(dialog, "Change key"), Qt::LeftButton);
            QCOMPARE(QApplication::focusWidget(), recorder);
        };
        choose("Actual size");
        QTest::keyClick(recorder, Qt::Key_Control);  // held alone it is no key yet
        QTest::keyClick(recorder, Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(app.window->actions().action("view.actual-size")->shortcut(), QKeySequence("Ctrl+Shift+J"));
        choose("Actual size");
        QTest::keyClick(recorder, Qt::Key_F, Qt::ControlModifier);  // of another, which is said
        QCOMPARE(app.window->actions().action("view.actual-size")->shortcut(), QKeySequence("Ctrl+Shift+J"));
        const auto said = [&] {
            for (const QLabel* label : dialog.findChildren<QLabel*>())
                if (label->accessibleName() == "What stands against the key") return label->text();
            return QString();
        };
        QVERIFY2(said().contains("Find…"), qPrintable(said()));
        QVERIFY(button(dialog, "Take it over")->isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(app.window->actions().action("view.actual-size")->shortcut(), QKeySequence("Ctrl+F"));
        QCOMPARE(app.window->actions().action("go.find")->shortcut(), QKeySequence());
        choose("Actual size");
        QTest::keyClick(recorder, Qt::Key_Escape);
        QVERIFY(dialog.isVisible());
        choose("Actual size");
        QTest::keyClick(recorder, Qt::Key_Space);  // the canvas folds with it
        QVERIFY(said().contains("view itself"));
        QVERIFY(!button(dialog, "Take it over")->isVisible());
        QTest::mouseClick(button(dialog, "Reset all"), Qt::LeftButton);
        QCOMPARE(app.window->actions().action("view.actual-size")->shortcut(), QKeySequence("Ctrl+0"));
        QCOMPARE(app.window->actions().action("go.find")->shortcut(), QKeySequence("Ctrl+F"));
        QVERIFY(app.settings.allKeys().filter("shortcuts/").isEmpty());
        search->clear();
        QTest::keyClicks(search, "Follow the edges");
        QVERIFY(!button(dialog, "Change key")->isEnabled());
        QTest::mouseClick(dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Close), Qt::LeftButton);
        QVERIFY(!dialog.isVisible());
    }
};

WHITTLE_TEST(PaletteWindowTest)
#include "palette_window_test.moc"

// Bookmarks in the window, by mouse and keys: set, gone to, renamed, moved, removed, undone, and there again with the session.
#include "tests/views/gui/window_support.h"

#include <QDockWidget>
#include <QLineEdit>
#include <QStatusBar>
#include <QToolButton>

#include "app/workbench/minify_service.h"
#include "views/models/item_key.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Opened : OpenedWindow {
    Opened() { renew(); }
    void renew() {
        show({.opener = [](const std::filesystem::path& path) -> Result<OpenedGraph> {
                  return OpenedGraph{path.stem() == "blocks" ? blocksGraph() : smallGraph(), "pt2", {}};
              },
              .minify = minifyService({}), .samples = {}});
        window->resize(1440, 900);
        window->activateWindow();
    }
    QString file(const QString& name) {
        QFile out(folder.filePath(name));
        if (out.open(QIODevice::WriteOnly)) out.write("graph");
        return out.fileName();
    }
    void openFile(const QString& path) {
        window->openFile(path);
        QTRY_VERIFY(window->isIdle());
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers) {
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTest::keyClick(window.get(), key, modifiers);
        QTRY_VERIFY(window->isIdle());
    }
    void bookmark(const QString& wanted) {
        graph().select(findItem(*graph().scene(), wanted));
        canvas().setFocus();
        key(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
    }
    void go(int number) { key(static_cast<Qt::Key>(Qt::Key_0 + number), Qt::AltModifier); }
    QTableView& list() { return window->bookmarksView().list(); }
    QStringList names() {
        QStringList out;
        for (int row = 0; row < window->bookmarks().rowCount(); ++row) out << window->bookmarks().index(row, Bookmarks::Label).data().toString();
        return out;
    }
    QString selectedKey() { return itemKey(*graph().scene(), graph().selected()); }
    QString said() { return window->statusBar()->currentMessage(); }
    QToolButton* button(const QString& name) {
        for (QToolButton* each : window->bookmarksView().findChildren<QToolButton*>())
            if (each->accessibleName() == name) return each;
        return nullptr;
    }
    void showList() {
        window->dock("bookmarks")->show();
        window->dock("bookmarks")->raise();
        QTRY_VERIFY(window->bookmarksView().isVisible());
    }
};

// Written with single quotes: moc does not read raw texts.
QByteArray json(QByteArray text) { return text.replace('\'', '"'); }

}  // namespace

class BookmarksViewTest : public QObject {
    Q_OBJECT
private slots:
    void keys_set_and_go_there() {
        Opened app;
        app.open("blocks.pt2");
        app.graph().select(-1);
        app.key(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(app.said().contains("Select"));
        app.bookmark("node:relu");
        QVERIFY2(app.said().contains("relu is bookmarked: Alt+1"), qPrintable(app.said()));
        app.bookmark("module:net.1#0");
        QCOMPARE(app.names(), QStringList({"relu", "net.1"}));
        QVERIFY(app.canvas().accessibleDescription().contains("bookmark 2"));
        app.graph().setAllOpen(false);
        QTRY_VERIFY(app.window->isIdle());
        app.graph().select(findItem(*app.graph().scene(), "node:add"));
        app.go(1);  // unfolds what hides it
        QCOMPARE(app.selectedKey(), QString("node:relu"));
        QVERIFY(app.graph().scene()->isShown(app.graph().selected()));
        QCOMPARE(QApplication::focusWidget(), &app.canvas());
        app.go(2);
        QCOMPARE(app.selectedKey(), QString("module:net.1#0"));
        app.go(3);
        QCOMPARE(app.said(), QString("There is no bookmark 3."));
        app.bookmark("node:relu");  // once more takes it away
        QCOMPARE(app.names(), QStringList("net.1"));
    }

    void the_list_says_what_to_do_while_it_is_empty() {
        Opened app;
        app.open("blocks.pt2");
        app.showList();
        QVERIFY(!app.list().isVisible());
        QVERIFY(!app.button("Remove the bookmark")->isEnabled());
        app.graph().select(findItem(*app.graph().scene(), "node:gelu"));
        QTest::mouseClick(app.button("Bookmark what is selected in the graph"), Qt::LeftButton);
        QCOMPARE(app.names(), QStringList("gelu"));
        QVERIFY(app.list().isVisible());
        QVERIFY(app.button("Remove the bookmark")->isEnabled());
        QVERIFY(!app.button("Move the bookmark up")->isEnabled() && !app.button("Move the bookmark down")->isEnabled());
        QCOMPARE(unnamedFocusable(*app.window), QStringList());
    }

    void the_list_is_used_by_keys() {
        Opened app;
        app.open("blocks.pt2");
        app.showList();
        for (const char* key : {"node:relu", "node:gelu", "node:add"}) app.bookmark(key);
        QTableView& list = app.list();
        list.setFocus();
        list.setCurrentIndex(list.model()->index(2, 0));
        QTest::keyClick(&list, Qt::Key_Up, Qt::ControlModifier);
        QTest::keyClick(&list, Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(app.names(), QStringList({"add", "relu", "gelu"}));
        QCOMPARE(list.currentIndex().row(), 0);
        QTest::keyClick(&list, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(app.names(), QStringList({"relu", "add", "gelu"}));
        QTest::keyClick(&list, Qt::Key_F2);
        auto* editor = list.findChild<QLineEdit*>();
        QVERIFY(editor);
        QTest::keyClicks(editor, "where it ends");
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(app.names(), QStringList({"relu", "where it ends", "gelu"}));
        app.graph().select(-1);
        list.setFocus();
        QTest::keyClick(&list, Qt::Key_Return);
        QCOMPARE(app.selectedKey(), QString("node:add"));
        list.setFocus();
        QTest::keyClick(&list, Qt::Key_Delete);
        QCOMPARE(app.names(), QStringList({"relu", "gelu"}));
        QCOMPARE(list.currentIndex().row(), 1);
        QTest::keyClick(&list, Qt::Key_Delete);
        QTest::keyClick(&list, Qt::Key_Delete);
        QCOMPARE(app.names(), QStringList());
    }

    void the_list_is_used_by_mouse() {
        Opened app;
        app.open("blocks.pt2");
        app.showList();
        for (const char* key : {"node:relu", "node:gelu"}) app.bookmark(key);
        app.graph().select(-1);
        QTableView& list = app.list();
        QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, list.visualRect(list.model()->index(0, Bookmarks::Label)).center());
        QCOMPARE(app.selectedKey(), QString("node:relu"));
        QTest::mouseClick(app.button("Move the bookmark down"), Qt::LeftButton);
        QCOMPARE(app.names(), QStringList({"gelu", "relu"}));
        QTest::mouseClick(app.button("Give the bookmark a label"), Qt::LeftButton);
        auto* editor = list.findChild<QLineEdit*>();
        QVERIFY(editor);
        QTest::keyClicks(editor, "odd");
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(app.names(), QStringList({"gelu", "odd"}));
        QTest::mouseClick(app.button("Remove the bookmark"), Qt::LeftButton);
        QCOMPARE(app.names(), QStringList({"gelu"}));
    }

    void everything_is_undone() {
        Opened app;
        app.open("blocks.pt2");
        for (const char* key : {"node:relu", "node:gelu"}) app.bookmark(key);
        app.window->bookmarks().rename(1, "odd");
        app.window->bookmarks().move(1, 0);
        app.window->bookmarks().remove(1);
        QCOMPARE(app.names(), QStringList("odd"));
        QStringList steps;
        const QUndoStack& stack = app.window->undo().stack();
        for (int step = 0; step < stack.count(); ++step) steps << stack.text(step);
        QCOMPARE(steps, QStringList({"bookmark relu", "bookmark gelu", "rename the bookmark of gelu", "move a bookmark", "remove the bookmark of relu"}));
        app.canvas().setFocus();
        for (const QStringList& want : {QStringList{"odd", "relu"}, QStringList{"relu", "odd"}, QStringList{"relu", "gelu"}, QStringList{"relu"}, QStringList{}}) {
            app.key(Qt::Key_Z, Qt::ControlModifier);
            QCOMPARE(app.names(), want);
        }
        for (int i = 0; i < 5; ++i) app.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(app.names(), QStringList("odd"));
    }

    void the_session_keeps_them() {
        Opened app;
        const QString graph = app.file("blocks.pt2"), path = app.folder.filePath("a.whittle");
        app.openFile(graph);
        for (const char* key : {"node:gelu", "module:net.1#0"}) app.bookmark(key);
        app.window->bookmarks().rename(0, "看 here");
        const QList<Bookmark> kept = app.window->bookmarks().all();
        app.window->session().saveAs(path);
        QTRY_VERIFY(app.window->isIdle());
        app.renew();
        QCOMPARE(app.names(), QStringList());
        app.openFile(path);
        QTRY_COMPARE(app.window->document().path(), graph);
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.window->bookmarks().all(), kept);
        QVERIFY(!app.window->undo().stack().canUndo());
        app.openFile(graph);  // the same file, read anew
        QCOMPARE(app.window->bookmarks().all(), kept);
        app.openFile(app.file("small.pt2"));  // its nodes are others
        QCOMPARE(app.names(), QStringList());
        app.openFile(path);
        QTRY_COMPARE(app.window->document().path(), graph);
        QTRY_COMPARE(app.window->bookmarks().all(), kept);
    }

    void a_session_that_is_wrong_is_refused_data() {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<QString>("why");
        QTest::newRow("no list") << QByteArray("{}") << "parts.bookmarks.list has to be a list, not an object";
        QTest::newRow("no object") << QByteArray("[7]") << "parts.bookmarks.list has to hold objects only";
        QTest::newRow("no text") << json("[{'item': 'node:a'}, {'item': 7}]") << "parts.bookmarks.list[1].item has to be a text, not a number";
        QTest::newRow("no key") << json("[{'item': 'linear'}]") << "parts.bookmarks.list[0].item names no node, input, output or module";
        QTest::newRow("long") << json("[{'item': 'node:a', 'label': '" + QByteArray(1001, 'a') + "'}]") << "parts.bookmarks.list[0].label has more than 1000 letters";
        QByteArray many = "[{'item': 'node:a'}";
        for (int i = 0; i < 1000; ++i) many += ",{'item': 'node:a'}";
        QTest::newRow("many") << json(many + "]") << "parts.bookmarks.list has more than 1000 entries";
    }
    void a_session_that_is_wrong_is_refused() {
        QFETCH(QByteArray, list);
        QFETCH(QString, why);
        Opened app;
        const QString path = app.folder.filePath("bad.whittle");
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(json("{'format': 'whittle-session', 'version': 1, 'parts': {'bookmarks': {'list': ") + list + "}}}");
        out.close();
        app.openFile(path);
        QVERIFY2(app.window->session().errorText().contains(why), qPrintable(app.window->session().errorText()));
        QCOMPARE(app.names(), QStringList());
    }

    // As a stage of the compiler without the node, or another graph beside it.
    void a_bookmark_of_another_version_says_so() {
        Opened app;
        app.open("blocks.pt2");
        app.bookmark("node:relu");
        app.graph().setGraph(snapshot(smallGraph()));
        QTRY_VERIFY(app.window->isIdle());
        app.go(1);
        QCOMPARE(app.said(), QString("relu is not in this version of the graph."));
        QCOMPARE(app.window->bookmarks().index(0, Bookmarks::Place).data().toString(), QString("not in this version of the graph"));
        app.graph().setGraph(snapshot(blocksGraph()));
        QTRY_VERIFY(app.window->isIdle());
        app.go(1);
        QCOMPARE(app.selectedKey(), QString("node:relu"));
    }

    void the_flag_is_painted_in_both_themes_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void the_flag_is_painted_in_both_themes() {
        QFETCH(bool, dark);
        Opened app;
        app.window->setTheme(dark ? ThemeChoice::Dark : ThemeChoice::Light);
        const auto back = qScopeGuard([&] { app.window->setTheme(ThemeChoice::Light); });
        app.open("blocks.pt2");
        app.graph().select(-1);
        const int item = findItem(*app.graph().scene(), "node:add");
        const auto corner = [&] {  // where the flag stands out over the card
            const layout::Rect rect = app.graph().scene()->rect(item);
            const QPointF at = (QPointF(static_cast<double>(rect.x) + 8, static_cast<double>(rect.y) - 4) - app.canvas().visibleScene().topLeft()) * app.canvas().zoom();
            return app.canvas().viewport()->grab().toImage().pixelColor(at.toPoint());
        };
        app.canvas().resetZoom();
        app.canvas().ensureVisible(item);
        const QColor before = corner();
        app.window->bookmarks().add("node:add");
        QVERIFY(std::abs(corner().lightness() - before.lightness()) > 120);
        app.window->bookmarks().remove(0);
        QCOMPARE(corner(), before);
    }
};

WHITTLE_TEST(BookmarksViewTest)
#include "bookmarks_view_test.moc"

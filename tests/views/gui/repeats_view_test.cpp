// Repeated blocks as one card in the window: by key, menu, mouse and palette, undone, kept in a session, and what the user looks at stays in its place.
#include "tests/views/gui/window_support.h"
#include "tests/views/models/repeats_support.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QToolButton>

#include "app/workbench/minify_service.h"
#include "views/graph/breadcrumbs.h"
#include "views/palette/command_palette.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Opened : OpenedWindow {
    Opened() { renew(); }
    void renew() {
        show({.opener = [](const std::filesystem::path& path) -> Result<OpenedGraph> {
                  return OpenedGraph{path.stem() == "repeats" ? repeatsGraph(12) : blocksGraph(), "pt2", {}};
              },
              .minify = minifyService({}), .samples = {}});
        window->resize(1440, 900);
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
    QAction& action() { return *window->actions().action("view.repeats"); }
    void settle() { QTRY_VERIFY(window->isIdle()); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        canvas().setFocus();
        QTest::keyClick(&canvas(), key, modifiers);
        settle();
    }
    int item(const QString& name) {
        for (int item = 0; graph().scene() && item < graph().scene()->itemCount(); ++item)
            if (graph().scene()->box(item).name == name) return item;
        return -1;
    }
    int run() { return item("layers.0 … layers.11"); }
    QPointF viewPoint(int item, double right = 14, double down = 12) {
        const layout::Rect rect = graph().scene()->rect(item);
        return (QPointF(static_cast<double>(rect.x) + right, static_cast<double>(rect.y) + down) - canvas().visibleScene().topLeft()) * canvas().zoom();
    }
    void doubleClick(QPointF at) {
        QWidget* port = canvas().viewport();
        for (const QEvent::Type type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease, QEvent::MouseButtonDblClick, QEvent::MouseButtonRelease}) {
            QMouseEvent event(type, at, port->mapToGlobal(at), Qt::LeftButton, type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, {});
            QApplication::sendEvent(port, &event);
        }
        settle();
    }
};

}  // namespace

class RepeatsViewTest : public QObject {
    Q_OBJECT
private slots:
    void the_key_joins_and_undo_takes_apart() {
        Opened app;
        QVERIFY(!app.action().isEnabled());
        app.open("plain.pt2");
        QVERIFY(!app.action().isEnabled());  // two equal blocks are none that repeat
        app.open("repeats.pt2");
        QVERIFY(app.action().isEnabled() && app.action().isCheckable() && !app.action().isChecked());
        app.key(Qt::Key_R, Qt::ControlModifier);
        QVERIFY(app.action().isChecked());
        QVERIFY(app.run() >= 0 && !app.graph().scene()->isOpen(app.run()));
        QCOMPARE(app.window->undo().stack().undoText(), QString("repeated blocks as one card"));
        app.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!app.action().isChecked());
        QCOMPARE(app.run(), -1);
        app.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(app.action().isChecked() && app.run() >= 0);
        app.action().trigger();
        app.settle();
        QVERIFY(!app.action().isChecked());
        QCOMPARE(app.run(), -1);
        QCOMPARE(app.window->undo().stack().undoText(), QString("repeated blocks one by one"));
        app.open("plain.pt2");
        QVERIFY(!app.action().isEnabled() && !app.action().isChecked());
    }

    void the_card_is_a_module_to_mouse_and_keys() {
        Opened app;
        app.open("repeats.pt2");
        app.key(Qt::Key_R, Qt::ControlModifier);
        const QPointF place = app.viewPoint(app.run());
        app.doubleClick(place);
        QVERIFY(app.graph().scene()->isOpen(app.run()));
        QVERIFY((app.viewPoint(app.run()) - place).manhattanLength() < 400);
        QVERIFY(app.graph().scene()->isShown(app.item("layers.0")));
        app.graph().select(app.run());
        app.key(Qt::Key_Space);
        QVERIFY(!app.graph().scene()->isOpen(app.run()));
        const QString said = app.canvas().accessibleDescription();
        QVERIFY2(said.startsWith("12 equal blocks, layers.0 … layers.11, folded, 4 operators each, 48 in all, passes on f32[2,8]; fed by 2, read by 1"), qPrintable(said));
        QStringList way;
        auto& crumbs = *app.window->graphView().findChild<Breadcrumbs*>();
        for (const QToolButton* step : crumbs.findChildren<QToolButton*>())
            if (crumbs.layout()->indexOf(step) >= 0) way << step->text();
        QCOMPARE(way, QStringList({"Graph", "layers", "layers.0 … layers.11  ×12"}));
        app.key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text().count("aten.gelu.default"), 12);
        app.key(Qt::Key_Down);  // along the edges the card is one step
        QCOMPARE(app.selected(), QString("relu"));
        app.key(Qt::Key_Up);
        QCOMPARE(app.graph().selected(), app.run());
        app.key(Qt::Key_Return);
        QVERIFY(app.graph().scene()->isOpen(app.run()));
        app.graph().select(app.item("layers.7"));
        app.key(Qt::Key_Backspace);
        QCOMPARE(app.graph().selected(), app.run());
        QCOMPARE(unnamedFocusable(*app.window), QStringList());
    }

    void what_is_looked_at_stays_in_place() {
        Opened app;
        app.open("repeats.pt2");
        app.canvas().resetZoom();
        const int block = app.item("layers.6");
        const layout::Rect rect = app.graph().scene()->rect(block);
        app.canvas().centreOn(QPointF(static_cast<double>(rect.centreX()), static_cast<double>(rect.y + rect.height / 2)));
        const QRectF seen(QPointF(0, 0), QSizeF(app.canvas().viewport()->size()));
        app.key(Qt::Key_R, Qt::ControlModifier);
        QVERIFY(seen.contains(app.viewPoint(app.run())));
        app.key(Qt::Key_R, Qt::ControlModifier);
        // What is far from the blocks does not move at all.
        const int input = app.item("x");
        app.canvas().centreOn(QPointF(static_cast<double>(app.graph().scene()->rect(input).centreX()), static_cast<double>(app.graph().scene()->rect(input).y)));
        const QPointF place = app.viewPoint(input);
        app.key(Qt::Key_R, Qt::ControlModifier);
        QVERIFY(std::abs((app.viewPoint(input) - place).y()) < 1.5);
    }

    void a_hit_inside_colours_the_card_and_opens_it() {
        Opened app;
        app.open("repeats.pt2");
        app.key(Qt::Key_R, Qt::ControlModifier);
        app.window->graphView().search().setText("op:gelu");
        app.settle();
        QCOMPARE(app.graph().hitsIn(app.run()), 12);
        app.key(Qt::Key_F3);
        QVERIFY(app.graph().scene()->isOpen(app.run()));
        QCOMPARE(app.selected(), QString("gelu"));
        QVERIFY(app.graph().scene()->isShown(app.graph().selected()));
    }

    void the_palette_has_it() {
        Opened app;
        app.open("repeats.pt2");
        app.key(Qt::Key_K, Qt::ControlModifier);
        CommandPalette& palette = app.window->commandPalette();
        QVERIFY(palette.isVisible());
        QTest::keyClicks(&palette.field(), "repeated blocks");
        QTest::keyClick(&palette.field(), Qt::Key_Return);
        app.settle();
        QVERIFY(app.run() >= 0 && app.action().isChecked());
    }

    void a_session_has_it() {
        Opened app;
        QFile graph(app.folder.filePath("repeats.pt2"));
        QVERIFY(graph.open(QIODevice::WriteOnly) && graph.write("graph") > 0);
        graph.close();
        app.window->openFile(graph.fileName());
        app.settle();
        app.key(Qt::Key_R, Qt::ControlModifier);
        app.graph().setOpen(app.run(), true);
        app.settle();
        app.window->session().saveAs(app.folder.filePath("a.whittle"));
        app.settle();
        app.renew();
        app.window->openFile(app.folder.filePath("a.whittle"));
        QTRY_COMPARE(app.window->document().path(), graph.fileName());
        app.settle();
        QVERIFY(app.action().isChecked());
        QVERIFY(app.run() >= 0 && app.graph().scene()->isOpen(app.run()));
    }
};

WHITTLE_TEST(RepeatsViewTest)
#include "repeats_view_test.moc"

// What is pointed at in the graph is reduced alone: from the graph's menu and the menu Minify, by real events, with real workers.
#include <QMenu>

#include "app/choices/given_call.h"
#include "app/workbench/minify_service.h"
#include "engine/formats/wtl.h"
#include "tests/views/gui/window_support.h"
#include "views/graph/scene_painter.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr int kPatience = 60000;

struct Pointed : OpenedWindow {
    QByteArray home = qgetenv("HOME");

    Pointed() {
        qputenv("HOME", folder.path().toLocal8Bit());  // documents go there
        show({.opener = openCall, .minify = minifyService(WHITTLE_BIN_DIR), .samples = {}});
        window->setMinifySettings({.oracleSettings = {{kFaultOption, "gelu=crash"}}});
        window->openFile(fromPath(sample("torch211/gpt_2l_core.pt2")));
        QTRY_VERIFY_WITH_TIMEOUT(window->isIdle(), kPatience);
    }
    ~Pointed() {
        window.reset();
        qputenv("HOME", home);
    }
    int itemOf(const QString& name) {
        for (int item = 0; item < graph().scene()->itemCount(); ++item)
            if (graph().scene()->box(item).name == name) return item;
        return -1;
    }
    /// Of the graph's context menu.
    QAction* offered(const QString& text) {
        QContextMenuEvent event(QContextMenuEvent::Keyboard, canvas().rect().center(), canvas().mapToGlobal(canvas().rect().center()));
        QCoreApplication::sendEvent(canvas().viewport(), &event);
        for (QMenu* menu : canvas().findChildren<QMenu*>())
            for (QAction* action : menu->actions())
                if (menu->isVisible() && QString(action->text()).remove(u'&') == text) return action;
        return nullptr;
    }
    void closeMenus() {
        for (QMenu* menu : canvas().findChildren<QMenu*>()) menu->close();
    }
    void take(const QString& text) {
        QAction* action = offered(text);
        QVERIFY2(action && action->isEnabled(), qPrintable(text));
        action->trigger();
        closeMenus();
        QTRY_VERIFY_WITH_TIMEOUT(window->isIdle(), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(window->minify().state(), MinifyController::State::Done, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(window->isIdle(), kPatience);
    }
};

}  // namespace

class MinifyPartTest : public QObject {
    Q_OBJECT
private slots:
    void what_a_node_needs_is_reduced() {
        Pointed app;
        app.graph().select(app.itemOf("gelu"));
        app.take("Minify what it needs");
        QCOMPARE(app.window->minifyForm().settings().node, QString("gelu"));
        QCOMPARE(app.window->minify().result()->nodesAfter, 1);
    }

    // As a file of its own, so that the command does the same.
    void what_is_near_is_reduced_alone() {
        Pointed app;
        app.graph().select(app.itemOf("gelu"));
        QTest::keyClick(&app.canvas(), Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(app.graph().highlighted());
        QTest::keyClick(&app.canvas(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(app.graph().isIsolated() && app.window->isIdle());
        const std::size_t count = app.graph().scene()->graph().nodes().size();
        QVERIFY(count >= 2 && count < 8);
        app.take("Minify what is shown alone");
        const QString file = app.window->minify().settings().file;
        QVERIFY2(file.endsWith("/whittle/gpt_2l_core-part.wtl"), qPrintable(file));
        const auto part = readWtl(toPath(file));
        VERIFY_OK(part);
        QCOMPARE(part->nodes().size(), count);
        for (const GraphInput& input : part->inputs()) QVERIFY(!std::holds_alternative<std::monostate>(input.data));  // what it held in the whole graph
        QCOMPARE(app.window->minify().result()->status, MinifyResult::Status::Minimal);
        QCOMPARE(app.window->minify().result()->nodesAfter, 1);
        const QString command = app.window->log().command(app.window->log().rowCount() - 1);
        QVERIFY2(command.startsWith("whittle minify " + file + " -o "), qPrintable(command));
        // The document stays, and all of it can be taken again.
        QVERIFY(app.window->actions().action("minify.whole")->isEnabled());
    }

    void a_module_is_reduced_and_other_stages_are_not() {
        Pointed app;
        app.graph().select(app.graph().scene()->parentOf(app.itemOf("gelu")));
        QVERIFY(app.offered("Minify the module"));
        app.closeMenus();
        app.graph().select(-1);
        QVERIFY(!app.offered("Minify the module") && !app.offered("Minify what it needs"));
        app.closeMenus();
        app.window->minifySelection();
        QVERIFY(!app.window->minify().isRunning() && app.window->isIdle());
        app.graph().setGraph(snapshot(blocksGraph()));  // another than the one that was opened
        QTRY_COMPARE(app.graph().state(), GraphController::State::Ready);
        app.graph().select(1);
        QVERIFY(!app.offered("Minify what it needs"));
        app.closeMenus();
    }

    // What is left is in sight when it ends, wherever one looked before, and has its colour.
    void what_is_left_is_looked_at() {
        Pointed app;
        app.graph().setColorBy("reduction");
        const QRectF place = toQRectF(app.graph().scene()->rect(app.itemOf("gelu")));
        app.canvas().showPlace(1, {place.center().x(), app.graph().scene()->drawing().bounds.height + 4000.0});
        QVERIFY(!app.canvas().visibleScene().intersects(place));
        app.window->startMinify({.file = fromPath(sample("torch211/gpt_2l_core.pt2")), .outputFolder = app.folder.filePath("out"), .oracleSettings = {{kFaultOption, "gelu=crash"}}});
        QTRY_COMPARE_WITH_TIMEOUT(app.window->minify().state(), MinifyController::State::Done, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(app.window->isIdle(), kPatience);
        int left = -1;
        for (int box = 0; box < app.graph().scene()->count(); ++box)
            if (app.graph().scene()->box(box).kind == SceneBox::Kind::Node && !app.graph().isDimmed(box)) left = box;
        QVERIFY(left >= 0);
        QVERIFY(app.canvas().visibleScene().contains(toQRectF(app.graph().scene()->rect(left))));
        QVERIFY(app.graph().shades());
        QVERIFY2(app.graph().shades()->text(left).startsWith("left"), qPrintable(app.graph().shades()->text(left)));
    }
};

WHITTLE_TEST(MinifyPartTest)
#include "minify_part_test.moc"

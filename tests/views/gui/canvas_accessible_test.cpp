// The graph as assistive technology finds it: boxes as children of the canvas, with names, places, states and what can be done with them.
#include "tests/views/gui/window_support.h"

#include <QAccessible>

#include "app/workbench/minify_service.h"
#include "views/graph/canvas_accessible.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Result<OpenedGraph> openTestFile(const std::filesystem::path& path) {
    return OpenedGraph{path.filename() == "wide.pt2" ? modulesGraph(20'000) : blocksGraph(), "pt2", {}};
}

struct Opened : OpenedWindow {
    Opened() { show({openTestFile, minifyService({}), {}}); }

    QAccessibleInterface& tree() { return *QAccessible::queryAccessibleInterface(&canvas()); }
    QAccessibleInterface* child(const QString& title) {
        for (int i = 0; i < tree().childCount(); ++i)
            if (QAccessibleInterface* one = tree().child(i); one->text(QAccessible::Name).startsWith(title)) return one;
        return nullptr;
    }
};

}  // namespace

class CanvasAccessibleTest : public QObject {
    Q_OBJECT
private slots:
    void boxes_in_sight_are_children() {
        Opened app;
        QCOMPARE(app.tree().childCount(), 0);  // nothing is open
        app.open("blocks.pt2");
        app.canvas().fit();
        const GraphScene& scene = *app.graph().scene();
        int shown = 0;
        for (int item = 0; item < scene.content()->itemCount(); ++item) shown += scene.isShown(item) ? 1 : 0;
        QCOMPARE(app.tree().role(), QAccessible::Tree);
        QCOMPARE(app.tree().childCount(), shown);
        QAccessibleInterface* relu = app.child("relu");
        QVERIFY(relu);
        QCOMPARE(relu->role(), QAccessible::TreeItem);
        QCOMPARE(relu->parent(), &app.tree());
        QVERIFY(relu->text(QAccessible::Description).contains("fed by"));
        QCOMPARE(app.tree().child(app.tree().indexOfChild(relu)), relu);  // the same one again
        const QPoint middle = relu->rect().center();
        QCOMPARE(app.tree().childAt(middle.x(), middle.y()), relu);
        QVERIFY(!app.tree().child(-1) && !app.tree().child(shown));
    }

    void what_is_selected_has_the_focus_and_actions_do_what_keys_do() {
        Opened app;
        app.open("blocks.pt2");
        app.canvas().setFocus();
        QAccessibleInterface* gelu = app.child("gelu");
        QVERIFY(gelu && !gelu->state().selected);
        gelu->actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
        QCOMPARE(app.selected(), QString("gelu"));
        QVERIFY(gelu->state().selected && gelu->state().focused);
        QCOMPARE(app.tree().focusChild(), gelu);

        const GraphScene& scene = *app.graph().scene();
        const int group = scene.count();
        QVERIFY(scene.isGroup(group) && scene.isShown(group));
        QAccessibleInterface* module = app.child(scene.box(group).title);
        QVERIFY(module && module->state().expandable);
        const bool wasOpen = scene.isOpen(group);
        QCOMPARE(bool(module->state().expanded), wasOpen);
        module->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
        QTRY_COMPARE(app.graph().scene()->isOpen(group), !wasOpen);
        QVERIFY(!gelu->isValid() || app.graph().scene().get() == &scene);  // a box of the version before is one no longer
    }

    void a_graph_of_thousands_is_not_read_out_whole() {
        Opened app;
        app.open("wide.pt2");
        app.graph().setAllOpen(true);
        QTRY_VERIFY(app.window->isIdle());
        app.canvas().fit();
        QCOMPARE(app.tree().childCount(), CanvasAccessible::kMostBoxes);
        const int last = app.graph().scene()->count() - 1;
        app.graph().select(last);
        app.canvas().fit();
        QCOMPARE(app.tree().childCount(), CanvasAccessible::kMostBoxes + 1);
        QVERIFY(app.tree().child(CanvasAccessible::kMostBoxes)->state().selected);
        QVERIFY(app.tree().indexOfChild(app.tree().child(3)) == 3);
    }
};

WHITTLE_TEST(CanvasAccessibleTest)
#include "canvas_accessible_test.moc"

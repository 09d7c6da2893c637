// Modules in the window: folding by mouse and keys, and what stays as it was: the place, the selection, the way through the hits.
#include "tests/views/gui/window_support.h"

#include <QDockWidget>
#include <QMenu>
#include <QTableView>
#include <QToolButton>

#include "app/workbench/minify_service.h"
#include "views/graph/breadcrumbs.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// `count` operators, each in the module that `moduleOf` says.
Graph chainIn(int count, const std::function<std::string(int)>& moduleOf) {
    Graph graph;
    ValueId value = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
    for (int i = 0; i < count; ++i) {
        const NodeId id = graph.addNode({.op = "aten.relu.default", .args = {{"self", value}}, .outputTypes = {f32({4})}, .origin = origin(moduleOf(i), 1)});
        value = graph.node(id).output();
    }
    graph.addOutput({.value = value});
    return graph;
}

Graph deepGraph() {
    std::string path = "encoder_block_0";
    for (int i = 1; i < 40; ++i) path += ".encoder_block_" + std::to_string(i);
    return chainIn(80, [&](int i) {  // two in each module, so that no frame goes
        std::string own = path;
        for (int up = 39; up > i / 2; --up) own.resize(own.rfind('.'));
        return own;
    });
}

Result<OpenedGraph> openTestFile(const std::filesystem::path& path) {
    if (path.filename() == "broken.pt2") return Result<OpenedGraph>(fail(Code::Format, "no end of central directory in 10 bytes"));
    if (path.filename() == "blocks.pt2") return OpenedGraph{blocksGraph(), "pt2", {}};
    if (path.filename() == "plain.pt2") return OpenedGraph{chainGraph(5), "pt2", {}};
    if (path.filename() == "deep.pt2") return OpenedGraph{deepGraph(), "pt2", {}};
    return OpenedGraph{chainIn(120, [](int i) { return i < 60 ? "net.0" : "net.1"; }), "pt2", {}};  // tall.pt2
}

struct Opened : OpenedWindow {
    Opened() {
        show({.opener = openTestFile, .minify = minifyService({}), .samples = {}});
        window->resize(1440, 900);
    }
    layout::Rect rect(int item) { return graph().scene()->rect(item); }
    QPointF viewPoint(int item, double right, double down) {
        const QPointF place(static_cast<double>(rect(item).x) + right, static_cast<double>(rect(item).y) + down);
        return (place - canvas().visibleScene().topLeft()) * canvas().zoom();
    }
    bool isInSight(int item) {
        const layout::Rect box = rect(item);
        return canvas().visibleScene().contains(QPointF(static_cast<double>(box.x) + 12, static_cast<double>(box.y) + 12));
    }
    void mouse(QPointF at, QList<QEvent::Type> types) {
        QWidget* port = canvas().viewport();
        for (const QEvent::Type type : types) {
            QMouseEvent event(type, at, port->mapToGlobal(at), Qt::LeftButton, type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, {});
            QApplication::sendEvent(port, &event);
        }
    }
    Breadcrumbs& crumbs() { return *window->graphView().findChild<Breadcrumbs*>(); }
    QList<QToolButton*> steps() {
        QList<QToolButton*> out;
        for (QToolButton* step : crumbs().findChildren<QToolButton*>())
            if (crumbs().layout()->indexOf(step) >= 0) out << step;
        return out;
    }
};

constexpr QEvent::Type kPress = QEvent::MouseButtonPress, kRelease = QEvent::MouseButtonRelease, kDouble = QEvent::MouseButtonDblClick;

}  // namespace

class FoldingTest : public QObject {
    Q_OBJECT
private slots:
    void folds_where_the_user_looks() {
        Opened app;
        app.open("blocks.pt2");
        const int net = app.graph().scene()->count(), second = net + 2;
        const double top = app.viewPoint(second, 12, 12).y();
        app.mouse(app.viewPoint(second, 12, 12), {kPress, kRelease, kDouble, kRelease});
        QTRY_VERIFY(!app.graph().scene()->isOpen(second));
        QVERIFY(std::abs(app.viewPoint(second, 12, 12).y() - top) < 1.5);
        app.canvas().setFocus();
        app.graph().select(second);
        QStringList way;
        for (const QToolButton* step : app.steps()) way << step->text();
        QCOMPARE(way, QStringList({"Graph", "net", "1"}));
        QVERIFY(app.canvas().accessibleDescription().startsWith("module net.1, folded, 2 operators"));
        QTest::mouseClick(app.steps()[1], Qt::LeftButton);
        QCOMPARE(app.selected(), QString("net"));
        app.graph().select(second);
        QTest::keyClick(&app.canvas(), Qt::Key_Space);
        QTRY_VERIFY(app.graph().scene()->isOpen(second));
        app.graph().select(1);
        QTest::keyClick(&app.canvas(), Qt::Key_Backspace);
        QCOMPARE(app.selected(), QString("0"));
        app.window->actions().action("view.fold-all")->trigger();
        QTRY_VERIFY(!app.graph().scene()->isOpen(net));
        QCOMPARE(unnamedFocusable(*app.window), QStringList());
        app.open("tall.pt2");
        app.open("blocks.pt2");
        QVERIFY(app.graph().scene()->isOpen(net));
    }

    // As a mouse sends it: the first click selects, and moves nothing away from under the second.
    void a_double_click_low_in_the_view_folds() {
        Opened app;
        app.open("tall.pt2");
        const int group = app.graph().scene()->count() + 2;
        app.canvas().resetZoom();
        app.canvas().centreOn(QPointF(static_cast<double>(app.rect(group).centreX()), static_cast<double>(app.rect(group).y) - 150));
        app.mouse(app.viewPoint(group, 14, 12), {kPress, kRelease, kDouble, kRelease});
        QTRY_VERIFY(!app.graph().scene()->isOpen(group));
        QCOMPARE(app.graph().selected(), group);
    }

    // By then something else is under the pointer.
    void the_release_after_a_double_click_selects_nothing() {
        Opened app;
        app.open("blocks.pt2");
        const int second = app.graph().scene()->count() + 2;
        app.graph().setOpen(second, false);
        QTRY_VERIFY(!app.graph().scene()->isOpen(second));
        const QPointF low = app.viewPoint(second, static_cast<double>(app.rect(second).width) / 2, static_cast<double>(app.rect(second).height) - 4);
        app.mouse(low, {kPress, kRelease, kDouble});
        QTRY_VERIFY(app.graph().scene()->isOpen(second));
        app.mouse(low, {kRelease});
        QCOMPARE(app.graph().selected(), second);
    }

    void what_is_folded_from_further_down_comes_into_sight() {
        Opened app;
        app.open("tall.pt2");
        const int group = app.graph().scene()->count() + 1;
        app.graph().select(group);
        app.canvas().resetZoom();
        app.canvas().centreOn(QPointF(static_cast<double>(app.rect(group).centreX()), static_cast<double>(app.rect(group).y + app.rect(group).height * 0.8F)));
        QVERIFY(!app.isInSight(group));
        QTest::keyClick(&app.canvas(), Qt::Key_Space);
        QTRY_VERIFY(!app.graph().scene()->isOpen(group));
        QVERIFY(app.isInSight(group));
    }

    void a_module_that_is_selected_from_afar_shows_its_title() {
        Opened app;
        app.open("tall.pt2");
        const int group = app.graph().scene()->count() + 2;
        app.canvas().fit();
        app.graph().select(group);
        QVERIFY(app.isInSight(group));
    }

    void enter_goes_inwards() {
        Opened app;
        app.open("blocks.pt2");
        const int second = app.graph().scene()->count() + 2;
        app.graph().setOpen(second, false);
        QTRY_VERIFY(!app.graph().scene()->isOpen(second));
        app.graph().select(second);
        QTest::keyClick(&app.canvas(), Qt::Key_Return);
        QTRY_VERIFY(app.graph().scene()->isOpen(second));
        QTest::keyClick(&app.canvas(), Qt::Key_Return);
        QCOMPARE(app.graph().selected(), 3);
    }

    void the_next_hit_is_behind_the_module() {
        Opened app;
        app.open("blocks.pt2");
        app.graph().setQuery("aten");
        QCOMPARE(app.graph().hits(), std::vector<int>({1, 2, 3, 4, 5}));
        app.graph().select(4);
        app.graph().toggleFold();
        QTRY_VERIFY(app.graph().scene()->isGroup(app.graph().selected()));
        app.graph().nextHit();
        QCOMPARE(app.graph().selected(), 5);
        app.graph().select(app.graph().scene()->count() + 2);
        app.graph().previousHit();
        QCOMPARE(app.graph().selected(), 2);
    }

    void a_row_of_the_list_is_selected_again() {
        Opened app;
        app.open("blocks.pt2");
        auto* list = app.window->dock("nodes")->findChild<QTableView*>();
        const auto click = [&] { QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(2, 1)).center()); };
        click();
        QCOMPARE(app.graph().selected(), 2);
        QTest::keyClick(&app.canvas(), Qt::Key_Backspace);
        QVERIFY(app.graph().scene()->isGroup(app.graph().selected()));
        click();
        QCOMPARE(app.graph().selected(), 2);
    }

    void a_depth_is_chosen_by_keys() {
        Opened app;
        app.open("deep.pt2");
        app.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(app.window.get()));
        FoldDepthButton& button = app.window->graphView().foldDepth();
        app.window->undo().begin();
        QTest::keyClick(app.window.get(), Qt::Key_L, Qt::ControlModifier);
        QMenu& menu = button.depthMenu();
        QTRY_VERIFY(menu.isVisible());
        QCOMPARE(menu.actions().size(), 41);
        QCOMPARE(menu.actions()[0]->text(), QString("&0  All folded\t3 cards"));
        QCOMPARE(menu.actions()[40]->text(), QString("40  All unfolded\t82 cards"));
        QTest::keyClick(&menu, Qt::Key_2);
        QTRY_VERIFY(app.window->isIdle());
        QVERIFY(!menu.isVisible());
        QCOMPARE(button.text(), QString("Depth: 2 of 40 ▾"));
        QVERIFY(button.accessibleName().endsWith("2 of 40"));
        const int outermost = app.graph().scene()->count();
        QVERIFY(app.graph().scene()->isOpen(outermost + 1) && !app.graph().scene()->isOpen(outermost + 2));
        QCOMPARE(app.window->undo().stack().count(), 1);
        const auto isActive = [&] {  // the offscreen platform does not give it back the focus that the menu had
            app.window->activateWindow();
            return QApplication::activeWindow() == app.window.get();
        };
        QTRY_VERIFY(isActive());
        const auto press = [&](Qt::Key key, Qt::KeyboardModifiers modifiers) {
            QTest::keyClick(app.window.get(), key, modifiers);
            QTRY_VERIFY(app.window->isIdle());
        };
        press(Qt::Key_PageDown, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(button.text(), QString("Depth: 3 of 40 ▾"));
        press(Qt::Key_PageUp, Qt::ControlModifier | Qt::ShiftModifier);
        press(Qt::Key_PageUp, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(button.text(), QString("Depth: 1 of 40 ▾"));
        press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(button.text(), QString("Depth: 2 of 40 ▾"));
        app.graph().setOpen(outermost + 1, false);
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(button.text(), QString("Depth: 1 of 40 ▾"));
        QCOMPARE(unnamedFocusable(*app.window), QStringList());
    }

    // The card in the middle, or the one that it went into, is where it was.
    void a_depth_keeps_the_place() {
        Opened app;
        app.open("tall.pt2");
        const int second = app.graph().scene()->count() + 2;
        app.canvas().resetZoom();
        app.graph().setDepth(1);
        QTRY_VERIFY(app.window->isIdle());
        app.canvas().centreOn(QPointF(static_cast<double>(app.rect(second).centreX()), static_cast<double>(app.rect(second).y) + 20));
        const double top = app.viewPoint(second, 0, 0).y();
        app.graph().setDepth(2);
        QTRY_VERIFY(app.window->isIdle());
        QVERIFY(std::abs(app.viewPoint(second, 0, 0).y() - top) < 1.5);
    }

    void a_graph_without_modules_has_no_depth() {
        Opened app;
        app.open("plain.pt2");
        QVERIFY(!app.graph().hasGroups());
        QVERIFY(!app.window->graphView().foldDepth().isVisible());
        QVERIFY(app.window->actions().action("view.depth")->isEnabled());
        app.window->actions().action("view.depth")->trigger();
        QVERIFY(!app.window->graphView().foldDepth().depthMenu().isVisible());
    }

    void another_file_begins_anew() {
        Opened app;
        app.open("blocks.pt2");
        app.graph().select(2);
        app.open("tall.pt2");
        QCOMPARE(app.graph().selected(), -1);
    }

    void the_path_gives_way() {
        Opened app;
        app.open("blocks.pt2");
        QVERIFY(app.crumbs().isVisible());
        app.open("broken.pt2");
        QVERIFY(!app.crumbs().isVisible());
        app.graph().select(2);
        QVERIFY(!app.crumbs().isVisible());  // there is no graph to be seen
        app.open("deep.pt2");
        const int width = app.window->width();
        app.graph().select(80);
        QCOMPARE(app.steps().size(), 6);  // the graph, a menu, four modules or nodes
        QCOMPARE(app.steps()[1]->menu()->actions().size(), 37);
        QTest::qWait(0);
        QCOMPARE(app.window->width(), width);
        QVERIFY(app.window->minimumSizeHint().width() <= width);
    }
};

WHITTLE_TEST(FoldingTest)
#include "folding_test.moc"

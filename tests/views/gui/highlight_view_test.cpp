// Ways, copies and lines by real keys and clicks.
#include "tests/views/gui/window_support.h"

#include <QClipboard>
#include <QHelpEvent>
#include <QToolTip>

#include "app/workbench/minify_service.h"
#include "views/graph/highlight_note.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Opened : OpenedWindow {
    Opened() {
        show({[](const std::filesystem::path&) -> Result<OpenedGraph> { return OpenedGraph{blocksGraph(), "pt2", {}}; }, minifyService({}), {}});
        open("blocks.pt2");
        canvas().resetZoom();
    }
    QPoint toView(layout::Point point) {
        const QPointF seen(static_cast<double>(point.x), static_cast<double>(point.y));
        return ((seen - canvas().visibleScene().topLeft()) * canvas().zoom()).toPoint();
    }
    void click(int item, Qt::KeyboardModifiers modifiers = {}) {
        canvas().ensureVisible(item);
        const layout::Rect box = graph().scene()->rect(item);
        QTest::mouseClick(canvas().viewport(), Qt::LeftButton, modifiers, toView({box.centreX(), box.y + 12}));
    }
    QString note() {
        auto* row = window->graphView().findChild<HighlightNote*>();
        return row->isVisible() ? row->accessibleName() : QString();
    }
};

}  // namespace

class HighlightViewTest : public QObject {
    Q_OBJECT
private slots:
    // x 0, relu 1 and gelu 2 in net.0, relu 3 and gelu 4 in net.1, add 5, output 6
    void keys_highlight_and_escape_ends() {
        Opened app;
        app.click(2);
        QTest::keyClick(app.window.get(), Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(app.note(), QString("2 boxes feed gelu; Escape clears"));
        QVERIFY(app.graph().isDimmed(3) && !app.graph().isDimmed(1));
        QTest::keyClick(app.window.get(), Qt::Key_Down, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(app.note(), QString("gelu feeds 4 boxes; Escape clears"));
        QTest::keyClick(&app.canvas(), Qt::Key_Escape);
        QCOMPARE(app.note(), QString());
        QVERIFY(!app.graph().isDimmed(3));
        QCOMPARE(app.selected(), QString("gelu"));  // that takes another one
        QTest::keyClick(&app.canvas(), Qt::Key_Escape);
        QCOMPARE(app.selected(), QString());
    }

    void ways_by_keys_and_by_clicks() {
        Opened app;
        app.click(1);
        app.click(3, Qt::ShiftModifier);
        QCOMPARE(app.note(), QString("3 boxes on the ways between relu and relu_1; Escape clears"));
        QCOMPARE(app.graph().selected(), 1);
        QTest::keyClick(&app.canvas(), Qt::Key_Escape);
        QTest::keyClick(app.window.get(), Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(app.note(), QString("Select the other end of the ways; Escape stops"));
        app.click(4);
        QCOMPARE(app.note(), QString("4 boxes on the ways between relu and gelu_1; Escape clears"));
        for (QToolButton* button : app.window->graphView().findChild<HighlightNote*>()->findChildren<QToolButton*>()) QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(app.note(), QString());
        QCOMPARE(app.window->focusWidget(), &app.canvas());
    }

    void a_part_is_shown_alone_and_all_again() {
        Opened app;
        app.click(2);
        QTest::keyClick(app.window.get(), Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(app.window.get(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(app.note(), QString("4 boxes shown alone; Escape shows the whole graph"));  // x, relu, gelu and what gelu gives
        QTRY_VERIFY(app.window->isIdle());
        QTest::keyClick(&app.canvas(), Qt::Key_Escape);
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.graph().scene()->count(), 7);
        QCOMPARE(app.note(), QString());
    }

    void copies_what_is_selected() {
        Opened app;
        app.click(2);
        QTest::keyClick(&app.canvas(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QString("%gelu = aten.gelu.default(%relu) : f32[4]  @ net.py:1 in net.0"));
        app.canvas().copyMarkdown();
        QVERIFY(QApplication::clipboard()->text().startsWith("**`gelu`** `aten.gelu.default`"));
    }

    void a_line_tells_what_flows() {
        Opened app;
        const GraphScene& scene = *app.graph().scene();
        int inside = -1;
        for (int line = 0; line < static_cast<int>(scene.drawing().lines.size()); ++line)
            if (scene.drawing().lines[static_cast<std::size_t>(line)].from == 1) inside = line;
        QVERIFY(inside >= 0);
        const auto route = scene.drawing().route(inside);
        const layout::Point middle{(route[0].x + route[1].x) / 2, (route[0].y + route[1].y) / 2};
        QCOMPARE(scene.lineAt(middle, 4), inside);
        QCOMPARE(scene.lineAt({middle.x + 3, middle.y}, 4), inside);
        QCOMPARE(scene.lineAt({middle.x - 600, middle.y}, 4), -1);
        app.canvas().ensureVisible(1);
        const QPoint at = app.toView(middle);
        QHelpEvent help(QEvent::ToolTip, at, app.canvas().viewport()->mapToGlobal(at));
        QApplication::sendEvent(app.canvas().viewport(), &help);
        QCOMPARE(QToolTip::text(), QString("<b>relu → gelu</b><br>f32[4]"));
        // Under the pointer it is drawn as one that is looked at.
        const QImage before = app.canvas().viewport()->grab().toImage();
        QTest::mouseMove(app.canvas().viewport(), at);
        QVERIFY(app.canvas().viewport()->grab().toImage() != before);
    }
};

WHITTLE_TEST(HighlightViewTest)
#include "highlight_view_test.moc"

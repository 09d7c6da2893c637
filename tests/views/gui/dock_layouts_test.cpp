// Arrangements of docks for one kind of work each: by menu and keys, whatever was moved, closed or floated before.
#include "tests/views/gui/window_support.h"

#include <algorithm>

#include <QDockWidget>

#include "app/workbench/dock_layouts.h"
#include "app/workbench/docks.h"
#include "app/workbench/minify_service.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Opened : OpenedWindow {
    Opened() {
        show({.opener = [](const std::filesystem::path&) -> Result<OpenedGraph> { return OpenedGraph{smallGraph(), "pt2", {}}; }, .minify = minifyService({}), .samples = {}});
        window->resize(1440, 900);
        window->activateWindow();
        QTest::qWait(0);
    }
    QStringList shown() {
        QStringList out;
        for (const QString& name : dockNames())
            if (!window->dock(name)->isHidden()) out << name;
        return out;
    }
    // Of docks that share a place Qt moves all but the one in front out of the window.
    bool isInFront(const QString& name) { return window->dock(name)->isVisible() && window->rect().contains(window->dock(name)->geometry().center()); }
};

QStringList sorted(QStringList names) {
    const auto placeOf = [](const QString& name) { return dockNames().indexOf(name); };
    std::ranges::sort(names, {}, placeOf);
    return names;
}

}  // namespace

class DockLayoutsTest : public QObject {
    Q_OBJECT
private slots:
    void every_row_has_an_action_and_docks_that_may_be_there() {
        Opened app;
        const QStringList views{"recompiles", "trace", "dims"};
        QStringList wrong;
        for (const DockLayout& layout : dockLayouts()) {
            if (!app.window->actions().action(QString("view.layout.") + layout.id)) wrong << QString("%1 has no action").arg(layout.id);
            for (const QString& name : QString(layout.docks).split(' '))
                if (!dockNames().contains(name) && !views.contains(name)) wrong << QString("%1: there is no dock %2").arg(layout.id, name);
        }
        QCOMPARE(wrong.join('\n'), QString());
    }

    void each_shows_its_docks_data() {
        QTest::addColumn<int>("row");
        for (std::size_t row = 0; row < dockLayouts().size(); ++row) QTest::newRow(dockLayouts()[row].id) << static_cast<int>(row);
    }
    void each_shows_its_docks() {
        QFETCH(int, row);
        const DockLayout& layout = dockLayouts()[static_cast<std::size_t>(row)];
        Opened app;
        app.open("small.pt2");
        // As somebody might have left it.
        app.window->dock("inspector")->setFloating(true);
        app.window->addDockWidget(Qt::RightDockWidgetArea, app.window->dock("minify"));
        app.window->dock("nodes")->hide();
        app.window->dock("notes")->show();
        QVERIFY(QTest::qWaitForWindowActive(app.window.get()));
        QTest::keyClick(app.window.get(), static_cast<Qt::Key>(Qt::Key_1 + row), Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(app.shown(), sorted(docksOf(layout)));
        QVERIFY(!app.window->dock("inspector")->isFloating());
        QCOMPARE(app.window->dockWidgetArea(app.window->dock("minify")), Qt::BottomDockWidgetArea);
        QTRY_VERIFY(app.isInFront(docksOf(layout).last()));
        QTRY_VERIFY(app.isInFront("inspector"));
        QTRY_VERIFY(app.canvas().height() > 200 && app.canvas().width() > 400);
        if (layout.lowerShare > 0) QTRY_VERIFY(std::abs(app.window->dock(docksOf(layout).last())->height() - app.window->height() * layout.lowerShare / 100) < 60);
    }

    void the_usual_layout_comes_back() {
        Opened app;
        const QStringList before = app.shown();
        app.window->setDockLayout("numerics");
        QVERIFY(app.shown() != before);
        app.window->setDockLayout("no such layout");
        QVERIFY(app.shown().contains("numerics"));
        app.window->actions().action("view.reset-layout")->trigger();
        QCOMPARE(app.shown(), before);
    }
};

WHITTLE_TEST(DockLayoutsTest)
#include "dock_layouts_test.moc"

// Stages by real keys and clicks, on a real compilation in a worker.
#include "tests/views/gui/window_support.h"

#include <QComboBox>
#include <QDockWidget>
#include <QDropEvent>
#include <QMimeData>

#include "app/workbench/minify_service.h"
#include "app/workbench/study_service.h"
#include "engine/formats/open.h"
#include "views/stages/comparison_panel.h"
#include "views/stages/stages_panel.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Result<OpenedGraph> openSample(const std::filesystem::path& path) { return openGraph(std::filesystem::path(WHITTLE_SOURCE_DIR) / "samples/torch211" / path.filename()); }

struct Opened : OpenedWindow {
    Opened() { show({.opener = openSample, .minify = minifyService({}), .samples = {}, .study = studyWork(WHITTLE_BIN_DIR)}); }
    ComparisonPanel& compared() { return window->comparisonPanel(); }
    StagesPanel& panel() { return *window->findChild<StagesPanel*>(); }
    void compile() {
        QTest::keyClick(window.get(), Qt::Key_F5);
        QCOMPARE(window->study().state(), StudyController::State::Running);
        QTRY_COMPARE_WITH_TIMEOUT(window->study().state(), StudyController::State::Done, 60000);
        QTRY_VERIFY(window->isIdle());
    }
    int rowOf(const QString& title) {
        for (int i = 0; i < static_cast<int>(window->stages().stages().size()); ++i)
            if (window->stages().title(i) == title) return i;
        return -1;
    }
    void clickRow(QTableView& table, int row) {
        const QRect place = table.visualRect(table.model()->index(row, 0));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, place.center());
        QTRY_VERIFY(window->isIdle());
    }
};

}  // namespace

class StagesViewTest : public QObject {
    Q_OBJECT
private slots:
    void steps_compares_and_goes_back() {
        Opened app;
        app.window->dock("stages")->raise();
        QVERIFY(!app.panel().compileButton().isVisible());  // nothing is open
        app.open("gpt_2l_core.pt2");
        QVERIFY(app.panel().compileButton().isVisible());
        app.compile();
        QVERIFY(!app.panel().compileButton().isVisible());
        QVERIFY(app.rowOf("By kernel") > 0);

        int changing = 1;
        while (app.window->stages().stages()[static_cast<std::size_t>(changing)].changesNothing()) ++changing;
        app.clickRow(app.panel().list(), changing);
        QCOMPARE(app.window->stages().current(), changing);
        QVERIFY(app.panel().rewrites().model()->rowCount() > 0);
        app.clickRow(app.panel().rewrites(), 0);
        QVERIFY(app.graph().marks());
        QVERIFY(app.graph().selected() >= 0);

        QTest::keyClick(app.window.get(), Qt::Key_D, Qt::ControlModifier);
        QTRY_VERIFY(app.window->comparison().difference() && app.window->isIdle());
        QVERIFY(app.window->reducedView().isVisible());
        QVERIFY(app.window->dock("comparison")->isVisible());
        QVERIFY(app.compared().model().rowCount() > 0);
        app.clickRow(app.compared().table(), 0);
        QVERIFY(app.window->comparison().row() >= 0);
        QTest::keyClick(app.window.get(), Qt::Key_BracketRight, Qt::ControlModifier);
        QTRY_VERIFY(app.window->isIdle());
        QVERIFY(app.window->stages().current() > changing);
        QTest::keyClick(app.window.get(), Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(app.window->isIdle());
        QVERIFY(!app.window->reducedView().isVisible());
        QVERIFY(!app.graph().marks());
        QCOMPARE(unnamedFocusable(*app.window), QStringList());
    }

    void a_pass_is_gone_to_by_its_name() {
        Opened app;
        app.open("gpt_2l_core.pt2");
        app.compile();
        QTest::keyClick(app.window.get(), Qt::Key_K, Qt::ControlModifier);
        CommandPalette& palette = app.window->commandPalette();
        QTest::keyClicks(&palette.field(), "remove-dead");
        QCOMPARE(palette.list().model()->index(0, 0).data().toString(), QString("remove-dead"));
        QTest::keyClick(&palette.field(), Qt::Key_Return);
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.window->stages().currentStage()->name, QString("remove-dead"));
        QVERIFY(app.window->stages().isComparing());
        QVERIFY(app.window->dock("stages")->isVisible());
    }

    void another_file_stands_beside_and_a_broken_one_is_told() {
        Opened app;
        app.open("gpt_2l_core.pt2");
        app.window->compareWith({"/tmp/gpt_2l.pt2"});
        QTRY_VERIFY(app.window->comparison().difference() && app.window->isIdle());
        QCOMPARE(app.panel().base().currentText(), QString("Compare with: As opened"));
        QVERIFY(!app.window->comparison().difference()->isEmpty());
        app.window->compareWith({"/tmp/nowhere.pt2"});
        QTRY_VERIFY(app.window->isIdle());
        QStringList texts;
        for (const QLabel* label : app.panel().findChildren<QLabel*>())
            if (label->isVisibleTo(&app.panel())) texts << label->text();
        QVERIFY2(texts.join('\n').contains("nowhere.pt2"), qPrintable(texts.join('\n')));
        // What was said of the graph before is no word about the next one.
        app.open("gpt_2l.pt2");
        for (const QLabel* label : app.panel().findChildren<QLabel*>()) QVERIFY(!label->isVisibleTo(&app.panel()) || !label->text().contains("nowhere.pt2"));
        QCOMPARE(app.window->stages().stages().size(), std::size_t{1});
    }

    // Three files dropped on the dock, of which one is none: the table, its filter, the graph beside by keys and clicks, and what goes again.
    void several_files_are_held_against_the_graph() {
        Opened app;
        app.open("gpt_2l_core.pt2");
        app.window->showDock("comparison");
        QVERIFY(app.compared().message().text().contains("Hold the graph against others"));
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile("/tmp/gpt_2l.pt2"), QUrl::fromLocalFile("/tmp/nowhere.pt2"), QUrl::fromLocalFile("/tmp/gpt_2l_core.pt2")});
        QDragEnterEvent enter({5, 5}, Qt::CopyAction, &files, Qt::LeftButton, {});
        QApplication::sendEvent(&app.compared(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({5, 5}, Qt::CopyAction, &files, Qt::LeftButton, {});
        QApplication::sendEvent(&app.compared(), &drop);
        QTRY_VERIFY(app.window->comparison().difference() && app.window->isIdle());
        QCOMPARE(app.window->document().title(), QString("gpt_2l_core.pt2"));
        QCOMPARE(app.window->comparison().graphs().size(), std::size_t{3});
        QCOMPARE(app.window->stages().stages()[2].graph, GraphRef());  // the one that is none
        ComparisonModel& model = app.compared().model();
        const int all = model.allRows(), differing = model.rowCount();
        QVERIFY(differing > 0 && differing <= all);

        // A pattern from the menu, words by hand, and a mistake in them.
        app.compared().patterns().menu()->popup({});
        for (QAction* action : app.compared().patterns().menu()->actions())
            if (action->text() == "&Every node") action->trigger();
        app.compared().patterns().menu()->hide();
        app.window->activateWindow();  // as a window manager does
        QVERIFY(QTest::qWaitForWindowActive(app.window.get()));
        QTRY_COMPARE(model.rowCount(), all);
        app.compared().filter().setFocus();
        app.compared().filter().selectAll();
        QTest::keyClicks(&app.compared().filter(), "only:B");
        QTRY_VERIFY(!model.isBusy());
        QVERIFY(model.rowCount() > 0 && model.rowCount() < all);
        QTest::keyClicks(&app.compared().filter(), "x");
        QVERIFY2(app.compared().count().text().contains("there are A to C"), qPrintable(app.compared().count().text()));
        QTest::keyClick(&app.compared().filter(), Qt::Key_Backspace);
        QTRY_VERIFY(app.window->isIdle());

        // What only B has is selected there, which comes beside for it.
        QTest::keyClick(&app.compared().filter(), Qt::Key_Return);
        QTRY_VERIFY(app.window->isIdle() && app.window->reducedGraph().selected() >= 0);
        QCOMPARE(app.window->comparison().beside(), 0);
        const int row = app.window->comparison().row();
        QCOMPARE(toQ(app.window->comparison().difference()->graph(1).node(app.window->comparison().difference()->node(row, 1)).name),
                 app.window->reducedGraph().scene()->box(app.window->reducedGraph().selected()).name);
        QTest::keyClick(app.window.get(), Qt::Key_BracketRight, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.window->comparison().beside(), 1);
        app.compared().filter().setText("");
        QTRY_VERIFY(app.window->isIdle());
        const QModelIndex cell = model.index(0, ComparisonModel::FirstGraphColumn + 1);
        app.compared().table().scrollTo(cell);
        QTest::mouseClick(app.compared().table().viewport(), Qt::LeftButton, {}, app.compared().table().visualRect(cell).center());
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.window->comparison().beside(), 0);

        // A click in the graph finds the row.
        app.graph().selectNode(app.window->comparison().difference()->graph(0).nodes()[7].id);
        const QModelIndexList selected = app.compared().table().selectionModel()->selectedRows();
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.first().siblingAtColumn(ComparisonModel::NodeColumn).data().toString(), app.graph().scene()->box(app.graph().selected()).name);

        // Gone with a key from the list, the broken one first.
        app.window->dock("stages")->raise();
        app.panel().list().setCurrentIndex(app.panel().list().model()->index(2, 0));
        app.panel().list().setFocus();
        QTest::keyClick(&app.panel().list(), Qt::Key_Delete);
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.window->stages().stages().size(), std::size_t{3});
        QCOMPARE(app.window->comparison().graphs().size(), std::size_t{3});
        QCOMPARE(unnamedFocusable(*app.window), QStringList());
        QTest::keyClick(app.window.get(), Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(app.window->isIdle());
        QVERIFY(!app.window->reducedView().isVisible() && !app.graph().marks());
    }

    // A view that is shown may ask for a layout at any time, and the last one while it is hidden.
    void views_are_hidden_before_what_they_show_goes() {
        Opened app;
        app.window->dock("stages")->raise();
        app.open("gpt_2l_core.pt2");
        const StagesPanel* const panel = &app.panel();
        QVERIFY(panel->isVisible());
        bool isShown = true;
        connect(&app.window->stages(), &QObject::destroyed, this, [&] { isShown = panel->isVisible(); });
        app.window.reset();
        QVERIFY(!isShown);
    }
};

WHITTLE_TEST(StagesViewTest)
#include "stages_view_test.moc"

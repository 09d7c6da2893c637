// The list of tasks in the window: what runs is counted in the status line, listed with a button each, and stopped by it.
#include "tests/views/gui/window_support.h"

#include <atomic>
#include <thread>

#include <QToolButton>

#include "app/workbench/minify_service.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Compiles until it is stopped, and compares until it is let go.
struct Opened : OpenedWindow {
    std::shared_ptr<std::atomic<int>> done = std::make_shared<std::atomic<int>>(0);

    Opened() {
        const auto untilStopped = [](const CancelToken& cancel) {
            while (!cancel.cancelled()) std::this_thread::yield();
        };
        show({.opener = [](const std::filesystem::path&) -> Result<OpenedGraph> { return OpenedGraph{blocksGraph(), "pt2", {}}; },
              .minify = minifyService({}), .samples = {},
              .study = [untilStopped](const Graph&, const StudySettings&, const auto&, const CancelToken& cancel) -> Result<Study> {
                  untilStopped(cancel);
                  return fail(Code::Cancelled, "stopped");
              },
              .numerics = {.compare = [done = done](const Graph&, const NumericsSettings&, const std::function<void(const ComparisonNews&)>& told, const CancelToken& cancel) -> Result<ValueComparison> {
                               for (int before = -1; !cancel.cancelled(); std::this_thread::yield())
                                   if (const int now = *done; now != std::exchange(before, now)) told({.values = {}, .progress = {.phase = "run", .done = now, .of = 4}});
                               return fail(Code::Cancelled, "stopped");
                           },
                           .fetch = {}}});
        window->resize(1440, 900);
        window->activateWindow();
        open("blocks.pt2");
    }
    ~Opened() {
        window->study().stop();
        window->numerics().stop();
    }
    TaskPopup& popup() { return window->taskPopup(); }
    QToolButton& count() { return window->statusLine().tasksButton(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTest::keyClick(window.get(), key, modifiers);
    }
    int row(const QString& begin) {
        for (int each = 0; each < window->tasks().rowCount(); ++each)
            if (window->tasks().index(each, TaskList::Task).data().toString().startsWith(begin)) return each;
        return -1;
    }
    QToolButton* stopOf(int row) { return qobject_cast<QToolButton*>(popup().list().indexWidget(window->tasks().index(row, TaskList::Stop))); }
};

}  // namespace

class TasksTest : public QObject {
    Q_OBJECT
private slots:
    void nothing_is_said_to_go_on() {
        Opened app;
        QVERIFY(!app.count().isVisible());
        app.key(Qt::Key_T, Qt::ControlModifier);
        QTRY_VERIFY(app.popup().isVisible());
        QVERIFY(!app.popup().list().isVisible());
        QVERIFY(app.popup().findChild<QLabel*>()->isVisible());
        QTest::keyClick(&app.popup(), Qt::Key_Escape);
        QTRY_VERIFY(!app.popup().isVisible());
    }

    void each_is_listed_and_stopped_by_its_button() {
        Opened app;
        app.key(Qt::Key_F5);
        app.key(Qt::Key_F6);
        QTRY_COMPARE(app.window->tasks().rowCount(), 2);
        QVERIFY(app.count().isVisible());
        QVERIFY(app.count().text().startsWith("2"));
        *app.done = 2;
        QTRY_COMPARE(app.window->numerics().progress().done, 2);
        QTest::mouseClick(&app.count(), Qt::LeftButton);
        QTRY_VERIFY(app.popup().isVisible());
        QCOMPARE(unnamedFocusable(app.popup()), QStringList());
        const int comparing = app.row(app.window->numerics().statusText());
        QVERIFY(comparing >= 0);
        QCOMPARE(app.window->tasks().index(comparing, TaskList::Progress).data().toString(), QString("50.0 %"));
        QVERIFY(app.stopOf(comparing)->accessibleName().startsWith("Stop: "));
        QTest::mouseClick(app.stopOf(comparing), Qt::LeftButton);
        QTRY_VERIFY(app.window->numerics().state() != NumericsController::State::Running);
        QTRY_COMPARE(app.window->tasks().rowCount(), 1);
        QVERIFY(app.popup().isVisible());
        app.popup().list().setFocus();
        app.popup().list().selectRow(0);
        QTest::keyClick(&app.popup(), Qt::Key_Delete);
        QTRY_VERIFY(app.window->study().state() != StudyController::State::Running);
        QTRY_COMPARE(app.window->tasks().rowCount(), 0);
        QVERIFY(!app.count().isVisible());
        app.popup().hide();
    }

    // Nobody waits for the layout of a large graph that was opened by mistake.
    void an_arrangement_is_stopped_in_words() {
        Opened app;
        app.graph().setGraph(snapshot(modulesGraph(200000)));
        QTRY_VERIFY(app.row("Arranging") >= 0 || app.graph().state() != GraphController::State::Arranging);
        app.graph().stopArranging();  // also as the button does
        if (app.graph().state() == GraphController::State::Ready) QSKIP("a machine that arranges 200,000 operators in 0.3 s");
        QCOMPARE(app.graph().state(), GraphController::State::Failed);
        QVERIFY(app.graph().errorText().contains("stopped on request"));
        QTRY_VERIFY(app.row("Arranging") < 0);
        app.open("blocks.pt2");
        QCOMPARE(app.graph().state(), GraphController::State::Ready);
    }
};

WHITTLE_TEST(TasksTest)
#include "tasks_test.moc"

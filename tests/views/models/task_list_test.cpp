// The list of what is going on: what a runner has, told in the words of its owners, with an honest estimate and a way to stop it.
#include "views/models/task_list.h"

#include <atomic>
#include <thread>

#include <QAbstractItemModelTester>

#include "tests/views/models/models_support.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// A job that runs until it is told to end, or stopped.
struct Held {
    std::shared_ptr<std::atomic<bool>> goes = std::make_shared<std::atomic<bool>>(true);
    QObject owner;

    void start(JobRunner& jobs, const QString& tag) {
        jobs.submit(
            &owner, tag,
            [goes = goes](const CancelToken& cancel) {
                while (*goes && !cancel.cancelled()) std::this_thread::yield();
                return 0;
            },
            [](int) {});
    }
    void end() { *goes = false; }
    ~Held() { end(); }
};

struct Watched {
    JobRunner jobs;
    TaskList tasks{jobs};
    QAbstractItemModelTester tester{&tasks, QAbstractItemModelTester::FailureReportingMode::Fatal};

    QStringList texts(TaskList::Column column = TaskList::Task) {
        QStringList out;
        for (int row = 0; row < tasks.rowCount(); ++row) out << tasks.index(row, column).data().toString();
        return out;
    }
};

}  // namespace

class TaskListTest : public QObject {
    Q_OBJECT
private slots:
    void only_what_takes_long_is_listed() {
        Watched app;
        Held held;
        held.start(app.jobs, "sort");
        app.tasks.refresh();
        QCOMPARE(app.texts(), QStringList());  // it has only begun
        QTRY_COMPARE(app.texts(), QStringList("Sorting"));
        held.end();
        QTRY_COMPARE(app.texts(), QStringList());
    }

    void nobody_looks_while_nothing_runs() {
        Watched app;
        const auto* timer = app.tasks.findChild<QTimer*>();
        QVERIFY(!timer || !timer->isActive());
        Held held;
        held.start(app.jobs, "sort");
        QTRY_COMPARE(app.tasks.rowCount(), 1);
        held.end();
        QTRY_COMPARE(app.tasks.rowCount(), 0);
        QTRY_VERIFY(app.jobs.running().empty());
    }

    // Not a tick later: who reads "1 task" believes it.
    void what_has_ended_goes_at_once() {
        Watched app;
        Held held;
        held.start(app.jobs, "sort");
        QTRY_COMPARE(app.tasks.rowCount(), 1);
        int left = -1;  // when the end is told, to those who hear of it last
        connect(&app.jobs, &JobRunner::ended, this, [&] { left = app.tasks.rowCount(); });
        held.end();
        QTRY_VERIFY(left >= 0);
        QCOMPARE(left, 0);
    }

    void each_is_told_in_its_owners_words() {
        Watched app;
        Held first, second, third;
        app.tasks.describe(&first.owner, "export ", [](const QString& tag) { return TaskNews{.text = "Writing " + tag.mid(7)}; });
        app.tasks.describe(&second.owner, "", [](const QString&) { return TaskNews{.text = "Comparing", .done = 3, .of = 12}; });
        first.start(app.jobs, "export a.svg");
        second.start(app.jobs, "numbers");
        third.start(app.jobs, "something new");
        third.start(app.jobs, "export /tmp/b.csv");
        QTRY_COMPARE(app.tasks.rowCount(), 4);
        QStringList texts = app.texts();
        texts.sort();
        QCOMPARE(texts, QStringList({"At work: something new", "Comparing", "Writing a file", "Writing a.svg"}));
        const int row = static_cast<int>(app.texts().indexOf("Comparing"));
        QCOMPARE(app.texts(TaskList::Progress)[row], QString("25.0 %"));
        QCOMPARE(app.tasks.index(row, TaskList::Progress).data(TaskList::ShareRole).toDouble(), 0.25);
        QCOMPARE(app.texts(TaskList::Elapsed)[row], QString("0:00"));
        const int other = static_cast<int>(app.texts().indexOf("Writing a.svg"));
        QCOMPARE(app.texts(TaskList::Progress)[other], QString());
        QVERIFY(!app.tasks.index(other, TaskList::Progress).data(TaskList::ShareRole).isValid());
    }

    void a_newer_job_in_its_place_is_another_task() {
        Watched app;
        Held first, second;
        first.start(app.jobs, "code");
        QTRY_COMPARE(app.tasks.rowCount(), 1);
        QSignalSpy removed(&app.tasks, &QAbstractItemModel::rowsRemoved);
        app.jobs.submit(&first.owner, "code", [goes = second.goes](const CancelToken&) {
            while (*goes) std::this_thread::yield();
            return 0;
        }, [](int) {});
        app.tasks.refresh();
        QCOMPARE(removed.size(), 1);
        QTRY_COMPARE(app.tasks.rowCount(), 1);
    }

    void what_can_be_stopped_is() {
        Watched app;
        Held held, other;
        int stopped = 0;
        app.tasks.describe(&held.owner, "", [&](const QString&) {
            return TaskNews{.text = "Compiling", .stop = [&] {
                                ++stopped;
                                app.jobs.askToStop(&held.owner, "study");
                            }};
        });
        held.start(app.jobs, "study");
        QTRY_COMPARE(app.tasks.rowCount(), 1);
        QVERIFY(app.tasks.canStop(0) && !app.tasks.canStop(1) && !app.tasks.canStop(-1));
        app.tasks.stop(0);
        QCOMPARE(stopped, 1);
        app.tasks.stop(0);  // it was told so, and perhaps has ended
        QCOMPARE(stopped, 1);
        QTRY_COMPARE(app.tasks.rowCount(), 0);
        other.start(app.jobs, "hash");
        QTRY_COMPARE(app.tasks.rowCount(), 1);
        QVERIFY(!app.tasks.canStop(0));
        app.tasks.stop(0);
        QCOMPARE(app.tasks.rowCount(), 1);
    }

    void one_that_is_stopping_says_so() {
        Watched app;
        const auto goes = std::make_shared<std::atomic<bool>>(true);
        QObject owner;
        app.jobs.submit(&owner, "study", [goes](const CancelToken&) {  // as one that looks at its token seldom
            while (*goes) std::this_thread::yield();
            return 0;
        }, [](int) {});
        QTRY_COMPARE(app.tasks.rowCount(), 1);
        app.jobs.askToStop(&owner, "study");
        app.tasks.refresh();
        QCOMPARE(app.texts(TaskList::Progress), QStringList("stopping"));
        *goes = false;
        QTRY_COMPARE(app.tasks.rowCount(), 0);
    }

    void an_estimate_comes_from_what_was_done_while_it_was_told() {
        Watched app;
        Held held;
        TaskNews news{.text = "Comparing", .of = 100, .isSteady = true};
        app.tasks.describe(&held.owner, "", [&](const QString&) { return news; });
        held.start(app.jobs, "compare");
        QTRY_COMPARE(app.tasks.rowCount(), 1);
        QCOMPARE(app.texts(TaskList::Left), QStringList(QString()));  // nothing is done yet
        news.done = 10;
        app.tasks.refresh();
        QCOMPARE(app.texts(TaskList::Left), QStringList(QString()));  // nor known how fast it goes
        QTRY_VERIFY_WITH_TIMEOUT(app.jobs.running().front().seconds > 2.5, 20000);
        news.done = 12;
        app.tasks.refresh();
        QCOMPARE(app.texts(TaskList::Left), QStringList(QString()));  // too little of it
        news.done = 55;
        app.tasks.refresh();
        const QString left = app.texts(TaskList::Left)[0];
        QVERIFY2(left.startsWith("about 0:"), qPrintable(left));  // 45 took what 45 take
        news.isSteady = false;
        app.tasks.refresh();
        QCOMPARE(app.texts(TaskList::Left), QStringList(QString()));
        news.secondsLeft = 125;  // its owner knows better
        app.tasks.refresh();
        QCOMPARE(app.texts(TaskList::Left), QStringList("about 2:05"));
    }
};

WHITTLE_TEST(TaskListTest)
#include "task_list_test.moc"

// Reductions that are paused, and those of others that are watched, without a screen.
#include <atomic>
#include <fstream>
#include <thread>

#include "engine/ir/structural_hash.h"
#include "minifier/session/journal.h"
#include "tests/views/models/models_support.h"
#include "views/models/minify_controller.h"
#include "views/models/minify_form.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

namespace {

using State = MinifyController::State;

// Counts while it is not paused, and says so, until it is told to stop or `through` is set.
struct Counting {
    std::atomic<int> steps{0};
    std::atomic<bool> through{false};
    std::atomic<bool> answers{true};  // to a pause
    MinifyWork work() {
        return [this](const Graph& graph, const MinifySettings& settings, const MinifyObserver& observe, const Steering& steering) -> Result<MinifyResult> {
            lastTakeOver = settings.takeOver;
            lastResume = settings.resume;
            const auto tell = [&](bool paused) {
                observe({.phase = "halves", .nodesBefore = 9, .nodesNow = 5, .candidates = 3, .seconds = 7, .paused = paused,
                         .remaining = Remaining{.candidates = 40, .seconds = 130}, .best = snapshot(graph)});
            };
            tell(false);
            while (!through && !steering.cancelled()) {
                if (!steering.pause.paused() || !answers) {
                    ++steps;
                    std::this_thread::yield();
                    continue;
                }
                tell(true);
                while (steering.pause.paused() && !steering.cancelled()) std::this_thread::yield();
                tell(false);
            }
            MinifyResult result;
            result.status = steering.cancelled() ? MinifyResult::Status::Stopped : MinifyResult::Status::Minimal;
            result.failure.signature = "wrong value";
            result.graph = graph;
            return result;
        };
    }
    std::atomic<bool> lastTakeOver{false}, lastResume{false};
};

JournalEntry accepted(int seq, int nodes) {
    return {.seq = seq, .phase = "halves", .edit = "cut", .hash = {}, .verdict = {.kind = Verdict::Kind::Fails, .failure = Failure{.kind = FailureKind::Crash, .signature = "SIGSEGV in run"}},
            .atSeconds = 0.5 * seq, .left = SizeLeft{.nodes = nodes, .inputs = 1, .elements = 4}};
}

}  // namespace

class MinifySteerTest : public QObject {
    Q_OBJECT
private slots:
    void a_pause_is_asked_for_and_told() {
        Counting counting;
        counting.answers = false;
        JobRunner jobs;
        MinifyController minify(jobs, counting.work());
        minify.setPaused(true);
        QCOMPARE(minify.state(), State::NoGraph);
        minify.setGraph(snapshot(chainGraph(9)));
        minify.start({});
        minify.setPaused(false);
        QCOMPARE(minify.state(), State::Running);
        QTRY_VERIFY(minify.progress());
        minify.setPaused(true);
        QCOMPARE(minify.state(), State::Paused);
        QVERIFY2(minify.statusText().startsWith("Pausing"), qPrintable(minify.statusText()));
        QVERIFY(minify.isRunning() && minify.canPause() && !minify.canStart());
        counting.answers = true;
        QTRY_VERIFY(minify.progress()->paused);
        QCOMPARE(minify.statusText(), QString("Paused – about 40 candidates, 2 min left"));
        QCOMPARE(minify.seconds(), 7.0);
        const int steps = counting.steps;
        minify.start({});
        QCOMPARE(minify.state(), State::Paused);
        minify.setPaused(false);
        QCOMPARE(minify.state(), State::Running);
        QTRY_VERIFY(counting.steps > steps);
        QTRY_VERIFY(!minify.progress()->paused);
        minify.setPaused(true);
        minify.stop();
        QCOMPARE(minify.state(), State::Stopping);
        QTRY_COMPARE(minify.state(), State::Done);
        QVERIFY(minify.statusText().startsWith("Stopped early"));
        // The next one does not begin paused.
        counting.through = true;
        minify.start({});
        QTRY_COMPARE(minify.state(), State::Done);
        QCOMPARE(minify.result()->status, MinifyResult::Status::Minimal);
    }

    void one_of_another_process_is_watched_data() {
        QTest::addColumn<bool>("finished");
        QTest::newRow("that ends") << true;
        QTest::newRow("that is left") << false;
    }
    void one_of_another_process_is_watched() {
        QFETCH(bool, finished);
        QTemporaryDir folder;
        const std::filesystem::path place = toPath(folder.path());
        const GraphRef graph = snapshot(chainGraph(9));
        Counting counting;
        counting.through = true;
        JobRunner jobs;
        MinifyController minify(jobs, counting.work());
        minify.setGraph(graph);
        QSignalSpy left(&minify, &MinifyController::left);
        {
            auto journal = Journal::create(place, {.original = structuralHash(*graph).hex(), .oracle = "engine", .build = {}, .match = "exact"});
            VERIFY_OK(journal);
            VERIFY_OK(journal->append(accepted(0, 5)));
            minify.watch({.outputFolder = folder.path()}, "whittle (process 17)");
            QCOMPARE(minify.state(), State::Watching);
            QVERIFY(minify.isRunning() && !minify.canPause() && !minify.canStart());
            QTRY_COMPARE(minify.curve().back(), (CurvePoint{1, 5}));
            QCOMPARE(minify.statusText(), QString("whittle (process 17) reduces this graph now: Halving the graph…"));
            VERIFY_OK(journal->append(accepted(1, 2)));
            QTRY_COMPARE(minify.curve().back(), (CurvePoint{2, 2}));
            minify.stop();
            QCOMPARE(minify.state(), State::Ready);
            minify.watch({.outputFolder = folder.path()}, "whittle (process 17)");
            QTRY_COMPARE(minify.curve().back(), (CurvePoint{2, 2}));
            if (finished) std::ofstream(place / "certificate.json") << "{}";
        }
        if (finished) QTRY_COMPARE(minify.state(), State::Done);  // resumed, which runs nothing
        else QTRY_COMPARE(minify.state(), State::Ready);
        QCOMPARE(counting.lastResume.load(), finished);
        QCOMPARE(left.count(), finished ? 0 : 1);
    }

    void a_watched_one_is_taken_over() {
        QTemporaryDir folder;
        const GraphRef graph = snapshot(chainGraph(9));
        Counting counting;
        JobRunner jobs;
        MinifyController minify(jobs, [&](const Graph& given, const MinifySettings& settings, const MinifyObserver& observe, const Steering& steering) {
            while (!counting.through) std::this_thread::yield();
            return counting.work()(given, settings, observe, steering);
        });
        minify.setGraph(graph);
        const auto journal = Journal::create(toPath(folder.path()), {.original = structuralHash(*graph).hex(), .oracle = "engine", .build = {}, .match = "exact"});
        VERIFY_OK(journal);
        minify.takeOver();
        QCOMPARE(minify.state(), State::Ready);
        minify.watch({.outputFolder = folder.path()}, "whittle (process 17)");
        minify.takeOver();
        QCOMPARE(minify.state(), State::Running);
        QCOMPARE(minify.statusText(), QString("Waiting for whittle (process 17) to end and hand over…"));
        counting.through = true;
        QTRY_COMPARE(minify.state(), State::Done);
        QVERIFY(counting.lastTakeOver && counting.lastResume);
    }

    void the_form_takes_what_a_job_was_begun_with() {
        QTemporaryDir folder;
        const GraphRef graph = snapshot(chainGraph(9));
        const QString place = folder.filePath("out");
        const SettingInfo fault{.option = kFaultOption, .title = "Fault"}, program{.option = "--command", .title = "Command"};
        JobRunner jobs;
        bool refuses = false;
        MinifyForm form(jobs, {{.name = "engine", .title = "Ours", .settings = {fault}}, {.name = "command", .title = "Any", .settings = {program}}}, {}, {},
                        [&](const JobRecord& job) -> Result<MinifySettings> {
                            if (refuses) return fail(Code::Argument, "there is no setting for --seed");
                            MinifySettings settings;
                            settings.oracleSettings.insert_or_assign(kFaultOption, toQString(job.command));
                            settings.signature = QStringLiteral("kind");
                            settings.jobs = job.jobs;
                            return settings;
                        });
        form.setGraph(graph, "/tmp/a.pt2", place);
        QTRY_VERIFY(!form.isChecking());
        const auto journal = Journal::create(toPath(place), {.original = structuralHash(*graph).hex(), .oracle = "engine", .build = {}, .match = "kind"});
        VERIFY_OK(journal);
        JobRecord record = ownRecord("gelu=crash", 3);
        record.process = 1;  // another one's
        VERIFY_OK(writeJobRecord(toPath(place), record));
        MinifySettings own = form.settings();
        own.oracle = "command";
        own.outputFolder = place;
        form.setSettings(own);
        QTRY_VERIFY(!form.isChecking());
        QVERIFY(form.isHeld());
        QVERIFY(!form.settings().resume);
        QVERIFY2(form.folderText().contains("(process 1) is reducing this graph here now"), qPrintable(form.folderText()));
        QVERIFY(!form.hasProblems());  // to watch, no setting counts
        refuses = true;
        QVERIFY(!form.takeJobSettings());
        QCOMPARE(form.settings().oracle, QString("command"));
        refuses = false;
        VERIFY_OK(form.takeJobSettings());
        QCOMPARE(form.settings().oracle, QString("engine"));
        QCOMPARE(form.text(fault), QString("gelu=crash"));
        QCOMPARE(form.settings().signature, QString("kind"));
        QCOMPARE(form.settings().jobs, 3);
        QCOMPARE(form.settings().outputFolder, place);
        QVERIFY(form.isHeld());
    }
};

WHITTLE_TEST(MinifySteerTest)
#include "minify_steer_test.moc"

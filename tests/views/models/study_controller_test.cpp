// The study of a graph as views see it: states, passes as they come, and forced choices.
#include "views/models/study_controller.h"

#include <QSemaphore>
#include <QSignalSpy>

#include "tests/views/models/models_support.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Fixture {
    JobRunner jobs;
    StudySettings asked;
    QSemaphore mayEnd;
    bool fails = false;
    StudyController controller{jobs, [this](const Graph& given, const StudySettings& settings, const std::function<void(const PassRecord&)>& passed,
                                            const CancelToken& cancel) -> Result<Study> {
        asked = settings;
        passed({.name = "decompose", .milliseconds = 1, .rewrites = {}, .after = std::make_shared<const Graph>(given)});
        while (!mayEnd.tryAcquire(1, 5)) WHITTLE_TRY_VOID(cancel.check());
        if (fails) return fail(Code::Io, "no worker");
        Study study;
        study.report.milliseconds = 12;
        study.report.passes = {{.name = "decompose", .milliseconds = 1, .rewrites = {}, .after = std::make_shared<const Graph>(given)},
                               {.name = "prepack", .milliseconds = 0, .rewrites = {}, .skipped = true, .after = {}}};
        return study;
    }};
    GraphRef graph = std::make_shared<const Graph>(smallGraph());
};

}  // namespace

class StudyControllerTest : public QObject {
    Q_OBJECT
private slots:
    void starts_shows_passes_and_ends() {
        Fixture it;
        using State = StudyController::State;
        QCOMPARE(it.controller.state(), State::NoGraph);
        it.controller.start({});
        QCOMPARE(it.controller.state(), State::NoGraph);
        it.controller.setGraph(it.graph);
        QCOMPARE(it.controller.state(), State::Ready);
        it.controller.start({.compiler = {{"--inject", "relu=crash"}}, .forced = {}});
        QCOMPARE(it.controller.state(), State::Running);
        QVERIFY(!it.controller.canStart());
        QTRY_COMPARE(it.controller.passes().size(), std::size_t{1});
        QVERIFY(it.controller.statusText().contains("decompose"));
        it.mayEnd.release();
        QTRY_COMPARE(it.controller.state(), State::Done);
        QCOMPARE(it.controller.passes().size(), std::size_t{1});  // the skipped one left no graph
        QCOMPARE(it.controller.passes().front()->after, it.graph);  // which is not kept twice
        QVERIFY(it.controller.statusText().contains("12"));
        QCOMPARE(it.asked.compiler.at("--inject"), QString("relu=crash"));
    }

    // What fell back on what is told, whoever of the compilation or the run says so.
    void tells_what_fell_back() {
        JobRunner jobs;
        StudyController controller(jobs, [](const Graph&, const StudySettings&, const std::function<void(const PassRecord&)>&, const CancelToken&) -> Result<Study> {
            Study study;
            study.report.notes = {"no node is an aten.nonsense"};
            study.report.eagerFallbacks = {"sort", "unique"};
            study.profile.notes = {"a bound was passed"};
            study.profile.refusals = {{.kernel = 0, .node = "mm", .reason = "sizes of 0"}};
            return study;
        });
        controller.setGraph(std::make_shared<const Graph>(smallGraph()));
        QVERIFY(controller.notes().isEmpty());
        controller.start({});
        QTRY_COMPARE(controller.state(), StudyController::State::Done);
        QCOMPARE(controller.notes(), (QStringList{"no node is an aten.nonsense", "a bound was passed", "mm ran on a reference kernel: sizes of 0",
                                                  "2 nodes run on reference kernels: sort, unique"}));
        controller.setGraph(nullptr);
        QVERIFY(controller.notes().isEmpty());
    }

    void forces_and_takes_back() {
        Fixture it;
        it.controller.setGraph(it.graph);
        it.controller.force("linear", "onednn");
        it.mayEnd.release();
        QTRY_VERIFY(it.controller.study());
        QCOMPARE(it.asked.forced.at("linear"), QString("onednn"));
        it.controller.force("linear", {});
        it.mayEnd.release();
        QTRY_VERIFY(it.controller.study());
        QVERIFY(it.asked.forced.empty());
    }

    void stops() {
        Fixture it;
        it.controller.setGraph(it.graph);
        it.controller.start({});
        QTRY_COMPARE(it.controller.passes().size(), std::size_t{1});
        it.controller.stop();
        QCOMPARE(it.controller.state(), StudyController::State::Ready);
        QVERIFY(it.controller.passes().empty() && !it.controller.study());
        it.mayEnd.release();
        QTest::qWait(20);
        QVERIFY(!it.controller.study());
    }

    void tells_why_there_is_none() {
        Fixture it;
        it.fails = true;
        it.controller.setGraph(it.graph);
        it.controller.start({});
        it.mayEnd.release();
        QTRY_COMPARE(it.controller.state(), StudyController::State::Failed);
        QVERIFY(it.controller.errorText().contains("no worker"));
        QVERIFY(it.controller.canStart());
        it.controller.setGraph(nullptr);
        QVERIFY(it.controller.errorText().isEmpty());
    }
};

WHITTLE_TEST(StudyControllerTest)
#include "study_controller_test.moc"

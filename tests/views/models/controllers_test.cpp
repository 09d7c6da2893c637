// Jobs and the controllers that use them, without a screen.
#include <atomic>
#include <fstream>
#include <thread>

#include "tests/views/models/models_support.h"
#include "views/models/document.h"
#include "views/models/graph_controller.h"
#include "views/models/minify_controller.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

namespace {

QStringList selectedTitle(const GraphController& controller) {
    if (controller.selected() < 0) return {};
    return {controller.scene()->box(controller.selected()).title};
}

void load(GraphController& controller, Graph graph) {
    controller.setGraph(snapshot(std::move(graph)));
    QTRY_COMPARE(controller.state(), GraphController::State::Ready);
}

MinifySettings planted(const QString& fault) {
    MinifySettings settings;
    settings.oracleSettings.insert_or_assign(kFaultOption, fault);
    return settings;
}

// A reduction that halves a chain until one node is left, or until it is stopped.
Result<MinifyResult> halve(const Graph& graph, const MinifySettings& settings, const MinifyObserver& observe,
                           const CancelToken& cancel) {
    const QString fault = settings.oracleSettings.empty() ? QString() : settings.oracleSettings.begin()->second;
    if (fault == "bad")
        return Result<MinifyResult>(fail(Code::Argument, "'bad' is not OP=KIND")).context("reading the faults").context("reading --inject");
    if (fault == "huge") throw std::bad_alloc();
    MinifyResult result;
    result.failure.kind = FailureKind::Crash;
    result.failure.signature = "SIGSEGV in run";
    if (fault == "wrong") {
        result.failure = {.kind = FailureKind::WrongResult, .signature = "wrong value", .phase = {}, .node = {}, .message = "output 0 has a wrong value", .detail = "8 of 8"};
        result.reducedFailure = result.failure;
        result.reducedFailure.detail = "1 of 1";
    }
    result.nodesBefore = static_cast<int>(graph.nodes().size());
    result.status = fault == "none" ? MinifyResult::Status::DoesNotFail : MinifyResult::Status::Minimal;
    int nodes = result.nodesBefore;
    observe({.phase = "original", .nodesBefore = nodes, .nodesNow = nodes, .inputsNow = 9, .elementsNow = 1000, .best = snapshot(chainGraph(nodes))});
    while (nodes > 1 && result.status == MinifyResult::Status::Minimal) {
        if (fault == "slow") {
            observe({.phase = "halves", .nodesBefore = nodes, .nodesNow = nodes, .remaining = Remaining{.candidates = 40, .seconds = 130}, .best = snapshot(chainGraph(nodes))});
            while (!cancel.cancelled()) std::this_thread::yield();
        }
        if (cancel.cancelled()) {
            result.status = MinifyResult::Status::Stopped;
            break;
        }
        nodes /= 2;
        observe({.phase = "halves", .nodesBefore = result.nodesBefore, .nodesNow = nodes, .inputsNow = 1, .elementsNow = 4,
                 .candidates = ++result.candidates, .stored = 2, .accepted = true, .best = snapshot(chainGraph(nodes))});
    }
    result.nodesAfter = nodes;
    result.inputsAfter = 1;
    result.stored = 2;
    result.others.push_back({.failure = {.kind = FailureKind::Hang, .message = "it hangs"}, .count = 3, .example = "other/1-hang.wtl"});
    result.graph = chainGraph(nodes);
    result.oneMinimal = result.status == MinifyResult::Status::Minimal;
    if (result.oneMinimal) result.culprit = CompilerCulprit{.firstBadPass = "fold", .neededPasses = {"fold"}, .needsFusion = true, .runs = 3};
    if (!settings.outputFolder.isEmpty()) result.reproducer = toPath(settings.outputFolder);
    result.notes = {"one thing to know"};
    result.original = {.runs = 10, .fails = fault == "rare" ? 4 : 10};
    return result;
}

}  // namespace

class ControllersTest : public QObject {
    Q_OBJECT
private slots:
    void a_newer_job_replaces_the_older() {
        JobRunner jobs;
        QObject owner;
        QStringList shown;
        std::atomic<bool> olderStopped = false;
        jobs.submit(&owner, "t", [&](const CancelToken& cancel) {
                while (!cancel.cancelled()) std::this_thread::yield();
                olderStopped = true;
                return 1; }, [&](int) { shown << "older"; });
        jobs.submit(&owner, "t", [](const CancelToken&) { return 2; }, [&](int) { shown << "newer"; });
        jobs.submit(&owner, "u", [](const CancelToken&) { return std::make_unique<int>(3); },
                    [&](std::unique_ptr<int>) { shown << "other"; });
        QTRY_COMPARE(shown.size(), 2);
        QTRY_VERIFY(olderStopped.load());
        QCoreApplication::processEvents();
        QVERIFY(!shown.contains("older"));
    }

    void what_a_job_throws_is_its_error_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("want");
        QTest::newRow("memory") << 0 << "limit: this job needs more memory than there is; close other graphs or programs and try again";
        QTest::newRow("an absurd size") << 1 << "limit: this job needs more memory than there is; close other graphs or programs and try again";
        QTest::newRow("anything else") << 2 << "internal: unexpected exception: oops";
        QTest::newRow("not even an exception") << 3 << "internal: unexpected exception of an unknown kind";
        QTest::newRow("nothing") << 4 << "ok";
    }
    void what_a_job_throws_is_its_error() {
        QFETCH(int, kind);
        QFETCH(QString, want);
        JobRunner jobs;
        QObject owner;
        QString shown;
        jobs.submit(&owner, "t", [kind](const CancelToken&) -> Result<int> {
                if (kind == 0) throw std::bad_alloc();
                if (kind == 1) std::vector<char>().resize(std::numeric_limits<std::size_t>::max());
                if (kind == 2) throw std::runtime_error("oops");
                if (kind == 3) throw 1;
                return kind; }, [&](Result<int> answer) { shown = describe(answer); });
        QTRY_COMPARE(shown, want);
    }

    void a_reduction_without_memory_says_so() {
        JobRunner jobs;
        MinifyController controller(jobs, halve);
        controller.setGraph(snapshot(chainGraph(8)));
        controller.start(planted("huge"));
        QTRY_COMPARE(controller.state(), MinifyController::State::Failed);
        QVERIFY2(controller.errorText().contains("more memory than there is"), qPrintable(controller.errorText()));
    }

    void an_answer_for_nobody_is_dropped() {
        JobRunner jobs;
        auto owner = std::make_unique<QObject>();
        bool shown = false, fence = false;
        jobs.submit(owner.get(), "t", [](const CancelToken&) { return 0; }, [&](int) { shown = true; });
        owner.reset();
        QObject other;
        jobs.submit(&other, "t", [](const CancelToken&) { return 0; }, [&](int) { fence = true; });
        QTRY_VERIFY(fence);
        QVERIFY(!shown);
    }

    void asked_to_stop_still_answers_and_posts_news() {
        JobRunner jobs;
        QObject owner;
        int news = 0, answer = 0;
        jobs.submit(&owner, "t", [&](const CancelToken& cancel, const JobChannel& channel) {
                channel.post([&] { ++news; });
                while (!cancel.cancelled()) std::this_thread::yield();
                return 5; }, [&](int got) { answer = got; });
        QTRY_COMPARE(news, 1);
        jobs.askToStop(&owner, "t");
        QTRY_COMPARE(answer, 5);
    }

    void the_end_of_the_program_stops_everything() {
        QObject owner;
        std::atomic<bool> stopped = false;
        {
            JobRunner jobs;
            jobs.submit(&owner, "t", [&](const CancelToken& cancel) {
                    while (!cancel.cancelled()) std::this_thread::yield();
                    stopped = true;
                    return 0; }, [](int) { QFAIL("shown after the end"); });
        }
        QVERIFY(stopped || true);  // it may not have started; what counts is that nothing hangs or crashes
    }

    void selection_follows_edges() {
        JobRunner jobs;
        GraphController controller(jobs);
        load(controller, smallGraph());
        using Step = GraphController::Step;
        controller.step(Step::User);  // nothing selected: the first
        QCOMPARE(selectedTitle(controller), QStringList("x"));
        controller.step(Step::User);
        controller.step(Step::User);
        QCOMPARE(selectedTitle(controller), QStringList("gelu"));
        controller.step(Step::Producer);
        QCOMPARE(selectedTitle(controller), QStringList("linear"));
        controller.step(Step::Last);
        QCOMPARE(selectedTitle(controller), QStringList("output 0"));
        controller.step(Step::User);  // nowhere to go: stays
        QCOMPARE(selectedTitle(controller), QStringList("output 0"));
        controller.step(Step::First);
        QCOMPARE(controller.selected(), 0);
        controller.select(99);
        QCOMPARE(controller.selected(), 0);
    }

    void folding_hides_and_selecting_reveals() {
        JobRunner jobs;
        GraphController controller(jobs);
        load(controller, blocksGraph());
        using Step = GraphController::Step;
        const int relu = 1, first = 8;
        QVERIFY(controller.hasGroups());
        QSignalSpy scenes(&controller, &GraphController::sceneChanged);
        controller.select(relu);
        controller.toggleFold();  // the module around the selection
        QTRY_COMPARE(scenes.count(), 1);
        QVERIFY(!controller.scene()->isOpen(first));
        QCOMPARE(controller.selected(), first);  // what hides it
        QCOMPARE(controller.lastFolded(), first);
        controller.step(Step::User);
        QCOMPARE(selectedTitle(controller), QStringList("relu"));
        controller.step(Step::Producer);
        QCOMPARE(controller.selected(), first);
        controller.step(Step::Producer);
        QCOMPARE(selectedTitle(controller), QStringList("x"));

        controller.setQuery("gelu");
        QCOMPARE(controller.hitsIn(first), 1);
        QCOMPARE(controller.hitsIn(7), 2);
        QCOMPARE(controller.hitsIn(0), 0);
        controller.nextHit();  // it is inside
        QCOMPARE(controller.selected(), 2);
        QTRY_COMPARE(scenes.count(), 2);
        QVERIFY(controller.scene()->isShown(2));
        QCOMPARE(controller.selected(), 2);

        controller.setAllOpen(false);
        QTRY_COMPARE(scenes.count(), 3);
        QVERIFY(!controller.scene()->isShown(first));
        QCOMPARE(controller.selected(), 7);
        controller.step(Step::Last);
        QCOMPARE(selectedTitle(controller), QStringList("output 0"));
        controller.toggleFold();  // it is in no module
        controller.select(-1);
        controller.toggleFold();
        controller.setAllOpen(true);
        QTRY_COMPARE(scenes.count(), 4);
        QVERIFY(controller.scene()->isShown(relu));
    }

    void folds_hold_for_new_versions_but_not_for_other_files() {
        JobRunner jobs;
        GraphController controller(jobs);
        load(controller, blocksGraph());
        controller.setOpen(8, false);
        controller.setGraph(snapshot(blocksGraph()));  // begun before what was folded is drawn
        QTRY_COMPARE(controller.state(), GraphController::State::Ready);
        QVERIFY(!controller.scene()->isOpen(8) && controller.scene()->isOpen(9));
        controller.setGraph(snapshot(blocksGraph()));
        controller.setOpen(9, false);  // while that is arranged
        QTRY_COMPARE(controller.state(), GraphController::State::Ready);
        QVERIFY(!controller.scene()->isOpen(8) && !controller.scene()->isOpen(9));
        controller.forgetFolds();
        load(controller, blocksGraph());
        QVERIFY(controller.scene()->isOpen(8) && controller.scene()->isOpen(9));
    }

    void a_module_stays_selected_in_a_new_version() {
        JobRunner jobs;
        GraphController controller(jobs);
        load(controller, blocksGraph());
        for (const int item : {9, 0}) {  // "net.1", the input
            controller.select(item);
            load(controller, blocksGraph());
            QCOMPARE(controller.selected(), item);
        }
    }

    void a_module_is_dimmed_when_all_in_it_is() {
        JobRunner jobs;
        GraphController controller(jobs);
        Graph graph = blocksGraph();
        load(controller, graph);
        std::vector<NodeId> gone;
        for (std::size_t i = 2; i < graph.nodes().size(); ++i) gone.push_back(graph.nodes()[i].id);
        graph.setOutputs({{.value = graph.nodes()[1].output()}});
        graph.removeNodes(gone);
        controller.setKept(snapshot(std::move(graph)));  // net.0
        QVERIFY(controller.isDimmed(3) && controller.isDimmed(9));
        QVERIFY(!controller.isDimmed(1) && !controller.isDimmed(8) && !controller.isDimmed(7));
    }

    void search_goes_round() {
        JobRunner jobs;
        GraphController controller(jobs);
        load(controller, chainGraph(5));
        controller.nextHit();
        QCOMPARE(controller.selected(), -1);
        controller.setQuery("relu");
        QCOMPARE(controller.hits().size(), std::size_t(6));  // the output returns relu_4
        controller.nextHit();
        QCOMPARE(controller.selected(), 1);
        controller.previousHit();
        QCOMPARE(controller.selected(), 6);
        controller.nextHit();
        QCOMPARE(controller.selected(), 1);
        QCOMPARE(controller.currentHit(), 0);
        controller.select(0);
        QCOMPARE(controller.currentHit(), -1);
    }

    void selection_survives_a_new_version_of_the_graph() {
        JobRunner jobs;
        GraphController controller(jobs);
        Graph graph = chainGraph(4);
        const NodeId kept = graph.nodes()[1].id, removed = graph.nodes()[3].id;
        load(controller, graph);
        controller.selectNode(kept);
        const GraphRef smaller = [&] {
            Graph copy = graph;
            copy.setOutputs({{.value = copy.node(copy.nodes()[2].id).output()}});
            copy.removeNodes(std::span(&removed, 1));
            return snapshot(std::move(copy));
        }();
        controller.setKept(smaller);
        QVERIFY(controller.isDimmed(4));
        QVERIFY(!controller.isDimmed(1));
        controller.setGraph(smaller);
        QTRY_COMPARE(controller.scene()->count(), 5);
        QCOMPARE(controller.scene()->box(controller.selected()).node, kept);
        controller.setGraph(nullptr);
        QCOMPARE(controller.state(), GraphController::State::Empty);
        QCOMPARE(controller.selected(), -1);
    }

    void document_keeps_what_was_open_when_a_file_is_broken() {
        JobRunner jobs;
        Document document(jobs, [](const std::filesystem::path& path) -> Result<OpenedGraph> {
            if (path.extension() == ".bad")
                return Result<OpenedGraph>(fail(Code::Format, "no end record")).context("reading {}", path.string());
            return OpenedGraph{smallGraph(), "pt2", {"a note"}};
        });
        QSignalSpy opened(&document, &Document::opened);
        document.open("/tmp/first.bad");
        QCOMPARE(document.state(), Document::State::Opening);
        QTRY_COMPARE(document.state(), Document::State::Failed);
        QVERIFY2(document.errorText().startsWith("no end record\n  while reading /tmp/first.bad\n\nThe file may be cut short"), qPrintable(document.errorText()));  // and what to try
        document.dismissError();
        QCOMPARE(document.state(), Document::State::Empty);

        document.open("/tmp/good.pt2");
        QTRY_COMPARE(document.state(), Document::State::Open);
        QCOMPARE(document.title(), QString("good.pt2"));
        QCOMPARE(document.notes(), QStringList("a note"));
        QCOMPARE(opened.count(), 1);
        document.open("/tmp/second.bad");
        QTRY_COMPARE(document.state(), Document::State::Failed);
        document.dismissError();
        QCOMPARE(document.state(), Document::State::Open);
        QCOMPARE(document.title(), QString("good.pt2"));
        document.open("/tmp/other.pt2");
        document.cancel();
        QCOMPARE(document.state(), Document::State::Open);
        QCOMPARE(document.title(), QString("good.pt2"));
    }

    void minify_reduces_and_tells() {
        JobRunner jobs;
        MinifyController minify(jobs, halve);
        QCOMPARE(minify.state(), MinifyController::State::NoGraph);
        minify.start({});
        QCOMPARE(minify.state(), MinifyController::State::NoGraph);
        minify.setGraph(snapshot(chainGraph(64)));
        QSignalSpy best(&minify, &MinifyController::bestChanged);
        minify.start({});
        QVERIFY(minify.isRunning());
        QTRY_COMPARE(minify.state(), MinifyController::State::Done);
        QCOMPARE(minify.curve().front().nodes, 64);
        QCOMPARE(minify.curve().back().nodes, 1);
        QCOMPARE(minify.curve().back().candidates, 6);
        QCOMPARE(minify.best()->nodes().size(), std::size_t(1));
        QVERIFY(best.count() >= 2);
        QVERIFY(minify.statusText().startsWith("1-minimal"));
        QVERIFY(minify.reducedText().contains("relu"));
        QCOMPARE(minify.before()->elementsNow, std::int64_t{1000});
        QCOMPARE(minify.before()->inputsNow, 9);
        QCOMPARE(minify.progress()->elementsNow, std::int64_t{4});
        QCOMPARE(minify.progress()->inputsNow, 1);
        QCOMPARE(minify.progress()->stored, 2);
        QCOMPARE(minify.progress()->othersMet(), 1);
        QCOMPARE(minify.resultLines().size(), 2);
        QVERIFY(minify.resultLines()[0].startsWith("In the compiler: "));
        QVERIFY(minify.resultLines()[0].contains("fold"));
        QCOMPARE(minify.resultLines()[1], QString("Note: one thing to know"));
        QVERIFY(minify.files().folder.isEmpty());
    }

    void minify_finds_what_it_left_on_disk() {
        QTemporaryDir folder;
        std::ofstream(toPath(folder.filePath("issue.md"))) << "# Crash in relu\n";
        std::ofstream(toPath(folder.filePath("report.html"))) << "<html>";
        JobRunner jobs;
        MinifyController minify(jobs, halve);
        minify.setGraph(snapshot(chainGraph(8)));
        minify.start({.outputFolder = folder.path()});
        QTRY_COMPARE(minify.state(), MinifyController::State::Done);
        QCOMPARE(minify.files().folder, folder.path());
        QCOMPARE(minify.files().report, folder.filePath("report.html"));
        QCOMPARE(minify.files().issueText, QString("# Crash in relu\n"));
        const auto others = minify.others();
        QCOMPARE(others.size(), std::size_t(1));
        QCOMPARE(others[0].kind, QString("hang"));
        QCOMPARE(others[0].count, 3);
        QCOMPARE(others[0].example, folder.filePath("other/1-hang.wtl"));
        QTemporaryDir empty;  // a resumed job whose files somebody took away
        minify.start({.outputFolder = empty.path()});
        QTRY_COMPARE(minify.state(), MinifyController::State::Done);
        QCOMPARE(minify.files().folder, empty.path());
        QVERIFY(minify.files().report.isEmpty());
        QVERIFY(minify.files().issueText.isEmpty());
    }

    void minify_tells_of_rare_failures() {
        JobRunner jobs;
        MinifyController minify(jobs, halve);
        minify.setGraph(snapshot(chainGraph(8)));
        minify.start(planted("rare"));
        QTRY_COMPARE(minify.state(), MinifyController::State::Done);
        QVERIFY(minify.resultLines()[0].startsWith("The original failed in 4 of 10 runs"));
    }

    void minify_tells_how_wrong_a_result_is() {
        JobRunner jobs;
        MinifyController minify(jobs, halve);
        minify.setGraph(snapshot(chainGraph(8)));
        minify.start(planted("wrong"));
        QTRY_COMPARE(minify.state(), MinifyController::State::Done);
        QCOMPARE(minify.resultLines()[0], QString("Original: output 0 has a wrong value: 8 of 8"));
        QCOMPARE(minify.resultLines()[1], QString("What is left: output 0 has a wrong value: 1 of 1"));
    }

    void minify_ends_data() {
        QTest::addColumn<QString>("inject");
        QTest::addColumn<bool>("stop");
        QTest::addColumn<MinifyController::State>("state");
        QTest::addColumn<QString>("says");
        using State = MinifyController::State;
        QTest::newRow("does not fail") << "none" << false << State::Done << "The graph does not fail";
        QTest::newRow("stopped") << "slow" << true << State::Done << "Stopped early";
        QTest::newRow("cannot run") << "bad" << false << State::Failed << "could not run";
    }
    void minify_ends() {
        QFETCH(QString, inject);
        QFETCH(bool, stop);
        QFETCH(MinifyController::State, state);
        QFETCH(QString, says);
        JobRunner jobs;
        MinifyController minify(jobs, halve);
        minify.setGraph(snapshot(chainGraph(8)));
        minify.start(planted(inject));
        minify.start(planted("ignored while one runs"));
        if (stop) {
            minify.stop();
            QCOMPARE(minify.state(), MinifyController::State::Stopping);
        }
        QTRY_COMPARE(minify.state(), state);
        QCOMPARE(minify.reducedText().isEmpty(), state == MinifyController::State::Failed || inject == "none");
        QVERIFY2(minify.statusText().contains(says), qPrintable(minify.statusText()));
        QVERIFY(minify.canStart());
        if (state == MinifyController::State::Failed) {
            QVERIFY(minify.errorText().contains("while reading the faults"));
            QCOMPARE(minify.errorSetting(), kFaultOption);
        }
    }

    void another_graph_ends_a_running_reduction() {
        JobRunner jobs;
        MinifyController minify(jobs, halve);
        minify.setGraph(snapshot(chainGraph(8)));
        minify.start(planted("slow"));
        QTRY_COMPARE(minify.statusText(), QString("Halving the graph… – about 40 candidates, 2 min left"));
        minify.setGraph(snapshot(chainGraph(3)));
        QCOMPARE(minify.state(), MinifyController::State::Ready);
        QVERIFY(!minify.best());
        QVERIFY(minify.curve().empty());
    }
};

WHITTLE_TEST(ControllersTest)
#include "controllers_test.moc"

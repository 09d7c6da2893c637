// A replay as views see it: cells that fill, what stays after a stop or a death, what is stale, advice applied, a call tried.
#include "views/models/stance_controller.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "tests/views/models/stance_support.h"
#include "views/models/advice_model.h"
#include "views/models/cache_entries_model.h"
#include "views/models/guard_tree_model.h"
#include "views/models/stance_details.h"
#include "views/models/stance_matrix_model.h"
#include "views/models/stance_probe.h"
#include "views/models/stance_story.h"

using namespace whittle;
using namespace whittle::test;
using State = StanceController::State;
using Mode = QAbstractItemModelTester::FailureReportingMode;

namespace {

struct Fixture {
    MadeUpStances made;  // before the runner, which waits for its workers
    JobRunner jobs;
    StanceController stances{jobs, made.service()};
    StanceDetails details{jobs, stances};
    StanceProbe probe{jobs, stances};
    StanceMatrixModel matrix{stances};
    QAbstractItemModelTester tester{&matrix, Mode::Fatal};

    Fixture() { stances.setGraph(snapshot(reluGraph()), "/tmp/f.wtl"); }
    ~Fixture() { made.mayEnd.release(100); }

    void addCalls() {
        for (const char* size : {"f32[4]", "f32[4]", "f32[6]"}) stances.calls().setArgument(stances.calls().add(-1), 0, size);
        StanceSettings settings;
        settings.stances = QStringList{"default", "force_eager"};
        stances.setSettings(settings);
    }
    void run() {
        addCalls();
        stances.start();
        QTRY_COMPARE(stances.state(), State::Done);
        QTRY_VERIFY(!details.isComparing());
    }
    QString cell(int row, int column) { return matrix.index(row, column).data().toString(); }
};

}  // namespace

class StanceControllerTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void says_why_there_is_nothing_to_run() {
        MadeUpStances made;
        JobRunner jobs;
        StanceController stances(jobs, made.service());
        QCOMPARE(stances.state(), State::NoGraph);
        QVERIFY(!stances.canStart() && stances.startTrouble().contains("graph"));
        stances.setGraph(snapshot(reluGraph()), "/tmp/f.wtl");
        QVERIFY(stances.startTrouble().contains("no call"));
        stances.calls().add(-1);
        QVERIFY(stances.canStart());
        stances.calls().setArgument(0, 0, "f32[");
        QVERIFY2(stances.startTrouble().startsWith("Call 0, x:"), qPrintable(stances.startTrouble()));
        QVERIFY(stances.command().isEmpty());
        stances.calls().setArgument(0, 0, "f32[4]");
        StanceSettings settings;
        settings.warm = 1;
        stances.setSettings(settings);
        QVERIFY(stances.startTrouble().contains("warm"));
        settings.warm = 0;
        settings.stances.clear();
        stances.setSettings(settings);
        QVERIFY(stances.startTrouble().contains("stance"));
        stances.start();
        QCOMPARE(stances.state(), State::Ready);
        QCOMPARE(made.runs, 0);
    }

    void cells_fill_while_it_runs() {
        Fixture it;
        it.made.waits = true;
        it.addCalls();
        it.stances.start();
        QCOMPARE(it.stances.state(), State::Running);
        QVERIFY(!it.stances.canStart());
        QTRY_COMPARE(it.cell(0, 1), QString("compiled 0/0"));
        QCOMPARE(it.cell(1, 1), QString("·"));
        QCOMPARE(it.stances.done(), 1);
        QCOMPARE(it.stances.all(), 6);
        QVERIFY2(it.stances.statusText().contains("2 of 6"), qPrintable(it.stances.statusText()));
        it.made.mayEnd.release();
        QTRY_COMPARE(it.stances.state(), State::Done);
        QCOMPARE(it.cell(1, 1), QString("reused 0/0"));
        QCOMPARE(it.cell(2, 2), QString("recompiled 0/1"));
        QCOMPARE(it.matrix.index(2, 1).data(StanceMatrixModel::OutcomeRole).toInt(), int(CallOutcome::Recompiled));
        QVERIFY(it.matrix.index(2, 1).data(Qt::ToolTipRole).toString().contains("size mismatch"));
        QCOMPARE(it.matrix.headerData(3, Qt::Vertical, Qt::DisplayRole).toString(), QString("compiles"));
        QCOMPARE(it.cell(3, 1), QString("2"));
        QCOMPARE(it.cell(6, 1), QString("9.00 ms"));
        QVERIFY(it.matrix.index(3, 1).data(StanceMatrixModel::TotalRole).toBool());
        QCOMPARE(it.made.asked.file, QString("/tmp/f.wtl"));
        QCOMPARE(QString::fromStdString(it.made.asked.calls), QString(R"({"calls":[{"x":"f32[4]"},{"x":"f32[4]"},{"x":"f32[6]"}]})"));
        QVERIFY(it.stances.command().startsWith("whittle stance /tmp/f.wtl --calls"));
    }

    void a_stop_keeps_what_was_told() {
        Fixture it;
        it.made.waits = true;
        it.addCalls();
        it.stances.start();
        QTRY_VERIFY(it.stances.report());
        it.stances.stop();
        QTRY_COMPARE(it.stances.state(), State::Stopped);
        QCOMPARE(it.cell(0, 1), QString("compiled 0/0"));
        QVERIFY(it.stances.statusText().contains("1 of 6"));
        QVERIFY(it.stances.canStart());
    }

    void a_death_keeps_what_was_told_and_says_why() {
        Fixture it;
        it.made.error = Error{Code::Run, "SIGSEGV in call 1 under stance default", {}};
        it.addCalls();
        it.stances.start();
        QTRY_COMPARE(it.stances.state(), State::Failed);
        QVERIFY(it.stances.errorText().contains("SIGSEGV in call 1"));
        QCOMPARE(it.cell(0, 1), QString("compiled 0/0"));
        QCOMPARE(it.cell(1, 1), QString());
    }

    // One stance's process dies, the next one's makes all calls: the cells say it in words, and no total of calls that nobody made stands below.
    void a_stance_that_died_says_so_in_its_cells() {
        Fixture it;
        it.made.dead = "SIGSEGV in call 1 under stance default, while running 0/0";
        it.made.error = Error{Code::Run, it.made.dead, {}};
        it.addCalls();
        it.stances.start();
        QTRY_COMPARE(it.stances.state(), State::Failed);
        QCOMPARE(it.cell(0, 1), QString("compiled 0/0"));
        QCOMPARE(it.cell(1, 1), QString("died"));
        QCOMPARE(it.cell(2, 1), QString("not made"));
        QCOMPARE(it.matrix.index(1, 1).data(StanceMatrixModel::OutcomeRole).toInt(), int(CallOutcome::Error));
        QVERIFY(!it.matrix.index(2, 1).data(StanceMatrixModel::OutcomeRole).isValid());
        const QString how = QString::fromStdString(it.made.dead);
        for (const int row : {1, 2}) {
            QCOMPARE(it.matrix.index(row, 1).data(Qt::ToolTipRole).toString(), how);
            QCOMPARE(it.matrix.index(row, 1).data(Qt::AccessibleTextRole).toString(), it.cell(row, 1) + "; " + how);
        }
        QCOMPARE(it.cell(3, 1), QString("–"));
        QCOMPARE(it.cell(2, 2), QString("recompiled 0/1"));
        QCOMPARE(it.cell(3, 2), QString("2"));
        it.details.select("default", it.stances.calls().calls()[1].id);
        QVERIFY2(it.details.storyText().contains(how.toHtmlEscaped()), qPrintable(it.details.storyText()));
        it.details.select("force_eager", it.stances.calls().calls()[2].id);
        QVERIFY2(it.details.storyText().contains("recompiled"), qPrintable(it.details.storyText()));
    }

    // A recording's node is looked for by its name, then by the user's line, the whole number of it.
    void a_node_of_a_recording_is_found_by_name_or_line() {
        Graph graph;
        const ValueId x = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
        const auto add = [&](int line) { return graph.addNode({.op = "aten.relu.default", .args = {{"self", x}}, .outputTypes = {f32({4})}, .origin = origin("", line)}); };
        const NodeId first = add(1), other = add(17);
        const QString file = QString::fromStdString(graph.node(other).origin->where()).section(u':', 0, 0);
        QCOMPARE(nodeOfRecording(graph, QString::fromStdString(graph.node(first).name), {}), first);
        QCOMPARE(nodeOfRecording(graph, "mul_3", file + ":17: x = f(x)"), other);
        QCOMPARE(nodeOfRecording(graph, {}, file + ":17"), other);
        QCOMPARE(nodeOfRecording(graph, {}, file + ":1: x = x"), first);
        QVERIFY(!nodeOfRecording(graph, "mul_3", {}).valid());
        QVERIFY(!nodeOfRecording(graph, {}, file + ":170: x = x").valid());
    }

    void edits_make_results_stale_and_undo_makes_them_good_again() {
        Fixture it;
        it.run();
        QVERIFY(!it.stances.isStale());
        const StanceInput before = it.stances.input();
        QVERIFY(it.matrix.setData(it.matrix.index(1, 0), "f32[5]", Qt::EditRole));
        QVERIFY(it.stances.isStale());
        QVERIFY(it.matrix.index(1, 1).data(StanceMatrixModel::StaleRole).toBool());
        QCOMPARE(it.cell(1, 1), QString("reused 0/0"));
        it.stances.calls().duplicate(0);  // of which nothing is known
        QCOMPARE(it.cell(1, 1), QString());
        QCOMPARE(it.cell(2, 1), QString("reused 0/0"));
        QCOMPARE(it.stances.rowOfReported(1), 2);
        it.stances.setInput(before);
        QVERIFY(!it.stances.isStale());
        QCOMPARE(it.cell(1, 1), QString("reused 0/0"));
        StanceSettings settings = it.stances.settings();
        settings.stances = QStringList{"force_eager"};
        it.stances.setSettings(settings);
        QCOMPARE(it.matrix.columnCount(), 2);
        QCOMPARE(it.cell(2, 1), QString("recompiled 0/1"));  // of its stance, wherever that stands
        while (it.stances.calls().rowCount() > 0) it.stances.calls().remove(0);
        QCOMPARE(it.matrix.rowCount(), 0);
        it.stances.calls().add(-1);
        QCOMPARE(it.matrix.rowCount(), 6);
    }

    void runs_by_itself_after_an_edit_when_it_is_live() {
        Fixture it;
        it.run();
        QCOMPARE(it.made.runs, 1);
        it.stances.setLive(true);
        it.stances.calls().setArgument(0, 0, "f32[");
        it.stances.calls().setArgument(0, 0, "f32[9]");
        QVERIFY(it.stances.isStale());
        QTRY_COMPARE(it.made.runs, 2);
        QTRY_VERIFY(it.stances.state() == State::Done && !it.stances.isStale());
        QVERIFY(QString::fromStdString(it.made.asked.calls).contains("f32[9]"));
    }

    void the_cell_that_one_looks_for_is_chosen_and_told() {
        Fixture it;
        it.run();
        QCOMPARE(it.details.stance(), QString("default"));
        QCOMPARE(it.details.reportedCall(), 2);
        QCOMPARE(it.details.entryId()->compile, 1);
        const QString story = it.details.storyText();
        for (const char* part : {"Call 2 under default: recompiled", "entry:0/1", "size mismatch at index 0", "f32[6]", "wanted", "relu", "net.py:1", "node:relu", "4.00 ms in the backend", "The backend: passes 1.50 ms, codegen 2.50 ms<", "Its passes: decompose 1.25 ms", "one more and it gets slow", "torch.Tensor",
                                 "1 changed", "compare:"})
            QVERIFY2(story.contains(part), qPrintable(QString(part) + " is not in " + story));
        QVERIFY(it.details.difference() && it.details.difference()->before == (CompileId{0, 0}));
        it.details.select("default", it.stances.calls().calls()[1].id);
        QVERIFY(it.details.storyText().contains("fits, and ran"));
        QCOMPARE(it.details.entryId()->compile, 0);
        QVERIFY(!it.details.difference());
        // It stays chosen when all is run again.
        it.stances.start();
        QTRY_COMPARE(it.stances.state(), State::Done);
        QCOMPARE(it.details.reportedCall(), 1);
    }

    void advice_is_applied_to_calls_or_options_and_run() {
        Fixture it;
        it.run();
        AdviceModel advice(it.stances);
        const QAbstractItemModelTester adviceTester(&advice, Mode::Fatal);
        QCOMPARE(advice.rowCount(), 2);
        QCOMPARE(advice.index(0, AdviceModel::BeforeColumn).data().toString(), QString("2"));
        QCOMPARE(advice.index(0, AdviceModel::AfterColumn).data().toString(), QString("1"));
        QCOMPARE(advice.code(0), QString("torch._dynamo.mark_dynamic(x, 0)"));
        QCOMPARE(advice.index(0, AdviceModel::CallsColumn).data().toString(), QString("2"));
        QSignalSpy changed(&it.stances, &StanceController::inputChanged);
        const int id = it.stances.calls().calls()[2].id;
        it.stances.apply(0);
        QVERIFY(it.stances.isApplying() && !it.stances.canApply(1));
        QTRY_COMPARE(it.made.runs, 2);
        QCOMPARE(changed.size(), 1);  // one step of undo
        QCOMPARE(it.stances.calls().calls()[2].arguments[0], QString("f32[6] dynamic 0"));
        QCOMPARE(it.stances.calls().calls()[2].id, id);
        QTRY_COMPARE(it.stances.state(), State::Done);
        it.stances.apply(1);
        QTRY_COMPARE(it.made.runs, 3);
        QCOMPARE(it.stances.settings().dynamic, QString("true"));
        QTRY_COMPARE(it.stances.state(), State::Done);
        QVERIFY(!it.stances.canApply(2));
        QVERIFY(!it.stances.canApply(-1));
        // What the user does meanwhile is not undone by it.
        it.stances.apply(0);
        it.stances.calls().remove(0);
        QTRY_VERIFY(!it.stances.isApplying());
        QCOMPARE(it.stances.calls().rowCount(), 2);
        QCOMPARE(it.made.runs, 3);
    }

    void entries_and_guards_are_tables() {
        Fixture it;
        it.run();
        CacheEntriesModel cache;
        const QAbstractItemModelTester cacheTester(&cache, Mode::Fatal);
        cache.setRun(it.stances.report(), it.details.run());
        QCOMPARE(cache.rowCount(), 2);
        QCOMPARE(cache.index(0, CacheEntriesModel::EntryColumn).data().toString(), QString("0/1"));
        QCOMPARE(cache.index(1, CacheEntriesModel::LifeColumn).data().toString(), QString("dead"));
        QCOMPARE(cache.index(0, CacheEntriesModel::ReplacedColumn).data().toString(), QString("0/0"));
        QCOMPARE(cache.index(0, CacheEntriesModel::GuardsColumn).data().toString(), QString("3"));
        QCOMPARE(cache.used(), 2);
        QCOMPARE(cache.limit(), 8);
        QCOMPARE(cache.rowOf({0, 0}), 1);
        // After the call before the second entry: that one is not there yet. After the last call, in the order that the call left.
        cache.setRun(it.stances.report(), it.details.run(), 1);
        QCOMPARE(cache.rowCount(), 2);
        QCOMPARE(cache.index(0, CacheEntriesModel::EntryColumn).data().toString(), QString("0/0"));
        QCOMPARE(cache.index(1, CacheEntriesModel::LifeColumn).data().toString(), QString("not made yet"));
        QVERIFY(cache.index(0, 0).data(CacheEntriesModel::ThereRole).toBool() && !cache.index(1, 0).data(CacheEntriesModel::ThereRole).toBool());
        QCOMPARE(cache.used(), 1);
        QCOMPARE(cache.rowOf({0, 0}), 0);
        ReportedRun run = *it.details.run();
        run.calls[2].order = {{0, 0}, {0, 1}};
        cache.setRun(it.stances.report(), &run, 2);
        QCOMPARE(cache.index(0, CacheEntriesModel::EntryColumn).data().toString(), QString("0/0"));
        QCOMPARE(cache.index(1, CacheEntriesModel::EntryColumn).data().toString(), QString("0/1"));
        QCOMPARE(cache.used(), 2);
        cache.setRun(it.stances.report(), it.details.run());
        GuardTreeModel guards;
        const QAbstractItemModelTester guardTester(&guards, Mode::Fatal);
        guards.setEntry(it.stances.report(), &it.details.run()->entries[1]);
        QCOMPARE(guards.rowCount(), 2);
        const QModelIndex x = guards.index(1, 0);
        QCOMPARE(x.data().toString(), QString("L['x']"));
        QCOMPARE(guards.rowCount(x), 2);
        QVERIFY(x.data(GuardTreeModel::FailedRole).toBool());
        const QModelIndex sizes = guards.indexOf(3);
        QCOMPARE(sizes.parent(), x);
        QCOMPARE(guards.index(1, GuardTreeModel::FailuresColumn, x).data().toString(), QString("1"));
        QCOMPARE(guards.index(1, GuardTreeModel::CostColumn, x).data().toString(), QString("5.00 ns"));
        QCOMPARE(guards.index(1, GuardTreeModel::ShareColumn, x).data(GuardTreeModel::ShareRole).toDouble(), 0.5);
        QVERIFY(guards.index(1, GuardTreeModel::LineColumn, x).data().toString().contains("net.py:1"));
        QCOMPARE(guards.checks(), 3);
        guards.setSearch("tensor_match");
        QCOMPARE(guards.shown(), 1);
        QCOMPARE(guards.rowCount(), 1);
        QVERIFY(!guards.indexOf(2).isValid());
        guards.setSearch("L['x']");
        QCOMPARE(guards.shown(), 2);
        guards.setSearch("nothing of the kind");
        QCOMPARE(guards.rowCount(), 0);
        guards.setSearch({});
        QCOMPARE(guards.shown(), 3);
        guards.setEntry(nullptr, nullptr);
        QCOMPARE(guards.rowCount(), 0);
    }

    void a_call_is_held_against_every_entry() {
        Fixture it;
        QVERIFY(!it.probe.trouble().isEmpty());
        it.run();
        QCOMPARE(it.probe.trouble(), QString());
        it.probe.take(2);
        QCOMPARE(it.probe.call().calls().first().arguments[0], QString("f32[6]"));
        it.probe.call().setArgument(0, 0, "f32[");
        QVERIFY(!it.probe.trouble().isEmpty());
        it.probe.call().setArgument(0, 0, "f64[9]");
        it.probe.start();
        QCOMPARE(it.probe.state(), StanceProbe::State::Running);
        QTRY_COMPARE(it.probe.state(), StanceProbe::State::Done);
        QCOMPARE(QString::fromStdString(it.made.asked.tried.value_or("")), QString(R"({"x":"f64[9]"})"));
        QVERIFY(!it.made.asked.advise);
        const QString story = probeStory(*it.probe.report());
        QVERIFY2(story.contains("x=f64[9]"), qPrintable(story));  // which call that was: the one above may be edited since
        QVERIFY2(story.contains("2 guards fail") && story.contains("dtype mismatch") && story.contains("size mismatch"), qPrintable(story));
        QCOMPARE(it.stances.state(), State::Done);  // the matrix stays
        // A trial that failed has not become an answer by one that was stopped.
        it.made.error = Error{Code::Run, "SIGSEGV in call 1", {}};
        it.probe.start();
        QTRY_COMPARE(it.probe.state(), StanceProbe::State::Failed);
        it.made.waits = true;
        it.probe.start();
        it.probe.stop();
        QCOMPARE(it.probe.state(), StanceProbe::State::Failed);
        QVERIFY(it.probe.errorText().contains("SIGSEGV"));
    }

    void files_of_calls_are_read_and_written() {
        Fixture it;
        QTemporaryDir folder;
        const QString file = folder.filePath("calls.json");
        QSignalSpy filed(&it.stances, &StanceController::filed), refused(&it.stances, &StanceController::refused);
        it.addCalls();
        it.stances.saveCalls(file);
        QTRY_COMPARE(filed.size(), 1);
        QCOMPARE(it.stances.request().callsFile, file);
        QCOMPARE(it.stances.request().fileDynamic, QString("auto"));
        it.stances.calls().remove(0);
        QCOMPARE(it.stances.request().callsFile, QString());
        it.stances.openCalls(file);
        QTRY_COMPARE(filed.size(), 2);
        QCOMPARE(it.stances.calls().rowCount(), 3);
        QCOMPARE(it.stances.request().callsFile, file);
        // A file says how functions are compiled too.
        StanceSettings settings = it.stances.settings();
        settings.dynamic = "true";
        it.stances.setSettings(settings);
        it.stances.saveCalls(file);
        QTRY_COMPARE(filed.size(), 3);
        settings.dynamic = "auto";
        it.stances.setSettings(settings);
        QCOMPARE(it.stances.request().fileDynamic, QString("true"));
        it.stances.openCalls(file);
        QTRY_COMPARE(filed.size(), 4);
        QCOMPARE(it.stances.settings().dynamic, QString("true"));
        it.stances.openCalls(folder.filePath("none.json"));
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY(refused[0][0].toString().contains("none.json"));
        it.stances.pasteCalls(R"([{"x": "f32[9]"}])");
        QVERIFY(it.stances.isFiling());  // it is read on a worker
        it.stances.pasteCalls(R"([{"x": "f32[10]"}])");  // and what comes meanwhile goes behind it
        QTRY_VERIFY(!it.stances.isFiling());
        QCOMPARE(it.stances.calls().rowCount(), 5);
        QCOMPARE(it.stances.calls().calls()[3].arguments[0], QString("f32[9]"));
        QCOMPARE(it.stances.calls().calls()[4].arguments[0], QString("f32[10]"));
        it.stances.pasteCalls("nothing");
        QTRY_COMPARE(refused.size(), 2);
        QCOMPARE(it.stances.calls().rowCount(), 5);
        it.stances.pasteCalls(R"([{"x": "f32[9]"}])");
        it.stances.setGraph(snapshot(reluGraph()), "/tmp/g.wtl");  // of which it is no call
        QVERIFY(!it.stances.isFiling());
        QCOMPARE(it.stances.calls().rowCount(), 0);
    }

    // All that happens between two letters: the argument is checked, the command made anew, undo and cells follow.
    void an_edit_of_a_long_list_takes_less_than_a_frame() {
        Fixture it;
        Json many = Json::array();
        for (int i = 0; i < CallsModel::kMost; ++i) many.push_back({{"x", "f32[" + std::to_string(i) + "]"}});
        it.stances.pasteCalls(QString::fromStdString(many.dump()));
        QTRY_COMPARE(it.stances.calls().rowCount(), int(CallsModel::kMost));
        QVERIFY(!it.stances.command().isEmpty());
        double best = 1e9;
        for (int i = 0; i < 5; ++i) {
            const double before = cpuMs();
            it.stances.calls().setArgument(500, 0, QString("f32[%1]").arg(5000 + i));
            QVERIFY(it.stances.canStart());
            QVERIFY(!it.stances.command().isEmpty());
            best = std::min(best, cpuMs() - before);
        }
        QVERIFY2(best < 16, qPrintable(QString::number(best)));
    }

    void another_graph_forgets_calls_and_results() {
        Fixture it;
        it.run();
        it.stances.setGraph(snapshot(chainGraph(2)), "/tmp/g.wtl");
        QVERIFY(!it.stances.report());
        QCOMPARE(it.stances.calls().rowCount(), 0);
        QCOMPARE(it.matrix.rowCount(), 0);
        QVERIFY(it.details.storyText().isEmpty());
        QVERIFY(!it.details.run());
    }
};

WHITTLE_TEST(StanceControllerTest)
#include "stance_controller_test.moc"

// What is shown of a recorded run: the part in sight, spans as pixels, who follows whom, what is alive, compile time.
#include "views/models/profile_controller.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QLocale>
#include <QSignalSpy>

#include "tests/views/models/study_support.h"
#include "views/models/alive_model.h"
#include "views/models/compile_time_model.h"
#include "views/models/format.h"
#include "views/models/span_runs.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Fixture {
    JobRunner jobs;
    bool records = true;
    StudyController study{jobs, [this](const Graph&, const StudySettings&, const std::function<void(const PassRecord&)>&, const CancelToken&) -> Result<Study> {
        Study out = smallStudy();
        if (!records) out.trace = {};
        return out;
    }};
    KernelsController kernels{jobs, study};
    ProfileController profile{jobs, kernels};
    GraphRef graph = snapshot(smallGraph());

    void compile() {
        study.setGraph(graph);
        study.start({});
        QTRY_VERIFY(profile.content() && !profile.isWorking());
    }
    NodeId node(const char* name) const { return std::ranges::find(graph->nodes(), name, &Node::name)->id; }
};

QStringList column(const QAbstractItemModel& model, int column) {
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row) out << model.index(row, column).data().toString();
    return out;
}

QString runText(const std::vector<SpanRun>& runs) {
    QStringList out;
    for (const SpanRun& run : runs) out << QString("%1-%2 k%3 x%4").arg(run.left).arg(run.right).arg(run.kernel).arg(run.count);
    return out.join(", ");
}

}  // namespace

class ProfileTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void the_window_stays_in_the_run_data() {
        QTest::addColumn<double>("begin");
        QTest::addColumn<double>("end");
        QTest::addColumn<double>("wantBegin");
        QTest::addColumn<double>("wantEnd");
        QTest::newRow("inside") << 0.25 << 0.5 << 0.25 << 0.5;
        QTest::newRow("before") << -0.25 << 0.25 << 0.0 << 0.5;
        QTest::newRow("behind") << 0.75 << 1.25 << 0.5 << 1.0;
        QTest::newRow("too large") << -1.0 << 3.0 << 0.0 << 1.0;
        QTest::newRow("too small") << 0.5 << 0.5 << 0.4375 << 0.5625;
        QTest::newRow("none") << qQNaN() << 0.5 << 0.0 << 1.0;
    }
    void the_window_stays_in_the_run() {
        QFETCH(double, begin);
        QFETCH(double, end);
        TimeWindow window;
        window.setLeast(0.125);
        window.set(begin, end);
        QTEST(window.begin(), "wantBegin");
        QTEST(window.end(), "wantEnd");
    }

    void zoom_keeps_what_is_under_the_pointer() {
        TimeWindow window;
        window.zoom(4, 0.5);
        QCOMPARE(window.begin(), 0.375);
        QCOMPARE(window.end(), 0.625);
        window.zoom(2, 0.375);
        QCOMPARE(window.begin(), 0.375);
        QCOMPARE(window.end(), 0.5);
        window.pan(0.25);
        QCOMPARE(window.begin(), 0.625);
        window.reveal(0.1, 0.15);
        QCOMPARE(window.begin(), 0.1);
        window.reveal(0.9, 0.95);
        QCOMPARE(window.end(), 0.95);
        window.zoom(1e-9, 0.5);
        QVERIFY(window.isAll());
        window.zoom(0, 0.5);
        QVERIFY(window.isAll());
    }

    void ticks_are_round_and_told_apart() {
        QCOMPARE(roundTicks(0, 10, 5), std::vector<double>({0, 2, 4, 6, 8, 10}));
        QVERIFY(roundTicks(1, 1, 5).empty());
        QCOMPARE(formatTick(1.5, 0.5), QString("1.5 ms"));
        QCOMPARE(formatTick(1.2345, 0.0001), QString("1.2345 ms"));
        QCOMPARE(formatTick(0.02, 0.02), QString("20 µs"));
        QCOMPARE(formatTick(0, 0.02), QString("0 µs"));
    }

    void spans_below_a_pixel_become_one_mark() {
        const std::vector<LaneSpan> spans{{.kernel = 0, .begin = 0, .end = 0.5}, {.kernel = 1, .begin = 0.5, .end = 0.501}, {.kernel = 2, .begin = 0.502, .end = 0.505}, {.kernel = 3, .begin = 0.6, .end = 1}};
        TimeWindow window;
        QCOMPARE(runText(spanRuns(spans, window, 100)), QString("0-50 k0 x1, 50-50.5 k2 x2, 60-100 k3 x1"));
        window.set(0.5, 0.51);
        QCOMPARE(spanRuns(spans, window, 1000).size(), std::size_t(3));  // the first one ends where the window begins
        QCOMPARE(spanAt(spans, 0.55, 0), -1);
        QCOMPARE(spanAt(spans, 0.507, 0.01), 2);
        QCOMPARE(spanAt(spans, 0.7, 0), 3);
        QCOMPARE(spanAt({}, 0.7, 1), -1);
    }

    // As many as are kept of a run, in one frame of which painting has to have its part.
    void a_hundred_thousand_spans_take_no_frame() {
        std::vector<LaneSpan> spans;
        constexpr int kMany = 100'000;
        for (int i = 0; i < kMany; ++i) spans.push_back({.kernel = i, .begin = double(i) / kMany, .end = (i + 0.9) / kMany});
        TimeWindow window;
        qint64 best = std::numeric_limits<qint64>::max();
        for (int again = 0; again < 5; ++again) {
            QElapsedTimer timer;
            timer.start();
            const std::vector<SpanRun> runs = spanRuns(spans, window, 1500);
            best = std::min(best, timer.nsecsElapsed());
            QVERIFY(runs.size() <= 1501);
            int count = 0;
            for (const SpanRun& run : runs) count += run.count;
            QCOMPARE(count, kMany);
        }
        QVERIFY2(best < 8'000'000, qPrintable(formatDuration(double(best) * 1e-6)));
    }

    void rows_are_kernels_and_threads() {
        Fixture f;
        f.compile();
        QVERIFY(f.profile.isRecorded());
        const auto lanes = f.profile.content()->lanes();
        QCOMPARE(lanes.size(), std::size_t(3));
        QCOMPARE(lanes[0].spans.size(), std::size_t(3));
        QCOMPARE(lanes[1].thread, 0);
        QCOMPARE(lanes[1].spans.size(), std::size_t(3));  // the library's that tells nothing, the loops', the eager one
        QVERIFY(!lanes[1].spans[0].isTold && lanes[1].spans[1].isTold && lanes[1].spans[2].isTold);
        QCOMPARE(lanes[2].spans.size(), std::size_t(1));
        QCOMPARE(f.profile.content()->threadsOf(0), 0);
        QCOMPARE(f.profile.content()->threadsOf(1), 2);
        QCOMPARE(f.profile.content()->family(0), QString("matmul"));
        QCOMPARE(f.profile.content()->kernelAt(0), 0);
        QCOMPARE(f.profile.content()->kernelAt(1), 2);
        QCOMPARE(f.profile.kernelText(1), QString("k0_tanh_mul_add · 60.0 µs · 30.0 % of the run · on 2 threads · loops · llvm"));
        QVERIFY(f.profile.text().contains("Compiled in 12.0 ms") && f.profile.text().contains("linear"));
    }

    // Of a library's kernel that calls our code with parts of its result, that code tells when it ran; the rest stays the library's.
    void what_a_library_does_around_our_code_is_its_own() {
        Study study = smallStudy();
        study.trace.chunks.insert(study.trace.chunks.begin(), {.kernel = 0, .thread = 0, .begin = 40'000, .end = 60'000});
        const auto kernels = KernelContent::build(std::make_shared<const Study>(std::move(study)), snapshot(smallGraph()), {});
        VERIFY_OK(kernels);
        const auto content = ProfileContent::build(*kernels, {});
        VERIFY_OK(content);
        QStringList spans;
        for (const LaneSpan& span : (*content)->lanes()[1].spans) spans << QString("k%1 %2-%3 %4").arg(span.kernel).arg(span.begin).arg(span.end).arg(span.isTold ? "told" : "untold");
        QCOMPARE(spans, QStringList({"k0 0-0.2 untold", "k0 0.2-0.3 told", "k0 0.3-0.5 untold", "k1 0.575-0.825 told", "k2 0.875-0.975 told"}));
    }

    void a_run_that_did_not_end_leaves_compile_time() {
        Fixture f;
        f.records = false;
        f.compile();
        QVERIFY(!f.profile.isRecorded());
        QCOMPARE(f.profile.cursorKernel(), -1);
        f.profile.setCursor(0.5);
        f.profile.step(1);
        QCOMPARE(f.profile.cursorKernel(), -1);
        QVERIFY(f.profile.text().contains("Compiled in 12.0 ms"));
    }

    void cursor_kernels_and_nodes_follow_each_other() {
        Fixture f;
        f.compile();
        QCOMPARE(f.profile.cursorKernel(), 1);  // where the most memory is
        f.profile.setCursor(0.01);
        QCOMPARE(f.kernels.selected(), 0);
        QCOMPARE(f.kernels.node(), f.node("linear"));
        f.profile.step(1);
        QCOMPARE(f.kernels.selected(), 1);
        f.kernels.select(2);
        QCOMPARE(f.profile.cursorKernel(), 2);
        f.profile.step(1);
        QCOMPARE(f.profile.cursorKernel(), 2);
        f.profile.setWindow(0, 0.1);
        f.kernels.selectNode(f.node("gelu"));
        QCOMPARE(f.profile.cursorKernel(), 1);
        QVERIFY(f.profile.window().begin() > 0.4);  // it came in sight
        // What makes a tensor is selected; the cursor stays.
        const HeldValue* made = &*std::ranges::find(f.profile.content()->memory().values, std::string("linear"), &HeldValue::node);
        QSignalSpy moved(&f.profile, &ProfileController::cursorChanged), inputs(&f.profile, &ProfileController::inputWanted);
        f.profile.showValue(*made);
        QCOMPARE(f.kernels.node(), f.node("linear"));
        QCOMPARE(f.kernels.selected(), 0);
        QCOMPARE(f.profile.cursorKernel(), 1);
        QCOMPARE(moved.count(), 0);
        f.profile.showValue(f.profile.content()->memory().values.front());
        QCOMPARE(inputs.count(), 1);
        f.study.setGraph(snapshot(smallGraph()));
        QVERIFY(!f.profile.content());
        QCOMPARE(f.profile.cursorKernel(), -1);
    }

    void the_part_in_sight_outlives_a_study() {
        Fixture f;
        f.profile.setWindow(0.25, 0.5);  // as a session does before anything was compiled
        f.compile();
        QCOMPARE(f.profile.window().begin(), 0.25);
        QCOMPARE(f.profile.window().end(), 0.5);
    }

    void lists_what_is_alive() {
        Fixture f;
        f.compile();
        AliveModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(model.rowCount(), 0);
        model.show(f.profile.content(), 1);
        QCOMPARE(column(model, AliveModel::NameColumn), QStringList({"%w", "%x", "%linear", "%add", "%later"}));
        QCOMPARE(column(model, AliveModel::BytesColumn), QStringList({"256 bytes", "64 bytes", "64 bytes", "64 bytes", "–"}));
        QCOMPARE(column(model, AliveModel::KindColumn), QStringList({"Weights", "Inputs", "Intermediates", "Results", "Intermediates"}));
        QCOMPARE(model.index(2, AliveModel::FromColumn).data().toString(), QString("linear"));
        QCOMPARE(model.index(2, AliveModel::UntilColumn).data().toString(), QString("k0_tanh_mul_add"));
        QCOMPARE(model.bytes(), std::size_t(448));
        QCOMPARE(model.index(0, AliveModel::BytesColumn).data(AliveModel::ShareRole).toDouble(), 256.0 / 448);
        model.sort(AliveModel::BytesColumn, Qt::AscendingOrder);
        QCOMPARE(column(model, AliveModel::NameColumn), QStringList({"%later", "%x", "%linear", "%add", "%w"}));  // an unknown size is the least
        model.sort(AliveModel::NameColumn, Qt::AscendingOrder);
        QCOMPARE(column(model, AliveModel::NameColumn), QStringList({"%add", "%later", "%linear", "%w", "%x"}));
        model.show(f.profile.content(), 0);
        QCOMPARE(column(model, AliveModel::NameColumn), QStringList({"%linear", "%w", "%x"}));  // still by name
        for (int i = 0; i < model.columnCount(); ++i) QVERIFY(!model.headerData(i, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
        model.show(nullptr, -1);
        QCOMPARE(model.rowCount(), 0);
    }

    void compile_time_is_told_by_phase_and_pass() {
        CompileTimeModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        auto report = std::make_shared<CompileReport>(smallStudy().report);
        report->passes.push_back({.name = "fold-constants", .milliseconds = 0, .rewrites = {}, .skipped = true, .after = {}});
        model.setReport(report);
        QCOMPARE(column(model, CompileTimeModel::PartColumn), QStringList({"passes", "      decompose", "      fold-constants", "codegen"}));
        QCOMPARE(column(model, CompileTimeModel::ShareColumn), QStringList({"16.7 %", "8.3 %", "", "75.0 %"}));
        QCOMPARE(column(model, CompileTimeModel::RewritesColumn), QStringList({"", "1", "0", ""}));
        QCOMPARE(model.index(2, CompileTimeModel::TimeColumn).data().toString(), QString("skipped"));
        QCOMPARE(model.index(1, CompileTimeModel::PartColumn).data(CompileTimeModel::PassRole).toString(), QString("decompose"));
        QVERIFY(model.index(0, CompileTimeModel::PartColumn).data(CompileTimeModel::PassRole).toString().isEmpty());
        for (int row = 0; row < model.rowCount(); ++row) QVERIFY(!model.index(row, CompileTimeModel::WhatColumn).data().toString().isEmpty());
        // Of a compilation that failed there are passes alone.
        auto failed = std::make_shared<CompileReport>();
        failed->passes = report->passes;
        model.setReport(failed);
        QCOMPARE(model.rowCount(), 2);
        model.setReport(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void exports_for_viewers_or_says_why_not() {
        Fixture f;
        f.compile();
        QTemporaryDir folder;
        QSignalSpy exported(&f.profile, &ProfileController::exported), failed(&f.profile, &ProfileController::exportFailed);
        f.profile.exportTo(folder.filePath("run.json"));
        QTRY_COMPARE(exported.count(), 1);
        QFile file(folder.filePath("run.json"));
        QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().contains("traceEvents"));
        f.profile.exportTo(folder.path());
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!failed.first()[1].toString().isEmpty() && !f.profile.isWorking());
    }
};

WHITTLE_TEST(ProfileTest)
#include "profile_test.moc"

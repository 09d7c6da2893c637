// The trace on show, on recorded logs: read, read on, selected, described, its graphs and times written.
#include "views/models/trace_controller.h"

#include <QLocale>
#include <QSignalSpy>
#include <QThread>

#include "engine/formats/open.h"
#include "tests/views/models/trace_support.h"

using namespace whittle;
using namespace whittle::test;
using State = TraceController::State;

namespace {

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void append(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::Append));
    QCOMPARE(file.write(bytes), bytes.size());
}

}  // namespace

class TraceControllerTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void a_log_is_read_and_its_first_compile_described() {
        TraceFixture f;
        QCOMPARE(f.trace.state(), State::NoTrace);
        QSignalSpy opened(&f.trace, &TraceController::opened);
        f.trace.open(tracePath("torch26/p3_dynamic.log"));
        QCOMPARE(f.trace.state(), State::Reading);
        QTRY_COMPARE(f.trace.state(), State::Ready);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(f.trace.content()->compileCount(), 6);
        QVERIFY2(f.trace.content()->summary().startsWith("6 compiles: 5 ok, 1 error"), qPrintable(f.trace.content()->summary()));
        QTRY_VERIFY(f.trace.compile());
        QCOMPARE(f.trace.compile()->title, QString("0/0 · p3_dynamic.py:4 in fn"));
        QCOMPARE(f.trace.compile()->tone, TraceTone::Good);
    }

    void what_is_no_trace_is_said() {
        TraceFixture f;
        QSignalSpy none(&f.trace, &TraceController::noTrace);
        f.open("torch26/p1_recompiles.py");
        QCOMPARE(f.trace.state(), State::Failed);
        QVERIFY2(f.trace.errorText().contains("no trace in"), qPrintable(f.trace.errorText()));
        f.trace.dismissError();
        QCOMPARE(f.trace.state(), State::NoTrace);
        // One that was only offered is somebody else's.
        f.trace.offer(tracePath("torch26/p1_recompiles.py"));
        QTRY_COMPARE(none.size(), 1);
        QCOMPARE(f.trace.state(), State::NoTrace);
        f.trace.offer("/nonexistent/a.log");
        QTRY_COMPARE(none.size(), 2);
        // What was open stays while another is not read.
        f.open("torch26/p3_dynamic.log");
        const TraceContentRef before = f.trace.content();
        f.trace.open("/nonexistent/b.log");
        QTRY_COMPARE(f.trace.state(), State::Failed);
        QCOMPARE(f.trace.content(), before);
        f.trace.dismissError();
        QCOMPARE(f.trace.state(), State::Ready);
        f.trace.open(tracePath("torch26/p1_recompiles.log"));
        f.trace.stop();
        QCOMPARE(f.trace.state(), State::Ready);
        QCOMPARE(f.trace.path(), tracePath("torch26/p3_dynamic.log"));
        f.trace.close();
        QVERIFY(!f.trace.content() && !f.trace.compile());
        QCOMPARE(f.trace.state(), State::NoTrace);
    }

    void every_artifact_is_read_and_every_graph_opens_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"torch26/p4_backward.log", "torch26/p8_ddp", "torch26/debug_dir_sample", "torch26/q1_torch_logs.stderr.txt"})
            QTest::newRow(name) << QString(name);
    }
    void every_artifact_is_read_and_every_graph_opens() {
        QFETCH(QString, name);
        TraceFixture f;
        f.open(qPrintable(name));
        QVERIFY(f.trace.content());
        QSignalSpy ready(&f.trace, &TraceController::graphReady);
        int texts = 0, graphs = 0;
        const TraceTable stacks = *f.trace.content()->stacks();
        for (int row = 0; row < stacks.count(); ++row) {
            if (!stacks.row(row).target.isSubject()) continue;
            f.trace.select(stacks.row(row).target);
            QTRY_VERIFY(!f.trace.isBusy() && f.trace.compile());
            const TraceTableRef artifacts = f.trace.compile()->artifacts;
            for (int i = 0; i < artifacts->count(); ++i) {
                const TraceTarget target = artifacts->row(i).target;
                f.trace.showText(target);
                QTRY_VERIFY(!f.trace.isBusy());
                QVERIFY2(f.trace.text().lines, qPrintable(f.trace.text().error));
                ++texts;
                if (!f.trace.canOpenGraph(target)) continue;
                ready.clear();
                f.trace.openGraph(target);
                QTRY_COMPARE(ready.size(), 1);
                const QString path = ready[0][0].toString();
                QCOMPARE(QString::fromUtf8(bytesOf(path)).trimmed(), f.trace.text().lines->text().trimmed());
                VERIFY_OK(openGraph(toPath(path)));
                ++graphs;
            }
        }
        QVERIFY(texts > 0);
        if (!name.contains("q1_")) QVERIFY(graphs > 0);
    }

    // As PyTorch writes it: the records come while the window looks.
    void a_growing_log_is_followed() {
        TraceFixture f;
        const QByteArray all = bytesOf(tracePath("torch26/p3_dynamic.log"));
        const QString path = f.folder.filePath("growing.log");
        const qsizetype half = all.indexOf("\nV", all.size() / 2) + 40;  // in the middle of a header
        append(path, all.left(half));
        f.open(path);
        QVERIFY(f.trace.content()->notes().join(u'\n').contains("ends in the middle"));
        const int before = f.trace.content()->compileCount();
        QVERIFY(before > 0 && before < 6);
        f.select("growing.log", "0/1");
        QSignalSpy following(&f.trace, &TraceController::followingChanged);
        f.trace.setFollowing(true);
        QVERIFY(f.trace.isFollowing() && following.size() == 1);
        QTRY_VERIFY(!f.trace.isBusy());
        QVERIFY(f.trace.content()->notes().isEmpty());  // what is not whole yet waits
        append(path, all.mid(half, 100));
        append(path, all.mid(half + 100));
        QTRY_COMPARE(f.trace.content()->compileCount(), 6);
        QTRY_VERIFY(f.trace.content()->summary().startsWith("6 compiles: 5 ok, 1 error"));
        QCOMPARE(f.trace.content()->name(f.trace.selected()), QString("0/1"));
        // A part of a record at the end is taken as it is once nobody waits for the rest.
        append(path, "V1122 11:19:11.8");
        f.trace.setFollowing(false);
        QTRY_VERIFY(f.trace.content()->notes().join(u'\n').contains("ends in the middle"));
        QVERIFY(!f.trace.isFollowing());
        QTRY_VERIFY(!f.trace.isBusy());
    }

    void a_log_that_is_written_anew_is_told_and_read_again() {
        TraceFixture f;
        const QByteArray all = bytesOf(tracePath("torch26/p3_dynamic.log"));
        const QString path = f.folder.filePath("again.log");
        append(path, all);
        f.open(path);
        f.trace.setFollowing(true);
        QTRY_VERIFY(!f.trace.isBusy());
        QVERIFY(QFile::resize(path, all.indexOf("\nV", all.size() / 3) + 1));
        QTRY_VERIFY(f.trace.errorText().contains("became shorter"));
        QVERIFY(!f.trace.isFollowing());
        QCOMPARE(f.trace.content()->compileCount(), 6);
        f.trace.reload();
        QTRY_VERIFY(!f.trace.isBusy());
        QVERIFY(f.trace.errorText().isEmpty());
        QVERIFY(f.trace.content()->compileCount() < 6);
    }

    void new_ranks_are_found_while_followed() {
        TraceFixture f;
        const QString ranks = f.folder.filePath("ranks");
        QVERIFY(QDir().mkpath(ranks));
        append(ranks + "/dedicated_log_torch_trace_rank_0_a.log", bytesOf(tracePath("torch26/p8_ddp/dedicated_log_torch_trace_rank_0_a.log")));
        f.open(ranks);
        QVERIFY(!f.trace.content()->hasRanks());
        f.trace.setFollowing(true);
        QTRY_VERIFY(!f.trace.isBusy());
        append(ranks + "/dedicated_log_torch_trace_rank_1_b.log", bytesOf(tracePath("torch26/p8_ddp/dedicated_log_torch_trace_rank_1_b.log")));
        QTRY_COMPARE(f.trace.content()->logs().size(), std::size_t(2));
        QVERIFY(f.trace.content()->hasRanks());
        QCOMPARE(f.trace.rank(f.trace.content()->find("rank 1", "1/1")), QString("1"));
    }

    void times_are_exported_for_other_tools() {
        TraceFixture f;
        QVERIFY(!f.trace.canExport());
        f.open("torch26/p8_ddp");
        QVERIFY(f.trace.canExport());
        QSignalSpy exported(&f.trace, &TraceController::exported), failed(&f.trace, &TraceController::exportFailed);
        f.trace.exportTo(f.folder.filePath("spans.json"));
        QTRY_COMPARE(exported.size(), 1);
        const QJsonArray events = QJsonDocument::fromJson(bytesOf(f.folder.filePath("spans.json"))).array();
        QVERIFY(events.size() > 20);
        QCOMPARE(events[0].toObject()["args"].toObject()["name"].toString(), QString("rank 0"));
        QCOMPARE(exported[0][1].toString(), tracePath("torch26/p8_ddp"));
        f.trace.exportTo(f.folder.filePath("spans.json/below-a-file.json"));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!failed[0][1].toString().isEmpty());
    }

    // What was on its way out of the trace before is not of the one that is read now.
    void another_trace_brings_none_of_the_one_before() {
        TraceFixture f;
        f.open("torch26/p8_ddp");
        f.select("rank 1", "1/1");
        const TraceTableRef artifacts = f.trace.compile()->artifacts;
        const TraceTarget graph = artifacts->row(TraceFixture::rowOf(*artifacts, "dynamo_output_graph")).target;
        QVERIFY(f.trace.canOpenGraph(graph));
        QSignalSpy ready(&f.trace, &TraceController::graphReady), exported(&f.trace, &TraceController::exported);
        // Asked for while the answer of the reading waits to be taken.
        connect(&f.trace, &TraceController::contentChanged, this, [&] { QVERIFY(f.trace.text().lines == nullptr); });
        f.trace.open(tracePath("torch26/p3_dynamic.log"));
        QThread::msleep(300);
        f.trace.showText(graph);
        f.trace.openGraph(graph);
        f.trace.exportTo(f.folder.filePath("spans.json"));
        QTRY_VERIFY(!f.trace.isBusy());
        QCOMPARE(f.trace.path(), tracePath("torch26/p3_dynamic.log"));
        QCOMPARE(ready.size(), 0);
        QVERIFY(!f.trace.text().of.isText() && !f.trace.text().lines);
        QCOMPARE(exported.value(0).value(1).toString(), tracePath("torch26/p8_ddp"));
    }

    void a_span_is_selected_and_comes_in_sight() {
        TraceFixture f;
        f.open("torch211/train.log");
        const TraceTimeline& timeline = *f.trace.content()->timeline();
        QVERIFY(timeline.lanes.size() > 2);
        for (const TraceLane& lane : timeline.lanes)
            for (std::size_t i = 1; i < lane.spans.size(); ++i) QVERIFY(lane.spans[i].begin >= lane.spans[i - 1].end);
        double shares = 0;
        for (const auto& [share, name] : timeline.shares) shares += share;
        QVERIFY(shares > 0 && shares <= 1.0001);
        TimeWindow window = f.trace.window();
        window.set(0, 0.01);
        f.trace.setWindow(window);
        QSignalSpy moved(&f.trace, &TraceController::windowChanged);
        f.trace.selectSpan(static_cast<int>(timeline.spans.size()) - 1);
        QCOMPARE(moved.size(), 1);
        f.trace.selectSpan(1 << 30);
        QCOMPARE(f.trace.span(), static_cast<int>(timeline.spans.size()) - 1);
    }
};

WHITTLE_TEST(TraceControllerTest)
#include "trace_controller_test.moc"

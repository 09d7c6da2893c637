// `whittle run` with --profile, --repeat and --tap, and what `whittle compile` tells of memory.
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>

#include "engine/base/files.h"
#include "engine/formats/safetensors.h"
#include "tests/app/run_program.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr const char* kGraph = R"(whittle 1
graph @g {
input %x : f32[64,32]
input %w : f32[48,32]
%h = aten.linear.default(%x, %w) : f32[64,48]
%n = aten.relu.default(%h) : f32[64,48]
%e = aten.exp.default(%n) : f32[64,48]
%v, %i = aten.max.dim(%e, 1) as largest : f32[64], i64[64]
return %v
}
)";

class Written {
public:
    Written() : path(scratch.filePath("g.wtl")) {
        if (!writeFileAtomic(path.toStdString(), kGraph)) qFatal("cannot write %s", qPrintable(path));
    }
    QTemporaryDir scratch;
    QString path;
};

}  // namespace

class RunProfileTest : public QObject {
    Q_OBJECT
private slots:
    void kernels_are_held_against_their_work() {
        const Written graph;
        const ProgramRun run = runProgram({"run", graph.path, "--mode", "compiled", "--profile", "--repeat", "3", "--json"});
        QVERIFY2(run.status == 0, run.err.constData());
        const QJsonArray rows = run.json()["profile"].toArray();
        double share = 0;
        for (const QJsonValue& row : rows) share += row["share"].toDouble();
        QVERIFY(qAbs(share - 1) < 1e-6);
        const QJsonObject product = rows[0].toObject();
        QCOMPARE(product["nodes"].toArray()[0].toString(), QString("h"));
        QCOMPARE(product["flops"].toDouble(), 2.0 * 64 * 32 * 48);
        QCOMPARE(product["bytes_written"].toDouble(), 4.0 * 64 * 48);
        QVERIFY(qAbs(product["gflop_per_s"].toDouble() * product["ms"].toDouble() * 1e6 / product["flops"].toDouble() - 1) < 1e-6);
    }

    // While it runs, `perf` finds the file by the process's number; afterwards the report reads it.
    void kernels_have_names_for_perf() {
        const Written graph;
        QProcess process;
        process.start(QString::fromStdString(program().string()), {"run", graph.path, "--mode", "compiled", "--perf-map", "--profile", "--json"});
        QVERIFY(process.waitForStarted());
        const QString path = QString("/tmp/perf-%1.map").arg(process.processId());
        QVERIFY(process.waitForFinished());
        QFile file(path);
        QVERIFY2(process.exitCode() == 0 && file.open(QIODevice::ReadOnly), process.readAllStandardError());
        const QByteArray lines = file.readAll();
        file.remove();
        QStringList kernels;
        for (const QJsonValue& row : QJsonDocument::fromJson(process.readAllStandardOutput()).object()["profile"].toArray())
            if (row["what"].toString().startsWith("loops")) kernels << row["name"].toString();
        QVERIFY(!kernels.isEmpty());
        for (const QString& kernel : kernels)
            QVERIFY2(QRegularExpression("^[0-9a-f]+ [1-9a-f][0-9a-f]* " + kernel + "$", QRegularExpression::MultilineOption).match(lines).hasMatch(), lines.constData());
    }

    void names_for_perf_are_of_compiled_kernels() {
        const Written graph;
        const ProgramRun run = runProgram({"run", graph.path, "--perf-map"});
        QCOMPARE(run.status, 2);
        QVERIFY2(run.err.contains("--perf-map names compiled kernels: it needs --mode compiled"), run.err.constData());
    }

    void the_table_begins_with_the_slowest() {
        const Written graph;
        const ProgramRun run = runProgram({"run", graph.path, "--mode", "compiled", "--profile"});
        QVERIFY2(run.status == 0, run.err.constData());
        QStringList lines = QString(run.out).split('\n');
        while (!lines.isEmpty() && !lines.first().contains("GFLOP/s")) lines.removeFirst();
        QVERIFY(lines.size() > 3);
        lines.removeFirst();
        double last = 1e9;
        for (const QString& line : lines) {
            if (line.isEmpty()) continue;
            const double ms = line.simplified().section(' ', 0, 0).toDouble();
            QVERIFY2(ms <= last, qPrintable(line));
            last = ms;
        }
    }

    void spans_and_memory_stand_beside_the_times() {
        const Written graph;
        const QString file = graph.scratch.filePath("run.trace.json");
        const ProgramRun run = runProgram({"run", graph.path, "--mode", "compiled", "--profile", "--timeline", file, "--json"});
        QVERIFY2(run.status == 0, run.err.constData());
        const QJsonObject answer = run.json();
        const QJsonArray kernels = answer["timeline"].toObject()["kernels_ns"].toArray();
        QCOMPARE(kernels.size(), answer["profile"].toArray().size());
        for (const QJsonValue& kernel : kernels) QVERIFY(kernel[1].toDouble() <= kernel[2].toDouble());
        const QJsonObject memory = answer["memory"].toObject();
        QCOMPARE(memory["kernels"].toArray().size(), kernels.size());
        double alive = 0;
        for (const QJsonValue& value : memory["alive_at_peak"].toArray()) alive += value["bytes"].toDouble();
        QCOMPARE(alive, memory["peak_bytes"].toDouble());
        QVERIFY(alive >= 4.0 * (64 * 32 + 48 * 32 + 64 * 48));
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(QJsonDocument::fromJson(written.readAll()).object()["traceEvents"].toArray().size() > kernels.size());
    }

    void timelines_are_of_compiled_kernels() {
        const Written graph;
        const ProgramRun run = runProgram({"run", graph.path, "--timeline", graph.scratch.filePath("t.json")});
        QCOMPARE(run.status, 2);
        QVERIFY2(run.err.contains("--timeline shows compiled kernels: it needs --mode compiled"), run.err.constData());
    }

    void taps_data() {
        QTest::addColumn<QString>("mode");
        for (const char* mode : {"eager", "compiled", "reference"}) QTest::newRow(mode) << mode;
    }
    void taps() {
        QFETCH(QString, mode);
        const Written graph;
        const QString file = graph.scratch.filePath("largest.safetensors");
        const ProgramRun run = runProgram({"run", graph.path, "--mode", mode, "--tap", "n", "--tap", "largest=" + file, "--json"});
        QVERIFY2(run.status == 0, run.err.constData());
        const QJsonArray taps = run.json()["cases"].toArray()[0].toObject()["taps"].toArray();
        QCOMPARE(taps.size(), 3);
        QCOMPARE(taps[0]["name"].toString(), QString("n"));
        QCOMPARE(taps[0]["min"].toDouble(), 0.0);
        QVERIFY(taps[0]["max"].toDouble() > taps[0]["mean"].toDouble());
        QCOMPARE(taps[0]["nans"].toInt(), 0);
        QCOMPARE(taps[2]["dtype"].toString(), QString("i64"));
        const auto saved = readSafetensors(file.toStdString());
        VERIFY_OK(saved);
        QCOMPARE(saved->size(), std::size_t(2));
        QCOMPARE(toQ(saved->at("i").describe()), QString("i64[64]"));
    }

    void names_that_are_not_there_are_refused() {
        const Written graph;
        for (const char* mode : {"eager", "compiled"}) {
            const ProgramRun run = runProgram({"run", graph.path, "--mode", mode, "--tap", "largst"});
            QCOMPARE(run.status, 2);
            QVERIFY2(run.err.contains("the graph has no node or value 'largst'; most like it: largest"), run.err.constData());
        }
    }

    void compile_tells_the_memory_plan() {
        const Written graph;
        const ProgramRun text = runProgram({"compile", graph.path, "--dump", graph.scratch.filePath("dump")});
        QVERIFY2(text.status == 0, text.err.constData());
        QVERIFY2(text.out.contains("\narena "), text.out.constData());
        QFile plan(graph.scratch.filePath("dump/memory.txt"));
        QVERIFY(plan.open(QIODevice::ReadOnly));
        QVERIFY(plan.readAll().contains("outside: %v, a result of the graph"));
        const QJsonObject memory = runProgram({"compile", graph.path, "--json"}).json()["memory"].toObject();
        QVERIFY(memory["sized"].toBool());
        QVERIFY(memory["arena_bytes"].toInt() >= memory["peak_bytes"].toInt());
        QVERIFY(memory["sum_bytes"].toInt() >= 4 * 64 * 48);
        const QJsonObject value = memory["values"].toArray()[0].toObject();
        QVERIFY(!value["name"].toString().isEmpty() && value["bytes"].toInt() > 0 && value["first"].toInt() <= value["last"].toInt());
    }
};

WHITTLE_TEST(RunProfileTest)
#include "run_profile_test.moc"

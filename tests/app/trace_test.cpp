// `whittle trace` as a user calls it: the listing, one compile, one artifact, what it writes, and what it says when there is nothing.
#include <algorithm>
#include <csignal>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/app/run_program.h"

using namespace whittle::test;

namespace {

QString tracePath(const char* name) { return samplePath("torch_trace/") + name; }

ProgramRun runTrace(const char* name, const QStringList& more = {}) { return runProgram(QStringList{"trace", tracePath(name)} + more); }

}  // namespace

class TraceTest : public QObject {
    Q_OBJECT
private slots:
    void every_sample_is_listed_data() {
        QTest::addColumn<QString>("name");
        for (const char* folder : {"torch26", "torch211"})
            for (const QString& file : QDir(tracePath(folder)).entryList({"*.log", "*.txt"})) QTest::newRow(qPrintable(QString(folder) + "/" + file)) << QString(folder) + "/" + file;
        for (const char* folder : {"torch26", "torch26/p8_ddp", "torch26/debug_dir_sample"}) QTest::newRow(folder) << QString(folder);
    }
    void every_sample_is_listed() {
        QFETCH(QString, name);
        const ProgramRun text = runTrace(qPrintable(name));
        QVERIFY2(text.status == 0, text.err);
        QVERIFY(!text.out.isEmpty());
        QVERIFY2(text.err.isEmpty(), text.err);
        const ProgramRun run = runTrace(qPrintable(name), {"--json"});
        QVERIFY2(run.status == 0, run.err);
        const QJsonObject json = run.json();
        for (const char* key : {"path", "logs", "causes", "kernels", "debug_graphs", "ranks", "notes"}) QVERIFY2(json.contains(key), key);
        for (const QJsonValue& log : json["logs"].toArray()) {
            qint64 records = 0;
            for (const QJsonValue& count : log["kinds"].toObject()) records += count.toInteger();
            QCOMPARE(records, log["records"].toInteger());
        }
    }

    void the_listing_says_what_happened() {
        const QByteArray out = runTrace("torch26/p3_dynamic.log").out;
        for (const char* words : {"compiles  6: 5 ok, 1 error", "/demo/p3_dynamic.py:4 in fn", "- 0/4  ok", "because 0/2: tensor 'L['y']' size mismatch at index 0. expected 6, actual 10",
                                  "symbol       s0 = 4 in [2, int_oo] from L['y'].size()[0]  at /demo/p3_dynamic.py:6 in fn", "specialised  s0 = 6 (range_refined_to_singleton)",
                                  "dynamic      L['y'] dimension 0: size change, 4 then 6", "errors (1)", "recompiles (4)"})
            QVERIFY2(out.contains(words), words);
        const QByteArray ranks = runTrace("torch26/p8_ddp").out;
        QVERIFY(ranks.contains("compile ids: differ"));
        QVERIFY(ranks.contains("compile 1/1 is not on rank 0"));
        const QByteArray kernels = runTrace("torch26/p7_autotune.stderr.txt").out;
        QVERIFY(kernels.contains("addmm(32x64, 32x64, 64x64)  addmm 0.0995 ms, of 2, 1 failed"));
    }

    void a_damaged_log_is_listed_with_a_note() {
        const ProgramRun run = runTrace("torch26/robust_2_interleaved.log");
        QCOMPARE(run.status, 0);
        QVERIFY(run.out.contains("note: 16 lines are no records and were kept out, the first is line 4"));
        QVERIFY(run.out.contains("note: line 271: the record's JSON is broken, it was left out"));
    }

    // A log may hold anything: it commands no terminal, and its numbers do not wrap.
    void what_a_log_says_is_only_text() {
        QTemporaryDir scratch;
        const auto path = [&](const char* name, const QByteArray& lines) {
            QFile file(scratch.filePath(name));
            if (file.open(QFile::WriteOnly)) file.write(lines);
            return file.fileName();
        };
        const QByteArray prefix = "V1122 11:19:01.072000 3594 torch/_dynamo/";
        const QString log = path("a.log", prefix + "convert_frame.py:958] {\"dynamo_start\": {\"stack\": [{\"line\": 99999999999991, \"name\": \"f\\u001b[31m\", \"filename\": 1}]}, \"frame_id\": 0, \"frame_compile_id\": 0, \"attempt\": 0}\n");
        const QString text = path("b.txt", prefix + "guards.py:2777] [0/1] [__recompiles] Recompiling function fn in /net.py:99999999999991\n" + prefix + "guards.py:2777] [0/1] [__recompiles]     triggered by the following guard failure(s):\n" +
                                               prefix + "guards.py:2777] [0/1] [__recompiles]     - 0/0: \x1b[31mred\x1b]0;title\x07\n");
        for (const QString& file : {log, text}) {
            const ProgramRun run = runProgram({"trace", file});
            QVERIFY2(run.status == 0, run.err);
            QVERIFY2(std::ranges::none_of(run.out, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f; }), run.out);
            QVERIFY2(run.out.contains(":2147483647"), run.out);
        }
        QVERIFY(runProgram({"trace", log}).out.contains("in f\\x1b[31m"));
        QVERIFY(runProgram({"trace", text}).out.contains("because 0/0: \\x1b[31mred\\x1b]0;title\\x07"));
    }

    void one_compile_in_full() {
        const ProgramRun text = runTrace("torch26/p7_autotune.log", {"--show", "0/0"});
        QVERIFY2(text.status == 0, text.err);
        for (const char* words : {"input        L['self']._parameters['w']: torch.float32 [64, 64] cpu, parameter", "guards       27 checks", "calls        extern_kernels.mm, cpp_fused_relu_0",
                                  "artifact     0/0/aot_inference_graph  graph", "artifact     0/0/compilation_metrics  json"})
            QVERIFY2(text.out.contains(words), words);
        const QJsonObject json = runTrace("torch26/p3_dynamic.log", {"--show", "0/1", "--json"}).json();
        QCOMPARE(json["status"].toString(), QString("ok"));
        QVERIFY(json["shape_guards"].toArray()[0].toObject()["stack"].toArray().size() > 10);  // PyTorch's own frames, down to the one that decided
        QCOMPARE(json["automatic_dynamic"].toArray()[0].toObject()["reason"].toString(), QString("size change"));
    }

    void one_artifact() {
        const ProgramRun graph = runTrace("torch26/p4_backward.log", {"--show", "0/0/aot_backward_graph"});
        QVERIFY2(graph.status == 0, graph.err);
        QVERIFY(graph.out.startsWith("class GraphModule(torch.nn.Module):\n    def forward(self, primals_3: \"f32[4, 8][8, 1]cpu\""));
        const QJsonObject metrics = QJsonDocument::fromJson(runTrace("torch26/p4_backward.log", {"--show", "0/0/compilation_metrics"}).out).object();
        QCOMPARE(metrics["co_name"].toString(), QString("step"));
        QVERIFY(metrics.contains("dynamo_config"));
        const ProgramRun again = runTrace("torch26/p9_cache_hit.log", {"--show", "0/0#2/fx_graph_cache_hit", "--json"});
        QCOMPARE(again.json()["form"].toString(), QString("json"));
        QVERIFY(runTrace("torch26/debug_dir_sample", {"--show", "debug_dir_sample/output_code"}).out.contains("async_compile"));
        const ProgramRun lone = runTrace("torch26/p8_ddp", {"--show", "1/0/dynamo_output_graph", "--rank", "1"});
        QVERIFY2(lone.status == 0 && lone.out.startsWith("class GraphModule"), lone.err);
    }

    void what_is_not_there_is_said_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* title, const char* name, const QStringList& more, const char* want) { QTest::newRow(title) << QString(name) << more << QString(want); };
        row("path", "nothing", {}, "is not there");
        row("no trace", "torch26/p1_recompiles.py", {}, "no trace in");
        row("compile", "torch26/p3_dynamic.log", {"--show", "9/9"}, "'9/9' is not in");
        row("artifact", "torch26/p3_dynamic.log", {"--show", "0/0/x"}, "0/0 has dynamo_output_graph, aot_forward_graph_fw_metadata, aot_inference_graph");
        row("several ranks", "torch26/p8_ddp", {"--show", "1/0"}, "is in several logs; choose one with --rank: rank 0, rank 1");
        row("rank", "torch26/p8_ddp", {"--show", "1/0", "--rank", "7"}, "no log '7' in");
        row("two wishes", "torch26/p8_ddp", {"--show", "1/0", "--extract", "x"}, "excludes");
    }
    void what_is_not_there_is_said() {
        QFETCH(QString, name);
        QFETCH(QStringList, more);
        QFETCH(QString, want);
        const ProgramRun run = runTrace(qPrintable(name), more);
        QCOMPARE(run.status, 2);
        QVERIFY2(QString::fromUtf8(run.err).contains(want), run.err);
        const ProgramRun json = runTrace(qPrintable(name), more + QStringList{"--json"});
        QCOMPARE(json.status, 2);
        QVERIFY(json.json()["error"].toObject()["message"].toString().contains(want));
    }

    // What lies in the files is what --show prints, and any graph opens.
    void extract() {
        QTemporaryDir folder;
        const ProgramRun run = runTrace("torch26/p8_ddp", {"--extract", folder.filePath("out"), "--json"});
        QVERIFY2(run.status == 0, run.err);
        const QJsonArray graphs = run.json()["graphs"].toArray();
        QVERIFY(graphs.size() > 20);
        QFile file(folder.filePath("out/rank 1/1_1/dynamo_output_graph.py"));
        QVERIFY(file.open(QFile::ReadOnly));
        QCOMPARE(file.readAll() + "\n", runTrace("torch26/p8_ddp", {"--show", "1/1/dynamo_output_graph", "--rank", "1"}).out);
        const ProgramRun info = runProgram({"info", file.fileName(), "--json"});
        QVERIFY2(info.status == 0, info.err);
        QCOMPARE(info.json()["nodes"].toInt(), 3);
        const ProgramRun joint = runProgram({"info", folder.filePath("out/rank 0/1_0/aot_joint_graph.py"), "--json"});
        QVERIFY2(joint.status == 0, joint.err);
    }

    // Names that differ may be one as names of files: nothing is written over.
    void extract_keeps_what_is_named_alike() {
        QTemporaryDir folder;
        QFile log(folder.filePath("a.log"));
        QVERIFY(log.open(QFile::WriteOnly));
        for (const char* name : {"a/b", "a_b", "a?b"}) {
            const QByteArray text = "of " + QByteArray(name);
            const QJsonObject record{{"artifact", QJsonObject{{"name", name}, {"encoding", "string"}}}, {"frame_id", 0}, {"frame_compile_id", 0},
                                     {"has_payload", QString(QCryptographicHash::hash(text, QCryptographicHash::Md5).toHex())}};
            log.write("V1122 11:19:11.881000 3594 torch/_dynamo/utils.py:1072] " + QJsonDocument(record).toJson(QJsonDocument::Compact) + "\n\t" + text + "\n");
        }
        log.close();
        const ProgramRun run = runProgram({"trace", log.fileName(), "--extract", folder.filePath("out")});
        QVERIFY2(run.status == 0, run.err);
        QVERIFY2(run.out.startsWith("wrote 3 artifacts to "), run.out);
        QByteArray texts;
        for (const char* name : {"a_b.txt", "a_b_2.txt", "a_b_3.txt"}) {
            QFile file(folder.filePath("out/0_0/") + name);
            QVERIFY2(file.open(QFile::ReadOnly), name);
            texts += file.readAll() + "|";
        }
        QCOMPARE(texts, QByteArray("of a/b|of a_b|of a?b|"));
    }

    void chrome() {
        QTemporaryDir folder;
        const QString path = folder.filePath("spans.json");
        const ProgramRun run = runTrace("torch26/p1_recompiles.log", {"--chrome", path});
        QVERIFY2(run.status == 0, run.err);
        QFile file(path);
        QVERIFY(file.open(QFile::ReadOnly));
        QCOMPARE(QJsonDocument::fromJson(file.readAll()).array().size(), 224);
        QCOMPARE(runTrace("torch26/p1_recompiles.log", {"--chrome", tracePath("torch26/README.md") + "/spans.json"}).status, 2);
    }

    void follow() {
        QTemporaryDir folder;
        QFile log(folder.filePath("a.log"));
        QVERIFY(log.open(QFile::WriteOnly | QFile::Unbuffered));
        QFile source(tracePath("torch26/p1_recompiles.log"));
        QVERIFY(source.open(QFile::ReadOnly));
        const QByteArray text = source.readAll();
        log.write(text.left(text.size() / 2));
        QProcess process;
        process.start(toQ(program().string()), {"trace", folder.path(), "--follow"});
        QByteArray out;
        const auto waitFor = [&](const char* words) {
            QElapsedTimer timer;
            timer.start();
            while (!out.contains(words) && timer.elapsed() < 30000) {
                process.waitForReadyRead(100);
                out += process.readAllStandardOutput();
            }
            return out.contains(words);
        };
        QVERIFY2(waitFor("0/1  ok"), out);
        QVERIFY(!out.contains("0/4  ok"));
        log.write(text.mid(text.size() / 2));
        QVERIFY2(waitFor("0/4  ok"), out);
        QCOMPARE(out.count("0/1  ok"), 1);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitCode(), 0);
    }
};

WHITTLE_TEST(TraceTest)
#include "trace_test.moc"

// `whittle bench` as a user calls it, on small graphs: what its answers hold and add up to, not how quick anything is.
#include <csignal>

#include <QFile>
#include <QJsonArray>
#include <QSet>
#include <QTemporaryDir>

#include "tests/app/run_program.h"

using namespace whittle::test;

namespace {

const QByteArray kLinear = R"(whittle 1
graph @tiny {
  param %w : f32[8,16] = "w"
  input %x : f32[4,16]
  %linear = aten.linear.default(%x, %w) : f32[4,8]
  return %linear
}
)";

}  // namespace

class BenchTest : public QObject {
    Q_OBJECT
private slots:
    void list() {
        const ProgramRun run = runProgram({"bench", "--list", "--json"});
        QVERIFY2(run.status == 0, run.err);
        QSet<QString> names, suites;
        const QJsonArray cases = run.json()["cases"].toArray();
        for (const QJsonValue& one : cases) {
            names.insert(one["name"].toString());
            suites.insert(one["suite"].toString());
            QVERIFY(!one["summary"].toString().isEmpty());
        }
        QCOMPARE(names.size(), cases.size());
        QCOMPARE(suites, (QSet<QString>{"engine", "models", "cliffs", "minify", "dispatch", "trace"}));
        for (const char* name : {"gelu-erf", "matmul-f16", "bert-layer-bf16", "attention-f32", "flex-attention-bf16", "resnet18-b1", "cliff-softmax"}) QVERIFY2(names.contains(name), name);
        const QByteArray text = runProgram({"bench", "--list"}).out;
        for (const QString& name : names) QVERIFY2(text.contains(name.toUtf8()), qPrintable(name));
    }

    void reductions() {
        const ProgramRun run = runProgram({"bench", "minify", "one-22", "two-50", "engine-crash", "--jobs", "2", "--json"}, 300000);
        QVERIFY2(run.status == 0, run.err + run.out);
        QVERIFY(run.json()["ok"].toBool());
        const QJsonArray rows = run.json()["minify"].toArray();
        QCOMPARE(rows.size(), 5);
        for (const QJsonValue& row : rows) {
            QVERIFY(row["one_minimal"].toBool());
            QCOMPARE(row["nodes_after"].toInt(), row["wanted_nodes"].toInt());
            QVERIFY(row["candidates_to_fewest"].toInt() <= row["wanted_candidates"].toInt());
            QVERIFY(row["candidates_to_fewest"].toInt() <= row["candidates"].toInt());
        }
        const ProgramRun table = runProgram({"bench", "minify", "one-22-first"});
        QVERIFY2(table.status == 0 && table.out.contains("one-22-first"), table.out);
        QVERIFY(runProgram({"bench", "minify", "none-such"}).err.contains("has no case 'none-such'"));
        QVERIFY(runProgram({"bench", "minify", "none-such", "--peer", "python3"}).err.contains("beside a peer there is no case or file 'none-such'"));
        QVERIFY(runProgram({"bench", "minify", "chain_22", "--peer", "none-such"}).err.contains("none-such"));
    }

    void traces() {
        const ProgramRun run = runProgram({"bench", "trace", "trace-50", "--json"});
        QVERIFY2(!run.json().isEmpty(), run.err);
        const QJsonObject row = run.json()["trace"].toArray()[0].toObject();
        QVERIFY(row["bytes"].toDouble() >= 50e6);
        QVERIFY(row["records"].toInt() > 20000);
        QVERIFY(row["compiles"].toInt() > 400);
        const bool met = row["processor_seconds"].toDouble() <= row["wanted_seconds"].toDouble() && row["peak_bytes"].toDouble() <= row["wanted_peak_bytes"].toDouble();
        QCOMPARE(row["ok"].toBool(), met);
        QCOMPARE(run.status, met ? 0 : 1);
        QVERIFY(runProgram({"bench", "trace", "none-such"}).err.contains("the suite trace has no case 'none-such'"));
    }

    void what_is_not_there_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("near a case") << QStringList{"sotfmax"} << "near it: softmax";
        QTest::newRow("near the first part of cases") << QStringList{"matml"} << "near it: matmul-f32, matmul-bf16, matmul-f16";
        QTest::newRow("near nothing") << QStringList{"xyzzyplugh"} << "whittle bench --list";
        QTest::newRow("no such file") << QStringList{"none/such.pt2"} << "there is no file 'none/such.pt2'";
        QTest::newRow("mode of the peer") << QStringList{"softmax", "--peer-mode", "lazy"} << "lazy";
        QTest::newRow("rounds") << QStringList{"softmax", "--rounds", "0"} << "--rounds";
        QTest::newRow("threads") << QStringList{"softmax", "--threads", "-1"} << "--threads";
        QTest::newRow("seconds") << QStringList{"softmax", "--seconds", "nan"} << "nan";
        QTest::newRow("a peer that is not there") << QStringList{"softmax", "--peer", "/none/python3"} << "/none/python3";
        QTest::newRow("a peer that answers nothing") << QStringList{"softmax", "--peer", "/bin/false"} << "exit status 1";
    }
    void what_is_not_there() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, wanted);
        const ProgramRun run = runProgram(QStringList{"bench", "--json"} + arguments);
        QVERIFY2(run.status == 2, run.out + run.err);
        const QString message = run.json()["error"].toObject()["message"].toString();
        QVERIFY2(message.contains(wanted), qPrintable(message));
    }

    // Sizes such that the counts can be made in the head: 4 * 8 dot products of 16, and 4*16 + 8*16 floats in, 4*8 out.
    // "conv conv-bn-relu": the second word names what the first did.
    void words_that_overlap_name_a_row_once() {
        const ProgramRun run = runProgram({"bench", "overhead", "overhead", "--rounds", "1", "--seconds", "0", "--compiles", "0", "--json"});
        QVERIFY2(run.status == 0, run.err);
        const QJsonArray rows = run.json()["engine"].toArray();
        QCOMPARE(rows.size(), qsizetype(1));
        QCOMPARE(rows[0]["name"].toString(), QString("overhead"));
    }

    void a_row_adds_up() {
        const QJsonObject row = measured(kLinear);
        QVERIFY(row["ok"].toBool());
        QCOMPARE(row["flops"].toDouble(), 2.0 * 4 * 8 * 16);
        QCOMPARE(row["bytes"].toDouble(), 4.0 * (4 * 16 + 8 * 16 + 4 * 8));
        QCOMPARE(row["nodes"].toInt(), 1);
        QCOMPARE(row["compile_samples"].toInt(), 3);
        QCOMPARE(row["rounds"].toInt(), 2);
        QVERIFY(row["calls"].toInt() >= 2);
        QVERIFY(row["run_min_ms"].toDouble() > 0);
        QVERIFY(row["run_min_ms"].toDouble() <= row["run_ms"].toDouble());
        QVERIFY(row["compile_ms"].toDouble() > 0);
        QVERIFY(row["compile_first_ms"].toDouble() > 0);
        QVERIFY(row["peak_bytes"].toDouble() > 1e6);
        QVERIFY(qAbs(row["gflops"].toDouble() * row["run_ms"].toDouble() * 1e6 / row["flops"].toDouble() - 1) < 1e-9);
        QCOMPARE(row["checked_against"].toString(), QString("float64"));
        QVERIFY(row["max_error"].toDouble() < 1e-5);
        QVERIFY(!row["kernels"].toObject().isEmpty());
        QVERIFY(row["eager_fallbacks"].toArray().isEmpty());
    }

    // One run for all, since every run measures the machine first.
    void what_is_counted() {
        struct Counted {
            QByteArray what, statements;
            double flops;
        };
        const auto attention = [](const char* more) {
            return QByteArray("  input %q : f32[2,3,5,4]\n  input %k : f32[2,3,7,4]\n  input %v : f32[2,3,7,6]\n"
                              "  %out = aten.scaled_dot_product_attention.default(%q, %k, %v") + more + ") : f32[2,3,5,6]\n";
        };
        const QList<Counted> all = {
            {"batches of matrices", "  input %x : f32[3,4,5]\n  input %y : f32[3,5,6]\n  %out = aten.bmm.default(%x, %y) : f32[3,4,6]\n", 2.0 * 3 * 4 * 5 * 6},
            {"with an addend", "  input %b : f32[6]\n  input %x : f32[4,5]\n  input %y : f32[5,6]\n  %out = aten.addmm.default(%b, %x, %y) : f32[4,6]\n",
             2.0 * 4 * 5 * 6},
            {"grouped convolution",
             "  input %x : f32[2,4,9,9]\n  input %w : f32[6,2,3,3]\n"
             "  %out = aten.convolution.default(%x, %w, none, [1, 1], [0, 0], [1, 1], false, [0, 0], 2) : f32[2,6,7,7]\n",
             2.0 * (2 * 6 * 7 * 7) * (2 * 3 * 3)},
            {"transposed convolution",
             "  input %x : f32[2,4,5,5]\n  input %w : f32[4,3,2,2]\n"
             "  %out = aten.convolution.default(%x, %w, none, [2, 2], [0, 0], [1, 1], true, [0, 0], 1) : f32[2,3,10,10]\n",
             2.0 * (2 * 4 * 5 * 5) * (3 * 2 * 2)},
            {"attention", attention(""), 2.0 * (2 * 3 * 5) * 7 * (4 + 6)},
            {"causal attention", attention(", is_causal=true"), (2.0 * 3 * 5) * 7 * (4 + 6)},
            {"no products", "  input %x : f32[4]\n  %out = aten.exp.default(%x) : f32[4]\n", 0.0},
            {"a symbolic size",
             "  symbol s0 in [2, 64] hint 5\n  input %x : f32[s0,3]\n  input %y : f32[3,2]\n  %out = aten.mm.default(%x, %y) : f32[s0,2]\n",
             2.0 * 5 * 3 * 2},
        };
        QStringList arguments{"bench", "--rounds", "1", "--compiles", "0", "--json"};
        for (const Counted& one : all) arguments.append(write("whittle 1\ngraph @g {\n" + one.statements + "  return %out\n}\n"));
        const QJsonArray rows = run(arguments)["engine"].toArray();
        QCOMPARE(rows.size(), all.size());
        for (int i = 0; i < all.size(); ++i) {
            QVERIFY2(rows[i]["ok"].toBool(), all[i].what);
            QVERIFY2(rows[i]["flops"].toDouble() == all[i].flops, all[i].what + " gave " + QByteArray::number(rows[i]["flops"].toDouble()));
        }
    }

    // The file holds a batch of 8; nothing in it but the input's size says so.
    void a_model_of_the_suite_with_another_batch() {
        const QJsonArray rows = run({"bench", "resnet18-b1", "--rounds", "1", "--compiles", "0", "--json"})["engine"].toArray();
        QCOMPARE(rows.size(), 1);
        QVERIFY(rows[0]["ok"].toBool());
        QVERIFY(rows[0]["flops"].toDouble() > 3.5e9 && rows[0]["flops"].toDouble() < 3.8e9);  // 1.8 G multiply-adds an image
    }

    // Eigenvalues come from LAPACK in every mode: a row says who computed what.
    void fallbacks_are_named() {
        const QByteArray graph = "whittle 1\ngraph @g {\n  input %x : f32[4,4]\n"
                                 "  %values = aten.linalg_eigvalsh.default(%x) : f32[4]\n  return %values\n}\n";
        const QJsonArray names = measured(graph)["eager_fallbacks"].toArray();
        QVERIFY(!names.isEmpty());
        const ProgramRun text = runProgram({"bench", write(graph), "--rounds", "1", "--compiles", "0"});
        QVERIFY2(text.out.contains("on reference kernels: " + names[0].toString().toUtf8()), text.out);
    }

    void a_file_that_cannot_run_fails_its_row_only() {
        const QString bad = write("whittle 1\ngraph @g {\n  input %x : f32[4]\n  %y = aten.no_such_op.default(self=%x) : f32[4]\n  return %y\n}\n");
        const ProgramRun run = runProgram({"bench", bad, write(kLinear), "--rounds", "1", "--compiles", "0", "--json"});
        QCOMPARE(run.status, 1);
        QVERIFY(!run.json()["ok"].toBool());
        const QJsonArray rows = run.json()["engine"].toArray();
        QCOMPARE(rows.size(), 2);
        QVERIFY(rows[0]["failure"]["message"].toString().contains("aten.no_such_op.default"));
        QVERIFY(rows[1]["ok"].toBool());
    }

    void the_machine() {
        const QJsonObject machine = run({"bench", write(kLinear), "--rounds", "1", "--threads", "1", "--json"})["machine"].toObject();
        QVERIFY(!machine["cpu"].toString().isEmpty());
        QCOMPARE(machine["threads"].toInt(), 1);
        QVERIFY(machine["fma_f32_gflops"].toDouble() > 0.1);
        QVERIFY(machine["triad_gbytes_s"].toDouble() > 0.01);
    }

    void cliffs() {
        const QJsonArray rows = run({"bench", "cliff-matmul-k", "--rounds", "1", "--seconds", "0", "--threads", "2", "--json"})["cliffs"].toArray();
        QCOMPARE(rows.size(), 2);  // with one thread and with two
        for (const QJsonValue& row : rows) {
            QVERIFY2(row["failure"].isNull(), qPrintable(row["failure"]["message"].toString()));
            QCOMPARE(row["points"].toArray().size(), 5);
            double worst = 0;
            for (const QJsonValue& point : row["points"].toArray()) {
                QVERIFY(point["ms"].toDouble() > 0);
                QVERIFY(point["ratio"].toDouble() > 0);
                QCOMPARE(point["cliff"].toBool(), point["ratio"].toDouble() > 1.5);
                worst = std::max(worst, point["ratio"].toDouble());
            }
            QCOMPARE(row["worst_ratio"].toDouble(), worst);
        }
        QVERIFY(rows[0]["of_one_thread"].isNull());
        QVERIFY(rows[1]["of_one_thread"].toDouble() > 0);
    }

    void an_interrupt_keeps_the_rows_so_far() {
        QProcess process;
        process.start(toQ(program().string()), {"bench", write(kLinear), "cliffs", "--rounds", "1", "--compiles", "0", "--json"});
        QVERIFY(process.waitForStarted());
        QByteArray progress;
        const auto reached = [&] { return (progress += process.readAllStandardError()).contains("cliff-pointwise"); };
        QTRY_VERIFY_WITH_TIMEOUT(reached(), 60000);
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitCode(), 3);
        const QJsonObject json = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
        QVERIFY(json["stopped"].toBool());
        QCOMPARE(json["engine"].toArray().size(), 1);
    }

private:
    QString write(const QByteArray& graph) {
        QFile file(m_folder.filePath(QString("g%1.wtl").arg(++m_files)));
        if (!file.open(QFile::WriteOnly)) qFatal("cannot write a test file");
        file.write(graph);
        return file.fileName();
    }
    QJsonObject run(const QStringList& arguments) {
        const ProgramRun ran = runProgram(arguments);
        if (ran.status != 0) qCritical("%s%s", ran.out.constData(), ran.err.constData());
        return ran.json();
    }
    QJsonObject measured(const QByteArray& graph) {
        return run({"bench", write(graph), "--rounds", "2", "--compiles", "2", "--json"})["engine"].toArray()[0].toObject();
    }

    QTemporaryDir m_folder;
    int m_files = 0;
};

WHITTLE_TEST(BenchTest)
#include "bench_test.moc"

// `whittle minify` from end to end: every kind of fault, and a kill -9 in the middle of the work.
#include <csignal>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "tests/app/run_program.h"

using namespace whittle::test;

namespace {

QStringList minifyArguments(const QString& sampleName, const QString& inject, const QString& folder) {
    return {"minify", samplePath("torch211/") + sampleName, "--inject", inject, "-o", folder, "--json"};
}

int journalLines(const QString& folder) {
    QFile journal(folder + "/journal.jsonl");
    return journal.open(QFile::ReadOnly) ? static_cast<int>(journal.readAll().count('\n')) : 0;
}

QByteArray content(const QString& path) {
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class MinifyTest : public QObject {
    Q_OBJECT
private slots:
    void only_what_a_node_needs_is_reduced() {
        QTemporaryDir folder;
        const QStringList arguments = minifyArguments("gpt_2l_core.pt2", "gelu=wrong_result", folder.path());
        const ProgramRun unknown = runProgram(arguments + QStringList{"--node", "nobody"});
        QCOMPARE(unknown.status, 2);
        QVERIFY2(unknown.json()["error"].toObject()["message"].toString().contains("nobody"), unknown.out);
        const ProgramRun run = runProgram(arguments + QStringList{"--node", "gelu"}, 300000);
        QVERIFY2(run.status == 0, run.err + run.out);
        QVERIFY2(run.json()["nodes_before"].toInt() < 100, run.out);  // of 159
        QCOMPARE(run.json()["nodes_after"].toInt(), 1);
        QVERIFY(content(folder.filePath("report.json")).contains("--node gelu"));
    }

    void every_kind_shrinks_to_its_culprit_data() {
        QTest::addColumn<QString>("sampleName");
        QTest::addColumn<QString>("op");
        QTest::addColumn<QString>("kind");
        QTest::newRow("compile_error") << "gpt_2l_core.pt2" << "aten.gelu.default" << "compile_error";
        QTest::newRow("crash") << "gpt_2l_core.pt2" << "aten.gelu.default" << "crash";
        QTest::newRow("run_error") << "mobilenet_v3_small_w25.pt2" << "aten.hardsigmoid.default" << "run_error";
        QTest::newRow("wrong_result") << "ddpm_unet_block.pt2" << "aten.silu.default" << "wrong_result";
        QTest::newRow("hang") << "conv_bn_core.pt2" << "aten.relu.default" << "hang";
        QTest::newRow("out_of_memory") << "gpt_2l_core.pt2" << "aten.gelu.default" << "out_of_memory";
    }
    void every_kind_shrinks_to_its_culprit() {
        QFETCH(QString, sampleName);
        QFETCH(QString, op);
        QFETCH(QString, kind);
        QTemporaryDir folder;
        const QStringList limits = kind == "hang" ? QStringList{"--timeout", "5"} : kind == "out_of_memory" ? QStringList{"--memory", "512"} : QStringList();
        const ProgramRun run = runProgram(minifyArguments(sampleName, op + "=" + kind, folder.path()) + limits, 300000);
        QVERIFY2(run.status == 0, run.err + run.out);
        const QJsonObject json = run.json();
        QVERIFY(json["ok"].toBool());
        QCOMPARE(json["failure"].toObject()["kind"].toString(), kind);
        QVERIFY2(json["nodes_before"].toInt() >= 8, run.out);
        QVERIFY2(json["nodes_after"].toInt() <= 3, run.out);
        QVERIFY(json["one_minimal"].toBool());
        for (const char* file : {"repro.py", "repro.wtl", "report.json", "journal.jsonl"})
            QVERIFY2(QFile::exists(folder.filePath(file)), file);
        QVERIFY(content(folder.filePath("repro.py")).contains("torch.ops." + op.toUtf8()));
        // What was written opens again and still fails the same way.
        const ProgramRun again = runProgram(QStringList{"minify", folder.filePath("repro.wtl"), "--inject", op + "=" + kind, "-o",
                                             folder.filePath("again"), "--json"} + limits);
        QCOMPARE(again.status, 0);
        QCOMPARE(again.json()["nodes_after"].toInt(), json["nodes_after"].toInt());
    }

    void progress_is_told_to_programs() {
        QTemporaryDir folder;
        const ProgramRun run = runProgram(minifyArguments("gpt_2l.pt2", "aten.gelu.default=compile_error", folder.path()) + QStringList{"--progress", "json", "--no-answers"});
        QVERIFY2(run.status == 0, run.err);
        QStringList phases;
        int estimates = 0;
        for (const QByteArray& line : run.err.trimmed().split('\n')) {
            const QJsonObject told = QJsonDocument::fromJson(line).object();
            QVERIFY2(told.contains("phase") && told.contains("remaining") && told["nodes"].toInt() <= told["nodes_before"].toInt(), line);
            phases << told["phase"].toString();
            if (told["remaining"].isNull()) continue;
            ++estimates;
            const QJsonObject left = told["remaining"].toObject();
            QVERIFY2(left["candidates"].toInt() >= 1 && left["seconds"].toDouble() >= 0 && left["text"].toString().startsWith("about "), line);
        }
        QCOMPARE(phases.front(), QString("original"));
        QCOMPARE(phases.back(), QString("done"));
        QVERIFY(phases.contains("hint"));
        QVERIFY(estimates > 0);
        QVERIFY(QJsonDocument::fromJson(run.err.trimmed().split('\n').back()).object()["remaining"].isNull());
        QVERIFY(runProgram({"minify", "x", "-o", "y", "--progress", "xml"}).status != 0);
    }

    void a_wider_limit_asks_again() {
        QTemporaryDir folder;
        const QStringList plain = minifyArguments("conv_bn_core.pt2", "aten.relu.default=hang", folder.path()) + QStringList{"--max-candidates", "1"};
        const ProgramRun narrow = runProgram(plain + QStringList{"--timeout", "2"});
        QCOMPARE(narrow.status, 3);
        QVERIFY2(narrow.json()["failure"].toObject()["message"].toString().contains("did not end within 2 s"), narrow.out);
        QVERIFY2(narrow.json()["failure"].toObject()["detail"].toString().startsWith("in kernel "), narrow.out);
        const ProgramRun wide = runProgram(plain + QStringList{"--timeout", "4", "--resume"});
        QVERIFY2(wide.json()["failure"].toObject()["message"].toString().contains("did not end within 4 s"), wide.out + wide.err);
    }

    // Too little for the compiler itself: no crash and no compile error of LLVM's.
    void little_memory_is_out_of_memory() {
        QTemporaryDir folder;
        const ProgramRun run = runProgram(minifyArguments("gpt_2l_core.pt2", "aten.gelu.default=out_of_memory", folder.path()) +
                                          QStringList{"--memory", "16", "--max-candidates", "1"});
        QCOMPARE(run.json()["failure"].toObject()["kind"].toString(), "out_of_memory");
    }

    void a_healthy_graph_exits_with_one() {
        QTemporaryDir folder;
        const ProgramRun run = runProgram({"minify", samplePath("torch211/conv_bn_core.pt2"), "-o", folder.path(), "--json"});
        QVERIFY2(run.status == 1, run.err);
        QVERIFY(!run.json()["ok"].toBool());
    }

    void any_number_of_jobs_gives_the_same_and_it_can_be_verified() {
        QTemporaryDir one, three;
        const QString inject = "aten.gelu.default=crash";
        const ProgramRun first = runProgram(minifyArguments("gpt_2l_core.pt2", inject, one.path()));
        const ProgramRun second = runProgram(minifyArguments("gpt_2l_core.pt2", inject, three.path()) + QStringList{"--jobs", "3"});
        QVERIFY2(first.status == 0 && second.status == 0, first.err + second.err);
        for (const char* file : {"repro.wtl", "certificate.json"}) {
            QVERIFY(!content(one.filePath(file)).isEmpty());
            QCOMPARE(content(three.filePath(file)), content(one.filePath(file)));
        }
        QCOMPARE(second.json()["candidates"].toInt(), first.json()["candidates"].toInt());
        QCOMPARE(first.json()["culprit"].toObject()["first_bad_pass"].toString(), "inject-fault");

        const ProgramRun holds = runProgram({"minify", "--verify", one.path(), "--json"});
        QVERIFY2(holds.status == 0, holds.err + holds.out);
        QVERIFY(holds.json()["ok"].toBool());
        const ProgramRun other = runProgram({"minify", "--verify", one.path(), "--inject", "aten.gelu.default=run_error"});
        QVERIFY2(other.status == 2 && other.err.contains("the certificate is of the oracle 'engine inject=aten.gelu.default=crash'"), other.err);
        QFile certificate(one.filePath("certificate.json"));
        QByteArray text = content(certificate.fileName());
        text.replace("\"pass\": \"cut-after\"", "\"pass\": \"cut-before\"").replace("\"edits\": [", "\"edits\": [{\"pass\": \"x\", \"edit\": \"y\", \"no_candidate\": \"z\"},");
        QVERIFY(certificate.open(QFile::WriteOnly) && certificate.write(text) == text.size());
        certificate.close();
        const ProgramRun broken = runProgram({"minify", "--verify", one.path()});
        QVERIFY2(broken.status == 1 && broken.out.contains("'y' of x is recorded where"), broken.out + broken.err);
    }

    void bad_options_are_refused_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("want");
        const QString file = samplePath("torch211/conv_bn_core.pt2");
        QTest::newRow("no regular expression") << QStringList{"minify", file, "-o", "/none", "--signature", "a(b"} << "neither 'exact' nor 'kind' nor a regular expression";
        QTest::newRow("no file") << QStringList{"minify", "-o", "/none"} << "takes FILE and --output, or --verify with a folder";
        QTest::newRow("no output") << QStringList{"minify", file} << "takes FILE and --output, or --verify with a folder";
        QTest::newRow("both") << QStringList{"minify", file, "--verify", "/none"} << "FILE excludes --verify";
        QTest::newRow("no certificate") << QStringList{"minify", "--verify", "/none"} << "there is no certificate.json in /none";
        QTest::newRow("no jobs") << QStringList{"minify", file, "-o", "/none", "--jobs", "0"} << "--jobs";
        QTest::newRow("no repeats") << QStringList{"minify", file, "-o", "/none", "--repeat", "0"} << "--repeat";
    }
    void bad_options_are_refused() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, want);
        const ProgramRun run = runProgram(arguments);
        QVERIFY2(run.status == 2, QByteArray::number(run.status) + run.err);
        QVERIFY2(run.err.contains(want.toUtf8()), run.err);
    }

    void a_second_job_knows_the_answers() {
        QTemporaryDir cache, first, second, third;
        const auto arguments = [&](const QTemporaryDir& folder) {
            return minifyArguments("conv_bn_core.pt2", "aten.relu.default=crash", folder.path()) + QStringList{"--cache", cache.path()};
        };
        const QJsonObject cold = runProgram(arguments(first)).json(), warm = runProgram(arguments(second)).json();
        QCOMPARE(cold["answered_by_store"].toInt(), 0);
        QVERIFY(cold["candidates"].toInt() > 0);
        QCOMPARE(warm["answered_by_store"].toInt(), cold["candidates"].toInt());
        QCOMPARE(content(second.filePath("certificate.json")), content(first.filePath("certificate.json")));
        QCOMPARE(runProgram(arguments(third) + QStringList{"--no-answers"}).json()["answered_by_store"].toInt(), 0);
    }

    void a_kill_loses_at_most_one_candidate() {
        QTemporaryDir whole;
        // A crash names no node, so the search takes many candidates, each with a worker to start again.
        const QString inject = "aten.gelu.default=crash";
        const ProgramRun undisturbed = runProgram(minifyArguments("gpt_2l_core.pt2", inject, whole.path()));
        QVERIFY2(undisturbed.status == 0, undisturbed.err);
        const int total = journalLines(whole.path());
        QVERIFY(total >= 8);

        int kills = 0;
        for (const int killAfter : {2, total / 2, total - 4}) {
            QTemporaryDir folder;
            QProcess process;
            process.start(QString::fromStdString(program().string()), minifyArguments("gpt_2l_core.pt2", inject, folder.path()));
            QVERIFY(process.waitForStarted());
            QTRY_VERIFY_WITH_TIMEOUT(process.state() == QProcess::NotRunning || journalLines(folder.path()) >= killAfter, 60000);
            // A late kill may find the work done already; the early one must not.
            if (process.state() == QProcess::Running && ::kill(static_cast<pid_t>(process.processId()), SIGKILL) == 0) ++kills;
            process.waitForFinished();
            QByteArray before = content(folder.filePath("journal.jsonl"));
            before.truncate(before.lastIndexOf('\n') + 1);  // a torn last line is the candidate in flight

            QStringList resume = minifyArguments("gpt_2l_core.pt2", inject, folder.path());
            resume << "--resume";
            const ProgramRun resumed = runProgram(resume);
            QVERIFY2(resumed.status == 0, resumed.err);
            QCOMPARE(content(folder.filePath("repro.wtl")), content(whole.filePath("repro.wtl")));
            // What the killed process had journalled was not asked again: the journal only grew, to its full length.
            QVERIFY(content(folder.filePath("journal.jsonl")).startsWith(before));
            QCOMPARE(journalLines(folder.path()), total);
            QCOMPARE(resumed.json()["candidates"].toInt(), undisturbed.json()["candidates"].toInt());
        }
        QVERIFY(kills > 0);
    }
};

WHITTLE_TEST(MinifyTest)
#include "minify_test.moc"

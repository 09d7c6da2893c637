// `whittle minify --oracle command` from end to end: the documented script, what is refused, and a kill in the middle.
#include <csignal>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "engine/base/process_tree.h"
#include "tests/app/run_program.h"

using namespace whittle::test;

namespace {

// The block of docs/minifier.md that begins with "```sh NAME".
QByteArray documented(const QByteArray& name) {
    QFile file(QString::fromStdString((sourceDir() / "docs/minifier.md").string()));
    if (!file.open(QFile::ReadOnly)) return {};
    const QByteArray text = file.readAll(), head = "```sh " + name + "\n";
    const auto start = text.indexOf(head);
    return start < 0 ? QByteArray() : text.mid(start + head.size(), text.indexOf("```", start + head.size()) - start - head.size());
}

void writeScript(const QString& path, const QByteArray& text) {
    QFile file(path);
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(text);
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

QStringList minify(const QString& folder, const QString& command, const QStringList& more = {}) {
    return QStringList{"minify", samplePath("torch211/gpt_2l_core.pt2"), "-o", folder, "--oracle", "command", "--command", command, "--json"} + more;
}

}  // namespace

class CommandOracleTest : public QObject {
    Q_OBJECT
private slots:
    void the_documented_script() {
        const QTemporaryDir dir;
        const QByteArray script = documented("check.sh");
        QVERIFY(script.contains("whittle compile"));
        writeScript(dir.filePath("check.sh"), script);
        qputenv("PATH", QByteArray::fromStdString(program().parent_path().string()) + ":" + qgetenv("PATH"));
        const ProgramRun run = runProgram(minify(dir.filePath("out"), dir.filePath("check.sh"), {"--candidate-format", "wtl", "--timeout", "120"}), 300000);
        QVERIFY2(run.status == 0, run.err + run.out);
        QCOMPARE(run.json()["nodes_after"].toInt(), 1);
        QVERIFY(run.json()["one_minimal"].toBool());
        QFile best(dir.filePath("out/repro.wtl"));
        QVERIFY(best.open(QFile::ReadOnly));
        QVERIFY(best.readAll().contains("aten.gelu.default"));
        QFile report(dir.filePath("out/report.json"));
        QVERIFY(report.open(QFile::ReadOnly));
        const QByteArray told = report.readAll();
        QVERIFY2(told.contains("--oracle command --command check.sh --candidate-format wtl"), told);
        // The script's whole path is nobody else's business.
        const ProgramRun bare = runProgram({"minify", "--verify", dir.filePath("out")});
        QVERIFY2(bare.status == 2 && bare.err.contains("whose options name places on a machine and are not recorded: give them again"), bare.err);
        const ProgramRun again = runProgram({"minify", "--verify", dir.filePath("out"), "--oracle", "command", "--command", dir.filePath("check.sh"),
                                             "--candidate-format", "wtl", "--timeout", "120"}, 300000);
        QVERIFY2(again.status == 0, again.err + again.out);
    }

    void the_certificate_names_the_command() {
        const QTemporaryDir dir;
        const ProgramRun run = runProgram(minify(dir.filePath("out"), "sh -c 'grep -q \"aten.gelu\" {}'", {"--candidate-format", "wtl"}), 300000);
        QVERIFY2(run.status == 0, run.err + run.out);
        const ProgramRun bare = runProgram({"minify", "--verify", dir.filePath("out")}, 300000);
        QVERIFY2(bare.status == 0, bare.err + bare.out);
    }

    void what_is_refused_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("says");
        QTest::newRow("no command") << QStringList{"--oracle", "command"} << "--oracle command needs --command";
        QTest::newRow("no such program") << QStringList{"--oracle", "command", "--command", "no-such-program x"} << "there is no program 'no-such-program' in PATH";
        QTest::newRow("no rule") << QStringList{"--oracle", "command", "--command", "true", "--fails-when", "always"} << "'always' is no rule of when a candidate fails";
        QTest::newRow("no format") << QStringList{"--oracle", "command", "--command", "true", "--candidate-format", "dot"} << "dot not in";
        QTest::newRow("another oracle's") << QStringList{"--command", "true"} << "--command goes with --oracle command";
    }
    void what_is_refused() {
        QFETCH(QStringList, words);
        QFETCH(QString, says);
        const QTemporaryDir dir;
        const ProgramRun run = runProgram(QStringList{"minify", samplePath("torch211/conv_bn_core.pt2"), "-o", dir.filePath("out")} + words);
        QCOMPARE(run.status, 2);
        QVERIFY2(QString::fromUtf8(run.err).contains(says), run.err);
    }

    void an_original_that_is_not_interesting() {
        const QTemporaryDir dir;
        const ProgramRun run = runProgram(minify(dir.filePath("out"), "sh -c 'echo all is well; exit 1'"));
        QCOMPARE(run.status, 1);
        QVERIFY2(run.json()["note"].toString().contains("sh: exit status 1: all is well"), run.out);
    }

    // Killed in the middle of a candidate: its processes and files go at once, not only when the job is resumed.
    void a_kill_leaves_nothing() {
        const QTemporaryDir dir, temp;
        const QByteArray marker = "WHITTLE_KILLED=" + dir.path().toUtf8();
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("WHITTLE_KILLED", dir.path());
        environment.insert("TMPDIR", temp.path());
        process.setProcessEnvironment(environment);
        process.start(QString::fromStdString(program().string()), minify(dir.filePath("out"), "sh -c '(setsid sleep 1000 &) ; sleep 1000'", {"--timeout", "1000"}));
        QVERIFY(process.waitForStarted());
        const auto running = [&] { return whittle::processesWith(marker.toStdString()).size(); };
        QTRY_VERIFY_WITH_TIMEOUT(running() >= 5, 60000);  // whittle, its keeper, a shell and two that sleep
        QCOMPARE(QDir(temp.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 1);
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGKILL), 0);
        process.waitForFinished();
        QTRY_COMPARE_WITH_TIMEOUT(running(), std::size_t{0}, 30000);
        QCOMPARE(QDir(temp.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 0);
    }
};

WHITTLE_TEST(CommandOracleTest)
#include "command_oracle_test.moc"

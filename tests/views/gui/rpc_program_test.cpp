// The scripts of docs/scripting.md, as they stand there, with the program as it is built.
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr int kPatienceMs = 240'000;
const QString kProgram = QStringLiteral(WHITTLE_BIN_DIR "/whittle-workbench");

// The first block of that language.
QByteArray blockOf(const QByteArray& language) {
    QFile page(toQ((sourceDir() / "docs/scripting.md").string()));
    if (!page.open(QIODevice::ReadOnly)) return {};
    const QByteArray text = page.readAll(), begin = "```" + language + "\n";
    const qsizetype from = text.indexOf(begin);
    return from < 0 ? QByteArray() : text.mid(from + begin.size(), text.indexOf("```", from + 3) - from - begin.size());
}

struct Home {
    QTemporaryDir folder;
    void start(QProcess& process, const QString& program, const QStringList& arguments) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"}) environment.insert(name, folder.path());
        environment.insert("QT_QPA_PLATFORM", "offscreen");
        process.setProcessEnvironment(environment);
        process.start(program, arguments);
    }
    QString write(const QString& name, const QByteArray& content) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::WriteOnly)) file.write(content);
        return file.fileName();
    }
};

QString model() { return toQ(sample("torch211/gpt_2l_core.pt2").string()); }

}  // namespace

class RpcProgramTest : public QObject {
    Q_OBJECT
private slots:
    void the_shell_script_of_the_docs_runs() {
        Home home;
        QProcess shell;
        home.start(shell, "/bin/sh", {home.write("script.sh", blockOf("sh")), kProgram, model(), home.folder.filePath("out.csv")});
        QVERIFY(shell.waitForFinished(kPatienceMs));
        const QList<QByteArray> answers = shell.readAllStandardOutput().trimmed().split('\n');
        QCOMPARE(answers.size(), 4);
        for (const QByteArray& answer : answers) QVERIFY2(QJsonDocument::fromJson(answer).object().contains("result"), answer);
        QCOMPARE(QJsonDocument::fromJson(answers[2]).object()["result"].toObject()["count"].toInt(), 2);
        QFile table(home.folder.filePath("out.csv"));
        QVERIFY(table.open(QIODevice::ReadOnly));
        QVERIFY(table.readAll().startsWith("order,name,operator,type,module,source\r\n"));
        QCOMPARE(shell.exitCode(), 0);  // and the window has closed
    }

    void the_python_script_of_the_docs_runs() {
        const QString python = QStandardPaths::findExecutable("python3");
        if (python.isEmpty()) QSKIP("there is no python3");
        Home home;
        QProcess script;
        home.start(script, python, {home.write("script.py", blockOf("python")), kProgram, model()});
        QVERIFY(script.waitForFinished(kPatienceMs));
        const QByteArray said = script.readAllStandardOutput();
        QVERIFY2(said.contains(" kernels; ") && said.contains(" ms\n"), script.readAllStandardError() + said);
        QCOMPARE(script.exitCode(), 0);
    }

    void a_socket_is_the_users_alone_and_goes_with_the_window() {
        Home home;
        QProcess window, second;
        home.start(window, kProgram, {"--rpc", "one"});
        const QString socket = home.folder.filePath("whittle-workbench-one.socket");
        QTRY_VERIFY_WITH_TIMEOUT(window.readAllStandardError().contains("answers at") || QFile::exists(socket), 60000);
        QTRY_VERIFY(QFile::exists(socket));
        QCOMPARE(QFile::permissions(socket) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
        home.start(second, kProgram, {"--rpc", "one"});
        QVERIFY(second.waitForFinished(60000));
        QCOMPARE(second.exitCode(), 2);
        QVERIFY(second.readAllStandardError().contains("another window listens at"));
        window.terminate();
        window.waitForFinished(20000);
    }

    void wrong_options_are_told_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("want");
        QTest::newRow("no name") << QStringList{"--rpc", ""} << QByteArray("--rpc needs the name of a socket");
        QTest::newRow("a bench") << QStringList{"--rpc", "x", "--bench", "a.pt2"} << QByteArray("--rpc does not go with --bench");
        QTest::newRow("a long path") << QStringList{"--rpc", "/tmp/" + QString(200, 'a')} << QByteArray("the path of a socket has 1 to 107 bytes");
    }
    void wrong_options_are_told() {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, want);
        Home home;
        QProcess process;
        home.start(process, kProgram, arguments);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitCode(), 2);
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(said.contains(want), said);
    }
};

WHITTLE_TEST(RpcProgramTest)
#include "rpc_program_test.moc"

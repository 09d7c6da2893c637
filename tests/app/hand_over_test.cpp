// Jobs of `whittle minify` that are stopped for a while as a whole, and that change hands while they run.
#include <csignal>

#include <unistd.h>

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "engine/base/files.h"
#include "engine/base/process_tree.h"
#include "tests/app/run_program.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr int kPatience = 60000;

// Of a candidate that is looked at for a while: enough for a test to come in between.
struct SlowJob {
    QTemporaryDir folder;
    QString script = folder.filePath("check.sh");
    QProcess process;

    SlowJob() {
        QFile file(script);
        file.open(QFile::WriteOnly);
        file.write("#!/bin/sh\nsleep 0.2\ngrep -q gelu \"$1\"\n");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        // As a shell starts one: where a whole process group has no parent in its session, the kernel stops nobody.
        process.setChildProcessModifier([] { ::setpgid(0, 0); });
    }
    ~SlowJob() {
        ::kill(pid(), SIGCONT);
        process.kill();
        process.waitForFinished();
    }
    QString out() const { return folder.filePath("out"); }
    QStringList arguments(const QStringList& more = {}) const {
        return QStringList{"minify", samplePath("torch211/gpt_2l_core.pt2"), "-o", out(), "--oracle", "command", "--command", script + " {}",
                           "--candidate-format", "fx", "--no-answers", "--json"} + more;
    }
    void start(const QStringList& more = {}) {
        process.start(QString::fromStdString(program().string()), arguments(more));
        QTRY_VERIFY_WITH_TIMEOUT(lines() > 4, kPatience);
    }
    pid_t pid() const { return static_cast<pid_t>(process.processId()); }
    QByteArray journal() const {
        QFile file(out() + "/journal.jsonl");
        return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
    }
    int lines() const { return static_cast<int>(journal().count('\n')); }
    QJsonObject end() {
        process.waitForFinished(kPatience);
        return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    }
};

// 'T' of a process that is stopped, 'S' or 'R' of one that is not.
char stateOf(pid_t pid) {
    const auto stat = readFile(fmt::format("/proc/{}/stat", pid));
    const std::size_t close = stat ? stat->rfind(')') : std::string::npos;
    return close == std::string::npos || close + 2 >= stat->size() ? '?' : (*stat)[close + 2];
}

}  // namespace

class HandOverTest : public QObject {
    Q_OBJECT
private slots:
    // A keyboard's Ctrl+Z reaches the command only; what it has started stops and goes on with it, and none of it is late then.
    void a_stop_takes_no_time_data() {
        QTest::addColumn<int>("signal");
        QTest::addColumn<QString>("jobs");
        for (const QString jobs : {"1", "3"}) {
            QTest::addRow("Ctrl+Z, %s jobs", qPrintable(jobs)) << SIGTSTP << jobs;
            QTest::addRow("kill -STOP, %s jobs", qPrintable(jobs)) << SIGSTOP << jobs;
        }
    }
    void a_stop_takes_no_time() {
        QFETCH(int, signal);
        QFETCH(QString, jobs);
        constexpr int kLimit = 1200;  // ms a candidate
        SlowJob job;
        job.start({"--timeout", QString::number(1e-3 * kLimit), "--budget", "30", "--jobs", jobs});
        ::kill(job.pid(), signal);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(job.pid()), 'T', kPatience);
        if (signal == SIGTSTP) {
            const auto family = descendantsOf(job.pid());
            QVERIFY(!family.empty());
            for (const ProcessSeen& one : family) QVERIFY2(one.ended || stateOf(one.pid) == 'T', qPrintable(QString::number(one.pid)));
        }
        const int lines = job.lines();
        QTest::qWait(2 * kLimit);
        QCOMPARE(job.lines(), lines);
        ::kill(job.pid(), SIGCONT);
        const QJsonObject json = job.end();
        QCOMPARE(job.process.exitCode(), 0);
        QCOMPARE(json["nodes_after"].toInt(), 1);
        QVERIFY2(!job.journal().contains("--timeout"), job.journal());  // no candidate ran into it
        for (const QByteArray& line : job.journal().trimmed().split('\n'))
            QVERIFY2(QJsonDocument::fromJson(line)["ms"].toDouble() < 2 * kLimit, line);
    }

    void a_kill_while_it_is_stopped_leaves_no_process() {
        SlowJob job;
        job.start();
        ::kill(job.pid(), SIGTSTP);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(job.pid()), 'T', kPatience);
        const auto family = descendantsOf(job.pid());
        QVERIFY(!family.empty());
        ::kill(job.pid(), SIGKILL);
        QVERIFY(job.process.waitForFinished(kPatience));
        const auto isThere = [](const ProcessSeen& one) { return QString("RSDT").contains(QChar(stateOf(one.pid))); };
        QTRY_VERIFY_WITH_TIMEOUT(std::none_of(family.begin(), family.end(), isThere), kPatience);
    }

    void another_process_is_refused_and_told_who_is_there() {
        SlowJob job;
        job.start();
        const ProgramRun second = runProgram(job.arguments({"--resume"}));
        QCOMPARE(second.status, 2);
        const QString message = second.json()["error"].toObject()["message"].toString();
        QVERIFY2(message.startsWith(QString("whittle (process %1) is working in ").arg(job.pid())), qPrintable(message));
        QVERIFY(job.process.state() == QProcess::Running);
    }

    void a_job_changes_hands() {
        SlowJob job;
        job.start();
        const QByteArray before = job.journal();
        const ProgramRun other = runProgram(job.arguments({"--take-over"}));
        QVERIFY2(other.status == 0, other.err);
        QVERIFY2(other.err.contains(QString("asking whittle (process %1) to hand over").arg(job.pid()).toUtf8()), other.err);
        QCOMPARE(other.json()["nodes_after"].toInt(), 1);
        const QJsonObject first = job.end();
        QCOMPARE(job.process.exitCode(), 3);
        QVERIFY(!first["one_minimal"].toBool());
        QVERIFY(job.journal().startsWith(before));
        QVERIFY(!QFile::exists(job.out() + "/job.json"));
        QVERIFY(!QFile::exists(job.out() + "/hand-over.json"));
    }

    void one_that_could_not_go_on_asks_for_nothing() {
        SlowJob job;
        job.start();
        const ProgramRun other = runProgram(job.arguments({"--take-over", "--signature", "kind"}));
        QCOMPARE(other.status, 2);
        QVERIFY2(other.out.contains("cannot be resumed"), other.out);
        QVERIFY(!QFile::exists(job.out() + "/hand-over.json"));
        QVERIFY(job.process.state() == QProcess::Running);
    }

    void one_that_does_not_answer_is_left_alone() {
        SlowJob job;
        job.start();
        ::kill(job.pid(), SIGSTOP);
        const ProgramRun other = runProgram(job.arguments({"--take-over"}));
        QCOMPARE(other.status, 2);
        QVERIFY2(other.out.contains("does not answer"), other.out);
        QVERIFY(!QFile::exists(job.out() + "/hand-over.json"));
        ::kill(job.pid(), SIGCONT);
        QCOMPARE(job.end()["nodes_after"].toInt(), 1);
    }

    void what_a_kill_leaves_keeps_nobody_out() {
        SlowJob job;
        job.start();
        ::kill(job.pid(), SIGKILL);
        QVERIFY(job.process.waitForFinished(kPatience));
        QVERIFY(QFile::exists(job.out() + "/job.json"));
        const ProgramRun resumed = runProgram(job.arguments({"--take-over"}));
        QVERIFY2(resumed.status == 0, resumed.err + resumed.out);
        QVERIFY(!resumed.err.contains("asking"));
    }
};

WHITTLE_TEST(HandOverTest)
#include "hand_over_test.moc"

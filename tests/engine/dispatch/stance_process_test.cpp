#include "engine/dispatch/stance_process.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <unistd.h>

#include "engine/base/files.h"
#include "engine/base/process_tree.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr const char* kCalls = R"([{"x": [4,6,8], "mask": [4,6]}, {"x": [4,7,8], "mask": [4,7]}])";

StanceCommand command(std::vector<std::string> more, const char* calls = kCalls) {
    std::vector<std::string> words{"--calls=" + std::string(calls), "--no-advice"};
    words.insert(words.end(), more.begin(), more.end());
    words.push_back(sample("stance/classifier.wtl").string());
    return {.program = program(), .arguments = std::move(words)};
}

bool runsNothing() {
    const auto left = descendantsOf(::getpid());
    return std::ranges::all_of(left, &ProcessSeen::ended);
}

}  // namespace

class StanceProcessTest : public QObject {
    Q_OBJECT
private slots:
    void tellsAll() {
        StanceReport back;
        const auto outcome = runStanceProcess(command({"--backend=eager"}), {}, [&](const StanceReport& soFar, const std::string& line) {
            VERIFY_OK(addLine(back, line));
            QCOMPARE(soFar.runs.size(), back.runs.size());
        });
        VERIFY_OK(outcome);
        QVERIFY(!outcome->failure && outcome->report.complete && back.complete);
        QCOMPARE(outcome->report.runs.size(), std::size_t{6});
        QCOMPARE(back.runs.back().calls.size(), std::size_t{2});
        QVERIFY(runsNothing());
    }

    // What it told before it died is kept, and what it died in is known.
    void dies_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("signature");
        QTest::newRow("crash") << "crash" << "crash" << "SIGSEGV in call 0 under stance default, while running 0/0" << "SIGSEGV in run";
        QTest::newRow("hang") << "hang" << "hang" << "hang in call 0 under stance default, while running 0/0: it did not end within 3 s" << "hang in run";
#ifndef WHITTLE_SANITIZED
        QTest::newRow("memory") << "out_of_memory" << "out_of_memory" << "out of memory in call 0 under stance default, while running 0/0" << "out of memory in run";
#endif
    }
    void dies() {
        QFETCH(QString, fault);
        StanceCommand what = command({"--stance=force_eager", "--stance=default", "--inject=aten.mean.dim=" + fault.toStdString()});
        what.time = std::chrono::seconds(fault == "hang" ? 3 : 60);
        what.memoryBytes = 1ull << 30;
        const auto outcome = runStanceProcess(what, {});
        VERIFY_OK(outcome);
        QVERIFY(outcome->failure);
        QTEST(toQ(std::string(failureKindName(outcome->failure->kind))), "kind");
        QTEST(toQ(outcome->failure->message), "message");
        QTEST(toQ(outcome->failure->signature), "signature");
        if (fault != "out_of_memory") QVERIFY2(outcome->failure->node.find("mean") != std::string::npos, outcome->failure->detail.c_str());
        const StanceReport& report = outcome->report;
        QVERIFY(!report.complete);
        QCOMPARE(report.runs.size(), std::size_t{2});
        QVERIFY(report.runs[0].ended && report.runs[0].calls.size() == 2 && !report.runs[1].ended);
        QVERIFY(runsNothing());
    }

    // One stance's death is not the others': they go on in another process, and advice is not asked of what cannot run.
    void goesOnWithTheOthers() {
        StanceCommand what = command({"--stance=default", "--stance=force_eager", "--stance=eager_then_compile", "--stance=fail_on_recompile", "--inject=aten.mean.dim=crash"});
        std::erase(what.arguments, "--no-advice");
        StanceReport back;
        const auto outcome = runStanceProcess(what, {}, [&](const StanceReport&, const std::string& line) { VERIFY_OK(addLine(back, line)); });
        VERIFY_OK(outcome);
        QCOMPARE(toQ(outcome->failure->message), "SIGSEGV in call 0 under stance default, while running 0/0");
        for (const StanceReport& report : {outcome->report, back}) {
            QVERIFY(report.complete);
            QCOMPARE(report.runs.size(), std::size_t{4});
            QCOMPARE(toQ(report.runs[0].died.value_or("")), "SIGSEGV in call 0 under stance default, while running 0/0");
            QVERIFY(report.runs[1].ended && !report.runs[1].died && report.runs[1].calls.size() == 2);
            QCOMPARE(toQ(report.runs[2].died.value_or("")), "SIGSEGV in call 1 under stance eager_then_compile, while running 0/0");
            QCOMPARE(report.runs[2].calls.size(), std::size_t{1});
            QVERIFY(report.runs[3].ended && report.runs[3].errors == 2);
            QCOMPARE(report.done, std::size_t{8});
        }
        QVERIFY(runsNothing());
    }

    // At once, though compiled code hangs; and nothing of it is left.
    void stops() {
        CancelSource source;
        QElapsedTimer sinceCancel;
        const auto outcome = runStanceProcess(command({"--stance=default", "--inject=aten.mean.dim=hang"}), source.token(), [&](const StanceReport& soFar, const std::string&) {
            if (!soFar.now || soFar.now->doing != "running" || sinceCancel.isValid()) return;
            sinceCancel.start();
            source.cancel();
        });
        QCOMPARE(describe(outcome), "cancelled: stopped on request");
        QVERIFY(sinceCancel.isValid());
        QVERIFY2(sinceCancel.elapsed() < 1000, qPrintable(QString::number(sinceCancel.elapsed())));  // a tenth of that where nothing else runs
        QVERIFY(runsNothing());
    }

    void refuses_data() {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<QString>("calls");
        QTest::addColumn<QString>("want");
        QTest::newRow("calls") << QStringList() << "[]" << "argument: there is no call in it";
        QTest::newRow("cut JSON") << QStringList() << "[{" << "format: ";
        QTest::newRow("option") << QStringList("--stance=often") << kCalls << "argument: whittle stance ended with exit status 2: --stance: often not in ";
        QTest::newRow("fault") << QStringList("--inject=relu") << kCalls << "argument: ";
        QTest::newRow("try") << QStringList("--try={\"z\": 1}") << kCalls << "argument: the program has no input 'z'; it has x, mask";
    }
    void refuses() {
        QFETCH(QStringList, more);
        QFETCH(QString, calls);
        QFETCH(QString, want);
        std::vector<std::string> words;
        for (const QString& word : more) words.push_back(word.toStdString());
        const QString got = describe(runStanceProcess(command(words, calls.toUtf8().constData()), {}));
        QVERIFY2(got.startsWith(want), qPrintable(got));
    }

    void noSuchProgram() {
        const QString got = describe(runStanceProcess({.program = "/no/such/whittle", .arguments = {}}, {}));
        QVERIFY2(got.startsWith("io: cannot start /no/such/whittle"), qPrintable(got));
    }

    // Between two stances, where a call of --try is answered: the later ones run, the one before is complete, and advice goes on being about what compiled.
    void diesWhileATryIsAnswered() {
        QTemporaryDir scratch;
        const std::filesystem::path script = scratch.filePath("stance.sh").toStdString();
        const std::string lines = R"SH(#!/bin/sh
case "$*" in
*--from=1*--advise-on=0*)
  echo '{"kind":"run","stance":"force_eager","recompile_limit":8}'
  echo '{"kind":"ran"}'
  echo '{"kind":"end","text":""}'
  exit 0;;
esac
echo '{"kind":"begin","function":"f","parameters":["x"],"calls":["x=f32[2]"],"stances":2}'
echo '{"kind":"run","stance":"default","recompile_limit":8}'
echo '{"kind":"call","outcome":"compiled"}'
echo '{"kind":"ran","compiles":2}'
echo '{"kind":"now","stance":"default","call":-1,"doing":"answering --try"}'
kill -SEGV $$
)SH";
        VERIFY_OK(writeFileAtomic(script, lines));
        std::filesystem::permissions(script, std::filesystem::perms::owner_all);
        const auto outcome = runStanceProcess({.program = script, .arguments = {}}, {});
        VERIFY_OK(outcome);
        QCOMPARE(toQ(outcome->failure->message), "SIGSEGV in stance default, while answering --try");
        QCOMPARE(outcome->report.runs.size(), std::size_t{2});
        QVERIFY(outcome->report.complete && outcome->report.runs[0].ended && !outcome->report.runs[0].died && outcome->report.runs[1].ended);
    }

    // A program that says something else.
    void garbage() {
        const auto outcome = runStanceProcess({.program = "/bin/echo", .arguments = {}}, {});
        VERIFY_OK(outcome);
        QCOMPARE(toQ(outcome->failure->signature), "garbage on the stream in read");
    }
};

WHITTLE_TEST(StanceProcessTest)
#include "stance_process_test.moc"

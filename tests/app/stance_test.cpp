// `whittle stance`: the matrix, its JSON, and what it refuses.
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>

#include "tests/app/run_program.h"

using namespace whittle::test;

namespace {

QString classifier() { return toQ(sample("stance/classifier.wtl").string()); }
QString calls() { return toQ(sample("stance/calls.json").string()); }

}  // namespace

class StanceTest : public QObject {
    Q_OBJECT
private slots:
    void matrix() {
        const ProgramRun run = runProgram({"stance", classifier(), "--calls", calls(), "--backend", "eager"});
        QVERIFY2(run.status == 0, run.err.constData());
        const QString text = QString::fromUtf8(run.out);
        QVERIFY2(text.contains("recompiled 0/1") && text.contains("fail_on_recompile"), run.out.constData());
        QVERIFY2(text.contains("entry 0/0: tensor 'L['x']' size mismatch at index 1. expected 6, actual 9   (saw f32[4,9,8])"), run.out.constData());
        QVERIFY2(text.contains("torch._dynamo.mark_dynamic(x, 0)"), run.out.constData());
    }

    void json() {
        const ProgramRun run = runProgram({"stance", classifier(), "--calls", calls(), "--stance", "default", "--stance", "eager_on_recompile", "--warm", "3", "--json"});
        QVERIFY2(run.status == 0, run.err.constData());
        const QJsonObject stances = run.json()["stances"].toObject();
        QCOMPARE(stances.keys(), (QStringList{"default", "eager_on_recompile"}));
        const QJsonArray calls = stances["eager_on_recompile"].toObject()["calls"].toArray();
        QCOMPARE(calls.size(), 8);
        QCOMPARE(calls[3].toObject()["outcome"].toString(), "reused");
        QCOMPARE(calls[4].toObject()["outcome"].toString(), "eager");
        QVERIFY(calls[4].toObject()["cause"].toString().contains("expected 4, actual 7"));
        QCOMPARE(calls[4].toObject()["entries"].toArray().size(), 2);
        QVERIFY(!run.json()["advice"].toArray().isEmpty());
    }

    // A stance that refuses is what was asked to be seen, not a failure of the command.
    void errorsOfCallsAreCells() {
        const ProgramRun run = runProgram({"stance", classifier(), "--calls", calls(), "--stance", "fail_on_recompile", "--json"});
        QCOMPARE(run.status, 0);
        QCOMPARE(run.json()["stances"].toObject()["fail_on_recompile"].toObject()["errors"].toInt(), 8);
    }

    void tries() {
        const ProgramRun run = runProgram({"stance", classifier(), "--calls", calls(), "--backend", "eager", "--stance", "default", "--no-advice", "--try", R"({"x": "f32[0,6,8]"})"});
        QVERIFY2(run.status == 0, run.err.constData());
        const QString text = QString::fromUtf8(run.out);
        QVERIFY2(text.contains("x=f32[0,6,8], mask=f32[4,6] against the entries, under default\n"), run.out.constData());
        QVERIFY2(text.contains("  0/0: does not fit\n    tensor 'L['x']' size mismatch at index 0. expected 4, actual 0   (saw f32[0,6,8])\n"), run.out.constData());
        const ProgramRun json = runProgram({"stance", classifier(), "--calls", calls(), "--backend", "eager", "--stance", "default", "--no-advice", "--json", "--try", calls()});
        QCOMPARE(json.json()["tries"].toArray().size(), 8);
        QVERIFY(json.json()["failure"].isNull());
    }

    // One object a line; the last one says that all was told.
    void stream() {
        const ProgramRun run = runProgram({"stance", classifier(), "--calls", calls(), "--backend", "eager", "--stream"});
        QVERIFY2(run.status == 0, run.err.constData());
        QMap<QString, int> kinds;
        for (const QByteArray& line : run.out.trimmed().split('\n')) {
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            QVERIFY2(!object.isEmpty(), line.constData());
            ++kinds[object["kind"].toString()];
        }
        QCOMPARE(kinds["begin"], 1);
        QCOMPARE(kinds["run"], 6);
        QCOMPARE(kinds["ran"], 6);
        QCOMPARE(kinds["call"], 6 * 8);
        QCOMPARE(kinds["end"], 1);
        QVERIFY(kinds["entry"] > 6 && kinds["now"] > 24 && kinds["advice"] > 0);
        const ProgramRun wrong = runProgram({"stance", classifier(), "--calls", "[]", "--stream"});
        QCOMPARE(wrong.status, 2);
        QCOMPARE(wrong.json()["kind"].toString(), QString());  // a note about weights comes first
        QCOMPARE(QJsonDocument::fromJson(wrong.out.trimmed().split('\n').last()).object()["message"].toString(), "there is no call in it");
    }

    // Compiled code that dies takes neither the command along nor what was told before.
    void survivesACrash() {
        const QStringList words{"stance", classifier(), "--calls", calls(), "--stance", "force_eager", "--stance", "default", "--inject", "aten.mean.dim=crash"};
        const ProgramRun run = runProgram(words);
        QCOMPARE(run.status, 1);
        QVERIFY2(run.out.contains("force_eager") && run.out.contains("eager calls                    7"), run.out.constData());
        QVERIFY2(run.err.contains("whittle: crash: SIGSEGV in call 0 under stance default, while running 0/0\n  in kernel "), run.err.constData());
        const ProgramRun json = runProgram(words + QStringList{"--json"});
        QCOMPARE(json.status, 1);
        const QJsonObject failure = json.json()["failure"].toObject();
        QCOMPARE(failure["kind"].toString(), "crash");
        QCOMPARE(failure["signature"].toString(), "SIGSEGV in run");
        QCOMPARE(json.json()["stances"].toObject()["force_eager"].toObject()["calls"].toArray().size(), 8);
    }

    void dynamicOfTheCalls() {
        const auto compiles = [&](const QStringList& more) {
            const ProgramRun run = runProgram(QStringList{"stance", classifier(), "--backend", "eager", "--stance", "default", "--no-advice", "--json", "--calls",
                                                          R"({"dynamic": true, "calls": [{"x": [4,6,8], "mask": [4,6]}, {"x": [5,7,8], "mask": [5,7]}]})"} + more);
            return run.json()["stances"].toObject()["default"].toObject()["compiles"].toInt();
        };
        QCOMPARE(compiles({}), 1);
        QCOMPARE(compiles({"--dynamic", "auto"}), 2);
    }

    // What only this process has open reaches the one that replays.
    void callsFromStandardInput() {
        QProcess process;
        process.setStandardInputFile(calls());
        process.start(QString::fromStdString(program().string()), {"stance", classifier(), "--calls", "/dev/stdin", "--backend", "eager", "--stance", "default", "--json"});
        QVERIFY(process.waitForFinished(60000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    }

    void badInput_data() {
        QTest::addColumn<QByteArray>("calls");
        QTest::addColumn<QString>("want");
        QTest::newRow("no json") << QByteArray("[{") << "reading ";
        QTest::newRow("no such input") << QByteArray("[{\"y\": [2]}]") << "the program has no input 'y'; it has x, mask";
        QTest::newRow("which call") << QByteArray("[{}, {\"x\": \"f32[4\"}]") << "reading call 1";
    }
    void badInput() {
        QFETCH(QByteArray, calls);
        QFETCH(QString, want);
        QTemporaryDir scratch;
        QFile file(scratch.filePath("calls.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(calls);
        file.close();
        const ProgramRun run = runProgram({"stance", classifier(), "--calls", file.fileName()});
        QCOMPARE(run.status, 2);
        QVERIFY2(QString::fromUtf8(run.err).contains(want), run.err.constData());
    }
};

WHITTLE_TEST(StanceTest)
#include "stance_test.moc"

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
        QVERIFY2(text.contains("entry 0/0: tensor 'L['x']' size mismatch at index 1. expected 6, actual 9   (saw f32, size [4, 9, 8], stride [72, 8, 1])   asked at classifier.py:9: x = x * weights"), run.out.constData());
        QVERIFY2(text.contains("torch._dynamo.mark_dynamic(x, 0)"), run.out.constData());
    }

    // What a cell cannot hold: entries that nothing uses, of two kinds; what follows a graph break; guards that were not asked.
    void words() {
        const QStringList plain{"--backend", "eager", "--stance", "default", "--no-advice"};
        const auto text = [&](const QString& file, const char* sequence, const QStringList& more = {}) {
            const ProgramRun run = runProgram(QStringList{"stance", file, "--calls", sequence} + plain + more);
            return run.status == 0 ? QString::fromUtf8(run.out) : QString::fromUtf8(run.err);
        };
        const QString idle = text(classifier(), R"([{"x": [1,6,8], "mask": [1,6]}, {"x": [4,6,8], "mask": [4,6]}, {"x": [4,7,8], "mask": [4,7]}, {"x": [4,6,8], "mask": [4,6]}])");
        QVERIFY2(idle.contains("\nentries that nothing uses any more, under default\n  0/1 (0/2 takes every call that fits it)\n  0/0 (nothing after call 0 fits it)\n"), qPrintable(idle));

        QTemporaryDir scratch;
        const auto graph = [&](const char* name, const char* lines) {
            QFile file(scratch.filePath(name));
            if (file.open(QIODevice::WriteOnly)) file.write("whittle 1\ngraph @g {\n" + QByteArray(lines) + "}\n");
            return file.fileName();
        };
        const QString broken = graph("parts.wtl", "  symbol s0 in [2, inf] hint 4\n  symbol u0 in [0, inf]\n  symbol u1 in [0, inf]\n  input %a : f32[s0]\n  %n = aten.nonzero.default(%a) : i64[u0,1]\n"
                                                  "  %m = aten.mul.Scalar(%n, 2) : i64[u0,1]\n  %v = aten.view.default(%m, [-1, 2]) : i64[u1,2]\n  return %v\n");
        const QString parts = text(broken, R"([{"a": {"shape": [4], "mark_dynamic": [0]}}, {"a": {"shape": [6], "mark_dynamic": [0]}}])");
        QVERIFY2(parts.contains("  1 a=f32[6] dynamic 0  recompiled 0/0\n"), qPrintable(parts));
        QVERIFY2(parts.contains("\nwhy, under default\n  call 0: compiled\n    graph break: ") && parts.contains("\n  call 1: recompiled\n"), qPrintable(parts));
        QVERIFY2(parts.contains("\n    entry 1/0: tensor '"), qPrintable(parts));

        const QString skipped = text(classifier(), R"([{}, {}])", {"--skip-guard-eval-unsafe", "--warm", "1"});
        QVERIFY2(skipped.contains("\nwhy, under default, skip_guard_eval_unsafe\n"), qPrintable(skipped));
        QVERIFY2(skipped.contains("\n  not asked, since guards are skipped: "), qPrintable(skipped));
        QVERIFY2(skipped.contains("settings of the process as they were"), qPrintable(skipped));

        const QString number = graph("number.wtl", "  symbol s0 in [2, inf] hint 4\n  input %k : int(s0) = 4\n  input %a : f32[2]\n  %r = aten.relu.default(%a) : f32[2]\n  return %r\n");
        const QString cut = text(number, "[{\"k\": \"ääääääääääääääääääääääääääääääääääääääää\"}]");
        QVERIFY2(cut.contains(QString::fromUtf8("\n  0 k='ääääääääääääääääääääääääääääääääääää…  compiled 0/0\n")), qPrintable(cut));
    }

    // What decides is in the label of a call; calls that say the same are ranges; errors keep what was going on.
    void labels() {
        const ProgramRun run = runProgram({"stance", classifier(), "--backend", "eager", "--stance", "force_eager", "--stance", "default", "--no-advice", "--calls",
                                           R"([{}, {"x": {"shape": [4,6,8], "stride": [1,4,24]}}, {"x": {"requires_grad": true}}, {"x": {"mark_dynamic": [0], "min": 2, "max": 9}}, {"x": "f64[4,6,8]", "mask": "f64[4,6]"}])"});
        const QString text = QString::fromUtf8(run.out);
        for (const char* part : {"  1 x=f32[4,6,8] stride 1,4,24, mask=f32[4,", "  2 x=f32[4,6,8] requires_grad, mask=f32[4,", "  3 x=f32[4,6,8] dynamic 0 min 2 max 9, mas",
                                 "requires_grad=0   (saw f32, size [4, 6, 8], stride [48, 8, 1], requires grad)", "\n  calls 0-3: eager, since the stance is force_eager\n",
                                 "\n    type: linear.", "\n        while recording node 'linear' (aten.linear.default, classifier.py:11)\n"})
            QVERIFY2(text.contains(part), qPrintable(QString(part) + " is not in " + text));
    }

    void aSizeOutsideOfItsMarkNamesTheRange() {
        const ProgramRun run = runProgram({"stance", classifier(), "--backend", "eager", "--stance", "default", "--no-advice", "--calls", R"([{"x": {"mark_dynamic": [0], "min": 5}}])"});
        QVERIFY2(run.out.contains("L['x'].size()[0] is 4, outside of the range that it was marked with, [5, inf]"), run.out.constData());
    }

    void fixes() {
        const QStringList plain{"stance", classifier(), "--calls", calls(), "--backend", "eager"};
        const QString refused = QString::fromUtf8(runProgram(plain + QStringList{"--stance", "fail_on_recompile", "--warm", "1"}).out);
        QVERIFY2(refused.contains("\n        nearest is entry 0/0: ") && refused.contains("\n        to let it through, mark dim 1 of x, dim 1 of mask dynamic before the first call, or call it once under default with such arguments\n"), qPrintable(refused));
        QCOMPARE(refused.count("entry 0/0: tensor 'L['x']' size mismatch at index 1. expected 6, actual 9   (saw f32, size [4, 9, 8], stride [72, 8, 1])   asked at classifier.py:9: x = x * weights\n"), 1);
        const QString advised = QString::fromUtf8(runProgram(plain + QStringList{"--stance", "eager_then_compile", "--warm", "3"}).out);
        QVERIFY2(advised.contains("\nwhat would have saved compiles under eager_then_compile (each replayed)\n") && advised.contains("\n    saved by: ") && advised.contains(", saved in call"), qPrintable(advised));
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
        QVERIFY2(text.contains("  0/0: does not fit\n    tensor 'L['x']' size mismatch at index 0. expected 4, actual 0   (saw f32, size [0, 6, 8], stride [48, 8, 1])   asked at classifier.py:9: x = x * weights\n"), run.out.constData());
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
        QVERIFY2(run.out.contains("    call                           force_eager  default\n") && run.out.contains("  0 x=f32[4,6,8], mask=f32[4,6]    eager        died   \n  1 x=f32[4,6,8], mask=f32[4,6]    eager        -      \n"), run.out.constData());
        QVERIFY2(run.out.contains("\nwhy, under default\n  SIGSEGV in call 0 under stance default, while running 0/0\n"), run.out.constData());
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

    // Words that are empty do not take the next one with them on the way to the process that replays.
    void emptyWords() {
        const ProgramRun calls = runProgram({"stance", classifier(), "--calls", "", "--stance", "default"});
        QCOMPARE(calls.status, 2);
        QCOMPARE(QString::fromUtf8(calls.err), "whittle: io: cannot open : No such file or directory\n  while reading \n");
        const ProgramRun model = runProgram({"stance", classifier(), "--calls", "[{}]", "--model", "", "--inject", "", "--backend", "eager", "--stance", "default", "--json"});
        QVERIFY2(model.status == 0, model.err.constData());
        QCOMPARE(model.json()["stances"].toObject().keys(), QStringList("default"));
    }

    // Nobody stands beside a stream who could stop it.
    void streamHasNoTimeout() {
        const ProgramRun run = runProgram({"stance", classifier(), "--calls", "[{}]", "--stream", "--timeout", "3"});
        QCOMPARE(run.status, 2);
        QVERIFY2(run.err.contains("--timeout excludes --stream"), run.err.constData());
    }

    void outOfMemory() {
#ifndef WHITTLE_SANITIZED
        const ProgramRun run = runProgram({"stance", classifier(), "--calls", R"([{"x": [65536,4096,8]}])", "--memory", "512"});
        QCOMPARE(run.status, 1);
        QVERIFY2(run.err.contains("\nwhittle: out_of_memory: out of memory in call 0 under stance default, while drawing elements\n"), run.err.constData());
#endif
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

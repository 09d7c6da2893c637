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

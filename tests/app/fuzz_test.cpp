// `whittle fuzz` from end to end: a planted fault is found and cut down to it, and the compiler as it is comes through.
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/app/run_program.h"

using namespace whittle::test;

class FuzzTest : public QObject {
    Q_OBJECT
private slots:
    void a_planted_fault_is_found_and_cut_down_data() {
        QTest::addColumn<QString>("op");
        QTest::addColumn<QString>("kind");
        QTest::newRow("wrong result") << "aten.gelu.default" << "wrong_result";
        QTest::newRow("crash") << "aten.add.Tensor" << "crash";
    }
    void a_planted_fault_is_found_and_cut_down() {
        QFETCH(QString, op);
        QFETCH(QString, kind);
        QTemporaryDir folder;
        const QString out = folder.filePath("out");
        const ProgramRun run = runProgram({"fuzz", "--seed", "5", "--count", "25", "--nodes", "8", "--ops", "gelu,add.Tensor,relu,sum,permute", "--inject",
                                             op + "=" + kind, "-o", out, "--json"}, 400000);
        QVERIFY2(run.status == 1, run.err + run.out);
        const QJsonObject json = run.json();
        QVERIFY(!json["ok"].toBool());
        bool found = false;
        for (const QJsonValue& one : json["failures"].toArray()) {
            const QJsonObject failure = one.toObject();
            if (failure["operators"].toArray() != QJsonArray{op}) continue;
            found = true;
            QCOMPARE(failure["failure"].toObject()["kind"].toString(), kind);
            QCOMPARE(failure["nodes_after"].toInt(), 1);
            QCOMPARE(failure["minified"].toString(), QString("minimal"));
            const QString reproducer = out + "/" + failure["reproducer"].toString();
            QVERIFY(QFile::exists(reproducer + "/repro.wtl"));
            // By its number alone it is found again.
            const ProgramRun again = runProgram({"fuzz", "--seed", "5", "--graph", QString::number(failure["graph"].toInt()), "--count", "1", "--nodes", "8",
                                                 "--ops", "gelu,add.Tensor,relu,sum,permute",
                                                 "--inject", op + "=" + kind, "-o", folder.filePath("again"), "--json"});
            QVERIFY2(again.status == 1, again.err + again.out);
            QCOMPARE(again.json()["failures"].toArray().size(), 1);
            break;
        }
        QVERIFY2(found, run.out);
        QFile report(out + "/report.json");
        QVERIFY(report.open(QFile::ReadOnly));
        QCOMPARE(QJsonDocument::fromJson(report.readAll()).object()["failures"], json["failures"]);
    }

    void the_compiler_as_it_is_comes_through() {
        QTemporaryDir folder;
        const ProgramRun run = runProgram({"fuzz", "--seed", "1", "--count", "60", "-o", folder.filePath("out"), "--json"}, 400000);
        QVERIFY2(run.status == 0, run.err + run.out);
        const QJsonObject json = run.json();
        QCOMPARE(json["graphs"].toInt(), 60);
        QVERIFY2(json["verdicts"].toObject()["refused"].toInt() * 10 < json["runs"].toInt(), run.out);
    }

    void operators_are_chosen() {
        QTemporaryDir folder;
        const auto fuzz = [&](const char* ops) { return runProgram({"fuzz", "--count", "5", "--ops", ops, "-o", folder.filePath(ops), "--json"}); };
        const ProgramRun two = fuzz("relu,aten.exp.default");
        QVERIFY2(two.status == 0, two.err + two.out);
        for (const QString& op : two.json()["operators"].toObject()["nodes"].toObject().keys())
            QVERIFY2(op == "aten.relu.default" || op == "aten.exp.default" || op == "aten.sym_size.int", qPrintable(op));
        QCOMPARE(fuzz("rulu").json()["error"].toObject()["message"].toString(), QString("there is no operator 'rulu'"));
        QVERIFY(fuzz("nonzero").json()["error"].toObject()["message"].toString().startsWith("nonzero is not drawn: "));
    }

    void a_folder_holds_one_run() {
        QTemporaryDir folder;
        const QStringList arguments{"fuzz", "--count", "1", "-o", folder.filePath("out"), "--json"};
        QCOMPARE(runProgram(arguments).status, 0);
        const ProgramRun again = runProgram(arguments);
        QCOMPARE(again.status, 2);
        QCOMPARE(again.json()["error"].toObject()["code"].toString(), QString("argument"));
    }
};

WHITTLE_TEST(FuzzTest)
#include "fuzz_test.moc"

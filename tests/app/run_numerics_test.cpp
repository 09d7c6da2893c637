// `whittle run --numerics`: the first wrong value and how errors grow, for people and as JSON.
#include <QJsonArray>

#include "tests/app/run_program.h"

using namespace whittle;
using namespace whittle::test;

namespace {

const QString kModel = samplePath("torch211/gpt_2l_core.pt2");

}  // namespace

class RunNumericsTest : public QObject {
    Q_OBJECT
private slots:
    void a_planted_fault_is_told_in_words() {
        const ProgramRun run = runProgram({"run", kModel, "--numerics", "--inject", "gelu=wrong_result"});
        QCOMPARE(run.status, 1);
        QVERIFY2(run.out.contains("first wrong   %gelu (aten.gelu.default"), run.out.constData());
        QVERIFY(run.out.contains("right inputs, wrong result"));
        QVERIFY(run.out.contains("1 of 1 outputs"));
        QVERIFY(run.out.contains("WRONG"));
    }

    void a_right_model_agrees() {
        const ProgramRun run = runProgram({"run", samplePath("families/bf16_decoder.pt2"), "--numerics"});
        QVERIFY2(run.status == 0, run.err.constData());
        QVERIFY2(run.out.contains("all agree"), run.out.constData());
        QVERIFY(!run.out.contains("WRONG"));
    }

    void json_has_every_value() {
        const ProgramRun run = runProgram({"run", kModel, "--numerics", "--inject", "gelu=wrong_result", "--json"});
        QCOMPARE(run.status, 1);
        const QJsonObject answer = run.json();
        QCOMPARE(answer["ok"].toBool(), false);
        QCOMPARE(answer["mode"].toString(), QString("numerics"));
        QCOMPARE(answer["first_wrong"].toString(), QString("gelu"));
        int wrong = 0;
        for (const QJsonValue& one : answer["values"].toArray()) {
            const QJsonObject value = one.toObject();
            wrong += value["wrong"].toBool();
            QVERIFY(value["compiled"].toObject()["count"].toDouble() >= 0 && !value["kept"].isObject());
        }
        QVERIFY(wrong > 1);
        QCOMPARE(answer["wrong"].toInt(), wrong);
    }

    void a_death_is_a_failure_with_its_place() {
        const ProgramRun run = runProgram({"run", kModel, "--numerics", "--inject", "gelu=crash", "--json"});
        QCOMPARE(run.status, 1);
        QCOMPARE(run.json()["failure"].toObject()["kind"].toString(), QString("crash"));
        QVERIFY(run.json()["failure"].toObject()["node"].toString().contains("gelu"));
    }

    void what_does_not_go_together_is_refused_data() {
        QTest::addColumn<QStringList>("more");
        QTest::newRow("mode") << QStringList{"--mode", "eager"};
        QTest::newRow("check") << QStringList{"--check", samplePath("torch211/gpt_2l_core.safetensors")};
        QTest::newRow("profile") << QStringList{"--profile"};
        QTest::newRow("tap") << QStringList{"--tap", "gelu"};
        QTest::newRow("fault") << QStringList{"--inject", "gelu"};
    }
    void what_does_not_go_together_is_refused() {
        QFETCH(QStringList, more);
        const ProgramRun run = runProgram(QStringList{"run", kModel, "--numerics"} + more);
        QCOMPARE(run.status, 2);
        QVERIFY(run.err.contains("--"));
    }
};

WHITTLE_TEST(RunNumericsTest)
#include "run_numerics_test.moc"

// OpenMP itself is asked how its threads wait in the program that runs.
#include "tests/support/test.h"

#include <QProcess>

using namespace whittle::test;

class WaitPolicyTest : public QObject {
    Q_OBJECT
private slots:
    void waits_as_the_user_says_else_passively_data() {
        QTest::addColumn<QString>("given");
        QTest::addColumn<bool>("spins");
        QTest::newRow("nothing said") << "" << false;
        QTest::newRow("passive") << "passive" << false;
        QTest::newRow("active") << "active" << true;
    }
    void waits_as_the_user_says_else_passively() {
        QFETCH(QString, given);
        QFETCH(bool, spins);
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove("OMP_WAIT_POLICY");
        environment.remove("GOMP_SPINCOUNT");
        if (!given.isEmpty()) environment.insert("OMP_WAIT_POLICY", given);
        environment.insert("OMP_DISPLAY_ENV", "verbose");
        process.setProcessEnvironment(environment);
        process.start(toQ(program().string()), {"--version"});
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitCode(), 0);
        const QString said = process.readAllStandardError();
        const qsizetype last = said.lastIndexOf("GOMP_SPINCOUNT = '");  // the program that stays, not the one that starts it anew
        if (last < 0) QSKIP("this OpenMP does not tell how long it spins");
        QCOMPARE(said.mid(last).section('\'', 1, 1) != "0", spins);
        QVERIFY(process.readAllStandardOutput().startsWith("whittle "));
    }
};

WHITTLE_TEST(WaitPolicyTest)
#include "wait_policy_test.moc"

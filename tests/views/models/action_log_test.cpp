// The log of what was done, and the script that does it again.
#include <QAbstractItemModelTester>
#include <QProcess>

#include "tests/views/models/models_support.h"
#include "views/models/action_log.h"

using namespace whittle;

class ActionLogTest : public QObject {
    Q_OBJECT
private slots:
    void lists_what_was_done() {
        ActionLog log;
        QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::Fatal);
        log.add("Opened a.pt2", "whittle info a.pt2", QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5)));
        QCOMPARE(log.rowCount(), 1);
        QStringList row;
        for (int column = 0; column < log.columnCount(); ++column) row << log.index(0, column).data().toString();
        QVERIFY(row[0].contains("04:05"));
        QCOMPARE(row.mid(1), QStringList({"Opened a.pt2", "whittle info a.pt2"}));
        log.add("Exported a.png", {});
        QCOMPARE(log.index(1, ActionLog::Command).data().toString(), QString("– no command does this"));
        QVERIFY(log.index(1, ActionLog::Command).data(Qt::EditRole).toString().isEmpty());
        QVERIFY(log.script("Whittle").contains("Exported a.png\n# No command does this.\n"));
        log.clear();
        QCOMPARE(log.rowCount(), 0);
    }

    void forgets_the_oldest() {
        ActionLog log;
        for (int i = 0; i < ActionLog::kMost; ++i) log.add("x", QString::number(i));
        QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::Fatal);  // looks at all rows at each change
        log.add("x", "last");
        QCOMPARE(log.rowCount(), ActionLog::kMost);
        QCOMPARE(log.command(0), QString("1"));
    }

    void the_script_runs_and_holds_no_more_than_the_commands() {
        ActionLog log;
        log.add("Said it", "echo 'one two'");
        log.add("A name with\na line in it; echo bad", "");
        log.add("Again", "echo three");
        QProcess shell;
        shell.start("/bin/sh", {"-e"});
        shell.write(log.script("Whittle\necho worse").toUtf8());
        shell.closeWriteChannel();
        QVERIFY(shell.waitForFinished(20000));
        QCOMPARE(shell.exitCode(), 0);
        QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), QString("one two\nthree\n"));
    }
};

WHITTLE_TEST(ActionLogTest)
#include "action_log_test.moc"

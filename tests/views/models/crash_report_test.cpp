// What is read of a crash file and of this machine: names, no folders, nothing that the content could break.
#include "tests/views/models/models_support.h"

#include <QDir>

#include "views/models/crash_report.h"
#include "views/models/diagnostics.h"

using namespace whittle;

namespace {

const QByteArray kFile = "signal SIGSEGV\ntime 1700000000\nabout whittle-workbench 0.1.0, Release, Qt 6.4.2\n\n"
                         "done Opened net.pt2: whittle info /data/net.pt2\ndone Folded\n\n"
                         "/home/someone/bin/whittle-workbench(_ZN7whittle10MainWindow8openFileERK7QString+0x12)[0x55d0]\n"
                         "/usr/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f00]\n"
                         "/usr/lib/libx.so(main+0x1)[0x1]\n"
                         "odd line\n";

}  // namespace

class CrashReportTest : public QObject {
    Q_OBJECT
private slots:
    void functions_have_names_and_libraries_no_folders() {
        const CrashReport report = parseCrash("crash-1.txt", kFile);
        QCOMPARE(report.signal, "SIGSEGV");
        QCOMPARE(report.when.toSecsSinceEpoch(), 1700000000);
        QCOMPARE(report.about, "whittle-workbench 0.1.0, Release, Qt 6.4.2");
        QCOMPARE(report.done, QStringList({"Opened net.pt2: whittle info /data/net.pt2", "Folded"}));
        QCOMPARE(report.stack, QStringList({"whittle::MainWindow::openFile(QString const&) +0x12  (whittle-workbench)", "libc.so.6 +0x3c050", "main +0x1  (libx.so)", "odd line"}));
        QVERIFY(!report.text().contains("someone"));
        QVERIFY(report.text().startsWith("Whittle ended unexpectedly: SIGSEGV\n"));
    }

    void home_is_not_named() {
        const CrashReport report = parseCrash("f", "signal SIGABRT\ndone Opened x: whittle info " + QDir::homePath().toUtf8() + "/nets/x.pt2\n");
        QVERIFY2(report.text().contains("whittle info ~/nets/x.pt2"), qPrintable(report.text()));
    }

    void anything_may_stand_in_the_file() {
        for (const QByteArray& content : {QByteArray(), QByteArray("\n\n\n"), QByteArray("signal"), QByteArray("time x\nsignal \n"), QByteArray("(((\n)+0x\n\xff\xfe\0y", 14), QByteArray(1 << 20, '(')})
            QVERIFY(parseCrash("f", content).text().startsWith("Whittle ended unexpectedly"));
    }

    void the_newest_comes_first() {
        QTemporaryDir folder;
        QVERIFY(findCrashes(folder.path()).isEmpty());
        QVERIFY(findCrashes(folder.filePath("nowhere")).isEmpty());
        const auto put = [&](const QString& name, const QByteArray& content, int age) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
            file.flush();
            QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-age), QFileDevice::FileModificationTime));
        };
        put("crash-1.txt", "signal SIGBUS\n", 100);
        put("crash-2.txt", kFile, 10);
        put("other.txt", kFile, 1);
        const QList<CrashReport> found = findCrashes(folder.path());
        QCOMPARE(found.size(), 2);
        QCOMPARE(found[0].signal, "SIGSEGV");
        QCOMPARE(found[1].signal, "SIGBUS");
        QVERIFY(found[1].when.isValid());
    }

    void diagnostics_say_what_is_known_and_where_home_is_not() {
        const QString text = diagnosticsText({{"Whittle", "0.1.0"}, {"Nothing", {}}, {"Open", "/home/me/net.pt2,\npt2"}}, {"Opened net: whittle info /home/me/net.pt2"}, "/home/me");
        QCOMPARE(text, "Whittle: 0.1.0\nOpen: ~/net.pt2, pt2\n\nDone last:\nOpened net: whittle info ~/net.pt2\n");
        QVERIFY(diagnosticsText({{"Root", "/x/y"}}, {}, "/").contains("/x/y"));
    }

    void the_machine_is_told() {
        QStringList known;
        for (const auto& [label, value] : machineFacts())
            if (!value.isEmpty()) known << label;
        for (const char* label : {"System", "Processor", "Threads", "Memory", "Memory of the window"}) QVERIFY2(known.contains(label), label);
    }
};

WHITTLE_TEST(CrashReportTest)
#include "crash_report_test.moc"

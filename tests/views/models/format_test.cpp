#include "views/models/format.h"

#include <QLocale>

#include "tests/support/test.h"
#include "views/models/recent_files.h"

using namespace whittle;

class FormatTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void says_it_one_way_data() {
        QTest::addColumn<QString>("got");
        QTest::addColumn<QString>("want");
        QTest::newRow("count") << formatCount(1234567) << "1,234,567";
        QTest::newRow("one node") << formatNodes(1) << "1 node";
        QTest::newRow("nodes") << formatNodes(1234) << "1,234 nodes";
        QTest::newRow("few bytes") << formatBytes(999) << "999 bytes";
        QTest::newRow("bytes") << formatBytes(1536) << "1.5 KiB";
        QTest::newRow("most bytes") << formatBytes(~0ull) << "8.0 EiB";
        QTest::newRow("short time") << formatMilliseconds(0.417) << "0.42 ms";
        QTest::newRow("time") << formatMilliseconds(12.34) << "12.3 ms";
        QTest::newRow("long time") << formatMilliseconds(1200) << "1.20 s";
        QTest::newRow("no time") << formatMilliseconds(std::numeric_limits<double>::quiet_NaN()) << "–";
        QTest::newRow("very short kernel") << formatDuration(0.0004) << "400 ns";
        QTest::newRow("short kernel") << formatDuration(0.0123) << "12.3 µs";
        QTest::newRow("kernel") << formatDuration(4.2) << "4.20 ms";
        QTest::newRow("between units") << formatDuration(0.99949) << "999 µs";
        QTest::newRow("long kernel") << formatDuration(1200) << "1.20 s";
        QTest::newRow("kernel that did not run") << formatDuration(std::numeric_limits<double>::quiet_NaN()) << "–";
        QTest::newRow("slow") << formatRate(0.417) << "0.42";
        QTest::newRow("rate") << formatRate(12.34) << "12.3";
        QTest::newRow("fast") << formatRate(1234.4) << "1,234";
        QTest::newRow("no rate") << formatRate(std::numeric_limits<double>::quiet_NaN()) << "–";
        QTest::newRow("percent") << formatPercent(0.1234) << "12.3 %";
        QTest::newRow("no percent") << formatPercent(std::numeric_limits<double>::infinity()) << "–";
        QTest::newRow("seconds") << formatElapsed(7.9) << "0:07";
        QTest::newRow("minutes") << formatElapsed(725) << "12:05";
        QTest::newRow("hours") << formatElapsed(3723) << "1:02:03";
        QTest::newRow("negative") << formatElapsed(-3) << "0:00";
        QTest::newRow("change") << formatChange(1089, 2) << "1,089 → 2";
    }
    void says_it_one_way() {
        QFETCH(QString, got);
        QTEST(got, "want");
    }

    void recent_files_are_few_and_unique() {
        QTemporaryDir folder;
        QSettings settings(folder.filePath("s.ini"), QSettings::IniFormat);
        RecentFiles recent(settings);
        QSignalSpy changed(&recent, &RecentFiles::changed);
        for (int i = 0; i < 20; ++i) recent.add(QString("/a/%1.pt2").arg(i));
        recent.add("/a/15.pt2");
        QCOMPARE(recent.paths().size(), RecentFiles::kMost);
        QCOMPARE(recent.paths().first(), QString("/a/15.pt2"));
        QCOMPARE(recent.paths().count("/a/15.pt2"), 1);
        QCOMPARE(RecentFiles(settings).paths(), recent.paths());
        recent.clear();
        QVERIFY(recent.paths().isEmpty());
        QCOMPARE(changed.count(), 22);
    }

    void recent_files_keep_how_they_were_opened() {
        QTemporaryDir folder;
        const QString file = folder.filePath("s.ini");
        const GraphSource plain{.file = "/a/x.pt2"}, other{.file = "/a/x.pt2", .model = "de\"coder, 2", .inputs = "/b/case.safetensors", .seed = 18'446'744'073'709'551'615U};
        {
            QSettings settings(file, QSettings::IniFormat);
            RecentFiles recent(settings);
            recent.add(other.file);
            recent.add(other);
            recent.add(other);
        }
        QSettings settings(file, QSettings::IniFormat);
        RecentFiles recent(settings);
        QCOMPARE(recent.files(), QList<GraphSource>({other, plain}));
        QCOMPARE(recent.paths(), QStringList({"/a/x.pt2", "/a/x.pt2"}));
        QCOMPARE(other.how(), QString("--model de\"coder, 2 --inputs /b/case.safetensors --seed 18446744073709551615"));
        QCOMPARE(plain.how(), QString());
        // Settings of a version that kept no more than names, or that somebody wrote.
        settings.remove("files/recentHow");
        QCOMPARE(recent.files(), QList<GraphSource>({plain, plain}));
        settings.setValue("files/recentHow", QStringList{"{broken", "[1]"});
        QCOMPARE(recent.files(), QList<GraphSource>({plain, plain}));
    }
};

WHITTLE_TEST(FormatTest)
#include "format_test.moc"

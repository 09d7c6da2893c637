// The small parts of a report: numbers, titles, paths, the plot.
#include <QXmlStreamReader>

#include "minifier/session/curve_svg.h"
#include "minifier/session/portable.h"
#include "minifier/session/report_facts.h"
#include "minifier/session/report_numbers.h"
#include "tests/minifier/fake.h"

using namespace whittle;
using namespace whittle::test;

class ReportPartsTest : public QObject {
    Q_OBJECT
private slots:
    void numbers() {
        QCOMPARE(toQ(wholeCount(0)), QString("0"));
        QCOMPARE(toQ(wholeCount(999)), QString("999"));
        QCOMPARE(toQ(wholeCount(1234567)), QString("1,234,567"));
        QCOMPARE(toQ(wholeCount(-100)), QString("-100"));
        QCOMPARE(toQ(wholeCount(-1000)), QString("-1,000"));
        QCOMPARE(toQ(shortCount(12)), QString("12"));
        QCOMPARE(toQ(shortCount(1500)), QString("1.5 k"));
        QCOMPARE(toQ(shortCount(33e6)), QString("33 M"));
        QCOMPARE(toQ(duration(0.00042)), QString("0.42 ms"));
        QCOMPARE(toQ(duration(0.5)), QString("500 ms"));
        QCOMPARE(toQ(duration(1.2)), QString("1.20 s"));
        QCOMPARE(toQ(duration(125)), QString("2 min 05 s"));
        QCOMPARE(toQ(duration(3720)), QString("1 h 02 min"));
    }

    void paths_data() {
        QTest::addColumn<QString>("raw");
        QTest::addColumn<QString>("want");
        QTest::newRow("alone") << "/home/me/net.pt2" << "net.pt2";
        QTest::newRow("in words") << "open /a/b.cpp:3: no" << "open b.cpp:3: no";
        QTest::newRow("option") << "--store=/var/x/y --z" << "--store=y --z";
        QTest::newRow("quoted with blanks") << "'/home/me/my net.pt2' -o" << "'my net.pt2' -o";
        QTest::newRow("a quote that does not close") << "don't /a/b c" << "don't b c";
        QTest::newRow("brackets") << "<f at 0x1 (/lib/x.so)>" << "<f at 0x1 (x.so)>";
        QTest::newRow("URL") << "https://example.org/a" << "https://example.org/a";
        QTest::newRow("no paths") << "1 / 2 and/or a/b" << "1 / 2 and/or a/b";
        QTest::newRow("nothing after") << "/" << "/";
    }
    void paths() {
        QFETCH(QString, raw);
        QTEST(toQ(withoutFolders(raw.toStdString())), "want");
    }

    void titles_data() {
        QTest::addColumn<QStringList>("ops");
        QTest::addColumn<QString>("want");
        QTest::newRow("one") << QStringList{"aten.relu.default"} << "relu";
        QTest::newRow("two") << QStringList{"aten.relu.default", "aten.exp.default"} << "relu and exp";
        QTest::newRow("repeated") << QStringList{"aten.relu.default", "aten.relu.default"} << "relu";
        QTest::newRow("four") << QStringList{"aten.relu.default", "aten.exp.default", "aten.abs.default", "aten.neg.default"} << "relu, exp, abs and neg";
        QTest::newRow("five") << QStringList{"aten.relu.default", "aten.exp.default", "aten.abs.default", "aten.neg.default", "aten.sin.default"} << "relu, exp, abs and 2 more";
        QTest::newRow("none") << QStringList() << "an empty graph";
    }
    void titles() {
        QFETCH(QStringList, ops);
        ValueId last;
        Graph graph = emptyGraph({2}, last);
        for (const QString& op : ops) last = call(graph, op.toStdString(), {{"self", last}});
        QTEST(toQ(operatorWords(graph)), "want");
    }

    void every_kind_has_a_title_and_an_expectation() {
        ValueId x;
        Graph graph = emptyGraph({2}, x);
        call(graph, "aten.relu.default", {{"self", x}});
        std::set<std::string> titles;
        for (int kind = 0; kind <= static_cast<int>(FailureKind::NonDeterministic); ++kind) {
            Failure failure = boom("s", static_cast<FailureKind>(kind));
            titles.insert(failureTitle(failure, graph));
            QVERIFY(!expectedInstead(failure.kind).empty());
        }
        QCOMPARE(titles.size(), static_cast<std::size_t>(FailureKind::NonDeterministic) + 1);
        Failure failure = boom();
        failure.message = std::string(500, 'x') + "\n";
        QVERIFY(failureTitle(failure, graph).size() <= 204);
    }

    void plots_data() {
        QTest::addColumn<QList<double>>("values");
        QTest::addColumn<QStringList>("ticks");  // on the left
        QTest::newRow("far apart") << QList<double>{2000, 300, 4, 1} << QStringList{"1", "10", "100", "1 k"};
        QTest::newRow("near") << QList<double>{9, 5, 3} << QStringList{"0", "2", "4", "6", "8"};
        QTest::newRow("one value") << QList<double>{1} << QStringList{"0", "1"};
        QTest::newRow("down to nothing") << QList<double>{1000, 0} << QStringList{"1", "10", "100", "1 k"};
    }
    void plots() {
        QFETCH(QList<double>, values);
        StepPlot plot{.title = "a <b>", .across = "candidates", .points = {}, .end = 40};
        for (int i = 0; i < values.size(); ++i) plot.points.push_back({.x = i * 10.0, .y = values[i], .tip = "<&>"});
        const std::string svg = stepPlotSvg(plot);
        QStringList ticks;
        int dots = 0;
        QXmlStreamReader reader(QByteArray::fromStdString(svg));
        while (!reader.atEnd()) {
            if (reader.readNext() != QXmlStreamReader::StartElement) continue;
            dots += reader.name() == QLatin1String("circle");
            if (reader.attributes().value("class") == QLatin1String("tick left")) ticks << reader.readElementText();
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QCOMPARE(dots, static_cast<int>(values.size()));
        QTEST(ticks, "ticks");
        QVERIFY(svg.find("nan") == std::string::npos && svg.find("inf") == std::string::npos);
    }
};

WHITTLE_TEST(ReportPartsTest)
#include "report_parts_test.moc"

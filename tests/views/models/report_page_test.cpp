// The page of a report: that nothing in it comes from outside or runs, whatever the names in it are, and how tables and pictures stand in it.
#include "tests/views/models/models_support.h"

#include <cmath>

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QXmlStreamReader>

#include "views/models/report_page.h"

using namespace whittle;

namespace {

const QString kHostile = QStringLiteral("</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\x01");

TableRef table(std::size_t rows) {
    auto out = std::make_shared<TableData>();
    out->title = "Kernels";
    out->columns = {"Kernel", "Time", "Share"};
    out->keys = {"kernel", "time_ms", "share"};
    for (std::size_t i = 0; i < rows; ++i)
        out->rows.push_back({{QStringLiteral("k%1").arg(i), QStringLiteral("k%1").arg(i)}, {QStringLiteral("%1 ms").arg(i), static_cast<double>(i)}, {"50 %", 0.5}});
    return out;
}

QString page(std::vector<ReportBlock> blocks) { return QString::fromStdString(reportPage({.title = "net.pt2", .eyebrow = "Whittle", .chips = {}, .sections = {{"A title", "A lead", std::move(blocks)}}})); }

// Without its script, whose marks are not XML's, a page is read as XML: every element is closed, every attribute quoted.
QString withoutScript(QString page) { return page.remove(QRegularExpression("<script>.*</script>", QRegularExpression::DotMatchesEverythingOption)).remove("<!DOCTYPE html>"); }

QString mistakeOf(const QString& page) {
    QXmlStreamReader xml(withoutScript(page));
    while (!xml.atEnd()) xml.readNext();
    return xml.hasError() ? xml.errorString() : QString();
}

QStringList attributesOf(const QString& page) {
    QStringList out;
    for (QXmlStreamReader xml(withoutScript(page)); !xml.atEnd(); xml.readNext())
        for (const QXmlStreamAttribute& one : xml.attributes()) out << one.name().toString();
    return out;
}

}  // namespace

class ReportPageTest : public QObject {
    Q_OBJECT
private slots:
    void whatever_stands_in_it_runs_nothing_and_fetches_nothing() {
        auto hostile = std::make_shared<TableData>();
        hostile->title = hostile->columns.emplace_back(kHostile);
        hostile->keys = {kHostile};
        hostile->rows.push_back({{kHostile, kHostile}});
        const QByteArray picture = "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect fill=\"#ffffff\"/></svg>";
        const QString text = QString::fromStdString(reportPage({.title = kHostile, .eyebrow = kHostile, .language = kHostile, .chips = {{kHostile, ReportChip::Tone::Bad}},
                                                                .sections = {{kHostile, kHostile,
                                                                              {ReportText{{kHostile}}, ReportFactsTable{{{kHostile, kHostile}}}, ReportCode{kHostile, kHostile}, ReportTable{hostile, kHostile},
                                                                               ReportPicture{picture, picture, kHostile, true}}}}}));
        QCOMPARE(text.count("<script"), 1);
        QCOMPARE(text.count("</script"), 1);
        QVERIFY(!text.contains("<img"));
        QVERIFY(!text.contains(u'\x01'));
        QCOMPARE(mistakeOf(text), QString());
        for (const QString& name : attributesOf(text)) QVERIFY2(!name.startsWith("on") && name != "src" && name != "href", qPrintable(name));
        // The policy lets the one script run that the page ends with, and no other.
        const qsizetype begin = text.indexOf("<script>") + 8, end = text.indexOf("</script>");
        const QByteArray hash = QCryptographicHash::hash(text.mid(begin, end - begin).toUtf8(), QCryptographicHash::Sha256).toBase64();
        QVERIFY(text.contains("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + hash + "'"));
    }

    void rows_come_by_the_column_that_is_asked_for() {
        const QString text = page({ReportTable{table(3), "time_ms", {"share"}}});
        QVERIFY(text.indexOf("k2") < text.indexOf("k1") && text.indexOf("k1") < text.indexOf("k0"));
        QVERIFY(text.contains("<th scope=\"col\" class=\"number\" aria-sort=\"descending\"><button type=\"button\">Time</button></th>"));
        QVERIFY(text.contains("<td class=\"number\" data-v=\"2\">2 ms</td>"));
        QVERIFY(text.contains("<td class=\"number share\" data-v=\"0.5\" style=\"--part:50.0%\">50 %</td>"));
        QVERIFY(text.contains("<td>k2</td>"));
        QCOMPARE(mistakeOf(text), QString());
        const QString plain = page({ReportTable{table(3), {}}});
        QVERIFY(plain.indexOf("k0") < plain.indexOf("k1") && !plain.contains("aria-sort=\"descending\"><button"));
    }

    void unknown_numbers_and_nan_have_their_places() {
        auto some = std::make_shared<TableData>();
        some->columns = {"Error"};
        some->keys = {"error"};
        some->rows = {{{"–", unknownNumber()}}, {{"1", 1.0}}, {{"NaN", std::nan("")}}, {{"∞", HUGE_VAL}}};
        const QString text = page({ReportTable{some, "error"}});
        QVERIFY(text.contains("data-v=\"\">NaN<") && text.contains("data-v=\"Infinity\">∞<") && text.contains("data-v=\"\">–<"));
        QVERIFY(text.indexOf(">1<") < text.indexOf(">–<"));
        QVERIFY(text.indexOf(">NaN<") < text.indexOf(">1<"));
    }

    void many_rows_are_cut_and_that_is_said() {
        const QString text = page({ReportTable{table(kMostReportRows + 5), "time_ms"}});
        QCOMPARE(text.count("<tr>"), static_cast<int>(kMostReportRows) + 1);
        QVERIFY(text.contains("5 more rows are not listed here."));
        QVERIFY(text.contains(">k2004<") && !text.contains(">k4<"));
    }

    void empty_parts_leave_nothing_behind() {
        const QString text = page({ReportCode{{}, "Script"}, ReportFactsTable{{{"PyTorch", {}}}}, ReportText{{QString()}}});
        QVERIFY(!text.contains("<details>") && !text.contains("PyTorch") && !text.contains("<p></p>"));
    }

    void a_picture_follows_the_theme_of_the_reader() {
        const QByteArray light = "<svg><rect fill=\"#ffffff\" stroke=\"#000000\"/><text fill=\"#000000\">=&quot;#000000&quot; #ffffff</text><path fill=\"url(#p1-0)\"/></svg>";
        const QByteArray dark = "<svg><rect fill=\"#111111\" stroke=\"#eeeeee\"/><text fill=\"#eeeeee\">=&quot;#000000&quot; #ffffff</text><path fill=\"url(#p1-0)\"/></svg>";
        QCOMPARE(themedPicture({light, dark, {}}, "p1-"),
                 "<style>:root{--p1-0:#ffffff;--p1-1:#000000;}@media (prefers-color-scheme:dark){:root{--p1-0:#111111;--p1-1:#eeeeee;}}</style>\n"
                 "<svg><rect fill=\"var(--p1-0)\" stroke=\"var(--p1-1)\"/><text fill=\"var(--p1-1)\">=&quot;#000000&quot; #ffffff</text><path fill=\"url(#p1-0)\"/></svg>");
        // One colour in the light that is two in the dark.
        QVERIFY(themedPicture({"<a fill=\"#111111\"/><b fill=\"#111111\"/>", "<a fill=\"#222222\"/><b fill=\"#333333\"/>", {}}, "x").endsWith("<a fill=\"var(--x0)\"/><b fill=\"var(--x1)\"/>"));
    }

    void pictures_that_differ_in_more_than_colours_are_both_there() {
        const QByteArray both = themedPicture({"<svg width=\"1\"/>", "<svg width=\"2\"/>", {}}, "p1-");
        QCOMPARE(both, "<div class=\"in-light\"><svg width=\"1\"/></div>\n<div class=\"in-dark\"><svg width=\"2\"/></div>\n");
    }
};

WHITTLE_TEST(ReportPageTest)
#include "report_page_test.moc"

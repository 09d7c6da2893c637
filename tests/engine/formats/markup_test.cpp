#include "engine/formats/markup.h"

#include <QXmlStreamReader>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class MarkupTest : public QObject {
    Q_OBJECT
private slots:
    void escapes_data() {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<QByteArray>("want");
        QTest::newRow("plain") << QByteArray("relu_1") << QByteArray("relu_1");
        QTest::newRow("marks") << QByteArray("<a href=\"x\" b='&'>") << QByteArray("&lt;a href=&quot;x&quot; b=&#39;&amp;&#39;&gt;");
        QTest::newRow("lines stay") << QByteArray("a\n\tb") << QByteArray("a\n\tb");
        QTest::newRow("controls") << QByteArray("a\x01\x1b[1m\x7f") << QByteArray("a  [1m ");
        QTest::newRow("utf-8") << QByteArray("ü→😀") << QByteArray("ü→😀");
        QTest::newRow("cut off") << QByteArray("a\xe2\x86") << QByteArray("a\xef\xbf\xbd\xef\xbf\xbd");
        QTest::newRow("overlong") << QByteArray("\xc0\xbc") << QByteArray("\xef\xbf\xbd\xef\xbf\xbd");
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QByteArray("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
        QTest::newRow("no character of XML") << QByteArray("\xef\xbf\xbf") << QByteArray("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
        QTest::newRow("past unicode") << QByteArray("\xf5\x80\x80\x80") << QByteArray("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    }
    void escapes() {
        QFETCH(QByteArray, raw);
        QFETCH(QByteArray, want);
        const QByteArray got = QByteArray::fromStdString(escapeMarkup(raw.toStdString()));
        QCOMPARE(got, want);
        QXmlStreamReader reader("<a b=\"" + got + "\">" + got + "</a>");
        while (!reader.atEnd()) reader.readNext();
        QVERIFY2(!reader.hasError(), reader.errorString().toUtf8());
    }

    void any_bytes_are_well_formed() {
        QByteArray bytes;
        unsigned state = 1;
        for (int i = 0; i < 20000; ++i) bytes.append(static_cast<char>((state = state * 1664525 + 1013904223) >> 24));
        QXmlStreamReader reader("<a>" + QByteArray::fromStdString(escapeMarkup(bytes.toStdString())) + "</a>");
        while (!reader.atEnd()) reader.readNext();
        QVERIFY2(!reader.hasError(), reader.errorString().toUtf8());
    }

    void shortens_by_characters() {
        QCOMPARE(toQ(shortened("layers", 6)), QString("layers"));
        QCOMPARE(toQ(shortened("layers", 5)), QString("laye…"));
        QCOMPARE(toQ(shortened("äöüßé", 4)), QString("äöü…"));
        QCOMPARE(toQ(shortenedFront("layers.10.attn", 14)), QString("layers.10.attn"));
        QCOMPARE(toQ(shortenedFront("layers.10.attn", 8)), QString("…10.attn"));
        QCOMPARE(toQ(shortenedFront("äöüßé", 3)), QString("…ßé"));
    }
};

WHITTLE_TEST(MarkupTest)
#include "markup_test.moc"

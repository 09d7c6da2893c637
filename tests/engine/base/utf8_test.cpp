#include "engine/base/utf8.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class Utf8Test : public QObject {
    Q_OBJECT
private slots:
    void bytes_become_text_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const QByteArray& bytes, const QString& want) { QTest::newRow(name) << bytes << want; };
        row("empty", "", "");
        row("ascii", "a\tb\x7f", "a\tb\x7f");
        row("two, three and four bytes", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x99\x82", QString::fromUtf8("\u00e9\u20ac\U0001f642"));
        row("no lead byte", "a\xff\xfe" "b", QString("a") + QChar(0xfffd) + QChar(0xfffd) + "b");
        row("cut off", "a\xe2\x82", QString("a") + QChar(0xfffd) + QChar(0xfffd));
        row("a longer form", "\xc0\xaf", QString(2, QChar(0xfffd)));
        row("a longer form of three", "\xe0\x80\xaf", QString(3, QChar(0xfffd)));
        row("a surrogate", "\xed\xa0\x80", QString(3, QChar(0xfffd)));
        row("beyond the last character", "\xf4\x90\x80\x80", QString(4, QChar(0xfffd)));
        row("a lead byte in a character's place", "\xc3(", QString(QChar(0xfffd)) + "(");
    }
    void bytes_become_text() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, want);
        const std::string got = validUtf8(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
        QCOMPARE(toQ(got), want);
        QCOMPARE(validUtf8(got), got);
    }

    void nothing_commands_a_terminal() {
        QCOMPARE(toQ(printable("a\tb\r\nc\n\x1b[31m\x1b]0;title\x07\x7f\r\b\xc2\x9b" "0m \xc3\xa9\xff")), QString::fromUtf8("a\tb\r\nc\n\\x1b[31m\\x1b]0;title\\x07\\x7f\\x0d\\x08\\x9b0m \u00e9\ufffd"));
        QCOMPARE(toQ(printable("")), QString());
        for (int code = 0; code < 0xa0; ++code) {
            if (code >= 0x20 && code < 0x7f) continue;
            const std::string got = printable(QString(QChar(code)).toUtf8().toStdString());
            if (code != '\t' && code != '\n') QCOMPARE(toQ(got), QString("\\x%1").arg(code, 2, 16, QLatin1Char('0')));
        }
    }

    // Against Qt's decoder: what one takes for text the other does.
    void every_two_bytes() {
        for (int a = 0; a < 256; ++a)
            for (int b = 0; b < 256; ++b) {
                const QByteArray bytes = QByteArray(1, static_cast<char>(a)) + static_cast<char>(b);
                const bool text = QString::fromUtf8(bytes).toUtf8() == bytes;
                QVERIFY2((validUtf8(bytes.toStdString()) == bytes.toStdString()) == text, bytes.toHex());
            }
    }
};

WHITTLE_TEST(Utf8Test)
#include "utf8_test.moc"

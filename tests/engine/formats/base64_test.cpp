#include "engine/formats/base64.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class Base64Test : public QObject {
    Q_OBJECT
private slots:
    void both_ways_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("one") << QByteArray("f");
        QTest::newRow("two") << QByteArray("fo");
        QTest::newRow("three") << QByteArray("foo");
        QTest::newRow("zeros") << QByteArray(4, '\0');
        QByteArray all;
        for (int i = 0; i < 256; ++i) all.append(static_cast<char>(i));
        QTest::newRow("every byte") << all;
    }
    // Qt's own is the judge.
    void both_ways() {
        QFETCH(QByteArray, bytes);
        const std::string text = base64(bytes.toStdString());
        QCOMPARE(QByteArray::fromStdString(text), bytes.toBase64());
        const auto back = base64Bytes(text);
        VERIFY_OK(back);
        QCOMPARE(QByteArray::fromStdString(*back), bytes);
    }

    void what_is_not_base64_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        QTest::newRow("length") << "Zm9" << "format: base64: 3 characters are no multiple of 4";
        QTest::newRow("character") << "Zm9*" << "format: base64: character 3 is none of the alphabet's";
        QTest::newRow("padding inside") << "Zg==Zg==" << "format: base64: character 2 is none of the alphabet's";
        QTest::newRow("too much padding") << "Z===" << "format: base64: character 1 is none of the alphabet's";
        QTest::newRow("bits past the end") << "Zh==" << "format: base64: the last character says more than whole bytes";
    }
    void what_is_not_base64() {
        QFETCH(QString, text);
        QTEST(describe(base64Bytes(text.toStdString())), "want");
    }
};

WHITTLE_TEST(Base64Test)
#include "base64_test.moc"

#include "engine/base/md5.h"

#include <QCryptographicHash>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class Md5Test : public QObject {
    Q_OBJECT
private slots:
    // The test suite of RFC 1321, and lengths around the block of 64 bytes against Qt's own digest.
    void known_digests_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("want");
        QTest::newRow("empty") << QByteArray() << "d41d8cd98f00b204e9800998ecf8427e";
        QTest::newRow("a") << QByteArray("a") << "0cc175b9c0f1b6a831c399e269772661";
        QTest::newRow("abc") << QByteArray("abc") << "900150983cd24fb0d6963f7d28e17f72";
        QTest::newRow("message digest") << QByteArray("message digest") << "f96b697d7cb7938d525a2f31aaf161d0";
        for (const int size : {55, 56, 57, 63, 64, 65, 119, 120, 128, 1000}) {
            const QByteArray text(size, 'x');
            QTest::addRow("%d bytes", size) << text << QString(QCryptographicHash::hash(text, QCryptographicHash::Md5).toHex());
        }
    }
    void known_digests() {
        QFETCH(QByteArray, text);
        QFETCH(QString, want);
        Md5 whole;
        whole.add({text.constData(), static_cast<std::size_t>(text.size())});
        QCOMPARE(toQ(whole.hex()), want);
        Md5 pieces;
        for (qsizetype at = 0; at < text.size(); at += 7) {
            const QByteArray piece = text.mid(at, 7);
            pieces.add({piece.constData(), static_cast<std::size_t>(piece.size())});
        }
        QCOMPARE(toQ(pieces.hex()), want);
    }
};

WHITTLE_TEST(Md5Test)
#include "md5_test.moc"

#include "engine/base/spelling.h"

#include "tests/support/test.h"

using namespace whittle;

class SpellingTest : public QObject {
    Q_OBJECT
private slots:
    void distances_data() {
        QTest::addColumn<QByteArray>("a");
        QTest::addColumn<QByteArray>("b");
        QTest::addColumn<int>("letters");
        QTest::newRow("the same") << QByteArray("softmax") << QByteArray("softmax") << 0;
        QTest::newRow("one missing") << QByteArray("matml") << QByteArray("matmul") << 1;
        QTest::newRow("one other") << QByteArray("gelu") << QByteArray("relu") << 1;
        QTest::newRow("two changed places") << QByteArray("sotfmax") << QByteArray("softmax") << 2;
        QTest::newRow("from nothing") << QByteArray() << QByteArray("add") << 3;
        QTest::newRow("nothing in common") << QByteArray("abc") << QByteArray("xyzw") << 4;
    }
    void distances() {
        QFETCH(QByteArray, a);
        QFETCH(QByteArray, b);
        QFETCH(int, letters);
        QCOMPARE(editDistance(a.toStdString(), b.toStdString()), static_cast<std::size_t>(letters));
        QCOMPARE(editDistance(b.toStdString(), a.toStdString()), static_cast<std::size_t>(letters));
    }
};

WHITTLE_TEST(SpellingTest)
#include "spelling_test.moc"

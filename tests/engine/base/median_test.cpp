#include "engine/base/median.h"

#include "tests/support/test.h"

using namespace whittle;

class MedianTest : public QObject {
    Q_OBJECT
private slots:
    void is_the_number_in_the_middle() {
        QCOMPARE(median({}), 0.0);
        QCOMPARE(median({7}), 7.0);
        QCOMPARE(median({9, 1, 5}), 5.0);
        QCOMPARE(median({4, 1, 3, 2}), 2.5);
        QCOMPARE(median({2, 2, 2, 90}), 2.0);
    }
};

WHITTLE_TEST(MedianTest)
#include "median_test.moc"

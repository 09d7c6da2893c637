// Where a bisection asks, by how many culprits there may be.
#include "minifier/search/spread.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// What is left between a last one, which stood there as a part of the graph, and a first one, which stood there on the way back from it.
Spread between(double last, double first) {
    Spread spread = Spread::several();
    spread.found(last);
    spread.found(first);
    return spread;
}

}  // namespace

class SpreadTest : public QObject {
    Q_OBJECT
private slots:
    void one_is_asked_for_in_the_middle() {
        const Spread one;
        QCOMPARE(one.middle(0, 100, 100), std::size_t{50});
        QCOMPARE(one.middle(40, 60, 100), std::size_t{50});
        QCOMPARE(one.middle(3, 5, 100), std::size_t{4});
        QCOMPARE(one.middle(0, 2, 2), std::size_t{1});
    }

    void of_many_the_last_is_near_the_end() {
        const Spread few = between(0.6, 0.5), many = between(0.98, 0.98);
        QVERIFY(Spread::several().middle(0, 1000, 1000) > 500);
        QVERIFY(few.middle(0, 1000, 1000) >= 500);
        QVERIFY(many.middle(0, 1000, 1000) > few.middle(0, 1000, 1000));
        // What is found far from the end was one of few.
        Spread learnt = many;
        learnt.found(0.3);
        QVERIFY(learnt.middle(0, 1000, 1000) < many.middle(0, 1000, 1000));
        // More than were thought of leave one, anywhere.
        for (int i = 0; i < 20; ++i) learnt.found(1);
        QCOMPARE(learnt.middle(0, 1000, 1000), std::size_t{500});
    }

    void it_always_asks_inside() {
        for (const double at : {0.0, 0.01, 0.5, 0.999, 1.0}) {
            const Spread spread = between(at, 1 - at);
            for (std::size_t low = 0; low < 30; ++low)
                for (std::size_t high = low + 2; high <= 30; ++high) {
                    const std::size_t middle = spread.middle(low, high, 30);
                    QVERIFY2(middle > low && middle < high, qPrintable(QString("%1 in %2 to %3, %4").arg(middle).arg(low).arg(high).arg(at)));
                }
        }
    }
};

WHITTLE_TEST(SpreadTest)
#include "spread_test.moc"

#include "minifier/search/pass_order.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class PassOrderTest : public QObject {
    Q_OBJECT
private slots:
    void what_pays_off_comes_first() {
        using Order = std::vector<std::size_t>;
        PassOrder order(4);
        QCOMPARE(order.next(), (Order{0, 1, 2, 3}));
        const GraphSize large{.nodes = 10, .ends = 5, .elements = 100}, fewer{.nodes = 7, .ends = 5, .elements = 100};
        const GraphSize inputs{.nodes = 10, .ends = 3, .elements = 100}, data{.nodes = 10, .ends = 5, .elements = 1};
        order.learn(0, 5, large, large);  // asked, and nothing came of it
        QCOMPARE(order.next(), (Order{1, 2, 3, 0}));
        order.learn(3, 4, large, fewer);
        QCOMPARE(order.next(), (Order{3, 1, 2, 0}));
        order.learn(2, 4, large, inputs);
        order.learn(1, 4, large, data);
        QCOMPARE(order.next(), (Order{3, 2, 1, 0}));
        // Few runs for little are better than many for much.
        order.learn(3, 400, large, large);
        QCOMPARE(order.next(), (Order{2, 1, 3, 0}));
    }
};

WHITTLE_TEST(PassOrderTest)
#include "pass_order_test.moc"

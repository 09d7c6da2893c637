// Back and forward through places, and what places are called.
#include "tests/views/models/models_support.h"
#include "views/models/item_key.h"
#include "views/models/place_history.h"

using namespace whittle;
using namespace whittle::test;

class PlaceHistoryTest : public QObject {
    Q_OBJECT
private slots:
    void goes_back_and_forward() {
        PlaceHistory history;
        QVERIFY(!history.canGoBack() && !history.canGoForward());
        QCOMPARE(history.back(), QString());
        for (const char* place : {"a", "b", "b", "", "c"}) history.visit(place);
        QCOMPARE(history.back(), QString("b"));
        QCOMPARE(history.back(), QString("a"));
        QVERIFY(!history.canGoBack());
        QCOMPARE(history.forward(), QString("b"));
        history.visit("b");  // the place gone to is no new one
        QVERIFY(history.canGoForward());
        history.visit("d");
        QVERIFY(!history.canGoForward());
        QCOMPARE(history.back(), QString("b"));
    }

    void keeps_so_many() {
        PlaceHistory history;
        for (int i = 0; i < 3 * PlaceHistory::kMost; ++i) history.visit(QString::number(i));
        int steps = 0;
        QString last;
        while (history.canGoBack()) last = history.back(), ++steps;
        QCOMPARE(steps, PlaceHistory::kMost - 1);
        QCOMPARE(last, QString::number(2 * PlaceHistory::kMost));
        history.clear();
        QVERIFY(!history.canGoForward());
    }

    void every_item_has_a_name_of_its_own() {
        for (Graph graph : {smallGraph(), blocksGraph()}) {
            const SceneRef scene = *GraphScene::build(std::make_shared<const Graph>(std::move(graph)), {}, {});
            for (int item = 0; item < scene->itemCount(); ++item) QCOMPARE(findItem(*scene, itemKey(*scene, item)), item);
            QCOMPARE(itemKey(*scene, -1), QString());
            QCOMPARE(findItem(*scene, "node:nobody"), -1);
        }
    }
};

WHITTLE_TEST(PlaceHistoryTest)
#include "place_history_test.moc"

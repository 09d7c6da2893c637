// The store of weights in the order of kernels: each made once, and none past the bound.
#include "engine/kernels/packed_weights.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class PackedWeightsTest : public QObject {
    Q_OBJECT
private slots:
    void each_is_made_once() {
        PackedWeights store(100);
        const std::shared_ptr<const Storage> weight = Storage::allocate(8);
        int made = 0;
        const auto make = [&](std::byte* to) { to[0] = std::byte(++made); };
        const auto first = store.get(weight, "a", 40, make);
        QVERIFY(first && first->bytes()[0] == std::byte(1));
        QCOMPARE(store.get(weight, "a", 40, make), first);
        QVERIFY(store.get(weight, "b", 40, make) != first);  // another order of the same weight
        QVERIFY(store.get(Storage::allocate(8), "a", 20, make) != first);
        QCOMPARE(made, 3);
        QCOMPARE(weight.use_count(), 3L);
    }

    void what_has_no_room_is_counted_once() {
        PackedWeights store(100);
        const std::shared_ptr<const Storage> weight = Storage::allocate(8), other = Storage::allocate(8);
        const auto never = [](std::byte*) { QFAIL("made without room"); };
        QVERIFY(store.get(weight, "a", 60, [](std::byte*) {}));
        for (int i = 0; i < 3; ++i) QVERIFY(!store.get(other, "a", 41, never));
        QCOMPARE(store.refused().count, std::size_t(1));
        QCOMPARE(store.refused().bytes, std::size_t(41));
        QVERIFY(store.get(other, "b", 40, [](std::byte*) {}));  // a smaller one still fits
        QCOMPARE(store.refused().count, std::size_t(1));
    }
};

WHITTLE_TEST(PackedWeightsTest)
#include "packed_weights_test.moc"

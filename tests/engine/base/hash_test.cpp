#include "engine/base/hash.h"

#include <set>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class HashTest : public QObject {
    Q_OBJECT
private slots:
    // Journals and caches on disk hold these values: they may never change.
    void stable() {
        QCOMPARE(toQ(Hasher().finish().hex()), QString("82234897c7d04a2cb4ba65c8c38996b5"));
        QCOMPARE(toQ(Hasher().add(std::uint64_t{1}).finish().hex()), QString("2a6db9895f4e7cd4f20895283e408389"));
        QCOMPARE(toQ(Hasher().add(std::string_view("whittle")).finish().hex()), QString("00d4b32f31d44e5babe94fae9a382dbd"));
    }

    void order_and_boundaries_count() {
        const auto of = [](std::string_view a, std::string_view b) { return Hasher().add(a).add(b).finish(); };
        QVERIFY(of("ab", "c") != of("a", "bc"));
        QVERIFY(of("a", "b") != of("b", "a"));
        QVERIFY(of("", "a") != of("a", ""));
        QVERIFY(Hasher().add(std::uint64_t{0}).finish() != Hasher().finish());
        QVERIFY(Hasher().add(std::string_view("a")).finish() != Hasher().add(std::string_view("a\0", 2)).finish());
    }

    void small_changes_spread() {
        std::set<std::uint64_t> high, low;
        for (std::uint64_t i = 0; i < 20000; ++i) {
            const Hash128 hash = Hasher().add(i).finish();
            high.insert(hash.high);
            low.insert(hash.low);
        }
        QCOMPARE(high.size(), std::size_t{20000});
        QCOMPARE(low.size(), std::size_t{20000});
    }

    void every_tail_length_counts() {
        std::set<Hash128> seen;
        for (std::size_t length = 0; length < 40; ++length) seen.insert(Hasher().add(std::string(length, 'x')).finish());
        QCOMPARE(seen.size(), std::size_t{40});
    }

    void hex_is_padded() { QCOMPARE(toQ(Hash128{1, 0xabc}.hex()), QString("00000000000000010000000000000abc")); }
};

WHITTLE_TEST(HashTest)
#include "hash_test.moc"

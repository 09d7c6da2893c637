#include "engine/loops/lanes.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

const SymInt i = SymInt::symbol("i"), j = SymInt::symbol("j"), s = SymInt::symbol("s");

}  // namespace

Q_DECLARE_METATYPE(whittle::SymInt)

class LanesTest : public QObject {
    Q_OBJECT
private slots:
    void strides_data() {
        QTest::addColumn<SymInt>("index");
        QTest::addColumn<QString>("want");
        QTest::newRow("constant") << SymInt(5) << "0";
        QTest::newRow("another variable") << j * 4 + s << "0";
        QTest::newRow("neighbours") << j * s + i + 3 << "1";
        QTest::newRow("every second") << i * 2 + j << "2";
        QTest::newRow("backwards") << s - i << "-1";
        QTest::newRow("a symbolic stride") << i * s * 3 + j << "3*s";
        QTest::newRow("a block's quotient") << floorDiv(i, 64) * s << "0";
        QTest::newRow("a block's remainder") << mod(i, 64) + floorDiv(i, 64) * 128 << "1";
        QTest::newRow("with a rest of whole blocks") << mod(j * 32 + i, 64) << "1";
        QTest::newRow("a rest that shifts the block") << mod(i + 1, 64) << "none";
        QTest::newRow("a divisor within the block") << floorDiv(i, 8) << "none";
        QTest::newRow("a divisor unknown") << mod(i, s) << "none";
        QTest::newRow("a square") << i * i << "none";
        QTest::newRow("a bound") << min(i, s) << "none";
        QTest::newRow("a bound on blocks") << min(floorDiv(i, 16), s) << "0";
    }
    void strides() {
        QFETCH(SymInt, index);
        const auto stride = laneStride(index, {"i", 16});
        QTEST(stride ? toQ(stride->text()) : QString("none"), "want");
    }

    // Against counting: the promise holds for every block, or no promise is made.
    void strides_are_true() {
        const SymInt cases[] = {floorDiv(i, 32) * 7 + mod(i, 32), mod(i + j * 16, 48), floorDiv(i + 5, 16), i * 3 - j, mod(i * 2, 32), floorDiv(mod(i, 64), 16)};
        for (const SymInt& index : cases) {
            const auto stride = laneStride(index, {"i", 16});
            if (!stride) continue;
            for (std::int64_t first = 0; first < 192; first += 16)
                for (std::int64_t other = 0; other < 5; ++other)
                    for (std::int64_t lane = 0; lane < 16; ++lane) {
                        const auto at = [&](std::int64_t value) {
                            return index.evaluate([&](std::string_view name) { return std::optional(name == "i" ? value : other); });
                        };
                        QCOMPARE(*at(first + lane), *at(first) + lane * *stride->constant());
                    }
        }
    }

    void largest_values() {
        const IndexRanges ranges{{"i", 10}, {"j", s}};
        QCOMPARE(largestValue(i * 3 + 2, ranges).value_or(-1), 29);
        QCOMPARE(largestValue(floorDiv(i, 4), ranges).value_or(-1), 2);
        QCOMPARE(largestValue(mod(i, 4), ranges).value_or(-1), 3);
        QVERIFY(!largestValue(i - 1, ranges));
        QVERIFY(!largestValue(j, ranges));
        QVERIFY(!largestValue(s, ranges));
        IndexRanges declared = ranges;
        declared.sizes.emplace(*s.symbolName(), SymRange{.min = 4, .max = 64});
        QCOMPARE(largestValue(s, declared).value_or(-1), 64);
        QCOMPARE(largestValue(j * s + i, declared).value_or(-1), 63 * 64 + 9);
        QVERIFY(!largestValue(s - 4, declared));
    }
};

WHITTLE_TEST(LanesTest)
#include "lanes_test.moc"

#include "engine/tensor/half.h"

#include <cmath>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// IEEE binary16 by its definition, in arithmetic rather than in bits.
double halfByDefinition(int bits) {
    const int sign = bits >> 15, exponent = bits >> 10 & 31, mantissa = bits & 1023;
    const double magnitude = exponent == 31   ? (mantissa ? NAN : INFINITY)
                             : exponent == 0 ? std::ldexp(mantissa, -24)
                                             : std::ldexp(1024 + mantissa, exponent - 25);
    return sign ? -magnitude : magnitude;
}

float fromBits(std::uint32_t bits) { return std::bit_cast<float>(bits); }

}  // namespace

class HalfTest : public QObject {
    Q_OBJECT
private slots:
    void every_half_decodes_and_encodes_back() {
        for (int bits = 0; bits < 65536; ++bits) {
            Half half;
            half.bits = static_cast<std::uint16_t>(bits);
            const auto value = static_cast<float>(half);
            const double want = halfByDefinition(bits);
            if (std::isnan(want)) {
                QVERIFY(std::isnan(value));
                QVERIFY(std::isnan(static_cast<float>(Half(value))));
                continue;
            }
            QVERIFY(value == want && std::signbit(value) == std::signbit(want));
            QCOMPARE(Half(value).bits, half.bits);
        }
    }

    // Between two neighbours the nearer one wins, and the even one at the middle.
    void every_gap_rounds_to_nearest_even() {
        for (int bits = 0; bits < 0x7bff; ++bits) {
            const auto low = static_cast<float>(halfByDefinition(bits)), high = static_cast<float>(halfByDefinition(bits + 1));
            const float middle = low + (high - low) / 2;  // exact: a float has 13 more bits
            QCOMPARE(int{Half(middle).bits}, bits % 2 == 0 ? bits : bits + 1);
            QCOMPARE(int{Half(std::nextafter(middle, low)).bits}, bits);
            QCOMPARE(int{Half(std::nextafter(middle, high)).bits}, bits + 1);
            QCOMPARE(int{Half(-std::nextafter(middle, high)).bits}, (bits + 1) | 0x8000);
        }
    }

    void half_edges_data() {
        QTest::addColumn<float>("value");
        QTest::addColumn<int>("bits");
        QTest::newRow("zero") << 0.0f << 0x0000;
        QTest::newRow("negative zero") << -0.0f << 0x8000;
        QTest::newRow("largest") << 65504.0f << 0x7bff;
        QTest::newRow("below the middle to 65536") << 65519.996f << 0x7bff;
        QTest::newRow("the middle overflows") << 65520.0f << 0x7c00;
        QTest::newRow("past the range") << 1e10f << 0x7c00;
        QTest::newRow("past the range, negative") << -1e10f << 0xfc00;
        QTest::newRow("infinity") << INFINITY << 0x7c00;
        QTest::newRow("smallest normal") << 0x1p-14f << 0x0400;
        QTest::newRow("largest subnormal") << 0x1.ff8p-15f << 0x03ff;
        QTest::newRow("smallest subnormal") << 0x1p-24f << 0x0001;
        QTest::newRow("half of it is a tie, to even") << 0x1p-25f << 0x0000;
        QTest::newRow("a little more") << 0x1.000002p-25f << 0x0001;
        QTest::newRow("far below") << 1e-30f << 0x0000;
        QTest::newRow("float's smallest") << 1e-45f << 0x0000;
        QTest::newRow("NaN") << NAN << 0x7e00;
        QTest::newRow("a NaN whose upper bits are empty") << fromBits(0x7f800001) << 0x7e00;
    }
    void half_edges() {
        QFETCH(float, value);
        QTEST(int{Half(value).bits}, "bits");
    }

    void every_bfloat16_comes_back() {
        for (int bits = 0; bits < 65536; ++bits) {
            BFloat16 half;
            half.bits = static_cast<std::uint16_t>(bits);
            const auto value = static_cast<float>(half);
            QCOMPARE(std::bit_cast<std::uint32_t>(value), static_cast<std::uint32_t>(bits) << 16);
            if (std::isnan(value))
                QVERIFY(std::isnan(static_cast<float>(BFloat16(value))));
            else
                QCOMPARE(BFloat16(value).bits, half.bits);
        }
    }

    void bfloat16_rounding_data() {
        QTest::addColumn<quint32>("from");
        QTest::addColumn<int>("bits");
        QTest::newRow("below the middle") << 0x3f807fffu << 0x3f80;
        QTest::newRow("tie to even, down") << 0x3f808000u << 0x3f80;
        QTest::newRow("tie to even, up") << 0x3f818000u << 0x3f82;
        QTest::newRow("above the middle") << 0x3f808001u << 0x3f81;
        QTest::newRow("carries into the exponent") << 0x3fffffffu << 0x4000;
        QTest::newRow("rounds to infinity") << 0x7f7fffffu << 0x7f80;
        QTest::newRow("infinity") << 0xff800000u << 0xff80;
        QTest::newRow("NaN that rounding would turn into infinity") << 0x7f800001u << 0x7fc0;
        QTest::newRow("NaN that rounding would turn into zero") << 0xffffffffu << 0xffff;
        QTest::newRow("subnormal") << 0x00008001u << 0x0001;
    }
    void bfloat16_rounding() {
        QFETCH(quint32, from);
        QTEST(int{BFloat16(fromBits(from)).bits}, "bits");
    }
};

WHITTLE_TEST(HalfTest)
#include "half_test.moc"

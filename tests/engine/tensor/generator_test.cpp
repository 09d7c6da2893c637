#include "engine/tensor/generator.h"

#include <cmath>

#include "engine/tensor/philox.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class GeneratorTest : public QObject {
    Q_OBJECT
private slots:
    // The standard's own check of mt19937, and the first words after torch.manual_seed(5).
    void is_the_mersenne_twister() {
        Generator standard(5489);
        for (int i = 1; i < 10000; ++i) standard.random();
        QCOMPARE(standard.random(), 4123659995u);
        Generator five(5), wrapped((std::uint64_t{1} << 32) + 5);
        const std::uint32_t first = five.random();
        QCOMPARE(first, 953453411u);
        QCOMPARE(wrapped.random(), first);  // PyTorch's seed has 32 bits
    }

    void a_spare_normal_waits() {
        Generator one(7), two(7);
        const double first = one.normal();
        const std::uint32_t between = one.random();
        const double second = one.normal();
        QCOMPARE(two.normal(), first);
        QCOMPARE(two.normal(), second);
        QCOMPARE(two.random(), between);
    }

    // Known answers published with the paper's Random123 library.
    void philox_known_answers_data() {
        QTest::addColumn<QString>("counter");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("words");
        QTest::newRow("zeros") << "00000000 00000000 00000000 00000000" << "00000000 00000000" << "6627e8d5 e169c58d bc57ac4c 9b00dbd8";
        QTest::newRow("ones") << "ffffffff ffffffff ffffffff ffffffff" << "ffffffff ffffffff" << "408f276d 41c83b0e a20bc7c6 6d5451fd";
        QTest::newRow("pi") << "243f6a88 85a308d3 13198a2e 03707344" << "a4093822 299f31d0" << "d16cfe09 94fdcceb 5001e420 24126ea1";
    }
    void philox_known_answers() {
        QFETCH(QString, counter);
        QFETCH(QString, key);
        const auto word = [](const QString& text, qsizetype i) { return text.split(' ').at(i).toUInt(nullptr, 16); };
        const PhiloxCounter words = philox4x32({word(counter, 0), word(counter, 1), word(counter, 2), word(counter, 3)}, {word(key, 0), word(key, 1)});
        QTEST(toQ(fmt::format("{:08x} {:08x} {:08x} {:08x}", words[0], words[1], words[2], words[3])), "words");
    }

    // Mean, variance and neighbours of 4 x 65536 uniform words, each bound five standard errors wide.
    void philox_looks_random() {
        constexpr int kBlocks = 65536;
        for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{42}, ~std::uint64_t{0}}) {
            double sum = 0, squares = 0, products = 0, before = 0;
            for (int i = 0; i < kBlocks; ++i)
                for (const std::uint32_t word : philoxAt(seed, 3, static_cast<std::uint64_t>(i))) {
                    const double x = word * 0x1p-32 - 0.5;
                    sum += x;
                    squares += x * x;
                    products += x * before;
                    before = x;
                }
            const double n = 4.0 * kBlocks, error = 5 / std::sqrt(n);
            QVERIFY(std::fabs(sum / n) < error * std::sqrt(1.0 / 12));
            QVERIFY(std::fabs(squares / n - 1.0 / 12) < error * std::sqrt(1.0 / 180));
            QVERIFY(std::fabs(products / n) < error / 12);
        }
    }
};

WHITTLE_TEST(GeneratorTest)
#include "generator_test.moc"

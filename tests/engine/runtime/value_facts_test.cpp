// What is told of tensors and their distance, against plain loops and against what is known of the formats.
#include "engine/runtime/value_facts.h"

#include <cmath>
#include <limits>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

template <class T>
Tensor of(std::vector<T> elements) {
    const auto count = static_cast<Index>(elements.size());
    return Tensor::of<T>(std::span<const T>(elements), {count});
}

Tensor floats(DType dtype, const std::vector<double>& elements) { return of(elements).to(dtype); }

}  // namespace

class ValueFactsTest : public QObject {
    Q_OBJECT
private slots:
    void counts_what_is_no_plain_number() {
        const Tensor tensor = floats(DType::F32, {1, -3, 0, -0.0, kNan, INFINITY, -INFINITY, 1e-40, 2});
        const NumberFacts facts = numberFacts(tensor);
        QCOMPARE(facts.count, 9);
        QCOMPARE(facts.nans, 1);
        QCOMPARE(facts.infinities, 2);
        QCOMPARE(facts.zeros, 2);
        QCOMPARE(facts.denormals, 1);
        QCOMPARE(facts.finite(), 6);
        QCOMPARE(facts.least, -3.0);
        QCOMPARE(facts.most, 2.0);
        QCOMPARE(facts.magnitudes.at(0), std::uint64_t{3});    // 1, 3, 2
        QCOMPARE(facts.magnitudes.at(Magnitudes::kLeast), std::uint64_t{1});  // what is smaller than the first stands there
    }

    void mean_and_deviation_are_those_of_a_double_loop() {
        std::vector<double> elements;
        for (int i = 0; i < 1000; ++i) elements.push_back(1e6 + std::sin(i) * (i % 7));
        double sum = 0, squares = 0;
        for (const double x : elements) sum += x;
        const double mean = sum / 1000;
        for (const double x : elements) squares += (x - mean) * (x - mean);
        const NumberFacts facts = numberFacts(of(elements));
        QVERIFY(std::fabs(facts.mean - mean) < 1e-7);
        QVERIFY(std::fabs(facts.deviation - std::sqrt(squares / 1000)) < 1e-7);
    }

    void facts_of_small_tensors_data() {
        QTest::addColumn<int>("dtype");
        QTest::addColumn<double>("least");
        QTest::addColumn<double>("most");
        QTest::newRow("f16") << int(DType::F16) << -2.0 << 65504.0;
        QTest::newRow("bf16") << int(DType::BF16) << -2.0 << 65536.0;  // the nearest there
        QTest::newRow("f64") << int(DType::F64) << -2.0 << 65504.0;
        QTest::newRow("i64") << int(DType::I64) << -2.0 << 65504.0;
    }
    void facts_of_small_tensors() {
        QFETCH(int, dtype);
        const NumberFacts facts = numberFacts(floats(DType(dtype), {-2, 65504, 0}));
        QTEST(facts.least, "least");
        QTEST(facts.most, "most");
        QCOMPARE(facts.zeros, 1);
        QCOMPARE(facts.denormals, 0);
    }

    void nothing_one_number_and_bools() {
        const NumberFacts none = numberFacts(Tensor::empty(DType::F32, {0, 3}));
        QCOMPARE(none, NumberFacts{});
        const NumberFacts one = numberFacts(Tensor::scalar(DType::F32, 2.5));
        QCOMPARE(one.count, 1);
        QCOMPARE(one.mean, 2.5);
        QCOMPARE(one.deviation, 0.0);
        const NumberFacts bools = numberFacts(floats(DType::Bool, {1, 0, 1}));
        QCOMPARE(bools.count, 3);
        QCOMPARE(bools.zeros, 1);
        QVERIFY(errorFacts(Tensor::empty(DType::F32, {0}), Tensor::empty(DType::F32, {0}), DType::F32) == ErrorFacts{});
    }

    void complex_elements_count_as_two() {
        std::vector<std::complex<float>> elements{{1, 2}, {NAN, 0}};
        const NumberFacts facts = numberFacts(of(elements));
        QCOMPARE(facts.count, 4);
        QCOMPARE(facts.nans, 1);
        QCOMPARE(facts.zeros, 1);
        QCOMPARE(facts.most, 2.0);
        std::vector<std::complex<float>> moved{{1, 2.5f}, {NAN, 0}};
        const ErrorFacts errors = errorFacts(of(elements), of(moved), DType::C64);
        QCOMPARE(errors.differing, 1);
        QCOMPARE(errors.maxAbs, 0.5);
        QCOMPARE(errors.maxRel, 0.25);
        QCOMPARE(errors.worst, 1);
        QCOMPARE(errors.maxUlp, 0.5 / std::ldexp(1.0, 1 - 23));
    }

    void a_unit_is_the_distance_to_the_next_number_data() {
        QTest::addColumn<double>("value");
        QTest::newRow("one") << 1.0;
        QTest::newRow("just below two") << 1.9999;
        QTest::newRow("two") << 2.0;
        QTest::newRow("negative") << -3.5;
        QTest::newRow("large") << 1e30;
        QTest::newRow("least normal") << 1.17549435e-38;
        QTest::newRow("denormal") << 1e-41;
        QTest::newRow("zero") << 0.0;
    }
    void a_unit_is_the_distance_to_the_next_number() {
        QFETCH(double, value);
        const auto x = static_cast<float>(value);
        const double away = std::fabs(static_cast<double>(std::nextafterf(x, x < 0 ? -INFINITY : INFINITY)) - static_cast<double>(x));
        QCOMPARE(unitInLastPlace(x, DType::F32), away);
        const double wide = std::fabs(std::nextafter(value, value < 0 ? -INFINITY : INFINITY) - value);
        QCOMPARE(unitInLastPlace(value, DType::F64), wide);
        QCOMPARE(unitInLastPlace(value, DType::I32), 1.0);
    }
    void units_of_halves() {
        QCOMPARE(unitInLastPlace(1, DType::F16), std::ldexp(1.0, -10));
        QCOMPARE(unitInLastPlace(0, DType::F16), std::ldexp(1.0, -24));
        QCOMPARE(unitInLastPlace(1, DType::BF16), std::ldexp(1.0, -7));
        QCOMPARE(unitInLastPlace(60000, DType::F16), 32.0);
    }

    void errors_are_those_of_a_double_loop() {
        std::vector<float> expected, actual;
        for (int i = 0; i < 500; ++i) {
            expected.push_back(static_cast<float>(std::cos(i) * std::pow(10, i % 9 - 4)));
            actual.push_back(expected.back() * (1 + 1e-5f * static_cast<float>(i % 5)));
        }
        double maxAbs = 0, maxRel = 0, squares = 0;
        std::int64_t differing = 0, worst = -1;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const double apart = std::fabs(static_cast<double>(expected[i]) - static_cast<double>(actual[i]));
            differing += apart > 0;
            squares += apart * apart;
            maxRel = std::max(maxRel, apart / std::fabs(static_cast<double>(expected[i])));
            if (apart > maxAbs) {
                maxAbs = apart;
                worst = static_cast<std::int64_t>(i);
            }
        }
        const ErrorFacts facts = errorFacts(of(expected), of(actual), DType::F32);
        QCOMPARE(facts.differing, differing);
        QCOMPARE(facts.maxAbs, maxAbs);
        QCOMPARE(facts.maxRel, maxRel);
        QCOMPARE(facts.worst, worst);
        QVERIFY(std::fabs(facts.rmse - std::sqrt(squares / 500)) < 1e-12);
        QCOMPARE(facts.magnitudes.total(), static_cast<std::uint64_t>(differing));
    }

    void magnitudes_are_the_same_in_any_order() {
        Magnitudes up, down;
        for (const int exponent : {-30, -3, 0, 7, 99}) up.add(exponent, 2);
        for (const int exponent : {7, Magnitudes::kMost, 0, -3, Magnitudes::kLeast}) down.add(exponent, 2);
        down.add(12, 0);
        QVERIFY(up == down);
        QCOMPARE(up.at(Magnitudes::kLeast), std::uint64_t{2});
        QCOMPARE(up.at(1), std::uint64_t{0});
        QCOMPARE(up.at(Magnitudes::kMost), std::uint64_t{2});
        QCOMPARE(up.total(), std::uint64_t{10});
        down.add(0.0025);
        QVERIFY(up != down);
        QCOMPARE(down.highest(), std::uint64_t{3});
        QCOMPARE(Magnitudes().highest(), std::uint64_t{0});
        QCOMPARE(Magnitudes().at(0), std::uint64_t{0});
    }

    void kinds_stand_apart_from_numbers() {
        const Tensor expected = floats(DType::F32, {1, kNan, INFINITY, 2, -INFINITY, 5});
        const Tensor actual = floats(DType::F32, {kNan, kNan, INFINITY, 2.5, INFINITY, INFINITY});
        const ErrorFacts facts = errorFacts(expected, actual, DType::F32);
        QCOMPARE(facts.differing, 4);
        QCOMPARE(facts.kinds, 3);
        QCOMPARE(facts.maxAbs, 0.5);
        QCOMPARE(facts.worst, 0);
    }

    void integers_are_exact_beyond_doubles() {
        const std::int64_t big = (1ll << 53) + 1;
        const ErrorFacts facts = errorFacts(of<std::int64_t>({big, INT64_MIN}), of<std::int64_t>({big - 1, INT64_MIN}), DType::I64);
        QCOMPARE(facts.differing, 1);
        QCOMPARE(facts.maxAbs, 1.0);
        QCOMPARE(facts.maxUlp, 1.0);
        QCOMPARE(errorFacts(of<std::int64_t>({INT64_MIN}), of<std::int64_t>({INT64_MAX}), DType::I64).maxAbs, 18446744073709551615.0);
    }

    void half_against_float64_counts_halfs_units() {
        const ErrorFacts facts = errorFacts(floats(DType::F64, {1.0}), floats(DType::F16, {1.0009765625}), DType::F16);
        QCOMPARE(facts.maxUlp, 1.0);
        QVERIFY(!errorFacts(floats(DType::F64, {1, 2}), floats(DType::F64, {1}), DType::F64).comparable);
    }
};

WHITTLE_TEST(ValueFactsTest)
#include "value_facts_test.moc"

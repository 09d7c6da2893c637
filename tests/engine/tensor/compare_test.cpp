#include "engine/tensor/compare.h"

#include <cmath>
#include <limits>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

using Numbers = std::vector<double>;
Q_DECLARE_METATYPE(Numbers)
Q_DECLARE_METATYPE(whittle::DType)
Q_DECLARE_METATYPE(whittle::Sizes)

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

Tensor of(const Numbers& numbers, DType dtype) {
    return Tensor::of<double>(std::span<const double>(numbers), {static_cast<Index>(numbers.size())}).to(dtype);
}

}  // namespace

class CompareTest : public QObject {
    Q_OBJECT
private slots:
    void reasons_data() {
        QTest::addColumn<Numbers>("expected");
        QTest::addColumn<DType>("expectedType");
        QTest::addColumn<Numbers>("actual");
        QTest::addColumn<DType>("actualType");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, Numbers a, DType at, Numbers b, DType bt, const char* want) {
            QTest::newRow(name) << std::move(a) << at << std::move(b) << bt << want;
        };
        const DType f32 = DType::F32, f64 = DType::F64, i32 = DType::I32;
        row("equal", {1, 2}, f32, {1, 2}, f32, "");
        row("nothing to compare", {}, f32, {}, f32, "");
        row("within tolerance", {1000}, f32, {1000.5}, f32, "");
        row("past tolerance", {1000, 2}, f32, {1002, 2}, f32,
            "1 of 2 elements differ, worst at [0]: expected 1000, got 1002");
        row("the worst is told", {1, 2, 3}, f32, {2, 4, 4}, f32,
            "3 of 3 elements differ, worst at [1]: expected 2, got 4");
        row("dtypes may differ", {1, 2}, f32, {1, 2}, DType::F16, "");
        row("sizes may not", {1}, f32, {1, 2}, f32, "expected f32[1], got f32[2]");
        row("NaN matches NaN", {kNan, 1}, f32, {kNan, 1}, f32, "");
        row("NaN for a number", {1}, f32, {kNan}, f32, "1 of 1 elements differ, worst at [0]: expected 1, got nan");
        row("a number for NaN", {kNan}, f32, {1}, f32, "1 of 1 elements differ, worst at [0]: expected nan, got 1");
        row("infinity matches itself", {kInf, -kInf}, f32, {kInf, -kInf}, f32, "");
        row("other infinity", {kInf}, f32, {-kInf}, f32, "1 of 1 elements differ, worst at [0]: expected inf, got -inf");
        row("NaN is worse than any number", {1, 2}, f32, {1e30, kNan}, f32,
            "2 of 2 elements differ, worst at [1]: expected 2, got nan");
        row("infinity for a large number", {1e300}, f64, {kInf}, f64,
            "1 of 1 elements differ, worst at [0]: expected 1e+300, got inf");
        row("signed zeros match", {0.0}, f32, {-0.0}, f32, "");
        row("integers are exact", {1000000}, i32, {1000001}, i32,
            "1 of 1 elements differ, worst at [0]: expected 1000000, got 1000001");
        row("bools are exact", {1, 0}, DType::Bool, {1, 1}, DType::Bool,
            "1 of 2 elements differ, worst at [1]: expected 0, got 1");
        row("a fraction is no integer", {1}, i32, {1.25}, f32, "1 of 1 elements differ, worst at [0]: expected 1, got 1.25");
        row("an integer as float", {3}, i32, {3}, f32, "");
    }
    void reasons() {
        QFETCH(Numbers, expected);
        QFETCH(DType, expectedType);
        QFETCH(Numbers, actual);
        QFETCH(DType, actualType);
        const Comparison result =
            compareTensors(of(expected, expectedType), of(actual, actualType), {.rtol = 1e-3, .atol = 1e-3});
        QCOMPARE(result.ok, result.reason.empty());
        QTEST(toQ(result.reason), "want");
    }

    void integers_past_two_to_53() {
        const std::int64_t large = std::int64_t{1} << 53;
        const std::int64_t min = std::numeric_limits<std::int64_t>::min(), max = std::numeric_limits<std::int64_t>::max();
        const std::int64_t a[] = {large, min, 0}, b[] = {large + 1, max, 0};
        const Comparison result =
            compareTensors(Tensor::of<std::int64_t>(a, {3}), Tensor::of<std::int64_t>(b, {3}), {});
        QCOMPARE(result.mismatches, Index{2});
        QCOMPARE(result.worst, Sizes{1});
        QCOMPARE(result.maxAbsError, 0x1p64);
        QCOMPARE(toQ(result.reason), QString("2 of 3 elements differ, worst at [1]: expected -9223372036854775808, got "
                                             "9223372036854775807"));
        QVERIFY(compareTensors(Tensor::of<std::int64_t>(b, {3}), Tensor::of<std::int64_t>(b, {3}), {}).ok);
    }

    void numbers_of_a_comparison() {
        const Comparison result = compareTensors(of({1, 2, 0, kNan}, DType::F64), of({1.5, 2, 0.25, kNan}, DType::F64),
                                                 {.rtol = 0, .atol = 0.3});
        QVERIFY(!result.ok);
        QCOMPARE(result.mismatches, Index{1});
        QCOMPARE(result.maxAbsError, 0.5);
        QCOMPARE(result.maxRelError, 0.5);  // an expected zero has no relative error
        QCOMPARE(result.rmse, std::sqrt((0.25 + 0.0625) / 3));
        QCOMPARE(result.worst, Sizes{0});
        QCOMPARE(result.worstExpected, 1.0);
        QCOMPARE(result.worstActual, 1.5);
    }

    void strides_do_not_count() {
        const float rows[] = {1, 2, 3, 4}, columns[] = {1, 3, 2, 4}, off[] = {1, 3, 9, 4};
        const Tensor want = Tensor::of<float>(rows, {2, 2});
        QVERIFY(compareTensors(want, Tensor::of<float>(columns, {2, 2}).asStrided({2, 2}, {1, 2}, 0), {0, 0}).ok);
        const Comparison result =
            compareTensors(want, Tensor::of<float>(off, {2, 2}).asStrided({2, 2}, {1, 2}, 0), {0, 0});
        QCOMPARE(result.worst, (Sizes{0, 1}));
    }

    void complex_numbers_differ_by_the_modulus() {
        using C = std::complex<float>;
        const C want[] = {{3, 4}, {0, 0}, {kNan, 1}, {1, 0}}, have[] = {{3, 4.5f}, {0, 0}, {2, kNan}, {1, 0}};
        const Tensor expected = Tensor::of<C>(want, {4}), actual = Tensor::of<C>(have, {4});
        QVERIFY(compareTensors(expected, actual, {0.1, 0}).ok);  // half off at a modulus of five
        const Comparison result = compareTensors(expected, actual, {0.05, 0});
        QVERIFY(!result.ok);
        QCOMPARE(result.worst, (Sizes{0}));
        QCOMPARE(result.worstExpected, 5.0);
        QCOMPARE(toQ(result.reason), QString("1 of 4 elements differ, worst at [0]: expected 3+4j, got 3+4.5j"));
        // A real tensor against a complex one: an imaginary part is a difference.
        QVERIFY(!compareTensors(Tensor::full(DType::F32, {4}, 3), expected, {0.5, 0}).ok);
        QVERIFY(!compareTensors(Tensor::full(DType::I64, {1}, 3), Tensor::full(DType::C64, {1}, 3.01), {1, 1}).ok);
    }

    void tolerances_go_by_dtype_and_size() {
        QCOMPARE(dtypeTolerance(DType::F64).rtol, 1e-7);
        QCOMPARE(dtypeTolerance(DType::F32).atol, 1e-4);
        QCOMPARE(dtypeTolerance(DType::C64).rtol, dtypeTolerance(DType::F32).rtol);
        QCOMPARE(dtypeTolerance(DType::F16).atol, 2e-3);
        QCOMPARE(dtypeTolerance(DType::BF16).rtol, 4e-2);
        QCOMPARE(dtypeTolerance(DType::I64).atol, 0.0);
        const auto atol = [](const Numbers& numbers) { return scaledTo({.rtol = 0.5, .atol = 0.1}, of(numbers, DType::F32)).atol; };
        QCOMPARE(atol({0.25, -0.5}), 0.05);       // the largest
        QCOMPARE(atol({2, 3}), 0.1);              // never more than was given
        QCOMPARE(atol({0, 0}), 0.1);              // nothing to go by
        QCOMPARE(atol({}), 0.1);
        QCOMPARE(atol({0.5, kInf, kNan}), 0.05);  // these have no size
        QCOMPARE(scaledTo({0.5, 0.1}, of({0.5}, DType::F32)).rtol, 0.5);
        QCOMPARE(scaledTo({0.5, 0.1}, Tensor::of<std::complex<double>>(std::vector<std::complex<double>>{{0.1, -0.5}}, {1})).atol, 0.05);
    }
};

WHITTLE_TEST(CompareTest)
#include "compare_test.moc"

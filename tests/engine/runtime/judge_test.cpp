#include "engine/runtime/judge.h"

#include <cmath>
#include <limits>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

using Doubles = QList<double>;

Tensor tensorOf(DType dtype, const Doubles& values) {
    return Tensor::of<double>({values.data(), static_cast<std::size_t>(values.size())}, {values.size()}).to(dtype);
}

}  // namespace

class JudgeTest : public QObject {
    Q_OBJECT
private slots:
    void judges_data() {
        QTest::addColumn<int>("dtype");
        QTest::addColumn<Doubles>("compiled");
        QTest::addColumn<Doubles>("eager");
        QTest::addColumn<Doubles>("exact");
        QTest::addColumn<QString>("want");
        const int f32 = int(DType::F32), f16 = int(DType::F16), i64 = int(DType::I64);
        QTest::newRow("equal") << f32 << Doubles{1, 2} << Doubles{1, 2} << Doubles{1, 2} << "";
        QTest::newRow("rounding") << f32 << Doubles{1.000001, 2} << Doubles{1, 2} << Doubles{1, 2} << "";
        QTest::newRow("rounding of small values") << f32 << Doubles{1e-7, 2.000001e-7} << Doubles{1e-7, 2e-7} << Doubles{1e-7, 2e-7} << "";
        QTest::newRow("small values wrong by a hundredth") << f32 << Doubles{1e-7, 2.02e-7} << Doubles{1e-7, 2e-7} << Doubles{1e-7, 2e-7} << "wrong value";
        QTest::newRow("half rounding") << f16 << Doubles{1.002, 2} << Doubles{1, 2} << Doubles{1.001, 2} << "";
        QTest::newRow("wrong") << f32 << Doubles{1, 2.5} << Doubles{1, 2} << Doubles{1, 2} << "wrong value";
        QTest::newRow("eager is the inexact one") << f32 << Doubles{1, 2} << Doubles{1, 2.5} << Doubles{1, 2} << "";
        QTest::newRow("both are as inexact") << f32 << Doubles{1, 2.02} << Doubles{1, 1.98} << Doubles{1, 2} << "";
        QTest::newRow("NaN appears") << f32 << Doubles{1, kNan} << Doubles{1, 2} << Doubles{1, 2} << "wrong nan";
        QTest::newRow("NaN vanishes") << f32 << Doubles{1, 2} << Doubles{1, kNan} << Doubles{1, kNan} << "wrong nan";
        QTest::newRow("NaN in all") << f32 << Doubles{1, kNan} << Doubles{1, kNan} << Doubles{1, kNan} << "";
        QTest::newRow("Inf appears") << f32 << Doubles{1, kInf} << Doubles{1, 2} << Doubles{1, 2} << "wrong inf";
        QTest::newRow("Inf of the other sign") << f32 << Doubles{1, -kInf} << Doubles{1, kInf} << Doubles{1, kInf} << "wrong inf";
        QTest::newRow("only eager overflows") << f32 << Doubles{1, 2} << Doubles{1, kInf} << Doubles{1, 2} << "";
        QTest::newRow("integers are exact") << i64 << Doubles{1, 3} << Doubles{1, 2} << Doubles{1, 2} << "wrong value";
        QTest::newRow("a tie may go as float64 says") << i64 << Doubles{1, 3} << Doubles{1, 2} << Doubles{1, 3} << "";
        QTest::newRow("another shape") << f32 << Doubles{1} << Doubles{1, 2} << Doubles{1, 2} << "wrong shape";
    }
    void judges() {
        QFETCH(int, dtype);
        QFETCH(Doubles, compiled);
        QFETCH(Doubles, eager);
        QFETCH(Doubles, exact);
        QFETCH(QString, want);
        const auto kind = static_cast<DType>(dtype);
        const Datum mine = tensorOf(kind, compiled), other = tensorOf(kind, eager);
        const auto verdict = judgeOutputs({.compiled = {&mine, 1},
                                           .eager = {&other, 1},
                                           .reference = [&]() -> Result<std::vector<Datum>> {
                                               return std::vector<Datum>{tensorOf(isFloating(kind) ? DType::F64 : kind, exact)};
                                           },
                                           .tolerance = {}});
        VERIFY_OK(verdict);
        QCOMPARE(*verdict ? toQ((*verdict)->signature) : QString(), want);
    }

    void kinds_and_dtypes() {
        const auto judge = [](Datum compiled, Datum eager) {
            const auto verdict = judgeOutputs({.compiled = {&compiled, 1},
                                               .eager = {&eager, 1},
                                               .reference = []() -> Result<std::vector<Datum>> { return std::vector<Datum>{}; },
                                               .tolerance = {}});
            return !verdict ? describe(verdict) : *verdict ? toQ((*verdict)->signature) : QString("agree");
        };
        QCOMPARE(judge(Tensor::zeros(DType::F32, {2}), Tensor::zeros(DType::F16, {2})), QString("wrong dtype"));
        QCOMPARE(judge(std::int64_t{2}, Tensor::zeros(DType::F16, {2})), QString("wrong kind"));
        QCOMPARE(judge(std::int64_t{2}, std::int64_t{3}), QString("wrong value"));
        QCOMPARE(judge(std::int64_t{2}, std::int64_t{2}), QString("agree"));
        QCOMPARE(judge(0.5, 0.5000001), QString("agree"));
        QCOMPARE(judge(true, false), QString("wrong value"));
        QCOMPARE(judge(Datum(), Datum()), QString("agree"));
    }

    void says_where_and_how_far() {
        const Datum compiled = tensorOf(DType::F32, {1, 2, 9}), eager = tensorOf(DType::F32, {1, 2, 3});
        const auto verdict = judgeOutputs({.compiled = {&compiled, 1},
                                           .eager = {&eager, 1},
                                           .reference = [&]() -> Result<std::vector<Datum>> { return std::vector<Datum>{eager}; },
                                           .tolerance = {}});
        VERIFY_OK(verdict);
        QVERIFY(*verdict);
        QCOMPARE(toQ((*verdict)->message), QString("output 0 has a wrong value"));
        QVERIFY2(toQ((*verdict)->detail).contains("[2]"), (*verdict)->detail.c_str());
        QVERIFY2(toQ((*verdict)->detail).contains("compiled 3.46, eager 0; cosine 0.92"), (*verdict)->detail.c_str());
    }

    void the_worst_output_is_named_data() {
        QTest::addColumn<QList<Doubles>>("compiled");
        QTest::addColumn<int>("worst");
        QTest::addColumn<QString>("signature");
        QTest::addColumn<QString>("detail");
        using All = QList<Doubles>;  // eager has 1, 2, 3 everywhere
        QTest::newRow("one") << All{{1, 2, 3}, {1, 2, 3.5}} << 1 << "wrong value" << "worst at [2]";
        QTest::newRow("the furthest") << All{{1, 2, 3.5}, {1, 9, 3}, {1, 2, 4}} << 1 << "wrong value" << "worst at [1]";
        QTest::newRow("NaN is worse") << All{{1, 2, 99}, {kNan, 2, kNan}} << 1 << "wrong nan" << "at [0] it is nan, eager has 1, float64 has 1; so 2 of 3 elements";
        QTest::newRow("more NaN are worse") << All{{kNan, 2, 3}, {kNan, kNan, 3}, {1, 2, kInf}} << 1 << "wrong nan" << "so 2 of 3";
        QTest::newRow("a shape is the worst") << All{{kNan, 2, 3}, {1, 2}} << 1 << "wrong shape" << "it is f32[2], eager has f32[3]";
    }
    void the_worst_output_is_named() {
        QFETCH(QList<Doubles>, compiled);
        QFETCH(int, worst);
        QFETCH(QString, signature);
        QFETCH(QString, detail);
        std::vector<Datum> mine;
        for (const Doubles& one : compiled) mine.emplace_back(tensorOf(DType::F32, one));
        const std::vector<Datum> eager(mine.size(), tensorOf(DType::F32, {1, 2, 3}));
        const auto verdict = judgeOutputs({.compiled = mine, .eager = eager, .reference = [&]() -> Result<std::vector<Datum>> { return eager; }, .tolerance = {}});
        VERIFY_OK(verdict);
        QVERIFY(*verdict);
        QCOMPARE(toQ((*verdict)->signature), signature);
        QVERIFY2((*verdict)->message.starts_with(fmt::format("output {} ", worst)), (*verdict)->message.c_str());
        QVERIFY2(toQ((*verdict)->detail).contains(detail), (*verdict)->detail.c_str());
        QCOMPARE(toQ((*verdict)->detail).contains("; wrong are outputs 0, 1"), compiled.first() != Doubles({1, 2, 3}));
    }

    void integers_name_their_worst_element() {
        const Datum compiled = tensorOf(DType::I64, {1, 3, 90}), eager = tensorOf(DType::I64, {1, 2, 3});
        const auto verdict = judgeOutputs({.compiled = {&compiled, 1},
                                           .eager = {&eager, 1},
                                           .reference = [&]() -> Result<std::vector<Datum>> { return std::vector<Datum>{eager}; },
                                           .tolerance = {}});
        VERIFY_OK(verdict);
        QCOMPARE(toQ((*verdict)->detail), QString("at [2] it is 90, eager has 3; so 2 of 3 elements"));
    }

    // Runs that only round otherwise say how much of a difference is the program's own.
    void disturbed_runs_excuse_data() {
        QTest::addColumn<int>("dtype");
        QTest::addColumn<Doubles>("compiled");
        QTest::addColumn<Doubles>("eager");
        QTest::addColumn<Doubles>("disturbed");
        QTest::addColumn<QString>("want");
        const int f32 = int(DType::F32), i64 = int(DType::I64);
        QTest::newRow("as far") << f32 << Doubles{1, 3} << Doubles{1, 2} << Doubles{1, 1} << "";
        QTest::newRow("much further") << f32 << Doubles{1, 9} << Doubles{1, 2} << Doubles{1, 1} << "wrong value";
        QTest::newRow("they do not move") << f32 << Doubles{1, 3} << Doubles{1, 2} << Doubles{1, 2} << "wrong value";
        QTest::newRow("NaN comes and goes") << f32 << Doubles{1, kNan} << Doubles{1, 2} << Doubles{kNan, 2} << "";
        QTest::newRow("NaN comes in none") << f32 << Doubles{1, kNan} << Doubles{1, 2} << Doubles{1, 2.5} << "wrong nan";
        QTest::newRow("NaN for an Inf that stays") << f32 << Doubles{1, kNan} << Doubles{1, kInf} << Doubles{1, kInf} << "wrong nan";
        QTest::newRow("Inf of the other sign") << f32 << Doubles{1, -kInf} << Doubles{1, kInf} << Doubles{1, kInf} << "wrong inf";
        QTest::newRow("what leaps to NaN has no distance") << f32 << Doubles{1, 9} << Doubles{1, 2} << Doubles{1, kNan} << "";
        QTest::newRow("nor does what leaps to Inf") << f32 << Doubles{1, 9} << Doubles{1, 2} << Doubles{1, -kInf} << "";
        QTest::newRow("what stays beside it is held to") << f32 << Doubles{5, 9} << Doubles{1, 2} << Doubles{1, kNan} << "wrong value";
        QTest::newRow("as many integers") << i64 << Doubles{5, 2} << Doubles{4, 2} << Doubles{4, 3} << "";
        QTest::newRow("integers that stay") << i64 << Doubles{5, 2} << Doubles{4, 2} << Doubles{4, 2} << "wrong value";
        QTest::newRow("another size") << f32 << Doubles{1, 9} << Doubles{1, 2} << Doubles{1} << "";
    }
    void disturbed_runs_excuse() {
        QFETCH(int, dtype);
        QFETCH(Doubles, compiled);
        QFETCH(Doubles, eager);
        QFETCH(Doubles, disturbed);
        QFETCH(QString, want);
        const auto kind = static_cast<DType>(dtype);
        const Datum mine = tensorOf(kind, compiled), other = tensorOf(kind, eager);
        const std::vector<Datum> stays{other}, moves{tensorOf(kind, disturbed)};
        std::vector<std::vector<Datum>> runs{moves, stays};  // asked for one by one, the last first
        const auto verdict = judgeOutputs({.compiled = {&mine, 1},
                                           .eager = {&other, 1},
                                           .reference = [&]() -> Result<std::vector<Datum>> { return std::vector<Datum>{other}; },
                                           .tolerance = {},
                                           .disturbed = [&]() -> Result<std::vector<std::vector<Datum>>> {
                                               if (runs.empty()) return runs;
                                               std::vector<std::vector<Datum>> next{std::move(runs.back())};
                                               runs.pop_back();
                                               return next;
                                           }});
        VERIFY_OK(verdict);
        QCOMPARE(*verdict ? toQ((*verdict)->signature) : QString(), want);
    }

    void errors_of_the_reference_are_passed_on() {
        const Datum compiled = tensorOf(DType::F32, {1}), eager = tensorOf(DType::F32, {2});
        QCOMPARE(describe(judgeOutputs({.compiled = {&compiled, 1},
                                        .eager = {&eager, 1},
                                        .reference = []() -> Result<std::vector<Datum>> { return fail(Code::Run, "no float64"); },
                                        .tolerance = {}})),
                 QString("run: no float64"));
    }
};

WHITTLE_TEST(JudgeTest)
#include "judge_test.moc"

#include "engine/runtime/rounding_noise.h"

#include <cmath>
#include <set>

#include "engine/eager/interpreter.h"
#include "engine/ir/text.h"
#include "engine/tensor/compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// `body` on %x, its result with reference kernels and with disturbed ones of `seed`.
struct Pair {
    Tensor plain, disturbed;
};
Result<Pair> bothOf(std::string_view body, const Tensor& x, RoundingNoise noise) {
    WHITTLE_TRY(Graph graph, parseGraph(fmt::format("whittle 1\ngraph @g {{\n  input %x : {}\n{}  return %y\n}}\n", x.describe(), body), findSchema));
    graph.setInputData(graph.inputs()[0].value, x);
    WHITTLE_TRY(const InterpretResult plain, interpret(graph, {}, {}));
    InterpretOptions options;
    options.kernels = &noise;
    WHITTLE_TRY(const InterpretResult disturbed, interpret(graph, {}, options));
    return Pair{*asTensor(plain.outputs[0]), *asTensor(disturbed.outputs[0])};
}

Result<Pair> bothOf(std::string_view body, const Tensor& x, std::uint64_t seed = 1) { return bothOf(body, x, RoundingNoise(seed)); }

Tensor numbers(DType dtype) {
    Tensor out = Tensor::empty(DType::F64, {4, 25});
    double* to = out.mutableData<double>();
    for (int i = 0; i < 100; ++i) to[i] = 0.37 * i - 11.3;
    return out.to(dtype);
}

}  // namespace

class RoundingNoiseTest : public QObject {
    Q_OBJECT
private slots:
    void rounded_results_move_a_little() {
        for (const DType dtype : {DType::F64, DType::F32, DType::F16, DType::BF16}) {
            const auto pair = bothOf(fmt::format("  %y = aten.sin.default(%x) : {}[4,25]\n", dtypeName(dtype)), numbers(dtype));
            VERIFY_OK(pair);
            QVERIFY(!compareTensors(pair->plain, pair->disturbed, {0, 0}).ok);
            QVERIFY(compareTensors(pair->plain, pair->disturbed, dtypeTolerance(dtype)).ok);
        }
    }

    void exact_results_stay() {
        for (const char* body : {"  %y = aten.relu.default(%x) : f32[4,25]\n", "  %y = aten.mul.Scalar(%x, 2.0) : f32[4,25]\n",
                                 "  %y = aten.permute.default(%x, [1, 0]) : f32[25,4]\n", "  %y = aten.floor.default(%x) : f32[4,25]\n"}) {
            const auto pair = bothOf(body, numbers(DType::F32));
            VERIFY_OK(pair);
            QVERIFY2(compareTensors(pair->plain, pair->disturbed, {0, 0}).ok, body);
        }
    }

    // Large terms that cancel: the sum's own rounding is nothing against that of another order of additions.
    void sums_move_as_their_terms_do() {
        Tensor x = Tensor::empty(DType::F32, {64});
        float* to = x.mutableData<float>();
        for (int i = 0; i < 64; ++i) to[i] = (i % 2 ? -1.0f : 1.0f) * 1000.3f;
        const auto pair = bothOf("  %y = aten.sum.default(%x) : f32[]\n", x);
        VERIFY_OK(pair);
        QCOMPARE(pair->plain.flat(0), 0.0);
        QVERIFY(std::abs(pair->disturbed.flat(0)) > 1e-5);
    }

    // Near -1.19 mish has its minimum: there its gradient is a difference of larger terms, and off by more than its own last place.
    void formulas_move_as_their_error_does() {
        Tensor x = Tensor::empty(DType::F32, {64});
        float* to = x.mutableData<float>();
        for (int i = 0; i < 64; ++i) to[i] = -1.1924f + static_cast<float>(i) * 1e-7f;
        const auto pair = bothOf("  %y = aten.mish_backward.default(%x, %x) : f32[64]\n", x);
        VERIFY_OK(pair);
        double most = 0;
        for (Index i = 0; i < 64; ++i) most = std::max(most, std::abs(pair->disturbed.flat(i) / pair->plain.flat(i) - 1));
        QVERIFY2(most > 8 * 0x1p-23, std::to_string(most).c_str());
    }

    // Which of several zeros is the largest hangs on the order in which they are looked at.
    void zeros_of_either_sign() {
        const auto signs = [](const char* body) -> Result<std::set<bool>> {
            std::set<bool> out;
            Tensor x = Tensor::zeros(DType::F32, {8});
            for (std::uint64_t seed = 0; seed < 8; ++seed) {
                WHITTLE_TRY(const Pair pair, bothOf(body, x, seed));
                for (Index i = 0; i < pair.disturbed.numel(); ++i) out.insert(std::signbit(pair.disturbed.flat(i)));
            }
            return out;
        };
        const auto largest = signs("  %y = aten.amax.default(%x) : f32[]\n"), one = signs("  %y = aten.relu.default(%x) : f32[8]\n");
        VERIFY_OK(largest);
        VERIFY_OK(one);
        QCOMPARE(largest->size(), std::size_t{2});
        QCOMPARE(*one, std::set<bool>{false});
    }

    // 65504 is the largest f16, and what is 65520 or more rounds to infinity: a product between them may fall on either side.
    void just_beyond_the_largest_number() {
        const auto run = [](double x, std::uint64_t seed) { return bothOf("  %y = aten.mul.Scalar(%x, 1.5) : f16[1]\n", Tensor::full(DType::F16, {1}, x), seed); };
        bool finite = false;
        for (std::uint64_t seed = 0; seed < 16; ++seed) {
            const auto near = run(43680, seed), far = run(50016, seed);
            QVERIFY(near && far);
            QVERIFY(std::isinf(near->plain.flat(0)) && std::isinf(far->disturbed.flat(0)));
            finite |= std::isfinite(near->disturbed.flat(0));
        }
        QVERIFY(finite);
    }

    // In parts, infinity times zero; one after the other, a number.
    void products_that_leave_the_range_in_parts() {
        Tensor x = Tensor::full(DType::F32, {64}, 1e20);
        float* to = x.mutableData<float>();
        for (int i = 1; i < 64; i += 2) to[i] = 1e-20f;
        const auto far = bothOf("  %y = aten.prod.default(%x) : f32[]\n", x);
        VERIFY_OK(far);
        QVERIFY(std::isfinite(far->plain.flat(0)) && std::isnan(far->disturbed.flat(0)));
        const auto near = bothOf("  %y = aten.prod.default(%x) : f32[]\n", Tensor::full(DType::F32, {64}, 1.01));
        VERIFY_OK(near);
        QVERIFY(std::isfinite(near->disturbed.flat(0)));
    }

    // 1e38 is an f32, its square is none; a variance of such numbers is one or the other, as it is found. So is 1e-30's square.
    void squares_that_leave_the_range_data() {
        QTest::addColumn<double>("scale");
        QTest::addColumn<bool>("stays");
        QTest::newRow("large") << 1e38 << false;
        QTest::newRow("small") << 1e-30 << false;
        QTest::newRow("neither") << 1e18 << true;
    }
    void squares_that_leave_the_range() {
        QFETCH(double, scale);
        QFETCH(bool, stays);
        Tensor x = Tensor::zeros(DType::F32, {2, 2});
        x.mutableData<float>()[0] = 2;
        x.mutableData<float>()[3] = static_cast<float>(scale);
        const auto run = [&](RoundingNoise::Kind kind) {
            return bothOf("  %y, %m, %r = aten.native_layer_norm.default(%x, [2], none, none, 0.0) : f32[2,2], f32[2,1], f32[2,1]\n", x,
                          RoundingNoise(1, 1, kind));
        };
        const auto plain = run(RoundingNoise::Kind::Units), edges = run(RoundingNoise::Kind::Edges);
        VERIFY_OK(plain);
        VERIFY_OK(edges);
        QVERIFY(std::abs(plain->disturbed.flat(3) - 1) < 1e-5);
        QVERIFY(std::abs(edges->disturbed.flat(0) - 1) < 1e-5);  // the other row has none of it
        QCOMPARE(std::abs(edges->disturbed.flat(3) - 1) < 1e-5, stays);
    }

    // 0.1f * 3 is not 0.3f: what is left of their difference is what the rounding left, and may as well be nothing.
    void residues_of_differences() {
        const auto run = [](const char* body, float first) {
            Tensor x = Tensor::full(DType::F32, {4}, 0.1f);
            x.mutableData<float>()[0] = first;
            return bothOf(body, x, RoundingNoise(1, 4, RoundingNoise::Kind::Residues));
        };
        const char* const kSum = "  %y = aten.sum.default(%x) : f32[]\n";
        const auto left = run(kSum, -0.3f), more = run(kSum, -0.2f);
        VERIFY_OK(left);
        VERIFY_OK(more);
        QVERIFY(left->plain.flat(0) != 0);
        QCOMPARE(left->disturbed.flat(0), 0.0);
        QCOMPARE(more->disturbed.flat(0), more->plain.flat(0));
        const auto scaled = run("  %y = aten.mul.Scalar(%x, 1e-30) : f32[4]\n", 1);
        VERIFY_OK(scaled);
        QVERIFY(compareTensors(scaled->plain, scaled->disturbed, {0, 0}).ok);
    }

    // At this number f32 is off by a tenth of what it is off by around it: there 1 + tanh() is left of two numbers nearly equal.
    void errors_are_those_around() {
        double most = 0;
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
            const auto pair = bothOf("  %y = aten.gelu.default(%x, approximate=\"tanh\") : f32[1]\n", Tensor::full(DType::F32, {1}, -3.6759707927703857), seed);
            VERIFY_OK(pair);
            most = std::max(most, std::abs(pair->disturbed.flat(0) - pair->plain.flat(0)));
        }
        QVERIFY2(most > 3e-8 && most < 3e-7, std::to_string(most).c_str());
    }

    // x / sqrt(x * x + eps), by the eps of the graph's dtype: 1 rounded, and no exact one.
    void a_norm_of_one_number_is_rounded() {
        bool moves = false;
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
            const auto pair = bothOf("  %y = aten.rms_norm.default(%x, [1]) : f32[1]\n", Tensor::full(DType::F32, {1}, -1.8645), seed);
            VERIFY_OK(pair);
            QCOMPARE(pair->plain.flat(0), -1.0);
            moves |= pair->disturbed.flat(0) != -1;
        }
        QVERIFY(moves);
    }

    void nan_has_either_sign() {
        std::set<bool> signs;
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
            const auto pair = bothOf("  %y = aten.log.default(%x) : f32[4]\n", Tensor::full(DType::F32, {4}, -2), seed);
            VERIFY_OK(pair);
            for (Index i = 0; i < 4; ++i) signs.insert(std::signbit(pair->disturbed.flat(i)));
        }
        QCOMPARE(signs.size(), std::size_t{2});
    }

    void every_kind_is_among_the_first_four() {
        // A number whose square overflows, and what two roundings leave of nothing.
        Tensor x = Tensor::full(DType::F32, {4}, 0.1f);
        x.mutableData<float>()[0] = -0.3f;
        std::set<double> sums;
        bool infinite = false;
        for (int number = 0; number < 4; ++number) {
            const auto sum = bothOf("  %y = aten.sum.default(%x) : f32[]\n", x, RoundingNoise::ofRun(number));
            const auto large = bothOf("  %y = aten.sum.default(%x) : f32[]\n", Tensor::full(DType::F32, {2}, 1e20), RoundingNoise::ofRun(number));
            QVERIFY(sum && large);
            sums.insert(sum->disturbed.flat(0));
            infinite |= std::isinf(large->disturbed.flat(0));
        }
        QVERIFY(infinite);
        QVERIFY(sums.contains(0));
        QVERIFY(sums.size() > 2);
    }

    void a_seed_names_a_run() {
        const auto run = [](std::uint64_t seed) { return bothOf("  %y = aten.exp.default(%x) : f32[4,25]\n", numbers(DType::F32), seed); };
        const auto one = run(1), again = run(1), other = run(2);
        QVERIFY(one && again && other);
        QVERIFY(compareTensors(one->disturbed, again->disturbed, {0, 0}).ok);
        QVERIFY(!compareTensors(one->disturbed, other->disturbed, {0, 0}).ok);
    }
};

WHITTLE_TEST(RoundingNoiseTest)
#include "rounding_noise_test.moc"

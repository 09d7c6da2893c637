#include "engine/loops/bounds.h"

#include "engine/loops/lanes.h"

#include "tests/support/random_graph.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

SymInt sym(const char* text) { return parseSymInt(text).value(); }

const IndexRanges kRanges{{"i0", 5}, {"i1", 4}, {"i2", 6}, {"i3", sym("n")}};

// Sums, products with constants and sizes, divisions, and the smaller and larger of two.
SymInt randomIndex(Random& random, int depth) {
    constexpr const char* kNames[] = {"i0", "i1", "i2", "i3", "n"};
    if (depth == 0 || random.chance(15)) return random.chance(30) ? SymInt(random.below(17) - 8) : SymInt::symbol(kNames[random.below(5)]);
    const SymInt a = randomIndex(random, depth - 1);
    switch (random.below(8)) {
        case 0: return a + randomIndex(random, depth - 1);
        case 1: return a - randomIndex(random, depth - 1);
        case 2: return a * (random.below(12) - 3);
        case 3: return floorDiv(a, random.below(8) + 1);
        case 4: return mod(a, random.below(8) + 1);
        case 5: return max(a, randomIndex(random, depth - 1));
        case 6: return min(a, randomIndex(random, depth - 1));
        default: return a * 4 + randomIndex(random, depth - 1);
    }
}

IndexRanges declaring(SymRange n) {
    IndexRanges out = kRanges;
    out.sizes.emplace("n", n);
    return out;
}

// Calls f(lookup) for every point of the loops at a few sizes.
template <class F>
void everyPoint(F&& f, std::initializer_list<std::int64_t> sizes = {1, 2, 5, 9}) {
    for (const std::int64_t n : sizes)
        for (std::int64_t i0 = 0; i0 < 5; ++i0)
            for (std::int64_t i1 = 0; i1 < 4; ++i1)
                for (std::int64_t i2 = 0; i2 < 6; ++i2)
                    for (std::int64_t i3 = 0; i3 < n; ++i3)
                        f([&](std::string_view name) -> std::optional<std::int64_t> { return name == "i0" ? i0 : name == "i1" ? i1 : name == "i2" ? i2 : name == "i3" ? i3 : n; });
}

}  // namespace

class BoundsTest : public QObject {
    Q_OBJECT
private slots:
    // Against brute force, whatever the expression.
    void hold_for_random_indices() {
        int bounded = 0, divided = 0, simpler = 0, notNegative = 0;
        for (std::uint64_t seed = 1; seed <= 400; ++seed) {
            Random random(seed);
            const SymInt index = randomIndex(random, 4);
            const auto bounds = boundsOf(index, kRanges);
            const std::int64_t divisor = divisorOf(index);
            const SymInt simple = simplifyIndex(index, kRanges);
            const bool positive = provablyNonNegative(index, kRanges);
            bounded += bounds.has_value();
            divided += divisor != 1;
            simpler += simple != index;
            notNegative += positive;
            everyPoint([&](const SymInt::Lookup& at) {
                const std::int64_t value = index.evaluate(at).value();
                const auto context = [&] { return fmt::format("seed {}: {} is {} at i0={} i1={} i2={} i3={} n={}", seed, index.text(), value, *at("i0"), *at("i1"), *at("i2"), *at("i3"), *at("n")); };
                if (bounds && (bounds->low.evaluate(at).value() > value || bounds->high.evaluate(at).value() < value))
                    QFAIL(fmt::format("{}, not in [{}, {}]", context(), bounds->low.text(), bounds->high.text()).c_str());
                if (divisor == 0 ? value != 0 : value % divisor != 0) QFAIL(fmt::format("{}, no multiple of {}", context(), divisor).c_str());
                if (simple.evaluate(at).value() != value) QFAIL(fmt::format("{}, not {}", context(), simple.text()).c_str());
                if (positive && value < 0) QFAIL(context().c_str());
            });
            if (QTest::currentTestFailed()) return;
        }
        // Or the test would show nothing.
        QVERIFY2(bounded > 300 && divided > 60 && simpler > 60 && notNegative > 30, fmt::format("{} {} {} {}", bounded, divided, simpler, notNegative).c_str());
    }

    // What is declared of a size proves more, and nothing that is wrong.
    void hold_within_what_is_declared() {
        const IndexRanges ranges = declaring({.min = 5, .max = 9});
        int more = 0, simpler = 0, bounded = 0;
        for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
            Random random(seed);
            const SymInt index = randomIndex(random, 4), simple = simplifyIndex(index, ranges);
            const bool positive = provablyNonNegative(index, ranges);
            const auto most = largestValue(index, ranges);
            QVERIFY(positive || !provablyNonNegative(index, kRanges));
            more += positive && !provablyNonNegative(index, kRanges);
            simpler += simple != simplifyIndex(index, kRanges);
            bounded += most.has_value() && !largestValue(index, kRanges);
            everyPoint([&](const SymInt::Lookup& at) {
                const std::int64_t value = index.evaluate(at).value();
                const auto context = [&] { return fmt::format("seed {}: {} is {} at i0={} i1={} i2={} i3={} n={}", seed, index.text(), value, *at("i0"), *at("i1"), *at("i2"), *at("i3"), *at("n")); };
                if (simple.evaluate(at).value() != value) QFAIL(fmt::format("{}, not {}", context(), simple.text()).c_str());
                if (positive && value < 0) QFAIL(context().c_str());
                if (most && (value > *most || value < 0)) QFAIL(fmt::format("{}, not in [0, {}]", context(), *most).c_str());
            }, {5, 7, 9});
            if (QTest::currentTestFailed()) return;
        }
        QVERIFY2(more > 10 && simpler > 10 && bounded > 10, fmt::format("{} {} {}", more, simpler, bounded).c_str());
    }

    void declared_sizes_data() {
        QTest::addColumn<QString>("size");
        QTest::addColumn<bool>("want");
        QTest::newRow("above its least") << "n - 5" << true;
        QTest::newRow("not above more") << "n - 6" << false;
        QTest::newRow("below its largest") << "9 - n" << true;
        QTest::newRow("not below less") << "8 - n" << false;
        QTest::newRow("several times") << "m*n - 5*m" << true;
        QTest::newRow("another is not declared") << "n - m" << false;
        QTest::newRow("both ends") << "4*n - 2*k - 14" << true;
        QTest::newRow("one too few") << "4*n - 2*k - 15" << false;
        QTest::newRow("a number") << "z" << false;
        QTest::newRow("half of it") << "z//2" << false;
        QTest::newRow("its rest") << "Mod(z, 4)" << true;
        QTest::newRow("of two") << "Max(m, z)" << true;
        QTest::newRow("beside sizes") << "m + z" << false;
        QTest::newRow("too large for 64 bits") << "9223372036854775807 - 9223372036854775807*n" << false;
    }
    void declared_sizes() {
        QFETCH(QString, size);
        QTEST(isNonNegative(sym(size.toUtf8().constData()), {{"n", {.min = 5, .max = 9}}, {"k", {.min = {}, .max = 3}}, {"z", {}}}), "want");
    }

    void simplifies_data() {
        QTest::addColumn<QString>("index");
        QTest::addColumn<QString>("want");
        QTest::newRow("below a block") << "(i1 - 4)//4" << "-1";
        QTest::newRow("its rest") << "Mod(i1 - 4, 4)" << "i1";
        QTest::newRow("a multiple by its factor") << "Mod(Mod(4*i0, 8), 4)" << "0";
        QTest::newRow("multiples beside others") << "Mod(i3 + Mod(8*i0, 16), 8)" << "Mod(i3, 8)";
        QTest::newRow("a clamp that does nothing") << "Max(0, i0)" << "i0";
        QTest::newRow("nor at the other end") << "Min(i1, 3)" << "i1";
        QTest::newRow("a clamp that is needed") << "Max(0, i0 - 1)" << "Max(0, i0 - 1)";
        QTest::newRow("of sizes") << "Min(n, n + i0)" << "n";
        QTest::newRow("half a loop") << "(i2 + 7)//12" << "((i2 + 7)//12)";
    }
    void simplifies() {
        QFETCH(QString, index);
        QTEST(toQ(simplifyIndex(sym(index.toUtf8().constData()), kRanges).text()), "want");
    }

    void an_overflow_is_no_number() {
        QVERIFY(!isNonNegative(SymInt::overflow(), {}));
        QVERIFY(!isNonNegative(SymInt::overflow() + 1, {}));
        QCOMPARE(divisorOf(SymInt(0)), std::int64_t(0));
        QCOMPARE(divisorOf(SymInt(INT64_MIN)), std::int64_t(1) << 62);
    }

    // Conditions of checks and masks.
    void conditions() {
        ExprPool pool;
        const Expr load(pool, pool.add({.op = LoopOp::Load, .dtype = DType::I64, .index = sym("i0"), .buffer = 0}));
        const Expr byte = Expr(pool, pool.add({.op = LoopOp::Load, .dtype = DType::U8, .index = sym("i0"), .buffer = 1})).to(DType::I64);
        const Expr row = Expr::index(pool, sym("i3")), size = Expr::index(pool, sym("n"));
        const auto holds = [&](Expr condition) { return alwaysHolds(pool, condition.id(), kRanges); };
        QVERIFY(!holds(load >= 0.0));
        QVERIFY(holds(byte >= 0.0) && holds(byte < 256.0) && !holds(byte < 255.0));
        QVERIFY(holds((row >= 0.0) & (row < size)));
        QVERIFY(!holds(row < size - 1.0));
        const Expr clamped = minimum(maximum(load, 0.0), size - 1.0);
        QVERIFY(holds(clamped < size));
        QVERIFY(!holds(clamped >= 0.0));  // of no elements the last one is -1
        const Expr inTen = minimum(maximum(load, 0.0), 9.0);
        QVERIFY(holds((inTen >= 0.0) & (inTen < 10.0)) && !holds(inTen < 9.0));
        QVERIFY(holds(select(inTen < 0.0, inTen + 10.0, inTen) < 10.0));  // counted from the end where it is negative
        QVERIFY(!holds(load + 1.0 > load));  // the largest wraps
        QVERIFY(!holds(maximum(load, size) + 1.0 >= 0.0));  // so does that of a size and anything
        QVERIFY(holds(maximum(inTen, size) + 1.0 >= 0.0));
        QVERIFY(holds(binary(LoopOp::Ne, inTen, inTen.like(10))) && !holds(inTen == inTen.like(3)));
        QVERIFY(!holds(row < 9.0) && alwaysHolds(pool, (row < 9.0).id(), declaring({.min = 0, .max = 9})) && !alwaysHolds(pool, (row < 8.0).id(), declaring({.min = 0, .max = 9})));
        // Operands that are shared again and again: each level would double the work.
        Expr sum = inTen;
        for (int i = 0; i < 60; ++i) sum = sum + sum;
        QVERIFY(!holds(sum >= 0.0));
    }
};

WHITTLE_TEST(BoundsTest)
#include "bounds_test.moc"

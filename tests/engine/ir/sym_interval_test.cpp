#include "engine/ir/sym_interval.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

SymInt size(const char* text) { return *parseSymInt(text); }
SymCondition condition(const char* left, SymRelation relation, const char* right) { return SymCondition::of(size(left), relation, size(right)); }

// s0 from 2, s1 in [3, 10], n anything.
const SymRanges kRanges{{"s0", {2, std::nullopt}}, {"s1", {3, 10}}, {"n", {}}};

QString text(const SymRange& range) {
    return QString("[%1, %2]").arg(range.min ? QString::number(*range.min) : "-oo", range.max ? QString::number(*range.max) : "oo");
}

}  // namespace

class SymIntervalTest : public QObject {
    Q_OBJECT
private slots:
    void interval_data() {
        QTest::addColumn<QString>("of");
        QTest::addColumn<QString>("want");
        QTest::newRow("number") << "7" << "[7, 7]";
        QTest::newRow("sum") << "s0 + s1" << "[5, oo]";
        QTest::newRow("difference") << "s1 - s0" << "[-oo, 8]";
        QTest::newRow("multiple") << "2*s1 + 1" << "[7, 21]";
        QTest::newRow("negative multiple") << "5 - 3*s1" << "[-25, -4]";
        QTest::newRow("product") << "s0*s1" << "[6, oo]";
        QTest::newRow("square of anything") << "n*n" << "[0, oo]";
        QTest::newRow("quotient") << "s1//2" << "[1, 5]";
        QTest::newRow("remainder") << "Mod(s0, 4)" << "[0, 3]";
        QTest::newRow("unknown symbol") << "z + 1" << "[-oo, oo]";
        QTest::newRow("larger") << "Max(s1, 5)" << "[5, 10]";
        QTest::newRow("smaller") << "Min(s0, 5)" << "[2, 5]";
    }
    void interval() {
        QFETCH(QString, of);
        QFETCH(QString, want);
        QCOMPARE(text(intervalOf(size(qPrintable(of)), kRanges)), want);
    }

    // An interval is never too small: every value within the ranges lies in it.
    void intervalHoldsEveryValue() {
        const SymRanges ranges{{"a", {0, 6}}, {"b", {-3, 4}}};
        for (const char* expression : {"a + b", "a*b", "a*b - 2*a", "a//3 + b", "Mod(a, 4)*b", "Max(a, b)", "Min(a, b) - a", "b*b", "a*a - b", "(a + b)//2"}) {
            const SymRange range = intervalOf(size(expression), ranges);
            for (std::int64_t a = 0; a <= 6; ++a)
                for (std::int64_t b = -3; b <= 4; ++b) {
                    const auto value = size(expression).evaluate([&](std::string_view name) { return std::optional(name == "a" ? a : b); });
                    VERIFY_OK(value);
                    QVERIFY2(range.holds(*value), qPrintable(QString("%1 is %2 with a=%3, b=%4, outside %5").arg(expression).arg(*value).arg(a).arg(b).arg(text(range))));
                }
        }
    }

    void decidesWhatHoldsForAll() {
        QCOMPARE(decidedByRanges(condition("s1", SymRelation::Gt, "2"), kRanges), std::optional(true));
        QCOMPARE(decidedByRanges(condition("s1", SymRelation::Gt, "10"), kRanges), std::optional(false));
        QCOMPARE(decidedByRanges(condition("s1", SymRelation::Gt, "3"), kRanges), std::optional<bool>());
        QCOMPARE(decidedByRanges(condition("s1", SymRelation::Ne, "11"), kRanges), std::optional(true));
        QCOMPARE(decidedByRanges(condition("s1", SymRelation::Eq, "11"), kRanges), std::optional(false));
        QCOMPARE(decidedByRanges(condition("s0", SymRelation::Eq, "s0"), kRanges), std::optional(true));
        QCOMPARE(decidedByRanges(condition("s0", SymRelation::Ge, "s1"), kRanges), std::optional<bool>());
        QCOMPARE(decidedByRanges(condition("s0 + s1", SymRelation::Lt, "5"), kRanges), std::optional(false));
    }

    void narrows_data() {
        QTest::addColumn<QString>("left");
        QTest::addColumn<int>("relation");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("s0");
        QTest::addColumn<QString>("s1");
        const auto row = [](const char* left, SymRelation relation, const char* right, const char* s0, const char* s1) {
            QTest::newRow(left) << left << static_cast<int>(relation) << right << s0 << s1;
        };
        row("s0", SymRelation::Gt, "5", "[6, oo]", "[3, 10]");
        row("s0 + s1", SymRelation::Lt, "20", "[2, 16]", "[3, 10]");
        row("2*s0", SymRelation::Le, "9", "[2, 4]", "[3, 10]");
        row("s0", SymRelation::Eq, "s1", "[3, 10]", "[3, 10]");
        row("s0 - 1", SymRelation::Ge, "s1", "[4, oo]", "[3, 10]");
        row("s1 ", SymRelation::Ne, "10", "[2, oo]", "[3, 10]");
        row("s0*s1", SymRelation::Le, "30", "[2, oo]", "[3, 10]");  // no symbol stands alone
    }
    void narrows() {
        QFETCH(QString, left);
        QFETCH(int, relation);
        QFETCH(QString, right);
        SymRanges ranges = kRanges;
        const bool changed = narrowRanges(condition(qPrintable(left), static_cast<SymRelation>(relation), qPrintable(right)), ranges);
        QTEST(text(ranges["s0"]), "s0");
        QTEST(text(ranges["s1"]), "s1");
        QCOMPARE(changed, !(ranges == kRanges));
    }

    void cancelsWhatBothSidesHave_data() {
        QTest::addColumn<QString>("left");
        QTest::addColumn<int>("relation");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* left, SymRelation relation, const char* right, const char* want) {
            QTest::newRow(left) << left << static_cast<int>(relation) << right << want;
        };
        row("s0*s1", SymRelation::Eq, "2*s0*(s1//2)", "Eq(Mod(s1, 2), 0)");
        row("Mod(8*s0*s1, 32*s0)", SymRelation::Eq, "0", "Eq(Mod(s1, 4), 0)");
        row("6*s0", SymRelation::Lt, "4*s1", "3*s0 < 2*s1");
        row("n*s0", SymRelation::Eq, "n*s1", "Eq(n*s0, n*s1)");  // n may be 0, or below
        row("s0*s1", SymRelation::Gt, "s1*s1", "s0 > s1");
        row("s0", SymRelation::Ne, "8", "Ne(s0, 8)");
        row("s0 + 2", SymRelation::Eq, "s1", "Eq(s0 + 2, s1)");
        row("Mod(4*s0, 4)", SymRelation::Eq, "0", "Eq(0, 0)");
    }
    void cancelsWhatBothSidesHave() {
        QFETCH(QString, left);
        QFETCH(int, relation);
        QFETCH(QString, right);
        QFETCH(QString, want);
        const SymCondition given = condition(qPrintable(left), static_cast<SymRelation>(relation), qPrintable(right));
        const SymCondition less = withoutCommonFactors(given, kRanges);
        QCOMPARE(toQ(less.text()), want);
        for (std::int64_t s0 = 2; s0 < 9; ++s0)
            for (std::int64_t s1 = 3; s1 <= 10; ++s1)
                for (std::int64_t n = -2; n < 3; ++n) {
                    const auto lookup = [&](std::string_view name) { return std::optional(name == "s0" ? s0 : name == "s1" ? s1 : n); };
                    QCOMPARE(*less.evaluate(lookup), *given.evaluate(lookup));
                }
    }
};

WHITTLE_TEST(SymIntervalTest)
#include "sym_interval_test.moc"

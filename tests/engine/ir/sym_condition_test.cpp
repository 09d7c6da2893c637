#include "engine/ir/size_decider.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

SymInt s(const char* text) { return *parseSymInt(text); }
constexpr std::array kAll{SymRelation::Eq, SymRelation::Ne, SymRelation::Lt, SymRelation::Le, SymRelation::Gt, SymRelation::Ge};

struct Yes final : SizeDecider {
    std::vector<std::string> asked;
    bool decide(const SymCondition& condition) override {
        asked.push_back(condition.text());
        return true;
    }
};

}  // namespace

class SymConditionTest : public QObject {
    Q_OBJECT
private slots:
    void readsAsPyTorchWritesIt() {
        QCOMPARE(toQ(SymCondition::of(s("s0"), SymRelation::Gt, 5).text()), "s0 > 5");
        QCOMPARE(toQ(SymCondition::of(s("Mod(s0, 3)"), SymRelation::Ne, 0).text()), "Ne(Mod(s0, 3), 0)");
        QCOMPARE(toQ(SymCondition::of(s("s0 + s1"), SymRelation::Lt, 10).text()), "s0 + s1 < 10");
    }
    void orderOfSidesIsKeptButForEqualities() {
        QCOMPARE(toQ(SymCondition::of(4, SymRelation::Eq, s("s0")).text()), "Eq(s0, 4)");
        QCOMPARE(toQ(SymCondition::of(s("s2"), SymRelation::Eq, s("s0")).text()), "Eq(s0, s2)");
        QCOMPARE(toQ(SymCondition::of(4, SymRelation::Lt, s("s0")).text()), "4 < s0");
    }
    void negationHoldsWhereItDoesNot() {
        for (const SymRelation relation : kAll) {
            const SymCondition condition = SymCondition::of(s("s0"), relation, s("s1"));
            QVERIFY(condition.negated().negated() == condition);
            for (std::int64_t a = 0; a < 3; ++a) QVERIFY(condition.holds(a, 1) != condition.negated().holds(a, 1));
        }
    }
    void constantWhereSymbolsCancel() {
        QCOMPARE(SymCondition::of(s("s0 + 1"), SymRelation::Gt, s("s0")).constant(), std::optional(true));
        QCOMPARE(SymCondition::of(s("2*s0"), SymRelation::Eq, s("s0 + s0")).constant(), std::optional(true));
        QCOMPARE(SymCondition::of(s("s0"), SymRelation::Gt, 0).constant(), std::optional<bool>());
    }
    void evaluates() {
        const SymCondition condition = SymCondition::of(s("Mod(s0, 4)"), SymRelation::Eq, 0);
        QCOMPARE(*condition.evaluate([](std::string_view) { return std::optional<std::int64_t>(8); }), true);
        QCOMPARE(*condition.evaluate([](std::string_view) { return std::optional<std::int64_t>(9); }), false);
        const auto unbound = condition.evaluate([](std::string_view) { return std::optional<std::int64_t>(); });
        QVERIFY(!unbound.has_value());
        QCOMPARE(unbound.error().code, Code::NotFound);
    }
    void symbolsOfBothSides() {
        const std::set<std::string> want{"s0", "s1"};
        QVERIFY(SymCondition::of(s("s0*2"), SymRelation::Lt, s("s1 + s0")).symbols() == want);
    }
    void nobodyDecidesOutsideOfAScope() {
        QCOMPARE(decided(s("s0"), SymRelation::Eq, 4), std::optional<bool>());
        QCOMPARE(decided(s("3"), SymRelation::Eq, 4), std::optional(false));
        Yes yes;
        {
            const SizeDecisionScope scope(yes);
            QCOMPARE(decided(s("s0"), SymRelation::Eq, 4), std::optional(true));
            QCOMPARE(decided(s("3"), SymRelation::Eq, 4), std::optional(false));  // needs no decision
        }
        QCOMPARE(decided(s("s0"), SymRelation::Eq, 4), std::optional<bool>());
        QVERIFY(yes.asked == std::vector<std::string>{"Eq(s0, 4)"});
    }
};

WHITTLE_TEST(SymConditionTest)
#include "sym_condition_test.moc"

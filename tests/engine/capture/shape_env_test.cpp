#include "engine/capture/shape_env.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

SymCondition ask(const SymInt& left, SymRelation relation, const SymInt& right) { return SymCondition::of(left, relation, right); }

OriginRef line(int number) {
    Origin origin;
    origin.file = "net.py";
    origin.line = number;
    return std::make_shared<const Origin>(std::move(origin));
}

QString factText(const ShapeEnv& env, std::optional<std::size_t> fact) {
    if (!fact) return "none";
    const ShapeFact& found = env.facts()[*fact];
    return toQ(found.condition.text()) + (found.cause ? " " + toQ(found.cause->where()) : QString());
}

}  // namespace

class ShapeEnvTest : public QObject {
    Q_OBJECT
private slots:
    void sizesOf0And1StayNumbers() {
        ShapeEnv env;
        QVERIFY(env.addSize(0, "a", DimPolicy::Dynamic).is(0));
        QVERIFY(env.addSize(1, "b", DimPolicy::Duck).is(1));
        QVERIFY(env.addSize(7, "c", DimPolicy::Static).is(7));
        QCOMPARE(toQ(env.addSize(7, "d", DimPolicy::Dynamic).text()), "s0");
        QVERIFY(!env.addSize(1, "e", DimPolicy::Unbacked).isConstant());
    }
    void equalSizesShareASymbolOnlyAsDucks() {
        ShapeEnv env;
        QVERIFY(env.addSize(4, "a", DimPolicy::Duck) == env.addSize(4, "b", DimPolicy::Duck));
        QVERIFY(!(env.addSize(4, "c", DimPolicy::Dynamic) == env.addSize(4, "d", DimPolicy::Dynamic)));
    }
    void answersFromTheCallAndKeepsTheCause() {
        ShapeEnv env;
        const SymInt s0 = env.addSize(8, "x.0", DimPolicy::Dynamic);
        env.setCause(line(3), 7);
        QVERIFY(env.decide(ask(s0, SymRelation::Gt, 5)));
        env.setCause(line(4));
        QVERIFY(!env.decide(ask(s0, SymRelation::Gt, 20)));
        QVERIFY(env.decide(ask(s0, SymRelation::Ge, 6)));  // follows: no fact
        QCOMPARE(env.facts().size(), 2U);
        QCOMPARE(env.facts()[0].node, std::optional<std::size_t>(7));
        QCOMPARE(env.facts()[1].node, std::optional<std::size_t>());
        const SymRange want{6, 20};
        QVERIFY(env.ranges().at("s0") == want);
        const RangeCause cause = env.rangeCause("s0");
        QCOMPARE(factText(env, cause.min), "s0 > 5 net.py:3");
        QCOMPARE(factText(env, cause.max), "s0 <= 20 net.py:4");
    }
    void equalitiesReplaceAndNameTheirCause() {
        ShapeEnv env;
        const SymInt s0 = env.addSize(4, "x.0", DimPolicy::Dynamic), s1 = env.addSize(5, "y.0", DimPolicy::Dynamic);
        env.setCause(line(9));
        QVERIFY(env.decide(ask(s1 - 1, SymRelation::Eq, s0)));
        QCOMPARE(toQ(env.simplify(s1).text()), "s0 + 1");
        QCOMPARE(factText(env, env.replacementCause("s1")), "Eq(s1 - 1, s0) net.py:9");
        QCOMPARE(factText(env, env.replacementCause("s0")), "none");
        QCOMPARE(env.specialize(s1), 5);
        QVERIFY(env.simplify(s0).is(4));
    }
    // What a range of one symbol does to another is the doing of the condition that joined them.
    void rangesTravelOverEqualities() {
        ShapeEnv env;
        const SymInt s0 = env.addSize(4, "x.0", DimPolicy::Dynamic, {2, 32}), s1 = env.addSize(4, "y.0", DimPolicy::Dynamic);
        env.setCause(line(2));
        QVERIFY(env.decide(ask(s0, SymRelation::Eq, s1)));
        const SymRange want{2, 32};
        QVERIFY(env.ranges().at("s1") == want);
        QCOMPARE(factText(env, env.rangeCause("s1").max), "Eq(s0, s1) net.py:2");
    }
    void evenHalvesAreWhole() {
        ShapeEnv env;
        const SymInt s0 = env.addSize(8, "x.0", DimPolicy::Dynamic);
        QVERIFY(env.decide(ask(mod(s0, 2), SymRelation::Eq, 0)));
        QCOMPARE(toQ(env.simplify(2 * floorDiv(s0, 2)).text()), "s0");
    }
    void answersThatNeedSizesFrom2AreKept() {
        ShapeEnv env;
        const SymInt s0 = env.addSize(8, "x.0", DimPolicy::Dynamic);
        QVERIFY(!env.decide(ask(s0, SymRelation::Eq, 1)));
        QVERIFY(env.decide(ask(s0, SymRelation::Ge, 0)));
        QVERIFY(env.facts().empty());
        QCOMPARE(env.answeredByLeastSize().size(), 1U);
        QCOMPARE(toQ(env.answeredByLeastSize()[0].condition.text()), "Ne(s0, 1)");
        QVERIFY(!env.decide(ask(s0, SymRelation::Eq, 1)));
        QCOMPARE(env.answeredByLeastSize().size(), 1U);
    }
    void whatOnlyARunKnowsIsNotDecided() {
        ShapeEnv env;
        const SymInt u0 = env.addUnbacked({0, std::nullopt});
        env.assume(ask(u0, SymRelation::Le, 20));
        QVERIFY(env.decide(ask(u0, SymRelation::Lt, 21)));
        QVERIFY(!env.error());
        QVERIFY(!env.decide(ask(u0, SymRelation::Gt, 3)));
        QVERIFY(env.error());
        QCOMPARE(toQ(env.error()->message), "Could not guard on data-dependent expression u0 > 3");
    }
    void operatorsTakeUnknownSizesToBe2OrMore() {
        ShapeEnv env;
        const SymInt u0 = env.addUnbacked({0, std::nullopt}), n = env.addUnbacked({});
        env.setCause(nullptr, 3);
        QVERIFY(!env.decide(ask(u0, SymRelation::Eq, 1)));
        QVERIFY(!env.error());
        QCOMPARE(toQ(env.answeredByLeastSize()[0].condition.text()), "Ne(u0, 1)");
        QVERIFY(!env.decide(ask(n, SymRelation::Eq, 1)));  // no size
        QVERIFY(env.error());
        ShapeEnv branch;
        const SymInt u = branch.addUnbacked({0, std::nullopt});
        QVERIFY(!branch.decide(ask(u, SymRelation::Eq, 1)));  // the function's own branch
        QVERIFY(branch.error());
    }
    void factorsInCommonHideNoNumber() {
        ShapeEnv env;
        const SymInt s0 = env.addSize(4, "x.0", DimPolicy::Dynamic), s1 = env.addSize(3, "x.1", DimPolicy::Dynamic);
        env.setCause(line(5), 2);
        QVERIFY(env.decide(ask(s0 * s1, SymRelation::Eq, 3 * s0)));
        QVERIFY(!env.simplify(s1).isConstant());
        env.deduce();
        QVERIFY(env.simplify(s1).is(3));
        QCOMPARE(factText(env, env.replacementCause("s1")), "Eq(s1, 3) net.py:5");
        const std::size_t facts = env.facts().size();
        env.deduce();
        QCOMPARE(env.facts().size(), facts);
    }
    void guardsStandInPyTorchsOrder() {
        ShapeEnv env;
        const SymInt s0 = env.addSize(9, "L['x'].size()[0]", DimPolicy::Dynamic), s1 = env.addSize(9, "L['y'].size()[0]", DimPolicy::Dynamic);
        QVERIFY(env.decide(ask(mod(s0, 3), SymRelation::Eq, 0)));
        QVERIFY(env.decide(ask(s0, SymRelation::Eq, s1)));
        const auto guards = env.guards();
        VERIFY_OK(guards);
        QStringList texts;
        for (const ShapeGuard& guard : *guards) texts.append(toQ(guard.text));
        QCOMPARE(texts.join(" | "), "L['y'].size()[0] == L['x'].size()[0] | (L['x'].size()[0] % 3) == 0 | 2 <= L['x'].size()[0]");
    }
};

WHITTLE_TEST(ShapeEnvTest)
#include "shape_env_test.moc"

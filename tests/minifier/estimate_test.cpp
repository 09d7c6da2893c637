// What is said to be left of a reduction: rounded, and never absurd.
#include "minifier/search/estimate.h"

#include "minifier/search/minify.h"
#include "tests/minifier/fake.h"

using namespace whittle;
using namespace whittle::test;

class EstimateTest : public QObject {
    Q_OBJECT
private slots:
    void words_data() {
        QTest::addColumn<int>("candidates");
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("one") << 1 << 0.01 << "about 1 candidate, a few seconds left";
        QTest::newRow("few") << 7 << 12.0 << "about 7 candidates, 10 s left";
        QTest::newRow("halves of a digit") << 17 << 52.0 << "about 15 candidates, 50 s left";
        QTest::newRow("a minute") << 43 << 56.0 << "about 40 candidates, 1 min left";
        QTest::newRow("minutes") << 140 << 131.0 << "about 150 candidates, 2 min left";
        QTest::newRow("an hour") << 999 << 3500.0 << "about 1000 candidates, 1 h left";
        QTest::newRow("days") << 5000 << 400000.0 << "about 5000 candidates, 5 days left";
    }
    void words() {
        QFETCH(int, candidates);
        QFETCH(double, seconds);
        QTEST(toQ(remainingText({.candidates = candidates, .seconds = seconds})), "text");
    }

    void a_cost_hangs_on_the_number_of_operators() {
        CostModel cost;
        QVERIFY(!cost.knows());
        for (const double operators : {1000, 500, 250, 125, 60}) cost.learn(operators, 2 + 0.01 * operators);
        QVERIFY(std::abs(cost.seconds(10) - 2.1) < 1e-6);
        QVERIFY(std::abs(cost.seconds(500) - 7) < 1e-6);
        // Smaller ones that took longer say nothing of the size, and nothing takes less than no time.
        CostModel odd;
        for (const double operators : {100, 50, 25}) odd.learn(operators, 200 / operators);
        QVERIFY(odd.seconds(1) > 0 && odd.seconds(1) < 8);
        CostModel steep;
        for (const double operators : {1000, 100}) steep.learn(operators, operators * operators / 1e5);
        QVERIFY(steep.seconds(0) >= 0);
    }

    void nothing_is_said_before_something_is_known() {
        Estimate estimate;
        estimate.expect(40);
        QVERIFY(!estimate.remaining(100));
        for (int i = 0; i < 2; ++i) estimate.answered(100, 1);
        QVERIFY(!estimate.remaining(100));
        estimate.answered(100, 1);
        QVERIFY(estimate.remaining(100).has_value());
        estimate.expect(0);
        QVERIFY(!estimate.remaining(100));
    }

    // Bisections ask about nearly all that they think of; of what a sweep goes through most is known, or no smaller graph.
    void proposals_are_no_candidates() {
        Estimate estimate;
        estimate.expect(10);
        for (int i = 0; i < 5; ++i) estimate.answered(100, 1);
        QCOMPARE(estimate.remaining(100)->candidates, 10);
        estimate.expectProposals(80);
        QCOMPARE(estimate.remaining(100)->candidates, 10);
        for (int i = 0; i < 40; ++i) estimate.skipped();
        QVERIFY(estimate.remaining(100)->candidates <= 5);
        for (int i = 0; i < 40; ++i) estimate.answered(100, 1);
        QVERIFY(estimate.remaining(100)->candidates >= 40);
        estimate.expect(3);
        QCOMPARE(estimate.remaining(100)->candidates, 3);
    }

    // A reduction on record: what was said to be left at each answer, beside what was left.
    void a_recorded_reduction_is_never_told_absurdly_data() {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<QList<int>>("culprits");
        QTest::newRow("one of few") << 22 << QList<int>{11};
        QTest::newRow("one of many") << 600 << QList<int>{401};
        QTest::newRow("two far apart") << 300 << QList<int>{20, 250};
        QTest::newRow("three") << 200 << QList<int>{20, 100, 170};
    }
    void a_recorded_reduction_is_never_told_absurdly() {
        QFETCH(int, nodes);
        QFETCH(QList<int>, culprits);
        constexpr const char* kOps[] = {"aten.relu.default", "aten.exp.default", "aten.abs.default"};
        std::vector<Planted> planted;
        std::vector<std::string> needed;
        for (qsizetype i = 0; i < culprits.size(); ++i) {
            planted.push_back({culprits[i], kOps[i]});
            needed.emplace_back(kOps[i]);
        }
        FakeOracle oracle(needs(needed));
        const QTemporaryDir folder;
        std::vector<MinifyProgress> told;
        const auto result = minify(chain(nodes, planted), oracle, {.outputFolder = folder.path().toStdString()}, [&](const MinifyProgress& p) { told.push_back(p); }, {});
        VERIFY_OK(result);
        int said = 0, near = 0;
        for (const MinifyProgress& one : told) {
            if (!one.remaining) continue;
            const int left = result->candidates - one.candidates;
            ++said;
            QVERIFY(one.remaining->candidates >= 1 && one.remaining->seconds >= 0 && std::isfinite(one.remaining->seconds));
            QVERIFY2(one.remaining->candidates <= 5 * left + 30, qPrintable(QString("%1 said, %2 left, in %3").arg(one.remaining->candidates).arg(left).arg(toQ(one.phase))));
            QVERIFY2(10 * one.remaining->candidates + 40 >= left, qPrintable(QString("%1 said, %2 left, in %3").arg(one.remaining->candidates).arg(left).arg(toQ(one.phase))));
            near += one.remaining->candidates <= 3 * left + 10 && 3 * one.remaining->candidates + 10 >= left;
        }
        QVERIFY2(said * 2 >= static_cast<int>(told.size()), qPrintable(QString("%1 of %2").arg(said).arg(told.size())));
        QVERIFY2(near * 10 >= said * 6, qPrintable(QString("%1 of %2").arg(near).arg(said)));
        QVERIFY(!told.back().remaining);
    }
};

WHITTLE_TEST(EstimateTest)
#include "estimate_test.moc"

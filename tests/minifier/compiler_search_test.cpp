// Which part of the compiler fails: an oracle with a compiler of eight passes and fusion, of which some must run for a failure.
#include "minifier/search/minify.h"
#include "tests/minifier/fake.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr const char* kRelu = "aten.relu.default";

class StagedOracle final : public Oracle {
public:
    StagedOracle(std::vector<std::string> needed, bool fusion) : m_needed(std::move(needed)), m_fusion(fusion) {}
    std::string_view name() const override { return "staged"; }
    CompilerParts parts() const override { return {.passes = {"a", "b", "c", "d", "e", "f", "g", "h"}, .fusion = true}; }
    Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) override { return testWithout(candidate, {}, cancel); }
    Result<Verdict> testWithout(const Graph& candidate, const LeftOut& out, const CancelToken&) override {
        const std::vector<std::string> all = parts().passes;
        bool fails = hasOp(candidate, kRelu) && !(m_fusion && out.fusion);
        for (const std::string& pass : m_needed) {
            const auto place = std::ranges::find(all, pass) - all.begin();
            fails = fails && (out.passLimit < 0 || place < out.passLimit) && std::ranges::find(out.passes, pass) == out.passes.end();
        }
        Verdict verdict;
        if (fails) verdict = {.kind = Verdict::Kind::Fails, .failure = boom(), .note = {}};
        return verdict;
    }

private:
    std::vector<std::string> m_needed;
    bool m_fusion;
};

}  // namespace

class CompilerSearchTest : public QObject {
    Q_OBJECT
private slots:
    void names_the_culprit_data() {
        QTest::addColumn<QStringList>("needed");
        QTest::addColumn<bool>("fusion");
        QTest::addColumn<QString>("firstBad");
        QTest::addColumn<QString>("text");
        QTest::newRow("no pass") << QStringList{} << false << "" << "it fails without any pass; fusion has no part in it";
        QTest::newRow("fusion alone") << QStringList{} << true << "" << "it fails without any pass; it does not fail without fusion";
        QTest::newRow("one pass") << QStringList{"d"} << false << "d" << "the first bad pass is d; fusion has no part in it";
        QTest::newRow("the first and the last") << QStringList{"a", "h"} << false << "h" << "the first bad pass is h, which takes a, h; fusion has no part in it";
        QTest::newRow("three and fusion") << QStringList{"b", "c", "g"} << true << "g" << "the first bad pass is g, which takes b, c, g; it does not fail without fusion";
    }
    void names_the_culprit() {
        QFETCH(QStringList, needed);
        QFETCH(bool, fusion);
        QFETCH(QString, firstBad);
        QFETCH(QString, text);
        std::vector<std::string> names;
        for (const QString& name : needed) names.push_back(name.toStdString());
        StagedOracle oracle(names, fusion);
        QTemporaryDir folder;
        const auto result = minify(chain(12, {{5, kRelu}}), oracle, {.outputFolder = folder.path().toStdString()}, {}, {});
        VERIFY_OK(result);
        QVERIFY(result->oneMinimal);
        QVERIFY(result->culprit);
        QCOMPARE(toQ(result->culprit->firstBadPass), firstBad);
        if (!firstBad.isEmpty()) QCOMPARE(result->culprit->neededPasses, names);
        QCOMPARE(toQ(result->culprit->text()), text);
        QVERIFY(result->culprit->runs <= 20);
        // A resumed job knows all of it.
        const auto again = minify(chain(12, {{5, kRelu}}), oracle, {.outputFolder = folder.path().toStdString(), .resume = true, .maxCandidates = 1}, {}, {});
        VERIFY_OK(again);
        QCOMPARE(toQ(again->culprit->text()), text);
    }

    void an_oracle_that_is_whole_names_nothing() {
        FakeOracle oracle(needs({kRelu}));
        QTemporaryDir folder;
        const auto result = minify(chain(12, {{5, kRelu}}), oracle, {.outputFolder = folder.path().toStdString()}, {}, {});
        VERIFY_OK(result);
        QVERIFY(!result->culprit);
    }
};

WHITTLE_TEST(CompilerSearchTest)
#include "compiler_search_test.moc"

// Which part of the compiler fails: an oracle with a compiler of eight passes, fusion and settings, of which some are needed for a failure.
#include "minifier/search/minify.h"
#include "tests/minifier/fake.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr const char* kRelu = "aten.relu.default";

struct Needs {
    std::vector<std::string> passes = {};
    std::vector<std::string> fused = {};    // operators
    std::vector<std::string> plainer = {};  // words of settings that end the failure
    std::vector<CompilerSetting> settings = {};
    std::vector<std::string> ops = {kRelu};
};

class StagedOracle final : public Oracle {
public:
    explicit StagedOracle(Needs needs) : m_needs(std::move(needs)) {}
    std::string_view name() const override { return "staged"; }
    CompilerParts parts() const override { return {.passes = {"a", "b", "c", "d", "e", "f", "g", "h"}, .fusion = true, .settings = m_needs.settings}; }
    Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) override { return testWithout(candidate, {}, cancel); }
    Result<Verdict> testWithout(const Graph& candidate, const LeftOut& out, const CancelToken&) override {
        const std::vector<std::string> all = parts().passes;
        bool fails = std::ranges::all_of(m_needs.ops, [&](const std::string& op) { return hasOp(candidate, op); });
        for (const std::string& op : m_needs.fused) {
            const auto node = std::ranges::find(candidate.nodes(), op, &Node::op);
            fails = fails && !out.fusion && node != candidate.nodes().end() && std::ranges::find(out.apart, node->name) == out.apart.end();
        }
        for (const std::string& words : out.plainer) fails = fails && std::ranges::find(m_needs.plainer, words) == m_needs.plainer.end();
        for (const std::string& pass : m_needs.passes) {
            const auto place = std::ranges::find(all, pass) - all.begin();
            fails = fails && (out.passLimit < 0 || place < out.passLimit) && std::ranges::find(out.passes, pass) == out.passes.end();
        }
        Verdict verdict;
        if (fails) verdict = {.kind = Verdict::Kind::Fails, .failure = boom(), .note = {}};
        return verdict;
    }

private:
    Needs m_needs;
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
        QTest::newRow("fusion alone") << QStringList{} << true << "" << "it fails without any pass; it fails only when what relu is made of is fused";
        QTest::newRow("one pass") << QStringList{"d"} << false << "d" << "the first bad pass is d; fusion has no part in it";
        QTest::newRow("the first and the last") << QStringList{"a", "h"} << false << "h" << "the first bad pass is h, which takes a, h; fusion has no part in it";
        QTest::newRow("three and fusion") << QStringList{"b", "c", "g"} << true << "g" << "the first bad pass is g, which takes b, c, g; it fails only when what relu is made of is fused";
    }
    void names_the_culprit() {
        QFETCH(QStringList, needed);
        QFETCH(bool, fusion);
        QFETCH(QString, firstBad);
        QFETCH(QString, text);
        std::vector<std::string> names;
        for (const QString& name : needed) names.push_back(name.toStdString());
        StagedOracle oracle({.passes = names, .fused = fusion ? std::vector<std::string>{kRelu} : std::vector<std::string>()});
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

    // Of three operators that the failure takes, two have to be in one kernel.
    void names_what_has_to_be_fused() {
        const std::vector<std::string> ops{kRelu, "aten.exp.default", "aten.cos.default"};
        StagedOracle oracle({.fused = {kRelu, "aten.cos.default"}, .ops = ops});
        QTemporaryDir folder;
        const auto result = minify(chain(20, {{5, ops[0]}, {9, ops[1]}, {14, ops[2]}}), oracle, {.outputFolder = folder.path().toStdString()}, {}, {});
        VERIFY_OK(result);
        QCOMPARE(result->nodesAfter, 3);
        QVERIFY(result->culprit);
        QStringList fused;
        for (const std::string& name : result->culprit->fused) fused << toQ(name);
        QVERIFY2(toQ(result->culprit->text()).endsWith("; it fails only when " + fused.join(", ") + " are fused"), result->culprit->text().c_str());
        std::ranges::sort(fused);
        QCOMPARE(fused, QStringList({"cos", "relu"}));
    }

    void names_the_settings_that_it_takes_data() {
        QTest::addColumn<QStringList>("plainer");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("runs");
        const QString before = "it fails without any pass; fusion has no part in it; ";
        QTest::newRow("none") << QStringList{} << before + "it fails with 1 thread, baseline code, no --choose a=b too" << 3;
        QTest::newRow("an option") << QStringList{"no --choose a=b"} << before + "it takes --choose a=b; it fails with 1 thread, baseline code too" << 8;
        QTest::newRow("some vectors") << QStringList{"baseline code"} << before + "it takes AVX2 code; it fails with 1 thread, no --choose a=b too" << 8;
        QTest::newRow("the widest vectors and threads") << QStringList{"baseline code", "AVX2 code", "1 thread"}
                                                        << before + "it takes 2 threads, AVX-512 code; it fails with no --choose a=b too" << 10;
        QTest::newRow("all") << QStringList{"1 thread", "baseline code", "no --choose a=b"} << before + "it takes 2 threads, AVX2 code, --choose a=b" << 8;
    }
    void names_the_settings_that_it_takes() {
        QFETCH(QStringList, plainer);
        QFETCH(QString, text);
        QFETCH(int, runs);
        Needs needs{.settings = {{"1 thread", "2 threads"}, {"baseline code", "AVX2 code", "AVX-512 code"}, {"no --choose a=b", "--choose a=b"}}};
        for (const QString& words : plainer) needs.plainer.push_back(words.toStdString());
        StagedOracle oracle(needs);
        QTemporaryDir folder;
        const auto result = minify(chain(12, {{5, kRelu}}), oracle, {.outputFolder = folder.path().toStdString()}, {}, {});
        VERIFY_OK(result);
        QVERIFY(result->culprit);
        QCOMPARE(toQ(result->culprit->text()), text);
        QVERIFY2(result->culprit->runs <= runs, qPrintable(QString::number(result->culprit->runs)));
    }

    void like_settings_are_told_together() {
        const CompilerCulprit culprit{.plainSettings = {"1 thread", "no a kernels", "no b kernels", "no c kernels", "no a=b choice", "no object cache"}};
        QCOMPARE(toQ(culprit.text()), QString("it fails without any pass; fusion has no part in it; it fails with 1 thread, no a, b, c kernels, no a=b choice, no object cache too"));
    }

    // Two settings that are each half as plain as they could be may be too plain together.
    void settings_hold_together() {
        class Together final : public Oracle {
        public:
            std::string_view name() const override { return "together"; }
            CompilerParts parts() const override { return {.passes = {}, .fusion = false, .settings = {{"a0", "a1", "a2"}, {"b0", "b1", "b2"}}}; }
            Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) override { return testWithout(candidate, {}, cancel); }
            Result<Verdict> testWithout(const Graph& candidate, const LeftOut& out, const CancelToken&) override {
                const bool tooPlain = out.has("a0") || out.has("b0") || (out.has("a1") && out.has("b1"));
                if (tooPlain || !hasOp(candidate, kRelu)) return Verdict();
                return Verdict{.kind = Verdict::Kind::Fails, .failure = boom(), .note = {}};
            }
        } oracle;
        QTemporaryDir folder;
        const auto result = minify(chain(12, {{5, kRelu}}), oracle, {.outputFolder = folder.path().toStdString()}, {}, {});
        VERIFY_OK(result);
        QVERIFY(result->culprit);
        QCOMPARE(toQ(result->culprit->text()), QString("it takes a2, b2"));
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

// Failures that come and go: the rate is measured, and no lucky pass makes a candidate one that does not fail.
#include <random>

#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "minifier/search/minify.h"
#include "tests/minifier/fake.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr const char* kRelu = "aten.relu.default";
constexpr const char* kExp = "aten.exp.default";

// Fails at a rate where the predicate fails at all.
Predicate sometimes(Predicate predicate, double rate, unsigned seed) {
    auto random = std::make_shared<std::mt19937>(seed);
    return [=](const Graph& graph) -> std::optional<Failure> {
        const bool now = std::uniform_real_distribution<>(0, 1)(*random) < rate;
        return now ? predicate(graph) : std::nullopt;
    };
}

}  // namespace

class FlakyTest : public QObject {
    Q_OBJECT
private:
    Result<MinifyResult> reduce(const Graph& graph, Oracle& oracle, MinifyOptions options = {}) {
        options.outputFolder = m_dir.path().toStdString() + "/" + std::to_string(++m_next);
        m_folder = options.outputFolder;
        return minify(graph, oracle, options, {}, {});
    }
    QTemporaryDir m_dir;
    int m_next = 0;
    std::filesystem::path m_folder;

private slots:
    void a_rate_is_measured_and_reduced_all_the_same_data() {
        QTest::addColumn<double>("rate");
        QTest::newRow("often") << 0.7;
        QTest::newRow("half") << 0.5;
        QTest::newRow("seldom") << 0.3;
    }
    void a_rate_is_measured_and_reduced_all_the_same() {
        QFETCH(double, rate);
        int judged = 0, right = 0;
        for (unsigned seed = 1; seed <= 20; ++seed) {
            FakeOracle oracle(sometimes(needs({kRelu, kExp}), rate, seed));
            const auto result = reduce(chain(40, {{9, kRelu}, {31, kExp}}), oracle);
            VERIFY_OK(result);
            // A flaky failure may fail twice running, or not at all: then nothing says that it is one.
            if (result->original.fails == result->original.runs || result->original.fails == 0) continue;
            if (result->status == MinifyResult::Status::Flaky) continue;
            ++judged;
            QVERIFY(result->original.runs >= 10);
            QVERIFY(result->original.fails >= 3);
            QCOMPARE(result->passesNeeded, static_cast<int>(std::ceil(std::log(0.01) / std::log(1 - result->original.rate()))));
            QCOMPARE(result->status, MinifyResult::Status::Minimal);
            QVERIFY(hasOp(result->graph, kRelu) && hasOp(result->graph, kExp));
            right += result->nodesAfter == 2;
            const auto report = nlohmann::json::parse(*readFile(m_folder / "report.json"));
            QCOMPARE(report["original_fails"].get<int>(), result->original.fails);
            // What is left is run twenty times more, and the pages tell of it.
            QCOMPARE(result->reduced.runs, 20);
            QVERIFY2(std::abs(result->reduced.rate() - rate) < 0.45, std::to_string(result->reduced.fails).c_str());
            QCOMPARE(report["reduced_runs"].get<int>(), 20);
            const std::string told = fmt::format("{} of 20 runs", result->reduced.fails);
            for (const char* page : {"report.html", "issue.md"}) QVERIFY(readFile(m_folder / page)->find(told) != std::string::npos);
        }
        QVERIFY(judged >= 8);
        QVERIFY2(right * 10 >= judged * 7, qPrintable(QString("%1 of %2").arg(right).arg(judged)));
    }

    void a_candidate_passes_as_often_as_repeat_says() {
        FakeOracle oracle(needs({kRelu}));
        const auto result = reduce(chain(20, {{3, kRelu}}), oracle, {.repeat = 4});
        VERIFY_OK(result);
        QCOMPARE(result->original.runs, 4);
        QCOMPARE(result->original.fails, 4);
        QCOMPARE(result->reduced.runs, 0);  // it did not come and go
        for (const auto& [hash, runs] : oracle.asked) QVERIFY2(runs == 1 || runs == 4 || hash == structuralHash(result->graph).hex(), hash.c_str());  // the result by other names too
        QVERIFY(std::ranges::any_of(oracle.asked, [](const auto& one) { return one.second == 4; }));
        const std::string journal = *readFile(m_folder / "journal.jsonl");
        QVERIFY(journal.find("\"verdict\":\"passes\",\"runs\":4,\"fails\":0") != journal.npos);
    }

    void repeat_judges_what_is_too_rare_otherwise() {
        int runs = 0;
        const Predicate rare = [&](const Graph& graph) { return ++runs % 25 == 0 ? needs({kRelu})(graph) : std::nullopt; };
        FakeOracle oracle(rare);
        const auto refused = reduce(chain(8, {{3, kRelu}}), oracle);
        VERIFY_OK(refused);
        QCOMPARE(refused->status, MinifyResult::Status::DoesNotFail);  // it passed twice
        runs = 23;
        const auto flaky = reduce(chain(8, {{3, kRelu}}), oracle);
        VERIFY_OK(flaky);
        QCOMPARE(flaky->status, MinifyResult::Status::Flaky);
        QCOMPARE(flaky->original.runs, 30);
        QCOMPARE(flaky->original.fails, 2);
        const auto judged = reduce(chain(8, {{3, kRelu}}), oracle, {.repeat = 60});
        VERIFY_OK(judged);
        QCOMPARE(judged->status, MinifyResult::Status::Minimal);
        QCOMPARE(judged->nodesAfter, 1);
    }

    // What an earlier process asked too seldom for this one is asked again.
    void a_resumed_job_trusts_no_lucky_pass() {
        const Graph graph = chain(16, {{9, kRelu}});
        FakeOracle first(needs({kRelu}));
        VERIFY_OK(reduce(graph, first));
        const auto folder = m_folder;
        FakeOracle second(needs({kRelu}));
        MinifyOptions options{.outputFolder = folder, .resume = true, .repeat = 3};
        const auto again = minify(graph, second, options, {}, {});
        VERIFY_OK(again);
        for (const auto& [hash, runs] : second.asked) QVERIFY(runs == 3 || hash == structuralHash(graph).hex());
    }

    void what_the_signature_does_not_describe_is_no_failure() {
        FakeOracle oracle(needs({kRelu}));
        auto rule = SignatureRule::parse("something else");
        VERIFY_OK(rule);
        const auto result = reduce(chain(8, {{3, kRelu}}), oracle, {.match = *rule});
        VERIFY_OK(result);
        QCOMPARE(result->status, MinifyResult::Status::DoesNotFail);
        QCOMPARE(toQ(result->note), QString("the original failed with compile_error (boom), which is not what the signature asks for"));
    }

    void a_text_keeps_to_its_failure() {
        const Predicate predicate = [](const Graph& graph) -> std::optional<Failure> {
            if (!hasOp(graph, kRelu)) return std::nullopt;
            return boom(graph.nodes().size() > 4 ? "large one" : graph.nodes().size() > 2 ? "small one" : "none");
        };
        FakeOracle oracle(predicate);
        const auto result = reduce(chain(32, {{5, kRelu}}), oracle, {.match = *SignatureRule::parse("(large|small) one")});
        VERIFY_OK(result);
        QCOMPARE(result->nodesAfter, 3);
        QCOMPARE(result->others.size(), std::size_t{1});
    }
};

WHITTLE_TEST(FlakyTest)
#include "flaky_test.moc"

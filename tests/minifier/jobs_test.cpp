// Several oracles at once: the same questions in the same order, the same result, whatever their number and speed.
#include <atomic>
#include <thread>

#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "minifier/search/minify.h"
#include "tests/minifier/fake.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr const char* kRelu = "aten.relu.default";
constexpr const char* kExp = "aten.exp.default";
constexpr const char* kAbs = "aten.abs.default";

// Answers after a while that depends on the candidate, so that answers come in another order than questions.
class SlowOracle final : public Oracle {
public:
    struct Shared {
        Predicate predicate;
        std::atomic<int> runs{0}, cancelled{0}, atOnce{0}, mostAtOnce{0};
        bool fast = false;
        int breaksAt = 0;
    };
    explicit SlowOracle(std::shared_ptr<Shared> shared) : m_shared(std::move(shared)) {}
    std::string_view name() const override { return "slow"; }
    std::unique_ptr<Oracle> another() const override { return std::make_unique<SlowOracle>(m_shared); }
    Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) override {
        const int now = ++m_shared->atOnce;
        int most = m_shared->mostAtOnce;
        while (now > most && !m_shared->mostAtOnce.compare_exchange_weak(most, now)) {}
        struct Leave {
            std::atomic<int>& count;
            ~Leave() { --count; }
        } leave{m_shared->atOnce};
        const auto ms = m_shared->fast ? 0 : static_cast<int>(structuralHash(candidate).low % 7);
        for (int i = 0; i < ms; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (cancel.cancelled()) ++m_shared->cancelled;
            WHITTLE_TRY_VOID(cancel.check());
        }
        if (++m_shared->runs == m_shared->breaksAt) return fail(Code::Io, "the worker cannot be started");
        Verdict verdict;
        if (auto failure = m_shared->predicate(candidate)) verdict = {.kind = Verdict::Kind::Fails, .failure = std::move(failure), .note = {}};
        return verdict;
    }

private:
    std::shared_ptr<Shared> m_shared;
};

struct Lines {
    std::vector<std::string> asked;  // without times
    int guesses = 0;
};

Lines linesOf(const std::filesystem::path& folder) {
    Lines out;
    std::istringstream in(*readFile(folder / "journal.jsonl"));
    for (std::string line; std::getline(in, line);) {
        auto json = nlohmann::ordered_json::parse(line);
        for (const char* key : {"ms", "at"}) json.erase(key);
        if (json.value("source", "") == "guess") ++out.guesses;
        else out.asked.push_back(json.dump());
    }
    return out;
}

}  // namespace

class JobsTest : public QObject {
    Q_OBJECT
private:
    std::filesystem::path fresh() { return m_dir.path().toStdString() + "/" + std::to_string(m_next++); }
    QTemporaryDir m_dir;
    int m_next = 0;

private slots:
    void any_number_of_jobs_gives_the_same_data() {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<QList<int>>("positions");
        QTest::addColumn<bool>("path");
        QTest::newRow("one, early") << 200 << QList<int>{3} << false;
        QTest::newRow("one, late") << 200 << QList<int>{190} << false;
        QTest::newRow("two") << 120 << QList<int>{20, 90} << false;
        QTest::newRow("three") << 60 << QList<int>{2, 30, 31} << false;
        QTest::newRow("a path") << 40 << QList<int>{10, 25} << true;
    }
    void any_number_of_jobs_gives_the_same() {
        QFETCH(int, nodes);
        QFETCH(QList<int>, positions);
        QFETCH(bool, path);
        const std::vector<std::string> ops{kRelu, kExp, kAbs};
        std::vector<Planted> planted;
        std::vector<std::string> needed;
        for (int i = 0; i < positions.size(); ++i) {
            planted.push_back({positions[i], ops[static_cast<std::size_t>(i)]});
            needed.push_back(ops[static_cast<std::size_t>(i)]);
        }
        const Graph graph = chain(nodes, planted);
        std::string report, certificate, repro;
        Lines first;
        for (const int jobs : {1, 2, 3, 8}) {
            auto shared = std::make_shared<SlowOracle::Shared>();
            shared->predicate = path ? needsPath(kRelu, kExp) : needs(needed);
            SlowOracle oracle(shared);
            const auto folder = fresh();
            const auto result = minify(graph, oracle, {.outputFolder = folder, .jobs = jobs}, {}, {});
            VERIFY_OK(result);
            QVERIFY(result->oneMinimal);
            QCOMPARE(shared->atOnce.load(), 0);
            QVERIFY(shared->mostAtOnce <= jobs);
            if (jobs > 1) QVERIFY(shared->mostAtOnce > 1);
            const Lines lines = linesOf(folder);
            QCOMPARE(shared->runs.load(), result->candidates + 2 + result->speculated);
            if (jobs == 1) {
                first = lines;
                certificate = *readFile(folder / "certificate.json");
                repro = *readFile(folder / "repro.wtl") + *readFile(folder / "repro.wtl.safetensors");
                report = fmt::format("{} {}", result->candidates, result->cacheHits);
                QCOMPARE(result->speculated, 0);
                continue;
            }
            QCOMPARE(lines.asked, first.asked);
            QCOMPARE(toQ(*readFile(folder / "certificate.json")), toQ(certificate));
            QVERIFY(*readFile(folder / "repro.wtl") + *readFile(folder / "repro.wtl.safetensors") == repro);
            QCOMPARE(toQ(fmt::format("{} {}", result->candidates, result->cacheHits)), toQ(report));
            qInfo("%d jobs: %d candidates, %d guesses, %d of them not needed, %d stopped", jobs, result->candidates, lines.guesses, result->speculated,
                  shared->cancelled.load());
        }
    }

    // What a killed job had found on a guess is not asked again either.
    void guesses_survive_a_kill() {
        const Graph graph = chain(100, {{20, kRelu}, {70, kExp}});
        auto shared = std::make_shared<SlowOracle::Shared>();
        shared->predicate = needs({kRelu, kExp});
        SlowOracle oracle(shared);
        const auto folder = fresh();
        const auto whole = minify(graph, oracle, {.outputFolder = folder, .jobs = 4}, {}, {});
        VERIFY_OK(whole);
        std::istringstream in(*readFile(folder / "journal.jsonl"));
        std::vector<std::string> lines;
        for (std::string line; std::getline(in, line);) lines.push_back(line);
        for (std::size_t kept = 1; kept < lines.size(); kept += 5) {
            const auto cut = fresh();
            std::string text;
            std::set<std::string> known;
            for (std::size_t i = 0; i < kept; ++i) {
                text += lines[i] + "\n";
                if (i > 0) known.insert(nlohmann::json::parse(lines[i])["hash"].get<std::string>());
            }
            std::filesystem::create_directories(cut);
            VERIFY_OK(writeFileAtomic(cut / "journal.jsonl", text));
            FakeOracle again(needs({kRelu, kExp}));
            class Named final : public Oracle {
            public:
                explicit Named(FakeOracle& inner) : m_inner(inner) {}
                std::string_view name() const override { return "slow"; }
                Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) override { return m_inner.test(candidate, cancel); }

            private:
                FakeOracle& m_inner;
            } named(again);
            const auto resumed = minify(graph, named, {.outputFolder = cut, .resume = true}, {}, {});
            VERIFY_OK(resumed);
            QCOMPARE(resumed->candidates, whole->candidates);
            QCOMPARE(toQ(*readFile(cut / "certificate.json")), toQ(*readFile(folder / "certificate.json")));
            for (const auto& [hash, count] : again.asked)
                if (hash != structuralHash(graph).hex() && hash != structuralHash(resumed->graph).hex())  // that is asked about by other names too
                    QVERIFY2(!known.contains(hash), "asked again");
        }
    }

    void limits_count_what_the_search_asked() {
        for (const int jobs : {1, 3}) {
            auto shared = std::make_shared<SlowOracle::Shared>();
            shared->predicate = needs({kRelu});
            SlowOracle oracle(shared);
            const auto result = minify(chain(90, {{50, kRelu}}), oracle, {.outputFolder = fresh(), .jobs = jobs, .maxCandidates = 4}, {}, {});
            VERIFY_OK(result);
            QCOMPARE(result->status, MinifyResult::Status::Stopped);
            QCOMPARE(result->candidates, 4);
        }
    }

    void a_stop_leaves_nothing_running() {
        CancelSource stop;
        auto shared = std::make_shared<SlowOracle::Shared>();
        shared->predicate = [&](const Graph& graph) {
            if (shared->runs > 6) stop.cancel();
            return needs({kRelu})(graph);
        };
        SlowOracle oracle(shared);
        const auto folder = fresh();
        const auto result = minify(chain(200, {{50, kRelu}}), oracle, {.outputFolder = folder, .jobs = 4}, {}, stop.token());
        VERIFY_OK(result);
        QCOMPARE(result->status, MinifyResult::Status::Stopped);
        QCOMPARE(shared->atOnce.load(), 0);
        QVERIFY(std::filesystem::exists(folder / "repro.wtl"));
    }

    void an_oracle_that_breaks_ends_the_job_when_it_is_needed() {
        auto shared = std::make_shared<SlowOracle::Shared>();
        shared->predicate = needs({kRelu});
        shared->breaksAt = 3;
        SlowOracle oracle(shared);
        const auto result = minify(chain(90, {{50, kRelu}}), oracle, {.outputFolder = fresh(), .jobs = 1}, {}, {});
        QCOMPARE(describe(result), QString("io: the worker cannot be started"));
    }

    void an_oracle_of_which_there_is_one_says_so() {
        FakeOracle oracle(needs({kRelu}));
        const auto result = minify(chain(20, {{5, kRelu}}), oracle, {.outputFolder = fresh(), .jobs = 4}, {}, {});
        VERIFY_OK(result);
        QVERIFY(result->oneMinimal);
        QCOMPARE(result->notes.size(), std::size_t{1});
        QCOMPARE(toQ(result->notes[0]), QString("the fake oracle answers one question at a time, so there was one job"));
    }
};

WHITTLE_TEST(JobsTest)
#include "jobs_test.moc"

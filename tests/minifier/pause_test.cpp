// A reduction that stands still for a while: nothing runs, no time counts, nothing is lost, and the result is the same.
#include <atomic>
#include <set>
#include <thread>

#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/ir/text.h"
#include "minifier/search/job_clock.h"
#include "tests/minifier/reduce.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Pauses the job when it has been asked so often.
class PausingOracle final : public Oracle {
public:
    struct Shared {
        Predicate predicate;
        PauseSource pause;
        int pausesAt = 0;
        std::atomic<int> runs{0};
    };
    explicit PausingOracle(std::shared_ptr<Shared> shared) : m_shared(std::move(shared)) {}
    std::string_view name() const override { return "pausing"; }
    std::unique_ptr<Oracle> another() const override { return std::make_unique<PausingOracle>(m_shared); }
    Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) override {
        WHITTLE_TRY_VOID(cancel.check());
        const int run = ++m_shared->runs;
        std::this_thread::sleep_for(std::chrono::milliseconds(structuralHash(candidate).low % 5));
        if (run == m_shared->pausesAt) m_shared->pause.set(true);
        Verdict verdict;
        if (auto failure = m_shared->predicate(candidate)) verdict = {.kind = Verdict::Kind::Fails, .failure = std::move(failure), .note = {}};
        return verdict;
    }

private:
    std::shared_ptr<Shared> m_shared;
};

// A job on a thread of its own, as a window runs it.
struct Job {
    Job(const std::filesystem::path& folder, int pausesAt, MinifyOptions options = {}) {
        shared->predicate = needs({kRelu, kExp});
        shared->pausesAt = pausesAt;
        options.outputFolder = folder;
        thread = std::thread([this, options] {
            PausingOracle oracle(shared);
            result = minify(chain(96, {{20, kRelu}, {70, kExp}}), oracle, options,
                            [this](const MinifyProgress& progress) {
                                phase = progress.phase;
                                paused = progress.paused;
                            },
                            Steering(stop.token(), shared->pause.token()));
            ended = true;
        });
    }
    ~Job() {
        stop.cancel();
        join();
    }
    void join() {
        if (thread.joinable()) thread.join();
    }
    std::shared_ptr<PausingOracle::Shared> shared = std::make_shared<PausingOracle::Shared>();
    CancelSource stop;
    std::string phase;
    std::atomic<bool> paused{false}, ended{false};
    std::optional<Result<MinifyResult>> result;
    std::thread thread;
};

// What was asked, in order and without times.
QStringList askedIn(const std::filesystem::path& folder) {
    QStringList out;
    std::istringstream in(*readFile(folder / "journal.jsonl"));
    for (std::string line; std::getline(in, line);) {
        auto json = nlohmann::ordered_json::parse(line);
        for (const char* key : {"ms", "at"}) json.erase(key);
        if (json.value("source", "") != "guess") out << toQ(json.dump());
    }
    return out;
}

constexpr int kWhile = 150;  // ms in which something would begin

}  // namespace

class PauseTest : public QObject {
    Q_OBJECT
private:
    FreshFolders fresh;

private slots:
    void nothing_begins_and_the_result_is_the_same_data() {
        QTest::addColumn<int>("jobs");
        QTest::addColumn<int>("pausesAt");
        for (const int jobs : {1, 3})
            for (const int at : {1, 2, 7, 23}) QTest::addRow("%d jobs, run %d", jobs, at) << jobs << at;
    }
    void nothing_begins_and_the_result_is_the_same() {
        QFETCH(int, jobs);
        QFETCH(int, pausesAt);
        const auto plain = fresh(), paused = fresh();
        Job whole(plain, 0, {.jobs = jobs});
        whole.join();
        VERIFY_OK(*whole.result);
        Job job(paused, pausesAt, {.jobs = jobs});
        QTRY_VERIFY(job.paused);
        const int runs = job.shared->runs;
        QVERIFY(!job.phase.empty() && job.phase != "done");
        QTest::qWait(kWhile);
        QCOMPARE(job.shared->runs.load(), runs);
        QVERIFY(!job.ended);
        job.shared->pause.set(false);
        job.join();
        VERIFY_OK(*job.result);
        QVERIFY(!job.paused);
        QCOMPARE((*job.result)->status, MinifyResult::Status::Minimal);
        QCOMPARE(toQ(printGraph((*job.result)->graph, findSchema)), toQ(printGraph((*whole.result)->graph, findSchema)));
        QCOMPARE(askedIn(paused), askedIn(plain));
    }

    void what_is_paused_takes_no_time() {
        constexpr int kBudget = 1500;
        Job job(fresh(), 5, {.budget = std::chrono::milliseconds(kBudget)});
        QTRY_VERIFY(job.paused);
        QTest::qWait(kBudget + kWhile);
        QVERIFY(!job.ended);
        job.shared->pause.set(false);
        job.join();
        VERIFY_OK(*job.result);
        QCOMPARE((*job.result)->status, MinifyResult::Status::Minimal);
        QVERIFY2((*job.result)->seconds < 1e-3 * kBudget, qPrintable(QString::number((*job.result)->seconds)));
        QVERIFY((*job.result)->searchSeconds >= 0);
    }

    void a_budget_ends_a_job_that_was_paused() {
        Job job(fresh(), 3, {.budget = std::chrono::milliseconds(1)});
        job.join();
        VERIFY_OK(*job.result);
        QCOMPARE((*job.result)->status, MinifyResult::Status::Stopped);
        QVERIFY((*job.result)->note.starts_with("the budget of"));
    }

    void a_paused_job_can_be_stopped() {
        const auto folder = fresh();
        Job job(folder, 7);
        QTRY_VERIFY(job.paused);
        const int runs = job.shared->runs;
        job.stop.cancel();
        job.join();
        VERIFY_OK(*job.result);
        QCOMPARE((*job.result)->status, MinifyResult::Status::Stopped);
        QCOMPARE(job.shared->runs.load(), runs);
        QVERIFY(std::filesystem::exists(folder / "repro.wtl"));
        Job again(folder, 0, {.resume = true});
        again.join();
        VERIFY_OK(*again.result);
        QCOMPARE((*again.result)->status, MinifyResult::Status::Minimal);
    }

    // As a kill leaves it: what was answered before the pause, guesses included, is in the journal.
    void a_kill_while_paused_loses_nothing_data() {
        QTest::addColumn<int>("jobs");
        QTest::newRow("one job") << 1;
        QTest::newRow("three jobs") << 3;
    }
    void a_kill_while_paused_loses_nothing() {
        QFETCH(int, jobs);
        const auto folder = fresh(), copy = fresh();
        Job job(folder, 11, {.jobs = jobs});
        QTRY_VERIFY(job.paused);
        std::filesystem::create_directories(copy);
        std::filesystem::copy(folder / "journal.jsonl", copy / "journal.jsonl");
        // A guess that was asked for in the end has two lines.
        std::istringstream in(*readFile(copy / "journal.jsonl"));
        int originals = 0;
        std::set<std::string> candidates;
        for (std::string line; std::getline(in, line);) {
            const auto json = nlohmann::ordered_json::parse(line);
            if (json.value("phase", "") == "original") ++originals;
            else if (json.contains("hash")) candidates.insert(json["hash"].get<std::string>());
        }
        QCOMPARE(originals + static_cast<int>(candidates.size()), job.shared->runs.load());
        Job again(copy, 0, {.resume = true});
        again.join();
        VERIFY_OK(*again.result);
        QCOMPARE((*again.result)->status, MinifyResult::Status::Minimal);
    }

    void the_clock_of_a_job_stands_still() {
        JobClock clock(std::chrono::milliseconds(0), {});
        QTRY_VERIFY(clock.seconds() > 0.02);
        const Held held(clock);
        const double then = clock.seconds();
        QTest::qWait(kWhile);
        QCOMPARE(clock.seconds(), then);
        VERIFY_OK(clock.check());
    }

    void the_clock_of_a_job_ends_it() {
        JobClock clock(std::chrono::milliseconds(60), {});
        clock.hold();
        QTest::qWait(kWhile);
        QVERIFY(!clock.token().cancelled());
        clock.go();
        QTRY_VERIFY(clock.token().cancelled());
        QCOMPARE(toQ(clock.why(clock.check().error())), QString("the budget of 0.06 s is spent"));
        CancelSource stop;
        JobClock other(std::chrono::hours(1), stop.token());
        stop.cancel();
        QVERIFY(!other.check());
        QTRY_VERIFY(other.token().cancelled());
        QCOMPARE(toQ(other.why(other.check().error())), QString("stopped on request"));
    }
};

WHITTLE_TEST(PauseTest)
#include "pause_test.moc"

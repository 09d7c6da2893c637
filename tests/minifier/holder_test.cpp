// Who works in a folder, how it is asked for, and how a reduction looks to who only watches it.
#include <fstream>
#include <thread>

#include <unistd.h>

#include "engine/base/files.h"
#include "engine/ir/structural_hash.h"
#include "minifier/session/follower.h"
#include "minifier/session/holder.h"
#include "minifier/session/journal.h"
#include "tests/minifier/reduce.h"

using namespace whittle;
using namespace whittle::test;

namespace {

const JournalHeader kHeader{.original = "aa", .oracle = "fake", .build = {}, .match = "exact"};

}  // namespace

class HolderTest : public QObject {
    Q_OBJECT
private:
    FreshFolders fresh;

private slots:
    void the_lock_alone_says_that_somebody_works_there() {
        const auto folder = fresh();
        QVERIFY(!holderOf(folder));
        {
            const auto journal = Journal::create(folder, kHeader);
            VERIFY_OK(journal);
            QCOMPARE(toQ(holderOf(folder)->text()), QString("another process"));  // that has not said yet who it is
            VERIFY_OK(writeJobRecord(folder, ownRecord("whittle minify a.pt2 -o out", 3)));
            const auto holder = holderOf(folder);
            QVERIFY(holder && holder->isThisProcess());
            QCOMPARE(holder->process, static_cast<int>(::getpid()));
            QCOMPARE(holder->jobs, 3);
            QCOMPARE(toQ(holder->command), QString("whittle minify a.pt2 -o out"));
            QCOMPARE(toQ(holder->text()), QString("test_minifier (process %1)").arg(::getpid()));
            const auto second = Journal::resume(folder, kHeader);
            QVERIFY(!second);
            QVERIFY2(second.error().message.find(holder->text() + " is working in") != std::string::npos, second.error().message.c_str());
            QVERIFY(describe(second).contains("--take-over"));
            QVERIFY(describe(Journal::create(folder, kHeader)).contains("is working in"));
        }
        QVERIFY(!holderOf(folder));  // as a kill leaves it: the record without the lock
        QVERIFY(readJobRecord(folder));
        VERIFY_OK(Journal::resume(folder, kHeader));
        removeJobRecord(folder);
        QVERIFY(!readJobRecord(folder));
    }

    void who_looks_keeps_nobody_out() {
        const auto folder = fresh();
        VERIFY_OK(Journal::create(folder, kHeader));
        std::atomic<bool> ends{false};
        std::thread looks([&] {
            while (!ends) (void)holderOf(folder);
        });
        for (int i = 0; i < 200; ++i) {
            const auto journal = Journal::resume(folder, kHeader);
            if (!journal) ends = true;
            VERIFY_OK(journal);
        }
        ends = true;
        looks.join();
    }

    void records_that_cannot_be_read_are_none_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("process 17");
        QTest::newRow("other JSON") << QByteArray("[1]");
        QTest::newRow("another version") << QByteArray("{\"whittle_job\": 2, \"process\": 1}");
    }
    void records_that_cannot_be_read_are_none() {
        QFETCH(QByteArray, text);
        const auto folder = fresh();
        const auto journal = Journal::create(folder, kHeader);
        std::ofstream(folder / kJobFile) << text.toStdString();
        QVERIFY(!readJobRecord(folder));
        QCOMPARE(toQ(holderOf(folder)->text()), QString("another process"));
    }

    void a_request_ends_the_job_that_has_the_folder() {
        const auto folder = fresh();
        FakeOracle oracle(needs({kRelu}));
        std::optional<JobRecord> seen;
        oracle.beforeAnswer = [&](int runs) {
            if (runs != 5) return;
            seen = holderOf(folder);
            std::ofstream(folder / kRequestFile) << R"({"whittle_job": 1, "program": "whittle", "host": "elsewhere", "process": 17})";
            while (std::filesystem::exists(folder / kRequestFile)) std::this_thread::yield();
        };
        const auto result = reduce(chain(64, {{40, kRelu}}), oracle, folder, {.commandLine = "whittle minify x -o y"});
        VERIFY_OK(result);
        QCOMPARE(result->status, MinifyResult::Status::Stopped);
        QCOMPARE(toQ(result->note), QString("handed over to whittle (process 17 on elsewhere)"));
        QVERIFY(seen && seen->isThisProcess());
        QVERIFY(std::filesystem::exists(folder / "repro.wtl"));
        QVERIFY(readJobRecord(folder));  // for who goes on
        FakeOracle again(needs({kRelu}));
        const auto resumed = reduce(chain(64, {{40, kRelu}}), again, folder, {.resume = true, .takeOver = true});
        VERIFY_OK(resumed);
        QCOMPARE(resumed->status, MinifyResult::Status::Minimal);
        QVERIFY(!readJobRecord(folder));  // names a place on this machine, and the reproducer goes to others
    }

    void a_request_of_earlier_is_forgotten() {
        const auto folder = fresh();
        std::filesystem::create_directories(folder);
        std::ofstream(folder / kRequestFile) << "{}";
        FakeOracle oracle(needs({kRelu}));
        const auto result = reduce(chain(64, {{40, kRelu}}), oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(result->status, MinifyResult::Status::Minimal);
    }

    void nobody_takes_over_from_himself_or_for_another_graph() {
        const auto folder = fresh();
        FakeOracle oracle(needs({kRelu}));
        QString self, other;
        oracle.beforeAnswer = [&](int runs) {
            if (runs != 5) return;
            FakeOracle second(needs({kRelu}));
            self = describe(reduce(chain(64, {{40, kRelu}}), second, folder, {.resume = true, .takeOver = true}));
            other = describe(reduce(chain(9, {{4, kRelu}}), second, folder, {.resume = true, .takeOver = true}));
        };
        VERIFY_OK(reduce(chain(64, {{40, kRelu}}), oracle, folder));
        QVERIFY2(self.contains("works in") && self.contains("itself"), qPrintable(self));
        QVERIFY2(other.contains("cannot be resumed: its 'original'"), qPrintable(other));
        QVERIFY(describe(reduce(chain(64, {{40, kRelu}}), oracle, fresh(), {.resume = true, .takeOver = true})).contains("nothing to resume"));
    }

    void a_reduction_is_followed_to_its_end() {
        const auto folder = fresh();
        const auto original = std::make_shared<const Graph>(chain(64, {{40, kRelu}}));
        std::vector<MinifyProgress> told;
        FollowEnd end{};
        bool isLive = false;
        std::thread follows;
        std::atomic<int> seen{0};
        FakeOracle oracle(needs({kRelu}));
        oracle.beforeAnswer = [&](int runs) {
            if (runs == 3)
                follows = std::thread([&] {
                    const auto followed = followReduction(folder, original, [&](const MinifyProgress& progress) {
                        told.push_back(progress);
                        seen = progress.best == original ? 1 : 2;
                    }, {});
                    end = followed ? *followed : FollowEnd::Left;
                });
            if (runs == 12) {
                while (seen != 2) std::this_thread::yield();
                isLive = true;
            }
        };
        const auto result = reduce(*original, oracle, folder);
        follows.join();
        VERIFY_OK(result);
        QVERIFY(isLive);
        QCOMPARE(end, FollowEnd::Finished);
        QCOMPARE(told.front().nodesNow, 64);
        QCOMPARE(told.front().candidates, 0);
        QCOMPARE(told.back().nodesNow, result->nodesAfter);
        QCOMPARE(told.back().inputsNow, result->inputsAfter);
        QCOMPARE(told.back().candidates, result->candidates);
        // What the journal tells of the passes; of repeated proposals it says nothing.
        std::vector<PassWorth> worth;
        for (PassWorth pass : result->history.passes()) {
            pass.known = 0;
            if (pass.tried > 0) worth.push_back(pass);
        }
        const auto passes = told.back().passes;
        QCOMPARE(passes.size(), worth.size());
        for (std::size_t i = 0; i < worth.size(); ++i) {
            QCOMPARE(toQ(passes[i].pass), toQ(worth[i].pass));
            QCOMPARE(passes[i].tried, worth[i].tried);
            QCOMPARE(passes[i].nodesRemoved, worth[i].nodesRemoved);
            QCOMPARE(passes[i].elementsRemoved, worth[i].elementsRemoved);
        }
        for (std::size_t i = 1; i < told.size(); ++i) QVERIFY(told[i].nodesNow <= told[i - 1].nodesNow);
    }

    void what_nobody_goes_on_with_is_left() {
        const auto folder = fresh();
        const auto original = std::make_shared<const Graph>(chain(64, {{40, kRelu}}));
        FakeOracle oracle(needs({kRelu}));
        VERIFY_OK(reduce(*original, oracle, folder, {.maxCandidates = 3}));
        int candidates = 0;
        const auto followed = followReduction(folder, original, [&](const MinifyProgress& progress) { candidates = progress.candidates; }, {});
        VERIFY_OK(followed);
        QCOMPARE(*followed, FollowEnd::Left);
        QCOMPARE(candidates, 3);
        const auto other = followReduction(folder, std::make_shared<const Graph>(chain(5, {})), [](const MinifyProgress&) {}, {});
        QVERIFY(!other);
        QVERIFY(describe(other).contains("another graph"));
        CancelSource stop;
        stop.cancel();
        QCOMPARE(followReduction(folder, original, [](const MinifyProgress&) {}, stop.token()).error().code, Code::Cancelled);
    }
};

WHITTLE_TEST(HolderTest)
#include "holder_test.moc"

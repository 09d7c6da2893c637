// What a reduction leaves on disk, however it ends, and how it goes on from there.
#include <fstream>
#include <regex>

#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/formats/wtl.h"
#include "engine/ir/text.h"
#include "tests/minifier/reduce.h"

using namespace whittle;
using namespace whittle::test;

namespace {

std::vector<std::string> linesOf(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

void writeText(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::trunc | std::ios::binary) << text;
}

// What must be the same however often a job was interrupted.
std::string essence(const MinifyResult& result, const std::filesystem::path& folder) {
    return printGraph(result.graph, findSchema) + *readFile(folder / "repro.wtl") +
           fmt::format("{} {} {}", result.candidates, result.cacheHits, result.oneMinimal);
}

}  // namespace

class MinifyDiskTest : public QObject {
    Q_OBJECT
private:
    FreshFolders fresh;

private slots:
    void limits_leave_a_valid_result() {
        const auto folder = fresh();
        FakeOracle oracle(needs({kRelu}));
        const auto result = reduce(chain(64, {{40, kRelu}}), oracle, folder, {.maxCandidates = 3});
        VERIFY_OK(result);
        QCOMPARE(result->status, MinifyResult::Status::Stopped);
        QCOMPARE(toQ(result->note), QString("the limit of 3 candidates is reached"));
        QVERIFY(!result->oneMinimal);
        QVERIFY(result->nodesAfter < 64);
        VERIFY_OK(readWtl(folder / "repro.wtl"));
        const auto report = nlohmann::json::parse(*readFile(folder / "report.json"));
        QCOMPARE(report["status"].get<std::string>(), std::string("stopped"));
        QCOMPARE(report["candidates"].get<int>(), 3);
    }

    void cancelling_leaves_a_valid_result() {
        const auto folder = fresh();
        CancelSource stop;
        FakeOracle oracle(needs({kRelu}));
        oracle.beforeAnswer = [&](int runs) { runs == 6 ? stop.cancel() : void(); };
        const auto result = minify(chain(64, {{40, kRelu}}), oracle, {.outputFolder = folder}, {}, stop.token());
        VERIFY_OK(result);
        QCOMPARE(result->status, MinifyResult::Status::Stopped);
        QCOMPARE(result->candidates, 4);
        VERIFY_OK(readWtl(folder / "repro.wtl"));
        FakeOracle again(needs({kRelu}));
        const auto resumed = reduce(chain(64, {{40, kRelu}}), again, folder, {.resume = true});
        VERIFY_OK(resumed);
        QCOMPARE(toQ(opsText(resumed->graph)), QString("relu"));
        QCOMPARE(again.runs + 4, resumed->candidates);
    }

    void a_stop_before_the_failure_is_confirmed_exports_too_data() {
        QTest::addColumn<int>("answers");  // of the original, before the stop
        QTest::newRow("before any answer") << 0;
        QTest::newRow("after the first") << 1;
    }
    void a_stop_before_the_failure_is_confirmed_exports_too() {
        QFETCH(int, answers);
        const auto folder = fresh();
        const Graph original = chain(24, {{7, kRelu}});
        CancelSource stop;
        if (answers == 0) stop.cancel();
        FakeOracle oracle(needs({kRelu}));
        oracle.beforeAnswer = [&](int) { stop.cancel(); };
        const auto result = minify(original, oracle, {.outputFolder = folder}, {}, stop.token());
        VERIFY_OK(result);
        QCOMPARE(oracle.runs, answers);
        QCOMPARE(result->status, MinifyResult::Status::Stopped);
        QCOMPARE(toQ(result->failure.signature), answers == 0 ? QString() : QString("boom"));
        QCOMPARE(result->reproducer, folder);
        const auto exported = readWtl(folder / "repro.wtl");
        VERIFY_OK(exported);
        QCOMPARE(exported->nodes().size(), original.nodes().size());
        const auto report = nlohmann::json::parse(*readFile(folder / "report.json"));
        QCOMPARE(report["failure"].is_null(), answers == 0);
        FakeOracle again(needs({kRelu}));
        const auto resumed = reduce(original, again, folder, {.resume = true});
        VERIFY_OK(resumed);
        QCOMPARE(toQ(opsText(resumed->graph)), QString("relu"));
    }

    void an_oracle_that_breaks_leaves_what_was_reached_data() {
        QTest::addColumn<int>("at");  // the run that breaks
        QTest::addColumn<bool>("exported");
        QTest::addColumn<bool>("smaller");
        QTest::newRow("before anything failed") << 1 << false << false;
        QTest::newRow("before the failure is confirmed") << 2 << true << false;
        QTest::newRow("at the first candidate") << 3 << true << false;
        QTest::newRow("later") << 8 << true << true;
    }
    void an_oracle_that_breaks_leaves_what_was_reached() {
        QFETCH(int, at);
        QFETCH(bool, exported);
        QFETCH(bool, smaller);
        const auto folder = fresh();
        FakeOracle oracle(needs({kRelu}));
        oracle.beforeAnswer = [&](int runs) {
            if (runs == at) oracle.trouble = Error{Code::Io, "the worker cannot be started", {}};
        };
        const auto result = reduce(chain(64, {{40, kRelu}}), oracle, folder);
        QCOMPARE(describe(result), QString("io: the worker cannot be started"));
        QCOMPARE(toQ(result.error().describe()).contains("the best graph so far is in"), exported);
        QCOMPARE(std::filesystem::exists(folder / "repro.wtl"), exported);
        if (!exported) return;
        const auto graph = readWtl(folder / "repro.wtl");
        VERIFY_OK(graph);
        QCOMPARE(graph->nodes().size() < 64, smaller);
        QVERIFY(hasOp(*graph, kRelu));
        const auto report = nlohmann::json::parse(*readFile(folder / "report.json"));
        QCOMPARE(report["status"].get<std::string>(), std::string("stopped"));
        QCOMPARE(report["note"].get<std::string>(), std::string("the worker cannot be started"));
    }

    // A kill leaves what is on disk: at every question one whole graph that fails is there.
    void the_best_graph_is_on_disk_at_every_question() {
        const auto folder = fresh();
        FakeOracle oracle(needs({kRelu}));
        std::vector<std::size_t> nodes;
        oracle.beforeAnswer = [&](int) {
            for (const auto& file : std::filesystem::directory_iterator(folder))
                if (file.path().extension() == ".wtl") {
                    const auto graph = readWtl(file.path());
                    nodes.push_back(graph && hasOp(*graph, kRelu) ? graph->nodes().size() : 0);
                }
        };
        const auto result = reduce(chain(64, {{40, kRelu}}), oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(nodes.size(), static_cast<std::size_t>(oracle.runs));
        QCOMPARE(nodes.front(), std::size_t(64));
        QVERIFY(std::ranges::is_sorted(nodes, std::greater()));
        QVERIFY(nodes.back() > 0);
    }

    // A hang is a hang under the time limit that it met: under a wider one it is asked for again.
    void limits_are_no_answer_for_others() {
        const auto folder = fresh();
        const Graph graph = chain(16, {{9, kRelu}});
        const auto slow = [](const Graph& candidate) {
            std::optional<Failure> failure = needs({kRelu})(candidate);
            if (failure) failure->kind = FailureKind::Hang;
            return failure;
        };
        FakeOracle first(slow);
        VERIFY_OK(reduce(graph, first, folder, {.maxCandidates = 2}));
        QVERIFY(first.runs >= 2);
        FakeOracle same(slow);
        VERIFY_OK(reduce(graph, same, folder, {.resume = true, .maxCandidates = 1}));
        QCOMPARE(same.asked.count(structuralHash(graph).hex()), std::size_t{0});  // answered by the journal
        FakeOracle wider([](const Graph&) { return std::optional<Failure>(); });
        wider.timeLimit = "10 s";
        const auto got = reduce(graph, wider, folder, {.resume = true});
        VERIFY_OK(got);
        QCOMPARE(int(got->status), int(MinifyResult::Status::DoesNotFail));
    }

    // A kill can end the journal after any byte. Whatever is left, resuming ends where the uninterrupted job
    // did, and asks again at most about the candidate that was in flight.
    void resume_after_every_cut() {
        const Graph graph = chain(48, {{11, kRelu}, {37, kExp}});
        const auto whole = fresh();
        FakeOracle first(needs({kRelu, kExp}));
        const auto want = reduce(graph, first, whole);
        VERIFY_OK(want);
        const std::vector<std::string> lines = linesOf(whole / "journal.jsonl");
        const int verdicts = static_cast<int>(lines.size()) - 1;
        QCOMPARE(verdicts, first.runs);
        std::string upTo;
        for (int line = 0; line <= verdicts; ++line) {
            for (const double part : {0.0, 0.5, 1.0}) {  // nothing, half and all (but the newline) of the next line
                const auto folder = fresh();
                std::filesystem::create_directories(folder);
                const std::string& next = lines[static_cast<std::size_t>(line)];
                writeText(folder / "journal.jsonl", upTo + next.substr(0, static_cast<std::size_t>(part * static_cast<double>(next.size()))));
                FakeOracle oracle(needs({kRelu, kExp}));
                const auto got = reduce(graph, oracle, folder, {.resume = true});
                VERIFY_OK(got);
                QCOMPARE(toQ(essence(*got, folder)), toQ(essence(*want, whole)));
                const int kept = std::max(line - 1, 0);
                QCOMPARE(oracle.runs, verdicts - kept);
            }
            upTo += lines[static_cast<std::size_t>(line)] + "\n";
        }
    }

    void the_folder_is_not_taken_twice() {
        const auto folder = fresh();
        const Graph graph = chain(8, {{3, kRelu}});
        FakeOracle oracle(needs({kRelu}));
        VERIFY_OK(reduce(graph, oracle, folder));
        QVERIFY(describe(reduce(graph, oracle, folder)).contains("already holds a reduction"));
        const auto empty = fresh();
        QVERIFY(describe(reduce(graph, oracle, empty, {.resume = true})).contains("nothing to resume"));
        const Graph other = chain(9, {{3, kRelu}});
        QVERIFY(describe(reduce(other, oracle, folder, {.resume = true})).contains("its 'original' is"));
        QVERIFY(describe(reduce(graph, oracle, folder, {.resume = true, .match = SignatureMatch::Kind})).contains("its 'match' is"));
        // While one process works there, another is refused.
        FakeOracle inside(needs({kRelu}));
        const auto shared = fresh();
        QString said;
        inside.beforeAnswer = [&](int runs) {
            if (runs == 1) said = describe(reduce(graph, oracle, shared, {.resume = true}));
        };
        VERIFY_OK(reduce(graph, inside, shared));
        QVERIFY2(said.contains("is working in"), qPrintable(said));
    }

    // Whatever happens now: there is one best graph, it can be read, and it fails.
    void the_best_is_on_disk_at_every_question() {
        const Predicate predicate = needs({kRelu, kExp});
        FakeOracle oracle(predicate);
        const auto folder = fresh();
        std::size_t before = 1000;
        int looks = 0;
        QStringList wrong;
        oracle.beforeAnswer = [&](int) {
            std::vector<std::filesystem::path> texts;
            for (const auto& file : std::filesystem::directory_iterator(folder)) {
                const std::string name = file.path().filename().string();
                if (name.starts_with("best-") && name.ends_with(".wtl")) texts.push_back(file.path());
                else if (name.starts_with("best-") && !name.ends_with(".wtl.safetensors")) wrong += toQ(name);
            }
            if (texts.size() != 1) return void(wrong += QString("%1 best graphs").arg(texts.size()));
            const auto best = readWtl(texts.front());
            if (!best) return void(wrong += describe(best));
            if (!predicate(*best) || best->nodes().size() > before) wrong += toQ(texts.front().string());
            for (const GraphInput& input : best->inputs())
                if (std::holds_alternative<std::monostate>(input.data)) wrong += "an input without data";
            before = best->nodes().size();
            ++looks;
        };
        const auto result = reduce(chain(82, {{10, kRelu}, {70, kExp}}), oracle, folder);
        VERIFY_OK(result);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("; ")));
        QVERIFY(looks > 10 && before == 2);
        for (const auto& file : std::filesystem::directory_iterator(folder)) QVERIFY(!file.path().filename().string().starts_with("best-"));
    }

    // A candidate may take minutes: the budget does not wait for it.
    void a_budget_stops_what_runs_data() {
        QTest::addColumn<int>("jobs");
        QTest::newRow("one") << 1;
        QTest::newRow("three") << 3;
    }
    void a_budget_stops_what_runs() {
        QFETCH(int, jobs);
        class Endless final : public Oracle {
        public:
            explicit Endless(Hash128 original) : m_original(original) {}
            std::string_view name() const override { return "endless"; }
            std::unique_ptr<Oracle> another() const override { return std::make_unique<Endless>(m_original); }
            Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) override {
                if (structuralHash(candidate) == m_original) return Verdict{.kind = Verdict::Kind::Fails, .failure = boom(), .note = {}};
                while (!cancel.cancelled()) QThread::msleep(5);
                return std::unexpected(cancel.check().error());
            }

        private:
            Hash128 m_original;
        };
        const Graph graph = chain(20, {{3, kRelu}});
        Endless oracle(structuralHash(graph));
        const auto folder = fresh();
        QElapsedTimer timer;
        timer.start();
        const auto result = reduce(graph, oracle, folder, {.jobs = jobs, .budget = std::chrono::milliseconds(300)});
        VERIFY_OK(result);
        QVERIFY(timer.elapsed() >= 300);
        QCOMPARE(result->status, MinifyResult::Status::Stopped);
        QCOMPARE(toQ(result->note), QString("the budget of 0.3 s is spent"));
        QVERIFY(readWtl(folder / "repro.wtl"));

        CancelSource source;
        source.cancel();
        const auto stopped = minify(graph, oracle, {.outputFolder = fresh(), .budget = std::chrono::hours(1)}, {}, source.token());
        VERIFY_OK(stopped);
        QCOMPARE(toQ(stopped->note), QString("stopped on request"));
    }

    // A kill while a file is written leaves a part of it. Who goes on removes those of a reduction's own files, and nothing else.
    void what_a_kill_left_half_written_goes() {
        const auto folder = fresh();
        const Graph graph = chain(8, {{3, kRelu}});
        FakeOracle oracle(needs({kRelu}));
        VERIFY_OK(reduce(graph, oracle, folder, {.maxCandidates = 1}));
        const std::filesystem::path torn[] = {folder / "repro.py.whittle-Ab3dEf", folder / "certificate.json.whittle-000000", folder / "repro.wtl.safetensors.whittle-zzzzzz",
                                              folder / "other/1-crash.wtl.whittle-Ab3dEf"};
        const std::filesystem::path foreign[] = {folder / "repro.py.backup", folder / "notes.txt.whittle-Ab3dEf", folder / "repro.py.whittle-Ab3d", folder / "other/x.txt.whittle-Ab3dEf"};
        std::filesystem::create_directories(folder / "other");
        for (const auto& file : torn) writeText(file, "a part");
        for (const auto& file : foreign) writeText(file, "somebody's");
        VERIFY_OK(reduce(graph, oracle, folder, {.resume = true}));
        for (const auto& file : torn) QVERIFY2(!std::filesystem::exists(file), file.c_str());
        for (const auto& file : foreign) QVERIFY2(std::filesystem::exists(file), file.c_str());
    }

    void a_damaged_journal_is_refused() {
        const auto folder = fresh();
        const Graph graph = chain(8, {{3, kRelu}});
        FakeOracle oracle(needs({kRelu}));
        VERIFY_OK(reduce(graph, oracle, folder));
        auto lines = linesOf(folder / "journal.jsonl");
        lines[2] = "{\"seq\":true}";
        std::string text;
        for (const std::string& line : lines) text += line + "\n";
        writeText(folder / "journal.jsonl", text);
        QVERIFY(describe(reduce(graph, oracle, folder, {.resume = true})).contains("line 3: not an entry of a journal; without that line"));
        // So it is: what is missing is asked again, and the result is the same.
        const auto whole = fresh();
        VERIFY_OK(reduce(graph, oracle, whole));
        text.clear();
        for (std::size_t i = 0; i < lines.size(); ++i) text += i == 2 ? "" : lines[i] + "\n";
        writeText(folder / "journal.jsonl", text);
        VERIFY_OK(reduce(graph, oracle, folder, {.resume = true}));
        QCOMPARE(toQ(*readFile(folder / "repro.wtl")), toQ(*readFile(whole / "repro.wtl")));
        writeText(folder / "journal.jsonl", lines[0] + "\n" + std::regex_replace(lines[1], std::regex("\"seq\":0"), "\"seq\":1e300") + "\n");
        QVERIFY(describe(reduce(graph, oracle, folder, {.resume = true})).contains("line 2: not an entry of a journal"));
        writeText(folder / "journal.jsonl", "hello\n");
        QVERIFY(describe(reduce(graph, oracle, folder, {.resume = true})).contains("line 1: not the header of a journal"));
    }

    void the_folder_holds_a_reproducer_without_absolute_paths() {
        const auto folder = fresh();
        FakeOracle oracle(needs({kRelu}));
        const auto result = reduce(chain(20, {{3, kRelu}}), oracle, folder,
                                   {.commandLine = "whittle minify /home/me/net.pt2 -o /tmp/out --inject relu=crash"});
        VERIFY_OK(result);
        QCOMPARE(result->reproducer, folder);
        for (const char* file : {"repro.py", "repro.wtl", "repro.wtl.safetensors", "report.json", "journal.jsonl"})
            QVERIFY2(std::filesystem::exists(folder / file), file);
        for (const auto& file : std::filesystem::directory_iterator(folder))
            QVERIFY2(!file.path().filename().string().starts_with("best"), "best graphs go when the reproducer is there");
        const auto report = nlohmann::json::parse(*readFile(folder / "report.json"));
        QCOMPARE(report["command"].get<std::string>(), std::string("whittle minify net.pt2 -o out --inject relu=crash"));
        QCOMPARE(report["nodes_before"].get<int>(), 20);
        QCOMPARE(report["nodes_after"].get<int>(), 1);
        QCOMPARE(report["one_minimal"].get<bool>(), true);
    }
};

WHITTLE_TEST(MinifyDiskTest)
#include "minify_disk_test.moc"

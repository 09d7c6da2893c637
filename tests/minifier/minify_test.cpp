#include "minifier/search/minify.h"

#include <fstream>
#include <random>
#include <regex>
#include <set>

#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/formats/wtl.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "minifier/search/verify.h"
#include "tests/minifier/fake.h"
#include "tests/minifier/phases.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr const char* kRelu = "aten.relu.default";
constexpr const char* kExp = "aten.exp.default";
constexpr const char* kAbs = "aten.abs.default";

std::string opsText(const Graph& graph) {
    std::string text;
    for (const Node& node : graph.nodes()) text += (text.empty() ? "" : " ") + node.op.substr(5, node.op.rfind('.') - 5);
    return text;
}

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

class MinifyTest : public QObject {
    Q_OBJECT
private:
    static Result<MinifyResult> reduce(const Graph& graph, Oracle& oracle, const std::filesystem::path& folder,
                                       MinifyOptions options = {}) {
        options.outputFolder = folder;
        return minify(graph, oracle, options, {}, {});
    }
    // Data that nothing describes, with one element of 77.5 in it.
    static Graph oddData() {
        Graph graph = chain(20, {{0, kRelu}});
        std::vector<float> elements(4096);
        for (std::size_t i = 0; i < elements.size(); ++i) elements[i] = 1.f / static_cast<float>(i + 2);
        elements[1234] = 77.5f;
        const ValueId x = graph.inputs()[0].value;
        graph.setInputData(x, Tensor::of<float>(elements, {64, 64}));
        graph.setType(x, TensorType{DType::F32, {64, 64}, {}, {}});
        for (const Node& node : std::vector<Node>(graph.nodes().begin(), graph.nodes().end()))
            graph.setType(node.output(), TensorType{DType::F32, {64, 64}, {}, {}});
        return graph;
    }
    static Result<MinifyResult> reduceText(const std::string& lines, const std::filesystem::path& folder, const Predicate& predicate) {
        WHITTLE_TRY(Graph graph, parseGraph("whittle 1\ngraph @g {\n" + lines + "}\n", findSchema));
        std::uint64_t seed = 20;
        for (const GraphInput& input : std::vector<GraphInput>(graph.inputs().begin(), graph.inputs().end()))
            graph.setInputData(input.value, *filled({Fill::Normal, seed++}, DType::F32, {2, 3}));
        FakeOracle oracle(predicate);
        return reduce(graph, oracle, folder);
    }
    std::filesystem::path fresh() { return m_dir.path().toStdString() + "/" + std::to_string(m_next++); }
    QTemporaryDir m_dir;
    int m_next = 0;

private slots:
    void finds_culprits_data() {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<QList<int>>("positions");
        QTest::addColumn<QStringList>("ops");
        QTest::addColumn<bool>("connected");
        QTest::addColumn<QString>("want");  // of independent ones that first which made an output of the original
        QTest::addColumn<int>("atMost");  // candidates until the nodes are found
        using L = QList<int>;
        QTest::newRow("one in 22, first") << 22 << L{0} << QStringList{kRelu} << false << "relu" << 6;
        QTest::newRow("one in 22, last") << 22 << L{21} << QStringList{kRelu} << false << "relu" << 6;
        QTest::newRow("one in 82") << 82 << L{40} << QStringList{kRelu} << false << "relu" << 10;
        QTest::newRow("one in 82, last") << 82 << L{81} << QStringList{kRelu} << false << "relu" << 10;
        QTest::newRow("one in 282, middle") << 282 << L{141} << QStringList{kRelu} << false << "relu" << 14;
        QTest::newRow("one in 282, last") << 282 << L{281} << QStringList{kRelu} << false << "relu" << 14;
        QTest::newRow("two in 82") << 82 << L{10, 70} << QStringList{kRelu, kExp} << false << "exp relu" << 17;
        QTest::newRow("two in 282, near") << 282 << L{140, 143} << QStringList{kRelu, kExp} << false << "exp relu" << 21;
        QTest::newRow("two in 282, far") << 282 << L{3, 280} << QStringList{kRelu, kExp} << false << "exp relu" << 21;
        QTest::newRow("three in 282") << 282 << L{20, 150, 250} << QStringList{kRelu, kExp, kAbs} << false
                                      << "abs exp relu" << 32;
        QTest::newRow("a path of two") << 82 << L{30, 60} << QStringList{kRelu, kExp} << true << "relu exp" << 75;
        QTest::newRow("a path of two in 98") << 98 << L{11, 64} << QStringList{kRelu, kExp} << true << "relu exp" << 60;
        QTest::newRow("a path of two in 166") << 166 << L{19, 108} << QStringList{kRelu, kExp} << true << "relu exp" << 75;
        QTest::newRow("one of one") << 1 << L{0} << QStringList{kRelu} << false << "relu" << 1;  // its data
    }
    void finds_culprits() {
        QFETCH(int, nodes);
        QFETCH(QList<int>, positions);
        QFETCH(QStringList, ops);
        QFETCH(bool, connected);
        QFETCH(QString, want);
        QFETCH(int, atMost);
        std::vector<Planted> planted;
        std::vector<std::string> names;
        for (int i = 0; i < positions.size(); ++i) {
            planted.push_back({positions[i], ops[i].toStdString()});
            names.push_back(ops[i].toStdString());
        }
        FakeOracle oracle(connected ? needsPath(names[0], names[1]) : needs(names));
        const auto folder = fresh();
        const auto result = reduce(chain(nodes, planted), oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), want);
        for (const GraphInput& input : result->graph.inputs()) QCOMPARE(asTensor(input.data)->numel(), 1);
        QVERIFY(result->oneMinimal);
        QCOMPARE(result->status, MinifyResult::Status::Minimal);
        VERIFY_OK(checkGraph(result->graph));
        const int forNodes = candidatesForNodes(folder);
        qInfo("%d candidates, %d of them for the nodes, %d from the cache", result->candidates, forNodes, result->cacheHits);
        QVERIFY2(forNodes <= atMost, std::to_string(forNodes).c_str());
        QCOMPARE(oracle.runs, result->candidates + 2);
        // Nothing is evaluated twice but the original, and the result by its canonical names.
        int repeats = 0;
        for (const auto& [hash, count] : oracle.asked) repeats += count - 1;
        QVERIFY(result->canonical);
        QVERIFY2(repeats == 1 || repeats == 2, std::to_string(repeats).c_str());
    }

    // Ten drawings of culprits each; a simulation of hybrid delta debugging, its final sweep included, took so many candidates on
    // average, where neither kind nor place of an operator says anything.
    void takes_no_more_than_the_hybrid_data() {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("culprits");
        QTest::addColumn<bool>("clustered");
        QTest::addColumn<double>("mean");
        QTest::newRow("50, 1") << 50 << 1 << false << 9.4;
        QTest::newRow("50, 2") << 50 << 2 << false << 13.7;
        QTest::newRow("50, 4") << 50 << 4 << false << 26.4;
        QTest::newRow("50, 2 near") << 50 << 2 << true << 12.1;
        QTest::newRow("50, 4 near") << 50 << 4 << true << 21.1;
        QTest::newRow("200, 1") << 200 << 1 << false << 11.7;
        QTest::newRow("200, 2") << 200 << 2 << false << 17.6;
        QTest::newRow("200, 4") << 200 << 4 << false << 34.6;
        QTest::newRow("200, 8") << 200 << 8 << false << 69.2;
        QTest::newRow("200, 2 near") << 200 << 2 << true << 15.4;
        QTest::newRow("200, 4 near") << 200 << 4 << true << 24.0;
        QTest::newRow("200, 8 near") << 200 << 8 << true << 50.1;
        QTest::newRow("1000, 1") << 1000 << 1 << false << 15.3;
        QTest::newRow("1000, 4") << 1000 << 4 << false << 42.8;
    }
    void takes_no_more_than_the_hybrid() {
        QFETCH(int, nodes);
        QFETCH(int, culprits);
        QFETCH(bool, clustered);
        QFETCH(double, mean);
        const std::vector<std::string> ops{kRelu, kExp, kAbs, "aten.sin.default", "aten.cos.default", "aten.erf.default", "aten.ceil.default", "aten.floor.default"};
        const std::vector<std::string> needed(ops.begin(), ops.begin() + culprits);
        constexpr int kDrawings = 10;
        std::mt19937 random(17);
        int toFewest = 0, all = 0;
        for (int drawing = 0; drawing < kDrawings; ++drawing) {
            const int window = clustered ? culprits * 3 : nodes;
            const int from = static_cast<int>(random() % static_cast<unsigned>(nodes - window + 1));
            std::set<int> places;
            while (static_cast<int>(places.size()) < culprits) places.insert(from + static_cast<int>(random() % static_cast<unsigned>(window)));
            std::vector<Planted> planted;
            for (const int place : places) planted.push_back({place, needed[planted.size()]});
            FakeOracle oracle(needs(needed));
            const auto result = reduce(chain(nodes, planted), oracle, fresh());
            VERIFY_OK(result);
            QCOMPARE(result->nodesAfter, culprits);
            toFewest += result->candidatesToFewest;
            all += result->candidates;
        }
        qInfo("%.1f to the fewest operators, %.1f in all, simulated %.1f", double(toFewest) / kDrawings, double(all) / kDrawings, mean);
        QVERIFY(toFewest <= mean * kDrawings);
    }

    // Every single edit of every pass was refused: the definition of 1-minimal, checked from outside.
    void the_result_is_one_minimal() {
        const Predicate predicate = [](const Graph& graph) -> std::optional<Failure> {
            const auto adds = std::ranges::count(graph.nodes(), "aten.add.Tensor", &Node::op);
            return adds >= 2 && hasOp(graph, "aten.relu.default") ? std::optional(boom()) : std::nullopt;
        };
        const Graph original = chain(40, {{17, kRelu}});
        FakeOracle oracle(predicate);
        const auto result = reduce(original, oracle, fresh());
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)).count("add"), 2);
        QCOMPARE(result->nodesAfter, 3);
        const auto capture = Capture::record(original);
        VERIFY_OK(capture);
        for (const auto& pass : allEdits())
            for (const Edit& edit : pass->propose(result->graph)) {
                const auto smaller = applyEdit(result->graph, edit, *capture);
                if (smaller && smaller->nodes().size() < result->graph.nodes().size())
                    QVERIFY2(!predicate(*smaller), editText(edit, result->graph).c_str());
            }
    }

    void a_named_node_is_tried_first() {
        const Graph graph = chain(282, {{200, kRelu}});
        FakeOracle oracle([](const Graph& candidate) -> std::optional<Failure> {
            const auto found = std::ranges::find(candidate.nodes(), kRelu, &Node::op);
            if (found == candidate.nodes().end()) return std::nullopt;
            Failure failure = boom();
            failure.node = found->name;
            return failure;
        });
        const auto folder = fresh();
        const auto result = reduce(graph, oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("relu"));
        QCOMPARE(candidatesForNodes(folder), 1);
    }

    void other_failures_are_kept_and_never_accepted() {
        const auto folder = fresh();
        FakeOracle oracle([](const Graph& graph) -> std::optional<Failure> {
            if (hasOp(graph, kRelu)) return boom();
            if (hasOp(graph, kExp)) return boom("bang", FailureKind::Crash);
            return std::nullopt;
        });
        const auto result = reduce(chain(32, {{5, kExp}, {25, kRelu}}), oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("relu"));
        QCOMPARE(result->others.size(), std::size_t{1});
        QCOMPARE(toQ(result->others[0].failure.signature), QString("bang"));
        VERIFY_OK(readWtl(folder / result->others[0].example));
    }

    void another_signature_counts_only_when_asked() {
        const Predicate predicate = [](const Graph& graph) -> std::optional<Failure> {
            if (!hasOp(graph, kRelu)) return std::nullopt;
            return boom(graph.nodes().size() > 4 ? "large" : "small");
        };
        FakeOracle exact(predicate), kind(predicate);
        const Graph graph = chain(32, {{5, kRelu}});
        const auto strict = reduce(graph, exact, fresh());
        const auto loose = reduce(graph, kind, fresh(), {.match = SignatureMatch::Kind});
        VERIFY_OK(strict);
        VERIFY_OK(loose);
        QCOMPARE(strict->nodesAfter, 5);
        QCOMPARE(loose->nodesAfter, 1);
    }

    void an_original_that_passes_is_told() {
        FakeOracle oracle(needs({kAbs}));
        const auto result = reduce(chain(8, {}), oracle, fresh());
        VERIFY_OK(result);
        QCOMPARE(result->status, MinifyResult::Status::DoesNotFail);
        QCOMPARE(toQ(result->note), QString("the original passed twice"));
        QVERIFY(result->reproducer.empty());
        QCOMPARE(oracle.runs, 2);
    }

    void a_failure_that_does_not_repeat_is_told() {
        int runs = 0;
        FakeOracle oracle([&](const Graph&) { return ++runs == 1 ? std::optional(boom()) : std::nullopt; });
        const auto result = reduce(chain(8, {}), oracle, fresh());
        VERIFY_OK(result);
        QCOMPARE(result->status, MinifyResult::Status::Flaky);
        QCOMPARE(toQ(result->note),
                 QString("the failure does not repeat: the original failed with compile_error (boom) in 1 of 30 runs, another time it passed; "
                         "--repeat N says how many passes make a candidate one that does not fail"));
    }

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

    // A kill can end the journal after any byte. Whatever is left, resuming ends where the uninterrupted job
    // did, and asks again at most about the candidate that was in flight.
    // A hang is a hang under the time limit that it met: under a wider one it is asked for again.
    void limits_are_no_answer_for_others() {
        const std::string folder = m_dir.path().toStdString() + "/limits";
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
        QString said;
        inside.beforeAnswer = [&](int runs) {
            if (runs == 1) said = describe(reduce(graph, oracle, m_dir.path().toStdString() + "/shared", {.resume = true}));
        };
        VERIFY_OK(reduce(graph, inside, m_dir.path().toStdString() + "/shared"));
        QVERIFY2(said.contains("another process is working in"), qPrintable(said));
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

    void a_failure_with_any_data_ends_with_zeros() {
        const auto folder = fresh();
        FakeOracle oracle(needs({kRelu}));
        const auto result = reduce(oddData(), oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("relu"));
        QCOMPARE(int(describeFill(*asTensor(result->graph.inputs()[0].data)).how), int(Fill::Zeros));
        QVERIFY(!std::filesystem::exists(folder / "inputs.safetensors"));
        const auto script = readFile(folder / "repro.py");
        VERIFY_OK(script);
        QVERIFY(toQ(*script).contains("torch.zeros((), dtype=torch.float32)"));
        qInfo("%d candidates", result->candidates);
        QVERIFY(result->candidates <= 8);
    }
    // Of 4096 values one matters, and is all that is left at the end.
    void a_failure_with_certain_data_keeps_it() {
        const auto folder = fresh();
        FakeOracle oracle([](const Graph& graph) -> std::optional<Failure> {
            if (!hasOp(graph, kRelu)) return std::nullopt;
            for (const GraphInput& input : graph.inputs())
                for (Index i = 0; i < asTensor(input.data)->numel(); ++i)
                    if (asTensor(input.data)->flat(i) == 77.5) return boom();
            return std::nullopt;
        });
        const auto result = reduce(oddData(), oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("relu"));
        const Tensor& data = *asTensor(result->graph.inputs()[0].data);
        QCOMPARE(data.numel(), 1);
        QCOMPARE(data.flat(0), 77.5);
        QVERIFY(!std::filesystem::exists(folder / "inputs.safetensors"));
        qInfo("%d candidates", result->candidates);
        QVERIFY(result->candidates <= 48);
    }
    void data_that_matters_as_a_whole_is_kept_in_a_file() {
        const auto folder = fresh();
        const Graph original = oddData();
        const std::string kept = contentHash(*asTensor(original.inputs()[0].data)).hex();
        FakeOracle oracle([&](const Graph& graph) -> std::optional<Failure> {
            const bool same = std::ranges::any_of(graph.inputs(), [&](const GraphInput& input) { return contentHash(*asTensor(input.data)).hex() == kept; });
            return same && hasOp(graph, kRelu) ? std::optional(boom()) : std::nullopt;
        });
        const auto result = reduce(original, oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(result->nodesAfter, 1);
        QVERIFY(std::filesystem::exists(folder / "inputs.safetensors"));
        const auto report = nlohmann::json::parse(*readFile(folder / "report.json"));
        QVERIFY(std::ranges::find(report["files"], nlohmann::json("inputs.safetensors")) != report["files"].end());
    }
    void weights_end_as_plain_inputs() {
        Graph graph = chain(6, {{5, kRelu}});
        ValueId last = graph.outputValues()[0];
        // Of three shapes: once these have shrunk, one stands for all.
        for (const auto& [kind, rows, columns] : {std::tuple(InputKind::Parameter, 1, 3), {InputKind::Buffer, 2, 1}, {InputKind::Constant, 1, 1}}) {
            GraphInput weight{.value = {}, .kind = kind, .target = "w", .data = Tensor::full(DType::F32, {rows, columns}, 3)};
            const ValueId w = graph.addInput(std::move(weight), "w", TensorType{DType::F32, {rows, columns}, {}, {}});
            last = call(graph, "aten.mul.Tensor", {{"self", last}, {"other", w}});
        }
        graph.setOutputs({{.value = last}});
        FakeOracle oracle([](const Graph& candidate) -> std::optional<Failure> {
            const auto products = std::ranges::count(candidate.nodes(), "aten.mul.Tensor", &Node::op);
            return products == 3 ? std::optional(boom()) : std::nullopt;
        });
        const auto result = reduce(graph, oracle, fresh());
        VERIFY_OK(result);
        QCOMPARE(result->inputsAfter, 1);
        for (const GraphInput& input : result->graph.inputs()) {
            QVERIFY(input.kind == InputKind::User);
            QCOMPARE(int(describeFill(*asTensor(input.data)).how), int(Fill::Zeros));
        }
    }

    void calls_get_simpler() {
        const auto result = reduceText(" input %x : f32[2,3]\n input %y : f32[2,3]\n"
                                       " %c = aten.cat.default([%x, %y, %x, %y], 1) : f32[2,12]\n"
                                       " %d = aten.add.Tensor(%c, %c, alpha=7.34375) : f32[2,12]\n return %d\n",
                                       fresh(), [](const Graph& graph) -> std::optional<Failure> {
            const auto add = std::ranges::find(graph.nodes(), "aten.add.Tensor", &Node::op);
            if (!hasOp(graph, "aten.cat.default") || add == graph.nodes().end()) return std::nullopt;
            const Arg* alpha = add->arg("alpha");
            return alpha && alpha->as<double>() && *alpha->as<double>() > 2 ? std::optional(boom()) : std::nullopt;
        });
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("cat add"));
        const Node& cat = result->graph.nodes()[0];
        QCOMPARE(result->inputsAfter, 1);
        QCOMPARE(cat.args.size(), std::size_t{1});
        QCOMPARE(cat.args[0].value.as<Arg::List>()->size(), std::size_t{1});
        QCOMPARE(*result->graph.nodes()[1].arg("alpha")->as<double>(), 7.0);
        qInfo("%d candidates", result->candidates);
        QVERIFY(result->candidates <= 40);
    }
    void inputs_that_differ_are_merged() {
        const Predicate predicate = [](const Graph& graph) -> std::optional<Failure> {
            return std::ranges::count(graph.nodes(), "aten.mul.Tensor", &Node::op) == 2 ? std::optional(boom()) : std::nullopt;
        };
        const auto result = reduceText(" input %x : f32[2,3]\n input %y : f32[2,3]\n input %z : f32[2,3]\n"
                                       " %a = aten.mul.Tensor(%x, %y) : f32[2,3]\n %b = aten.mul.Tensor(%a, %z) : f32[2,3]\n return %b\n", fresh(), predicate);
        VERIFY_OK(result);
        QCOMPARE(result->inputsAfter, 1);
        QCOMPARE(int(describeFill(*asTensor(result->graph.inputs()[0].data)).how), int(Fill::Zeros));
    }

    void progress_is_told() {
        FakeOracle oracle(needs({kRelu}));
        std::vector<MinifyProgress> seen;
        const auto result = minify(chain(20, {{3, kRelu}}), oracle, {.outputFolder = fresh()},
                                   [&](const MinifyProgress& progress) { seen.push_back(progress); }, {});
        VERIFY_OK(result);
        QCOMPARE(toQ(seen.front().phase), QString("original"));
        QCOMPARE(toQ(seen.back().phase), QString("done"));
        QCOMPARE(seen.back().nodesNow, 1);
        int before = 20;
        for (const MinifyProgress& progress : seen) {
            QVERIFY(progress.best);
            QVERIFY(progress.nodesNow <= before);
            before = progress.nodesNow;
        }
    }

    // Sizes shrink as far as the failure lets them, equal ones together; one that matters stays as large as it must be.
    void sizes_shrink_to_what_matters() {
        const auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f32[4,40]\n input %w : f32[40,96]\n %m = aten.mm.default(%x, %w) : f32[4,96]\n"
                                      " %r = aten.relu.default(%m) : f32[4,96]\n %v = aten.view.default(%r, [4, 2, 48]) : f32[4,2,48]\n return %v\n}\n", findSchema);
        VERIFY_OK(graph);
        Graph original = *graph;
        original.setInputData(original.inputs()[0].value, Tensor::full(DType::F32, {4, 40}, 0.5));
        original.setInputData(original.inputs()[1].value, Tensor::full(DType::F32, {40, 96}, 0.5));
        FakeOracle oracle([](const Graph& candidate) -> std::optional<Failure> {
            if (!needsPath("aten.mm.default", "aten.view.default")(candidate)) return std::nullopt;
            for (const Node& node : candidate.nodes())
                if (node.op == "aten.mm.default" && *asTensorType(candidate.type(node.inputs()[0]))->sizes[1].constant() >= 17) return boom();
            return std::nullopt;
        });
        const auto result = reduce(original, oracle, fresh());
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("mm view"));
        const TensorType& x = *asTensorType(result->graph.type(result->graph.inputs()[0].value));
        QCOMPARE(toQ(x.text()), QString("f32[1,17]"));
        QCOMPARE(toQ(typeText(result->graph.type(result->graph.nodes()[1].output()))), QString("f32[]"));
        qInfo("%d candidates, %d from the cache", result->candidates, result->cacheHits);
        QVERIFY2(result->candidates <= 40, std::to_string(result->candidates).c_str());
    }

    // A failure that only a symbol brings about keeps it, at the smallest number that its range allows; any other loses it.
    void symbols_go_unless_they_matter_data() {
        QTest::addColumn<bool>("matters");
        QTest::addColumn<QString>("want");
        QTest::newRow("it matters") << true << "f32[s0]";
        QTest::newRow("it does not") << false << "f32[]";
    }
    void symbols_go_unless_they_matter() {
        QFETCH(bool, matters);
        Graph original;
        original.symbols["s0"] = SymbolInfo{.min = 2, .max = 100, .hint = 24};
        GraphInput input;
        input.data = Tensor::full(DType::F32, {24, 3}, 1);
        const ValueId x = original.addInput(std::move(input), "x", TensorType{DType::F32, {SymInt::symbol("s0"), 3}, {}, {}});
        const ValueId s = call(original, "aten.sum.dim_IntList", {{"self", x}, {"dim", Arg::List{Arg(1)}}}, "s");
        original.addOutput({.value = call(original, kRelu, {{"self", s}}, "y")});
        FakeOracle oracle([matters](const Graph& candidate) -> std::optional<Failure> {
            if (!hasOp(candidate, kRelu) || (matters && (candidate.symbols.empty() || !candidate.symbols.begin()->second.max))) return std::nullopt;
            return boom();
        });
        const auto result = reduce(original, oracle, fresh());
        VERIFY_OK(result);
        QCOMPARE(result->status, MinifyResult::Status::Minimal);
        QCOMPARE(toQ(opsText(result->graph)), QString("relu"));
        QTEST(toQ(typeText(result->graph.type(result->graph.inputs()[0].value))), "want");
        QCOMPARE(asTensor(result->graph.inputs()[0].data)->numel(), matters ? 2 : 1);
        QVERIFY2(result->candidates <= 9, std::to_string(result->candidates).c_str());
    }

    // A node between two that matter, which changes the shape so that no bypass fits, and types that do not matter.
    void what_is_left_is_plain() {
        const auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f64[4,6]\n %r = aten.relu.default(%x) : f64[4,6]\n"
                                      " %p = aten.permute.default(%r, [1, 0]) : f64[6,4]\n %e = aten.exp.default(%p) : f64[6,4]\n return %e\n}\n", findSchema);
        VERIFY_OK(graph);
        Graph original = *graph;
        original.setInputData(original.inputs()[0].value, Tensor::full(DType::F64, {4, 6}, 0.5));
        FakeOracle oracle(needsPath(kRelu, kExp));
        const auto result = reduce(original, oracle, fresh());
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("relu exp"));
        QCOMPARE(toQ(typeText(result->graph.type(result->graph.inputs()[0].value))), QString("f32[]"));
        qInfo("%d candidates, %d from the cache", result->candidates, result->cacheHits);
        QVERIFY2(result->candidates <= 30, std::to_string(result->candidates).c_str());
    }

    // Where a reader needs a value that is computed, but not what it is, a constant does.
    void a_constant_serves_where_any_value_does() {
        FakeOracle oracle([](const Graph& candidate) -> std::optional<Failure> {
            for (const Node& node : candidate.nodes())
                if (node.op == kExp && candidate.value(node.inputs()[0]).producer.valid()) return boom();
            return std::nullopt;
        });
        const auto result = reduce(chain(12, {{9, kExp}}), oracle, fresh());
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("full exp"));
        QVERIFY(result->graph.inputs().empty());
        QVERIFY2(result->candidates <= 30, std::to_string(result->candidates).c_str());
    }

    // The culprit is inside a branch: the branch comes out, and is reduced like any graph.
    void a_culprit_inside_a_branch() {
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f32[2,3]\n input %p : bool[]\n %a = aten.neg.default(%x) : f32[2,3]\n"
                                " %b = higher_order.cond(%p, graph @yes {\n input %a : f32[2,3]\n %n = aten.neg.default(%a) : f32[2,3]\n"
                                " %t = aten.tanh.default(%n) : f32[2,3]\n return %t\n }, graph @no {\n input %a : f32[2,3]\n return %a\n }, [%a]) : f32[2,3]\n"
                                " return %b\n}\n", findSchema);
        VERIFY_OK(graph);
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::F32, {2, 3}, 0.25));
        graph->setInputData(graph->inputs()[1].value, Tensor::scalar(DType::Bool, 1));
        const std::function<bool(const Graph&)> anywhere = [&](const Graph& candidate) {
            bool found = hasOp(candidate, "aten.tanh.default");
            for (const Node& node : candidate.nodes())
                for (const NamedArg& arg : node.args) forEachGraph(arg.value, [&](const GraphRef& inner) { found = found || anywhere(*inner); });
            return found;
        };
        FakeOracle oracle([&](const Graph& candidate) -> std::optional<Failure> {
            if (anywhere(candidate)) return boom();
            return std::nullopt;
        });
        QTemporaryDir folder;
        MinifyOptions options;
        options.outputFolder = folder.path().toStdString();
        const auto result = minify(*graph, oracle, options, {}, {});
        VERIFY_OK(result);
        QCOMPARE(result->status, MinifyResult::Status::Minimal);
        QCOMPARE(result->graph.nodes().size(), std::size_t{1});
        QCOMPARE(toQ(result->graph.nodes()[0].op), QString("aten.tanh.default"));
    }

    // Whatever way led to it.
    void one_graph_is_one_text() {
        std::set<std::string> texts;
        for (const int place : {0, 9, 21}) {  // what it reads has another name each time
            const auto folder = fresh();
            FakeOracle oracle(needs({kRelu}));
            const auto result = reduce(chain(22, {{place, kRelu}}), oracle, folder);
            VERIFY_OK(result);
            QVERIFY(result->canonical);
            const auto text = readFile(folder / "repro.wtl");
            VERIFY_OK(text);
            texts.insert(*text);
        }
        QCOMPARE(texts.size(), std::size_t{1});
    }
    void names_that_matter_are_kept() {
        const auto folder = fresh();
        FakeOracle oracle([](const Graph& graph) -> std::optional<Failure> {
            return std::ranges::find(graph.nodes(), "tanh_1", &Node::name) != graph.nodes().end() ? std::optional(boom()) : std::nullopt;
        });
        const auto result = reduce(chain(22, {}), oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(result->nodesAfter, 1);
        QVERIFY(result->oneMinimal && !result->canonical);
        QVERIFY(std::ranges::any_of(result->notes, [](const std::string& note) { return note.starts_with("the result keeps the original's names"); }));
        const auto kept = readWtl(folder / "repro.wtl");
        VERIFY_OK(kept);
        QCOMPARE(toQ(kept->nodes()[0].name), QString("tanh_1"));
        const auto certificate = readCertificate(folder);
        VERIFY_OK(certificate);
        const auto verified = verifyCertificate(folder, *certificate, oracle, {});
        VERIFY_OK(verified);
        QVERIFY(verified->holds());
    }
    // Of two inputs alike the first stays, and what is drawn is drawn by place: the order that the form gives them has its edits tried.
    void the_canonical_order_is_minimal_too() {
        const auto folder = fresh();
        FakeOracle oracle([](const Graph& graph) -> std::optional<Failure> {
            for (const Node& node : graph.nodes())
                if (node.op == "aten.sub.Tensor" && graph.inputs().size() == 2 && node.inputs().front() != node.inputs().back() &&
                    std::ranges::all_of(graph.inputs(), [](const GraphInput& input) { return describeFill(*asTensor(input.data)).how == Fill::Normal; }))
                    return Failure{.kind = FailureKind::RunError, .signature = "boom", .phase = "run", .node = node.name, .message = "boom at " + node.name, .detail = {}};
            return std::nullopt;
        });
        const auto graph = parseGraph("whittle 1\ngraph @g {\n input %second : f32[2,3]\n input %first : f32[2,3]\n %odd = aten.sub.Tensor(%first, %second, alpha=1) : f32[2,3]\n return %odd\n}\n", findSchema);
        VERIFY_OK(graph);
        Graph original = *graph;
        for (const std::size_t i : {0, 1}) original.setInputData(original.inputs()[i].value, *filled({Fill::Normal, 7 + i}, DType::F32, {2, 3}));
        const auto result = reduce(original, oracle, folder);
        VERIFY_OK(result);
        QVERIFY(result->canonical && result->oneMinimal);
        QCOMPARE(toQ(result->failure.node), QString("odd"));
        QCOMPARE(toQ(result->reducedFailure.node), QString("sub"));
        QVERIFY(result->graph.contains(original.nodes()[0].id));
        const auto certificate = readCertificate(folder);
        VERIFY_OK(certificate);
        const auto verified = verifyCertificate(folder, *certificate, oracle, {});
        VERIFY_OK(verified);
        QVERIFY2(verified->holds(), verified->troubles.empty() ? "" : verified->troubles.front().c_str());
    }
};

WHITTLE_TEST(MinifyTest)
#include "minify_test.moc"

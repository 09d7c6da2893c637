// What the search finds, by how many questions, and what it says of a failure that is none.
#include "minifier/search/minify.h"

#include <random>
#include <set>

#include "engine/base/files.h"
#include "engine/formats/wtl.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "minifier/search/verify.h"
#include "tests/minifier/phases.h"
#include "tests/minifier/reduce.h"

using namespace whittle;
using namespace whittle::test;

class MinifyTest : public QObject {
    Q_OBJECT
private:
    FreshFolders fresh;

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

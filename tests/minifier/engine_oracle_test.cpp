#include "minifier/oracle/engine_oracle.h"

#include <cmath>
#include <random>

#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/formats/open.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/tensor/compare.h"
#include "minifier/edits/recorder.h"
#include "minifier/search/minify.h"
#include "tests/minifier/fake.h"
#include "tests/minifier/phases.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class EngineOracleTest : public QObject {
    Q_OBJECT
private slots:
    void reduces_a_real_graph_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("inject");
        QTest::addColumn<QString>("signature");
        QTest::addColumn<int>("atMost");  // candidates until the node is found
        QTest::newRow("compile error") << "gpt_2l.pt2" << "aten.gelu.default=compile_error" << "injected fault at aten.gelu.default" << 4;
        QTest::newRow("crash") << "squeezenet11.pt2" << "aten.relu.default=crash" << "SIGSEGV in run" << 4;
        QTest::newRow("wrong result") << "gpt_2l.pt2" << "aten.gelu.default=wrong_result" << "wrong value" << 4;
        QTest::newRow("NaN") << "gpt_2l.pt2" << "aten.gelu.default=nan" << "wrong nan" << 4;
        QTest::newRow("run error") << "bert_tiny.pt2" << "aten.gelu.default=run_error" << "injected fault at aten.gelu.default" << 4;
    }
    void reduces_a_real_graph() {
        QFETCH(QString, file);
        QFETCH(QString, inject);
        QFETCH(QString, signature);
        QFETCH(int, atMost);
        const auto opened = openGraph(sample("torch211/" + file.toStdString()));
        VERIFY_OK(opened);
        auto injections = parseInjections(inject.toStdString());
        VERIFY_OK(injections);
        EngineOracleOptions options{.program = program()};
        options.compile.inject = *std::move(injections);
        options.limits.time = std::chrono::seconds(120);
        EngineOracle oracle(std::move(options));
        const QTemporaryDir folder;
        QElapsedTimer timer;
        timer.start();
        const auto result = minify(opened->graph, oracle, {.outputFolder = folder.path().toStdString()}, {}, {});
        VERIFY_OK(result);
        qInfo("%d -> %d nodes, %d candidates, %d from the cache, %lld ms", result->nodesBefore, result->nodesAfter,
              result->candidates, result->cacheHits, static_cast<long long>(timer.elapsed()));
        QCOMPARE(toQ(result->failure.signature), signature);
        QCOMPARE(result->status, MinifyResult::Status::Minimal);
        QCOMPARE(result->nodesAfter, 1);
        const int forNodes = candidatesForNodes(folder.path().toStdString());
        QVERIFY2(forNodes <= atMost, std::to_string(forNodes).c_str());
        // What was written is the graph that was found, and it fails the same way from the file.
        const auto again = openGraph(result->reproducer / "repro.wtl");
        VERIFY_OK(again);
        const auto verdict = oracle.test(again->graph, {});
        VERIFY_OK(verdict);
        QVERIFY(verdict->failure);
        QCOMPARE(toQ(verdict->failure->signature), signature);
        const auto script = openGraph(result->reproducer / "repro.py");
        VERIFY_OK(script);
        QCOMPARE(script->graph.nodes().size(), std::size_t{1});
    }

    // What the oracle found out is in the journal: the second process does not look again, and no number of jobs changes anything.
    void where_it_begins_is_looked_for_once() {
        const auto opened = openGraph(sample("torch211/gpt_2l.pt2"));
        VERIFY_OK(opened);
        EngineOracleOptions options{.program = program(), .limits = {.time = std::chrono::seconds(120)}};
        options.compile.inject = *parseInjections("aten.gelu.default=wrong_result");
        const auto lines = [](const std::filesystem::path& folder) {
            std::vector<std::string> out;
            std::istringstream in(*readFile(folder / "journal.jsonl"));
            for (std::string line; std::getline(in, line);) {
                auto json = nlohmann::ordered_json::parse(line);
                for (const char* key : {"ms", "at"}) json.erase(key);
                if (json.value("source", "") != "guess") out.push_back(json.dump());
            }
            return out;
        };
        const auto looks = [](const std::vector<std::string>& of) {
            return std::ranges::count_if(of, [](const std::string& line) { return line.find("\"phase\":\"look\"") != line.npos; });
        };
        EngineOracle oracle(options);
        const QTemporaryDir one, two;
        const auto result = minify(opened->graph, oracle, {.outputFolder = one.path().toStdString(), .program = program()}, {}, {});
        VERIFY_OK(result);
        const std::vector<std::string> journal = lines(one.path().toStdString());
        QCOMPARE(looks(journal), 1);
        MinifyOptions halting{.outputFolder = two.path().toStdString(), .jobs = 2, .maxCandidates = 1, .program = program()};
        VERIFY_OK(minify(opened->graph, oracle, halting, {}, {}));
        halting.resume = true;
        halting.maxCandidates = 0;
        const auto resumed = minify(opened->graph, oracle, halting, {}, {});
        VERIFY_OK(resumed);
        const std::vector<std::string> again = lines(two.path().toStdString());
        QVERIFY(again == journal);
        QCOMPARE(toQ(printGraph(resumed->graph, findSchema)), toQ(printGraph(result->graph, findSchema)));
    }

    // A hint that leads nowhere costs its few candidates and no more.
    void a_wrong_hint_costs_little() {
        class Misled final : public Oracle {
        public:
            Misled(Predicate predicate, std::string node) : m_predicate(std::move(predicate)), m_node(std::move(node)) {}
            std::string_view name() const override { return "misled"; }
            Result<Verdict> test(const Graph& candidate, const CancelToken&) override {
                Verdict verdict;
                if (auto failure = m_predicate(candidate)) {
                    failure->node = m_node;
                    verdict = {.kind = Verdict::Kind::Fails, .failure = std::move(failure), .note = {}};
                }
                return verdict;
            }

        private:
            Predicate m_predicate;
            std::string m_node;
        };
        const Graph graph = chain(200, {{150, "aten.relu.default"}});
        const auto candidates = [&](const std::string& node) {
            const QTemporaryDir folder;
            Misled oracle(needs({"aten.relu.default"}), node);
            const auto result = minify(graph, oracle, {.outputFolder = folder.path().toStdString()}, {}, {});
            return result && result->nodesAfter == 1 ? result->candidatesToFewest : -1;
        };
        const std::string right = graph.nodes()[150].name, wrong = graph.nodes()[20].name + ", " + graph.nodes()[60].name;
        const int without = candidates({}), misled = candidates(wrong);
        QCOMPARE(candidates(right), 1);
        QVERIFY(without > 0);
        QVERIFY2(misled > 0 && misled <= without + 4, qPrintable(QString("%1 and %2").arg(without).arg(misled)));
        QCOMPARE(candidates("no_such_node"), without);
    }

    // An index that eager refuses and a compiler with a wrong abs accepts. abs alone gives a wrong result too, but runs to its
    // end in eager mode: that is another program.
    void what_only_eager_raises_is_reduced_data() {
        QTest::addColumn<bool>("exact");
        QTest::newRow("by signature") << true;
        QTest::newRow("by kind") << false;
    }
    void what_only_eager_raises_is_reduced() {
        QFETCH(bool, exact);
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : i64[1]\n input %t : f32[3]\n %n = aten.neg.default(%x) : i64[1]\n"
                                " %a = aten.abs.default(%n) : i64[1]\n %s = aten.sin.default(%t) : f32[3]\n"
                                " %y = aten.index_select.default(%s, 0, %a) : f32[1]\n %z = aten.neg.default(%y) : f32[1]\n return %z\n}\n", findSchema);
        VERIFY_OK(graph);
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::I64, {1}, 3));
        graph->setInputData(graph->inputs()[1].value, Tensor::full(DType::F32, {3}, 0.5));
        EngineOracleOptions options{.program = program(), .limits = {.time = std::chrono::seconds(120)}};
        options.compile.inject = {{.op = "aten.abs.default", .kind = FailureKind::WrongResult}};
        EngineOracle oracle(options);
        const QTemporaryDir folder;
        const auto result = minify(*graph, oracle, {.outputFolder = folder.path().toStdString(),
                                                    .match = exact ? SignatureMatch::Exact : SignatureMatch::Kind, .program = program()}, {}, {});
        VERIFY_OK(result);
        QCOMPARE(toQ(std::string(failureKindName(result->failure.kind))), QString("wrong_result"));
        QVERIFY2(toQ(result->failure.signature).startsWith("eager raises ") && toQ(result->failure.signature).endsWith(", compiled does not"),
                 result->failure.signature.c_str());
        QCOMPARE(toQ(result->failure.node), QString("y"));
        QVERIFY(std::ranges::any_of(result->notes, [](const std::string& note) { return note.starts_with("the original's eager run ended early"); }));
        QStringList ops;
        for (const Node& node : result->graph.nodes()) ops += toQ(node.op);
        QVERIFY2(ops == (QStringList{"aten.abs.default", "aten.index_select.default"}), qPrintable(ops.join(" ")));

        // What the original does comes back from the journal.
        const QTemporaryDir second;
        MinifyOptions halting{.outputFolder = second.path().toStdString(), .match = exact ? SignatureMatch::Exact : SignatureMatch::Kind,
                              .maxCandidates = 1, .program = program()};
        VERIFY_OK(minify(*graph, oracle, halting, {}, {}));
        halting.resume = true;
        halting.maxCandidates = 0;
        const auto resumed = minify(*graph, oracle, halting, {}, {});
        VERIFY_OK(resumed);
        QCOMPARE(toQ(printGraph(resumed->graph, findSchema)), toQ(printGraph(result->graph, findSchema)));
        QCOMPARE(resumed->candidates, result->candidates);

        // Refused by both: nothing is wrong.
        options.compile.inject.clear();
        EngineOracle healthy(options);
        const auto verdict = healthy.test(*graph, {});
        VERIFY_OK(verdict);
        QVERIFY(verdict->kind == Verdict::Kind::Passes && verdict->eager == Verdict::Eager::Raises);
        QVERIFY2(verdict->note.starts_with("eager raises: "), verdict->note.c_str());
        // As when eager is no matter, or must pass.
        options.eager = EagerRun::Skipped;
        EngineOracle alone(options);
        QVERIFY(alone.test(*graph, {})->failure->kind == FailureKind::RunError);
        options.eager = EagerRun::MustPass;
        EngineOracle strict(options);
        QVERIFY(strict.test(*graph, {})->kind == Verdict::Kind::Invalid);
    }

    // f(x) - c, ten million times, for x at which a function is nearly a float itself, c: eager and float64 have next to nothing there, and
    // whoever is off by a unit in the last place has ones. That is no fault of a compiler; a wrong function still is one.
    void an_ill_conditioned_program_is_no_failure() {
        struct Function {
            const char* name;
            double (*exact)(double);
        };
        constexpr Function kFunctions[] = {{"tanh", std::tanh}, {"sin", std::sin}, {"cos", std::cos}, {"erf", std::erf}, {"log1p", std::log1p}};
        constexpr Index kKept = 600;
        int alarms = 0;
        for (const Function& function : kFunctions) {
            std::mt19937 random(7);
            std::vector<std::pair<double, float>> drawn;
            for (int i = 0; i < 60000; ++i) {
                const float x = 0.3f + 2.7f * static_cast<float>(random() >> 8) / 16777216.0f;
                const double y = function.exact(static_cast<double>(x));
                const float c = static_cast<float>(y), next = std::nextafter(c, 10.0f);
                drawn.emplace_back(std::abs(y - static_cast<double>(c)) / static_cast<double>(next - c), x);
            }
            std::ranges::sort(drawn);
            std::vector<float> x, c;
            for (Index i = 0; i < kKept; ++i) {
                x.push_back(drawn[static_cast<std::size_t>(i)].second);
                c.push_back(static_cast<float>(function.exact(static_cast<double>(x.back()))));
            }
            auto graph = parseGraph(fmt::format("whittle 1\ngraph @g {{\n input %x : f32[600]\n input %c : f32[600]\n %a = aten.{}.default(%x) : f32[600]\n"
                                                " %d = aten.sub.Tensor(%a, %c) : f32[600]\n %y = aten.mul.Scalar(%d, 10000000.0) : f32[600]\n return %y\n}}\n",
                                                function.name), findSchema);
            VERIFY_OK(graph);
            graph->setInputData(graph->inputs()[0].value, Tensor::of<float>(x, {kKept}));
            graph->setInputData(graph->inputs()[1].value, Tensor::of<float>(c, {kKept}));
            EngineOracleOptions options{.program = program(), .limits = {.time = std::chrono::seconds(120)}};
            EngineOracle guarded(options);
            const auto passes = guarded.test(*graph, {});
            VERIFY_OK(passes);
            QVERIFY2(passes->kind == Verdict::Kind::Passes, function.name);
            options.disturbedRuns = 0;
            EngineOracle unguarded(options);
            QVERIFY(unguarded.identity() != guarded.identity());
            const auto alarm = unguarded.test(*graph, {});
            VERIFY_OK(alarm);
            alarms += alarm->kind == Verdict::Kind::Fails;
            options.disturbedRuns = EngineOracleOptions().disturbedRuns;
            options.compile.inject = {{.op = fmt::format("aten.{}.default", function.name), .kind = FailureKind::WrongResult}};
            EngineOracle faulty(options);
            const auto fails = faulty.test(*graph, {});
            VERIFY_OK(fails);
            QVERIFY2(fails->kind == Verdict::Kind::Fails, function.name);
        }
        QVERIFY2(alarms > 0, "the guard had nothing to do");
    }

    // What eager did is known of a compiled run that ended the worker: the crash alone, in a graph that runs eagerly, is another program.
    void eager_belongs_to_a_crash_too() {
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : i64[1]\n input %t : f32[3]\n %a = aten.abs.default(%x) : i64[1]\n"
                                " %c = aten.cos.default(%t) : f32[3]\n %s = aten.sin.default(%c) : f32[3]\n"
                                " %y = aten.index_select.default(%s, 0, %a) : f32[1]\n %z = aten.neg.default(%y) : f32[1]\n return %z\n}\n", findSchema);
        VERIFY_OK(graph);
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::I64, {1}, 3));
        graph->setInputData(graph->inputs()[1].value, Tensor::full(DType::F32, {3}, 0.5));
        EngineOracleOptions options{.program = program(), .limits = {.time = std::chrono::seconds(120)}};
        options.compile.inject = {{.op = "aten.sin.default", .kind = FailureKind::Crash}};
        EngineOracle oracle(options);
        const auto verdict = oracle.test(*graph, {});
        VERIFY_OK(verdict);
        QVERIFY(verdict->failure && verdict->failure->kind == FailureKind::Crash && verdict->eager == Verdict::Eager::Raises);
        const QTemporaryDir folder;
        const auto result = minify(*graph, oracle, {.outputFolder = folder.path().toStdString(), .program = program()}, {}, {});
        VERIFY_OK(result);
        QVERIFY(result->oneMinimal);
        QStringList ops;
        for (const Node& node : result->graph.nodes()) ops += toQ(node.op);
        QVERIFY2(ops == (QStringList{"aten.sin.default", "aten.index_select.default"}), qPrintable(ops.join(" ")));
        const std::string journal = *readFile(std::filesystem::path(folder.path().toStdString()) / "journal.jsonl");
        QVERIFY(journal.find("eager runs to its end, as the original does not (died with SIGSEGV") != journal.npos);
    }

    // As one that crashes does, a node that takes too much memory ends the worker's run and not ours.
    void values_are_captured_next_door() {
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f32[2,3]\n input %n : int(s0)\n %a = aten.neg.default(%x) : f32[2,3]\n"
                                " %b = aten.permute.default(%a, [1, 0]) : f32[3,2]\n %e = aten.expand.default(%b, [1000, 3, 2]) : f32[1000,3,2]\n"
                                " %k = _operator.mul(%n, 3) : int(3*s0)\n return %e, %k\n}\n", findSchema);
        VERIFY_OK(graph);
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::F32, {2, 3}, 0.5));
        graph->setInputData(graph->inputs()[1].value, std::int64_t{14});
        const auto here = Capture::record(*graph), there = Recorder::make({.program = program()})->record(*graph);
        VERIFY_OK(here);
        VERIFY_OK(there);
        QVERIFY(!there->endedBy());
        for (const ValueId id : graph->values()) {
            const Datum *mine = here->find(id), *other = there->find(id);
            QVERIFY2(mine && other, graph->value(id).name.c_str());
            QCOMPARE(toQ(describe(*other)), toQ(describe(*mine)));
            if (const Tensor* tensor = asTensor(*mine)) {
                QCOMPARE(asTensor(*other)->strides(), tensor->strides());
                QVERIFY(compareTensors(*tensor, *asTensor(*other), Tolerance{}).ok);
            }
        }
        QCOMPARE(std::get<std::int64_t>(*there->find(*graph->findValue("k"))), std::int64_t{42});
        // A view of a view is no copy.
        QCOMPARE(asTensor(*there->find(*graph->findValue("e")))->data<float>(), asTensor(*there->find(*graph->findValue("a")))->data<float>());
        QVERIFY(describe(Recorder::make({.program = "/no/such/program"})->record(*graph)).startsWith("io: cannot start /no/such/program"));
    }

    // A reference kernel that crashes: nothing can be said of the compiler, but of the kernel, where one asks for that.
    void an_eager_run_that_dies() {
        const QTemporaryDir folder;
        const std::filesystem::path dying = std::filesystem::path(folder.path().toStdString()) / "dying";
        VERIFY_OK(writeFileAtomic(dying, fmt::format("#!/bin/sh\nulimit -S -t 1\nexec '{}' \"$@\"\n", program().string())));  // a second of work, then a signal
        std::filesystem::permissions(dying, std::filesystem::perms::owner_all);
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : i64[2048,4096]\n input %w : i64[4096,4096]\n"
                                " %y = aten.mm.default(%x, %w) : i64[2048,4096]\n return %y\n}\n", findSchema);
        VERIFY_OK(graph);
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::I64, {2048, 4096}, 3));
        graph->setInputData(graph->inputs()[1].value, Tensor::full(DType::I64, {4096, 4096}, 1));
        EngineOracleOptions options{.program = dying, .limits = {.time = std::chrono::seconds(120)}};
        const auto unknown = EngineOracle(options).test(*graph, {});
        VERIFY_OK(unknown);
        QCOMPARE(unknown->kind, Verdict::Kind::Invalid);
        QVERIFY2(unknown->note.contains("died with SIGXCPU in phase eager"), unknown->note.c_str());
        options.eagerDeathFails = true;
        const auto found = EngineOracle(options).test(*graph, {});
        VERIFY_OK(found);
        QCOMPARE(found->kind, Verdict::Kind::Fails);
        QCOMPARE(found->failure->kind, FailureKind::Crash);
        QCOMPARE(toQ(found->failure->signature), QString("SIGXCPU in eager"));
    }

    void what_kills_an_eager_run_leaves_the_values_before() {
#ifdef WHITTLE_SANITIZED
        QSKIP("sanitizers need more address space than any limit leaves");
#endif
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : i64[2048,4096]\n input %w : i64[4096,4096]\n %a = aten.neg.default(%x) : i64[2048,4096]\n"
                                " %y = aten.mm.default(%a, %w) : i64[2048,4096]\n return %y\n}\n", findSchema);
        VERIFY_OK(graph);
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::I64, {2048, 4096}, 3));
        graph->setInputData(graph->inputs()[1].value, Tensor::full(DType::I64, {4096, 4096}, 1));
        Worker worker(program(), {.time = std::chrono::seconds(3), .memoryBytes = 4ull << 30});
        WorkerJob job;
        job.graph = *graph;
        const auto trace = worker.trace(job, {});
        VERIFY_OK(trace);
        QVERIFY(trace->endedBy);
        QCOMPARE(toQ(trace->endedBy->message), QString("phase eager did not end within 3 s; raise the time limit"));
        QCOMPARE(trace->values.size(), std::size_t{1});
        QCOMPARE(toQ(trace->values[0].first), QString("a"));
        QCOMPARE(std::get<Tensor>(trace->values[0].second).flatInt(4097), std::int64_t{-3});
    }

    // What excuses roundings is no excuse for a fault, in halves no more than in f32: these are rounded once.
    void faults_in_halves_are_seen_data() {
        QTest::addColumn<QString>("inject");
        for (const char* op : {"gelu", "layer_norm", "linear"}) QTest::newRow(op) << QString("%1=wrong_result").arg(op);
    }
    void faults_in_halves_are_seen() {
        QFETCH(QString, inject);
        const auto opened = openGraph(sample("families/bf16_decoder.pt2"));
        VERIFY_OK(opened);
        EngineOracleOptions options{.program = program()};
        EngineOracle sound(options);
        auto injections = parseInjections(inject.toStdString());
        VERIFY_OK(injections);
        options.compile.inject = *std::move(injections);
        EngineOracle faulty(options);
        const auto without = sound.test(opened->graph, {}), with = faulty.test(opened->graph, {});
        VERIFY_OK(without);
        VERIFY_OK(with);
        QCOMPARE(without->kind, Verdict::Kind::Passes);
        QCOMPARE(with->kind, Verdict::Kind::Fails);
        QCOMPARE(toQ(with->failure->signature), QString("wrong value"));
    }

    // The search for the pass at fault tries all that the compiler runs, those about memory too.
    void parts_are_the_passes_that_run() {
        EngineOracleOptions options{.program = program()};
        options.compile.skipPasses = {"fuse-attention"};
        options.compile.passLimit = static_cast<int>(allPasses().size()) - 1;
        QStringList passes;
        EngineOracle oracle(options);
        for (const std::string& pass : oracle.parts().passes) passes << toQ(pass);
        QStringList all;
        for (const PassDef& pass : allPasses()) all << toQ(std::string(pass.name));
        QCOMPARE(passes, all);
        QStringList settings;
        for (const CompilerSetting& setting : oracle.parts().settings) settings << toQ(setting.front()) + " / " + toQ(setting.back());
        QVERIFY2(settings.join(", ").endsWith("no attention kernels / attention kernels, no gemm kernels / gemm kernels, no onednn kernels / onednn kernels, "
                                              "pass fuse-attention / --skip-pass fuse-attention, all passes / --pass-limit " + QString::number(all.size() - 1)), qPrintable(settings.join(", ")));
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f32[1,3,8,8]\n input %w : f32[4,3,3,3]\n"
                                " %y = aten.convolution.default(%x, %w, none, [1, 1], [0, 0], [1, 1], false, [0, 0], 1) : f32[1,4,6,6]\n return %y\n}\n", findSchema);
        VERIFY_OK(graph);
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::F32, {1, 3, 8, 8}, 3));
        graph->setInputData(graph->inputs()[1].value, Tensor::full(DType::F32, {4, 3, 3, 3}, 0.5));
        for (const LeftOut& out : {LeftOut{.passLimit = -1, .passes = {"channels-last"}}, LeftOut{.passLimit = static_cast<int>(all.indexOf("channels-last")), .passes = {}}}) {
            const auto verdict = oracle.testWithout(*graph, out, {});
            VERIFY_OK(verdict);
            QCOMPARE(verdict->kind, Verdict::Kind::Passes);
        }
    }

    // Every setting at its plainest is a compiler that works, and one that fails as before where a fault is planted.
    void plainer_settings_reach_the_compiler() {
        EngineOracleOptions options{.program = program()};
        options.compile.choices = {.forced = {{"m", "reference"}}, .mayLackSites = true, .withoutLibraries = {"attention"}};
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f32[32,32]\n %m = aten.mm.default(%x, %x) : f32[32,32]\n %r = aten.relu.default(%m) : f32[32,32]\n return %r\n}\n", findSchema);
        VERIFY_OK(graph);
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::F32, {32, 32}, 0.5));
        for (const bool planted : {false, true}) {
            if (planted) options.compile.inject = {{.op = "aten.relu.default", .kind = FailureKind::WrongResult}};
            EngineOracle oracle(options);
            LeftOut out;
            for (const CompilerSetting& setting : oracle.parts().settings) out.plainer.push_back(setting.front());
            QVERIFY(out.has("no --choose m=reference"));
            QVERIFY(!out.has("no attention kernels"));
            for (const LeftOut& one : {out, LeftOut{.passLimit = -1, .passes = {}, .fusion = false, .apart = {"m", "r"}}}) {
                const auto verdict = oracle.testWithout(*graph, one, {});
                VERIFY_OK(verdict);
                QVERIFY2(verdict->kind == (planted ? Verdict::Kind::Fails : Verdict::Kind::Passes), verdict->note.c_str());
            }
        }
        // One that cannot be made says so: the settings do reach the worker.
        EngineOracleOptions wrong{.program = program()};
        wrong.compile.choices.forced = {{"m", "nothing"}};
        EngineOracle oracle(wrong);
        const auto fails = oracle.test(*graph, {});
        VERIFY_OK(fails);
        QCOMPARE(fails->kind, Verdict::Kind::Fails);
        LeftOut without;
        without.plainer = {"no --choose m=nothing"};
        const auto passes = oracle.testWithout(*graph, without, {});
        VERIFY_OK(passes);
        QCOMPARE(passes->kind, Verdict::Kind::Passes);
    }

    // The whole way: what made the failure is in the report, the option that had nothing to do with it is not.
    void options_that_are_not_needed_are_told() {
        EngineOracleOptions options{.program = program()};
        options.compile.choices = {.forced = {{"m", "nothing"}, {"other", "gemm"}}, .mayLackSites = true};
        options.compile.skipPasses = {"merge-equal"};
        EngineOracle oracle(options);
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f32[8,8]\n %e = aten.exp.default(%x) : f32[8,8]\n %m = aten.mm.default(%e, %x) : f32[8,8]\n %r = aten.relu.default(%m) : f32[8,8]\n return %r\n}\n", findSchema);
        VERIFY_OK(graph);
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::F32, {8, 8}, 0.5));
        const QTemporaryDir folder;
        // By its kind: the message lists the candidates, of which each instruction set has its own.
        const auto byKind = SignatureRule::parse("kind");
        VERIFY_OK(byKind);
        const auto result = minify(*graph, oracle, {.outputFolder = folder.path().toStdString(), .match = *byKind}, {}, {});
        VERIFY_OK(result);
        QCOMPARE(result->nodesAfter, 1);
        QVERIFY(result->culprit);
        QCOMPARE(result->culprit->neededSettings, std::vector<std::string>{"--choose m=nothing"});
        const auto& plain = result->culprit->plainSettings;
        QVERIFY(std::ranges::find(plain, "no --choose other=gemm") != plain.end());
        QVERIFY(std::ranges::find(plain, "pass merge-equal") != plain.end());
        QVERIFY2(result->culprit->text().find("it takes --choose m=nothing; it fails with ") != std::string::npos, result->culprit->text().c_str());
    }

    // Import makes writes to a buffer results of their own: they are compared, and named by what they are written to.
    void wrong_writes_are_named() {
        auto graph = parseGraph("whittle 1\ngraph @g {\n buffer %b : f32[2] = \"counts\"\n input %x : f32[2]\n %n = aten.neg.default(%x) : f32[2]\n %s = aten.relu.default(%b) : f32[2]\n update buffer \"counts\" = %s\n return %n\n}\n", findSchema);
        VERIFY_OK(graph);
        for (std::size_t i = 0; i < 2; ++i) graph->setInputData(graph->inputs()[i].value, Tensor::full(DType::F32, {2}, 3));
        EngineOracleOptions options{.program = program()};
        options.compile.inject = {{.op = "aten.relu.default", .kind = FailureKind::WrongResult}};
        EngineOracle oracle(options);
        const auto verdict = oracle.test(*graph, {});
        VERIFY_OK(verdict);
        QVERIFY(verdict->failure);
        QCOMPARE(toQ(verdict->failure->signature), QString("wrong value"));
        QCOMPARE(toQ(verdict->failure->message), QString("what is written to buffer 'counts' (output 0) has a wrong value"));
    }

    void identity_names_what_changes_an_answer() {
        EngineOracleOptions options{.program = "x"};
        QCOMPARE(toQ(EngineOracle(options).identity()), QString("engine"));
        options.compile.inject = {{.op = "relu", .kind = FailureKind::Crash}};
        options.compile.skipPasses = {"fold"};
        options.compile.fuse = false;
        options.compile.apart = {"a"};
        options.compile.isa = VectorIsa::Avx2;
        options.compile.choices.withoutLibraries = {"gemm"};
        QCOMPARE(toQ(EngineOracle(options).identity()), QString("engine inject=relu=crash skip=fold no-fusion apart=a isa=avx2 without=gemm"));
    }
};

WHITTLE_TEST(EngineOracleTest)
#include "engine_oracle_test.moc"

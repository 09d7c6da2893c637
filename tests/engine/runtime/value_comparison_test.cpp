// Every value of a graph in three runs: a planted fault is found at its node, a right compiler has none, and what is told is what the runs held.
#include "engine/runtime/value_comparison.h"

#include <cmath>
#include <thread>

#include "engine/eager/interpreter.h"
#include "engine/formats/open.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/runtime/judge.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph opened(const std::string& name) { return openGraph(sample(name))->graph; }

WorkerJob jobOf(Graph graph, const std::string& inject = {}) {
    WorkerJob job{.graph = std::move(graph), .compile = {}, .tolerance = {}, .disturbedRuns = 4};
    if (!inject.empty()) job.compile.inject = *parseInjections(inject);
    return job;
}

Result<ValueComparison> compared(const WorkerJob& job, std::uint64_t memory = 4ull << 30, std::vector<ComparisonProgress>* progress = nullptr) {
    Worker worker(program(), {.time = std::chrono::milliseconds(120000), .memoryBytes = memory});
    return worker.compareValues(job, {}, [&](const ComparisonNews& news) {
        if (progress) progress->push_back(news.progress);
    });
}

const ComparedValue* firstWrong(const ValueComparison& comparison) {
    const auto found = std::ranges::find_if(comparison.values, &ComparedValue::wrong);
    return found == comparison.values.end() ? nullptr : &*found;
}

Graph parsed(const char* text) { return *parseGraph(text, findSchema); }

}  // namespace

class ValueComparisonTest : public QObject {
    Q_OBJECT
private slots:
    void a_right_compiler_has_no_wrong_value_data() {
        QTest::addColumn<QString>("file");
        for (const char* file : {"torch211/gpt_2l_core.pt2", "torch211/bert_tiny.pt2", "torch211/ddpm_unet_block.pt2", "families/bf16_decoder.pt2", "families/vae.pt2", "families/spectrogram.pt2", "families/writes_of_dynamic_size.pt2"})
            QTest::newRow(file) << file;
    }
    void a_right_compiler_has_no_wrong_value() {
        QFETCH(QString, file);
        const Graph graph = opened(file.toStdString());
        std::vector<ComparisonProgress> progress;
        const auto comparison = compared(jobOf(graph), 4ull << 30, &progress);
        VERIFY_OK(comparison);
        QVERIFY2(!comparison->invalid, comparison->invalid ? comparison->invalid->message.c_str() : "");
        QVERIFY2(!comparison->failure, comparison->failure ? comparison->failure->message.c_str() : "");
        const ComparedValue* wrong = firstWrong(*comparison);
        QVERIFY2(!wrong, wrong ? (wrong->name + ": " + wrong->why).c_str() : "");
        // All tensors, in execution order, each once.
        std::vector<std::string> tensors, told;
        for (const Node& node : graph.nodes())
            for (const ValueId id : node.outputs)
                if (asTensorType(graph.type(id))) tensors.push_back(graph.value(id).name);
        for (const ComparedValue& value : comparison->values) told.push_back(value.name);
        QCOMPARE(told, tensors);
        QVERIFY(!progress.empty());
        QCOMPARE(progress.back().done, progress.back().of);
        QVERIFY(std::ranges::any_of(comparison->values, [](const ComparedValue& value) { return value.tapped == TappedIn::AsFused && !value.kernel.empty(); }));
    }

    void a_planted_fault_is_found_where_it_is_data() {
        QTest::addColumn<QString>("inject");
        QTest::addColumn<QString>("op");
        QTest::newRow("gelu") << "gelu=wrong_result" << "aten.gelu.default";
        QTest::newRow("softmax") << "_softmax=wrong_result" << "aten._softmax.default";
    }
    void a_planted_fault_is_found_where_it_is() {
        QFETCH(QString, inject);
        QFETCH(QString, op);
        const Graph graph = opened("torch211/gpt_2l_core.pt2");
        const auto node = std::ranges::find(graph.nodes(), op.toStdString(), &Node::op);
        if (node == graph.nodes().end()) QSKIP("the sample has no such operator");
        const auto comparison = compared(jobOf(graph, inject.toStdString()));
        VERIFY_OK(comparison);
        const ComparedValue* wrong = firstWrong(*comparison);
        QVERIFY(wrong);
        QCOMPARE(toQ(wrong->node), toQ(node->name));
        QVERIFY(wrong->isProducer());
        QVERIFY(wrong->tapped == TappedIn::AsFused && !wrong->kernel.empty());  // a kernel of the program as it is compiled
        QVERIFY(std::ranges::any_of(comparison->values, [](const ComparedValue& value) { return value.wrong && value.tapped == TappedIn::Apart; }));
        QVERIFY(!wrong->why.empty());
        QVERIFY(wrong->compiledToEager.maxAbs > wrong->eagerToExact.maxAbs);
        // What comes of it is wrong by what it reads.
        QVERIFY(std::ranges::any_of(comparison->values, [](const ComparedValue& value) { return value.wrong && !value.isProducer(); }));
        const auto outputs = graph.outputValues();
        const auto last = std::ranges::find(comparison->values, graph.value(outputs.front()).name, &ComparedValue::name);
        QVERIFY(last != comparison->values.end() && last->wrong);
    }

    void a_planted_nan_is_produced_once_and_handed_on() {
        const Graph graph = parsed("whittle 1\n"
                                   "graph @g {\n"
                                   "  input %x : f32[8]\n"
                                   "  %e = aten.exp.default(%x) : f32[8]\n"
                                   "  %l = aten.log.default(%x) : f32[8]\n"
                                   "  %s = aten.add.Tensor(%e, %l) : f32[8]\n"
                                   "  return %s\n"
                                   "}\n");
        Graph filled = graph;
        filled.setInputData(filled.inputs()[0].value, Tensor::of<float>(std::span<const float>(std::array<float, 8>{1, 2, -1, 4, 5, 6, 7, 8}), {8}));
        const auto comparison = compared(jobOf(filled));
        VERIFY_OK(comparison);
        QCOMPARE(comparison->values.size(), std::size_t{3});
        const auto& [e, l, s] = std::tie(comparison->values[0], comparison->values[1], comparison->values[2]);
        QVERIFY(!e.startsNonFinite());
        QVERIFY(l.startsNonFinite());
        QCOMPARE(l.compiled.nans, 1);
        QVERIFY(s.readsNonFinite && !s.startsNonFinite());
        QVERIFY(!firstWrong(*comparison));  // eager has them too
    }

    void infinities_of_the_program_are_none_that_begin() {
        const Graph graph = parsed("whittle 1\n"
                                   "graph @g {\n"
                                   "  input %x : f32[2]\n"
                                   "  %m = aten.full_like.default(%x, -inf) : f32[2]\n"
                                   "  %s = aten.add.Tensor(%x, %m) : f32[2]\n"
                                   "  %e = aten.exp.default(%x) : f32[2]\n"
                                   "  return %s, %e\n"
                                   "}\n");
        Graph filled = graph;
        filled.setInputData(filled.inputs()[0].value, Tensor::of<float>(std::span<const float>(std::array<float, 2>{1, 200}), {2}));
        const auto comparison = compared(jobOf(filled));
        VERIFY_OK(comparison);
        QCOMPARE(comparison->values.size(), std::size_t{3});
        QVERIFY(!comparison->values[0].startsNonFinite() && !comparison->values[1].startsNonFinite());
        QVERIFY(comparison->values[2].startsNonFinite());  // f32 overflows, float64 does not
    }

    // A difference of nearly equal numbers is far off in both compilations, and in runs that round otherwise.
    void roundings_that_cancel_are_not_wrong() {
        const auto compare = [](int disturbedRuns) {
            constexpr Index kKept = 600;
            std::vector<float> x, c;
            for (Index i = 0; x.size() < kKept; ++i) {
                const float at = 0.3f + 0.00002f * static_cast<float>(i), nearest = static_cast<float>(std::sin(static_cast<double>(at)));
                const double residue = std::abs(std::sin(static_cast<double>(at)) - static_cast<double>(nearest)) / static_cast<double>(std::nextafter(nearest, 10.0f) - nearest);
                if (residue > 0.01) continue;  // eager has these exactly
                x.push_back(at);
                c.push_back(nearest);
            }
            Graph graph = parsed("whittle 1\ngraph @g {\n input %x : f32[600]\n input %c : f32[600]\n %a = aten.sin.default(%x) : f32[600]\n"
                                 " %d = aten.sub.Tensor(%a, %c) : f32[600]\n %y = aten.mul.Scalar(%d, 10000000.0) : f32[600]\n return %y\n}\n");
            graph.setInputData(graph.inputs()[0].value, Tensor::of<float>(x, {kKept}));
            graph.setInputData(graph.inputs()[1].value, Tensor::of<float>(c, {kKept}));
            WorkerJob job = jobOf(std::move(graph));
            job.disturbedRuns = disturbedRuns;
            return compared(job);
        };
        const auto undisturbed = compare(0);
        VERIFY_OK(undisturbed);
        const ComparedValue& alone = undisturbed->values.back();
        QVERIFY2(alone.wrong && alone.tapped == TappedIn::AsFused, "the guard has nothing to do");
        const auto excused = compare(8);
        VERIFY_OK(excused);
        const ComparedValue* wrong = firstWrong(*excused);
        QVERIFY2(!wrong, wrong ? (wrong->name + ": " + wrong->why).c_str() : "");
        QCOMPARE(excused->values.back().tapped, TappedIn::AsFused);
    }

    void what_is_kept_is_what_runs_held_and_what_is_fetched() {
        const Graph graph = opened("torch211/gpt_2l_core.pt2");
        const WorkerJob job = jobOf(graph);
        const auto comparison = compared(job);
        VERIFY_OK(comparison);
        const auto value = std::ranges::find_if(comparison->values, [](const ComparedValue& one) { return one.sizes.size() == 3 && one.tapped == TappedIn::AsFused; });
        QVERIFY(value != comparison->values.end());
        const auto kept = keptTensors(*value, comparison->memory);
        VERIFY_OK(kept);
        QVERIFY(*kept);
        InterpretOptions options{.precision = Precision::Float64, .capture = {*graph.findValue(value->name)}};
        const auto exact = interpret(graph, {}, options);
        VERIFY_OK(exact);
        const Tensor& held = std::get<Tensor>(exact->captured.front().second);
        QVERIFY(compareTensors(held, (*kept)->exact, {.rtol = 0, .atol = 0}).ok);
        // Told are the distances of what is kept.
        double most = 0;
        for (Index i = 0; i < held.numel(); ++i) most = std::max(most, std::fabs((*kept)->compiled.flat(i) - (*kept)->eager.flat(i)));
        QCOMPARE(value->compiledToEager.maxAbs, most);
        Worker worker(program(), {.time = std::chrono::milliseconds(120000)});
        WorkerJob fetch = job;
        fetch.wanted = WantedValue{.name = value->name, .apart = false, .ranges = {}};
        const auto fetched = worker.fetch(fetch, {});
        VERIFY_OK(fetched);
        QVERIFY(compareTensors((*kept)->compiled, fetched->compiled, {.rtol = 0, .atol = 0}).ok);
        QVERIFY(compareTensors((*kept)->exact, fetched->exact, {.rtol = 0, .atol = 0}).ok);
        fetch.wanted->ranges = {{0, 1}, {1, 2}, {3, 4}};
        const auto part = worker.fetch(fetch, {});
        VERIFY_OK(part);
        QCOMPARE(part->eager.sizes(), (Sizes{1, 2, 4}));
        QCOMPARE(part->eager.flat(5), (*kept)->eager.at(std::array<Index, 3>{0, 2, 4}));
        fetch.wanted->ranges = {{0, 1}, {1, 2}, {3, 4000}};
        QCOMPARE(worker.fetch(fetch, {}).error().code, Code::Argument);
        fetch.wanted = WantedValue{.name = "nobody", .apart = true, .ranges = {}};
        QCOMPARE(worker.fetch(fetch, {}).error().code, Code::NotFound);
    }

    void little_memory_means_parts_with_the_same_answer() {
        const Graph graph = opened("torch211/gpt_2l_core.pt2");
        const auto whole = compared(jobOf(graph));
        VERIFY_OK(whole);
        std::uint64_t bytes = 0;
        for (const ComparedValue& value : whole->values) bytes += 4 * static_cast<std::uint64_t>(elementCount(value.sizes));
        int told = 0;
        const ComparisonHooks hooks{.enter = [](std::string_view) {}, .compiling = {}, .running = {}, .left = [] {},
                                    .tell = [&](const ComparisonNews& news) -> Result<void> {
                                        for (const ComparedValue& value : news.values) {
                                            const ComparedValue& same = whole->values[static_cast<std::size_t>(told++)];
                                            if (value.name != same.name || value.wrong != same.wrong || value.eager != same.eager) return fail(Code::Internal, "{} is another", value.name);
                                        }
                                        return {};
                                    },
                                    .keep = {}};
        const auto notes = compareValues(jobOf(graph), 4 * bytes, hooks);
        VERIFY_OK(notes);
        QCOMPARE(told, static_cast<int>(whole->values.size()));
        QVERIFY(std::ranges::any_of(*notes, [](const std::string& note) { return note.find("parts") != note.npos; }));
    }

    void values_beyond_what_may_be_kept_are_told_all_the_same() {
        WorkerJob job = jobOf(opened("torch211/gpt_2l_core.pt2"));
        job.keptBytes = 20000;
        const auto comparison = compared(job);
        VERIFY_OK(comparison);
        const auto kept = std::ranges::count_if(comparison->values, [](const ComparedValue& value) { return value.kept.has_value(); });
        QVERIFY(kept > 0 && kept < std::ssize(comparison->values));
    }

    void deaths_are_failures_that_say_where_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("kind");
        QTest::newRow("crash") << "crash" << "crash";
        QTest::newRow("compile error") << "compile_error" << "compile_error";
        QTest::newRow("run error") << "run_error" << "run_error";
    }
    void deaths_are_failures_that_say_where() {
        QFETCH(QString, fault);
        const auto comparison = compared(jobOf(opened("torch211/gpt_2l_core.pt2"), "gelu=" + fault.toStdString()));
        VERIFY_OK(comparison);
        QVERIFY(comparison->failure);
        QTEST(toQ(std::string(failureKindName(comparison->failure->kind))), "kind");
        QVERIFY(toQ(comparison->failure->node).contains("gelu"));
    }

    void is_cancelled_while_it_runs() {
        CancelSource stop;
        Worker worker(program(), {.time = std::chrono::milliseconds(120000)});
        std::thread later([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(500));
            stop.cancel();
        });
        const auto comparison = worker.compareValues(jobOf(opened("torch211/gpt_2l_core.pt2"), "gelu=hang"), stop.token());
        later.join();
        QVERIFY(!comparison);
        QCOMPARE(comparison.error().code, Code::Cancelled);
    }

    void is_read_back_as_it_was() {
        ComparedValue value{.name = "x", .node = "n", .order = 3, .kernel = "k", .dtype = DType::BF16, .sizes = {2, 3}, .tapped = TappedIn::Apart, .wrong = true, .why = "so", .readsWrong = true};
        value.compiled = numberFacts(Tensor::of<float>(std::span<const float>(std::array<float, 3>{1, NAN, 1e-30f}), {3}));
        value.compiledToEager.maxAbs = INFINITY;
        value.kept = KeptPlaces{64, 128, 192, DType::BF16, DType::F64};
        const auto back = parseValue(valueJson(value, true));
        VERIFY_OK(back);
        QVERIFY(*back == value);
        QVERIFY(!valueJson(value).contains("kept"));
        QCOMPARE(parseValue(nlohmann::ordered_json::object()).error().code, Code::Format);
    }
};

WHITTLE_TEST(ValueComparisonTest)
#include "value_comparison_test.moc"

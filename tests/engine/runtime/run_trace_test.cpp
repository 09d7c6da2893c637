// The spans of a run: every kernel, what its threads did of it, nothing where nobody asks; and memory over time, which the plan tells.
#include "engine/kernels/run_trace.h"

#include <algorithm>
#include <set>

#include "engine/formats/open.h"
#include "engine/runtime/chrome_trace.h"
#include "engine/runtime/compile.h"
#include "engine/runtime/parallel_run.h"
#include "engine/runtime/trace_json.h"
#include "tests/support/graph_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

std::shared_ptr<const Executable> compiledSample(const char* name) {
    const auto opened = openGraph(std::string(WHITTLE_SOURCE_DIR) + "/samples/torch211/" + name);
    if (!opened) qFatal("%s", opened.error().describe().c_str());
    auto out = compile(opened->graph, {});
    if (!out) qFatal("%s", out.error().describe().c_str());
    return *std::move(out);
}

Tensor large() {
    Tensor out = Tensor::empty(DType::F32, {1024, 1024});
    std::fill_n(out.mutableData<float>(), out.numel(), 0.5f);
    return out;
}

std::shared_ptr<const Executable> compiledText(const std::string& text) {
    Graph graph = graphOf(text);
    graph.setInputData(graph.inputs().front().value, large());
    auto out = compile(graph, {});
    if (!out) qFatal("%s", out.error().describe().c_str());
    return *std::move(out);
}

RunTrace traced(const Executable& executable) {
    RunTrace out;
    const auto run = executable.runWith({}, {.cancel = {}, .trace = &out});
    if (!run) qFatal("%s", run.error().describe().c_str());
    return out;
}

constexpr const char* kLarge =
    "input %x : f32[1024,1024]\n"
    "%a = aten.exp.default(%x) : f32[1024,1024]\n"
    "%s = aten.sum.dim_IntList(%a, [1]) : f32[1024]\n"
    "%m = aten.mm.default(%a, %x) : f32[1024,1024]\n"
    "return %s, %m";

}  // namespace

class RunTraceTest : public QObject {
    Q_OBJECT
private slots:
    void every_kernel_has_its_span_and_threads_stay_within_data() {
        QTest::addColumn<QString>("sample");
        QTest::newRow("gpt") << "gpt_2l_core.pt2";
        QTest::newRow("convolutions") << "squeezenet11.pt2";
    }
    void every_kernel_has_its_span_and_threads_stay_within() {
        QFETCH(QString, sample);
        const auto executable = compiledSample(sample.toStdString().c_str());
        const RunTrace trace = traced(*executable);
        QCOMPARE(trace.kernels.size(), executable->report().kernels.size());
        std::int64_t before = 0;
        for (std::size_t i = 0; i < trace.kernels.size(); ++i) {
            const RunSpan& span = trace.kernels[i];
            QCOMPARE(std::size_t(span.kernel), i);
            QVERIFY(before <= span.begin && span.begin <= span.end && span.end <= trace.end);
            before = span.end;
        }
        std::set<std::uint32_t> seen;
        const RunSpan* last = nullptr;
        for (const RunSpan& chunk : trace.chunks) {
            const RunSpan& kernel = trace.kernels[chunk.kernel];
            QVERIFY(kernel.begin <= chunk.begin && chunk.begin <= chunk.end && chunk.end <= kernel.end);
            QVERIFY(chunk.thread >= 0 && chunk.thread < trace.threads);
            if (last && last->thread == chunk.thread) QVERIFY(last->end <= chunk.begin);
            else if (last) QVERIFY(last->thread < chunk.thread);
            last = &chunk;
            seen.insert(chunk.kernel);
        }
        for (std::size_t i = 0; i < trace.kernels.size(); ++i)
            if (executable->report().kernels[i].kind == "loops") QVERIFY2(seen.contains(static_cast<std::uint32_t>(i)), executable->report().kernels[i].name.c_str());
        QCOMPARE(trace.leftOut, std::size_t(0));
    }

    // What is large is shared out, and every thread that had a part is told.
    void all_threads_are_told() {
        if (kernelThreads() < 2) QSKIP("one thread only");
        const auto executable = compiledText(kLarge);
        (void)traced(*executable);
        const RunTrace trace = traced(*executable);
        QCOMPARE(trace.threads, kernelThreads());
        std::set<std::pair<std::uint32_t, int>> parts;
        for (const RunSpan& chunk : trace.chunks) parts.emplace(chunk.kernel, chunk.thread);
        for (int thread = 0; thread < trace.threads; ++thread) QVERIFY(parts.contains({0, thread}));
        QVERIFY(trace.chunks.size() < 200);  // pieces of one loop are one chunk
    }

    void one_thread_is_one_row() {
        const auto executable = compiledText(kLarge);
        setKernelThreads(1);
        const RunTrace trace = traced(*executable);
        setKernelThreads(0);
        QCOMPARE(trace.threads, 1);
        QVERIFY(!trace.chunks.empty());
    }

    void nobody_asks_nobody_records() {
        const auto executable = compiledText(kLarge);
        QVERIFY(!ThreadSpan::wanted());
        RunProfile profile;
        VERIFY_OK(executable->runWith({}, {.cancel = {}, .profile = &profile}));
        QVERIFY(!ThreadSpan::wanted());
        (void)traced(*executable);
        QVERIFY(!ThreadSpan::wanted());
    }

    // A run that fails leaves nothing half told, and nothing behind.
    void a_run_that_fails_tells_nothing() {
        CompileOptions options;
        options.inject = *parseInjections("exp=run_error");
        const auto executable = compile(graphOf(kLarge), options);
        VERIFY_OK(executable);
        RunTrace trace;
        const std::vector<Datum> inputs{large()};
        const auto run = (*executable)->runWith(inputs, {.cancel = {}, .trace = &trace});
        QVERIFY(!run && run.error().message.find("injected") != std::string::npos);
        QVERIFY(trace.kernels.empty() && trace.chunks.empty());
        QVERIFY(!ThreadSpan::wanted());
    }

    // Loops inside loops are a part of them; what is far apart is told apart; beyond the bound there is a count.
    void chunks_join_nest_and_are_bounded() {
        SpanRecorder recorder(1, 1);
        recorder.kernelBegins(0);
        {
            const ThreadSpan outer(ThreadSpan::wanted(), 0);
            QVERIFY(!ThreadSpan::wanted());
            const ThreadSpan inner(ThreadSpan::wanted(), 0);
        }
        QVERIFY(ThreadSpan::wanted());
        for (std::size_t i = 0; i < kMostChunks + 10; ++i) {
            recorder.kernelBegins(i + 1);  // chunks of different kernels never join
            const ThreadSpan span(ThreadSpan::wanted(), 0);
        }
        recorder.kernelEnds();
        const RunTrace trace = recorder.take();
        QCOMPARE(trace.chunks.size(), kMostChunks);
        QCOMPARE(trace.leftOut, std::size_t(11));
    }

    void json_keeps_everything() {
        const RunTrace trace = traced(*compiledSample("gpt_2l_core.pt2"));
        const auto json = runTraceJson(trace);
        const auto back = parseRunTrace(json);
        VERIFY_OK(back);
        QCOMPARE(toQ(runTraceJson(*back).dump()), toQ(json.dump()));
        QVERIFY(!parseRunTrace(nlohmann::ordered_json::object()).has_value());
    }

    // Of the trace event format, what viewers insist on.
    void viewers_get_complete_events() {
        const auto executable = compiledSample("gpt_2l_core.pt2");
        const RunTrace trace = traced(*executable);
        const auto json = nlohmann::json::parse(chromeTrace(trace, executable->report()), nullptr, false);
        QVERIFY(json.is_object());
        std::size_t spans = 0, names = 0, counters = 0;
        for (const auto& event : json.at("traceEvents")) {
            const auto phase = event.at("ph").get<std::string>();
            QVERIFY(event.contains("name") && event.contains("pid"));
            if (phase == "X") QVERIFY(event.at("dur").get<double>() >= 0 && event.at("ts").get<double>() >= 0 && event.contains("tid"));
            spans += phase == "X";
            names += phase == "M";
            counters += phase == "C";
        }
        QCOMPARE(spans, trace.kernels.size() + trace.chunks.size());
        QCOMPARE(names, std::size_t(2 + trace.threads));
        QCOMPARE(counters, 2 * trace.kernels.size());
    }

    // Sums by hand: weights and inputs stay, what is written over ends, results stay to the end.
    void memory_is_what_is_alive() {
        MemoryPlan plan;
        plan.given = {{.name = "x", .bytes = 100, .isWeight = false}, {.name = "w", .bytes = 1000, .isWeight = true}, {.name = "u", .bytes = {}, .isWeight = false}};
        plan.values = {{.name = "a", .offset = 0, .bytes = 10, .first = 0, .last = 1, .over = {}, .node = "na"},
                       {.name = "b", .offset = 0, .bytes = 10, .first = 1, .last = 2, .over = "a", .node = "nb"}};
        plan.outside = {{.name = "r", .reason = "a result", .node = "nr", .bytes = 7, .first = 2, .last = 3, .isResult = true},
                        {.name = "e", .reason = "eager", .node = "ne", .bytes = 500, .first = 3, .last = 3, .isResult = false}};
        const MemoryTimeline timeline = memoryTimeline(plan, 4);
        QCOMPARE(timeline.during.size(), std::size_t(4));
        const std::vector<MemoryByKind> during{{1000, 100, 10, 0}, {1000, 100, 10, 0}, {1000, 100, 10, 7}, {1000, 100, 500, 7}};
        QVERIFY(timeline.during == during);
        const std::vector<MemoryByKind> after{{1000, 100, 0, 0}, {1000, 100, 10, 0}, {1000, 100, 0, 7}, {1000, 100, 0, 7}};
        QVERIFY(timeline.after == after);
        QCOMPARE(timeline.peak, std::size_t(1607));
        QCOMPARE(timeline.peakKernel, 3);
        QCOMPARE(timeline.unknown, std::size_t(1));
        QStringList names;
        for (const std::size_t i : aliveDuring(timeline, 1)) names << toQ(timeline.values[i].name);
        QCOMPARE(names.join(' '), QString("w x b u"));
    }

    // Of a real plan: intermediates never exceed what the arena holds, and all that is alive is what the curve says.
    void memory_of_a_sample_adds_up() {
        const auto executable = compiledSample("gpt_2l_core.pt2");
        const CompileReport& report = executable->report();
        const MemoryTimeline timeline = memoryTimeline(report.memory, static_cast<int>(report.kernels.size()));
        QCOMPARE(timeline.unknown, std::size_t(0));
        QVERIFY(timeline.peakKernel >= 0 && timeline.during[0][static_cast<std::size_t>(MemoryKind::Weight)] > 0 && timeline.during.back()[static_cast<std::size_t>(MemoryKind::Output)] > 0);
        for (int kernel = 0; kernel < static_cast<int>(report.kernels.size()); ++kernel) {
            std::size_t sum = 0;
            for (const std::size_t i : aliveDuring(timeline, kernel)) sum += timeline.values[i].bytes.value_or(0);
            const MemoryByKind& bytes = timeline.during[static_cast<std::size_t>(kernel)];
            QCOMPARE(sum, sumOf(bytes));
            QVERIFY(bytes[static_cast<std::size_t>(MemoryKind::Intermediate)] <= report.memory.peak);
            QVERIFY(sum <= timeline.peak);
        }
    }
};

WHITTLE_TEST(RunTraceTest)
#include "run_trace_test.moc"

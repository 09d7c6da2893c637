#include "minifier/edits/recorder.h"

#include "engine/formats/tensor_fill.h"
#include "engine/ir/structural_hash.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "minifier/edits/graph_size.h"
#include "minifier/search/original_capture.h"
#include "minifier/search/single_edits.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class RecorderTest : public QObject {
    Q_OBJECT
private:
    // What a divergence is made of makes tensors as large as its operands.
    static Graph divergence(Index rows) {
        auto graph = parseGraph(fmt::format("whittle 1\ngraph @g {{\n input %x : f32[{0},4096]\n %a = aten.neg.default(%x) : f32[{0},4096]\n"
                                            " %n = aten.kl_div.default(%a, %x) : f32[]\n return %n\n}}\n", rows), findSchema);
        if (!graph) qFatal("%s", graph.error().describe().c_str());
        graph->setInputData(graph->inputs()[0].value, *filled({Fill::Normal, 3}, DType::F32, {rows, 4096}));
        return *std::move(graph);
    }
    // A product that takes the reference kernels many seconds.
    static Graph slow() {
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : i64[2048,4096]\n input %w : i64[4096,4096]\n"
                                " %y = aten.mm.default(%x, %w) : i64[2048,4096]\n return %y\n}\n", findSchema);
        if (!graph) qFatal("%s", graph.error().describe().c_str());
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::I64, {2048, 4096}, 3));
        graph->setInputData(graph->inputs()[1].value, Tensor::full(DType::I64, {4096, 4096}, 1));
        return *std::move(graph);
    }
    static NodeId composite(const Graph& graph) { return graph.nodes()[1].id; }
    static QStringList candidates(const Graph& graph, const Capture& capture) {
        QStringList out;
        for (int part = 0;; ++part) {
            const auto edited = applyEdit(graph, KeepPart{composite(graph), part}, capture);
            if (!edited && edited.error().describe().find("edit.47") != std::string::npos) return out;
            out += edited ? toQ(printGraph(*edited, findSchema) + structuralHash(*edited).hex()) : toQ(edited.error().message);
        }
    }

private slots:
    void parts_hold_the_same_wherever_they_run() {
        const Graph graph = divergence(3);
        const auto there = Recorder::make({.program = program()});
        const auto here = Capture::record(graph), next = there->record(graph);
        VERIFY_OK(here);
        VERIFY_OK(next);
        const QStringList wanted = candidates(graph, *here);
        QVERIFY(wanted.size() > 2);
        QCOMPARE(candidates(graph, *next), wanted);
        QCOMPARE(there->runs(), 2);  // the graph, and its parts once for all of them
    }

    void parts_that_take_too_much_end_their_own_run() {
#ifdef WHITTLE_SANITIZED
        QSKIP("sanitizers need more address space than any limit leaves");
#endif
        const Graph graph = divergence(1024);  // 16 MB
        const auto recorder = Recorder::make({.program = program(), .parts = {.time = std::chrono::seconds(60), .memoryBytes = 8 << 20}});
        const auto capture = recorder->record(graph);
        VERIFY_OK(capture);
        QVERIFY(!capture->endedBy());
        const QStringList tried = candidates(graph, *capture);
        QVERIFY2(tried.back().contains("edit.52: what node "), qPrintable(tried.back()));
        const auto edits = singleEdits(graph, *capture);
        VERIFY_OK(edits);
        int untried = 0;
        for (const SingleEdit& edit : *edits) {
            QCOMPARE(edit.ranIntoLimit, edit.why.starts_with("edit.52: "));
            untried += edit.ranIntoLimit;
        }
        QVERIFY(untried > 0);
        QVERIFY(candidates(graph, *capture) == tried);
        QCOMPARE(recorder->runs(), 2);  // what ended early is not run again
        VERIFY_OK(recorder->record(divergence(4)));
    }

    void parts_that_do_not_end_are_stopped() {
        const Graph graph = slow();
        const auto recorder = Recorder::make({.program = program(), .parts = {.time = std::chrono::milliseconds(200)}});
        QElapsedTimer timer;
        timer.start();
        const auto capture = recorder->recordParts(graph);
        VERIFY_OK(capture);
        QVERIFY(capture->endedBy());
        QCOMPARE(toQ(capture->endedBy()->message), QString("phase eager did not end within 0.2 s; raise the time limit"));
    }

    // No edit is refused for good because the job ends.
    void a_stop_is_no_answer() {
        const Graph graph = divergence(3);
        for (const auto& where : {std::filesystem::path(), program()}) {
            CancelSource stop;
            const auto recorder = Recorder::make({.program = where, .cancel = stop.token()});
            const auto capture = recorder->record(graph);
            VERIFY_OK(capture);
            stop.cancel();
            QCOMPARE(describe(applyEdit(graph, KeepPart{composite(graph), 1}, *capture)), QString("cancelled: stopped on request"));
            QCOMPARE(describe(singleEdits(graph, *capture)), QString("cancelled: stopped on request"));
        }
    }

    void without_a_run_no_part_is_known() {
        const Graph graph = divergence(3);
        std::vector<Datum> data(graph.valueIdBound());
        data[static_cast<std::size_t>(graph.nodes()[0].output().index())] = graph.inputs()[0].data;
        QCOMPARE(describe(applyEdit(graph, KeepPart{composite(graph), 1}, Capture::of(graph, std::move(data)))),
                 QString("verify: edit.50: what the parts of an operator hold is not known where nothing has run"));
    }

    void the_original_runs_beside_and_is_dropped_when_it_is_not_wanted() {
        const Graph graph = slow();
        const auto recorder = Recorder::make({.program = program()});
        QElapsedTimer timer;
        timer.start();
        { OriginalCapture(graph, *recorder, {}).begin(); }
        CancelSource stop;
        {
            OriginalCapture stopped(graph, *recorder, stop.token());
            stopped.begin();
            stop.cancel();
            QCOMPARE(describe(stopped.take()), QString("cancelled: stopped on request"));
        }
        QVERIFY2(timer.elapsed() < 30000, std::to_string(timer.elapsed()).c_str());  // two starts of a worker, no product
        const Graph small = divergence(3);
        for (const bool early : {true, false}) {
            OriginalCapture one(small, *recorder, {});
            if (early) one.begin();
            const auto capture = one.take();
            VERIFY_OK(capture);
            QVERIFY(capture->find(small.nodes()[1].output()));
        }
    }

    // As the whole sizes do, which cost more.
    void the_quick_comparison_of_sizes_agrees() {
        std::vector<Graph> graphs{divergence(3), divergence(4), slow()};
        const auto capture = Capture::record(graphs[0]);
        VERIFY_OK(capture);
        const auto edits = singleEdits(graphs[0], *capture);
        VERIFY_OK(edits);
        for (const SingleEdit& edit : *edits)
            if (edit.graph) graphs.push_back(*edit.graph);
        QVERIFY(graphs.size() > 6);
        for (const Graph& a : graphs)
            for (const Graph& b : graphs) QCOMPARE(isSmaller(a, b), graphSize(a) < graphSize(b));
    }
};

WHITTLE_TEST(RecorderTest)
#include "recorder_test.moc"

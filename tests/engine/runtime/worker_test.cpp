#include "engine/runtime/worker.h"

#include <thread>

#include "engine/ir/text.h"
#include "engine/ops/op_builder.h"
#include "engine/runtime/worker_protocol.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;
using namespace std::chrono_literals;

namespace {

// `before` sigmoids, a relu, a mul by a weight; names begin with `prefix`.
Graph smallGraph(const std::string& prefix = "n", int before = 1) {
    Graph graph;
    GraphInput input;
    input.data = Tensor::full(DType::F32, {4, 8}, 0.5);
    ValueId last = graph.addInput(std::move(input), prefix + "_x", TensorType{DType::F32, {4, 8}, {}, {}});
    GraphInput weight{.value = {}, .kind = InputKind::Parameter, .target = "w", .data = Tensor::full(DType::F32, {8}, 3)};
    const ValueId w = graph.addInput(std::move(weight), prefix + "_w", TensorType{DType::F32, {8}, {}, {}});
    OpBuilder build(graph, std::make_shared<Origin>());
    const auto call = [&](std::string_view op, std::vector<NamedArg> args, const std::string& name) {
        last = *build.one(op, std::move(args), prefix + name);
    };
    for (int i = 0; i < before; ++i) call("aten.sigmoid.default", {{"self", last}}, "_sigmoid");
    call("aten.relu.default", {{"self", last}}, "_relu");
    call("aten.mul.Tensor", {{"self", last}, {"other", w}}, "_mul");
    graph.addOutput({.value = last});
    return graph;
}

WorkerJob job(Graph graph, std::optional<FailureKind> fault = {}) {
    WorkerJob out;
    out.graph = std::move(graph);
    if (fault) out.compile.inject = {{.op = "aten.relu.default", .kind = *fault}};
    return out;
}

constexpr WorkerLimits kRoomy{.time = 60s, .memoryBytes = 4ull << 30};

}  // namespace

class WorkerTest : public QObject {
    Q_OBJECT
private slots:
    void agrees_when_nothing_is_wrong() {
        Worker worker(program(), kRoomy);
        for (int i = 0; i < 3; ++i) {
            const auto answer = worker.run(job(smallGraph()), {});
            VERIFY_OK(answer);
            QVERIFY2(!answer->failure, answer->failure ? answer->failure->message.c_str() : "");
            QVERIFY2(!answer->invalid, answer->invalid ? answer->invalid->describe().c_str() : "");
        }
    }

    // Filling 3 GB takes longer than the job may: it still is what it is.
    void taking_memory_slowly_is_no_hang() {
#ifdef WHITTLE_SANITIZED
        QSKIP("sanitizers need more address space than any limit leaves");
#endif
        Worker worker(program(), {.time = 1s, .memoryBytes = 3ull << 30});
        const auto answer = worker.run(job(smallGraph(), FailureKind::OutOfMemory), {});
        VERIFY_OK(answer);
        QVERIFY(answer->failure);
        QCOMPARE(toQ(answer->failure->signature), QString("out of memory in run"));
    }

    void planted_faults_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("signature");
        QTest::newRow("compile error") << "compile_error" << "injected fault at aten.relu.default";
        QTest::newRow("run error") << "run_error" << "injected fault at aten.relu.default";
        QTest::newRow("wrong result") << "wrong_result" << "wrong value";
        QTest::newRow("crash") << "crash" << "SIGSEGV in run";
        QTest::newRow("abort") << "abort" << "SIGABRT in run";
        QTest::newRow("division") << "sigfpe" << "SIGFPE in run";
        QTest::newRow("NaN") << "nan" << "wrong nan";
        QTest::newRow("hang") << "hang" << "hang in run";
        QTest::newRow("out of memory") << "out_of_memory" << "out of memory in run";
    }
    // One kind, and one signature whatever the nodes are called and however many there are.
    void planted_faults() {
        QFETCH(QString, kind);
        QFETCH(QString, signature);
        const auto fault = parseInjections("aten.relu.default=" + kind.toStdString());
        VERIFY_OK(fault);
        const FailureKind want = fault->front().kind;
#ifdef WHITTLE_SANITIZED
        if (want == FailureKind::OutOfMemory) QSKIP("sanitizers need more address space than any limit leaves");
        if (want == FailureKind::Crash) signature = "";  // the sanitizer catches the signal and exits
#endif
        WorkerLimits limits{.time = 20s, .memoryBytes = 1ull << 30};
        if (want == FailureKind::Hang) limits.time = 3s;
        Worker worker(program(), limits);
        for (const Graph& graph : {smallGraph(), smallGraph("other", 3)}) {
            WorkerJob planted = job(graph);
            planted.compile.inject = *fault;
            const auto answer = worker.run(planted, {});
            VERIFY_OK(answer);
            QVERIFY2(!answer->invalid, answer->invalid ? answer->invalid->describe().c_str() : "");
            QVERIFY(answer->failure);
            QCOMPARE(answer->failure->kind, want);
            if (!signature.isEmpty()) QCOMPARE(toQ(answer->failure->signature), signature);
            if (want == FailureKind::WrongResult) continue;
            // It says where, whether it could speak or not.
            const auto relu = std::ranges::find(graph.nodes(), std::string("aten.relu.default"), &Node::op);
            QCOMPARE(toQ(answer->failure->node), toQ(relu->name));
            const bool isSudden = want == FailureKind::Crash || want == FailureKind::Hang || want == FailureKind::OutOfMemory;
            QVERIFY(!toQ(answer->failure->message).contains("kernel"));  // it holds for every graph of this form
            if (isSudden) QVERIFY2(toQ(answer->failure->detail).startsWith(QString("in kernel fault_%1 (node %1)").arg(toQ(relu->name))), answer->failure->detail.c_str());
        }
        // Whatever died, the next job finds a worker.
        Worker& same = worker;
        const auto healthy = same.run(job(smallGraph()), {});
        VERIFY_OK(healthy);
        QVERIFY(!healthy->failure && !healthy->invalid);
    }

    // Not planted: operators that really ask for more than the limits give, each kind of kernel in its turn.
    void real_operators_meet_the_limits_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("signature");
        QTest::newRow("memory, our loops")
            << "input %x : f32[1]\n%w = aten.expand.default(%x, [268435456]) : f32[268435456]\n%y = aten.exp.default(%w) : f32[268435456]"
            << "out_of_memory" << "out of memory in run";
        QTest::newRow("memory, a library")
            << "input %x : f32[16384,2]\ninput %w : f32[2,16384]\n%y = aten.mm.default(%x, %w) : f32[16384,16384]" << "out_of_memory"
            << "out of memory in run";
        QTest::newRow("memory, a reference kernel")
            << "input %x : i64[16384,2]\ninput %w : i64[2,16384]\n%y = aten.mm.default(%x, %w) : i64[16384,16384]" << "out_of_memory"
            << "out of memory in run";
        QTest::newRow("time, our loops")
            << "input %x : f32[1048576,1]\ninput %w : f32[1,1048576]\n"
               "%e = aten.mul.Tensor(%x, %w) : f32[1048576,1048576]\n%y = aten.sum.dim_IntList(%e, [0, 1]) : f32[]"
            << "hang" << "hang in run";
        QTest::newRow("time, a reference kernel")
            << "input %x : i64[2048,4096]\ninput %w : i64[4096,4096]\n%y = aten.mm.default(%x, %w) : i64[2048,4096]" << "hang"
            << "hang in run";
    }
    void real_operators_meet_the_limits() {
        QFETCH(QString, lines);
        QFETCH(QString, kind);
        QFETCH(QString, signature);
#ifdef WHITTLE_SANITIZED
        if (kind == "out_of_memory") QSKIP("sanitizers need more address space than any limit leaves");
#endif
        auto graph = parseGraph("whittle 1\ngraph @g {\n" + lines.toStdString() + "\nreturn %y\n}\n", findSchema);
        VERIFY_OK(graph);
        for (const GraphInput& input : std::vector(graph->inputs().begin(), graph->inputs().end())) {
            const TensorType& type = *asTensorType(graph->type(input.value));
            Sizes sizes;
            for (const SymInt& size : type.sizes) sizes.push_back(*size.constant());
            graph->setInputData(input.value, Tensor::zeros(type.dtype, sizes));
        }
        const bool hang = kind == "hang";
        Worker worker(program(), {.time = hang ? 3s : 60s, .memoryBytes = hang ? 8ull << 30 : 256ull << 20});
        WorkerJob real = job(*std::move(graph));
        real.eager = EagerRun::Skipped;  // eager would meet the limit first, and the job be no candidate
        const auto answer = worker.run(real, {});
        VERIFY_OK(answer);
        QVERIFY2(answer->failure, answer->invalid ? answer->invalid->describe().c_str() : "it ran");
        QCOMPARE(toQ(std::string(failureKindName(answer->failure->kind))), kind);
        QCOMPARE(toQ(answer->failure->signature), signature);
        const auto healthy = worker.run(job(smallGraph()), {});
        VERIFY_OK(healthy);
        QVERIFY2(!healthy->failure, healthy->failure ? healthy->failure->message.c_str() : "");
    }

    // One run of both kinds, sooner or later.
    void a_fault_may_come_and_go() {
        Worker worker(program(), kRoomy);
        WorkerJob planted = job(smallGraph());
        planted.compile.inject = *parseInjections("relu=run_error@0.5");
        int fails = 0;
        constexpr int kRuns = 60;
        for (int run = 0; run < kRuns; ++run) {
            const auto answer = worker.run(planted, {});
            VERIFY_OK(answer);
            fails += answer->failure.has_value();
        }
        QVERIFY2(fails > 0 && fails < kRuns, std::to_string(fails).c_str());  // else a coin that fell sixty times the same way
    }

    void a_wrong_result_is_looked_for() {
        Worker worker(program(), kRoomy);
        const auto found = worker.locate(job(smallGraph("deep", 2), FailureKind::WrongResult), {});
        VERIFY_OK(found);
        QVERIFY(found->has_value());
        QCOMPARE(toQ((*found)->node), QString("deep_relu"));
        const auto none = worker.locate(job(smallGraph()), {});
        VERIFY_OK(none);
        QVERIFY(!none->has_value());
        // A death says nothing of a wrong result, and leaves a worker for the next.
        const auto crash = worker.locate(job(smallGraph(), FailureKind::Crash), {});
        VERIFY_OK(crash);
        QVERIFY(!crash->has_value());
        QVERIFY(!worker.run(job(smallGraph()), {})->failure);
    }

    void a_compile_error_names_its_node() {
        Worker worker(program(), kRoomy);
        const auto answer = worker.run(job(smallGraph("deep", 2), FailureKind::CompileError), {});
        VERIFY_OK(answer);
        QVERIFY(answer->failure);
        QCOMPARE(toQ(answer->failure->node), QString("deep_relu"));
        QCOMPARE(toQ(answer->failure->phase), QString("lower"));
    }

    void what_eager_cannot_run_is_invalid() {
        Graph graph = smallGraph();
        graph.setInputData(graph.inputs()[1].value, {});
        Worker worker(program(), kRoomy);
        const auto answer = worker.run(job(std::move(graph)), {});
        VERIFY_OK(answer);
        QVERIFY(answer->invalid);
        QVERIFY2(toQ(answer->invalid->describe()).contains("weight 'w'"), answer->invalid->describe().c_str());
    }

    void a_request_to_stop_is_followed_at_once() {
        Worker worker(program(), kRoomy);
        VERIFY_OK(worker.run(job(smallGraph()), {}));  // warm
        CancelSource stop;
        std::chrono::steady_clock::time_point asked;
        // Whenever the request comes, before, during or after the start of the job, it ends a job that never would.
        std::thread other([&] {
            asked = std::chrono::steady_clock::now();
            stop.cancel();
        });
        const auto answer = worker.run(job(smallGraph(), FailureKind::Hang), stop.token());
        other.join();
        const auto took = std::chrono::steady_clock::now() - asked;
        QCOMPARE(describe(answer), QString("cancelled: stopped on request"));
        QVERIFY2(took < 2s, "stopping took too long even for a busy machine");
        VERIFY_OK(worker.run(job(smallGraph()), {}));
    }

    void a_program_that_is_no_worker_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("says");
        QTest::newRow("absent") << "/no/such/whittle" << "io: cannot start /no/such/whittle: No such file or directory";
        QTest::newRow("ends at once") << "/bin/false" << "ended at once with exit status 1";
        QTest::newRow("not executable") << "/etc/passwd" << "Permission denied";
    }
    void a_program_that_is_no_worker() {
        QFETCH(QString, path);
        QFETCH(QString, says);
        Worker worker(path.toStdString(), kRoomy);
        const QString got = describe(worker.run(job(smallGraph()), {}));
        QVERIFY2(got.startsWith("io: "), qPrintable(got));
        QVERIFY2(got.contains(says), qPrintable(got));
    }

    void jobs_survive_the_trip() {
        WorkerJob sent = job(smallGraph(), FailureKind::WrongResult);
        sent.compile.skipPasses = {"fold"};
        sent.compile.passLimit = 3;
        sent.compile.fuse = false;
        sent.eager = EagerRun::Skipped;
        sent.tolerance = Tolerance{.rtol = 0.5, .atol = 0.25};
        auto packed = packJob(sent, {.time = 1s, .memoryBytes = 77});
        VERIFY_OK(packed);
        const auto got = unpackJob(packed->frame, std::move(packed->payload));
        VERIFY_OK(got);
        QCOMPARE(got->memoryBytes, std::uint64_t{77});
        QCOMPARE(got->job.compile.skipPasses, sent.compile.skipPasses);
        QCOMPARE(got->job.compile.passLimit, 3);
        QVERIFY(!got->job.compile.fuse && got->job.eager == EagerRun::Skipped);
        QCOMPARE(got->job.tolerance->atol, 0.25);
        QCOMPARE(got->job.compile.inject[0].kind, FailureKind::WrongResult);
        const Tensor& w = std::get<Tensor>(got->job.graph.inputs()[1].data);
        QCOMPARE(w.flat(7), 3.0);
    }

    void words_that_are_not_ours_are_refused() {
        QVERIFY(!parseMessage("hello"));
        QVERIFY(!parseMessage("{\"phase\":3}"));
        QVERIFY(!parseMessage("{\"phase\":\"run\",\"answer\":{\"compile_ms\":\"x\"}}"));
        QVERIFY(describe(unpackJob("{}", OwnedFd())).startsWith("format: not a job"));
        const auto message = parseMessage(messageFrame({.phase = "run", .answer = WorkerAnswer{.failure = Failure{.message = "\xff"}, .invalid = {}}}));
        VERIFY_OK(message);  // bytes that are no UTF-8 travel as a replacement
    }
};

WHITTLE_TEST(WorkerTest)
#include "worker_test.moc"

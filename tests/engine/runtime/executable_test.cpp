// Runs of a compiled graph: what a step costs besides its work, what a profile tells, taps, and stopping inside a long step.
#include "engine/runtime/compile.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "engine/eager/interpreter.h"
#include "engine/runtime/parallel_run.h"
#include "engine/tensor/compare.h"
#include "tests/support/graph_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// A kernel that counts its steps: buffers[0] has a count a step, buffers[1] the step that fails a check and the one that asks to stop.
struct Behaviour {
    std::int64_t failsAt = -1, stopsAt = -1;
    CancelSource* stop = nullptr;
};

KernelStop counting(void* const* buffers, const std::int64_t*, std::int64_t begin, std::int64_t end) {
    const auto& behaviour = *static_cast<const Behaviour*>(buffers[1]);
    for (std::int64_t i = begin; i < end; ++i) {
        static_cast<int*>(buffers[0])[i] += 1;
        if (behaviour.failsAt >= 0 && (i == behaviour.failsAt || i == behaviour.failsAt + 500)) return {7, i};
        if (i == behaviour.stopsAt) behaviour.stop->cancel();
    }
    return {};
}

constexpr std::int64_t kSteps = 1000;

struct Counted {
    KernelEnd end;
    std::vector<int> counts = std::vector<int>(kSteps);
};

Counted count(Behaviour behaviour, std::int64_t portion, std::int64_t elements) {
    CancelSource source;
    behaviour.stop = &source;
    Counted out;
    void* buffers[] = {out.counts.data(), &behaviour};
    out.end = runKernel({.code = counting, .buffers = buffers, .symbols = nullptr, .steps = kSteps, .elements = elements, .portion = portion}, source.token());
    return out;
}

}  // namespace

class ExecutableTest : public QObject {
    Q_OBJECT
private slots:
    void every_step_runs_once() {
        for (const std::int64_t elements : {1, 1 << 20})  // one thread, and as many as there are
            for (const std::int64_t portion : {1, 7, 999, 1000, 5000}) {
                const Counted counted = count({}, portion, elements);
                QCOMPARE(std::ranges::count(counted.counts, 1), kSteps);
                QVERIFY(!counted.end.cancelled);
                QCOMPARE(counted.end.stop.check, std::int64_t(-1));
            }
    }

    void the_first_failed_check_is_told() {
        for (const std::int64_t elements : {1, 1 << 20})
            for (const std::int64_t portion : {3, 5000}) {
                const Counted counted = count({.failsAt = 100}, portion, elements);
                QCOMPARE(counted.end.stop.check, std::int64_t(7));
                QCOMPARE(counted.end.stop.value, std::int64_t(100));
            }
    }

    void stops_between_portions() {
        const Counted small = count({.stopsAt = 100}, 10, 1);
        QVERIFY(small.end.cancelled);
        QCOMPARE(std::ranges::count(small.counts, 1), std::int64_t(110));
        const Counted whole = count({.stopsAt = 100}, kSteps, 1);
        QVERIFY(!whole.end.cancelled);
        const Counted shared = count({.stopsAt = 100}, 10, 1 << 20);
        QVERIFY(shared.end.cancelled);
    }

    // The only step, which takes far longer than until the other thread asks to stop.
    void a_long_kernel_can_be_stopped() {
        const auto compiled = compile(graphOf("input %x : f32[20000,1]\ninput %y : f32[1,20000]\n%a = aten.add.Tensor(%x, %y) : f32[20000,20000]\n"
                                              "%t = aten.tanh.default(%a) : f32[20000,20000]\n%s = aten.sum.dim_IntList(%t, [1]) : f32[20000]\nreturn %s"), {});
        VERIFY_OK(compiled);
        QCOMPARE((*compiled)->report().kernels.size(), std::size_t(1));
        CancelSource source;
        std::atomic<bool> begun = false;
        std::thread asks([&] {
            while (!begun) std::this_thread::yield();
            const auto from = std::chrono::steady_clock::now();
            while (std::chrono::steady_clock::now() - from < std::chrono::milliseconds(20)) std::this_thread::yield();
            source.cancel();
        });
        begun = true;
        const auto ran = (*compiled)->run(std::vector<Datum>{ramp({20000, 1}, 0), ramp({1, 20000}, 0)}, source.token());
        asks.join();
        QVERIFY(!ran);
        QVERIFY(ran.error().code == Code::Cancelled);
    }

    // 0.04 us were measured; the bound only catches work that does not belong into a run.
    void a_step_costs_little_besides_its_work() {
#if defined(WHITTLE_SANITIZED) || !defined(NDEBUG)
        QSKIP("times of a release build only");
#else
        constexpr int kLong = 60, kShort = 10, kPer = 200;
        const auto chain = [](int length, bool views) {
            std::string lines = "input %v0 : f32[8,8]\n";
            for (int i = 1; i <= length; ++i)
                lines += views && i % 2 ? fmt::format("%v{} = aten.view.default(%v{}, {}) : f32[{}]\n", i, i - 1, i % 4 == 1 ? "[64]" : "[8, 8]", i % 4 == 1 ? "64" : "8,8")
                                        : fmt::format("%v{} = aten.neg.default(%v{}) : f32[{}]\n", i, i - 1, views && (i % 4 == 1 || i % 4 == 2) ? "64" : "8,8");
            return compile(graphOf(lines + fmt::format("return %v{}", length)), {.fuse = false});
        };
        for (const bool views : {false, true}) {
            double least[2] = {1e9, 1e9};
            const Result<std::shared_ptr<const Executable>> both[] = {chain(kShort, views), chain(kLong, views)};
            const std::vector<Datum> inputs{ramp({8, 8}, 0)};
            for (int round = 0; round < 20; ++round)
                for (int i = 0; i < 2; ++i) {
                    VERIFY_OK(both[i]);
                    const auto start = std::chrono::steady_clock::now();
                    for (int k = 0; k < kPer; ++k) VERIFY_OK((*both[i])->run(inputs));
                    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
                    least[i] = std::min(least[i], took.count() / kPer);
                }
            const double each = (least[1] - least[0]) / (kLong - kShort);
            qInfo("%s: %.3f us a step, %.2f us a run of %d steps", views ? "with views" : "kernels", each, least[0], kShort);
            QVERIFY2(each < 5, qPrintable(QString::number(each)));
        }
#endif
    }

    void a_profile_tells_the_work() {
        const auto compiled = compile(graphOf("symbol s0 in [1, 1000] hint 8\ninput %x : f32[s0,64]\ninput %w : f32[32,64]\n%h = aten.linear.default(%x, %w) : f32[s0,32]\n"
                                              "%a = aten.abs.default(%h) : f32[s0,32]\n%t = aten.permute.default(%a, [1, 0]) : f32[32,s0]\nreturn %a, %t, %h"), {});
        VERIFY_OK(compiled);
        RunProfile profile;
        for (const Index rows : {8, 16}) {
            VERIFY_OK((*compiled)->run(std::vector<Datum>{ramp({rows, 64}, 0), ramp({32, 64}, 0)}, {}, &profile));
            QCOMPARE(profile.kernelWork.size(), (*compiled)->report().kernels.size());
            QCOMPARE(profile.kernelMs.size(), profile.kernelWork.size());
            const StepWork &product = profile.kernelWork[0], &loops = profile.kernelWork[1], &view = profile.kernelWork[2];
            QCOMPARE(product.flops, 2.0 * double(rows) * 64 * 32);
            QCOMPARE(product.bytesRead, 4.0 * (double(rows) * 64 + 32 * 64));
            QCOMPARE(product.bytesWritten, 4.0 * double(rows) * 32);
            QCOMPARE(loops.flops, double(rows) * 32);
            QCOMPARE(loops.bytesRead, 4.0 * double(rows) * 32);
            QCOMPARE(loops.bytesWritten, 4.0 * double(rows) * 32);
            QCOMPARE(view.bytesRead + view.bytesWritten + view.flops, 0.0);
        }
    }

    // A value that a kernel would compute where it is read, one that a pass would take apart, and one that nothing reads.
    void taps_are_kept_and_told() {
        const Graph graph = graphOf("input %x : f32[6,5]\n%a = aten.exp.default(%x) : f32[6,5]\n%b = aten.subtract.Tensor(%a, %x) : f32[6,5]\n"
                                    "%unread = aten.neg.default(%b) : f32[6,5]\n%v, %i = aten.max.dim(%b, 1) as largest : f32[6], i64[6]\n%y = aten.tanh.default(%v) : f32[6]\nreturn %y");
        const std::vector<Datum> inputs{ramp({6, 5}, -1)};
        const std::vector<std::string> names{"a", "b", "%unread", "largest"};
        const auto compiled = compile(graph, {.taps = names});
        VERIFY_OK(compiled);
        std::vector<Tapped> taps;
        for (int run = 0; run < 2; ++run) {
            const auto ran = (*compiled)->runWith(inputs, {.taps = &taps});
            VERIFY_OK(ran);
            QCOMPARE(ran->size(), std::size_t(1));
            QStringList got;
            for (const Tapped& tapped : taps) got << toQ(tapped.name);
            QCOMPARE(got, QStringList({"a", "b", "unread", "v", "i"}));
        }
        InterpretOptions options;
        for (const Tapped& tapped : taps) options.capture.push_back(*graph.findValue(tapped.name));
        const auto expected = interpret(graph, inputs, options);
        VERIFY_OK(expected);
        for (std::size_t k = 0; k < taps.size(); ++k) {
            const Comparison comparison = compareTensors(*asTensor(expected->captured[k].second), *asTensor(taps[k].datum), {1e-5, 1e-5});
            QVERIFY2(comparison.ok, comparison.reason.c_str());
        }
        QCOMPARE(std::ranges::count((*compiled)->report().decisions, "tap", &Decision::rule), std::ptrdiff_t(5));
        const auto plain = compile(graph, {});
        VERIFY_OK(plain);
        VERIFY_OK((*plain)->runWith(inputs, {.taps = &taps}));
        QVERIFY(taps.empty());
        QCOMPARE(describe(compile(graph, {.taps = {"unred"}})), QString("argument: the graph has no node or value 'unred'; most like it: unread, a, b"));
    }

    void inputs_are_held_to_their_types() {
        const Graph graph = graphOf("symbol s0 in [3, 10] hint 4\ninput %x : f32[s0,3]\ninput %y : f32[s0]\ninput %n : int(s0)\n%e = aten.exp.default(%x) : f32[s0,3]\nreturn %e, %y");
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        const auto call = [&](Sizes x, Sizes y, std::int64_t n) { return describe((*compiled)->run(std::vector<Datum>{ramp(std::move(x), 0), ramp(std::move(y), 0), n})); };
        QVERIFY((*compiled)->run(std::vector<Datum>{ramp({4, 3}, 0), ramp({4}, 0), std::int64_t(4)}).has_value());
        QVERIFY(call({4, 3}, {5}, 4).startsWith("shape: expected input 'y' dim 0 to be s0 = 4"));
        QVERIFY(call({4, 3}, {4}, 3).startsWith("shape: expected input 'n' to be s0 = 4"));
        QVERIFY(call({4, 2}, {4}, 4).startsWith("shape: expected input 'x' dim 1 to be 3"));
        QVERIFY(call({2, 3}, {2}, 2).contains("to be >= 3, got 2"));
        QVERIFY(call({11, 3}, {11}, 11).contains("to be <= 10, got 11"));
        QVERIFY(describe((*compiled)->run(std::vector<Datum>{ramp({4, 3}, 0), ramp({4}, 0)})).startsWith("argument: the graph takes 3 inputs"));
    }
};

WHITTLE_TEST(ExecutableTest)
#include "executable_test.moc"

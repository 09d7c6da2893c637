// The memory plan: places that never meet, values written over what ends, and runs that stay right when their memory serves again.
#include "engine/runtime/memory_plan.h"

#include <atomic>
#include <cstring>
#include <thread>

#include <omp.h>

#include "engine/eager/interpreter.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"
#include "tests/support/graph_text.h"
#include "tests/support/random_graph.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

std::shared_ptr<const Executable> compiled(const Graph& graph, CompileOptions options = {}) {
    auto out = compile(graph, options);
    if (!out) qFatal("%s", out.error().describe().c_str());
    return *std::move(out);
}

// Empty when all elements have the same bits.
std::string difference(const std::vector<Datum>& a, const std::vector<Datum>& b) {
    if (a.size() != b.size()) return fmt::format("{} outputs and {}", a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        const Tensor *left = asTensor(a[i]), *right = asTensor(b[i]);
        if (!left || !right) {
            if (describe(a[i]) != describe(b[i])) return fmt::format("output {}: {} and {}", i, describe(a[i]), describe(b[i]));
            continue;
        }
        if (left->sizes() != right->sizes() || left->dtype() != right->dtype()) return fmt::format("output {}: {} and {}", i, left->describe(), right->describe());
        const Tensor x = left->contiguous(), y = right->contiguous();
        if (x.numel() > 0 && std::memcmp(x.data<std::byte>(), y.data<std::byte>(), x.byteSize()) != 0) return fmt::format("output {} has other bits", i);
    }
    return {};
}

// Tensors of their own, since a run may answer memory of its inputs.
std::vector<Datum> copies(const std::vector<Datum>& data) {
    std::vector<Datum> out = data;
    for (Datum& datum : out)
        if (auto* tensor = std::get_if<Tensor>(&datum)) tensor->mutableData<std::byte>();
    return out;
}

QStringList decisionsOf(const CompileReport& report, const char* rule) {
    QStringList out;
    for (const Decision& decision : report.decisions)
        if (decision.rule == rule) out << toQ(fmt::format("{} {}, {}", decision.nodes.front(), decision.accepted ? "yes" : "no", decision.reason));
    return out;
}

// Every way a value comes to be: loops, views, a library, a reference kernel, a scatter, a result that is read on.
constexpr const char* kMixed =
    "symbol s0 in [1, 100000] hint 96\n"
    "input %x : f32[s0,64]\ninput %w : f32[64,64]\n"
    "%a = aten.exp.default(%x) : f32[s0,64]\n"
    "%h = aten.mm.default(%a, %w) : f32[s0,64]\n"
    "%t = aten.permute.default(%h, [1, 0]) : f32[64,s0]\n"
    "%s = aten.softmax.int(%t, -1) : f32[64,s0]\n"
    "%values, %order = aten.sort.default(%s, -1) as sorted : f32[64,s0], i64[64,s0]\n"
    "%n = aten.neg.default(%values) : f32[64,s0]\n"
    "%back = aten.permute.default(%n, [1, 0]) : f32[s0,64]\n"
    "%m = aten.mm.default(%back, %w) : f32[s0,64]\n"
    "%k = aten.add.Tensor(%m, %h) : f32[s0,64]\n"
    "%l = aten.tanh.default(%k) : f32[s0,64]\n"
    "%r = aten.sum.dim_IntList(%l, [1]) : f32[s0]\n"
    "return %k, %r, %order";

}  // namespace

class MemoryPlanTest : public QObject {
    Q_OBJECT
private slots:
    void places_never_meet() {
        for (std::uint64_t seed = 1; seed <= 300; ++seed) {
            Random random(seed);
            std::vector<Interval> all;
            for (int i = 0, count = 1 + random.below(40); i < count; ++i) {
                const int first = random.below(20);
                Interval one{.bytes = static_cast<std::size_t>(random.below(5) == 0 ? 0 : random.below(5000)), .first = first, .last = first + 1 + random.below(5), .over = -1};  // somebody reads it later
                // Now and then over one that ends here, and over which nothing lies yet.
                const int below = random.below(count);
                if (below < i && all[static_cast<std::size_t>(below)].bytes > 0 && std::ranges::none_of(all, [&](const Interval& o) { return o.over == below; })) {
                    one.over = below;
                    one.bytes = all[static_cast<std::size_t>(below)].bytes;
                    const int length = one.last - one.first;
                    one.first = all[static_cast<std::size_t>(below)].last;
                    one.last = one.first + length;
                }
                all.push_back(one);
            }
            const Placing placing = placeValues(all);
            QVERIFY(placing.total >= placing.peak);
            std::size_t sum = 0;
            for (std::size_t i = 0; i < all.size(); ++i) {
                sum += all[i].bytes;
                QCOMPARE(placing.offsets[i] % kPlaceAlign, std::size_t(0));
                QVERIFY(placing.offsets[i] + all[i].bytes <= placing.total);
                if (all[i].over >= 0) QCOMPARE(placing.offsets[i], placing.offsets[static_cast<std::size_t>(all[i].over)]);
                for (std::size_t k = 0; k < i; ++k) {
                    const bool together = all[i].first <= all[k].last && all[k].first <= all[i].last && all[i].over != int(k) && all[k].over != int(i);
                    const bool meet = placing.offsets[i] < placing.offsets[k] + all[k].bytes && placing.offsets[k] < placing.offsets[i] + all[i].bytes;
                    QVERIFY2(!together || !meet, qPrintable(QString("seed %1: %2 and %3").arg(seed).arg(i).arg(k)));
                }
            }
            QCOMPARE(placing.sum, sum);
        }
    }

    void a_gap_that_fits_best_is_taken() {
        // Two gaps after step 0: 256 bytes between 0 and 3, and 128 after 3; what needs 128 takes the smaller one.
        const std::vector<Interval> all{{1024, 0, 9, -1}, {512, 0, 0, -1}, {448, 0, 9, -1}, {256, 0, 0, -1}, {192, 0, 9, -1}, {256, 1, 9, -1}, {512, 1, 9, -1}};
        const Placing placing = placeValues(all);
        QCOMPARE(placing.offsets[6], placing.offsets[1]);
        QCOMPARE(placing.offsets[5], placing.offsets[3]);
        QCOMPARE(placing.total, placing.peak);
        QCOMPARE(placing.sum, std::size_t(1024 + 512 + 448 + 256 + 192 + 256 + 512));
    }

    void a_chain_takes_one_place() {
        std::string lines = "input %v0 : f32[64,64]\n";
        for (int i = 1; i <= 10; ++i) lines += fmt::format("%v{} = aten.{}.default(%v{}) : f32[64,64]\n", i, i % 2 ? "tanh" : "neg", i - 1);
        const auto executable = compiled(graphOf(lines + "return %v10"), {.fuse = false});
        const MemoryPlan& plan = executable->report().memory;
        QCOMPARE(plan.values.size(), std::size_t(9));
        QCOMPARE(plan.inPlace, 8);
        QCOMPARE(plan.total, std::size_t(64 * 64 * 4));
        QCOMPARE(plan.sum, std::size_t(9 * 64 * 64 * 4));
        QCOMPARE(plan.peak, plan.total);
        QCOMPARE(toQ(planLine(plan)), QString("arena 16.4 kB for 147.5 kB of intermediates, 8 in place"));
        QCOMPARE(plan.outside.size(), std::size_t(1));
        QCOMPARE(toQ(plan.outside[0].name + ": " + plan.outside[0].reason), QString("v10: a result of the graph: whoever gets it may keep it"));
    }

    void in_place_data() {
        QTest::addColumn<QString>("lines");  // from %a = exp(%x), f32[8,8], to %y, which is read by the result
        QTest::addColumn<QString>("want");   // about %y
        QTest::newRow("its input ends") << "%y = aten.neg.default(%a) : f32[8,8]\n%z = aten.exp.default(%y) : f32[8,8]" << "y yes, over %a";
        QTest::newRow("with a row added") << "%r = aten.sum.dim_IntList(%x, [0]) : f32[8]\n%y = aten.add.Tensor(%a, %r) : f32[8,8]\n%z = aten.exp.default(%y) : f32[8,8]"
                                          << "y yes, over %a";
        QTest::newRow("squared") << "%y = aten.mul.Tensor(%a, %a) : f32[8,8]\n%z = aten.exp.default(%y) : f32[8,8]" << "y yes, over %a";
        QTest::newRow("read again") << "%y = aten.neg.default(%a) : f32[8,8]\n%z = aten.mul.Tensor(%y, %a) : f32[8,8]" << "y no, %a: read again by k2_z";
        QTest::newRow("the second of two") << "%b = aten.neg.default(%x) : f32[8,8]\n%y = aten.add.Tensor(%a, %b) : f32[8,8]\n%z = aten.mul.Tensor(%y, %a) : f32[8,8]"
                                           << "y yes, over %b";
        QTest::newRow("turned") << "%y = aten.flip.default(%a, [0]) : f32[8,8]\n%z = aten.exp.default(%y) : f32[8,8]" << "y no, %a: read at other positions";
        QTest::newRow("rows") << "%y = aten.cumsum.default(%a, 1) : f32[8,8]\n%z = aten.exp.default(%y) : f32[8,8]" << "y yes, over %a";
        QTest::newRow("softmax reads a row for each element") << "%y = aten.softmax.int(%a, 1) : f32[8,8]\n%z = aten.exp.default(%y) : f32[8,8]" << "y no, %a: read at other positions";
        QTest::newRow("an input") << "%y = aten.neg.default(%x) : f32[8,8]\n%z = aten.mul.Tensor(%y, %a) : f32[8,8]" << "y no, %x: an input of the graph";
        QTest::newRow("another dtype") << "%y = aten._to_copy.default(%a, dtype=f64) : f64[8,8]\n%z = aten.neg.default(%y) : f64[8,8]" << "";
        QTest::newRow("a result") << "%z = aten.neg.default(%a) : f32[8,8]" << "z no, %z is outside the arena";
        QTest::newRow("what a result is a view of") << "%y = aten.neg.default(%a) : f32[8,8]\n%z = aten.permute.default(%y, [1, 0]) : f32[8,8]" << "y no, %y is outside the arena";
    }
    void in_place() {
        QFETCH(QString, lines);
        QFETCH(QString, want);
        const Graph graph = graphOf("input %x : f32[8,8]\n%a = aten.exp.default(%x) : f32[8,8]\n" + lines.toStdString() + "\nreturn %z");
        const auto executable = compiled(graph, {.fuse = false, .keepArtefacts = true});
        QStringList got = decisionsOf(executable->report(), "in-place");
        const QString node = want.section(' ', 0, 0);
        got.removeIf([&](const QString& line) { return line.section(' ', 0, 0) != (node.isEmpty() ? "y" : node); });
        QCOMPARE(got.join("; "), want);
        const std::vector<Datum> inputs{ramp({8, 8}, -1)};
        const auto expected = interpret(graph, inputs, {});
        VERIFY_OK(expected);
        for (int run = 0; run < 2; ++run) {
            const auto actual = executable->run(inputs);
            VERIFY_OK(actual);
            const Comparison comparison = compareTensors(*asTensor(expected->outputs[0]), *asTensor((*actual)[0]), {1e-5, 1e-5});
            QVERIFY2(comparison.ok, comparison.reason.c_str());
        }
        const bool marked = std::ranges::any_of(executable->report().kernels, [](const KernelRecord& k) { return k.loopIr.find(" overwritten") != std::string::npos; });
        QCOMPARE(marked, executable->report().memory.inPlace > 0);
    }

    void sizes_that_only_the_run_knows_are_outside() {
        const Graph graph = graphOf("symbol u0 in [0, 1000]\ninput %x : f32[40]\n%p = aten.nonzero.default(%x) : i64[u0,1]\n%f = aten._to_copy.default(%p, dtype=f32) : f32[u0,1]\n"
                                    "%e = aten.exp.default(%f) : f32[u0,1]\n%s = aten.sum.default(%e) : f32[]\nreturn %s");
        const auto executable = compiled(graph, {.fuse = false});
        QStringList outside;
        for (const OutsideValue& one : executable->report().memory.outside) outside << toQ(one.name + ": " + one.reason);
        QVERIFY(outside.contains("p: its reference kernel brings its own memory"));
        QVERIFY(outside.contains("e: the run finds out its size u0"));
        for (const double from : {0.0, -1.0}) {
            std::vector<Datum> inputs{ramp({40}, from)};
            std::get<Tensor>(inputs[0]).mutableData<float>()[3] = 0;
            const auto expected = interpret(graph, inputs, {});
            VERIFY_OK(expected);
            const auto actual = executable->run(inputs);
            VERIFY_OK(actual);
            const Comparison comparison = compareTensors(*asTensor(expected->outputs[0]), *asTensor((*actual)[0]), {1e-5, 1e-5});
            QVERIFY2(comparison.ok, comparison.reason.c_str());
        }
    }

    void a_plan_without_sizes_says_so() {
        const auto executable = compiled(graphOf("symbol s0\ninput %x : f32[s0]\n%a = aten.exp.default(%x) : f32[s0]\n%b = aten.neg.default(%a) : f32[s0]\n"
                                                 "%c = aten.exp.default(%b) : f32[s0]\nreturn %c"), {.fuse = false});
        QVERIFY(!executable->report().memory.sized);
        QCOMPARE(toQ(planLine(executable->report().memory)), QString("arena of 2 intermediates, 1 in place; its size is known when the graph runs"));
        VERIFY_OK(executable->run(std::vector<Datum>{ramp({7}, 0)}));
    }

    // What a run answers stays what it is, whatever runs come after it, and all runs agree.
    void results_outlive_later_runs_data() {
        QTest::addColumn<bool>("fuse");
        QTest::newRow("fused") << true;
        QTest::newRow("node by node") << false;
    }
    void results_outlive_later_runs() {
        QFETCH(bool, fuse);
        const Graph graph = graphOf(kMixed);
        const auto executable = compiled(graph, {.fuse = fuse});
        const auto inputs = [](Index rows, double start) { return std::vector<Datum>{ramp({rows, 64}, start), ramp({64, 64}, 0.1)}; };
        const auto first = executable->run(inputs(96, -2));
        VERIFY_OK(first);
        const std::vector<Datum> kept = copies(*first);
        for (const auto& [rows, start] : {std::pair{Index(96), 1.0}, {Index(7), 0.5}, {Index(300), -3.0}, {Index(1), 0.0}, {Index(96), -1.0}}) {
            const auto other = executable->run(inputs(rows, start));
            VERIFY_OK(other);
            const auto expected = interpret(graph, inputs(rows, start), {});
            VERIFY_OK(expected);
            for (std::size_t i = 0; i < 2; ++i) {
                const Comparison comparison = compareTensors(*asTensor(expected->outputs[i]), *asTensor((*other)[i]), {1e-3, 1e-3});
                QVERIFY2(comparison.ok, comparison.reason.c_str());
            }
            QVERIFY2(difference(kept, *first).empty(), difference(kept, *first).c_str());
        }
        executable->freeMemory();
        const auto again = executable->run(inputs(96, -2));
        VERIFY_OK(again);
        QVERIFY2(difference(kept, *again).empty(), difference(kept, *again).c_str());
    }

    void runs_at_once_agree_with_runs_in_turn() {
        const Graph graph = graphOf(kMixed);
        const auto executable = compiled(graph);
        const Index rows[] = {96, 5, 300, 64};
        std::vector<std::vector<Datum>> inputs, expected;
        for (int t = 0; t < 4; ++t) {
            inputs.push_back({ramp({rows[t], 64}, t - 2.0), ramp({64, 64}, 0.1)});
            const auto alone = executable->run(inputs.back());
            VERIFY_OK(alone);
            expected.push_back(copies(*alone));
        }
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                std::vector<std::vector<Datum>> held;
                for (int i = 0; i < 12; ++i) {
                    auto got = executable->run(inputs[std::size_t((t + i) % 4)]);
                    if (!got) return void(++wrong);
                    held.push_back(*std::move(got));
                }
                for (int i = 0; i < 12; ++i) wrong += !difference(held[std::size_t(i)], expected[std::size_t((t + i) % 4)]).empty();
            });
        for (std::thread& thread : threads) thread.join();
        QCOMPARE(wrong.load(), 0);
    }

    // Kernels of enough elements for eight threads, in place and not, through views and a reduction in parts.
    void any_number_of_threads_gives_the_same_bits() {
        const Graph graph = graphOf("input %x : f32[1000,300]\n%a = aten.exp.default(%x) : f32[1000,300]\n%s = aten.softmax.int(%a, 1) : f32[1000,300]\n"
                                    "%t = aten.permute.default(%s, [1, 0]) : f32[300,1000]\n%n = aten.tanh.default(%t) : f32[300,1000]\n%m = aten.mul.Tensor(%n, %n) : f32[300,1000]\n"
                                    "%k = aten.sum.default(%m) : f32[]\n%c = aten.cumsum.default(%m, 1) : f32[300,1000]\n%d = aten.sub.Tensor(%c, %k) : f32[300,1000]\nreturn %d, %k");
        const int before = omp_get_max_threads();
        for (const bool fuse : {true, false}) {
            const auto executable = compiled(graph, {.fuse = fuse});
            std::vector<Datum> expected;
            for (const int threads : {1, 2, 4, 2, 1}) {
                omp_set_num_threads(threads);
                const auto other = executable->run(std::vector<Datum>{ramp({1000, 300}, threads)});
                const auto got = executable->run(std::vector<Datum>{ramp({1000, 300}, -2)});
                omp_set_num_threads(before);
                VERIFY_OK(other);
                VERIFY_OK(got);
                if (expected.empty()) expected = copies(*got);
                QVERIFY2(difference(expected, *got).empty(), difference(expected, *got).c_str());
            }
        }
    }

    void random_programs_stay_the_same() {
        for (std::uint64_t seed = 1; seed <= 30; ++seed) {
            const Graph graph = randomProgram(seed);
            for (const bool fuse : {true, false}) {
                const auto executable = compile(graph, {.fuse = fuse});
                VERIFY_OK(executable);
                const auto first = (*executable)->run({});
                if (!first) continue;  // a program may refuse its own inputs
                const std::vector<Datum> kept = copies(*first);
                std::vector<Datum> others;
                for (const GraphInput& input : graph.inputs()) {
                    if (input.kind != InputKind::User) continue;
                    others.push_back(input.data);
                    if (auto* tensor = std::get_if<Tensor>(&others.back()); tensor && tensor->dtype() == DType::F32) *tensor = ramp(tensor->sizes(), -0.5);
                }
                VERIFY_OK((*executable)->run(others));
                const auto again = (*executable)->run({});
                VERIFY_OK(again);
                for (const std::vector<Datum>* one : {&*first, &*again}) {
                    const std::string found = difference(kept, *one);
                    QVERIFY2(found.empty(), qPrintable(QString("seed %1, fuse %2: %3").arg(seed).arg(fuse).arg(toQ(found))));
                }
            }
        }
    }
};

WHITTLE_TEST(MemoryPlanTest)
#include "memory_plan_test.moc"

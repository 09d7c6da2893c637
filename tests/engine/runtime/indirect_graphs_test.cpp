// Graphs that read and write by positions, run along a dimension, or reduce to few results: what compiled code answers,
// how it refuses, and that threads change nothing.
#include <cstring>

#include <omp.h>

#include "engine/eager/interpreter.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"
#include "tests/support/graph_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Tensor waves(Sizes sizes) {
    Tensor out = Tensor::empty(DType::F32, std::move(sizes));
    for (Index i = 0; i < out.numel(); ++i) out.mutableData<float>()[i] = static_cast<float>((i * 7919) % 1009) * 0.01F - 5;
    return out;
}

Tensor integers(std::vector<std::int64_t> values) {
    const auto count = static_cast<Index>(values.size());
    return Tensor::of<std::int64_t>(std::span(values), {count});
}

std::string errorOf(const auto& result) { return result ? "no error" : result.error().describe(); }

}  // namespace

class IndirectGraphsTest : public QObject {
    Q_OBJECT
private slots:
    // Loops over nothing would look at no position; what is refused then is refused by the reference kernels.
    void refuses_where_a_size_turns_out_to_be_0() {
        const std::string x = "symbol s0 in [0, 100] hint 4\ninput %x : f32[3,s0]\n";
        const Tensor nothing = Tensor::zeros(DType::F32, {3, 0});
        for (const auto& [lines, index] : {std::pair<std::string, bool>{"input %i : i64[2]\n%a = aten.index_select.default(%x, 0, %i) : f32[2,s0]\nreturn %a", true},
                                           {"%a = aten.amax.default(%x, [1]) : f32[3]\nreturn %a", false}}) {
            const Graph graph = graphOf(x + lines);
            std::vector<Datum> inputs{nothing};
            if (index) inputs.emplace_back(integers({9, 1}));
            const auto compiled = compile(graph, {});
            VERIFY_OK(compiled);
            QVERIFY((*compiled)->report().eagerFallbacks.empty());
            QVERIFY(!interpret(graph, inputs, {}));
            QVERIFY2(!(*compiled)->run(inputs), lines.c_str());
            if (!index) continue;
            inputs.back() = integers({2, 1});  // in range: an empty result, and the run tells who made it
            RunProfile profile;
            const auto fine = (*compiled)->run(inputs, {}, &profile);
            VERIFY_OK(fine);
            QCOMPARE(asTensor(fine->front())->sizes(), (Sizes{2, 0}));
            QCOMPARE(profile.refusals.size(), std::size_t{1});
        }
    }

    // Positions 0, 1, ..., s0-1 in a table of 64 rows: what is declared of s0 decides whether they are checked, and no run brings another size.
    void what_is_declared_of_a_size_saves_checks() {
        for (const auto& [range, checked] : {std::pair<std::string, bool>{"[1, 64]", false}, {"[1, 65]", true}, {"[1, inf]", true}}) {
            const Graph graph = graphOf(fmt::format("symbol s0 in {} hint 8\ninput %table : f32[64,5]\ninput %x : f32[s0,5]\n%n = aten.sym_size.int(%x, 0) : int(s0)\n"
                                                    "%p = aten.arange.default(%n) : i64[s0]\n%e = aten.embedding.default(%table, %p) : f32[s0,5]\n"
                                                    "%y = aten.add.Tensor(%e, %x) : f32[s0,5]\nreturn %y", range));
            const auto compiled = compile(graph, {.keepArtefacts = true});
            VERIFY_OK(compiled);
            QVERIFY((*compiled)->report().eagerFallbacks.empty());
            std::string loops;
            for (const KernelRecord& kernel : (*compiled)->report().kernels) loops += kernel.loopIr;
            QVERIFY2((loops.find("check c0") != std::string::npos) == checked, loops.c_str());
            QVERIFY2((loops.find("(s0 in [0, 6") != std::string::npos) == (range != "[1, inf]"), loops.c_str());
            for (const Index rows : {0, 1, 9, 64, 65}) {
                const std::vector<Datum> inputs{waves({64, 5}), waves({rows, 5})};
                const auto wanted = interpret(graph, inputs, {});
                const auto got = (*compiled)->run(inputs);
                QCOMPARE(wanted.has_value(), rows <= 64);
                QCOMPARE(toQ(errorOf(got)), toQ(errorOf(wanted)));
                if (!wanted) continue;
                const Tensor &tensor = *asTensor(got->front()), &expected = *asTensor(wanted->outputs.front());
                QCOMPARE(tensor.sizes(), (Sizes{rows, 5}));
                QVERIFY(std::memcmp(tensor.data<float>(), expected.data<float>(), static_cast<std::size_t>(rows) * 5 * sizeof(float)) == 0);
            }
        }
    }

    // Numbers are no sizes: one below 0 rounds down like any other.
    void numbers_below_0() {
        for (const char* range : {"[-inf, 100]", "[-100, inf]", "[-inf, inf]"})
            for (const char* lines : {"%m = _operator.floordiv(%n, 4) : int((s0//4))\n%y = aten.add.Scalar(%x, %m) : f32[8,8]\nreturn %y",
                                      "%m = _operator.mod(%n, 4) : int(Mod(s0, 4))\n%y = aten.add.Scalar(%x, %m) : f32[8,8]\nreturn %y",
                                      "%m = _operator.floordiv(%n, 4) : int((s0//4))\n%y = aten.full_like.default(%x, %m) : f32[8,8]\nreturn %y"}) {
                const Graph graph = graphOf(fmt::format("symbol s0 in {} hint 8\ninput %n : int(s0)\ninput %x : f32[8,8]\n{}", range, lines));
                const auto compiled = compile(graph, {});
                VERIFY_OK(compiled);
                for (const std::int64_t n : {-9, -8, -1, 0, 7, 100}) {
                    const std::vector<Datum> inputs{n, waves({8, 8})};
                    const auto wanted = interpret(graph, inputs, {});
                    const auto got = (*compiled)->run(inputs);
                    VERIFY_OK(wanted);
                    VERIFY_OK(got);
                    QVERIFY2(std::memcmp(asTensor(got->front())->data<float>(), asTensor(wanted->outputs.front())->data<float>(), 64 * sizeof(float)) == 0, fmt::format("{} {} {}", range, n, lines).c_str());
                }
            }
    }

    // The interpreter's error, word for word, wherever the position stands.
    void refuses_as_the_kernels_do_data() {
        QTest::addColumn<QString>("lines");
        const std::string x = "input %x : f32[5,4]\ninput %i : i64[6]\n";
        const auto row = [](const char* name, const std::string& lines) { QTest::newRow(name) << toQ(lines); };
        row("embedding", x + "%a = aten.embedding.default(%x, %i) : f32[6,4]\nreturn %a");
        row("a reader of some elements", x + "%a = aten.embedding.default(%x, %i) : f32[6,4]\n%b = aten.slice.Tensor(%a, 0, 0, 2) : f32[2,4]\n%c = aten.exp.default(%b) : f32[2,4]\nreturn %c");
        row("index_select", x + "%a = aten.index_select.default(%x, 0, %i) : f32[6,4]\nreturn %a");
        row("index", x + "%a = aten.index.Tensor(%x, [%i]) : f32[6,4]\nreturn %a");
        row("take", x + "%a = aten.take.default(%x, %i) : f32[6]\nreturn %a");
        row("gather", x + "%j = aten.view.default(%i, [1, 6]) : i64[1,6]\n%a = aten.slice.Tensor(%j, 1, 2, 6) : i64[1,4]\n%b = aten.gather.default(%x, 0, %a) : f32[1,4]\nreturn %b");
        row("index_put", x + "input %v : f32[4]\n%a = aten.index_put.default(%x, [%i], %v) : f32[5,4]\nreturn %a");
        row("index_add", x + "input %v : f32[6,4]\n%a = aten.index_add.default(%x, 0, %i, %v) : f32[5,4]\nreturn %a");
        row("scatter", x + "%j = aten.view.default(%i, [6, 1]) : i64[6,1]\n%a = aten.slice.Tensor(%j, 0, 1, 6) : i64[5,1]\n%b = aten.scatter.value(%x, 0, %a, 3) : f32[5,4]\nreturn %b");
        row("one_hot", "input %i : i64[6]\n%a = aten.one_hot.default(%i, 5) : i64[6,5]\nreturn %a");
        row("division", "input %i : i64[6]\n%a = aten.add.Tensor(%i, 100) : i64[6]\n%b = aten.floor_divide.default(%i, %a) : i64[6]\nreturn %b");
    }
    void refuses_as_the_kernels_do() {
        QFETCH(QString, lines);
        const Graph graph = graphOf(lines.toStdString());
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        QVERIFY((*compiled)->report().eagerFallbacks.empty());
        for (const std::int64_t last : {3, 700, -100}) {
            std::vector<Datum> inputs;
            for (const GraphInput& input : graph.inputs()) {
                const TensorType& type = *asTensorType(graph.type(input.value));
                Sizes sizes;
                for (const SymInt& size : type.sizes) sizes.push_back(*size.constant());
                if (type.dtype == DType::I64) inputs.emplace_back(integers({0, 4, 1, 1, 2, last}));
                else inputs.emplace_back(waves(sizes));
            }
            const auto want = interpret(graph, inputs, {});
            const auto got = (*compiled)->run(inputs);
            QCOMPARE(toQ(errorOf(got)), toQ(errorOf(want)));
            if (!want) continue;
            const Comparison same = compareTensors(*asTensor(want->outputs[0]), *asTensor((*got)[0]), {0, 0});
            QVERIFY2(same.ok, same.reason.c_str());
        }
    }

    // The same bits on one thread and on three, and what the interpreter answers.
    void threads_change_nothing_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<double>("tolerance");
        const auto row = [](const char* name, const std::string& lines, double tolerance) { QTest::newRow(name) << toQ("input %x : f32[900,1024]\n" + lines) << tolerance; };
        row("sum", "%a = aten.sum.default(%x) : f32[]\nreturn %a", 1e-6);
        row("largest", "%a = aten.max.default(%x) : f32[]\nreturn %a", 0);
        row("where it is", "%a = aten.argmax.default(%x) : i64[]\nreturn %a", 0);
        row("variance", "%a = aten.var.correction(%x) : f32[]\nreturn %a", 1e-6);
        row("norm", "%a = aten.exp.default(%x) : f32[900,1024]\n%b = aten.linalg_vector_norm.default(%a) : f32[]\nreturn %b", 1e-6);
        row("columns", "%a = aten.slice.Tensor(%x, 1, 0, 100) : f32[900,100]\n%b = aten.sum.dim_IntList(%a, [0]) : f32[100]\nreturn %b", 1e-6);
        row("running sum of rows", "%a = aten.cumsum.default(%x, 1) : f32[900,1024]\nreturn %a", 1e-6);
        row("running sum of columns", "%a = aten.cumsum.default(%x, 0) : f32[900,1024]\nreturn %a", 1e-6);
        row("softmax", "%a = aten._softmax.default(%x, -1, false) : f32[900,1024]\nreturn %a", 2e-6);
        row("layer norm", "%a = aten.layer_norm.default(%x, [1024]) : f32[900,1024]\nreturn %a", 2e-6);
        row("writes", "%n = aten.arange.default(900) : i64[900]\n%i = aten.remainder.Scalar(%n, 7) : i64[900]\n%z = aten.zeros.default([7, 1024]) : f32[7,1024]\n"
                      "%a = aten.index_add.default(%z, 0, %i, %x) : f32[7,1024]\nreturn %a", 1e-5);
    }
    void threads_change_nothing() {
        QFETCH(QString, lines);
        QFETCH(double, tolerance);
        const Graph graph = graphOf(lines.toStdString());
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        QVERIFY((*compiled)->report().eagerFallbacks.empty());
        const std::vector<Datum> inputs{waves({900, 1024})};
        const auto want = interpret(graph, inputs, {});
        VERIFY_OK(want);
        const int before = omp_get_max_threads();
        std::vector<Tensor> results;
        for (const int threads : {1, 2, 3}) {
            omp_set_num_threads(threads);
            const auto got = (*compiled)->run(inputs);
            VERIFY_OK(got);
            results.push_back(*asTensor((*got)[0]));
        }
        omp_set_num_threads(before);
        const Comparison close = compareTensors(*asTensor(want->outputs[0]), results[0], {tolerance, tolerance});
        QVERIFY2(close.ok, close.reason.c_str());
        for (const Tensor& result : results)
            QVERIFY(std::memcmp(results[0].contiguous().data<std::byte>(), result.contiguous().data<std::byte>(), result.byteSize()) == 0);
    }

    // A large mean beside a small deviation: f32 holds the differences exactly, not the sums.
    void normalises_far_from_zero() {
        const Graph graph = graphOf("input %x : f32[4,1000]\n%a = aten.layer_norm.default(%x, [1000]) : f32[4,1000]\nreturn %a");
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        Tensor x = Tensor::empty(DType::F32, {4, 1000});
        for (Index i = 0; i < 4000; ++i) x.mutableData<float>()[i] = 10000.0F + static_cast<float>((i * 31) % 64) / 64;
        const auto want = interpret(graph, std::vector<Datum>{x}, {});
        const auto got = (*compiled)->run(std::vector<Datum>{x});
        VERIFY_OK(want);
        VERIFY_OK(got);
        const Comparison close = compareTensors(*asTensor(want->outputs[0]), *asTensor((*got)[0]), {2e-6, 2e-6});
        QVERIFY2(close.ok, close.reason.c_str());
    }

    // The pool's memory goes through both kernels of a scatter, and what was read stays as it was.
    void writes_leave_their_base_alone() {
        const Graph graph = graphOf("input %x : f32[4]\ninput %i : i64[2]\n%b = aten.neg.default(%x) : f32[4]\n%a = aten.index_fill.int_Scalar(%b, 0, %i, 9) : f32[4]\nreturn %a, %b");
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        const Tensor x = waves({4});
        for (int round = 0; round < 3; ++round) {
            const auto got = (*compiled)->run(std::vector<Datum>{x, integers({-1, 1})});
            VERIFY_OK(got);
            for (Index i = 0; i < 4; ++i) {
                QCOMPARE(asTensor((*got)[1])->flat(i), -x.flat(i));
                QCOMPARE(asTensor((*got)[0])->flat(i), i % 2 == 1 ? 9.0 : -x.flat(i));
            }
        }
    }
};

WHITTLE_TEST(IndirectGraphsTest)
#include "indirect_graphs_test.moc"

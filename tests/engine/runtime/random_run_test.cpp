// Random numbers over a whole run: PyTorch's, in every mode, and moved by nothing that the compiler does.
#include "engine/eager/interpreter.h"
#include "engine/formats/open.h"
#include "engine/formats/safetensors.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"
#include "tests/support/graph_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph withInput(const std::string& lines) { return graphOf("input %x : f32[2,3]\n" + lines); }

Result<std::vector<Datum>> eagerly(const Graph& graph, std::span<const Datum> inputs, std::uint64_t seed, Precision precision = Precision::AsGiven) {
    InterpretOptions options;
    options.precision = precision;
    options.seed = seed;
    WHITTLE_TRY(InterpretResult result, interpret(graph, inputs, options));
    return std::move(result.outputs);
}

Result<std::vector<Datum>> compiled(const Graph& graph, std::span<const Datum> inputs, std::uint64_t seed) {
    CompileOptions options;
    options.seed = seed;
    WHITTLE_TRY(const auto executable, compile(graph, options));
    WHITTLE_TRY_VOID(executable->run(inputs));  // a second run starts at the seed again
    return executable->run(inputs);
}

// Empty when alike.
QString difference(std::span<const Datum> wanted, const Result<std::vector<Datum>>& got, Tolerance tolerance) {
    if (!got) return describe(got);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const Tensor* expected = asTensor(wanted[i]);
        const Comparison comparison = compareTensors(*expected, asTensor(got->at(i))->to(expected->dtype()), tolerance);
        if (!comparison.ok) return toQ(fmt::format("out.{}: {}", i, comparison.reason));
    }
    return {};
}

}  // namespace

class RandomRunTest : public QObject {
    Q_OBJECT
private slots:
    void a_program_draws_as_in_pytorch() {
        const auto opened = openGraph(golden("random/sequence.pt2"), {});
        VERIFY_OK(opened);
        const auto recorded = readSafetensors(golden("random/sequence.safetensors"));
        VERIFY_OK(recorded);
        const std::vector<Datum> inputs{recorded->at("in.0")};
        std::vector<Datum> wanted;
        for (std::size_t i = 0; recorded->contains(fmt::format("out.{}", i)); ++i) wanted.emplace_back(recorded->at(fmt::format("out.{}", i)));
        QCOMPARE(wanted.size(), std::size_t{13});
        const Tolerance close{.rtol = 1e-6, .atol = 1e-7};
        QCOMPARE(difference(wanted, eagerly(opened->graph, inputs, 7), close), QString());
        QCOMPARE(difference(wanted, eagerly(opened->graph, inputs, 7, Precision::Float64), close), QString());
        QCOMPARE(difference(wanted, compiled(opened->graph, inputs, 7), close), QString());
        QVERIFY(!difference(wanted, eagerly(opened->graph, inputs, 8), close).isEmpty());
    }

    // Equal nodes draw different numbers, unread ones are drawn all the same, and dropout in evaluation draws nothing.
    void no_pass_moves_a_draw_data() {
        QTest::addColumn<QString>("lines");
        QTest::newRow("equal") << "%a = aten.rand.default([2,3]) : f32[2,3]\n%b = aten.rand.default([2,3]) : f32[2,3]\n"
                                  "%c = aten.sub.Tensor(%a, %b) : f32[2,3]\nreturn %c";
        QTest::newRow("unread") << "%a = aten.rand.default([5]) : f32[5]\n%b = aten.randn_like.default(%x) : f32[2,3]\nreturn %b";
        QTest::newRow("read late") << "%a = aten.rand_like.default(%x) : f32[2,3]\n%b = aten.rand_like.default(%x) : f32[2,3]\n"
                                      "%c = aten.exp.default(%b) : f32[2,3]\n%d = aten.mul.Tensor(%c, %a) : f32[2,3]\nreturn %d";
        QTest::newRow("dropout") << "%a = aten.dropout.default(%x, 0.5, false) : f32[2,3]\n%b = aten.dropout.default(%x, 0.5, true) : f32[2,3]\n"
                                    "%c = aten.add.Tensor(%a, %b) : f32[2,3]\nreturn %c";
    }
    void no_pass_moves_a_draw() {
        QFETCH(QString, lines);
        const Graph graph = withInput(lines.toStdString());
        const std::vector<Datum> inputs{Tensor::full(DType::F32, {2, 3}, 1.5)};
        const auto wanted = eagerly(graph, inputs, 11);
        VERIFY_OK(wanted);
        QCOMPARE(difference(*wanted, compiled(graph, inputs, 11), {.rtol = 1e-6, .atol = 1e-7}), QString());
        QVERIFY(!difference(*wanted, eagerly(graph, inputs, 12), {}).isEmpty());
    }

    void a_kernel_without_generator_refuses() {
        const Graph graph = withInput("%a = aten.rand.default([2]) : f32[2]\nreturn %a");
        const auto types = [&](ValueId id) -> const Type& { return graph.type(id); };
        const Datum none;
        const auto ran = runNode(graph.nodes()[0], types, [&](ValueId) -> const Datum& { return none; }, Precision::AsGiven);
        QVERIFY(describe(ran).contains("this run has no generator"));
    }
};

WHITTLE_TEST(RandomRunTest)
#include "random_run_test.moc"

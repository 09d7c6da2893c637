#include "engine/eager/interpreter.h"

#include "engine/ops/op_builder.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

OriginRef origin() {
    Origin out;
    out.file = "/home/user/net.py";
    out.line = 17;
    return std::make_shared<const Origin>(std::move(out));
}

TensorType f32(SymSizes sizes) { return {DType::F32, std::move(sizes), {}, {}}; }

Datum iota(Sizes sizes) {
    std::vector<float> elements;
    for (Index i = 0; i < elementCount(sizes); ++i) elements.push_back(static_cast<float>(i));
    return Tensor::of(std::span<const float>(elements), std::move(sizes));
}

// x: f32[s0,2], y: f32[s0,2] -> permute(view(cat(x, y), [-1])) chain with two nodes to keep and to free.
struct Joined {
    Graph graph;
    ValueId x, y, joined, out;
    Joined() {
        graph.symbols["s0"] = {.min = 3, .max = 8, .hint = 4};
        const SymInt s0 = SymInt::symbol("s0");
        x = graph.addInput({}, "x", f32({s0, 2}));
        y = graph.addInput({}, "y", f32({s0, 2}));
        OpBuilder build(graph, origin());
        joined = *build.one("aten.cat.default", {{"tensors", Arg::List{x, y}}, {"dim", 1}}, "cat_7");
        out = *build.one("aten.slice.Tensor", {{"self", joined}, {"dim", 1}, {"start", 1}, {"end", 3}}, "slice_1");
        graph.addOutput({.value = out});
        graph.addOutput({.value = Arg(5)});
        graph.addOutput({.value = Arg()});
    }
};

}  // namespace

class InterpreterTest : public QObject {
    Q_OBJECT
private slots:
    void runs_and_returns_literals() {
        const Joined g;
        const auto result = interpret(g.graph, std::vector{iota({3, 2}), iota({3, 2})}, {});
        VERIFY_OK(result);
        QCOMPARE(result->outputs.size(), 3u);
        const Tensor out = *asTensor(result->outputs[0]);
        QCOMPARE(toQ(out.describe()), QString("f32[3,2]"));
        QCOMPARE(out.flat(2), 3.0);
        QCOMPARE(out.flat(3), 2.0);
        QCOMPARE(std::get<std::int64_t>(result->outputs[1]), 5);
        QVERIFY(std::holds_alternative<std::monostate>(result->outputs[2]));
    }

    void float64_widens_floats_only() {
        const Joined g;
        InterpretOptions options;
        options.precision = Precision::Float64;
        const auto result = interpret(g.graph, std::vector{iota({3, 2}), iota({3, 2})}, options);
        VERIFY_OK(result);
        QCOMPARE(toQ(describe(result->outputs[0])), QString("f64[3,2]"));
        QCOMPARE(std::get<std::int64_t>(result->outputs[1]), 5);
    }

    void captures_and_reports_each_node() {
        const Joined g;
        InterpretOptions options;
        options.capture = {g.joined, g.x};
        QStringList seen;
        options.afterNode = [&](const Node& node, std::span<const Datum> outputs, double milliseconds) {
            seen << toQ(node.name + " " + describe(outputs[0]));
            QVERIFY(milliseconds >= 0);
        };
        const auto result = interpret(g.graph, std::vector{iota({4, 2}), iota({4, 2})}, options);
        VERIFY_OK(result);
        QCOMPARE(seen, (QStringList{"cat_7 f32[4,4]", "slice_1 f32[4,2]"}));
        QCOMPARE(toQ(describe(result->captured[0].second)), QString("f32[4,4]"));
        QCOMPARE(result->captured[1].first, g.x);
        QCOMPARE(toQ(describe(result->captured[1].second)), QString("f32[4,2]"));
    }

    void stops_on_request() {
        const Joined g;
        CancelSource source;
        source.cancel();
        InterpretOptions options;
        options.cancel = source.token();
        QCOMPARE(describe(interpret(g.graph, std::vector{iota({4, 2}), iota({4, 2})}, options)),
                 QString("cancelled: stopped on request"));
    }

    void bad_inputs_data() {
        QTest::addColumn<QList<int>>("x");
        QTest::addColumn<QList<int>>("y");
        QTest::addColumn<QString>("want");
        QTest::newRow("constant size") << QList{4, 17} << QList{4, 2} << "shape: expected input 'x' dim 1 to be 2, got 17";
        QTest::newRow("rank") << QList{4} << QList{4, 2} << "shape: expected input 'x' to have rank 2 (f32[s0,2]), got f32[4]";
        QTest::newRow("one symbol, two values") << QList{4, 2} << QList{5, 2}
                                                << "shape: expected input 'y' dim 0 to be s0 = 4 as input 'x' dim 0 is, got 5";
        QTest::newRow("below the range") << QList{2, 2} << QList{2, 2} << "shape: expected input 'x' dim 0 (s0) to be >= 3, got 2";
        QTest::newRow("above the range") << QList{9, 2} << QList{9, 2} << "shape: expected input 'x' dim 0 (s0) to be <= 8, got 9";
    }
    void bad_inputs() {
        QFETCH(QList<int>, x);
        QFETCH(QList<int>, y);
        const Joined g;
        const std::vector inputs{iota(Sizes(x.begin(), x.end())), iota(Sizes(y.begin(), y.end()))};
        QTEST(describe(interpret(g.graph, inputs, {})), "want");
    }

    void wrong_dtype_and_count() {
        const Joined g;
        const Datum wrong = Tensor::zeros(DType::I64, {4, 2});
        QCOMPARE(describe(interpret(g.graph, std::vector{wrong, wrong}, {})),
                 QString("shape: expected input 'x' to have dtype f32, got i64"));
        QCOMPARE(describe(interpret(g.graph, std::vector{Datum(std::int64_t{3}), wrong}, {})),
                 QString("type: expected input 'x' to be f32[s0,2], got int 3"));
        QCOMPARE(describe(interpret(g.graph, std::vector{wrong}, {})),
                 QString("argument: the graph takes 2 inputs (x, y), 1 were given"));
        QCOMPARE(describe(interpret(g.graph, {}, {})), QString("not_found: input 'x' (f32[s0,2]) has no data"));
    }

    void missing_weight() {
        Graph graph;
        GraphInput weight;
        weight.kind = InputKind::Parameter;
        weight.target = "fc.weight";
        graph.addInput(std::move(weight), "p_fc_weight", f32({2}));
        QCOMPARE(describe(interpret(graph, {}, {})),
                 QString("not_found: weight 'fc.weight' (f32[2]) has no data: the file came without it"));
    }

    // A derived size is solved for its symbol, or refused when it is not of that form.
    void solves_derived_sizes() {
        Graph graph;
        graph.symbols["s4"] = {};
        const SymInt s4 = SymInt::symbol("s4");
        graph.addInput({}, "x", f32({s4 * 4 + 1}));
        graph.addInput({}, "n", NumberType{NumberType::Kind::Int, s4});
        const auto bound = bindSymbols(graph, std::vector{iota({13}), Datum(std::int64_t{3})});
        VERIFY_OK(bound);
        QCOMPARE(bound->at("s4"), 3);
        Graph alone;
        alone.symbols["s4"] = {};
        alone.addInput({}, "x", f32({s4 * 4}));
        QCOMPARE(bindSymbols(alone, std::vector{iota({12})})->at("s4"), 3);
        QCOMPARE(describe(bindSymbols(alone, std::vector{iota({13})})),
                 QString("shape: expected input 'x' dim 0 = 13 to be of the form 4*s4, where s4 is an integer"));
    }

    void errors_name_the_node() {
        Graph graph;
        const ValueId x = graph.addInput({}, "x", f32({2}));
        const NodeId node = graph.addNode({.name = "odd_1", .op = "my.odd.default", .args = {{"self", x}}, .outputTypes = {f32({2})},
                                           .origin = origin()});
        graph.addOutput({.value = graph.node(node).output()});
        const auto result = interpret(graph, std::vector{iota({2})}, {});
        QVERIFY(!result);
        QCOMPARE(toQ(result.error().describe()), QString("unsupported: operator my.odd.default is not supported: 'my' is an extension that Whittle does not know\n"
                                                         "  while running node 'odd_1' (my.odd.default, net.py:17)"));
        graph.setOp(node, "aten.select.int");
        graph.setArgs(node, {{"self", x}, {"dim", 0}, {"index", 7}});
        QCOMPARE(toQ(interpret(graph, std::vector{iota({2})}, {}).error().describe()),
                 QString("shape: select.2: index 7 is outside dim 0 of f32[2]\n"
                         "  while running node 'odd_1' (aten.select.int, net.py:17)"));
    }

    void absurd_sizes_are_errors() {
        Graph graph;
        const ValueId x = graph.addInput({}, "x", f32({1}));
        OpBuilder build(graph, origin());
        const ValueId big = *build.one("aten.expand.default", {{"self", x}, {"size", Arg::List{std::int64_t{1} << 50}}}, "big");
        graph.addOutput({.value = big});
        QCOMPARE(describe(interpret(graph, std::vector{iota({1})}, {})),
                 QString("limit: the output f32[1125899906842624] needs more memory than this machine has"));
    }
};

WHITTLE_TEST(InterpreterTest)
#include "interpreter_test.moc"

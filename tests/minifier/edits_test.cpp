#include "minifier/edits/edit.h"

#include "engine/base/files.h"
#include "engine/eager/interpreter.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "engine/tensor/compare.h"
#include "minifier/edits/graph_size.h"
#include "tests/minifier/fake.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// a = relu(x), b = a * w, c = -b, d = a + c; outputs d and b; nobody reads `spare`.
Graph diamond() {
    ValueId x;
    Graph graph = emptyGraph({2, 3}, x);
    GraphInput weight{.value = {}, .kind = InputKind::Parameter, .target = "w", .data = Tensor::full(DType::F32, {2, 3}, 2)};
    const ValueId w = graph.addInput(std::move(weight), "w", TensorType{DType::F32, {2, 3}, {}, {}});
    GraphInput spare;
    spare.data = Tensor::of<float>(std::array{1.f, 0.f, 2.5f, -7.f}, {4});
    graph.addInput(std::move(spare), "spare", TensorType{DType::F32, {4}, {}, {}});
    const ValueId a = call(graph, "aten.relu.default", {{"self", x}}, "a");
    const ValueId b = call(graph, "aten.mul.Tensor", {{"self", a}, {"other", w}}, "b");
    const ValueId c = call(graph, "aten.neg.default", {{"self", b}}, "c");
    const ValueId d = call(graph, "aten.add.Tensor", {{"self", a}, {"other", c}}, "d");
    graph.addOutput({.value = d});
    graph.addOutput({.value = b});
    return graph;
}

// a = relu(x); b = a > 0 summed ? tanh(-a) : 2 * a; c = -b.
Graph branching() {
    auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f32[2,3]\n %a = aten.relu.default(%x) : f32[2,3]\n %s = aten.sum.default(%a) : f32[]\n"
                            " %p = aten.gt.Scalar(%s, 0) : bool[]\n %b = higher_order.cond(%p, graph @yes {\n input %a : f32[2,3]\n"
                            " %n = aten.neg.default(%a) : f32[2,3]\n %t = aten.tanh.default(%n) : f32[2,3]\n return %t\n }, graph @no {\n input %a : f32[2,3]\n"
                            " %d = aten.mul.Tensor(%a, 2) : f32[2,3]\n return %d\n }, [%a]) : f32[2,3]\n %c = aten.neg.default(%b) : f32[2,3]\n return %c\n}\n",
                            findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::F32, {2, 3}, 0.25));
    return *std::move(graph);
}

// y = -x for any number of rows.
Graph dynamic() {
    Graph graph;
    graph.symbols["s0"] = SymbolInfo{.min = 2, .max = 100, .hint = 6};
    GraphInput input;
    input.data = Tensor::full(DType::F64, {6, 1}, 1);
    const ValueId x = graph.addInput(std::move(input), "x", TensorType{DType::F64, {SymInt::symbol("s0"), 1}, {}, {}});
    graph.addOutput({.value = call(graph, "aten.neg.default", {{"self", x}}, "y")});
    return graph;
}

// s = sum(x), y = x + 3 * s, c = cat(x, y, x).
Graph calls() {
    auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f32[2,3]\n %s = aten.sum.dim_IntList(%x, [1, 0], true) : f32[1,1]\n"
                            " %y = aten.add.Tensor(%x, %s, alpha=3) : f32[2,3]\n %c = aten.cat.default([%x, %y, %x], 1) : f32[2,9]\n return %c\n}\n",
                            findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::F32, {2, 3}, 0.25));
    return *std::move(graph);
}

// n = kl_div(x, x), m = -y; y is twice as long as x.
Graph derived() {
    auto graph = parseGraph("whittle 1\ngraph @g {\n symbol s0 in [2, 8] hint 3\n input %x : f32[s0,4]\n input %y : f32[2*s0]\n"
                            " %n = aten.kl_div.default(%x, %x) : f32[]\n %m = aten.neg.default(%y) : f32[2*s0]\n return %n, %m\n}\n",
                            findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::F32, {3, 4}, 0.25));
    graph->setInputData(graph->inputs()[1].value, Tensor::full(DType::F32, {6}, 0.25));
    return *std::move(graph);
}

NodeId nodeNamed(const Graph& graph, std::string_view name) {
    return std::ranges::find(graph.nodes(), name, &Node::name)->id;
}

ValueId valueNamed(const Graph& graph, std::string_view name) { return *graph.findValue(name); }

std::string names(const Graph& graph, std::span<const GraphOutput> outputs) {
    std::string text;
    for (const GraphOutput& output : outputs) text += " " + graph.value(*output.value.as<ValueId>()).name;
    return text;
}

// "x w | a b | b": inputs, nodes, outputs by name.
std::string shapeOf(const Graph& graph) {
    std::string text;
    for (const GraphInput& input : graph.inputs()) text += graph.value(input.value).name + " ";
    text += "|";
    for (const Node& node : graph.nodes()) text += " " + node.name;
    return text + " |" + names(graph, graph.outputs());
}

// z = (-y)', where y lies column by column.
Graph columns() {
    auto graph = parseGraph("whittle 1\ngraph @g {\n input %y : f32[2,3]{1,2}\n %n = aten.neg.default(%y) : f32[2,3]\n"
                            " %t = aten.permute.default(%n, [1, 0]) : f32[3,2]\n %z = aten.relu.default(%t) : f32[3,2]\n return %z\n}\n",
                            findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    graph->setInputData(graph->inputs()[0].value, Tensor::of<float>(std::array{1.f, -2.f, 3.f, -4.f, 5.f, -6.f}, {2, 3}));
    return *std::move(graph);
}

}  // namespace

class EditsTest : public QObject {
    Q_OBJECT
private slots:
    void applies_data() {
        QTest::addColumn<QString>("want");
        QTest::addColumn<QString>("text");
        QTest::newRow("cut after c") << "x w spare | a b c | c" << "cut after 'c'";
        QTest::newRow("cut after a") << "x spare | a | a" << "cut after 'a'";
        QTest::newRow("cut after the end") << "x w spare | a b c d | d" << "cut after 'd'";
        QTest::newRow("make b an input") << "x spare b_1 | a c d | d" << "make inputs of %b";
        QTest::newRow("make a and c inputs") << "w spare a_1 c_1 | b d | d b" << "make inputs of %a, %c";
        QTest::newRow("keep b and d") << "w spare a c | b d | d b" << "keep only 'b', 'd'";
        QTest::newRow("keep all but c") << "x w spare c | a b d | d b" << "remove 'c'";
        QTest::newRow("keep a and c") << "x spare b | a c | a c" << "keep only 'a', 'c'";
        QTest::newRow("keep c alone") << "spare b | c | c" << "keep only 'c'";
        QTest::newRow("bypass c") << "x w spare | a b d | d b" << "replace %c by %b";
        QTest::newRow("bypass d by a") << "x w spare | a b | a b" << "replace %d by %a";
        QTest::newRow("bypass a") << "x w spare | b c d | d b" << "replace %a by %x";
        QTest::newRow("drop the spare input") << "x w | a b c d | d b" << "drop inputs %spare";
        QTest::newRow("drop the second output") << "x w spare | a b c d | d" << "keep outputs 0";
        QTest::newRow("drop the first output") << "x w spare | a b | b" << "keep outputs 1";
        QTest::newRow("fill x and w") << "x w spare | a b c d | d b" << "fill %x, %w with zeros";
        QTest::newRow("count up the spare input") << "x w spare | a b c d | d b" << "fill %spare with counted numbers";
        QTest::newRow("make an input of w") << "x w spare | a b c d | d b" << "make plain inputs of %w";
        QTest::newRow("set an element") << "x w spare | a b c d | d b" << "set elements 2 to 2 of %spare to 0";
        QTest::newRow("set all elements but one") << "x w spare | a b c d | d b" << "set all but elements 2 to 2 of %spare to 0";
        QTest::newRow("refuse a layout that is plain") << "verify: edit.51: %x lies row by row already" << "lay out %x row by row";
        QTest::newRow("refuse to fill a result") << "verify: edit.16: %a is not an input that holds a tensor" << "fill %a with zeros";
        QTest::newRow("refuse to fill with no rule")
            << "verify: edit.17: %x is f32[2,3], which cannot be filled with one value" << "fill %x with one value";
        QTest::newRow("refuse a plainer input") << "verify: edit.18: %x is not a weight" << "make plain inputs of %x";
        QTest::newRow("refuse absent elements") << "verify: edit.19: %x has no elements 4 to 8 to set" << "set elements 4 to 8 of %x to 0";
        QTest::newRow("refuse odder data") << "verify: edit.13: the edit makes the graph no smaller" << "set elements 0 to 2 of %x to 0";
        QTest::newRow("refuse a used input") << "verify: edit.9: input %w is still read" << "drop inputs %w";
        QTest::newRow("refuse a later value") << "verify: edit.7: %d is not there before %b" << "replace %b by %d";
        QTest::newRow("refuse another type")
            << "verify: edit.6: %a is f32[2,3], %spare is f32[4]: one cannot stand for the other" << "replace %a by %spare";
        QTest::newRow("refuse an input as input") << "verify: edit.5: %x is an input already" << "make inputs of %x";
        QTest::newRow("refuse an absent output") << "verify: edit.10: there is no output 7, the graph has 2" << "keep outputs 7";
        QTest::newRow("refuse nothing left") << "verify: edit.12: the edit leaves no node" << "keep only ";
        QTest::newRow("refuse no change") << "verify: edit.13: the edit makes the graph no smaller" << "keep outputs 0, 1";
    }
    void applies() {
        QFETCH(QString, want);
        QFETCH(QString, text);
        const Graph graph = diamond();
        const auto capture = Capture::record(graph);
        VERIFY_OK(capture);
        const auto v = [&](const char* name) { return valueNamed(graph, name); };
        const auto n = [&](const char* name) { return nodeNamed(graph, name); };
        const std::vector<Edit> edits{
            CutAfter{n("c")}, CutAfter{n("a")}, CutAfter{n("d")}, MakeInputs{{v("b")}}, MakeInputs{{v("a"), v("c")}},
            KeepNodes{{n("b"), n("d")}}, KeepNodes{{n("a"), n("b"), n("d")}}, KeepNodes{{n("a"), n("c")}}, KeepNodes{{n("c")}},
            ReplaceUses{v("c"), v("b")}, ReplaceUses{v("d"), v("a")}, ReplaceUses{v("a"), v("x")}, DropInputs{{v("spare")}},
            KeepOutputs{{0}}, KeepOutputs{{1}}, DropInputs{{v("w")}}, ReplaceUses{v("b"), v("d")},
            ReplaceUses{v("a"), v("spare")}, MakeInputs{{v("x")}}, KeepOutputs{{7}}, KeepNodes{}, KeepOutputs{{0, 1}},
            FillInputs{{v("x"), v("w")}, Fill::Zeros}, FillInputs{{v("spare")}, Fill::Arange}, WeightsToInputs{{v("w")}},
            SetElements{v("spare"), 2, 3, 0}, SetElements{v("spare"), 2, 3, 0, true}, FillInputs{{v("a")}, Fill::Zeros}, FillInputs{{v("x")}, Fill::Full},
            WeightsToInputs{{v("x")}}, SetElements{v("x"), 4, 9, 0}, SetElements{v("x"), 0, 3, 0}, PlainLayout{{v("x")}}};
        const auto edit = std::ranges::find(edits, text.toStdString(), [&](const Edit& one) { return editText(one, graph); });
        QVERIFY2(edit != edits.end(), "no edit of this text");
        const auto edited = applyEdit(graph, *edit, *capture);
        QCOMPARE(edited ? toQ(shapeOf(*edited)) : describe(edited), want);
        if (!edited) return;
        QVERIFY(graphSize(*edited) < graphSize(graph));
        VERIFY_OK(checkGraph(*edited));
        VERIFY_OK(interpret(*edited, {}, {}));
        for (const Node& node : edited->nodes()) QVERIFY(graph.node(node.id) .name == node.name);
    }

    // A reduction of "eager raises, compiled does not" cuts before the node that raises.
    void a_run_that_ends_early_keeps_the_values_before() {
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : i64[2]\n %y = aten.neg.default(%x) : i64[2]\n"
                                " %z = aten.index_select.default(%y, 0, %x) : i64[2]\n %w = aten.neg.default(%z) : i64[2]\n return %w\n}\n",
                                findSchema);
        VERIFY_OK(graph);
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::I64, {2}, 7));
        const auto capture = Capture::record(*graph);
        VERIFY_OK(capture);
        QVERIFY(capture->endedBy());
        QVERIFY2(toQ(capture->endedBy()->describe()).contains("node 'z'"), capture->endedBy()->describe().c_str());
        VERIFY_OK(applyEdit(*graph, KeepNodes{{nodeNamed(*graph, "z")}}, *capture));
        QCOMPARE(describe(applyEdit(*graph, KeepNodes{{nodeNamed(*graph, "w")}}, *capture)),
                 QString("verify: edit.3: %z held nothing in the original's run, so it cannot become an input"));
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::F32, {2}, 7));
        QCOMPARE(describe(Capture::record(*graph)), QString("shape: expected input 'x' to have dtype i64, got f32"));
    }

    // Cut values hold what the original held, so outputs that stay keep their data.
    void cut_values_hold_the_original_data() {
        const Graph graph = diamond();
        const auto capture = Capture::record(graph);
        VERIFY_OK(capture);
        const auto edited = applyEdit(graph, KeepNodes{{nodeNamed(graph, "d")}}, *capture);
        VERIFY_OK(edited);
        const auto before = interpret(graph, {}, {});
        const auto after = interpret(*edited, {}, {});
        VERIFY_OK(before);
        VERIFY_OK(after);
        QVERIFY(compareTensors(*asTensor(before->outputs[0]), *asTensor(after->outputs[0]), {0, 0}).ok);
    }

    void edits_follow_each_other() {
        const Graph graph = diamond();
        const auto capture = Capture::record(graph);
        VERIFY_OK(capture);
        const auto first = applyEdit(graph, KeepNodes{{nodeNamed(graph, "c"), nodeNamed(graph, "d")}}, *capture);
        VERIFY_OK(first);
        QCOMPARE(toQ(shapeOf(*first)), QString("spare b a | c d | d"));
        const auto second = applyEdit(*first, MakeInputs{{valueNamed(graph, "c")}}, *capture);
        VERIFY_OK(second);
        QCOMPARE(toQ(shapeOf(*second)), QString("spare a c_1 | d | d"));
        QCOMPARE(describe(applyEdit(*second, CutAfter{nodeNamed(graph, "b")}, *capture)),
                 QString("verify: edit.1: node id 1 is not in the graph"));
    }

    void branches_are_inlined_data() {
        QTest::addColumn<QString>("argument");
        QTest::addColumn<QString>("want");
        QTest::newRow("the one taken") << "true_fn" << "x | a n t c | c";
        QTest::newRow("the other") << "false_fn" << "x | a d c | c";
        QTest::newRow("no graph") << "pred" << "verify: edit.14: node 'b' has no graph 'pred'";
        QTest::newRow("no argument") << "body" << "verify: edit.14: node 'b' has no graph 'body'";
    }
    void branches_are_inlined() {
        QFETCH(QString, argument);
        const Graph graph = branching();
        const auto capture = Capture::record(graph);
        VERIFY_OK(capture);
        const InlineBranch edit{nodeNamed(graph, "b"), argument.toStdString()};
        QCOMPARE(toQ(editText(edit, graph)), QString("inline %1 of 'b'").arg(argument));
        const auto edited = applyEdit(graph, edit, *capture);
        QTEST(edited ? toQ(shapeOf(*edited)) : describe(edited), "want");
        if (!edited) return;
        QVERIFY(graphSize(*edited) < graphSize(graph));
        const auto before = interpret(graph, {}, {}), after = interpret(*edited, {}, {});
        VERIFY_OK(before);
        VERIFY_OK(after);
        QCOMPARE(compareTensors(*asTensor(before->outputs[0]), *asTensor(after->outputs[0]), {0, 0}).ok, argument == "true_fn");
    }
    void what_does_not_fit_is_not_inlined() {
        Graph graph = branching();
        const NodeId node = nodeNamed(graph, "b");
        graph.setType(graph.node(node).output(), TensorType{DType::F32, {3, 2}, {}, {}});
        QCOMPARE(describe(applyEdit(graph, InlineBranch{node, "true_fn"}, Capture::of(graph, {}))),
                 QString("verify: edit.15: operands and results of node 'b' do not fit its graph 'true_fn'"));
    }
    // Edits for the nodes around work as ever, graphs inside or not.
    void other_edits_work_around_graphs() {
        const Graph graph = branching();
        const auto capture = Capture::record(graph);
        VERIFY_OK(capture);
        const auto alone = applyEdit(graph, KeepNodes{{nodeNamed(graph, "b")}}, *capture);
        VERIFY_OK(alone);
        QCOMPARE(toQ(shapeOf(*alone)), QString("p a | b | b"));
        VERIFY_OK(interpret(*alone, {}, {}));
        const auto bypassed = applyEdit(graph, ReplaceUses{valueNamed(graph, "b"), valueNamed(graph, "a")}, *capture);
        VERIFY_OK(bypassed);
        QCOMPARE(toQ(shapeOf(*bypassed)), QString("x | a c | c"));
    }

    void inputs_are_filled_data() {
        QTest::addColumn<int>("how");
        QTest::addColumn<quint64>("seed");
        for (const auto& [how, seed] : {std::pair(Fill::Zeros, 0), {Fill::Ones, 0}, {Fill::Arange, 0}, {Fill::Integers, 1}, {Fill::Uniform, 1}, {Fill::Normal, 1}})
            QTest::newRow(std::string(fillName(how)).c_str()) << int(how) << quint64(seed);
    }
    // Where they lay; what is drawn by the seed of their place.
    void inputs_are_filled() {
        QFETCH(int, how);
        QFETCH(quint64, seed);
        Graph graph = diamond();
        const ValueId w = valueNamed(graph, "w");
        std::vector<float> odd;
        for (int i = 0; i < 18; ++i) odd.push_back(static_cast<float>(i * i));
        graph.setInputData(w, Tensor::of<float>(odd, {18}).asStrided({2, 3}, {1, 6}, 0));
        const auto edited = applyEdit(graph, FillInputs{{w}, static_cast<Fill>(how)}, Capture::of(graph, {}));
        VERIFY_OK(edited);
        const Tensor& data = *asTensor(edited->inputOf(w)->data);
        QVERIFY((describeFill(data) == TensorFill{static_cast<Fill>(how), seed}));
        QCOMPARE(data.strides(), (Sizes{1, 6}));
        QVERIFY(edited->inputOf(w)->kind == InputKind::Parameter);
    }
    // One place that stands for many elements cannot hold different ones.
    void expanded_inputs_are_filled() {
        Graph graph = diamond();
        const ValueId w = valueNamed(graph, "w");
        graph.setInputData(w, Tensor::full(DType::F32, {1}, 0.3).asStrided({2, 3}, {0, 0}, 0));
        const auto edited = applyEdit(graph, FillInputs{{w}, Fill::Zeros}, Capture::of(graph, {}));
        VERIFY_OK(edited);
        QVERIFY(asTensor(edited->inputOf(w)->data)->isContiguous());
        QVERIFY(describeFill(*asTensor(edited->inputOf(w)->data)).how == Fill::Zeros);
    }
    void elements_are_set() {
        const Graph graph = diamond();
        const ValueId spare = valueNamed(graph, "spare");
        const auto after = [&](const SetElements& edit) {
            const auto edited = applyEdit(graph, edit, Capture::of(graph, {}));
            return edited ? fillExpression({Fill::Listed}, *asTensor(edited->inputOf(spare)->data)) : edited.error().describe();
        };
        QCOMPARE(after({spare, 1, 3, 0}), std::string("torch.tensor([1.0, 0.0, 0.0, -7.0], dtype=torch.float32)"));
        QCOMPARE(after({spare, 3, 4, 1}), std::string("torch.tensor([1.0, 0.0, 2.5, 1.0], dtype=torch.float32)"));
        QCOMPARE(after({spare, 2, 3, 0, true}), std::string("torch.tensor([0.0, 0.0, 2.5, 0.0], dtype=torch.float32)"));
    }
    void arguments_are_set_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");  // types of s, y, c
        QTest::newRow("default") << "leave out alpha of 'y'" << "f32[1,1] f32[2,3] f32[2,9]";
        QTest::newRow("a type changes") << "leave out keepdim of 's'" << "f32[] f32[2,3] f32[2,9]";
        QTest::newRow("a shorter list, a larger result") << "set dim of 's' to [0]" << "verify: edit.13: the edit makes the graph no smaller";
        QTest::newRow("fewer tensors") << "set tensors of 'c' to [%x, %y]" << "f32[1,1] f32[2,3] f32[2,6]";
        QTest::newRow("a number") << "set dim of 'c' to 0" << "f32[1,1] f32[2,3] f32[6,3]";
        QTest::newRow("no such argument") << "leave out beta of 'y'" << "verify: edit.20: node 'y' has no argument 'beta'";
        QTest::newRow("another value") << "set tensors of 'c' to [%s]" << "verify: edit.21: 'tensors' of node 'c' reads other values";
        QTest::newRow("no simpler") << "set alpha of 'y' to 5" << "verify: edit.13: the edit makes the graph no smaller";
        QTest::newRow("none left") << "set tensors of 'c' to []" << "argument: ";
    }
    void arguments_are_set() {
        QFETCH(QString, text);
        QFETCH(QString, want);
        const Graph graph = calls();
        const auto n = [&](const char* name) { return nodeNamed(graph, name); };
        const ValueId x = valueNamed(graph, "x"), y = valueNamed(graph, "y"), s = valueNamed(graph, "s");
        const std::vector<Edit> edits{SetArgument{n("y"), "alpha", std::nullopt}, SetArgument{n("s"), "keepdim", std::nullopt},
                                      SetArgument{n("s"), "dim", Arg::List{0}}, SetArgument{n("c"), "tensors", Arg::List{x, y}},
                                      SetArgument{n("c"), "dim", Arg(0)}, SetArgument{n("y"), "beta", std::nullopt},
                                      SetArgument{n("c"), "tensors", Arg::List{s}}, SetArgument{n("y"), "alpha", Arg(5)},
                                      SetArgument{n("c"), "tensors", Arg::List{}}};
        const auto edit = std::ranges::find(edits, text.toStdString(), [&](const Edit& one) { return editText(one, graph); });
        QVERIFY2(edit != edits.end(), "no edit of this text");
        const auto edited = applyEdit(graph, *edit, Capture::of(graph, {}));
        QString got = edited ? QString() : describe(edited);
        for (const char* name : {"s", "y", "c"})
            if (edited) got += (got.isEmpty() ? "" : " ") + toQ(typeText(edited->type(valueNamed(*edited, name))));
        QVERIFY2(want.endsWith(' ') ? got.startsWith(want) : got == want, qPrintable(got));
        if (edited) VERIFY_OK(interpret(*edited, {}, {}));
    }
    void inputs_are_merged() {
        const Graph graph = diamond();
        const ValueId x = valueNamed(graph, "x"), w = valueNamed(graph, "w");
        const auto merged = applyEdit(graph, ReplaceUses{w, x}, Capture::of(graph, {}));
        VERIFY_OK(merged);
        QCOMPARE(toQ(shapeOf(*merged)), QString("x spare | a b c d | d b"));
        QCOMPARE(describe(applyEdit(graph, ReplaceUses{x, w}, Capture::of(graph, {}))), QString("verify: edit.7: %w is not there before %x"));
    }
    void weights_become_plain_inputs() {
        const Graph graph = diamond();
        const auto edited = applyEdit(graph, WeightsToInputs{{valueNamed(graph, "w")}}, Capture::of(graph, {}));
        VERIFY_OK(edited);
        const GraphInput* input = edited->inputOf(valueNamed(*edited, "w"));
        QVERIFY(input->kind == InputKind::User && input->target.empty());
    }

    // A symbol that only an expression mentions cannot be learned from inputs: it becomes its captured value.
    void symbols_stay_while_an_input_binds_them() {
        Graph graph;
        graph.symbols["s0"] = SymbolInfo{.min = 2, .max = 100, .hint = 6};
        GraphInput input;
        input.data = Tensor::full(DType::F32, {6, 2}, 1);
        const ValueId x = graph.addInput(std::move(input), "x", TensorType{DType::F32, {SymInt::symbol("s0"), 2}, {}, {}});
        const ValueId rows = call(graph, "aten.sym_size.int", {{"self", x}, {"dim", 0}}, "rows");
        const ValueId twice = call(graph, "_operator.mul", {{"a", rows}, {"b", 2}}, "twice");
        const ValueId flat = call(graph, "aten.view.default", {{"self", x}, {"size", Arg::List{Arg(twice)}}}, "flat");
        const ValueId out = call(graph, "aten.neg.default", {{"self", flat}}, "out");
        graph.addOutput({.value = out});
        const auto capture = Capture::record(graph);
        VERIFY_OK(capture);
        QCOMPARE(*capture->symbol("s0"), 6);

        const auto bound = applyEdit(graph, MakeInputs{{twice}}, *capture);
        VERIFY_OK(bound);
        QVERIFY(bound->symbols.contains("s0"));
        const auto unbound = applyEdit(graph, KeepNodes{{nodeNamed(graph, "out")}}, *capture);
        VERIFY_OK(unbound);
        QVERIFY(unbound->symbols.empty());
        QCOMPARE(toQ(typeText(unbound->type(out))), QString("f32[12]"));
        VERIFY_OK(interpret(*bound, {}, {}));
        VERIFY_OK(interpret(*unbound, {}, {}));
    }

    // A written-back buffer keeps its target while the buffer is there; else the result is an ordinary one.
    void mutations_keep_their_target() {
        ValueId x;
        Graph graph = emptyGraph({3}, x);
        GraphInput buffer{.value = {}, .kind = InputKind::Buffer, .target = "count", .data = Tensor::zeros(DType::F32, {3})};
        const ValueId count = graph.addInput(std::move(buffer), "count", TensorType{DType::F32, {3}, {}, {}});
        const ValueId next = call(graph, "aten.add.Tensor", {{"self", count}, {"other", x}}, "next");
        const ValueId out = call(graph, "aten.neg.default", {{"self", next}}, "out");
        graph.addOutput({.value = next, .kind = OutputKind::BufferMutation, .target = "count"});
        graph.addOutput({.value = out});
        const auto capture = Capture::record(graph);
        VERIFY_OK(capture);
        const auto kept = applyEdit(graph, KeepOutputs{{0}}, *capture);
        VERIFY_OK(kept);
        QCOMPARE(kept->outputs()[0].kind, OutputKind::BufferMutation);
        const auto cut = applyEdit(graph, KeepNodes{{nodeNamed(graph, "out")}}, *capture);
        VERIFY_OK(cut);
        QCOMPARE(cut->outputs().size(), std::size_t{1});
        QCOMPARE(cut->outputs()[0].kind, OutputKind::User);
    }

    // The last part makes what the whole did, of what the parts before it made.
    void a_part_stands_for_the_whole() {
        const Graph graph = derived();
        const auto capture = Capture::record(graph);
        VERIFY_OK(capture);
        const NodeId norm = nodeNamed(graph, "n"), neg = nodeNamed(graph, "m");
        int parts = 0;
        std::optional<Graph> last;
        while (const auto edited = applyEdit(graph, KeepPart{norm, parts}, *capture)) {
            VERIFY_OK(checkGraph(*edited));
            QCOMPARE(edited->nodes().size(), graph.nodes().size());
            QVERIFY(!edited->contains(norm));
            last = *edited;
            ++parts;
        }
        QVERIFY2(parts > 1, std::to_string(parts).c_str());
        const auto before = interpret(graph, {}, {}), after = interpret(*last, {}, {});
        VERIFY_OK(before);
        VERIFY_OK(after);
        for (std::size_t i = 0; i < 2; ++i) QVERIFY(contentHash(*asTensor(before->outputs[i])) == contentHash(*asTensor(after->outputs[i])));
        QCOMPARE(toQ(applyEdit(graph, KeepPart{neg, 0}, *capture).error().describe()), QString("verify: edit.46: node 'm' does not stand for several operators"));
        QVERIFY(toQ(applyEdit(graph, KeepPart{norm, 99}, *capture).error().describe()).startsWith("verify: edit.47: node 'n' is made of "));
    }
    void derived_sizes_become_their_symbol() {
        const Graph graph = derived();
        const auto capture = Capture::record(graph);
        VERIFY_OK(capture);
        const auto edited = applyEdit(graph, SimplifySize{"2*s0", "s0"}, *capture);
        VERIFY_OK(edited);
        QCOMPARE(toQ(typeText(edited->type(*edited->findValue("y")))), QString("f32[s0]"));
        QCOMPARE(toQ(typeText(edited->type(*edited->findValue("m")))), QString("f32[s0]"));
        QCOMPARE(asTensor(edited->inputs()[1].data)->numel(), 3);
        VERIFY_OK(interpret(*edited, {}, {}));
        QCOMPARE(toQ(applyEdit(graph, SimplifySize{"3*s0", "s0"}, *capture).error().describe()), QString("verify: edit.49: no input has the size 3*s0"));
        QCOMPARE(toQ(applyEdit(graph, SimplifySize{"2*s0", "s7"}, *capture).error().describe()), QString("verify: edit.38: there is no symbol s7"));
    }

    // A value that lies column by column stays so where it becomes an input, until that is edited too.
    void layouts_are_kept_until_they_are_made_plain() {
        const Graph graph = columns();
        const auto capture = Capture::record(graph);
        VERIFY_OK(capture);
        const auto cut = applyEdit(graph, MakeInputs{{valueNamed(graph, "t")}}, *capture);
        VERIFY_OK(cut);
        const GraphInput& made = cut->inputs().back();
        QCOMPARE(toQ(typeText(cut->type(made.value))), QString("f32[3,2]{1,3}"));
        QVERIFY(!asTensor(made.data)->isContiguous());
        const auto plain = applyEdit(*cut, PlainLayout{{made.value}}, *capture);
        VERIFY_OK(plain);
        QCOMPARE(toQ(typeText(plain->type(made.value))), QString("f32[3,2]"));
        QVERIFY(asTensor(plain->inputs().back().data)->isContiguous());
        QVERIFY(structuralHash(*plain) != structuralHash(*cut));
        const auto before = interpret(*cut, {}, {}), after = interpret(*plain, {}, {});
        VERIFY_OK(before);
        VERIFY_OK(after);
        QVERIFY(contentHash(*asTensor(before->outputs[0])) == contentHash(*asTensor(after->outputs[0])));
    }

    void every_pass_is_told_apart_and_proposes_smaller_graphs() {
        std::set<std::string> seen;
        for (const auto& pass : allEdits()) {
            QVERIFY(seen.insert(std::string(pass->name())).second);
            QVERIFY(!pass->summary().empty());
            int applied = 0;
            for (const Graph& graph : {diamond(), branching(), dynamic(), calls(), derived(), columns()}) {
                const auto capture = Capture::record(graph);
                VERIFY_OK(capture);
                for (const Edit& edit : pass->propose(graph)) {
                    const auto edited = applyEdit(graph, edit, *capture);
                    if (!edited) continue;
                    ++applied;
                    QVERIFY2(graphSize(*edited) < graphSize(graph), editText(edit, graph).c_str());
                }
            }
            QVERIFY2(applied > 0, std::string(pass->name()).c_str());
        }
    }

    void every_pass_is_documented() {
        std::string table = "| pass | |\n| --- | --- |\n";
        for (const auto& pass : allEdits()) table += fmt::format("| `{}` | {} |\n", pass->name(), pass->summary());
        const auto page = readFile(sourceDir() / "docs/minifier.md");
        VERIFY_OK(page);
        QVERIFY2(page->find("\n\n" + table + "\n") != page->npos, ("docs/minifier.md should have\n" + table).c_str());
    }
};

WHITTLE_TEST(EditsTest)
#include "edits_test.moc"

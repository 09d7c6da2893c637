// Operators that run graphs: type rules with each numbered error, values, both precisions, cancellation, memory.
#include "engine/eager/interpreter.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "tests/support/run_op.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

std::string program(const std::string& inputs, const std::string& node, const std::string& results) {
    return "whittle 1\ngraph @g {\n  symbol s0 in [0, inf]\n" + inputs + "\n  " + node + "\n  return " + results + "\n}\n";
}

const char* const kTrue = "graph @yes { \n input %a : f32[s0]\n %b = aten.mul.Tensor(%a, 2) : f32[s0]\n return %b\n }";
const char* const kFalse = "graph @no { \n input %a : f32[s0]\n %b = aten.neg.default(%a) : f32[s0]\n return %b\n }";

std::string cond(const std::string& pred, const std::string& yes = kTrue, const std::string& no = kFalse) {
    return program("  input %x : f32[s0]\n  input %p : bool[]\n  input %n : i64[2]\n  input %flag : bool",
                   "%y = higher_order.cond(" + pred + ", " + yes + ", " + no + ", [%x]) : f32[s0]", "%y");
}

// Doubles %x and counts %n down while %n > 0.
std::string loop(const std::string& check = "%c = aten.gt.Scalar(%n, 0) : bool[]\n return %c",
                 const std::string& step = "%m = aten.sub.Tensor(%n, 1) : i64[]\n %d = aten.mul.Tensor(%x, 2) : f32[s0]\n return %m, %d") {
    const std::string head = " input %n : i64[]\n input %x : f32[s0]\n ";
    return program("  input %n : i64[]\n  input %x : f32[s0]",
                   "%m, %y = higher_order.while_loop(graph @check {\n" + head + check + "\n }, graph @step {\n" + head + step +
                       "\n }, [%n, %x], []) as loop : i64[], f32[s0]", "%m, %y");
}

std::string map(const std::string& body = "%r = aten.add.Tensor(%a, %w) : f32[2]\n return %r",
                const std::string& xs = "%x", const std::string& type = "f32[s0,2]") {
    return program("  input %x : f32[s0,2]\n  input %w : f32[2]",
                   "%y = higher_order.map_impl(graph @body {\n input %a : f32[2]\n input %w : f32[2]\n " + body + "\n }, [" + xs +
                       "], [%w]) : " + type, "%y");
}

// carry' = carry + x, out = carry * x; `tail` are the arguments after xs.
std::string scan(const std::string& tail = "",
                 const std::string& body = "%s = aten.add.Tensor(%c, %a) : f32[]\n %o = aten.mul.Tensor(%c, %a) : f32[]\n return %s, %o") {
    return program("  input %c : f32[]\n  input %x : f32[s0]",
                   "%s, %o = higher_order.scan(graph @combine {\n input %c : f32[]\n input %a : f32[]\n " + body + "\n }, [%c], [%x]" + tail +
                       ") : f32[], f32[s0]", "%s, %o");
}

std::string wrap(const std::string& op, const std::string& args) {
    return program("  input %x : f32[s0]", "%y = higher_order." + op + "(" + args + ", " + kTrue + ", [%x]) : f32[s0]", "%y");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos) qFatal("no '%s' in the text", from.c_str());
    return text.replace(at, from.size(), to);
}

Datum floats(std::vector<float> values, Sizes sizes) { return Tensor::of<float>(std::span(values), std::move(sizes)); }
Datum longs(std::vector<std::int64_t> values, Sizes sizes) { return Tensor::of<std::int64_t>(std::span(values), std::move(sizes)); }
Datum truth(bool value) { return Tensor::scalar(DType::Bool, value); }

QString valuesText(const Result<InterpretResult>& result) {
    if (!result) return describe(result);
    QString out;
    for (const Datum& datum : result->outputs) {
        if (!out.isEmpty()) out += "; ";
        const Tensor* tensor = asTensor(datum);
        out += toQ(describe(datum));
        for (Index i = 0; tensor && i < tensor->numel(); ++i) out += QString(" %1").arg(tensor->flat(i));
    }
    return out;
}

}  // namespace

class HigherOrderTest : public QObject {
    Q_OBJECT
private slots:
    void type_rules_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const std::string& text, const char* want) { QTest::newRow(name) << toQ(text) << want; };
        row("cond", cond("%p"), "ok");
        row("cond on a number", cond("%flag"), "ok");
        row("cond on a literal", cond("true"), "ok");
        row("cond.1", cond("%p", replaced(kTrue, "%b = ", "input %z : f32[2]\n %b = ")),
            "argument: cond.1: the graph 'yes' takes 2 inputs, 1 operands are given");
        row("cond.2", cond("%p", "graph @yes {\n input %a : i64[s0]\n return %a\n }"),
            "type: cond.2: operand 0 is f32[s0], input %a of the graph 'yes' is i64[s0]");
        row("cond.3 count", cond("%p", replaced(kTrue, "return %b", "return %b, %b")),
            "type: cond.3: the results of the two branches are 2 and 1");
        row("cond.3 kind", cond("%p", "graph @yes {\n input %a : f32[s0]\n %b = aten.gt.Scalar(%a, 0) : bool[s0]\n return %b\n }"),
            "type: cond.3: the results of the two branches differ: number 0 is bool[s0] and f32[s0]");
        row("cond.4", cond("%n"), "type: cond.4: 'pred' must be a bool or a tensor with one element, it is i64[2]");
        row("inside", cond("%p", replaced(kTrue, "f32[s0]\n return", "i64[s0]\n return")),
            "type: cond.3: the results of the two branches differ: number 0 is i64[s0] and f32[s0]");
        row("inside, unseen from outside", cond("%p", "graph @yes {\n input %a : f32[s0]\n %b = aten.neg.default(%a) : i64[s0]\n return %a\n }"),
            "verify: verify.9: output %b is recorded as i64[s0], its operator gives f32[s0]");
        row("operator inside", cond("%p", "graph @yes {\n input %a : f32[s0]\n %b = my.op(%a) : f32[s0]\n return %b\n }"),
            "unsupported: operator my.op is not supported: 'my' is an extension that Whittle does not know");
        row("not a graph", replaced(cond("%p"), kFalse, "3"),
            "argument: argument 'false_fn' of higher_order.cond is of the wrong kind; its schema is cond(Any pred, Graph true_fn, Graph "
            "false_fn, Any() operands) -> Any[]");
        row("loop", loop(), "ok");
        row("loop.1", replaced(loop(), "[%n, %x]", "[%n]"), "argument: while_loop.1: the graph 'check' takes 2 inputs, 1 operands are given");
        row("loop.3", loop("%c = aten.gt.Scalar(%n, 0) : bool[]\n return %c", "return %x, %x"),
            "type: while_loop.3: the loop's carried values before and after a step differ: number 0 is i64[] and f32[s0]");
        row("loop.4", loop("return %n, %n"), "type: while_loop.4: the condition's graph 'check' gives 2 results, one is needed");
        row("loop.4 sizes", loop("%c = aten.full.default([2], true, dtype=bool) : bool[2]\n return %c"),
            "type: while_loop.4: the condition's result must be a bool or a tensor with one element, it is bool[2]");
        row("loop that may have one element", loop("return %x"), "ok");
        row("loop.5", replaced(loop(), "[%n, %x], []", "[%n, %x], [], \"[0]\""),
            "unsupported: while_loop.5: the body writes to its inputs [0] in place, which is not supported");
        row("map", map(), "ok");
        row("map.4", map("%r = aten.add.Tensor(%a, %w) : f32[2]\n return %r", ""), "argument: map_impl.4: 'xs' is empty, so nothing tells the number of steps");
        row("map.4 kind", map("%r = aten.add.Tensor(%a, %w) : f32[2]\n return %r", "3"),
            "shape: map_impl.4: element 0 of 'xs' is int(3), a tensor with dim 0 is needed");
        row("map.6", map("return 3", "%x", "int(3)"), "type: map_impl.6: a step's result is int(3), only tensors can be stacked");
        row("scan", scan(), "ok");
        row("scan.3", scan("", ""), "type: scan.3: the graph 'combine' gives 0 results, the 1 carried values come first among them");
        row("scan.4", scan(", 1"), "shape: scan.4: element 0 of 'xs' is f32[s0], a tensor with dim 1 is needed");
        row("gradients off", wrap("wrap_with_set_grad_enabled", "false"), "ok");
        row("autocast off", wrap("wrap_with_autocast", "\"cpu\", bf16, false, none"), "ok");
        row("autocast.3", wrap("wrap_with_autocast", "\"cpu\", bf16, true, none"),
            "unsupported: wrap_with_autocast.3: autocast is switched on for the graph 'yes', and its casts are not modelled; export the model "
            "with the casts written out");
    }
    void type_rules() {
        QFETCH(QString, text);
        QFETCH(QString, want);
        const Result<Graph> graph = parseGraph(text.toStdString(), findSchema);
        VERIFY_OK(graph);
        QCOMPARE(describe(checkGraph(*graph)), want);
    }

    void sizes_come_from_the_operands() {
        const Result<Graph> graph = parseGraph(cond("%p"), findSchema);
        VERIFY_OK(graph);
        const auto types = [](ValueId id) -> const Type& {
            static const Type kTypes[] = {TensorType{DType::F32, {7}, {}, {}}, TensorType{DType::Bool, {}, {}, {}}};
            return kTypes[static_cast<std::size_t>(id.index())];
        };
        const OpDef& op = *findOp("higher_order.cond");
        QCOMPARE(toQ(typesText(inferTypes(op, graph->nodes()[0].args, types))), QString("f32[7]"));
        QCOMPARE(toQ(typesText(inferTypes(op, graph->nodes()[0].args, types, Precision::Float64))), QString("f64[7]"));
    }

    void values_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<std::vector<Datum>>("inputs");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const std::string& text, std::vector<Datum> inputs, const char* want) {
            QTest::newRow(name) << toQ(text) << inputs << want;
        };
        const Datum two = floats({1, 2}, {2}), n = longs({0, 0}, {2});
        row("true", cond("%p"), {two, truth(true), n, false}, "f32[2] 2 4");
        row("false", cond("%p"), {two, truth(false), n, false}, "f32[2] -1 -2");
        row("a number", cond("%flag"), {two, truth(false), n, true}, "f32[2] 2 4");
        row("a literal", cond("false"), {two, truth(true), n, true}, "f32[2] -1 -2");
        row("loop", loop(), {longs({3}, {}), two}, "i64[] 0; f32[2] 8 16");
        row("loop of no step", loop(), {longs({-1}, {}), two}, "i64[] -1; f32[2] 1 2");
        row("map", map(), {floats({1, 2, 3, 4}, {2, 2}), floats({10, 20}, {2})}, "f32[2,2] 11 22 13 24");
        row("map over nothing", map(), {floats({}, {0, 2}), floats({10, 20}, {2})}, "f32[0,2]");
        row("scan", scan(), {floats({1}, {}), floats({2, 3, 4}, {3})}, "f32[] 10; f32[3] 2 9 24");
        row("scan backwards", scan(", 0, true"), {floats({1}, {}), floats({2, 3, 4}, {3})}, "f32[] 10; f32[3] 16 15 4");
        row("scan over nothing", scan(", 0, true, []"), {floats({1}, {}), floats({}, {0})}, "f32[] 1; f32[0]");
        row("gradients off", wrap("wrap_with_set_grad_enabled", "false"), {two}, "f32[2] 2 4");
        row("autocast off", wrap("wrap_with_autocast", "\"cpu\", none, false, none"), {two}, "f32[2] 2 4");
    }
    void values() {
        QFETCH(QString, text);
        QFETCH(std::vector<Datum>, inputs);
        QFETCH(QString, want);
        const Result<Graph> graph = parseGraph(text.toStdString(), findSchema);
        VERIFY_OK(graph);
        VERIFY_OK(checkGraph(*graph));
        QCOMPARE(valuesText(interpret(*graph, inputs, {})), want);
        InterpretOptions wide;
        wide.precision = Precision::Float64;
        QCOMPARE(valuesText(interpret(*graph, inputs, wide)), QString(want).replace("f32", "f64"));
    }

    // What f32 loses inside a graph, f64 keeps.
    void the_reference_is_wide_inside_too() {
        const Result<Graph> graph = parseGraph(cond("true", replaced(kTrue, "aten.mul.Tensor(%a, 2)", "aten.add.Tensor(%a, 1e-9)")), findSchema);
        VERIFY_OK(graph);
        const std::vector<Datum> inputs{floats({1}, {1}), truth(true), longs({0, 0}, {2}), true};
        InterpretOptions wide;
        wide.precision = Precision::Float64;
        const auto narrow = interpret(*graph, inputs, {}), exact = interpret(*graph, inputs, wide);
        VERIFY_OK(narrow);
        VERIFY_OK(exact);
        QCOMPARE(asTensor(narrow->outputs[0])->flat(0), 1.0);
        QCOMPARE(asTensor(exact->outputs[0])->flat(0), 1.0 + 1e-9);
    }

    void results_that_do_not_stack_are_an_error() {
        const Result<Graph> graph = parseGraph(map("%r = aten.nonzero.default(%a) : i64[u0,1]\n return %r", "%x", "i64[s0,u0,1]"), findSchema);
        VERIFY_OK(graph);
        QCOMPARE(valuesText(interpret(*graph, std::vector<Datum>{floats({1, 2, 0, 4}, {2, 2}), floats({0, 0}, {2})}, {})),
                 QString("shape: map_impl.7: result 0 is i64[1,1] in step 1, another step gave other sizes"));
    }

    void different_numbers_of_slices_are_an_error() {
        const QString text = toQ(map()).replace("input %w : f32[2]\n  %y", "input %w : f32[2]\n  input %x2 : f32[3,2]\n  %y").replace("[%x]", "[%x, %x2]").replace(
            "input %a : f32[2]", "input %a : f32[2]\n input %a2 : f32[2]");
        const Result<Graph> graph = parseGraph(text.toStdString(), findSchema);
        VERIFY_OK(graph);
        VERIFY_OK(checkGraph(*graph));  // s0 may be 3
        QCOMPARE(valuesText(interpret(*graph, std::vector<Datum>{floats({1, 2, 0, 4}, {2, 2}), floats({0, 0}, {2}), floats({1, 2, 3, 4, 5, 6}, {3, 2})}, {})),
                 QString("shape: map_impl.5: element 1 of 'xs' has 3 slices, the first has 2"));
    }

    void an_endless_loop_can_be_stopped_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("that computes") << toQ(replaced(loop(), "aten.gt.Scalar(%n, 0)", "aten.gt.Scalar(%n, -9000000000000000000)"));
        QTest::newRow("that does nothing") << toQ(loop("return true", "return %n, %x"));
    }
    void an_endless_loop_can_be_stopped() {
        QFETCH(QString, text);
        const Result<Graph> graph = parseGraph(text.toStdString(), findSchema);
        VERIFY_OK(graph);
        VERIFY_OK(checkGraph(*graph));
        // The node alone asks nobody before it begins, so the loop itself has to notice.
        const std::vector<Datum> data{longs({1}, {}), floats({1, 2}, {2})};
        const std::vector<Type> types{typeOf(data[0]), typeOf(data[1])};
        const auto at = [](ValueId id) { return static_cast<std::size_t>(id.index()); };
        CancelSource source;
        source.cancel();
        KernelContext context;
        context.cancel = source.token();
        const auto result = runNode(graph->nodes()[0], [&](ValueId id) -> const Type& { return types[at(id)]; },
                                    [&](ValueId id) -> const Datum& { return data[at(id)]; }, context);
        QCOMPARE(describe(result), QString("cancelled: stopped on request"));
    }

    void memory_is_checked_inside() {
        const Result<Graph> graph = parseGraph(
            cond("true", "graph @yes {\n input %a : f32[s0]\n %b = aten.full.default([1000000000000000], 1.0) : f32[1000000000000000]\n return %a\n }"), findSchema);
        VERIFY_OK(graph);
        const auto result = interpret(*graph, std::vector<Datum>{floats({1}, {1}), truth(true), longs({0, 0}, {2}), true}, {});
        QCOMPARE(describe(result), QString("limit: the output f32[1000000000000000] needs more memory than this machine has"));
        const std::string whole = result.error().describe();
        for (const char* part : {"node 'b' (aten.full.default)", "in sub-graph 'yes'", "node 'y' (higher_order.cond)"})
            QVERIFY2(whole.find(part) != std::string::npos, whole.c_str());
    }

    void only_the_interpreter_runs_graphs() {
        const Result<Graph> graph = parseGraph(cond("true"), findSchema);
        VERIFY_OK(graph);
        std::vector<NamedArg> args = graph->nodes()[0].args;
        args[3].value = Arg::List{tensorArg(0)};
        QCOMPARE(describe(runOp("higher_order.cond", args, {floats({1}, {1})})),
                 QString("unsupported: higher_order.cond runs the graph 'yes', which only the interpreter can"));
    }
};

WHITTLE_TEST(HigherOrderTest)
#include "higher_order_test.moc"

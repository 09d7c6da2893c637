#include "engine/formats/fx_import.h"

#include "engine/base/files.h"
#include "engine/formats/export_py.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

#define WHERE \
    "Open what print_readable() prints, or the fx_graph_readable.py of the same folder; or give the tensors with --inputs of " \
    "`whittle`: a safetensors file with in.0, in.1, ... and the weights by name, as `whittle export MODEL.pt2 --to safetensors` writes"

// The first forward of the text, with the types that its annotations give.
Result<Graph> import(const std::string& raw) {
    const std::string text = fx::stripColours(raw);
    WHITTLE_TRY(const fx::Tokens tokens, fx::tokenise(text));
    WHITTLE_TRY(const fx::Script script, fx::parseScript(tokens));
    const fx::Class* module = script.classes.empty() ? nullptr : &script.classes.front();
    const auto& functions = module ? module->functions : script.functions;
    for (const fx::Function& function : functions)
        if (function.name == "forward") {
            WHITTLE_TRY(const std::optional<fx::Signature> signature, fx::readSignature(text));
            WHITTLE_TRY(fx::Imported imported, fx::importForward({.forward = function, .module = module, .tokens = tokens,
                                                                  .signature = signature ? &*signature : nullptr}));
            return std::move(imported.graph);
        }
    return fail(Code::Format, "no forward");
}

std::string body(const std::string& lines) {
    return "def forward(self, x: \"f32[2, s0]\", n: \"Sym(s0)\"):\n" + lines + "\n    return (x,)\n";
}

}  // namespace

class FxImportTest : public QObject {
    Q_OBJECT
private slots:
    void errors_say_where_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const std::string& text, const char* want) {
            QTest::newRow(name) << toQ(text) << QString(want);
        };
        row("undefined name", body("    y: \"f32[2]\" = torch.ops.my.op.default(z)"), "format: 2:43: 'z' is not defined here");
        row("unclosed bracket", body("    y = torch.ops.my.op.default(x"), "format: 3:5: expected ',' or ')', found 'return'");
        row("unclosed string", body("    y = torch.ops.my.op.default('x)"), "format: 2:33: the string is not closed");
        row("missing comma", body("    y = torch.ops.my.op.default(x n)"), "format: 2:35: expected ',' or ')', found 'n'");
        row("complex number", body("    y = torch.ops.my.op.default(1j)"), "format: 2:33: '1j' is a complex number, which is not supported as an argument");
        row("a number and letters", body("    y = torch.ops.my.op.default(1ja)"), "format: 2:33: '1ja' is not a number this reader knows");
        row("integer too large", body("    y = torch.ops.my.op.default(99999999999999999999)"),
            "limit: 2:33: 99999999999999999999 does not fit a 64-bit integer");
        row("statement", body("    import os"), "format: 2:5: 'import' cannot stand in a graph");
        row("call_method", body("    y = x.view(2, 3)"),
            "unsupported: 2:9: the call of method 'x.view' belongs to a graph above the ATen level, which has to be lowered first; "
            "capture it with torch.export or aot_autograd");
        row("call_module", body("    y = self.fc1(x)"),
            "unsupported: 2:9: the call of module 'self.fc1' belongs to a graph above the ATen level, which has to be lowered first; "
            "capture it with torch.export or aot_autograd");
        row("torch function", body("    y = torch.relu(x)"),
            "unsupported: 2:9: the call of function 'torch.relu' belongs to a graph above the ATen level, which has to be lowered "
            "first; capture it with torch.export or aot_autograd");
        row("operator on a tensor", body("    y = x + 1"),
            "unsupported: 2:9: '+' on tensors belongs to a graph above the ATen level, which has to be lowered first; capture it "
            "with torch.export or aot_autograd");
        row("in place", body("    x += 1"),
            "unsupported: 2:5: 'x += ...' changes its operand in place in a graph above the ATen level; capture the graph with "
            "torch.export or aot_autograd");
        row("item assignment", body("    x[0] = 1"),
            "unsupported: 2:5: item assignment 'x[0] = ...' is not supported; functionalise the graph first");
        row("indexing a tensor", body("    y = x[0]"),
            "unsupported: 2:9: indexing the tensor 'x' with [...] belongs to a graph above the ATen level; capture it with "
            "torch.export or aot_autograd");
        row("higher order", body("    y = torch.ops.higher_order.cond(x)"),
            "argument: 2:9: higher_order.cond needs argument 'true_fn'; its schema is cond(Any pred, Graph true_fn, Graph false_fn, Any() "
            "operands) -> Any[]");
        row("unknown higher order", body("    y = torch.ops.higher_order.strange(x)"),
            "unsupported: 2:9: operator higher_order.strange is not supported, and no annotation of 'y' says its type");
        row("too many operands", body("    y = torch.ops.higher_order.cond(x, x, x, x, x)"),
            "argument: 2:9: cond takes 4 arguments, 5 are given");
        row("unknown operator without a type", body("    y = torch.ops.my.op.default(x)"),
            "unsupported: 2:9: operator my.op.default is not supported, and no annotation of 'y' says its type");
        row("too many arguments", body("    y = torch.ops.aten.sym_size.int(x, 0, 1)"),
            "argument: 2:43: aten.sym_size.int takes at most 2 positional arguments");
        row("unknown argument", body("    y = torch.ops.aten.sym_size.int(x, axis = 0)"),
            "argument: 2:47: aten.sym_size.int has no argument 'axis'");
        row("argument twice", body("    y = torch.ops.aten.sym_size.int(x, 0, dim = 0)"), "argument: 2:49: argument 'dim' is given twice");
        row("type rule", body("    y = torch.ops.aten.sym_size.int(x, 5)"),
            "shape: 2:9: dim 5 is outside rank 2: it must be from -2 to 1");
        row("dtype", body("    y: \"c32[2]\" = torch.ops.my.op.default(x)"), "unsupported: 2:8: dtype 'c32' of the annotation is not supported");
        row("dtype argument", body("    y: \"f32[2]\" = torch.ops.my.op.default(x, torch.complex32)"),
            "unsupported: 2:46: 'torch.complex32' is not a dtype that is supported");
        row("attribute", body("    y = self.fc1.weight"),
            "type: 2:9: attribute 'self.fc1.weight' has no type: no annotation says it and __init__ does not register it. " WHERE);
        row("a graph that is not there", body("    g = self.g\n    y = torch.ops.higher_order.cond(x, g, g, [x])"),
            "unsupported: 2:9: the graph 'self.g' is not in this text; open what print_readable() prints, which has the graphs inside "
            "operators too");
        row("input without a type", "def forward(self, x):\n    return x\n",
            "type: 1:19: input 'x' has no type: it has no annotation such as \"f32[2, 3]\", and the file has no load_args. " WHERE);
        row("no return", "def forward(self):\n    pass\n", "format: 1:1: forward ends without a return");
        row("starred", "def forward(self, *args):\n    return 1\n", "unsupported: 1:19: a graph with starred inputs is not supported");
        row("brackets too deep", body("    y = torch.ops.my.op.default(" + std::string(300, '[') + "x"),
            "limit: 2:232: brackets nested deeper than 200");
        row("minus signs too deep", body("    y = torch.ops.my.op.default(" + std::string(300, '-') + "x)"),
            "limit: 2:233: expression deeper than 200 levels");
        row("sum too long", body("    y = n" + [] { std::string s; for (int i = 0; i < 300; ++i) s += " + n"; return s; }()),
            "limit: 2:9: expression deeper than 200 levels");
        row("long name", "def forward(self, " + std::string(1001, 'x') + "):\n    return 1\n", "limit: 1:19: a name of more than 1000 characters");
    }
    void errors_say_where() {
        QFETCH(QString, text);
        QTEST(describe(import(text.toStdString())), "want");
    }

    // Every real file whose graph is plain ATen: reading, printing and reading again changes nothing.
    void real_files_round_trip_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("inputs");
        QTest::newRow("mutation") << "torch26.bn_train_mutation.readable.txt" << 8 << 15;
        QTest::newRow("symbols") << "torch26.symbolic_exprs.readable.txt" << 22 << 2;
        QTest::newRow("program") << "torch26.symbolic_exprs.program.txt" << 22 << 2;
        QTest::newRow("core") << "torch26.bn_train_mutation.core.readable.txt" << 9 << 15;
        QTest::newRow("aot forward") << "torch26.mlp.fw.fx_graph_readable.py" << 12 << 7;
        QTest::newRow("aot 2.14") << "torch214.mlp.fx_graph_readable.py" << 7 << 7;
        QTest::newRow("dynamic 2.14") << "torch214.gpt_dyn.fx_graph_readable.py" << 64 << 31;
        QTest::newRow("dynamic") << "torch26.gpt_tiny_dynseq.core.readable.txt" << 163 << 29;
        QTest::newRow("cond") << "torch26.cond_branch.readable.txt" << 4 << 5;
        QTest::newRow("cond, core") << "torch26.cond_branch.core.readable.txt" << 4 << 5;
        QTest::newRow("cond 2.14") << "torch214.cond_branch.readable.txt" << 4 << 5;
        QTest::newRow("flex attention") << "torch26.flex_attention.readable.txt" << 1 << 12;
        QTest::newRow("lifted parameters") << "torch211.compile_debug.fx_graph_readable.py" << 19 << 7;
        QTest::newRow("routing") << "torch26.moe.fw.fx_graph_readable.py" << 53 << 4;
    }
    void real_files_round_trip() {
        QFETCH(QString, file);
        const auto text = readFile(golden("formats/fx/" + file.toStdString()));
        VERIFY_OK(text);
        const auto graph = import(*text);
        VERIFY_OK(graph);
        QTEST(static_cast<int>(graph->nodes().size()), "nodes");
        QTEST(static_cast<int>(graph->inputs().size()), "inputs");
        const std::string printed = printFx(*graph);
        const auto again = import(printed);
        VERIFY_OK(again);
        QCOMPARE(toQ(printFx(*again)), toQ(printed));
    }

    void real_files_out_of_scope_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("want");
        QTest::newRow("code without types") << "torch26.symbolic_exprs.code.txt"
            << "type: 4:19: input 'x' has no type: it has no annotation such as \"f32[2, 3]\", and the file has no load_args. " WHERE;
    }
    void real_files_out_of_scope() {
        QFETCH(QString, file);
        const auto text = readFile(golden("formats/fx/" + file.toStdString()));
        VERIFY_OK(text);
        QTEST(describe(import(*text)), "want");
    }

    void nested_classes_are_graphs_data() {
        QTest::addColumn<QString>("inner");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const char* inner, const char* want) { QTest::newRow(name) << inner << want; };
        row("good", "        def forward(self, a: \"f32[2]\"):\n            return (a,)\n", "ok");
        row("no forward", "        pass\n", "format: 7:5: class 'body' has no forward");
        row("a weight", "        def forward(self, a: \"f32[2]\"):\n            w = self.w\n            return (a,)\n",
            "unsupported: 9:17: 'self.w' in a graph inside another is neither a graph nor an operand; weights have to be passed as operands");
        row("a name of the outside", "        def forward(self, a: \"f32[2]\"):\n            return (x,)\n", "format: 9:21: 'x' is not defined here");
        row("in place", "        def forward(self, a: \"f32[2]\"):\n            r: \"f32[2]\" = torch.ops.aten.relu_.default(a)\n            return (r,)\n",
            "unsupported: 4:16: the graph 'body' inside an operator writes in place to its input 'a', which is not supported; run "
            "run_decompositions() on the exported program first");
    }
    void nested_classes_are_graphs() {
        QFETCH(QString, inner);
        const auto graph = import("class G(torch.nn.Module):\n"
                                  "    def forward(self, x: \"f32[2]\"):\n"
                                  "        # File: /net.py:3 in forward, code: g()\n"
                                  "        body = self.body\n"
                                  "        w: \"f32[2]\" = torch.ops.higher_order.strange(x, body, self.body)\n"
                                  "        return (w,)\n"
                                  "    class body(torch.nn.Module):\n" + inner.toStdString());
        QTEST(describe(graph), "want");
        if (!graph) return;
        const Node& node = graph->nodes()[0];
        QCOMPARE(node.args[1].value.as<GraphRef>()->get(), node.args[2].value.as<GraphRef>()->get());  // one class, one graph
        QCOMPARE(toQ((*node.args[1].value.as<GraphRef>())->name), QString("body"));
    }

    void origins_come_from_comments() {
        const auto graph = import("def forward(self, x: \"f32[2]\"):\n"
                                  "     # File: /a b/net.py:17 in forward, code: y = f(x), code: z\n"
                                  "    y: \"f32[2]\" = torch.ops.my.op.default(x)\n"
                                  "    # No stacktrace found for following nodes\n"
                                  "    z: \"f32[2]\" = torch.ops.my.op.default(y)\n"
                                  "    return z\n");
        VERIFY_OK(graph);
        const Origin& first = *graph->nodes()[0].origin;
        QCOMPARE(toQ(first.file), QString("/a b/net.py"));
        QCOMPARE(first.line, 17);
        QCOMPARE(toQ(first.function), QString("forward"));
        QCOMPARE(toQ(first.code), QString("y = f(x), code: z"));
        QCOMPARE(toQ(first.name), QString("y"));
        QCOMPARE(toQ(graph->nodes()[1].origin->file), QString());
    }

    void results_are_named_by_their_getitem() {
        const auto graph = import("def forward(self, x: \"f32[2]\"):\n"
                                  "    pair = torch.ops.my.pair.default(x)\n"
                                  "    getitem_1: \"i64[2]\" = pair[1];  pair = None\n"
                                  "    return (getitem_1, None, 3)\n");
        VERIFY_OK(graph);
        QCOMPARE(graph->nodes()[0].outputs.size(), std::size_t(2));
        QCOMPARE(toQ(graph->value(graph->nodes()[0].outputs[1]).name), QString("getitem_1"));
        QCOMPARE(graph->outputs().size(), std::size_t(3));
        QVERIFY(graph->outputs()[1].value.isNone());
        QCOMPARE(*graph->outputs()[2].value.as<std::int64_t>(), 3);
    }

    // What Dynamo captured, before anything is lowered: nodes that load under the names of their calls.
    void calls_above_aten_load_where_their_type_is_said() {
        const auto graph = import("def forward(self, L_x_: \"f32[2, 3]\"):\n"
                                  "    l_x_ = L_x_\n"
                                  "    relu: \"f32[2, 3]\" = torch.relu(l_x_)\n"
                                  "    add: \"f32[2, 3]\" = relu + 1\n"
                                  "    neg: \"f32[2, 3]\" = -add;  add = None\n"
                                  "    sum_1: \"f32[2]\" = neg.sum(1, keepdim = False)\n"
                                  "    row: \"f32[3]\" = relu[(0, slice(None, None, None))]\n"
                                  "    max_1 = torch.max(neg, dim = 1)\n"
                                  "    values: \"f32[2]\" = max_1[0];  max_1 = None\n"
                                  "    t: \"f32[3, 2]\" = relu.T\n"
                                  "    lin: \"f32[2, 4]\" = self.lin(relu)\n"
                                  "    _set = torch._C._set_grad_enabled(False);  _set = None\n"
                                  "    return (sum_1, row, values, t, lin)\n");
        VERIFY_OK(graph);
        QStringList ops;
        for (const Node& node : graph->nodes()) ops.append(toQ(node.op));
        QCOMPARE(ops, QStringList({"torch.relu", "torch.Tensor.__add__", "torch.Tensor.__neg__", "torch.Tensor.sum", "torch.Tensor.__getitem__", "torch.max",
                                   "torch.Tensor.T", "torch.call_module", "torch._C._set_grad_enabled"}));
        QCOMPARE(toQ(typeText(graph->type(graph->nodes()[3].outputs[0]))), QString("f32[2]"));
        QCOMPARE(toQ(graph->nodes()[3].args[2].name), QString("keepdim"));
        // The text that we print of it reads back to the same calls.
        const auto again = import(printFx(*graph));
        VERIFY_OK(again);
        QCOMPARE(again->nodes().size(), graph->nodes().size());
        for (std::size_t i = 0; i < again->nodes().size(); ++i) QCOMPARE(toQ(again->nodes()[i].op), ops[qsizetype(i)]);
    }

    // A graph that DDP split: its parts' results say the types.
    void modules_of_the_text_are_called() {
        const auto graph = import("class GraphModule(torch.nn.Module):\n"
                                  "    def forward(self, x: \"f32[2]\"):\n"
                                  "        submod_0 = self.submod_0(x)\n"
                                  "        submod_1 = self.submod_0(submod_0);  submod_0 = None\n"
                                  "        return (submod_1,)\n"
                                  "    class submod_0(torch.nn.Module):\n"
                                  "        def forward(self, y: \"f32[2]\"):\n"
                                  "            sin: \"f32[2]\" = torch.sin(y)\n"
                                  "            return sin\n");
        VERIFY_OK(graph);
        QCOMPARE(graph->nodes().size(), std::size_t(2));
        QCOMPARE(toQ(graph->nodes()[0].op), QString("torch.call_module"));
        QCOMPARE(toQ(typeText(graph->type(graph->nodes()[1].outputs[0]))), QString("f32[2]"));
    }

    void a_joint_graph_names_its_inputs_in_the_body() {
        const auto graph = import("def forward(self, primals, tangents):\n"
                                  "    primals_1: \"f32[2]\"; tangents_1: \"f32[2]\"; \n"
                                  "    primals_1, tangents_1, = fx_pytree.tree_flatten_spec([primals, tangents], self._in_spec)\n"
                                  "    mul: \"f32[2]\" = torch.ops.aten.mul.Tensor(primals_1, tangents_1)\n"
                                  "    return pytree.tree_unflatten([mul, None], self._out_spec)\n");
        VERIFY_OK(graph);
        QCOMPARE(graph->inputs().size(), std::size_t(2));
        QCOMPARE(toQ(graph->value(graph->inputs()[1].value).name), QString("tangents_1"));
    }

    // Compiled autograd passes a list; what is taken out of it are the inputs.
    void elements_of_a_list_become_inputs() {
        for (const char* head : {"def forward(self, inputs, sizes, hooks):\n", "def forward(self, inputs : list):\n"}) {
            const auto graph = import(std::string(head) +
                                      "    a: \"f32[2]\" = inputs[0]\n"
                                      "    b: \"f32[2]\" = inputs[3];  inputs = None\n"
                                      "    mul: \"f32[2]\" = torch.ops.aten.mul.Tensor(a, b)\n"
                                      "    return [mul]\n");
            VERIFY_OK(graph);
            QCOMPARE(graph->inputs().size(), std::size_t(2));
            QCOMPARE(toQ(graph->value(graph->inputs()[1].value).name), QString("b"));
        }
        QCOMPARE(describe(import("def forward(self, inputs : list):\n    a = inputs[0]\n    return [a]\n")),
                 QString("type: 2:9: 'inputs[0]' has no type: an annotation such as \"f32[2, 3]\" is expected"));
    }

    void colours_and_lambda_are_accepted() {
        const auto graph = import("\x1b[31mclass <lambda>\x1b[0m(torch.nn.Module):\n    def forward(self, x: \"f32[2]\"):\r\n        return x\n");
        VERIFY_OK(graph);
        QCOMPARE(graph->inputs().size(), std::size_t(1));
    }
};

WHITTLE_TEST(FxImportTest)
#include "fx_import_test.moc"

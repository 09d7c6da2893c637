// Writes become values: in-place operators, through views, `out=`, several results, buffers and inputs. The programs
// are FX text; what each gives was worked out with PyTorch, which the values repeat.
#include "engine/eager/interpreter.h"
#include "engine/formats/fx_import.h"
#include "engine/ops/check.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Result<Graph> import(const std::string& text) {
    WHITTLE_TRY(const fx::Tokens tokens, fx::tokenise(text));
    WHITTLE_TRY(const fx::Script script, fx::parseScript(tokens));
    WHITTLE_TRY(fx::Imported imported, fx::importForward({.forward = script.functions.front(), .tokens = tokens}));
    return std::move(imported.graph);
}

// "x: f32[2,3]" is filled with 0, 1, 2, ...
std::string program(const std::string& lines) {
    std::string body;
    for (std::size_t at = 0; at < lines.size();) {
        const std::size_t end = std::min(lines.find('\n', at), lines.size());
        body += "    " + lines.substr(at, end - at) + "\n";
        at = end + 1;
    }
    return "def forward(self, x: \"f32[2, 3]\"):\n" + body;
}

Tensor counting(const TensorType& type) {
    Sizes sizes;
    for (const SymInt& size : type.sizes) sizes.push_back(size.constant().value_or(2));
    std::vector<float> values(static_cast<std::size_t>(elementCount(sizes)));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
    return Tensor::of<float>(values, sizes);
}

// Every output as "[0 1 2]", mutations as "x=[...]".
Result<std::string> outputs(const Graph& graph) {
    WHITTLE_TRY_VOID(checkGraph(graph));
    std::vector<Datum> inputs;
    for (const GraphInput& input : graph.inputs()) inputs.emplace_back(counting(std::get<TensorType>(graph.type(input.value))));
    WHITTLE_TRY(const InterpretResult result, interpret(graph, inputs, {}));
    std::string text;
    for (std::size_t i = 0; i < result.outputs.size(); ++i) {
        const Tensor& tensor = std::get<Tensor>(result.outputs[i]);
        if (graph.outputs()[i].kind == OutputKind::InputMutation) text += graph.outputs()[i].target + "=";
        text += "[";
        for (Index k = 0; k < tensor.numel(); ++k) text += fmt::format("{}{:g}", k ? " " : "", tensor.flat(k));
        text += "] ";
    }
    if (!text.empty()) text.pop_back();
    return text;
}

const std::string kOps = "torch.ops.aten.";

std::string aten(std::string lines) {
    for (std::size_t at = 0; (at = lines.find('@', at)) != std::string::npos;) lines.replace(at, 1, kOps);
    return program(lines);
}

}  // namespace

class FunctionaliseTest : public QObject {
    Q_OBJECT
private slots:
    void values_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const char* lines, const char* want) {
            QTest::newRow(name) << toQ(aten(lines)) << QString(want);
        };
        row("an input", "a = @add_.Scalar(x, 1)\nreturn (a,)", "x=[1 2 3 4 5 6] [1 2 3 4 5 6]");
        row("every name reads the new value", "c = @clone.default(x)\na = @mul_.Scalar(c, 2)\nb = @add.Tensor(a, c)\nreturn (b,)",
            "[0 4 8 12 16 20]");
        row("a view of an input", "v = @view.default(x, [3, 2])\na = @add_.Scalar(v, 1)\nreturn (v,)",
            "x=[1 2 3 4 5 6] [1 2 3 4 5 6]");
        row("a view taken before the write", "c = @clone.default(x)\nv = @t.default(c)\na = @add_.Scalar(c, 10)\nreturn (v,)",
            "[10 13 11 14 12 15]");
        row("transposed", "c = @clone.default(x)\nv = @transpose.int(c, 0, 1)\ns = @cumsum.default(v, 0)\na = @copy_.default(v, s)\nreturn (c,)",
            "[0 1 3 3 7 12]");
        row("permuted", "c = @clone.default(x)\nu = @unsqueeze.default(c, 0)\nv = @permute.default(u, [2, 0, 1])\ns = @cumsum.default(v, 0)\n"
                        "a = @copy_.default(v, s)\nreturn (c,)", "[0 1 3 3 7 12]");
        row("squeezed and moved", "c = @clone.default(x)\nu = @unsqueeze.default(c, 1)\nm = @movedim.int(u, 0, 2)\nq = @squeeze.dim(m, 0)\n"
                                  "s = @cumsum.default(q, 0)\na = @copy_.default(q, s)\nreturn (c, u)",
            "[0 1 3 3 7 12] [0 1 3 3 7 12]");
        row("a slice", "c = @clone.default(x)\nv = @slice.Tensor(c, 1, 1, 3)\na = @mul_.Scalar(v, 10)\nreturn (c, a)",
            "[0 10 20 3 40 50] [10 20 40 50]");
        row("a slice with a step", "c = @clone.default(x)\nv = @slice.Tensor(c, 1, 0, 3, 2)\na = @zero_.default(v)\nreturn (c,)",
            "[0 1 0 0 4 0]");
        row("a narrow from the end", "c = @clone.default(x)\nv = @narrow.default(c, 1, -2, 2)\na = @zero_.default(v)\nreturn (c,)",
            "[0 0 0 3 0 0]");
        row("a row of a slice", "c = @clone.default(x)\nv = @slice.Tensor(c, 1, 1, 3)\nr = @select.int(v, 0, 1)\na = @zero_.default(r)\nreturn (c, v)",
            "[0 1 2 3 0 0] [1 2 0 0]");
        row("a diagonal", "c = @clone.default(x)\nd = @diagonal.default(c, 1)\na = @zero_.default(d)\nreturn (c,)", "[0 0 2 3 4 0]");
        row("as_strided", "c = @clone.default(x)\nv = @as_strided.default(c, [2], [2], 1)\na = @zero_.default(v)\nreturn (c,)",
            "[0 0 2 0 4 5]");
        row("a part of a split", "c = @clone.default(x)\ns = @split.Tensor(c, 2, 1)\np = s[0]\nq = s[1]\na = @zero_.default(q)\n"
                                 "b = @add_.Scalar(c, 1)\nreturn (c, p, q)", "[1 2 1 4 5 1] [1 2 4 5] [1 1]");
        row("both halves of a chunk", "c = @clone.default(x)\ns = @chunk.default(c, 2, 0)\np = s[0]\nq = s[1]\na = @zero_.default(q)\n"
                                      "b = @add_.Scalar(p, 1)\nreturn (c,)", "[1 2 3 0 0 0]");
        row("an element of unbind", "c = @clone.default(x)\ns = @unbind.int(c, 1)\np = s[2]\na = @zero_.default(p)\nreturn (c,)",
            "[0 1 0 3 4 0]");
        row("detached", "c = @clone.default(x)\nv = @detach.default(c)\na = @add_.Scalar(v, 1)\nreturn (c,)", "[1 2 3 4 5 6]");
        row("dropout that does nothing is a view", "c = @clone.default(x)\nv = @dropout.default(c, 0.5, False)\na = @add_.Scalar(v, 1)\nreturn (c,)",
            "[1 2 3 4 5 6]");
        row("instance norm's running statistics", "v = @view.default(x, [1, 2, 3])\nm = @zeros.default([2])\ns = @ones.default([2])\n"
                                                  "o = @instance_norm.default(v, None, None, m, s, True, 0.5, 0.0, False)\nreturn (o, m, s)",
            "[-1.22474 0 1.22474 -1.22474 0 1.22474] [0.5 2] [1 1]");
        row("instance norm's statistics over samples", "v = @view.default(x, [2, 1, 3])\nm = @zeros.default([1])\ns = @ones.default([1])\n"
                                                       "o = @instance_norm.default(v, None, None, m, s, True, 0.5, 0.0, False)\nreturn (m, s)",
            "[1.25] [1]");
        row("moved dimensions", "c = @clone.default(x)\nu = @unsqueeze.default(c, 1)\nm = @movedim.intlist(u, [0, 2], [2, 0])\nr = @select.int(m, 0, 1)\n"
                                "a = @zero_.default(r)\nreturn (c,)", "[0 0 2 3 0 5]");
        row("bits of another dtype", "c = @clone.default(x)\nv = @view.dtype(c, torch.int32)\na = @zero_.default(v)\nreturn (c,)", "[0 0 0 0 0 0]");
        row("a cast to the same dtype is a view", "c = @clone.default(x)\nv = @to.dtype(c, torch.float32)\na = @add_.Scalar(v, 1)\nreturn (c,)",
            "[1 2 3 4 5 6]");
        row("a cast to another dtype is not", "c = @clone.default(x)\nv = @to.dtype(c, torch.float64)\na = @add_.Scalar(v, 1)\nreturn (c, v)",
            "[0 1 2 3 4 5] [1 2 3 4 5 6]");
        row("the value before the write", "c = @clone.default(x)\nb = @add.Scalar(c, 0)\na = @zero_.default(c)\nreturn (b, c)",
            "[0 1 2 3 4 5] [0 0 0 0 0 0]");
        row("the dtype of the target stays", "c = @to.dtype(x, torch.int64)\na = @mul_.Tensor(c, c)\nb = @add.Tensor(c, x)\nreturn (b,)",
            "[0 2 6 12 20 30]");
        row("nothing is carried where nobody reads", "c = @clone.default(x)\ne = @expand.default(c, [2, 2, 3])\nr = @reshape.default(c, [6])\n"
                                                     "a = @add_.Scalar(r, 1)\nreturn (a,)", "[1 2 3 4 5 6]");
        row("out=", "c = @clone.default(x)\nv = @view.default(c, [6])\nr = @add.out(x, x, out = c)\nreturn (v, r)",
            "[0 2 4 6 8 10] [0 2 4 6 8 10]");
        row("out= another overload", "c = @clone.default(x)\nr = @mul.Scalar_out(x, 3, out = c)\nreturn (c,)", "[0 3 6 9 12 15]");
        row("out= that resizes", "e = @empty.memory_format([0])\nr = @cat.out([x, x], 1, out = e)\nreturn (e,)",
            "[0 1 2 0 1 2 3 4 5 3 4 5]");
        row("out= through a view", "c = @clone.default(x)\nv = @select.int(c, 0, 0)\nr = @sum.IntList_out(x, [0], out = v)\nreturn (c,)",
            "[3 5 7 3 4 5]");
        row("two results by out=", "v = @empty.memory_format([2])\ni = @empty.memory_format([2], dtype = torch.int64)\n"
                                   "m = @max.dim_max(x, 1, max = v, max_values = i)\nreturn (v, i)", "[2 5] [2 2]");
        row("transposed in place, then written", "c = @clone.default(x)\nv = @view.default(c, [6])\nt = @t_.default(c)\nr = @select.int(c, 0, 1)\n"
                                                 "a = @zero_.default(r)\nreturn (c, t, v)",
            "[0 3 0 0 2 5] [0 3 0 0 2 5] [0 0 2 3 0 5]");
        row("an input transposed in place is not written", "t = @transpose_.default(x, 0, 1)\nb = @add.Scalar(x, 0)\nreturn (b,)", "[0 3 1 4 2 5]");
        row("unsqueezed, detached and squeezed in place", "c = @clone.default(x)\nu = @unsqueeze_.default(c, 0)\nd = @detach_.default(c)\n"
                                                          "a = @add_.Scalar(u, 1)\ns = @squeeze_.dim(c, 0)\nb = @add.Tensor(s, x)\nreturn (b,)",
            "[1 3 5 7 9 11]");
        row("a view like another tensor", "c = @clone.default(x)\no = @permute.default(x, [1, 0])\nv = @view_as.default(c, o)\n"
                                          "a = @add_.Scalar(v, 1)\nreturn (c,)", "[1 2 3 4 5 6]");
        row("output twice, and an input", "a = @add_.Scalar(x, 1)\nreturn (a, x, a)", "x=[1 2 3 4 5 6] [1 2 3 4 5 6] [1 2 3 4 5 6] [1 2 3 4 5 6]");
    }
    // The rows of x are s0, which a run binds to 2.
    void sizes_that_only_a_run_tells_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const char* lines, const char* want) {
            QTest::newRow(name) << toQ(aten(lines)).replace("[2, 3]", "[s0, 3]") << QString(want);
        };
        row("a flat view", "c = @clone.default(x)\nv = @view.default(c, [-1])\ns = @slice.Tensor(v, 0, 0, 9, 3)\na = @fill_.Scalar(s, 9)\nreturn (c,)",
            "[9 1 2 9 4 5]");
        row("a transposed view", "c = @clone.default(x)\nt = @t.default(c)\nr = @select.int(t, 0, 1)\na = @neg_.default(r)\nreturn (c, t)",
            "[0 -1 2 3 -4 5] [0 3 -1 -4 2 5]");
        row("the last row", "c = @clone.default(x)\nr = @select.int(c, 0, -1)\na = @zero_.default(r)\nreturn (c,)", "[0 1 2 0 0 0]");
        row("the second part of a split", "n = @sym_size.int(x, 0)\nc = @cat.default([x, x, x])\ns = @split_with_sizes.default(c, [n, n, n])\n"
                                          "p = s[0]\nq = s[1]\na = @zero_.default(q)\nb = @add_.Scalar(c, 1)\nreturn (c, p)",
            "[1 2 3 4 5 6 1 1 1 1 1 1 1 2 3 4 5 6] [1 2 3 4 5 6]");
    }
    void sizes_that_only_a_run_tells() { values(); }

    void values() {
        QFETCH(QString, text);
        const Result<Graph> graph = import(text.toStdString());
        VERIFY_OK(graph);
        const Result<std::string> got = outputs(*graph);
        VERIFY_OK(got);
        QTEST(toQ(*got), "want");
    }

    void refused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const char* lines, const char* want) {
            QTest::newRow(name) << toQ(aten(lines)) << QString(want);
        };
        row("expand", "c = @clone.default(x)\ne = @expand.default(c, [2, 2, 3])\na = @add_.Scalar(e, 1)\nreturn (c,)",
            "unsupported: a write through aten.expand.default cannot be carried back to what it is a view of");
        row("strides decide", "c = @clone.default(x)\nr = @reshape.default(c, [6])\na = @add_.Scalar(r, 1)\nreturn (c,)",
            "unsupported: 'r' may be a view of 'c' or a copy: aten.reshape.default decides by strides, which the file does not "
            "record; print the graph with strides, or run run_decompositions() on the exported program first");
        row("strides decide, read later", "c = @clone.default(x)\nr = @reshape.default(c, [6])\na = @add_.Scalar(c, 1)\nreturn (r,)",
            "unsupported: 'r' may be a view of 'c' or a copy: aten.reshape.default decides by strides, which the file does not "
            "record; print the graph with strides, or run run_decompositions() on the exported program first");
        row("as_strided of a view", "c = @clone.default(x)\nt = @t.default(c)\nv = @as_strided.default(t, [2], [2], 1)\n"
                                    "a = @zero_.default(v)\nreturn (c,)",
            "unsupported: 'v' is as_strided of 't', itself a view, and their memory is written to; run run_decompositions() on the "
            "exported program first");
        row("one memory written twice", "c = @clone.default(x)\nv = @select.int(c, 1, 0)\nw = @select.int(c, 1, 1)\n"
                                        "m = @max.dim_max(x, 1, max = v, max_values = w)\nreturn (c,)",
            "unsupported: writes to 'v' and 'w', which share memory");
        row("out= of other sizes", "c = @clone.default(x)\nv = @select.int(c, 0, 0)\nr = @add.out(x, x, out = v)\nreturn (c,)",
            "shape: the result f32[2,3] does not fit into 'v', f32[3], in place");
    }
    void refused() {
        QFETCH(QString, text);
        QTEST(describe(import(text.toStdString())), "want");
    }

    void errors_name_the_node() {
        const Result<Graph> graph = import(aten("c = @clone.default(x)\ne = @expand.default(c, [2, 2, 3])\na = @add_.Scalar(e, 1)\nreturn (c,)"));
        QVERIFY(!graph);
        const QString text = toQ(graph.error().describe());
        QVERIFY2(text.contains("writing to 'e', a view of 'c'") && text.contains("importing node 'a' (aten.add_.Scalar"), qPrintable(text));
    }
};

WHITTLE_TEST(FunctionaliseTest)
#include "functionalise_test.moc"

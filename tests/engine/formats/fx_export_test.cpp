#include "engine/base/files.h"
#include "engine/formats/export_py.h"
#include "engine/formats/open.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// One of everything a printer has to spell: a symbol, a tuple result, literals, origins, awkward names.
Graph awkward() {
    Graph graph;
    graph.name = "a \"quoted\" name";
    graph.symbols["s0"] = {.min = 2, .max = 64, .hint = 3};
    // No rule fills it, and there are too many elements to list.
    std::vector<float> elements;
    for (int i = 0; i < 18; ++i) elements.push_back(static_cast<float>(i * i) + 0.5f);
    const Tensor weight = Tensor::of<float>(elements, {18}).asStrided({6, 3}, {1, 6}, 0);
    const ValueId x = graph.addInput({.kind = InputKind::User, .data = Tensor::full(DType::F32, {2, 3}, 1)}, "x",
                                     TensorType{DType::F32, {2, SymInt::symbol("s0")}, {}, {}});
    const ValueId w = graph.addInput({.kind = InputKind::Parameter, .target = "fc.weight", .data = weight}, "p_fc.weight",
                                     TensorType{DType::F32, {6, 3}, {1, 6}, {}});
    auto origin = std::make_shared<Origin>();
    origin->file = "/home/me/net.py";
    origin->line = 17;
    origin->function = "forward";
    origin->code = "y = x.max(1)\nimport os";
    const NodeId pair = graph.addNode({.name = "max_1", .op = "my.max.dim", .args = {{"arg0", x}, {"arg1", 1}},
                                       .outputTypes = {TensorType{DType::F32, {2}, {}, {}}, TensorType{DType::I64, {2}, {}, {}}},
                                       .outputNames = {"getitem", "getitem_1"}, .origin = origin, .before = {}});
    const NodeId size = graph.addNode({.name = "sym_size", .op = "aten.sym_size.int", .args = {{"self", x}, {"dim", 1}},
                                       .outputTypes = {NumberType{NumberType::Kind::Int, SymInt::symbol("s0")}}, .outputNames = {},
                                       .origin = origin, .before = {}});
    const NodeId twice = graph.addNode({.name = "mul", .op = "_operator.mul", .args = {{"a", 2}, {"b", graph.node(size).output()}},
                                        .outputTypes = {NumberType{NumberType::Kind::Int, SymInt::symbol("s0") * 2}}, .outputNames = {},
                                        .origin = nullptr, .before = {}});
    const NodeId last = graph.addNode(
        {.name = "lambda", .op = "my.many.default",
         .args = {{"arg0", w}, {"arg1", Arg::List{1, Arg(), graph.node(twice).output()}}, {"arg2", 1e-5}, {"arg3", HUGE_VAL},
                  {"dtype", DType::BF16}, {"device", Device{"cuda", 1}}, {"layout", Layout::Strided},
                  {"memory_format", MemoryFormat::ChannelsLast}, {"mode", "it's"}, {"flag", true}},
         .outputTypes = {TensorType{DType::Bool, {}, {}, Device{"cuda", 1}}}, .outputNames = {}, .origin = nullptr, .before = {}});
    graph.addOutput({.value = graph.node(pair).outputs[1]});
    graph.addOutput({.value = graph.node(last).output(), .kind = OutputKind::InputMutation, .target = "x"});
    graph.addOutput({.value = Arg()});
    return graph;
}

const bool kUpdate = qEnvironmentVariableIsSet("WHITTLE_UPDATE_GOLDEN");

void compareGolden(const std::string& name, const std::string& text) {
    const auto path = golden("formats/fx/" + name);
    if (kUpdate) VERIFY_OK(writeFileAtomic(path, text));
    const auto want = readFile(path);
    VERIFY_OK(want);
    QCOMPARE(toQ(text), toQ(*want));
}

}  // namespace

class FxExportTest : public QObject {
    Q_OBJECT
private slots:
    void fx_text() { compareGolden("awkward.fx.py", printFx(awkward())); }
    void dot() { compareGolden("awkward.dot", printDot(awkward())); }
    void repro() {
        const Failure failure{.kind = FailureKind::CompileError, .signature = "lower: no rule for #", .phase = "lower", .node = "lambda",
                              .message = "no rule\nimport os", .detail = "first\nsecond"};
        const auto text = printRepro(awkward(), {.failure = failure, .foundBy = "whittle minify net.pt2"});
        VERIFY_OK(text);
        compareGolden("awkward.repro.py", *text);
    }

    // As PyTorch's own scripts do it, so that the reader of theirs tells them as well.
    void options_of_inductor_are_set_first() {
        const auto text = printRepro(awkward(), {.failure = {}, .settings = {{"max_autotune", "True"}, {"cpp.simdlen", "256"}}});
        VERIFY_OK(text);
        const auto import = text->find("\nimport torch._inductor.config\n\ntorch._inductor.config.max_autotune = True\ntorch._inductor.config.cpp.simdlen = 256\n");
        QVERIFY(import != text->npos && import < text->find("class Repro"));
        const QTemporaryDir folder;
        const std::filesystem::path script = folder.path().toStdString() + "/repro.py";
        Graph small;
        const ValueId x = small.addInput({.kind = InputKind::User, .data = Tensor::zeros(DType::F32, {1})}, "x", TensorType{DType::F32, {1}, {}, {}});
        small.addOutput({.value = x});
        VERIFY_OK(writeRepro(small, script, {.failure = {}, .settings = {{"max_autotune", "True"}}}));
        const auto opened = openGraph(script);
        VERIFY_OK(opened);
        QCOMPARE(toQ(opened->graph.metadata.at("config")), QString("torch._inductor.config.max_autotune = True\n"));
    }

    void tensors_are_named_as_in_the_script() {
        const NamedTensors tensors = reproTensors(awkward());
        QCOMPARE(tensors.size(), std::size_t(1));  // the other one stands in the script
        QCOMPARE(toQ(tensors[0].first), QString("p_fc_weight"));
    }

    void hostile_names_stay_names() {
        Graph graph;
        const ValueId x = graph.addInput({.kind = InputKind::User, .data = Tensor::zeros(DType::F32, {1})}, "x); import os #",
                                         TensorType{DType::F32, {1}, {}, {}});
        graph.addNode({.name = "n", .op = "aten.relu.default(x); import os", .args = {{"self", x}},
                       .outputTypes = {TensorType{DType::F32, {1}, {}, {}}}, .outputNames = {}, .origin = nullptr, .before = {}});
        QVERIFY(printFx(graph).find("import os") == std::string::npos);
        QCOMPARE(describe(printRepro(graph, {})),
                 QString("unsupported: node 'n': operator aten.relu.default(x); import os has no spelling in PyTorch, so no reproducer "
                         "can be written"));
    }

    void inputs_need_data() {
        Graph graph;
        graph.addInput({}, "x", TensorType{DType::F32, {1}, {}, {}});
        QCOMPARE(describe(printRepro(graph, {})),
                 QString("not_found: input 'x' has no data, so the reproducer could not run; give the graph inputs first"));
    }
};

WHITTLE_TEST(FxExportTest)
#include "fx_export_test.moc"

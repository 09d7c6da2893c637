// Edits on sizes: what must be as large follows, what is computed is typed anew, data keeps its first elements.
#include "engine/eager/interpreter.h"
#include "engine/formats/open.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "minifier/edits/dim_classes.h"
#include "minifier/edits/graph_size.h"
#include "minifier/edits/passes.h"
#include "tests/minifier/fake.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Inputs hold 0, 1, 2, ... in the order of their elements; integers hold zeros, which are indices of anything.
Graph graphOf(const std::string& body) {
    auto graph = parseGraph(fmt::format("whittle 1\ngraph @g {{\n{}}}\n", body), findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    std::vector<ValueId> inputs;
    for (const GraphInput& input : graph->inputs()) inputs.push_back(input.value);
    for (const ValueId id : inputs) {
        const TensorType& type = *asTensorType(graph->type(id));
        Sizes sizes;
        for (const SymInt& size : type.sizes) sizes.push_back(*size.constant());
        std::vector<float> elements(static_cast<std::size_t>(elementCount(sizes)));
        for (std::size_t i = 0; i < elements.size(); ++i) elements[i] = type.dtype == DType::F32 ? static_cast<float>(i) : 0;
        graph->setInputData(id, Tensor::of<float>(elements, sizes).to(type.dtype));
    }
    return *std::move(graph);
}

std::string typesOf(const Graph& graph) {
    std::string text;
    for (const ValueId id : graph.values()) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", graph.value(id).name, typeText(graph.type(id)));
    return text;
}

std::string elementsOf(const Tensor& tensor) {
    std::string text;
    for (Index i = 0; i < tensor.numel(); ++i) text += fmt::format("{}{}", i ? " " : "", tensor.flat(i));
    return text;
}

constexpr const char* kProduct = " input %x : f32[4,6]\n input %w : f32[6,8]\n %y = aten.mm.default(%x, %w) : f32[4,8]\n return %y\n";
constexpr const char* kSquare = " input %x : f32[4,4]\n input %w : f32[4,4]\n %y = aten.mm.default(%x, %w) : f32[4,4]\n return %y\n";
constexpr const char* kMerge = " input %x : f32[8,2,4]\n input %w : f32[4,5]\n %v = aten.view.default(%x, [16, 4]) : f32[16,4]\n"
                               " %y = aten.mm.default(%v, %w) : f32[16,5]\n return %y\n";
constexpr const char* kSplit = " input %x : f32[4,6]\n %v = aten.view.default(%x, [4, 2, -1]) : f32[4,2,3]\n %y = aten.relu.default(%v) : f32[4,2,3]\n return %y\n";
constexpr const char* kConv = " input %x : f32[1,3,8,8]\n input %k : f32[4,3,3,3]\n input %w : f32[144,5]\n"
                              " %c = aten.convolution.default(%x, %k, none, [1, 1], [0, 0], [1, 1], false, [0, 0], 1) : f32[1,4,6,6]\n"
                              " %v = aten.view.default(%c, [1, 144]) : f32[1,144]\n %y = aten.mm.default(%v, %w) : f32[1,5]\n return %y\n";
constexpr const char* kGroups = " input %x : f32[1,8,4]\n input %k : f32[8,2,3]\n"
                                " %y = aten.convolution.default(%x, %k, none, [1], [1], [1], false, [0], 4) : f32[1,8,4]\n return %y\n";
constexpr const char* kNorm = " input %x : f32[4,4]\n input %s : f32[4]\n input %b : f32[4]\n"
                              " %y = aten.layer_norm.default(%x, [4], %s, %b) : f32[4,4]\n return %y\n";
constexpr const char* kCat = " input %x : f32[2,3]\n input %y : f32[4,3]\n input %z : f32[6,3]\n"
                             " %c = aten.cat.default([%x, %y]) : f32[6,3]\n %o = aten.add.Tensor(%c, %z) : f32[6,3]\n return %o\n";
constexpr const char* kFactory = " input %x : f32[10]\n %a = aten.arange.default(10) : i64[10]\n %y = aten.add.Tensor(%x, %a) : f32[10]\n return %y\n";
constexpr const char* kExpand = " input %x : f32[1,4]\n input %y : f32[8,4]\n %e = aten.expand.default(%x, [8, -1]) : f32[8,4]\n"
                                " %z = aten.add.Tensor(%e, %y) : f32[8,4]\n return %z\n";
constexpr const char* kSlice = " input %x : f32[8]\n input %y : f32[8]\n %s = aten.slice.Tensor(%x, 0, 0, 8) : f32[8]\n"
                               " %z = aten.add.Tensor(%s, %y) : f32[8]\n return %z\n";
constexpr const char* kSums = " input %x : f32[6,3]\n %a, %b = aten.split_with_sizes.default(%x, [2, 4]) : f32[2,3], f32[4,3]\n return %a, %b\n";
constexpr const char* kSize = " input %x : f32[8]\n input %y : f32[8]\n %n = aten.sym_size.int(%x, 0) : int(8)\n %z = aten.zeros.default([%n]) : f32[8]\n"
                              " %o = aten.add.Tensor(%z, %y) : f32[8]\n return %o\n";
constexpr const char* kLookup = " input %t : f32[9,4]\n input %i : i64[3]\n %e = aten.embedding.default(%t, %i) : f32[3,4]\n return %e\n";

}  // namespace

class ShapesTest : public QObject {
    Q_OBJECT
private slots:
    void sizes_follow_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("dim");
        QTest::addColumn<int>("size");
        QTest::addColumn<QString>("want");
        QTest::newRow("what is summed over") << kProduct << "x" << 1 << 2 << "x f32[4,2], w f32[2,8], y f32[4,8]";
        QTest::newRow("rows") << kProduct << "x" << 0 << 1 << "x f32[1,6], w f32[6,8], y f32[1,8]";
        QTest::newRow("a result's size") << kProduct << "y" << 1 << 3 << "x f32[4,6], w f32[6,3], y f32[4,3]";
        QTest::newRow("equal by chance: rows") << kSquare << "x" << 0 << 1 << "x f32[1,4], w f32[4,4], y f32[1,4]";
        QTest::newRow("equal by chance: sum") << kSquare << "w" << 0 << 1 << "x f32[4,1], w f32[1,4], y f32[4,4]";
        QTest::newRow("merged, first") << kMerge << "x" << 0 << 1 << "x f32[1,2,4], w f32[4,5], v f32[2,4], y f32[2,5]";
        QTest::newRow("merged, second") << kMerge << "x" << 1 << 1 << "x f32[8,1,4], w f32[4,5], v f32[8,4], y f32[8,5]";
        QTest::newRow("beside merged") << kMerge << "w" << 0 << 1 << "x f32[8,2,1], w f32[1,5], v f32[16,1], y f32[16,5]";
        QTest::newRow("split, first") << kSplit << "y" << 1 << 1 << "x f32[4,3], v f32[4,1,3], y f32[4,1,3]";
        QTest::newRow("split, the rest") << kSplit << "v" << 2 << 1 << "x f32[4,2], v f32[4,2,1], y f32[4,2,1]";
        QTest::newRow("a window's reach") << kConv << "x" << 2 << 5
                                          << "x f32[1,3,5,8], k f32[4,3,3,3], w f32[72,5], c f32[1,4,3,6], v f32[1,72], y f32[1,5]";
        QTest::newRow("channels") << kConv << "k" << 0 << 1 << "x f32[1,3,8,8], k f32[1,3,3,3], w f32[36,5], c f32[1,1,6,6], v f32[1,36], y f32[1,5]";
        QTest::newRow("a part of channels") << kGroups << "k" << 1 << 1 << "x f32[1,4,4], k f32[8,1,3], y f32[1,8,4]";
        QTest::newRow("a list of sizes") << kNorm << "s" << 0 << 1 << "x f32[4,1], s f32[1], b f32[1], y f32[4,1]";
        QTest::newRow("beside a list of sizes") << kNorm << "x" << 0 << 1 << "x f32[1,4], s f32[4], b f32[4], y f32[1,4]";
        QTest::newRow("a sum of sizes") << kCat << "x" << 0 << 1 << "x f32[1,3], y f32[4,3], z f32[5,3], c f32[5,3], o f32[5,3]";
        QTest::newRow("beside a sum") << kCat << "z" << 1 << 1 << "x f32[2,1], y f32[4,1], z f32[6,1], c f32[6,1], o f32[6,1]";
        QTest::newRow("a number") << kFactory << "x" << 0 << 1 << "x f32[1], a i64[1], y f32[1]";
        QTest::newRow("a size to expand to") << kExpand << "y" << 0 << 2 << "x f32[1,4], y f32[2,4], e f32[2,4], z f32[2,4]";
        QTest::newRow("beside an expanded one") << kExpand << "x" << 1 << 2 << "x f32[1,2], y f32[8,2], e f32[8,2], z f32[8,2]";
        QTest::newRow("an end") << kSlice << "y" << 0 << 2 << "x f32[2], y f32[2], s f32[2], z f32[2]";
        QTest::newRow("parts") << kSums << "a" << 0 << 1 << "x f32[3,3], a f32[1,3], b f32[2,3]";
        QTest::newRow("an integer of the graph") << kSize << "x" << 0 << 1 << "x f32[1], y f32[1], n int(1), z f32[1], o f32[1]";
        QTest::newRow("rows of a table") << kLookup << "t" << 0 << 1 << "t f32[1,4], i i64[3], e f32[3,4]";
        QTest::newRow("no dimension") << kProduct << "x" << 2 << 1 << "verify: edit.37: %x has no dimension 2 of a known size";
        QTest::newRow("a product") << kMerge << "v" << 0 << 2 << "verify: edit.33: a size would have to be 2 and 16";
        QTest::newRow("a sum") << kCat << "z" << 0 << 1 << "verify: edit.33: a size would have to be 1 and 6";
        QTest::newRow("no part") << kSums << "b" << 0 << 1 << "verify: edit.33: a size would have to be 1 and 4";
        QTest::newRow("larger") << kProduct << "x" << 0 << 9 << "verify: edit.30: the data is f32[4,6], which does not serve for f32[9,6]";
        QTest::newRow("nothing") << kProduct << "x" << 0 << 4 << "verify: edit.13: the edit makes the graph no smaller";
    }
    void sizes_follow() {
        QFETCH(QString, body);
        QFETCH(QString, value);
        QFETCH(int, dim);
        QFETCH(int, size);
        const Graph graph = graphOf(body.toStdString());
        const auto capture = Capture::record(graph);
        VERIFY_OK(capture);
        const ResizeDims edit{{{*graph.findValue(value.toStdString()), dim}}, size};
        QCOMPARE(toQ(editText(edit, graph)), QString("resize dim %1 of %%2 to %3").arg(dim).arg(value).arg(size));
        const auto edited = applyEdit(graph, edit, *capture);
        QTEST(edited ? toQ(typesOf(*edited)) : describe(edited), "want");
        if (!edited) return;
        QVERIFY(graphSize(*edited) < graphSize(graph));
        VERIFY_OK(checkGraph(*edited));
        VERIFY_OK(interpret(*edited, {}, {}));
    }

    void inputs_keep_their_first_elements() {
        const Graph graph = graphOf(kProduct);
        const auto capture = Capture::record(graph);
        VERIFY_OK(capture);
        const auto edited = applyEdit(graph, ResizeDims{{{*graph.findValue("x"), 0}, {*graph.findValue("w"), 1}}, 2}, *capture);
        VERIFY_OK(edited);
        QCOMPARE(toQ(typesOf(*edited)), QString("x f32[2,6], w f32[6,2], y f32[2,2]"));
        QCOMPARE(toQ(elementsOf(*asTensor(edited->inputs()[1].data))), QString("0 1 8 9 16 17 24 25 32 33 40 41"));
        const auto before = interpret(graph, {}, {}), after = interpret(*edited, {}, {});
        VERIFY_OK(before);
        VERIFY_OK(after);
        for (const Index row : {0, 1})
            for (const Index column : {0, 1}) {
                const Index index[] = {row, column};
                QCOMPARE(asTensor(after->outputs[0])->at(index), asTensor(before->outputs[0])->at(index));
            }
    }

    // Elements lie in memory in the order in which they lay before, without gaps.
    void the_order_in_memory_stays() {
        Graph graph = graphOf(" input %x : f32[2,3,4]{1,2,6}\n %y = aten.relu.default(%x) : f32[2,3,4]{1,2,6}\n return %y\n");
        const ValueId x = graph.inputs()[0].value;
        graph.setInputData(x, asTensor(graph.inputs()[0].data)->asStrided({2, 3, 4}, {1, 2, 6}, 0));
        const auto edited = applyEdit(graph, ResizeDims{{{x, 1}}, 2}, Capture::of(graph, {}));
        VERIFY_OK(edited);
        QCOMPARE(toQ(typeText(edited->type(x))), QString("f32[2,2,4]{1,2,4}"));
        const Tensor& data = *asTensor(edited->inputs()[0].data);
        QCOMPARE(data.strides(), (Sizes{1, 2, 4}));
        QCOMPARE(toQ(elementsOf(data)), QString("0 6 12 18 2 8 14 20 1 7 13 19 3 9 15 21"));
    }

    // A value cut after its sizes changed gets as much of its captured data as it has room for.
    void captured_data_is_made_to_fit() {
        const Graph graph = graphOf(" input %x : f32[2,3]\n %a = aten.neg.default(%x) : f32[2,3]\n %b = aten.relu.default(%a) : f32[2,3]\n return %b\n");
        const auto capture = Capture::record(graph);
        VERIFY_OK(capture);
        const ValueId a = *graph.findValue("a");
        const auto smaller = applyEdit(graph, ResizeDims{{{a, 1}}, 2}, *capture);
        VERIFY_OK(smaller);
        const auto cut = applyEdit(*smaller, MakeInputs{{a}}, *capture);
        VERIFY_OK(cut);
        QCOMPARE(toQ(typesOf(*cut)), QString("a_1 f32[2,2], b f32[2,2]"));
        QCOMPARE(toQ(elementsOf(*asTensor(cut->inputs()[0].data))), QString("-0 -1 -3 -4"));
    }

    // Everything at once; then each class by itself, extremes first.
    void the_extreme_comes_first() {
        const Graph graph = graphOf(kMerge);
        QStringList texts;
        for (const Edit& edit : resizeDimsPass()->propose(graph)) texts.append(toQ(editText(edit, graph)));
        QCOMPARE(texts.join("; "),
                 QString("resize dim 0 of %x, dim 1 of %x, dim 2 of %x, dim 1 of %w to 1; resize dim 0 of %x to 1; resize dim 0 of %x to 2; "
                         "resize dim 0 of %x to 3; resize dim 0 of %x to 4; resize dim 0 of %x to 6; resize dim 0 of %x to 7; "
                         "resize dim 1 of %x to 1; resize dim 2 of %x to 1; resize dim 2 of %x to 2; resize dim 2 of %x to 3; "
                         "resize dim 1 of %w to 1; resize dim 1 of %w to 2; resize dim 1 of %w to 3; resize dim 1 of %w to 4"));
    }

    void samples_shrink_data() {
        QTest::addColumn<QString>("file");
        for (const char* file : {"torch211/bert_tiny.pt2", "torch211/conv_bn_core.pt2", "torch211/gpt_2l_core.pt2", "torch211/moe_gather.pt2",
                                 "torch211/squeezenet11.pt2", "torch211/ddpm_unet_block.pt2", "large/llama_32l_core.json.xz", "large/resnet18_full.json.xz"})
            QTest::newRow(file) << file;
    }
    void samples_shrink() {
        QFETCH(QString, file);
        const auto opened = openGraph(sample(file.toStdString()));
        VERIFY_OK(opened);
        const Graph* graph = &opened->graph;
        QElapsedTimer timer;
        timer.start();
        const auto edits = resizeDimsPass()->propose(*graph);
        const double proposed = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        const auto edited = applyEdit(*graph, edits.at(0), Capture::of(*graph, {}));
        const double applied = static_cast<double>(timer.nsecsElapsed()) / 1e6 - proposed;
        VERIFY_OK(edited);
        QVERIFY(graphSize(*edited).elements * 2 < graphSize(*graph).elements || graphSize(*graph).elements == 0);
        QVERIFY(graphSize(*edited).results * 2 < graphSize(*graph).results);
        qInfo("%zu nodes, %zu edits in %.1f ms, applied in %.1f ms: %lld -> %lld elements, %s", graph->nodes().size(), edits.size(), proposed, applied,
              static_cast<long long>(graphSize(*graph).elements), static_cast<long long>(graphSize(*edited).elements), editText(edits[0], *graph).c_str());
    }
};

WHITTLE_TEST(ShapesTest)
#include "shapes_test.moc"

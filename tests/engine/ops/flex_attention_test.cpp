// flex_attention against PyTorch's recorded result, and its two ways of running a graph over all elements against
// each other.
#include "engine/base/files.h"
#include "engine/eager/interpreter.h"
#include "engine/formats/open.h"
#include "engine/formats/safetensors.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "engine/tensor/compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

const char* const kScore =
    "graph @score {\n input %s : f32[]\n input %b : i32[]\n input %h : i32[]\n input %m : i32[]\n input %n : i32[]\n input %w : f32[2]\n ";
const char* const kMask = "graph @mask {\n input %b : i32[]\n input %h : i32[]\n input %m : i32[]\n input %n : i32[]\n ";

std::string program(const std::string& score, const std::string& mask, const std::string& options = "[]", const std::string& more = "") {
    return "whittle 1\ngraph @g {\n input %q : f32[2,2,3,4]\n input %k : f32[1,1,5,4]\n input %v : f32[1,1,5,3]\n input %w : f32[2]\n %y, %lse" +
           std::string(more.empty() ? "" : ", %max") + " = higher_order.flex_attention(%q, %k, %v, " + kScore + score + "\n }, [3, 5, none, " + kMask + mask +
           "\n }], 0.5, " + options + ", [%w], []) : f32[2,2,3,3], f32[2,2,3]" + more + "\n return %y, %lse" + (more.empty() ? "" : ", %max") + "\n}\n";
}

const std::string kPlain = "%r = aten.mul.Tensor(%s, 1.5) : f32[]\n return %r";
const std::string kBias =
    "%f = aten.index.Tensor(%w, [%h]) : f32[]\n %d = aten.sub.Tensor(%n, %m) : i32[]\n %e = aten.mul.Tensor(%f, %d) : f32[]\n "
    "%r = aten.add.Tensor(%s, %e) : f32[]\n return %r";
const std::string kCausal = "%c = aten.ge.Tensor(%m, %n) : bool[]\n return %c";

std::vector<Datum> inputs() {
    std::vector<Datum> out;
    for (const Sizes& sizes : {Sizes{2, 2, 3, 4}, Sizes{1, 1, 5, 4}, Sizes{1, 1, 5, 3}, Sizes{2}}) {
        Tensor tensor = Tensor::empty(DType::F32, sizes);
        for (Index i = 0; i < tensor.numel(); ++i) tensor.mutableData<float>()[i] = static_cast<float>((i * 7 + 3) % 11 - 5) / 4;
        out.emplace_back(std::move(tensor));
    }
    return out;
}

}  // namespace

class FlexAttentionTest : public QObject {
    Q_OBJECT
private slots:
    void matches_pytorch_data() {
        QTest::addColumn<bool>("wide");
        QTest::newRow("as given") << false;
        QTest::newRow("in f64") << true;
    }
    void matches_pytorch() {
        QFETCH(bool, wide);
        auto opened = openGraph(golden("formats/fx/torch26.flex_attention.readable.txt"));
        VERIFY_OK(opened);
        const auto expected = readSafetensors(golden("formats/fx/torch26.flex_attention.safetensors"));
        VERIFY_OK(expected);
        std::vector<Datum> given;
        for (const GraphInput& input : opened->graph.inputs()) {
            const Value& value = opened->graph.value(input.value);
            const auto data = value.name == "q"          ? expected->at("in.0")
                              : value.name == "k"        ? expected->at("in.1")
                              : value.name == "v"        ? expected->at("in.2")
                              : value.name == "p_slopes" ? expected->at("const.slopes")
                                                         : Tensor::zeros(DType::I32, Sizes(static_cast<std::size_t>(std::get<TensorType>(value.type).rank()), 1));
            given.emplace_back(data);
        }
        VERIFY_OK(checkGraph(opened->graph));
        InterpretOptions options;
        options.precision = wide ? Precision::Float64 : Precision::AsGiven;
        const auto result = interpret(opened->graph, given, options);
        VERIFY_OK(result);
        const Comparison comparison = compareTensors(expected->at("out.0"), *asTensor(result->outputs[0]), {1e-5, 1e-5});
        QVERIFY2(comparison.ok, comparison.reason.c_str());
    }

    // A view inside makes the graph unfit for tiles, so it runs element by element; the result is the same.
    void tiles_and_elements_agree_data() {
        QTest::addColumn<QString>("score");
        QTest::addColumn<QString>("mask");
        QTest::newRow("bias by head and distance") << toQ(kBias) << toQ(kCausal);
        QTest::newRow("mask by batch") << toQ(kPlain) << "%c = aten.ge.Tensor(%b, %n) : bool[]\n return %c";
        QTest::newRow("the same everywhere") << toQ(kPlain) << "%c = aten.full.default([], true, dtype=bool) : bool[]\n return %c";
        QTest::newRow("a wider constant") << "%z = aten.full.default([], 0.1, dtype=f64) : f64[]\n %t = aten.mul.Tensor(%s, %z) : f64[]\n return %t" << toQ(kCausal);
    }
    void tiles_and_elements_agree() {
        QFETCH(QString, score);
        QFETCH(QString, mask);
        const auto run = [&](const QString& scoreText) {
            const Result<Graph> graph = parseGraph(program(scoreText.toStdString(), mask.toStdString()), findSchema);
            if (!graph) qFatal("%s", graph.error().describe().c_str());
            const auto checked = checkGraph(*graph);
            if (!checked) qFatal("%s", checked.error().describe().c_str());
            return interpret(*graph, inputs(), {});
        };
        const auto tiles = run(score);
        const auto elements = run(QString("%o = aten.view.default(%s, [1]) : f32[1]\n %i = aten.view.default(%o, []) : f32[]\n ") + QString(score).replace("%s,", "%i,"));
        VERIFY_OK(tiles);
        VERIFY_OK(elements);
        for (std::size_t i = 0; i < 2; ++i) {
            const Comparison comparison = compareTensors(*asTensor(elements->outputs[i]), *asTensor(tiles->outputs[i]), {0, 0});
            QVERIFY2(comparison.ok, comparison.reason.c_str());
        }
    }

    void fully_masked_rows_attend_to_nothing() {
        const Result<Graph> graph = parseGraph(program(kPlain, "%c = aten.lt.Tensor(%n, %m) : bool[]\n return %c", "[[\"OUTPUT_MAX\", true]]", ", f32[2,2,3]"), findSchema);
        VERIFY_OK(graph);
        VERIFY_OK(checkGraph(*graph));
        const auto result = interpret(*graph, inputs(), {});
        VERIFY_OK(result);
        for (Index i = 0; i < 3; ++i) QCOMPARE(asTensor(result->outputs[0])->flat(i), 0.0);  // row 0 sees no key
        QCOMPARE(asTensor(result->outputs[1])->flat(0), -std::numeric_limits<double>::infinity());
        QCOMPARE(asTensor(result->outputs[2])->flat(0), -std::numeric_limits<double>::infinity());
        // Row 1 sees one key: its weight is 1 and the sum of exponentials is that of its score alone.
        for (Index i = 0; i < 3; ++i) QCOMPARE(asTensor(result->outputs[0])->flat(3 + i), asTensor(inputs()[2])->flat(i));
        QCOMPARE(asTensor(result->outputs[1])->flat(1), asTensor(result->outputs[2])->flat(1));
    }

    void type_rules_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const QString good = toQ(program(kBias, kCausal));
        QTest::newRow("good") << good << "ok";
        QTest::newRow("flex_attention.1") << QString(good).replace("[%w], []", "[], []")
                                          << "argument: flex_attention.1: the graph 'score' takes 6 inputs, 5 operands are given";
        QTest::newRow("flex_attention.2") << QString(good).replace("%w : f32[2]\n %f", "%w : f32[3]\n %f")
                                          << "type: flex_attention.2: operand 5 is f32[2], input %w of the graph 'score' is f32[3]";
        QTest::newRow("flex_attention.3") << QString(good).replace("%v : f32[1,1,5,3]", "%v : f32[5,3]")
                                          << "shape: flex_attention.3: 'value' is f32[5,3], a floating tensor [batch, heads, length, width] is needed";
        QTest::newRow("flex_attention.4") << QString(good).replace("%k : f32[1,1,5,4]", "%k : f32[1,1,6,4]")
                                          << "shape: flex_attention.4: query f32[2,2,3,4], key f32[1,1,6,4] and value f32[1,1,5,3] do not fit together";
        QTest::newRow("flex_attention.5") << QString(good).replace("\n }], 0.5", "\n }, 1], 0.5")
                                          << "argument: flex_attention.5: the last element of 'block_mask' must be the mask's graph";
        QTest::newRow("flex_attention.6") << toQ(program(kBias, "return %m"))
                                          << "type: flex_attention.6: the graph 'mask' must give one bool of rank 0, it gives i32[]";
        QTest::newRow("not a dict") << toQ(program(kBias, kCausal, "[1]"))
                                    << "argument: argument 'kernel_options' of higher_order.flex_attention is of the wrong kind; its schema is " +
                                           toQ(std::string(findOp("higher_order.flex_attention")->schema));
    }
    void type_rules() {
        QFETCH(QString, text);
        const Result<Graph> graph = parseGraph(text.toStdString(), findSchema);
        VERIFY_OK(graph);
        QTEST(describe(checkGraph(*graph)), "want");
    }
};

WHITTLE_TEST(FlexAttentionTest)
#include "flex_attention_test.moc"

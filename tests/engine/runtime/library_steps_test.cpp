// Library calls with what follows them, and the order in which tensors lie between them: the numbers of the graph run node
// by node, special ones included.
#include <limits>

#include "engine/eager/interpreter.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"
#include "tests/support/graph_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Rows that a product carries to its result as they are: each number there is.
Tensor specials() {
    constexpr double kInfinity = std::numeric_limits<double>::infinity(), kNan = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> elements(8 * 4, 0.0);
    const double first[] = {kNan, kInfinity, -kInfinity, 1e30, -1e30, -0.0, 1e-40, 3.0};
    for (std::size_t i = 0; i < 8; ++i) elements[i * 4] = first[i];
    return Tensor::of<double>(elements, {8, 4}).to(DType::F32);
}

QStringList libraryNodes(const CompileReport& report) {
    QStringList out;
    for (const KernelRecord& record : report.kernels)
        if (record.kind == "onednn")
            for (const std::string& node : record.nodes) out << toQ(node);
    return out;
}

void compareWithEager(const Graph& graph, const std::vector<Datum>& inputs, const Executable& compiled) {
    const auto expected = interpret(graph, inputs, {});
    VERIFY_OK(expected);
    for (int run = 0; run < 2; ++run) {  // the second one finds the weights packed
        const auto actual = compiled.run(inputs);
        VERIFY_OK(actual);
        for (std::size_t i = 0; i < expected->outputs.size(); ++i) {
            const Comparison comparison = compareTensors(*asTensor(expected->outputs[i]), *asTensor((*actual)[i]), {1e-5, 1e-5});
            QVERIFY2(comparison.ok, comparison.reason.c_str());
        }
    }
}

}  // namespace

class LibraryStepsTest : public QObject {
    Q_OBJECT
private slots:
    void epilogues_data() {
        QTest::addColumn<QString>("lines");  // from %h, the product, to %y
        QTest::addColumn<QString>("nodes");  // that the library computes
        QTest::newRow("gelu") << "%y = aten.gelu.default(%h) : f32[8,6]" << "h y";
        QTest::newRow("gelu by tanh") << "%y = aten.gelu.default(%h, approximate=\"tanh\") : f32[8,6]" << "h y";
        QTest::newRow("sigmoid") << "%y = aten.sigmoid.default(%h) : f32[8,6]" << "h y";
        QTest::newRow("tanh") << "%y = aten.tanh.default(%h) : f32[8,6]" << "h y";
        QTest::newRow("silu") << "%y = aten.silu.default(%h) : f32[8,6]" << "h y";
        QTest::newRow("a sum") << "%y = aten.add.Tensor(%h, %r) : f32[8,6]" << "h y";
        QTest::newRow("a product, other way round") << "%y = aten.mul.Tensor(%r, %h) : f32[8,6]" << "h y";
        QTest::newRow("a number") << "%y = aten.add.Tensor(%h, 2) : f32[8,6]" << "h y";
        QTest::newRow("two numbers") << "%a = aten.mul.Tensor(%h, 0.5) : f32[8,6]\n%y = aten.add.Tensor(%a, 2) : f32[8,6]" << "h a y";
        QTest::newRow("a chain") << "%a = aten.add.Tensor(%h, %r) : f32[8,6]\n%y = aten.gelu.default(%a) : f32[8,6]" << "h a y";
        QTest::newRow("relu keeps NaN") << "%y = aten.relu.default(%h) : f32[8,6]" << "h y";
        QTest::newRow("clamp keeps NaN") << "%y = aten.clamp.default(%h, -1, 1) : f32[8,6]" << "h y";
        QTest::newRow("read twice") << "%a = aten.tanh.default(%h) : f32[8,6]\n%y = aten.add.Tensor(%a, %h) : f32[8,6]" << "h a y";
        QTest::newRow("with itself") << "%y = aten.mul.Tensor(%h, %h) : f32[8,6]" << "h y";
        QTest::newRow("a row that comes later") << "%s = aten.sum.dim_IntList(%r, [0], true) : f32[1,6]\n%y = aten.add.Tensor(%h, %s) : f32[8,6]" << "h";
        QTest::newRow("an operand that comes later") << "%l = aten.exp.default(%r) : f32[8,6]\n%y = aten.add.Tensor(%h, %l) : f32[8,6]" << "h l y";
        QTest::newRow("a part of a row") << "%s = aten.slice.Tensor(%r, 0, 3, 4) : f32[1,6]\n%y = aten.add.Tensor(%h, %s) : f32[8,6]" << "h s y";
        QTest::newRow("a column") << "%s = aten.slice.Tensor(%r, 1, 2, 3) : f32[8,1]\n%y = aten.mul.Tensor(%h, %s) : f32[8,6]" << "h s y";
        QTest::newRow("another shape") << "%v = aten.view.default(%h, [2, 4, 6]) : f32[2,4,6]\n%y = aten.gelu.default(%v) : f32[2,4,6]" << "h v y";
        QTest::newRow("rows cut") << "%v = aten.view.default(%h, [8, 3, 2]) : f32[8,3,2]\n%y = aten.relu.default(%v) : f32[8,3,2]" << "h v y";
        QTest::newRow("a view alone is free") << "%y = aten.view.default(%h, [6, 8]) : f32[6,8]" << "h";
        QTest::newRow("other order") << "%v = aten.permute.default(%h, [1, 0]) : f32[6,8]\n%y = aten.relu.default(%v) : f32[6,8]" << "h";
        QTest::newRow("also read elsewhere") << "%a = aten.relu.default(%h) : f32[8,6]\n%s = aten.sum.dim_IntList(%h, [1], true) : f32[8,1]\n%y = aten.add.Tensor(%a, %s) : f32[8,6]" << "h";
        QTest::newRow("wider") << "%a = aten.relu.default(%h) : f32[8,6]\n%y = aten._to_copy.default(%a, dtype=f64) : f64[8,6]" << "h a y";
        QTest::newRow("a truth") << "%y = aten.gt.Scalar(%h, 0.25) : bool[8,6]" << "h y";
    }
    void epilogues() {
        QFETCH(QString, lines);
        QFETCH(QString, nodes);
        Graph graph = graphOf("input %x : f32[8,4]\ninput %r : f32[8,6]\ninput %w : f32[6,4]\n%h = aten.linear.default(%x, %w) : f32[8,6]\n" +
                              lines.toStdString() + "\nreturn %y");
        graph.setInputKind(*graph.findValue("w"), InputKind::Parameter, "w");
        graph.setInputData(*graph.findValue("w"), ramp({6, 4}, 0.5));
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        QCOMPARE(libraryNodes((*compiled)->report()).join(" "), nodes);
        compareWithEager(graph, {specials(), ramp({8, 6}, -1)}, **compiled);
        compareWithEager(graph, {ramp({8, 4}, -2), ramp({8, 6}, 1)}, **compiled);
    }

    // One weight read as it is and transposed: two packed copies, not one for both.
    void a_weight_read_in_two_ways() {
        Graph graph = graphOf("input %x : f32[32,48]\ninput %w : f32[48,48]\n%a = aten.mm.default(%x, %w) : f32[32,48]\n"
                              "%b = aten.linear.default(%x, %w) : f32[32,48]\nreturn %a, %b");
        graph.setInputKind(*graph.findValue("w"), InputKind::Parameter, "w");
        graph.setInputData(*graph.findValue("w"), ramp({48, 48}, 0.5));
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        compareWithEager(graph, {ramp({32, 48}, -1)}, **compiled);
    }

    // A size that the library refuses in a run: every node of the step runs eagerly, and the profile says so.
    void a_refused_epilogue_runs_eagerly() {
        const Graph graph = graphOf("symbol s0 in [0, 100] hint 4\ninput %x : f32[s0,4]\ninput %w : f32[6,4]\n%h = aten.linear.default(%x, %w) : f32[s0,6]\n"
                                    "%y = aten.sigmoid.default(%h) : f32[s0,6]\nreturn %y");
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        QCOMPARE(libraryNodes((*compiled)->report()).join(" "), QString("h y"));
        RunProfile profile;
        const auto out = (*compiled)->run(std::vector<Datum>{Tensor::zeros(DType::F32, {0, 4}), ramp({6, 4}, 0)}, {}, &profile);
        VERIFY_OK(out);
        QCOMPARE(profile.refusals.size(), std::size_t(1));
        QCOMPARE(asTensor((*out)[0])->sizes(), (Sizes{0, 6}));
    }

    // Between convolutions tensors lie channels last; the graph's results are row-major.
    void convolutions_stay_channels_last() {
        const Graph graph = graphOf("input %x : f32[2,3,9,7]\ninput %w : f32[8,3,3,3]\ninput %v : f32[4,8,1,1]\n"
                                    "%a = aten.convolution.default(%x, %w, none, [2, 1], [1, 1], [1, 1], false, [0, 0], 1) : f32[2,8,5,7]\n"
                                    "%b = aten.relu.default(%a) : f32[2,8,5,7]\n"
                                    "%c = aten.convolution.default(%b, %v, none, [1, 1], [0, 0], [1, 1], false, [0, 0], 1) : f32[2,4,5,7]\n"
                                    "%d = aten.mean.dim(%c, [2, 3], true) : f32[2,4,1,1]\n"
                                    "%e = aten.mul.Tensor(%c, %d) : f32[2,4,5,7]\n"
                                    "%f = aten.permute.default(%c, [0, 2, 3, 1]) : f32[2,5,7,4]\n"
                                    "%g = aten.reshape.default(%c, [2, 140]) : f32[2,140]\n"
                                    "return %e, %f, %g");
        const auto compiled = compile(graph, {.keepArtefacts = true});
        VERIFY_OK(compiled);
        int channelsLast = 0;
        for (const KernelRecord& record : (*compiled)->report().kernels) channelsLast += record.loopIr.find("channels_last") != std::string::npos;
        QVERIFY(channelsLast >= 2);
        const std::vector<Datum> inputs{ramp({2, 3, 9, 7}, -1), ramp({8, 3, 3, 3}, 0), ramp({4, 8, 1, 1}, -0.5)};
        compareWithEager(graph, inputs, **compiled);
        const auto out = (*compiled)->run(inputs);
        VERIFY_OK(out);
        QVERIFY(asTensor((*out)[0])->isContiguous());
    }

    // Without the pass every convolution leaves its result row-major, on the same code; what follows it runs as loops, or in the library's own epilogue.
    void convolutions_are_row_major_without_the_pass_data() {
        QTest::addColumn<QString>("between");
        QTest::newRow("nothing") << "";
        QTest::newRow("an epilogue") << "%b = aten.sigmoid.default(%a) : f32[2,8,5,7]\n";
        QTest::newRow("a sum") << "%b = aten.add.Tensor(%a, %r) : f32[2,8,5,7]\n";
        QTest::newRow("what only a tail does") << "%l = aten.exp.default(%r) : f32[2,8,5,7]\n%b = aten.add.Tensor(%a, %l) : f32[2,8,5,7]\n";
        QTest::newRow("a reduction") << "%m = aten.mean.dim(%a, [2, 3], true) : f32[2,8,1,1]\n%b = aten.mul.Tensor(%a, %m) : f32[2,8,5,7]\n";
    }
    void convolutions_are_row_major_without_the_pass() {
        QFETCH(QString, between);
        const Graph graph = graphOf("input %x : f32[2,3,9,7]\ninput %w : f32[8,3,3,3]\ninput %v : f32[4,8,1,1]\ninput %r : f32[2,8,5,7]\n"
                                    "%a = aten.convolution.default(%x, %w, none, [2, 1], [1, 1], [1, 1], false, [0, 0], 1) : f32[2,8,5,7]\n" + between.toStdString() +
                                    "%c = aten.convolution.default(%" + (between.isEmpty() ? "a" : "b") + ", %v, none, [1, 1], [0, 0], [1, 1], false, [0, 0], 1) : f32[2,4,5,7]\n"
                                    "%f = aten.permute.default(%c, [0, 2, 3, 1]) : f32[2,5,7,4]\nreturn %c, %f");
        const std::vector<Datum> inputs{ramp({2, 3, 9, 7}, -1), ramp({8, 3, 3, 3}, 0), ramp({4, 8, 1, 1}, -0.5), ramp({2, 8, 5, 7}, -0.25)};
        for (const char* kernel : {"onednn", "gemm:14x32", "gemm:6x16"}) {
            const CompileOptions options{.skipPasses = {"channels-last"}, .keepArtefacts = true, .choices = {.forced = {{"a", kernel}, {"c", kernel}}}};
            const auto compiled = compile(graph, options);
            if (!compiled && compiled.error().code == Code::Argument) continue;  // this CPU has no such tile
            VERIFY_OK(compiled);
            const CompileReport& report = (*compiled)->report();
            for (const KernelRecord& record : report.kernels) {
                QVERIFY(record.loopIr.find("channels_last") == std::string::npos);
                for (const CodeRecord& part : record.parts) QVERIFY(part.loopIr.find("channels_last") == std::string::npos);
            }
            const auto pass = std::ranges::find(report.passes, "channels-last", &PassRecord::name);
            QVERIFY(pass != report.passes.end() && pass->skipped && pass->rewrites.empty());
            compareWithEager(graph, inputs, **compiled);
            const auto out = (*compiled)->run(inputs);
            VERIFY_OK(out);
            QVERIFY(asTensor((*out)[0])->isContiguous());
            const auto usual = compile(graph, {.choices = options.choices});
            VERIFY_OK(usual);
            const auto& told = std::ranges::find((*usual)->report().passes, "channels-last", &PassRecord::name)->rewrites;
            QCOMPARE(told.size(), std::size_t(2));
            QCOMPARE(toQ(rewriteText(told[0])), QString("a (aten.convolution.default) -> a (aten.convolution.default): f32[2,8,5,7] with the channels innermost"));
        }
    }

    // Written out, and as one operator by the pass: one step of a library, with the numbers of its parts.
    void attention_that_is_written_out_is_one_step_data() {
        QTest::addColumn<QString>("mask");  // from %m to %x
        QTest::newRow("none") << "%x = aten.mul.Tensor(%m, 1.0) : f32[2,3,40,40]\n";
        QTest::newRow("added, a row without a key") << "%x = aten.add.Tensor(%m, %added) : f32[2,3,40,40]\n";
        QTest::newRow("filled in, a row without a key") << "%hides = aten.eq.Scalar(%added, -inf) : bool[40,40]\n%x = aten.masked_fill.Scalar(%m, %hides, -1e9) : f32[2,3,40,40]\n";
        QTest::newRow("causal") << "%i = aten.arange.default(40) : i64[40]\n%d = aten.unsqueeze.default(%i, 1) : i64[40,1]\n%hides = aten.gt.Tensor(%i, %d) : bool[40,40]\n"
                                   "%x = aten.masked_fill.Scalar(%m, %hides, -inf) : f32[2,3,40,40]\n";
    }
    void attention_that_is_written_out_is_one_step() {
        QFETCH(QString, mask);
        const Graph graph = graphOf("input %q : f32[2,3,40,24]\ninput %k : f32[2,3,40,24]\ninput %v : f32[2,3,40,20]\ninput %added : f32[40,40]\n%t = aten.transpose.int(%k, -2, -1) : f32[2,3,24,40]\n"
                                    "%s = aten.matmul.default(%q, %t) : f32[2,3,40,40]\n%m = aten.div.Tensor(%s, 4.0) : f32[2,3,40,40]\n" + mask.toStdString() +
                                    "%w = aten.softmax.int(%x, -1) : f32[2,3,40,40]\n%y = aten.matmul.default(%w, %v) : f32[2,3,40,20]\nreturn %y");
        std::vector<double> hides(40 * 40, 0.0);
        for (std::size_t i = 0; i < hides.size(); ++i)
            if (i < 40 || i % 7 == 3) hides[i] = -std::numeric_limits<double>::infinity();
        const std::vector<Datum> inputs{ramp({2, 3, 40, 24}, -0.5), ramp({2, 3, 40, 24}, 0.25), ramp({2, 3, 40, 20}, -1), Tensor::of<double>(hides, {40, 40}).to(DType::F32)};
        for (const bool skips : {false, true}) {
            CompileOptions options;
            if (skips) options.skipPasses = {"fuse-attention"};
            const auto compiled = compile(graph, options);
            VERIFY_OK(compiled);
            const auto attention = std::ranges::count((*compiled)->report().kernels, "attention", &KernelRecord::kind);
            if (!skips && attention == 0) QSKIP("this CPU has no own matrix kernels");
            QCOMPARE(attention, skips ? 0 : 1);
            compareWithEager(graph, inputs, **compiled);
        }
        // The user may still say who computes it.
        const auto parts = compile(graph, {.choices = {.forced = {{"scaled_dot_product_attention", "parts"}}}});
        VERIFY_OK(parts);
        QVERIFY(std::ranges::find((*parts)->report().kernels, "attention", &KernelRecord::kind) == (*parts)->report().kernels.end());
        compareWithEager(graph, inputs, **parts);
    }

    // A library holds on to a weight that it keeps packed. Without the pass it keeps nothing, and the numbers are the same.
    void weights_are_packed_once_or_in_every_run() {
        Graph graph = graphOf("input %x : f32[64,48]\ninput %w : f32[80,48]\ninput %b : f32[80]\n%y = aten.linear.default(%x, %w, %b) : f32[64,80]\nreturn %y");
        const Tensor weight = ramp({80, 48}, -0.5);
        for (const auto& [name, data] : {std::pair{"w", weight}, std::pair{"b", ramp({80}, 0.25)}}) {
            graph.setInputKind(*graph.findValue(name), InputKind::Parameter, name);
            graph.setInputData(*graph.findValue(name), data);
        }
        const std::vector<Datum> inputs{ramp({64, 48}, 1)};
        long holders[2] = {};
        for (const bool skips : {false, true}) {
            CompileOptions options;
            options.choices.forced = {{"y", "gemm:14x32"}};
            if (skips) options.skipPasses = {"prepack"};
            const long before = weight.storage().use_count();
            const auto compiled = compile(graph, options);
            if (!compiled && compiled.error().code == Code::Argument) QSKIP("this CPU has no such tile");
            VERIFY_OK(compiled);
            const PassRecord& pass = (*compiled)->report().passes.back();
            QCOMPARE(toQ(pass.name), QString("prepack"));
            QCOMPARE(pass.skipped, skips);
            QCOMPARE(pass.rewrites.size(), std::size_t(skips ? 0 : 1));
            if (!skips) QVERIFY(rewriteText(pass.rewrites[0]).starts_with("w (a weight), y (aten.linear.default) -> w (a weight), y (aten.linear.default): %w in the order of gemm:14x32"));
            compareWithEager(graph, inputs, **compiled);
            holders[skips ? 1 : 0] = weight.storage().use_count() - before;
        }
        QCOMPARE(holders[0], holders[1] + 1);
    }
};

WHITTLE_TEST(LibraryStepsTest)
#include "library_steps_test.moc"

// flex_attention with compiled graphs against its reference kernel in float64: masks and scores of every kind, tensors that
// the graphs capture, sizes that fill no tile, and what it leaves to the reference kernel.
#include <cmath>

#include <omp.h>

#include "engine/eager/interpreter.h"
#include "engine/formats/open.h"
#include "engine/formats/safetensors.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Of batches, heads and shared heads, queries, keys, width of a key and of a value.
struct Shape {
    Index batch = 2, heads = 4, shared = 4, rows = 100, keys = 300, width = 16, valueWidth = 16;
};

struct Program {
    std::string score = "return %s";
    std::string mask = "%c = aten.full.default([], true, dtype=bool) : bool[]\n return %c";
    std::string captured;  // "f32[4]": of both graphs, as %w; empty: nothing
    std::string dtype = "f32";
    std::string lists = "none, none";  // the index tensors of the block mask
    std::string more;                  // statements before the node
    std::string options = "[]";
    bool maxima = false;
};

std::string textOf(const Program& p, const Shape& s, const std::string& rows, const std::string& keys) {
    const std::string captured = p.captured.empty() ? "" : fmt::format("  input %w : {}\n", p.captured), own = p.captured.empty() ? "" : "%w";
    const std::string positions = "  input %b : i32[]\n  input %h : i32[]\n  input %m : i32[]\n  input %n : i32[]\n" + captured;
    const std::string symbols = rows[0] == 's' ? "  symbol s0 in [1, 4096] hint 64\n  symbol s1 in [1, 4096] hint 64\n" : "";
    const std::string perRow = fmt::format("f32[{},{},{}]", s.batch, s.heads, rows);
    return fmt::format("whittle 1\ngraph @g {{\n{}  input %q : {}[{},{},{},{}]\n  input %k : {}[{},{},{},{}]\n  input %v : {}[{},{},{},{}]\n{}{}", symbols, p.dtype, s.batch, s.heads, rows,
                       s.width, p.dtype, s.batch, s.shared, keys, s.width, p.dtype, s.batch, s.shared, keys, s.valueWidth, captured, p.more) +
           fmt::format("  %y, %lse{} = higher_order.flex_attention(%q, %k, %v, graph @score {{\n  input %s : f32[]\n{}  {}\n}}, [{}, {}, {}, graph @mask {{\n{}  {}\n}}], 0.3, {}, [{}], [{}])"
                       " : {}[{},{},{},{}], {}{}\n  return %y, %lse{}\n}}\n",
                       p.maxima ? ", %top" : "", positions, p.score, rows[0] == 's' ? "64" : rows, keys[0] == 's' ? "64" : keys, p.lists, positions, p.mask, p.options, own, own, p.dtype, s.batch,
                       s.heads, rows, s.valueWidth, perRow, p.maxima ? ", " + perRow : "", p.maxima ? ", %top" : "");
}
std::string textOf(const Program& p, const Shape& s) { return textOf(p, s, std::to_string(s.rows), std::to_string(s.keys)); }

Tensor filled(DType dtype, Sizes sizes, int salt) {
    Tensor out = Tensor::empty(DType::F32, std::move(sizes));
    float* to = out.mutableData<float>();
    for (Index i = 0; i < out.numel(); ++i) to[i] = static_cast<float>((i * 37 + i / 103 * 53 + salt * 11) % 101) / 25.0f - 2.0f;
    return out.to(dtype);
}

std::vector<Datum> inputs(const Program& p, const Shape& s) {
    const DType dtype = *parseDType(p.dtype);
    return {filled(dtype, {s.batch, s.heads, s.rows, s.width}, 1), filled(dtype, {s.batch, s.shared, s.keys, s.width}, 2), filled(dtype, {s.batch, s.shared, s.keys, s.valueWidth}, 3)};
}

Result<Graph> graphOf(const std::string& text) {
    WHITTLE_TRY(Graph graph, parseGraph(text, findSchema));
    WHITTLE_TRY_VOID(checkGraph(graph));
    return graph;
}

struct Outcome {
    std::vector<Tensor> outputs;
    CompileReport report;
    RunProfile profile;
};

Result<Outcome> outcome(const Executable& executable, const std::vector<Datum>& given) {
    Outcome out{{}, executable.report(), {}};
    WHITTLE_TRY(const std::vector<Datum> results, executable.run(given, {}, &out.profile));
    for (const Datum& datum : results) out.outputs.push_back(std::get<Tensor>(datum).contiguous());
    return out;
}
Result<Outcome> compiled(const Graph& graph, const std::vector<Datum>& given) {
    WHITTLE_TRY(const auto executable, compile(graph, {}));
    return outcome(*executable, given);
}

// Empty when the compiled program ran on compiled graphs and agrees with float64.
std::string difference(const Graph& graph, const Executable& executable, const std::vector<Datum>& given, const std::string& dtype) {
    InterpretOptions wide;
    wide.precision = Precision::Float64;
    const auto want = interpret(graph, given, wide);
    if (!want) return "reference: " + want.error().describe();
    const auto have = outcome(executable, given);
    if (!have) return have.error().describe();
    if (!have->report.eagerFallbacks.empty() || !have->profile.refusals.empty())
        return "on the reference kernel: " + (have->profile.refusals.empty() ? have->report.decisions.back().reason : have->profile.refusals[0].reason);
    const double part = dtype == "f32" ? 2e-5 : dtype == "f16" ? 2e-3 : 1.5e-2;
    for (std::size_t i = 0; i < have->outputs.size(); ++i) {
        const Tensor &right = std::get<Tensor>(want->outputs[i]), &ours = have->outputs[i];
        if (ours.sizes() != right.sizes()) return fmt::format("output {} has other sizes", i);
        for (Index j = 0; j < ours.numel(); ++j) {
            const double a = right.flat(j), b = ours.flat(j);
            if (a == b || (std::isnan(a) && std::isnan(b))) continue;
            if (!(std::abs(a - b) <= part * (1 + std::abs(a)))) return fmt::format("output {}, element {}: {} instead of {}", i, j, b, a);
        }
    }
    return {};
}
std::string difference(const std::string& text, const std::vector<Datum>& given, const std::string& dtype) {
    const auto graph = graphOf(text);
    if (!graph) return graph.error().describe() + "\n" + text;
    const auto executable = compile(*graph, {});
    return executable ? difference(*graph, **executable, given, dtype) : executable.error().describe();
}

const std::string kCausal = "%c = aten.ge.Tensor(%m, %n) : bool[]\n return %c";
const std::string kWindow = "%c = aten.ge.Tensor(%m, %n) : bool[]\n %d = aten.sub.Tensor(%m, %n) : i32[]\n %e = aten.lt.Scalar(%d, 40) : bool[]\n"
                            " %f = aten.bitwise_and.Tensor(%c, %e) : bool[]\n return %f";
const std::string kBias = "%f = aten.index.Tensor(%w, [%h]) : f32[]\n %d = aten.sub.Tensor(%n, %m) : i32[]\n %e = aten.mul.Tensor(%f, %d) : f32[]\n"
                          " %r = aten.add.Tensor(%s, %e) : f32[]\n return %r";
const std::string kSoftCap = "%d = aten.div.Tensor(%s, 3.0) : f32[]\n %t = aten.tanh.default(%d) : f32[]\n %r = aten.mul.Tensor(%t, 3.0) : f32[]\n return %r";

}  // namespace

class FlexAttentionTest : public QObject {
    Q_OBJECT
private slots:
    void masks_and_scores_data() {
        QTest::addColumn<QString>("score");
        QTest::addColumn<QString>("mask");
        QTest::addColumn<QString>("captured");
        const QString all = toQ(Program().mask), same = toQ(Program().score);
        QTest::newRow("nothing") << same << all << "";
        QTest::newRow("causal") << same << toQ(kCausal) << "";
        QTest::newRow("window") << toQ(kSoftCap) << toQ(kWindow) << "";
        QTest::newRow("slopes") << toQ(kBias) << toQ(kWindow) << "f32[4]";
        QTest::newRow("nobody sees anything") << same << "%c = aten.lt.Tensor(%n, %b) : bool[]\n %f = aten.full.default([], false, dtype=bool) : bool[]\n"
                                                         " %d = aten.bitwise_and.Tensor(%c, %f) : bool[]\n return %d" << "";
        QTest::newRow("some rows see nothing") << same << "%o = aten.remainder.Scalar(%m, 3) : i32[]\n %c = aten.eq.Scalar(%o, 1) : bool[]\n return %c" << "";
        QTest::newRow("every third key") << same << "%o = aten.remainder.Scalar(%n, 3) : i32[]\n %c = aten.eq.Scalar(%o, 1) : bool[]\n return %c" << "";
        QTest::newRow("by head") << same << "%d = aten.mul.Scalar(%h, 70) : i32[]\n %c = aten.ge.Tensor(%n, %d) : bool[]\n return %c" << "";
        QTest::newRow("by batch") << same << "%d = aten.mul.Scalar(%b, 170) : i32[]\n %c = aten.ge.Tensor(%n, %d) : bool[]\n return %c" << "";
        QTest::newRow("documents") << same << "%x = aten.index.Tensor(%w, [%b, %m]) : i64[]\n %y = aten.index.Tensor(%w, [%b, %n]) : i64[]\n"
                                              " %c = aten.eq.Tensor(%x, %y) : bool[]\n return %c" << "i64[2,600]";
        QTest::newRow("a table of distances") << "%d = aten.sub.Tensor(%m, %n) : i32[]\n %e = aten.clamp.default(%d, -9, 9) : i32[]\n %o = aten.add.Scalar(%e, 9) : i32[]\n"
                                                 " %f = aten.index.Tensor(%w, [%h, %o]) : f32[]\n %r = aten.add.Tensor(%s, %f) : f32[]\n return %r" << toQ(kCausal) << "f32[4,19]";
        QTest::newRow("counted from the end") << "%o = aten.neg.default(%h) : i32[]\n %p = aten.sub.Scalar(%o, 1) : i32[]\n %f = aten.index.Tensor(%w, [%p]) : f32[]\n"
                                                 " %r = aten.mul.Tensor(%s, %f) : f32[]\n return %r" << all << "f32[4]";
        QTest::newRow("a part of a table") << "%f = aten.select.int(%w, 0, 1) : f32[19]\n %e = aten.clamp.default(%n, 0, 18) : i32[]\n %g = aten.index.Tensor(%f, [%e]) : f32[]\n"
                                              " %r = aten.add.Tensor(%s, %g) : f32[]\n return %r" << all << "f32[4,19]";
        QTest::newRow("a score in f16") << "%t = aten._to_copy.default(%s, dtype=f16) : f16[]\n return %t" << toQ(kCausal) << "";
        QTest::newRow("a composite operator") << "%t = aten.square.default(%s) : f32[]\n %r = aten.subtract.Tensor(%s, %t) : f32[]\n return %r" << all << "";
        QTest::newRow("no score at all") << "%r = aten._to_copy.default(%n, dtype=f32) : f32[]\n %t = aten.mul.Scalar(%r, 0.01) : f32[]\n return %t" << toQ(kWindow) << "";
        QTest::newRow("minus infinity") << "%c = aten.eq.Tensor(%m, %n) : bool[]\n %r = aten.where.ScalarOther(%c, %s, -inf) : f32[]\n return %r" << all << "";
        QTest::newRow("not a number") << "%l = aten.log.default(%s) : f32[]\n return %l" << toQ(kCausal) << "";
    }
    void masks_and_scores() {
        QFETCH(QString, score);
        QFETCH(QString, mask);
        QFETCH(QString, captured);
        const Shape shape;
        Program program{.score = score.toStdString(), .mask = mask.toStdString(), .captured = captured.toStdString()};
        std::vector<Datum> given = inputs(program, shape);
        if (captured.startsWith("i64")) {
            Tensor documents = Tensor::empty(DType::I64, {2, 600});
            for (Index i = 0; i < documents.numel(); ++i) documents.mutableData<std::int64_t>()[i] = i % 600 / (70 + 30 * (i / 600));
            given.emplace_back(documents);
        } else if (!captured.isEmpty()) {
            given.emplace_back(captured == "f32[4]" ? filled(DType::F32, {4}, 7) : filled(DType::F32, {4, 19}, 7));
        }
        const bool rounds = program.score.find("f16") != std::string::npos;
        QCOMPARE(toQ(difference(textOf(program, shape), given, rounds ? "bf16" : "f32")), QString());
    }

    void shapes_data() {
        QTest::addColumn<QString>("dtype");
        for (const char* dtype : {"f32", "f16", "bf16"}) QTest::newRow(dtype) << dtype;
    }
    void shapes() {
        QFETCH(QString, dtype);
        Program program{.score = kBias, .mask = kWindow, .captured = "f32[4]", .dtype = dtype.toStdString()};
        for (const auto& [width, valueWidth, shared] : {std::tuple<Index, Index, Index>{64, 64, 2}, {5, 33, 1}, {80, 16, 4}}) {
            Shape shape{.batch = 1, .shared = shared, .width = width, .valueWidth = valueWidth};
            const auto graph = graphOf(textOf(program, shape, "s0", "s1"));
            VERIFY_OK(graph);
            const auto executable = compile(*graph, {});
            VERIFY_OK(executable);
            for (const Index rows : {1, 3, 12, 47, 49, 130})
                for (const Index keys : {1, 31, 64, 257}) {
                    shape.rows = rows;
                    shape.keys = keys;
                    std::vector<Datum> given = inputs(program, shape);
                    given.emplace_back(filled(DType::F32, {4}, 7));
                    const std::string problem = difference(*graph, **executable, given, program.dtype);
                    QVERIFY2(problem.empty(), fmt::format("{} queries, {} keys, {} and {}: {}", rows, keys, width, valueWidth, problem).c_str());
                }
        }
    }

    void matches_pytorch() {
        const auto opened = openGraph(golden("formats/fx/torch26.flex_attention.readable.txt"));
        VERIFY_OK(opened);
        const auto expected = readSafetensors(golden("formats/fx/torch26.flex_attention.safetensors"));
        VERIFY_OK(expected);
        const std::map<std::string, std::string> keys{{"q", "in.0"}, {"k", "in.1"}, {"v", "in.2"}, {"p_slopes", "const.slopes"}};
        std::vector<Datum> given;
        for (const GraphInput& input : opened->graph.inputs()) {
            const Value& value = opened->graph.value(input.value);
            const auto key = keys.find(value.name);
            given.emplace_back(key != keys.end() ? expected->at(key->second) : Tensor::zeros(DType::I32, Sizes(static_cast<std::size_t>(std::get<TensorType>(value.type).rank()), 1)));
        }
        const auto have = compiled(opened->graph, given);
        VERIFY_OK(have);
        QVERIFY(have->report.eagerFallbacks.empty() && have->profile.refusals.empty());
        const Comparison comparison = compareTensors(expected->at("out.0"), have->outputs[0], {1e-5, 1e-5});
        QVERIFY2(comparison.ok, comparison.reason.c_str());
    }

    void maxima_are_told() {
        const Shape shape;
        Program program{.score = kSoftCap, .mask = kWindow, .options = "[[\"OUTPUT_MAX\", true]]", .maxima = true};
        QCOMPARE(toQ(difference(textOf(program, shape), inputs(program, shape), "f32")), QString());
    }

    // One compilation serves every length, the captured tensor's too.
    void lengths_that_a_run_tells() {
        const Program program{.mask = "%x = aten.index.Tensor(%w, [%m]) : i64[]\n %y = aten.index.Tensor(%w, [%n]) : i64[]\n %c = aten.eq.Tensor(%x, %y) : bool[]\n return %c", .captured = "i64[s1]"};
        const auto graph = graphOf(textOf(program, {}, "s0", "s1"));
        VERIFY_OK(graph);
        const auto executable = compile(*graph, {});
        VERIFY_OK(executable);
        for (const auto& [rows, keys] : {std::pair<Index, Index>{20, 50}, {200, 333}, {1, 1}}) {
            const Shape shape{.rows = rows, .keys = keys};
            std::vector<Datum> given = inputs(program, shape);
            Tensor documents = Tensor::empty(DType::I64, {keys});
            for (Index i = 0; i < keys; ++i) documents.mutableData<std::int64_t>()[i] = i / 37;
            given.emplace_back(documents);
            QCOMPARE(toQ(difference(*graph, **executable, given, "f32")), QString());
        }
    }

    // A minimised program holds any numbers there: only the mask's graph says who sees what.
    void index_tensors_change_nothing() {
        const Shape shape{.rows = 260, .keys = 260};
        Program program{.mask = kCausal};
        program.more = "  %z = aten.zeros.default([1, 1, 3], dtype=i32) : i32[1,1,3]\n  %zz = aten.zeros.default([1, 1, 3, 3], dtype=i32) : i32[1,1,3,3]\n";
        program.lists = "%z, %zz, %z, %zz, none, none, none, none, 128, 128";
        QCOMPARE(toQ(difference(textOf(program, shape), inputs(program, shape), "f32")), QString());
    }

    void same_bits_for_any_number_of_threads() {
        const int before = omp_get_max_threads();
        const Shape shape{.rows = 400, .keys = 400, .width = 64, .valueWidth = 64};
        for (const char* dtype : {"f32", "bf16"}) {
            const Program program{.score = kSoftCap, .mask = kWindow, .dtype = dtype};
            const auto graph = graphOf(textOf(program, shape));
            VERIFY_OK(graph);
            std::vector<Tensor> outs;
            for (const int threads : {1, 2, 5}) {
                omp_set_num_threads(threads);
                const auto out = compiled(*graph, inputs(program, shape));
                VERIFY_OK(out);
                outs.push_back(out->outputs[0]);
            }
            omp_set_num_threads(before);
            for (const Tensor& out : outs) QVERIFY(std::memcmp(out.data<std::byte>(), outs[0].data<std::byte>(), out.byteSize()) == 0);
        }
    }

    // Nodes with equal graphs share their code, which the report tells with the first of them.
    void code_is_told_and_shared() {
        const Shape shape;
        const Program program{.score = kSoftCap, .mask = kWindow};
        std::string text = textOf(program, shape);
        const std::size_t from = text.find("  %y, %lse"), to = text.find("  return %y");
        std::string again = text.substr(from, to - from);
        again.replace(again.find("%y, %lse"), 8, "%y2, %lse2");
        again.replace(again.find("(%q,"), 4, "(%y,");
        text.insert(to, again);
        text.replace(text.rfind("return %y, %lse"), 15, "return %y2, %lse");
        const auto graph = graphOf(text);
        VERIFY_OK(graph);
        const auto executable = compile(*graph, {.keepArtefacts = true});
        VERIFY_OK(executable);
        const CompileReport& report = (*executable)->report();
        QCOMPARE(report.kernels.size(), std::size_t{2});
        QCOMPARE(report.kernels[0].implementation, report.kernels[1].implementation);
        QVERIFY(report.kernels[0].implementation.ends_with("+scores-1"));
        for (std::size_t k = 0; k < 2; ++k) {
            QCOMPARE(report.kernels[k].parts.size(), std::size_t{3});
            for (const CodeRecord& part : report.kernels[k].parts) {
                QVERIFY(part.loopIr.contains("kernel " + part.name));
                QCOMPARE(part.code == "repeat", k == 1);
                QCOMPARE(part.assembly.empty(), k == 1);
                QVERIFY(part.vector.width > 1 || part.vector.isa == "scalar");
            }
        }
        QCOMPARE(report.kernels[1].parts[1].sameCodeAs, report.kernels[0].name + ".masked_scores");
    }

    void refusals_are_told_data() {
        QTest::addColumn<QString>("score");
        QTest::addColumn<QString>("mask");
        QTest::addColumn<QString>("reason");
        QTest::newRow("no lowering") << "%r = aten.polygamma.default(1, %s) : f32[]\n return %r" << toQ(kCausal)
                                     << "score_mod cannot be compiled: aten.polygamma.default has no lowering";
        QTest::newRow("wide") << "%r = aten._to_copy.default(%s, dtype=f64) : f64[]\n return %r" << toQ(kCausal) << "score_mod gives f64";
        QTest::newRow("no lowering of a mask") << "return %s" << "%f = aten._to_copy.default(%m, dtype=f32) : f32[]\n %r = aten.polygamma.default(1, %f) : f32[]\n"
                                                                 " %c = aten.gt.Scalar(%r, 0.1) : bool[]\n return %c"
                                               << "mask_mod cannot be compiled: aten.polygamma.default has no lowering";
    }
    void refusals_are_told() {
        QFETCH(QString, score);
        QFETCH(QString, mask);
        QFETCH(QString, reason);
        const Shape shape{.rows = 4, .keys = 5};
        const Program program{.score = score.toStdString(), .mask = mask.toStdString()};
        const auto graph = graphOf(textOf(program, shape));
        VERIFY_OK(graph);
        const auto out = compiled(*graph, inputs(program, shape));
        VERIFY_OK(out);
        QCOMPARE(out->report.eagerFallbacks, std::vector<std::string>{graph->nodes()[0].name});
        const Decision& told = out->report.decisions.back();
        QCOMPARE(toQ(told.rule), QString("eager-fallback"));
        QCOMPARE(toQ(told.reason), reason);
    }

    // The reference kernel names the position that is not there.
    void positions_that_are_not_there() {
        const Shape shape;
        for (const bool inMask : {false, true}) {
            Program program{.captured = "f32[4]"};
            if (inMask) program.mask = "%f = aten.index.Tensor(%w, [%n]) : f32[]\n %c = aten.gt.Scalar(%f, 0.0) : bool[]\n return %c";
            else program.score = "%f = aten.index.Tensor(%w, [%n]) : f32[]\n return %f";
            std::vector<Datum> given = inputs(program, shape);
            given.emplace_back(filled(DType::F32, {4}, 7));
            const auto graph = graphOf(textOf(program, shape));
            VERIFY_OK(graph);
            const auto out = compiled(*graph, given);
            QVERIFY(!out);
            QVERIFY2(out.error().describe().contains("index 4 is out of bounds for dimension 0 with size 4"), out.error().describe().c_str());
        }
    }
};

WHITTLE_TEST(FlexAttentionTest)
#include "flex_attention_test.moc"

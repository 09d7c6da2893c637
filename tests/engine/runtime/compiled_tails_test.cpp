// Products and convolutions that hand each part of their result to a compiled kernel, in both libraries: what the graph answers node by
// node and in float64, whatever the sizes, with special numbers, and with the same bits on any number of threads.
#include <cmath>
#include <limits>

#include <omp.h>

#include "engine/eager/interpreter.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"
#include "tests/support/graph_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
    return text;
}

Tensor filled(const Sizes& sizes, int salt) {
    std::vector<double> elements;
    for (Index i = 0; i < elementCount(sizes); ++i) elements.push_back(static_cast<double>((i * 37 + i / 101 * 53 + salt * 29) % 101) / 101.0 - 0.47);
    return Tensor::of<double>(elements, sizes);
}

// A number of each kind in the first column of a matrix, the rest being 0: they pass a product with ones as they are.
Tensor specials(const Sizes& sizes) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity(), kNan = std::numeric_limits<double>::quiet_NaN();
    const double kinds[] = {kNan, kInfinity, -kInfinity, 6e4, -6e4, -0.0, 1e-7, 3.0, -2.5, 0.75};
    std::vector<double> elements(static_cast<std::size_t>(elementCount(sizes)), 0.0);
    for (Index i = 0; i < elementCount(sizes); i += sizes.back()) elements[static_cast<std::size_t>(i)] = kinds[static_cast<std::size_t>(i / sizes.back()) % std::size(kinds)];
    return Tensor::of<double>(elements, sizes);
}

const KernelRecord* libraryStep(const CompileReport& report) {
    for (const KernelRecord& record : report.kernels)
        if (record.library) return &record;
    return nullptr;
}

std::vector<std::byte> bytesOf(const Datum& datum) {
    const Tensor dense = asTensor(datum)->contiguous();
    return {dense.data<std::byte>(), dense.data<std::byte>() + static_cast<std::size_t>(dense.numel()) * dtypeSize(dense.dtype())};
}

// Whatever is finite in float64 is near that and near eager; the rest is as in eager.
void checkRun(const Graph& graph, const std::vector<Datum>& inputs, const Executable& compiled, double tolerance) {
    const auto eager = interpret(graph, inputs, {});
    VERIFY_OK(eager);
    const auto wide = interpret(graph, inputs, {.precision = Precision::Float64});
    VERIFY_OK(wide);
    std::vector<std::byte> first;
    const int threads = omp_get_max_threads();
    for (const int count : {1, 2, 3}) {
        omp_set_num_threads(count);
        const auto actual = compiled.run(inputs);
        omp_set_num_threads(threads);
        VERIFY_OK(actual);
        const Comparison near = compareTensors(*asTensor(eager->outputs[0]), *asTensor((*actual)[0]), {tolerance, tolerance});
        QVERIFY2(near.ok, near.reason.c_str());
        const Tensor exact = asTensor(wide->outputs[0])->to(DType::F64).contiguous(), own = asTensor((*actual)[0])->to(DType::F64).contiguous();
        for (Index i = 0; i < exact.numel(); ++i) {
            const double want = exact.data<double>()[i], got = own.data<double>()[i];
            if (std::isfinite(want) && std::abs(want) < 6e4) QVERIFY2(std::abs(want - got) <= tolerance * (1 + std::abs(want)), qPrintable(QString("%1: %2, %3").arg(i).arg(want).arg(got)));
        }
        if (first.empty()) first = bytesOf((*actual)[0]);
        QVERIFY2(first == bytesOf((*actual)[0]), qPrintable(QString("other bits on %1 threads").arg(count)));
    }
}

}  // namespace

class CompiledTailsTest : public QObject {
    Q_OBJECT
private slots:
    void products_data() {
        QTest::addColumn<QString>("product");
        QTest::addColumn<QString>("tail");
        QTest::addColumn<QString>("dtype");
        QTest::addColumn<QString>("library");
        struct Tail {
            const char *name, *lines;
        };
        constexpr Tail kTails[] = {
            {"relu", "%y = aten.relu.default(%h) : T[s0,s1]"},
            {"clamp", "%y = aten.clamp.default(%h, -0.5, 2) : T[s0,s1]"},
            {"gelu", "%y = aten.gelu.default(%h) : T[s0,s1]"},
            {"hardswish", "%y = aten.hardswish.default(%h) : T[s0,s1]"},
            {"bias, gelu, residual", "%c = aten.add.Tensor(%h, %b) : T[s0,s1]\n%d = aten.gelu.default(%c, approximate=\"tanh\") : T[s0,s1]\n%y = aten.add.Tensor(%d, %r) : T[s0,s1]"},
            {"silu from parts", "%c = aten.sigmoid.default(%h) : T[s0,s1]\n%d = aten.mul.Tensor(%c, %h) : T[s0,s1]\n%y = aten.mul.Tensor(%d, 0.5) : T[s0,s1]"},
            {"column", "%y = aten.mul.Tensor(%h, %k) : T[s0,s1]"},
        };
        struct Product {
            const char *name, *line, *dtype, *library;
        };
        constexpr Product kProducts[] = {
            {"mm", "%h = aten.mm.default(%x, %w) : T[s0,s1]", "f32", "onednn"},
            {"mm", "%h = aten.mm.default(%x, %w) : T[s0,s1]", "bf16", "onednn"},
            {"mm", "%h = aten.mm.default(%x, %w) : T[s0,s1]", "f64", "gemm"},
            {"mm", "%h = aten.mm.default(%x, %w) : T[s0,s1]", "f16", "gemm"},
            {"addmm", "%h = aten.addmm.default(%r, %x, %w, beta=0.5, alpha=2) : T[s0,s1]", "f32", "gemm"},
            {"addmm", "%h = aten.addmm.default(%b, %x, %w) : T[s0,s1]", "f32", "onednn"},
        };
        for (const Product& product : kProducts)
            for (const Tail& tail : kTails)
                QTest::addRow("%s %s, %s", product.dtype, product.name, tail.name) << product.line << tail.lines << product.dtype << product.library;
    }
    // One executable for every size: vectors, edges of tiles, several parts.
    void products() {
        QFETCH(QString, product);
        QFETCH(QString, tail);
        QFETCH(QString, dtype);
        QFETCH(QString, library);
        const std::string lines = "symbol s0 in [0, 10000] hint 64\nsymbol s1 in [0, 10000] hint 64\nsymbol s2 in [0, 10000] hint 64\n"
                                  "input %x : T[s0,s2]\ninput %w : T[s2,s1]\ninput %b : T[s1]\ninput %r : T[s0,s1]\ninput %k : T[s0,1]\n" +
                                  product.toStdString() + "\n" + tail.toStdString() + "\nreturn %y";
        const Graph graph = graphOf(replaced(lines, "T[", dtype.toStdString() + "["));
        const auto compiled = compile(graph, {.keepArtefacts = true});
        VERIFY_OK(compiled);
        const KernelRecord* step = libraryStep((*compiled)->report());
        QVERIFY(step);
        QCOMPARE(toQ(step->kind), library);
        QVERIFY2(step->nodes.back() == "y", "the tail is not in the library's step");
        const DType type = asTensorType(graph.type(*graph.findValue("x")))->dtype;
        const double tolerance = type == DType::F64 ? 1e-12 : type == DType::F32 ? 2e-5 : type == DType::F16 ? 1e-2 : 6e-2;
        std::vector<Sizes> sizes{{1, 1, 1}, {1, 127, 7}, {7, 1, 127}, {7, 3, 1}, {127, 7, 33}, {127, 129, 17}};
        if (tail.contains("residual") || tail.contains("%r")) sizes.push_back({300, 700, 64});  // in several parts
        for (const Sizes& s : sizes) {
            const std::vector<Datum> inputs{filled({s[0], s[2]}, 1).to(type), filled({s[2], s[1]}, 2).to(type), filled({s[1]}, 3).to(type), filled({s[0], s[1]}, 4).to(type),
                                            filled({s[0], 1}, 5).to(type)};
            checkRun(graph, inputs, **compiled, tolerance);
            if (QTest::currentTestFailed()) return;
        }
        const std::vector<Datum> special{specials({64, 5}).to(type), Tensor::of<double>(std::vector<double>(5 * 33, 1.0), {5, 33}).to(type), filled({33}, 3).to(type),
                                         filled({64, 33}, 4).to(type), filled({64, 1}, 5).to(type)};
        checkRun(graph, special, **compiled, tolerance);
    }

    void batches_data() {
        QTest::addColumn<QString>("dtype");
        for (const char* dtype : {"f32", "bf16", "f16"}) QTest::newRow(dtype) << dtype;
    }
    void batches() {
        QFETCH(QString, dtype);
        const std::string lines = "symbol s0 in [0, 1000] hint 4\nsymbol s1 in [0, 1000] hint 4\ninput %x : T[s0,s1,24]\ninput %w : T[s0,24,s1]\ninput %m : T[s1]\n%h = aten.bmm.default(%x, %w) : T[s0,s1,s1]\n"
                                  "%c = aten.mul.Tensor(%h, 0.125) : T[s0,s1,s1]\n%d = aten.add.Tensor(%c, %m) : T[s0,s1,s1]\n%y = aten.relu.default(%d) : T[s0,s1,s1]\nreturn %y";
        const Graph graph = graphOf(replaced(lines, "T[", dtype.toStdString() + "["));
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        QVERIFY2(libraryStep((*compiled)->report())->nodes.back() == "y", "the tail is not in the library's step");
        const DType type = asTensorType(graph.type(*graph.findValue("x")))->dtype;
        for (const Sizes& s : {Sizes{1, 1}, Sizes{3, 7}, Sizes{1, 127}, Sizes{67, 65}}) {  // the last one in several parts
            const std::vector<Datum> inputs{filled({s[0], s[1], 24}, 1).to(type), filled({s[0], 24, s[1]}, 2).to(type), filled({s[1]}, 3).to(type)};
            checkRun(graph, inputs, **compiled, type == DType::F32 ? 2e-5 : type == DType::F16 ? 1e-2 : 6e-2);
            if (QTest::currentTestFailed()) return;
        }
    }

    void convolutions_data() {
        QTest::addColumn<QString>("tail");
        QTest::newRow("relu") << "%y = aten.relu.default(%h) : f32[s0,9,s1,s1]";
        QTest::newRow("residual, relu") << "%c = aten.add.Tensor(%h, %r) : f32[s0,9,s1,s1]\n%y = aten.relu.default(%c) : f32[s0,9,s1,s1]";
        QTest::newRow("scale by channel, clamp") << "%v = aten.view.default(%b, [1, 9, 1, 1]) : f32[1,9,1,1]\n%c = aten.mul.Tensor(%h, %v) : f32[s0,9,s1,s1]\n"
                                                    "%y = aten.clamp.default(%c, -0.25, 6) : f32[s0,9,s1,s1]";
        QTest::newRow("silu from parts") << "%c = aten.sigmoid.default(%h) : f32[s0,9,s1,s1]\n%y = aten.mul.Tensor(%h, %c) : f32[s0,9,s1,s1]";
    }
    void convolutions() {
        QFETCH(QString, tail);
        const Graph graph = graphOf("symbol s0 in [0, 1000] hint 2\nsymbol s1 in [0, 1000] hint 8\ninput %x : f32[s0,5,s1,s1]\ninput %w : f32[9,5,3,3]\ninput %b : f32[9]\ninput %r : f32[s0,9,s1,s1]\n"
                                    "%h = aten.convolution.default(%x, %w, %b, [1, 1], [1, 1], [1, 1], false, [0, 0], 1) : f32[s0,9,s1,s1]\n" +
                                    tail.toStdString() + "\nreturn %y");
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        QVERIFY2(libraryStep((*compiled)->report())->nodes.back() == "y", "the tail is not in the library's step");
        for (const Sizes& s : {Sizes{1, 1}, Sizes{1, 7}, Sizes{2, 7}, Sizes{3, 13}, Sizes{5, 32}}) {
            Tensor image = filled({s[0], 5, s[1], s[1]}, 1).to(DType::F32);
            image.mutableData<float>()[0] = std::numeric_limits<float>::quiet_NaN();
            image.mutableData<float>()[image.numel() - 1] = -std::numeric_limits<float>::infinity();
            const std::vector<Datum> inputs{image, filled({9, 5, 3, 3}, 2).to(DType::F32), filled({9}, 3).to(DType::F32), filled({s[0], 9, s[1], s[1]}, 4).to(DType::F32)};
            checkRun(graph, inputs, **compiled, 2e-5);
            if (QTest::currentTestFailed()) return;
        }
    }

    // A linear as exporters take it apart: the rows get their shape back before the bias is added.
    void through_views() {
        const Graph graph = graphOf("symbol s1 in [0, 1000] hint 4\ninput %x : f32[3,s1,24]\ninput %w : f32[40,24]\ninput %b : f32[40]\ninput %r : f32[3,s1,40]\ninput %p : f32[s1,40]\n"
                                    "%f = aten.view.default(%x, [-1, 24]) : f32[3*s1,24]\n%t = aten.permute.default(%w, [1, 0]) : f32[24,40]\n"
                                    "%h = aten.mm.default(%f, %t) : f32[3*s1,40]\n%v = aten.view.default(%h, [3, -1, 40]) : f32[3,s1,40]\n"
                                    "%c = aten.add.Tensor(%v, %b) : f32[3,s1,40]\n%d = aten.gelu.default(%c) : f32[3,s1,40]\n%e = aten.add.Tensor(%d, %r) : f32[3,s1,40]\n"
                                    "%y = aten.add.Tensor(%e, %p) : f32[3,s1,40]\nreturn %y");
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        QCOMPARE(libraryStep((*compiled)->report())->nodes.size(), std::size_t(6));
        for (const Index length : {1, 7, 127}) {
            const std::vector<Datum> inputs{filled({3, length, 24}, 1).to(DType::F32), filled({40, 24}, 2).to(DType::F32), filled({40}, 3).to(DType::F32),
                                            filled({3, length, 40}, 4).to(DType::F32), filled({length, 40}, 5).to(DType::F32)};
            checkRun(graph, inputs, **compiled, 2e-5);
            if (QTest::currentTestFailed()) return;
        }
    }

    // What stays with another value's reader, and a product that nobody multiplies: the nodes run one by one.
    void an_empty_product_runs_node_by_node() {
        const Graph graph = graphOf("symbol s0 in [0, 1000] hint 4\ninput %x : f32[s0,4]\ninput %w : f32[4,6]\ninput %r : f32[6]\n%h = aten.mm.default(%x, %w) : f32[s0,6]\n"
                                    "%e = aten.view.default(%r, [1, 6]) : f32[1,6]\n%c = aten.add.Tensor(%h, %e) : f32[s0,6]\n%y = aten.relu.default(%c) : f32[s0,6]\nreturn %y");
        const auto compiled = compile(graph, {});
        VERIFY_OK(compiled);
        RunProfile profile;
        const auto out = (*compiled)->run(std::vector<Datum>{Tensor::zeros(DType::F32, {0, 4}), filled({4, 6}, 0).to(DType::F32), filled({6}, 1).to(DType::F32)}, {}, &profile);
        VERIFY_OK(out);
        QCOMPARE(profile.refusals.size(), std::size_t(1));
        QCOMPARE(asTensor((*out)[0])->sizes(), (Sizes{0, 6}));
    }
};

WHITTLE_TEST(CompiledTailsTest)
#include "compiled_tails_test.moc"

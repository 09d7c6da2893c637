#include "engine/formats/tensor_fill.h"

#include "engine/formats/export_py.h"
#include "engine/formats/fx_text.h"
#include "engine/formats/open.h"
#include "engine/ir/structural_hash.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Tensor drawn(Fill how, std::uint64_t seed, DType dtype, Sizes sizes) { return *filled({how, seed}, dtype, std::move(sizes)); }

Tensor with(Tensor tensor, std::vector<std::pair<Index, float>> elements) {
    for (const auto& [position, value] : elements) tensor.mutableData<float>()[position] = value;
    return tensor;
}

Tensor floats(std::vector<float> elements, Sizes sizes) { return Tensor::of<float>(elements, std::move(sizes)); }

struct Row {
    const char* name;
    Tensor tensor;
    Fill how;
    std::uint64_t seed;
    const char* expression;
};

std::vector<Row> rows() {
    using enum Fill;
    const float nan = std::numeric_limits<float>::quiet_NaN();
    return {
        {"zeros", Tensor::zeros(DType::I64, {2, 3}), Zeros, 0, "torch.zeros((2, 3), dtype=torch.int64)"},
        {"nothing", Tensor::zeros(DType::F32, {0, 3}), Zeros, 0, "torch.zeros((0, 3), dtype=torch.float32)"},
        {"ones", Tensor::full(DType::BF16, {4}, 1), Ones, 0, "torch.ones((4,), dtype=torch.bfloat16)"},
        {"true", Tensor::full(DType::Bool, {}, 1), Ones, 0, "torch.ones((), dtype=torch.bool)"},
        {"one value", Tensor::full(DType::F64, {2}, -0.5), Full, 0, "torch.full((2,), -0.5, dtype=torch.float64)"},
        {"minus zero", Tensor::full(DType::F32, {2}, -0.0), Full, 0, "torch.full((2,), -0.0, dtype=torch.float32)"},
        {"infinity", Tensor::full(DType::F32, {}, HUGE_VAL), Full, 0, "torch.full((), float('inf'), dtype=torch.float32)"},
        {"large integer", Tensor::of<std::int64_t>(std::array{INT64_MAX, INT64_MAX}, {2}), Full, 0,
         "torch.full((2,), 9223372036854775807, dtype=torch.int64)"},
        {"counted", drawn(Arange, 0, DType::I32, {6}), Arange, 0, "torch.arange(6, dtype=torch.int32)"},
        {"counted in rows", drawn(Arange, 0, DType::F16, {2, 3}), Arange, 0, "torch.arange(6, dtype=torch.float16).reshape((2, 3))"},
        {"integers", drawn(Integers, 3, DType::I64, {20}), Integers, 3,
         "torch.randint(0, 4, (20,), generator=torch.Generator().manual_seed(3), dtype=torch.int64)"},
        {"integers of floats", drawn(Integers, 1, DType::F32, {5, 5}), Integers, 1,
         "torch.randint(-4, 5, (5, 5), generator=torch.Generator().manual_seed(1), dtype=torch.float32)"},
        {"bits", drawn(Integers, 2, DType::Bool, {40}), Integers, 2,
         "torch.randint(0, 2, (40,), generator=torch.Generator().manual_seed(2), dtype=torch.bool)"},
        {"uniform", drawn(Uniform, 0, DType::F32, {7}), Uniform, 0,
         "torch.rand((7,), generator=torch.Generator().manual_seed(0), dtype=torch.float32)"},
        {"few normal", drawn(Normal, 15, DType::F32, {3, 5}), Normal, 15,
         "torch.randn((3, 5), generator=torch.Generator().manual_seed(15), dtype=torch.float32)"},
        {"many normal", drawn(Normal, 4, DType::F32, {3, 7}), Normal, 4,
         "torch.randn((3, 7), generator=torch.Generator().manual_seed(4), dtype=torch.float32)"},
        {"normal in 16 bits", drawn(Normal, 4, DType::BF16, {64}), Normal, 4,
         "torch.randn((64,), generator=torch.Generator().manual_seed(4), dtype=torch.bfloat16)"},
        {"a list", floats({1, 2.5, -3, nan}, {2, 2}), Listed, 0, "torch.tensor([[1.0, 2.5], [-3.0, float('nan')]], dtype=torch.float32)"},
        {"a few among zeros", with(Tensor::zeros(DType::F32, {8, 8}), {{5, 1.5f}, {63, -2.f}}), Listed, 0,
         "torch.zeros(64, dtype=torch.float32).scatter(0, torch.tensor([5, 63]), torch.tensor([1.5, -2.0], dtype=torch.float32)).reshape((8, 8))"},
        {"a drawn one but for one element", with(drawn(Normal, 0, DType::F32, {100}), {{99, 7.f}}), Opaque, 0, ""},
        {"another seed", drawn(Normal, kFillSeeds, DType::F32, {100}), Opaque, 0, ""},
        {"complex zeros", Tensor::zeros(DType::C64, {2}), Zeros, 0, "torch.zeros((2,), dtype=torch.complex64)"},
    };
}

}  // namespace

class TensorFillTest : public QObject {
    Q_OBJECT
private slots:
    void is_described_data() {
        QTest::addColumn<int>("row");
        int i = 0;
        for (const Row& row : rows()) QTest::newRow(row.name) << i++;
    }
    void is_described() {
        QFETCH(int, row);
        const Row want = rows()[static_cast<std::size_t>(row)];
        const TensorFill fill = describeFill(want.tensor);
        QCOMPARE(fillName(fill.how), fillName(want.how));
        QCOMPARE(fill.seed, want.seed);
        QCOMPARE(toQ(fillExpression(fill, want.tensor)), QString(want.expression));
    }
    // Strides say where elements lie, not what they are.
    void strides_do_not_count() {
        QCOMPARE(int(describeFill(drawn(Fill::Arange, 0, DType::F32, {2, 3}).asStrided({3, 2}, {1, 3}, 0)).how), int(Fill::Listed));
        QCOMPARE(int(describeFill(floats({0, 2, 1, 3}, {4}).asStrided({2, 2}, {1, 2}, 0)).how), int(Fill::Arange));
        QCOMPARE(int(describeFill(floats({1}, {1}).asStrided({50, 50}, {0, 0}, 0)).how), int(Fill::Ones));
    }
    // A NaN that Python's nan is not, bit by bit.
    void another_nan_is_no_literal() {
        QCOMPARE(int(describeFill(floats({1, -std::numeric_limits<float>::quiet_NaN()}, {2})).how), int(Fill::Opaque));
    }
    void what_a_dtype_lacks_is_not_made() {
        QVERIFY(!filled({Fill::Normal}, DType::I64, {2}));
        QVERIFY(!filled({Fill::Arange}, DType::I8, {129}));
        QVERIFY(filled({Fill::Arange}, DType::U8, {129}));
        QVERIFY(!filled({Fill::Arange}, DType::BF16, {257}));
        QVERIFY(!filled({Fill::Integers}, DType::C64, {2}));
        QVERIFY(!filled({Fill::Full}, DType::F32, {2}));
    }

    // The script of a graph with one input a row gives all of them back, and needs a file only for what is opaque.
    void scripts_give_the_data_back() {
        for (const bool opaque : {false, true}) {
            Graph graph;
            int number = 0;
            for (const Row& row : rows()) {
                if (row.how == Fill::Opaque && !opaque) continue;
                const ValueId input = graph.addInput({.kind = InputKind::User, .data = row.tensor}, fmt::format("x{}", number++), typeOf(Datum(row.tensor)));
                graph.addOutput({.value = input});
            }
            const QTemporaryDir folder;
            const auto script = std::filesystem::path(folder.path().toStdString()) / "repro.py";
            VERIFY_OK(writeRepro(graph, script));
            QCOMPARE(std::filesystem::exists(script.parent_path() / "inputs.safetensors"), opaque);
            const auto again = openGraph(script);
            VERIFY_OK(again);
            QCOMPARE(toQ(structuralHash(again->graph).hex()), toQ(structuralHash(graph).hex()));
        }
    }
    void damaged_values_are_refused_data() {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("want");
        const QString unknown = "unsupported: 2:16: '%1' is not a value of an input that this reader knows";
        const auto row = [](const char* name, const char* value, const QString& want) { QTest::newRow(name) << value << want; };
        row("another call", "torch.load('x')", unknown.arg("torch.load('x')"));
        row("no seed", "torch.randn((2,))", unknown.arg("torch.randn((2,))"));
        row("other bounds", "torch.randint(0, 9, (2,), generator=torch.Generator().manual_seed(0))",
            unknown.arg("torch.randint(0, 9, (2,), generator=torch.Generator().manual"));
        row("outside", "torch.zeros(4).scatter(0, torch.tensor([4]), torch.tensor([1.0]))", "shape: 2:16: position 4 is outside a tensor of 4 elements");
        row("no fit", "torch.zeros(4).reshape((3, 2))", "shape: 2:16: 4 elements do not fill the shape '(3, 2)'");
        row("too large", "torch.zeros((999999999999, 99999))", "limit: 2:");
    }
    void damaged_values_are_refused() {
        QFETCH(QString, value);
        QFETCH(QString, want);
        const auto opened = openPython("GRAPH = {}\nVALUES = {'x': " + value.toStdString() + "}\ndef forward(self, x: \"f32[2]\"):\n    return (x,)\n", "r.py");
        QVERIFY2(describe(opened).startsWith(want), qPrintable(describe(opened)));
    }
};

WHITTLE_TEST(TensorFillTest)
#include "tensor_fill_test.moc"

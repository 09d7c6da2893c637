// Every operator that a library computes in eager mode against the plain loops, over sizes that libraries trip on.
#include "engine/kernels/eager_kernels.h"

#include "engine/eager/interpreter.h"
#include "engine/ops/op_builder.h"
#include "engine/tensor/compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

enum class Lie { Dense, Transposed, Padded, ChannelsLast };  // how an input lies in memory

// Values that neither repeat with a size nor overflow f16 in a sum.
Tensor filled(DType dtype, Sizes sizes, int salt) {
    Tensor out = Tensor::empty(DType::F32, std::move(sizes));
    float* to = out.mutableData<float>();
    for (Index i = 0; i < out.numel(); ++i) to[i] = static_cast<float>((i * 37 + salt * 11) % 101) / 101.0f - 0.45f;
    return out.to(dtype);
}

Tensor laid(DType dtype, const Sizes& sizes, Lie lie, int salt) {
    if (lie == Lie::Dense || sizes.empty() || elementCount(sizes) == 0) return filled(dtype, sizes, salt);
    if (lie == Lie::ChannelsLast) {
        if (sizes.size() != 4) return filled(dtype, sizes, salt);
        const Tensor base = filled(dtype, {sizes[0], sizes[2], sizes[3], sizes[1]}, salt);
        const Sizes& s = base.strides();
        return base.asStrided(sizes, {s[0], s[3], s[1], s[2]}, 0);
    }
    if (lie == Lie::Transposed && sizes.size() >= 2) {
        Sizes swapped = sizes;
        std::swap(swapped[swapped.size() - 1], swapped[swapped.size() - 2]);
        const Tensor base = filled(dtype, swapped, salt);
        Sizes strides = base.strides();
        std::swap(strides[strides.size() - 1], strides[strides.size() - 2]);
        return base.asStrided(sizes, strides, 0);
    }
    // Each row three elements longer than what is seen of it, elements two apart, the first one skipped.
    Sizes wide = sizes;
    wide.back() = wide.back() * 2 + 3;
    const Tensor base = filled(dtype, wide, salt);
    Sizes strides = base.strides();
    strides.back() = 2;
    return base.asStrided(sizes, strides, 1);
}

// A graph of one operator, with its inputs' data.
struct Single {
    Graph graph;
    std::vector<Datum> data;
    DType dtype = DType::F32;
    Lie lie = Lie::Dense;

    ValueId in(Sizes sizes) { return add(laid(dtype, sizes, lie, static_cast<int>(data.size()))); }
    ValueId mask(Sizes sizes) {  // the first row hides everything
        Tensor out = Tensor::empty(DType::Bool, sizes);
        for (Index i = 0; i < out.numel(); ++i) out.mutableData<bool>()[i] = i >= sizes.back() && i % 3 != 0;
        return add(std::move(out));
    }
    ValueId add(Tensor tensor) {
        const ValueId id = graph.addInput({}, "x", TensorType{tensor.dtype(), {tensor.sizes().begin(), tensor.sizes().end()}, {}, {}});
        data.emplace_back(std::move(tensor));
        return id;
    }
};

struct OpCase {
    const char* name;
    const char* op;
    std::vector<NamedArg> (*args)(Single& s, Index n);
};

Arg ints(std::initializer_list<int> values) { return Arg::List(values.begin(), values.end()); }

const OpCase kCases[] = {
    {"mm, rows and columns", "aten.mm.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"self", s.in({n, 7})}, {"mat2", s.in({7, n})}}; }},
    {"mm, inner", "aten.mm.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"self", s.in({3, n})}, {"mat2", s.in({n, 5})}}; }},
    {"bmm", "aten.bmm.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"self", s.in({3, n, 5})}, {"mat2", s.in({3, 5, n})}}; }},
    {"bmm, batch", "aten.bmm.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"self", s.in({n, 2, 3})}, {"mat2", s.in({n, 3, 4})}}; }},
    {"matmul, one matrix", "aten.matmul.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"self", s.in({2, 3, n})}, {"other", s.in({n, 4})}}; }},
    {"matmul, batches broadcast", "aten.matmul.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"self", s.in({2, 1, n, 5})}, {"other", s.in({3, 5, 4})}}; }},
    {"matmul, equal batches", "aten.matmul.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"self", s.in({2, 3, n, 5})}, {"other", s.in({2, 3, 5, 4})}}; }},
    {"mv", "aten.mv.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"self", s.in({4, n})}, {"vec", s.in({n})}}; }},
    {"linear", "aten.linear.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"input", s.in({2, n, 6})}, {"weight", s.in({5, 6})}}; }},
    {"linear, bias", "aten.linear.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"input", s.in({3, n})}, {"weight", s.in({5, n})}, {"bias", s.in({5})}}; }},
    {"addmm, a row", "aten.addmm.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"self", s.in({4})}, {"mat1", s.in({n, 3})}, {"mat2", s.in({3, 4})}}; }},
    {"addmm, a matrix, scaled", "aten.addmm.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"self", s.in({n, 4})}, {"mat1", s.in({n, 3})}, {"mat2", s.in({3, 4})}, {"beta", 0.5}, {"alpha", 2}}; }},
    {"addmv", "aten.addmv.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"self", s.in({4})}, {"mat", s.in({4, n})}, {"vec", s.in({n})}}; }},
    {"baddbmm", "aten.baddbmm.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"self", s.in({2, n, 4})}, {"batch1", s.in({2, n, 3})}, {"batch2", s.in({2, 3, 4})}, {"beta", 0}}; }},
    {"einsum", "aten.einsum.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"equation", "bij,bjk->bki"}, {"tensors", Arg::List{s.in({2, n, 3}), s.in({2, 3, 5})}}}; }},
    {"convolution, batch", "aten.convolution.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"input", s.in({n, 3, 6, 5})}, {"weight", s.in({4, 3, 3, 2})}, {"bias", s.in({4})}, {"stride", ints({2, 1})}, {"padding", ints({1, 0})}, {"dilation", ints({1, 2})}, {"transposed", false}, {"output_padding", ints({0, 0})}, {"groups", 1}}; }},
    {"convolution, transposed", "aten.convolution.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"input", s.in({2, 4, n, 3})}, {"weight", s.in({4, 3, 3, 2})}, {"bias", Arg()}, {"stride", ints({2, 3})}, {"padding", ints({0, 1})}, {"dilation", ints({1, 1})}, {"transposed", true}, {"output_padding", ints({1, 0})}, {"groups", 2}}; }},
    {"conv2d, space, groups", "aten.conv2d.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"input", s.in({1, 4, n + 3, n + 4})}, {"weight", s.in({6, 2, 3, 4})}, {"bias", s.in({6})}, {"groups", 2}}; }},
    {"conv2d, same, even kernel", "aten.conv2d.padding", [](Single& s, Index n) { return std::vector<NamedArg>{{"input", s.in({n, 2, 5, 6})}, {"weight", s.in({3, 2, 2, 4})}, {"padding", "same"}}; }},
    {"conv1d, no batch", "aten.conv1d.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"input", s.in({3, n + 2})}, {"weight", s.in({2, 3, 3})}, {"padding", ints({1})}}; }},
    {"attention", "aten.scaled_dot_product_attention.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"query", s.in({2, 3, n, 4})}, {"key", s.in({2, 3, 5, 4})}, {"value", s.in({2, 3, 5, 6})}}; }},
    {"attention, causal", "aten.scaled_dot_product_attention.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"query", s.in({1, n, 4})}, {"key", s.in({1, n, 4})}, {"value", s.in({1, n, 4})}, {"is_causal", true}}; }},
    {"attention, mask, heads shared", "aten.scaled_dot_product_attention.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"query", s.in({2, 4, 3, 5})}, {"key", s.in({2, 2, n, 5})}, {"value", s.in({2, 2, n, 5})}, {"attn_mask", s.mask({3, n})}, {"enable_gqa", true}}; }},
    {"flash attention", "aten._scaled_dot_product_flash_attention_for_cpu.default", [](Single& s, Index n) { return std::vector<NamedArg>{{"query", s.in({1, 2, n, 4})}, {"key", s.in({1, 2, 3, 4})}, {"value", s.in({1, 2, 3, 4})}, {"scale", 0.3}}; }},
};

Tolerance tolerance(DType dtype) {
    if (dtype == DType::F64) return {1e-12, 1e-13};
    if (dtype == DType::F32) return {1e-4, 1e-5};
    return dtype == DType::F16 ? Tolerance{2e-3, 2e-3} : Tolerance{2e-2, 1e-2};
}

}  // namespace

class EagerKernelsTest : public QObject {
    Q_OBJECT
private slots:
    void agrees_with_the_plain_loops_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("dtype");
        QTest::addColumn<int>("lie");
        QTest::addColumn<int>("n");
        constexpr std::pair<Lie, const char*> kLies[] = {{Lie::Dense, "dense"}, {Lie::Transposed, "transposed"}, {Lie::Padded, "padded"}, {Lie::ChannelsLast, "channels last"}};
        for (std::size_t i = 0; i < std::size(kCases); ++i)
            for (const DType dtype : {DType::F32, DType::F16, DType::BF16, DType::F64})
                for (const auto& [lie, lieName] : kLies)
                    for (const int n : {0, 1, 7, 127}) {
                        if (dtype != DType::F32 && n == 127) continue;
                        QTest::newRow(fmt::format("{}, {} {} {}", kCases[i].name, dtypeName(dtype), lieName, n).c_str())
                            << static_cast<int>(i) << static_cast<int>(dtype) << static_cast<int>(lie) << n;
                    }
    }
    void agrees_with_the_plain_loops() {
        QFETCH(int, which);
        QFETCH(int, dtype);
        QFETCH(int, lie);
        QFETCH(int, n);
        const OpCase& row = kCases[which];
        Single one;
        one.dtype = static_cast<DType>(dtype);
        one.lie = static_cast<Lie>(lie);
        std::vector<NamedArg> args = row.args(one, n);
        OpBuilder build(one.graph, std::make_shared<const Origin>());
        const auto outputs = build.call(row.op, std::move(args));
        VERIFY_OK(outputs);
        for (const ValueId output : *outputs) one.graph.addOutput({.value = output});

        const auto expected = interpret(one.graph, one.data, {});
        VERIFY_OK(expected);
        QVERIFY(expected->kernels.empty());
        InterpretOptions options;
        options.kernels = &m_kernels;
        const auto actual = interpret(one.graph, one.data, options);
        VERIFY_OK(actual);
        QCOMPARE(actual->kernels.size(), std::size_t(1));
        const NodeKernel& kernel = actual->kernels[0];
        QCOMPARE(toQ(kernel.node), toQ(one.graph.nodes()[0].name));
        const bool empty = std::ranges::any_of(one.data, [](const Datum& d) { return asTensor(d)->numel() == 0; });
        // What nobody computed in a library has a reason on record, and is then the plain loop's answer bit for bit.
        const bool inLibrary = !kernel.implementation.empty();
        if (!inLibrary) QVERIFY(!kernel.refusal.empty());
        if (one.dtype == DType::F32 && !empty) QVERIFY2(inLibrary, kernel.refusal.c_str());
        if (one.dtype == DType::F64 && !inLibrary && !empty) QVERIFY2(kernel.refusal.contains("for f64"), kernel.refusal.c_str());
        for (std::size_t i = 0; i < expected->outputs.size(); ++i) {
            const Tensor &want = *asTensor(expected->outputs[i]), &have = *asTensor(actual->outputs[i]);
            QCOMPARE(toQ(have.describe()), toQ(want.describe()));
            QCOMPARE(have.strides(), want.strides());  // what a view after it may do
            const Comparison comparison = compareTensors(want, have, inLibrary ? tolerance(one.dtype) : Tolerance{0, 0});
            QVERIFY2(comparison.ok, (kernel.implementation + ": " + comparison.reason).c_str());
        }
    }

    void float64_is_never_asked_for() {
        Single one;
        OpBuilder build(one.graph, std::make_shared<const Origin>());
        const ValueId a = one.in({2, 3}), b = one.in({3, 2});
        const auto output = build.one("aten.mm.default", {{"self", a}, {"mat2", b}});
        VERIFY_OK(output);
        one.graph.addOutput({.value = *output});
        InterpretOptions options;
        options.kernels = &m_kernels;
        options.precision = Precision::Float64;
        const auto result = interpret(one.graph, one.data, options);
        VERIFY_OK(result);
        QVERIFY(result->kernels.empty());
        QCOMPARE(asTensor(result->outputs[0])->dtype(), DType::F64);
    }

    void knows_operators_that_exist() {
        for (const OpCase& row : kCases) QVERIFY2(m_kernels.knows(row.op), row.op);
        for (const OpDef* op : allOps())
            if (m_kernels.knows(op->name)) QVERIFY2(op->reference, op->name.data());
        QVERIFY(!m_kernels.knows("aten.relu.default"));
        QVERIFY(!m_kernels.knows("not.an.operator"));
    }

private:
    EagerKernels m_kernels;
};

WHITTLE_TEST(EagerKernelsTest)
#include "eager_kernels_test.moc"

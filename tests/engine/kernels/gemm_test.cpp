// Our own matrix products against sums in float64, over sizes around those of panels, tiles and blocks, in every way
// that operands lie in memory.
#include <cmath>

#include <omp.h>

#include "engine/kernels/kernel_list.h"
#include "tests/support/run_op.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Tensor filled(DType dtype, Sizes sizes, int salt) {
    Tensor out = Tensor::empty(DType::F32, std::move(sizes));
    float* to = out.mutableData<float>();
    for (Index i = 0; i < out.numel(); ++i) to[i] = static_cast<float>((i * 37 + i / 101 * 53 + salt * 11) % 101) / 101.0f - 0.45f;
    return out.to(dtype);
}

enum class Lie { Rows, Columns, Gaps };

Tensor laid(DType dtype, const Sizes& sizes, Lie lie, int salt) {
    Sizes base = sizes;
    const std::size_t last = sizes.size() - 1;
    if (lie == Lie::Columns) std::swap(base[last], base[last - 1]);
    if (lie == Lie::Gaps) base[last] = base[last] * 2 + 1;
    const Tensor all = filled(dtype, base, salt);
    Sizes strides = all.strides();
    if (lie == Lie::Columns) std::swap(strides[last], strides[last - 1]);
    if (lie == Lie::Gaps) strides[last] = 2;
    return all.asStrided(sizes, strides, lie == Lie::Gaps ? 1 : 0);
}

// One operator by the row of the table that is ours, whoever would be asked first.
Result<Tensor> runOwn(std::string_view op, const std::vector<NamedArg>& args, const std::vector<Datum>& tensors, KernelSession& session,
                      const KernelContext& context = {}) {
    for (const KernelCandidate& candidate : kernelCandidates()) {
        if (candidate.op != op || candidate.library != "gemm") continue;
        std::vector<Type> types;
        for (const Datum& datum : tensors) types.push_back(typeOf(datum));
        const auto at = [](ValueId id) { return static_cast<std::size_t>(id.index()); };
        WHITTLE_TRY(KernelCall call, KernelCall::prepare(*findOp(op), args, [&](ValueId id) -> const Type& { return types[at(id)]; },
                                                         [&](ValueId id) -> const Datum& { return tensors[at(id)]; }, context));
        WHITTLE_TRY([[maybe_unused]] const std::string name, candidate.claim(call, session, {}));
        WHITTLE_TRY_VOID(candidate.run(call, session, {}));
        return *asTensor(call.takeOutputs()[0]);
    }
    return fail(Code::NotFound, "no row of ours for {}", op);
}

std::vector<double> wide(const Tensor& tensor) {
    const Tensor dense = tensor.to(DType::F64).contiguous();
    return {dense.data<double>(), dense.data<double>() + dense.numel()};
}

double unit(DType dtype) {
    switch (dtype) {
        case DType::F64: return 0x1p-53;
        case DType::F16: return 0x1p-11;
        case DType::BF16: return 0x1p-8;
        default: return 0x1p-24;
    }
}

// The largest error in units of what one rounding of the result and the chain of sums may add; above 1 is wrong.
double worst(const Tensor& have, const std::vector<double>& a, const std::vector<double>& b, Index batch, Index m, Index n, Index k) {
    const std::vector<double> out = wide(have);
    const double sumUnit = have.dtype() == DType::F64 ? 0x1p-53 : 0x1p-24;
    double most = 0;
    std::vector<double> row(static_cast<std::size_t>(n)), size(static_cast<std::size_t>(n));
    for (Index i = 0; i < batch * m; ++i) {
        std::fill(row.begin(), row.end(), 0);
        std::fill(size.begin(), size.end(), 0);
        for (Index d = 0; d < k; ++d)
            for (Index j = 0; j < n; ++j) {
                const double product = a[static_cast<std::size_t>(i * k + d)] * b[static_cast<std::size_t>((i / m * k + d) * n + j)];
                row[static_cast<std::size_t>(j)] += product;
                size[static_cast<std::size_t>(j)] += std::abs(product);
            }
        for (Index j = 0; j < n; ++j) {
            const auto at = static_cast<std::size_t>(j);
            const double error = std::abs(out[static_cast<std::size_t>(i * n + j)] - row[at]);
            const double allowed = unit(have.dtype()) * std::abs(row[at]) * 1.01 + sumUnit * size[at] * (2 + std::sqrt(static_cast<double>(k))) + 0x1p-24;
            most = std::isnan(error) ? 1e9 : std::max(most, error / allowed);
        }
    }
    return most;
}

constexpr DType kTypes[] = {DType::F32, DType::F16, DType::BF16, DType::F64};

}  // namespace

class GemmTest : public QObject {
    Q_OBJECT
private slots:
    void products_data() {
        QTest::addColumn<int>("dtype");
        QTest::addColumn<int>("left");
        QTest::addColumn<int>("right");
        constexpr const char* kNames[] = {"rows", "columns", "gaps"};
        for (const DType dtype : kTypes)
            for (const auto& [left, right] : {std::pair{Lie::Rows, Lie::Rows}, {Lie::Rows, Lie::Columns}, {Lie::Columns, Lie::Rows}, {Lie::Gaps, Lie::Gaps}})
                QTest::newRow(fmt::format("{} {} {}", dtypeName(dtype), kNames[static_cast<int>(left)], kNames[static_cast<int>(right)]).c_str())
                    << static_cast<int>(dtype) << static_cast<int>(left) << static_cast<int>(right);
    }
    void products() {
        QFETCH(int, dtype);
        QFETCH(int, left);
        QFETCH(int, right);
        KernelSession session;
        const Index sizes[] = {1, 4, 7, 63, 64, 65, 127, 1009};
        for (const Index m : sizes)
            for (const Index n : sizes)
                for (const Index k : sizes) {
                    if (m * n * k > 200'000 && !(m == 65 && n == 127)) continue;  // one large one for each depth
                    const Tensor a = laid(static_cast<DType>(dtype), {m, k}, static_cast<Lie>(left), 1), b = laid(static_cast<DType>(dtype), {k, n}, static_cast<Lie>(right), 2);
                    const auto out = runOwn("aten.mm.default", {{"self", tensorArg(0)}, {"mat2", tensorArg(1)}}, {a, b}, session);
                    VERIFY_OK(out);
                    const double error = worst(*out, wide(a), wide(b), 1, m, n, k);
                    QVERIFY2(error <= 1, fmt::format("{}x{}x{}: {} times what may be", m, n, k, error).c_str());
                }
    }

    void batches_data() {
        QTest::addColumn<int>("dtype");
        for (const DType dtype : kTypes) QTest::newRow(std::string(dtypeName(dtype)).c_str()) << static_cast<int>(dtype);
    }
    void batches() {
        QFETCH(int, dtype);
        KernelSession session;
        const auto type = static_cast<DType>(dtype);
        for (const auto& [m, n, k] : {std::tuple<Index, Index, Index>{65, 33, 20}, {3, 70, 9}, {1, 1, 1}, {15, 2, 40}}) {
            const Tensor a = laid(type, {2, 3, m, k}, Lie::Rows, 1), b = laid(type, {2, 3, k, n}, Lie::Columns, 2);
            const std::vector<NamedArg> args{{"self", tensorArg(0)}, {"other", tensorArg(1)}};
            const auto out = runOwn("aten.matmul.default", args, {a, b}, session);
            VERIFY_OK(out);
            QCOMPARE(out->sizes(), (Sizes{2, 3, m, n}));
            QVERIFY(worst(*out, wide(a), wide(b), 6, m, n, k) <= 1);
            // One matrix for the whole batch, by a stride of 0.
            const Tensor one = filled(type, {k, n}, 4);
            const Tensor shared = one.asStrided({2, 3, k, n}, {0, 0, n, 1}, 0);
            const auto again = runOwn("aten.matmul.default", args, {a, shared}, session);
            VERIFY_OK(again);
            QVERIFY(worst(*again, wide(a), wide(shared), 6, m, n, k) <= 1);
        }
    }

    // What is around a product: out = beta * added + alpha * product, rounded once.
    void sums_around_a_product_data() {
        QTest::addColumn<int>("dtype");
        QTest::addColumn<int>("rows");
        for (const DType dtype : kTypes)
            for (const int rows : {1, 40}) QTest::newRow(fmt::format("{}, {} rows", dtypeName(dtype), rows).c_str()) << static_cast<int>(dtype) << rows;
    }
    void sums_around_a_product() {
        QFETCH(int, dtype);
        QFETCH(int, rows);
        KernelSession session;
        const auto type = static_cast<DType>(dtype);
        const Index m = rows, k = 30, n = 50;
        const Tensor a = filled(type, {m, k}, 1), b = filled(type, {k, n}, 2);
        const std::vector<double> left = wide(a), right = wide(b);
        for (const Sizes& sizes : {Sizes{n}, Sizes{m, n}, Sizes{m, 1}, Sizes{1, n}, Sizes{}})
            for (const auto& [beta, alpha] : {std::pair{1.0, 1.0}, {0.5, 2.0}, {0.0, 1.0}, {0.0, 0.25}}) {
                Tensor added = filled(type, sizes, 3);
                if (beta == 0) added = Tensor::full(type, sizes, std::nan(""));
                const auto out = runOwn("aten.addmm.default", {{"self", tensorArg(0)}, {"mat1", tensorArg(1)}, {"mat2", tensorArg(2)}, {"beta", beta}, {"alpha", alpha}}, {added, a, b}, session);
                VERIFY_OK(out);
                for (Index i = 0; i < m; ++i)
                    for (Index j = 0; j < n; ++j) {
                        double want = 0;
                        for (Index d = 0; d < k; ++d) want += left[static_cast<std::size_t>(i * k + d)] * right[static_cast<std::size_t>(d * n + j)];
                        const Index column = sizes.empty() || sizes.back() == 1 ? 0 : j, row = sizes.size() == 2 && sizes[0] > 1 ? i : 0;
                        want = alpha * want + (beta == 0 ? 0 : beta * added.flat(sizes.empty() ? 0 : row * sizes.back() + column));
                        const double have = out->flat(i * n + j);
                        QVERIFY2(std::abs(have - want) <= unit(type) * std::abs(want) * 1.01 + (type == DType::F64 ? 1e-13 : 1e-5), fmt::format("[{},{}]: {} instead of {}", i, j, have, want).c_str());
                    }
            }
    }

    void linear_and_bias() {
        KernelSession session;
        for (const DType type : kTypes) {
            const Tensor x = filled(type, {2, 5, 33}, 1), w = filled(type, {40, 33}, 2), bias = filled(type, {40}, 3);
            const auto out = runOwn("aten.linear.default", {{"input", tensorArg(0)}, {"weight", tensorArg(1)}, {"bias", tensorArg(2)}}, {x, w, bias}, session);
            VERIFY_OK(out);
            const auto want = runOp("aten.linear.default", {{"input", tensorArg(0)}, {"weight", tensorArg(1)}, {"bias", tensorArg(2)}},
                                    {x.to(DType::F64), w.to(DType::F64), bias.to(DType::F64)});
            VERIFY_OK(want);
            for (Index i = 0; i < out->numel(); ++i)
                QVERIFY(std::abs(out->flat(i) - asTensor((*want)[0])->flat(i)) <= unit(type) * std::abs(out->flat(i)) * 1.01 + 1e-5);
        }
    }

    void same_bits_for_any_number_of_threads() {
        const int before = omp_get_max_threads();
        for (const DType type : kTypes)
            for (const Sizes& sizes : {Sizes{300, 270, 600}, Sizes{2, 900, 800}, Sizes{700, 1, 900}}) {
                const Tensor a = filled(type, {sizes[0], sizes[2]}, 1), b = filled(type, {sizes[2], sizes[1]}, 2);
                std::vector<Tensor> outs;
                for (const int threads : {1, 2, 5}) {
                    omp_set_num_threads(threads);
                    KernelSession session;
                    const auto out = runOwn("aten.mm.default", {{"self", tensorArg(0)}, {"mat2", tensorArg(1)}}, {a, b}, session);
                    VERIFY_OK(out);
                    outs.push_back(*out);
                }
                omp_set_num_threads(before);
                for (const Tensor& out : outs) QVERIFY(std::ranges::equal(out.storage()->bytes(), outs[0].storage()->bytes()));
            }
    }

    // A weight is packed once and its panels give the same bits; a tensor that may change is not kept.
    void weights_are_packed_once() {
        const Tensor w = filled(DType::F16, {70, 90}, 2), x = filled(DType::F16, {40, 70}, 1);
        KernelSession session;
        const std::vector<NamedArg> args{{"self", tensorArg(0)}, {"mat2", tensorArg(1)}};
        const auto fresh = runOwn("aten.mm.default", args, {x, w}, session);
        VERIFY_OK(fresh);
        const long before = w.storage().use_count();
        QCOMPARE(runOwn("aten.mm.default", args, {x, w}, session).has_value(), true);
        QCOMPARE(w.storage().use_count(), before);
        KernelContext context;
        context.isWeight = [](ValueId id) { return id.index() == 1; };
        for (int i = 0; i < 2; ++i) {
            const auto packed = runOwn("aten.mm.default", args, {x, w}, session, context);
            QCOMPARE(w.storage().use_count(), before + 1);
            VERIFY_OK(packed);
            QVERIFY(std::ranges::equal(fresh->storage()->bytes(), packed->storage()->bytes()));
        }
        // Whoever writes to the weight writes to a copy of his own.
        Tensor mine = w;
        mine.mutableData<Half>()[0] = Half(3.0f);
        QVERIFY(mine.storage() != w.storage());
    }

    void convolutions_data() {
        QTest::addColumn<QList<int>>("image");   // N, C, sizes
        QTest::addColumn<QList<int>>("filter");  // O, sizes
        QTest::addColumn<QList<int>>("window");  // stride, padding, dilation
        using L = QList<int>;
        QTest::newRow("3x3") << L{2, 5, 9, 7} << L{8, 3, 3} << L{1, 1, 1};
        QTest::newRow("3x3, every other pixel") << L{3, 16, 13, 10} << L{33, 3, 3} << L{2, 1, 1};
        QTest::newRow("3x3, spread") << L{1, 7, 12, 12} << L{70, 3, 3} << L{1, 2, 2};
        QTest::newRow("7x7, every other pixel") << L{1, 3, 32, 32} << L{17, 7, 7} << L{2, 3, 1};
        QTest::newRow("the image as it lies") << L{2, 24, 6, 11} << L{40, 1, 1} << L{1, 0, 1};
        QTest::newRow("1x1 with a border") << L{2, 6, 4, 4} << L{5, 1, 1} << L{1, 1, 1};
        QTest::newRow("one filter, one channel") << L{1, 1, 5, 5} << L{1, 2, 2} << L{1, 0, 1};
        QTest::newRow("in several stretches") << L{2, 32, 48, 48} << L{6, 3, 3} << L{1, 1, 1};
        QTest::newRow("a wide border") << L{1, 3, 4, 4} << L{5, 3, 3} << L{1, 6, 1};
        QTest::newRow("a line") << L{2, 3, 127} << L{9, 5} << L{3, 2, 1};
        QTest::newRow("a space") << L{1, 2, 5, 6, 7} << L{4, 2, 3, 2} << L{1, 1, 1};
    }
    void convolutions() {
        QFETCH(QList<int>, image);
        QFETCH(QList<int>, filter);
        QFETCH(QList<int>, window);
        const Sizes in(image.begin(), image.end());
        Sizes filters(filter.begin(), filter.end());
        filters.insert(filters.begin() + 1, in[1]);
        const auto each = [&](int value) { return Arg(Arg::List(in.size() - 2, Arg(std::int64_t{value}))); };
        const std::vector<NamedArg> args{{"input", tensorArg(0)}, {"weight", tensorArg(1)}, {"bias", tensorArg(2)}, {"stride", each(window[0])}, {"padding", each(window[1])}, {"dilation", each(window[2])},
                                         {"transposed", false}, {"output_padding", each(0)}, {"groups", std::int64_t{1}}};
        for (const DType type : kTypes) {
            Tensor x = filled(DType::F32, in, 1);
            x.mutableData<float>()[x.numel() / 2] = std::numeric_limits<float>::infinity();
            x = x.to(type);
            const Tensor w = filled(type, filters, 2), bias = filled(type, {filters[0]}, 3);
            const auto want = runOp("aten.convolution.default", args, {x.to(DType::F64), w.to(DType::F64), bias.to(DType::F64)});
            VERIFY_OK(want);
            KernelContext fastest;
            fastest.layout = ResultLayout::Fastest;
            fastest.isWeight = [](ValueId id) { return id.index() == 1; };
            KernelSession session;
            std::optional<Tensor> first;
            for (const KernelContext& context : {KernelContext(), fastest, fastest}) {  // the third one finds the filters packed
                const auto out = runOwn("aten.convolution.default", args, {x, w, bias}, session, context);
                VERIFY_OK(out);
                QCOMPARE(out->sizes(), asTensor((*want)[0])->sizes());
                const std::vector<double> have = wide(*out), exact = wide(*asTensor((*want)[0]));
                for (std::size_t i = 0; i < have.size(); ++i)
                    QVERIFY2(std::isnan(exact[i]) ? std::isnan(have[i]) : have[i] == exact[i] || std::abs(have[i] - exact[i]) <= unit(type) * std::abs(exact[i]) * 1.01 + (type == DType::F64 ? 1e-13 : 2e-5),
                             fmt::format("{}: {} instead of {}", i, have[i], exact[i]).c_str());
                if (first) QVERIFY(wide(*first) == have || std::ranges::any_of(have, [](double v) { return std::isnan(v); }));
                first = *out;
            }
        }
    }
    void convolutions_have_the_same_bits_on_any_number_of_threads() {
        const int before = omp_get_max_threads();
        const auto both = [](int value) { return Arg(Arg::List(2, Arg(std::int64_t{value}))); };
        const std::vector<NamedArg> args{{"input", tensorArg(0)}, {"weight", tensorArg(1)}, {"bias", Arg()}, {"stride", both(1)}, {"padding", both(1)}, {"dilation", both(1)},
                                         {"transposed", false}, {"output_padding", both(0)}, {"groups", std::int64_t{1}}};
        std::vector<std::vector<double>> outs;
        for (const int threads : {1, 2, 5}) {
            omp_set_num_threads(threads);
            KernelSession session;
            const auto out = runOwn("aten.convolution.default", args, {filled(DType::F32, {2, 40, 30, 30}, 1), filled(DType::F32, {50, 40, 3, 3}, 2)}, session);
            VERIFY_OK(out);
            outs.push_back(wide(*out));
        }
        omp_set_num_threads(before);
        QVERIFY(outs[0] == outs[1] && outs[0] == outs[2]);
    }

    // Both libraries keep packed weights in one store: what does not fit is brought into order in every run, and is told.
    void packed_weights_share_one_bound() {
        const Tensor w = filled(DType::F16, {70, 90}, 2), x = filled(DType::F16, {40, 70}, 1);
        const std::vector<NamedArg> args{{"self", tensorArg(0)}, {"mat2", tensorArg(1)}};
        KernelContext context;
        context.isWeight = [](ValueId id) { return id.index() == 1; };
        KernelSession roomy, small(nullptr, nullptr, 1000);
        const long before = w.storage().use_count();
        const auto kept = runOwn("aten.mm.default", args, {x, w}, roomy, context);
        VERIFY_OK(kept);
        QCOMPARE(w.storage().use_count(), before + 1);
        QVERIFY(roomy.notes().empty());
        for (int run = 0; run < 2; ++run) {
            const auto repacked = runOwn("aten.mm.default", args, {x, w}, small, context);
            VERIFY_OK(repacked);
            QVERIFY(std::ranges::equal(kept->storage()->bytes(), repacked->storage()->bytes()));
            QCOMPARE(w.storage().use_count(), before + 1);
            QCOMPARE(small.notes().size(), std::size_t(1));
            QVERIFY2(toQ(small.notes()[0]).startsWith("1 weight (0.0 MB) is brought"), small.notes()[0].c_str());
        }
    }

    void refuses() {
        KernelSession session;
        const std::vector<NamedArg> args{{"self", tensorArg(0)}, {"mat2", tensorArg(1)}};
        const Tensor empty = Tensor::zeros(DType::F32, {2, 0}), other = Tensor::zeros(DType::F32, {0, 3});
        QCOMPARE(describe(runOwn("aten.mm.default", args, {empty, other}, session)), QString("unsupported: own matrix kernels do not multiply empty matrices"));
        const Tensor whole = Tensor::zeros(DType::I64, {2, 2});
        QCOMPARE(describe(runOwn("aten.mm.default", args, {whole, whole}, session)), QString("unsupported: own matrix kernels have none for i64"));
    }
};

WHITTLE_TEST(GemmTest)
#include "gemm_test.moc"

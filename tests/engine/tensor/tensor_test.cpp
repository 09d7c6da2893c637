#include "engine/tensor/tensor.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "engine/tensor/convert.h"
#include "engine/tensor/datum.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

Tensor counting(Sizes sizes) {
    std::vector<float> values(static_cast<std::size_t>(elementCount(sizes)));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
    return Tensor::of<float>(std::span<const float>(values), std::move(sizes));
}

QString elements(const Tensor& tensor) {
    QStringList out;
    for (Index i = 0; i < tensor.numel(); ++i) out << QString::number(tensor.flat(i));
    return out.join(' ');
}

}  // namespace

Q_DECLARE_METATYPE(whittle::Sizes)
Q_DECLARE_METATYPE(whittle::DType)

class TensorTest : public QObject {
    Q_OBJECT
private slots:
    void names_of_dtypes() {
        for (int i = 0; i < kDTypeCount; ++i) {
            const auto dtype = static_cast<DType>(i);
            QVERIFY(parseDType(dtypeName(dtype)) == dtype);
            QVERIFY(parseTorchDType(dtypeInfo(dtype).torchName) == dtype);
            QVERIFY(parseTorchDType(fmt::format("torch.{}", dtypeInfo(dtype).torchName)) == dtype);
            visitDType(dtype, [&](auto tag) {
                QCOMPARE(sizeof tag, dtypeSize(dtype));
                QVERIFY(DTypeOf<decltype(tag)>::value == dtype);
            });
        }
        QVERIFY(parseDType("b8") == DType::Bool);
        QVERIFY(parseTorchDType("long") == DType::I64);
        QVERIFY(!parseDType("f8"));
        QVERIFY(!parseTorchDType("torch.complex32"));
        QVERIFY(!parseDType(""));
    }

    void views_read_the_same_storage() {
        const Tensor rows = counting({2, 3});
        QCOMPARE(elements(rows.asStrided({3, 2}, {1, 3}, 0)), QString("0 3 1 4 2 5"));
        QCOMPARE(elements(rows.asStrided({2, 2}, {3, 2}, 0)), QString("0 2 3 5"));
        QCOMPARE(elements(rows.asStrided({2, 3}, {0, 1}, 3)), QString("3 4 5 3 4 5"));  // expanded
        QCOMPARE(elements(rows.viewAs({6})), QString("0 1 2 3 4 5"));
        const Index index[] = {1, 2};
        QCOMPARE(rows.at(index), 5.0);
        QCOMPARE(toQ(rows.describe()), QString("f32[2,3]"));
        QCOMPARE(toQ(Tensor().describe()), QString("undefined"));
        QCOMPARE(Tensor::scalar(DType::I8, 3).flatInt(0), std::int64_t{3});
    }

    void contiguity_data() {
        QTest::addColumn<Sizes>("sizes");
        QTest::addColumn<Sizes>("strides");
        QTest::addColumn<bool>("want");
        QTest::newRow("scalar") << Sizes{} << Sizes{} << true;
        QTest::newRow("row-major") << Sizes{2, 3} << Sizes{3, 1} << true;
        QTest::newRow("transposed") << Sizes{3, 2} << Sizes{1, 3} << false;
        QTest::newRow("stride of a size-1 dim is free") << Sizes{2, 1, 3} << Sizes{3, 77, 1} << true;
        QTest::newRow("empty") << Sizes{0, 3} << Sizes{9, 9} << true;
        QTest::newRow("expanded") << Sizes{2, 3} << Sizes{0, 1} << false;
        QTest::newRow("with gaps") << Sizes{2, 2} << Sizes{3, 1} << false;
    }
    void contiguity() {
        QFETCH(Sizes, sizes);
        QFETCH(Sizes, strides);
        QTEST(counting({6}).asStrided(sizes, strides, 0).isContiguous(), "want");
    }

    void contiguous_copies_only_when_needed() {
        const Tensor rows = counting({2, 3});
        QVERIFY(rows.contiguous().storage() == rows.storage());
        const Tensor columns = rows.asStrided({3, 2}, {1, 3}, 0).contiguous();
        QVERIFY(columns.isContiguous() && columns.storage() != rows.storage());
        QCOMPARE(elements(columns), QString("0 3 1 4 2 5"));
        QCOMPARE(elements(counting({24}).asStrided({2, 2, 3}, {12, 1, 2}, 1).contiguous()),
                 QString("1 3 5 2 4 6 13 15 17 14 16 18"));
        QCOMPARE(counting({6}).asStrided({0, 3}, {1, 2}, 0).contiguous().numel(), Index{0});
        const Tensor window = counting({6}).asStrided({3, 1}, {1, 5}, 0).contiguous();
        QVERIFY(window.strides() == (Sizes{1, 1}));  // kernels step over a dimension of 1 by its stride, too
    }

    void a_write_is_seen_by_one_tensor_only() {
        Tensor a = counting({2, 2});
        const float* alone = a.data<float>();
        QCOMPARE(a.mutableData<float>(), alone);  // nobody else: in place
        const Tensor copy = a;
        a.mutableData<float>()[0] = 100;
        QCOMPARE(elements(a), QString("100 1 2 3"));
        QCOMPARE(elements(copy), QString("0 1 2 3"));

        Tensor view = copy.asStrided({2, 2}, {1, 2}, 0);
        view.mutableData<float>()[1] = 200;  // now row-major and private
        QCOMPARE(elements(view), QString("0 200 1 3"));
        QVERIFY(view.strides() == (Sizes{2, 1}));
        QCOMPARE(elements(copy), QString("0 1 2 3"));
    }

    void borrowed_bytes_are_never_written() {
        const auto owner = std::make_shared<std::vector<float>>(std::vector<float>{1, 2, 3});
        {
            Result<Tensor> tensor = Tensor::overStorage(Storage::borrow(std::as_bytes(std::span(*owner)), owner),
                                                        DType::F32, {2}, {1}, 1);
            VERIFY_OK(tensor);
            QCOMPARE(owner.use_count(), 2L);
            QCOMPARE(elements(*tensor), QString("2 3"));
            tensor->mutableData<float>()[0] = 9;
            QCOMPARE(elements(*tensor), QString("9 3"));
        }
        QCOMPARE(owner.use_count(), 1L);
        QVERIFY(*owner == (std::vector<float>{1, 2, 3}));
    }

    // A storage of 6 floats.
    void storage_bounds_data() {
        QTest::addColumn<Sizes>("sizes");
        QTest::addColumn<Sizes>("strides");
        QTest::addColumn<qint64>("offset");
        QTest::addColumn<QString>("want");
        const Index huge = std::numeric_limits<Index>::max();
        const auto row = [](const char* name, Sizes sizes, Sizes strides, qint64 offset, const char* want) {
            QTest::newRow(name) << std::move(sizes) << std::move(strides) << offset << want;
        };
        row("all of it", {2, 3}, {3, 1}, 0, "ok");
        row("the last element", {}, {}, 5, "ok");
        row("one past the end", {}, {}, 6, "shape: sizes [], strides [], offset 6 reach past a storage of 6 elements");
        row("too many rows", {3, 3}, {3, 1}, 0, "shape: sizes [3,3], strides [3,1], offset 0 reach past a storage of 6 elements");
        row("offset pushes it out", {2, 3}, {3, 1}, 1,
            "shape: sizes [2,3], strides [3,1], offset 1 reach past a storage of 6 elements");
        row("overlapping", {4, 3}, {1, 1}, 0, "ok");
        row("expanded", {1000000}, {0}, 5, "ok");
        row("empty at the end", {0}, {1}, 6, "ok");
        row("empty past the end", {0}, {1}, 7, "shape: sizes [0], strides [1], offset 7 reach past a storage of 6 elements");
        row("empty with huge strides", {0, 2}, {huge, 1}, 0, "ok");
        row("ranks differ", {2, 3}, {1}, 0, "shape: 2 sizes but 1 strides");
        row("negative offset", {1}, {1}, -1, "shape: negative storage offset -1");
        row("negative size", {-1}, {1}, 0, "shape: negative size or stride in sizes [-1], strides [1]");
        row("negative stride", {2}, {-1}, 5, "shape: negative size or stride in sizes [2], strides [-1]");
        row("reach overflows", {huge}, {huge}, 0,
            "shape: sizes [9223372036854775807] with strides [9223372036854775807] overflow");
        row("count overflows", {huge, huge}, {0, 0}, 0, "shape: sizes [9223372036854775807,9223372036854775807] overflow");
    }
    void storage_bounds() {
        QFETCH(Sizes, sizes);
        QFETCH(Sizes, strides);
        QFETCH(qint64, offset);
        QTEST(describe(Tensor::overStorage(Storage::allocate(24), DType::F32, sizes, strides, offset)), "want");
    }

    // As torch 2.11 answers for torch.tensor(value, dtype=float64).to(dtype) on x86-64.
    void conversions_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<DType>("dtype");
        QTest::addColumn<double>("want");
        const double lowest = static_cast<double>(std::numeric_limits<std::int64_t>::min());
        const auto row = [](const char* name, double value, DType dtype, double want) {
            QTest::newRow(name) << value << dtype << want;
        };
        row("truncates down", 2.9, DType::I32, 2);
        row("truncates up", -2.9, DType::I32, -2);
        row("wraps i8", 300, DType::I8, 44);
        row("wraps u8", -1, DType::U8, 255);
        row("wraps i32", 4294967301.0, DType::I32, 5);
        row("past i64", 1e30, DType::I64, lowest);
        row("NaN to i64", kNan, DType::I64, lowest);
        row("NaN to i32 keeps the low bits", kNan, DType::I32, 0);
        row("infinity to u8", kInf, DType::U8, 0);
        row("zero is false", 0, DType::Bool, 0);
        row("negative zero is false", -0.0, DType::Bool, 0);
        row("a fraction is true", 0.25, DType::Bool, 1);
        row("NaN is true", kNan, DType::Bool, 1);
        row("NaN stays", kNan, DType::F16, kNan);
        row("f16 overflows", 70000, DType::F16, kInf);
        row("bf16 rounds", 1.00390625, DType::BF16, 1);
        row("f32 rounds", 16777217, DType::F32, 16777216);
    }
    void conversions() {
        QFETCH(double, value);
        QFETCH(DType, dtype);
        QFETCH(double, want);
        const double got = Tensor::scalar(DType::F64, value).to(dtype).flat(0);
        QVERIFY2(got == want || (std::isnan(got) && std::isnan(want)), fmt::format("got {}", got).c_str());
    }

    void to_keeps_or_converts() {
        const Tensor rows = counting({2, 2});
        QVERIFY(rows.to(DType::F32).storage() == rows.storage());
        QCOMPARE(elements(rows.asStrided({2, 2}, {1, 2}, 0).to(DType::I16)), QString("0 2 1 3"));
        const std::int64_t large[] = {(std::int64_t{1} << 53) + 1};
        QCOMPARE(Tensor::of<std::int64_t>(large, {1}).flatInt(0), large[0]);
        QCOMPARE(Tensor::of<std::int64_t>(large, {1}).to(DType::I32).flatInt(0), std::int64_t{1});
        for (int from = 0; from < kDTypeCount; ++from)
            for (int to = 0; to < kDTypeCount; ++to) {
                const Tensor one = Tensor::full(static_cast<DType>(from), {3}, 1).to(static_cast<DType>(to));
                QCOMPARE(elements(one), QString("1 1 1"));
            }
    }

    void complex_numbers_are_pairs() {
        using C = std::complex<float>;
        const C values[] = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
        const Tensor matrix = Tensor::of<C>(values, {2, 2});
        const Tensor swapped = matrix.asStrided({2, 2}, {1, 2}, 0);
        QCOMPARE(elements(swapped.viewAsReal()), QString("1 2 5 6 3 4 7 8"));
        QVERIFY(swapped.viewAsReal().storage() == matrix.storage());
        QVERIFY(swapped.viewAsReal().viewAsComplex().flatComplex(1) == std::complex<double>(5, 6));
        QCOMPARE(elements(matrix.to(DType::I32)), QString("1 3 5 7"));
        QCOMPARE(elements(Tensor::of<C>(std::span(values).first(1), {1}).to(DType::Bool)), QString("1"));
        QVERIFY(counting({2}).to(DType::C128).flatComplex(1) == std::complex<double>(1, 0));
        QCOMPARE(toQ(describe(Datum(matrix))), QString("c64[2,2]"));
        QVERIFY(complexOf(DType::F64) == DType::C128 && realOf(DType::C128) == DType::F64 && wideDType(DType::C64) == DType::C128);
    }

    void data_describe_themselves() {
        QCOMPARE(toQ(describe(Datum())), QString("None"));
        QCOMPARE(toQ(describe(Datum(counting({2})))), QString("f32[2]"));
        QCOMPARE(toQ(describe(Datum(std::int64_t{5}))), QString("int 5"));
        QCOMPARE(toQ(describe(Datum(0.5))), QString("float 0.5"));
        QCOMPARE(toQ(describe(Datum(true))), QString("bool True"));
    }

private:
    static std::string describe(const Datum& datum) { return whittle::describe(datum); }
    template <class T>
    static QString describe(const Result<T>& result) { return whittle::test::describe(result); }
};

WHITTLE_TEST(TensorTest)
#include "tensor_test.moc"

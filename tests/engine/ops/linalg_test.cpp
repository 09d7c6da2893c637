// Factorisations multiplied back: their vectors are unique only up to signs, so that a recording of PyTorch's could
// not tell right from wrong. What has one answer is recorded in tests/golden/ops/linalg.
#include <cmath>

#include "engine/ops/linalg.h"
#include "engine/tensor/compare.h"
#include "tests/support/op_case.h"
#include "tests/support/run_op.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

Q_DECLARE_METATYPE(whittle::DType)
Q_DECLARE_METATYPE(whittle::Sizes)

class LinalgTest : public QObject {
    Q_OBJECT
private slots:
    void factors_data() {
        QTest::addColumn<DType>("dtype");
        QTest::addColumn<Sizes>("sizes");
        for (const DType dtype : {DType::F32, DType::F64, DType::C64, DType::C128})
            for (const Sizes& sizes : {Sizes{3, 3}, Sizes{5, 2}, Sizes{2, 5}, Sizes{2, 3, 4}, Sizes{1, 1}, Sizes{0, 2}, Sizes{40, 30}})
                QTest::addRow("%s", Tensor::empty(dtype, sizes).describe().c_str()) << dtype << sizes;
    }
    void factors() {
        QFETCH(DType, dtype);
        QFETCH(Sizes, sizes);
        const Tensor a = wavy(dtype, sizes);
        for (const bool full : {false, true}) {
            const auto svd = run("aten.linalg_svd.default", a, {{"full_matrices", full}});
            const Index k = std::min(ops::rowsOf(a), ops::columnsOf(a));
            const Tensor u = firstColumns(svd[0], k), vh = ops::transposed(firstColumns(ops::transposed(svd[2]), k));
            verifyNear(a, ops::product(scaled(u, svd[1]), vh));
            verifyOrthonormal(svd[0]);
            verifyOrthonormal(ops::adjointOf(svd[2]));
        }
        for (const char* mode : {"reduced", "complete"}) {
            const auto qr = run("aten.linalg_qr.default", a, {{"mode", std::string(mode)}});
            verifyNear(a, ops::product(qr[0], qr[1]));
            verifyOrthonormal(qr[0]);
        }
        const auto lu = run("aten.linalg_lu.default", a, {});
        verifyNear(a, ops::product(ops::product(lu[0], lu[1]), lu[2]));
    }

    void eigenvectors_data() {
        QTest::addColumn<DType>("dtype");
        for (const DType dtype : {DType::F32, DType::F64, DType::C64, DType::C128}) QTest::newRow(dtypeName(dtype).data()) << dtype;
    }
    void eigenvectors() {
        QFETCH(DType, dtype);
        const Tensor a = wavy(dtype, {2, 6, 6}), hermitian = ops::product(a, ops::adjointOf(a));
        const auto eigh = run("aten.linalg_eigh.default", hermitian, {});
        verifyNear(hermitian, ops::product(scaled(eigh[1], eigh[0]), ops::adjointOf(eigh[1])));
        verifyOrthonormal(eigh[1]);
        for (Index i = 1; i < 6; ++i) QVERIFY(eigh[0].flat(i - 1) <= eigh[0].flat(i));
        const auto eig = run("aten.linalg_eig.default", a, {});
        verifyNear(ops::product(a.to(eig[1].dtype()), eig[1]), scaled(eig[1], eig[0]));
    }

    void errors_data() {
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << want; };
        row("aten.linalg_inv.default(f32[2,2]{1,2,2,4})",
            "run: linalg.inv: The diagonal element 2 is zero, the inversion could not be completed because the input matrix is singular.");
        row("aten.linalg_inv.default(f32[1,2,2]{1,2,2,4})",
            "run: linalg.inv: (Batch element 0): The diagonal element 2 is zero, the inversion could not be completed because the input "
            "matrix is singular.");
        row("aten.linalg_cholesky.default(f64[2,2]{1,2,2,1})",
            "run: linalg.cholesky: The factorization could not be completed because the input is not positive-definite (the leading minor "
            "of order 2 is not positive-definite).");
        row("aten.linalg_solve.default(f32[1,1]{0}, f32[1])", "run: torch.linalg.solve: The solver failed because the input matrix is singular.");
        row("aten.linalg_eigh.default(f32[1,1]{nan})",
            "run: linalg.eigh: The algorithm failed to converge because the input matrix contained non-finite values.");
        row("aten.det.default(f16[2,2])", "type: det.1: Low precision dtypes not supported. Got float16");
        row("aten.linalg_det.default(i64[2,2])", "type: linalg.det.1: Expected a floating point or complex tensor as input. Got int64");
        row("aten.linalg_det.default(f32[2])", "shape: linalg.det.2: The input tensor A must have at least 2 dimensions, it is f32[2]");
        row("aten.linalg_det.default(f32[2,3])",
            "shape: linalg.det.3: A must be batches of square matrices, but they are 2 by 3 matrices");
    }
    void errors() {
        QFETCH(QString, want);
        QCOMPARE(opRun(QTest::currentDataTag()), want);
    }

private:
    /// Numbers without a pattern that would make a matrix singular.
    static Tensor wavy(DType dtype, const Sizes& sizes) {
        Sizes pairs = sizes;
        pairs.push_back(2);
        Tensor out = Tensor::empty(DType::F64, pairs);
        double* to = out.mutableData<double>();
        for (Index i = 0; i < out.numel(); ++i) to[i] = std::sin(static_cast<double>(i * i + 2 * i + 1));
        return out.viewAsComplex().to(dtype);
    }
    static std::vector<Tensor> run(std::string_view op, const Tensor& a, std::vector<NamedArg> more) {
        std::vector<NamedArg> args{{findSchema(op)->args[0].name, ValueId(0)}};
        for (NamedArg& arg : more) args.push_back(std::move(arg));
        const auto got = runOp(op, args, {a});
        if (!got) qFatal("%s: %s", std::string(op).c_str(), got.error().describe().c_str());
        std::vector<Tensor> out;
        for (const Datum& datum : *got) out.push_back(*asTensor(datum));
        return out;
    }
    static Tensor firstColumns(const Tensor& x, Index count) {
        Sizes sizes = x.sizes();
        sizes.back() = count;
        return x.asStrided(sizes, x.strides(), x.offset());
    }
    /// Column j times values[j].
    static Tensor scaled(const Tensor& x, const Tensor& values) {
        const auto got = runOp("aten.mul.Tensor", {{"self", ValueId(0)}, {"other", ValueId(1)}},
                               {x, values.asStrided([&] {
                                        Sizes sizes = values.sizes();
                                        sizes.insert(sizes.end() - 1, 1);
                                        return sizes;
                                    }(), [&] {
                                        Sizes strides = values.strides();
                                        strides.insert(strides.end() - 1, 0);
                                        return strides;
                                    }(), values.offset())});
        return *asTensor(got->front());
    }
    static void verifyNear(const Tensor& want, const Tensor& have) {
        const double tolerance = realOf(want.dtype()) == DType::F32 ? 1e-4 : 1e-11;
        const Comparison comparison = compareTensors(want, have, {tolerance, tolerance});
        QVERIFY2(comparison.ok, comparison.reason.c_str());
    }
    static void verifyOrthonormal(const Tensor& q) {
        verifyNear(ops::identity(q.dtype(), ops::batchOf(q), ops::columnsOf(q)), ops::product(ops::adjointOf(q), q));
    }
};

WHITTLE_TEST(LinalgTest)
#include "linalg_test.moc"

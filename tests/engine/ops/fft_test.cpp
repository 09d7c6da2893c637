// The transform itself at every way through it, against the sum that defines it; what PyTorch answers is recorded
// in tests/golden/ops/fft.
#include <cmath>
#include <numbers>

#include "engine/ops/fft_transform.h"
#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;
using ops::FftDirection;
using Complex = std::complex<double>;

class FftTest : public QObject {
    Q_OBJECT
private slots:
    void every_length() {
        for (Index n = 1; n <= 150; ++n)
            for (const FftDirection direction : {FftDirection::Forward, FftDirection::Backward}) {
                const double sign = direction == FftDirection::Forward ? -1 : 1;
                std::vector<Complex> in, out(static_cast<std::size_t>(n));
                for (Index k = 0; k < n; ++k) in.emplace_back(std::sin(double(k * k + 1)), std::cos(double(3 * k)));
                ops::FftLine(n, direction).run(in.data(), 1, out.data());
                double worst = 0;
                for (Index k = 0; k < n; ++k) {
                    Complex sum;
                    for (Index j = 0; j < n; ++j) sum += in[std::size_t(j)] * std::polar(1.0, sign * 2 * std::numbers::pi * double(j * k % n) / double(n));
                    worst = std::max(worst, std::abs(sum - out[std::size_t(k)]));
                }
                QVERIFY2(worst < 1e-12 * double(n), fmt::format("length {}: {}", n, worst).c_str());
            }
    }

    void steps_between_elements() {
        const Complex in[] = {1, 100, 2, 100, 3, 100, 4};
        Complex out[4];
        ops::FftLine(4, FftDirection::Forward).run(in, 2, out);
        QVERIFY(std::abs(out[0] - Complex(10)) < 1e-15 && std::abs(out[1] - Complex(-2, 2)) < 1e-15);
    }

    // 2^18 + 3 is prime: by the definition this would take minutes.
    void a_long_prime_is_quick() {
        const Index n = 262147;
        std::vector<Complex> in(static_cast<std::size_t>(n)), out(in.size());
        in[1] = 1;
        ops::FftLine(n, FftDirection::Forward).run(in.data(), 1, out.data());
        for (const Index k : {Index{0}, Index{1}, n / 2, n - 1})
            QVERIFY(std::abs(out[std::size_t(k)] - std::polar(1.0, -2 * std::numbers::pi * double(k) / double(n))) < 1e-9);
    }

    void types_data() {
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << want; };
        row("aten.fft_rfft.default(f32[s0,s1])", "c64[s0,(s1//2) + 1]");
        row("aten.fft_fft.default(f64[s0], n=7)", "c128[7]");
        row("aten.fft_irfft.default(c64[s0])", "f32[2*s0 - 2]");
        row("aten.fft_fftn.default(i64[2,s0])", "c64[2,s0]");
        row("aten.stft.default(f32[s0], n_fft=8, return_complex=true)", "c64[5,((s0 - 8)//2) + 1]");
        row("aten.fft_rfft.default(c64[4])", "type: fft_rfft.1: expects a real input tensor, but got c64[4]");
        row("aten.fft_fft.default(f16[4])", "type: fft_fft.1: Unsupported dtype float16; cast the input to float32");
        row("aten.fft_fft.default(f32[])", "shape: fft_fft.2: the input needs at least one dimension");
        row("aten.fft_fft.default(f32[4], n=0)", "argument: fft_fft.3: Invalid number of data points (0) specified");
        row("aten.fft_fft.default(f32[4], norm=\"max\")",
            "argument: fft_fft.4: Invalid normalization mode: \"max\"; use backward, ortho or forward");
        row("aten.fft_fftn.default(f32[4], s=[2,2])",
            "argument: fft_fftn.5: Got shape with 2 values but input tensor only has 1 dimensions.");
        row("aten.fft_fftn.default(f32[4,4], s=[2], dim=[0,1])",
            "argument: fft_fftn.6: When given, dim and shape arguments must have the same length");
        row("aten.fft_rfftn.default(f32[4], dim=[])", "argument: fft_rfftn.7: fft_rfftn must transform at least one axis");
        row("aten.sort.default(c64[4])", "type: \"sort\" not implemented for 'ComplexFloat' or 'ComplexDouble'; view_as_real gives the parts");
    }
    void types() {
        QFETCH(QString, want);
        QCOMPARE(opTypes(QTest::currentDataTag()), want);
    }
};

WHITTLE_TEST(FftTest)
#include "fft_test.moc"

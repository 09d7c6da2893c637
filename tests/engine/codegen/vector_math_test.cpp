// Every inline function against the next wider precision of libm, over all exponents of its argument.
#include "engine/codegen/math_bounds.h"

#include <bit>
#include <cmath>
#include <limits>

#include "engine/codegen/cpu_jit.h"
#include "engine/tensor/tensor.h"
#include "tests/support/loops.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

Q_DECLARE_METATYPE(whittle::LoopOp)
Q_DECLARE_METATYPE(whittle::VectorIsa)

namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

template <class T>
T exactly(LoopOp op, T x, T y) {
    switch (op) {
        case LoopOp::Exp: return std::exp(x);
        case LoopOp::Exp2: return std::exp2(x);
        case LoopOp::Expm1: return std::expm1(x);
        case LoopOp::Log: return std::log(x);
        case LoopOp::Log2: return std::log2(x);
        case LoopOp::Log10: return std::log10(x);
        case LoopOp::Log1p: return std::log1p(x);
        case LoopOp::Sin: return std::sin(x);
        case LoopOp::Cos: return std::cos(x);
        case LoopOp::Tan: return std::tan(x);
        case LoopOp::Asin: return std::asin(x);
        case LoopOp::Acos: return std::acos(x);
        case LoopOp::Atan: return std::atan(x);
        case LoopOp::Sinh: return std::sinh(x);
        case LoopOp::Cosh: return std::cosh(x);
        case LoopOp::Tanh: return std::tanh(x);
        case LoopOp::Asinh: return std::asinh(x);
        case LoopOp::Acosh: return std::acosh(x);
        case LoopOp::Atanh: return std::atanh(x);
        case LoopOp::Erf: return std::erf(x);
        case LoopOp::Erfc: return std::erfc(x);
        case LoopOp::Pow: return std::pow(x, y);
        default: return std::numeric_limits<T>::quiet_NaN();
    }
}

// How far `got` is from the exact value in units of the last place of T there; -1 where NaN, infinity or the sign of
// zero is not C's.
template <class T, class Wide>
double distance(T got, Wide exact) {
    const T nearest = static_cast<T>(exact);
    if (std::isnan(nearest) || std::isnan(got)) return std::isnan(nearest) && std::isnan(got) ? 0 : -1;
    if (std::isinf(nearest) || std::isinf(got)) return got == nearest ? 0 : -1;
    if (got == 0 && nearest == 0) return std::signbit(got) == std::signbit(nearest) ? 0 : -1;
    constexpr int kDigits = std::numeric_limits<T>::digits, kLowest = std::numeric_limits<T>::min_exponent;
    const int exponent = exact == 0 ? kLowest : std::max(std::ilogb(exact) + 1, kLowest);
    return static_cast<double>(std::fabs(static_cast<Wide>(got) - exact) / std::ldexp(Wide(1), exponent - kDigits));
}

// Every exponent and sign with mantissas at the ends and spread over the middle, and the special values.
template <class T>
std::vector<T> arguments() {
    using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    constexpr int kFraction = std::numeric_limits<T>::digits - 1;
    constexpr Bits kMask = (Bits(1) << kFraction) - 1;
    constexpr int kExponents = sizeof(T) == 4 ? 255 : 2047;
    constexpr int kSamples = sizeof(T) == 4 ? 1024 : 96;
    std::vector<T> out{T(0), T(-0.0), T(kInf), T(-kInf), T(kNan)};
    std::uint64_t state = 1;
    for (int exponent = 0; exponent < kExponents; ++exponent)
        for (int i = 0; i < kSamples; ++i) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            const Bits fraction = i < 4 ? Bits(i) : i < 8 ? kMask - Bits(i - 4) : static_cast<Bits>(state >> 8) & kMask;
            const T value = std::bit_cast<T>((Bits(exponent) << kFraction) | fraction);
            out.push_back(value);
            out.push_back(-value);
        }
    return out;
}

template <class T>
std::vector<T> compute(LoopOp op, VectorIsa isa, const std::vector<T>& x, const std::vector<T>& y) {
    const auto n = static_cast<Index>(x.size());
    const DType dtype = sizeof(T) == 4 ? DType::F32 : DType::F64;
    const TensorType type{dtype, {n}, {}, {}};
    const bool pair = loopOpInfo(op).operands == 2;
    HandKernel hand(pair ? std::vector{type, type} : std::vector{type});
    const LoopKernel kernel = hand.finish(type, [&](LoopBuilder& loops) {
        loops.store(pair ? binary(op, loops.load(input(0)), loops.load(input(1))) : unary(op, loops.load(input(0))));
    });
    Result<CpuJit> jit = CpuJit::create(isa);
    if (!jit) return {};
    const Result<CompiledKernel> compiled = jit->compile(kernel);
    if (!compiled) return {};
    std::vector<T> out(x.size());
    std::vector<void*> buffers{const_cast<T*>(x.data())};
    if (pair) buffers.push_back(const_cast<T*>(y.data()));
    buffers.push_back(out.data());
    compiled->run(buffers.data(), nullptr, 0, *compiled->steps.constant());
    return out;
}

template <class T, class Wide>
QString worst(LoopOp op, VectorIsa isa, const std::vector<T>& x, const std::vector<T>& y, double bound) {
    const std::vector<T> got = compute(op, isa, x, y);
    if (got.size() != x.size()) return "did not compile";
    double most = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const T second = y.empty() ? T(0) : y[i];
        const Wide exact = exactly<Wide>(op, x[i], second);
        const double off = distance<T, Wide>(got[i], exact);
        if (off < 0 || off > bound)
            return QString("%1(%2, %3) = %4, exactly %5: %6 units off").arg(loopOpInfo(op).name.data()).arg(double(x[i]), 0, 'g', 17)
                .arg(double(second), 0, 'g', 17).arg(double(got[i]), 0, 'g', 17).arg(double(exact), 0, 'g', 17).arg(off);
        most = std::max(most, off);
    }
    qInfo("%s: at most %.3f units off", loopOpInfo(op).name.data(), most);
    return {};
}

}  // namespace

class VectorMathTest : public QObject {
    Q_OBJECT
private slots:
    void stays_within_its_bound_data() {
        QTest::addColumn<LoopOp>("op");
        QTest::addColumn<VectorIsa>("isa");
        QTest::addColumn<double>("f32");
        QTest::addColumn<double>("f64");
        const std::pair<const char*, VectorIsa> isas[] = {{"baseline", VectorIsa::Baseline}, {"avx2", VectorIsa::Avx2}, {"host", VectorIsa::Host}};
        for (const auto& [name, isa] : isas)
            for (const MathBound& bound : mathBounds())
                QTest::addRow("%s on %s", loopOpInfo(bound.op).name.data(), name) << bound.op << isa << bound.f32 << bound.f64;
    }
    void stays_within_its_bound() {
        QFETCH(LoopOp, op);
        QFETCH(VectorIsa, isa);
        QFETCH(double, f32);
        QFETCH(double, f64);
        std::vector<float> x = arguments<float>(), y;
        if (loopOpInfo(op).operands == 2) {
            // Powers that stay in range, small whole ones, and every pair of special values.
            std::uint64_t state = 7;
            for (const float base : x) {
                state = state * 6364136223846793005u + 1442695040888963407u;
                const double size = std::fabs(std::log2(std::fabs(double(base))));
                const double unit = double(state >> 11) * 0x1p-53 * 2 - 1;
                y.push_back(state % 4 == 0 ? float(std::round(unit * 12)) : float(unit * 150 / std::max(size, 1e-3)));
            }
            const double specials[] = {0.0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, 1e9, -1e9, 16777215, -16777215, 1e-40, -1e-40, kInf, -kInf, kNan};
            for (const double a : specials)
                for (const double b : specials) {
                    x.push_back(float(a));
                    y.push_back(float(b));
                }
        }
        if (f32 > 0) QCOMPARE((worst<float, double>(op, isa, x, y, f32)), QString());
        if (f64 > 0) QCOMPARE((worst<double, long double>(op, isa, arguments<double>(), {}, f64)), QString());
    }
};

WHITTLE_TEST(VectorMathTest)
#include "vector_math_test.moc"

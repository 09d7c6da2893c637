// Special functions, in double from series, recurrences and asymptotic forms that are good to about 1e-13, then rounded
// once. Integers enter as the default float. Proof: tests/golden/ops/special.
#include <cmath>
#include <numbers>

#include "engine/ops/all_ops.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/promote.h"

namespace whittle::ops {
namespace {

// --- gamma and its kin ---

double digamma(double x) {
    if (x == 0) return std::copysign(INFINITY, -x);
    if (x < 0 && x == std::floor(x)) return NAN;
    if (x < 0) return digamma(1 - x) - std::numbers::pi / std::tan(std::numbers::pi * x);
    double out = 0;
    for (; x < 10; ++x) out -= 1 / x;  // the asymptotic series needs a large argument
    const double y = 1 / (x * x);
    return out + std::log(x) - 0.5 / x - y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y * (5.0 / 660 - y * 691.0 / 32760)))));
}

/// Hurwitz: sum of (k + q)^-x from k = 0, by Euler and Maclaurin.
double zeta(double x, double q) {
    if (x == 1) return INFINITY;
    if (x < 1) return NAN;
    if (q <= 0) {
        if (q == std::floor(q)) return INFINITY;
        if (x != std::floor(x)) return NAN;
    }
    double sum = 0, at = q;
    for (int i = 0; i < 12 || at <= 9; ++i, ++at) sum += std::pow(at, -x);
    sum += std::pow(at, 1 - x) / (x - 1) + 0.5 * std::pow(at, -x);
    // B_2j / (2j)!
    constexpr double kTerms[] = {1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160, -691.0 / 1307674368000.0, 1.0 / 74724249600.0};
    double factor = x * std::pow(at, -x - 1), k = x;
    for (const double term : kTerms) {
        sum += term * factor;
        factor *= (k + 1) * (k + 2) / (at * at);
        k += 2;
    }
    return sum;
}

double polygamma(int n, double x) {
    if (n == 0) return digamma(x);
    return (n % 2 == 0 ? -1.0 : 1.0) * std::exp(std::lgamma(n + 1.0)) * zeta(n + 1.0, x);
}

/// The regularised lower incomplete gamma function and its complement: a series below, a continued fraction above.
struct Gammas {
    double lower, upper;
};
Gammas gammas(double a, double x) {
    if (std::isnan(a) || std::isnan(x) || a < 0 || x < 0) return {NAN, NAN};
    if (a == 0) return x > 0 ? Gammas{1, 0} : Gammas{NAN, NAN};
    if (x == 0) return {0, 1};
    if (std::isinf(a)) return std::isinf(x) ? Gammas{NAN, NAN} : Gammas{0, 1};
    if (std::isinf(x)) return {1, 0};
    const double front = std::exp(a * std::log(x) - x - std::lgamma(a));
    constexpr int kMost = 10000;
    if (x < a + 1) {
        double term = 1 / a, sum = term;
        for (int i = 1; i < kMost && std::fabs(term) > std::fabs(sum) * 1e-17; ++i) sum += term *= x / (a + i);
        const double lower = std::min(sum * front, 1.0);
        return {lower, 1 - lower};
    }
    double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
    for (int i = 1; i < kMost; ++i) {
        const double step = -i * (i - a);
        b += 2;
        d = 1 / (step * d + b);
        c = b + step / c;
        h *= d * c;
        if (std::fabs(d * c - 1) < 1e-16) break;
    }
    return {1 - front * h, front * h};
}

double multigammaln(double x, int p) {
    double out = p * (p - 1) / 4.0 * std::log(std::numbers::pi);
    for (int i = 0; i < p; ++i) out += std::lgamma(x - i / 2.0);
    return out;
}

// --- error functions and the normal distribution ---

double erfcx(double x) {
    if (x < 25) return std::exp(x * x) * std::erfc(x);
    const double y = 1 / (2 * x * x);  // asymptotic where erfc underflows
    return std::numbers::inv_sqrtpi / x * (1 - y * (1 - 3 * y * (1 - 5 * y)));
}

double ndtr(double x) { return 0.5 * std::erfc(-x * std::numbers::sqrt2 / 2); }

double logNdtr(double x) {
    const double t = x * std::numbers::sqrt2 / 2;
    return x < -1 ? std::log(erfcx(-t) / 2) - t * t : std::log1p(-std::erfc(t) / 2);
}

/// Inverse of ndtr: Acklam's rational start, then Newton steps in double.
double ndtri(double p) {
    if (!(p >= 0 && p <= 1)) return NAN;
    if (p == 0 || p == 1) return p == 0 ? -INFINITY : INFINITY;
    if (p > 0.5) return -ndtri(1 - p);
    double x;
    if (p < 0.02425) {
        const double q = std::sqrt(-2 * std::log(p));
        x = (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783) /
            ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1);
    } else {
        const double q = p - 0.5, r = q * q;
        x = (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r + 1.383577518672690e+02) * r - 3.066479806614716e+01) * r + 2.506628277459239) * q /
            (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r + 6.680131188771972e+01) * r - 1.328068155288572e+01) * r + 1);
    }
    for (int i = 0; i < 3; ++i) {
        const double density = std::exp(-x * x / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
        if (density == 0) break;
        x -= (ndtr(x) - p) / density;
    }
    return x;
}

double entr(double x) { return std::isnan(x) ? x : x > 0 ? -x * std::log(x) : x == 0 ? 0 : -INFINITY; }

// --- Bessel functions: the standard library has them for x >= 0 ---

double bessel0(double x) { return std::isinf(x) ? 0 : std::cyl_bessel_j(0, std::fabs(x)); }
double bessel1(double x) { return std::isinf(x) ? 0 : std::copysign(1.0, x) * std::cyl_bessel_j(1, std::fabs(x)); }
double besselY(double order, double x) { return std::isnan(x) || x < 0 ? NAN : x == 0 ? -INFINITY : std::isinf(x) ? 0 : std::cyl_neumann(order, x); }

/// exp(-|x|) I_n(|x|): the sum of positive terms, asymptotic where that would overflow.
double scaledI(int order, double x) {
    x = std::fabs(x);
    if (std::isnan(x)) return x;
    if (std::isinf(x)) return 0;
    if (x < 40) {
        double term = order == 0 ? 1 : x / 2, sum = term;
        for (int k = 1; k < 200 && term > sum * 1e-18; ++k) sum += term *= x * x / 4 / (k * double(k + order));
        return sum * std::exp(-x);
    }
    const double mu = 4.0 * order * order;
    double term = 1, sum = 1;
    for (int k = 1; k < 20; ++k) sum += term *= -(mu - (2 * k - 1) * double(2 * k - 1)) / (k * 8 * x);
    return sum / std::sqrt(2 * std::numbers::pi * x);
}

double i0(double x) { return std::isinf(x) ? INFINITY : scaledI(0, x) * std::exp(std::fabs(x)); }
double i1(double x) { return std::isinf(x) ? x : std::copysign(scaledI(1, x), x) * std::exp(std::fabs(x)); }
double i0e(double x) { return scaledI(0, x); }
double i1e(double x) { return std::isnan(x) ? x : std::copysign(scaledI(1, x), x); }

double sinc(double x) { return x == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x); }

// --- types and kernels ---

Result<Types> unaryType(const OpCall& call) {
    const TensorType& self = call.type("self");
    return Types{TensorType{floatOf(self.dtype, call.precision()), self.sizes, {}, self.device}};
}

template <class F>
void mapUnary(KernelCall& call, F fn) {
    const DType dtype = call.outputType().dtype;
    visitFloat(dtype, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [&](C x) { return static_cast<C>(fn(static_cast<double>(x))); }, operand(call, "self", dtype));
    });
}

template <double (*fn)(double)>
Result<void> unaryReference(KernelCall& call) {
    mapUnary(call, fn);
    return {};
}

Result<Types> polygammaType(const OpCall& call) {
    WHITTLE_TRY(const std::int64_t n, call.integer("n"));
    if (n < 0 || n > 1000) return fail(Code::Argument, "polygamma.1: polygamma(n, x) does not support negative n, it is {}", n);
    return unaryType(call);
}
Result<void> polygammaReference(KernelCall& call) {
    const auto n = static_cast<int>(call.size("n"));
    mapUnary(call, [n](double x) { return polygamma(n, x); });
    return {};
}

Result<Types> multigammaType(const OpCall& call) {
    WHITTLE_TRY(const std::int64_t p, call.integer("p"));
    if (p < 1 || p > 1000) return fail(Code::Argument, "mvlgamma.1: p has to be greater than or equal to 1, it is {}", p);
    WHITTLE_TRY_VOID(refuseBool(call, call.type("self").dtype));
    return unaryType(call);
}
Result<void> multigammaReference(KernelCall& call) {
    const auto p = static_cast<int>(call.size("p"));
    mapUnary(call, [p](double x) { return multigammaln(x, p); });
    return {};
}

Result<Types> pairType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    return both.as(floatOf(both.dtype, call.precision()));
}

template <double (*fn)(double, double)>
Result<void> pairReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    visitFloat(dtype, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [](C a, C b) { return static_cast<C>(fn(static_cast<double>(a), static_cast<double>(b))); },
                       operand(call, "self", dtype), operand(call, "other", dtype));
    });
    return {};
}

double lowerGamma(double a, double x) { return gammas(a, x).lower; }
double upperGamma(double a, double x) { return gammas(a, x).upper; }
double xlogy(double a, double b) { return std::isnan(b) ? b : a == 0 ? 0 : a * std::log(b); }
double xlog1py(double a, double b) { return std::isnan(b) ? b : a == 0 ? 0 : a * std::log1p(b); }
double erfDouble(double x) { return std::erf(x); }
double erfcDouble(double x) { return std::erfc(x); }
double exp2Double(double x) { return std::exp2(x); }
double expm1Double(double x) { return std::expm1(x); }
double log1pDouble(double x) { return std::log1p(x); }
double lgammaDouble(double x) { return std::lgamma(x); }
double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

#define WHITTLE_UNARY(op, text, fn) \
    {.name = "aten." op ".default", .schema = op "(Tensor self) -> Tensor", .summary = text, .inferType = unaryType, .reference = unaryReference<fn>}
#define WHITTLE_WITH_TWIN(op, text, fn) \
    WHITTLE_UNARY(op, text, fn), \
    {.name = "aten." op "_.default", .schema = op "_(Tensor(a!) self) -> Tensor(a!)", .summary = "In place: " text, .functional = "aten." op ".default"}
#define WHITTLE_PAIR(op, overload, args, text, fn) \
    {.name = "aten." op "." overload, .schema = args, .summary = text, .inferType = pairType, .reference = pairReference<fn>}
#define WHITTLE_FORMS(op, text, fn) \
    WHITTLE_PAIR(op, "default", op "(Tensor self, Tensor other) -> Tensor", text, fn), \
    WHITTLE_PAIR(op, "other_scalar", op ".other_scalar(Tensor self, Scalar other) -> Tensor", text, fn), \
    WHITTLE_PAIR(op, "self_scalar", op ".self_scalar(Scalar self, Tensor other) -> Tensor", text, fn)

constexpr OpDef kOps[] = {
    WHITTLE_WITH_TWIN("digamma", "Derivative of lgamma.", digamma),
    WHITTLE_UNARY("special_digamma", "Derivative of lgamma.", digamma),
    WHITTLE_UNARY("special_psi", "Derivative of lgamma.", digamma),
    WHITTLE_UNARY("special_gammaln", "Logarithm of the absolute gamma function.", lgammaDouble),
    WHITTLE_UNARY("special_erf", "Error function.", erfDouble),
    WHITTLE_UNARY("special_erfc", "1 - erf(x).", erfcDouble),
    WHITTLE_UNARY("special_exp2", "2 to the power of each element.", exp2Double),
    WHITTLE_UNARY("special_expm1", "exp(x) - 1, precise near 0.", expm1Double),
    WHITTLE_UNARY("special_log1p", "log(1 + x), precise near 0.", log1pDouble),
    WHITTLE_UNARY("special_expit", "1 / (1 + exp(-x)).", sigmoid),
    WHITTLE_UNARY("special_erfcx", "erfc(x) * exp(x * x), without overflow.", erfcx),
    WHITTLE_UNARY("special_ndtr", "The normal distribution: how likely a draw is below x.", ndtr),
    WHITTLE_UNARY("special_ndtri", "Inverse of ndtr.", ndtri),
    WHITTLE_UNARY("special_log_ndtr", "log(ndtr(x)), precise far below 0.", logNdtr),
    WHITTLE_UNARY("special_entr", "-x * log(x), 0 at 0 and -inf below.", entr),
    WHITTLE_WITH_TWIN("i0", "Modified Bessel function of order 0.", i0),
    WHITTLE_UNARY("special_i0", "Modified Bessel function of order 0.", i0),
    WHITTLE_UNARY("special_i0e", "exp(-|x|) times the modified Bessel function of order 0.", i0e),
    WHITTLE_UNARY("special_i1", "Modified Bessel function of order 1.", i1),
    WHITTLE_UNARY("special_i1e", "exp(-|x|) times the modified Bessel function of order 1.", i1e),
    WHITTLE_UNARY("special_bessel_j0", "Bessel function of the first kind of order 0.", bessel0),
    WHITTLE_UNARY("special_bessel_j1", "Bessel function of the first kind of order 1.", bessel1),
    WHITTLE_UNARY("special_bessel_y0", "Bessel function of the second kind of order 0.", ([](double x) { return besselY(0, x); })),
    WHITTLE_UNARY("special_bessel_y1", "Bessel function of the second kind of order 1.", ([](double x) { return besselY(1, x); })),
    WHITTLE_WITH_TWIN("sinc", "sin(pi x) / (pi x), 1 at 0.", sinc),
    WHITTLE_UNARY("special_sinc", "sin(pi x) / (pi x), 1 at 0.", sinc),
    {.name = "aten.polygamma.default", .schema = "polygamma(int n, Tensor self) -> Tensor", .summary = "The n-th derivative of digamma.",
     .inferType = polygammaType, .reference = polygammaReference},
    {.name = "aten.special_polygamma.default", .schema = "special_polygamma(int n, Tensor self) -> Tensor", .summary = "The n-th derivative of digamma.",
     .inferType = polygammaType, .reference = polygammaReference},
    {.name = "aten.mvlgamma.default", .schema = "mvlgamma(Tensor self, int p) -> Tensor", .summary = "Logarithm of the gamma function of p dimensions.",
     .inferType = multigammaType, .reference = multigammaReference},
    {.name = "aten.special_multigammaln.default", .schema = "special_multigammaln(Tensor self, int p) -> Tensor",
     .summary = "Logarithm of the gamma function of p dimensions.", .inferType = multigammaType, .reference = multigammaReference},
    WHITTLE_FORMS("special_zeta", "The sum of 1 / (k + other)^self over k from 0.", zeta),
    WHITTLE_FORMS("special_xlog1py", "self * log(1 + other), 0 where self is 0.", xlog1py),
    WHITTLE_FORMS("special_xlogy", "self * log(other), 0 where self is 0.", xlogy),
    WHITTLE_PAIR("igamma", "default", "igamma(Tensor self, Tensor other) -> Tensor", "Regularised lower incomplete gamma function of self at other.", lowerGamma),
    WHITTLE_PAIR("igammac", "default", "igammac(Tensor self, Tensor other) -> Tensor", "Regularised upper incomplete gamma function of self at other.", upperGamma),
    WHITTLE_PAIR("special_gammainc", "default", "special_gammainc(Tensor self, Tensor other) -> Tensor", "Regularised lower incomplete gamma function of self at other.", lowerGamma),
    WHITTLE_PAIR("special_gammaincc", "default", "special_gammaincc(Tensor self, Tensor other) -> Tensor", "Regularised upper incomplete gamma function of self at other.", upperGamma),
    WHITTLE_PAIR("xlogy", "Scalar_Self", "xlogy.Scalar_Self(Scalar self, Tensor other) -> Tensor", "self * log(other), 0 where self is 0.", xlogy),
    WHITTLE_PAIR("xlogy", "Scalar_Other", "xlogy.Scalar_Other(Tensor self, Scalar other) -> Tensor", "self * log(other), 0 where self is 0.", xlogy),
};

#undef WHITTLE_FORMS
#undef WHITTLE_PAIR
#undef WHITTLE_WITH_TWIN
#undef WHITTLE_UNARY

}  // namespace

std::span<const OpDef> specialOps() { return kOps; }

}  // namespace whittle::ops

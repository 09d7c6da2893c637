// Operators that fold dimensions into one value: sums, means, extrema, any and all, variances and norms.
// Sums run in double (int64 for integers), wider than PyTorch's float: a reference should not be the one
// that lost the digits. NaN wins every extremum.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/ir/size_decider.h"
#include "engine/ops/all_ops.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/promote.h"
#include "engine/ops/reduction_lower.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

Types reducedType(const OpCall& call, const Reduced& reduced, DType dtype) {
    const TensorType& self = call.type("self");
    return {TensorType{dtype, reduced.sizes(self.sizes), {}, self.device}};
}

/// Calls each(k, visit) for every output element k in row-major order; visit(f) calls f(element) for
/// every element folded into it, in row-major order. T is the C++ type of `in`.
template <class T, class Each>
void foldEach(const Tensor& in, const Reduced& reduced, Each&& each) {
    Sizes kept, folded;
    std::array<Sizes, 1> keptStrides, foldedStrides;
    for (std::size_t i = 0; i < in.sizes().size(); ++i) {
        (reduced.folds[i] ? folded : kept).push_back(in.sizes()[i]);
        (reduced.folds[i] ? foldedStrides : keptStrides)[0].push_back(in.strides()[i]);
    }
    const T* data = in.data<T>();
    Index k = 0;
    forEachRow<1>(kept, keptStrides, [&](const auto& at, const auto& step, Index count) {
        for (Index i = 0; i < count; ++i) {
            const T* base = data + at[0] + i * step[0];
            each(k++, [&](auto&& f) {
                forEachRow<1>(folded, foldedStrides, [&](const auto& from, const auto& by, Index run) {
                    for (Index j = 0; j < run; ++j) f(base[from[0] + j * by[0]]);
                });
            });
        }
    });
}

/// Folds the input in Out, or in OfDoubles where it holds f64; out[k] = finish(fold of element k).
template <class Out, class OfDoubles = Out, class Start, class Step, class Finish>
void foldInto(KernelCall& call, const Tensor& in, Start start, Step step, Finish finish) {
    const Reduced reduced = reducedDims(call).value_or(Reduced{});
    visitCompute(in.dtype(), [&](auto tag) {
        using C = decltype(tag);
        using Acc = std::conditional_t<std::is_same_v<C, double>, OfDoubles, Out>;
        Tensor out = Tensor::empty(DTypeOf<Out>::value, call.outputSizes());
        Out* to = out.mutableData<Out>();
        foldEach<C>(in, reduced, [&](Index k, auto&& visit) {
            Acc acc = static_cast<Acc>(start());
            visit([&](C x) { step(acc, static_cast<Acc>(x)); });
            to[k] = static_cast<Out>(finish(acc));
        });
        call.setOutput(0, out.to(call.outputType().dtype));
    });
}

/// The same for complex numbers.
template <class Start, class Step, class Finish>
void foldComplex(KernelCall& call, const Tensor& in, Start start, Step step, Finish finish) {
    const Reduced reduced = reducedDims(call).value_or(Reduced{});
    Tensor out = Tensor::empty(DType::C128, call.outputSizes());
    Complex* to = out.mutableData<Complex>();
    foldEach<Complex>(in, reduced, [&](Index k, auto&& visit) {
        Complex acc = start();
        visit([&](Complex x) { step(acc, x); });
        to[k] = finish(acc);
    });
    call.setOutput(0, out.to(call.outputType().dtype));
}

Index foldCount(const KernelCall& call) {
    const TensorType& self = call.type("self");
    return reducedDims(call).value_or(Reduced{}).count(self.sizes).constant().value_or(0);
}

/// self, cast to the "dtype" argument (or the output's dtype) first as PyTorch does, then to compute type.
Tensor castSelf(const KernelCall& call, DType dtype) { return operand(call, "self", dtype); }

// --- sum, mean, prod ---

Result<Types> sumType(const OpCall& call) {
    WHITTLE_TRY(const Reduced reduced, reducedDims(call));
    const DType self = call.type("self").dtype;
    return reducedType(call, reduced, call.dtype("dtype").value_or(isInexact(self) ? self : DType::I64));
}

Result<Types> meanType(const OpCall& call) {
    WHITTLE_TRY(const Reduced reduced, reducedDims(call));
    const DType dtype = call.dtype("dtype").value_or(call.type("self").dtype);
    if (!isInexact(dtype))
        return fail(Code::Type,
                    "mean.1: could not infer output dtype. Input dtype must be a floating point dtype. Got: {}; pass dtype",
                    dtypeInfo(dtype).torchName);
    return reducedType(call, reduced, dtype);
}

/// What f64 is added up in: a sum of many is off by more than a rounding otherwise, and this is what others are measured by.
using WideSum = long double;

/// Folds with `step` from `start` in double (OfDoubles: f64) or int64, by the output's dtype.
template <class OfDoubles, class Start, class Step, class Finish>
void foldWide(KernelCall& call, Start start, Step step, Finish finish) {
    const DType dtype = call.outputType().dtype;
    const Tensor self = castSelf(call, dtype);
    if (isComplex(dtype)) foldComplex(call, self, [&] { return Complex(start); }, step, finish);
    else if (isFloating(dtype)) foldInto<double, OfDoubles>(call, self, [&] { return double(start); }, step, finish);
    else foldInto<std::int64_t>(call, self, [&] { return std::int64_t(start); }, step, finish);
}

constexpr auto kSame = [](auto acc) { return acc; };

Result<void> sumReference(KernelCall& call) {
    foldWide<WideSum>(call, 0, [](auto& acc, auto x) { acc = wrapAdd(acc, x); }, kSame);
    return {};
}

Result<void> nansumReference(KernelCall& call) {
    foldWide<WideSum>(call, 0, [](auto& acc, auto x) { acc = isNan(x) ? acc : wrapAdd(acc, x); }, kSame);
    return {};
}

Result<void> prodReference(KernelCall& call) {
    foldWide<double>(call, 1, [](auto& acc, auto x) { acc = wrapMul(acc, x); }, kSame);
    return {};
}

Result<void> meanReference(KernelCall& call) {
    const auto count = static_cast<double>(foldCount(call));
    foldInto<double, WideSum>(call, castSelf(call, call.outputType().dtype), [] { return 0.0; },
                              [](auto& acc, auto x) { acc += x; }, [&](auto acc) { return acc / count; });
    return {};
}

Result<void> meanComplex(KernelCall& call) {
    const auto count = static_cast<double>(foldCount(call));
    foldComplex(call, castSelf(call, call.outputType().dtype), [] { return Complex{}; },
                [](Complex& acc, Complex x) { acc += x; }, [&](Complex acc) { return acc / count; });
    return {};
}

// --- any, all, count_nonzero ---

Result<Types> testType(const OpCall& call) {
    WHITTLE_TRY(const Reduced reduced, reducedDims(call));
    // PyTorch keeps uint8 for uint8, from before it had bool.
    const bool byte = call.type("self").dtype == DType::U8;
    return reducedType(call, reduced, byte ? DType::U8 : DType::Bool);
}

template <bool all>
Result<void> testReference(KernelCall& call) {
    const Tensor self = call.tensor("self").to(DType::Bool).to(DType::I64);
    foldInto<std::int64_t>(call, self, [] { return std::int64_t{all}; },
                           [](std::int64_t& acc, std::int64_t x) { acc = all ? acc & x : acc | x; }, kSame);
    return {};
}

Result<Types> countType(const OpCall& call) {
    WHITTLE_TRY(const Reduced reduced, reducedDims(call));
    return reducedType(call, reduced, DType::I64);
}

Result<void> countReference(KernelCall& call) {
    const Tensor self = call.tensor("self").to(DType::Bool).to(DType::I64);
    foldInto<std::int64_t>(call, self, [] { return std::int64_t{0}; },
                           [](std::int64_t& acc, std::int64_t x) { acc += x; }, kSame);
    return {};
}

// --- extrema ---

Result<void> refuseEmptyDims(const OpCall& call, const Reduced& reduced) {
    const TensorType& self = call.type("self");
    for (std::size_t i = 0; i < self.sizes.size(); ++i)
        if (reduced.folds[i] && decided(self.sizes[i], SymRelation::Eq, 0).value_or(false))
            return fail(Code::Shape, "{}.2: Expected reduction dim {} to have non-zero size.", call.schema().name, i);
    return {};
}

Result<Types> extremumType(const OpCall& call) {
    WHITTLE_TRY(const Reduced reduced, reducedDims(call));
    WHITTLE_TRY_VOID(refuseEmptyDims(call, reduced));
    return reducedType(call, reduced, call.type("self").dtype);
}

Result<Types> argExtremumType(const OpCall& call) {
    WHITTLE_TRY(const Reduced reduced, reducedDims(call));
    WHITTLE_TRY_VOID(refuseEmptyDims(call, reduced));
    if (call.type("self").dtype == DType::Bool)
        return fail(Code::Type, "{}.3: not defined for bool; cast the input first", call.schema().name);
    return reducedType(call, reduced, DType::I64);
}

Result<Types> extremumPairType(const OpCall& call) {
    WHITTLE_TRY(Types out, extremumType(call));
    TensorType indices = std::get<TensorType>(out[0]);
    indices.dtype = DType::I64;
    out.push_back(std::move(indices));
    return out;
}

Result<Types> aminmaxType(const OpCall& call) {
    WHITTLE_TRY(Types out, extremumType(call));
    out.push_back(out[0]);
    return out;
}

template <class T>
struct Extremum {
    T value{};
    Index index = 0;
};

/// The first extremum of each fold and its position in it; NaN beats everything.
template <bool largest, class Each>
void extrema(const KernelCall& call, Each&& each) {
    const Tensor self = castSelf(call, call.tensor("self").dtype());
    const Reduced reduced = reducedDims(call).value_or(Reduced{});
    visitCompute(self.dtype(), [&](auto tag) {
        using C = decltype(tag);
        foldEach<C>(self, reduced, [&](Index k, auto&& visit) {
            Extremum<C> best;
            Index position = 0;
            visit([&](C x) {
                const bool wins = largest ? x > best.value : x < best.value;
                if (position == 0 || (!isNan(best.value) && (wins || isNan(x)))) best = {x, position};
                ++position;
            });
            each(k, best);
        });
    });
}

template <bool largest>
void extremumValues(KernelCall& call, int output) {
    Tensor& out = call.output(output);
    visitReal(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        extrema<largest>(call, [&](Index k, const auto& best) { to[k] = convertTo<T>(best.value); });
    });
}

template <bool largest>
void extremumIndices(KernelCall& call, int output) {
    std::int64_t* to = call.output(output).mutableData<std::int64_t>();
    extrema<largest>(call, [&](Index k, const auto& best) { to[k] = best.index; });
}

template <bool largest>
Result<void> extremumReference(KernelCall& call) {
    extremumValues<largest>(call, 0);
    return {};
}
template <bool largest>
Result<void> argExtremumReference(KernelCall& call) {
    extremumIndices<largest>(call, 0);
    return {};
}
template <bool largest>
Result<void> extremumPairReference(KernelCall& call) {
    extremumValues<largest>(call, 0);
    extremumIndices<largest>(call, 1);
    return {};
}
Result<void> aminmaxReference(KernelCall& call) {
    extremumValues<false>(call, 0);
    extremumValues<true>(call, 1);
    return {};
}

// --- variances, norms, logsumexp ---

Result<Types> floatReductionType(const OpCall& call) {
    WHITTLE_TRY(const Reduced reduced, reducedDims(call));
    const DType self = call.type("self").dtype;
    const DType dtype = call.schema().arg("dtype") ? call.dtype("dtype").value_or(self) : self;
    if (!isFloating(dtype))
        return fail(Code::Type, "{}.1: needs a floating dtype, the input is {}; cast it first", call.schema().name,
                    call.type("self").text());
    return reducedType(call, reduced, dtype);
}

Result<Types> logsumexpType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (call.symInts("dim").empty() && self.rank() > 0)
        return fail(Code::Argument, "logsumexp.2: dim must not be empty");
    WHITTLE_TRY(const Reduced reduced, reducedDims(call));
    return reducedType(call, reduced, floatOf(self.dtype, call.precision()));
}

Result<Types> nansumType(const OpCall& call) {
    WHITTLE_TRY(Types out, sumType(call));
    if (isFloating(call.type("self").dtype) && !isFloating(std::get<TensorType>(out[0]).dtype))
        return fail(Code::Type, "nansum.2: floats cannot be summed as {}", std::get<TensorType>(out[0]).text());
    return out;
}

Result<Types> varMeanType(const OpCall& call) {
    WHITTLE_TRY(Types out, floatReductionType(call));
    out.push_back(out[0]);
    return out;
}

double correctionOf(const KernelCall& call) {
    if (call.schema().arg("unbiased")) return call.flag("unbiased") ? 1 : 0;
    return call.isNone("correction") ? 1 : call.number("correction");
}

/// Two passes: the mean, then the squares around it. Answers (variance, mean) for each fold. What is added up is how far elements
/// are from the first one, so that equal ones have a variance of 0, as one by one (PyTorch's way) they have.
template <class Each>
void variances(const KernelCall& call, Each&& each) {
    const Tensor self = castSelf(call, call.tensor("self").dtype());
    const Reduced reduced = reducedDims(call).value_or(Reduced{});
    const auto count = static_cast<double>(foldCount(call));
    const double divisor = std::max(0.0, count - correctionOf(call));
    visitFloat(self.dtype(), [&](auto tag) {
        using C = decltype(tag);
        foldEach<C>(self, reduced, [&](Index k, auto&& visit) {
            std::optional<double> first;
            double sum = 0, squares = 0;
            visit([&](C x) {
                if (!first) first = std::isfinite(static_cast<double>(x)) ? static_cast<double>(x) : 0;
                sum += static_cast<double>(x) - *first;
            });
            const double mean = first.value_or(0) + sum / count;
            visit([&](C x) { squares += (static_cast<double>(x) - mean) * (static_cast<double>(x) - mean); });
            each(k, squares / divisor, mean);
        });
    });
}

template <bool root, bool withMean>
Result<void> varianceReference(KernelCall& call) {
    Tensor& out = call.output();
    visitReal(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        T* mean = nullptr;
        if constexpr (withMean) mean = call.output(1).mutableData<T>();
        variances(call, [&](Index k, double variance, double average) {
            to[k] = convertTo<T>(root ? std::sqrt(variance) : variance);
            if (mean) mean[k] = convertTo<T>(average);
        });
    });
    return {};
}

Result<void> logsumexpReference(KernelCall& call) {
    const Tensor self = castSelf(call, call.outputType().dtype);
    const Reduced reduced = reducedDims(call).value_or(Reduced{});
    Tensor& out = call.output();
    visitReal(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        visitFloat(self.dtype(), [&](auto in) {
            using C = decltype(in);
            foldEach<C>(self, reduced, [&](Index k, auto&& visit) {
                double top = -std::numeric_limits<double>::infinity(), sum = 0;
                visit([&](C x) { top = isNan(x) || x > top ? static_cast<double>(x) : top; });
                const double shift = std::isinf(top) ? 0 : top;  // all -inf stays -inf, +inf stays +inf
                visit([&](C x) { sum += std::exp(static_cast<double>(x) - shift); });
                to[k] = convertTo<T>(std::log(sum) + shift);
            });
        });
    });
    return {};
}

// Of complex numbers the moduli count; the norm is real.
Result<Types> vectorNormType(const OpCall& call) {
    const DType self = call.type("self").dtype, wanted = call.dtype("dtype").value_or(self);
    if (!isInexact(self))
        return fail(Code::Type, "linalg_vector_norm.3: self is {}, a floating or complex dtype is needed", call.type("self").text());
    if (isComplex(wanted)) {
        WHITTLE_TRY(const Reduced reduced, reducedDims(call));
        return reducedType(call, reduced, realOf(wanted));
    }
    WHITTLE_TRY(Types out, floatReductionType(call));
    if (promoteTypes(self, wanted) != wanted)
        return fail(Code::Type, "linalg_vector_norm.2: {} would be narrowed to {}", call.type("self").text(), dtypeName(wanted));
    return out;
}

Tensor moduli(const Tensor& x) {
    Tensor out = Tensor::empty(DType::F64, x.sizes());
    mapInto<double>(out, [](Complex value) { return std::abs(value); }, Elements<Complex>{x.to(DType::C128)});
    return out;
}

Result<void> vectorNormReference(KernelCall& call) {
    const double order = call.number("ord");
    const Tensor self = isComplex(call.tensor("self").dtype()) ? moduli(call.tensor("self")) : castSelf(call, call.outputType().dtype);
    const auto zero = [] { return 0.0; };
    if (std::isinf(order)) {
        // NaN wins; the empty maximum is 0, the empty minimum infinity.
        const bool largest = order > 0;
        foldInto<double>(call, self, [&] { return largest ? 0.0 : order * -1; },
                         [&](double& acc, double x) {
                             const double size = std::fabs(x);
                             if (isNan(acc) || (largest ? size <= acc : size >= acc)) return;
                             acc = size;
                         }, kSame);
    } else if (order == 0) {
        foldInto<double>(call, self, zero, [](double& acc, double x) { acc += x != 0; }, kSame);
    } else if (order == 2) {
        foldInto<double>(call, self, zero, [](double& acc, double x) { acc += x * x; },
                         [](double acc) { return std::sqrt(acc); });
    } else {
        foldInto<double>(call, self, zero, [&](double& acc, double x) { acc += std::pow(std::fabs(x), order); },
                         [&](double acc) { return std::pow(acc, 1 / order); });
    }
    return {};
}

#define WHITTLE_ROW(name_, schema_, text, type, kernel, lower_) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = kernel, .lower = lower_}
#define WHITTLE_COMPLEX_ROW(name_, schema_, text, type, kernel, complex_, lower_) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = kernel, .complex = complex_, .lower = lower_}

constexpr OpDef kOps[] = {
    WHITTLE_COMPLEX_ROW("sum.default", "sum(Tensor self, *, ScalarType? dtype=None) -> Tensor", "Sum of all elements.", sumType, sumReference, sumReference, sumLower),
    WHITTLE_COMPLEX_ROW("sum.dim_IntList", "sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "Sum over dimensions.", sumType, sumReference, sumReference, sumLower),
    WHITTLE_ROW("nansum.default", "nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "Sum over dimensions, without NaN.", nansumType, nansumReference, nansumLower),
    WHITTLE_COMPLEX_ROW("mean.default", "mean(Tensor self, *, ScalarType? dtype=None) -> Tensor", "Mean of all elements.", meanType, meanReference, meanComplex, meanLower),
    WHITTLE_COMPLEX_ROW("mean.dim", "mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "Mean over dimensions.", meanType, meanReference, meanComplex, meanLower),
    WHITTLE_COMPLEX_ROW("prod.default", "prod(Tensor self, *, ScalarType? dtype=None) -> Tensor", "Product of all elements.", sumType, prodReference, prodReference, prodLower),
    WHITTLE_COMPLEX_ROW("prod.dim_int", "prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "Product over a dimension.", sumType, prodReference, prodReference, prodLower),
    WHITTLE_COMPLEX_ROW("any.default", "any(Tensor self) -> Tensor", "Whether any element is nonzero.", testType, testReference<false>, testReference<false>, testLower<Combiner::Any>),
    WHITTLE_COMPLEX_ROW("any.dim", "any.dim(Tensor self, int dim, bool keepdim=False) -> Tensor", "Whether any element along a dimension is nonzero.", testType, testReference<false>, testReference<false>, testLower<Combiner::Any>),
    WHITTLE_COMPLEX_ROW("any.dims", "any.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor", "Whether any element over dimensions is nonzero.", testType, testReference<false>, testReference<false>, testLower<Combiner::Any>),
    WHITTLE_COMPLEX_ROW("all.default", "all(Tensor self) -> Tensor", "Whether all elements are nonzero.", testType, testReference<true>, testReference<true>, testLower<Combiner::All>),
    WHITTLE_COMPLEX_ROW("all.dim", "all.dim(Tensor self, int dim, bool keepdim=False) -> Tensor", "Whether all elements along a dimension are nonzero.", testType, testReference<true>, testReference<true>, testLower<Combiner::All>),
    WHITTLE_COMPLEX_ROW("all.dims", "all.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor", "Whether all elements over dimensions are nonzero.", testType, testReference<true>, testReference<true>, testLower<Combiner::All>),
    WHITTLE_COMPLEX_ROW("count_nonzero.default", "count_nonzero(Tensor self, int? dim=None) -> Tensor", "How many elements are nonzero.", countType, countReference, countReference, countLower),
    WHITTLE_COMPLEX_ROW("count_nonzero.dim_IntList", "count_nonzero.dim_IntList(Tensor self, int[] dim) -> Tensor", "How many elements over dimensions are nonzero.", countType, countReference, countReference, countLower),
    WHITTLE_ROW("amax.default", "amax(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor", "Largest element over dimensions.", extremumType, extremumReference<true>, extremumLower<Combiner::Max>),
    WHITTLE_ROW("amin.default", "amin(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor", "Smallest element over dimensions.", extremumType, extremumReference<false>, extremumLower<Combiner::Min>),
    WHITTLE_ROW("max.default", "max(Tensor self) -> Tensor", "Largest element.", extremumType, extremumReference<true>, extremumLower<Combiner::Max>),
    WHITTLE_ROW("min.default", "min(Tensor self) -> Tensor", "Smallest element.", extremumType, extremumReference<false>, extremumLower<Combiner::Min>),
    WHITTLE_ROW("max.dim", "max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", "Largest element along a dimension, and where it first is.", extremumPairType, extremumPairReference<true>, extremumPairLower<Combiner::Max>),
    WHITTLE_ROW("min.dim", "min.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", "Smallest element along a dimension, and where it first is.", extremumPairType, extremumPairReference<false>, extremumPairLower<Combiner::Min>),
    WHITTLE_ROW("aminmax.default", "aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)", "Smallest and largest element.", aminmaxType, aminmaxReference, aminmaxLower),
    WHITTLE_ROW("argmax.default", "argmax(Tensor self, int? dim=None, bool keepdim=False) -> Tensor", "Where the first largest element is.", argExtremumType, argExtremumReference<true>, argExtremumLower<Combiner::Max>),
    WHITTLE_ROW("argmin.default", "argmin(Tensor self, int? dim=None, bool keepdim=False) -> Tensor", "Where the first smallest element is.", argExtremumType, argExtremumReference<false>, argExtremumLower<Combiner::Min>),
    WHITTLE_ROW("var.correction", "var.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor", "Variance over dimensions.", floatReductionType, (varianceReference<false, false>), varianceLower<false>),
    WHITTLE_ROW("var.dim", "var.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor", "Variance over dimensions.", floatReductionType, (varianceReference<false, false>), varianceLower<false>),
    WHITTLE_ROW("std.correction", "std.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor", "Standard deviation over dimensions.", floatReductionType, (varianceReference<true, false>), varianceLower<true>),
    WHITTLE_ROW("std.dim", "std.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor", "Standard deviation over dimensions.", floatReductionType, (varianceReference<true, false>), varianceLower<true>),
    WHITTLE_ROW("var_mean.correction", "var_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)", "Variance and mean over dimensions.", varMeanType, (varianceReference<false, true>), varianceLower<false>),
    WHITTLE_ROW("var_mean.dim", "var_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor, Tensor)", "Variance and mean over dimensions.", varMeanType, (varianceReference<false, true>), varianceLower<false>),
    WHITTLE_ROW("logsumexp.default", "logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor", "log(sum(exp(x))) without overflow.", logsumexpType, logsumexpReference, logsumexpLower),
    WHITTLE_COMPLEX_ROW("linalg_vector_norm.default", "linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "Vector norm over dimensions.", vectorNormType, vectorNormReference, vectorNormReference, vectorNormLower),
};

#undef WHITTLE_COMPLEX_ROW
#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> reductionOps() { return kOps; }

}  // namespace whittle::ops

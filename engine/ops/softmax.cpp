// Softmax and its logarithm along one dimension, computed in f32 (f64 for f64) and rounded once.
// Proof: tests/engine/ops/softmax_test.cpp.
#include <cmath>
#include <limits>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/formula.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

Result<Types> coreType(const OpCall& call) {
    const TensorType& self = call.type("self");
    const std::string_view op = call.schema().name;
    WHITTLE_TRY_VOID(call.dim("dim", self.rank()));
    if (call.flag("half_to_float"))
        return fail(Code::Argument, "{}.1: half_to_float is a conversion that only GPU kernels do", op);
    if (!isFloating(self.dtype)) return fail(Code::Type, "{}.2: the input is {}, a floating dtype is needed", op, self.text());
    return resized(self, self.sizes);
}

Result<Types> castingType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY_VOID(call.dim("dim", self.rank()));
    TensorType out = withSizes(self, self.sizes);
    out.dtype = call.dtype("dtype").value_or(self.dtype);
    if (!isFloating(out.dtype))
        return fail(Code::Type, "{}.2: the result would be {}, a floating dtype is needed", call.schema().name, out.text());
    return Types{std::move(out)};
}

enum class Form { Probability, Logarithm };

// One line of `count` elements, `step` apart. A line of -inf alone gives NaN, as in PyTorch.
template <class T, Form form>
void softmaxLine(const T* in, T* out, Index count, Index step) {
    T largest = -std::numeric_limits<T>::infinity();
    for (Index i = 0; i < count; ++i) {
        const T x = in[i * step];
        if (x > largest || x != x) largest = x;
    }
    double total = 0;
    for (Index i = 0; i < count; ++i) {
        const T e = std::exp(in[i * step] - largest);
        total += e;
        out[i * step] = e;
    }
    if constexpr (form == Form::Probability) {
        for (Index i = 0; i < count; ++i) out[i * step] = static_cast<T>(out[i * step] / total);
    } else {
        const double shift = std::log(static_cast<T>(total));  // a sum that rounds to 1 has the logarithm 0, as in PyTorch
        for (Index i = 0; i < count; ++i) out[i * step] = static_cast<T>(in[i * step] - largest - shift);
    }
}

template <Form form>
Result<void> softmaxReference(KernelCall& call) {
    const DType compute = computeDType(call.outputType().dtype);
    const Tensor self = dense(call.tensor("self").to(call.outputType().dtype), compute);
    const int axis = call.checkedDim("dim", self.rank());
    Tensor out = Tensor::empty(compute, self.sizes());
    const Index count = self.rank() == 0 ? 1 : self.dim(axis);
    const Index step = self.rank() == 0 ? 1 : self.strides()[static_cast<std::size_t>(axis)];
    const Index outer = count == 0 || self.numel() == 0 ? 0 : self.numel() / (count * step);
    visitFloat(compute, [&](auto tag) {
        using T = decltype(tag);
        const T* in = self.data<T>();
        T* to = out.mutableData<T>();
        for (Index o = 0; o < outer; ++o)
            for (Index i = 0; i < step; ++i)
                softmaxLine<T, form>(in + o * count * step + i, to + o * count * step + i, count, step);
    });
    finish(call, 0, out);
    return {};
}

template <Form form>
Result<std::vector<ValueId>> castingDecompose(const OpCall& call, OpBuilder& build) {
    ValueId self = valueArg(call, "self");
    const std::optional<DType> wanted = call.dtype("dtype");
    if (wanted && *wanted != call.type("self").dtype) {
        WHITTLE_TRY(self, build.one("aten._to_copy.default", {{"self", self}, {"dtype", *wanted}}));
    }
    return build.call(form == Form::Probability ? "aten._softmax.default" : "aten._log_softmax.default",
                      {{"self", self}, {"dim", call.arg("dim")}, {"half_to_float", false}});
}

// A row that is -inf throughout, which softmax makes NaN, becomes 0.
Result<std::vector<ValueId>> safeDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    const ValueId out = steps("aten.softmax.int", {call.arg("self"), call.arg("dim"), call.arg("dtype")});
    const ValueId infinite = steps("aten.eq.Scalar", {call.arg("self"), -INFINITY});
    const ValueId row = steps("aten.all.dim", {infinite, call.arg("dim"), true});
    const ValueId zero = steps("aten.full.default", {Arg::List{}, 0.0}, {{"dtype", steps.type(out).dtype}, {"device", steps.type(out).device}});
    return steps.done(steps("aten.where.self", {row, zero, out}));
}

// The kernel's formula: the largest element and the sum are worked out once a line, in the loop around it.
template <Form form>
Result<void> softmaxLower(const OpCall& call, LoopBuilder& loops) {
    const DType dtype = loops.type().dtype, compute = computeDType(dtype);
    const int rank = loops.type().rank();
    WHITTLE_TRY(const int axis, call.dim("dim", rank));
    const auto element = [&](const SymSizes& index) { return loops.at(call.arg("self"), index).to(dtype).to(compute); };
    const auto line = [&](const SymSizes& r) {
        SymSizes index = loops.index();
        if (rank > 0) index[static_cast<std::size_t>(axis)] = r[0];
        return element(index);
    };
    const SymSizes extent{rank > 0 ? loops.type().sizes[static_cast<std::size_t>(axis)] : SymInt(1)};
    const Expr largest = loops.reduce(Combiner::Max, extent, line);
    const Expr total = loops.wideSum(extent, [&](const SymSizes& r) { return unary(LoopOp::Exp, line(r) - largest); });
    const Expr shifted = element(loops.index()) - largest;
    // One division and one logarithm a line, in f64; what each element does is in its own type.
    if constexpr (form == Form::Probability) loops.store(unary(LoopOp::Exp, shifted) * (1.0 / total).to(compute));
    else loops.store(shifted - unary(LoopOp::Log, total).to(compute));
    return {};
}

// --- gradients, by the forward's output ------------------------------------------------------------------------

Result<Types> gradientType(const OpCall& call) {
    const TensorType &grad = call.type("grad_output"), &output = call.type("output");
    const std::string_view op = call.schema().name;
    WHITTLE_TRY_VOID(call.dim("dim", grad.rank()));
    if (!isFloating(grad.dtype)) return fail(Code::Type, "{}.2: the gradient is {}, a floating dtype is needed", op, grad.text());
    bool same = grad.rank() == output.rank();
    for (std::size_t i = 0; same && i < grad.sizes.size(); ++i) same = !differ(grad.sizes[i], output.sizes[i]);
    if (!same) return fail(Code::Shape, "{}.3: the gradient is {}, the output {}", op, grad.text(), output.text());
    if (grad.dtype != output.dtype) return fail(Code::Type, "{}.4: the gradient is {}, the output {}; one dtype is needed", op, grad.text(), output.text());
    if (call.dtype("input_dtype").value_or(grad.dtype) != grad.dtype)
        return fail(Code::Unsupported, "{}.1: a gradient in another dtype than the input's is a conversion that only GPU kernels do", op);
    return resized(grad, grad.sizes);
}

// y * (g - sum(g * y)), or g - exp(y) * sum(g), over numbers and expressions.
template <Form form>
constexpr auto kGradient = [](auto g, auto y, auto sum) {
    if constexpr (form == Form::Probability) return y * (g - sum);
    else return g - exponential(y) * sum;
};
template <Form form>
constexpr auto kSummand = [](auto g, auto y) {
    if constexpr (form == Form::Probability) return g * y;
    else return g;
};

template <Form form>
Result<void> gradientReference(KernelCall& call) {
    const Tensor grad = dense(call.tensor("grad_output"), DType::F64), output = dense(call.tensor("output"), DType::F64);
    const int axis = call.checkedDim("dim", grad.rank());
    const Index count = grad.rank() == 0 ? 1 : grad.dim(axis);
    const Index step = grad.rank() == 0 ? 1 : grad.strides()[static_cast<std::size_t>(axis)];
    Tensor out = Tensor::empty(DType::F64, grad.sizes());
    const double *g = grad.data<double>(), *y = output.data<double>();
    double* to = out.mutableData<double>();
    for (Index line = 0; line < (count ? grad.numel() / count : 0); ++line) {
        const Index first = line / step * count * step + line % step;
        double sum = 0;
        for (Index i = first; i < first + count * step; i += step) sum += kSummand<form>(g[i], y[i]);
        for (Index i = first; i < first + count * step; i += step) to[i] = kGradient<form>(g[i], y[i], sum);
    }
    finish(call, 0, out);
    return {};
}

template <Form form>
Result<void> gradientLower(const OpCall& call, LoopBuilder& loops) {
    const int rank = loops.type().rank();
    WHITTLE_TRY(const int axis, call.dim("dim", rank));
    const auto element = [&](const char* name, const SymSizes& index) { return loops.at(call.arg(name), index).to(DType::F64); };
    const auto summand = [&](const SymSizes& r) {
        SymSizes index = loops.index();
        if (rank > 0) index[static_cast<std::size_t>(axis)] = r[0];
        const Expr g = element("grad_output", index);
        return kSummand<form>(g, element("output", index));
    };
    const SymSizes extent{rank > 0 ? loops.type().sizes[static_cast<std::size_t>(axis)] : SymInt(1)};
    const Expr sum = loops.reduce(Combiner::Sum, extent, summand);
    const Expr g = element("grad_output", loops.index());
    loops.store(kGradient<form>(g, element("output", loops.index()), sum));
    return {};
}

#define WHITTLE_GRADIENT(op, form)                                                                                     \
    {.name = "aten." op "_backward_data.default",                                                                      \
     .schema = op "_backward_data(Tensor grad_output, Tensor output, int dim, ScalarType input_dtype) -> Tensor",      \
     .summary = "Gradient of " op ".", .inferType = gradientType, .reference = gradientReference<form>, .lower = gradientLower<form>}

constexpr OpDef kOps[] = {
    WHITTLE_GRADIENT("_softmax", Form::Probability),
    WHITTLE_GRADIENT("_log_softmax", Form::Logarithm),
    {.name = "aten._softmax.default", .schema = "_softmax(Tensor self, int dim, bool half_to_float) -> Tensor",
     .summary = "exp(x - max) divided by its sum along `dim`.", .inferType = coreType,
     .reference = softmaxReference<Form::Probability>, .lower = softmaxLower<Form::Probability>},
    {.name = "aten._log_softmax.default", .schema = "_log_softmax(Tensor self, int dim, bool half_to_float) -> Tensor",
     .summary = "x - max - log of the sum of exp(x - max) along `dim`.", .inferType = coreType,
     .reference = softmaxReference<Form::Logarithm>, .lower = softmaxLower<Form::Logarithm>},
    {.name = "aten.softmax.int", .schema = "softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor",
     .summary = "Softmax along `dim`, after a conversion when `dtype` is given.", .inferType = castingType,
     .reference = softmaxReference<Form::Probability>, .decompose = castingDecompose<Form::Probability>, .lower = softmaxLower<Form::Probability>},
    {.name = "aten.log_softmax.int", .schema = "log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor",
     .summary = "Logarithm of softmax along `dim`, after a conversion when `dtype` is given.", .inferType = castingType,
     .reference = softmaxReference<Form::Logarithm>, .decompose = castingDecompose<Form::Logarithm>, .lower = softmaxLower<Form::Logarithm>},
    {.name = "aten._safe_softmax.default", .schema = "_safe_softmax(Tensor self, int dim, ScalarType? dtype=None) -> Tensor",
     .summary = "Softmax along `dim`; 0 in a row of -inf throughout.", .inferType = decomposedType, .decompose = safeDecompose},
};

#undef WHITTLE_GRADIENT

}  // namespace

std::span<const OpDef> softmaxOps() { return kOps; }

}  // namespace whittle::ops

// What the normalisations share: checks, statistics in f64, and the expressions for them. Values enter in the compute
// type and every result is rounded once.
#pragma once

#include <cmath>
#include <functional>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/layout.h"
#include "engine/ops/lower.h"
#include "engine/ops/sizes.h"

namespace whittle::ops::norm {

inline std::size_t at(int axis) { return static_cast<std::size_t>(axis); }

inline Result<void> floatingInput(const OpCall& call) {
    const TensorType& input = call.type("input");
    if (isFloating(input.dtype)) return {};
    return fail(Code::Type, "{}.1: the input is {}, a floating dtype is needed", call.schema().name, input.text());
}

// An optional tensor must have exactly these sizes.
inline Result<void> optionalSizes(const OpCall& call, std::string_view name, std::span<const SymInt> sizes) {
    const TensorType* type = call.optionalType(name);
    if (!type) return {};
    bool same = type->sizes.size() == sizes.size();
    for (std::size_t i = 0; same && i < sizes.size(); ++i) same = !differ(type->sizes[i], sizes[i]);
    if (!same)
        return fail(Code::Shape, "{}.2: argument '{}' is {}, sizes {} are needed", call.schema().name, name, type->text(), sizesText(sizes));
    return {};
}

// A tensor argument that has a number for each of `count` things, whatever its shape.
inline Result<void> numbersFor(const OpCall& call, std::string_view name, const SymInt& count) {
    const TensorType& type = call.type(name);
    if (!differ(type.numel(), count)) return {};
    return fail(Code::Shape, "{}.3: '{}' is {}, {} elements are needed", call.schema().name, name, type.text(), count.text());
}

// Statistics come in the weight's dtype when that is wider than the input's (16-bit input, f32 weight).
inline DType statisticsDType(const OpCall& call) {
    const TensorType* weight = call.optionalType("weight");
    return weight ? weight->dtype : call.type("input").dtype;
}

struct Moments {
    double mean, variance;  // biased
};

// Elements are added up as distances from the first, so that equal ones have a variance of 0, as one by one (PyTorch's way) they have.
template <class T>
Moments momentsOf(const T* x, Index count) {
    if (count == 0) return {0, NAN};  // as PyTorch has it
    const double first = std::isfinite(x[0]) ? static_cast<double>(x[0]) : 0;
    double sum = 0, squares = 0;
    for (Index i = 0; i < count; ++i) sum += x[i] - first;
    const double mean = first + sum / static_cast<double>(count);
    for (Index i = 0; i < count; ++i) squares += (x[i] - mean) * (x[i] - mean);
    return {mean, squares / static_cast<double>(count)};
}

// The mean as layer and group norm of PyTorch tell it: found element by element, where an infinity makes it NaN.
inline double runningMean(double mean) { return std::isinf(mean) ? NAN : mean; }
inline Expr runningMean(Expr mean) { return select(unary(LoopOp::Abs, mean) == HUGE_VAL, mean.like(NAN), mean); }

// Elements of an optional tensor in double, or `count` times `missing`.
inline std::vector<double> elementsOr(const Tensor* tensor, Index count, double missing) {
    std::vector<double> out(static_cast<std::size_t>(count), missing);
    if (!tensor) return out;
    const Tensor wide = dense(*tensor, DType::F64);
    std::copy_n(wide.data<double>(), count, out.begin());
    return out;
}

inline Tensor tensorOf(const std::vector<double>& elements, Sizes sizes) {
    return Tensor::of(std::span<const double>(elements), std::move(sizes));
}

// What every statistic of a [N,C,...] tensor is counted over.
struct ChannelSizes {
    Index batch, channels, plane;
    explicit ChannelSizes(const Tensor& input)
        : batch(input.dim(0)), channels(input.dim(1)), plane(elementCount(std::span(input.sizes()).subspan(2))) {}
};

// Gradients come for the inputs that `output_mask` names; the others are None.
inline Result<std::vector<bool>> outputMask(const OpCall& call) {
    std::vector<bool> out;
    if (const Arg::List* list = call.arg("output_mask").as<Arg::List>())
        for (const Arg& item : *list) out.push_back(item.as<bool>() && *item.as<bool>());
    if (out.size() == 3) return out;
    return fail(Code::Argument, "{}.6: output_mask must be three bools", call.schema().name);
}

// grad_out must have the input's sizes.
inline Result<void> gradientSizes(const OpCall& call) {
    const TensorType &grad = call.type("grad_out"), &input = call.type("input");
    bool same = grad.sizes.size() == input.sizes.size();
    for (std::size_t i = 0; same && i < input.sizes.size(); ++i) same = !differ(grad.sizes[i], input.sizes[i]);
    if (same) return {};
    return fail(Code::Shape, "{}.7: the gradient is {}, the input {}; equal sizes are needed", call.schema().name, grad.text(), input.text());
}

/// (grad_input, grad_weight, grad_bias), each as `mask` says; `parameters` are the sizes of the last two.
inline Types gradientTypes(const OpCall& call, const std::vector<bool>& mask, const SymSizes& parameters) {
    const TensorType& input = call.type("input");
    TensorType parameter = withSizes(input, parameters);
    parameter.dtype = statisticsDType(call);
    Types out(3);
    if (mask[0]) out[0] = withSizes(input, input.sizes);
    if (mask[1]) out[1] = parameter;
    if (mask[2]) out[2] = parameter;
    return out;
}

inline bool wanted(const KernelCall& call, int output) { return asTensorType(call.outputTypes()[at(output)]) != nullptr; }

/// What the gradients of one set of elements with common statistics are made of: sums of g and g * xhat.
struct GradientSums {
    double plain = 0, scaled = 0;
};

struct MomentExprs {
    Expr mean, variance;  // f64
    Expr near, rest;      // in the elements' type; mean = near + rest, where near is the mean rounded
    /// (x - mean) of an element, in its own type: off by a rounding of itself alone, wherever the mean lies.
    Expr centred(Expr x) const { return (x - near) - rest; }
};

// Over `count` elements; element(r) is one of them. They are added up as distances from the first one, if it is finite, so that f32 does:
// where the mean is large beside the deviation, it is the differences that are small, and exact. From then on they are counted from the
// mean: the first may be far from all others.
inline MomentExprs lowerMoments(LoopBuilder& loops, const SymSizes& extents, const SymInt& count,
                         const std::function<Expr(const SymSizes&)>& element) {
    const Expr n = loops.position(count).to(DType::F64);
    const auto firstElement = [&] { return element(SymSizes(extents.size(), 0)); };
    const auto known = count.constant();
    MomentExprs out;
    Expr first = known && *known > 0
                     ? firstElement()
                     : loops.masked(loops.position(count) > 0.0, firstElement, loops.number(element(SymSizes(extents.size(), 0)).dtype(), 0));
    first = select(unary(LoopOp::Abs, first) < HUGE_VAL, first, first.like(0));
    const DType dtype = first.dtype();
    // Of nothing the mean is 0 and the variance NaN, as in momentsOf.
    const Expr offset = loops.wideSum(extents, [&](const SymSizes& r) { return element(r) - first; }) / loops.position(max(count, SymInt(1))).to(DType::F64);
    const Expr origin = first.to(DType::F64);
    out.mean = origin + offset;
    out.near = out.mean.to(dtype);
    out.rest = ((origin - out.near.to(DType::F64)) + offset).to(dtype);  // what near lacks, in f64 too
    const Expr squares = loops.wideSum(extents, [&](const SymSizes& r) {
        const Expr d = out.centred(element(r));
        return d * d;
    });
    out.variance = squares / n;
    return out;
}

// weight or bias at an index, in `dtype`; invalid arguments count as `missing`.
inline Expr lowerOptional(const OpCall& call, LoopBuilder& loops, const char* name, const SymSizes& index, double missing, DType dtype = DType::F64) {
    if (!call.schema().arg(name) || call.isNone(name)) return loops.number(dtype, missing);
    return loops.at(call.arg(name), index).to(dtype);
}

inline Expr rstdOf(Expr variance, double eps) { return 1.0 / unary(LoopOp::Sqrt, variance + eps); }

}  // namespace whittle::ops::norm

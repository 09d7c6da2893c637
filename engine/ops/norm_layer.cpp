// Layer norm and RMS norm: statistics of the last dimensions, and their gradients. Proof:
// tests/engine/ops/norm_test.cpp.
#include <limits>

#include "engine/ops/norm_parts.h"
#include "engine/ops/promote.h"

namespace whittle::ops {
namespace {

using namespace norm;

// How many trailing dimensions are normalised together.
Result<int> normalisedRank(const OpCall& call) {
    WHITTLE_TRY_VOID(floatingInput(call));
    const TensorType& input = call.type("input");
    const SymSizes shape = call.symInts("normalized_shape");
    bool fits = !shape.empty() && shape.size() <= input.sizes.size();
    for (std::size_t i = 0; fits && i < shape.size(); ++i)
        fits = !differ(shape[i], input.sizes[input.sizes.size() - shape.size() + i]);
    if (!fits)
        return fail(Code::Shape, "{}.3: normalized_shape {} does not match the last dimensions of {}", call.schema().name,
                    sizesText(shape), input.text());
    WHITTLE_TRY_VOID(optionalSizes(call, "weight", shape));
    if (call.schema().arg("bias")) WHITTLE_TRY_VOID(optionalSizes(call, "bias", shape));
    return static_cast<int>(shape.size());
}

Result<Types> layerNormType(const OpCall& call) {
    WHITTLE_TRY_VOID(normalisedRank(call));
    return resized(call.type("input"), call.type("input").sizes);
}

// A weight of a wider dtype widens the result.
Result<Types> rmsNormType(const OpCall& call) {
    WHITTLE_TRY(Types out, layerNormType(call));
    if (const TensorType* weight = call.optionalType("weight")) {
        auto& type = std::get<TensorType>(out[0]);
        type.dtype = promoteTypes(type.dtype, weight->dtype);
    }
    return out;
}

Result<Types> nativeLayerNormType(const OpCall& call) {
    WHITTLE_TRY(const int rank, normalisedRank(call));
    const TensorType& input = call.type("input");
    TensorType statistics = withSizes(input, input.sizes);
    statistics.dtype = statisticsDType(call);
    for (int i = input.rank() - rank; i < input.rank(); ++i) statistics.sizes[at(i)] = 1;
    return Types{withSizes(input, input.sizes), statistics, statistics};
}

// Like rms_norm, and 1/rms of each row in the type that arithmetic happens in.
Result<Types> fusedRmsNormType(const OpCall& call) {
    WHITTLE_TRY(const int rank, normalisedRank(call));
    const TensorType& input = call.type("input");
    TensorType statistics = withSizes(input, input.sizes);
    statistics.dtype = computeDType(input.dtype);
    for (int i = input.rank() - rank; i < input.rank(); ++i) statistics.sizes[at(i)] = 1;
    return Types{withSizes(input, input.sizes), statistics};
}

// Rows are what one statistic covers. layer_norm and native_layer_norm differ in their outputs only.
Result<void> layerNormReference(KernelCall& call) {
    WHITTLE_TRY(const int rank, normalisedRank(call));
    const DType compute = computeDType(call.outputType().dtype);
    const Tensor input = dense(call.tensor("input"), compute);
    const std::span<const Index> all(input.sizes());
    const Index rows = elementCount(all.first(all.size() - at(rank))), count = elementCount(all.last(at(rank)));
    const auto weight = elementsOr(call.optionalTensor("weight"), count, 1.0);
    const auto bias = elementsOr(call.optionalTensor("bias"), count, 0.0);
    const double eps = call.number("eps");
    std::vector<double> means, rstds;
    Tensor out = Tensor::empty(compute, input.sizes());
    visitFloat(compute, [&](auto tag) {
        using T = decltype(tag);
        const T* x = input.data<T>();
        T* y = out.mutableData<T>();
        for (Index r = 0; r < rows; ++r, x += count, y += count) {
            const Moments m = momentsOf(x, count);
            const double rstd = 1 / std::sqrt(m.variance + eps);
            means.push_back(runningMean(m.mean));
            rstds.push_back(rstd);
            for (Index i = 0; i < count; ++i)
                y[i] = static_cast<T>((x[i] - m.mean) * rstd * weight[static_cast<std::size_t>(i)] + bias[static_cast<std::size_t>(i)]);
        }
    });
    finish(call, 0, out);
    if (call.outputCount() == 3) {
        finish(call, 1, tensorOf(means, call.outputSizes(1)));
        finish(call, 2, tensorOf(rstds, call.outputSizes(2)));
    }
    return {};
}

// The machine epsilon of the dtype that arithmetic happens in, as PyTorch takes it when eps is None.
double rmsEps(const OpCall& call, DType input) {
    if (!call.isNone("eps")) return call.number("eps");
    return computeDType(input) == DType::F64 ? std::numeric_limits<double>::epsilon() : std::numeric_limits<float>::epsilon();
}
double rmsEps(const OpCall& call) { return rmsEps(call, call.type("input").dtype); }

Result<void> rmsNormReference(KernelCall& call) {
    WHITTLE_TRY(const int rank, normalisedRank(call));
    const DType compute = computeDType(call.outputType().dtype);
    const Tensor input = dense(call.tensor("input"), compute);
    const std::span<const Index> all(input.sizes());
    const Index rows = elementCount(all.first(all.size() - at(rank))), count = elementCount(all.last(at(rank)));
    const auto weight = elementsOr(call.optionalTensor("weight"), count, 1.0);
    const double eps = rmsEps(call, call.recordedDType("input"));  // in a float64 run too: it is the same function, only exact
    std::vector<double> inverses;
    Tensor out = Tensor::empty(compute, input.sizes());
    visitFloat(compute, [&](auto tag) {
        using T = decltype(tag);
        const T* x = input.data<T>();
        T* y = out.mutableData<T>();
        for (Index r = 0; r < rows; ++r, x += count, y += count) {
            double squares = 0;
            for (Index i = 0; i < count; ++i) squares += static_cast<double>(x[i]) * x[i];
            const double rms = 1 / std::sqrt(squares / static_cast<double>(count) + eps);
            inverses.push_back(rms);
            for (Index i = 0; i < count; ++i) y[i] = static_cast<T>(x[i] * rms * weight[static_cast<std::size_t>(i)]);
        }
    });
    finish(call, 0, out);
    if (call.outputCount() == 2) finish(call, 1, tensorOf(inverses, call.outputSizes(1)));
    return {};
}

Result<std::vector<ValueId>> layerNormDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(std::vector<ValueId> outputs,
                build.call("aten.native_layer_norm.default", {{"input", call.arg("input")},
                                                              {"normalized_shape", call.arg("normalized_shape")},
                                                              {"weight", call.arg("weight")},
                                                              {"bias", call.arg("bias")},
                                                              {"eps", call.arg("eps")}}));
    outputs.resize(1);
    return outputs;
}

// x * rsqrt(mean(x^2) + eps) * weight; 16-bit inputs are widened for it.
Result<std::vector<ValueId>> rmsNormDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const int rank, normalisedRank(call));
    const TensorType& input = call.type("input");
    const DType compute = computeDType(input.dtype);
    ValueId x = valueArg(call, "input");
    if (compute != input.dtype) {
        WHITTLE_TRY(x, build.one("aten._to_copy.default", {{"self", x}, {"dtype", compute}}));
    }
    Arg::List dims;
    for (int i = input.rank() - rank; i < input.rank(); ++i) dims.push_back(i);
    WHITTLE_TRY(const ValueId squares, build.one("aten.pow.Tensor_Scalar", {{"self", x}, {"exponent", 2}}));
    WHITTLE_TRY(const ValueId mean, build.one("aten.mean.dim", {{"self", squares}, {"dim", dims}, {"keepdim", true}}));
    WHITTLE_TRY(const ValueId shifted, build.one("aten.add.Scalar", {{"self", mean}, {"other", rmsEps(call)}}));
    WHITTLE_TRY(const ValueId rstd, build.one("aten.rsqrt.default", {{"self", shifted}}));
    WHITTLE_TRY(ValueId out, build.one("aten.mul.Tensor", {{"self", x}, {"other", rstd}}));
    if (!call.isNone("weight")) {
        WHITTLE_TRY(out, build.one("aten.mul.Tensor", {{"self", out}, {"other", call.arg("weight")}}));
    }
    WHITTLE_TRY(const Types types, rmsNormType(call));
    if (const DType wanted = asTensorType(types[0])->dtype; asTensorType(build.type(out))->dtype != wanted) {
        WHITTLE_TRY(out, build.one("aten._to_copy.default", {{"self", out}, {"dtype", wanted}}));
    }
    return std::vector{out};
}

// --- gradients -------------------------------------------------------------------------------------------

Result<Types> layerNormBackwardType(const OpCall& call) {
    WHITTLE_TRY_VOID(gradientSizes(call));
    WHITTLE_TRY(const int rank, normalisedRank(call));
    const SymSizes& all = call.type("input").sizes;
    const SymInt rows = product({all.begin(), all.end() - rank});
    WHITTLE_TRY_VOID(numbersFor(call, "mean", rows));
    WHITTLE_TRY_VOID(numbersFor(call, "rstd", rows));
    WHITTLE_TRY(std::vector<bool> mask, outputMask(call));
    mask[1] = mask[1] && !call.isNone("weight");
    mask[2] = mask[2] && !call.isNone("bias");
    return gradientTypes(call, mask, call.symInts("normalized_shape"));
}

// With xhat = (x - mean) * rstd and h = g * weight: rstd * (h - mean(h) - xhat * mean(h * xhat)) in each row.
Result<void> layerNormBackwardReference(KernelCall& call) {
    WHITTLE_TRY(const int rank, normalisedRank(call));
    const Tensor grad = dense(call.tensor("grad_out"), DType::F64), input = dense(call.tensor("input"), DType::F64);
    const std::span<const Index> all(input.sizes());
    const Index rows = elementCount(all.first(all.size() - at(rank))), count = elementCount(all.last(at(rank)));
    const auto weight = elementsOr(call.optionalTensor("weight"), count, 1.0);
    const auto mean = elementsOr(&call.tensor("mean"), rows, 0.0), rstd = elementsOr(&call.tensor("rstd"), rows, 0.0);
    std::vector<double> gradWeight(at(static_cast<int>(count)), 0.0), gradBias = gradWeight;
    Tensor gradInput = Tensor::empty(DType::F64, input.sizes());
    const double *g = grad.data<double>(), *x = input.data<double>();
    double* out = gradInput.mutableData<double>();
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r, g += count, x += count, out += count) {
        const auto normalised = [&](std::size_t i) { return (x[i] - mean[r]) * rstd[r]; };
        GradientSums sums;
        for (std::size_t i = 0; i < weight.size(); ++i) {
            const double h = g[i] * weight[i];
            sums.plain += h;
            sums.scaled += h * normalised(i);
            gradWeight[i] += g[i] * normalised(i);
            gradBias[i] += g[i];
        }
        const auto n = static_cast<double>(count);
        for (std::size_t i = 0; i < weight.size(); ++i)
            out[i] = rstd[r] * (g[i] * weight[i] - sums.plain / n - normalised(i) * sums.scaled / n);
    }
    if (wanted(call, 0)) finish(call, 0, gradInput);
    if (wanted(call, 1)) finish(call, 1, tensorOf(gradWeight, call.outputSizes(1)));
    if (wanted(call, 2)) finish(call, 2, tensorOf(gradBias, call.outputSizes(2)));
    return {};
}

// --- lowerings: the kernels' formulas, with the statistics in f64 as there -------------------------------------

Result<void> layerNormLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const int rank, normalisedRank(call));
    const TensorType& input = call.type("input");
    const DType compute = computeDType(input.dtype);
    const std::size_t lead = input.sizes.size() - at(rank);
    const SymSizes extents(input.sizes.begin() + static_cast<std::ptrdiff_t>(lead), input.sizes.end());
    const auto element = [&](const SymSizes& inner) {
        SymSizes index(loops.index().begin(), loops.index().begin() + static_cast<std::ptrdiff_t>(lead));
        index.insert(index.end(), inner.begin(), inner.end());
        return loops.at(call.arg("input"), index).to(compute);
    };
    const MomentExprs m = lowerMoments(loops, extents, product(extents), element);
    const Expr rstd = rstdOf(m.variance, call.number("eps"));
    if (loops.output() > 0) {
        loops.store(loops.output() == 1 ? runningMean(m.mean) : rstd);
        return {};
    }
    const SymSizes inner(loops.index().begin() + static_cast<std::ptrdiff_t>(lead), loops.index().end());
    const SymSizes shape = call.symInts("normalized_shape");
    for (std::size_t i = 0; i < shape.size(); ++i) loops.require(shape[i], extents[i]);
    Expr out = m.centred(element(inner)) * rstd.to(compute);
    if (!call.isNone("weight")) out = out * lowerOptional(call, loops, "weight", inner, 1, compute);
    if (!call.isNone("bias")) out = out + lowerOptional(call, loops, "bias", inner, 0, compute);
    loops.store(out);
    return {};
}

Result<void> rmsNormLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const int rank, normalisedRank(call));
    const TensorType& input = call.type("input");
    const DType compute = computeDType(input.dtype);
    const std::size_t lead = input.sizes.size() - at(rank);
    const SymSizes extents(input.sizes.begin() + static_cast<std::ptrdiff_t>(lead), input.sizes.end());
    const auto element = [&](const SymSizes& inner) {
        SymSizes index(loops.index().begin(), loops.index().begin() + static_cast<std::ptrdiff_t>(lead));
        index.insert(index.end(), inner.begin(), inner.end());
        return loops.at(call.arg("input"), index).to(compute);
    };
    // In f64, where no square of an f32 overflows.
    const Expr squares = loops.wideSum(extents, [&](const SymSizes& r) {
        const Expr x = element(r).to(DType::F64);
        return x * x;
    });
    if (loops.output() == 1) {
        loops.store(rstdOf(squares / loops.position(product(extents)).to(DType::F64), rmsEps(call)));
        return {};
    }
    const Expr rms = rstdOf(squares / loops.position(product(extents)).to(DType::F64), rmsEps(call));
    const SymSizes inner(loops.index().begin() + static_cast<std::ptrdiff_t>(lead), loops.index().end());
    const SymSizes shape = call.symInts("normalized_shape");
    for (std::size_t i = 0; i < shape.size(); ++i) loops.require(shape[i], extents[i]);
    Expr out = element(inner) * rms.to(compute);
    if (!call.isNone("weight")) out = out * lowerOptional(call, loops, "weight", inner, 1, compute);
    loops.store(out);
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "aten.native_layer_norm.default",
     .schema = "native_layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight, Tensor? bias, float eps)"
               " -> (Tensor, Tensor, Tensor)",
     .summary = "Layer norm with the mean and 1/deviation of each row.", .inferType = nativeLayerNormType,
     .reference = layerNormReference, .lower = layerNormLower},
    {.name = "aten.layer_norm.default",
     .schema = "layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, Tensor? bias=None,"
               " float eps=1.0000000000000001e-05, bool cudnn_enable=True) -> Tensor",
     .summary = "Gives the last dimensions mean 0 and variance 1, then scales and shifts them.",
     .inferType = layerNormType, .reference = layerNormReference, .decompose = layerNormDecompose, .lower = layerNormLower},
    {.name = "aten.rms_norm.default",
     .schema = "rms_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, float? eps=None) -> Tensor",
     .summary = "Divides the last dimensions by their root mean square.", .inferType = rmsNormType,
     .reference = laidOut<rmsNormReference, likeElements>, .decompose = rmsNormDecompose, .lower = rmsNormLower},
    {.name = "aten._fused_rms_norm.default",
     .schema = "_fused_rms_norm(Tensor input, int[] normalized_shape, Tensor? weight, float? eps) -> (Tensor, Tensor)",
     .summary = "RMS norm with 1/rms of each row.", .inferType = fusedRmsNormType, .reference = rmsNormReference, .lower = rmsNormLower},
    {.name = "aten.native_layer_norm_backward.default",
     .schema = "native_layer_norm_backward(Tensor grad_out, Tensor input, SymInt[] normalized_shape, Tensor mean, Tensor rstd,"
               " Tensor? weight, Tensor? bias, bool[3] output_mask) -> (Tensor, Tensor, Tensor)",
     .summary = "Gradients of layer norm for input, weight and bias.", .inferType = layerNormBackwardType,
     .reference = layerNormBackwardReference},
};

}  // namespace

std::span<const OpDef> layerNormOps() { return kOps; }

}  // namespace whittle::ops

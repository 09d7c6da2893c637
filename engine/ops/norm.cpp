// Normalisation: layer, group, batch and RMS. Statistics are taken in f64 from values of the compute type and
// every result is rounded once. Proof: tests/engine/ops/norm_test.cpp.
#include <cmath>
#include <limits>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/layout.h"
#include "engine/ops/lower.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

std::size_t at(int axis) { return static_cast<std::size_t>(axis); }

// --- shared checks ---------------------------------------------------------------------------------------

Result<void> floatingInput(const OpCall& call) {
    const TensorType& input = call.type("input");
    if (isFloating(input.dtype)) return {};
    return fail(Code::Type, "{}.1: the input is {}, a floating dtype is needed", call.schema().name, input.text());
}

// An optional tensor must have exactly these sizes.
Result<void> optionalSizes(const OpCall& call, std::string_view name, std::span<const SymInt> sizes) {
    const TensorType* type = call.optionalType(name);
    if (!type) return {};
    bool same = type->sizes.size() == sizes.size();
    for (std::size_t i = 0; same && i < sizes.size(); ++i) same = !differ(type->sizes[i], sizes[i]);
    if (!same)
        return fail(Code::Shape, "{}.2: argument '{}' is {}, sizes {} are needed", call.schema().name, name, type->text(), sizesText(sizes));
    return {};
}

// Statistics come in the weight's dtype when that is wider than the input's (16-bit input, f32 weight).
DType statisticsDType(const OpCall& call) {
    const TensorType* weight = call.optionalType("weight");
    return weight ? weight->dtype : call.type("input").dtype;
}

struct Moments {
    double mean, variance;  // biased
};

template <class T>
Moments momentsOf(const T* x, Index count) {
    double sum = 0, squares = 0;
    for (Index i = 0; i < count; ++i) sum += x[i];
    const double mean = sum / static_cast<double>(count);
    for (Index i = 0; i < count; ++i) squares += (x[i] - mean) * (x[i] - mean);
    return {mean, squares / static_cast<double>(count)};
}

// Elements of an optional tensor in double, or `count` times `missing`.
std::vector<double> elementsOr(const Tensor* tensor, Index count, double missing) {
    std::vector<double> out(static_cast<std::size_t>(count), missing);
    if (!tensor) return out;
    const Tensor wide = dense(*tensor, DType::F64);
    std::copy_n(wide.data<double>(), count, out.begin());
    return out;
}

Tensor tensorOf(const std::vector<double>& elements, Sizes sizes) {
    return Tensor::of(std::span<const double>(elements), std::move(sizes));
}

// --- layer norm, rms norm --------------------------------------------------------------------------------

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

Result<Types> nativeLayerNormType(const OpCall& call) {
    WHITTLE_TRY(const int rank, normalisedRank(call));
    const TensorType& input = call.type("input");
    TensorType statistics = withSizes(input, input.sizes);
    statistics.dtype = statisticsDType(call);
    for (int i = input.rank() - rank; i < input.rank(); ++i) statistics.sizes[at(i)] = 1;
    return Types{withSizes(input, input.sizes), statistics, statistics};
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
            means.push_back(m.mean);
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
double rmsEps(const OpCall& call) {
    if (!call.isNone("eps")) return call.number("eps");
    return computeDType(call.type("input").dtype) == DType::F64 ? std::numeric_limits<double>::epsilon()
                                                                : std::numeric_limits<float>::epsilon();
}

Result<void> rmsNormReference(KernelCall& call) {
    WHITTLE_TRY(const int rank, normalisedRank(call));
    const DType compute = computeDType(call.outputType().dtype);
    const Tensor input = dense(call.tensor("input"), compute);
    const std::span<const Index> all(input.sizes());
    const Index rows = elementCount(all.first(all.size() - at(rank))), count = elementCount(all.last(at(rank)));
    const auto weight = elementsOr(call.optionalTensor("weight"), count, 1.0);
    const double eps = rmsEps(call);
    Tensor out = Tensor::empty(compute, input.sizes());
    visitFloat(compute, [&](auto tag) {
        using T = decltype(tag);
        const T* x = input.data<T>();
        T* y = out.mutableData<T>();
        for (Index r = 0; r < rows; ++r, x += count, y += count) {
            double squares = 0;
            for (Index i = 0; i < count; ++i) squares += static_cast<double>(x[i]) * x[i];
            const double rms = 1 / std::sqrt(squares / static_cast<double>(count) + eps);
            for (Index i = 0; i < count; ++i) y[i] = static_cast<T>(x[i] * rms * weight[static_cast<std::size_t>(i)]);
        }
    });
    finish(call, 0, out);
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
    if (asTensorType(build.type(out))->dtype != input.dtype) {
        WHITTLE_TRY(out, build.one("aten._to_copy.default", {{"self", out}, {"dtype", input.dtype}}));
    }
    return std::vector{out};
}

// --- group norm ------------------------------------------------------------------------------------------

Result<Types> groupNormTypes(const OpCall& call, std::string_view groupsName) {
    WHITTLE_TRY_VOID(floatingInput(call));
    const TensorType& input = call.type("input");
    const std::string_view op = call.schema().name;
    if (input.rank() < 2) return fail(Code::Shape, "{}.3: the input is {}, rank 2 or more is needed", op, input.text());
    WHITTLE_TRY(const std::int64_t groups, call.integer(groupsName));
    const auto channels = input.sizes[1].constant();
    if (groups <= 0 || (channels && *channels % groups != 0))
        return fail(Code::Shape, "{}.4: {} channels cannot be divided into {} groups", op, input.sizes[1].text(), groups);
    const SymSizes perChannel{input.sizes[1]};
    WHITTLE_TRY_VOID(optionalSizes(call, "weight", perChannel));
    WHITTLE_TRY_VOID(optionalSizes(call, "bias", perChannel));
    TensorType statistics = withSizes(input, {input.sizes[0], groups});
    statistics.dtype = statisticsDType(call);
    return Types{withSizes(input, input.sizes), statistics, statistics};
}

Result<Types> groupNormType(const OpCall& call) {
    WHITTLE_TRY(Types types, groupNormTypes(call, "num_groups"));
    types.resize(1);
    return types;
}

Result<Types> nativeGroupNormType(const OpCall& call) {
    WHITTLE_TRY(Types types, groupNormTypes(call, "group"));
    const TensorType& input = call.type("input");
    const SymInt plane = product(std::span(input.sizes).subspan(2));
    if (differ(call.symInt("N"), input.sizes[0]) || differ(call.symInt("C"), input.sizes[1]) || differ(call.symInt("HxW"), plane))
        return fail(Code::Shape, "native_group_norm.5: N={}, C={}, HxW={} do not describe {}", call.symInt("N").text(),
                    call.symInt("C").text(), call.symInt("HxW").text(), input.text());
    return types;
}

Result<void> groupNorm(KernelCall& call, Index groups) {
    const DType compute = computeDType(call.outputType().dtype);
    const Tensor input = dense(call.tensor("input"), compute);
    const Index batch = input.dim(0), channels = input.dim(1), plane = elementCount(std::span(input.sizes()).subspan(2));
    const Index perGroup = channels / groups, count = perGroup * plane;
    const auto weight = elementsOr(call.optionalTensor("weight"), channels, 1.0);
    const auto bias = elementsOr(call.optionalTensor("bias"), channels, 0.0);
    const double eps = call.number("eps");
    std::vector<double> means, rstds;
    Tensor out = Tensor::empty(compute, input.sizes());
    visitFloat(compute, [&](auto tag) {
        using T = decltype(tag);
        const T* x = input.data<T>();
        T* y = out.mutableData<T>();
        for (Index i = 0; i < batch * groups; ++i) {
            const Moments m = momentsOf(x, count);
            const double rstd = 1 / std::sqrt(m.variance + eps);
            means.push_back(m.mean);
            rstds.push_back(rstd);
            for (Index c = 0; c < perGroup; ++c) {
                const auto channel = static_cast<std::size_t>(i % groups * perGroup + c);
                const double scale = rstd * weight[channel], shift = bias[channel] - m.mean * scale;
                for (Index p = 0; p < plane; ++p) *y++ = static_cast<T>(*x++ * scale + shift);
            }
        }
    });
    finish(call, 0, out);
    if (call.outputCount() == 3) {
        finish(call, 1, tensorOf(means, call.outputSizes(1)));
        finish(call, 2, tensorOf(rstds, call.outputSizes(2)));
    }
    return {};
}

Result<void> groupNormReference(KernelCall& call) { return groupNorm(call, call.size("num_groups")); }
Result<void> nativeGroupNormReference(KernelCall& call) { return groupNorm(call, call.size("group")); }

Result<std::vector<ValueId>> groupNormDecompose(const OpCall& call, OpBuilder& build) {
    const TensorType& input = call.type("input");
    const std::vector<ValueId> sources{valueArg(call, "input")};
    WHITTLE_TRY(const Arg batch, sizeArg(build, input.sizes[0], sources));
    WHITTLE_TRY(const Arg channels, sizeArg(build, input.sizes[1], sources));
    Arg plane(1);
    for (std::size_t i = 2; i < input.sizes.size(); ++i) {
        WHITTLE_TRY(const Arg size, sizeArg(build, input.sizes[i], sources));
        const auto *a = plane.as<std::int64_t>(), *b = size.as<std::int64_t>();
        if (a && b) {
            plane = *a * *b;
        } else if (a && *a == 1) {
            plane = size;
        } else {
            WHITTLE_TRY(plane, build.one("_operator.mul", {{"a", plane}, {"b", size}}));
        }
    }
    WHITTLE_TRY(std::vector<ValueId> outputs,
                build.call("aten.native_group_norm.default", {{"input", call.arg("input")},
                                                              {"weight", call.arg("weight")},
                                                              {"bias", call.arg("bias")},
                                                              {"N", batch},
                                                              {"C", channels},
                                                              {"HxW", plane},
                                                              {"group", call.arg("num_groups")},
                                                              {"eps", call.arg("eps")}}));
    outputs.resize(1);
    return outputs;
}

// --- batch norm ------------------------------------------------------------------------------------------

enum class Statistics { Running, Batch };

Result<void> batchNormChecks(const OpCall& call, Statistics statistics) {
    WHITTLE_TRY_VOID(floatingInput(call));
    const TensorType& input = call.type("input");
    const std::string_view op = call.schema().name;
    if (input.rank() < 2) return fail(Code::Shape, "{}.3: the input is {}, rank 2 or more is needed", op, input.text());
    const SymSizes perChannel{input.sizes[1]};
    for (const char* name : {"weight", "bias", "running_mean", "running_var"})
        if (call.schema().arg(name)) WHITTLE_TRY_VOID(optionalSizes(call, name, perChannel));
    if (statistics == Statistics::Running && (!call.optionalType("running_mean") || !call.optionalType("running_var")))
        return fail(Code::Argument, "{}.4: inference needs running_mean and running_var", op);
    return {};
}

Statistics statisticsOf(const OpCall& call) { return call.flag("training") ? Statistics::Batch : Statistics::Running; }

Result<Types> batchNormType(const OpCall& call) {
    if (call.flag("training"))
        return fail(Code::Unsupported, "batch_norm.5: training mode writes its running statistics in place; export the model in "
                                       "eval mode, or decompose it to _native_batch_norm_legit_functional");
    WHITTLE_TRY_VOID(batchNormChecks(call, Statistics::Running));
    return resized(call.type("input"), call.type("input").sizes);
}

// (y, mean, rstd): the statistics are empty in inference.
Types nativeBatchNormTypes(const OpCall& call, Statistics statistics) {
    const TensorType& input = call.type("input");
    TensorType saved = withSizes(input, {statistics == Statistics::Batch ? input.sizes[1] : SymInt(0)});
    saved.dtype = statisticsDType(call);
    return Types{withSizes(input, input.sizes), saved, saved};
}

Result<Types> noTrainingType(const OpCall& call) {
    WHITTLE_TRY_VOID(batchNormChecks(call, Statistics::Running));
    return nativeBatchNormTypes(call, Statistics::Running);
}

Result<Types> noStatsType(const OpCall& call) {
    WHITTLE_TRY_VOID(batchNormChecks(call, Statistics::Batch));
    return nativeBatchNormTypes(call, Statistics::Batch);
}

Result<Types> nativeBatchNormType(const OpCall& call) {
    if (call.flag("training") && (call.optionalType("running_mean") || call.optionalType("running_var")))
        return fail(Code::Unsupported, "native_batch_norm.5: training mode writes its running statistics in place; use "
                                       "_native_batch_norm_legit_functional");
    WHITTLE_TRY_VOID(batchNormChecks(call, statisticsOf(call)));
    return nativeBatchNormTypes(call, statisticsOf(call));
}

Result<Types> functionalType(const OpCall& call) {
    WHITTLE_TRY_VOID(batchNormChecks(call, statisticsOf(call)));
    Types out = nativeBatchNormTypes(call, statisticsOf(call));
    for (const char* name : {"running_mean", "running_var"})
        out.push_back(withSizes(call.type(name), call.type(name).sizes));
    return out;
}

// Mean and biased variance of each channel over the batch and the planes.
template <class T>
std::vector<Moments> channelMoments(const Tensor& input, Index batch, Index channels, Index plane) {
    std::vector<Moments> out;
    const T* x = input.data<T>();
    const auto count = static_cast<double>(batch * plane);
    for (Index c = 0; c < channels; ++c) {
        double sum = 0, squares = 0;
        for (Index n = 0; n < batch; ++n)
            for (Index p = 0; p < plane; ++p) sum += x[(n * channels + c) * plane + p];
        const double mean = sum / count;
        for (Index n = 0; n < batch; ++n)
            for (Index p = 0; p < plane; ++p) {
                const double d = x[(n * channels + c) * plane + p] - mean;
                squares += d * d;
            }
        out.push_back({mean, squares / count});
    }
    return out;
}

Result<void> batchNorm(KernelCall& call, Statistics statistics) {
    const DType compute = computeDType(call.outputType().dtype);
    const Tensor input = dense(call.tensor("input"), compute);
    const Index batch = input.dim(0), channels = input.dim(1), plane = elementCount(std::span(input.sizes()).subspan(2));
    const auto weight = elementsOr(call.optionalTensor("weight"), channels, 1.0);
    const auto bias = elementsOr(call.optionalTensor("bias"), channels, 0.0);
    const double eps = call.number("eps");
    Tensor out = Tensor::empty(compute, input.sizes());
    std::vector<Moments> moments;
    if (statistics == Statistics::Running) {
        const auto mean = elementsOr(call.optionalTensor("running_mean"), channels, 0.0);
        const auto variance = elementsOr(call.optionalTensor("running_var"), channels, 1.0);
        for (std::size_t c = 0; c < mean.size(); ++c) moments.push_back({mean[c], variance[c]});
    }
    visitFloat(compute, [&](auto tag) {
        using T = decltype(tag);
        if (statistics == Statistics::Batch) moments = channelMoments<T>(input, batch, channels, plane);
        const T* x = input.data<T>();
        T* y = out.mutableData<T>();
        for (Index n = 0; n < batch; ++n)
            for (std::size_t c = 0; c < moments.size(); ++c) {
                const double scale = weight[c] / std::sqrt(moments[c].variance + eps);
                const double shift = bias[c] - moments[c].mean * scale;
                for (Index p = 0; p < plane; ++p) *y++ = static_cast<T>(*x++ * scale + shift);
            }
    });
    finish(call, 0, out);
    if (call.outputCount() >= 3) {
        std::vector<double> means, rstds;
        for (const Moments& m : moments) {
            means.push_back(m.mean);
            rstds.push_back(1 / std::sqrt(m.variance + eps));
        }
        if (statistics == Statistics::Running) means.clear(), rstds.clear();
        finish(call, 1, tensorOf(means, call.outputSizes(1)));
        finish(call, 2, tensorOf(rstds, call.outputSizes(2)));
    }
    if (call.outputCount() == 5) {  // the running statistics after the step, with the unbiased variance
        auto mean = elementsOr(call.optionalTensor("running_mean"), channels, 0.0);
        auto variance = elementsOr(call.optionalTensor("running_var"), channels, 1.0);
        const double momentum = call.number("momentum"), count = static_cast<double>(batch * plane);
        if (statistics == Statistics::Batch)
            for (std::size_t c = 0; c < moments.size(); ++c) {
                mean[c] = (1 - momentum) * mean[c] + momentum * moments[c].mean;
                variance[c] = (1 - momentum) * variance[c] + momentum * moments[c].variance * count / (count - 1);
            }
        finish(call, 3, tensorOf(mean, call.outputSizes(3)));
        finish(call, 4, tensorOf(variance, call.outputSizes(4)));
    }
    return {};
}

Result<void> inferenceReference(KernelCall& call) { return batchNorm(call, Statistics::Running); }
Result<void> batchStatisticsReference(KernelCall& call) { return batchNorm(call, Statistics::Batch); }
Result<void> eitherReference(KernelCall& call) { return batchNorm(call, statisticsOf(call)); }

Result<std::vector<ValueId>> batchNormDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(std::vector<ValueId> outputs,
                build.call("aten._native_batch_norm_legit_no_training.default", {{"input", call.arg("input")},
                                                                                 {"weight", call.arg("weight")},
                                                                                 {"bias", call.arg("bias")},
                                                                                 {"running_mean", call.arg("running_mean")},
                                                                                 {"running_var", call.arg("running_var")},
                                                                                 {"momentum", call.arg("momentum")},
                                                                                 {"eps", call.arg("eps")}}));
    outputs.resize(1);
    return outputs;
}

// --- lowerings: the kernels' formulas, with the statistics in f64 as there ---------------------------------------

struct MomentExprs {
    Expr mean, variance;
};

// Over `count` elements; element(r) is one of them.
MomentExprs lowerMoments(LoopBuilder& loops, const SymSizes& extents, const SymInt& count,
                         const std::function<Expr(const SymSizes&)>& element) {
    const Expr n = loops.position(count).to(DType::F64);
    const auto wide = [&](const SymSizes& r) { return element(r).to(DType::F64); };
    const Expr mean = loops.reduce(Combiner::Sum, extents, wide) / n;
    const Expr squares = loops.reduce(Combiner::Sum, extents, [&](const SymSizes& r) {
        const Expr d = wide(r) - mean;
        return d * d;
    });
    return {mean, squares / n};
}

// weight or bias at an index, in f64; invalid arguments count as `missing`.
Expr lowerOptional(const OpCall& call, LoopBuilder& loops, const char* name, const SymSizes& index, double missing) {
    if (!call.schema().arg(name) || call.isNone(name)) return loops.number(DType::F64, missing);
    return loops.at(call.arg(name), index).to(DType::F64);
}

Expr rstdOf(Expr variance, double eps) { return 1.0 / unary(LoopOp::Sqrt, variance + eps); }

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
        loops.store(loops.output() == 1 ? m.mean : rstd);
        return {};
    }
    const SymSizes inner(loops.index().begin() + static_cast<std::ptrdiff_t>(lead), loops.index().end());
    const SymSizes shape = call.symInts("normalized_shape");
    for (std::size_t i = 0; i < shape.size(); ++i) loops.require(shape[i], extents[i]);
    const Expr scaled = (element(inner).to(DType::F64) - m.mean) * rstd * lowerOptional(call, loops, "weight", inner, 1);
    loops.store((scaled + lowerOptional(call, loops, "bias", inner, 0)).to(compute));
    return {};
}

Result<void> rmsNormLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const int rank, normalisedRank(call));
    const TensorType& input = call.type("input");
    const DType compute = computeDType(input.dtype);
    const std::size_t lead = input.sizes.size() - at(rank);
    const SymSizes extents(input.sizes.begin() + static_cast<std::ptrdiff_t>(lead), input.sizes.end());
    const auto wide = [&](const SymSizes& inner) {
        SymSizes index(loops.index().begin(), loops.index().begin() + static_cast<std::ptrdiff_t>(lead));
        index.insert(index.end(), inner.begin(), inner.end());
        return loops.at(call.arg("input"), index).to(compute).to(DType::F64);
    };
    const Expr squares = loops.reduce(Combiner::Sum, extents, [&](const SymSizes& r) { return wide(r) * wide(r); });
    const Expr rms = rstdOf(squares / loops.position(product(extents)).to(DType::F64), rmsEps(call));
    const SymSizes inner(loops.index().begin() + static_cast<std::ptrdiff_t>(lead), loops.index().end());
    const SymSizes shape = call.symInts("normalized_shape");
    for (std::size_t i = 0; i < shape.size(); ++i) loops.require(shape[i], extents[i]);
    loops.store((wide(inner) * rms * lowerOptional(call, loops, "weight", inner, 1)).to(compute));
    return {};
}

// Channel c belongs to group c // perGroup; a group's statistics cover its channels and all planes.
Result<void> lowerGroupNorm(const OpCall& call, LoopBuilder& loops, const SymInt& groups) {
    const TensorType& input = call.type("input");
    const DType compute = computeDType(input.dtype);
    const auto count = groups.constant();
    if (!count || *count <= 0) {
        loops.refuse("the number of groups is not known");
        return {};
    }
    const SymInt perGroup = floorDiv(input.sizes[1], groups);
    loops.require(perGroup * groups, input.sizes[1]);
    SymSizes extents{perGroup};
    extents.insert(extents.end(), input.sizes.begin() + 2, input.sizes.end());
    const SymInt& channel = loops.index(1);
    const SymInt group = loops.output() > 0 ? channel : simplifyIndex(floorDiv(channel, perGroup), loops.ranges());
    const auto element = [&](const SymSizes& r) {
        SymSizes index{loops.index(0), group * perGroup + r[0]};
        index.insert(index.end(), r.begin() + 1, r.end());
        return loops.at(call.arg("input"), index).to(compute);
    };
    const MomentExprs m = lowerMoments(loops, extents, product(extents), element);
    const Expr rstd = rstdOf(m.variance, call.number("eps"));
    if (loops.output() > 0) {
        loops.store(loops.output() == 1 ? m.mean : rstd);
        return {};
    }
    const Expr scale = rstd * lowerOptional(call, loops, "weight", {channel}, 1);
    const Expr shift = lowerOptional(call, loops, "bias", {channel}, 0) - m.mean * scale;
    const Expr x = loops.at(call.arg("input"), loops.index()).to(compute).to(DType::F64);
    loops.store((x * scale + shift).to(compute));
    return {};
}
Result<void> groupNormLower(const OpCall& call, LoopBuilder& loops) { return lowerGroupNorm(call, loops, call.symInt("num_groups")); }
Result<void> nativeGroupNormLower(const OpCall& call, LoopBuilder& loops) { return lowerGroupNorm(call, loops, call.symInt("group")); }

// Running statistics; the saved ones, outputs 1 and 2, are empty.
Result<void> inferenceLower(const OpCall& call, LoopBuilder& loops) {
    if (loops.output() > 0) {
        loops.store(loops.number(DType::F64, 0));
        return {};
    }
    const TensorType& input = call.type("input");
    const SymInt& channel = loops.index(1);
    for (const char* name : {"weight", "bias", "running_mean", "running_var"})
        if (const TensorType* type = call.optionalType(name)) loops.require(type->sizes[0], input.sizes[1]);
    const Expr scale = lowerOptional(call, loops, "weight", {channel}, 1) /
                       unary(LoopOp::Sqrt, lowerOptional(call, loops, "running_var", {channel}, 1) + call.number("eps"));
    const Expr shift = lowerOptional(call, loops, "bias", {channel}, 0) - lowerOptional(call, loops, "running_mean", {channel}, 0) * scale;
    const DType compute = computeDType(input.dtype);
    const Expr x = loops.at(call.arg("input"), loops.index()).to(compute).to(DType::F64);
    loops.store((x * scale + shift).to(compute));
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
     .summary = "Divides the last dimensions by their root mean square.", .inferType = layerNormType,
     .reference = laidOut<rmsNormReference, likeElements>, .decompose = rmsNormDecompose, .lower = rmsNormLower},
    {.name = "aten.native_group_norm.default",
     .schema = "native_group_norm(Tensor input, Tensor? weight, Tensor? bias, SymInt N, SymInt C, SymInt HxW, int group,"
               " float eps) -> (Tensor, Tensor, Tensor)",
     .summary = "Group norm with the mean and 1/deviation of each group.", .inferType = nativeGroupNormType,
     .reference = laidOut<nativeGroupNormReference, channelsLikeFirst>, .lower = nativeGroupNormLower},
    {.name = "aten.group_norm.default",
     .schema = "group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None,"
               " float eps=1.0000000000000001e-05, bool cudnn_enabled=True) -> Tensor",
     .summary = "Gives each group of channels mean 0 and variance 1, then scales and shifts each channel.",
     .inferType = groupNormType, .reference = laidOut<groupNormReference, channelsLikeFirst>, .decompose = groupNormDecompose, .lower = groupNormLower},
    {.name = "aten._native_batch_norm_legit_no_training.default",
     .schema = "_native_batch_norm_legit_no_training(Tensor input, Tensor? weight, Tensor? bias, Tensor running_mean,"
               " Tensor running_var, float momentum, float eps) -> (Tensor, Tensor, Tensor)",
     .summary = "Batch norm by running statistics; the saved statistics are empty.", .inferType = noTrainingType,
     .reference = laidOut<inferenceReference, channelsLikeFirst>, .lower = inferenceLower},
    {.name = "aten.batch_norm.default",
     .schema = "batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var,"
               " bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor",
     .summary = "Batch norm by running statistics (inference only).", .inferType = batchNormType,
     .reference = laidOut<inferenceReference, channelsLikeFirst>, .decompose = batchNormDecompose, .lower = inferenceLower},
    {.name = "aten.native_batch_norm.default",
     .schema = "native_batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var,"
               " bool training, float momentum, float eps) -> (Tensor, Tensor, Tensor)",
     .summary = "Batch norm with the batch's or the running statistics.", .inferType = nativeBatchNormType,
     .reference = laidOut<eitherReference, channelsLikeFirst>},
    {.name = "aten._native_batch_norm_legit.no_stats",
     .schema = "_native_batch_norm_legit.no_stats(Tensor input, Tensor? weight, Tensor? bias, bool training, float momentum,"
               " float eps) -> (Tensor, Tensor, Tensor)",
     .summary = "Batch norm by the batch's own statistics.", .inferType = noStatsType,
     .reference = laidOut<batchStatisticsReference, channelsLikeFirst>},
    {.name = "aten._native_batch_norm_legit_functional.default",
     .schema = "_native_batch_norm_legit_functional(Tensor input, Tensor? weight, Tensor? bias, Tensor running_mean,"
               " Tensor running_var, bool training, float momentum, float eps)"
               " -> (Tensor, Tensor, Tensor, Tensor running_mean_out, Tensor running_var_out)",
     .summary = "Batch norm that returns the updated running statistics.", .inferType = functionalType,
     .reference = laidOut<eitherReference, channelsLikeFirst>},
};

}  // namespace

std::span<const OpDef> normOps() { return kOps; }

}  // namespace whittle::ops

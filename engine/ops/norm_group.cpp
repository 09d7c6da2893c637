// Group norm: statistics of each group of channels, and its gradients. Proof: tests/engine/ops/norm_test.cpp.
#include "engine/ops/norm_parts.h"

namespace whittle::ops {
namespace {

using namespace norm;

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
    if (call.schema().arg("bias")) WHITTLE_TRY_VOID(optionalSizes(call, "bias", perChannel));
    TensorType statistics = withSizes(input, {input.sizes[0], groups});
    statistics.dtype = statisticsDType(call);
    return Types{withSizes(input, input.sizes), statistics, statistics};
}

Result<Types> groupNormType(const OpCall& call) {
    WHITTLE_TRY(Types types, groupNormTypes(call, "num_groups"));
    types.resize(1);
    return types;
}

// N, C and HxW must say what the input's sizes say.
Result<void> nativeGroupNormChecks(const OpCall& call) {
    const TensorType& input = call.type("input");
    const SymInt plane = product(std::span(input.sizes).subspan(2));
    if (differ(call.symInt("N"), input.sizes[0]) || differ(call.symInt("C"), input.sizes[1]) || differ(call.symInt("HxW"), plane))
        return fail(Code::Shape, "{}.5: N={}, C={}, HxW={} do not describe {}", call.schema().name, call.symInt("N").text(),
                    call.symInt("C").text(), call.symInt("HxW").text(), input.text());
    return {};
}

Result<Types> nativeGroupNormType(const OpCall& call) {
    WHITTLE_TRY(Types types, groupNormTypes(call, "group"));
    WHITTLE_TRY_VOID(nativeGroupNormChecks(call));
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
            means.push_back(runningMean(m.mean));
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

// --- gradients -------------------------------------------------------------------------------------------

Result<Types> groupNormBackwardType(const OpCall& call) {
    WHITTLE_TRY_VOID(groupNormTypes(call, "group"));
    WHITTLE_TRY_VOID(nativeGroupNormChecks(call));
    WHITTLE_TRY_VOID(gradientSizes(call));
    const SymInt groups = call.type("input").sizes[0] * call.symInt("group");
    WHITTLE_TRY_VOID(numbersFor(call, "mean", groups));
    WHITTLE_TRY_VOID(numbersFor(call, "rstd", groups));
    WHITTLE_TRY(const std::vector<bool> mask, outputMask(call));
    return gradientTypes(call, mask, {call.type("input").sizes[1]});
}

// As for layer norm, over the elements of a group; weight and bias belong to channels.
Result<void> groupNormBackwardReference(KernelCall& call) {
    const Tensor grad = dense(call.tensor("grad_out"), DType::F64), input = dense(call.tensor("input"), DType::F64);
    const ChannelSizes sizes(input);
    const Index groups = call.size("group"), perGroup = sizes.channels / groups;
    const auto weight = elementsOr(call.optionalTensor("weight"), sizes.channels, 1.0);
    const auto mean = elementsOr(&call.tensor("mean"), sizes.batch * groups, 0.0);
    const auto rstd = elementsOr(&call.tensor("rstd"), sizes.batch * groups, 0.0);
    std::vector<double> gradWeight(weight.size(), 0.0), gradBias = gradWeight;
    Tensor gradInput = Tensor::empty(DType::F64, input.sizes());
    double* out = gradInput.mutableData<double>();
    const auto count = static_cast<double>(perGroup * sizes.plane);
    for (Index i = 0; i < sizes.batch * groups; ++i) {
        const auto s = static_cast<std::size_t>(i);
        const Index first = i * perGroup * sizes.plane;
        // Calls f(element, its channel, g, xhat) for the whole group.
        const auto each = [&](auto&& f) {
            for (Index k = first; k < first + perGroup * sizes.plane; ++k)
                f(k, static_cast<std::size_t>(k / sizes.plane % sizes.channels), grad.data<double>()[k], (input.data<double>()[k] - mean[s]) * rstd[s]);
        };
        GradientSums sums;
        each([&](Index, std::size_t c, double g, double normalised) {
            sums.plain += g * weight[c];
            sums.scaled += g * weight[c] * normalised;
            gradWeight[c] += g * normalised;
            gradBias[c] += g;
        });
        each([&](Index k, std::size_t c, double g, double normalised) {
            out[k] = rstd[s] * (g * weight[c] - sums.plain / count - normalised * sums.scaled / count);
        });
    }
    if (wanted(call, 0)) finish(call, 0, gradInput);
    if (wanted(call, 1)) finish(call, 1, tensorOf(gradWeight, call.outputSizes(1)));
    if (wanted(call, 2)) finish(call, 2, tensorOf(gradBias, call.outputSizes(2)));
    return {};
}

// --- lowerings -------------------------------------------------------------------------------------------

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
        loops.store(loops.output() == 1 ? runningMean(m.mean) : rstd);
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

constexpr OpDef kOps[] = {
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
    {.name = "aten.native_group_norm_backward.default",
     .schema = "native_group_norm_backward(Tensor grad_out, Tensor input, Tensor mean, Tensor rstd, Tensor? weight, SymInt N, SymInt C,"
               " SymInt HxW, int group, bool[3] output_mask) -> (Tensor, Tensor, Tensor)",
     .summary = "Gradients of group norm for input, weight and bias.", .inferType = groupNormBackwardType,
     .reference = laidOut<groupNormBackwardReference, channelsLikeFirst>},
};

}  // namespace

std::span<const OpDef> groupNormOps() { return kOps; }

}  // namespace whittle::ops

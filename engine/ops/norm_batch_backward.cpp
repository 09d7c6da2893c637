// The gradients of batch norm. Proof: tests/engine/ops/norm_test.cpp.
#include "engine/ops/norm_parts.h"

namespace whittle::ops {
namespace {

using namespace norm;

Result<Types> batchNormBackwardType(const OpCall& call) {
    WHITTLE_TRY_VOID(floatingInput(call));
    const TensorType& input = call.type("input");
    const std::string& op = call.schema().name;
    if (input.rank() < 2) return fail(Code::Shape, "{}.3: the input is {}, rank 2 or more is needed", op, input.text());
    WHITTLE_TRY_VOID(gradientSizes(call));
    if (call.type("grad_out").dtype != input.dtype)
        return fail(Code::Type, "{}.5: the gradient is {}, the input {}; one dtype is needed", op, call.type("grad_out").text(), input.text());
    const bool train = call.flag("train");
    for (const char* name : {"running_mean", "running_var", "save_mean", "save_invstd"}) {
        const bool needed = std::string_view(name).starts_with("save") == train;
        if (!needed) continue;
        if (!call.optionalType(name)) return fail(Code::Argument, "{}.4: '{}' is needed", op, name);
        WHITTLE_TRY_VOID(optionalSizes(call, name, {&input.sizes[1], 1}));
    }
    WHITTLE_TRY_VOID(optionalSizes(call, "weight", {&input.sizes[1], 1}));
    WHITTLE_TRY(const std::vector<bool> mask, outputMask(call));
    return gradientTypes(call, mask, {input.sizes[1]});
}

// In training as for layer norm, over a channel; by running statistics the input's gradient is g * weight * rstd.
Result<void> batchNormBackwardReference(KernelCall& call) {
    const Tensor grad = dense(call.tensor("grad_out"), DType::F64), input = dense(call.tensor("input"), DType::F64);
    const ChannelSizes sizes(input);
    const bool train = call.flag("train");
    const auto weight = elementsOr(call.optionalTensor("weight"), sizes.channels, 1.0);
    const auto mean = elementsOr(call.optionalTensor(train ? "save_mean" : "running_mean"), sizes.channels, 0.0);
    auto rstd = elementsOr(call.optionalTensor(train ? "save_invstd" : "running_var"), sizes.channels, 1.0);
    if (!train)
        for (double& r : rstd) r = 1 / std::sqrt(r + call.number("eps"));
    std::vector<GradientSums> sums(weight.size());
    Tensor gradInput = Tensor::empty(DType::F64, input.sizes());
    double* out = gradInput.mutableData<double>();
    // Calls f(element, its channel, g, xhat) for all elements.
    const auto each = [&](auto&& f) {
        for (Index k = 0; k < input.numel(); ++k) {
            const auto c = static_cast<std::size_t>(k / sizes.plane % sizes.channels);
            f(k, c, grad.data<double>()[k], (input.data<double>()[k] - mean[c]) * rstd[c]);
        }
    };
    each([&](Index, std::size_t c, double g, double normalised) {
        sums[c].plain += g;
        sums[c].scaled += g * normalised;
    });
    const auto count = static_cast<double>(sizes.batch * sizes.plane);
    each([&](Index k, std::size_t c, double g, double normalised) {
        const double centred = train ? g - sums[c].plain / count - normalised * sums[c].scaled / count : g;
        out[k] = centred * rstd[c] * weight[c];
    });
    std::vector<double> gradWeight, gradBias;
    for (const GradientSums& s : sums) {
        gradWeight.push_back(s.scaled);
        gradBias.push_back(s.plain);
    }
    if (wanted(call, 0)) finish(call, 0, gradInput);
    if (wanted(call, 1)) finish(call, 1, tensorOf(gradWeight, call.outputSizes(1)));
    if (wanted(call, 2)) finish(call, 2, tensorOf(gradBias, call.outputSizes(2)));
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "aten.native_batch_norm_backward.default",
     .schema = "native_batch_norm_backward(Tensor grad_out, Tensor input, Tensor? weight, Tensor? running_mean, Tensor? running_var,"
               " Tensor? save_mean, Tensor? save_invstd, bool train, float eps, bool[3] output_mask) -> (Tensor, Tensor, Tensor)",
     .summary = "Gradients of batch norm for input, weight and bias.", .inferType = batchNormBackwardType,
     .reference = laidOut<batchNormBackwardReference, channelsLikeFirst>},
};

}  // namespace

std::span<const OpDef> batchNormBackwardOps() { return kOps; }

}  // namespace whittle::ops

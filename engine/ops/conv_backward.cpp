// Gradients of convolution. Forward, one side steps over the other: big = small * stride - pad + k * dilation, where big
// is the input of a plain convolution and the output of a transposed one. The weight is [small channels, big channels
// of a group, kernel...] in both, so one loop serves. Proof: tests/golden/ops/gradient.
#include <array>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

struct Geometry {
    std::array<Index, 3> stride{1, 1, 1}, pad{}, dilation{1, 1, 1};
    Index groups = 1;
    bool transposed = false;
    std::array<bool, 3> wanted{};
};

Result<Geometry> geometryOf(const OpCall& call) {
    const TensorType &grad = call.type("grad_output"), &input = call.type("input"), &weight = call.type("weight");
    const int spatial = weight.rank() - 2;
    if (spatial < 1 || spatial > 3 || input.rank() != weight.rank() || grad.rank() != weight.rank())
        return fail(Code::Shape, "convolution_backward.1: grad_output {}, input {} and weight {} need one rank from 3 to 5", grad.text(),
                    input.text(), weight.text());
    if (!isFloating(input.dtype) || grad.dtype != input.dtype || weight.dtype != input.dtype)
        return fail(Code::Type, "convolution_backward.2: grad_output {}, input {} and weight {} need one floating dtype", grad.text(),
                    input.text(), weight.text());
    Geometry out;
    out.transposed = call.flag("transposed");
    const auto read = [&](std::string_view name, std::array<Index, 3>& to, Index least) -> Result<void> {
        WHITTLE_TRY(std::vector<std::int64_t> values, call.integers(name));
        if (values.size() == 1) values.resize(static_cast<std::size_t>(spatial), values[0]);
        if (static_cast<int>(values.size()) != spatial)
            return fail(Code::Argument, "convolution_backward.3: argument '{}' has {} values for {} spatial dimensions", name, values.size(), spatial);
        for (const std::int64_t value : values)
            if (value < least || value > (1 << 30)) return fail(Code::Argument, "convolution_backward.4: argument '{}' holds {}", name, value);
        std::copy(values.begin(), values.end(), to.end() - spatial);
        return {};
    };
    WHITTLE_TRY_VOID(read("stride", out.stride, 1));
    WHITTLE_TRY_VOID(read("padding", out.pad, 0));
    WHITTLE_TRY_VOID(read("dilation", out.dilation, 1));
    std::array<Index, 3> outputPadding{};
    if (out.transposed) WHITTLE_TRY_VOID(read("output_padding", outputPadding, 0));
    WHITTLE_TRY(out.groups, call.integer("groups"));
    const SymInt smallChannels = out.transposed ? input.sizes[1] : grad.sizes[1], bigChannels = out.transposed ? grad.sizes[1] : input.sizes[1];
    if (out.groups < 1 || differ(weight.sizes[0], smallChannels) || differ(weight.sizes[1] * out.groups, bigChannels) || differ(input.sizes[0], grad.sizes[0]))
        return fail(Code::Shape, "convolution_backward.5: the channels of grad_output {}, input {} and weight {} do not fit in {} groups",
                    grad.text(), input.text(), weight.text(), out.groups);
    for (int i = 0; i < spatial; ++i) {
        const auto d = static_cast<std::size_t>(i) + 2, g = out.stride.size() - static_cast<std::size_t>(spatial - i);
        const SymInt reach = (weight.sizes[d] - 1) * out.dilation[g], side = input.sizes[d];
        const SymInt plain = floorDiv(side + 2 * out.pad[g] - reach - 1, out.stride[g]) + 1;
        const SymInt want = out.transposed ? (side - 1) * out.stride[g] - 2 * out.pad[g] + reach + outputPadding[g] + 1 : plain;
        if (differ(grad.sizes[d], want))
            return fail(Code::Shape, "convolution_backward.6: grad_output is {}, the convolution of input {} and weight {} has {} in dimension {}", grad.text(),
                        input.text(), weight.text(), want.text(), d);
    }
    const Arg::List* mask = call.arg("output_mask").as<Arg::List>();
    for (std::size_t i = 0; mask && i < mask->size() && i < 3; ++i) out.wanted[i] = (*mask)[i].as<bool>() && *(*mask)[i].as<bool>();
    return out;
}

Result<Types> backwardType(const OpCall& call) {
    WHITTLE_TRY(const Geometry g, geometryOf(call));
    const TensorType &input = call.type("input"), &weight = call.type("weight");
    Types out(3);
    if (g.wanted[0]) out[0] = withSizes(input, input.sizes);
    if (g.wanted[1]) out[1] = withSizes(weight, weight.sizes);
    if (g.wanted[2]) out[2] = withSizes(input, {call.type("grad_output").sizes[1]});
    return out;
}

std::array<Index, 3> sidesOf(const Tensor& tensor) {
    std::array<Index, 3> out{1, 1, 1};
    std::copy(tensor.sizes().begin() + 2, tensor.sizes().end(), out.end() - (tensor.rank() - 2));
    return out;
}

/// Calls f(small position, big position, tap) for every pair that the kernel joins, positions within one plane.
template <class F>
void forEachPair(const Geometry& g, const std::array<Index, 3>& small, const std::array<Index, 3>& big, const std::array<Index, 3>& kernel, F f) {
    const auto along = [&](std::size_t i, Index s, Index k) { return s * g.stride[i] - g.pad[i] + k * g.dilation[i]; };
    Index tap = 0;
    for (Index kd = 0; kd < kernel[0]; ++kd)
        for (Index kh = 0; kh < kernel[1]; ++kh)
            for (Index kw = 0; kw < kernel[2]; ++kw, ++tap)
                for (Index d = 0; d < small[0]; ++d) {
                    const Index bd = along(0, d, kd);
                    if (bd < 0 || bd >= big[0]) continue;
                    for (Index h = 0; h < small[1]; ++h) {
                        const Index bh = along(1, h, kh);
                        if (bh < 0 || bh >= big[1]) continue;
                        for (Index w = 0; w < small[2]; ++w) {
                            const Index bw = along(2, w, kw);
                            if (bw >= 0 && bw < big[2]) f((d * small[1] + h) * small[2] + w, (bd * big[1] + bh) * big[2] + bw, tap);
                        }
                    }
                }
}

Result<void> backwardReference(KernelCall& call) {
    WHITTLE_TRY(const Geometry g, geometryOf(call));
    const Tensor grad = dense(call.tensor("grad_output"), DType::F64), input = dense(call.tensor("input"), DType::F64);
    const Tensor weight = dense(call.tensor("weight"), DType::F64);
    const Tensor &smallSide = g.transposed ? input : grad, &bigSide = g.transposed ? grad : input;
    const auto small = sidesOf(smallSide), big = sidesOf(bigSide), kernel = sidesOf(weight);
    const Index smallPlane = small[0] * small[1] * small[2], bigPlane = big[0] * big[1] * big[2], taps = kernel[0] * kernel[1] * kernel[2];
    const Index smallChannels = weight.dim(0), perGroup = weight.dim(1), bigChannels = perGroup * g.groups;
    Tensor gradInput = Tensor::zeros(DType::F64, input.sizes()), gradWeight = Tensor::zeros(DType::F64, weight.sizes());
    double *toInput = gradInput.mutableData<double>(), *toWeight = gradWeight.mutableData<double>();
    for (Index n = 0; n < input.dim(0); ++n)
        for (Index s = 0; s < smallChannels; ++s)
            for (Index b = 0; b < perGroup; ++b) {
                const Index bigChannel = s / (smallChannels / g.groups) * perGroup + b;
                const Index smallAt = (n * smallChannels + s) * smallPlane, bigAt = (n * bigChannels + bigChannel) * bigPlane, weightAt = (s * perGroup + b) * taps;
                forEachPair(g, small, big, kernel, [&](Index sp, Index bp, Index k) {
                    const double x = smallSide.data<double>()[smallAt + sp], y = bigSide.data<double>()[bigAt + bp], w = weight.data<double>()[weightAt + k];
                    if (g.transposed) toInput[smallAt + sp] += y * w;
                    else toInput[bigAt + bp] += x * w;
                    toWeight[weightAt + k] += x * y;
                });
            }
    if (g.wanted[0]) finish(call, 0, gradInput);
    if (g.wanted[1]) finish(call, 1, gradWeight);
    if (!g.wanted[2]) return {};
    const Index channels = grad.dim(1), plane = channels > 0 && grad.dim(0) > 0 ? grad.numel() / (channels * grad.dim(0)) : 0;
    Tensor gradBias = Tensor::zeros(DType::F64, {channels});
    double* toBias = gradBias.mutableData<double>();
    for (Index i = 0; plane > 0 && i < grad.numel(); ++i) toBias[i / plane % channels] += grad.data<double>()[i];
    finish(call, 2, gradBias);
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "aten.convolution_backward.default",
     .schema = "convolution_backward(Tensor grad_output, Tensor input, Tensor weight, SymInt[]? bias_sizes, SymInt[] stride, SymInt[] padding,"
               " SymInt[] dilation, bool transposed, SymInt[] output_padding, SymInt groups, bool[3] output_mask) -> (Tensor, Tensor, Tensor)",
     .summary = "Gradients of a convolution by input, weight and bias; None where not asked for.", .inferType = backwardType,
     .reference = backwardReference},
};

}  // namespace

std::span<const OpDef> convBackwardOps() { return kOps; }

}  // namespace whittle::ops

// Pooling over one to three dimensions: maxima and means of windows that slide, or of as many bins as asked for.
// Proof: tests/engine/ops/pool_test.cpp.
#include <cmath>
#include <limits>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/layout.h"
#include "engine/ops/pool_lower.h"
#include "engine/ops/pool_windows.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

// --- maxima ----------------------------------------------------------------------------------------------

// Planes and volumes of integers have a maximum; lines and adaptive bins of integers do not in PyTorch.
Result<void> checkMaxDType(const OpCall& call) {
    const TensorType& self = call.type("self");
    const std::string_view op = call.schema().name;
    const bool integersToo = op.starts_with("max_pool2d") || op.starts_with("max_pool3d") || op == "max_pool1d_with_indices";
    if (isFloating(self.dtype) || (integersToo && isIntegral(self.dtype))) return {};
    return fail(Code::Type, "{}.10: not defined for {}", op, self.text());
}

Result<Types> maxType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkMaxDType(call));
    WHITTLE_TRY(const Windows windows, windowsOf(call));
    WHITTLE_TRY(SymSizes sizes, pooledSizes(call, windows));
    return resized(call.type("self"), std::move(sizes));
}

Types withIndices(TensorType out) {
    TensorType indices = out;
    indices.dtype = DType::I64;
    return Types{std::move(out), std::move(indices)};
}

Result<Types> maxWithIndicesType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkMaxDType(call));
    WHITTLE_TRY(const Windows windows, windowsOf(call));
    WHITTLE_TRY(SymSizes sizes, pooledSizes(call, windows));
    return withIndices(withSizes(call.type("self"), std::move(sizes)));
}

// The first maximum of each box; NaN wins. Where dilation steps over all there is, PyTorch has the least value, at the place where it
// began to look. boxOf(position) gives the box of an output element.
template <class BoxOf>
Result<void> takeMaxima(KernelCall& call, int spatial, const std::array<Index, 3>& step, BoxOf boxOf) {
    const Tensor self = dense(call.tensor("self"), computeDType(call.outputType().dtype));
    const Volume in = volumeOf(self.sizes(), spatial), out = volumeOf(call.outputSizes(), spatial);
    Tensor values = Tensor::empty(self.dtype(), call.outputSizes()), indices = Tensor::empty(DType::I64, call.outputSizes());
    visitCompute(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* value = values.mutableData<T>();
        auto* index = indices.mutableData<std::int64_t>();
        const T* volume = self.data<T>();
        for (Index p = 0; p < out.count; ++p, volume += in.size(), value += out.size(), index += out.size())
            forEachOutput(out, [&](Index k, const std::array<Index, 3>& at) {
                Index best = -1;
                const std::array<Span, 3> box = boxOf(in, out, at);
                forEachInBox(in, box, step, [&](Index i) {
                    if (best < 0 || volume[i] > volume[best] || isNan(volume[i])) best = i;
                });
                index[k] = best >= 0 ? best : (box[0].from * in.sides[1] + box[1].from) * in.sides[2] + box[2].from;
                value[k] = best >= 0 ? volume[best] : std::numeric_limits<T>::has_infinity ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::lowest();
            });
    });
    finish(call, 0, values);
    if (call.outputCount() == 2) call.setOutput(1, std::move(indices));
    return {};
}

// Steps of the dilation, from the first that is not in the padding.
Span maxSpan(const Slide& axis, Index at, Index size) {
    const Index start = at * axis.stride - axis.pad;
    const Index first = start >= 0 ? start : start + (-start + axis.dilation - 1) / axis.dilation * axis.dilation;
    return {first, std::min(start + (axis.kernel - 1) * axis.dilation + 1, size), 0};
}

Result<void> maxReference(KernelCall& call) {
    WHITTLE_TRY(const Windows windows, windowsOf(call));
    std::array<Index, 3> step{};
    for (std::size_t i = 0; i < 3; ++i) step[i] = windows.axes[i].dilation;
    return takeMaxima(call, windows.spatial, step, [&](const Volume& in, const Volume&, const std::array<Index, 3>& at) {
        std::array<Span, 3> box{};
        for (std::size_t i = 0; i < 3; ++i) box[i] = maxSpan(windows.axes[i], at[i], in.sides[i]);
        return box;
    });
}

template <int spatial>
Result<std::vector<ValueId>> maxDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(std::vector<ValueId> out,
                forwardTo(spatial == 2 ? "aten.max_pool2d_with_indices.default" : "aten.max_pool3d_with_indices.default", call, build));
    out.resize(1);
    return out;
}

// --- averages --------------------------------------------------------------------------------------------

Result<void> checkFloating(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (isFloating(self.dtype)) return {};
    return fail(Code::Type, "{}.6: the input is {}, a floating dtype is needed", call.schema().name, self.text());
}

Result<Types> avgType(const OpCall& call) {
    if (call.type("self").dtype != DType::I64) WHITTLE_TRY_VOID(checkFloating(call));
    WHITTLE_TRY(const Windows windows, windowsOf(call));
    if (call.schema().arg("divisor_override") && !call.isNone("divisor_override") && call.symInt("divisor_override").is(0))
        return fail(Code::Argument, "{}.7: divisor_override must not be 0", call.schema().name);
    WHITTLE_TRY(SymSizes sizes, pooledSizes(call, windows));
    return resized(call.type("self"), std::move(sizes));
}

using Box = std::array<Span, 3>;

template <class BoxOf, class Divisor>
Result<void> average(KernelCall& call, int spatial, BoxOf boxOf, Divisor divisor) {
    const Tensor self = dense(call.tensor("self"), computeDType(call.outputType().dtype));
    const Volume in = volumeOf(self.sizes(), spatial), out = volumeOf(call.outputSizes(), spatial);
    Tensor result = Tensor::empty(self.dtype(), call.outputSizes());
    visitCompute(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        const T* volume = self.data<T>();
        T* to = result.mutableData<T>();
        for (Index p = 0; p < out.count; ++p, volume += in.size(), to += out.size())
            forEachOutput(out, [&](Index k, const std::array<Index, 3>& at) {
                const Box box = boxOf(in, out, at);
                double sum = 0;
                forEachInBox(in, box, {1, 1, 1}, [&](Index i) { sum += static_cast<double>(volume[i]); });
                to[k] = static_cast<T>(sum / divisor(box));
            });
    });
    finish(call, 0, result);
    return {};
}

double covered(const Box& box) {
    double out = 1;
    for (const Span& span : box) out *= static_cast<double>(span.to - span.from);
    return out;
}

Result<void> avgReference(KernelCall& call) {
    WHITTLE_TRY(const Windows windows, windowsOf(call));
    const bool countPad = call.flag("count_include_pad");
    const bool fixed = call.schema().arg("divisor_override") && !call.isNone("divisor_override");
    const double override = fixed ? call.number("divisor_override") : 0;
    const auto boxOf = [&](const Volume& in, const Volume&, const std::array<Index, 3>& at) {
        Box box{};
        for (std::size_t i = 0; i < 3; ++i) box[i] = windowSpan(windows.axes[i], at[i], in.sides[i]);
        return box;
    };
    return average(call, windows.spatial, boxOf, [&](const Box& box) {
        if (fixed) return override;
        return countPad ? static_cast<double>(box[0].padded * box[1].padded * box[2].padded) : covered(box);
    });
}

// --- adaptive --------------------------------------------------------------------------------------------

Result<SymSizes> adaptiveSizes(const OpCall& call) {
    const int spatial = pooledDims(call, "output_size");
    WHITTLE_TRY_VOID(checkPoolRank(call, spatial));
    const TensorType& self = call.type("self");
    const SymSizes wanted = call.symInts("output_size");
    if (static_cast<int>(wanted.size()) != spatial)
        return fail(Code::Argument, "{}.2: output_size has {} values for {} dimensions", call.schema().name, wanted.size(), spatial);
    SymSizes sizes = self.sizes;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        SymInt& size = sizes[sizes.size() - wanted.size() + i];
        const auto known = wanted[i].constant();
        if (size.is(0) || (known && *known < 0))
            return fail(Code::Shape, "{}.8: {} cannot be pooled to {}", call.schema().name, self.text(), sizesText(wanted));
        size = wanted[i];
    }
    return sizes;
}

Result<Types> adaptiveAvgType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkFloating(call));
    WHITTLE_TRY(SymSizes sizes, adaptiveSizes(call));
    return resized(call.type("self"), std::move(sizes));
}

Result<Types> adaptiveMaxType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkMaxDType(call));
    WHITTLE_TRY(SymSizes sizes, adaptiveSizes(call));
    return withIndices(withSizes(call.type("self"), std::move(sizes)));
}

Box adaptiveBox(const Volume& in, const Volume& out, const std::array<Index, 3>& at) {
    Box box{};
    for (std::size_t i = 0; i < 3; ++i) box[i] = adaptiveSpan(at[i], in.sides[i], out.sides[i]);
    return box;
}

Result<void> adaptiveAvgReference(KernelCall& call) { return average(call, pooledDims(call, "output_size"), adaptiveBox, covered); }
Result<void> adaptiveMaxReference(KernelCall& call) { return takeMaxima(call, pooledDims(call, "output_size"), {1, 1, 1}, adaptiveBox); }

// A single bin is a mean; everything else stays adaptive.
template <int spatial>
Result<std::vector<ValueId>> adaptiveAvgDecompose(const OpCall& call, OpBuilder& build) {
    const SymSizes wanted = call.symInts("output_size");
    Arg::List dims;
    for (int i = 1; i <= spatial; ++i) dims.push_back(-i);
    if (std::all_of(wanted.begin(), wanted.end(), [](const SymInt& size) { return size.is(1); }))
        return build.call("aten.mean.dim", {{"self", call.arg("self")}, {"dim", std::move(dims)}, {"keepdim", true}});
    return forwardTo(spatial == 2 ? "aten._adaptive_avg_pool2d.default" : "aten._adaptive_avg_pool3d.default", call, build);
}

// A line is pooled as a plane of height 1, so it is that plane which may be channels-last.
Sizes linesLikeFirst(const KernelCall& call, const Sizes& sizes) {
    const Tensor& self = call.input(0);
    if (self.rank() != 3) return contiguousStrides(sizes);
    const Sizes& strides = self.strides();
    const Tensor plane = self.asStrided({self.dim(0), self.dim(1), 1, self.dim(2)},
                                        {strides[0], strides[1], self.dim(2) * strides[2], strides[2]}, self.offset());
    if (!looksChannelsLast(plane)) return contiguousStrides(sizes);
    return {sizes[1] * sizes[2], 1, sizes[1]};
}

// Only planes keep their order of dimensions, and lines as planes of height 1.
constexpr auto adaptiveLayout(std::string_view op) {
    return op.ends_with("1d") ? linesLikeFirst : op.ends_with("3d") ? rowMajor : channelsLikeFirst;
}

#define WHITTLE_MAX(op, n, zero, one, result, type, ...) \
    {.name = "aten." op ".default", \
     .schema = op "(Tensor self, int[" n "] kernel_size, int[" n "] stride=[], int[" n "] padding=" zero ", int[" n "] dilation=" one \
                  ", bool ceil_mode=False) -> " result, \
     .summary = "The maximum of each window, over " n " dimensions.", .inferType = type, \
      .reference = laidOut<maxReference, std::string_view(op) == "max_pool1d_with_indices" ? linesLikeFirst : channelsLikeFirst>, \
      __VA_ARGS__ __VA_OPT__(,) .lower = maxPoolLower}
#define WHITTLE_AVG(op, n, zero, more) \
    {.name = "aten." op ".default", \
     .schema = op "(Tensor self, int[" n "] kernel_size, int[" n "] stride=[], int[" n "] padding=" zero ", bool ceil_mode=False," \
                  " bool count_include_pad=True" more ") -> Tensor", \
     .summary = "The mean of each window, over " n " dimensions.", .inferType = avgType, \
      .reference = laidOut<avgReference, n[0] == '1' ? linesLikeFirst : n[0] == '3' ? rowMajor : channelsLikeFirst>, .lower = avgPoolLower}
#define WHITTLE_ADAPTIVE_AVG(op, size, ...) \
    {.name = "aten." op ".default", .schema = op "(Tensor self, " size " output_size) -> Tensor", \
     .summary = "Means over as many bins as the output has elements.", .inferType = adaptiveAvgType, \
      .reference = laidOut<adaptiveAvgReference, adaptiveLayout(op)>, __VA_ARGS__ __VA_OPT__(,) .lower = adaptiveAvgLower}
#define WHITTLE_ADAPTIVE_MAX(op, size) \
    {.name = "aten." op ".default", .schema = op "(Tensor self, " size " output_size) -> (Tensor, Tensor)", \
     .summary = "Maxima over as many bins as the output has elements, with their places.", .inferType = adaptiveMaxType, \
     .reference = laidOut<adaptiveMaxReference, adaptiveLayout(op)>, .lower = adaptiveMaxLower}

constexpr OpDef kOps[] = {
    WHITTLE_MAX("max_pool1d", "1", "[0]", "[1]", "Tensor", maxType),
    WHITTLE_MAX("max_pool2d", "2", "0", "1", "Tensor", maxType, .decompose = maxDecompose<2>),
    WHITTLE_MAX("max_pool3d", "3", "0", "1", "Tensor", maxType, .decompose = maxDecompose<3>),
    WHITTLE_MAX("max_pool1d_with_indices", "1", "[0]", "[1]", "(Tensor, Tensor)", maxWithIndicesType),
    WHITTLE_MAX("max_pool2d_with_indices", "2", "0", "1", "(Tensor, Tensor)", maxWithIndicesType),
    WHITTLE_MAX("max_pool3d_with_indices", "3", "0", "1", "(Tensor, Tensor)", maxWithIndicesType),
    WHITTLE_AVG("avg_pool1d", "1", "[0]", ""),
    WHITTLE_AVG("avg_pool2d", "2", "0", ", int? divisor_override=None"),
    WHITTLE_AVG("avg_pool3d", "3", "0", ", int? divisor_override=None"),
    WHITTLE_ADAPTIVE_AVG("adaptive_avg_pool1d", "int[1]"),
    WHITTLE_ADAPTIVE_AVG("adaptive_avg_pool2d", "SymInt[2]", .decompose = adaptiveAvgDecompose<2>),
    WHITTLE_ADAPTIVE_AVG("adaptive_avg_pool3d", "SymInt[3]", .decompose = adaptiveAvgDecompose<3>),
    WHITTLE_ADAPTIVE_AVG("_adaptive_avg_pool2d", "SymInt[2]"),
    WHITTLE_ADAPTIVE_AVG("_adaptive_avg_pool3d", "SymInt[3]"),
    WHITTLE_ADAPTIVE_MAX("adaptive_max_pool1d", "int[1]"),
    WHITTLE_ADAPTIVE_MAX("adaptive_max_pool2d", "int[2]"),
    WHITTLE_ADAPTIVE_MAX("adaptive_max_pool3d", "int[3]"),
};

#undef WHITTLE_ADAPTIVE_MAX
#undef WHITTLE_ADAPTIVE_AVG
#undef WHITTLE_AVG
#undef WHITTLE_MAX

}  // namespace

std::span<const OpDef> poolOps() { return kOps; }

}  // namespace whittle::ops

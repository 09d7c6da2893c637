// Pooling over one or two spatial dimensions; one dimension is pooled as a plane of height 1.
// Proof: tests/engine/ops/pool_test.cpp.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/layout.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

// --- windows that slide ----------------------------------------------------------------------------------

struct Slide {
    std::int64_t kernel = 1, stride = 1, pad = 0, dilation = 1;
    bool ceil = false;
};
struct Windows {
    int spatial = 2;
    std::array<Slide, 2> axes;  // the last `spatial` are in use
    Slide& axis(int i) { return axes[static_cast<std::size_t>(2 - spatial + i)]; }
    const Slide& axis(int i) const { return axes[static_cast<std::size_t>(2 - spatial + i)]; }
};

Result<void> checkRank(const OpCall& call, int spatial) {
    const TensorType& self = call.type("self");
    if (self.rank() == spatial + 1 || self.rank() == spatial + 2) return {};
    return fail(Code::Shape, "{}.1: expected an input of rank {} or {}, got {}", call.schema().name, spatial + 1, spatial + 2, self.text());
}

Result<std::array<std::int64_t, 2>> perAxis(const OpCall& call, std::string_view name, int spatial, std::int64_t missing) {
    if (!call.schema().arg(name)) return std::array{missing, missing};
    WHITTLE_TRY(std::vector<std::int64_t> values, call.integers(name));
    if (values.size() == 1) values.resize(static_cast<std::size_t>(spatial), values[0]);
    if (static_cast<int>(values.size()) != spatial)
        return fail(Code::Argument, "{}.2: argument '{}' has {} values for {} dimensions", call.schema().name, name, values.size(), spatial);
    return std::array{values.front(), values.back()};
}

Result<Windows> windowsOf(const OpCall& call) {
    const std::string_view op = call.schema().name;
    Windows out;
    out.spatial = call.schema().arg("kernel_size")->listSize;
    WHITTLE_TRY_VOID(checkRank(call, out.spatial));
    WHITTLE_TRY(const auto kernel, perAxis(call, "kernel_size", out.spatial, 1));
    WHITTLE_TRY(const auto pad, perAxis(call, "padding", out.spatial, 0));
    WHITTLE_TRY(const auto dilation, perAxis(call, "dilation", out.spatial, 1));
    auto stride = kernel;
    if (!call.symInts("stride").empty()) {
        WHITTLE_TRY(stride, perAxis(call, "stride", out.spatial, 1));
    }
    constexpr std::int64_t kMost = 1 << 30;
    for (int i = 0; i < out.spatial; ++i) {
        const auto k = static_cast<std::size_t>(i);
        Slide& axis = out.axis(i);
        axis = {kernel[k], stride[k], pad[k], dilation[k], call.flag("ceil_mode")};
        if (axis.kernel < 1 || axis.stride < 1 || axis.dilation < 1 || axis.pad < 0 ||
            std::max({axis.kernel, axis.stride, axis.dilation}) > kMost)
            return fail(Code::Argument, "{}.3: kernel {}, stride {}, dilation {} must be positive, padding {} not negative", op,
                        axis.kernel, axis.stride, axis.dilation, axis.pad);
        if (axis.pad > ((axis.kernel - 1) * axis.dilation + 1) / 2)
            return fail(Code::Argument, "{}.4: padding should be at most half of the effective kernel size, got padding {}, kernel "
                                        "{} and dilation {}", op, axis.pad, axis.kernel, axis.dilation);
    }
    return out;
}

// With ceil_mode the last window must still start inside the input or its left padding: that is the second bound.
SymInt slidingSize(const Slide& axis, const SymInt& in) {
    const SymInt room = in + (2 * axis.pad - axis.dilation * (axis.kernel - 1) - 1);
    if (!axis.ceil) return floorDiv(room, axis.stride) + 1;
    return min(floorDiv(room + (axis.stride - 1), axis.stride) + 1, floorDiv(in + (axis.pad + axis.stride - 1), axis.stride));
}

Result<SymSizes> pooledSizes(const OpCall& call, const Windows& windows) {
    const TensorType& self = call.type("self");
    SymSizes sizes = self.sizes;
    for (int i = 0; i < windows.spatial; ++i) {
        SymInt& size = sizes[sizes.size() - static_cast<std::size_t>(windows.spatial - i)];
        size = slidingSize(windows.axis(i), size);
        if (const auto known = size.constant(); known && *known < 1)
            return fail(Code::Shape, "{}.5: the kernel is larger than the padded input {}", call.schema().name, self.text());
    }
    return sizes;
}

// --- planes ----------------------------------------------------------------------------------------------

struct Planes {
    Index count, height, width;
};

Planes planesOf(const Sizes& sizes, int spatial) {
    const Index height = spatial == 2 ? sizes[sizes.size() - 2] : 1;
    return {elementCount(std::span(sizes).first(sizes.size() - static_cast<std::size_t>(spatial))), height, sizes.back()};
}

// --- maxima ----------------------------------------------------------------------------------------------

Result<Types> maxType(const OpCall& call) {
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
    WHITTLE_TRY(const Windows windows, windowsOf(call));
    WHITTLE_TRY(SymSizes sizes, pooledSizes(call, windows));
    return withIndices(withSizes(call.type("self"), std::move(sizes)));
}

// The index of the first maximum among rows [h0,h1) and columns [w0,w1), in steps; NaN wins.
template <class T>
Index maxIndex(const T* plane, Index width, Index h0, Index h1, Index hStep, Index w0, Index w1, Index wStep) {
    Index best = h0 * width + w0;
    for (Index h = h0; h < h1; h += hStep)
        for (Index w = w0; w < w1; w += wStep) {
            const T x = plane[h * width + w];
            if (x > plane[best] || isNan(x)) best = h * width + w;
        }
    return best;
}

// Calls pick(plane, oh, ow) for the index to take for each output element; fills values and, if asked for, indices.
template <class Pick>
Result<void> takeMaxima(KernelCall& call, int spatial, const Tensor& self, Pick pick) {
    const Planes in = planesOf(self.sizes(), spatial), out = planesOf(call.outputSizes(), spatial);
    Tensor values = Tensor::empty(self.dtype(), call.outputSizes());
    Tensor indices = Tensor::empty(DType::I64, call.outputSizes());
    visitCompute(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* value = values.mutableData<T>();
        auto* index = indices.mutableData<std::int64_t>();
        const T* plane = self.data<T>();
        for (Index p = 0; p < out.count; ++p, plane += in.height * in.width)
            for (Index h = 0; h < out.height; ++h)
                for (Index w = 0; w < out.width; ++w) {
                    *index = pick(plane, in, h, w);
                    *value++ = plane[*index++];
                }
    });
    finish(call, 0, values);
    if (call.outputCount() == 2) call.setOutput(1, std::move(indices));
    return {};
}

// The first position of a window that is not in the padding.
Index firstInside(const Slide& axis, Index at) {
    const Index start = at * axis.stride - axis.pad;
    return start >= 0 ? start : start + (-start + axis.dilation - 1) / axis.dilation * axis.dilation;
}
Index pastWindow(const Slide& axis, Index at, Index size) {
    return std::min(at * axis.stride - axis.pad + (axis.kernel - 1) * axis.dilation + 1, size);
}

Result<void> maxReference(KernelCall& call) {
    WHITTLE_TRY(const Windows windows, windowsOf(call));
    const Tensor self = dense(call.tensor("self"), computeDType(call.outputType().dtype));
    const Slide &y = windows.axes[0], &x = windows.axes[1];
    return takeMaxima(call, windows.spatial, self, [&](const auto* plane, const Planes& in, Index h, Index w) {
        return maxIndex(plane, in.width, firstInside(y, h), pastWindow(y, h, in.height), y.dilation, firstInside(x, w),
                        pastWindow(x, w, in.width), x.dilation);
    });
}

Result<std::vector<ValueId>> maxDecompose(const OpCall& call, OpBuilder& build) {
    std::vector<NamedArg> args;
    for (const SchemaArg& arg : call.schema().args) args.push_back({arg.name, call.arg(arg.name)});
    WHITTLE_TRY(std::vector<ValueId> out, build.call("aten.max_pool2d_with_indices.default", std::move(args)));
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
    WHITTLE_TRY_VOID(checkFloating(call));
    WHITTLE_TRY(const Windows windows, windowsOf(call));
    if (call.schema().arg("divisor_override") && !call.isNone("divisor_override") && call.symInt("divisor_override").is(0))
        return fail(Code::Argument, "{}.7: divisor_override must not be 0", call.schema().name);
    WHITTLE_TRY(SymSizes sizes, pooledSizes(call, windows));
    return resized(call.type("self"), std::move(sizes));
}

struct Span {
    Index from, to;
    Index padded;  // how many positions count when the padding does
};

Span windowSpan(const Slide& axis, Index at, Index size) {
    const Index start = at * axis.stride - axis.pad, end = std::min(start + axis.kernel, size + axis.pad);
    return {std::max<Index>(start, 0), std::min(end, size), end - start};
}

// Bins of adaptive pooling overlap when the sizes do not divide.
Span adaptiveSpan(Index at, Index in, Index out) {
    return {at * in / out, ((at + 1) * in + out - 1) / out, 0};
}

template <class Rows, class Columns, class Divisor>
Result<void> average(KernelCall& call, int spatial, Rows rows, Columns columns, Divisor divisor) {
    const Tensor self = dense(call.tensor("self"), computeDType(call.outputType().dtype));
    const Planes in = planesOf(self.sizes(), spatial), out = planesOf(call.outputSizes(), spatial);
    Tensor result = Tensor::empty(self.dtype(), call.outputSizes());
    visitFloat(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        const T* plane = self.data<T>();
        T* to = result.mutableData<T>();
        for (Index p = 0; p < out.count; ++p, plane += in.height * in.width)
            for (Index h = 0; h < out.height; ++h)
                for (Index w = 0; w < out.width; ++w) {
                    const Span y = rows(h, in.height, out.height), x = columns(w, in.width, out.width);
                    double sum = 0;
                    for (Index i = y.from; i < y.to; ++i)
                        for (Index j = x.from; j < x.to; ++j) sum += plane[i * in.width + j];
                    *to++ = static_cast<T>(sum / divisor(y, x));
                }
    });
    finish(call, 0, result);
    return {};
}

double covered(const Span& y, const Span& x) { return static_cast<double>((y.to - y.from) * (x.to - x.from)); }

Result<void> avgReference(KernelCall& call) {
    WHITTLE_TRY(const Windows windows, windowsOf(call));
    const bool countPad = call.flag("count_include_pad");
    const bool fixed = call.schema().arg("divisor_override") && !call.isNone("divisor_override");
    const double override = fixed ? call.number("divisor_override") : 0;
    const auto along = [](const Slide& axis) {
        return [&axis](Index i, Index size, Index) { return windowSpan(axis, i, size); };
    };
    return average(call, windows.spatial, along(windows.axes[0]), along(windows.axes[1]), [&](const Span& y, const Span& x) {
        if (fixed) return override;
        return countPad ? static_cast<double>(y.padded * x.padded) : covered(y, x);
    });
}

// --- adaptive --------------------------------------------------------------------------------------------

Result<SymSizes> adaptiveSizes(const OpCall& call) {
    const int spatial = call.schema().arg("output_size")->listSize;
    WHITTLE_TRY_VOID(checkRank(call, spatial));
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
    WHITTLE_TRY(SymSizes sizes, adaptiveSizes(call));
    return withIndices(withSizes(call.type("self"), std::move(sizes)));
}

Result<void> adaptiveAvgReference(KernelCall& call) {
    return average(call, call.schema().arg("output_size")->listSize, adaptiveSpan, adaptiveSpan, covered);
}

Result<void> adaptiveMaxReference(KernelCall& call) {
    const Tensor self = dense(call.tensor("self"), computeDType(call.outputType().dtype));
    const Planes out = planesOf(call.outputSizes(), 2);
    return takeMaxima(call, 2, self, [&](const auto* plane, const Planes& in, Index h, Index w) {
        const Span y = adaptiveSpan(h, in.height, out.height), x = adaptiveSpan(w, in.width, out.width);
        return maxIndex(plane, in.width, y.from, y.to, 1, x.from, x.to, 1);
    });
}

// A single bin is a mean; everything else stays adaptive.
Result<std::vector<ValueId>> adaptiveAvgDecompose(const OpCall& call, OpBuilder& build) {
    const SymSizes wanted = call.symInts("output_size");
    if (std::all_of(wanted.begin(), wanted.end(), [](const SymInt& size) { return size.is(1); }))
        return build.call("aten.mean.dim", {{"self", call.arg("self")}, {"dim", Arg::List{-1, -2}}, {"keepdim", true}});
    return build.call("aten._adaptive_avg_pool2d.default", {{"self", call.arg("self")}, {"output_size", call.arg("output_size")}});
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

constexpr OpDef kOps[] = {
    {.name = "aten.max_pool2d_with_indices.default",
     .schema = "max_pool2d_with_indices(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1,"
               " bool ceil_mode=False) -> (Tensor, Tensor)",
     .summary = "The maximum of each window and its place in the plane.", .inferType = maxWithIndicesType,
     .reference = laidOut<maxReference, channelsLikeFirst>},
    {.name = "aten.max_pool2d.default",
     .schema = "max_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1,"
               " bool ceil_mode=False) -> Tensor",
     .summary = "The maximum of each window.", .inferType = maxType, .reference = laidOut<maxReference, channelsLikeFirst>, .decompose = maxDecompose},
    {.name = "aten.max_pool1d.default",
     .schema = "max_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], int[1] dilation=[1],"
               " bool ceil_mode=False) -> Tensor",
     .summary = "The maximum of each window of a line.", .inferType = maxType, .reference = maxReference},
    {.name = "aten.avg_pool2d.default",
     .schema = "avg_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, bool ceil_mode=False,"
               " bool count_include_pad=True, int? divisor_override=None) -> Tensor",
     .summary = "The mean of each window.", .inferType = avgType, .reference = laidOut<avgReference, channelsLikeFirst>},
    {.name = "aten.avg_pool1d.default",
     .schema = "avg_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], bool ceil_mode=False,"
               " bool count_include_pad=True) -> Tensor",
     .summary = "The mean of each window of a line.", .inferType = avgType, .reference = laidOut<avgReference, linesLikeFirst>},
    {.name = "aten._adaptive_avg_pool2d.default",
     .schema = "_adaptive_avg_pool2d(Tensor self, SymInt[2] output_size) -> Tensor",
     .summary = "Means over as many bins as the output has elements.", .inferType = adaptiveAvgType,
     .reference = laidOut<adaptiveAvgReference, channelsLikeFirst>},
    {.name = "aten.adaptive_avg_pool2d.default",
     .schema = "adaptive_avg_pool2d(Tensor self, SymInt[2] output_size) -> Tensor",
     .summary = "Means over as many bins as the output has elements.", .inferType = adaptiveAvgType,
     .reference = laidOut<adaptiveAvgReference, channelsLikeFirst>, .decompose = adaptiveAvgDecompose},
    {.name = "aten.adaptive_avg_pool1d.default",
     .schema = "adaptive_avg_pool1d(Tensor self, int[1] output_size) -> Tensor",
     .summary = "Means over as many bins of a line as the output has elements.", .inferType = adaptiveAvgType,
     .reference = laidOut<adaptiveAvgReference, linesLikeFirst>},
    {.name = "aten.adaptive_max_pool2d.default",
     .schema = "adaptive_max_pool2d(Tensor self, int[2] output_size) -> (Tensor, Tensor)",
     .summary = "Maxima over as many bins as the output has elements, with their places.", .inferType = adaptiveMaxType,
     .reference = laidOut<adaptiveMaxReference, channelsLikeFirst>},
};

}  // namespace

std::span<const OpDef> poolOps() { return kOps; }

}  // namespace whittle::ops

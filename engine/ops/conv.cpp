// Convolutions of one to three spatial dimensions, plain and transposed. All forms are brought to
// `convolution`'s arguments, and all ranks to three spatial dimensions. Proof: tests/engine/ops/conv_test.cpp.
#include <array>

#include "engine/ir/size_decider.h"
#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/product_kernels.h"
#include "engine/ops/layout.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

using Ints = std::vector<std::int64_t>;

// --- the arguments, whichever operator they come from -----------------------------------------------------

struct ConvArgs {
    int spatial = 2;
    bool transposed = false;
    bool batched = true;  // false: conv2d given [C,H,W]
    Ints stride, dilation, outputPadding;
    Ints padLow, padHigh;  // differ only for padding="same" with an even kernel
    std::int64_t groups = 1;
};

Result<Ints> spatialInts(const OpCall& call, std::string_view name, int spatial) {
    WHITTLE_TRY(Ints values, call.integers(name));
    if (values.size() == 1) values.resize(static_cast<std::size_t>(spatial), values[0]);
    if (static_cast<int>(values.size()) != spatial)
        return fail(Code::Argument, "{}.1: argument '{}' has {} values for {} spatial dimensions", call.schema().name, name,
                    values.size(), spatial);
    return values;
}

Result<void> textPadding(const OpCall& call, ConvArgs& args) {
    const std::string_view mode = call.text("padding");
    args.padLow.assign(static_cast<std::size_t>(args.spatial), 0);
    args.padHigh = args.padLow;
    if (mode == "valid") return {};
    if (mode != "same")
        return fail(Code::Argument, "{}.2: padding is '{}', it must be 'same', 'valid' or sizes", call.schema().name, mode);
    const TensorType& weight = call.type("weight");
    for (std::size_t i = 0; i < args.padLow.size(); ++i) {
        const auto kernel = weight.sizes[i + 2].constant();
        if (!kernel || args.stride[i] != 1)
            return fail(Code::Argument, "{}.3: padding='same' needs stride 1 and a known kernel size", call.schema().name);
        const std::int64_t total = args.dilation[i] * (*kernel - 1);
        args.padLow[i] = total / 2;
        args.padHigh[i] = total - total / 2;
    }
    return {};
}

Result<ConvArgs> convArgs(const OpCall& call) {
    const TensorType &input = call.type("input"), &weight = call.type("weight");
    const std::string_view op = call.schema().name;
    const bool general = op == "convolution";
    ConvArgs args;
    args.spatial = weight.rank() - 2;
    args.transposed = general ? call.flag("transposed") : call.schema().arg("output_padding") != nullptr;
    // conv2d's name fixes its rank; convolution goes by the weight
    const int named = general ? args.spatial : call.schema().arg("stride")->listSize;
    if (args.spatial != named || args.spatial < 1 || args.spatial > 3)
        return fail(Code::Shape, "{}.4: the weight is {}, rank {} is needed", op, weight.text(), general ? "3 to 5" : std::to_string(named + 2));
    args.batched = input.rank() == weight.rank();
    if (!args.batched && (general || input.rank() != weight.rank() - 1))
        return fail(Code::Shape, "{}.5: expected a {}-dimensional input for the weight {}, got {}", op, weight.rank(), weight.text(),
                    input.text());
    WHITTLE_TRY(args.stride, spatialInts(call, "stride", args.spatial));
    WHITTLE_TRY(args.dilation, spatialInts(call, "dilation", args.spatial));
    if (call.schema().arg("padding")->kind == ArgKind::String) {
        WHITTLE_TRY_VOID(textPadding(call, args));
    } else {
        WHITTLE_TRY(args.padLow, spatialInts(call, "padding", args.spatial));
        args.padHigh = args.padLow;
    }
    args.outputPadding.assign(static_cast<std::size_t>(args.spatial), 0);
    if (args.transposed) {
        WHITTLE_TRY(args.outputPadding, spatialInts(call, "output_padding", args.spatial));
    }
    WHITTLE_TRY(args.groups, call.integer("groups"));
    constexpr std::int64_t kMost = 1 << 30;  // keeps the index arithmetic far from overflow
    for (std::size_t i = 0; i < args.stride.size(); ++i)
        if (args.stride[i] < 1 || args.dilation[i] < 1 || args.padLow[i] < 0 || args.outputPadding[i] < 0 ||
            std::max({args.stride[i], args.dilation[i], args.padLow[i], args.outputPadding[i]}) > kMost)
            return fail(Code::Argument, "{}.6: stride {}, dilation {}, padding {}, output_padding {}: strides and dilations must be "
                                        "positive, paddings not negative", op, args.stride[i], args.dilation[i], args.padLow[i],
                        args.outputPadding[i]);
    return args;
}

// --- type rule -------------------------------------------------------------------------------------------

SymInt outputSize(const ConvArgs& args, std::size_t i, const SymInt& in, const SymInt& kernel) {
    const SymInt reach = (kernel - 1) * args.dilation[i];
    if (args.transposed) return (in - 1) * args.stride[i] - args.padLow[i] - args.padHigh[i] + reach + args.outputPadding[i] + 1;
    return floorDiv(in + args.padLow[i] + args.padHigh[i] - reach - 1, args.stride[i]) + 1;
}

Result<void> checkChannels(const OpCall& call, const ConvArgs& args, const SymInt& channels, const SymInt& outputs) {
    const TensorType &input = call.type("input"), &weight = call.type("weight");
    const std::string_view op = call.schema().name;
    if (input.dtype != weight.dtype)
        return fail(Code::Type, "{}.7: the input is {}, the weight {}: one dtype is needed", op, input.text(), weight.text());
    // PyTorch's transposed kernels know one integer dtype.
    if (input.dtype == DType::Bool || (args.transposed && !isFloating(input.dtype) && input.dtype != DType::I64))
        return fail(Code::Type, "{}.12: not defined for {}", op, input.text());
    for (std::size_t i = 0; args.transposed && i < args.stride.size(); ++i)
        if (args.outputPadding[i] >= args.stride[i] && args.outputPadding[i] >= args.dilation[i])
            return fail(Code::Argument, "{}.13: output_padding {} must be smaller than the stride {} or the dilation {}", op,
                        args.outputPadding[i], args.stride[i], args.dilation[i]);
    const auto divided = (args.transposed ? channels : weight.sizes[0]).constant();
    if (args.groups < 1 || (divided && *divided % args.groups != 0))
        return fail(Code::Argument, "{}.8: the channels of input {} and weight {} cannot be divided into {} groups", op, input.text(),
                    weight.text(), args.groups);
    const SymInt wanted = args.transposed ? weight.sizes[0] : weight.sizes[1] * args.groups;
    if (differ(channels, wanted))
        return fail(Code::Shape, "{}.9: expected input {} to have {} channels for weight {} and {} groups, got {}", op, input.text(),
                    wanted.text(), weight.text(), args.groups, channels.text());
    const TensorType* bias = call.optionalType("bias");
    if (bias && (bias->rank() != 1 || differ(bias->sizes[0], outputs) || bias->dtype != input.dtype))
        return fail(Code::Shape, "{}.10: the bias is {}, {}[{}] is needed", op, bias->text(), dtypeName(input.dtype), outputs.text());
    return {};
}

Result<Types> convType(const OpCall& call) {
    WHITTLE_TRY(const ConvArgs args, convArgs(call));
    const TensorType &input = call.type("input"), &weight = call.type("weight");
    const std::size_t lead = args.batched ? 2 : 1;
    const SymInt channels = input.sizes[lead - 1];
    const SymInt outputs = args.transposed ? weight.sizes[1] * args.groups : weight.sizes[0];
    WHITTLE_TRY_VOID(checkChannels(call, args, channels, outputs));
    SymSizes sizes(input.sizes.begin(), input.sizes.begin() + static_cast<std::ptrdiff_t>(lead));
    sizes.back() = outputs;
    for (std::size_t i = 0; i < args.stride.size(); ++i) {
        const SymInt &in = input.sizes[lead + i], &kernel = weight.sizes[2 + i];
        sizes.push_back(outputSize(args, i, in, kernel));
        const SymInt padded = in + args.padLow[i] + args.padHigh[i], reach = (kernel - 1) * args.dilation[i] + 1;
        const auto fits = args.transposed ? decided(sizes.back(), SymRelation::Ge, 1) : decided(padded, SymRelation::Ge, reach);
        if (!fits.value_or(true))
            return fail(Code::Shape, "{}.11: the kernel of weight {} is larger than the padded input {}", call.schema().name,
                        weight.text(), input.text());
    }
    return resized(input, std::move(sizes));
}

// --- reference kernel ------------------------------------------------------------------------------------

// One spatial dimension. `small` is the side that strides step over: big = small * stride - pad + k * dilation.
// A convolution reads big and writes small; a transposed one reads small and writes big.
struct Axis {
    Index small = 1, big = 1, kernel = 1, stride = 1, pad = 0, dilation = 1;

    Index offset(Index k) const { return k * dilation - pad; }
    Index first(Index k) const {  // smallest small index whose big index is inside
        const Index o = offset(k);
        return o >= 0 ? 0 : (-o + stride - 1) / stride;
    }
    Index last(Index k) const {  // one past the largest
        const Index room = big - 1 - offset(k);
        return room < 0 ? 0 : std::min(small, room / stride + 1);
    }
};
using Axes = std::array<Axis, 3>;

// Adds weight * input for one kernel tap over a whole plane; the inner loop runs along an output row.
template <bool transposed, class T>
void addTap(const Axes& a, Index kd, Index kh, Index kw, T weight, const T* in, T* out) {
    const Index from = a[2].first(kw), to = a[2].last(kw), shift = a[2].offset(kw), stride = a[2].stride;
    for (Index d = a[0].first(kd); d < a[0].last(kd); ++d)
        for (Index h = a[1].first(kh); h < a[1].last(kh); ++h) {
            const Index smallRow = (d * a[1].small + h) * a[2].small;
            const Index bigRow = ((d * a[0].stride + a[0].offset(kd)) * a[1].big + h * a[1].stride + a[1].offset(kh)) * a[2].big;
            if constexpr (transposed) {
                T* row = out + bigRow + shift;
                for (Index w = from; w < to; ++w) row[w * stride] += weight * in[smallRow + w];
            } else {
                T* row = out + smallRow;
                const T* source = in + bigRow + shift;
                if (stride == 1)
                    for (Index w = from; w < to; ++w) row[w] += weight * source[w];
                else
                    for (Index w = from; w < to; ++w) row[w] += weight * source[w * stride];
            }
        }
}

// Input channels summed in the narrow type before they go into the f64 sums.
constexpr Index kChannelBlock = 8;

struct Shape {
    Index batch, groups, inPerGroup, outPerGroup;
    Axes axes;
    bool transposed;
};

Index planeOf(const Axes& axes, Index Axis::*side) {
    Index count = 1;
    for (const Axis& axis : axes) count *= axis.*side;
    return count;
}

template <bool transposed, class T>
void convolve(const Shape& s, const T* input, const T* weight, const std::vector<double>& bias, T* out) {
    const Index inPlane = planeOf(s.axes, transposed ? &Axis::small : &Axis::big);
    const Index outPlane = planeOf(s.axes, transposed ? &Axis::big : &Axis::small);
    const Index taps = planeOf(s.axes, &Axis::kernel);
    std::vector<double> sums(static_cast<std::size_t>(outPlane));
    std::vector<T> part(static_cast<std::size_t>(outPlane));
    for (Index n = 0; n < s.batch; ++n)
        for (Index o = 0; o < s.groups * s.outPerGroup; ++o) {
            const Index group = o / s.outPerGroup;
            std::fill(sums.begin(), sums.end(), bias[static_cast<std::size_t>(o)]);
            for (Index c0 = 0; c0 < s.inPerGroup; c0 += kChannelBlock) {
                std::fill(part.begin(), part.end(), T{});
                for (Index c = c0; c < std::min(c0 + kChannelBlock, s.inPerGroup); ++c) {
                    const Index channel = group * s.inPerGroup + c;
                    const T* in = input + (n * s.groups * s.inPerGroup + channel) * inPlane;
                    // weight layout: [out, in/groups, ...], transposed [in, out/groups, ...]
                    const T* tap = weight + (transposed ? channel * s.outPerGroup + o % s.outPerGroup : o * s.inPerGroup + c) * taps;
                    for (Index kd = 0; kd < s.axes[0].kernel; ++kd)
                        for (Index kh = 0; kh < s.axes[1].kernel; ++kh)
                            for (Index kw = 0; kw < s.axes[2].kernel; ++kw)
                                addTap<transposed>(s.axes, kd, kh, kw, *tap++, in, part.data());
                }
                for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += static_cast<double>(part[i]);
            }
            for (const double sum : sums) *out++ = static_cast<T>(sum);
        }
}

// A 1x1 kernel with stride 1 sees the plane as one long row.
void mergePointwise(Axes& axes) {
    for (const Axis& axis : axes)
        if (axis.kernel != 1 || axis.stride != 1 || axis.pad != 0 || axis.small != axis.big) return;
    const Index count = planeOf(axes, &Axis::small);
    axes = {};
    axes[2].small = axes[2].big = count;
}

Result<void> convReference(KernelCall& call) {
    WHITTLE_TRY(const ConvArgs args, convArgs(call));
    const DType compute = computeDType(call.outputType().dtype);
    const Tensor input = dense(call.tensor("input"), compute), weight = dense(call.tensor("weight"), compute);
    const std::size_t lead = args.batched ? 2 : 1;
    const Sizes sizes = call.outputSizes();
    Shape shape;
    shape.batch = args.batched ? input.dim(0) : 1;
    shape.groups = args.groups;
    shape.inPerGroup = input.sizes()[lead - 1] / args.groups;
    shape.outPerGroup = sizes[lead - 1] / args.groups;
    shape.transposed = args.transposed;
    for (std::size_t i = 0; i < args.stride.size(); ++i) {
        Axis& axis = shape.axes[3 - args.stride.size() + i];
        const Index in = input.sizes()[lead + i], out = sizes[lead + i];
        axis = {.small = args.transposed ? in : out, .big = args.transposed ? out : in, .kernel = weight.sizes()[2 + i],
                .stride = args.stride[i], .pad = args.padLow[i], .dilation = args.dilation[i]};
    }
    mergePointwise(shape.axes);
    std::vector<double> bias(static_cast<std::size_t>(sizes[lead - 1]), 0.0);
    if (const Tensor* given = call.optionalTensor("bias")) {
        const Tensor wide = dense(*given, DType::F64);
        std::copy_n(wide.data<double>(), bias.size(), bias.begin());
    }
    Tensor out = Tensor::empty(compute, sizes);
    visitCompute(compute, [&](auto tag) {
        using T = decltype(tag);
        if (args.transposed) convolve<true>(shape, input.data<T>(), weight.data<T>(), bias, out.mutableData<T>());
        else convolve<false>(shape, input.data<T>(), weight.data<T>(), bias, out.mutableData<T>());
    });
    finish(call, 0, out);
    return {};
}

// --- decomposition ---------------------------------------------------------------------------------------

Arg listArg(const Ints& values) { return Arg::List(values.begin(), values.end()); }

// To aten.convolution: an unbatched input gets a batch of one, uneven padding becomes a padding node.
Result<std::vector<ValueId>> convDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const ConvArgs args, convArgs(call));
    ValueId input = valueArg(call, "input");
    if (!args.batched) {
        WHITTLE_TRY(input, build.one("aten.unsqueeze.default", {{"self", input}, {"dim", 0}}));
    }
    Ints pad = args.padLow;
    if (args.padLow != args.padHigh) {
        Arg::List extra;  // pairs from the last dimension; only what the high side has more
        for (std::size_t i = pad.size(); i-- > 0;) {
            extra.push_back(0);
            extra.push_back(args.padHigh[i] - args.padLow[i]);
        }
        WHITTLE_TRY(input, build.one("aten.constant_pad_nd.default", {{"self", input}, {"pad", std::move(extra)}}));
    }
    WHITTLE_TRY(ValueId out, build.one("aten.convolution.default", {{"input", input},
                                                                    {"weight", call.arg("weight")},
                                                                    {"bias", call.arg("bias")},
                                                                    {"stride", listArg(args.stride)},
                                                                    {"padding", listArg(pad)},
                                                                    {"dilation", listArg(args.dilation)},
                                                                    {"transposed", args.transposed},
                                                                    {"output_padding", listArg(args.outputPadding)},
                                                                    {"groups", args.groups}}));
    if (!args.batched) {
        WHITTLE_TRY(out, build.one("aten.squeeze.dim", {{"self", out}, {"dim", 0}}));
    }
    return std::vector{out};
}

constexpr OpDef composite(std::string_view name, std::string_view schema, std::string_view summary) {
    return {.name = name, .schema = schema, .summary = summary, .inferType = convType, .reference = laidOut<convReference, convLayout>,
            .decompose = convDecompose};
}

constexpr OpDef kOps[] = {
    {.name = "aten.convolution.default",
     .schema = "convolution(Tensor input, Tensor weight, Tensor? bias, SymInt[] stride, SymInt[] padding, SymInt[] dilation,"
               " bool transposed, SymInt[] output_padding, SymInt groups) -> Tensor",
     .summary = "Cross-correlation over one to three spatial dimensions, or its transpose.", .inferType = convType,
     .reference = laidOut<convReference, convLayout>},
    composite("aten.conv1d.default",
              "conv1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0],"
              " SymInt[1] dilation=[1], SymInt groups=1) -> Tensor",
              "Cross-correlation over one dimension."),
    composite("aten.conv2d.default",
              "conv2d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], SymInt[2] padding=[0, 0],"
              " SymInt[2] dilation=[1, 1], SymInt groups=1) -> Tensor",
              "Cross-correlation over two dimensions."),
    composite("aten.conv3d.default",
              "conv3d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], SymInt[3] padding=[0, 0, 0],"
              " SymInt[3] dilation=[1, 1, 1], SymInt groups=1) -> Tensor",
              "Cross-correlation over three dimensions."),
    composite("aten.conv1d.padding",
              "conv1d.padding(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], str padding=\"valid\","
              " SymInt[1] dilation=[1], SymInt groups=1) -> Tensor",
              "Cross-correlation over one dimension, padded by name."),
    composite("aten.conv2d.padding",
              "conv2d.padding(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], str padding=\"valid\","
              " SymInt[2] dilation=[1, 1], SymInt groups=1) -> Tensor",
              "Cross-correlation over two dimensions, padded by name."),
    composite("aten.conv3d.padding",
              "conv3d.padding(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], str padding=\"valid\","
              " SymInt[3] dilation=[1, 1, 1], SymInt groups=1) -> Tensor",
              "Cross-correlation over three dimensions, padded by name."),
    composite("aten.conv_transpose1d.default",
              "conv_transpose1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0],"
              " SymInt[1] output_padding=[0], SymInt groups=1, SymInt[1] dilation=[1]) -> Tensor",
              "The transpose of a convolution over one dimension."),
    composite("aten.conv_transpose2d.input",
              "conv_transpose2d.input(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1],"
              " SymInt[2] padding=[0, 0], SymInt[2] output_padding=[0, 0], SymInt groups=1, SymInt[2] dilation=[1, 1]) -> Tensor",
              "The transpose of a convolution over two dimensions."),
    composite("aten.conv_transpose3d.input",
              "conv_transpose3d.input(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], SymInt[3] padding=[0, 0, 0],"
              " SymInt[3] output_padding=[0, 0, 0], SymInt groups=1, SymInt[3] dilation=[1, 1, 1]) -> Tensor",
              "The transpose of a convolution over three dimensions."),
};

}  // namespace

// Channels-last when the input or the weight is. A line is a plane of height 1, whose input PyTorch first makes row-major.
Sizes convLayout(const KernelCall& call, const Sizes& sizes) {
    const Tensor &input = call.tensor("input"), &weight = call.tensor("weight");
    if (weight.rank() == 3) {
        const Sizes& strides = weight.strides();
        const Tensor plane = weight.asStrided({weight.dim(0), weight.dim(1), 1, weight.dim(2)},
                                              {strides[0], strides[1], weight.dim(2) * strides[2], strides[2]}, weight.offset());
        return looksChannelsLast(plane) && sizes.size() == 3 ? Sizes{sizes[1] * sizes[2], 1, sizes[1]} : contiguousStrides(sizes);
    }
    const bool channelsLast = sizes.size() > 3 && (looksChannelsLast(input) || looksChannelsLast(weight));
    return channelsLast ? channelsLastStrides(sizes) : contiguousStrides(sizes);
}

std::span<const OpDef> convOps() { return kOps; }

}  // namespace whittle::ops

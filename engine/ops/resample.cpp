// Operators that change the size of planes by moving elements: padding, nearest upsampling, pixel shuffle.
// Proof: tests/engine/ops/resample_test.cpp.
#include <algorithm>
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/layout.h"
#include "engine/ops/sizes.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

// --- constant_pad_nd -------------------------------------------------------------------------------------

// Pairs (before, after) count from the last dimension; negative ones crop.
Result<Types> padType(const OpCall& call) {
    const TensorType& self = call.type("self");
    const SymSizes pad = call.symInts("pad");
    if (pad.size() % 2 != 0 || static_cast<int>(pad.size() / 2) > self.rank())
        return fail(Code::Shape, "constant_pad_nd.1: {} values to pad {}: pairs are needed, at most one a dimension", pad.size(), self.text());
    SymSizes sizes = self.sizes;
    for (std::size_t i = 0; i < pad.size() / 2; ++i) {
        SymInt& size = sizes[sizes.size() - 1 - i];
        size = size + pad[2 * i] + pad[2 * i + 1];
        if (const auto known = size.constant(); known && *known < 0)
            return fail(Code::Shape, "constant_pad_nd.2: padding {} leaves {} elements of dim {} of {}", sizesText(pad), *known,
                        sizes.size() - 1 - i, self.text());
    }
    return resized(self, std::move(sizes));
}

Result<void> padReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const Sizes pad = call.sizes("pad");
    // The part of the input that stays, and where it goes in the output.
    Sizes kept = self.sizes();
    Index from = self.offset(), to = 0;
    Tensor out = Tensor::empty(self.dtype(), call.outputSizes());
    for (std::size_t i = 0; i < pad.size() / 2; ++i) {
        const std::size_t axis = kept.size() - 1 - i;
        const Index before = pad[2 * i], after = pad[2 * i + 1];
        kept[axis] = std::max<Index>(kept[axis] + std::min<Index>(before, 0) + std::min<Index>(after, 0), 0);
        from += std::max<Index>(-before, 0) * self.strides()[axis];
        to += std::max<Index>(before, 0) * out.strides()[axis];
    }
    const Scalar value = call.scalar("value");
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* base = out.mutableData<T>();
        const T fill = value.category == Scalar::Category::Float ? convertTo<T>(value.real) : convertTo<T>(value.integer);
        std::fill_n(base, out.numel(), fill);
        if (elementCount(kept) == 0) return;
        const Tensor part = self.asStrided(kept, self.strides(), from);
        const T* source = part.template data<T>();
        forEachRow<2>(kept, std::array{self.strides(), out.strides()}, [&](const auto& offset, const auto& step, Index count) {
            for (Index k = 0; k < count; ++k) base[to + offset[1] + k * step[1]] = source[offset[0] + k * step[0]];
        });
    });
    call.setOutput(0, std::move(out));
    return {};
}

Result<Types> padModeType(const OpCall& call) {
    if (call.text("mode") != "constant")
        return fail(Code::Unsupported, "pad.1: the mode '{}' is not supported, only 'constant' is", call.text("mode"));
    return padType(call);
}

Result<void> padModeReference(KernelCall& call) { return padReference(call); }

Result<std::vector<ValueId>> padModeDecompose(const OpCall& call, OpBuilder& build) {
    return build.call("aten.constant_pad_nd.default", {{"self", call.arg("self")},
                                                       {"pad", call.arg("pad")},
                                                       {"value", call.isNone("value") ? Arg(0.0) : call.arg("value")}});
}

// --- upsampling ------------------------------------------------------------------------------------------

struct Upsample {
    SymSizes sizes;            // height and width
    std::vector<double> scale;  // input step of one output step
};

Result<Upsample> upsampleOf(const OpCall& call) {
    const TensorType& input = call.type("input");
    const std::string_view op = call.schema().name;
    if (input.rank() != 4) return fail(Code::Shape, "{}.1: expected an input of rank 4, got {}", op, input.text());
    if (!isFloating(input.dtype)) return fail(Code::Type, "{}.2: the input is {}, a floating dtype is needed", op, input.text());
    const Arg::List* factors = call.arg("scale_factors").as<Arg::List>();
    if (call.isNone("output_size") == (factors == nullptr))
        return fail(Code::Argument, "{}.3: exactly one of output_size and scale_factors is needed", op);
    Upsample out;
    if (!factors) {
        out.sizes = call.symInts("output_size");
        if (out.sizes.size() != 2) return fail(Code::Argument, "{}.4: output_size has {} values, 2 are needed", op, out.sizes.size());
    } else if (factors->size() != 2) {
        return fail(Code::Argument, "{}.4: scale_factors has {} values, 2 are needed", op, factors->size());
    }
    for (std::size_t i = 0; i < 2; ++i) {
        const SymInt& in = input.sizes[2 + i];
        if (!factors) {
            const auto from = in.constant(), to = out.sizes[i].constant();
            if ((from && *from < 1) || (to && *to < 1))
                return fail(Code::Shape, "{}.5: {} cannot be resized to {}", op, input.text(), sizesText(out.sizes));
            out.scale.push_back(from && to ? static_cast<double>(*from) / static_cast<double>(*to) : 1.0);
            continue;
        }
        const Arg& given = (*factors)[i];
        const double factor = given.as<double>() ? *given.as<double>() : given.as<std::int64_t>() ? static_cast<double>(*given.as<std::int64_t>()) : 0;
        if (!(factor > 0 && factor < 1e6)) return fail(Code::Argument, "{}.6: the scale factor {} is not positive", op, factor);
        const auto whole = static_cast<std::int64_t>(factor);
        if (const auto from = in.constant()) out.sizes.push_back(static_cast<std::int64_t>(static_cast<double>(*from) * factor));
        else if (static_cast<double>(whole) == factor) out.sizes.push_back(in * whole);
        else return fail(Code::Unsupported, "{}.7: the symbolic size {} times {} is not known to be whole", op, in.text(), factor);
        if (out.sizes.back().is(0)) return fail(Code::Shape, "{}.5: {} would be resized to nothing", op, input.text());
        out.scale.push_back(1 / factor);
    }
    return out;
}

Result<Types> upsampleType(const OpCall& call) {
    WHITTLE_TRY(const Upsample up, upsampleOf(call));
    const TensorType& input = call.type("input");
    return resized(input, {input.sizes[0], input.sizes[1], up.sizes[0], up.sizes[1]});
}

// The input line for each output line; PyTorch computes the position in f32.
Sizes nearestLines(Index out, Index in, double scale) {
    Sizes lines;
    const auto step = static_cast<float>(scale);
    for (Index i = 0; i < out; ++i)
        lines.push_back(std::min(static_cast<Index>(std::floor(static_cast<float>(i) * step)), in - 1));
    return lines;
}

Result<void> nearestReference(KernelCall& call) {
    WHITTLE_TRY(const Upsample up, upsampleOf(call));
    const Tensor input = call.tensor("input").contiguous();
    Tensor& out = call.output();
    const Index height = input.dim(2), width = input.dim(3);
    const Sizes rows = nearestLines(out.dim(2), height, up.scale[0]), columns = nearestLines(out.dim(3), width, up.scale[1]);
    visitDType(input.dtype(), [&](auto tag) {
        using T = decltype(tag);
        const T* plane = input.data<T>();
        T* to = out.mutableData<T>();
        for (Index p = 0; p < input.dim(0) * input.dim(1); ++p, plane += height * width)
            for (const Index row : rows)
                for (const Index column : columns) *to++ = plane[row * width + column];
    });
    return {};
}

// Two neighbouring lines and the weight of the second.
struct Blend {
    Index low, high;
    double weight;
};

std::vector<Blend> blends(Index out, Index in, double scale, bool corners) {
    std::vector<Blend> lines;
    const double step = corners ? (out > 1 ? static_cast<double>(in - 1) / static_cast<double>(out - 1) : 0.0) : scale;
    for (Index i = 0; i < out; ++i) {
        const double place = corners ? static_cast<double>(i) * step : std::max((static_cast<double>(i) + 0.5) * step - 0.5, 0.0);
        const Index low = std::min(static_cast<Index>(place), in - 1);
        lines.push_back({low, std::min(low + 1, in - 1), place - static_cast<double>(low)});
    }
    return lines;
}

Result<void> bilinearReference(KernelCall& call) {
    WHITTLE_TRY(const Upsample up, upsampleOf(call));
    const Tensor input = dense(call.tensor("input"), computeDType(call.outputType().dtype));
    Tensor out = Tensor::empty(input.dtype(), call.outputSizes());
    const Index height = input.dim(2), width = input.dim(3);
    const bool corners = call.flag("align_corners");
    const auto rows = blends(out.dim(2), height, up.scale[0], corners), columns = blends(out.dim(3), width, up.scale[1], corners);
    visitFloat(input.dtype(), [&](auto tag) {
        using T = decltype(tag);
        const T* plane = input.data<T>();
        T* to = out.mutableData<T>();
        for (Index p = 0; p < input.dim(0) * input.dim(1); ++p, plane += height * width)
            for (const Blend& y : rows)
                for (const Blend& x : columns) {
                    const auto row = [&](Index r) { return plane[r * width + x.low] * (1 - x.weight) + plane[r * width + x.high] * x.weight; };
                    *to++ = static_cast<T>(row(y.low) * (1 - y.weight) + row(y.high) * y.weight);
                }
    });
    finish(call, 0, out);
    return {};
}

// --- pixel shuffle ---------------------------------------------------------------------------------------

Result<std::int64_t> shuffleFactor(const OpCall& call, std::string_view name) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const std::int64_t factor, call.integer(name));
    if (self.rank() < 3) return fail(Code::Shape, "{}.1: expected an input of rank 3 or more, got {}", call.schema().name, self.text());
    if (factor < 1 || factor > (1 << 15)) return fail(Code::Argument, "{}.2: the factor {} is not positive and small", call.schema().name, factor);
    return factor;
}

Result<Types> pixelShuffleType(const OpCall& call) {
    WHITTLE_TRY(const std::int64_t r, shuffleFactor(call, "upscale_factor"));
    const TensorType& self = call.type("self");
    SymSizes sizes = self.sizes;
    SymInt& channels = sizes[sizes.size() - 3];
    if (const auto known = channels.constant(); known && *known % (r * r) != 0)
        return fail(Code::Shape, "pixel_shuffle.3: the channels of {} are not a multiple of {}", self.text(), r * r);
    channels = floorDiv(channels, r * r);
    sizes[sizes.size() - 2] = sizes[sizes.size() - 2] * r;
    sizes[sizes.size() - 1] = sizes[sizes.size() - 1] * r;
    return resized(self, std::move(sizes));
}

// [C,r,r,H,W] -> [C,H,r,W,r]
Result<void> pixelShuffleReference(KernelCall& call) {
    const Tensor self = call.tensor("self").contiguous();
    const Index r = call.size("upscale_factor"), h = self.dim(self.rank() - 2), w = self.dim(self.rank() - 1);
    const Sizes sizes = call.outputSizes();
    const Index planes = elementCount(std::span(sizes).first(sizes.size() - 2));
    const Tensor view = self.asStrided({planes, h, r, w, r}, {r * r * h * w, w, r * h * w, 1, h * w}, self.offset());
    call.setOutput(0, view.contiguous().viewAs(sizes));
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "aten.constant_pad_nd.default", .schema = "constant_pad_nd(Tensor self, SymInt[] pad, Scalar value=0) -> Tensor",
     .summary = "Adds (or, where negative, crops) elements at the ends of the last dimensions.", .inferType = padType,
     .reference = laidOut<padReference, channelsLikeFirst>},
    {.name = "aten.pad.default", .schema = "pad(Tensor self, SymInt[] pad, str mode=\"constant\", float? value=None) -> Tensor",
     .summary = "Padding by mode; only 'constant' is supported.", .inferType = padModeType, .reference = laidOut<padModeReference, channelsLikeFirst>,
     .decompose = padModeDecompose},
    {.name = "aten.upsample_nearest2d.vec",
     .schema = "upsample_nearest2d.vec(Tensor input, SymInt[]? output_size, float[]? scale_factors) -> Tensor",
     .summary = "Planes resized by repeating the nearest element.", .inferType = upsampleType,
     .reference = laidOut<nearestReference, channelsLikeFirst>},
    {.name = "aten.upsample_bilinear2d.vec",
     .schema = "upsample_bilinear2d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor",
     .summary = "Planes resized by blending the four nearest elements.", .inferType = upsampleType,
     .reference = laidOut<bilinearReference, channelsLikeFirst>},
    {.name = "aten.pixel_shuffle.default", .schema = "pixel_shuffle(Tensor self, int upscale_factor) -> Tensor",
     .summary = "Moves channels into larger planes.", .inferType = pixelShuffleType, .reference = laidOut<pixelShuffleReference, channelsLikeFirst>},
};

}  // namespace

std::span<const OpDef> resampleOps() { return kOps; }

}  // namespace whittle::ops

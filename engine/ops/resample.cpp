// Operators that change the size of planes by moving elements: constant padding, pixel shuffle.
// Proof: tests/engine/ops/resample_test.cpp.
#include <algorithm>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/layout.h"
#include "engine/ops/lower.h"
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

Result<void> padLower(const OpCall& call, LoopBuilder& loops) {
    const TensorType& self = call.type("self");
    const SymSizes pad = call.symInts("pad");
    SymSizes at = loops.index();
    Expr inside;
    for (std::size_t i = 0; i < pad.size() / 2; ++i) {
        const std::size_t axis = at.size() - 1 - i;
        at[axis] = at[axis] - pad[2 * i];
        const auto before = pad[2 * i].constant(), after = pad[2 * i + 1].constant();
        const Expr place = loops.position(at[axis]);
        for (const Expr& fits : {before && *before <= 0 ? Expr() : place >= 0.0, after && *after <= 0 ? Expr() : place < loops.position(self.sizes[axis])})
            if (fits.valid()) inside = inside.valid() ? inside & fits : fits;
    }
    const auto element = [&] { return loops.at(call.arg("self"), at); };
    loops.store(inside.valid() ? loops.masked(inside, element, loops.load(call.arg("value"), self.dtype)) : element());
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

Result<void> pixelShuffleLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const std::int64_t r, call.integer("upscale_factor"));
    SymSizes at = loops.index();
    SymInt &channel = at[at.size() - 3], &y = at[at.size() - 2], &x = at[at.size() - 1];
    channel = channel * (r * r) + mod(y, r) * r + mod(x, r);
    y = floorDiv(y, r);
    x = floorDiv(x, r);
    loops.store(loops.at(call.arg("self"), at));
    return {};
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
     .reference = laidOut<padReference, channelsLikeFirst>, .complex = laidOut<padReference, channelsLikeFirst>, .lower = padLower},
    {.name = "aten.pixel_shuffle.default", .schema = "pixel_shuffle(Tensor self, int upscale_factor) -> Tensor",
     .summary = "Moves channels into larger planes.", .inferType = pixelShuffleType, .reference = laidOut<pixelShuffleReference, channelsLikeFirst>, .lower = pixelShuffleLower},
};

}  // namespace

std::span<const OpDef> resampleOps() { return kOps; }

}  // namespace whittle::ops

// Padding that takes its elements from the tensor itself: mirrored, repeated or wrapped around. Each output position
// comes from one input position, per dimension; the gradients go back the same way. Proof: tests/golden/ops/padding.
#include <algorithm>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/layout.h"
#include "engine/ops/lower.h"
#include "engine/ops/positions.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

enum class Fill { Reflect, Replicate, Circular };

std::string_view argumentOf(const OpCall& call) { return call.schema().arg("padding") ? "padding" : "pad"; }

/// Values before and after, the first dimension first; all zero for those that stay.
struct Pads {
    std::vector<SymInt> before, after;
};

Result<Pads> padsOf(const OpCall& call, const TensorType& self, Fill fill) {
    const std::string_view op = call.schema().name;
    const SymSizes pad = call.symInts(argumentOf(call));
    const std::size_t padded = pad.size() / 2, rank = self.sizes.size();
    if (pad.size() % 2 != 0 || padded == 0 || padded > 3 || (rank != padded + 1 && rank != padded + 2))
        return fail(Code::Shape, "{}.1: {} values pad {}: pairs for all but one or two leading dimensions are needed", op, pad.size(), self.text());
    Pads out{SymSizes(rank, 0), SymSizes(rank, 0)};
    for (std::size_t i = 0; i < padded; ++i) {
        out.before[rank - 1 - i] = pad[2 * i];
        out.after[rank - 1 - i] = pad[2 * i + 1];
    }
    for (std::size_t d = rank - padded; d < rank; ++d) {
        const auto size = self.sizes[d].constant(), before = out.before[d].constant(), after = out.after[d].constant();
        if (!size || !before || !after) continue;
        // Around goes what cropping (negative padding) leaves: PyTorch's check takes more, and reads then what nothing was written to.
        const std::int64_t most = std::max(*before, *after), left = *size + std::min<std::int64_t>(*before, 0) + std::min<std::int64_t>(*after, 0);
        if ((fill == Fill::Reflect && most >= *size) || (fill == Fill::Circular && most > left) || *size == 0)
            return fail(Code::Shape, "{}.2: padding ({}, {}) at dimension {} of {} is too large for what it is taken from", op, *before, *after, d, self.text());
        const auto total = (self.sizes[d] + out.before[d] + out.after[d]).constant();
        if (!total) return fail(Code::Limit, "{}.6: padding ({}, {}) of dimension {} of {} overflows 64 bits", op, *before, *after, d, self.text());
        if (*total < (fill == Fill::Circular ? 0 : 1))
            return fail(Code::Shape, "{}.3: padding ({}, {}) leaves nothing of dimension {} of {}", op, *before, *after, d, self.text());
    }
    return out;
}

SymSizes paddedSizes(const TensorType& self, const Pads& pads) {
    SymSizes sizes = self.sizes;
    for (std::size_t d = 0; d < sizes.size(); ++d) sizes[d] = sizes[d] + pads.before[d] + pads.after[d];
    return sizes;
}

template <Fill fill>
Result<Types> padType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (fill != Fill::Circular && self.dtype == DType::Bool) return fail(Code::Type, "{}.5: not defined for bool", call.schema().name);
    WHITTLE_TRY(const Pads pads, padsOf(call, self, fill));
    return resized(self, paddedSizes(self, pads));
}

// Where output position `at` of a dimension comes from.
Index sourceOf(Fill fill, Index at, Index before, Index after, Index size) {
    const Index p = at - before;
    // What is cropped (negative padding) does not come back at the other end.
    const Index first = std::max<Index>(-before, 0), period = size - first - std::max<Index>(-after, 0);
    switch (fill) {
        case Fill::Reflect: return p < 0 ? -p : p >= size ? 2 * (size - 1) - p : p;
        case Fill::Replicate: return std::clamp<Index>(p, 0, size - 1);
        case Fill::Circular: break;
    }
    return first + ((p - first) % period + period) % period;
}

Sizes known(const SymSizes& sizes) {
    Sizes out;
    for (const SymInt& size : sizes) out.push_back(size.constant().value_or(0));
    return out;
}

template <Fill fill>
Result<void> padReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    WHITTLE_TRY(const Pads pads, padsOf(call, call.type("self"), fill));
    const Sizes before = known(pads.before), after = known(pads.after);
    Tensor& out = call.output();
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        const T* from = self.data<T>();
        forEachPosition(out.sizes(), [&](Sizes p) {
            for (std::size_t d = 0; d < p.size(); ++d) p[d] = sourceOf(fill, p[d], before[d], after[d], self.sizes()[d]);
            *to++ = from[offsetOf(self.strides(), p)];
        });
    });
    call.setOutput(0, keepChannelsLast(out, self));
    return {};
}

template <Fill fill>
Result<void> padLower(const OpCall& call, LoopBuilder& loops) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const Pads pads, padsOf(call, self, fill));
    SymSizes from = loops.index();
    for (std::size_t d = 0; d < from.size(); ++d) {
        if (pads.before[d].is(0) && pads.after[d].is(0)) continue;
        if (!self.sizes[d].isConstant()) {
            loops.refuse("padding of a symbolic size is checked, which only the reference kernel does");
            return {};
        }
        const SymInt p = from[d] - pads.before[d], last = self.sizes[d] - 1;
        if (fill == Fill::Replicate) from[d] = min(max(p, 0), last);
        else if (fill == Fill::Circular) {
            const auto before = pads.before[d].constant(), after = pads.after[d].constant();
            if (!before || !after) {
                loops.refuse("the padding is not a constant");
                return {};
            }
            const SymInt first = std::max<Index>(-*before, 0), period = self.sizes[d] - first - std::max<Index>(-*after, 0);
            // Without a period the result is empty: nobody reads there, and nothing divides by 0.
            from[d] = period.is(0) ? first : first + mod(p - first + period, period);
        }
        else from[d] = last - max(last - max(p, 0 - p), max(p, 0 - p) - last);  // |p|, mirrored at the far end
    }
    loops.store(loops.at(call.arg("self"), from));
    return {};
}

// --- gradients ---

template <Fill fill>
Result<Types> backwardType(const OpCall& call) {
    const TensorType &self = call.type("self"), &grad = call.type("grad_output");
    WHITTLE_TRY(const Pads pads, padsOf(call, self, fill));
    const SymSizes want = paddedSizes(self, pads);
    bool same = want.size() == grad.sizes.size();
    for (std::size_t i = 0; same && i < want.size(); ++i) same = !differ(want[i], grad.sizes[i]);
    if (!same) return fail(Code::Shape, "{}.4: grad_output is {}, the padded input has sizes {}", call.schema().name, grad.text(), sizesText(want));
    if (!isFloating(grad.dtype) || grad.dtype != self.dtype)
        return fail(Code::Type, "{}.5: grad_output is {}, self {}; one floating dtype is needed", call.schema().name, grad.text(), self.text());
    return resized(self, self.sizes);
}

template <Fill fill>
Result<void> backwardReference(KernelCall& call) {
    WHITTLE_TRY(const Pads pads, padsOf(call, call.type("self"), fill));
    const Sizes before = known(pads.before), after = known(pads.after);
    const Tensor grad = dense(call.tensor("grad_output"), DType::F64);
    Tensor out = Tensor::zeros(DType::F64, call.outputSizes());
    double* to = out.mutableData<double>();
    const double* from = grad.data<double>();
    forEachPosition(grad.sizes(), [&](Sizes p) {
        for (std::size_t d = 0; d < p.size(); ++d) p[d] = sourceOf(fill, p[d], before[d], after[d], out.sizes()[d]);
        to[offsetOf(out.strides(), p)] += *from++;
    });
    finish(call, 0, out);
    return {};
}

// --- pad: by mode, as PyTorch takes it apart ---

Result<std::vector<ValueId>> padDecompose(const OpCall& call, OpBuilder& build) {
    const std::string mode(call.text("mode"));
    const Arg self = call.arg("self"), pad = call.arg("pad");
    if (mode == "constant")
        return build.call("aten.constant_pad_nd.default", {{"self", self}, {"pad", pad}, {"value", call.isNone("value") ? Arg(0.0) : call.arg("value")}});
    if (!call.isNone("value") && call.number("value") != 0)
        return fail(Code::Argument, "pad.1: Padding mode \"{}\" doesn't take in value argument", mode);
    const std::size_t padded = call.symInts("pad").size() / 2;
    if (mode == "circular") return build.call("aten._pad_circular.default", {{"self", self}, {"pad", pad}});
    constexpr const char* kReflect[] = {"aten.reflection_pad1d.default", "aten.reflection_pad2d.default", "aten.reflection_pad3d.default"};
    constexpr const char* kReplicate[] = {"aten.replication_pad1d.default", "aten.replication_pad2d.default", "aten.replication_pad3d.default"};
    if ((mode != "reflect" && mode != "replicate") || padded < 1 || padded > 3)
        return fail(Code::Argument, "pad.2: the mode is '{}' with {} values; it must be constant, reflect, replicate or circular", mode, call.symInts("pad").size());
    return build.call((mode == "reflect" ? kReflect : kReplicate)[padded - 1], {{"self", self}, {"padding", pad}});
}

#define WHITTLE_PAD(op, n, fill, text) \
    {.name = "aten." op ".default", .schema = op "(Tensor self, SymInt[" n "] padding) -> Tensor", .summary = text, \
     .inferType = padType<fill>, .reference = laidOut<padReference<fill>, channelsLikeFirst>, .lower = padLower<fill>}, \
    {.name = "aten." op "_backward.default", .schema = op "_backward(Tensor grad_output, Tensor self, SymInt[" n "] padding) -> Tensor", \
     .summary = "Gradient of " op ".", .inferType = backwardType<fill>, .reference = backwardReference<fill>}

constexpr OpDef kOps[] = {
    WHITTLE_PAD("reflection_pad1d", "2", Fill::Reflect, "A line continued by its mirror image."),
    WHITTLE_PAD("reflection_pad2d", "4", Fill::Reflect, "Planes continued by their mirror images."),
    WHITTLE_PAD("reflection_pad3d", "6", Fill::Reflect, "Volumes continued by their mirror images."),
    WHITTLE_PAD("replication_pad1d", "2", Fill::Replicate, "A line continued by its ends."),
    WHITTLE_PAD("replication_pad2d", "4", Fill::Replicate, "Planes continued by their edges."),
    WHITTLE_PAD("replication_pad3d", "6", Fill::Replicate, "Volumes continued by their faces."),
    {.name = "aten._pad_circular.default", .schema = "_pad_circular(Tensor self, SymInt[] pad) -> Tensor",
     .summary = "Continued by starting over from the other end.", .inferType = padType<Fill::Circular>,
     .reference = laidOut<padReference<Fill::Circular>, channelsLikeFirst>, .lower = padLower<Fill::Circular>},
    {.name = "aten.pad.default", .schema = "pad(Tensor self, SymInt[] pad, str mode=\"constant\", float? value=None) -> Tensor",
     .summary = "Padding by mode: constant, reflect, replicate or circular.", .inferType = decomposedType, .decompose = padDecompose},
};

#undef WHITTLE_PAD

}  // namespace

std::span<const OpDef> padOps() { return kOps; }

}  // namespace whittle::ops

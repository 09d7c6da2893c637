// Further names of views, and view.dtype, which reads the bytes of a tensor as another dtype. Proof: tests/golden/ops/view.
#include <algorithm>

#include "engine/ops/all_ops.h"
#include "engine/ops/kernel_call.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

using Values = Result<std::vector<ValueId>>;

// --- the same view by another name ---

Values broadcastTo(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    return steps.done(steps("aten.expand.default", {call.arg("self"), call.arg("size")}));
}

Values ravel(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    const ValueId dense = steps("aten.contiguous.default", {call.arg("self")});
    return steps.done(steps.rank(dense) == 1 ? dense : steps("aten.flatten.using_ints", {dense}));
}

Values swapDims(const OpCall& call, OpBuilder& build) { return forwardTo("aten.transpose.int", call, build); }
Values moveAxis(const OpCall& call, OpBuilder& build) { return forwardTo("aten.movedim.int", call, build); }

// Source dimensions go to their destinations; the others keep their order in the places left.
Values moveDims(const OpCall& call, OpBuilder& build) {
    const int rank = call.type("self").rank();
    WHITTLE_TRY(const std::vector<std::int64_t> from, call.integers("source"));
    WHITTLE_TRY(const std::vector<std::int64_t> to, call.integers("destination"));
    if (from.size() != to.size())
        return fail(Code::Argument, "{}.1: source has {} dimensions, destination {}", call.schema().name, from.size(), to.size());
    std::vector<int> order(static_cast<std::size_t>(rank), -1);
    std::vector<bool> moved(static_cast<std::size_t>(rank));
    for (std::size_t i = 0; i < from.size(); ++i) {
        WHITTLE_TRY(const int source, wrapDim(from[i], rank));
        WHITTLE_TRY(const int target, wrapDim(to[i], rank));
        if (rank == 0) continue;
        int& place = order[static_cast<std::size_t>(target)];
        if (moved[static_cast<std::size_t>(source)] || place >= 0)
            return fail(Code::Argument, "{}.2: repeated dim in source or destination", call.schema().name);
        moved[static_cast<std::size_t>(source)] = true;
        place = source;
    }
    int next = 0;
    Arg::List dims;
    for (const int source : order) {
        if (source < 0)
            while (moved[static_cast<std::size_t>(next)]) ++next;
        dims.push_back(source >= 0 ? source : next++);
    }
    Steps steps(call, build);
    return steps.done(steps("aten.permute.default", {call.arg("self"), Arg(std::move(dims))}));
}

Values matrixAdjoint(const OpCall& call, OpBuilder& build) {
    const TensorType& self = call.type("self");
    if (self.rank() != 0 && self.rank() != 2)
        return fail(Code::Shape, "matrix_H.1: tensor.H is only supported on matrices (2-D tensors). Got {}", self.text());
    Steps steps(call, build);
    if (self.rank() == 0) return steps.done(steps(isComplex(self.dtype) ? "aten.conj.default" : "aten.alias.default", {call.arg("self")}));
    const ValueId turned = steps("aten.transpose.int", {call.arg("self"), 0, 1});
    return steps.done(isComplex(self.dtype) ? steps("aten.conj.default", {turned}) : turned);
}

Values itself(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    return steps.done(steps("aten.alias.default", {call.arg("self")}));
}

Values positive(const OpCall& call, OpBuilder& build) {
    if (call.type("self").dtype == DType::Bool)
        return fail(Code::Type, "positive.1: The `+` operator, on a bool tensor is not supported.");
    return itself(call, build);
}

Values reshapeAlias(const OpCall& call, OpBuilder& build) { return forwardTo("aten.as_strided.default", call, build); }

// The start is only known when the program runs.
Result<Types> narrowByTensorType(const OpCall& call) {
    const TensorType &self = call.type("self"), &start = call.type("start");
    if (start.rank() != 0 || isInexact(start.dtype) || start.dtype == DType::Bool)
        return fail(Code::Argument, "narrow.4: start must be an 0-dim integral Tensor, it is {}", start.text());
    if (self.rank() == 0) return fail(Code::Shape, "narrow.1: cannot be applied to a 0-dim tensor");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    const SymInt length = call.symInt("length");
    SymSizes sizes = self.sizes;
    SymInt& size = sizes[static_cast<std::size_t>(dim)];
    const auto known = length.constant(), spare = (size - length).constant();
    if ((known && *known < 0) || (spare && *spare < 0))
        return fail(Code::Argument, "narrow.5: the length {} does not fit into dim {} of {}", length.text(), dim, self.text());
    size = length;
    return resized(self, std::move(sizes));
}

Result<void> narrowByTensorReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const int dim = call.checkedDim("dim", self.rank());
    const Index size = self.dim(dim), length = call.size("length"), given = call.tensor("start").flatInt(0);
    const Index start = given < 0 ? given + size : given;
    if (start < 0 || start > size - length)
        return fail(Code::Run, "narrow.6: start {} and length {} exceed dim {} of {}", given, length, dim, self.describe());
    Sizes sizes = self.sizes();
    sizes[static_cast<std::size_t>(dim)] = length;
    call.setOutput(0, self.asStrided(std::move(sizes), self.strides(), self.offset() + start * self.strides()[static_cast<std::size_t>(dim)]));
    return {};
}

// A sum over what the sizes have less.
Values sumToSize(const OpCall& call, OpBuilder& build) {
    const TensorType& self = call.type("self");
    const SymSizes to = call.symInts("size");
    const std::size_t extra = self.sizes.size() - to.size();
    bool fits = to.size() <= self.sizes.size();
    Arg::List summed;
    for (std::size_t i = 0; fits && i < self.sizes.size(); ++i) {
        if (i < extra || (to[i - extra].is(1) && !self.sizes[i].is(1))) summed.push_back(static_cast<std::int64_t>(i));
        else fits = !differ(self.sizes[i], to[i - extra]);
    }
    if (!fits) return fail(Code::Shape, "sum_to_size.1: size {} is not expandable to size {}", sizesText(to), sizesText(self.sizes));
    Steps steps(call, build);
    ValueId out = steps.value("self");
    if (!summed.empty()) out = steps("aten.sum.dim_IntList", {out, Arg(std::move(summed)), true});
    if (extra == 0) return steps.done(out == steps.value("self") ? steps("aten.alias.default", {out}) : out);
    Arg shape = steps.sizes(to);
    return steps.done(steps("aten.view.default", {out, std::move(shape)}));
}

// --- view.dtype ---

DType wantedDType(const OpCall& call) { return *call.arg("dtype").as<DType>(); }

// In a float64 run sizes are those of the recorded dtypes, which only the kernel knows: nothing is refused then.
Result<Types> viewDTypeType(const OpCall& call) {
    const TensorType& self = call.type("self");
    const DType to = wantedDType(call);
    const auto from = static_cast<std::int64_t>(dtypeSize(self.dtype)), size = static_cast<std::int64_t>(dtypeSize(to));
    const bool strict = call.precision() == Precision::AsGiven;
    TensorType out{*call.dtype("dtype"), self.sizes, {}, self.device};
    if (from == size) return Types{out};
    if (self.rank() == 0) {
        if (!strict) return Types{out};
        return fail(Code::Shape, "view.6: self.dim() cannot be 0 to view {} as {} (different element sizes)", dtypeName(self.dtype), dtypeName(to));
    }
    const SymSizes& strides = self.strides;
    if (strict && !strides.empty() && differ(strides.back(), 1))
        return fail(Code::Shape, "view.7: self.stride(-1) must be 1 to view {} as {} (different element sizes), but got {}",
                    dtypeName(self.dtype), dtypeName(to), strides.back().text());
    SymInt& last = out.sizes.back();
    if (size < from) {
        last = last * (from / size);
        return Types{out};
    }
    const std::int64_t ratio = size / from;
    if (const auto rest = mod(last, ratio).constant(); strict && rest && *rest != 0)
        return fail(Code::Shape, "view.8: self.size(-1) must be divisible by {} to view {} as {} (different element sizes), but got {}", ratio,
                    dtypeName(self.dtype), dtypeName(to), last.text());
    for (std::size_t i = 0; strict && i + 1 < strides.size(); ++i)
        if (const auto rest = mod(strides[i], ratio).constant(); rest && *rest != 0)
            return fail(Code::Shape, "view.9: self.stride({}) must be divisible by {} to view {} as {} (different element sizes), but got {}", i,
                        ratio, dtypeName(self.dtype), dtypeName(to), strides[i].text());
    last = floorDiv(last, ratio);
    return Types{out};
}

// Bytes other than 0 and 1 are no bools to C++; all of them mean true.
Tensor asBools(const Tensor& bytes) {
    Tensor out = Tensor::empty(DType::Bool, bytes.sizes());
    const Tensor dense = bytes.contiguous();
    std::transform(dense.data<std::uint8_t>(), dense.data<std::uint8_t>() + dense.numel(), out.mutableData<bool>(),
                   [](std::uint8_t byte) { return byte != 0; });
    return out;
}

Tensor rowMajorCopy(const Tensor& tensor) {
    Tensor out = Tensor::empty(tensor.dtype(), tensor.sizes());
    const Tensor dense = tensor.contiguous();
    std::copy_n(dense.data<std::byte>(), static_cast<std::size_t>(dense.numel()) * dtypeSize(dense.dtype()), out.mutableData<std::byte>());
    return out;
}

Result<void> viewDTypeReference(KernelCall& call) {
    const Tensor self = call.tensor("self").to(call.recordedDType("self"));
    const DType to = wantedDType(call), seen = to == DType::Bool ? DType::U8 : to;
    const auto from = static_cast<Index>(dtypeSize(self.dtype())), size = static_cast<Index>(dtypeSize(to));
    const auto view = [&](const Tensor& tensor) -> Result<Tensor> {
        Sizes sizes = tensor.sizes(), strides = tensor.strides();
        const Index grow = std::max<Index>(from / size, 1), shrink = std::max<Index>(size / from, 1);
        for (Index& stride : strides) stride = stride * grow / shrink;
        if (from != size) sizes.back() = sizes.back() * grow / shrink, strides.back() = 1;
        return Tensor::overStorage(tensor.storage(), seen, std::move(sizes), std::move(strides), tensor.offset() * grow / shrink);
    };
    // The kernel's own layout may be another one than that on record.
    bool aligned = from == size || (self.strides().back() == 1 && (size < from || self.offset() % (size / from) == 0));
    for (std::size_t i = 0; size > from && i + 1 < self.strides().size(); ++i) aligned = aligned && self.strides()[i] % (size / from) == 0;
    // Weights mapped from a file lie where their own dtype may.
    const bool mayLieThere = reinterpret_cast<std::uintptr_t>(self.data<std::byte>()) % static_cast<std::uintptr_t>(size) == 0;
    aligned = aligned && mayLieThere;
    if (from != size && (self.rank() == 0 || (size > from && self.sizes().back() % (size / from) != 0)))
        return fail(Code::Shape, "view.8: {} cannot be seen as {}", self.describe(), dtypeName(to));
    WHITTLE_TRY(const Tensor out, view(aligned ? self : rowMajorCopy(self)));
    const Tensor read = to == DType::Bool ? asBools(out) : out;
    call.setOutput(0, read.to(call.outputType().dtype));
    return {};
}

#define WHITTLE_VIEW(name_, schema_, text, recipe) \
    {.name = "aten." name_, .schema = schema_ " -> Tensor(a)", .summary = text, .inferType = decomposedType, .decompose = recipe}

constexpr OpDef kOps[] = {
    WHITTLE_VIEW("broadcast_to.default", "broadcast_to(Tensor(a) self, SymInt[] size)", "Repeats dimensions of size 1, and adds leading ones, without copying.", broadcastTo),
    WHITTLE_VIEW("ravel.default", "ravel(Tensor(a) self)", "All elements in one line, a view where they lie so.", ravel),
    WHITTLE_VIEW("swapdims.default", "swapdims(Tensor(a) self, int dim0, int dim1)", "Swaps two dimensions.", swapDims),
    WHITTLE_VIEW("moveaxis.int", "moveaxis.int(Tensor(a) self, int source, int destination)", "Moves one dimension to another place.", moveAxis),
    WHITTLE_VIEW("moveaxis.intlist", "moveaxis.intlist(Tensor(a) self, int[] source, int[] destination)", "Moves dimensions to other places.", moveDims),
    WHITTLE_VIEW("movedim.intlist", "movedim.intlist(Tensor(a) self, int[] source, int[] destination)", "Moves dimensions to other places.", moveDims),
    WHITTLE_VIEW("matrix_H.default", "matrix_H(Tensor(a) self)", "The conjugate transpose of a matrix.", matrixAdjoint),
    WHITTLE_VIEW("positive.default", "positive(Tensor(a) self)", "The same tensor; not for bools.", positive),
    WHITTLE_VIEW("lift_fresh.default", "lift_fresh(Tensor(a) self)", "The same tensor: a constant of the program.", itself),
    WHITTLE_VIEW("_reshape_alias.default", "_reshape_alias(Tensor(a) self, SymInt[] size, SymInt[] stride)", "A view by sizes and strides.", reshapeAlias),
    {.name = "aten.narrow.Tensor", .schema = "narrow.Tensor(Tensor(a) self, int dim, Tensor start, SymInt length) -> Tensor(a)", .summary = "A piece of one dimension that starts where a tensor says.",
     .inferType = narrowByTensorType, .reference = narrowByTensorReference, .complex = narrowByTensorReference},
    {.name = "aten.lift.default", .schema = "lift(Tensor self) -> Tensor", .summary = "The same tensor: a constant of the program.", .inferType = decomposedType, .decompose = itself},
    {.name = "aten.sum_to_size.default", .schema = "sum_to_size(Tensor self, SymInt[] size) -> Tensor", .summary = "Sums over every dimension that the given sizes lack, or have as 1.",
     .inferType = decomposedType, .decompose = sumToSize},
    {.name = "aten.view.dtype", .schema = "view.dtype(Tensor(a) self, ScalarType dtype) -> Tensor(a)", .summary = "The same bytes read as another dtype; the last dimension grows or shrinks with its size.",
     .inferType = viewDTypeType, .reference = viewDTypeReference, .complex = viewDTypeReference},
};

#undef WHITTLE_VIEW

}  // namespace

std::span<const OpDef> viewFormsOps() { return kOps; }

}  // namespace whittle::ops

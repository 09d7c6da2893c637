// Operators that move or repeat elements without computing: flip, roll, repeat and their kind. Each output element is one
// input element, so kernel and lowering share one idea: where an output position comes from.
// Proof: tests/golden/ops/indexing.
#include <algorithm>

#include "engine/ops/all_ops.h"
#include "engine/ops/index_layout.h"
#include "engine/ops/lower.h"
#include "engine/ops/positions.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

std::size_t at(int axis) { return static_cast<std::size_t>(axis); }

/// out[p] = self[source(p)] for every position p.
template <class F>
Result<void> moveElements(KernelCall& call, F source) {
    const Tensor& self = call.tensor("self");
    Tensor& out = call.output();
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        const T* from = self.data<T>();
        T* to = out.mutableData<T>();
        forEachPosition(out.sizes(), [&](const Sizes& p) { *to++ = from[offsetOf(self.strides(), source(p))]; });
    });
    return {};
}

Result<void> lowerFrom(const OpCall& call, LoopBuilder& loops, const SymSizes& index) {
    loops.store(loops.at(call.arg("self"), index));
    return {};
}

// Like PyTorch's composites, which keep no order but channels-last.
Result<void> inSelfsLayout(KernelCall& call, Result<void> moved) {
    if (moved) call.setOutput(0, keepChannelsLast(call.output(), call.tensor("self")));
    return moved;
}

// --- flip ---

Result<std::vector<int>> flipped(const OpCall& call) {
    // An empty list flips nothing, unlike an empty list of a reduction.
    if (call.symInts("dims").empty()) return std::vector<int>{};
    return call.dims("dims", call.type("self").rank());
}

Result<Types> flipType(const OpCall& call) {
    WHITTLE_TRY_VOID(flipped(call));
    return resized(call.type("self"), call.type("self").sizes);
}

Result<void> flipReference(KernelCall& call) {
    WHITTLE_TRY(const std::vector<int> dims, flipped(call));
    const Sizes sizes = call.tensor("self").sizes();
    WHITTLE_TRY_VOID(moveElements(call, [&](Sizes p) {
        for (const int d : dims)
            if (!p.empty()) p[at(d)] = sizes[at(d)] - 1 - p[at(d)];
        return p;
    }));
    call.setOutput(0, laidOutAs(call.output(), call.tensor("self")));
    return {};
}

Result<void> flipLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const std::vector<int> dims, flipped(call));
    SymSizes from = loops.index();
    for (const int d : dims)
        if (!from.empty()) from[at(d)] = call.type("self").sizes[at(d)] - 1 - from[at(d)];
    return lowerFrom(call, loops, from);
}

// Not in the template below: clang 19 makes `Arg::List{axis}` a list of axis Nones there.
Result<std::vector<ValueId>> flipOf(int axis, const OpCall& call, OpBuilder& build) {
    const int rank = call.type("self").rank();
    if (rank <= axis) return fail(Code::Shape, "{}.1: Input must be >= {}-d, it is {}", call.schema().name, axis + 1, call.type("self").text());
    return build.call("aten.flip.default", {{"self", call.arg("self")}, {"dims", Arg::List{axis}}});
}

template <int axis>
Result<std::vector<ValueId>> flipAxis(const OpCall& call, OpBuilder& build) { return flipOf(axis, call, build); }

Result<std::vector<ValueId>> rot90Decompose(const OpCall& call, OpBuilder& build) {
    const int rank = call.type("self").rank();
    WHITTLE_TRY(const std::int64_t turns, call.integer("k"));
    WHITTLE_TRY(const std::vector<int> dims, call.dims("dims", rank));
    if (dims.size() != 2 || rank < 2)
        return fail(Code::Argument, "rot90.1: expected two dimensions of an input of rank 2 or more, got {} of {}", dims.size(),
                    call.type("self").text());
    Steps steps(call, build);
    const ValueId self = steps.value("self");
    const auto flip = [&](ValueId x, Arg::List list) { return steps("aten.flip.default", {x, std::move(list)}); };
    switch ((turns % 4 + 4) % 4) {
        case 1: return steps.done(steps("aten.transpose.int", {flip(self, {dims[1]}), dims[0], dims[1]}));
        case 2: return steps.done(flip(self, {dims[0], dims[1]}));
        case 3: return steps.done(steps("aten.transpose.int", {flip(self, {dims[0]}), dims[0], dims[1]}));
        default: return steps.done(steps("aten.clone.default", {self}));
    }
}

// --- roll ---

struct Roll {
    std::vector<int> dims;
    SymSizes shifts;
};

Result<Roll> rollOf(const OpCall& call) {
    Roll out;
    const int rank = call.type("self").rank();
    if (const Arg::List* list = call.arg("shifts").as<Arg::List>(); list || !call.isNone("shifts")) out.shifts = call.symInts("shifts");
    if (out.shifts.empty()) return fail(Code::Argument, "roll.1: `shifts` required");
    if (!call.symInts("dims").empty()) {
        WHITTLE_TRY(out.dims, call.dims("dims", rank));
    }
    if (rank == 0 && !out.dims.empty()) return fail(Code::Shape, "roll.3: Dimension specified as {} but tensor has no dimensions", out.dims[0]);
    const bool flat = out.dims.empty() && out.shifts.size() == 1;
    if (!flat && out.dims.size() != out.shifts.size())
        return fail(Code::Argument, "roll.2: shifts and dimensions must align. shifts: {}, dims: {}", out.shifts.size(), out.dims.size());
    return out;
}

Result<Types> rollType(const OpCall& call) {
    WHITTLE_TRY_VOID(rollOf(call));
    return resized(call.type("self"), call.type("self").sizes);
}

Index wrapped(Index position, Index size) { return (position % size + size) % size; }

Result<void> rollReference(KernelCall& call) {
    WHITTLE_TRY(const Roll roll, rollOf(call));
    const Tensor& self = call.tensor("self");
    if (!roll.dims.empty())
        return inSelfsLayout(call, moveElements(call, [&](Sizes p) {
            for (std::size_t i = 0; i < roll.dims.size() && !p.empty(); ++i) {
                Index& position = p[at(roll.dims[i])];
                position = wrapped(position - roll.shifts[i].constant().value_or(0), self.dim(roll.dims[i]));
            }
            return p;
        }));
    const Tensor dense = self.contiguous();
    const Index count = dense.numel(), shift = roll.shifts[0].constant().value_or(0);
    Tensor& out = call.output();
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index i = 0; i < count; ++i) to[i] = dense.data<T>()[wrapped(i - shift, count)];
    });
    return {};
}

Result<void> rollLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const Roll roll, rollOf(call));
    const SymSizes& sizes = call.type("self").sizes;
    // Modulo of what is not negative: position + size - (shift mod size), for shifts that are known.
    const auto source = [](const SymInt& position, const SymInt& shift, const SymInt& size) {
        return size.is(0) ? position : mod(position + size - mod(shift, size), size);
    };
    SymSizes from = loops.index();
    if (roll.dims.empty()) {
        const SymSizes strides = rowMajorStrides(sizes);
        from = unflattenIndex(source(flattenIndex(from, strides), roll.shifts[0], product(sizes)), sizes, loops.ranges());
    }
    for (std::size_t i = 0; i < roll.dims.size() && !from.empty(); ++i) {
        SymInt& position = from[at(roll.dims[i])];
        position = source(position, roll.shifts[i], sizes[at(roll.dims[i])]);
    }
    return lowerFrom(call, loops, from);
}

// --- repeat, tile, repeat_interleave ---

Result<Types> repeatType(const OpCall& call) {
    const TensorType& self = call.type("self");
    SymSizes sizes = call.symInts("repeats");
    if (sizes.size() < self.sizes.size())
        return fail(Code::Shape, "repeat.1: Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor"
                                 ": {} for {}", sizesText(sizes), self.text());
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (const auto times = sizes[i].constant(); times && *times < 0)
            return fail(Code::Argument, "repeat.2: Trying to create tensor with negative dimension {}", *times);
        const std::size_t lead = sizes.size() - self.sizes.size();
        if (i >= lead) sizes[i] = sizes[i] * self.sizes[i - lead];
    }
    return resized(self, std::move(sizes));
}

Result<void> repeatReference(KernelCall& call) {
    const Sizes sizes = call.tensor("self").sizes();
    return moveElements(call, [&](const Sizes& p) {
        Sizes from(p.end() - static_cast<std::ptrdiff_t>(sizes.size()), p.end());
        for (std::size_t i = 0; i < from.size(); ++i) from[i] %= sizes[i];
        return from;
    });
}

Result<void> repeatLower(const OpCall& call, LoopBuilder& loops) {
    const SymSizes& sizes = call.type("self").sizes;
    const std::size_t lead = loops.index().size() - sizes.size();
    SymSizes from;
    for (std::size_t i = 0; i < sizes.size(); ++i) from.push_back(sizes[i].is(0) || sizes[i].is(1) ? SymInt(0) : mod(loops.index()[lead + i], sizes[i]));
    return lowerFrom(call, loops, from);
}

Result<std::vector<ValueId>> tileDecompose(const OpCall& call, OpBuilder& build) {
    const Arg& given = call.arg("dims");
    Arg::List repeats = given.as<Arg::List>() ? *given.as<Arg::List>() : Arg::List{given};
    while (static_cast<int>(repeats.size()) < call.type("self").rank()) repeats.insert(repeats.begin(), 1);
    return build.call("aten.repeat.default", {{"self", call.arg("self")}, {"repeats", std::move(repeats)}});
}

// Without a dimension the input is read as one line.
Result<Types> interleaveType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (const auto times = call.symInt("repeats").constant(); times && *times < 0)
        return fail(Code::Argument, "repeat_interleave.1: repeats can not be negative");
    if (call.isNone("dim")) return resized(self, {self.numel() * call.symInt("repeats")});
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    SymSizes sizes = self.sizes;
    if (!sizes.empty()) sizes[at(dim)] = sizes[at(dim)] * call.symInt("repeats");
    else sizes = {call.symInt("repeats")};
    return resized(self, std::move(sizes));
}

Result<std::vector<ValueId>> interleaveDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const Types types, interleaveType(call));
    const TensorType& self = call.type("self");
    if (self.rank() == 0 || asTensorType(types[0])->numel().is(0) || (call.isNone("dim") && self.rank() > 1 && !self.numel().isConstant()))
        return fail(Code::Unsupported, "repeat_interleave.2: the reference kernel takes symbolic flattened and empty sizes");
    Steps steps(call, build);
    ValueId x = steps.value("self");
    if (call.isNone("dim")) x = steps.view(x, {self.numel()});
    WHITTLE_TRY(const int dim, call.isNone("dim") ? Result<int>(0) : call.dim("dim", self.rank()));
    const ValueId apart = steps("aten.unsqueeze.default", {x, dim + 1});
    Arg::List widths;
    for (int i = 0; i < steps.rank(apart); ++i) widths.push_back(i == dim + 1 ? call.arg("repeats") : Arg(-1));
    const ValueId wide = steps("aten.expand.default", {apart, std::move(widths)});
    const ValueId dense = steps("aten.clone.default", {wide}, {{"memory_format", MemoryFormat::Contiguous}});
    return steps.done(steps("aten.flatten.using_ints", {dense, dim, dim + 1}));
}

Result<void> interleaveReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const Index times = call.size("repeats");
    const Tensor line = call.isNone("dim") ? self.contiguous().viewAs({self.numel()}) : ranked(self);
    const auto axis = at(call.isNone("dim") ? 0 : call.checkedDim("dim", self.rank()));
    Tensor& out = call.output();
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        forEachPosition(out.sizes(), [&](Sizes p) {
            p[axis] /= times;
            *to++ = line.data<T>()[offsetOf(line.strides(), p)];
        });
    });
    return {};
}

// --- diagonals ---

struct DiagonalDims {
    int dim1, dim2;
    std::int64_t offset;
};

Result<DiagonalDims> embedDims(const OpCall& call) {
    const int rank = call.type("self").rank() + 1;
    if (rank < 2) return fail(Code::Shape, "diag_embed.1: a tensor of rank 0 is no diagonal");
    WHITTLE_TRY(const int dim1, call.dim("dim1", rank));
    WHITTLE_TRY(const int dim2, call.dim("dim2", rank));
    WHITTLE_TRY(const std::int64_t offset, call.integer("offset"));
    if (dim1 == dim2) return fail(Code::Shape, "diag_embed.2: dimensions cannot be identical {}, {}", dim1, dim2);
    return DiagonalDims{dim1, dim2, offset};
}

Result<Types> embedType(const OpCall& call) {
    WHITTLE_TRY(const DiagonalDims d, embedDims(call));
    const TensorType& self = call.type("self");
    const SymInt side = self.sizes.back() + (d.offset < 0 ? -d.offset : d.offset);
    SymSizes sizes(self.sizes.begin(), self.sizes.end() - 1);
    sizes.insert(sizes.begin() + std::min(d.dim1, d.dim2), side);
    sizes.insert(sizes.begin() + std::max(d.dim1, d.dim2), side);
    return resized(self, std::move(sizes));
}

Result<void> embedReference(KernelCall& call) {
    WHITTLE_TRY(const DiagonalDims d, embedDims(call));
    const Tensor& self = call.tensor("self");
    Tensor out = Tensor::zeros(self.dtype(), call.outputSizes());
    Sizes strides;
    for (int i = 0; i < out.rank(); ++i)
        if (i != d.dim1 && i != d.dim2) strides.push_back(out.strides()[at(i)]);
    strides.push_back(out.strides()[at(d.dim1)] + out.strides()[at(d.dim2)]);
    const Index start = std::max<Index>(d.offset, 0) * out.strides()[at(d.dim2)] - std::min<Index>(d.offset, 0) * out.strides()[at(d.dim1)];
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        forEachPosition(self.sizes(), [&](const Sizes& p) { to[start + offsetOf(strides, p)] = self.data<T>()[offsetOf(self.strides(), p)]; });
    });
    call.setOutput(0, std::move(out));
    return {};
}

Result<void> embedLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const DiagonalDims d, embedDims(call));
    const SymInt row = loops.index(d.dim1), column = loops.index(d.dim2);
    SymSizes from;
    for (int i = 0; i < static_cast<int>(loops.index().size()); ++i)
        if (i != d.dim1 && i != d.dim2) from.push_back(loops.index(i));
    from.push_back(d.offset >= 0 ? row : column);
    const Expr inside = binary(LoopOp::Eq, loops.position(column), loops.position(row + d.offset));
    const DType dtype = loops.type().dtype;
    loops.store(loops.masked(inside, [&] { return loops.at(call.arg("self"), from); }, loops.integer(dtype, 0)));
    return {};
}

Result<std::vector<ValueId>> diagDecompose(const OpCall& call, OpBuilder& build) {
    const TensorType& self = call.type("self");
    if (self.rank() != 1 && self.rank() != 2)
        return fail(Code::Shape, "diag.1: matrix or a vector expected, the input is {}", self.text());
    Steps steps(call, build);
    const ValueId x = steps.value("self");
    if (self.rank() == 1) return steps.done(steps("aten.diag_embed.default", {x, call.arg("diagonal")}));
    return steps.done(steps("aten.clone.default", {steps("aten.diagonal.default", {x, call.arg("diagonal")})}));
}

Result<std::vector<ValueId>> diagflatDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    const ValueId line = steps.view(steps.value("self"), {call.type("self").numel()});
    return steps.done(steps("aten.diag_embed.default", {line, call.arg("offset")}));
}

Result<std::vector<ValueId>> traceDecompose(const OpCall& call, OpBuilder& build) {
    if (call.type("self").rank() != 2) return fail(Code::Shape, "trace.1: expected a matrix, got {}", call.type("self").text());
    Steps steps(call, build);
    return steps.done(steps("aten.sum.default", {steps("aten.diagonal.default", {steps.value("self")})}));
}

// --- shuffles of channels ---

Result<Types> unshuffleType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const std::int64_t r, call.integer("downscale_factor"));
    if (self.rank() < 3) return fail(Code::Shape, "pixel_unshuffle.1: expected an input of rank 3 or more, got {}", self.text());
    if (r < 1 || r > (1 << 15)) return fail(Code::Argument, "pixel_unshuffle.2: the factor {} is not positive and small", r);
    if (self.numel().is(0)) return resized(self, self.sizes);  // PyTorch leaves what is empty as it is
    SymSizes sizes = self.sizes;
    for (std::size_t i = sizes.size() - 2; i < sizes.size(); ++i) {
        if (const auto known = sizes[i].constant(); known && *known % r != 0)
            return fail(Code::Shape, "pixel_unshuffle.3: the planes of {} cannot be divided by {}", self.text(), r);
        sizes[i] = floorDiv(sizes[i], r);
    }
    sizes[sizes.size() - 3] = sizes[sizes.size() - 3] * (r * r);
    return resized(self, std::move(sizes));
}

Result<void> unshuffleReference(KernelCall& call) {
    const auto r = call.size("downscale_factor");
    if (call.tensor("self").numel() == 0) {
        call.setOutput(0, call.tensor("self"));
        return {};
    }
    return inSelfsLayout(call, moveElements(call, [&](Sizes p) {
        Index &channel = p[p.size() - 3], &row = p[p.size() - 2], &column = p[p.size() - 1];
        row = row * r + channel / r % r;
        column = column * r + channel % r;
        channel /= r * r;
        return p;
    }));
}

Result<void> unshuffleLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const std::int64_t r, call.integer("downscale_factor"));
    SymSizes p = loops.index();
    SymInt &channel = p[p.size() - 3], &row = p[p.size() - 2], &column = p[p.size() - 1];
    row = row * r + mod(floorDiv(channel, r), r);
    column = column * r + mod(channel, r);
    channel = floorDiv(channel, r * r);
    return lowerFrom(call, loops, p);
}

Result<Types> channelShuffleType(const OpCall& call) {
    const TensorType& self = call.type("self");
    const auto groups = call.symInt("groups").constant(), channels = self.rank() > 1 ? self.sizes[1].constant() : std::nullopt;
    if (self.rank() < 3 || (groups && *groups <= 0) || (groups && channels && *channels % *groups != 0))
        return fail(Code::Shape, "channel_shuffle.1: the channels of {} cannot be divided into {} groups", self.text(), call.symInt("groups").text());
    return resized(self, self.sizes);
}

Result<void> channelShuffleReference(KernelCall& call) {
    const Index groups = call.size("groups"), perGroup = call.tensor("self").dim(1) / groups;
    return moveElements(call, [&](Sizes p) {
        p[1] = p[1] % groups * perGroup + p[1] / groups;
        return p;
    });
}

Result<void> channelShuffleLower(const OpCall& call, LoopBuilder& loops) {
    const SymInt groups = call.symInt("groups");
    SymSizes p = loops.index();
    p[1] = mod(p[1], groups) * floorDiv(call.type("self").sizes[1], groups) + floorDiv(p[1], groups);
    return lowerFrom(call, loops, p);
}

#define WHITTLE_MOVE(op, args, text, fn) \
    {.name = "aten." op ".default", .schema = op "(Tensor self" args ") -> Tensor", .summary = text, .inferType = fn##Type, \
     .reference = fn##Reference, .complex = fn##Reference, .lower = fn##Lower}
#define WHITTLE_MADE_OF(op, args, text, fn) \
    {.name = "aten." op ".default", .schema = op "(Tensor self" args ") -> Tensor", .summary = text, .inferType = decomposedType, \
     .decompose = fn}

constexpr OpDef kOps[] = {
    WHITTLE_MOVE("flip", ", int[] dims", "Dimensions read from their ends.", flip),
    WHITTLE_MADE_OF("fliplr", "", "flip of the second dimension.", flipAxis<1>),
    WHITTLE_MADE_OF("flipud", "", "flip of the first dimension.", flipAxis<0>),
    WHITTLE_MADE_OF("rot90", ", int k=1, int[] dims=[0, 1]", "A plane turned by k quarters.", rot90Decompose),
    WHITTLE_MOVE("roll", ", SymInt[1] shifts, int[1] dims=[]", "Elements moved along dimensions; what leaves one end enters at the other.", roll),
    WHITTLE_MOVE("repeat", ", SymInt[] repeats", "The tensor as many times along each dimension.", repeat),
    WHITTLE_MADE_OF("tile", ", SymInt[] dims", "repeat, with 1 for leading dimensions left out.", tileDecompose),
    {.name = "aten.repeat_interleave.self_int",
     .schema = "repeat_interleave.self_int(Tensor self, SymInt repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor",
     .summary = "Each element of a dimension several times in a row.", .inferType = interleaveType, .reference = interleaveReference, .complex = interleaveReference,
     .decompose = interleaveDecompose},
    WHITTLE_MOVE("diag_embed", ", int offset=0, int dim1=-2, int dim2=-1", "Matrices with the last dimension on a diagonal, else 0.", embed),
    WHITTLE_MADE_OF("diag", ", int diagonal=0", "The diagonal of a matrix, or a matrix with that diagonal.", diagDecompose),
    WHITTLE_MADE_OF("diagflat", ", int offset=0", "A matrix with all elements on a diagonal.", diagflatDecompose),
    WHITTLE_MADE_OF("trace", "", "The sum of a matrix's diagonal.", traceDecompose),
    WHITTLE_MOVE("pixel_unshuffle", ", int downscale_factor", "Moves blocks of planes into channels.", unshuffle),
    WHITTLE_MOVE("channel_shuffle", ", SymInt groups", "Channels dealt out over groups.", channelShuffle),
    WHITTLE_MOVE("native_channel_shuffle", ", SymInt groups", "Channels dealt out over groups.", channelShuffle),
};

#undef WHITTLE_MADE_OF
#undef WHITTLE_MOVE

}  // namespace

std::span<const OpDef> rearrangeOps() { return kOps; }

}  // namespace whittle::ops

// Operators that look at the same elements in another shape or order. Their kernels return strided views of
// the input's storage. Layout is a kernel's own business here: where PyTorch would refuse a `view` because of
// strides, the type rule refuses it by the strides on record, and the kernel copies when only its own strides
// stand in the way. Proof: tests/engine/ops/view_test.cpp.
#include <algorithm>
#include <optional>

#include "engine/ir/size_decider.h"
#include "engine/ops/all_ops.h"
#include "engine/ops/kernel_call.h"
#include "engine/ops/layout.h"
#include "engine/ops/lower.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

std::size_t at(int axis) { return static_cast<std::size_t>(axis); }

// --- view, reshape, flatten, unflatten -------------------------------------------------------------------

// `wanted` with its -1, if any, worked out; refuses what cannot hold as many elements as `total`.
Result<SymSizes> resolveSizes(std::string_view op, SymSizes wanted, const SymInt& total) {
    int inferred = -1;
    SymInt known(1);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (decided(wanted[i], SymRelation::Eq, -1).value_or(false)) {
            if (inferred >= 0) return fail(Code::Shape, "{}.1: only one dimension can be -1, not two as in {}", op, sizesText(wanted));
            inferred = static_cast<int>(i);
            continue;
        }
        if (decided(wanted[i], SymRelation::Lt, 0).value_or(false))
            return fail(Code::Shape, "{}.2: {} holds the negative size {}", op, sizesText(wanted), wanted[i].text());
        known = known * wanted[i];
    }
    if (inferred < 0) {
        if (differ(total, known))
            return fail(Code::Shape, "{}.3: sizes {} hold {} elements, the input has {}", op, sizesText(wanted), known.text(),
                        total.text());
        return wanted;
    }
    if (decided(known, SymRelation::Eq, 0).value_or(false)) return fail(Code::Shape, "{}.4: any size would fit for the -1 in {}", op, sizesText(wanted));
    if (differ(mod(total, known), 0))
        return fail(Code::Shape, "{}.3: sizes {} do not divide the input's {} elements", op, sizesText(wanted), total.text());
    wanted[at(inferred)] = floorDiv(total, known);
    return wanted;
}

// Strides that show the same elements in the same order as sizes `to`, or nothing when some new dimension
// would span old ones that are not evenly spaced in memory.
std::optional<Sizes> viewStrides(const Sizes& from, const Sizes& strides, const Sizes& to) {
    if (elementCount(to) == 0) return contiguousStrides(to);
    struct Run {
        Index count, step;
    };
    std::vector<Run> runs;  // evenly spaced stretches of old dimensions, innermost first
    for (std::size_t i = from.size(); i-- > 0;) {
        if (from[i] == 1) continue;
        if (!runs.empty() && strides[i] == runs.back().step * runs.back().count) runs.back().count *= from[i];
        else runs.push_back({from[i], strides[i]});
    }
    if (runs.empty()) runs.push_back({1, 1});
    Sizes out(to.size());
    std::size_t run = 0;
    for (std::size_t i = to.size(); i-- > 0;) {
        if (to[i] != 1 && runs[run].count == 1 && ++run == runs.size()) return std::nullopt;
        out[i] = runs[run].step;
        if (to[i] == 1) continue;
        if (runs[run].count % to[i] != 0) return std::nullopt;
        runs[run].step *= to[i];
        runs[run].count /= to[i];
    }
    return out;
}

std::optional<Sizes> constants(const SymSizes& sizes) {
    Sizes out;
    for (const SymInt& size : sizes) {
        const auto value = size.constant();
        if (!value) return std::nullopt;
        out.push_back(*value);
    }
    return out;
}

// Whether the strides on record forbid the view; unknown counts as allowed.
bool recordedStridesForbid(const TensorType& self, const SymSizes& wanted) {
    const auto sizes = constants(self.sizes), strides = constants(self.strides), to = constants(wanted);
    return !self.strides.empty() && sizes && strides && to && elementCount(*sizes) > 0 && !viewStrides(*sizes, *strides, *to);
}

Result<Types> viewType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(SymSizes sizes, resolveSizes("view", call.symInts("size"), self.numel()));
    if (recordedStridesForbid(self, sizes))
        return fail(Code::Shape, "view.5: {} cannot be seen as {} without a copy; use reshape", self.text(), sizesText(sizes));
    return resized(self, std::move(sizes));
}

Result<Types> reshapeType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(SymSizes sizes, resolveSizes("reshape", call.symInts("shape"), self.numel()));
    return resized(self, std::move(sizes));
}

Result<Types> unsafeViewType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(SymSizes sizes, resolveSizes("_unsafe_view", call.symInts("size"), self.numel()));
    if (recordedStridesForbid(self, sizes))
        return fail(Code::Shape, "_unsafe_view.5: {} cannot be seen as {} without a copy", self.text(), sizesText(sizes));
    return resized(self, std::move(sizes));
}

Result<Types> flattenType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int first, call.dim("start_dim", self.rank()));
    WHITTLE_TRY(const int last, call.dim("end_dim", self.rank()));
    if (first > last) return fail(Code::Shape, "flatten.1: start_dim {} comes after end_dim {}", first, last);
    if (self.rank() == 0) return resized(self, {1});
    SymSizes sizes(self.sizes.begin(), self.sizes.begin() + first);
    sizes.push_back(product(std::span(self.sizes).subspan(at(first), at(last - first + 1))));
    sizes.insert(sizes.end(), self.sizes.begin() + last + 1, self.sizes.end());
    return resized(self, std::move(sizes));
}

Result<Types> unflattenType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    if (self.rank() == 0) return fail(Code::Shape, "unflatten.5: a tensor of rank 0 has no dim to unflatten");
    WHITTLE_TRY(const SymSizes part, resolveSizes("unflatten", call.symInts("sizes"), self.sizes[at(dim)]));
    if (part.empty()) return fail(Code::Argument, "unflatten.6: sizes must not be empty");
    SymSizes sizes(self.sizes.begin(), self.sizes.begin() + dim);
    sizes.insert(sizes.end(), part.begin(), part.end());
    sizes.insert(sizes.end(), self.sizes.begin() + dim + 1, self.sizes.end());
    return resized(self, std::move(sizes));
}

// All of the above: the output's sizes are inferred, the elements keep their order.
Result<void> reshapeReference(KernelCall& call) {
    const Tensor& self = call.input(0);
    Sizes sizes = call.outputSizes();
    if (auto strides = viewStrides(self.sizes(), self.strides(), sizes))
        call.setOutput(0, self.asStrided(std::move(sizes), *std::move(strides), self.offset()));
    else
        call.setOutput(0, self.contiguous().viewAs(std::move(sizes)));
    return {};
}

// To aten.view, whose own kernel copies when it must.
Result<std::vector<ValueId>> viewDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const Types types, call.op().inferType(call));
    WHITTLE_TRY(const ValueId out, viewTo(build, valueArg(call, "self"), asTensorType(types[0])->sizes));
    return std::vector{out};
}

// view_as and reshape_as: only the sizes of `other` count.
Result<Types> likeOtherType(const OpCall& call) {
    const TensorType &self = call.type("self"), &other = call.type("other");
    WHITTLE_TRY(SymSizes sizes, resolveSizes(call.schema().name, other.sizes, self.numel()));
    if (call.schema().name == "view_as" && recordedStridesForbid(self, sizes))
        return fail(Code::Shape, "view_as.5: {} cannot be seen as {} without a copy; use reshape_as", self.text(), sizesText(sizes));
    return resized(self, std::move(sizes));
}

Result<std::vector<ValueId>> likeOtherDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const Types types, call.op().inferType(call));
    const ValueId other = valueArg(call, "other");
    WHITTLE_TRY(const ValueId out, viewTo(build, valueArg(call, "self"), asTensorType(types[0])->sizes, std::vector{other}));
    return std::vector{out};
}

// --- permute and its special cases -----------------------------------------------------------------------

Types permuted(const TensorType& self, const std::vector<int>& order) {
    SymSizes sizes;
    for (const int axis : order) sizes.push_back(self.sizes[at(axis)]);
    return resized(self, std::move(sizes));
}

Result<void> permuteBy(KernelCall& call, const std::vector<int>& order) {
    const Tensor& self = call.input(0);
    Sizes sizes, strides;
    for (const int axis : order) {
        sizes.push_back(self.dim(axis));
        strides.push_back(self.strides()[at(axis)]);
    }
    call.setOutput(0, self.asStrided(std::move(sizes), std::move(strides), self.offset()));
    return {};
}

using OrderFn = Result<std::vector<int>> (*)(const OpCall& call, int rank);

std::vector<int> identityOrder(int rank) {
    std::vector<int> order;
    for (int i = 0; i < rank; ++i) order.push_back(i);
    return order;
}

Result<std::vector<int>> permuteOrder(const OpCall& call, int rank) {
    WHITTLE_TRY(const std::vector<std::int64_t> given, call.integers("dims"));
    if (static_cast<int>(given.size()) != rank)
        return fail(Code::Shape, "permute.1: {} dims for a tensor of rank {}", given.size(), rank);
    return call.dims("dims", rank);
}

Result<std::vector<int>> swapOrder(const OpCall& call, const char* a, const char* b, int rank) {
    WHITTLE_TRY(const int first, call.dim(a, rank));
    WHITTLE_TRY(const int second, call.dim(b, rank));
    std::vector<int> order = identityOrder(rank);
    if (rank > 0) std::swap(order[at(first)], order[at(second)]);
    return order;
}

Result<std::vector<int>> transposeOrder(const OpCall& call, int rank) { return swapOrder(call, "dim0", "dim1", rank); }
Result<std::vector<int>> swapaxesOrder(const OpCall& call, int rank) { return swapOrder(call, "axis0", "axis1", rank); }

Result<std::vector<int>> tOrder(const OpCall&, int rank) {
    if (rank > 2) return fail(Code::Shape, "t.1: the input has rank {}, at most 2 is allowed", rank);
    std::vector<int> order = identityOrder(rank);
    std::reverse(order.begin(), order.end());
    return order;
}

Result<std::vector<int>> reverseOrder(const OpCall&, int rank) {
    std::vector<int> order = identityOrder(rank);
    std::reverse(order.begin(), order.end());
    return order;
}

Result<std::vector<int>> mTOrder(const OpCall&, int rank) {
    if (rank == 1) return fail(Code::Shape, "mT.1: the input has rank 1, at least 2 is needed");
    std::vector<int> order = identityOrder(rank);
    if (rank == 0) return order;
    std::swap(order[at(rank - 1)], order[at(rank - 2)]);
    return order;
}

Result<std::vector<int>> movedimOrder(const OpCall& call, int rank) {
    WHITTLE_TRY(const int from, call.dim("source", rank));
    WHITTLE_TRY(const int to, call.dim("destination", rank));
    std::vector<int> order = identityOrder(rank);
    if (rank == 0) return order;
    order.erase(order.begin() + from);
    order.insert(order.begin() + to, from);
    return order;
}

template <OrderFn order>
Result<Types> orderType(const OpCall& call) {
    WHITTLE_TRY(const std::vector<int> axes, order(call, call.type("self").rank()));
    return permuted(call.type("self"), axes);
}

template <OrderFn order>
Result<void> orderReference(KernelCall& call) {
    WHITTLE_TRY(const std::vector<int> axes, order(call, call.tensor("self").rank()));
    return permuteBy(call, axes);
}

template <OrderFn order>
Result<std::vector<ValueId>> orderDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const std::vector<int> axes, order(call, call.type("self").rank()));
    Arg::List dims(axes.begin(), axes.end());
    WHITTLE_TRY(const ValueId out, build.one("aten.permute.default", {{"self", valueArg(call, "self")}, {"dims", std::move(dims)}}));
    return std::vector{out};
}

// --- expand, squeeze, unsqueeze --------------------------------------------------------------------------

Result<SymSizes> expandedSizes(const TensorType& self, SymSizes wanted) {
    if (static_cast<int>(wanted.size()) < self.rank())
        return fail(Code::Shape, "expand.1: {} has more dimensions than the wanted sizes {}", self.text(), sizesText(wanted));
    const std::size_t lead = wanted.size() - self.sizes.size();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (i < lead) {
            if (const auto size = wanted[i].constant(); size && *size < 0)
                return fail(Code::Shape, "expand.2: {} is not allowed for the new dimension {} of {}", *size, i, sizesText(wanted));
            continue;
        }
        const SymInt& have = self.sizes[i - lead];
        if (wanted[i].is(-1)) wanted[i] = have;
        else if (!(have == wanted[i]) && !isOne(have) && differ(have, wanted[i]))
            return fail(Code::Shape, "expand.3: size {} of the input cannot become {} at dim {}; {} to {}", have.text(),
                        wanted[i].text(), i, sizesText(self.sizes), sizesText(wanted));
    }
    return wanted;
}

Result<Types> expandType(const OpCall& call) {
    WHITTLE_TRY(SymSizes sizes, expandedSizes(call.type("self"), call.symInts("size")));
    return resized(call.type("self"), std::move(sizes));
}

Result<Types> expandAsType(const OpCall& call) {
    WHITTLE_TRY(SymSizes sizes, expandedSizes(call.type("self"), call.type("other").sizes));
    return resized(call.type("self"), std::move(sizes));
}

Result<void> expandReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    Sizes sizes = call.outputSizes(), strides(sizes.size(), 0);
    const std::size_t lead = sizes.size() - self.sizes().size();
    for (std::size_t i = lead; i < sizes.size(); ++i)
        if (self.sizes()[i - lead] == sizes[i]) strides[i] = self.strides()[i - lead];
    call.setOutput(0, self.asStrided(std::move(sizes), std::move(strides), self.offset()));
    return {};
}

Result<std::vector<ValueId>> expandAsDecompose(const OpCall& call, OpBuilder& build) {
    const ValueId other = valueArg(call, "other");
    Arg::List size;
    for (const SymInt& one : call.type("other").sizes) {
        WHITTLE_TRY(Arg known, sizeArg(build, one, std::vector{other}));
        size.push_back(std::move(known));
    }
    WHITTLE_TRY(const ValueId out, build.one("aten.expand.default", {{"self", valueArg(call, "self")}, {"size", std::move(size)}}));
    return std::vector{out};
}

using DimsFn = Result<std::vector<int>> (*)(const OpCall& call, int rank);

Result<std::vector<int>> allDims(const OpCall&, int rank) { return identityOrder(rank); }
Result<std::vector<int>> oneDim(const OpCall& call, int rank) {
    WHITTLE_TRY(const int dim, call.dim("dim", rank));
    return std::vector{dim};
}
Result<std::vector<int>> listedDims(const OpCall& call, int rank) {
    if (const Arg::List* list = call.arg("dim").as<Arg::List>(); list && list->empty()) return std::vector<int>{};
    return call.dims("dim", rank);
}

// Dimensions that stay: all but those asked for that have size 1. A symbolic size counts as not 1, unless somebody decides.
template <DimsFn dims>
Result<std::vector<int>> keptDims(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const std::vector<int> asked, dims(call, self.rank()));
    std::vector<int> kept;
    for (int i = 0; i < self.rank(); ++i)
        if (std::find(asked.begin(), asked.end(), i) == asked.end() || !decided(self.sizes[at(i)], SymRelation::Eq, 1).value_or(false)) kept.push_back(i);
    return kept;
}

template <DimsFn dims>
Result<Types> squeezeType(const OpCall& call) {
    WHITTLE_TRY(const std::vector<int> kept, keptDims<dims>(call));
    return permuted(call.type("self"), kept);
}

template <DimsFn dims>
Result<void> squeezeReference(KernelCall& call) {
    WHITTLE_TRY(const std::vector<int> kept, keptDims<dims>(call));
    return permuteBy(call, kept);
}

Result<Types> unsqueezeType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank() + 1));
    SymSizes sizes = self.sizes;
    sizes.insert(sizes.begin() + dim, 1);
    return resized(self, std::move(sizes));
}

Result<void> unsqueezeReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const int dim = call.checkedDim("dim", self.rank() + 1);
    Sizes sizes = self.sizes(), strides = self.strides();
    const Index stride = dim < self.rank() ? self.dim(dim) * strides[at(dim)] : 1;
    sizes.insert(sizes.begin() + dim, 1);
    strides.insert(strides.begin() + dim, stride);
    call.setOutput(0, self.asStrided(std::move(sizes), std::move(strides), self.offset()));
    return {};
}

// --- as_strided, diagonal, unfold ------------------------------------------------------------------------

Result<Types> asStridedType(const OpCall& call) {
    const SymSizes sizes = call.symInts("size"), strides = call.symInts("stride");
    if (sizes.size() != strides.size())
        return fail(Code::Shape, "as_strided.1: {} sizes but {} strides", sizes.size(), strides.size());
    for (const SymSizes& list : {sizes, strides})
        for (const SymInt& value : list)
            if (const auto known = value.constant(); known && *known < 0)
                return fail(Code::Shape, "as_strided.2: negative value in size {} or stride {}", sizesText(sizes), sizesText(strides));
    return resized(call.type("self"), sizes);
}

Result<void> asStridedReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const Index offset = call.isNone("storage_offset") ? self.offset() : call.size("storage_offset");
    Result<Tensor> view = Tensor::overStorage(self.storage(), self.dtype(), call.sizes("size"), call.sizes("stride"), offset);
    if (!view) return fail(Code::Shape, "as_strided.3: {}", view.error().message);
    call.setOutput(0, *std::move(view));
    return {};
}

struct DiagonalDims {
    int first, second;
    std::int64_t offset;
};

Result<DiagonalDims> diagonalDims(const OpCall& call) {
    const int rank = call.type("self").rank();
    if (rank < 2) return fail(Code::Shape, "diagonal.1: the input has rank {}, at least 2 is needed", rank);
    WHITTLE_TRY(const int first, call.dim("dim1", rank));
    WHITTLE_TRY(const int second, call.dim("dim2", rank));
    WHITTLE_TRY(const std::int64_t offset, call.integer("offset"));
    if (first == second) return fail(Code::Shape, "diagonal.2: dim1 and dim2 are both {}", first);
    return DiagonalDims{first, second, offset};
}

Result<Types> diagonalType(const OpCall& call) {
    WHITTLE_TRY(const DiagonalDims dims, diagonalDims(call));
    const TensorType& self = call.type("self");
    const SymInt rows = self.sizes[at(dims.first)], columns = self.sizes[at(dims.second)];
    const SymInt length = dims.offset >= 0 ? min(rows, columns - dims.offset) : min(rows + dims.offset, columns);
    SymSizes sizes;
    for (int i = 0; i < self.rank(); ++i)
        if (i != dims.first && i != dims.second) sizes.push_back(self.sizes[at(i)]);
    sizes.push_back(max(length, 0));
    return resized(self, std::move(sizes));
}

Result<void> diagonalReference(KernelCall& call) {
    WHITTLE_TRY(const DiagonalDims dims, diagonalDims(call));
    const Tensor& self = call.tensor("self");
    Sizes sizes = call.outputSizes(), strides;
    for (int i = 0; i < self.rank(); ++i)
        if (i != dims.first && i != dims.second) strides.push_back(self.strides()[at(i)]);
    const Index down = self.strides()[at(dims.first)], right = self.strides()[at(dims.second)];
    strides.push_back(down + right);
    const Index start = sizes.back() == 0 ? 0 : dims.offset >= 0 ? dims.offset * right : -dims.offset * down;
    call.setOutput(0, self.asStrided(std::move(sizes), std::move(strides), self.offset() + start));
    return {};
}

Result<Types> unfoldType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int dim, call.dim("dimension", self.rank()));
    WHITTLE_TRY(const std::int64_t size, call.integer("size"));
    WHITTLE_TRY(const std::int64_t step, call.integer("step"));
    const SymInt length = self.rank() == 0 ? SymInt(1) : self.sizes[at(dim)];
    if (size < 0 || (length.constant() && *length.constant() < size))
        return fail(Code::Shape, "unfold.1: a window of {} does not fit into dim {} of size {}", size, dim, length.text());
    if (step <= 0) return fail(Code::Argument, "unfold.2: the step is {}, it must be positive", step);
    SymSizes sizes = self.sizes;
    if (self.rank() > 0) sizes[at(dim)] = floorDiv(length - size, step) + 1;
    sizes.push_back(size);
    return resized(self, std::move(sizes));
}

Result<void> unfoldReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const int dim = call.checkedDim("dimension", self.rank());
    Sizes strides = self.strides();
    const Index stride = self.rank() == 0 ? 1 : strides[at(dim)];
    if (self.rank() > 0) strides[at(dim)] = stride * call.size("step");
    strides.push_back(stride);
    call.setOutput(0, self.asStrided(call.outputSizes(), std::move(strides), self.offset()));
    return {};
}

// --- the same tensor -------------------------------------------------------------------------------------

Result<Types> sameType(const OpCall& call) {
    TensorType out = call.type("self");
    out.strides.clear();
    return Types{std::move(out)};
}

Result<void> sameReference(KernelCall& call) {
    call.setOutput(0, call.tensor("self"));
    return {};
}

Result<Types> contiguousType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkMemoryFormat(call, call.type("self").rank()));
    return sameType(call);
}

Result<void> contiguousReference(KernelCall& call) {
    const auto* format = call.arg("memory_format").as<MemoryFormat>();
    if (format && *format != MemoryFormat::Contiguous) {
        const Tensor& self = call.tensor("self");
        call.setOutput(0, inLayout(self, formatStrides(call, self)));
    } else {
        call.setOutput(0, call.tensor("self").contiguous());
    }
    return {};
}

Result<void> freshReference(KernelCall& call) {
    call.setOutput(0, call.tensor("self").contiguous());
    return {};
}

// --- lowerings: index maps, which disappear into whoever reads the view --------------------------------------

Result<void> reshapeLower(const OpCall& call, LoopBuilder& loops) {
    const TensorType& self = call.type("self");
    loops.require(self.numel(), loops.type().numel());
    if (self.numel().is(0)) {  // there is no place to work out, and its formula would divide by 0
        loops.store(loops.at(call.arg("self"), SymSizes(self.sizes.size(), SymInt(0))));
        return {};
    }
    loops.store(loops.at(call.arg("self"), reshapeIndex(loops.index(), loops.type().sizes, self.sizes, loops.ranges())));
    return {};
}

template <OrderFn order>
Result<void> orderLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const std::vector<int> axes, order(call, call.type("self").rank()));
    SymSizes from(axes.size());
    for (std::size_t i = 0; i < axes.size(); ++i) from[at(axes[i])] = loops.index()[i];
    loops.store(loops.at(call.arg("self"), from));
    return {};
}

Result<void> expandLower(const OpCall& call, LoopBuilder& loops) {
    loops.store(loops.load(call.arg("self")));  // what broadcasting does
    return {};
}

template <DimsFn dims>
Result<void> squeezeLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const std::vector<int> kept, keptDims<dims>(call));
    SymSizes from(call.type("self").sizes.size());
    for (std::size_t i = 0; i < kept.size(); ++i) from[at(kept[i])] = loops.index()[i];
    loops.store(loops.at(call.arg("self"), from));
    return {};
}

Result<void> unsqueezeLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const int dim, call.dim("dim", call.type("self").rank() + 1));
    SymSizes from = loops.index();
    from.erase(from.begin() + dim);
    loops.store(loops.at(call.arg("self"), from));
    return {};
}

Result<void> diagonalLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const DiagonalDims dims, diagonalDims(call));
    const int rank = call.type("self").rank();
    SymSizes from(at(rank));
    for (int i = 0, next = 0; i < rank; ++i)
        if (i != dims.first && i != dims.second) from[at(i)] = loops.index(next++);
    const SymInt& along = loops.index().back();
    from[at(dims.first)] = dims.offset < 0 ? along - dims.offset : along;
    from[at(dims.second)] = dims.offset > 0 ? along + dims.offset : along;
    loops.store(loops.at(call.arg("self"), from));
    return {};
}

Result<void> unfoldLower(const OpCall& call, LoopBuilder& loops) {
    const int rank = call.type("self").rank();
    WHITTLE_TRY(const int dim, call.dim("dimension", rank));
    WHITTLE_TRY(const std::int64_t step, call.integer("step"));
    SymSizes from(loops.index().begin(), loops.index().end() - 1);
    if (rank > 0) from[at(dim)] = from[at(dim)] * step + loops.index().back();
    loops.store(loops.at(call.arg("self"), from));
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "aten.view.default", .schema = "view(Tensor(a) self, SymInt[] size) -> Tensor(a)",
     .summary = "The same elements in the same order with other sizes; one size may be -1.", .inferType = viewType,
     .reference = reshapeReference, .complex = reshapeReference, .lower = reshapeLower},
    {.name = "aten.reshape.default", .schema = "reshape(Tensor(a) self, SymInt[] shape) -> Tensor(a)",
     .summary = "Like view, but copies when the strides do not allow a view.", .inferType = reshapeType,
     .reference = reshapeReference, .complex = reshapeReference, .decompose = viewDecompose, .lower = reshapeLower},
    {.name = "aten._unsafe_view.default", .schema = "_unsafe_view(Tensor self, SymInt[] size) -> Tensor",
     .summary = "A view whose input is used nowhere else.", .inferType = unsafeViewType, .reference = reshapeReference, .complex = reshapeReference,
     .decompose = viewDecompose, .lower = reshapeLower},
    {.name = "aten.flatten.using_ints",
     .schema = "flatten.using_ints(Tensor(a) self, int start_dim=0, int end_dim=-1) -> Tensor(a)",
     .summary = "Joins the dimensions from start_dim to end_dim into one.", .inferType = flattenType,
     .reference = reshapeReference, .complex = reshapeReference, .decompose = viewDecompose, .lower = reshapeLower},
    {.name = "aten.unflatten.int", .schema = "unflatten.int(Tensor(a) self, int dim, SymInt[] sizes) -> Tensor(a)",
     .summary = "Splits one dimension into several; one size may be -1.", .inferType = unflattenType,
     .reference = reshapeReference, .complex = reshapeReference, .decompose = viewDecompose, .lower = reshapeLower},
    {.name = "aten.view_as.default", .schema = "view_as(Tensor(a) self, Tensor other) -> Tensor(a)",
     .summary = "Views with the sizes of another tensor.", .inferType = likeOtherType, .reference = reshapeReference, .complex = reshapeReference,
     .decompose = likeOtherDecompose, .lower = reshapeLower},
    {.name = "aten.reshape_as.default", .schema = "reshape_as(Tensor(a) self, Tensor other) -> Tensor(a)",
     .summary = "Reshapes to the sizes of another tensor.", .inferType = likeOtherType, .reference = reshapeReference, .complex = reshapeReference,
     .decompose = likeOtherDecompose, .lower = reshapeLower},
    {.name = "aten.permute.default", .schema = "permute(Tensor(a) self, int[] dims) -> Tensor(a)",
     .summary = "Reorders the dimensions.", .inferType = orderType<permuteOrder>,
     .reference = orderReference<permuteOrder>, .complex = orderReference<permuteOrder>, .lower = orderLower<permuteOrder>},
    {.name = "aten.transpose.int", .schema = "transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)",
     .summary = "Swaps two dimensions.", .inferType = orderType<transposeOrder>,
     .reference = orderReference<transposeOrder>, .complex = orderReference<transposeOrder>, .decompose = orderDecompose<transposeOrder>, .lower = orderLower<transposeOrder>},
    {.name = "aten.swapaxes.default", .schema = "swapaxes(Tensor(a) self, int axis0, int axis1) -> Tensor(a)",
     .summary = "Swaps two dimensions.", .inferType = orderType<swapaxesOrder>,
     .reference = orderReference<swapaxesOrder>, .complex = orderReference<swapaxesOrder>, .decompose = orderDecompose<swapaxesOrder>, .lower = orderLower<swapaxesOrder>},
    {.name = "aten.t.default", .schema = "t(Tensor(a) self) -> Tensor(a)",
     .summary = "Transposes a matrix; lower ranks stay.", .inferType = orderType<tOrder>,
     .reference = orderReference<tOrder>, .complex = orderReference<tOrder>, .decompose = orderDecompose<tOrder>, .lower = orderLower<tOrder>},
    {.name = "aten.numpy_T.default", .schema = "numpy_T(Tensor(a) self) -> Tensor(a)",
     .summary = "Reverses the order of the dimensions.", .inferType = orderType<reverseOrder>,
     .reference = orderReference<reverseOrder>, .complex = orderReference<reverseOrder>, .decompose = orderDecompose<reverseOrder>, .lower = orderLower<reverseOrder>},
    {.name = "aten.mT.default", .schema = "mT(Tensor(a) self) -> Tensor(a)",
     .summary = "Swaps the last two dimensions.", .inferType = orderType<mTOrder>, .reference = orderReference<mTOrder>, .complex = orderReference<mTOrder>,
     .decompose = orderDecompose<mTOrder>, .lower = orderLower<mTOrder>},
    {.name = "aten.movedim.int", .schema = "movedim.int(Tensor(a) self, int source, int destination) -> Tensor(a)",
     .summary = "Moves one dimension to another place.", .inferType = orderType<movedimOrder>,
     .reference = orderReference<movedimOrder>, .complex = orderReference<movedimOrder>, .decompose = orderDecompose<movedimOrder>, .lower = orderLower<movedimOrder>},
    {.name = "aten.expand.default",
     .schema = "expand(Tensor(a) self, SymInt[] size, *, bool implicit=False) -> Tensor(a)",
     .summary = "Repeats dimensions of size 1, and adds leading ones, without copying.", .inferType = expandType,
     .reference = expandReference, .complex = expandReference, .lower = expandLower},
    {.name = "aten.expand_as.default", .schema = "expand_as(Tensor(a) self, Tensor other) -> Tensor(a)",
     .summary = "Expands to the sizes of another tensor.", .inferType = expandAsType, .reference = expandReference, .complex = expandReference,
     .decompose = expandAsDecompose, .lower = expandLower},
    {.name = "aten.squeeze.default", .schema = "squeeze(Tensor(a) self) -> Tensor(a)",
     .summary = "Drops every dimension of size 1.", .inferType = squeezeType<allDims>,
     .reference = squeezeReference<allDims>, .complex = squeezeReference<allDims>, .lower = squeezeLower<allDims>},
    {.name = "aten.squeeze.dim", .schema = "squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)",
     .summary = "Drops the dimension when its size is 1.", .inferType = squeezeType<oneDim>,
     .reference = squeezeReference<oneDim>, .complex = squeezeReference<oneDim>, .lower = squeezeLower<oneDim>},
    {.name = "aten.squeeze.dims", .schema = "squeeze.dims(Tensor(a) self, int[] dim) -> Tensor(a)",
     .summary = "Drops the listed dimensions whose size is 1.", .inferType = squeezeType<listedDims>,
     .reference = squeezeReference<listedDims>, .complex = squeezeReference<listedDims>, .lower = squeezeLower<listedDims>},
    {.name = "aten.unsqueeze.default", .schema = "unsqueeze(Tensor(a) self, int dim) -> Tensor(a)",
     .summary = "Adds a dimension of size 1.", .inferType = unsqueezeType, .reference = unsqueezeReference, .complex = unsqueezeReference, .lower = unsqueezeLower},
    {.name = "aten.as_strided.default",
     .schema = "as_strided(Tensor(a) self, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor(a)",
     .summary = "Any sizes and strides over the input's storage.", .inferType = asStridedType,
     .reference = asStridedReference, .complex = asStridedReference},
    {.name = "aten.diagonal.default",
     .schema = "diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)",
     .summary = "A diagonal of two dimensions, as a new last dimension.", .inferType = diagonalType,
     .reference = diagonalReference, .complex = diagonalReference, .lower = diagonalLower},
    {.name = "aten.unfold.default", .schema = "unfold(Tensor(a) self, int dimension, int size, int step) -> Tensor(a)",
     .summary = "Sliding windows over a dimension, as a new last dimension.", .inferType = unfoldType,
     .reference = unfoldReference, .complex = unfoldReference, .lower = unfoldLower},
    {.name = "aten.alias.default", .schema = "alias(Tensor(a) self) -> Tensor(a)", .summary = "The same tensor.",
     .inferType = sameType, .reference = sameReference, .complex = sameReference, .lower = lowerSelf<>},
    {.name = "aten.detach.default", .schema = "detach(Tensor(a) self) -> Tensor(a)",
     .summary = "The same tensor without a gradient.", .inferType = sameType, .reference = sameReference, .complex = sameReference, .lower = lowerSelf<>},
    {.name = "aten.lift_fresh_copy.default", .schema = "lift_fresh_copy(Tensor self) -> Tensor",
     .summary = "A constant of the graph, copied.", .inferType = sameType, .reference = freshReference, .complex = freshReference, .lower = lowerSelf<>},
    {.name = "aten.contiguous.default",
     .schema = "contiguous(Tensor(a) self, *, MemoryFormat memory_format=contiguous_format) -> Tensor(a)",
     .summary = "The same elements, row-major or in the memory format.", .inferType = contiguousType, .reference = contiguousReference, .complex = contiguousReference, .lower = lowerSelf<>},
    // These write nothing: from there on their name stands for the view.
    {.name = "aten.squeeze_.default", .schema = "squeeze_(Tensor(a!) self) -> Tensor(a!)",
     .summary = "In place: squeeze.default.", .functional = "aten.squeeze.default"},
    {.name = "aten.squeeze_.dim", .schema = "squeeze_.dim(Tensor(a!) self, int dim) -> Tensor(a!)",
     .summary = "In place: squeeze.dim.", .functional = "aten.squeeze.dim"},
    {.name = "aten.squeeze_.dims", .schema = "squeeze_.dims(Tensor(a!) self, int[] dim) -> Tensor(a!)",
     .summary = "In place: squeeze.dims.", .functional = "aten.squeeze.dims"},
    {.name = "aten.unsqueeze_.default", .schema = "unsqueeze_(Tensor(a!) self, int dim) -> Tensor(a!)",
     .summary = "In place: unsqueeze.default.", .functional = "aten.unsqueeze.default"},
    {.name = "aten.transpose_.default", .schema = "transpose_(Tensor(a!) self, int dim0, int dim1) -> Tensor(a!)",
     .summary = "In place: transpose.int.", .functional = "aten.transpose.int"},
    {.name = "aten.swapaxes_.default", .schema = "swapaxes_(Tensor(a!) self, int axis0, int axis1) -> Tensor(a!)",
     .summary = "In place: swapaxes.default.", .functional = "aten.swapaxes.default"},
    {.name = "aten.t_.default", .schema = "t_(Tensor(a!) self) -> Tensor(a!)",
     .summary = "In place: t.default.", .functional = "aten.t.default"},
    {.name = "aten.as_strided_.default", .schema = "as_strided_(Tensor(a!) self, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor(a!)",
     .summary = "In place: as_strided.default.", .functional = "aten.as_strided.default"},
};

}  // namespace

std::span<const OpDef> viewOps() { return kOps; }

}  // namespace whittle::ops

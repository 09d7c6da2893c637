// Operators that take parts of a tensor along one dimension, as views of its storage.
// Proof: tests/engine/ops/slicing_test.cpp.
#include <algorithm>
#include <limits>

#include "engine/ir/size_decider.h"
#include "engine/ops/all_ops.h"
#include "engine/ops/kernel_call.h"
#include "engine/ops/lower.h"
#include "engine/ops/slice_range.h"

namespace whittle::ops {
namespace {

// A bound as Python wraps and clamps it; a bound that nobody knows is taken as not negative.
SymInt clampBound(const SymInt& bound, const SymInt& size) {
    const auto known = bound.constant();
    if (known && *known == 0) return bound;
    if (known && *known == std::numeric_limits<std::int64_t>::max()) return size;
    if (bound == size) return size;
    const auto negative = decided(bound, SymRelation::Lt, 0);
    if (negative.value_or(false)) {
        const auto inside = decided(size + bound, SymRelation::Ge, 0);
        return !inside ? max(0, size + bound) : *inside ? size + bound : SymInt(0);
    }
    const auto inside = decided(bound, SymRelation::Le, size);
    return !inside ? min(bound, size) : *inside ? bound : size;
}

}  // namespace

Result<SliceRange> sliceRange(const OpCall& call, const SymInt& size) {
    const SymInt step = call.symInt("step");
    if (const auto known = step.constant(); known && *known <= 0)
        return fail(Code::Argument, "slice.2: the step is {}, it must be positive", *known);
    const SymInt start = call.isNone("start") ? SymInt(0) : clampBound(call.symInt("start"), size);
    const SymInt end = call.isNone("end") ? size : clampBound(call.symInt("end"), size);
    const auto ordered = start.is(0) ? true : decided(start, SymRelation::Le, end);
    const SymInt span = !ordered ? max(end - start, 0) : *ordered ? end - start : SymInt(0);
    return SliceRange{start, step.is(1) ? span : floorDiv(span + step - 1, step), step};
}

namespace {

std::size_t at(int axis) { return static_cast<std::size_t>(axis); }

Result<int> axisOf(const OpCall& call, std::string_view op) {
    const int rank = call.type("self").rank();
    if (rank == 0) return fail(Code::Shape, "{}.1: a tensor of rank 0 has no dimension to take parts of", op);
    return call.dim("dim", rank);
}

// `length` elements from `start`, `step` apart.
Tensor partOf(const Tensor& self, int axis, Index start, Index length, Index step = 1) {
    Sizes sizes = self.sizes(), strides = self.strides();
    const Index offset = length == 0 ? 0 : start * strides[at(axis)];
    sizes[at(axis)] = length;
    strides[at(axis)] *= step;
    return self.asStrided(std::move(sizes), std::move(strides), self.offset() + offset);
}

// --- select ----------------------------------------------------------------------------------------------

Result<Types> selectType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int axis, axisOf(call, "select"));
    const auto index = call.symInt("index").constant();
    const SymInt& size = self.sizes[at(axis)];
    if (index && !decided(size, SymRelation::Gt, *index < 0 ? -(*index + 1) : *index).value_or(true))
        return fail(Code::Shape, "select.2: index {} is outside dim {} of {}", *index, axis, self.text());
    SymSizes sizes = self.sizes;
    sizes.erase(sizes.begin() + axis);
    return resized(self, std::move(sizes));
}

Tensor selected(const Tensor& self, int axis, Index index) {
    Sizes sizes = self.sizes(), strides = self.strides();
    const Index offset = self.offset() + (index < 0 ? index + self.dim(axis) : index) * strides[at(axis)];
    sizes.erase(sizes.begin() + axis);
    strides.erase(strides.begin() + axis);
    return self.asStrided(std::move(sizes), std::move(strides), offset);
}

Result<void> selectReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    call.setOutput(0, selected(self, call.checkedDim("dim", self.rank()), call.size("index")));
    return {};
}

// --- slice, narrow ---------------------------------------------------------------------------------------

Result<Types> sliceType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int axis, axisOf(call, "slice"));
    WHITTLE_TRY(const SliceRange range, sliceRange(call, self.sizes[at(axis)]));
    SymSizes sizes = self.sizes;
    sizes[at(axis)] = range.length;
    return resized(self, std::move(sizes));
}

Result<void> sliceReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const int axis = call.checkedDim("dim", self.rank());
    WHITTLE_TRY(const SliceRange range, sliceRange(call, self.dim(axis)));
    call.setOutput(0, partOf(self, axis, range.start.constant().value_or(0), range.length.constant().value_or(0),
                             range.step.constant().value_or(1)));
    return {};
}

Result<Types> narrowType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int axis, axisOf(call, "narrow"));
    const SymInt length = call.symInt("length");
    const auto size = self.sizes[at(axis)].constant(), start = call.symInt("start").constant(), count = length.constant();
    if (size && start && (*start < -*size || *start > *size))
        return fail(Code::Shape, "narrow.2: start {} is outside dim {} of {}", *start, axis, self.text());
    if (count && (*count < 0 || (size && start && (*start < 0 ? *start + *size : *start) > *size - *count)))
        return fail(Code::Shape, "narrow.3: {} elements from {} do not fit into dim {} of {}", *count,
                    call.symInt("start").text(), axis, self.text());
    SymSizes sizes = self.sizes;
    sizes[at(axis)] = length;
    return resized(self, std::move(sizes));
}

Result<void> narrowReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const int axis = call.checkedDim("dim", self.rank());
    const Index start = call.size("start");
    call.setOutput(0, partOf(self, axis, start < 0 ? start + self.dim(axis) : start, call.size("length")));
    return {};
}

// --- split, chunk, unbind: several outputs, one after the other -------------------------------------------

// More parts than this from one node is a broken file, not a model.
constexpr std::int64_t kMostParts = 1 << 20;

Types partTypes(const TensorType& self, int axis, const SymSizes& lengths) {
    Types out;
    for (const SymInt& length : lengths) {
        SymSizes sizes = self.sizes;
        sizes[at(axis)] = length;
        out.push_back(withSizes(self, std::move(sizes)));
    }
    return out;
}

// Lengths of the parts that split.Tensor makes.
Result<SymSizes> evenParts(std::string_view op, const SymInt& size, std::int64_t part) {
    const auto total = size.constant();
    if (!total)
        return fail(Code::Unsupported, "{}.3: the dimension has the symbolic size {}, so the number of parts is not known", op,
                    size.text());
    if (part < 0 || (part == 0 && *total != 0))
        return fail(Code::Argument, "{}.2: parts of size {} cannot cover a dimension of size {}", op, part, *total);
    if (*total == 0) return SymSizes{0};
    const std::int64_t count = (*total - 1) / part + 1;
    if (count > kMostParts) return fail(Code::Limit, "{}.4: {} parts are more than the {} allowed", op, count, kMostParts);
    SymSizes lengths(static_cast<std::size_t>(count), part);
    lengths.back() = *total - part * (count - 1);
    return lengths;
}

Result<SymSizes> splitLengths(const OpCall& call, int axis) {
    WHITTLE_TRY(const std::int64_t part, call.integer("split_size"));
    return evenParts("split", call.type("self").sizes[at(axis)], part);
}

Result<SymSizes> chunkLengths(const OpCall& call, int axis) {
    const SymInt& size = call.type("self").sizes[at(axis)];
    WHITTLE_TRY(const std::int64_t chunks, call.integer("chunks"));
    if (chunks <= 0) return fail(Code::Argument, "chunk.2: {} chunks were asked for, at least 1 is needed", chunks);
    if (chunks > kMostParts) return fail(Code::Limit, "chunk.4: {} parts are more than the {} allowed", chunks, kMostParts);
    const auto total = size.constant();
    if (total && *total == 0) return SymSizes(static_cast<std::size_t>(chunks), 0);
    if (total) return evenParts("chunk", size, (*total - 1) / chunks + 1);
    // As many as asked for, which holds for every size that is not small against `chunks`; the tracer
    // makes the same assumption and guards it.
    const SymInt part = floorDiv(size + (chunks - 1), chunks);
    SymSizes lengths(static_cast<std::size_t>(chunks), part);
    lengths.back() = size - part * (chunks - 1);
    return lengths;
}

Result<SymSizes> listedLengths(const OpCall& call, int axis) {
    const SymInt& size = call.type("self").sizes[at(axis)];
    const SymSizes lengths = call.symInts("split_sizes");
    SymInt total(0);
    for (const SymInt& length : lengths) {
        if (const auto known = length.constant(); known && *known < 0)
            return fail(Code::Argument, "split_with_sizes.2: negative size in {}", sizesText(lengths));
        total = total + length;
    }
    if (differ(total, size))
        return fail(Code::Shape, "split_with_sizes.3: sizes {} sum to {}, dim {} has size {}", sizesText(lengths), total.text(),
                    axis, size.text());
    return lengths;
}

using LengthsFn = Result<SymSizes> (*)(const OpCall& call, int axis);

template <LengthsFn lengthsOf>
Result<Types> partsType(const OpCall& call) {
    WHITTLE_TRY(const int axis, axisOf(call, call.schema().name));
    WHITTLE_TRY(const SymSizes lengths, lengthsOf(call, axis));
    return partTypes(call.type("self"), axis, lengths);
}

Result<void> partsReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const int axis = call.checkedDim("dim", self.rank());
    Index start = 0;
    for (int i = 0; i < call.outputCount(); ++i) {
        const Index length = call.outputSizes(i)[at(axis)];
        call.setOutput(i, partOf(self, axis, start, length));
        start += length;
    }
    return {};
}

// split and chunk as split_with_sizes, when all sizes are known.
Result<std::vector<ValueId>> partsDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const int axis, axisOf(call, call.schema().name));
    WHITTLE_TRY(const Types types, call.op().inferType(call));
    Arg::List sizes;
    for (const Type& type : types) {
        const SymInt& size = asTensorType(type)->sizes[at(axis)];
        if (!size.isConstant())
            return fail(Code::Unsupported, "{}.5: a part has the symbolic size {}", call.schema().name, size.text());
        sizes.push_back(*size.constant());
    }
    return build.call("aten.split_with_sizes.default",
                      {{"self", valueArg(call, "self")}, {"split_sizes", std::move(sizes)}, {"dim", axis}});
}

Result<Types> unbindType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int axis, axisOf(call, "unbind"));
    const auto count = self.sizes[at(axis)].constant();
    if (!count)
        return fail(Code::Unsupported, "unbind.2: dim {} has the symbolic size {}, so the number of outputs is not known", axis,
                    self.sizes[at(axis)].text());
    if (*count > kMostParts) return fail(Code::Limit, "unbind.3: {} parts are more than the {} allowed", *count, kMostParts);
    SymSizes sizes = self.sizes;
    sizes.erase(sizes.begin() + axis);
    return Types(static_cast<std::size_t>(*count), withSizes(self, std::move(sizes)));
}

Result<void> unbindReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const int axis = call.checkedDim("dim", self.rank());
    for (int i = 0; i < call.outputCount(); ++i) call.setOutput(i, selected(self, axis, i));
    return {};
}

Result<std::vector<ValueId>> unbindDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const Types types, unbindType(call));
    WHITTLE_TRY(const int axis, axisOf(call, "unbind"));
    std::vector<ValueId> out;
    for (std::size_t i = 0; i < types.size(); ++i) {
        WHITTLE_TRY(const ValueId part, build.one("aten.select.int", {{"self", valueArg(call, "self")},
                                                                      {"dim", axis},
                                                                      {"index", static_cast<std::int64_t>(i)}}));
        out.push_back(part);
    }
    return out;
}

// --- lowerings ------------------------------------------------------------------------------------------------

// A symbolic bound was assumed to lie in the dimension; the run checks it, since the code reads without asking.
void requireInside(LoopBuilder& loops, const SymInt& value, const SymInt& most) {
    if (value.isConstant() && most.isConstant()) return;
    if (!value.isConstant()) loops.require(max(value, 0), value);
    loops.require(min(value, most), value);
}

Result<void> lowerPart(const OpCall& call, LoopBuilder& loops, int axis, const SymInt& start, const SymInt& step) {
    SymSizes from = loops.index();
    from[at(axis)] = start + from[at(axis)] * step;
    loops.store(loops.at(call.arg("self"), from));
    return {};
}

Result<void> lowerSelected(const OpCall& call, LoopBuilder& loops, int axis, const SymInt& index) {
    SymSizes from = loops.index();
    from.insert(from.begin() + axis, index);
    loops.store(loops.at(call.arg("self"), from));
    return {};
}

Result<void> selectLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const int axis, axisOf(call, "select"));
    const SymInt& size = call.type("self").sizes[at(axis)];
    SymInt index = call.symInt("index");
    if (const auto known = index.constant(); known && *known < 0) index = index + size;
    requireInside(loops, index, size - 1);
    return lowerSelected(call, loops, axis, index);
}

Result<void> sliceLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const int axis, axisOf(call, "slice"));
    const SymInt& size = call.type("self").sizes[at(axis)];
    WHITTLE_TRY(const SliceRange range, sliceRange(call, size));
    requireInside(loops, range.start, size);
    if (!range.step.isConstant()) loops.require(max(range.step, 1), range.step);
    for (const char* bound : {"start", "end"})
        if (const SymInt given = call.symInt(bound); !call.isNone(bound) && !given.isConstant()) loops.require(max(given, 0), given);
    return lowerPart(call, loops, axis, range.start, range.step);
}

Result<void> narrowLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const int axis, axisOf(call, "narrow"));
    const SymInt& size = call.type("self").sizes[at(axis)];
    SymInt start = call.symInt("start");
    if (const auto known = start.constant(); known && *known < 0) start = start + size;
    if (!start.isConstant()) loops.require(max(start, 0), start);
    requireInside(loops, start + call.symInt("length"), size);
    return lowerPart(call, loops, axis, start, 1);
}

Result<void> partsLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const int axis, axisOf(call, call.schema().name));
    WHITTLE_TRY(const Types types, call.op().inferType(call));
    SymInt start(0), total(0);
    for (std::size_t i = 0; i < types.size(); ++i) {
        const SymInt& length = asTensorType(types[i])->sizes[at(axis)];
        if (static_cast<int>(i) < loops.output()) start = start + length;
        total = total + length;
    }
    loops.require(total, call.type("self").sizes[at(axis)]);
    return lowerPart(call, loops, axis, start, 1);
}

Result<void> unbindLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const int axis, axisOf(call, "unbind"));
    return lowerSelected(call, loops, axis, loops.output());
}

constexpr OpDef kOps[] = {
    {.name = "aten.select.int", .schema = "select.int(Tensor(a) self, int dim, SymInt index) -> Tensor(a)",
     .summary = "One element of a dimension, which disappears.", .inferType = selectType, .reference = selectReference, .complex = selectReference, .lower = selectLower},
    {.name = "aten.slice.Tensor",
     .schema = "slice.Tensor(Tensor(a) self, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor(a)",
     .summary = "Every step-th element from start up to end, as Python slices.", .inferType = sliceType,
     .reference = sliceReference, .complex = sliceReference, .lower = sliceLower},
    {.name = "aten.narrow.default",
     .schema = "narrow(Tensor(a) self, int dim, SymInt start, SymInt length) -> Tensor(a)",
     .summary = "`length` elements of a dimension from `start`.", .inferType = narrowType, .reference = narrowReference, .complex = narrowReference, .lower = narrowLower},
    {.name = "aten.split.Tensor", .schema = "split.Tensor(Tensor(a -> *) self, SymInt split_size, int dim=0) -> Tensor(a)[]",
     .summary = "Parts of equal size; the last may be shorter.", .inferType = partsType<splitLengths>,
     .reference = partsReference, .complex = partsReference, .decompose = partsDecompose, .lower = partsLower},
    {.name = "aten.split_with_sizes.default",
     .schema = "split_with_sizes(Tensor(a -> *) self, SymInt[] split_sizes, int dim=0) -> Tensor(a)[]",
     .summary = "Parts of the listed sizes, which must sum to the dimension.", .inferType = partsType<listedLengths>,
     .reference = partsReference, .complex = partsReference, .lower = partsLower},
    {.name = "aten.chunk.default", .schema = "chunk(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]",
     .summary = "At most `chunks` parts of equal size; the last may be shorter.", .inferType = partsType<chunkLengths>,
     .reference = partsReference, .complex = partsReference, .decompose = partsDecompose, .lower = partsLower},
    {.name = "aten.unbind.int", .schema = "unbind.int(Tensor(a -> *) self, int dim=0) -> Tensor(a)[]",
     .summary = "Every element of a dimension, each as an output of its own.", .inferType = unbindType,
     .reference = unbindReference, .complex = unbindReference, .decompose = unbindDecompose, .lower = unbindLower},
};

}  // namespace

std::span<const OpDef> slicingOps() { return kOps; }

}  // namespace whittle::ops

// A tensor with one of its parts replaced: what functionalisation makes of writes to a slice, a row, a diagonal or any
// strided view. Proof: tests/golden/ops/indexing.
#include "engine/ops/all_ops.h"
#include "engine/ops/lower.h"
#include "engine/ops/positions.h"
#include "engine/ops/slice_range.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

std::size_t at(int axis) { return static_cast<std::size_t>(axis); }

Result<int> axisOf(const OpCall& call) {
    const int rank = call.type("self").rank();
    if (rank == 0) return fail(Code::Shape, "{}.1: a tensor of rank 0 has no part to replace", call.schema().name);
    return call.dim("dim", rank);
}

// self's type, when src has the sizes of the part.
Result<Types> replacedType(const OpCall& call, const SymSizes& part) {
    const TensorType &self = call.type("self"), &src = call.type("src");
    bool same = src.sizes.size() == part.size();
    for (std::size_t i = 0; same && i < part.size(); ++i) same = !differ(src.sizes[i], part[i]);
    if (!same)
        return fail(Code::Shape, "{}.3: src is {}, the part of {} to replace has sizes {}", call.schema().name, src.text(),
                    self.text(), sizesText(part));
    return resized(self, self.sizes);
}

// A view of a tensor: the part that src replaces.
struct Part {
    Sizes sizes, strides;
    Index offset = 0;
};

Result<void> replacePart(KernelCall& call, Tensor out, const Part& part) {
    const Tensor src = call.tensor("src").to(out.dtype());
    visitDType(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        const T* from = src.data<T>();
        forEachPosition(part.sizes, [&](const Sizes& p) { to[part.offset + offsetOf(part.strides, p)] = from[offsetOf(src.strides(), p)]; });
    });
    call.setOutput(0, out.rank() == call.tensor("self").rank() ? laidOutAs(out, call.tensor("self")) : out);
    return {};
}

// --- slice_scatter ---

Result<Types> sliceType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int axis, axisOf(call));
    WHITTLE_TRY(const SliceRange range, sliceRange(call, self.sizes[at(axis)]));
    SymSizes part = self.sizes;
    part[at(axis)] = range.length;
    return replacedType(call, part);
}

Result<void> sliceReference(KernelCall& call) {
    Tensor out = writableCopy(call.tensor("self"));
    const int axis = call.checkedDim("dim", out.rank());
    WHITTLE_TRY(const SliceRange range, sliceRange(call, out.dim(axis)));
    Part part{out.sizes(), out.strides(), range.start.constant().value_or(0) * out.strides()[at(axis)]};
    part.sizes[at(axis)] = range.length.constant().value_or(0);
    part.strides[at(axis)] *= range.step.constant().value_or(1);
    return replacePart(call, std::move(out), part);
}

// src is read only where the position lies in the slice.
Result<void> sliceLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const int axis, axisOf(call));
    const SymInt& size = call.type("self").sizes[at(axis)];
    WHITTLE_TRY(const SliceRange range, sliceRange(call, size));
    for (const char* bound : {"start", "end", "step"})
        if (!call.isNone(bound) && !call.symInt(bound).isConstant()) {
            loops.refuse("a bound of the slice is not a constant");
            return {};
        }
    const SymInt along = loops.index(axis) - range.start;
    SymSizes from = loops.index();
    from[at(axis)] = floorDiv(along, range.step);
    Expr inside = (loops.position(along) >= 0.0) & binary(LoopOp::Lt, loops.position(along), loops.position(range.length * range.step));
    if (!range.step.is(1)) inside = inside & (loops.position(mod(along, range.step)) == 0.0);
    loops.require(call.type("src").sizes[at(axis)], range.length);
    const DType dtype = loops.type().dtype;
    const Expr self = loops.at(call.arg("self"), loops.index());
    loops.store(loops.masked(inside, [&] { return loops.at(call.arg("src"), from).to(dtype); }, self));
    return {};
}

// --- select_scatter ---

Result<Types> selectType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int axis, axisOf(call));
    const auto index = call.symInt("index").constant(), size = self.sizes[at(axis)].constant();
    if (index && size && (*index < -*size || *index >= *size))
        return fail(Code::Shape, "select_scatter.2: index {} is outside dim {} of {}", *index, axis, self.text());
    SymSizes part = self.sizes;
    part.erase(part.begin() + axis);
    return replacedType(call, part);
}

Result<void> selectReference(KernelCall& call) {
    Tensor out = writableCopy(call.tensor("self"));
    const int axis = call.checkedDim("dim", out.rank());
    const Index index = call.size("index");
    Part part{out.sizes(), out.strides(), (index < 0 ? index + out.dim(axis) : index) * out.strides()[at(axis)]};
    part.sizes.erase(part.sizes.begin() + axis);
    part.strides.erase(part.strides.begin() + axis);
    return replacePart(call, std::move(out), part);
}

Result<void> selectLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const int axis, axisOf(call));
    const auto known = call.symInt("index").constant();
    if (!known) {
        loops.refuse("the index is not a constant");
        return {};
    }
    const SymInt index = *known < 0 ? SymInt(*known) + call.type("self").sizes[at(axis)] : SymInt(*known);
    SymSizes from = loops.index();
    from.erase(from.begin() + axis);
    const Expr inside = binary(LoopOp::Eq, loops.position(loops.index(axis)), loops.position(index));
    const DType dtype = loops.type().dtype;
    const Expr self = loops.at(call.arg("self"), loops.index());
    loops.store(loops.masked(inside, [&] { return loops.at(call.arg("src"), from).to(dtype); }, self));
    return {};
}

// --- diagonal_scatter ---

struct Diagonal {
    int dim1, dim2;
    std::int64_t offset;
};

Result<Diagonal> diagonalOf(const OpCall& call) {
    const int rank = call.type("self").rank();
    WHITTLE_TRY(const int dim1, call.dim("dim1", rank));
    WHITTLE_TRY(const int dim2, call.dim("dim2", rank));
    WHITTLE_TRY(const std::int64_t offset, call.integer("offset"));
    if (rank < 2 || dim1 == dim2)
        return fail(Code::Shape, "diagonal_scatter.2: dimensions {} and {} of {} have no diagonal", dim1, dim2, call.type("self").text());
    return Diagonal{dim1, dim2, offset};
}

Result<Types> diagonalType(const OpCall& call) {
    WHITTLE_TRY(const Diagonal d, diagonalOf(call));
    const SymSizes& sizes = call.type("self").sizes;
    const SymInt rows = sizes[at(d.dim1)] + std::min<std::int64_t>(d.offset, 0), columns = sizes[at(d.dim2)] - std::max<std::int64_t>(d.offset, 0);
    SymSizes part;
    for (int i = 0; i < static_cast<int>(sizes.size()); ++i)
        if (i != d.dim1 && i != d.dim2) part.push_back(sizes[at(i)]);
    part.push_back(max(min(rows, columns), 0));
    return replacedType(call, part);
}

Result<void> diagonalReference(KernelCall& call) {
    WHITTLE_TRY(const Diagonal d, diagonalOf(call));
    Tensor out = writableCopy(call.tensor("self"));
    const Sizes& strides = out.strides();
    Part part{call.tensor("src").sizes(), {}, std::max<Index>(d.offset, 0) * strides[at(d.dim2)] - std::min<Index>(d.offset, 0) * strides[at(d.dim1)]};
    for (int i = 0; i < out.rank(); ++i)
        if (i != d.dim1 && i != d.dim2) part.strides.push_back(strides[at(i)]);
    part.strides.push_back(strides[at(d.dim1)] + strides[at(d.dim2)]);
    return replacePart(call, std::move(out), part);
}

// --- as_strided_scatter ---

Result<Types> stridedType(const OpCall& call) {
    const SymSizes size = call.symInts("size"), stride = call.symInts("stride");
    if (size.size() != stride.size())
        return fail(Code::Shape, "as_strided_scatter.2: {} sizes and {} strides", size.size(), stride.size());
    return replacedType(call, size);
}

Result<void> stridedReference(KernelCall& call) {
    // The strides count in the storage that a copy in self's own order would have.
    Tensor out = laidOutAs(writableCopy(call.tensor("self")), call.tensor("self"));
    const Sizes sizes = out.sizes(), strides = out.strides();
    out = out.asStrided({out.numel()}, {1}, out.offset());
    const Part part{call.sizes("size"), call.sizes("stride"), call.isNone("storage_offset") ? 0 : call.size("storage_offset")};
    WHITTLE_TRY_VOID(Tensor::overStorage(out.storage(), out.dtype(), part.sizes, part.strides, part.offset).context("in as_strided_scatter"));
    WHITTLE_TRY_VOID(replacePart(call, std::move(out), part));
    call.setOutput(0, call.output().asStrided(sizes, strides, 0));
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "aten.slice_scatter.default",
     .schema = "slice_scatter(Tensor self, Tensor src, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor",
     .summary = "self with a slice replaced by src.", .inferType = sliceType, .reference = sliceReference, .complex = sliceReference, .lower = sliceLower},
    {.name = "aten.select_scatter.default",
     .schema = "select_scatter(Tensor self, Tensor src, int dim, SymInt index) -> Tensor",
     .summary = "self with one position of a dimension replaced by src.", .inferType = selectType,
     .reference = selectReference, .complex = selectReference, .lower = selectLower},
    {.name = "aten.diagonal_scatter.default",
     .schema = "diagonal_scatter(Tensor self, Tensor src, int offset=0, int dim1=0, int dim2=1) -> Tensor",
     .summary = "self with a diagonal replaced by src.", .inferType = diagonalType, .reference = diagonalReference, .complex = diagonalReference},
    {.name = "aten.as_strided_scatter.default",
     .schema = "as_strided_scatter(Tensor self, Tensor src, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor",
     .summary = "self with a strided part of its row-major storage replaced by src.", .inferType = stridedType,
     .reference = stridedReference, .complex = stridedReference},
};

}  // namespace

std::span<const OpDef> partScatterOps() { return kOps; }

}  // namespace whittle::ops

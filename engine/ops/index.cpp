// Whole rows by position (embedding, index_select), any elements by tensors of positions or masks (index, index_put),
// and results whose size depends on data. Every index is checked when the program runs; only take, index and
// index_put count negatives from the end.
#include "engine/ops/all_ops.h"
#include "engine/ops/index_layout.h"
#include "engine/ops/layout.h"
#include "engine/ops/lower_positions.h"
#include "engine/ops/positions.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

// --- embedding, index_select: whole slices ---

Result<Types> embeddingType(const OpCall& call) {
    const TensorType& weight = call.type("weight");
    WHITTLE_TRY_VOID(needIndex(call, "indices"));
    if (weight.rank() != 2) return fail(Code::Shape, "embedding.2: 'weight' must be 2-D, it is {}", weight.text());
    SymSizes sizes = call.type("indices").sizes;
    sizes.push_back(weight.sizes[1]);
    return Types{TensorType{weight.dtype, std::move(sizes), {}, weight.device}};
}

/// out = self with dimension `dim` replaced by the positions of `index`, which is row-major.
void takeSlices(KernelCall& call, const Tensor& self, const Tensor& index, std::size_t dim) {
    const Tensor dense = self.contiguous();
    Tensor& out = call.output();
    const auto& sizes = dense.sizes();
    const Index outer = elementCount(std::span(sizes).first(dim)), inner = elementCount(std::span(sizes).subspan(dim + 1));
    const Index count = index.numel();
    const std::int64_t* at = index.data<std::int64_t>();
    visitDType(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        const T* from = dense.data<T>();
        T* to = out.mutableData<T>();
        for (Index o = 0; o < outer; ++o)
            for (Index i = 0; i < count; ++i, to += inner)
                std::copy_n(from + (o * sizes[dim] + at[i]) * inner, inner, to);
    });
}

Result<void> embeddingReference(KernelCall& call) {
    const Tensor& weight = call.tensor("weight");
    const Tensor index = indexOf(call, "indices");
    WHITTLE_TRY_VOID(refuseOutside(call, index, weight.dim(0), 0));
    takeSlices(call, weight, index, 0);
    return {};
}

Result<Types> indexSelectType(const OpCall& call) {
    const TensorType &self = call.type("self"), &index = call.type("index");
    WHITTLE_TRY_VOID(needIndex(call, "index"));
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    if (index.rank() > 1) return fail(Code::Shape, "index_select.2: 'index' must be 1-D, it is {}", index.text());
    TensorType out{self.dtype, self.sizes, {}, self.device};
    if (self.rank() > 0) out.sizes[static_cast<std::size_t>(dim)] = index.numel();
    else if (differ(index.numel(), SymInt(1))) return fail(Code::Shape, "index_select.3: of a scalar one element can be taken, not {}", index.numel().text());
    return Types{std::move(out)};
}

Result<void> indexSelectReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const int dim = call.checkedDim("dim", self.rank());
    const Tensor index = indexOf(call, "index");
    const Tensor ranked = self.rank() == 0 ? self.viewAs({1}) : self;
    if (self.rank() == 0 && index.numel() != 1)
        return fail(Code::Shape, "index_select.3: of a scalar one element can be taken, not {}", index.numel());
    WHITTLE_TRY_VOID(refuseOutside(call, index, ranked.dim(dim), dim));
    takeSlices(call, ranked, index, static_cast<std::size_t>(dim));
    return {};
}

Result<Types> takeType(const OpCall& call) {
    WHITTLE_TRY_VOID(needLongIndex(call, "index"));
    return Types{TensorType{call.type("self").dtype, call.type("index").sizes, {}, call.type("self").device}};
}

Result<void> takeReference(KernelCall& call) {
    const Tensor self = call.tensor("self").contiguous();
    Tensor index = indexOf(call, "index");
    const Index count = self.numel();
    std::int64_t* at = index.mutableData<std::int64_t>();
    for (Index i = 0; i < index.numel(); ++i)
        if (at[i] < 0) at[i] += count;
    WHITTLE_TRY_VOID(refuseOutside(call, index, count, 0));
    takeSlices(call, self.viewAs({count}), index, 0);
    return {};
}

Result<Types> embeddingBackwardType(const OpCall& call) {
    const TensorType& grad = call.type("grad_output");
    WHITTLE_TRY_VOID(needIndex(call, "indices"));
    const TensorType& indices = call.type("indices");
    // A row for each index, in whatever shape: PyTorch takes grad as [indices, width].
    const auto there = grad.numel().constant();
    const auto wanted = grad.rank() > 0 ? (indices.numel() * grad.sizes.back()).constant() : std::nullopt;
    if (grad.rank() == 0 || (there && wanted && *there != *wanted))
        return fail(Code::Shape, "embedding_dense_backward.2: {} has no row for each of indices {}", grad.text(), indices.text());
    return Types{TensorType{grad.dtype, {call.symInt("num_weights"), grad.sizes.back()}, {}, grad.device}};
}

Result<void> embeddingBackwardReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    const Tensor grad = operand(call, "grad_output", dtype).contiguous();
    const Tensor index = indexOf(call, "indices");
    const Index rows = call.outputSizes()[0], width = call.outputSizes()[1], padding = call.size("padding_idx");
    WHITTLE_TRY_VOID(refuseOutside(call, index, rows, 0));
    Tensor sums = Tensor::zeros(DType::F64, {rows, width});  // exact for integers below 2^53
    std::vector<double> counts(static_cast<std::size_t>(rows), 0);
    double* to = sums.mutableData<double>();
    const std::int64_t* at = index.data<std::int64_t>();
    for (Index i = 0; i < index.numel(); ++i) ++counts[static_cast<std::size_t>(at[i])];
    visitCompute(dtype, [&](auto tag) {
        using C = decltype(tag);
        const C* from = grad.data<C>();
        for (Index i = 0; i < index.numel(); ++i) {
            if (at[i] == padding) continue;
            const double scale = call.flag("scale_grad_by_freq") ? 1 / counts[static_cast<std::size_t>(at[i])] : 1;
            for (Index j = 0; j < width; ++j) to[at[i] * width + j] += scale * static_cast<double>(from[i * width + j]);
        }
    });
    call.setOutput(0, sums.to(dtype));
    return {};
}

// --- index and index_put: a list of index tensors, masks and None ---

Result<std::vector<std::optional<TensorType>>> indexTypes(const OpCall& call) {
    std::vector<std::optional<TensorType>> out;
    for (const TensorType* type : call.listTypes("indices"))
        out.push_back(type ? std::optional(*type) : std::nullopt);
    return out;
}

Result<IndexLayout> layoutOf(const OpCall& call) {
    WHITTLE_TRY(const auto types, indexTypes(call));
    return indexLayout(call.schema().name, call.type("self").sizes, types);
}

Result<Types> indexType(const OpCall& call) {
    WHITTLE_TRY(const IndexLayout layout, layoutOf(call));
    return Types{TensorType{call.type("self").dtype, layout.sizes, {}, call.type("self").device}};
}

// What a decomposition makes: positions only, no masks.
Result<Types> unsafeIndexType(const OpCall& call) {
    for (const TensorType* index : call.listTypes("indices"))
        if (index && index->dtype != DType::I64 && index->dtype != DType::I32)
            return fail(Code::Type, "_unsafe_index.2: an index must be int64 or int32, it is {}", index->text());
    return indexType(call);
}

Result<Types> indexPutType(const OpCall& call) {
    const TensorType &self = call.type("self"), &values = call.type("values");
    WHITTLE_TRY(const IndexLayout layout, layoutOf(call));
    if (self.dtype != values.dtype)
        return fail(Code::Type, "{}.4: Index put requires the source and destination dtypes match, got {} for the "
                    "destination and {} for the source.", call.schema().name, self.text(), values.text());
    if (values.rank() > static_cast<int>(layout.sizes.size()) || !broadcastSizes(layout.sizes, values.sizes))
        return fail(Code::Shape, "{}.5: values {} cannot be broadcast to the indexed part [{}]", call.schema().name,
                    values.text(), TensorType{self.dtype, layout.sizes}.text());
    return Types{TensorType{self.dtype, self.sizes, {}, self.device}};
}

/// Where each element of the indexed part lies in `self`, row-major.
Result<std::vector<Index>> indexedOffsets(const KernelCall& call, const Tensor& self, Sizes& partSizes) {
    WHITTLE_TRY(const std::vector<Tensor> perDim, expandIndices(call.op().name, self.sizes(), call.tensors("indices")));
    std::vector<std::optional<TensorType>> types;
    for (const Tensor& index : perDim)
        types.push_back(index.defined() ? std::optional(std::get<TensorType>(typeOf(Datum(index)))) : std::nullopt);
    SymSizes sizes;
    for (const Index size : self.sizes()) sizes.push_back(size);
    WHITTLE_TRY(const IndexLayout layout, indexLayout(call.schema().name, sizes, types));
    partSizes.clear();
    for (const SymInt& size : layout.sizes) partSizes.push_back(*size.constant());
    // The part's own dimensions step through self; the block of index dimensions steps through the indices.
    const Sizes block(partSizes.begin() + layout.blockStart, partSizes.begin() + layout.blockStart + layout.blockRank);
    std::vector<Sizes> indexStrides;
    for (const Tensor& index : perDim) indexStrides.push_back(index.defined() ? broadcastStrides(index, block) : Sizes{});
    std::vector<Index> out;
    out.reserve(static_cast<std::size_t>(elementCount(partSizes)));
    forEachPosition(partSizes, [&](const Sizes& at) {
        Index offset = 0;
        std::size_t plain = 0;  // next dimension of the part that is not in the block
        for (std::size_t d = 0; d < perDim.size(); ++d) {
            Index position = 0;
            if (perDim[d].defined()) {
                Index from = 0;
                for (std::size_t b = 0; b < block.size(); ++b)
                    from += at[static_cast<std::size_t>(layout.blockStart) + b] * indexStrides[d][b];
                position = perDim[d].data<std::int64_t>()[from];
            } else {
                if (plain == static_cast<std::size_t>(layout.blockStart)) plain += block.size();
                position = at[plain++];
            }
            offset += position * self.strides()[d];
        }
        out.push_back(offset);
    });
    return out;
}

Result<void> indexReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    Sizes sizes;
    WHITTLE_TRY(const std::vector<Index> offsets, indexedOffsets(call, self, sizes));
    Tensor out = Tensor::empty(self.dtype(), sizes);
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        const T* from = self.data<T>();
        T* to = out.mutableData<T>();
        for (const Index offset : offsets) *to++ = from[offset];
    });
    call.setOutput(0, std::move(out));
    return {};
}

Result<void> indexPutReference(KernelCall& call) {
    Tensor out = Tensor::empty(call.outputType().dtype, call.outputSizes());
    convertElements(call.tensor("self"), out);
    Sizes sizes;
    WHITTLE_TRY(const std::vector<Index> offsets, indexedOffsets(call, out, sizes));
    Tensor values = call.tensor("values");
    if (values.rank() > static_cast<int>(sizes.size()))
        return fail(Code::Shape, "{}.5: values {} cannot be broadcast to the indexed part", call.schema().name, values.describe());
    for (int i = 0; i < values.rank(); ++i) {
        const Index want = sizes[sizes.size() - static_cast<std::size_t>(values.rank() - i)];
        if (values.dim(i) != 1 && values.dim(i) != want)
            return fail(Code::Shape, "{}.5: values {} cannot be broadcast to the indexed part, whose size is {} there",
                        call.schema().name, values.describe(), want);
    }
    const bool accumulate = call.flag("accumulate");
    visitDType(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        Tensor spread = Tensor::empty(out.dtype(), sizes);
        mapInto<T>(spread, [](T x) { return x; }, Elements<T>{values});
        const T* from = spread.data<T>();
        T* to = out.mutableData<T>();
        visitArithmetic(out.dtype(), [&](auto compute) {
            using C = decltype(compute);
            for (const Index offset : offsets) {
                T& slot = to[offset];
                slot = accumulate ? convertTo<T>(wrapAdd(convertTo<C>(slot), convertTo<C>(*from))) : *from;
                ++from;
            }
        });
    });
    call.setOutput(0, std::move(out));
    return {};
}

// --- sizes that depend on data ---

Result<Types> nonzeroType(const OpCall& call) {
    const TensorType& self = call.type("self");
    return Types{TensorType{DType::I64, {dataDependentSize(), self.rank()}, {}, self.device}};
}

Result<void> nonzeroReference(KernelCall& call) {
    const Tensor rows = nonzeroRows(call.tensor("self"));
    call.setOutput(0, inLayout(rows, {1, std::max<Index>(rows.dim(0), 1)}));  // PyTorch fills one column after the other
    return {};
}

Result<SymSizes> maskedSizes(const OpCall& call) {
    const TensorType& mask = call.type("mask");
    if (mask.dtype != DType::Bool)
        return fail(Code::Type, "{}.2: 'mask' must be a bool tensor, it is {}", call.schema().name, mask.text());
    auto sizes = broadcastSizes(call.type("self").sizes, mask.sizes);
    if (!sizes) return fail(Code::Shape, "{}.1: {}", call.schema().name, sizes.error().message);
    return sizes;
}

Result<Types> maskedSelectType(const OpCall& call) {
    WHITTLE_TRY_VOID(maskedSizes(call));
    return Types{TensorType{call.type("self").dtype, {dataDependentSize()}, {}, call.type("self").device}};
}

Result<Sizes> knownMaskedSizes(const KernelCall& call) {
    WHITTLE_TRY(const SymSizes symbolic, maskedSizes(call));
    Sizes out;
    for (const SymInt& size : symbolic) out.push_back(*size.constant());
    return out;
}

Result<void> maskedSelectReference(KernelCall& call) {
    WHITTLE_TRY(const Sizes sizes, knownMaskedSizes(call));
    const Tensor self = spreadTo(call.tensor("self"), sizes), mask = spreadTo(call.tensor("mask"), sizes);
    const bool* keep = mask.data<bool>();
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        std::vector<Index> kept;
        for (Index i = 0; i < self.numel(); ++i)
            if (keep[i]) kept.push_back(i);
        Tensor out = Tensor::empty(self.dtype(), {static_cast<Index>(kept.size())});
        T* to = out.mutableData<T>();
        for (const Index i : kept) *to++ = self.data<T>()[i];
        call.setOutput(0, std::move(out));
    });
    return {};
}

Result<Types> maskedScatterType(const OpCall& call) {
    const TensorType &self = call.type("self"), &source = call.type("source");
    WHITTLE_TRY(SymSizes sizes, maskedSizes(call));
    if (self.dtype != source.dtype)
        return fail(Code::Type, "masked_scatter.3: self is {} but source is {}; the dtypes must be the same", self.text(),
                    source.text());
    return Types{TensorType{self.dtype, std::move(sizes), {}, self.device}};
}

Result<void> maskedScatterReference(KernelCall& call) {
    WHITTLE_TRY(const Sizes sizes, knownMaskedSizes(call));
    Tensor out = spreadTo(call.tensor("self"), sizes);
    const Tensor mask = spreadTo(call.tensor("mask"), sizes), source = call.tensor("source").contiguous();
    const bool* keep = mask.data<bool>();
    const Index total = out.numel(), available = source.numel(), wanted = std::count(keep, keep + total, true);
    if (wanted > available)
        return fail(Code::Run, "masked_scatter: the mask asks for {} elements, the source has {}", wanted, available);
    visitDType(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        const T* from = source.data<T>();
        T* to = out.mutableData<T>();
        for (Index i = 0; i < total; ++i)
            if (keep[i]) to[i] = *from++;
    });
    call.setOutput(0, std::move(out));
    return {};
}

// --- lowerings ---

SymSizes without(const SymSizes& index, std::size_t dim) {
    SymSizes out = index;
    out.erase(out.begin() + static_cast<std::ptrdiff_t>(dim));
    return out;
}

Result<void> embeddingLower(const OpCall& call, LoopBuilder& loops) {
    const SymSizes& index = loops.index();
    const Expr row = loops.at(call.arg("indices"), without(index, index.size() - 1));
    loops.store(loops.at(call.arg("weight"), {checkedPosition(call, loops, row, call.type("weight").sizes[0], 0, Negative::Refused), index.back()}));
    return {};
}

Result<void> indexSelectLower(const OpCall& call, LoopBuilder& loops) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    SymSizes at = loops.index();
    const SymInt slice = at.empty() ? SymInt(0) : at[static_cast<std::size_t>(dim)];
    const Expr named = loops.at(call.arg("index"), call.type("index").rank() == 0 ? SymSizes{} : SymSizes{slice});
    const SymInt size = at.empty() ? SymInt(1) : self.sizes[static_cast<std::size_t>(dim)];
    const SymInt position = checkedPosition(call, loops, named, size, dim, Negative::Refused);
    if (at.empty()) loops.refuse("one element by a list of positions");
    else at[static_cast<std::size_t>(dim)] = position;
    loops.store(loops.at(call.arg("self"), at));
    return {};
}

Result<void> takeLower(const OpCall& call, LoopBuilder& loops) {
    const TensorType& self = call.type("self");
    const Expr named = loops.at(call.arg("index"), loops.index());
    const SymInt position = checkedPosition(call, loops, named, self.numel(), 0, Negative::FromEndFirst);
    loops.store(loops.at(call.arg("self"), unflattenIndex(position, self.sizes, loops.ranges())));
    return {};
}

/// Where in self the element `at` of the part lies that `indices` select; nothing after a refusal.
Result<std::optional<SymSizes>> indexedPosition(const OpCall& call, LoopBuilder& loops, const SymSizes& at) {
    WHITTLE_TRY(const IndexLayout layout, layoutOf(call));
    const TensorType& self = call.type("self");
    const std::vector<const TensorType*> types = call.listTypes("indices");
    const Arg::List& indices = call.list("indices");
    const auto start = static_cast<std::size_t>(layout.blockStart), rank = static_cast<std::size_t>(layout.blockRank);
    SymSizes out;
    std::size_t plain = 0;  // next dimension of the part that is not in the block
    for (std::size_t d = 0; d < self.sizes.size(); ++d) {
        if (d >= types.size() || !types[d]) {
            if (plain == start) plain += rank;
            out.push_back(at[plain++]);
            continue;
        }
        if (types[d]->dtype == DType::Bool || types[d]->dtype == DType::U8) {
            loops.refuse("how many elements a mask selects is known when it has been read");
            return std::nullopt;
        }
        SymSizes from(types[d]->sizes.size());
        const std::size_t skip = start + rank - from.size();
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (types[d]->sizes[i].is(1)) continue;  // broadcast: 0
            from[i] = at[skip + i];
            loops.require(types[d]->sizes[i], layout.sizes[skip + i]);
        }
        out.push_back(checkedPosition(call, loops, loops.at(indices[d], from), self.sizes[d], static_cast<int>(d), Negative::FromEnd));
    }
    return out;
}

Result<void> indexLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const auto position, indexedPosition(call, loops, loops.index()));
    if (position) loops.store(loops.at(call.arg("self"), *position));
    return {};
}

Result<void> indexPutLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const IndexLayout layout, layoutOf(call));
    std::vector<bool> apart(layout.sizes.size(), true);  // what no index names
    for (int i = 0; i < layout.blockRank; ++i) apart[static_cast<std::size_t>(layout.blockStart + i)] = false;
    std::optional<Error> error;
    const auto element = [&](const SymSizes& r) -> std::pair<SymSizes, Expr> {
        Result<std::optional<SymSizes>> position = indexedPosition(call, loops, r);
        if (!position) error = std::move(position).error();
        if (error || !*position) return {};
        const TensorType& values = call.type("values");
        SymSizes from(values.sizes.size());
        const std::size_t skip = r.size() - from.size();
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (values.sizes[i].is(1)) continue;
            from[i] = r[skip + i];
            loops.require(values.sizes[i], layout.sizes[skip + i]);
        }
        return {**position, loops.at(call.arg("values"), from)};
    };
    const auto combiner = call.flag("accumulate") ? std::optional(Combiner::Sum) : std::nullopt;
    loops.scatter([&] { return loops.at(call.arg("self"), loops.index()); }, {.extents = layout.sizes, .apart = std::move(apart), .combiner = combiner, .element = element});
    if (error) return std::unexpected(*std::move(error));
    return {};
}

#define WHITTLE_ROW(name_, schema_, text, type, kernel) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = kernel}
// The same for operators that move elements of any dtype.
#define WHITTLE_MOVE(name_, schema_, text, type, kernel) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = kernel, .complex = kernel}
// The same with a lowering.
#define WHITTLE_LOOPS(name_, schema_, text, type, kernel, lower_) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = kernel, .complex = kernel, .lower = lower_}
#define WHITTLE_IN_PLACE(name_, schema_, target) \
    {.name = "aten." name_, .schema = schema_, .summary = "In place: " target ".", .functional = "aten." target}

constexpr OpDef kOps[] = {
    WHITTLE_LOOPS("embedding.default", "embedding(Tensor weight, Tensor indices, SymInt padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor", "The rows of weight named by indices.", embeddingType, embeddingReference, embeddingLower),
    WHITTLE_ROW("embedding_dense_backward.default", "embedding_dense_backward(Tensor grad_output, Tensor indices, SymInt num_weights, SymInt padding_idx, bool scale_grad_by_freq) -> Tensor", "Gradient of embedding: rows summed by index.", embeddingBackwardType, embeddingBackwardReference),
    WHITTLE_LOOPS("index_select.default", "index_select(Tensor self, int dim, Tensor index) -> Tensor", "The slices of a dimension named by index.", indexSelectType, indexSelectReference, indexSelectLower),
    WHITTLE_LOOPS("take.default", "take(Tensor self, Tensor index) -> Tensor", "Elements by their position in the flattened input.", takeType, takeReference, takeLower),
    WHITTLE_LOOPS("index.Tensor", "index.Tensor(Tensor self, Tensor?[] indices) -> Tensor", "Elements by tensors of positions or masks.", indexType, indexReference, indexLower),
    WHITTLE_LOOPS("_unsafe_index.Tensor", "_unsafe_index.Tensor(Tensor self, Tensor?[] indices) -> Tensor", "As index.Tensor, without masks; still checked here.", unsafeIndexType, indexReference, indexLower),
    WHITTLE_LOOPS("index_put.default", "index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor", "self with values written at tensors of positions or masks.", indexPutType, (laidOut<indexPutReference, likeFirst>), indexPutLower),
    WHITTLE_LOOPS("_unsafe_index_put.default", "_unsafe_index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor", "As index_put; still checked here.", indexPutType, (laidOut<indexPutReference, likeFirst>), indexPutLower),
    WHITTLE_IN_PLACE("index_put_.default", "index_put_(Tensor(a!) self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor(a!)", "index_put.default"),
    WHITTLE_MOVE("nonzero.default", "nonzero(Tensor self) -> Tensor", "Positions of the nonzero elements, one a row.", nonzeroType, nonzeroReference),
    WHITTLE_MOVE("masked_select.default", "masked_select(Tensor self, Tensor mask) -> Tensor", "The elements where the mask holds.", maskedSelectType, maskedSelectReference),
    WHITTLE_MOVE("masked_scatter.default", "masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor", "self with the masked elements taken from source in order.", maskedScatterType, maskedScatterReference),
    WHITTLE_IN_PLACE("masked_scatter_.default", "masked_scatter_(Tensor(a!) self, Tensor mask, Tensor source) -> Tensor(a!)", "masked_scatter.default"),
};

#undef WHITTLE_IN_PLACE
#undef WHITTLE_LOOPS
#undef WHITTLE_MOVE
#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> indexOps() { return kOps; }

}  // namespace whittle::ops

// Reading and writing along one dimension by an index an element (gather, scatter) or an index a slice (index_add).
// Every index is checked against its dimension when the program runs; none counts from the end.
#include "engine/ops/all_ops.h"
#include "engine/ops/layout.h"
#include "engine/ops/lower_positions.h"
#include "engine/ops/positions.h"
#include "engine/ops/promote.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

// --- gather and scatter: one index an element ---

// `index` may be smaller than `self` in every dimension but `dim`. Unknown sizes are checked when they are known.
Result<void> needSmallerIndex(const OpCall& call, const TensorType& index, const TensorType& limit, std::string_view what,
                              int skip) {
    if (std::max(index.rank(), 1) != std::max(limit.rank(), 1))
        return fail(Code::Shape, "{}.2: 'index' is {}, {} is {}; the ranks must be the same", call.schema().name,
                    index.text(), what, limit.text());
    if (index.numel().is(0)) return {};
    for (int d = 0; d < std::min(index.rank(), limit.rank()); ++d) {
        const auto a = index.sizes[static_cast<std::size_t>(d)].constant();
        const auto b = limit.sizes[static_cast<std::size_t>(d)].constant();
        if (d != skip && a && b && *a > *b)
            return fail(Code::Shape, "{}.3: 'index' is {}, larger than {} {} in dimension {}", call.schema().name,
                        index.text(), what, limit.text(), d);
    }
    return {};
}

Result<Types> gatherType(const OpCall& call) {
    const TensorType &self = call.type("self"), &index = call.type("index");
    WHITTLE_TRY_VOID(needLongIndex(call, "index"));
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    WHITTLE_TRY_VOID(needSmallerIndex(call, index, self, "self", dim));
    return Types{TensorType{self.dtype, index.sizes, {}, self.device}};
}

Result<void> gatherReference(KernelCall& call) {
    const Tensor self = ranked(call.tensor("self"));
    const Tensor index = ranked(indexOf(call, "index"));
    const int dim = call.checkedDim("dim", self.rank());
    const auto axis = static_cast<std::size_t>(dim);
    WHITTLE_TRY_VOID(refuseOutside(call, index, self.dim(dim), dim));
    Sizes strides = self.strides();
    const Index step = std::exchange(strides[axis], 0);
    const std::int64_t* at = index.data<std::int64_t>();
    Tensor& out = call.output();
    visitDType(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        const T* from = self.data<T>();
        T* to = out.mutableData<T>();
        forEachPosition(index.sizes(), [&](const Sizes& p) { *to++ = from[offsetOf(strides, p) + *at++ * step]; });
    });
    return {};
}

Result<Types> scatterType(const OpCall& call) {
    const TensorType &self = call.type("self"), &index = call.type("index");
    WHITTLE_TRY_VOID(needLongIndex(call, "index"));
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    WHITTLE_TRY_VOID(needSmallerIndex(call, index, self, "self", dim));
    if (const TensorType* src = call.schema().arg("src") ? call.optionalType("src") : nullptr) {
        if (src->dtype != self.dtype)
            return fail(Code::Type, "{}.4: self is {} but src is {}; the dtypes must be the same", call.schema().name,
                        self.text(), src->text());
        WHITTLE_TRY_VOID(needSmallerIndex(call, index, *src, "src", -1));
    }
    return Types{TensorType{self.dtype, self.sizes, {}, self.device}};
}

/// Calls write(target, source) with element offsets for every index, in order; `source` counts in `from`.
template <class Write>
Result<void> scatterEach(const KernelCall& call, const Tensor& out, const Sizes& fromStrides, Write&& write) {
    const Tensor index = ranked(indexOf(call, "index"));
    const int dim = call.checkedDim("dim", out.rank());
    if (index.numel() == 0) return {};
    WHITTLE_TRY_VOID(refuseOutside(call, index, out.dim(dim), dim));
    Sizes strides = out.strides();
    const Index step = std::exchange(strides[static_cast<std::size_t>(dim)], 0);
    const std::int64_t* at = index.data<std::int64_t>();
    forEachPosition(index.sizes(), [&](const Sizes& p) {
        write(offsetOf(strides, p) + *at++ * step, offsetOf(fromStrides, p));
    });
    return {};
}

Result<void> scatterReference(KernelCall& call) {
    const bool number = call.schema().arg("value") != nullptr;
    const DType dtype = call.outputType().dtype;
    const Tensor src = number ? tensorOf(call.scalar("value"), dtype) : ranked(call.tensor("src"));
    const Tensor self = ranked(call.tensor("self"));
    Tensor out = Tensor::empty(dtype, self.sizes());
    convertElements(self, out);
    const Sizes fromStrides = number ? Sizes(static_cast<std::size_t>(self.rank()), 0) : src.strides();
    Result<void> done = visitDType(dtype, [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        const T* from = src.data<T>();
        return scatterEach(call, out, fromStrides, [&](Index t, Index s) { to[t] = from[s]; });
    });
    WHITTLE_TRY_VOID(done);
    call.setOutput(0, out.viewAs(call.outputSizes()));
    return {};
}

enum class Reduce { Sum, Prod, Mean, Amax, Amin };

std::optional<Reduce> reduceNamed(std::string_view name) {
    constexpr std::pair<std::string_view, Reduce> kNames[] = {{"sum", Reduce::Sum},   {"prod", Reduce::Prod},
                                                              {"mean", Reduce::Mean}, {"amax", Reduce::Amax},
                                                              {"amin", Reduce::Amin}};
    for (const auto& [known, reduce] : kNames)
        if (known == name) return reduce;
    return std::nullopt;
}

Result<Types> scatterReduceType(const OpCall& call) {
    if (!reduceNamed(call.text("reduce")))
        return fail(Code::Argument, "scatter_reduce.5: reduce argument must be either sum, prod, mean, amax or amin, got {}",
                    call.text("reduce"));
    return scatterType(call);
}

template <class T>
T combine(Reduce reduce, T a, T b) {
    switch (reduce) {
        case Reduce::Prod: return wrapMul(a, b);
        case Reduce::Amax: return isNan(a) || a > b ? a : b;
        case Reduce::Amin: return isNan(a) || a < b ? a : b;
        case Reduce::Sum:
        case Reduce::Mean: break;
    }
    return wrapAdd(a, b);
}

Result<void> scatterWith(KernelCall& call, Reduce reduce, bool includeSelf) {
    const DType dtype = call.outputType().dtype;
    const bool number = call.schema().arg("value") != nullptr;
    const Tensor src = ranked(operand(call, number ? "value" : "src", dtype)), self = ranked(operand(call, "self", dtype));
    const Sizes fromStrides = number ? Sizes(static_cast<std::size_t>(self.rank()), 0) : src.strides();
    Tensor out = Tensor::empty(self.dtype(), self.sizes());
    convertElements(self, out);
    std::vector<Index> counts(static_cast<std::size_t>(out.numel()), includeSelf ? 1 : 0);
    Result<void> done = visitCompute(dtype, [&](auto tag) -> Result<void> {
        using C = decltype(tag);
        C* to = out.mutableData<C>();
        const C* from = src.data<C>();
        WHITTLE_TRY_VOID(scatterEach(call, out, fromStrides, [&](Index t, Index s) {
            Index& count = counts[static_cast<std::size_t>(t)];
            to[t] = count == 0 ? from[s] : combine(reduce, to[t], from[s]);
            ++count;
        }));
        if (reduce != Reduce::Mean) return {};
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (counts[i] <= 1) continue;
            const auto count = static_cast<C>(counts[i]);
            if constexpr (std::is_integral_v<C>) to[i] = (to[i] - ((to[i] % count != 0 && to[i] < 0) ? count - 1 : 0)) / count;
            else to[i] /= count;
        }
        return {};
    });
    WHITTLE_TRY_VOID(done);
    call.setOutput(0, out.to(dtype).viewAs(call.outputSizes()));
    return {};
}

Result<void> scatterAddReference(KernelCall& call) { return scatterWith(call, Reduce::Sum, true); }
Result<void> scatterReduceReference(KernelCall& call) {
    return scatterWith(call, *reduceNamed(call.text("reduce")), call.flag("include_self"));
}

// "add" and "multiply" are scatter's own words for two of the reductions.
std::optional<Reduce> scatterWord(std::string_view word) {
    if (word == "add") return Reduce::Sum;
    if (word == "multiply") return Reduce::Prod;
    return std::nullopt;
}

Result<Types> scatterWordType(const OpCall& call) {
    if (!scatterWord(call.text("reduce")))
        return fail(Code::Argument, "scatter.5: reduce argument must be either add or multiply, got {}", call.text("reduce"));
    return scatterType(call);
}

Result<void> scatterWordReference(KernelCall& call) { return scatterWith(call, *scatterWord(call.text("reduce")), true); }

// --- index_add, index_copy, index_fill: slices written ---

Result<Types> indexWriteType(const OpCall& call) {
    const TensorType &self = call.type("self"), &index = call.type("index");
    // Only index_add takes 32-bit positions.
    WHITTLE_TRY_VOID(call.schema().name == "index_add" ? needIndex(call, "index") : needLongIndex(call, "index"));
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    if (index.rank() > 1)
        return fail(Code::Shape, "{}.2: 'index' must be 1-D, it is {}", call.schema().name, index.text());
    if (const TensorType* source = call.schema().arg("source") ? call.optionalType("source") : nullptr) {
        TensorType want{self.dtype, self.sizes, {}, self.device};
        if (self.rank() > 0) want.sizes[static_cast<std::size_t>(dim)] = index.numel();
        else if (source->rank() == 1 && call.schema().name == "index_copy") want.sizes = {index.numel()};  // a point counts as a line of one
        if (source->dtype != self.dtype)
            return fail(Code::Type, "{}.3: self is {} but source is {}; the dtypes must be the same",
                        call.schema().name, self.text(), source->text());
        bool fits = source->rank() == want.rank();
        for (std::size_t i = 0; fits && i < want.sizes.size(); ++i)
            fits = source->sizes[i] == want.sizes[i] || !source->sizes[i].isConstant() || !want.sizes[i].isConstant();
        if (!fits)
            return fail(Code::Shape, "{}.4: source is {}, it must be {}", call.schema().name, source->text(), want.text());
        if (const auto count = index.numel().constant(); source->rank() == 0 && count && *count != 1)
            return fail(Code::Shape, "{}.6: a scalar takes one index, not {}", call.schema().name, *count);
    }
    return Types{TensorType{self.dtype, self.sizes, {}, self.device}};
}

/// to = write(to, from) for every element of the slices; `from` broadcasts.
template <class Write>
Result<void> writeSlices(KernelCall& call, const Tensor& from, Write&& write) {
    const DType dtype = call.outputType().dtype;
    const Tensor self = ranked(operand(call, "self", dtype));
    const int dim = call.checkedDim("dim", self.rank());
    const auto axis = static_cast<std::size_t>(dim);
    Tensor index = ranked(indexOf(call, "index"));
    if (call.schema().name == "index_fill") {  // the one that counts negative positions from the end
        std::int64_t* at = index.mutableData<std::int64_t>();
        for (Index i = 0; i < index.numel(); ++i)
            if (at[i] < 0) at[i] += self.dim(dim);
    }
    WHITTLE_TRY_VOID(refuseOutside(call, index, self.dim(dim), dim));
    Tensor out = Tensor::empty(self.dtype(), self.sizes());
    convertElements(self, out);
    Sizes part = self.sizes();
    part[axis] = index.numel();
    const Sizes fromStrides = broadcastStrides(ranked(from), part);
    visitCompute(dtype, [&](auto tag) {
        using C = decltype(tag);
        C* to = out.mutableData<C>();
        const C* source = from.data<C>();
        forEachPosition(part, [&](const Sizes& at) {
            Index target = offsetOf(out.strides(), at);
            target += (index.data<std::int64_t>()[at[axis]] - at[axis]) * out.strides()[axis];
            to[target] = static_cast<C>(write(to[target], source[offsetOf(fromStrides, at)]));
        });
    });
    call.setOutput(0, out.to(dtype).viewAs(call.outputSizes()));
    return {};
}

Result<void> indexAddReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    const Scalar alpha = call.scalar("alpha");
    const bool any = alpha.category == Scalar::Category::Float ? alpha.real != 0 : alpha.integer != 0;
    return writeSlices(call, operand(call, "source", dtype), [&](auto to, auto from) {
        using C = decltype(to);
        if (dtype == DType::Bool) return static_cast<C>(to != C{} || (any && from != C{}));  // alpha counts as a bool, too
        if constexpr (std::is_integral_v<C>) return wrapAdd(to, wrapMul(from, alpha.category == Scalar::Category::Float ? static_cast<std::int64_t>(alpha.real) : alpha.integer));
        else return to + static_cast<C>(alpha.real) * from;
    });
}
Result<void> indexCopyReference(KernelCall& call) {
    return writeSlices(call, operand(call, "source", call.outputType().dtype), [](auto, auto from) { return from; });
}
Result<Types> indexFillTensorType(const OpCall& call) {
    if (call.type("value").rank() != 0)
        return fail(Code::Shape, "index_fill.5: only supports a 0-dimensional value tensor, but got {}", call.type("value").text());
    return indexWriteType(call);
}
Result<void> indexFillReference(KernelCall& call) {
    return writeSlices(call, operand(call, "value", call.outputType().dtype), [](auto, auto from) { return from; });
}

// Slices folded in one after the other; without include_self the first one replaces what was there.
Result<Types> indexReduceType(const OpCall& call) {
    const auto reduce = reduceNamed(call.text("reduce"));
    if (!reduce || reduce == Reduce::Sum)
        return fail(Code::Argument, "index_reduce.5: reduce argument must be either prod, mean, amax or amin, got {}", call.text("reduce"));
    return indexWriteType(call);
}

Result<void> indexReduceReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    const Reduce reduce = *reduceNamed(call.text("reduce"));
    const Tensor self = ranked(operand(call, "self", dtype)), source = ranked(operand(call, "source", dtype));
    const int dim = call.checkedDim("dim", self.rank());
    const auto axis = static_cast<std::size_t>(dim);
    const Tensor index = ranked(indexOf(call, "index"));
    if (index.numel() != source.dim(dim))
        return fail(Code::Shape, "index_reduce.6: {} indices for {} slices of source", index.numel(), source.dim(dim));
    WHITTLE_TRY_VOID(refuseOutside(call, index, self.dim(dim), dim));
    Tensor out = writableCopy(self);
    std::vector<Index> counts(static_cast<std::size_t>(out.numel()), call.flag("include_self") ? 1 : 0);
    visitCompute(dtype, [&](auto tag) {
        using C = decltype(tag);
        C* to = out.mutableData<C>();
        forEachPosition(source.sizes(), [&](const Sizes& p) {
            Sizes at = p;
            at[axis] = index.data<std::int64_t>()[p[axis]];
            const Index target = offsetOf(out.strides(), at);
            const C from = source.data<C>()[offsetOf(source.strides(), p)];
            Index& count = counts[static_cast<std::size_t>(target)];
            to[target] = count == 0 ? from : combine(reduce, to[target], from);
            ++count;
        });
        for (std::size_t i = 0; reduce == Reduce::Mean && i < counts.size(); ++i)
            if (counts[i] > 1) {
                const auto count = static_cast<C>(counts[i]);
                if constexpr (std::is_integral_v<C>) to[i] = (to[i] - ((to[i] % count != 0 && to[i] < 0) ? count - 1 : 0)) / count;
                else to[i] /= count;
            }
    });
    call.setOutput(0, out.to(dtype).viewAs(call.outputSizes()));
    return {};
}

// --- put: by position in the flattened tensor ---

Result<Types> putType(const OpCall& call) {
    const TensorType &self = call.type("self"), &index = call.type("index"), &source = call.type("source");
    if (index.dtype != DType::I64) return fail(Code::Type, "put.1: expected a long tensor for index, but got {}", index.text());
    if (self.dtype != source.dtype)
        return fail(Code::Type, "put.2: self and source expected to have the same dtype, but got {} and {}", self.text(), source.text());
    if (const auto gap = (index.numel() - source.numel()).constant(); gap && *gap != 0)
        return fail(Code::Shape, "put.3: source {} should have the same number of elements as index {}", source.text(), index.text());
    return Types{TensorType{self.dtype, self.sizes, {}, self.device}};
}

Result<void> putReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    Tensor out = writableCopy(operand(call, "self", dtype)), index = indexOf(call, "index");
    const Tensor source = operand(call, "source", dtype).contiguous();
    std::int64_t* at = index.mutableData<std::int64_t>();
    for (Index i = 0; i < index.numel(); ++i)
        if (at[i] < 0) at[i] += out.numel();
    WHITTLE_TRY_VOID(refuseOutside(call, index, out.numel(), 0));
    const bool accumulate = call.flag("accumulate");
    visitCompute(dtype, [&](auto tag) {
        using C = decltype(tag);
        C* to = out.mutableData<C>();
        for (Index i = 0; i < index.numel(); ++i) {
            const C from = source.data<C>()[i];
            to[at[i]] = accumulate ? wrapAdd(to[at[i]], from) : from;
        }
    });
    call.setOutput(0, out.to(dtype));
    return {};
}

// --- lowerings ---

// Whether the index's dimensions are certainly no larger than `limit`'s. The kernels see when they run; loops would read or
// write outside.
bool certainlyWithin(const TensorType& index, const TensorType& limit, int skip, LoopBuilder& loops) {
    bool fits = index.rank() == limit.rank() && index.rank() > 0;
    for (std::size_t d = 0; fits && d < index.sizes.size(); ++d)
        fits = static_cast<int>(d) == skip || index.sizes[d] == limit.sizes[d] || (index.sizes[d].isConstant() && limit.sizes[d].isConstant());
    if (!fits) loops.refuse("only the run knows whether the index is smaller than the tensor, or one of them is a point");
    return fits;
}

Result<void> gatherLower(const OpCall& call, LoopBuilder& loops) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    if (!certainlyWithin(call.type("index"), self, dim, loops)) return {};
    SymSizes at = loops.index();
    SymInt& along = at[static_cast<std::size_t>(dim)];
    along = checkedPosition(call, loops, loops.at(call.arg("index"), loops.index()), self.sizes[static_cast<std::size_t>(dim)], dim, Negative::Refused);
    loops.store(loops.at(call.arg("self"), at));
    return {};
}

// How elements join, where that is one operation on what is there. Sums of 16-bit floats are rounded once at the end by the
// kernels, and a mean wants counts.
struct Joining {
    bool refused = false;
    std::optional<Combiner> combiner;
};
Joining joiningOf(const OpCall& call, LoopBuilder& loops) {
    const std::string_view op = call.schema().name;
    const bool named = call.schema().arg("reduce") != nullptr;
    if (op != "scatter_add" && op != "index_add" && !named) return {};
    Joining out;
    std::optional<Reduce> reduce = Reduce::Sum;
    if (named) reduce = op == "scatter" ? scatterWord(call.text("reduce")) : reduceNamed(call.text("reduce"));
    const DType dtype = loops.type().dtype;
    out.refused = !reduce || *reduce == Reduce::Mean || (call.schema().arg("include_self") && !call.flag("include_self")) || arithmeticDType(dtype) != dtype;
    if (out.refused) loops.refuse("elements that join 16-bit floats, replace the first or are averaged are folded by the reference kernel");
    else out.combiner = *reduce == Reduce::Sum ? Combiner::Sum : *reduce == Reduce::Prod ? Combiner::Product : *reduce == Reduce::Amax ? Combiner::Max : Combiner::Min;
    return out;
}

Result<void> scatterLower(const OpCall& call, LoopBuilder& loops) {
    const TensorType &self = call.type("self"), &index = call.type("index");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    const bool number = call.schema().arg("value") != nullptr;
    if (!certainlyWithin(index, self, dim, loops)) return {};
    if (!number && !certainlyWithin(index, call.type("src"), -1, loops)) return {};
    const Joining joining = joiningOf(call, loops);
    if (joining.refused) return {};
    std::vector<bool> apart(index.sizes.size(), true);
    apart[static_cast<std::size_t>(dim)] = false;
    const auto element = [&](const SymSizes& r) -> std::pair<SymSizes, Expr> {
        SymSizes at = r;
        at[static_cast<std::size_t>(dim)] = checkedPosition(call, loops, loops.at(call.arg("index"), r), self.sizes[static_cast<std::size_t>(dim)], dim, Negative::Refused);
        return {at, number ? loops.load(call.arg("value")) : loops.at(call.arg("src"), r)};
    };
    loops.scatter([&] { return loops.at(call.arg("self"), loops.index()); }, {.extents = index.sizes, .apart = std::move(apart), .combiner = joining.combiner, .element = element});
    return {};
}

Result<void> indexWriteLower(const OpCall& call, LoopBuilder& loops) {
    const TensorType &self = call.type("self"), &index = call.type("index");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    const std::string_view op = call.schema().name;
    const bool fills = op == "index_fill";
    if (self.rank() == 0 || (!fills && call.type("source").rank() != self.rank())) {
        loops.refuse("a point is written by the reference kernel");
        return {};
    }
    const Joining joining = joiningOf(call, loops);
    if (joining.refused) return {};
    const auto axis = static_cast<std::size_t>(dim);
    SymSizes part = self.sizes;
    part[axis] = index.numel();
    std::vector<bool> apart(part.size(), true);
    apart[axis] = false;
    const auto element = [&](const SymSizes& r) -> std::pair<SymSizes, Expr> {
        SymSizes at = r;
        const Expr named = loops.at(call.arg("index"), index.rank() == 0 ? SymSizes{} : SymSizes{r[axis]});
        at[axis] = checkedPosition(call, loops, named, self.sizes[axis], dim, fills ? Negative::FromEndFirst : Negative::Refused);
        if (fills) return {at, call.optionalType("value") ? loops.at(call.arg("value"), {}) : loops.load(call.arg("value"))};
        for (std::size_t i = 0; i < part.size(); ++i) loops.require(call.type("source").sizes[i], part[i]);
        const Expr source = loops.at(call.arg("source"), r);
        return {at, op == "index_add" ? source * loops.load(call.arg("alpha")) : source};
    };
    loops.scatter([&] { return loops.at(call.arg("self"), loops.index()); }, {.extents = part, .apart = std::move(apart), .combiner = joining.combiner, .element = element});
    return {};
}

#define WHITTLE_ROW(name_, schema_, text, type, kernel) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = kernel}
// The same for operators that move elements of any dtype.
#define WHITTLE_MOVE(name_, schema_, text, type, kernel) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = kernel, .complex = kernel}
// Both with a lowering.
#define WHITTLE_LOOPS(name_, schema_, text, type, kernel, lower_) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = kernel, .lower = lower_}
#define WHITTLE_MOVE_LOOPS(name_, schema_, text, type, kernel, lower_) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = kernel, .complex = kernel, .lower = lower_}
#define WHITTLE_IN_PLACE(name_, schema_, target) \
    {.name = "aten." name_, .schema = schema_, .summary = "In place: " target ".", .functional = "aten." target}

constexpr OpDef kOps[] = {
    WHITTLE_MOVE_LOOPS("gather.default", "gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor", "Elements by their position along a dimension.", gatherType, gatherReference, gatherLower),
    WHITTLE_MOVE_LOOPS("scatter.src", "scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor", "self with elements of src written along a dimension.", scatterType, scatterReference, scatterLower),
    WHITTLE_MOVE_LOOPS("scatter.value", "scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor", "self with a number written along a dimension.", scatterType, scatterReference, scatterLower),
    WHITTLE_IN_PLACE("scatter_.src", "scatter_.src(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)", "scatter.src"),
    WHITTLE_IN_PLACE("scatter_.value", "scatter_.value(Tensor(a!) self, int dim, Tensor index, Scalar value) -> Tensor(a!)", "scatter.value"),
    WHITTLE_LOOPS("scatter_add.default", "scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor", "self with elements of src added along a dimension.", scatterType, scatterAddReference, scatterLower),
    WHITTLE_IN_PLACE("scatter_add_.default", "scatter_add_(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)", "scatter_add.default"),
    WHITTLE_LOOPS("scatter_reduce.two", "scatter_reduce.two(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor", "self with elements of src folded in along a dimension.", scatterReduceType, scatterReduceReference, scatterLower),
    WHITTLE_IN_PLACE("scatter_reduce_.two", "scatter_reduce_.two(Tensor(a!) self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor(a!)", "scatter_reduce.two"),
    WHITTLE_LOOPS("index_add.default", "index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor", "self with slices of source added.", indexWriteType, indexAddReference, indexWriteLower),
    WHITTLE_IN_PLACE("index_add_.default", "index_add_(Tensor(a!) self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor(a!)", "index_add.default"),
    WHITTLE_LOOPS("index_copy.default", "index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor", "self with slices replaced by source.", indexWriteType, indexCopyReference, indexWriteLower),
    WHITTLE_IN_PLACE("index_copy_.default", "index_copy_(Tensor(a!) self, int dim, Tensor index, Tensor source) -> Tensor(a!)", "index_copy.default"),
    WHITTLE_LOOPS("index_fill.int_Scalar", "index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor", "self with slices set to a number.", indexWriteType, (laidOut<indexFillReference, likeFirst>), indexWriteLower),
    WHITTLE_LOOPS("scatter.reduce", "scatter.reduce(Tensor self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor", "self with elements of src added or multiplied in along a dimension.", scatterWordType, scatterWordReference, scatterLower),
    WHITTLE_LOOPS("scatter.value_reduce", "scatter.value_reduce(Tensor self, int dim, Tensor index, Scalar value, *, str reduce) -> Tensor", "self with a number added or multiplied in along a dimension.", scatterWordType, scatterWordReference, scatterLower),
    WHITTLE_IN_PLACE("scatter_.reduce", "scatter_.reduce(Tensor(a!) self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor(a!)", "scatter.reduce"),
    WHITTLE_IN_PLACE("scatter_.value_reduce", "scatter_.value_reduce(Tensor(a!) self, int dim, Tensor index, Scalar value, *, str reduce) -> Tensor(a!)", "scatter.value_reduce"),
    WHITTLE_LOOPS("index_fill.int_Tensor", "index_fill.int_Tensor(Tensor self, int dim, Tensor index, Tensor value) -> Tensor", "self with slices set to the only element of value.", indexFillTensorType, (laidOut<indexFillReference, likeFirst>), indexWriteLower),
    WHITTLE_IN_PLACE("index_fill_.int_Scalar", "index_fill_.int_Scalar(Tensor(a!) self, int dim, Tensor index, Scalar value) -> Tensor(a!)", "index_fill.int_Scalar"),
    WHITTLE_IN_PLACE("index_fill_.int_Tensor", "index_fill_.int_Tensor(Tensor(a!) self, int dim, Tensor index, Tensor value) -> Tensor(a!)", "index_fill.int_Tensor"),
    WHITTLE_ROW("index_reduce.default", "index_reduce(Tensor self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor", "self with slices of source folded in.", indexReduceType, indexReduceReference),
    WHITTLE_IN_PLACE("index_reduce_.default", "index_reduce_(Tensor(a!) self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor(a!)", "index_reduce.default"),
    WHITTLE_ROW("put.default", "put(Tensor self, Tensor index, Tensor source, bool accumulate=False) -> Tensor", "self with elements written by their position in the flattened tensor.", putType, (laidOut<putReference, likeFirst>)),
    WHITTLE_IN_PLACE("put_.default", "put_(Tensor(a!) self, Tensor index, Tensor source, bool accumulate=False) -> Tensor(a!)", "put.default"),
};

#undef WHITTLE_IN_PLACE
#undef WHITTLE_MOVE_LOOPS
#undef WHITTLE_LOOPS
#undef WHITTLE_MOVE
#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> scatterOps() { return kOps; }

}  // namespace whittle::ops

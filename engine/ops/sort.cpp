// Ordering along one dimension: sort, topk, kthvalue, median, running sums and extrema, and searches in sorted
// data. NaN counts as larger than every number; equal elements keep their order, where PyTorch promises none.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/ir/size_decider.h"
#include "engine/ops/all_ops.h"
#include "engine/ops/layout.h"
#include "engine/ops/lower.h"
#include "engine/ops/positions.h"
#include "engine/ops/promote.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

/// Positions 0.. of a row, ordered; stable in both directions.
template <class T>
std::vector<Index> ordered(const T* row, Index step, Index length, bool descending) {
    std::vector<Index> order(static_cast<std::size_t>(length));
    std::iota(order.begin(), order.end(), Index{0});
    // By position among equals rather than std::stable_sort, whose buffer clang reports as deprecated.
    std::sort(order.begin(), order.end(), [&](Index a, Index b) {
        const T x = row[(descending ? b : a) * step], y = row[(descending ? a : b) * step];
        return before(x, y) || (!before(y, x) && a < b);
    });
    return order;
}

Types valuesAndIndices(const TensorType& self, SymSizes sizes) {
    return {TensorType{self.dtype, sizes, {}, self.device}, TensorType{DType::I64, sizes, {}, self.device}};
}

Result<Types> sortType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY_VOID(call.dim("dim", self.rank()));
    return valuesAndIndices(self, self.sizes);
}

Result<Types> argsortType(const OpCall& call) {
    WHITTLE_TRY(const Types both, sortType(call));
    return Types{both[1]};
}

/// Fills values (when there are two outputs) and indices with the first `keep` of each ordered row.
/// `pick(order)` may rearrange a row's order first.
template <class Pick>
void orderRows(KernelCall& call, Index keep, bool descending, Pick&& pick) {
    const Tensor self = call.tensor("self").contiguous();
    const Rows rows(self.sizes(), call.checkedDim("dim", self.rank()));
    const bool withValues = call.outputCount() == 2;
    std::int64_t* indices = call.output(withValues ? 1 : 0).mutableData<std::int64_t>();
    const Tensor compute = self.to(computeDType(self.dtype()));
    visitReal(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* values = nullptr;
        if (withValues) values = call.output(0).mutableData<T>();
        visitCompute(self.dtype(), [&](auto wide) {
            using C = decltype(wide);
            for (Index i = 0; i < rows.count(); ++i) {
                const Index from = rows.start(i, rows.length), to = rows.start(i, keep);
                std::vector<Index> order = ordered(compute.data<C>() + from, rows.step, rows.length, descending);
                pick(order);
                for (Index k = 0; k < keep; ++k) {
                    const Index at = order[static_cast<std::size_t>(k)];
                    indices[to + k * rows.step] = at;
                    if (values) values[to + k * rows.step] = self.data<T>()[from + at * rows.step];
                }
            }
        });
    });
}

Result<void> sortReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const Rows rows(self.sizes(), call.checkedDim("dim", self.rank()));
    orderRows(call, rows.length, call.flag("descending"), [](std::vector<Index>&) {});
    return {};
}

Result<Types> topkType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY_VOID(refuseBool(call, self.dtype));
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    const SymInt k = call.symInt("k");
    const SymInt length = self.rank() == 0 ? SymInt(1) : self.sizes[static_cast<std::size_t>(dim)];
    const auto wanted = k.constant(), there = length.constant();
    if (wanted && (*wanted < 0 || (there && *wanted > *there)))
        return fail(Code::Argument, "topk.1: selected index k out of range: k is {}, dimension {} has {} elements", *wanted,
                    dim, length.text());
    SymSizes sizes = self.sizes;
    if (self.rank() > 0) sizes[static_cast<std::size_t>(dim)] = k;
    return valuesAndIndices(self, std::move(sizes));
}

Result<void> topkReference(KernelCall& call) {
    orderRows(call, call.size("k"), call.flag("largest"), [](std::vector<Index>&) {});
    return {};
}

// kthvalue and median: one element of each ordered row.
Result<Types> pickType(const OpCall& call, int dim) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY_VOID(refuseBool(call, self.dtype));
    const bool keep = call.schema().arg("keepdim") && call.flag("keepdim");
    SymSizes sizes = self.sizes;
    if (self.rank() > 0) {
        if (decided(sizes[static_cast<std::size_t>(dim)], SymRelation::Eq, 0).value_or(false))
            return fail(Code::Shape, "{}.1: Expected reduction dim {} to have non-zero size.", call.schema().name, dim);
        if (keep) sizes[static_cast<std::size_t>(dim)] = 1;
        else sizes.erase(sizes.begin() + dim);
    }
    return valuesAndIndices(self, std::move(sizes));
}

Result<Types> kthvalueType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    WHITTLE_TRY(const std::int64_t k, call.integer("k"));
    const auto length = self.rank() == 0 ? 1 : self.sizes[static_cast<std::size_t>(dim)].constant();
    if (k < 1 || (length && k > *length))
        return fail(Code::Argument, "kthvalue.2: selected number k out of range for dimension {}: {}", dim, k);
    return pickType(call, dim);
}

Result<void> kthvalueReference(KernelCall& call) {
    orderRows(call, 1, false, [k = call.size("k")](std::vector<Index>& order) {
        std::swap(order[0], order[static_cast<std::size_t>(k - 1)]);
    });
    return {};
}

Result<Types> medianDimType(const OpCall& call) {
    WHITTLE_TRY(const int dim, call.dim("dim", call.type("self").rank()));
    return pickType(call, dim);
}

Result<void> medianDimReference(KernelCall& call) {
    const Tensor self = operand(call, "self", call.tensor("self").dtype());
    // The lower of the two middles; a row with NaN has NaN as its median, and that is where ordering puts it.
    const Rows rows(self.sizes(), call.checkedDim("dim", self.rank()));
    const Tensor dense = self.contiguous();
    Index row = 0;
    orderRows(call, 1, false, [&](std::vector<Index>& order) {
        const Index from = rows.start(row++, rows.length);
        const Index last = order.back();
        const bool nan = std::isnan(visitCompute(dense.dtype(), [&](auto tag) {
            return static_cast<double>(dense.data<decltype(tag)>()[from + last * rows.step]);
        }));
        std::size_t at = (order.size() - 1) / 2;
        if (nan) {  // the first NaN
            const auto isNanAt = [&](Index p) {
                return visitCompute(dense.dtype(), [&](auto tag) { return isNan(dense.data<decltype(tag)>()[from + p * rows.step]); });
            };
            at = static_cast<std::size_t>(std::find_if(order.begin(), order.end(), isNanAt) - order.begin());
        }
        std::swap(order[0], order[at]);
    });
    return {};
}

// --- running folds ---

Result<Types> scanType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY_VOID(call.dim("dim", self.rank()));
    const DType dtype = call.dtype("dtype").value_or(isFloating(self.dtype) ? self.dtype : DType::I64);
    WHITTLE_TRY_VOID(refuseBool(call, dtype));
    return Types{TensorType{dtype, self.sizes, {}, self.device}};
}

/// out[k] = acc after step(acc, x[k]) along the dimension; floats run in double.
template <class Step>
Result<void> scan(KernelCall& call, double start, Step step) {
    const DType dtype = call.outputType().dtype;
    const Tensor self = operand(call, "self", dtype).contiguous();
    const Rows rows(self.sizes(), call.checkedDim("dim", self.rank()));
    visitCompute(dtype, [&](auto tag) {
        using C = decltype(tag);
        using Acc = std::conditional_t<std::is_integral_v<C>, std::int64_t, double>;
        Tensor out = Tensor::empty(self.dtype(), self.sizes());
        C* to = out.mutableData<C>();
        for (Index i = 0; i < rows.count(); ++i) {
            const Index from = rows.start(i, rows.length);
            Acc acc = static_cast<Acc>(start);
            for (Index k = 0; k < rows.length; ++k) {
                acc = step(acc, static_cast<Acc>(self.data<C>()[from + k * rows.step]));
                to[from + k * rows.step] = static_cast<C>(acc);
            }
        }
        call.setOutput(0, out.to(dtype));
    });
    return {};
}

Result<void> cumsumReference(KernelCall& call) {
    return scan(call, 0, [](auto acc, auto x) { return wrapAdd(acc, x); });
}
Result<void> cumprodReference(KernelCall& call) {
    return scan(call, 1, [](auto acc, auto x) { return wrapMul(acc, x); });
}

template <Combiner combiner>
Result<void> scanLower(const OpCall& call, LoopBuilder& loops) {
    const DType dtype = loops.type().dtype;
    const Expr element = loops.at(call.arg("self"), loops.index()).to(dtype).to(isFloating(dtype) ? DType::F64 : DType::I64);
    WHITTLE_TRY(const int dim, call.dim("dim", loops.type().rank()));
    loops.store((loops.type().rank() == 0 ? element : loops.scan(combiner, dim, element)).to(computeDType(dtype)));
    return {};
}

Result<Types> logcumsumexpType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (!isFloating(self.dtype))
        return fail(Code::Type, "logcumsumexp.1: needs a floating dtype, the input is {}; cast it first", self.text());
    WHITTLE_TRY_VOID(call.dim("dim", self.rank()));
    return Types{TensorType{self.dtype, self.sizes, {}, self.device}};
}

Result<void> logcumsumexpReference(KernelCall& call) {
    return scan(call, -INFINITY, [](auto acc, auto x) {
        const double top = std::max<double>(acc, x), low = std::min<double>(acc, x);
        if (isNan(acc) || isNan(x)) return static_cast<decltype(acc)>(acc + x);
        if (std::isinf(top) || std::isinf(low)) return static_cast<decltype(acc)>(top);
        return static_cast<decltype(acc)>(top + std::log1p(std::exp(low - top)));
    });
}

// The last of equal extrema so far; once NaN, NaN stays.
template <bool largest>
Result<void> runningExtremum(KernelCall& call) {
    const Tensor self = call.tensor("self").contiguous();
    const Tensor compute = self.to(computeDType(self.dtype()));
    const Rows rows(self.sizes(), call.checkedDim("dim", self.rank()));
    std::int64_t* indices = call.output(1).mutableData<std::int64_t>();
    visitReal(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* values = call.output(0).mutableData<T>();
        visitCompute(self.dtype(), [&](auto wide) {
            using C = decltype(wide);
            const C* data = compute.data<C>();
            for (Index i = 0; i < rows.count(); ++i) {
                const Index from = rows.start(i, rows.length);
                Index best = 0;
                for (Index k = 0; k < rows.length; ++k) {
                    const C x = data[from + k * rows.step], y = data[from + best * rows.step];
                    if (isNan(x) || (!isNan(y) && (largest ? x >= y : x <= y))) best = k;
                    indices[from + k * rows.step] = best;
                    values[from + k * rows.step] = self.data<T>()[from + best * rows.step];
                }
            }
        });
    });
    return {};
}

// --- searches ---

Result<Types> searchType(const OpCall& call, std::string_view sorted) {
    const TensorType& edges = call.type(sorted);
    const TensorType* given = call.optionalType("self");  // else a number
    const TensorType self = given ? *given : TensorType{};
    if (edges.rank() == 0) return fail(Code::Shape, "{}.1: '{}' must have a dimension", call.schema().name, sorted);
    if (edges.rank() > 1) {
        bool fits = edges.rank() == self.rank();
        for (std::size_t d = 0; fits && d + 1 < edges.sizes.size(); ++d)
            fits = edges.sizes[d] == self.sizes[d] || !edges.sizes[d].isConstant() || !self.sizes[d].isConstant();
        if (!fits)
            return fail(Code::Shape, "{}.2: the leading dimensions of {} and {} must be the same", call.schema().name,
                        edges.text(), self.text());
    }
    return Types{TensorType{call.flag("out_int32") ? DType::I32 : DType::I64, self.sizes, {}, self.device}};
}

Result<Types> searchsortedType(const OpCall& call) {
    if (const TensorType* sorter = call.optionalType("sorter");
        sorter && (sorter->dtype != DType::I64 || sorter->sizes != call.type("sorted_sequence").sizes))
        return fail(Code::Shape, "searchsorted.3: 'sorter' must be an int64 tensor with the sizes of the sequence, it is {}", sorter->text());
    if (call.text("side") == "left" && call.flag("right"))
        return fail(Code::Argument, "searchsorted.5: side is 'left' while right is true");
    if (const std::string_view side = call.text("side"); !side.empty() && side != "left" && side != "right")
        return fail(Code::Argument, "searchsorted.4: side must be 'left' or 'right', not '{}'", side);
    return searchType(call, "sorted_sequence");
}

Result<Types> bucketizeType(const OpCall& call) {
    if (call.type("boundaries").rank() != 1)
        return fail(Code::Shape, "bucketize.2: 'boundaries' must be 1-D, it is {}", call.type("boundaries").text());
    return searchType(call, "boundaries");
}

// Each row of `edges` in the order that the row of `sorter` gives.
Result<Tensor> inOrderOf(const KernelCall& call, const Tensor& edges, const Tensor& sorter) {
    const Index length = edges.dim(edges.rank() - 1);
    WHITTLE_TRY_VOID(refuseOutside(call, sorter, length, edges.rank() - 1));
    Tensor out = Tensor::empty(edges.dtype(), edges.sizes());
    visitDType(edges.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        const std::int64_t* at = sorter.data<std::int64_t>();
        for (Index i = 0; i < edges.numel(); ++i) to[i] = edges.data<T>()[i / length * length + at[i]];
    });
    return out;
}

Result<void> search(KernelCall& call, std::string_view sorted, bool right) {
    const Tensor& edgesIn = call.tensor(sorted);
    const Tensor* selfIn = call.optionalTensor("self");
    const DType common = promoteTypes(edgesIn.dtype(), selfIn ? selfIn->dtype() : scalarDType(call.scalarCategory("self"), call.precision()));
    Tensor edges = operand(call, sorted, common).contiguous();
    const Tensor self = operand(call, "self", common).contiguous();
    if (call.schema().arg("sorter") && !call.isNone("sorter")) {
        WHITTLE_TRY(edges, inOrderOf(call, edges, indexOf(call, "sorter")));
    }
    const Index length = edges.dim(edges.rank() - 1);
    const Index perRow = edges.rank() > 1 ? self.dim(self.rank() - 1) : std::max<Index>(self.numel(), 1);
    Tensor out = Tensor::empty(DType::I64, call.outputSizes());
    std::int64_t* to = out.mutableData<std::int64_t>();
    visitCompute(common, [&](auto tag) {
        using C = decltype(tag);
        for (Index i = 0; i < self.numel(); ++i) {
            const C* first = edges.data<C>() + i / perRow * length;
            const C x = self.data<C>()[i];
            to[i] = (right ? std::upper_bound(first, first + length, x, before<C>)
                           : std::lower_bound(first, first + length, x, before<C>)) - first;
        }
    });
    call.setOutput(0, out.to(call.outputType().dtype));
    return {};
}

Result<void> searchsortedReference(KernelCall& call) {
    return search(call, "sorted_sequence", call.flag("right") || call.text("side") == "right");
}
Result<void> bucketizeReference(KernelCall& call) { return search(call, "boundaries", call.flag("right")); }

#define WHITTLE_LOOPS(name_, schema_, text, type, kernel, lower_) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = kernel, .lower = lower_}
#define WHITTLE_ROW(name_, schema_, text, type, kernel) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = kernel}
#define WHITTLE_IN_PLACE(name_, schema_, target) \
    {.name = "aten." name_, .schema = schema_, .summary = "In place: " target ".", .functional = "aten." target}

constexpr OpDef kOps[] = {
    WHITTLE_ROW("sort.default", "sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)", "Orders a dimension; also says where each element was.", sortType, (laidOut<sortReference, likeFirst>)),
    WHITTLE_ROW("sort.stable", "sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)", "Orders a dimension; equal elements keep their order.", sortType, (laidOut<sortReference, likeFirst>)),
    WHITTLE_ROW("argsort.default", "argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor", "Where each element of the ordered dimension was.", argsortType, (laidOut<sortReference, likeFirst>)),
    WHITTLE_ROW("topk.default", "topk(Tensor self, SymInt k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)", "The k largest or smallest elements, best first.", topkType, topkReference),
    WHITTLE_ROW("kthvalue.default", "kthvalue(Tensor self, int k, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)", "The k-th smallest element.", kthvalueType, kthvalueReference),
    WHITTLE_ROW("median.dim", "median.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", "The lower median; NaN if there is one.", medianDimType, medianDimReference),
    WHITTLE_LOOPS("cumsum.default", "cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor", "Running sum.", scanType, cumsumReference, scanLower<Combiner::Sum>),
    WHITTLE_LOOPS("cumprod.default", "cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor", "Running product.", scanType, cumprodReference, scanLower<Combiner::Product>),
    WHITTLE_ROW("logcumsumexp.default", "logcumsumexp(Tensor self, int dim) -> Tensor", "Running log(sum(exp(x))).", logcumsumexpType, logcumsumexpReference),
    WHITTLE_ROW("cummax.default", "cummax(Tensor self, int dim) -> (Tensor values, Tensor indices)", "Running maximum, and where it last was.", sortType, runningExtremum<true>),
    WHITTLE_ROW("cummin.default", "cummin(Tensor self, int dim) -> (Tensor values, Tensor indices)", "Running minimum, and where it last was.", sortType, runningExtremum<false>),
    WHITTLE_ROW("searchsorted.Tensor", "searchsorted.Tensor(Tensor sorted_sequence, Tensor self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor", "Where elements would be inserted into sorted rows.", searchsortedType, searchsortedReference),
    WHITTLE_ROW("searchsorted.Scalar", "searchsorted.Scalar(Tensor sorted_sequence, Scalar self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor", "Where a number would be inserted into a sorted line.", searchsortedType, searchsortedReference),
    WHITTLE_ROW("bucketize.Scalar", "bucketize.Scalar(Scalar self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor", "Which interval of the boundaries holds a number.", bucketizeType, bucketizeReference),
    WHITTLE_ROW("argsort.stable", "argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor", "Where each element of the ordered dimension was.", argsortType, (laidOut<sortReference, likeFirst>)),
    WHITTLE_IN_PLACE("cumsum_.default", "cumsum_(Tensor(a!) self, int dim, *, ScalarType? dtype=None) -> Tensor(a!)", "cumsum.default"),
    WHITTLE_IN_PLACE("cumprod_.default", "cumprod_(Tensor(a!) self, int dim, *, ScalarType? dtype=None) -> Tensor(a!)", "cumprod.default"),
    WHITTLE_ROW("bucketize.Tensor", "bucketize.Tensor(Tensor self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor", "Which interval of the boundaries holds each element.", bucketizeType, bucketizeReference),
};

#undef WHITTLE_IN_PLACE
#undef WHITTLE_ROW
#undef WHITTLE_LOOPS

}  // namespace

std::span<const OpDef> sortOps() { return kOps; }

}  // namespace whittle::ops

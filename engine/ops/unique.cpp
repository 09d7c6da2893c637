// The distinct elements, rows or runs of a tensor, where each element went, and how often each occurs. Distinct elements
// come in ascending order, NaNs last and each by itself. Proof: tests/golden/ops/indexing.
#include <algorithm>
#include <numeric>

#include "engine/ops/all_ops.h"
#include "engine/ops/index_layout.h"
#include "engine/ops/positions.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

TensorType indexType(const OpCall& call, SymSizes sizes) { return {DType::I64, std::move(sizes), {}, call.type(0).device}; }

bool asked(const OpCall& call, std::string_view flag) { return call.schema().arg(flag) && call.flag(flag); }

/// Items in a row: which are equal, and what stands for each group.
struct Groups {
    std::vector<Index> first;    // an item of each group
    std::vector<Index> inverse;  // the group of each item
    std::vector<Index> counts;
};

enum class Which { All, Neighbours };

/// less(a, b) and equal(a, b) compare items by number.
template <class Less, class Equal>
Groups groupItems(Index count, Which which, Less less, Equal equal) {
    std::vector<Index> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), Index{0});
    if (which == Which::All)
        std::sort(order.begin(), order.end(), [&](Index a, Index b) { return less(a, b) || (!less(b, a) && a < b); });
    Groups out;
    out.inverse.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i == 0 || !equal(order[i - 1], order[i])) {
            out.first.push_back(order[i]);
            out.counts.push_back(0);
        }
        ++out.counts.back();
        out.inverse[static_cast<std::size_t>(order[i])] = static_cast<Index>(out.first.size()) - 1;
    }
    return out;
}

Tensor indexTensor(const std::vector<Index>& elements, Sizes sizes) { return Tensor::of<std::int64_t>(elements, std::move(sizes)); }
Tensor nothing() { return Tensor::empty(DType::I64, {0}); }

// --- elements ---

Result<Types> elementsType(const OpCall& call) {
    const TensorType& self = call.type("self");
    Types out{withSizes(self, {dataDependentSize()}), indexType(call, asked(call, "return_inverse") ? self.sizes : SymSizes{0})};
    if (call.schema().returns.size() == 3) out.push_back(indexType(call, {asked(call, "return_counts") ? dataDependentSize() : SymInt(0)}));
    return out;
}

Result<void> elements(KernelCall& call, Which which) {
    const Tensor self = call.tensor("self").contiguous(), compute = self.to(computeDType(self.dtype()));
    const Groups groups = visitCompute(self.dtype(), [&](auto tag) {
        using C = decltype(tag);
        const C* x = compute.data<C>();
        return groupItems(self.numel(), which, [x](Index a, Index b) { return before(x[a], x[b]); }, [x](Index a, Index b) { return x[a] == x[b]; });
    });
    const auto count = static_cast<Index>(groups.first.size());
    Tensor values = Tensor::empty(self.dtype(), {count});
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = values.mutableData<T>();
        for (const Index i : groups.first) *to++ = self.data<T>()[i];
    });
    call.setOutput(0, std::move(values));
    call.setOutput(1, asked(call, "return_inverse") ? indexTensor(groups.inverse, self.sizes()) : nothing());
    if (call.outputCount() == 3) call.setOutput(2, asked(call, "return_counts") ? indexTensor(groups.counts, {count}) : nothing());
    return {};
}

// --- slices of one dimension ---

Result<Types> slicesType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    if (self.rank() == 0) return fail(Code::Shape, "{}.1: a tensor of rank 0 has no dimension to compare along", call.schema().name);
    SymSizes sizes = self.sizes;
    const SymInt length = std::exchange(sizes[static_cast<std::size_t>(dim)], dataDependentSize());
    return Types{withSizes(self, std::move(sizes)), indexType(call, {length}), indexType(call, {dataDependentSize()})};
}

Result<void> slices(KernelCall& call, Which which) {
    const Tensor self = call.tensor("self").contiguous(), compute = self.to(computeDType(self.dtype()));
    const int dim = call.checkedDim("dim", self.rank());
    const Rows rows(self.sizes(), dim);
    const Groups groups = visitCompute(self.dtype(), [&](auto tag) {
        using C = decltype(tag);
        const auto element = [&](Index row, Index slice) { return compute.data<C>()[rows.start(row, rows.length) + slice * rows.step]; };
        const auto less = [&](Index a, Index b) {
            for (Index r = 0; r < rows.count(); ++r) {
                const C x = element(r, a), y = element(r, b);
                if (before(x, y)) return true;
                if (before(y, x)) return false;
            }
            return false;
        };
        const auto equal = [&](Index a, Index b) {
            for (Index r = 0; r < rows.count(); ++r)
                if (element(r, a) != element(r, b)) return false;
            return true;
        };
        return groupItems(rows.length, which, less, equal);
    });
    const auto count = static_cast<Index>(groups.first.size());
    Sizes sizes = self.sizes();
    sizes[static_cast<std::size_t>(dim)] = count;
    Tensor values = Tensor::empty(self.dtype(), sizes);
    // PyTorch puts the slices one after the other in memory.
    Sizes strides = contiguousStrides(self.sizes());
    const Index perSlice = rows.count();
    for (int d = 0; d < dim; ++d) strides[static_cast<std::size_t>(d)] /= std::max<Index>(rows.length, 1);
    strides[static_cast<std::size_t>(dim)] = perSlice;
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = values.mutableData<T>();
        for (Index r = 0; r < rows.count(); ++r)
            for (Index g = 0; g < count; ++g)
                to[g * perSlice + r] = self.data<T>()[rows.start(r, rows.length) + groups.first[static_cast<std::size_t>(g)] * rows.step];
    });
    call.setOutput(0, values.asStrided(std::move(sizes), std::move(strides), 0));
    call.setOutput(1, indexTensor(groups.inverse, {rows.length}));
    call.setOutput(2, indexTensor(groups.counts, {count}));
    return {};
}

Result<void> uniqueReference(KernelCall& call) { return elements(call, Which::All); }
Result<void> uniqueDimReference(KernelCall& call) { return slices(call, Which::All); }
Result<void> consecutiveDimReference(KernelCall& call) { return slices(call, Which::Neighbours); }

Result<Types> consecutiveType(const OpCall& call) { return call.isNone("dim") ? elementsType(call) : slicesType(call); }
Result<void> consecutiveReference(KernelCall& call) {
    return call.isNone("dim") ? elements(call, Which::Neighbours) : slices(call, Which::Neighbours);
}

#define WHITTLE_ROW(op, args, result, text, type, kernel) \
    {.name = "aten." op ".default", .schema = op "(Tensor self, " args ") -> " result, .summary = text, .inferType = type, .reference = kernel}

constexpr OpDef kOps[] = {
    WHITTLE_ROW("_unique", "bool sorted=True, bool return_inverse=False", "(Tensor, Tensor)", "The distinct elements in ascending order.", elementsType, uniqueReference),
    WHITTLE_ROW("_unique2", "bool sorted=True, bool return_inverse=False, bool return_counts=False", "(Tensor, Tensor, Tensor)", "The distinct elements in ascending order, and how often each occurs.", elementsType, uniqueReference),
    WHITTLE_ROW("unique_dim", "int dim, bool sorted=True, bool return_inverse=False, bool return_counts=False", "(Tensor, Tensor, Tensor)", "The distinct slices of a dimension in ascending order.", slicesType, uniqueDimReference),
    WHITTLE_ROW("unique_consecutive", "bool return_inverse=False, bool return_counts=False, int? dim=None", "(Tensor, Tensor, Tensor)", "One element of each run of equal ones.", consecutiveType, consecutiveReference),
    WHITTLE_ROW("unique_dim_consecutive", "int dim, bool return_inverse=False, bool return_counts=False", "(Tensor, Tensor, Tensor)", "One slice of each run of equal ones.", slicesType, consecutiveDimReference),
};

#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> uniqueOps() { return kOps; }

}  // namespace whittle::ops

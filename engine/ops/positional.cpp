// Between values and positions: one_hot, triu_indices, where(condition), unique, bincount, isin. Sizes that depend on
// data are only known when the program runs. Proof: tests/golden/ops/indexing.
#include <algorithm>
#include <numeric>

#include "engine/ops/all_ops.h"
#include "engine/ops/index_layout.h"
#include "engine/ops/lower.h"
#include "engine/ops/positions.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

TensorType indexType(const OpCall& call, SymSizes sizes) { return {DType::I64, std::move(sizes), {}, call.type(0).device}; }

// --- one_hot ---

Result<Types> oneHotType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (self.dtype != DType::I64) return fail(Code::Type, "one_hot.1: is only applicable to index tensor of type int64, it is {}", self.text());
    WHITTLE_TRY(const std::int64_t classes, call.integer("num_classes"));
    if (classes == 0 || classes < -1) return fail(Code::Argument, "one_hot.2: num_classes should be positive or -1, it is {}", classes);
    SymSizes sizes = self.sizes;
    sizes.push_back(classes < 0 ? dataDependentSize() : SymInt(classes));
    return Types{indexType(call, std::move(sizes))};
}

Result<void> oneHotReference(KernelCall& call) {
    const Tensor self = call.tensor("self").contiguous();
    const std::int64_t* data = self.data<std::int64_t>();
    Index classes = call.size("num_classes");
    if (classes < 0) {
        if (self.numel() == 0) return fail(Code::Run, "one_hot: can not infer total number of classes from empty tensor.");
        classes = *std::max_element(data, data + self.numel()) + 1;
    }
    Sizes sizes = self.sizes();
    sizes.push_back(classes);
    Tensor out = Tensor::zeros(DType::I64, sizes);
    std::int64_t* to = out.mutableData<std::int64_t>();
    for (Index i = 0; i < self.numel(); ++i) {
        if (data[i] < 0 || data[i] >= classes)
            return fail(Code::Run, "one_hot: class value {} is not from 0 to {}", data[i], classes - 1);
        to[i * classes + data[i]] = 1;
    }
    call.setOutput(0, std::move(out));
    return {};
}

Result<void> oneHotLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const std::int64_t classes, call.integer("num_classes"));
    if (classes < 0) {
        loops.refuse("how many classes there are is known when the positions have been read");
        return {};
    }
    const SymSizes& index = loops.index();
    const Expr named = loops.at(call.arg("self"), {index.begin(), index.end() - 1});
    const Expr checked = loops.check((named >= 0.0) & (named < static_cast<double>(classes)), named, "one_hot: class value {value} is not from 0 to {size}", classes - 1);
    loops.store(checked == loops.position(index.back()));
    return {};
}

// --- triangles ---

// Rows are cut where the triangle starts (upper) or ends (lower).
template <bool upper>
Index firstColumn(Index row, Index columns, Index offset) { return upper ? std::clamp<Index>(row + offset, 0, columns) : 0; }
template <bool upper>
Index pastColumn(Index row, Index columns, Index offset) { return upper ? columns : std::clamp<Index>(row + offset + 1, 0, columns); }

struct Triangle {
    Index rows, columns, offset, count = 0;
};

template <bool upper>
Result<Triangle> triangleOf(const OpCall& call) {
    WHITTLE_TRY(const std::int64_t rows, call.integer("row"));
    WHITTLE_TRY(const std::int64_t columns, call.integer("col"));
    WHITTLE_TRY(const std::int64_t offset, call.integer("offset"));
    constexpr std::int64_t kMost = 1 << 24;
    if (rows < 0 || columns < 0 || rows > kMost || columns > kMost || std::abs(offset) > kMost)
        return fail(Code::Argument, "{}.1: row {}, col {} and offset {} must be non-negative and small", call.schema().name, rows, columns, offset);
    Triangle out{rows, columns, offset};
    for (Index r = 0; r < rows; ++r) out.count += pastColumn<upper>(r, columns, offset) - firstColumn<upper>(r, columns, offset);
    return out;
}

template <bool upper>
Result<Types> triangleType(const OpCall& call) {
    WHITTLE_TRY(const Triangle t, triangleOf<upper>(call));
    return Types{TensorType{call.dtype("dtype").value_or(DType::I64), {2, t.count}, {}, {}}};
}

template <bool upper>
Result<void> triangleReference(KernelCall& call) {
    WHITTLE_TRY(const Triangle t, triangleOf<upper>(call));
    std::vector<std::int64_t> rows, columns;
    for (Index r = 0; r < t.rows; ++r)
        for (Index c = firstColumn<upper>(r, t.columns, t.offset); c < pastColumn<upper>(r, t.columns, t.offset); ++c) {
            rows.push_back(r);
            columns.push_back(c);
        }
    rows.insert(rows.end(), columns.begin(), columns.end());
    call.setOutput(0, Tensor::of<std::int64_t>(rows, {2, t.count}).to(call.outputType().dtype));
    return {};
}

// --- positions of what is not zero ---

Result<Types> whereType(const OpCall& call) {
    const int rank = std::max(call.type(0).rank(), 1);
    return Types(static_cast<std::size_t>(rank), indexType(call, {dataDependentSize()}));
}

Result<void> whereReference(KernelCall& call) {
    const Tensor rows = nonzeroRows(ranked(call.input(0)));
    for (int i = 0; i < rows.dim(1); ++i) call.setOutput(i, rows.asStrided({rows.dim(0)}, {rows.dim(1)}, rows.offset() + i).contiguous());
    return {};
}

Result<std::vector<ValueId>> argwhereDecompose(const OpCall& call, OpBuilder& build) { return forwardTo("aten.nonzero.default", call, build); }

Result<Types> nonzeroStaticType(const OpCall& call) {
    if (const auto size = call.symInt("size").constant(); size && *size < 0)
        return fail(Code::Argument, "nonzero_static.1: size must not be negative, it is {}", *size);
    return Types{indexType(call, {call.symInt("size"), call.type("self").rank()})};
}

Result<void> nonzeroStaticReference(KernelCall& call) {
    const Tensor rows = nonzeroRows(call.tensor("self"));
    Tensor& out = call.output();
    std::int64_t* to = out.mutableData<std::int64_t>();
    std::fill_n(to, out.numel(), call.size("fill_value"));
    std::copy_n(rows.data<std::int64_t>(), std::min(rows.numel(), out.numel()), to);
    return {};
}

// --- counting ---

Result<Types> bincountType(const OpCall& call) {
    const TensorType& self = call.type("self");
    const TensorType* weights = call.optionalType("weights");
    if (self.rank() != 1 || isFloating(self.dtype))
        return fail(Code::Shape, "bincount.1: only supports 1-d non-negative integral inputs, got {}", self.text());
    if (weights && (weights->rank() != 1 || differ(weights->sizes[0], self.sizes[0])))
        return fail(Code::Shape, "bincount.2: weights {} should be 1-d and have the same length as input {}", weights->text(), self.text());
    const DType dtype = !weights ? DType::I64 : weights->dtype == DType::F32 ? DType::F32 : DType::F64;
    return Types{TensorType{dtype, {dataDependentSize()}, {}, self.device}};
}

Result<void> bincountReference(KernelCall& call) {
    const Tensor index = indexOf(call, "self");
    const Tensor* weights = call.optionalTensor("weights");
    const std::int64_t* at = index.data<std::int64_t>();
    constexpr Index kMost = Index{1} << 32;
    Index bins = call.size("minlength");
    for (Index i = 0; i < index.numel(); ++i) {
        if (at[i] < 0 || at[i] >= kMost) return fail(Code::Run, "bincount: the element {} is negative or too large", at[i]);
        bins = std::max(bins, at[i] + 1);
    }
    const DType wide = weights ? DType::F64 : DType::I64;
    Tensor out = Tensor::zeros(wide, {bins});
    visitCompute(wide, [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        const Tensor by = weights ? weights->to(wide).contiguous() : Tensor();
        for (Index i = 0; i < index.numel(); ++i) to[at[i]] += weights ? by.data<T>()[i] : T{1};
    });
    call.setOutput(0, out.to(call.outputType().dtype));
    return {};
}

// How often a position occurs becomes how often it is repeated.
Result<Tensor> repeatedPositions(const KernelCall& call) {
    const Tensor repeats = indexOf(call, "repeats");
    std::vector<std::int64_t> out;
    for (Index i = 0; i < repeats.numel(); ++i) {
        const std::int64_t times = repeats.data<std::int64_t>()[i];
        if (times < 0) return fail(Code::Run, "repeat_interleave: repeats can not be negative, one is {}", times);
        out.insert(out.end(), static_cast<std::size_t>(times), i);
    }
    const auto count = static_cast<Index>(out.size());
    if (!call.isNone("output_size") && call.size("output_size") != count)
        return fail(Code::Run, "repeat_interleave: allocated size {} does not match required size {}", call.size("output_size"), count);
    return Tensor::of<std::int64_t>(out, {count});
}

SymInt repeatedCount(const OpCall& call) { return call.isNone("output_size") ? dataDependentSize() : call.symInt("output_size"); }

Result<Types> repeatsType(const OpCall& call) {
    WHITTLE_TRY_VOID(needIndex(call, "repeats"));
    if (call.type("repeats").rank() != 1)
        return fail(Code::Shape, "repeat_interleave.2: only accept 1D vector as repeat, got {}", call.type("repeats").text());
    return Types{TensorType{call.type("repeats").dtype, {repeatedCount(call)}, {}, call.type("repeats").device}};
}

Result<void> repeatsReference(KernelCall& call) {
    WHITTLE_TRY(const Tensor positions, repeatedPositions(call));
    call.setOutput(0, positions.to(call.outputType().dtype));
    return {};
}

Result<Types> repeatSelfType(const OpCall& call) {
    const TensorType &self = call.type("self"), &repeats = call.type("repeats");
    WHITTLE_TRY_VOID(needIndex(call, "repeats"));
    SymSizes sizes = self.sizes;
    if (call.isNone("dim")) sizes = {self.numel()};
    if (sizes.empty()) sizes = {1};
    WHITTLE_TRY(const int dim, call.isNone("dim") ? Result<int>(0) : call.dim("dim", self.rank()));
    SymInt& size = sizes[static_cast<std::size_t>(dim)];
    const bool one = repeats.rank() == 0 || isOne(repeats.sizes[0]);
    if (repeats.rank() > 1 || (!one && differ(repeats.sizes[0], size)))
        return fail(Code::Shape, "repeat_interleave.2: repeats {} must have the same size as input along dim, which has {}", repeats.text(), size.text());
    size = repeatedCount(call);
    return resized(self, std::move(sizes));
}

Result<void> repeatSelfReference(KernelCall& call) {
    const Tensor& given = call.tensor("self");
    const Tensor self = call.isNone("dim") ? given.contiguous().viewAs({given.numel()}) : ranked(given).contiguous();
    const auto dim = static_cast<std::size_t>(call.isNone("dim") ? 0 : call.checkedDim("dim", given.rank()));
    const Tensor repeats = indexOf(call, "repeats");
    std::vector<std::int64_t> from;
    for (Index i = 0; i < self.sizes()[dim]; ++i) {
        const std::int64_t times = repeats.data<std::int64_t>()[repeats.numel() == 1 ? 0 : i];
        if (times < 0) return fail(Code::Run, "repeat_interleave: repeats can not be negative, one is {}", times);
        from.insert(from.end(), static_cast<std::size_t>(times), i);
    }
    Sizes sizes = self.sizes();
    sizes[dim] = static_cast<Index>(from.size());
    Tensor out = Tensor::empty(self.dtype(), sizes);
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        forEachPosition(sizes, [&](Sizes p) {
            p[dim] = from[static_cast<std::size_t>(p[dim])];
            *to++ = self.data<T>()[offsetOf(self.strides(), p)];
        });
    });
    call.setOutput(0, std::move(out));
    return {};
}

// --- isin ---

Result<Types> isinType(const OpCall& call) {
    for (const char* name : {"element", "elements", "test_element", "test_elements"}) {
        if (!call.schema().arg(name)) continue;
        WHITTLE_TRY(const Operands one, promoteOperands(call, {name}));
        if (one.dtype == DType::Bool) return fail(Code::Type, "isin.1: Unsupported input type encountered for isin(): '{}' is bool", name);
    }
    const bool number = call.schema().arg("element") != nullptr;
    return Types{TensorType{DType::Bool, number ? SymSizes{} : call.type("elements").sizes, {}, call.type(0).device}};
}

Result<void> isinReference(KernelCall& call) {
    const char* what = call.schema().arg("element") ? "element" : "elements";
    const char* among = call.schema().arg("test_element") ? "test_element" : "test_elements";
    WHITTLE_TRY(const Operands both, promoteOperands(call, {what}));
    WHITTLE_TRY(const Operands others, promoteOperands(call, {among}));
    const DType common = promoteTypes(both.dtype, others.dtype);
    const Tensor elements = operand(call, what, common).contiguous(), tests = operand(call, among, common).contiguous();
    const bool invert = call.flag("invert");
    bool* to = call.output().mutableData<bool>();
    visitCompute(common, [&](auto tag) {
        using C = decltype(tag);
        std::vector<C> known(tests.data<C>(), tests.data<C>() + tests.numel());
        std::erase_if(known, isNan<C>);  // NaN equals nothing
        std::sort(known.begin(), known.end());
        for (Index i = 0; i < elements.numel(); ++i) {
            const C x = elements.data<C>()[i];
            to[i] = (!isNan(x) && std::binary_search(known.begin(), known.end(), x)) != invert;
        }
    });
    return {};
}

// --- take_along_dim ---

Result<std::vector<ValueId>> takeAlongDecompose(const OpCall& call, OpBuilder& build) {
    const TensorType &self = call.type("self"), &indices = call.type("indices");
    Steps steps(call, build);
    ValueId x = steps.value("self"), index = steps.value("indices");
    if (call.isNone("dim"))
        return steps.done(steps("aten.gather.default", {steps.view(x, {self.numel()}), 0, steps.view(index, {indices.numel()})}));
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    if (self.rank() != indices.rank())
        return fail(Code::Shape, "take_along_dim.1: input and indices should have the same number of dimensions, got {} and {}", self.text(), indices.text());
    SymSizes selfSizes = self.sizes, indexSizes = indices.sizes;
    if (self.rank() > 0) selfSizes[static_cast<std::size_t>(dim)] = indexSizes[static_cast<std::size_t>(dim)] = 1;
    WHITTLE_TRY(const SymSizes wide, broadcastSizes(selfSizes, indexSizes));
    const auto spread = [&](ValueId value, const SymSizes& own) {
        SymSizes sizes = wide;
        if (self.rank() > 0) sizes[static_cast<std::size_t>(dim)] = own[static_cast<std::size_t>(dim)];
        return sizes == own ? value : steps("aten.expand.default", {value, steps.sizes(sizes)});
    };
    x = spread(x, SymSizes(self.sizes));
    index = spread(index, SymSizes(indices.sizes));
    return steps.done(steps("aten.gather.default", {x, dim, index}));
}

#define WHITTLE_ROW(name_, schema_, text, type, kernel) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = kernel}

constexpr OpDef kOps[] = {
    {.name = "aten.one_hot.default", .schema = "one_hot(Tensor self, int num_classes=-1) -> Tensor",
     .summary = "1 at the position that each element names, else 0.", .inferType = oneHotType, .reference = oneHotReference, .lower = oneHotLower},
    WHITTLE_ROW("triu_indices.default", "triu_indices(int row, int col, int offset=0, *, ScalarType? dtype=long, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor", "Rows and columns of an upper triangle.", triangleType<true>, triangleReference<true>),
    WHITTLE_ROW("tril_indices.default", "tril_indices(int row, int col, int offset=0, *, ScalarType? dtype=long, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor", "Rows and columns of a lower triangle.", triangleType<false>, triangleReference<false>),
    WHITTLE_ROW("where.default", "where(Tensor condition) -> Tensor[]", "Positions of the nonzero elements, one tensor a dimension.", whereType, whereReference),
    WHITTLE_ROW("nonzero_numpy.default", "nonzero_numpy(Tensor self) -> Tensor[]", "Positions of the nonzero elements, one tensor a dimension.", whereType, whereReference),
    {.name = "aten.argwhere.default", .schema = "argwhere(Tensor self) -> Tensor", .summary = "As nonzero.", .inferType = decomposedType, .decompose = argwhereDecompose},
    WHITTLE_ROW("nonzero_static.default", "nonzero_static(Tensor self, *, SymInt size, int fill_value=-1) -> Tensor", "The first `size` positions of nonzero elements, filled up.", nonzeroStaticType, nonzeroStaticReference),
    WHITTLE_ROW("bincount.default", "bincount(Tensor self, Tensor? weights=None, SymInt minlength=0) -> Tensor", "How often each number occurs, or the sum of its weights.", bincountType, bincountReference),
    WHITTLE_ROW("repeat_interleave.Tensor", "repeat_interleave.Tensor(Tensor repeats, *, SymInt? output_size=None) -> Tensor", "Each position as often as `repeats` says there.", repeatsType, repeatsReference),
    WHITTLE_ROW("repeat_interleave.self_Tensor", "repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor", "Each element of a dimension as often as `repeats` says there.", repeatSelfType, repeatSelfReference),
    WHITTLE_ROW("isin.Tensor_Tensor", "isin.Tensor_Tensor(Tensor elements, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor", "Which elements occur among the others.", isinType, isinReference),
    WHITTLE_ROW("isin.Tensor_Scalar", "isin.Tensor_Scalar(Tensor elements, Scalar test_element, *, bool assume_unique=False, bool invert=False) -> Tensor", "Which elements equal a number.", isinType, isinReference),
    WHITTLE_ROW("isin.Scalar_Tensor", "isin.Scalar_Tensor(Scalar element, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor", "Whether a number occurs.", isinType, isinReference),
    {.name = "aten.take_along_dim.default", .schema = "take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor",
     .summary = "gather, with the other dimensions broadcast.", .inferType = decomposedType, .decompose = takeAlongDecompose},
};

#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> positionOps() { return kOps; }

}  // namespace whittle::ops

// Numbers read out of tensors, and what exported programs assert about tensors and numbers.
#include <limits>

#include "engine/ops/all_ops.h"
#include "engine/ops/index_layout.h"
#include "engine/ops/kernel_call.h"
#include "engine/ops/op_builder.h"

namespace whittle::ops {
namespace {

// --- numbers out of tensors ---

// The value is only known when the program runs.
Result<Types> itemType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (const auto count = self.numel().constant(); count && *count != 1)
        return fail(Code::Shape, "{}.1: a tensor with {} elements cannot be converted to a number, {} is needed", call.schema().name,
                    *count, 1);
    if (isFloating(self.dtype)) return Types{NumberType{NumberType::Kind::Float, {}}};
    if (self.dtype == DType::Bool) return Types{NumberType{NumberType::Kind::Bool, {}}};
    return Types{NumberType{NumberType::Kind::Int, dataDependentSize()}};
}

Result<void> itemReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    if (isFloating(self.dtype())) call.setOutput(0, Datum(self.flat(0)));
    else if (self.dtype() == DType::Bool) call.setOutput(0, Datum(self.flatInt(0) != 0));
    else call.setOutput(0, Datum(self.flatInt(0)));
    return {};
}

Result<Types> boolNumber(const OpCall&) { return Types{NumberType{NumberType::Kind::Bool, {}}}; }

Result<Types> isNonzeroType(const OpCall& call) {
    WHITTLE_TRY_VOID(itemType(call));
    return boolNumber(call);
}

Result<void> isNonzeroReference(KernelCall& call) {
    call.setOutput(0, Datum(call.tensor("self").flat(0) != 0));
    return {};
}

// --- layout ---

// Kernels have layouts of their own; a program that asks is told the layout on record, row-major without one.
SymSizes strideOf(const TensorType& self) {
    if (!self.strides.empty()) return self.strides;
    SymSizes out(self.sizes.size());
    SymInt step(1);
    for (std::size_t i = out.size(); i-- > 0;) {
        out[i] = step;
        step = step * self.sizes[i];
    }
    return out;
}

Result<Types> symStrideType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (self.rank() == 0) return fail(Code::Shape, "sym_stride.1: a tensor of rank 0 has no dimension");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    return Types{NumberType{NumberType::Kind::Int, strideOf(self)[static_cast<std::size_t>(dim)]}};
}

Result<void> symStrideReference(KernelCall& call) {
    WHITTLE_TRY(const Types type, symStrideType(call));
    call.setOutput(0, Datum(asNumberType(type[0])->expr.constant().value_or(0)));
    return {};
}

Result<Types> zeroType(const OpCall&) { return Types{NumberType{NumberType::Kind::Int, 0}}; }

Result<void> zeroReference(KernelCall& call) {
    call.setOutput(0, Datum(std::int64_t{0}));
    return {};
}

// --- assertions ---

Result<Types> nothingType(const OpCall&) { return Types{}; }
Result<void> nothingReference(KernelCall&) { return {}; }

Result<void> matchSizes(const SymSizes& have, const SymSizes& want, const char* what) {
    bool same = have.size() == want.size();
    for (std::size_t i = 0; same && i < have.size(); ++i) {
        const auto gap = (have[i] - want[i]).constant();
        same = !gap || *gap == 0;
    }
    if (same) return {};
    return fail(Code::Run, "_assert_tensor_metadata.1: Tensor {} mismatch: the tensor has {}, the program was captured with {}", what,
                TensorType{DType::F32, have, {}, {}}.text().substr(3), TensorType{DType::F32, want, {}, {}}.text().substr(3));
}

// Strides, device and layout are how the capture's tensor lay in memory; ours lie as our kernels put them.
Result<Types> tensorMetadataType(const OpCall& call) {
    const TensorType& a = call.type("a");
    if (!call.isNone("size")) WHITTLE_TRY_VOID(matchSizes(a.sizes, call.symInts("size"), "sizes"));
    const auto dtype = call.dtype("dtype");
    const bool widened = call.precision() == Precision::Float64 && dtype && isInexact(*dtype) && a.dtype == wideDType(*dtype);
    if (dtype && *dtype != a.dtype && !widened)
        return fail(Code::Run, "_assert_tensor_metadata.2: Tensor dtype mismatch: the tensor is {}, the program was captured with {}",
                    a.text(), dtypeName(*dtype));
    return Types{};
}

// What the type rule could decide needs no step at run time.
Result<std::vector<ValueId>> tensorMetadataDecompose(const OpCall& call, OpBuilder&) {
    const SymSizes have = call.type("a").sizes, want = call.isNone("size") ? SymSizes{} : call.symInts("size");
    for (std::size_t i = 0; i < want.size(); ++i)
        if (have[i] != want[i]) return fail(Code::Unsupported, "_assert_tensor_metadata.3: the sizes are only known when the program runs");
    return std::vector<ValueId>{};
}

Result<void> assertAsyncReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    if (self.numel() != 1)
        return fail(Code::Run, "_assert_async: expected a tensor of one element, got {}", self.describe());
    if (self.flat(0) != 0) return {};
    const bool told = call.schema().arg("assert_msg") != nullptr;
    return fail(Code::Run, "assertion failed: {}", told ? call.text("assert_msg") : "expected Tensor with single nonzero value, but got zero");
}

template <Index least>
Result<void> constrainRangeReference(KernelCall& call) {
    const Scalar size = call.scalar("size");
    const Index low = call.isNone("min") ? least : call.size("min");
    const Index high = call.isNone("max") ? std::numeric_limits<Index>::max() : call.size("max");
    // A size may be 0 or 1 in disguise, so a range that ends there says nothing.
    if (least == 0 && high <= 2) return fail(Code::Argument, "sym_constrain_range_for_size: max must be greater than 2, it is {}", high);
    if (high < low) return fail(Code::Argument, "sym_constrain_range: max {} is less than min {}", high, low);
    const Index value = size.category == Scalar::Category::Float ? static_cast<Index>(size.real) : size.integer;
    if (low <= value && value <= high) return {};
    return fail(Code::Run, "sym_constrain_range: Invalid value range for {} between [{}, {}]", value, low, high);
}

constexpr OpDef kOps[] = {
    {.name = "aten.item.default", .schema = "item(Tensor self) -> Scalar", .summary = "The only element, as a number.",
     .inferType = itemType, .reference = itemReference},
    {.name = "aten._local_scalar_dense.default", .schema = "_local_scalar_dense(Tensor self) -> Scalar",
     .summary = "The only element, as a number.", .inferType = itemType, .reference = itemReference},
    {.name = "aten.is_nonzero.default", .schema = "is_nonzero(Tensor self) -> bool",
     .summary = "Whether the only element is not zero.", .inferType = isNonzeroType, .reference = isNonzeroReference},
    {.name = "aten.sym_stride.int", .schema = "sym_stride.int(Tensor self, int dim) -> SymInt",
     .summary = "The stride of one dimension on record, as a number.", .inferType = symStrideType, .reference = symStrideReference, .complex = symStrideReference},
    {.name = "aten.sym_storage_offset.default", .schema = "sym_storage_offset(Tensor self) -> SymInt",
     .summary = "Where the tensor starts in its storage; no graph holds such an offset, so 0.", .inferType = zeroType,
     .reference = zeroReference, .complex = zeroReference},
    {.name = "aten._assert_tensor_metadata.default",
     .schema = "_assert_tensor_metadata(Tensor a, SymInt[]? size=None, SymInt[]? stride=None, ScalarType? dtype=None, *,"
               " Device? device=None, Layout? layout=None) -> ()",
     .summary = "Fails when sizes or dtype are not what the program was captured with.", .inferType = tensorMetadataType,
     .reference = nothingReference, .complex = nothingReference, .decompose = tensorMetadataDecompose},
    {.name = "aten._assert_async.default", .schema = "_assert_async(Tensor self) -> ()",
     .summary = "Fails the run when the only element is zero.", .inferType = nothingType, .reference = assertAsyncReference},
    {.name = "aten._assert_async.msg", .schema = "_assert_async.msg(Tensor self, str assert_msg) -> ()",
     .summary = "Fails the run with a message when the only element is zero.", .inferType = nothingType,
     .reference = assertAsyncReference},
    {.name = "aten.sym_constrain_range.default",
     .schema = "sym_constrain_range(Scalar size, *, int? min=None, int? max=None) -> ()",
     .summary = "Fails the run when a number is outside a range.", .inferType = nothingType,
     .reference = constrainRangeReference<std::numeric_limits<Index>::min()>},
    {.name = "aten.sym_constrain_range_for_size.default",
     .schema = "sym_constrain_range_for_size(Scalar size, *, int? min=None, int? max=None) -> ()",
     .summary = "Fails the run when a size is outside a range, which starts at 0 without a min.", .inferType = nothingType,
     .reference = constrainRangeReference<0>},
};

}  // namespace

std::span<const OpDef> metadataOps() { return kOps; }

}  // namespace whittle::ops

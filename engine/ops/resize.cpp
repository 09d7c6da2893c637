// resize: as many elements as the sizes ask for, in the order they lie in memory. What is new is unspecified in PyTorch
// and zero here.
#include "engine/ops/all_ops.h"
#include "engine/ops/layout.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

Result<Types> resizeType(const OpCall& call) {
    const TensorType& self = call.type("self");
    const SymSizes sizes = call.symInts("size");
    for (const SymInt& size : sizes)
        if (const auto known = size.constant(); known && *known < 0)
            return fail(Code::Shape, "resize.1: sizes must not be negative, got {}", sizesText(sizes));
    const MemoryFormat* format = call.arg("memory_format").as<MemoryFormat>();
    if (format && *format == MemoryFormat::Preserve) return fail(Code::Argument, "resize.2: Unsupported memory format Preserve");
    WHITTLE_TRY_VOID(checkMemoryFormat(call, static_cast<int>(sizes.size())));
    return resized(self, sizes);
}

Result<void> resizeReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const Sizes sizes = call.outputSizes();
    if (sizes == self.sizes() && call.isNone("memory_format")) {
        call.setOutput(0, inLayout(self, preservedStrides(self)));
        return {};
    }
    const Tensor laid = inLayout(self, preservedStrides(self));  // as a copy would lie: without gaps
    const Tensor inMemory = laid.asStrided({laid.numel()}, {1}, laid.offset());
    const Tensor out = Tensor::zeros(self.dtype(), sizes);
    const std::size_t item = dtypeSize(self.dtype()), count = static_cast<std::size_t>(std::min(out.numel(), self.numel()));
    std::copy_n(inMemory.data<std::byte>(), count * item, out.storage()->mutableData());
    const Sizes strides = call.isNone("memory_format") ? contiguousStrides(sizes) : formatStrides(call, out);
    call.setOutput(0, out.asStrided(sizes, strides, 0));
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "aten.resize.default", .schema = "resize(Tensor self, SymInt[] size, *, MemoryFormat? memory_format=None) -> Tensor",
     .summary = "Other sizes over the elements in their order in memory; zeros behind them.", .inferType = resizeType,
     .reference = resizeReference, .complex = resizeReference},
    {.name = "aten.resize_.default", .schema = "resize_(Tensor(a!) self, SymInt[] size, *, MemoryFormat? memory_format=None) -> Tensor(a!)",
     .summary = "In place: resize.", .functional = "aten.resize.default"},
};

}  // namespace

std::span<const OpDef> resizeOps() { return kOps; }

}  // namespace whittle::ops

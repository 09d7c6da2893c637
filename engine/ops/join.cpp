// Operators that join tensors. Proof: tests/engine/ops/join_test.cpp.
#include <cstring>

#include "engine/ops/all_ops.h"
#include "engine/ops/kernel_call.h"
#include "engine/ops/layout.h"
#include "engine/ops/lower.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

std::size_t at(int axis) { return static_cast<std::size_t>(axis); }

// PyTorch's old rule, still in force: a 1-d tensor without elements joins anything.
bool isSkipped(const TensorType& type) { return type.rank() == 1 && type.sizes[0].is(0); }

DType commonDType(const OpCall& call) {
    Promotion promotion;
    for (int i = 0; i < call.inputCount(); ++i) promotion.add(call.type(i));
    return promotion.result();
}

Result<Types> catType(const OpCall& call) {
    if (call.inputCount() == 0) return fail(Code::Argument, "cat.1: the list of tensors is empty");
    const TensorType* first = nullptr;
    for (int i = 0; i < call.inputCount(); ++i)
        if (!first && !isSkipped(call.type(i))) first = &call.type(i);
    TensorType out = withSizes(first ? *first : call.type(0), first ? first->sizes : SymSizes{0});
    out.dtype = commonDType(call);
    if (out.rank() == 0) return fail(Code::Shape, "cat.2: tensors of rank 0 cannot be joined; use stack");
    WHITTLE_TRY(const int axis, call.dim("dim", out.rank()));
    if (!first) return Types{std::move(out)};
    out.sizes[at(axis)] = 0;
    for (int i = 0; i < call.inputCount(); ++i) {
        const TensorType& in = call.type(i);
        if (isSkipped(in)) continue;
        if (in.rank() != out.rank())
            return fail(Code::Shape, "cat.3: input {} is {}, the first is {}", i, in.text(), first->text());
        for (int d = 0; d < out.rank(); ++d)
            if (d != axis && differ(in.sizes[at(d)], out.sizes[at(d)]))
                return fail(Code::Shape, "cat.4: input {} is {}, the first is {}: sizes must match except in dim {}", i,
                            in.text(), first->text(), axis);
        out.sizes[at(axis)] = out.sizes[at(axis)] + in.sizes[at(axis)];
    }
    return Types{std::move(out)};
}

// Copies whole rows: everything from the joined dimension inwards lies together in a row-major part.
void joinInto(Tensor& out, const std::vector<Tensor>& parts, int axis) {
    if (out.numel() == 0) return;
    const auto inner = [&](const Tensor& t) {
        return static_cast<std::size_t>(elementCount(std::span(t.sizes()).subspan(at(axis)))) * dtypeSize(t.dtype());
    };
    const Index rows = elementCount(std::span(out.sizes()).first(at(axis)));
    const std::size_t outRow = inner(out);
    std::byte* to = out.mutableData<std::byte>();
    std::size_t column = 0;
    for (const Tensor& part : parts) {
        const Tensor from = part.to(out.dtype()).contiguous();
        const std::size_t row = inner(from);
        const auto* bytes = from.data<std::byte>();
        for (Index r = 0; r < rows && row > 0; ++r)
            std::memcpy(to + static_cast<std::size_t>(r) * outRow + column, bytes + static_cast<std::size_t>(r) * row, row);
        column += row;
    }
}

Result<void> catReference(KernelCall& call) {
    std::vector<Tensor> parts;
    for (int i = 0; i < call.inputCount(); ++i)
        if (call.input(i).rank() != 1 || call.input(i).dim(0) != 0) parts.push_back(call.input(i));
    Tensor& out = call.output();
    joinInto(out, parts, call.checkedDim("dim", out.rank()));
    return {};
}

// One masked load a part. A part is read only where the position lies in it, so that the loads of the others,
// out of range there, touch nothing.
Result<void> catLower(const OpCall& call, LoopBuilder& loops) {
    constexpr int kMost = 16;  // every element asks for every part before its own
    if (call.inputCount() > kMost) {
        loops.refuse(fmt::format("more than {} parts", kMost));
        return {};
    }
    WHITTLE_TRY(const int axis, call.dim("dim", loops.type().rank()));
    const Arg::List& parts = *call.arg("tensors").as<Arg::List>();
    const Expr along = loops.position(loops.index(axis));
    Expr out = loops.integer(loops.type().dtype, 0);
    SymInt start(0);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const TensorType& part = call.type(static_cast<int>(i));
        if (isSkipped(part)) continue;
        const SymInt end = start + part.sizes[at(axis)];
        SymSizes from = loops.index();
        from[at(axis)] = from[at(axis)] - start;
        for (std::size_t d = 0; d < from.size(); ++d)
            if (static_cast<int>(d) != axis) loops.require(part.sizes[d], loops.type().sizes[d]);
        const Expr inside = binary(LoopOp::Ge, along, loops.position(start)) & binary(LoopOp::Lt, along, loops.position(end));
        out = loops.masked(inside, [&] { return loops.at(parts[i], from).to(loops.type().dtype); }, out);
        start = end;
    }
    loops.store(out);
    return {};
}

Result<Types> stackType(const OpCall& call) {
    if (call.inputCount() == 0) return fail(Code::Argument, "stack.1: the list of tensors is empty");
    const TensorType& first = call.type(0);
    WHITTLE_TRY(const int axis, call.dim("dim", first.rank() + 1));
    for (int i = 1; i < call.inputCount(); ++i) {
        const TensorType& in = call.type(i);
        bool same = in.rank() == first.rank();
        for (int d = 0; same && d < first.rank(); ++d) same = !differ(in.sizes[at(d)], first.sizes[at(d)]);
        if (!same) return fail(Code::Shape, "stack.2: input {} is {}, the first is {}: sizes must match", i, in.text(), first.text());
    }
    TensorType out = withSizes(first, first.sizes);
    out.dtype = commonDType(call);
    out.sizes.insert(out.sizes.begin() + axis, call.inputCount());
    return Types{std::move(out)};
}

Result<void> stackReference(KernelCall& call) {
    Tensor& out = call.output();
    const int axis = call.checkedDim("dim", out.rank());
    std::vector<Tensor> parts;
    for (int i = 0; i < call.inputCount(); ++i) {
        Sizes sizes = call.input(i).sizes();
        sizes.insert(sizes.begin() + axis, 1);
        parts.push_back(call.input(i).contiguous().viewAs(std::move(sizes)));
    }
    joinInto(out, parts, axis);
    return {};
}

Result<std::vector<ValueId>> stackDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const int axis, call.dim("dim", call.type(0).rank() + 1));
    Arg::List parts;
    for (const Arg& item : *call.arg("tensors").as<Arg::List>()) {
        WHITTLE_TRY(const ValueId part, build.one("aten.unsqueeze.default", {{"self", item}, {"dim", axis}}));
        parts.push_back(part);
    }
    return build.call("aten.cat.default", {{"tensors", std::move(parts)}, {"dim", axis}});
}

// Channels-last when every part is.
Sizes catLayout(const KernelCall& call, const Sizes& sizes) {
    for (int i = 0; i < call.inputCount(); ++i)
        if (!looksChannelsLast(call.input(i))) return contiguousStrides(sizes);
    return channelsLastStrides(sizes);
}

constexpr OpDef kOps[] = {
    {.name = "aten.cat.default", .schema = "cat(Tensor[] tensors, int dim=0) -> Tensor",
     .summary = "Joins tensors along `dim`; every other dimension must match.", .inferType = catType,
     .reference = laidOut<catReference, catLayout>, .complex = laidOut<catReference, catLayout>, .lower = catLower},
    {.name = "aten.stack.default", .schema = "stack(Tensor[] tensors, int dim=0) -> Tensor",
     .summary = "Joins tensors of equal sizes along a new dimension.", .inferType = stackType,
     .reference = stackReference, .complex = stackReference, .decompose = stackDecompose},
};

}  // namespace

std::span<const OpDef> joinOps() { return kOps; }

}  // namespace whittle::ops

// The margin loss of rows that have several right classes: a list of classes that ends at the first negative number. Every
// right class should beat every wrong one by 1. Proof: tests/golden/ops/loss.
#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/reduction_mode.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

Result<void> checkOperands(const OpCall& call) {
    const TensorType &self = call.type("self"), &target = call.type("target");
    const std::string& op = call.schema().name;
    WHITTLE_TRY_VOID(reductionMode(call));
    if (self.dtype != DType::F32 && self.dtype != DType::F64)
        return fail(Code::Type, "{}.2: not implemented for {}, f32 or f64 is needed", op, self.text());
    if (target.dtype != DType::I64) return fail(Code::Type, "{}.3: the target is {}, i64 is needed", op, target.text());
    if (self.rank() > 2 || (self.rank() > 0 && self.sizes.back().is(0)))
        return fail(Code::Shape, "{}.4: Expected non-empty vector or matrix with optional 0-dim batch size, but got: {}", op, self.text());
    const bool fits = self.rank() == 2 ? target.rank() == 2 && !differ(target.sizes[0], self.sizes[0]) && !differ(target.sizes[1], self.sizes[1])
                                       : target.rank() <= 1 && !differ(target.numel(), self.numel());
    if (!fits) return fail(Code::Shape, "{}.5: inconsistent target size: {} for input of size: {}", op, target.text(), self.text());
    return {};
}

bool reduces(const OpCall& call) { return *reductionMode(call) != ReductionMode::None || call.type("target").rank() <= 1; }

Result<Types> forwardType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkOperands(call));
    const TensorType &self = call.type("self"), &target = call.type("target");
    return Types{withSizes(self, reduces(call) ? SymSizes{} : SymSizes{self.sizes[0]}), withSizes(self, target.sizes)};
}

Result<Types> lossType(const OpCall& call) {
    WHITTLE_TRY(Types out, forwardType(call));
    out.pop_back();
    return out;
}

struct Rows {
    Tensor self, target;
    Index count, classes;
};

// Errors: Run for a class that is not there.
Result<Rows> rowsOf(const KernelCall& call) {
    Rows rows{dense(call.tensor("self"), DType::F64), call.tensor("target").contiguous(), 1, 1};
    const Sizes& sizes = rows.self.sizes();
    if (!sizes.empty()) rows.classes = sizes.back();
    if (sizes.size() == 2) rows.count = sizes[0];
    for (Index i = 0; i < rows.target.numel(); ++i)
        if (const std::int64_t one = rows.target.data<std::int64_t>()[i]; one < -1 || one >= rows.classes)
            return fail(Code::Run, "{}.6: class {} of the target is outside -1 to {}", call.schema().name, one, rows.classes - 1);
    return rows;
}

// Calls f(right, wrong, shortfall) for every pair of a row whose margin is missed.
template <class F>
void forEachMiss(const double* x, const std::int64_t* target, const double* isTarget, Index classes, F f) {
    for (Index i = 0; i < classes && target[i] >= 0; ++i)
        for (Index d = 0; d < classes; ++d)
            if (isTarget[d] == 0)
                if (const double miss = 1 - x[target[i]] + x[d]; miss > 0) f(target[i], d, miss);
}

Result<void> forwardReference(KernelCall& call) {
    WHITTLE_TRY(const Rows rows, rowsOf(call));
    Tensor isTarget = Tensor::zeros(DType::F64, rows.target.sizes()), losses = Tensor::zeros(DType::F64, {rows.count});
    for (Index r = 0; r < rows.count; ++r) {
        const std::int64_t* target = rows.target.data<std::int64_t>() + r * rows.classes;
        double *marks = isTarget.mutableData<double>() + r * rows.classes, *loss = losses.mutableData<double>() + r;
        for (Index i = 0; i < rows.classes && target[i] >= 0; ++i) marks[target[i]] = 1;
        forEachMiss(rows.self.data<double>() + r * rows.classes, target, marks, rows.classes, [&](Index, Index, double miss) { *loss += miss; });
        *loss /= static_cast<double>(rows.classes);
    }
    if (reduces(call)) {
        const bool mean = *reductionMode(call) == ReductionMode::Mean;
        // Of no rows PyTorch leaves the sum at 0 whatever is asked.
        losses = rows.count == 0 ? Tensor::scalar(DType::F64, 0) : reduced(losses, mean ? ReductionMode::Mean : ReductionMode::Sum);
    }
    finish(call, 0, losses);
    finish(call, 1, isTarget);
    return {};
}

Result<std::vector<ValueId>> lossDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    return steps.done(steps.several("aten.multilabel_margin_loss_forward.default", {call.arg("self"), call.arg("target"), call.arg("reduction")}, 2)[0]);
}

Result<Types> backwardType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkOperands(call));
    const TensorType &self = call.type("self"), &target = call.type("target"), &marks = call.type("is_target"), &grad = call.type("grad_output");
    const std::string& op = call.schema().name;
    bool same = marks.rank() == target.rank();
    for (std::size_t i = 0; same && i < marks.sizes.size(); ++i) same = !differ(marks.sizes[i], target.sizes[i]);
    if (!same) return fail(Code::Shape, "{}.7: inconsistent is_target size: {} for target of size: {}", op, marks.text(), target.text());
    if (grad.dtype != self.dtype || marks.dtype != self.dtype)
        return fail(Code::Type, "{}.8: the gradient is {}, is_target {}; the dtype of {} is needed", op, grad.text(), marks.text(), self.text());
    const SymSizes wanted = reduces(call) || grad.rank() == 0 ? SymSizes{} : SymSizes{self.sizes[0]};
    if (grad.rank() > 1 || (!wanted.empty() && differ(grad.sizes[0], wanted[0])))
        return fail(Code::Shape, "{}.9: the gradient is {}, sizes {} are needed", op, grad.text(), sizesText(wanted));
    return resized(self, self.sizes);
}

Result<void> backwardReference(KernelCall& call) {
    WHITTLE_TRY(const Rows rows, rowsOf(call));
    const Tensor marks = dense(call.tensor("is_target"), DType::F64), grad = dense(call.tensor("grad_output"), DType::F64);
    const ReductionMode mode = *reductionMode(call);
    const double share = 1. / static_cast<double>(mode == ReductionMode::Mean ? rows.count * rows.classes : rows.classes);
    const bool whole = mode != ReductionMode::None || grad.rank() == 0;
    Tensor out = Tensor::zeros(DType::F64, rows.self.sizes());
    for (Index r = 0; r < rows.count; ++r) {
        double* to = out.mutableData<double>() + r * rows.classes;
        const double g = share * grad.data<double>()[whole ? 0 : r];
        forEachMiss(rows.self.data<double>() + r * rows.classes, rows.target.data<std::int64_t>() + r * rows.classes,
                    marks.data<double>() + r * rows.classes, rows.classes, [&](Index right, Index wrong, double) {
                        to[right] -= g;
                        to[wrong] += g;
                    });
    }
    finish(call, 0, out);
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "aten.multilabel_margin_loss.default", .schema = "multilabel_margin_loss(Tensor self, Tensor target, int reduction=1) -> Tensor",
     .summary = "How far right classes are from beating the wrong ones by 1.", .inferType = lossType, .decompose = lossDecompose},
    {.name = "aten.multilabel_margin_loss_forward.default",
     .schema = "multilabel_margin_loss_forward(Tensor self, Tensor target, int reduction) -> (Tensor output, Tensor is_target)",
     .summary = "multilabel_margin_loss, and which classes are right.", .inferType = forwardType, .reference = forwardReference},
    {.name = "aten.multilabel_margin_loss_backward.default",
     .schema = "multilabel_margin_loss_backward(Tensor grad_output, Tensor self, Tensor target, int reduction, Tensor is_target) -> Tensor",
     .summary = "Gradient of multilabel_margin_loss.", .inferType = backwardType, .reference = backwardReference},
};

}  // namespace

std::span<const OpDef> multilabelLossOps() { return kOps; }

}  // namespace whittle::ops

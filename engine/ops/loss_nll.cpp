// Negative log likelihood of classes, for rows [N,C] (or one, [C]) and for planes [N,C,H,W], with its gradient; and
// multi_margin_loss, which reads its operands in the same way.
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/reduction_mode.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

enum class Layout { Rows, Planes };

// --- types -----------------------------------------------------------------------------------------------

Result<void> checkOperands(const OpCall& call, Layout layout) {
    const std::string& op = call.schema().name;
    const TensorType &self = call.type("self"), &target = call.type("target");
    if (!isFloating(self.dtype)) return fail(Code::Type, "{}.2: the input is {}, a floating dtype is needed", op, self.text());
    if (target.dtype != DType::I64 && target.dtype != DType::U8)
        return fail(Code::Type, "{}.3: the target is {}, i64 class numbers are needed", op, target.text());
    const bool rankFits = layout == Layout::Planes ? self.rank() == 4 : self.rank() == 1 || self.rank() == 2;
    SymSizes places = self.sizes;
    if (!places.empty()) places.erase(places.begin() + (self.rank() > 1 ? 1 : 0));
    bool targetFits = target.sizes.size() == places.size() || (self.rank() == 1 && target.numel() == SymInt(1));
    for (std::size_t i = 0; targetFits && i < places.size(); ++i) targetFits = !differ(places[i], target.sizes[i]);
    if (!rankFits || !targetFits)
        return fail(Code::Shape, "{}.4: input {} and target {} do not fit; {} are needed", op, self.text(), target.text(),
                    layout == Layout::Planes ? "[N,C,H,W] and [N,H,W]" : "[N,C] and [N], or [C] and []");
    const TensorType* weight = call.optionalType("weight");
    const SymInt& classes = self.sizes[self.rank() > 1 ? 1 : 0];
    if (weight && (weight->rank() != 1 || differ(weight->sizes[0], classes)))
        return fail(Code::Shape, "{}.5: the weight is {}, one for each of {} classes is needed", op, weight->text(), classes.text());
    if (weight && weight->dtype != self.dtype)
        return fail(Code::Type, "{}.8: the weight is {}, the input {}; one dtype is needed", op, weight->text(), self.text());
    return {};
}

Result<TensorType> lossType(const OpCall& call, Layout layout) {
    WHITTLE_TRY_VOID(checkOperands(call, layout));
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    const TensorType &self = call.type("self"), &target = call.type("target");
    const bool each = mode == ReductionMode::None && self.rank() > 1;
    return withSizes(self, each ? target.sizes : SymSizes{});
}

template <Layout layout>
Result<Types> forwardType(const OpCall& call) {
    WHITTLE_TRY(const TensorType out, lossType(call, layout));
    return Types{out, withSizes(call.type("self"), {})};
}

template <Layout layout>
Result<Types> backwardType(const OpCall& call) {
    WHITTLE_TRY(const TensorType loss, lossType(call, layout));
    const TensorType& grad = call.type("grad_output");
    bool same = grad.rank() == loss.rank();
    for (std::size_t i = 0; same && i < grad.sizes.size(); ++i) same = !differ(grad.sizes[i], loss.sizes[i]);
    if (!same) return fail(Code::Shape, "{}.6: the gradient is {}, the loss {}", call.schema().name, grad.text(), loss.text());
    const TensorType& total = call.type("total_weight");
    if (differ(total.numel(), 1)) return fail(Code::Shape, "{}.9: the total weight is {}, one element is needed", call.schema().name, total.text());
    for (const TensorType* type : {&grad, &total})
        if (type->dtype != loss.dtype)
            return fail(Code::Type, "{}.8: gradient {} and total weight {} need the loss's dtype, {}", call.schema().name, grad.text(), total.text(), dtypeName(loss.dtype));
    return Types{withSizes(call.type("self"), call.type("self").sizes)};
}

Result<Types> marginType(const OpCall& call) {
    if (const auto p = call.knownNumber("p"); p && p != 1 && p != 2) return fail(Code::Argument, "multi_margin_loss.6: p must be 1 or 2, not {}", *p);
    WHITTLE_TRY(const TensorType out, lossType(call, Layout::Rows));
    return Types{out};
}

// --- kernels ---------------------------------------------------------------------------------------------

// Everything wide and dense: element c of place (n, i) is self[(n * classes + c) * inner + i].
struct Operands {
    Tensor self, target, weight;
    Index batch = 1, classes = 1, inner = 1;

    Index places() const { return batch * inner; }
    std::int64_t classAt(Index place) const { return target.data<std::int64_t>()[place]; }
    Index offset(Index place, std::int64_t c) const { return (place / inner * classes + c) * inner + place % inner; }
    double weightOf(std::int64_t c) const { return weight.defined() ? weight.data<double>()[c] : 1; }
};

// Errors: Run for a class that there is not, unless it is the one to ignore.
Result<Operands> read(const KernelCall& call, std::optional<std::int64_t> ignored) {
    Operands out{.self = dense(call.tensor("self"), DType::F64), .target = call.tensor("target").to(DType::I64).contiguous(), .weight = {}};
    if (const Tensor* weight = call.optionalTensor("weight")) out.weight = dense(*weight, DType::F64);
    const int rank = out.self.rank();
    if (rank > 1) out.batch = out.self.dim(0);
    out.classes = out.self.dim(rank > 1 ? 1 : 0);
    for (int axis = 2; axis < rank; ++axis) out.inner *= out.self.dim(axis);
    for (Index i = 0; i < out.places(); ++i)
        if (const std::int64_t c = out.classAt(i); c != ignored && (c < 0 || c >= out.classes))
            return fail(Code::Run, "{}.7: target {} is out of bounds, there are {} classes", call.schema().name, c, out.classes);
    return out;
}

Result<void> forwardReference(KernelCall& call) {
    const std::int64_t ignored = call.size("ignore_index");
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    WHITTLE_TRY(const Operands in, read(call, ignored));
    const bool each = mode == ReductionMode::None && in.self.rank() > 1;
    std::vector<double> losses(static_cast<std::size_t>(in.places()), 0.0);
    double sum = 0, total = 0;
    for (Index i = 0; i < in.places(); ++i) {
        const std::int64_t c = in.classAt(i);
        if (c == ignored) continue;
        const double loss = -in.weightOf(c) * in.self.data<double>()[in.offset(i, c)];
        losses[static_cast<std::size_t>(i)] = loss;
        sum += loss;
        total += in.weightOf(c);
    }
    if (each) finish(call, 0, Tensor::of<double>(losses, call.outputSizes()));
    else finish(call, 0, Tensor::scalar(DType::F64, mode == ReductionMode::Mean ? sum / total : sum));
    finish(call, 1, Tensor::scalar(DType::F64, each ? 0 : total));
    return {};
}

Result<void> backwardReference(KernelCall& call) {
    const std::int64_t ignored = call.size("ignore_index");
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    WHITTLE_TRY(const Operands in, read(call, ignored));
    const Tensor grad = dense(call.tensor("grad_output"), DType::F64);
    const double total = mode == ReductionMode::Mean ? call.tensor("total_weight").flat(0) : 1;
    Tensor out = Tensor::zeros(DType::F64, in.self.sizes());
    double* to = out.mutableData<double>();
    for (Index i = 0; i < in.places(); ++i)
        if (const std::int64_t c = in.classAt(i); c != ignored)
            to[in.offset(i, c)] = -in.weightOf(c) * grad.data<double>()[grad.rank() ? i : 0] / total;
    finish(call, 0, out);
    return {};
}

Result<void> marginReference(KernelCall& call) {
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    WHITTLE_TRY(const Operands in, read(call, std::nullopt));
    const double margin = call.number("margin");
    const bool squared = call.number("p") == 2;
    std::vector<double> losses;
    for (Index i = 0; i < in.batch; ++i) {
        const double* row = in.self.data<double>() + i * in.classes;
        const std::int64_t c = in.classAt(i);
        double sum = 0;
        for (Index d = 0; d < in.classes; ++d)
            if (const double z = margin - row[c] + row[d]; d != c && z > 0) sum += in.weightOf(c) * (squared ? z * z : z);
        losses.push_back(sum / static_cast<double>(in.classes));
    }
    const Tensor each = Tensor::of<double>(losses, in.self.rank() > 1 ? Sizes{in.batch} : Sizes{});
    finish(call, 0, reduced(each, mode));
    return {};
}

#define WHITTLE_NLL(op, layout)                                                                                          \
    {.name = "aten." op "_forward.default",                                                                              \
     .schema = op "_forward(Tensor self, Tensor target, Tensor? weight, int reduction, SymInt ignore_index)"             \
               " -> (Tensor output, Tensor total_weight)",                                                               \
     .summary = "Negative log likelihood of the target classes, and their weight.", .inferType = forwardType<layout>,    \
     .reference = forwardReference},                                                                                     \
    {.name = "aten." op "_backward.default",                                                                             \
     .schema = op "_backward(Tensor grad_output, Tensor self, Tensor target, Tensor? weight, int reduction,"             \
               " SymInt ignore_index, Tensor total_weight) -> Tensor",                                                   \
     .summary = "Gradient of " op ".", .inferType = backwardType<layout>, .reference = backwardReference}

constexpr OpDef kOps[] = {
    WHITTLE_NLL("nll_loss", Layout::Rows),
    WHITTLE_NLL("nll_loss2d", Layout::Planes),
    {.name = "aten.multi_margin_loss.default",
     .schema = "multi_margin_loss(Tensor self, Tensor target, Scalar p=1, Scalar margin=1, Tensor? weight=None, int reduction=1) -> Tensor",
     .summary = "How far each other class comes within the margin of the target.", .inferType = marginType, .reference = marginReference},
};

#undef WHITTLE_NLL

}  // namespace

std::span<const OpDef> nllLossOps() { return kOps; }

}  // namespace whittle::ops

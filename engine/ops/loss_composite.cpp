// Losses that PyTorch writes in terms of other operators: each row here is that text.
#include <cmath>
#include <numbers>

#include "engine/ops/all_ops.h"
#include "engine/ops/promote.h"
#include "engine/ops/recipe.h"
#include "engine/ops/reduction_mode.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

using Values = Result<std::vector<ValueId>>;

// --- the types: what the recipe gives ------------------------------------------------------------------------

// Sizes of the loss before its reduction, from those of two operands.
Result<Types> reducedType(const OpCall& call, DType dtype, SymSizes sizes, const Device& device) {
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    if (mode != ReductionMode::None) sizes.clear();
    if (mode == ReductionMode::Sum && !isFloating(dtype)) dtype = DType::I64;  // as aten.sum
    if (mode == ReductionMode::Mean && !isFloating(dtype))
        return fail(Code::Type, "{}.2: the mean of {} is asked for, a floating dtype is needed", call.schema().name, dtypeName(dtype));
    return Types{TensorType{dtype, std::move(sizes), {}, device}};
}

Result<Types> pairType(const OpCall& call, const char* a, const char* b) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {a, b}));
    return reducedType(call, both.dtype, both.sizes, both.device);
}
Result<Types> selfTargetType(const OpCall& call) { return pairType(call, "self", "target"); }

// The target only chooses between values of the input.
Result<Types> hingeType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "target"}));
    return reducedType(call, call.type("self").dtype, both.sizes, both.device);
}

// exp or log of the input makes a float of it.
Result<Types> poissonType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"input", "target"}));
    Promotion dtype;  // of the input's exponential or logarithm, a float in any case, with the target
    TensorType input = call.type("input");
    input.dtype = floatOf(input.dtype, call.precision());
    dtype.add(input);
    dtype.add(call.type("target"));
    return reducedType(call, dtype.result(), both.sizes, both.device);
}

Result<Types> divergenceType(const OpCall& call) {
    for (const char* name : {"self", "target"})
        if (!isFloating(call.type(name).dtype))
            return fail(Code::Type, "kl_div.2: '{}' is {}, a floating dtype is needed", name, call.type(name).text());
    return selfTargetType(call);
}

Result<Types> logitsType(const OpCall& call) {
    WHITTLE_TRY(Operands all, promoteOperands(call, {"self", "target"}));
    for (const char* name : {"weight", "pos_weight"})
        if (const TensorType* extra = call.optionalType(name)) {
            WHITTLE_TRY(const SymSizes sizes, broadcastSizes(all.sizes, extra->sizes));
            if (name == std::string_view("weight") && (sizes.size() != all.sizes.size() || !std::ranges::equal(sizes, all.sizes, [](const SymInt& a, const SymInt& b) { return !differ(a, b); })))
                return fail(Code::Shape, "{}.4: the weight {} does not fit into the loss's sizes {}", call.schema().name, extra->text(), sizesText(all.sizes));
            all.sizes = sizes;
        }
    if (!isFloating(all.dtype)) return fail(Code::Type, "{}.2: the operands meet in {}, a floating dtype is needed", call.schema().name, dtypeName(all.dtype));
    return reducedType(call, all.dtype, all.sizes, all.device);
}

Result<Types> rankingType(const OpCall& call) {
    WHITTLE_TRY(const Operands all, promoteOperands(call, {"input1", "input2", "target"}));
    if (call.type("input1").rank() != call.type("input2").rank() || call.type("input1").rank() != call.type("target").rank())
        return fail(Code::Shape, "margin_ranking_loss.3: all operands should have one rank");
    return reducedType(call, floatOf(all.dtype, call.precision()), all.sizes, all.device);  // the margin is a float
}

Result<Types> cosineType(const OpCall& call) {
    const TensorType &first = call.type("input1"), &second = call.type("input2"), &target = call.type("target");
    if (target.rank() > 1 || first.rank() != target.rank() + 1 || second.rank() != first.rank())
        return fail(Code::Shape, "cosine_embedding_loss.3: inputs [N,D] with target [N], or [D] with [], are needed, not {} and {} with {}",
                    first.text(), second.text(), target.text());
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"input1", "input2"}));
    SymSizes sizes = both.sizes;
    if (!sizes.empty()) sizes.pop_back();
    WHITTLE_TRY(sizes, broadcastSizes(sizes, target.sizes));
    // The length of an integer vector is in the default dtype, whatever the other one is.
    const DType dtype = promoteTypes(floatOf(first.dtype, call.precision()), floatOf(second.dtype, call.precision()));
    return reducedType(call, dtype, std::move(sizes), both.device);
}

Result<Types> tripletType(const OpCall& call) {
    WHITTLE_TRY(const Operands all, promoteOperands(call, {"anchor", "positive", "negative"}));
    if (call.type("anchor").rank() != call.type("positive").rank() || call.type("anchor").rank() != call.type("negative").rank())
        return fail(Code::Shape, "triplet_margin_loss.3: all operands should have one rank");
    WHITTLE_TRY_VOID(refuseBool(call, all.dtype));
    SymSizes sizes = all.sizes;
    if (!sizes.empty()) sizes.pop_back();
    // Each distance is a float, in the default dtype where it is one of integers.
    const auto distance = [&](const char* a, const char* b) { return floatOf(promoteTypes(call.type(a).dtype, call.type(b).dtype), call.precision()); };
    DType dtype = promoteTypes(distance("anchor", "positive"), distance("anchor", "negative"));
    if (call.flag("swap")) dtype = promoteTypes(dtype, distance("positive", "negative"));
    return reducedType(call, dtype, std::move(sizes), all.device);
}

// Class numbers take the place of the class dimension; probabilities have self's sizes.
bool targetsAreProbabilities(const OpCall& call) { return call.schema().arg("label_smoothing") && isFloating(call.type("target").dtype); }

Result<Types> classesType(const OpCall& call) {
    const TensorType &self = call.type("self"), &target = call.type("target");
    const std::string& op = call.schema().name;
    if (self.rank() == 0) return fail(Code::Shape, "{}.3: the input is {}, rank 1 or more is needed", op, self.text());
    if (!isFloating(self.dtype)) return fail(Code::Type, "{}.2: the input is {}, a floating dtype is needed", op, self.text());
    SymSizes places = self.sizes;
    places.erase(places.begin() + (self.rank() > 1 ? 1 : 0));
    const SymSizes& wanted = targetsAreProbabilities(call) ? self.sizes : places;
    bool fits = target.sizes.size() == wanted.size();
    for (std::size_t i = 0; fits && i < wanted.size(); ++i) fits = !differ(wanted[i], target.sizes[i]);
    if (!fits) return fail(Code::Shape, "{}.4: input {} and target {} do not fit", op, self.text(), target.text());
    return reducedType(call, self.dtype, std::move(places), self.device);
}

// --- the recipes -----------------------------------------------------------------------------------------

Values finish(Recipe& make, const OpCall& call, ValueId losses) {
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    if (mode != ReductionMode::None) losses = make(mode == ReductionMode::Mean ? "aten.mean.default" : "aten.sum.default", {{"self", losses}});
    return make.result(losses);
}

// What PyTorch does to a loss in place leaves it its dtype.
ValueId inPlace(Recipe& make, const OpBuilder& build, std::string_view name, ValueId loss, const Arg& other) {
    if (!loss.valid()) return loss;  // an error before
    const DType dtype = asTensorType(build.type(loss))->dtype;
    const ValueId out = make.binary(name, loss, other);
    return out.valid() && asTensorType(build.type(out))->dtype != dtype ? make("aten._to_copy.default", {{"self", out}, {"dtype", dtype}}) : out;
}

Values absolute(const OpCall& call, OpBuilder& build) {
    Recipe make(build);
    return finish(make, call, make.unary("abs", make.binary("sub", call.arg("self"), call.arg("target"))));
}

Values klDivergence(const OpCall& call, OpBuilder& build) {
    Recipe make(build);
    const Arg &self = call.arg("self"), &target = call.arg("target");
    // One after the other, so that every compiler of ours makes the same graph of it.
    if (call.flag("log_target")) {
        const ValueId likelihood = make.unary("exp", target);
        return finish(make, call, make.binary("mul", likelihood, make.binary("sub", target, self)));
    }
    const ValueId entropy = make.binary("xlogy", target, target);
    return finish(make, call, make.binary("sub", entropy, make.binary("mul", target, self)));
}

Values crossEntropyOfLogits(const OpCall& call, OpBuilder& build) {
    Recipe make(build);
    const Arg &self = call.arg("self"), &target = call.arg("target");
    ValueId logarithm = make.unary("log_sigmoid", self);
    if (!call.isNone("pos_weight")) {
        const ValueId less = make.binary("sub", call.arg("pos_weight"), 1);
        logarithm = make.binary("mul", logarithm, make.binary("add", make.binary("mul", less, target), 1));
    }
    ValueId loss = make.binary("sub", make.binary("mul", make("aten.rsub.Scalar", {{"self", target}, {"other", 1}}), self), logarithm);
    if (!call.isNone("weight")) loss = inPlace(make, build, "mul", loss, call.arg("weight"));
    return finish(make, call, loss);
}

Values poisson(const OpCall& call, OpBuilder& build) {
    Recipe make(build);
    const Arg &input = call.arg("input"), &target = call.arg("target");
    ValueId loss;
    if (call.flag("log_input")) {
        loss = make.binary("sub", make.unary("exp", input), make.binary("mul", target, input));
    } else {
        const ValueId logarithm = make.unary("log", make.binary("add", input, call.number("eps")));
        loss = make.binary("sub", input, make.binary("mul", target, logarithm));
    }
    if (call.flag("full")) {  // Stirling's term, where it holds
        const ValueId half = make.binary("mul", make.unary("log", make.binary("mul", target, 2 * std::numbers::pi)), 0.5);
        const ValueId term = make.binary("add", make.binary("sub", make.binary("mul", target, make.unary("log", target)), target), half);
        const ValueId small = make("aten.le.Scalar", {{"self", target}, {"other", 1}});
        loss = inPlace(make, build, "add", loss, make("aten.masked_fill.Scalar", {{"self", term}, {"mask", small}, {"value", 0}}));
    }
    return finish(make, call, loss);
}

// 0 where the target is `value`, else x.
ValueId zeroWhere(Recipe& make, const Arg& target, std::int64_t value, const Arg& x) {
    const ValueId is = make("aten.eq.Scalar", {{"self", target}, {"other", value}});
    return make("aten.where.ScalarSelf", {{"condition", is}, {"self", 0}, {"other", x}});
}

Values hinge(const OpCall& call, OpBuilder& build) {
    Recipe make(build);
    const Arg &self = call.arg("self"), &target = call.arg("target");
    // Integers stay integers: the margin takes the input's dtype, as by full_like(input, margin) - input.
    const double wide = call.number("margin");
    const Arg margin = isFloating(call.type("self").dtype) ? Arg(wide) : Arg(static_cast<std::int64_t>(wide));
    const ValueId apart = make("aten.rsub.Scalar", {{"self", self}, {"other", margin}});
    const ValueId near = make("aten.clamp_min.default", {{"self", apart}, {"min", 0}});
    return finish(make, call, make.binary("add", zeroWhere(make, target, 1, near), zeroWhere(make, target, -1, self)));
}

Values ranking(const OpCall& call, OpBuilder& build) {
    Recipe make(build);
    const ValueId gap = make.binary("mul", make.unary("neg", call.arg("target")), make.binary("sub", call.arg("input1"), call.arg("input2")));
    return finish(make, call, make.atLeast(make.binary("add", gap, call.number("margin")), 0));
}

Values cosine(const OpCall& call, OpBuilder& build) {
    Recipe make(build);
    const Arg &a = call.arg("input1"), &b = call.arg("input2"), &target = call.arg("target");
    const auto dot = [&](const Arg& x, const Arg& y) {
        return make("aten.sum.dim_IntList", {{"self", make.binary("mul", x, y)}, {"dim", Arg::List{-1}}});
    };
    const auto square = [&](const Arg& x) { return make.binary("add", dot(x, x), 1e-12); };
    const ValueId length = make.unary("sqrt", make.binary("mul", square(a), square(b)));
    const ValueId cosine = make.binary("div", dot(a, b), length);
    const auto only = [&](std::int64_t value, ValueId x) {
        const ValueId is = make("aten.eq.Scalar", {{"self", target}, {"other", value}});
        return make("aten.where.ScalarOther", {{"condition", is}, {"self", x}, {"other", 0}});
    };
    const ValueId apart = make("aten.rsub.Scalar", {{"self", cosine}, {"other", 1}});
    const ValueId close = make.atLeast(make.binary("sub", cosine, call.number("margin")), 0);
    return finish(make, call, make.binary("add", only(1, apart), only(-1, close)));
}

Values triplet(const OpCall& call, OpBuilder& build) {
    Recipe make(build);
    const auto distance = [&](const char* a, const char* b) {
        const ValueId apart = make.binary("add", make.binary("sub", call.arg(a), call.arg(b)), call.number("eps"));
        return make("aten.linalg_vector_norm.default", {{"self", apart}, {"ord", call.number("p")}, {"dim", Arg::List{-1}}});
    };
    const ValueId near = distance("anchor", "positive");
    ValueId far = distance("anchor", "negative");
    if (call.flag("swap")) far = make("aten.minimum.default", {{"self", far}, {"other", distance("positive", "negative")}});
    return finish(make, call, make.atLeast(make.binary("sub", make.binary("add", near, call.number("margin")), far), 0));
}

// --- classes ---------------------------------------------------------------------------------------------

struct Likelihood {
    ValueId loss, totalWeight;
};

// nll_loss of any rank: more than one dimension behind the classes is folded into a plane.
Likelihood likelihood(Recipe& make, const OpCall& call, ValueId input, std::int64_t reduction) {
    OpBuilder& build = make.build();
    if (!input.valid()) return {};
    const SymSizes sizes = asTensorType(build.type(input))->sizes;  // a copy: types move while nodes are added
    const std::size_t rank = sizes.size();
    ValueId target = valueArg(call, "target");
    const std::vector<ValueId> from{input, target};
    const auto folded = [&](ValueId value, bool classes) -> ValueId {
        SymSizes to{sizes[0]};
        if (classes) to.push_back(sizes[1]);
        to.emplace_back(1);
        to.push_back(product(std::span(sizes).subspan(2)));
        const ValueId copy = make("aten.clone.default", {{"self", value}});
        if (!copy.valid()) return {};  // the error is known already
        Result<ValueId> made = viewTo(build, copy, to, from);
        if (made) return *made;
        make.fails(std::move(made).error());
        return {};
    };
    const bool plane = rank > 2, folds = plane && rank != 4;
    if (folds) {
        const ValueId flatInput = folded(input, true);
        target = folded(target, false);
        input = flatInput;
        if (!input.valid() || !target.valid()) return {};
    }
    Result<std::vector<ValueId>> made =
        build.call(plane ? "aten.nll_loss2d_forward.default" : "aten.nll_loss_forward.default",
                   {{"self", input}, {"target", target}, {"weight", call.arg("weight")}, {"reduction", reduction}, {"ignore_index", call.arg("ignore_index")}});
    if (!made) {
        make.fails(std::move(made).error());
        return {};
    }
    ValueId loss = made->at(0);
    if (folds && reduction == 0) {
        SymSizes places = sizes;
        places.erase(places.begin() + 1);
        Result<ValueId> unfolded = viewTo(build, loss, places, from);
        if (unfolded) loss = *unfolded;
        else make.fails(std::move(unfolded).error());
    }
    return {loss, made->at(1)};
}

Values negativeLogLikelihood(const OpCall& call, OpBuilder& build) {
    Recipe make(build);
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    return make.result(likelihood(make, call, valueArg(call, "self"), static_cast<std::int64_t>(mode)).loss);
}

// weight, or nothing, broadcast along the class dimension of self.
ValueId timesWeight(Recipe& make, const OpCall& call, ValueId x) {
    if (call.isNone("weight")) return x;
    const int rank = call.type("self").rank();
    Arg::List sizes{-1};
    for (int i = 2; i < rank; ++i) sizes.push_back(1);
    return make.binary("mul", x, make("aten.view.default", {{"self", call.arg("weight")}, {"size", sizes}}));
}

Values crossEntropy(const OpCall& call, OpBuilder& build) {
    Recipe make(build);
    WHITTLE_TRY(const ReductionMode mode, reductionMode(call));
    const TensorType self = call.type("self");  // a copy: types move while nodes are added
    const int classDim = self.rank() > 1 ? 1 : 0;
    const double smoothing = call.number("label_smoothing");
    const ValueId input = make("aten.log_softmax.int", {{"self", call.arg("self")}, {"dim", classDim}, {"dtype", self.dtype}});
    const auto classes = self.sizes[static_cast<std::size_t>(classDim)].constant();
    const auto overClasses = [&](ValueId x) {
        return make.unary("neg", make("aten.sum.dim_IntList", {{"self", timesWeight(make, call, x)}, {"dim", Arg::List{classDim}}}));
    };
    // x times the share of the smoothing that each class gets; how many there are may be known in a run only.
    const auto shared = [&](ValueId x) -> ValueId {
        if (classes) return make.binary("mul", x, smoothing / static_cast<double>(*classes));
        Result<Arg> count = sizeArg(build, self.sizes[static_cast<std::size_t>(classDim)], std::vector{valueArg(call, "self")});
        if (!count) {
            make.fails(std::move(count).error());
            return {};
        }
        return make("aten.div.Scalar", {{"self", make.binary("mul", x, smoothing)}, {"other", *std::move(count)}});
    };

    if (targetsAreProbabilities(call)) {
        ValueId target = valueArg(call, "target");
        if (smoothing > 0) {
            const ValueId one = make("aten.scalar_tensor.default", {{"s", 1.0}, {"dtype", call.type("target").dtype}});
            target = make.binary("add", make.binary("mul", target, 1 - smoothing), shared(one));
        }
        const ValueId losses = overClasses(make.binary("mul", input, target));
        if (mode == ReductionMode::None) return make.result(losses);
        return make.result(make(mode == ReductionMode::Mean ? "aten.mean.default" : "aten.sum.default", {{"self", losses}}));
    }

    const Likelihood hard = likelihood(make, call, input, static_cast<std::int64_t>(mode));
    if (smoothing <= 0) return make.result(hard.loss);
    const ValueId ignored = make("aten.eq.Scalar", {{"self", call.arg("target")}, {"other", call.arg("ignore_index")}});
    ValueId smooth = make("aten.masked_fill.Scalar", {{"self", overClasses(input)}, {"mask", ignored}, {"value", 0}});
    if (mode != ReductionMode::None) smooth = make.unary("sum", smooth);
    if (mode == ReductionMode::Mean) smooth = make.binary("div", smooth, hard.totalWeight);
    const ValueId kept = make.binary("mul", hard.loss, 1 - smoothing);
    return make.result(make.binary("add", kept, shared(smooth)));
}

#define WHITTLE_LOSS(op, args, text, type, recipe)                                                            {.name = "aten." op ".default", .schema = op "(" args ", int reduction=1) -> Tensor", .summary = text,      .inferType = type, .decompose = recipe}
#define WHITTLE_CLASSES(op, more, text, recipe)                                                                                 {.name = "aten." op ".default",                                                                                             .schema = op "(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100" more ") -> Tensor",      .summary = text, .inferType = classesType, .decompose = recipe}

constexpr OpDef kOps[] = {
    WHITTLE_LOSS("l1_loss", "Tensor self, Tensor target", "Absolute difference.", selfTargetType, absolute),
    {.name = "aten.kl_div.default",
     .schema = "kl_div(Tensor self, Tensor target, int reduction=1, *, bool log_target=False) -> Tensor",
     .summary = "target * (log target - self).", .inferType = divergenceType, .decompose = klDivergence},
    WHITTLE_LOSS("binary_cross_entropy_with_logits", "Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None",
                 "binary_cross_entropy of sigmoid(self), without overflow.", logitsType, crossEntropyOfLogits),
    {.name = "aten.poisson_nll_loss.default",
     .schema = "poisson_nll_loss(Tensor input, Tensor target, bool log_input, bool full, float eps, int reduction) -> Tensor",
     .summary = "Negative log likelihood of counts.", .inferType = poissonType, .decompose = poisson},
    WHITTLE_LOSS("hinge_embedding_loss", "Tensor self, Tensor target, float margin=1.", "self for target 1, max(0, margin - self) for -1.",
                 hingeType, hinge),
    WHITTLE_LOSS("margin_ranking_loss", "Tensor input1, Tensor input2, Tensor target, float margin=0.",
                 "max(0, margin - target * (input1 - input2)).", rankingType, ranking),
    WHITTLE_LOSS("cosine_embedding_loss", "Tensor input1, Tensor input2, Tensor target, float margin=0.",
                 "1 - cosine for target 1, max(0, cosine - margin) for -1.", cosineType, cosine),
    WHITTLE_LOSS("triplet_margin_loss",
                 "Tensor anchor, Tensor positive, Tensor negative, float margin=1., float p=2., float eps=9.9999999999999995e-07, bool swap=False",
                 "max(0, margin + distance to positive - distance to negative).", tripletType, triplet),
    WHITTLE_CLASSES("nll_loss", , "Negative log likelihood of the target classes.", negativeLogLikelihood),
    WHITTLE_CLASSES("nll_loss2d", , "Negative log likelihood of the target classes of a plane.", negativeLogLikelihood),
    WHITTLE_CLASSES("nll_loss_nd", , "Negative log likelihood of the target classes, any rank.", negativeLogLikelihood),
    WHITTLE_CLASSES("cross_entropy_loss", ", float label_smoothing=0.", "nll_loss of log_softmax, or the mean of log_softmax by probabilities.", crossEntropy),
};

#undef WHITTLE_CLASSES
#undef WHITTLE_LOSS

}  // namespace

std::span<const OpDef> compositeLossOps() { return kOps; }

}  // namespace whittle::ops

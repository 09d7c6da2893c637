// Gradients of the activations: grad_output times the slope at the input (or found from the output). One formula
// serves kernel and lowering; the words it is made of are in formula.h.
#include <numbers>

#include "engine/ops/all_ops.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/formula.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

// What the formulas take besides gradient and value, by the schema's names.
struct Parameters {
    double a = 0, b = 0, c = 0;
    bool flag = false;
};

// --- formulas: (gradient, value, parameters) -----------------------------------------------------------------

constexpr double kGeluScale = 0.7978845608028654;      // sqrt(2/pi)
constexpr double kGeluCubic = 0.044715;
constexpr double kNormalDensity = 0.3989422804014327;  // 1/sqrt(2 pi)

template <class X>
X sigmoid(X x) { return constant(x, 1) / (constant(x, 1) + exponential(-x)); }

// Parameters: flag, by tanh. With (1 + tanh u) / 2 as sigmoid(2u), which keeps its digits where it is small.
constexpr auto kGelu = [](auto g, auto x, const Parameters& p) {
    const auto one = constant(x, 1), half = constant(x, 0.5);
    if (p.flag) {
        const auto s = sigmoid(constant(x, 2 * kGeluScale) * (x + constant(x, kGeluCubic) * x * x * x));
        const auto slope = constant(x, 2 * kGeluScale) * (one + constant(x, 3 * kGeluCubic) * x * x);
        return g * (s + x * s * (one - s) * slope);
    }
    const auto cumulative = half * (one + errorFunction(x * constant(x, 1 / std::numbers::sqrt2)));
    return g * (cumulative + x * (exponential(-half * x * x) * constant(x, kNormalDensity)));
};
constexpr auto kSigmoid = [](auto g, auto y, const Parameters&) { return g * (constant(y, 1) - y) * y; };
constexpr auto kTanh = [](auto g, auto y, const Parameters&) { return g * (constant(y, 1) - y * y); };
constexpr auto kSilu = [](auto g, auto x, const Parameters&) {
    const auto s = sigmoid(x);
    return g * s * (constant(x, 1) + x * (constant(x, 1) - s));
};
constexpr auto kMish = [](auto g, auto x, const Parameters&) {
    const auto s = sigmoid(x), t = hyperbolicTangent(logarithm1p(exponential(x)));
    return g * (t + x * s * (constant(x, 1) - t * t));
};
constexpr auto kThreshold = [](auto g, auto x, const Parameters& p) { return pick(x <= constant(x, p.a), constant(g, 0), g); };
constexpr auto kHardtanh = [](auto g, auto x, const Parameters& p) {
    return pick(x <= constant(x, p.a), constant(g, 0), pick(x >= constant(x, p.b), constant(g, 0), g));
};
// A sixth is a float's in every dtype, as in PyTorch.
constexpr auto kHardsigmoid = [](auto g, auto x, const Parameters&) {
    return pick(x > constant(x, -3), pick(x < constant(x, 3), g * constant(g, 1.0f / 6.0f), constant(g, 0)), constant(g, 0));
};
constexpr auto kHardswish = [](auto g, auto x, const Parameters&) {
    return pick(x < constant(x, -3), constant(g, 0), pick(x <= constant(x, 3), g * (x / constant(x, 3) + constant(x, 0.5)), g));
};
constexpr auto kLeakyRelu = [](auto g, auto x, const Parameters& p) { return pick(x > constant(x, 0), g, g * constant(g, p.a)); };
// Parameters: alpha, scale, input_scale; flag, the value is the result.
constexpr auto kElu = [](auto g, auto x, const Parameters& p) {
    const auto below = p.flag ? g * constant(g, p.c) * (x + constant(x, p.a * p.b))
                              : g * constant(g, p.c * p.a * p.b) * exponential(x * constant(x, p.c));
    return pick(x <= constant(x, 0), below, g * constant(g, p.b));
};
// Parameters: beta, threshold.
constexpr auto kSoftplus = [](auto g, auto x, const Parameters& p) {
    const auto z = exponential(x * constant(x, p.a));
    return pick(x * constant(x, p.a) > constant(x, p.b), g, g * z / (z + constant(z, 1)));
};
constexpr auto kShrink = [](auto g, auto x, const Parameters& p) {
    return pick(x >= constant(x, -p.a), pick(x <= constant(x, p.a), constant(g, 0), g), g);
};

// --- rows by one pattern ---------------------------------------------------------------------------------

// The schema's arguments after the two tensors, in order, are a, b, c; a bool or a mode is the flag.
Parameters parametersOf(const OpCall& call) {
    Parameters out;
    double* const numbers[] = {&out.a, &out.b, &out.c};
    std::size_t next = 0;
    for (const SchemaArg& arg : call.schema().args) {
        if (arg.kind == ArgKind::Scalar) *numbers[next++] = call.number(arg.name);
        if (arg.kind == ArgKind::Bool) out.flag = call.flag(arg.name);
        if (arg.kind == ArgKind::String) out.flag = call.text(arg.name) == "tanh";
    }
    return out;
}

// The two tensors, whatever the schema calls them.
struct TensorNames {
    std::string_view gradient, value;
};
TensorNames tensorNames(const OpCall& call) {
    TensorNames out;
    for (const SchemaArg& arg : call.schema().args)
        if (arg.kind == ArgKind::Tensor) (out.gradient.empty() ? out.gradient : out.value) = arg.name;
    return out;
}

Result<Types> gradientType(const OpCall& call) {
    if (call.schema().arg("approximate"))
        if (const std::string_view mode = call.text("approximate"); mode != "none" && mode != "tanh")
            return fail(Code::Argument, "{}.2: approximate must be 'none' or 'tanh', not '{}'", call.schema().name, mode);
    const auto [gradient, value] = tensorNames(call);
    WHITTLE_TRY(const Operands both, promoteOperands(call, {gradient, value}));
    if (!isFloating(both.dtype))
        return fail(Code::Type, "{}.1: the operands meet in {}, a floating dtype is needed", call.schema().name, dtypeName(both.dtype));
    return both.as(both.dtype);
}

Result<Types> eluType(const OpCall& call) {
    if (call.flag("is_result") && call.knownNumber("alpha").value_or(0) < 0)
        return fail(Code::Argument, "elu_backward.3: no slope can be told from results when alpha is {}", call.number("alpha"));
    return gradientType(call);
}
Result<Types> leakyReluType(const OpCall& call) {
    if (call.flag("self_is_result") && call.knownNumber("negative_slope").value_or(0) < 0)
        return fail(Code::Argument, "leaky_relu_backward.3: no slope can be told from results when it is {}", call.number("negative_slope"));
    return gradientType(call);
}

template <auto formula>
Result<void> gradientReference(KernelCall& call) {
    const DType common = call.outputType().dtype;
    const TensorNames names = tensorNames(call);
    const Parameters parameters = parametersOf(call);
    visitFloat(common, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [&](C g, C x) { return static_cast<C>(formula(g, x, parameters)); }, operand(call, names.gradient, common),
                       operand(call, names.value, common));
    });
    return {};
}

template <auto formula>
Result<void> gradientLower(const OpCall& call, LoopBuilder& loops) {
    const DType common = loops.type().dtype;
    const auto [gradient, value] = tensorNames(call);
    const Expr g = lowerOperand(call, loops, gradient, common);
    loops.store(formula(g, lowerOperand(call, loops, value, common), parametersOf(call)));
    return {};
}

// The one gradient that is nothing but a choice: integers have it too.
Result<Types> thresholdType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"grad_output", "self"}));
    if (both.dtype == DType::Bool) return fail(Code::Type, "threshold_backward.1: the operands meet in bool, numbers are needed");
    return both.as(both.dtype);
}
Result<void> thresholdReference(KernelCall& call) {
    const DType common = call.outputType().dtype;
    visitCompute(common, [&](auto tag) {
        using C = decltype(tag);
        const C threshold = convertTo<C>(call.number("threshold"));
        mapToOutput<C>(call, [threshold](C g, C x) { return x <= threshold ? C{} : g; }, operand(call, "grad_output", common), operand(call, "self", common));
    });
    return {};
}
Result<void> thresholdLower(const OpCall& call, LoopBuilder& loops) {
    if (isFloating(loops.type().dtype)) return gradientLower<kThreshold>(call, loops);
    loops.refuse("the gradient of integers runs as a kernel");
    return {};
}

// --- the ones with three tensors or two halves -----------------------------------------------------------------

// By the forward's buffer, exp(-|x|): 1 - sigmoid(x) times the gradient.
Result<Types> logSigmoidType(const OpCall& call) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"grad_output", "self"}));
    const TensorType &grad = call.type("grad_output"), &self = call.type("self");
    if (!isFloating(self.dtype) || grad.dtype != self.dtype)
        return fail(Code::Type, "log_sigmoid_backward.1: the gradient is {}, the input {}, one floating dtype is needed", grad.text(), self.text());
    return both.as(both.dtype);
}

Result<void> logSigmoidReference(KernelCall& call) {
    const DType common = call.outputType().dtype;
    visitFloat(common, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [](C g, C x) {
            const C z = std::exp(-std::fabs(x));
            return static_cast<C>((x < 0 ? 1 - z / (1 + z) : z / (1 + z)) * g);
        }, operand(call, "grad_output", common), operand(call, "self", common));
    });
    return {};
}

// glu splits self into x and gate: the gradients are g * sigmoid(gate) and g * x * s * (1 - s), joined again.
Result<Types> gluType(const OpCall& call) {
    const TensorType &self = call.type("self"), &grad = call.type("grad_output");
    if (!isFloating(self.dtype)) return fail(Code::Type, "glu_backward.1: self is {}, a floating dtype is needed", self.text());
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    const auto misfit = [&] { return fail(Code::Shape, "glu_backward.2: the gradient is {} for self {}", grad.text(), self.text()); };
    if (self.rank() == 0) return misfit();
    // The gradient may be broadcast to a half.
    SymSizes half = self.sizes;
    SymInt& size = half[static_cast<std::size_t>(dim)];
    if (const auto whole = size.constant()) {
        if (*whole % 2 != 0) return misfit();
        size = *whole / 2;
    } else if (grad.rank() == self.rank()) size = grad.sizes[static_cast<std::size_t>(dim)];
    const auto met = broadcastSizes(grad.sizes, half);
    if (!met || met->size() != half.size()) return misfit();
    for (std::size_t i = 0; i < half.size(); ++i)
        if (differ((*met)[i], half[i])) return misfit();
    return Types{TensorType{self.dtype, self.sizes, {}, self.device}};
}

Result<void> gluReference(KernelCall& call) {
    const Tensor self = call.tensor("self").to(DType::F64).contiguous(), given = call.tensor("grad_output").to(DType::F64);
    const int dim = call.checkedDim("dim", self.rank());
    Sizes half = self.sizes();
    half[static_cast<std::size_t>(dim)] /= 2;
    const Tensor grad = given.asStrided(half, broadcastStrides(given, half), given.offset()).contiguous();
    Index inner = 1;
    for (int axis = dim; axis < self.rank(); ++axis) inner *= grad.dim(axis);  // of one half
    Tensor out = Tensor::empty(DType::F64, self.sizes());
    double* to = out.mutableData<double>();
    for (Index i = 0; i < grad.numel(); ++i) {
        const Index x = i / inner * 2 * inner + i % inner, gate = x + inner;
        const double g = grad.data<double>()[i], s = 1 / (1 + std::exp(-self.data<double>()[gate]));
        to[x] = g * s;
        to[gate] = g * self.data<double>()[x] * s * (1 - s);
    }
    call.setOutput(0, out.to(call.outputType().dtype));
    return {};
}

#define WHITTLE_GRADIENT(op, value, args, type, formula)                                                           \
    {.name = "aten." op "_backward.default", .schema = op "_backward(Tensor grad_output, Tensor " value args ") -> Tensor", \
     .summary = "Gradient of " op ".", .inferType = type, .reference = gradientReference<formula>, .lower = gradientLower<formula>}

constexpr OpDef kOps[] = {
    WHITTLE_GRADIENT("gelu", "self", ", *, str approximate=\"none\"", gradientType, kGelu),
    {.name = "aten.threshold_backward.default", .schema = "threshold_backward(Tensor grad_output, Tensor self, Scalar threshold) -> Tensor",
     .summary = "Gradient of threshold.", .inferType = thresholdType, .reference = thresholdReference, .lower = thresholdLower},
    WHITTLE_GRADIENT("sigmoid", "output", "", gradientType, kSigmoid),
    WHITTLE_GRADIENT("tanh", "output", "", gradientType, kTanh),
    WHITTLE_GRADIENT("silu", "self", "", gradientType, kSilu),
    WHITTLE_GRADIENT("mish", "self", "", gradientType, kMish),
    WHITTLE_GRADIENT("hardtanh", "self", ", Scalar min_val, Scalar max_val", gradientType, kHardtanh),
    WHITTLE_GRADIENT("hardsigmoid", "self", "", gradientType, kHardsigmoid),
    WHITTLE_GRADIENT("hardswish", "self", "", gradientType, kHardswish),
    WHITTLE_GRADIENT("leaky_relu", "self", ", Scalar negative_slope, bool self_is_result", leakyReluType, kLeakyRelu),
    {.name = "aten.elu_backward.default",
     .schema = "elu_backward(Tensor grad_output, Scalar alpha, Scalar scale, Scalar input_scale, bool is_result, Tensor self_or_result) -> Tensor",
     .summary = "Gradient of elu, at its input or its result.", .inferType = eluType, .reference = gradientReference<kElu>, .lower = gradientLower<kElu>},
    WHITTLE_GRADIENT("softplus", "self", ", Scalar beta, Scalar threshold", gradientType, kSoftplus),
    WHITTLE_GRADIENT("softshrink", "self", ", Scalar lambd", gradientType, kShrink),
    {.name = "aten.hardshrink_backward.default", .schema = "hardshrink_backward(Tensor grad_out, Tensor self, Scalar lambd) -> Tensor",
     .summary = "Gradient of hardshrink.", .inferType = gradientType, .reference = gradientReference<kShrink>, .lower = gradientLower<kShrink>},
    {.name = "aten.log_sigmoid_backward.default", .schema = "log_sigmoid_backward(Tensor grad_output, Tensor self, Tensor buffer) -> Tensor",
     .summary = "Gradient of log_sigmoid.", .inferType = logSigmoidType, .reference = logSigmoidReference},
    {.name = "aten.glu_backward.default", .schema = "glu_backward(Tensor grad_output, Tensor self, int dim) -> Tensor",
     .summary = "Gradient of glu.", .inferType = gluType, .reference = gluReference},
};

#undef WHITTLE_GRADIENT

}  // namespace

std::span<const OpDef> activationBackwardOps() { return kOps; }

}  // namespace whittle::ops

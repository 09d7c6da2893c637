// Weight norm: w = v * g / |v|, the norm taken over all dimensions but one, and its gradients.
#include "engine/ops/norm_parts.h"

namespace whittle::ops {
namespace {

using namespace norm;

// The first or the last dimension is kept; g and the norms have size 1 everywhere else.
Result<SymSizes> normSizes(const OpCall& call, const char* weight) {
    const TensorType& v = call.type(weight);
    const std::string& op = call.schema().name;
    if (!isFloating(v.dtype)) return fail(Code::Type, "{}.1: the weight is {}, a floating dtype is needed", op, v.text());
    WHITTLE_TRY(const int dim, call.dim("dim", v.rank()));
    if (v.rank() == 0 || (dim != 0 && dim != v.rank() - 1))
        return fail(Code::Argument, "{}.2: dim must be the first or the last of {}, not {}", op, v.text(), dim);
    SymSizes out(v.sizes.size(), SymInt(1));
    out[at(dim)] = v.sizes[at(dim)];
    return out;
}

Result<Types> interfaceType(const OpCall& call) {
    WHITTLE_TRY(const SymSizes norms, normSizes(call, "v"));
    WHITTLE_TRY_VOID(numbersFor(call, "g", product(norms)));
    TensorType norm = withSizes(call.type("v"), norms);
    norm.dtype = call.type("g").dtype == DType::F64 ? DType::F64 : computeDType(call.type("g").dtype);
    return Types{withSizes(call.type("v"), call.type("v").sizes), norm};
}

Result<Types> weightNormType(const OpCall& call) {
    WHITTLE_TRY(Types out, interfaceType(call));
    out.resize(1);
    return out;
}

Result<Types> backwardType(const OpCall& call) {
    WHITTLE_TRY(const SymSizes norms, normSizes(call, "saved_v"));
    WHITTLE_TRY_VOID(numbersFor(call, "saved_g", product(norms)));
    WHITTLE_TRY_VOID(numbersFor(call, "saved_norms", product(norms)));
    WHITTLE_TRY_VOID(optionalSizes(call, "grad_w", call.type("saved_v").sizes));
    if (call.type("grad_w").dtype != call.type("saved_v").dtype)
        return fail(Code::Type, "_weight_norm_interface_backward.4: the gradient is {}, the weight {}; one dtype is needed", call.type("grad_w").text(), call.type("saved_v").text());
    return Types{withSizes(call.type("saved_v"), call.type("saved_v").sizes), withSizes(call.type("saved_g"), call.type("saved_g").sizes)};
}

// Which of the kept dimension's places an element belongs to.
struct Places {
    Index count, inner;
    Places(const Tensor& v, int dim) : count(v.dim(dim)), inner(elementCount(std::span(v.sizes()).subspan(at(dim) + 1))) {}
    std::size_t of(Index element) const { return static_cast<std::size_t>(element / inner % count); }
};

Result<void> weightNormReference(KernelCall& call) {
    const Tensor v = dense(call.tensor("v"), DType::F64);
    const Places places(v, call.checkedDim("dim", v.rank()));
    const auto g = elementsOr(&call.tensor("g"), places.count, 0);
    std::vector<double> norms(g.size(), 0.0);
    for (Index i = 0; i < v.numel(); ++i) norms[places.of(i)] += v.data<double>()[i] * v.data<double>()[i];
    for (double& n : norms) n = std::sqrt(n);
    Tensor out = Tensor::empty(DType::F64, v.sizes());
    double* to = out.mutableData<double>();
    for (Index i = 0; i < v.numel(); ++i) to[i] = v.data<double>()[i] * g[places.of(i)] / norms[places.of(i)];
    finish(call, 0, out);
    if (call.outputCount() == 2) finish(call, 1, tensorOf(norms, call.outputSizes(1)));
    return {};
}

// With s = sum(grad * v): grad_g = s / norm, grad_v = g / norm * (grad - v * s / norm^2).
Result<void> backwardReference(KernelCall& call) {
    const Tensor v = dense(call.tensor("saved_v"), DType::F64), grad = dense(call.tensor("grad_w"), DType::F64);
    const Places places(v, call.checkedDim("dim", v.rank()));
    const auto g = elementsOr(&call.tensor("saved_g"), places.count, 0), norms = elementsOr(&call.tensor("saved_norms"), places.count, 1);
    std::vector<double> sums(g.size(), 0.0), gradG;
    for (Index i = 0; i < v.numel(); ++i) sums[places.of(i)] += grad.data<double>()[i] * v.data<double>()[i];
    Tensor out = Tensor::empty(DType::F64, v.sizes());
    double* to = out.mutableData<double>();
    for (Index i = 0; i < v.numel(); ++i) {
        const std::size_t p = places.of(i);
        to[i] = g[p] / norms[p] * (grad.data<double>()[i] - v.data<double>()[i] * sums[p] / (norms[p] * norms[p]));
    }
    for (std::size_t p = 0; p < sums.size(); ++p) gradG.push_back(sums[p] / norms[p]);
    finish(call, 0, out);
    finish(call, 1, tensorOf(gradG, call.outputSizes(1)));
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "aten._weight_norm.default", .schema = "_weight_norm(Tensor v, Tensor g, int dim=0) -> Tensor",
     .summary = "v scaled to length g along each place of `dim`.", .inferType = weightNormType, .reference = weightNormReference},
    {.name = "aten._weight_norm_interface.default", .schema = "_weight_norm_interface(Tensor v, Tensor g, int dim=0) -> (Tensor, Tensor)",
     .summary = "_weight_norm, and the lengths of v.", .inferType = interfaceType, .reference = weightNormReference},
    {.name = "aten._weight_norm_interface_backward.default",
     .schema = "_weight_norm_interface_backward(Tensor grad_w, Tensor saved_v, Tensor saved_g, Tensor saved_norms, int dim) -> (Tensor, Tensor)",
     .summary = "Gradients of weight norm for v and g.", .inferType = backwardType, .reference = backwardReference},
};

}  // namespace

std::span<const OpDef> weightNormOps() { return kOps; }

}  // namespace whittle::ops

// Products of Householder reflections, the form in which a QR factorisation keeps its Q: geqrf makes them, the others
// multiply them out. Proof: tests/golden/ops/linalg.
#include "engine/ops/all_ops.h"
#include "engine/ops/linalg.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

using lapack::Int;

SymInt back(const TensorType& type, std::size_t i) { return type.sizes[type.sizes.size() - i]; }
TensorType shaped(const TensorType& from, SymSizes sizes) { return {from.dtype, std::move(sizes), {}, from.device}; }

// --- geqrf ---

Result<Types> geqrfType(const OpCall& call) {
    WHITTLE_TRY_VOID(needMatrix(call, "self"));
    const TensorType& a = call.type("self");
    SymSizes tau = leading(a);
    tau.push_back(smaller(back(a, 2), back(a, 1)));
    return Types{shaped(a, a.sizes), shaped(a, std::move(tau))};
}

Result<void> geqrfReference(KernelCall& call) {
    const Tensor& a = call.tensor("self");
    const Index m = rowsOf(a), n = columnsOf(a), k = std::min(m, n);
    Tensor factored = columnsFirst(a), tau = Tensor::zeros(a.dtype(), call.outputSizes(1));
    visitLinalg(a.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T *data = factored.mutableData<T>(), *scale = tau.mutableData<T>();
        if (k > 0)
            for (std::size_t i = 0; i < matrixCount(a); ++i, data += m * n, scale += k)
                lapack::qrFactor(static_cast<Int>(m), static_cast<Int>(n), data, scale);
    });
    call.setOutput(0, transposed(factored));
    call.setOutput(1, std::move(tau));
    return {};
}

// --- the reflections as a matrix ---

struct Names {
    std::string_view input, tau;
};
Names namesOf(const OpCall& call) { return {call.schema().args[0].name, call.schema().args[1].name}; }

// A column of `input` holds a reflection below its diagonal, `tau` the factor of each.
Result<void> checkReflections(const OpCall& call, const Names& names) {
    WHITTLE_TRY_VOID(needMatrix(call, names.input));
    const TensorType &input = call.type(names.input), &tau = call.type(names.tau);
    const std::string& op = call.schema().name;
    if (tau.dtype != input.dtype) return fail(Code::Type, "{}.4: tau is {}, the dtype of {} is needed", op, tau.text(), input.text());
    const SymSizes batch = leading(input);
    bool fits = tau.rank() == input.rank() - 1;
    for (std::size_t i = 0; fits && i < batch.size(); ++i) fits = !differ(tau.sizes[i], batch[i]);
    if (!fits) return fail(Code::Shape, "{}.5: tau is {}, one vector for each matrix of {} is needed", op, tau.text(), input.text());
    const auto spare = (back(input, 1) - back(tau, 1)).constant();
    if (spare && *spare < 0)
        return fail(Code::Shape, "{}.6: input.shape[-1] must be greater than or equal to tau.shape[-1], they are {} and {}", op, input.text(), tau.text());
    return {};
}

Result<Types> productType(const OpCall& call) {
    const Names names = namesOf(call);
    WHITTLE_TRY_VOID(checkReflections(call, names));
    const TensorType& input = call.type(names.input);
    const auto spare = (back(input, 2) - back(input, 1)).constant();
    if (spare && *spare < 0)
        return fail(Code::Shape, "{}.7: input.shape[-2] must be greater than or equal to input.shape[-1], it is {}", call.schema().name, input.text());
    return resized(input, input.sizes);
}

Result<void> productReference(KernelCall& call) {
    const Names names = namesOf(call);
    const Tensor &input = call.tensor(names.input), tau = call.tensor(names.tau).contiguous();
    const Index m = rowsOf(input), n = columnsOf(input), k = tau.sizes().back();
    Tensor q = columnsFirst(input);
    visitLinalg(input.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* data = q.mutableData<T>();
        if (m * n > 0)
            for (std::size_t i = 0; i < matrixCount(input); ++i, data += m * n)
                lapack::qrForm(static_cast<Int>(m), static_cast<Int>(n), static_cast<Int>(k), data, tau.data<T>() + static_cast<Index>(i) * k);
    });
    call.setOutput(0, transposed(q));
    return {};
}

// --- the reflections times a matrix ---

Result<Types> ormqrType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkReflections(call, {"self", "input2"}));
    const TensorType &input = call.type("self"), &tau = call.type("input2"), &other = call.type("input3");
    if (other.dtype != input.dtype) return fail(Code::Type, "ormqr.8: other is {}, the dtype of {} is needed", other.text(), input.text());
    bool fits = other.rank() == input.rank();
    for (std::size_t i = 0; fits && i + 2 < other.sizes.size(); ++i) fits = !differ(other.sizes[i], input.sizes[i]);
    if (!fits) return fail(Code::Shape, "ormqr.9: other is {}, one matrix for each of {} is needed", other.text(), input.text());
    const SymInt side = back(other, call.flag("left") ? 2 : 1);
    const auto spare = (side - back(tau, 1)).constant();
    if ((spare && *spare < 0) || differ(side, back(input, 2)))
        return fail(Code::Shape, "ormqr.10: other.shape[{}] must be input.shape[-2], other is {} and input {}", call.flag("left") ? -2 : -1, other.text(), input.text());
    return resized(other, other.sizes);
}

double conjugate(double x) { return x; }
std::complex<double> conjugate(std::complex<double> x) { return std::conj(x); }

// One line x becomes x - factor * (v^H x) v, or from the right x - factor * (x v) v^H.
template <class W, class T>
void reflect(T* x, Index step, const T* v, Index first, Index length, W factor, bool left) {
    const auto element = [&](Index i) { return i == first ? W(1) : W(v[i]); };
    W sum{};
    for (Index i = first; i < length; ++i) sum += (left ? conjugate(element(i)) : element(i)) * W(x[i * step]);
    for (Index i = first; i < length; ++i) x[i * step] = static_cast<T>(W(x[i * step]) - factor * sum * (left ? element(i) : conjugate(element(i))));
}

Result<void> ormqrReference(KernelCall& call) {
    const Tensor &given = call.tensor("self"), tau = call.tensor("input2").contiguous();
    const Tensor reflections = columnsFirst(given);
    Tensor out = columnsFirst(call.tensor("input3"));
    const bool left = call.flag("left"), adjoint = call.flag("transpose");
    const Index length = rowsOf(given), count = tau.sizes().back(), m = out.sizes().back(), n = out.dim(out.rank() - 2);
    visitLinalg(given.dtype(), [&](auto tag) {
        using T = decltype(tag);
        using W = std::conditional_t<std::is_floating_point_v<T>, double, std::complex<double>>;
        const T *v = reflections.data<T>(), *factor = tau.data<T>();
        T* to = out.mutableData<T>();
        for (std::size_t b = 0; b < matrixCount(given); ++b, v += length * columnsOf(given), factor += count, to += m * n)
            for (Index i = 0; i < count; ++i) {
                const Index k = left == adjoint ? i : count - 1 - i;  // Q = H1 H2 ..., so from the left the last one comes first
                const W scale = adjoint ? conjugate(W(factor[k])) : W(factor[k]);
                for (Index line = 0; line < (left ? n : m); ++line) {
                    T* start = left ? to + line * m : to + line;
                    reflect<W>(start, left ? Index{1} : m, v + k * length, k, length, scale, left);
                }
            }
    });
    call.setOutput(0, transposed(out));
    return {};
}

#define WHITTLE_ROW(op, schema_, text, type, kernel) \
    {.name = "aten." op ".default", .schema = op schema_, .summary = text, .inferType = type, .reference = kernel, .complex = kernel}

constexpr OpDef kOps[] = {
    WHITTLE_ROW("geqrf", "(Tensor self) -> (Tensor a, Tensor tau)", "A QR factorisation: R, and Q as Householder reflections.", geqrfType, geqrfReference),
    WHITTLE_ROW("linalg_householder_product", "(Tensor input, Tensor tau) -> Tensor", "The first columns of a product of Householder reflections.", productType, productReference),
    WHITTLE_ROW("orgqr", "(Tensor self, Tensor input2) -> Tensor", "The first columns of a product of Householder reflections.", productType, productReference),
    WHITTLE_ROW("ormqr", "(Tensor self, Tensor input2, Tensor input3, bool left=True, bool transpose=False) -> Tensor", "A product of Householder reflections times a matrix.", ormqrType, ormqrReference),
};

#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> householderOps() { return kOps; }

}  // namespace whittle::ops

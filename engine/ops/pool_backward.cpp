// Gradients of pooling, and max_unpool, which puts maxima back where they came from. Windows overlap, so gradients are
// summed in f64 and rounded once. Proof: tests/golden/ops/gradient.
#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/pool_windows.h"

namespace whittle::ops {
namespace {

Result<Types> likeSelf(const OpCall& call, const SymSizes& pooled) {
    const TensorType &self = call.type("self"), &grad = call.type("grad_output");
    bool same = grad.sizes.size() == pooled.size();
    for (std::size_t i = 0; same && i < pooled.size(); ++i) same = !differ(grad.sizes[i], pooled[i]);
    if (!same)
        return fail(Code::Shape, "{}.6: grad_output is {}, the pooled input has sizes {}", call.schema().name, grad.text(), sizesText(pooled));
    if (!isFloating(self.dtype) || grad.dtype != self.dtype)
        return fail(Code::Type, "{}.7: self is {} and grad_output {}; one floating dtype is needed", call.schema().name, self.text(), grad.text());
    return resized(self, self.sizes);
}

Result<Types> windowType(const OpCall& call) {
    WHITTLE_TRY(const Windows windows, windowsOf(call));
    WHITTLE_TRY(const SymSizes pooled, pooledSizes(call, windows));
    return likeSelf(call, pooled);
}

/// Hands each volume's gradient to add(sums, grad, in, out): both are double.
template <class Add>
Result<void> spreadGradient(KernelCall& call, int spatial, Add add) {
    const Tensor grad = dense(call.tensor("grad_output"), DType::F64);
    Tensor sums = Tensor::zeros(DType::F64, call.outputSizes());
    const Volume in = volumeOf(sums.sizes(), spatial), out = volumeOf(grad.sizes(), spatial);
    double* to = sums.mutableData<double>();
    for (Index p = 0; p < out.count; ++p) {
        Result<void> done = add(to + p * in.size(), grad.data<double>() + p * out.size(), in, out, p);
        if (!done) return done;
    }
    finish(call, 0, sums);
    return {};
}

Result<void> spreadByIndices(KernelCall& call, int spatial) {
    const Tensor indices = call.tensor("indices").to(DType::I64).contiguous();
    return spreadGradient(call, spatial, [&](double* to, const double* grad, const Volume& in, const Volume& out, Index p) -> Result<void> {
        const std::int64_t* index = indices.data<std::int64_t>() + p * out.size();
        for (Index k = 0; k < out.size(); ++k) {
            if (index[k] < 0 || index[k] >= in.size())
                return fail(Code::Run, "{}: index {} is outside a plane of {} elements", call.op().name, index[k], in.size());
            to[index[k]] += grad[k];
        }
        return {};
    });
}

Result<void> needIndices(const OpCall& call) {
    const TensorType &indices = call.type("indices"), &grad = call.type(call.schema().arg("grad_output") ? "grad_output" : "self");
    bool same = indices.dtype == DType::I64 && indices.sizes.size() == grad.sizes.size();
    for (std::size_t i = 0; same && i < grad.sizes.size(); ++i) same = !differ(indices.sizes[i], grad.sizes[i]);
    if (same) return {};
    return fail(Code::Shape, "{}.8: indices are {}, int64 of the sizes of {} are needed", call.schema().name, indices.text(), grad.text());
}

Result<Types> maxBackwardType(const OpCall& call) {
    WHITTLE_TRY_VOID(needIndices(call));
    return windowType(call);
}
Result<void> maxBackwardReference(KernelCall& call) { return spreadByIndices(call, pooledDims(call, "kernel_size")); }

template <int spatial>
Result<Types> adaptiveMaxBackwardType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkPoolRank(call, spatial));
    WHITTLE_TRY_VOID(needIndices(call));
    return likeSelf(call, call.type("grad_output").sizes);
}
template <int spatial>
Result<void> adaptiveMaxBackwardReference(KernelCall& call) { return spreadByIndices(call, spatial); }

Result<void> avgBackwardReference(KernelCall& call) {
    WHITTLE_TRY(const Windows windows, windowsOf(call));
    const bool countPad = call.flag("count_include_pad"), fixed = !call.isNone("divisor_override");
    const double override = fixed ? call.number("divisor_override") : 0;
    return spreadGradient(call, windows.spatial, [&](double* to, const double* grad, const Volume& in, const Volume& out, Index) -> Result<void> {
        forEachOutput(out, [&](Index k, const std::array<Index, 3>& at) {
            std::array<Span, 3> box{};
            double divisor = 1;
            for (std::size_t i = 0; i < 3; ++i) {
                box[i] = windowSpan(windows.axes[i], at[i], in.sides[i]);
                divisor *= static_cast<double>(countPad ? box[i].padded : box[i].to - box[i].from);
            }
            forEachInBox(in, box, {1, 1, 1}, [&](Index i) { to[i] += grad[k] / (fixed ? override : divisor); });
        });
        return {};
    });
}

template <int spatial>
Result<Types> adaptiveAvgBackwardType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkPoolRank(call, spatial));
    SymSizes pooled = call.type("self").sizes;
    const SymSizes& grad = call.type("grad_output").sizes;
    if (grad.size() == pooled.size()) std::copy(grad.end() - spatial, grad.end(), pooled.end() - spatial);
    return likeSelf(call, pooled);
}

template <int spatial>
Result<void> adaptiveAvgBackwardReference(KernelCall& call) {
    return spreadGradient(call, spatial, [&](double* to, const double* grad, const Volume& in, const Volume& out, Index) -> Result<void> {
        forEachOutput(out, [&](Index k, const std::array<Index, 3>& at) {
            std::array<Span, 3> box{};
            double divisor = 1;
            for (std::size_t i = 0; i < 3; ++i) {
                box[i] = adaptiveSpan(at[i], in.sides[i], out.sides[i]);
                divisor *= static_cast<double>(box[i].to - box[i].from);
            }
            forEachInBox(in, box, {1, 1, 1}, [&](Index i) { to[i] += grad[k] / divisor; });
        });
        return {};
    });
}

// --- max_unpool ---

Result<Types> unpoolType(const OpCall& call) {
    const int spatial = pooledDims(call, "output_size");
    WHITTLE_TRY_VOID(checkPoolRank(call, spatial));
    WHITTLE_TRY_VOID(needIndices(call));
    if (!isFloating(call.type("self").dtype)) return fail(Code::Type, "{}.7: the input is {}, a floating dtype is needed", call.schema().name, call.type("self").text());
    const SymSizes wanted = call.symInts("output_size");
    if (static_cast<int>(wanted.size()) != spatial)
        return fail(Code::Argument, "{}.2: There should be exactly {} elements in output_size, but got {}", call.schema().name, spatial, wanted.size());
    SymSizes sizes = call.type("self").sizes;
    std::copy(wanted.begin(), wanted.end(), sizes.end() - spatial);
    return resized(call.type("self"), std::move(sizes));
}

Result<void> unpoolReference(KernelCall& call) {
    const int spatial = pooledDims(call, "output_size");
    const Tensor self = call.tensor("self").contiguous(), indices = call.tensor("indices").contiguous();
    Tensor out = Tensor::zeros(self.dtype(), call.outputSizes());
    const Volume from = volumeOf(self.sizes(), spatial), to = volumeOf(out.sizes(), spatial);
    for (Index i = 0; i < indices.numel(); ++i)
        if (const std::int64_t at = indices.data<std::int64_t>()[i]; at < 0 || at >= to.size())
            return fail(Code::Run, "{}: Found an invalid max index: {} (output volumes have {} elements)", call.op().name, at, to.size());
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* data = out.mutableData<T>();
        for (Index i = 0; i < self.numel(); ++i) data[i / from.size() * to.size() + indices.data<std::int64_t>()[i]] = self.data<T>()[i];
    });
    call.setOutput(0, std::move(out));
    return {};
}

#define WHITTLE_ROW(op, args, text, type, kernel) \
    {.name = "aten." op ".default", .schema = op "(" args ") -> Tensor", .summary = text, .inferType = type, .reference = kernel}

constexpr OpDef kOps[] = {
    WHITTLE_ROW("max_pool2d_with_indices_backward", "Tensor grad_output, Tensor self, int[2] kernel_size, int[2] stride, int[2] padding, int[2] dilation, bool ceil_mode, Tensor indices", "Gradient of max_pool2d: each window's goes to its maximum.", maxBackwardType, maxBackwardReference),
    WHITTLE_ROW("max_pool3d_with_indices_backward", "Tensor grad_output, Tensor self, int[3] kernel_size, int[3] stride, int[3] padding, int[3] dilation, bool ceil_mode, Tensor indices", "Gradient of max_pool3d: each window's goes to its maximum.", maxBackwardType, maxBackwardReference),
    WHITTLE_ROW("adaptive_max_pool2d_backward", "Tensor grad_output, Tensor self, Tensor indices", "Gradient of adaptive_max_pool2d.", adaptiveMaxBackwardType<2>, adaptiveMaxBackwardReference<2>),
    WHITTLE_ROW("adaptive_max_pool3d_backward", "Tensor grad_output, Tensor self, Tensor indices", "Gradient of adaptive_max_pool3d.", adaptiveMaxBackwardType<3>, adaptiveMaxBackwardReference<3>),
    WHITTLE_ROW("avg_pool2d_backward", "Tensor grad_output, Tensor self, int[2] kernel_size, int[2] stride, int[2] padding, bool ceil_mode, bool count_include_pad, int? divisor_override", "Gradient of avg_pool2d.", windowType, avgBackwardReference),
    WHITTLE_ROW("avg_pool3d_backward", "Tensor grad_output, Tensor self, int[3] kernel_size, int[3] stride, int[3] padding, bool ceil_mode, bool count_include_pad, int? divisor_override", "Gradient of avg_pool3d.", windowType, avgBackwardReference),
    WHITTLE_ROW("_adaptive_avg_pool2d_backward", "Tensor grad_output, Tensor self", "Gradient of adaptive_avg_pool2d.", adaptiveAvgBackwardType<2>, adaptiveAvgBackwardReference<2>),
    WHITTLE_ROW("_adaptive_avg_pool3d_backward", "Tensor grad_output, Tensor self", "Gradient of adaptive_avg_pool3d.", adaptiveAvgBackwardType<3>, adaptiveAvgBackwardReference<3>),
    WHITTLE_ROW("max_unpool2d", "Tensor self, Tensor indices, SymInt[2] output_size", "Maxima put back where max_pool2d found them, else 0.", unpoolType, unpoolReference),
    WHITTLE_ROW("max_unpool3d", "Tensor self, Tensor indices, SymInt[3] output_size, int[3] stride, int[3] padding", "Maxima put back where max_pool3d found them, else 0.", unpoolType, unpoolReference),
};

#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> poolBackwardOps() { return kOps; }

}  // namespace whittle::ops

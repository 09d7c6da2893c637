// The gradients of attention from what its forward saved: the result and each row's logarithm of the sum of exponentials.
// Everything in f64, rounded once. Proof: tests/golden/ops/attention.
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/layout.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

bool sameSizes(const SymSizes& a, const SymSizes& b) {
    bool same = a.size() == b.size();
    for (std::size_t i = 0; same && i < a.size(); ++i) same = !differ(a[i], b[i]);
    return same;
}

Result<Types> backwardType(const OpCall& call) {
    const TensorType &q = call.type("query"), &k = call.type("key"), &v = call.type("value");
    const std::string_view op = call.schema().name;
    if (call.number("dropout_p") != 0)
        return fail(Code::Unsupported, "{}.1: dropout_p is {}, only 0 is supported", op, call.number("dropout_p"));
    if (q.rank() != 4 || k.rank() != 4 || v.rank() != 4)
        return fail(Code::Shape, "{}.2: query, key and value need [batch, heads, length, width], got {}, {} and {}", op, q.text(), k.text(), v.text());
    for (const char* name : {"query", "key", "value", "grad_out", "out"})
        if (!isFloating(q.dtype) || call.type(name).dtype != q.dtype)
            return fail(Code::Type, "{}.3: one floating dtype is needed, query is {} and {} is {}", op, q.text(), name, call.type(name).text());
    if (!sameSizes(k.sizes, v.sizes) || differ(q.sizes[3], k.sizes[3]) || differ(q.sizes[0], k.sizes[0]) || differ(q.sizes[1], k.sizes[1]))
        return fail(Code::Shape, "{}.4: Q/K/V should have the same head size, heads and batch: {}, {} and {}", op, q.text(), k.text(), v.text());
    const TensorType &grad = call.type("grad_out"), &out = call.type("out"), &sums = call.type("logsumexp");
    if (!sameSizes(grad.sizes, q.sizes) || !sameSizes(out.sizes, q.sizes) || !sameSizes(sums.sizes, {q.sizes[0], q.sizes[1], q.sizes[2]}))
        return fail(Code::Shape, "{}.5: grad_out {}, out {} and logsumexp {} do not fit the query, {}", op, grad.text(), out.text(), sums.text(), q.text());
    if (const TensorType* mask = call.optionalType("attn_mask")) {
        if (call.flag("is_causal")) return fail(Code::Argument, "{}.6: attn_mask and is_causal cannot be combined", op);
        const SymSizes scores{q.sizes[0], q.sizes[1], q.sizes[2], k.sizes[2]};
        const auto masked = broadcastSizes(mask->sizes, scores);
        if ((mask->dtype != DType::Bool && mask->dtype != q.dtype) || !masked || !sameSizes(*masked, scores))
            return fail(Code::Shape, "{}.7: the mask {} is not bool or {}, or does not expand to the scores {}", op, mask->text(), dtypeName(q.dtype), sizesText(scores));
    }
    return Types{withSizes(q, q.sizes), withSizes(k, k.sizes), withSizes(v, v.sizes)};
}

// Of one head: p is the probability of key j for row i, and its gradient dp = grad . v. The gradient of a score is
// p * (dp - grad . out), since the probabilities of a row add up to one.
struct Head {
    Index rows, keys, width;
    double scale;
    bool causal;
    const double *q, *k, *v, *grad, *out, *sums, *bias;
    double *toQ, *toK, *toV;

    void run() const {
        const auto dot = [&](const double* a, const double* b) {
            double sum = 0;
            for (Index e = 0; e < width; ++e) sum += a[e] * b[e];
            return sum;
        };
        for (Index i = 0; i < rows; ++i) {
            const double *qi = q + i * width, *gi = grad + i * width;
            const double whole = dot(gi, out + i * width);
            for (Index j = 0; j < (causal ? std::min(i + 1, keys) : keys); ++j) {
                const double *kj = k + j * width, *vj = v + j * width;
                const double score = dot(qi, kj) * scale + (bias ? bias[i * keys + j] : 0);
                const double p = std::isinf(score) ? 0 : std::exp(score - sums[i]);
                const double ds = p * (dot(gi, vj) - whole) * scale;
                for (Index e = 0; e < width; ++e) {
                    toQ[i * width + e] += ds * kj[e];
                    toK[j * width + e] += ds * qi[e];
                    toV[j * width + e] += p * gi[e];
                }
            }
        }
    }
};

Result<void> backwardReference(KernelCall& call) {
    const auto wide = [&](const char* name) { return dense(call.tensor(name), DType::F64); };
    const Tensor q = wide("query"), k = wide("key"), v = wide("value"), grad = wide("grad_out"), out = wide("out"), sums = wide("logsumexp");
    const Index rows = q.dim(2), keys = k.dim(2), width = q.dim(3);
    Tensor bias;
    if (const Tensor* mask = call.optionalTensor("attn_mask")) {
        const Sizes scores{q.dim(0), q.dim(1), rows, keys};
        bias = dense(mask->asStrided(scores, broadcastStrides(*mask, scores), mask->offset()), DType::F64);
        double* added = bias.mutableData<double>();
        if (mask->dtype() == DType::Bool)
            for (Index i = 0; i < bias.numel(); ++i) added[i] = added[i] != 0 ? 0 : -INFINITY;
    }
    const double scale = call.isNone("scale") ? 1 / std::sqrt(static_cast<double>(width)) : call.number("scale");
    Tensor gradQ = Tensor::zeros(DType::F64, q.sizes()), gradK = Tensor::zeros(DType::F64, k.sizes()), gradV = Tensor::zeros(DType::F64, v.sizes());
    double *toQ = gradQ.mutableData<double>(), *toK = gradK.mutableData<double>(), *toV = gradV.mutableData<double>();
    for (Index h = 0; h < q.dim(0) * q.dim(1); ++h) {
        const Index atQ = h * rows * width, atK = h * keys * width;
        Head{.rows = rows, .keys = keys, .width = width, .scale = scale, .causal = call.flag("is_causal"), .q = q.data<double>() + atQ,
             .k = k.data<double>() + atK, .v = v.data<double>() + atK, .grad = grad.data<double>() + atQ, .out = out.data<double>() + atQ,
             .sums = sums.data<double>() + h * rows, .bias = bias.defined() ? bias.data<double>() + h * rows * keys : nullptr,
             .toQ = toQ + atQ, .toK = toK + atK, .toV = toV + atK}
            .run();
    }
    const Tensor* results[] = {&gradQ, &gradK, &gradV};
    for (int i = 0; i < 3; ++i) {
        finish(call, i, *results[i]);
        const Sizes s = results[i]->sizes();
        layOut(call, i, {s[1] * s[2] * s[3], s[3], s[1] * s[3], 1});  // the heads inside of the positions
    }
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "aten._scaled_dot_product_flash_attention_for_cpu_backward.default",
     .schema = "_scaled_dot_product_flash_attention_for_cpu_backward(Tensor grad_out, Tensor query, Tensor key, Tensor value, Tensor out, Tensor logsumexp,"
               " float dropout_p, bool is_causal, *, Tensor? attn_mask=None, float? scale=None) -> (Tensor grad_query, Tensor grad_key, Tensor grad_value)",
     .summary = "Gradients of _scaled_dot_product_flash_attention_for_cpu.", .inferType = backwardType, .reference = backwardReference},
};

}  // namespace

std::span<const OpDef> attentionBackwardOps() { return kOps; }

}  // namespace whittle::ops

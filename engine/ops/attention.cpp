// Scaled dot product attention as one operator. A row whose keys are all masked gives 0, not NaN (PyTorch's safe
// softmax). Everything is computed in f32 (f64 for f64) and rounded once. Proof: tests/engine/ops/attention_test.cpp.
#include <cmath>
#include <limits>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/layout.h"
#include "engine/ops/product_kernels.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

// --- type rules ------------------------------------------------------------------------------------------

// How many query heads share a key head: 1 unless enable_gqa.
Result<std::int64_t> headGroup(const OpCall& call) {
    if (!call.schema().arg("enable_gqa") || !call.flag("enable_gqa")) return 1;
    const TensorType &q = call.type("query"), &k = call.type("key"), &v = call.type("value");
    const auto heads = [](const TensorType& t) { return t.rank() < 3 ? std::nullopt : t.sizes[t.sizes.size() - 3].constant(); };
    const auto queries = heads(q), keys = heads(k);
    if (!queries || !keys || keys != heads(v) || *keys == 0 || *queries % *keys != 0)
        return fail(Code::Shape, "{}.6: enable_gqa needs known head counts of which the query's is a multiple, got {}, {} and {}",
                    call.schema().name, q.text(), k.text(), v.text());
    return *queries / *keys;
}

// Leading dimensions of key or value as the query sees them: each head counted as often as it is shared.
SymSizes leadOf(const TensorType& type, std::int64_t group) {
    SymSizes lead(type.sizes.begin(), type.sizes.end() - 2);
    if (group != 1) lead.back() = lead.back() * group;
    return lead;
}

struct Plan {
    SymSizes batch;  // leading dimensions, broadcast
    SymInt queries, keys;
    std::int64_t group = 1;
};

Result<Plan> planOf(const OpCall& call) {
    const std::string_view op = call.schema().name;
    const TensorType &q = call.type("query"), &k = call.type("key"), &v = call.type("value");
    if (call.number("dropout_p") != 0)
        return fail(Code::Unsupported, "{}.1: dropout_p is {}, only 0 (inference) is supported", op, call.number("dropout_p"));
    if (q.rank() < 2 || k.rank() < 2 || v.rank() < 2)
        return fail(Code::Shape, "{}.2: query, key and value need rank 2 or more, got {}, {} and {}", op, q.text(), k.text(), v.text());
    if (!isFloating(q.dtype) || q.dtype != k.dtype || q.dtype != v.dtype)
        return fail(Code::Type, "{}.3: query, key and value need one floating dtype, got {}, {} and {}", op, q.text(), k.text(), v.text());
    const auto back = [](const TensorType& t, std::size_t i) { return t.sizes[t.sizes.size() - i]; };
    if (differ(back(q, 1), back(k, 1)) || differ(back(k, 2), back(v, 2)))
        return fail(Code::Shape, "{}.4: the last size of query and key, and the length of key and value, must match: {}, {} and {}", op,
                    q.text(), k.text(), v.text());
    Plan plan;
    WHITTLE_TRY(plan.group, headGroup(call));
    auto batch = broadcastSizes(leadOf(q, 1), leadOf(k, plan.group));
    if (batch) batch = broadcastSizes(*batch, leadOf(v, plan.group));
    if (!batch) return fail(Code::Shape, "{}.5: {}, {} and {}: {}", op, q.text(), k.text(), v.text(), batch.error().message);
    plan.batch = *std::move(batch);
    plan.queries = back(q, 2);
    plan.keys = back(k, 2);
    const TensorType* mask = call.optionalType("attn_mask");
    if (!mask) return plan;
    if (call.flag("is_causal")) return fail(Code::Argument, "{}.7: attn_mask and is_causal cannot be combined", op);
    if (mask->dtype != DType::Bool && mask->dtype != q.dtype)
        return fail(Code::Type, "{}.8: the mask is {}, bool or {} is needed", op, mask->text(), dtypeName(q.dtype));
    SymSizes scores = plan.batch;
    scores.push_back(plan.queries);
    scores.push_back(plan.keys);
    const auto masked = broadcastSizes(mask->sizes, scores);
    bool fits = masked && masked->size() == scores.size();
    for (std::size_t i = 0; fits && i < scores.size(); ++i) fits = !differ((*masked)[i], scores[i]);
    if (!fits) return fail(Code::Shape, "{}.9: the mask {} does not expand to the scores {}", op, mask->text(), sizesText(scores));
    return plan;
}

Result<Types> attentionType(const OpCall& call) {
    WHITTLE_TRY(Plan plan, planOf(call));
    SymSizes sizes = std::move(plan.batch);
    sizes.push_back(plan.queries);
    sizes.push_back(call.type("value").sizes.back());
    return resized(call.type("query"), std::move(sizes));
}

Result<Types> flashType(const OpCall& call) {
    for (const char* name : {"query", "key", "value"})
        if (call.type(name).rank() != 4)
            return fail(Code::Shape, "{}.2: {} is {}, rank 4 is needed", call.schema().name, name, call.type(name).text());
    WHITTLE_TRY(Plan plan, planOf(call));
    WHITTLE_TRY(Types out, attentionType(call));
    TensorType logsumexp = withSizes(call.type("query"), plan.batch);
    logsumexp.sizes.push_back(plan.queries);
    logsumexp.dtype = computeDType(logsumexp.dtype);
    out.push_back(std::move(logsumexp));
    return out;
}

// --- reference kernel ------------------------------------------------------------------------------------

Tensor expanded(const Tensor& tensor, const Sizes& sizes) {
    return tensor.asStrided(sizes, broadcastStrides(tensor, sizes), tensor.offset());
}

// [..., rows, columns] as [batch, rows, columns] in the compute type, heads repeated `group` times.
Tensor folded(const Tensor& tensor, const Sizes& batch, Index group, DType compute) {
    const auto tail = [&](Sizes sizes) {
        sizes.push_back(tensor.dim(tensor.rank() - 2));
        sizes.push_back(tensor.dim(tensor.rank() - 1));
        return sizes;
    };
    Tensor shared = tensor;
    if (group != 1) {  // [..., heads, rows, columns] -> [..., heads * group, rows, columns]
        Sizes sizes = tensor.sizes(), strides = tensor.strides();
        sizes.insert(sizes.end() - 2, group);
        strides.insert(strides.end() - 2, 0);
        Sizes joined = tensor.sizes();
        joined[joined.size() - 3] *= group;
        shared = tensor.asStrided(sizes, strides, tensor.offset()).contiguous().viewAs(joined);
    }
    const Sizes full = tail(batch);
    return dense(expanded(shared, full), compute).viewAs(tail({elementCount(batch)}));
}

Tensor transposedLast(const Tensor& t) {
    return t.asStrided({t.dim(0), t.dim(2), t.dim(1)}, {t.strides()[0], t.strides()[2], t.strides()[1]}, t.offset()).contiguous();
}

// Scale, mask and softmax of one row of scores in place; answers the row's logsumexp.
template <class T>
double softmaxRow(T* row, Index keys, double scale, Index visible, const T* bias) {
    constexpr double kNone = -std::numeric_limits<double>::infinity();
    double largest = kNone;
    for (Index j = 0; j < keys; ++j) {
        double score = row[j] * scale;
        if (bias) score += bias[j];
        if (j >= visible) score = kNone;
        row[j] = static_cast<T>(score);
        if (row[j] > largest || isNan(row[j])) largest = row[j];
    }
    if (largest == kNone) {
        std::fill_n(row, keys, T{});
        return kNone;
    }
    double total = 0;
    for (Index j = 0; j < keys; ++j) {
        row[j] = std::exp(row[j] - static_cast<T>(largest));
        total += row[j];
    }
    for (Index j = 0; j < keys; ++j) row[j] = static_cast<T>(row[j] / total);
    return largest + std::log(total);
}

// The mask as what is added to the scores: 0 and -inf for bool.
Tensor maskBias(const Tensor& mask, const Sizes& scores, DType compute) {
    if (mask.dtype() != DType::Bool) return dense(expanded(mask, scores), compute);
    const Tensor flags = expanded(mask, scores).contiguous();
    Tensor out = Tensor::empty(compute, scores);
    visitFloat(compute, [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index i = 0; i < flags.numel(); ++i) to[i] = flags.data<bool>()[i] ? T{} : -std::numeric_limits<T>::infinity();
    });
    return out;
}

Result<void> attentionReference(KernelCall& call) { return attentionWith(call, plainProduct); }

// --- decomposition ---------------------------------------------------------------------------------------

// A chain of calls that stops at the first error, so that a formula reads as one.
class Chain {
public:
    Chain(OpBuilder& build) : m_build(build) {}
    ValueId operator()(std::string_view op, std::vector<NamedArg> args) {
        if (!m_ok) return {};
        Result<ValueId> out = m_build.one(op, std::move(args));
        if (!out) m_ok = std::unexpected(std::move(out).error());
        return out ? *out : ValueId();
    }
    Arg size(const SymInt& size, std::span<const ValueId> from) {
        if (!m_ok) return {};
        Result<Arg> out = sizeArg(m_build, size, from);
        if (!out) m_ok = std::unexpected(std::move(out).error());
        return out ? *out : Arg();
    }
    Result<std::vector<ValueId>> finish(ValueId out) {
        if (!m_ok) return std::unexpected(std::move(m_ok).error());
        return std::vector{out};
    }

private:
    OpBuilder& m_build;
    Result<void> m_ok;
};

// matmul, scale, mask, softmax, matmul; rows without a visible key become 0, also those whose scores are all -inf.
Result<std::vector<ValueId>> attentionDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const Plan plan, planOf(call));
    const TensorType& query = call.type("query");
    const DType compute = computeDType(query.dtype);
    const std::vector<ValueId> sources{valueArg(call, "query"), valueArg(call, "key"), valueArg(call, "value")};
    Chain op(build);
    const auto widened = [&](ValueId value) {
        return compute == query.dtype ? value : op("aten._to_copy.default", {{"self", value}, {"dtype", compute}});
    };
    const auto shared = [&](ValueId value, const TensorType& type) -> ValueId {
        if (plan.group == 1) return value;
        const std::int64_t head = type.rank() - 3;
        Arg::List repeated, joined;
        for (int i = 0; i < type.rank(); ++i) {
            const Arg size = op.size(type.sizes[static_cast<std::size_t>(i)], sources);
            repeated.push_back(-1);
            if (i == head) repeated.push_back(plan.group);
            joined.push_back(i == head ? Arg(type.sizes[static_cast<std::size_t>(i)].constant().value_or(0) * plan.group) : size);
        }
        value = op("aten.unsqueeze.default", {{"self", value}, {"dim", head + 1}});
        value = op("aten.expand.default", {{"self", value}, {"size", std::move(repeated)}});
        return op("aten.reshape.default", {{"self", value}, {"shape", std::move(joined)}});
    };
    const double scale = call.isNone("scale") && query.sizes.back().isConstant()
                             ? 1 / std::sqrt(static_cast<double>(*query.sizes.back().constant()))
                             : call.number("scale");
    if (call.isNone("scale") && !query.sizes.back().isConstant())
        return fail(Code::Unsupported, "scaled_dot_product_attention.10: the head size {} must be known", query.sizes.back().text());
    const ValueId q = widened(sources[0]), k = shared(widened(sources[1]), call.type("key"));
    const ValueId v = shared(widened(sources[2]), call.type("value"));
    const ValueId flipped = op("aten.transpose.int", {{"self", k}, {"dim0", -2}, {"dim1", -1}});
    ValueId scores = op("aten.matmul.default", {{"self", q}, {"other", flipped}});
    scores = op("aten.mul.Scalar", {{"self", scores}, {"other", scale}});
    constexpr double kNone = -std::numeric_limits<double>::infinity();
    const TensorType* mask = call.optionalType("attn_mask");
    if (mask) {
        // Added, as PyTorch adds it: a masked score of infinity is NaN.
        const Arg added = mask->dtype == DType::Bool
                              ? Arg(op("aten.where.Scalar", {{"condition", call.arg("attn_mask")}, {"self", 0.0}, {"other", kNone}}))
                              : call.arg("attn_mask");
        scores = op("aten.add.Tensor", {{"self", scores}, {"other", added}});
    } else if (call.flag("is_causal")) {
        // What lies ahead is left out, whatever its score: so PyTorch's flash kernel does, where its mathematical form adds.
        const ValueId rows = op("aten.arange.default", {{"end", op.size(plan.queries, sources)}});
        const ValueId columns = op("aten.arange.default", {{"end", op.size(plan.keys, sources)}});
        const ValueId down = op("aten.unsqueeze.default", {{"self", rows}, {"dim", 1}});
        const ValueId ahead = op("aten.gt.Tensor", {{"self", columns}, {"other", down}});
        scores = op("aten.masked_fill.Scalar", {{"self", scores}, {"mask", ahead}, {"value", kNone}});
    }
    const ValueId weights = op("aten._safe_softmax.default", {{"self", scores}, {"dim", -1}});
    ValueId out = op("aten.matmul.default", {{"self", weights}, {"other", v}});
    if (compute != query.dtype) out = op("aten._to_copy.default", {{"self", out}, {"dtype", query.dtype}});
    return op.finish(out);
}

constexpr OpDef kOps[] = {
    {.name = "aten.scaled_dot_product_attention.default",
     .schema = "scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None,"
               " float dropout_p=0., bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor",
     .summary = "softmax(query @ key^T * scale + mask) @ value.", .inferType = attentionType,
     .reference = attentionReference, .decompose = attentionDecompose},
    {.name = "aten._scaled_dot_product_flash_attention_for_cpu.default",
     .schema = "_scaled_dot_product_flash_attention_for_cpu(Tensor query, Tensor key, Tensor value, float dropout_p=0.,"
               " bool is_causal=False, *, Tensor? attn_mask=None, float? scale=None) -> (Tensor output, Tensor logsumexp)",
     .summary = "Attention with the logarithm of each row's sum of exponentials.", .inferType = flashType,
     .reference = attentionReference},
};

}  // namespace

Result<void> attentionWith(KernelCall& call, const Product& product) {
    const Tensor &query = call.tensor("query"), &key = call.tensor("key"), &value = call.tensor("value");
    const DType compute = computeDType(query.dtype());
    WHITTLE_TRY(const Index group, headGroup(call));
    Sizes batch = call.outputSizes();
    batch.resize(batch.size() - 2);
    const double scale = call.isNone("scale") ? 1 / std::sqrt(static_cast<double>(query.sizes().back())) : call.number("scale");
    WHITTLE_TRY(Tensor scores, product(folded(query, batch, 1, compute), transposedLast(folded(key, batch, group, compute))));
    const Index count = scores.dim(0), rows = scores.dim(1), keys = scores.dim(2);
    Tensor bias;
    if (const Tensor* mask = call.optionalTensor("attn_mask")) {
        Sizes full = batch;
        full.push_back(rows);
        full.push_back(keys);
        bias = maskBias(*mask, full, compute);
    }
    const bool causal = call.flag("is_causal");
    std::vector<double> logsumexp;
    visitFloat(compute, [&](auto tag) {
        using T = decltype(tag);
        T* row = scores.mutableData<T>();
        const T* added = bias.defined() ? bias.data<T>() : nullptr;
        for (Index i = 0; i < count * rows; ++i, row += keys) {
            const Index visible = causal ? std::min(i % rows + 1, keys) : keys;
            logsumexp.push_back(softmaxRow<T>(row, keys, scale, visible, added ? added + i * keys : nullptr));
        }
    });
    WHITTLE_TRY(const Tensor out, product(scores, folded(value, batch, group, compute)));
    finish(call, 0, out.viewAs(call.outputSizes()));
    if (query.rank() == call.outputType().rank()) layOut(call, 0, likeFirst(call, call.outputSizes()));
    if (call.outputCount() == 2) {
        const Sizes sizes = call.outputSizes(1);
        finish(call, 1, Tensor::of(std::span<const double>(logsumexp), sizes));
        layOut(call, 1, {sizes[1] * sizes[2], 1, sizes[1]});  // PyTorch keeps the heads innermost
    }
    return {};
}

std::span<const OpDef> attentionOps() { return kOps; }

}  // namespace whittle::ops

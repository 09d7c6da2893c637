// Attention whose scores and mask are graphs, as PyTorch's eager form computes it: every score goes through score_mod,
// what mask_mod refuses becomes -inf. The block mask's index tensors only tell a compiler what to skip, so nothing
// here reads them. Proof: tests/engine/ops/flex_attention_test.cpp, against PyTorch's own result.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/matrix_product.h"
#include "engine/ops/sizes.h"
#include "engine/ops/subgraph.h"

namespace whittle::ops {
namespace {

constexpr std::size_t kPositions = 4;  // batch, head, query position, key position

// --- types -------------------------------------------------------------------------------------------------

DType workingDType(DType query) { return query == DType::F64 ? DType::F64 : DType::F32; }

const Graph* maskGraph(const OpCall& call) {
    const Arg::List& mask = call.list("block_mask");
    const GraphRef* graph = mask.empty() ? nullptr : mask.back().as<GraphRef>();
    return graph ? graph->get() : nullptr;
}

// Newer programs name this option and have the maxima as a third result.
bool givesMaxima(const OpCall& call) {
    return std::ranges::any_of(call.list("kernel_options"), [](const Arg& entry) {
        const auto* key = entry.as<Arg::List>()->front().as<std::string>();
        return key && *key == "OUTPUT_MAX";
    });
}

// Position inputs are 0-d integers of whichever width the graph was traced with.
Types withPositions(Types operands, const Graph& graph, std::string_view buffers, const OpCall& call) {
    for (std::size_t i = 0; i < kPositions; ++i) {
        const std::size_t input = operands.size();
        const TensorType* declared = input < graph.inputs().size() ? asTensorType(graph.type(graph.inputs()[input].value)) : nullptr;
        operands.push_back(TensorType{declared && declared->dtype == DType::I64 ? DType::I64 : DType::I32, {}, {}, {}});
    }
    for (const Type& buffer : typesOf(call, buffers)) operands.push_back(buffer);
    return operands;
}

Result<void> checkElement(const OpCall& call, const Graph& graph, const Types& results, bool wantsBool) {
    const TensorType* tensor = results.size() == 1 ? asTensorType(results[0]) : nullptr;
    if (tensor && tensor->rank() == 0 && (tensor->dtype == DType::Bool) == wantsBool) return {};
    return fail(Code::Type, "{}.6: the graph '{}' must give one {} of rank 0, it gives {}", call.schema().name, graph.name,
                wantsBool ? "bool" : "number", results.empty() ? "nothing" : typeText(results[0]));
}

Result<Types> flexType(const OpCall& call) {
    const TensorType &query = call.type("query"), &key = call.type("key"), &value = call.type("value");
    for (const char* name : {"query", "key", "value"})
        if (call.type(name).rank() != 4 || !isFloating(call.type(name).dtype))
            return fail(Code::Shape, "flex_attention.3: '{}' is {}, a floating tensor [batch, heads, length, width] is needed", name,
                        call.type(name).text());
    if (differ(query.sizes[3], key.sizes[3]) || differ(key.sizes[2], value.sizes[2]) || differ(key.sizes[1], value.sizes[1]) ||
        differ(key.sizes[0], value.sizes[0]) || (differ(query.sizes[0], key.sizes[0]) && !key.sizes[0].is(1)) ||
        differ(mod(query.sizes[1], key.sizes[1]), 0))
        return fail(Code::Shape, "flex_attention.4: query {}, key {} and value {} do not fit together", query.text(), key.text(), value.text());
    if (key.dtype != query.dtype || value.dtype != query.dtype)
        return fail(Code::Type, "flex_attention.7: query {}, key {} and value {} need one dtype", query.text(), key.text(), value.text());
    const Graph* mask = maskGraph(call);
    if (!mask) return fail(Code::Argument, "flex_attention.5: the last element of 'block_mask' must be the mask's graph");
    const DType working = workingDType(query.dtype);
    WHITTLE_TRY(const Types score, graphResults(call, call.graph("score_mod"),
                                                withPositions({TensorType{working, {}, {}, {}}}, call.graph("score_mod"),
                                                              "score_mod_other_buffers", call)));
    WHITTLE_TRY_VOID(checkElement(call, call.graph("score_mod"), score, false));
    WHITTLE_TRY(const Types keep, graphResults(call, *mask, withPositions({}, *mask, "mask_mod_other_buffers", call)));
    WHITTLE_TRY_VOID(checkElement(call, *mask, keep, true));
    const TensorType rows{working, {query.sizes[0], query.sizes[1], query.sizes[2]}, {}, query.device};
    Types out{withSizes(query, {query.sizes[0], query.sizes[1], query.sizes[2], value.sizes[3]}), rows};
    if (givesMaxima(call)) out.push_back(rows);
    return out;
}

// --- one graph over all elements -----------------------------------------------------------------------------

// Besides the pointwise families: operators whose result at a position needs only the operands there.
constexpr std::string_view kAlsoPointwise[] = {"aten._to_copy.default", "aten.to.dtype", "aten.clone.default", "aten.alias.default",
                                               "aten.full_like.default", "aten.zeros_like.default", "aten.ones_like.default",
                                               "prims.convert_element_type.default"};
constexpr std::string_view kIndexing = "aten.index.Tensor";  // of a buffer, by positions

// Whether giving tiles instead of single elements for the first `varying` inputs gives the tile of results. Everything that
// varies must be of rank 0 in the graph. What does not vary must have a varying operand's dtype: a tile beside a
// 0-d tensor promotes differently than two 0-d tensors.
bool worksOnTiles(const Graph& graph, std::size_t varying) {
    std::vector<bool> varies(graph.valueIdBound(), false);
    const auto is = [&](ValueId id) { return bool(varies[static_cast<std::size_t>(id.index())]); };
    for (std::size_t i = 0; i < varying; ++i) varies[static_cast<std::size_t>(graph.inputs()[i].value.index())] = true;
    for (const Node& node : graph.nodes()) {
        const std::vector<ValueId> inputs = node.inputs();
        if (std::ranges::none_of(inputs, is)) continue;
        for (const ValueId id : node.outputs) {
            const TensorType* type = asTensorType(graph.type(id));
            if (!type || type->rank() != 0) return false;
            varies[static_cast<std::size_t>(id.index())] = true;
        }
        if (node.op == kIndexing) {
            const Arg* self = node.arg("self");
            const ValueId* buffer = self ? self->as<ValueId>() : nullptr;
            if (!buffer || is(*buffer)) return false;
            for (const ValueId id : inputs)
                if (id != *buffer && (!is(id) || std::get<TensorType>(graph.type(id)).dtype == DType::Bool)) return false;
            continue;
        }
        const std::string_view family = opFamily(node.op);
        if (family != "pointwise" && family != "comparison" && family != "activation" &&
            std::ranges::find(kAlsoPointwise, node.op) == std::end(kAlsoPointwise))
            return false;
        for (const ValueId id : inputs) {
            const TensorType* type = asTensorType(graph.type(id));
            if (is(id) || !type) continue;
            if (type->rank() != 0 || std::ranges::none_of(inputs, [&](ValueId other) {
                    return is(other) && std::get<TensorType>(graph.type(other)).dtype == type->dtype;
                }))
                return false;
        }
    }
    const ValueId* result = graph.outputs()[0].value.as<ValueId>();
    return result && is(*result);  // else the result is the same everywhere, and a tile of it has to be made
}

Tensor integers(DType dtype, Sizes sizes, Index first) {
    Tensor out = Tensor::empty(DType::I64, std::move(sizes));
    auto* to = out.mutableData<std::int64_t>();
    for (Index i = 0; i < out.numel(); ++i) to[i] = first + i;
    return out.to(dtype);
}

// A graph's results for all query and key positions of one batch and head, as an [M,N] tensor.
class Elements {
public:
    Elements(const KernelCall& call, const Graph& graph, std::size_t leading, std::string_view buffers, Index rows, Index columns)
        : m_call(call), m_graph(graph), m_leading(leading), m_rows(rows), m_columns(columns),
          m_onTiles(worksOnTiles(graph, leading + kPositions)) {
        for (const Arg& item : call.list(buffers)) m_buffers.push_back(call.datum(item));
    }

    Result<Tensor> run(const Tensor* scores, Index batch, Index head) const {
        if (m_onTiles && m_rows * m_columns > 0) return tile(scores, batch, head);
        Tensor out;
        for (Index m = 0; m < m_rows; ++m)
            for (Index n = 0; n < m_columns; ++n) {
                std::vector<Datum> inputs;
                if (scores) inputs.emplace_back(scores->asStrided({}, {}, scores->offset() + m * m_columns + n));
                const Index positions[kPositions] = {batch, head, m, n};
                for (std::size_t i = 0; i < kPositions; ++i) inputs.emplace_back(integers(dtypeOf(i), {}, positions[i]));
                WHITTLE_TRY(const Tensor one, element(std::move(inputs)));
                if (!out.defined()) out = Tensor::empty(one.dtype(), {m_rows, m_columns});
                std::memcpy(out.mutableData<std::byte>() + static_cast<std::size_t>(m * m_columns + n) * dtypeSize(one.dtype()),
                            one.data<std::byte>(), dtypeSize(one.dtype()));
            }
        return out.defined() ? out : Tensor::empty(DType::F32, {m_rows, m_columns});
    }

private:
    DType dtypeOf(std::size_t position) const {
        return std::get<TensorType>(m_graph.type(m_graph.inputs()[m_leading + position].value)).dtype;
    }

    Result<Tensor> element(std::vector<Datum> inputs) const {
        inputs.insert(inputs.end(), m_buffers.begin(), m_buffers.end());
        WHITTLE_TRY(const std::vector<Datum> results, m_call.run(m_graph, std::move(inputs)));
        return std::get<Tensor>(results[0]).contiguous();
    }

    // Positions as [1,1], [1,1], [M,1] and [1,N], so that they broadcast against one another.
    Result<Tensor> tile(const Tensor* scores, Index batch, Index head) const {
        std::vector<Datum> inputs;
        if (scores) inputs.emplace_back(*scores);
        inputs.emplace_back(integers(dtypeOf(0), {1, 1}, batch));
        inputs.emplace_back(integers(dtypeOf(1), {1, 1}, head));
        inputs.emplace_back(integers(dtypeOf(2), {m_rows, 1}, 0));
        inputs.emplace_back(integers(dtypeOf(3), {1, m_columns}, 0));
        WHITTLE_TRY(const Tensor result, element(std::move(inputs)));
        Sizes strides = result.strides();
        for (std::size_t d = 0; d < 2; ++d)
            if (result.sizes()[d] == 1) strides[d] = 0;
        return result.asStrided({m_rows, m_columns}, std::move(strides), result.offset()).contiguous();
    }

    const KernelCall& m_call;
    const Graph& m_graph;
    std::size_t m_leading;
    Index m_rows, m_columns;
    bool m_onTiles;
    std::vector<Datum> m_buffers;
};

// --- the kernel ----------------------------------------------------------------------------------------------

// One head of a [batch, heads, length, width] tensor; shared heads and batches of keys and values are read again.
Tensor headOf(const Tensor& from, Index batch, Index head, Index heads) {
    const Index group = heads / from.dim(1);
    const Index offset = from.offset() + (from.dim(0) == 1 ? 0 : batch) * from.strides()[0] + head / group * from.strides()[1];
    return from.asStrided({1, from.dim(2), from.dim(3)}, {0, from.strides()[2], from.strides()[3]}, offset);
}

Tensor transposed(const Tensor& x) { return x.asStrided({1, x.dim(2), x.dim(1)}, {0, x.strides()[2], x.strides()[1]}, x.offset()); }

// exp(row - max) / sum, in place; answers log2 of the sum of exponentials and the largest score. A row in which
// nothing is left attends to nothing.
struct RowSums {
    double logSum, largest;
};
RowSums softmaxRow(std::span<double> row) {
    constexpr double kNone = -std::numeric_limits<double>::infinity();
    double largest = kNone;
    for (const double x : row) largest = std::isnan(x) || std::isnan(largest) ? std::numeric_limits<double>::quiet_NaN() : std::max(largest, x);
    if (largest == kNone) {
        std::ranges::fill(row, 0.0);
        return {kNone, kNone};
    }
    double sum = 0;
    for (double& x : row) sum += x = std::exp(x - largest);
    for (double& x : row) x /= sum;
    return {(largest + std::log(sum)) * std::numbers::log2e, largest * std::numbers::log2e};
}

Result<void> flexReference(KernelCall& call) {
    const Tensor &query = call.tensor("query"), &key = call.tensor("key"), &value = call.tensor("value");
    const DType dtype = query.dtype(), working = workingDType(dtype);
    const Index heads = query.dim(1), rows = query.dim(2), columns = key.dim(2), width = value.dim(3);
    const double scale = call.number("scale");
    const Elements score(call, call.graph("score_mod"), 1, "score_mod_other_buffers", rows, columns);
    const Elements mask(call, *maskGraph(call), 0, "mask_mod_other_buffers", rows, columns);
    Tensor out = Tensor::empty(working, {query.dim(0), heads, rows, width});
    std::vector<Tensor> sums(call.outputTypes().size() - 1, Tensor::empty(working, {query.dim(0), heads, rows}));
    std::vector<double> row(static_cast<std::size_t>(columns));
    for (Index batch = 0; batch < query.dim(0); ++batch)
        for (Index head = 0; head < heads; ++head) {
            const Tensor q = dense(headOf(query, batch, head, heads), working), k = dense(transposed(headOf(key, batch, head, heads)), working);
            const Tensor products = matrixProduct(q, k).to(dtype).to(working);  // PyTorch rounds the product to the query's dtype
            Tensor scaled = Tensor::empty(working, {rows, columns});
            visitFloat(working, [&](auto tag) {
                using T = decltype(tag);
                for (Index i = 0; i < scaled.numel(); ++i) scaled.mutableData<T>()[i] = products.data<T>()[i] * static_cast<T>(scale);
            });
            WHITTLE_TRY(const Tensor scores, score.run(&scaled, batch, head));
            WHITTLE_TRY(const Tensor kept, mask.run(nullptr, batch, head));
            const Tensor wide = scores.to(DType::F64);
            Tensor weights = Tensor::empty(DType::F64, {1, rows, columns});
            for (Index m = 0; m < rows; ++m) {
                for (Index n = 0; n < columns; ++n)
                    row[static_cast<std::size_t>(n)] = kept.data<bool>()[m * columns + n] ? wide.data<double>()[m * columns + n]
                                                                                          : -std::numeric_limits<double>::infinity();
                const auto [logSum, largest] = softmaxRow(row);
                std::ranges::copy(row, weights.mutableData<double>() + m * columns);
                const double perRow[] = {logSum, largest};
                for (std::size_t i = 0; i < sums.size(); ++i)
                    visitFloat(working, [&](auto tag) {
                        using T = decltype(tag);
                        sums[i].mutableData<T>()[(batch * heads + head) * rows + m] = static_cast<T>(perRow[i]);
                    });
            }
            const Tensor result = matrixProduct(weights.to(working).to(dtype).to(working), dense(headOf(value, batch, head, heads), working));
            if (result.byteSize() > 0)
                std::memcpy(out.mutableData<std::byte>() + static_cast<std::size_t>(batch * heads + head) * result.byteSize(),
                            result.data<std::byte>(), result.byteSize());
        }
    finish(call, 0, out);
    for (std::size_t i = 0; i < sums.size(); ++i) finish(call, static_cast<int>(i) + 1, sums[i]);
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "higher_order.flex_attention",
     .schema = "flex_attention(Tensor query, Tensor key, Tensor value, Function score_mod, Any() block_mask, float scale, Dict kernel_options, "
               "Any() score_mod_other_buffers=[], Any() mask_mod_other_buffers=[]) -> Any[]",
     .summary = "Attention in which one graph changes every score and another one masks.", .inferType = flexType, .reference = flexReference},
};

}  // namespace

std::span<const OpDef> flexAttentionOps() { return kOps; }

}  // namespace whittle::ops

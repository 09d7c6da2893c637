#include "engine/passes/fuse_attention.h"

#include <algorithm>
#include <limits>

#include "engine/ir/sym_range.h"
#include "engine/loops/bounds.h"
#include "engine/ops/sizes.h"
#include "engine/passes/attention_pattern.h"
#include "engine/passes/readers.h"
#include "engine/passes/step_mask.h"

namespace whittle {
namespace {

using Way = AttentionMask::Way;

constexpr double kNone = -std::numeric_limits<double>::infinity();

// What is known of a mask.
struct MaskFacts {
    bool mayHideRows = true;  ///< a query may see no key at all
    bool isCausal = false;    ///< each query sees the keys up to its own position, and nothing is added to them
};

// Of a mask with these elements; `rows` and `keys` are those of the scores.
MaskFacts factsOf(const Tensor& mask, const AttentionMask& what, std::optional<std::int64_t> rows, std::optional<std::int64_t> keys) {
    if (mask.rank() == 0 || mask.numel() == 0) return {};
    const Tensor dense = mask.to(DType::F32).contiguous();
    const float* element = dense.data<float>();
    const Index width = mask.dim(mask.rank() - 1), height = mask.rank() > 1 ? mask.dim(mask.rank() - 2) : 1;
    MaskFacts facts{.mayHideRows = false, .isCausal = mask.rank() > 1 && rows == height && keys == width};
    for (Index line = 0; line < mask.numel() / width; ++line) {
        bool sees = false;
        for (Index key = 0; key < width; ++key, ++element) {
            const bool hides = what.way == Way::Added ? isFarBelow(*element, mask.dtype()) : (*element != 0) == (what.way == Way::Hidden);
            sees = sees || !hides || (what.way == Way::Added && *element != kNone);
            if (hides != (key > line % height) || (what.way == Way::Added && !hides && *element != 0)) facts.isCausal = false;
        }
        facts.mayHideRows = facts.mayHideRows || !sees;
    }
    return facts;
}

// Of a mask that goes by the distance of query and key; `fits`: it has the sizes of the scores.
MaskFacts factsOf(const StepMask& step, const AttentionMask& what, DType dtype, bool fits) {
    const bool adds = what.way == Way::Added;
    const auto hides = [&](double element) { return adds ? isFarBelow(element, dtype) : (element != 0) == (what.way == Way::Hidden); };
    const bool seesFirst = fits && step.at >= 0 && !hides(step.upTo);
    return {.mayHideRows = !seesFirst, .isCausal = seesFirst && step.at == 0 && hides(step.beyond) && (!adds || step.upTo == 0)};
}

// One pattern on its way to one operator: nodes before the second product, which are taken back where it does not come to that.
class Builder {
public:
    Builder(Graph& graph, const AttentionPattern& pattern, const PassContext& context, ConstantTensors& constants, Readers& readers)
        : m_graph(graph), m_pattern(pattern), m_context(context), m_constants(constants), m_readers(readers), m_first(graph.nodeIdBound()),
          m_build(graph, originOf(graph, pattern), pattern.last) {}

    // The operator, when it stands in the place of the pattern.
    std::optional<Rewrite> run() {
        Result<ValueId> made = make();
        if (!made) return undone();
        const ValueId replaced = m_graph.node(m_pattern.last).output();
        m_graph.setType(*made, m_graph.type(replaced));  // strides on record stay
        const std::vector<NodeId> fresh = own();
        for (const NodeId id : fresh) m_readers.add(m_graph, id);
        m_readers.replace(m_graph, replaced, *made);
        Rewrite rewrite{"fuse-attention", {}, {}, m_detail};
        std::vector<NodeId> nodes = m_pattern.nodes;
        std::ranges::sort(nodes, {}, [&](NodeId id) { return m_graph.position(id); });
        for (const NodeId id : nodes) rewrite.before.push_back(rewritten(m_graph.node(id)));
        for (const NodeId id : fresh) rewrite.after.push_back(rewritten(m_graph.node(id)));
        return rewrite;
    }

private:
    static OriginRef originOf(const Graph& graph, const AttentionPattern& pattern) {
        std::vector<NodeId> nodes = pattern.nodes;
        std::ranges::sort(nodes, {}, [&](NodeId id) { return graph.position(id); });
        std::vector<OriginRef> origins;
        for (const NodeId id : nodes) origins.push_back(graph.node(id).origin);
        return mergeOrigins(origins);
    }

    std::vector<NodeId> own() const {
        std::vector<NodeId> out;
        for (std::size_t i = m_first; i < m_graph.nodeIdBound(); ++i)
            if (const NodeId id(static_cast<std::int32_t>(i)); m_graph.contains(id)) out.push_back(id);
        return out;
    }

    std::optional<Rewrite> undone() {
        m_graph.removeNodes(own());
        return std::nullopt;
    }

    const TensorType& tensor(ValueId id) const { return std::get<TensorType>(m_graph.type(id)); }

    // With the leading dimensions of the scores, and its last two the right way round.
    Result<ValueId> factor(const AttentionPattern::Factor& given, bool turn) {
        WHITTLE_TRY(ValueId value, permuted(given.value, given.order));
        if (given.isFlat) {
            SymSizes sizes(m_pattern.scores.begin(), m_pattern.scores.end() - 2);
            const SymSizes flat = tensor(value).sizes;
            sizes.insert(sizes.end(), flat.end() - 2, flat.end());
            WHITTLE_TRY(value, reshaped(value, sizes));
        }
        if (!turn) return value;
        return m_build.one("aten.transpose.int", {{"self", value}, {"dim0", -2}, {"dim1", -1}});
    }

    Result<ValueId> permuted(ValueId value, const DimOrder& order) {
        if (order.empty()) return value;
        Arg::List dims;
        for (const int dim : order) dims.push_back(dim);
        return m_build.one("aten.permute.default", {{"self", value}, {"dims", std::move(dims)}});
    }

    Result<ValueId> reshaped(ValueId value, const SymSizes& sizes) {
        if (tensor(value).sizes == sizes) return value;
        const ValueId sources[] = {m_pattern.query.value, m_pattern.key.value, m_pattern.value.value, value};
        WHITTLE_TRY(Arg shape, ops::sizeArgs(m_build, sizes, sources));
        WHITTLE_TRY(const ValueId out, m_build.one("aten.reshape.default", {{"self", value}, {"shape", std::move(shape)}}));
        if (tensor(out).sizes != sizes) return fail(Code::Unsupported, "sizes that are equal in another form");
        return out;
    }

    Result<ValueId> make() {
        const auto& [query, key, value] = std::tie(m_pattern.query, m_pattern.key, m_pattern.value);
        WHITTLE_TRY(const ValueId q, factor(query, query.turned));
        WHITTLE_TRY(const ValueId k, factor(key, !key.turned));  // it is the transposed one that is multiplied
        WHITTLE_TRY(const ValueId v, factor(value, value.turned));
        std::vector<NamedArg> args{{"query", q}, {"key", k}, {"value", v}};
        MaskFacts facts{.mayHideRows = false, .isCausal = false};
        if (m_pattern.mask) {
            facts = maskFacts(*m_pattern.mask);
            if (!facts.isCausal) {
                WHITTLE_TRY(const ValueId mask, maskArg(tensor(q).dtype));
                args.push_back({"attn_mask", mask});
            }
        }
        if (facts.isCausal) args.push_back({"is_causal", true});
        args.push_back({"scale", m_pattern.scale});
        m_detail = fmt::format("scale {:.6g}{}", m_pattern.scale, !m_pattern.mask ? "" : facts.isCausal ? ", causal" : ", masked");
        WHITTLE_TRY(ValueId out, m_build.one("aten.scaled_dot_product_attention.default", std::move(args)));
        const TensorType result = tensor(m_graph.node(m_pattern.last).output());
        SymSizes wanted = m_pattern.scores;
        wanted.back() = tensor(v).sizes.back();
        if (tensor(out).sizes != wanted || tensor(out).dtype != result.dtype) return fail(Code::Unsupported, "another result");
        if (m_context.libraryWouldTake && !m_context.libraryWouldTake(m_graph, m_graph.node(m_graph.value(out).producer)))
            return fail(Code::Unsupported, "no library takes it");
        if (facts.mayHideRows) { WHITTLE_TRY(out, asWithoutKeys(out, v)); }
        if (m_pattern.resultOrder.empty()) return reshaped(out, result.sizes);
        WHITTLE_TRY(out, permuted(out, m_pattern.resultOrder));
        if (tensor(out).sizes != result.sizes) return fail(Code::Unsupported, "another result");
        return out;
    }

    MaskFacts maskFacts(const AttentionMask& mask) {
        const SymSizes& scores = m_pattern.scores;
        const TensorType type = tensor(mask.value);
        if (const Tensor* known = m_constants.find(mask.value)) return factsOf(*known, mask, scores[scores.size() - 2].constant(), scores.back().constant());
        if (const auto step = stepMaskOf(m_graph, mask.value))
            return factsOf(*step, mask, type.dtype, type.rank() >= 2 && std::equal(scores.end() - 2, scores.end(), type.sizes.end() - 2));
        return {};
    }

    // As the operator wants it: what is added, in the dtype of the queries, or true where a query sees a key.
    Result<ValueId> maskArg(DType dtype) {
        const auto& [way, value, fill] = *m_pattern.mask;
        if (way == Way::Hidden) return m_build.one("aten.logical_not.default", {{"self", value}});
        // A sum of the two is in the wider dtype, so that this changes no number; the other way round it would.
        const DType given = tensor(value).dtype;
        if (way == Way::Visible || given == dtype || !isFloating(given) || dtypeSize(given) >= dtypeSize(dtype)) return value;
        return m_build.one("aten._to_copy.default", {{"self", value}, {"dtype", dtype}});
    }

    // The operator answers 0 for a query that sees no key. Written out, a row of -inf becomes NaN, and one that is the same number throughout
    // the mean of the values.
    Result<ValueId> asWithoutKeys(ValueId out, ValueId values) {
        const AttentionMask& mask = *m_pattern.mask;
        const bool isNone = mask.way == Way::Added || mask.fill == kNone;
        if (m_pattern.isSafe && isNone) return out;
        ValueId hidden = mask.value;
        if (mask.way == Way::Added) { WHITTLE_TRY(hidden, m_build.one("aten.eq.Scalar", {{"self", hidden}, {"other", kNone}})); }
        if (mask.way == Way::Visible) { WHITTLE_TRY(hidden, m_build.one("aten.logical_not.default", {{"self", hidden}})); }
        WHITTLE_TRY(ValueId blind, m_build.one("aten.all.dim", {{"self", hidden}, {"dim", -1}, {"keepdim", true}}));
        // Where there is no key at all, all are hidden and yet the products give 0.
        if (!isNonNegative(m_pattern.scores.back() - 1, symbolRanges(m_graph))) {
            const SymSizes& sizes = tensor(hidden).sizes;
            if (sizes.empty() || sizes.back() != m_pattern.scores.back()) return fail(Code::Unsupported, "a mask that does not tell whether there are keys");
            WHITTLE_TRY(const ValueId any, m_build.one("aten.any.dim", {{"self", hidden}, {"dim", -1}, {"keepdim", true}}));
            WHITTLE_TRY(blind, m_build.one("aten.logical_and.default", {{"self", blind}, {"other", any}}));
        }
        m_detail += isNone ? ", NaN without a key" : ", the mean without a key";
        if (isNone) return m_build.one("aten.where.ScalarSelf", {{"condition", blind}, {"self", std::numeric_limits<double>::quiet_NaN()}, {"other", out}});
        WHITTLE_TRY(const ValueId mean, m_build.one("aten.mean.dim", {{"self", values}, {"dim", Arg::List{Arg(-2)}}, {"keepdim", true}}));
        return m_build.one("aten.where.self", {{"condition", blind}, {"self", mean}, {"other", out}});
    }

    Graph& m_graph;
    const AttentionPattern& m_pattern;
    const PassContext& m_context;
    ConstantTensors& m_constants;
    Readers& m_readers;
    std::size_t m_first;  // nodes from here on are made here
    OpBuilder m_build;
    std::string m_detail;
};

}  // namespace

Result<Rewrites> fuseAttention(Graph& graph, const PassContext& context) {
    std::vector<NodeId> softmaxes;
    for (const Node& node : graph.nodes())
        if (isSoftmax(node)) softmaxes.push_back(node.id);
    Rewrites rewrites;
    if (softmaxes.empty()) return rewrites;
    const LiveUses uses(graph);
    ConstantTensors constants(graph);
    Readers readers(graph);
    std::vector<NodeId> replaced;
    for (const NodeId id : softmaxes) {
        const auto pattern = attentionAround(graph, uses, constants, graph.node(id));
        if (!pattern) continue;
        auto rewrite = Builder(graph, *pattern, context, constants, readers).run();
        if (!rewrite) continue;
        rewrites.push_back(*std::move(rewrite));
        replaced.insert(replaced.end(), pattern->nodes.begin(), pattern->nodes.end());
    }
    std::ranges::sort(replaced);  // two patterns may have one dead reader
    const auto repeated = std::ranges::unique(replaced);
    replaced.erase(repeated.begin(), repeated.end());
    graph.removeNodes(replaced);
    return rewrites;
}

}  // namespace whittle

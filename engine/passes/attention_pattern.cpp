#include "engine/passes/attention_pattern.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "engine/ops/op_call.h"
#include "engine/passes/remove_dead.h"

namespace whittle {
namespace {

using Way = AttentionMask::Way;

constexpr double kNone = -std::numeric_limits<double>::infinity();

struct Softmax {
    std::string_view op;
    bool isSafe;
};
constexpr Softmax kSoftmaxes[] = {{"aten.softmax.int", false}, {"aten._softmax.default", false}, {"aten._safe_softmax.default", true}};

constexpr std::string_view kIdentities[] = {"aten.clone.default", "aten.contiguous.default", "aten.alias.default", "aten.detach.default", "aten.lift_fresh_copy.default"};
constexpr std::string_view kDropouts[] = {"aten.dropout.default", "aten.feature_dropout.default"};
constexpr std::string_view kCasts[] = {"aten._to_copy.default", "aten.to.dtype", "aten.type_as.default", "prims.convert_element_type.default"};
constexpr std::string_view kViews[] = {"aten.view.default", "aten.reshape.default", "aten._unsafe_view.default"};
constexpr std::string_view kExpand = "aten.expand.default";

struct Scaling {
    std::string_view op;
    bool divides;
};
constexpr Scaling kScalings[] = {{"aten.mul.Tensor", false}, {"aten.mul.Scalar", false}, {"aten.multiply.Tensor", false}, {"aten.multiply.Scalar", false},
                                 {"aten.div.Tensor", true},  {"aten.div.Scalar", true},  {"aten.divide.Tensor", true},    {"aten.true_divide.Tensor", true}};

// Where a mask is filled in: the arguments with the scores, the flags and the number.
struct Filling {
    std::string_view op, scores, flags, fill;
    Way way;
};
constexpr Filling kFillings[] = {
    {"aten.masked_fill.Scalar", "self", "mask", "value", Way::Hidden},     {"aten.masked_fill.Tensor", "self", "mask", "value", Way::Hidden},
    {"aten.where.ScalarOther", "self", "condition", "other", Way::Visible}, {"aten.where.ScalarSelf", "other", "condition", "self", Way::Hidden},
    {"aten.where.self", "self", "condition", "other", Way::Visible},        {"aten.where.self", "other", "condition", "self", Way::Hidden},
};

template <std::size_t N>
bool isOneOf(const std::string_view (&names)[N], const Node& node) {
    return std::ranges::find(names, node.op) != std::end(names);
}

bool isNegativeDim(const Arg& arg, int rank) {
    const auto* dim = arg.as<std::int64_t>();
    if (const auto* list = arg.as<Arg::List>(); list && list->size() == 1) dim = list->front().as<std::int64_t>();
    return dim && rank > 0 && (*dim == -1 || *dim == rank - 1);
}

// The dimensions before the last two.
SymSizes leadOf(const SymSizes& sizes) { return {sizes.begin(), sizes.end() - 2}; }

// Whether sizes differ in the dimensions before the last two only, however many those are.
bool sameMatrices(const SymSizes& a, const SymSizes& b) { return a.size() >= 2 && b.size() >= 2 && std::equal(a.end() - 2, a.end(), b.end() - 2); }

class Finder {
public:
    Finder(const Graph& graph, const LiveUses& uses, ConstantTensors& constants) : m_graph(graph), m_uses(uses), m_constants(constants) {}

    std::optional<AttentionPattern> run(const Node& softmax) {
        const auto call = bind(softmax);
        const TensorType* type = tensor(softmax.output());
        if (!call || !type || type->rank() < 2 || !isNegativeDim(call->arg("dim"), type->rank())) return std::nullopt;
        m_out.isSafe = std::ranges::find(kSoftmaxes, softmax.op, &Softmax::op)->isSafe;
        const ValueId scores = value(*call, "self");
        if (!scores.valid() || !add(softmax) || !forwards(softmax, scores) || !backwards(scores) || !isClosed()) return std::nullopt;
        // Scores were rounded to these on the way.
        const DType dtype = tensor(m_product.left)->dtype;
        const bool isHalf = dtype == DType::F16 || dtype == DType::BF16;
        if (!std::ranges::all_of(m_dtypes, [&](DType other) { return other == dtype || (isHalf && other == DType::F32); })) return std::nullopt;
        const SymSizes& product = tensor(m_graph.node(m_first).output())->sizes;
        m_out.query = factor({.value = m_product.left, .order = m_product.leftOrder}, product, Scales::Yes);
        m_out.key = factor({.value = m_product.right, .order = m_product.rightOrder, .turned = m_product.isRightTurned}, product, Scales::Yes);
        m_out.value = factor({.value = m_values.values, .order = m_values.valuesOrder}, tensor(m_values.weights)->sizes, Scales::No);
        m_out.resultOrder = m_values.resultOrder;
        if (!std::isfinite(m_out.scale) || m_out.scale == 0) return std::nullopt;
        addDeadReaders();
        return std::move(m_out);
    }

private:
    enum class Scales { No, Yes };

    const TensorType* tensor(ValueId id) const { return asTensorType(m_graph.type(id)); }
    const Node* producer(ValueId id) const {
        const NodeId node = m_graph.value(id).producer;
        return node.valid() ? &m_graph.node(node) : nullptr;
    }
    std::optional<OpCall> bind(const Node& node) const {
        const OpDef* op = findOp(node.op);
        if (!op || node.outputs.size() != 1 || !tensor(node.output())) return std::nullopt;
        auto call = OpCall::bind(*op, node.args, [this](ValueId id) -> const Type& { return m_graph.type(id); });
        return call ? std::optional(*std::move(call)) : std::nullopt;
    }
    // A tensor argument; invalid for anything else.
    ValueId value(const OpCall& call, std::string_view name) const {
        const auto* id = call.schema().arg(name) ? call.arg(name).as<ValueId>() : nullptr;
        return id && tensor(*id) ? *id : ValueId();
    }
    ValueId firstOf(const OpCall& call) const { return call.schema().args.empty() ? ValueId() : value(call, call.schema().args[0].name); }

    bool add(const Node& node) {
        m_out.nodes.push_back(node.id);
        for (const ValueId id : node.outputs)
            if (const TensorType* type = tensor(id); type && isFloating(type->dtype)) m_dtypes.push_back(type->dtype);
        return true;
    }

    // Nobody but its own nodes reads what lies inside.
    bool isClosed() const {
        return std::ranges::all_of(m_out.nodes, [&](NodeId id) {
            if (id == m_out.last) return true;
            const std::vector<ValueId>& outputs = m_graph.node(id).outputs;
            return std::ranges::all_of(outputs, [&](ValueId value) {
                const auto users = m_uses.users(value);
                return !m_uses.isOutput(value) && std::ranges::all_of(users, [&](NodeId user) { return std::ranges::find(m_out.nodes, user) != m_out.nodes.end(); });
            });
        });
    }

    // Else they would read what is gone.
    void addDeadReaders() {
        const std::vector<NodeId> nodes = m_out.nodes;
        for (const NodeId id : nodes)
            if (id != m_out.last)
                for (const NodeId dead : m_uses.deadReaders(m_graph, m_graph.node(id).output()))
                    if (std::ranges::find(m_out.nodes, dead) == m_out.nodes.end()) m_out.nodes.push_back(dead);
    }

    // --- nodes that change nothing about the scores ------------------------------------------------------

    // What the node hands on: itself, converted, or with other leading dimensions. Invalid where it does more.
    ValueId passedOn(const Node& node) const {
        const auto call = bind(node);
        const ValueId from = call ? firstOf(*call) : ValueId();
        if (!from.valid()) return {};
        const TensorType &before = *tensor(from), &after = *tensor(node.output());
        const bool same = before.sizes == after.sizes;
        if (isOneOf(kCasts, node)) return same && isFloating(before.dtype) && isFloating(after.dtype) && isPlainCast(*call) ? from : ValueId();
        if (before.dtype != after.dtype) return {};
        if (isOneOf(kIdentities, node)) return from;
        if (isOneOf(kDropouts, node)) return !call->flag("train") || call->knownNumber("p") == 0 ? from : ValueId();
        if (node.op == kExpand) return same ? from : ValueId();
        if (isOneOf(kViews, node)) return sameMatrices(before.sizes, after.sizes) ? from : ValueId();
        return {};
    }

    // Nothing but the dtype is asked for.
    static bool isPlainCast(const OpCall& call) {
        return std::ranges::all_of(call.schema().args, [&](const SchemaArg& arg) {
            static constexpr std::string_view kHarmless[] = {"self", "other", "a", "dtype", "layout", "device", "pin_memory", "non_blocking", "copy", "memory_format"};
            return std::ranges::find(kHarmless, arg.name) != std::end(kHarmless);
        });
    }

    // The tensor that the node multiplies or divides by a number; `factor` becomes what it is multiplied by.
    ValueId scaled(const Node& node, double& factor) const {
        const auto* row = std::ranges::find(kScalings, node.op, &Scaling::op);
        const auto call = row == std::end(kScalings) ? std::nullopt : bind(node);
        if (!call) return {};
        for (const bool turned : {false, true}) {
            if (turned && row->divides) break;
            const ValueId from = value(*call, turned ? "other" : "self");
            const auto number = m_constants.number(call->arg(turned ? "self" : "other"));
            if (!from.valid() || !number || tensor(from)->sizes != tensor(node.output())->sizes || tensor(from)->dtype != tensor(node.output())->dtype) continue;
            factor = row->divides ? 1 / *number : *number;
            return from;
        }
        return {};
    }

    // --- from the softmax to the second product ----------------------------------------------------------

    bool forwards(const Node& softmax, ValueId scores) {
        ValueId at = softmax.output();
        if (!m_out.isSafe) at = throughSafe(at, scores);
        for (;;) {
            const auto users = m_uses.users(at);
            if (users.size() != 1 || m_uses.isOutput(at)) return false;
            const Node& next = m_graph.node(users.front());
            if (const auto product = valuesProduct(m_graph, next)) {
                if (product->weights != at || product->values == at) return false;
                m_values = *product;
                m_out.last = next.id;
                return add(next);
            }
            if (passedOn(next) != at) return false;
            add(next);
            at = next.output();
        }
    }

    const Node* madeBy(ValueId id, std::string_view op) const {
        const Node* node = id.valid() ? producer(id) : nullptr;
        return node && node->op == op ? node : nullptr;
    }

    // _safe_softmax as PyTorch takes it apart: where(not any(not (scores == -inf)), 0, softmax). Answers the value after it, or the same.
    ValueId throughSafe(ValueId softmax, ValueId scores) {
        for (const NodeId user : m_uses.users(softmax)) {
            const Node& where = m_graph.node(user);
            const auto call = where.op == "aten.where.self" ? bind(where) : std::nullopt;
            if (!call || value(*call, "other") != softmax || tensor(where.output())->sizes != tensor(softmax)->sizes) continue;
            std::vector<const Node*> nodes{&where};
            ValueId flag = value(*call, "condition");
            for (const std::string_view op : {"aten.logical_not.default", "aten.any.dim", "aten.logical_not.default", "aten.eq.Scalar"}) {
                const Node* node = madeBy(flag, op);
                const auto inner = node ? bind(*node) : std::nullopt;
                if (!inner) return softmax;
                if (op == "aten.any.dim" && (!isNegativeDim(inner->arg("dim"), tensor(softmax)->rank()) || !inner->flag("keepdim"))) return softmax;
                if (op == "aten.eq.Scalar" && m_constants.number(inner->arg("other")) != kNone) return softmax;
                nodes.push_back(node);
                flag = value(*inner, "self");
            }
            const ValueId zero = value(*call, "self");
            const Node* zeros = madeBy(zero, "aten.full_like.default");
            const auto filled = zeros ? bind(*zeros) : std::nullopt;
            if (flag != scores || (filled ? m_constants.number(filled->arg("fill_value")) : m_constants.number(call->arg("self"))) != 0.0) return softmax;
            if (filled) nodes.push_back(zeros);
            for (const Node* node : nodes) add(*node);
            m_out.isSafe = true;
            return where.output();
        }
        return softmax;
    }

    // --- from the softmax to the first product -----------------------------------------------------------

    bool backwards(ValueId scores) {
        m_out.scores = tensor(scores)->sizes;
        bool isScaled = false;
        for (ValueId at = scores;;) {
            const Node* node = producer(at);
            if (!node || m_uses.isOutput(at)) return false;
            add(*node);
            if (const auto product = scoresProduct(m_graph, *node)) {
                m_first = node->id;
                m_product = *product;
                m_out.scale *= product->scale;
                if (!product->added.valid()) return true;
                if (m_out.mask || isScaled || !isFloating(tensor(product->added)->dtype)) return false;
                m_out.mask = AttentionMask{Way::Added, product->added, 0};
                m_out.scores = tensor(at)->sizes;
                return true;
            }
            double factor = 1;
            if (const ValueId from = scaled(*node, factor); from.valid()) {
                m_out.scale *= factor;
                isScaled = true;
                at = from;
            } else if (const ValueId through = passedOn(*node); through.valid()) {
                at = through;
            } else {
                // What is scaled after the mask is another mask.
                const ValueId bare = m_out.mask || isScaled ? ValueId() : masked(*node);
                if (!bare.valid()) return false;
                m_out.scores = tensor(at)->sizes;
                at = bare;
            }
        }
    }

    // The scores that the node puts a mask on, which is then known.
    ValueId masked(const Node& node) {
        const auto call = bind(node);
        if (!call) return {};
        const TensorType& out = *tensor(node.output());
        const auto isScores = [&](ValueId id) { return id.valid() && tensor(id)->sizes == out.sizes && tensor(id)->dtype == out.dtype && leadsToProduct(id); };
        if (node.op == "aten.add.Tensor") {
            const ValueId sides[] = {value(*call, "self"), value(*call, "other")};
            for (const bool turned : {false, true}) {
                const ValueId scores = sides[turned ? 1 : 0], added = sides[turned ? 0 : 1];
                // Of a bool or an integer mask numbers are added too, where the operator would hide.
                if (!isScores(scores) || !added.valid() || !isFloating(tensor(added)->dtype) || call->number("alpha") != 1) continue;
                m_out.mask = AttentionMask{Way::Added, added, 0};
                return scores;
            }
            return {};
        }
        for (const Filling& row : kFillings) {
            if (row.op != node.op) continue;
            const ValueId scores = value(*call, row.scores), flags = value(*call, row.flags);
            const auto fill = m_constants.number(call->arg(row.fill));
            if (!isScores(scores) || !flags.valid() || !fill || !isFarBelow(*fill, out.dtype) || tensor(flags)->dtype != DType::Bool) continue;
            m_out.mask = AttentionMask{row.way, flags, *fill};
            return scores;
        }
        return {};
    }

    // Tells the scores from a mask that has their sizes.
    bool leadsToProduct(ValueId id) const {
        for (int steps = 0; steps < 8; ++steps) {
            const Node* node = producer(id);
            if (!node) return false;
            if (scoresProduct(m_graph, *node)) return true;
            double factor = 1;
            const ValueId from = scaled(*node, factor);
            id = from.valid() ? from : passedOn(*node);
            if (!id.valid()) return false;
        }
        return false;
    }

    // --- what the products multiply ----------------------------------------------------------------------

    // Whether the node exchanges the last two dimensions and no others.
    bool turns(const Node& node, const OpCall& call) const {
        const int rank = tensor(node.output())->rank();
        if (node.op == "aten.t.default") return rank == 2;
        if (node.op == "aten.transpose.int") {
            const auto a = call.dim("dim0", rank), b = call.dim("dim1", rank);
            return a && b && std::min(*a, *b) == rank - 2 && std::max(*a, *b) == rank - 1;
        }
        if (node.op != "aten.permute.default") return false;
        const auto dims = call.integers("dims");
        if (!dims || std::ssize(*dims) != rank || rank < 2) return false;
        for (int i = 0; i < rank; ++i) {
            const int want = i < rank - 2 ? i : i == rank - 2 ? rank - 1 : rank - 2;
            if (const auto own = (*dims)[static_cast<std::size_t>(i)]; own != want && own + rank != want) return false;
        }
        return true;
    }

    // Copies, expansions, numbers and transpositions on the way to a product, all of which the operator does without. Other readers of them keep them.
    // `joined`: sizes that tell whether leading dimensions are.
    AttentionPattern::Factor factor(AttentionPattern::Factor out, const SymSizes& joined, Scales scales) {
        const SymSizes wanted = leadOf(m_out.scores);
        out.isFlat = leadOf(joined) != wanted;
        while (const Node* node = producer(out.value)) {
            const auto call = bind(*node);
            const ValueId from = call ? firstOf(*call) : ValueId();
            if (!from.valid()) break;
            const TensorType &before = *tensor(from), &after = *tensor(out.value);
            double number = 1;
            if (const ValueId bare = scales == Scales::Yes ? scaled(*node, number) : ValueId(); bare.valid()) {
                m_out.scale *= number;
                out.value = bare;
            } else if (before.dtype == after.dtype && isOneOf(kIdentities, *node)) {
                out.value = from;
            } else if (!out.order.empty()) {
                break;  // what follows speaks of dimensions
            } else if (node->op == kExpand && before.rank() == after.rank() && (before.sizes == after.sizes || (!out.isFlat && sameMatrices(before.sizes, after.sizes)))) {
                out.value = from;
            } else if (scales == Scales::Yes && turns(*node, *call)) {
                out.turned = !out.turned;
                out.value = from;
            } else if (out.isFlat && isOneOf(kViews, *node) && sameMatrices(before.sizes, after.sizes) && leadOf(before.sizes) == wanted) {
                out.isFlat = false;
                out.value = from;
            } else {
                break;
            }
        }
        return out;
    }

    const Graph& m_graph;
    const LiveUses& m_uses;
    ConstantTensors& m_constants;
    AttentionPattern m_out;
    NodeId m_first;                // the first product
    ScoresProduct m_product;
    ValuesProduct m_values;
    std::vector<DType> m_dtypes;   // of all inner values
};

}  // namespace

LiveUses::LiveUses(const Graph& graph) : m_all(graph), m_users(graph.valueIdBound()) {
    std::vector<bool> isDead(graph.nodeIdBound(), false);
    for (const NodeId id : deadNodes(graph)) isDead[static_cast<std::size_t>(id.index())] = true;
    for (const ValueId id : graph.values())
        for (const NodeId user : m_all.users(id))
            if (!isDead[static_cast<std::size_t>(user.index())]) m_users[static_cast<std::size_t>(id.index())].push_back(user);
}

std::vector<NodeId> LiveUses::deadReaders(const Graph& graph, ValueId id) const {
    std::vector<NodeId> out;
    std::unordered_set<NodeId> seen;
    std::vector<ValueId> open{id};
    while (!open.empty()) {
        const ValueId read = open.back();
        open.pop_back();
        if (!knows(read)) continue;
        for (const NodeId user : m_all.users(read)) {
            if (std::ranges::find(users(read), user) != users(read).end() || !seen.insert(user).second) continue;
            out.push_back(user);
            const std::vector<ValueId>& outputs = graph.node(user).outputs;
            open.insert(open.end(), outputs.begin(), outputs.end());
        }
    }
    return out;
}

bool isFarBelow(double number, DType dtype) { return number <= -1e8 || (dtype == DType::F16 && number <= -65504); }

bool isSoftmax(const Node& node) { return std::ranges::find(kSoftmaxes, node.op, &Softmax::op) != std::end(kSoftmaxes); }

std::optional<AttentionPattern> attentionAround(const Graph& graph, const LiveUses& uses, ConstantTensors& constants, const Node& softmax) {
    return Finder(graph, uses, constants).run(softmax);
}

}  // namespace whittle

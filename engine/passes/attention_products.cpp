#include "engine/passes/attention_products.h"

#include <algorithm>

#include "engine/ops/op_call.h"

namespace whittle {
namespace {

constexpr std::string_view kProducts[] = {"aten.matmul.default", "aten.bmm.default", "aten.mm.default"};
constexpr std::string_view kAddedProduct = "aten.baddbmm.default", kEinsum = "aten.einsum.default";

std::optional<OpCall> bind(const Graph& graph, const Node& node) {
    const OpDef* op = findOp(node.op);
    if (!op || node.outputs.size() != 1 || !asTensorType(graph.type(node.output()))) return std::nullopt;
    auto call = OpCall::bind(*op, node.args, [&](ValueId id) -> const Type& { return graph.type(id); });
    return call ? std::optional(*std::move(call)) : std::nullopt;
}

// A matrix or a batch of them; matmul takes vectors too.
ValueId matrices(const Graph& graph, const Arg& arg) {
    const auto* id = arg.as<ValueId>();
    const TensorType* type = id ? asTensorType(graph.type(*id)) : nullptr;
    return type && type->rank() >= 2 ? *id : ValueId();
}

// "bhid,bhjd->bhij" of two tensors, no letter twice in one of them.
struct Equation {
    std::string left, right, out;
    ValueId first, second;
};
std::optional<Equation> equationOf(const Graph& graph, const Node& node) {
    const auto call = bind(graph, node);
    const auto* tensors = call ? call->arg("tensors").as<Arg::List>() : nullptr;
    if (!tensors || tensors->size() != 2) return std::nullopt;
    std::string text(call->text("equation"));
    std::erase(text, ' ');
    const std::size_t comma = text.find(','), arrow = text.find("->");
    if (comma == text.npos || arrow == text.npos || comma > arrow) return std::nullopt;
    Equation out{text.substr(0, comma), text.substr(comma + 1, arrow - comma - 1), text.substr(arrow + 2), matrices(graph, (*tensors)[0]), matrices(graph, (*tensors)[1])};
    if (!out.first.valid() || !out.second.valid() || out.out.size() < 2) return std::nullopt;
    for (std::string letters : {out.left, out.right, out.out}) {
        if (letters.size() != out.out.size() || letters.find('.') != letters.npos) return std::nullopt;
        std::ranges::sort(letters);
        if (std::ranges::adjacent_find(letters) != letters.end()) return std::nullopt;
    }
    return out;
}

// Where the letters of `wanted` stand in `have`; nothing where the two differ in more than the order.
std::optional<DimOrder> orderOf(std::string_view wanted, std::string_view have) {
    DimOrder order;
    bool moves = false;
    for (const char letter : wanted) {
        const std::size_t at = have.find(letter);
        if (at == have.npos) return std::nullopt;
        moves = moves || at != order.size();
        order.push_back(static_cast<int>(at));
    }
    return moves ? order : DimOrder();
}

// The only letter of `letters` that is not in `others`.
std::optional<char> onlyIn(std::string_view letters, std::string_view others) {
    std::optional<char> found;
    for (const char letter : letters) {
        if (others.find(letter) != others.npos) continue;
        if (found) return std::nullopt;
        found = letter;
    }
    return found;
}

}  // namespace

std::optional<ScoresProduct> scoresProduct(const Graph& graph, const Node& node) {
    ScoresProduct out;
    if (node.op == kEinsum) {
        const auto e = equationOf(graph, node);
        const auto depth = e ? onlyIn(e->left, e->out) : std::nullopt;
        if (!depth || onlyIn(e->right, e->out) != depth) return std::nullopt;
        const std::string lead = e->out.substr(0, e->out.size() - 2);
        const auto left = orderOf(lead + e->out[lead.size()] + *depth, e->left), right = orderOf(lead + e->out.back() + *depth, e->right);
        const auto turned = orderOf(lead + *depth + e->out.back(), e->right);
        if (!left || !right) return std::nullopt;
        const bool asItIs = turned->empty();  // as a product takes it
        return ScoresProduct{.left = e->first, .right = e->second, .leftOrder = *left, .rightOrder = asItIs ? DimOrder() : *right, .isRightTurned = !asItIs, .added = {}};
    }
    const bool adds = node.op == kAddedProduct;
    const auto call = adds || std::ranges::find(kProducts, node.op) != std::end(kProducts) ? bind(graph, node) : std::nullopt;
    if (!call) return std::nullopt;
    const auto& args = call->schema().args;
    out.left = matrices(graph, call->arg(args[adds ? 1 : 0].name));
    out.right = matrices(graph, call->arg(args[adds ? 2 : 1].name));
    if (adds) {
        const auto alpha = call->knownNumber("alpha"), beta = call->knownNumber("beta");
        if (!alpha || (beta != 0 && beta != 1)) return std::nullopt;
        out.scale = *alpha;
        if (beta == 1) out.added = *call->arg("self").as<ValueId>();
    }
    return out.left.valid() && out.right.valid() ? std::optional(out) : std::nullopt;
}

std::optional<ValuesProduct> valuesProduct(const Graph& graph, const Node& node) {
    if (node.op == kEinsum) {
        const auto e = equationOf(graph, node);
        const auto column = e ? onlyIn(e->right, e->left) : std::nullopt;
        if (!column || e->out.find(e->left.back()) != e->out.npos) return std::nullopt;
        const std::string lead = e->left.substr(0, e->left.size() - 2);
        const auto values = orderOf(lead + e->left.back() + *column, e->right), result = orderOf(e->out, lead + e->left[lead.size()] + *column);
        if (!values || !result) return std::nullopt;
        return ValuesProduct{.weights = e->first, .values = e->second, .valuesOrder = *values, .resultOrder = *result};
    }
    const auto plain = node.op == kAddedProduct ? std::nullopt : scoresProduct(graph, node);
    if (!plain) return std::nullopt;
    return ValuesProduct{.weights = plain->left, .values = plain->right, .valuesOrder = {}, .resultOrder = {}};
}

}  // namespace whittle

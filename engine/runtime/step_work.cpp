#include "engine/runtime/step_work.h"

#include <algorithm>
#include <array>

namespace whittle {
namespace {

Result<double> product(std::span<const LoopVar> ranges, const SizeOf& sizeOf) {
    double out = 1;
    for (const LoopVar& range : ranges) {
        // An inner extent may depend on an outer variable, which has no value here: as if it ran once.
        const auto extent = sizeOf(range.extent);
        if (!extent && extent.error().code != Code::NotFound) return std::unexpected(extent.error());
        out *= extent ? static_cast<double>(*extent) : 1;
    }
    return out;
}

// What one evaluation of these expressions costs, reductions with all their iterations.
Result<double> costOf(const LoopKernel& kernel, const Placement& placement, const std::vector<ExprId>& ids, const SizeOf& sizeOf) {
    double out = 0;
    for (const ExprId id : ids) {
        const LoopExpr& expr = kernel.exprs[id];
        if (expr.op == LoopOp::Load || expr.op == LoopOp::Cast || expr.op == LoopOp::IndexValue || expr.op == LoopOp::Check) continue;
        if (expr.op != LoopOp::Reduce) {
            out += loopOpInfo(expr.op).cost;
            continue;
        }
        double body = loopOpInfo(combinerOp(expr.combiner)).cost;
        if (const auto found = placement.bodies.find(id); found != placement.bodies.end()) {
            WHITTLE_TRY(const double inner, costOf(kernel, placement, found->second, sizeOf));
            body += inner;
        }
        WHITTLE_TRY(const double times, product(expr.ranges, sizeOf));
        out += times * body;
    }
    return out;
}

// Sizes of a node's operands and results as numbers.
class Reader {
public:
    Reader(const Graph& graph, const SizeOf& sizeOf) : m_graph(graph), m_sizeOf(sizeOf) {}

    /// Empty when it is no tensor or its size is not known.
    std::optional<Sizes> sizes(const TensorType* type) const {
        if (!type) return std::nullopt;
        Sizes out;
        for (const SymInt& size : type->sizes) {
            const auto known = m_sizeOf(size);
            if (!known) return std::nullopt;
            out.push_back(*known);
        }
        return out;
    }
    const TensorType* type(const Node& node, std::string_view arg) const {
        const Arg* given = node.arg(arg);
        const auto* id = given ? given->as<ValueId>() : nullptr;
        return id ? asTensorType(m_graph.type(*id)) : nullptr;
    }
    std::optional<Sizes> operand(const Node& node, std::string_view arg) const { return sizes(type(node, arg)); }
    std::optional<Sizes> result(const Node& node) const { return sizes(asTensorType(m_graph.type(node.outputs.front()))); }

private:
    const Graph& m_graph;
    const SizeOf& m_sizeOf;
};

double count(std::span<const Index> sizes) { return static_cast<double>(elementCount(sizes)); }

bool flag(const Node& node, std::string_view name) {
    const Arg* arg = node.arg(name);
    const bool* set = arg ? arg->as<bool>() : nullptr;
    return set && *set;
}

// Every element of the result is a dot product as long as the last dimension of `operand`.
double matrixFlops(const Reader& read, const Node& node, std::string_view operand) {
    const auto left = read.operand(node, operand), out = read.result(node);
    return left && out && !left->empty() ? 2 * count(*out) * static_cast<double>(left->back()) : 0;
}

// Every element of the result (transposed: of the input) meets the weights of one output (input) channel.
double convolutionFlops(const Reader& read, const Node& node, std::string_view operand) {
    const auto input = read.operand(node, "input"), weight = read.operand(node, operand), out = read.result(node);
    if (!input || !weight || !out || weight->empty() || weight->front() == 0) return 0;
    const Sizes& each = flag(node, "transposed") ? *input : *out;
    return 2 * count(each) * count(std::span(*weight).subspan(1));
}

double attentionFlops(const Reader& read, const Node& node, std::string_view operand) {
    const auto query = read.operand(node, operand), key = read.operand(node, "key"), value = read.operand(node, "value");
    if (!query || !key || !value || query->size() < 2 || key->size() < 2 || value->empty() || query->back() == 0) return 0;
    const double rows = count(*query) / static_cast<double>(query->back());
    const double products = 2 * rows * static_cast<double>((*key)[key->size() - 2]) * static_cast<double>(query->back() + value->back());
    return flag(node, "is_causal") ? products / 2 : products;
}

struct Counted {
    std::string_view op;       // without its overload
    std::string_view operand;  // whose sizes and dtype count
    double (*flops)(const Reader& read, const Node& node, std::string_view operand);
};

constexpr std::array<Counted, 11> kCounted{{
    {"aten.mm", "self", matrixFlops},
    {"aten.bmm", "self", matrixFlops},
    {"aten.addmm", "mat1", matrixFlops},
    {"aten.baddbmm", "batch1", matrixFlops},
    {"aten.matmul", "self", matrixFlops},
    {"aten.mv", "self", matrixFlops},
    {"aten.linear", "input", matrixFlops},
    {"aten.convolution", "weight", convolutionFlops},
    {"aten.conv2d", "weight", convolutionFlops},
    {"aten.scaled_dot_product_attention", "query", attentionFlops},
    {"aten._scaled_dot_product_flash_attention_for_cpu", "query", attentionFlops},
}};

const Counted* counted(const Node& node) {
    const std::string_view op = std::string_view(node.op).substr(0, node.op.rfind('.'));
    const auto* row = std::ranges::find(kCounted, op, &Counted::op);
    return row == kCounted.end() || node.outputs.empty() ? nullptr : row;
}

}  // namespace

Result<KernelOps> kernelOps(const LoopKernel& kernel, const SizeOf& sizeOf) {
    const Placement placement = placeExprs(kernel);
    KernelOps out;
    for (std::size_t level = 0; level < placement.levels.size(); ++level) {
        WHITTLE_TRY(const double times, product(std::span(kernel.ranges).first(level), sizeOf));
        WHITTLE_TRY(const double each, costOf(kernel, placement, placement.levels[level], sizeOf));
        out.all += times * each;
        if (level == 0) out.outside = each;
    }
    return out;
}

double productFlops(const Graph& graph, const Node& node, const SizeOf& sizeOf) {
    const Counted* row = counted(node);
    return row ? row->flops(Reader(graph, sizeOf), node, row->operand) : 0;
}

const TensorType* productOperand(const Graph& graph, const Node& node) {
    const Counted* row = counted(node);
    const Arg* given = row ? node.arg(row->operand) : nullptr;
    const auto* id = given ? given->as<ValueId>() : nullptr;
    return id ? asTensorType(graph.type(*id)) : nullptr;
}

}  // namespace whittle

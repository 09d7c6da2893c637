#include "engine/kernels/node_work.h"

#include <algorithm>
#include <array>

namespace whittle {
namespace {

double count(std::span<const Index> sizes) { return static_cast<double>(elementCount(sizes)); }

ValueId operandOf(const Node& node, std::string_view arg) {
    const Arg* given = node.arg(arg);
    const auto* id = given ? given->as<ValueId>() : nullptr;
    return id ? *id : ValueId();
}

// Sizes of a node's operands and results as numbers; nothing for what is no tensor or has a size that is not known.
class Reader {
public:
    Reader(const Graph& graph, const Node& node, const SizeOf& sizeOf) : m_graph(graph), m_node(node), m_sizeOf(sizeOf) {}

    std::optional<Sizes> operand(std::string_view arg) const {
        const ValueId id = operandOf(m_node, arg);
        return id.valid() ? sizes(id) : std::nullopt;
    }
    std::optional<Sizes> result() const { return sizes(m_node.outputs.front()); }
    bool flag(std::string_view name) const {
        const Arg* arg = m_node.arg(name);
        const bool* set = arg ? arg->as<bool>() : nullptr;
        return set && *set;
    }

private:
    std::optional<Sizes> sizes(ValueId id) const {
        const TensorType* type = asTensorType(m_graph.type(id));
        if (!type) return std::nullopt;
        Sizes out;
        for (const SymInt& size : type->sizes) {
            const auto known = m_sizeOf(size);
            if (!known) return std::nullopt;
            out.push_back(*known);
        }
        return out;
    }

    const Graph& m_graph;
    const Node& m_node;
    const SizeOf& m_sizeOf;
};

// Every element of the result is a dot product as long as the last dimension of `operand`.
void product(const Reader& read, std::string_view operand, NodeWork& work) {
    const auto left = read.operand(operand), out = read.result();
    if (!left || !out || left->empty()) return;
    work.flops = 2 * count(*out) * static_cast<double>(left->back());
    if (out->size() < 2) return;
    work.n = static_cast<double>(out->back());
    work.m = static_cast<double>((*out)[out->size() - 2]);
}

// As above, with the leading dimensions as rows of one product.
void linear(const Reader& read, std::string_view operand, NodeWork& work) {
    product(read, operand, work);
    if (const auto out = read.result(); out && work.n > 0) work.m = count(*out) / work.n;
}

// Every element of the result (transposed: of the input) meets the weights of one output (input) channel.
void convolution(const Reader& read, std::string_view operand, NodeWork& work) {
    const auto input = read.operand("input"), weight = read.operand(operand), out = read.result();
    if (!input || !weight || !out || weight->empty() || weight->front() == 0) return;
    const Sizes& each = read.flag("transposed") ? *input : *out;
    work.flops = 2 * count(each) * count(std::span(*weight).subspan(1));
}

void attention(const Reader& read, std::string_view operand, NodeWork& work) {
    const auto query = read.operand(operand), key = read.operand("key"), value = read.operand("value");
    if (!query || !key || !value || query->size() < 2 || key->size() < 2 || value->empty() || query->back() == 0) return;
    const double rows = count(*query) / static_cast<double>(query->back());
    work.keptApart = rows * static_cast<double>((*key)[key->size() - 2]);
    work.flops = 2 * work.keptApart * static_cast<double>(query->back() + value->back()) / (read.flag("is_causal") ? 2 : 1);
}

struct Row {
    std::string_view op;       ///< without its overload
    std::string_view operand;  ///< whose sizes and dtype count
    void (*fill)(const Reader& read, std::string_view operand, NodeWork& work);
};

constexpr std::array<Row, 11> kRows{{
    {"aten.mm", "self", product},
    {"aten.bmm", "self", product},
    {"aten.addmm", "mat1", product},
    {"aten.baddbmm", "batch1", product},
    {"aten.matmul", "self", product},
    {"aten.mv", "self", product},
    {"aten.linear", "input", linear},
    {"aten.convolution", "weight", convolution},
    {"aten.conv2d", "weight", convolution},
    {"aten.scaled_dot_product_attention", "query", attention},
    {"aten._scaled_dot_product_flash_attention_for_cpu", "query", attention},
}};

}  // namespace

std::optional<NodeWork> nodeWork(const Graph& graph, const Node& node, const SizeOf& sizeOf) {
    if (node.outputs.empty()) return std::nullopt;
    const std::string_view op = std::string_view(node.op).substr(0, node.op.rfind('.'));
    const auto* row = std::ranges::find(kRows, op, &Row::op);
    if (row == kRows.end()) return std::nullopt;
    NodeWork work;
    work.operand = operandOf(node, row->operand);
    row->fill(Reader(graph, node, sizeOf), row->operand, work);
    return work;
}

}  // namespace whittle

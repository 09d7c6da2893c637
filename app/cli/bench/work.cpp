#include "app/cli/bench/work.h"

#include <algorithm>
#include <array>

#include "engine/eager/interpreter.h"

namespace whittle::bench {
namespace {

// Sizes of a node's operands and results as numbers.
class Reader {
public:
    explicit Reader(const Graph& graph) : m_graph(graph) {
        if (auto data = gatherInputs(graph, {}))
            if (auto symbols = bindSymbols(graph, *data)) m_symbols = *std::move(symbols);
    }

    /// Empty when it is no tensor or its size is not known.
    std::optional<Sizes> sizes(const TensorType* type) const {
        if (!type) return std::nullopt;
        Sizes out;
        for (const SymInt& size : type->sizes) {
            const auto known = size.evaluate([this](std::string_view name) -> std::optional<std::int64_t> {
                const auto found = m_symbols.find(std::string(name));
                if (found == m_symbols.end()) return std::nullopt;
                return found->second;
            });
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
    std::optional<Sizes> result(const Node& node) const { return sizes(asTensorType(m_graph.type(node.output()))); }

private:
    const Graph& m_graph;
    std::map<std::string, std::int64_t> m_symbols;
};

double count(std::span<const Index> sizes) { return static_cast<double>(elementCount(sizes)); }

bool flag(const Node& node, std::string_view name) {
    const Arg* arg = node.arg(name);
    const bool* set = arg ? arg->as<bool>() : nullptr;
    return set && *set;
}

// Every element of the result is a dot product as long as the last dimension of `operand`.
double productFlops(const Reader& read, const Node& node, std::string_view operand) {
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
    std::string_view op;       ///< without its overload
    std::string_view operand;  ///< whose sizes and dtype count
    double (*flops)(const Reader& read, const Node& node, std::string_view operand);
};

constexpr std::array<Counted, 11> kCounted{{
    {"aten.mm", "self", productFlops},
    {"aten.bmm", "self", productFlops},
    {"aten.addmm", "mat1", productFlops},
    {"aten.baddbmm", "batch1", productFlops},
    {"aten.matmul", "self", productFlops},
    {"aten.mv", "self", productFlops},
    {"aten.linear", "input", productFlops},
    {"aten.convolution", "weight", convolutionFlops},
    {"aten.conv2d", "weight", convolutionFlops},
    {"aten.scaled_dot_product_attention", "query", attentionFlops},
    {"aten._scaled_dot_product_flash_attention_for_cpu", "query", attentionFlops},
}};

double bytesOf(const Reader& read, const TensorType* type) {
    const auto sizes = read.sizes(type);
    return sizes ? count(*sizes) * static_cast<double>(dtypeSize(type->dtype)) : 0;
}

}  // namespace

Work countWork(const Graph& graph) {
    const Reader read(graph);
    Work work;
    for (const Node& node : graph.nodes()) {
        if (node.outputs.empty()) continue;
        const std::string_view op = std::string_view(node.op).substr(0, node.op.rfind('.'));
        const auto* row = std::ranges::find(kCounted, op, &Counted::op);
        if (row == kCounted.end()) continue;
        const double flops = row->flops(read, node, row->operand);
        const TensorType* type = read.type(node, row->operand);
        work.flops += flops;
        if (type && type->dtype == DType::BF16) work.flopsBf16 += flops;
    }
    const UseMap uses(graph);
    for (const GraphInput& input : graph.inputs())
        if (!uses.unused(input.value)) work.bytes += bytesOf(read, asTensorType(graph.type(input.value)));
    for (const ValueId id : graph.outputValues()) work.bytes += bytesOf(read, asTensorType(graph.type(id)));
    return work;
}

Roofline roofline(const Work& work, const Limits& limits) {
    constexpr double kPerMs = 1e6;  // a GFLOP/s or GB/s is so many a millisecond
    const auto least = [](double amount, double limit) { return limit > 0 ? amount / (limit * kPerMs) : 0; };
    const bool hasBf16 = limits.fmaBf16 > 0;
    const double bf16Ms = hasBf16 ? least(work.flopsBf16, limits.fmaBf16) : 0;
    const double f32Ms = least(work.flops - (hasBf16 ? work.flopsBf16 : 0), limits.fmaF32);
    const double triadMs = least(work.bytes, limits.triad);
    if (bf16Ms + f32Ms > triadMs) return {.bound = bf16Ms > f32Ms ? "fma_bf16" : "fma_f32", .leastMs = bf16Ms + f32Ms};
    return {.bound = "triad", .leastMs = triadMs};
}

}  // namespace whittle::bench

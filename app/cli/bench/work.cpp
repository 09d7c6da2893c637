#include "app/cli/bench/work.h"

#include <algorithm>

#include "engine/eager/interpreter.h"
#include "engine/kernels/node_work.h"

namespace whittle::bench {
namespace {

double bytesOf(const TensorType* type, const SizeOf& sizeOf) {
    if (!type) return 0;
    auto bytes = static_cast<double>(dtypeSize(type->dtype));
    for (const SymInt& size : type->sizes) {
        const auto known = sizeOf(size);
        if (!known) return 0;
        bytes *= static_cast<double>(*known);
    }
    return bytes;
}

}  // namespace

Work countWork(const Graph& graph) {
    std::map<std::string, std::int64_t> symbols;
    if (const auto data = gatherInputs(graph, {}))
        if (auto bound = bindSymbols(graph, *data)) symbols = *std::move(bound);
    const SizeOf sizeOf = [&](const SymInt& size) {
        return size.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
            const auto found = symbols.find(std::string(name));
            return found == symbols.end() ? std::nullopt : std::optional(found->second);
        });
    };
    Work work;
    for (const Node& node : graph.nodes()) {
        const auto counted = nodeWork(graph, node, sizeOf);
        if (!counted) continue;
        const TensorType* type = counted->operand.valid() ? asTensorType(graph.type(counted->operand)) : nullptr;
        work.flops += counted->flops;
        if (type && type->dtype == DType::BF16) work.flopsBf16 += counted->flops;
    }
    const UseMap uses(graph);
    for (const GraphInput& input : graph.inputs())
        if (!uses.unused(input.value)) work.bytes += bytesOf(asTensorType(graph.type(input.value)), sizeOf);
    for (const ValueId id : graph.outputValues()) work.bytes += bytesOf(asTensorType(graph.type(id)), sizeOf);
    return work;
}

Roofline roofline(const Work& work, const MachineRoof& limits) {
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

#include "engine/runtime/kernel_nodes.h"

#include <algorithm>

#include <fmt/ranges.h>

namespace whittle {
namespace {

using Places = std::vector<std::size_t>;  // in the graph, ascending

void merge(Places& into, const Places& more) {
    const auto middle = static_cast<std::ptrdiff_t>(into.size());
    into.insert(into.end(), more.begin(), more.end());
    std::inplace_merge(into.begin(), into.begin() + middle, into.end());
    into.erase(std::unique(into.begin(), into.end()), into.end());
}

}  // namespace

std::unordered_map<std::string, Places> nodeSources(const Graph& graph, const CompileReport& report) {
    std::unordered_map<std::string, Places> madeOf;
    for (std::size_t i = 0; i < graph.nodes().size(); ++i) madeOf[graph.nodes()[i].name] = {i};
    for (const PassRecord& pass : report.passes)
        for (const Rewrite& rewrite : pass.rewrites) {
            Places before;
            for (const RewrittenNode& node : rewrite.before)
                if (const auto known = madeOf.find(node.name); known != madeOf.end()) merge(before, known->second);
            for (const RewrittenNode& node : rewrite.after) merge(madeOf[node.name], before);
        }
    return madeOf;
}

std::vector<KernelNodes> kernelNodes(const Graph& graph, const CompileReport& report) {
    const std::unordered_map<std::string, Places> madeOf = nodeSources(graph, report);
    std::vector<KernelNodes> out;
    for (const KernelRecord& kernel : report.kernels) {
        Places places;
        for (const std::string& node : kernel.nodes)
            if (const auto known = madeOf.find(node); known != madeOf.end()) merge(places, known->second);
        KernelNodes& one = out.emplace_back(KernelNodes{.name = kernel.name, .nodes = {}});
        for (const std::size_t place : places) one.nodes.push_back(graph.nodes()[place].name);
    }
    return out;
}

std::vector<std::string> kernelPlaces(const Graph& graph, const CompileReport& report) {
    std::vector<std::string> out;
    for (const KernelNodes& kernel : kernelNodes(graph, report))
        out.push_back(kernel.nodes.empty() ? "kernel " + kernel.name
                                           : fmt::format("kernel {} (node{} {})", kernel.name, kernel.nodes.size() == 1 ? "" : "s", fmt::join(kernel.nodes, ", ")));
    return out;
}

}  // namespace whittle

#include "views/models/kernel_stage.h"

#include <algorithm>
#include <unordered_map>

namespace whittle {

Graph kernelStage(Graph afterPasses, const CompileReport& report) {
    std::unordered_map<std::string, std::string> kernelOf;  // by node name
    for (const KernelRecord& kernel : report.kernels)
        for (const std::string& node : kernel.nodes) {
            std::string path = kernel.name;
            std::ranges::replace(path, '.', '_');  // dots part a module path
            kernelOf.insert_or_assign(node, std::move(path));
        }
    std::vector<NodeId> ids;
    for (const Node& node : afterPasses.nodes()) ids.push_back(node.id);
    for (const NodeId id : ids) {
        Origin origin = *afterPasses.node(id).origin;
        const auto found = kernelOf.find(afterPasses.node(id).name);
        origin.modulePath = found == kernelOf.end() ? std::string() : found->second;
        afterPasses.setOrigin(id, std::make_shared<const Origin>(std::move(origin)));
    }
    return afterPasses;
}

}  // namespace whittle

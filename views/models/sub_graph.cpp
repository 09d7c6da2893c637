#include "views/models/sub_graph.h"

#include <map>
#include <set>

namespace whittle {

Graph subGraph(const GraphContent& content, std::span<const int> boxes) {
    Graph graph = *content.graph();
    std::set<ValueId> wanted;  // inputs
    std::vector<bool> kept(graph.nodeIdBound(), false);
    for (const int index : boxes) {
        const SceneBox& box = content.items()[static_cast<std::size_t>(index)];
        if (box.kind == SceneBox::Kind::Node) kept[static_cast<std::size_t>(box.node.index())] = true;
        if (box.kind == SceneBox::Kind::Input) wanted.insert(box.value);
    }
    const auto isKept = [&](NodeId node) { return kept[static_cast<std::size_t>(node.index())]; };

    std::vector<NodeId> gone;
    std::map<ValueId, ValueId> cut;  // a value of a node that goes, and the input in its place
    std::set<ValueId> leaving;
    std::vector<std::pair<NodeId, std::vector<NamedArg>>> changed;
    for (const Node& node : graph.nodes()) {
        if (!isKept(node.id)) {
            gone.push_back(node.id);
            for (const ValueId value : node.inputs())
                if (const NodeId producer = graph.value(value).producer; producer.valid() && isKept(producer)) leaving.insert(value);
            continue;
        }
        bool reads = false;
        for (const ValueId value : node.inputs()) {
            const NodeId producer = graph.value(value).producer;
            if (!producer.valid()) wanted.insert(value);
            else if (!isKept(producer)) {
                cut.try_emplace(value);
                reads = true;
            }
        }
        if (reads) changed.emplace_back(node.id, node.args);
    }
    std::vector<std::pair<ValueId, std::string>> names;
    for (auto& [value, input] : cut) {
        const std::string name = graph.value(value).name;
        input = graph.addInput({}, name, graph.type(value));
        names.emplace_back(input, name);
        wanted.insert(input);
    }
    for (auto& [node, args] : changed) {
        for (NamedArg& named : args)
            forEachValue(named.value, [&](ValueId& value) {
                if (const auto found = cut.find(value); found != cut.end()) value = found->second;
            });
        graph.setArgs(node, std::move(args));
    }

    std::vector<GraphOutput> outputs;
    for (const GraphOutput& output : graph.outputs()) {
        const ValueId* value = output.value.as<ValueId>();
        const NodeId producer = value ? graph.value(*value).producer : NodeId();
        if (!value || !(producer.valid() ? isKept(producer) : wanted.contains(*value))) continue;
        outputs.push_back(output);
        leaving.erase(*value);
    }
    for (const ValueId value : leaving) outputs.push_back({.value = value});
    graph.setOutputs(std::move(outputs));
    graph.removeNodes(gone);
    std::vector<ValueId> unread;
    for (const GraphInput& input : graph.inputs())
        if (!wanted.contains(input.value)) unread.push_back(input.value);
    graph.removeInputs(unread);
    for (auto& [input, name] : names) graph.renameValue(input, std::move(name));  // free again
    return graph;
}

}  // namespace whittle

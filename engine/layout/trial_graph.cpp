#include "engine/layout/trial_graph.h"

#include "engine/layout/path_groups.h"

namespace whittle::layout {

TrialGraph trialTransformer(int blocks) {
    TrialGraph graph;
    const auto add = [&](std::string path, const std::vector<int>& from) {
        const int id = static_cast<int>(graph.paths.size());
        graph.paths.push_back(std::move(path));
        for (const int f : from) graph.edges.push_back({f, id});
        return id;
    };
    const int mask = add("", {});
    int x = add("", {});
    for (int block = 0; block < blocks; ++block) {
        const std::string layer = "layers." + std::to_string(block);
        const int norm = add(layer + ".norm1", {x});
        const int q = add(layer + ".attn.q", {norm}), k = add(layer + ".attn.k", {norm}), v = add(layer + ".attn.v", {norm});
        int scores = add(layer + ".attn", {q, k});
        scores = add(layer + ".attn", {scores, mask});
        scores = add(layer + ".attn.softmax", {scores});
        const int attention = add(layer + ".attn.out", {add(layer + ".attn", {scores, v})});
        const int residual = add(layer, {x, attention});
        int mlp = add(layer + ".norm2", {residual});
        for (int i = 0; i < 10; ++i) mlp = add(layer + ".mlp." + std::to_string(i % 3), {mlp});
        x = add(layer, {residual, mlp});
    }
    add("", {x});
    return graph;
}

Tree trialTree(const TrialGraph& graph) {
    const PathGroups groups = groupByPath(graph.paths, graph.edges);
    Tree tree{std::vector<Box>(graph.paths.size(), Box{120, 40, 2}), groups.group, {}, graph.edges};
    for (const PathGroup& group : groups.groups) tree.groups.push_back({group.parent, 140, 44});
    return tree;
}

}  // namespace whittle::layout
